"""The views and filters of the working list that are about children: by rules that stand elsewhere, asked of all at once.

Each condition is the rule of one child said in SQL; that both say the same of every child, tests prove.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnExpressionArgument, Select, func, or_, select, text, tuple_
from sqlalchemy.orm import Session

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.health_history_readiness import START_AGE, START_MONTHS, give_by
from lac_tracker.domain.pathways import HEALTH_HISTORY
from lac_tracker.domain.plans import CLOSING_MARKS
from lac_tracker.domain.sdq import VERSIONS, Questionnaire, Scores
from lac_tracker.domain.sdq_rules import next_due
from lac_tracker.domain.sending import send_by
from lac_tracker.domain.settings import rules_from
from lac_tracker.domain.worklist import Wanted, latest_birth, latest_start
from lac_tracker.storage import flag_search, reference_data
from lac_tracker.storage.care import chunks
from lac_tracker.storage.flags import open_on
from lac_tracker.storage.tables.assessments import BOOKED, AppointmentRow
from lac_tracker.storage.tables.care import ProtectionStatusRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.due import DueRow, DueStretchRow
from lac_tracker.storage.tables.pathways import LeavingCareRow
from lac_tracker.storage.tables.plans import ActionRow, NeedRow, OutcomeRow
from lac_tracker.storage.tables.sdq import COUNTING_QUESTIONNAIRES, QuestionnaireRow
from lac_tracker.storage.worklist_look import Look

_NO_SCORES = Scores()  # when the next one is due goes by the day of the last alone
CARER_FORMS = tuple(key for key, version in VERSIONS.items() if version.informant == "carer")


def of_view(view: str, seen: Look) -> list[ColumnExpressionArgument[bool]]:
    """Return the conditions of a view of children: one row each, that of the last clock."""
    return [DueStretchRow.is_last, *_VIEWS[view](seen)]


def of_filters(wanted: Wanted, today: date) -> list[ColumnExpressionArgument[bool]]:
    """Return the conditions of the filters by where the child lives, by a flag, and by where the appointment is."""
    found: list[ColumnExpressionArgument[bool]] = []
    row = DueStretchRow
    if wanted.host_area:
        found.append(row.child_id.in_(flag_search.living_in(wanted.host_area, today)))
    if wanted.flag:
        found.append(flag_search.among(row.child_id, wanted.flag, today))
    if wanted.place:
        there = select(AppointmentRow.child_id, AppointmentRow.kind, AppointmentRow.takes_place_on).where(
            AppointmentRow.place == wanted.place, AppointmentRow.takes_place_on >= today, text(BOOKED)
        )  # the words of an index of its own, which only constants can name
        found.append(tuple_(row.child_id, row.kind, row.booked_on).in_(there))
    return found


def says(session: Session, view: str, child_ids: Sequence[int], seen: Look) -> Mapping[int, str]:
    """Return why children are in a view of children, in words; a child of whom there is nothing to say is not there."""
    return {child: words for part in chunks(child_ids) for child, words in _SAYS[view](session, part, seen)}


def _in_care(today: date) -> ColumnExpressionArgument[bool]:
    return or_(DueStretchRow.closed_on.is_(None), DueStretchRow.closed_on > today)


def _child_protection(seen: Look) -> list[ColumnExpressionArgument[bool]]:
    held = flag_search.among(DueStretchRow.child_id, "child_protection_plan", seen.today)
    return [_in_care(seen.today), held]


def _care_leavers(seen: Look) -> list[ColumnExpressionArgument[bool]]:
    """From 15 years and 9 months until the record is closed, in care or not: nobody falls off by age."""
    born = latest_birth(START_AGE, latest_start(START_MONTHS, seen.today))
    closed = select(ChildRow.id).where(ChildRow.record_closed_on <= seen.today)
    return [DueStretchRow.born <= born, DueStretchRow.child_id.not_in(closed)]


def _plan_items_overdue(seen: Look) -> list[ColumnExpressionArgument[bool]]:
    late = _overdue_actions(seen.today, NeedRow.assessment_id)
    return [_in_care(seen.today), DueStretchRow.plan_id.in_(late)]


def _overdue_actions(today: date, *columns: Any) -> Select[Any]:
    """Return the actions whose day has passed of open outcomes: domain.plans.is_overdue of all plans at once."""
    return (
        select(*columns)
        .select_from(ActionRow)
        .join(OutcomeRow, OutcomeRow.id == ActionRow.outcome_id)
        .join(NeedRow, NeedRow.id == OutcomeRow.need_id)
        .where(
            ActionRow.by_date < today,
            or_(OutcomeRow.mark.is_(None), OutcomeRow.mark.not_in(sorted(CLOSING_MARKS))),
            OutcomeRow.entered_in_error_because.is_(None),
        )
    )


def _sdq_due(seen: Look) -> list[ColumnExpressionArgument[bool]]:
    """As domain.sdq_rules.next_due: of the age for it, and no carer's questionnaire that still holds."""
    rules = rules_from(seen.settings)
    still_holds = select(QuestionnaireRow.child_id).where(
        QuestionnaireRow.completed_on > latest_start(rules.sdq_every_months, seen.today),
        *_carers(),
    )
    return [
        _in_care(seen.today), DueStretchRow.born <= latest_birth(rules.sdq_from_age, seen.today),
        DueStretchRow.born > latest_birth(rules.sdq_to_age + 1, seen.today), DueStretchRow.child_id.not_in(still_holds),
    ]  # fmt: skip


def _carers() -> tuple[ColumnExpressionArgument[bool], ...]:
    """Return which questionnaires count; the words of an index of their own, which only constants can name."""
    return (QuestionnaireRow.form.in_(CARER_FORMS), text(COUNTING_QUESTIONNAIRES))


def _gp_plan_not_sent(seen: Look) -> list[ColumnExpressionArgument[bool]]:
    """As services.sending.late_for_practices: the plan in force that no practice has got in time."""
    holidays = reference_data.bank_holidays(seen.own_bank_holidays)
    signed = seen.today
    while send_by(signed, holidays) >= seen.today:
        signed -= timedelta(days=1)
    return [DueStretchRow.plan_unsent_since <= signed]


_VIEWS: Mapping[str, Callable[[Look], list[ColumnExpressionArgument[bool]]]] = {
    "child_protection": _child_protection, "care_leavers": _care_leavers, "plan_items_overdue": _plan_items_overdue,
    "sdq_due": _sdq_due, "gp_plan_not_sent": _gp_plan_not_sent,
}  # fmt: skip


def _says_protection(session: Session, part: Sequence[int], seen: Look) -> Iterator[tuple[int, str]]:
    held = select(ProtectionStatusRow.child_id, ProtectionStatusRow.category, ProtectionStatusRow.began).where(
        ProtectionStatusRow.child_id.in_(part), ProtectionStatusRow.kind == "child_protection_plan",
        open_on(ProtectionStatusRow, seen.today),
    )  # fmt: skip
    for row in session.execute(held.order_by(ProtectionStatusRow.began)):
        category = f"{row.category}, " if row.category else ""
        yield row.child_id, f"CP plan: {category}since {show_date(row.began)}"


def _says_care_leavers(session: Session, part: Sequence[int], seen: Look) -> Iterator[tuple[int, str]]:
    found = select(LeavingCareRow.child_id, LeavingCareRow.health_history)
    found = found.where(LeavingCareRow.child_id.in_(part))
    state = {row.child_id: row.health_history for row in session.execute(found)}
    for row in session.execute(select(ChildRow.id, ChildRow.born).where(ChildRow.id.in_(part))):
        words = HEALTH_HISTORY[state.get(row.id, "not_started")].split(" with")[0].lower()
        by = "" if state.get(row.id) in ("given", "declined") else f", give by {show_date(give_by(row.born))}"
        yield row.id, f"Health history {words}{by}"


def _says_plan_items(session: Session, part: Sequence[int], seen: Look) -> Iterator[tuple[int, str]]:
    found = _overdue_actions(seen.today, NeedRow.child_id, func.count(), func.min(ActionRow.by_date))
    in_force = select(DueRow.plan_id).where(DueRow.child_id.in_(part), DueRow.plan_id.is_not(None))
    mine = found.where(NeedRow.assessment_id.in_(in_force))
    for child, many, first in session.execute(mine.group_by(NeedRow.child_id)):
        yield child, f"{many} {'action' if many == 1 else 'actions'} overdue, since {show_date(first)}"


def _says_sdq(session: Session, part: Sequence[int], seen: Look) -> Iterator[tuple[int, str]]:
    rules = rules_from(seen.settings)
    latest = select(QuestionnaireRow.child_id, func.max(QuestionnaireRow.completed_on)).where(
        QuestionnaireRow.child_id.in_(part), *_carers()
    )
    last = {row[0]: row[1] for row in session.execute(latest.group_by(QuestionnaireRow.child_id))}
    for row in session.execute(select(ChildRow.id, ChildRow.born).where(ChildRow.id.in_(part))):
        on = last.get(row.id)
        held = () if on is None else (Questionnaire(0, row.id, CARER_FORMS[0], on, "", _NO_SCORES),)
        words = next_due(held, row.born, seen.today, rules).words
        yield row.id, f"SDQ {words[:1].lower()}{words[1:]}"


def _says_unsent(session: Session, part: Sequence[int], seen: Look) -> Iterator[tuple[int, str]]:
    holidays = reference_data.bank_holidays(seen.own_bank_holidays)
    found = select(DueRow.child_id, DueRow.plan_unsent_since).where(DueRow.child_id.in_(part))
    for row in session.execute(found.where(DueRow.plan_unsent_since.is_not(None))):
        signed, by = row.plan_unsent_since, send_by(row.plan_unsent_since, holidays)
        yield row.child_id, f"Signed {show_date(signed)}, not sent to the GP by {show_date(by)}"


_SAYS: Mapping[str, Callable[[Session, Sequence[int], Look], Iterator[tuple[int, str]]]] = {
    "child_protection": _says_protection, "care_leavers": _says_care_leavers,
    "plan_items_overdue": _says_plan_items, "sdq_due": _says_sdq, "gp_plan_not_sent": _says_unsent,
}  # fmt: skip
