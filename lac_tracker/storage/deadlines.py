"""Keeps the table of due dates in step with the facts, in the transaction that changes them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.care import CareHistory, PeriodOfCare, period_before
from lac_tracker.domain.clock_holds import ClockHold, holding
from lac_tracker.domain.clock_parts import PastClock
from lac_tracker.domain.consent import Circumstances, Consent, Purpose, consent_in_force
from lac_tracker.domain.deadlines import AssessmentKind, CareFacts, CompletedAssessment, Due, every_clock
from lac_tracker.domain.delays import is_settled
from lac_tracker.domain.settings import Rules, rules_from
from lac_tracker.domain.standing import Holds, WaitingOn
from lac_tracker.domain.working_days import BankHolidays
from lac_tracker.storage import (
    assessments,
    care,
    clock_holds,
    due_columns,
    due_facts,
    due_history,
    figure_parts,
    list_work,
    out_of_area,
    people,
    reference_data,
)  # fmt: skip
from lac_tracker.storage import consents as stored_consents
from lac_tracker.storage.many_rows import insert_rows
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.due import DueRow

_PORTION = 2_500  # children whose facts are in memory together: an import touches thousands
_STRETCHES_OF = 25_000  # rows whose stretches are written together: those of each lie all over their table
_TEAM = due_columns.NAMES.index("team_id")
# Who has to say yes another time; the young person where nothing else is known.
_DECLINED_BY = {"parent": WaitingOn.COUNCIL, "carer": WaitingOn.CARER}


@dataclass(frozen=True)
class Clock:
    """One row of the table: what is due, what holds it, and what the team does about it.

    assessment_id: the one in progress, asked for or declined that stands in this clock. plan_id: the newest signed one of
    the child, whose plan is in force; plan_unsent_since: the day it was signed, while no practice has got it.
    is_last: whether it is the last of the child's clocks, where lists of children have one row each.
    """

    due: Due
    holds: Holds
    born: date
    name_key: str = ""
    work: list_work.Work = list_work.NOTHING
    assessment_id: int | None = None
    booked_at: str | None = None
    is_out_of_area: bool = False
    plan_id: int | None = None
    plan_unsent_since: date | None = None
    is_last: bool = True


@dataclass(frozen=True)
class Clocks:
    """The clocks of one child: those of now, and what figures count: all there ever were, and what they follow from."""

    current: tuple[Clock, ...]
    source: figure_parts.Source

    @property
    def every(self) -> tuple[PastClock, ...]:
        return self.source.clocks


def refresh_marked(session: Session) -> None:
    """Compute the due dates of every child whose facts this transaction touched, and write what differs."""
    refresh(session, session.info.pop("due_to_refresh", set()))


def refresh_everyone(session: Session) -> int:
    """Compute the due dates of every child anew: after an upgrade, or when a rule or a bank holiday changed."""
    session.info.pop("due_to_refresh", None)
    return refresh(session, session.scalars(select(ChildRow.id)))


def refresh(session: Session, child_ids: Iterable[int]) -> int:
    """Compute the due dates of these children anew and write what differs. Returns of how many children anything did."""
    ordered, touched = sorted(set(child_ids)), 0
    kept: list[due_history.Kept] = []
    for at in range(0, len(ordered), _PORTION):
        touched += len(_refresh_some(session, set(ordered[at : at + _PORTION]), kept))
        if len(kept) >= _STRETCHES_OF:
            due_history.keep_stretches(session, kept)
            kept.clear()
    due_history.keep_stretches(session, kept)
    return touched


def _refresh_some(session: Session, wanted: set[int], kept: list[due_history.Kept]) -> set[int]:
    """Write what differs of some children, but how their rows stand on which days: of which that is left goes to `kept`."""
    computed = compute_every(session, wanted)
    touched = _keep_due(session, wanted, computed, kept)
    every = {child_id: (clocks.source.team_id, clocks.every) for child_id, clocks in computed.items()}
    touched |= due_history.keep_clocks(session, every)
    touched |= figure_parts.keep(session, {child_id: clocks.source for child_id, clocks in computed.items()})
    return touched


def _keep_due(
    session: Session, wanted: set[int], computed: Mapping[int, Clocks], kept: list[due_history.Kept]
) -> set[int]:
    """Write the rows of children where they differ; they go to `kept`. Returns of whom anything did."""
    stored = due_facts.stored(session, wanted)
    new: list[tuple[tuple[Any, ...], Clock]] = []
    differing: list[tuple[int, tuple[Any, ...], Clock]] = []
    for child_id, clocks in computed.items():
        for clock in clocks.current:
            values = due_columns.values(clock, child_id, clocks.source.team_id)
            row = stored.pop((child_id, clock.due.kind.value), None)
            if row is None:
                new.append((values, clock))
            elif changed := _changed(row, values):
                for name, value in changed.items():
                    setattr(row, name, value)
                differing.append((row.id, values, clock))
    gone = stored.values()
    due_history.forget_stretches(
        session, [*(row.id for row in gone), *(due_id for due_id, _, _ in differing)]
    )
    for row in gone:
        session.delete(row)
    session.flush()
    after = due_facts.newest_id(session)  # nobody else adds any: a transaction that writes is alone
    added = [(after + place, values, clock) for place, (values, clock) in enumerate(new, 1)]
    insert_rows(session, DueRow, ("id", *due_columns.NAMES), ((id_, *values) for id_, values, _ in added))
    written = [*added, *differing]
    kept += [(values[_TEAM], id_, one.born, one.due, one.holds) for id_, values, one in written]
    return {child_id for child_id, _ in stored} | {values[0] for _, values, _ in written}


def _changed(row: DueRow, values: tuple[Any, ...]) -> dict[str, Any]:
    """Return what a row that is stored should say, of what it does not."""
    named = zip(due_columns.NAMES, values, strict=True)
    return {name: value for name, value in named if getattr(row, name) != value}


def differences(session: Session) -> tuple[str, ...]:
    """Return every child whose stored due dates are not those computed anew, by id; nothing when all agree."""
    everyone = set(session.scalars(select(ChildRow.id)))
    computed = compute_every(session, everyone)
    stored = due_facts.stored(session, everyone)
    kept = due_history.stored_stretches(session)
    found = []
    for child_id, clocks in computed.items():
        for clock in clocks.current:
            kind, values = clock.due.kind.value, due_columns.values(clock, child_id, clocks.source.team_id)
            row = stored.pop((child_id, kind), None)
            if row is None:
                found.append(f"Child {child_id}: the due date of the {kind} is not stored.")
            elif wrong := _changed(row, values):
                found.append(f"Child {child_id}: the stored {kind} differs in {', '.join(wrong)}.")
            elif due_history.stretches_differ(values, kept.get(row.id, ()), clock.due, clock.holds):
                found.append(f"Child {child_id}: how the {kind} stands on which days differs.")
    found += [f"Child {row.child_id}: the stored {row.kind} should not be there." for row in stored.values()]
    every = {child_id: (clocks.source.team_id, clocks.every) for child_id, clocks in computed.items()}
    sources = {child_id: clocks.source for child_id, clocks in computed.items()}
    return (*found, *due_history.differences(session, every), *figure_parts.differences(session, sources))


def compute(
    session: Session, child_ids: set[int], histories: Mapping[int, CareHistory] | None = None
) -> dict[int, tuple[Clock, ...]]:
    """Return the clocks that run now of each child, as the facts give them; nothing is written."""
    return {
        child_id: clocks.current for child_id, clocks in compute_every(session, child_ids, histories).items()
    }


def compute_every(
    session: Session, child_ids: set[int], histories: Mapping[int, CareHistory] | None = None
) -> dict[int, Clocks]:
    """Return the clocks of each child, those of now and all before, as the facts give them; nothing is written.

    histories: care.histories of them, where it was read already.
    """
    session.flush()
    gathered = _Gathered(
        kept_since=people.caseload(session).kept_since,
        histories=histories or care.histories(session, child_ids),
        held=due_facts.assessments(session, child_ids),
        booked=due_facts.bookings(session, child_ids),
        hosted=out_of_area.waiting_kinds(session, child_ids),
        on_hold=clock_holds.of_children(session, child_ids),
        consents=stored_consents.of_children(session, child_ids),
        away=due_history.out_of_area_stays(session, child_ids),
        work=list_work.of_children(session, child_ids),
    )
    rules: dict[int, Any] = {}
    clocks = {}
    for child in due_facts.children(session, child_ids):
        if child.team_id not in rules:
            rules[child.team_id] = (
                rules_from(people.settings(session, child.team_id)),
                reference_data.bank_holidays(people.own_bank_holidays(session, child.team_id)),
            )
        clocks[child.id] = _clocks_of(child, gathered, *rules[child.team_id])
    return clocks


@dataclass(frozen=True)
class _Gathered:
    """What the clocks of many children are computed from, by child."""

    kept_since: date
    histories: Mapping[int, CareHistory]
    held: Mapping[int, list[Any]]
    booked: Mapping[int, list[Any]]
    hosted: Mapping[int, Collection[str]]
    on_hold: Mapping[int, Iterable[ClockHold]]
    consents: Mapping[int, tuple[Consent, ...]]
    away: Mapping[int, tuple[tuple[date, date | None], ...]]
    work: Mapping[int, list_work.OfChild]


def _clocks_of(child: Any, gathered: _Gathered, rules: Rules, holidays: BankHolidays) -> Clocks:
    """Return the clocks of one child: those of the last period of care run now, those of all periods are kept."""
    child_id, born = child.id, child.born
    mine, away = gathered.held.get(child_id, []), gathered.away.get(child_id, ())
    history, consents = gathered.histories[child_id], gathered.consents[child_id]
    periods = history.periods or (None,)
    facts = [_facts(born, history, period, mine, gathered.kept_since) for period in periods]
    of_period = [every_clock(one, rules, holidays) for one in facts]
    every, hosted = of_period[-1], gathered.hosted.get(child_id, ())
    plan = due_facts.plan_in_force(mine)
    agreed = partial(_has_consent, consents, facts[-1], rules)
    current = tuple(
        _clock(
            row, child, mine, gathered.booked.get(child_id, []), agreed, gathered.on_hold.get(child_id, ()),
            gathered.work.get(child_id, list_work.NO_WORK), is_hosted=row.kind.value in hosted,
            is_out_of_area=due_history.is_away_now(away), is_last=row is every[-1], **plan,
        )
        for row in (every[0], *every[1:][-1:])
    )  # fmt: skip
    met = {
        row.completed_on: row.id for row in mine if row.completed_on and row.state in ("signed", "history")
    }
    past = tuple(
        due_history.past_clock(row, one.became_looked_after, born, met, away)
        for one, rows in zip(facts, of_period, strict=True)
        for row in rows
    )
    return Clocks(
        current,
        figure_parts.Source(child.team_id, born, past, mine, consents, holidays),
    )


def _facts(
    born: date, history: CareHistory, period: PeriodOfCare | None, held: list[Any], kept_since: date
) -> CareFacts:
    before = period_before(history, period) if period else None
    # A signed edition takes the place of the one it amends: the same assessment never counts twice.
    replaced = {row.amends_id for row in held if row.state == "signed"}
    completed = [
        (row, CompletedAssessment(
            AssessmentKind(row.kind), row.completed_on, row.completed_by or "",
            row.signed_at.date() if row.signed_at else None,
        ))
        for row in held
        if row.state in ("signed", "history") and row.completed_on and row.id not in replaced
    ]  # fmt: skip
    began = period.began if period else None
    accepted = [
        one
        for row, one in completed
        if row.accepted_from_earlier_period and began and one.completed_on < began
    ]
    return CareFacts(
        born=born,
        became_looked_after=began,
        ceased_on=period.ended if period else None,
        reason_ceased=period.end_reason if period else None,
        legal_statuses=history.legal_statuses,
        placements=history.placements,
        assessments=tuple(one for _, one in completed),
        accepted_prior=max(accepted, key=lambda one: one.completed_on, default=None),
        began_before_caseload=began is None or began < kept_since,
        left_care_before=before.ended if before else None,
    )


def _has_consent(
    consents: tuple[Consent, ...], facts: CareFacts, rules: Rules, assessment_id: int | None
) -> bool:
    """Return whether consent for an assessment stands, judged on the day it was last answered or withdrawn.

    What the passing of time alone takes away (a 16th birthday, an order that ends) is asked when the assessment starts.
    """
    if not consents:
        return False
    latest = max(facts.legal_statuses, key=lambda one: one.began, default=None)
    now = Circumstances(
        born=facts.born,
        today=max(day for one in consents for day in (one.given_on, one.withdrawn_on) if day),
        legal_status=latest.code if latest else None,
        period_began=facts.became_looked_after,
        assessment_id=assessment_id,
        last_assessed_on=max((one.completed_on for one in facts.assessments), default=None),
    )
    return consent_in_force(consents, Purpose.HEALTH_ASSESSMENT, now, rules.consent_validity) is not None


def _clock(
    row: Due,
    child: Any,
    held: list[Any],
    booked: list[Any],
    agreed: Callable[[int | None], bool],
    on_hold: Iterable[ClockHold],
    work: list_work.OfChild,
    *,
    is_hosted: bool,
    **of_child: Any,
) -> Clock:
    """Return one clock with what holds it. of_child: further fields of Clock."""
    if row.met_on is not None:
        return Clock(row, Holds(), child.born, child.search_key, **of_child)
    since = row.clock_start or date.min
    mine = [one for one in held if one.kind == row.kind.value and _holds_this_clock(one, since)]
    latest = mine[-1] if mine else None
    open_now = latest if latest is not None and latest.state in assessments.OPEN_STATES else None
    bookings = [one for one in booked if one.kind == row.kind.value and one.takes_place_on >= since]
    booking = max(bookings, key=lambda one: one.takes_place_on, default=None)
    declined = latest if latest is not None and latest.state == "declined" else None
    held_up = holding(on_hold, row.kind.value, since)
    holds = _holds(
        booked_on=booking.takes_place_on if booking is not None else None,
        consent_on_record=agreed(open_now.id if open_now is not None else None),
        declined_ask_again=declined.ask_again_on if declined is not None else None,
        part_done_on=open_now.part_done_on if open_now is not None else None,
        on_hold_until=held_up.until if held_up is not None else None,
        on_hold_reason=held_up.reason if held_up is not None else None,
        seen_not_signed_on=open_now.completed_on if open_now is not None else None,
        interpreter_missing=booking is not None
        and _lacks_interpreter(booking.interpreter, child.interpreter_needed == "yes"),
        waiting_on=_DECLINED_BY.get(declined.declined_by)
        if declined is not None
        else (WaitingOn.HOST_TEAM if is_hosted else None),
    )
    done = list_work.of_clock(work, row.kind.value, row.clock_start, latest, booking)
    said = reference_data.delay_reason(done.delay_code) if done.delay_code else None
    if said is not None and said.party is not WaitingOn.NOBODY and not is_settled(said, holds):
        holds = replace(holds, waiting_on=said.party)
    return Clock(
        row, holds, child.born, child.search_key, done, latest.id if latest is not None else None,
        booking.starts_at if booking is not None else None, **of_child,
    )  # fmt: skip


_holds = lru_cache(maxsize=4_096)(Holds)  # of most clocks nothing is arranged: they share what says so


def _holds_this_clock(one: Any, since: date) -> bool:
    """Return whether an assessment that is not completed stands in the way of the one due now.

    An open amendment never does, and neither does what was declined before this clock began.
    """
    if one.amends_id is not None or one.state in ("signed", "history", "cancelled"):
        return False
    return one.state != "declined" or one.declined_on is None or one.declined_on >= since


def _lacks_interpreter(arranged: str | None, is_needed: bool) -> bool:
    return arranged == "needed" or (is_needed and arranged not in ("booked", "used"))
