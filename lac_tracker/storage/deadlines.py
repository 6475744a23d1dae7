"""Keeps the table of due dates in step with the facts, in the transaction that changes them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from lac_tracker.domain.care import CareHistory, last_period, period_before
from lac_tracker.domain.clock_holds import ClockHold, holding
from lac_tracker.domain.consent import Circumstances, Consent, Purpose, consent_in_force
from lac_tracker.domain.deadlines import AssessmentKind, CareFacts, CompletedAssessment, Due, due
from lac_tracker.domain.settings import Rules, rules_from
from lac_tracker.domain.standing import Holds, WaitingOn, overdue_between
from lac_tracker.storage import assessments, care, clock_holds, out_of_area, people, reference_data
from lac_tracker.storage import consents as stored_consents
from lac_tracker.storage.tables.assessments import AppointmentRow, AssessmentRow, DeclinedRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.due import DueRow
from lac_tracker.storage.tables.people import PersonRow

_RENAMED = {"on": "due_on", "also": "other_due_on"}
DUE_COLUMNS = {name: _RENAMED.get(name, name) for name in Due.__dataclass_fields__}
HOLDS_COLUMNS = {name: name for name in Holds.__dataclass_fields__}
# Who has to say yes another time; the young person where nothing else is known.
_DECLINED_BY = {"parent": WaitingOn.COUNCIL, "carer": WaitingOn.CARER}


@dataclass(frozen=True)
class Clock:
    """One row of the table: what is due, what holds it, and who is doing it."""

    due: Due
    holds: Holds
    assessor_name: str | None
    overdue_between: tuple[date, date] | None = None


def refresh_marked(session: Session) -> None:
    """Compute the due dates of every child whose facts this transaction touched, and write what differs."""
    marked: set[int] = session.info.pop("due_to_refresh", set())
    if marked:
        refresh(session, marked)


def refresh(session: Session, child_ids: Iterable[int]) -> int:
    """Compute the due dates of these children anew and write what differs. Returns how many rows changed."""
    wanted = set(child_ids)
    computed = compute(session, wanted)
    stored = _stored(session, wanted)
    team = {row.id: row.team_id for row in _children(session, wanted)}
    new, changed = [], 0
    for child_id, clocks in computed.items():
        for clock in clocks:
            values = as_columns(clock) | {"team_id": team[child_id]}
            row = stored.pop((child_id, values["kind"]), None)
            if row is None:
                new.append({"child_id": child_id} | values)
                continue
            differing = {name: value for name, value in values.items() if getattr(row, name) != value}
            for name, value in differing.items():
                setattr(row, name, value)
            changed += bool(differing)
    for row in stored.values():
        session.delete(row)
    session.flush()
    if new:
        session.execute(insert(DueRow), new)
    return changed + len(new) + len(stored)


def differences(session: Session) -> tuple[str, ...]:
    """Return every child whose stored due dates are not those computed anew, by id; nothing when all agree."""
    everyone = set(session.scalars(select(ChildRow.id)))
    computed = compute(session, everyone)
    stored = _stored(session, everyone)
    team = {row.id: row.team_id for row in _children(session, everyone)}
    found = []
    for child_id, clocks in computed.items():
        for clock in clocks:
            values = as_columns(clock) | {"team_id": team[child_id]}
            row = stored.pop((child_id, values["kind"]), None)
            if row is None:
                found.append(f"Child {child_id}: the due date of the {values['kind']} is not stored.")
            elif wrong := [name for name, value in values.items() if getattr(row, name) != value]:
                found.append(f"Child {child_id}: the stored {values['kind']} differs in {', '.join(wrong)}.")
    found += [f"Child {row.child_id}: the stored {row.kind} should not be there." for row in stored.values()]
    return tuple(found)


def compute(
    session: Session, child_ids: set[int], histories: Mapping[int, CareHistory] | None = None
) -> dict[int, tuple[Clock, ...]]:
    """Return the clocks of each child as the facts give them now; nothing is written.

    histories: care.histories of them, where it was read already.
    """
    session.flush()
    kept_since = people.caseload(session).kept_since
    histories = histories or care.histories(session, child_ids)
    held = _assessments(session, child_ids)
    booked = _bookings(session, child_ids)
    hosted = out_of_area.waiting_kinds(session, child_ids)
    on_hold = clock_holds.of_children(session, child_ids)
    consents = stored_consents.of_children(session, child_ids)
    rules: dict[int, Any] = {}
    clocks = {}
    for child in _children(session, child_ids):
        if child.team_id not in rules:
            rules[child.team_id] = (
                rules_from(people.settings(session, child.team_id)),
                reference_data.bank_holidays(people.own_bank_holidays(session, child.team_id)),
            )
        facts = _facts(child.born, histories[child.id], held[child.id], kept_since)
        agreed = partial(_has_consent, consents[child.id], facts, rules[child.team_id][0])
        found = (
            _clock(
                row,
                held[child.id],
                booked[child.id],
                agreed,
                child.interpreter_needed == "yes",
                on_hold.get(child.id, ()),
                is_hosted=row.kind.value in hosted.get(child.id, ()),
            )
            for row in due(facts, *rules[child.team_id])
        )
        clocks[child.id] = tuple(
            replace(one, overdue_between=overdue_between(one.due, child.born)) for one in found
        )
    return clocks


def as_columns(clock: Clock) -> dict[str, Any]:
    """Return a clock as the values of its row."""
    columns = {column: getattr(clock.due, name) for name, column in DUE_COLUMNS.items()}
    columns |= {column: getattr(clock.holds, name) for name, column in HOLDS_COLUMNS.items()}
    columns["kind"] = clock.due.kind.value
    columns["waiting_on"] = clock.holds.waiting_on.value if clock.holds.waiting_on else None
    columns["overdue_from"], columns["overdue_to"] = clock.overdue_between or (None, None)
    return columns | {"assessor_name": clock.assessor_name}


def from_columns(row: Any) -> tuple[Due, Holds]:
    """Return what is due and what holds it, from a row that has the columns of `due`."""
    of_due = {name: getattr(row, column) for name, column in DUE_COLUMNS.items()}
    of_holds = {name: getattr(row, column) for name, column in HOLDS_COLUMNS.items()}
    of_due["kind"] = AssessmentKind(of_due["kind"])
    of_holds["waiting_on"] = WaitingOn(of_holds["waiting_on"]) if of_holds["waiting_on"] else None
    return Due(**of_due), Holds(**of_holds)


def _facts(born: date, history: CareHistory, held: list[Any], kept_since: date) -> CareFacts:
    period = last_period(history)
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
    held: list[Any],
    booked: list[Any],
    agreed: Callable[[int | None], bool],
    needs_interpreter: bool,
    on_hold: Iterable[ClockHold],
    *,
    is_hosted: bool = False,
) -> Clock:
    if row.met_on is not None:
        return Clock(row, Holds(), None)
    since = row.clock_start or date.min
    mine = [one for one in held if one.kind == row.kind.value and _holds_this_clock(one, since)]
    latest = mine[-1] if mine else None
    open_now = latest if latest is not None and latest.state in assessments.OPEN_STATES else None
    bookings = [one for one in booked if one.kind == row.kind.value and one.takes_place_on >= since]
    booking = max(bookings, key=lambda one: one.takes_place_on, default=None)
    declined = latest if latest is not None and latest.state == "declined" else None
    held_up = holding(on_hold, row.kind.value, since)
    holds = Holds(
        booked_on=booking.takes_place_on if booking is not None else None,
        consent_on_record=agreed(open_now.id if open_now is not None else None),
        declined_ask_again=declined.ask_again_on if declined is not None else None,
        part_done_on=open_now.part_done_on if open_now is not None else None,
        on_hold_until=held_up.until if held_up is not None else None,
        on_hold_reason=held_up.reason if held_up is not None else None,
        seen_not_signed_on=open_now.completed_on if open_now is not None else None,
        interpreter_missing=booking is not None
        and _lacks_interpreter(booking.interpreter, needs_interpreter),
        waiting_on=_DECLINED_BY.get(declined.declined_by)
        if declined is not None
        else (WaitingOn.HOST_TEAM if is_hosted else None),
    )
    return Clock(row, holds, latest.full_name if latest is not None else None)


def _holds_this_clock(one: Any, since: date) -> bool:
    """Return whether an assessment that is not completed stands in the way of the one due now.

    An open amendment never does, and neither does what was declined before this clock began.
    """
    if one.amends_id is not None or one.state in ("signed", "history", "cancelled"):
        return False
    return one.state != "declined" or one.declined_on is None or one.declined_on >= since


def _lacks_interpreter(arranged: str | None, is_needed: bool) -> bool:
    return arranged == "needed" or (is_needed and arranged not in ("booked", "used"))


def _children(session: Session, child_ids: set[int]) -> list[Row[Any]]:
    of_child: Any = select(ChildRow.id, ChildRow.team_id, ChildRow.born, ChildRow.interpreter_needed)
    return [
        row
        for part in care.chunks(child_ids)
        for row in session.execute(of_child.where(ChildRow.id.in_(part)))
    ]


def _stored(session: Session, child_ids: set[int]) -> dict[tuple[int, str], DueRow]:
    rows = (
        row
        for part in care.chunks(child_ids)
        for row in session.scalars(select(DueRow).where(DueRow.child_id.in_(part)))
    )
    return {(row.child_id, row.kind): row for row in rows}


def _assessments(session: Session, child_ids: set[int]) -> dict[int, list[Any]]:
    columns = (
        AssessmentRow.id, AssessmentRow.child_id, AssessmentRow.kind, AssessmentRow.state, AssessmentRow.completed_on,
        AssessmentRow.completed_by, AssessmentRow.signed_at, AssessmentRow.accepted_from_earlier_period,
        AssessmentRow.part_done_on, AssessmentRow.ask_again_on, AssessmentRow.declined_on, AssessmentRow.amends_id,
        DeclinedRow.declined_by, PersonRow.full_name,
    )  # fmt: skip
    query = (
        select(*columns)
        .outerjoin(PersonRow, PersonRow.id == AssessmentRow.assessor_id)
        .outerjoin(DeclinedRow, DeclinedRow.assessment_id == AssessmentRow.id)
        .order_by(AssessmentRow.id)
    )
    return _by_child(session, query, AssessmentRow.child_id, child_ids)


def _bookings(session: Session, child_ids: set[int]) -> dict[int, list[Any]]:
    columns = (
        AppointmentRow.child_id,
        AppointmentRow.kind,
        AppointmentRow.takes_place_on,
        AppointmentRow.interpreter,
    )
    query = select(*columns).where(AppointmentRow.outcome == "booked")
    return _by_child(session, query, AppointmentRow.child_id, child_ids)


def _by_child(session: Session, query: Any, column: Any, child_ids: set[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for part in care.chunks(child_ids):
        for row in session.execute(query.where(column.in_(part))):
            found[row.child_id].append(row)
    return found
