"""What one person's day is made of: their appointments, what they began, and what came for them. Read in few queries."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, text
from sqlalchemy.orm import Session, aliased

from lac_tracker.domain.deadlines import Due
from lac_tracker.domain.plans import CLOSING_MARKS
from lac_tracker.domain.standing import Holds
from lac_tracker.storage import due_columns
from lac_tracker.storage.tables.assessments import AppointmentRow, AssessmentRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.due import DueRow
from lac_tracker.storage.tables.information import InformationRequestRow
from lac_tracker.storage.tables.monitoring import FollowUpRow, NoticeSeenRow
from lac_tracker.storage.tables.people import PersonRow
from lac_tracker.storage.tables.plans import ActionRow, NeedRow, OutcomeRow

_UNSIGNED = (
    "assessments.state NOT IN ('signed', 'history')"  # as an index of their own has it: few of very many
)
_NOT_COMING = ("cancelled", "moved", "declined")
_CHILD = (
    ChildRow.id.label("child_id"), ChildRow.family_name, ChildRow.given_name, ChildRow.preferred_name,
    ChildRow.council_child_id, ChildRow.born,
)  # fmt: skip


def appointments(session: Session, team_id: int, person_id: int, first: date, last: date) -> Sequence[Any]:
    """Return what stands in a person's diary from a day to a day, in the order of the day; times not told come last.

    An appointment is theirs when it names them, or names nobody and the assessment is theirs.
    """
    theirs = or_(
        AppointmentRow.clinician_id == person_id,
        and_(AppointmentRow.clinician_id.is_(None), DueRow.assessor_id == person_id),
    )
    return session.execute(
        select(
            *_CHILD, AppointmentRow.id, AppointmentRow.kind, AppointmentRow.takes_place_on, AppointmentRow.starts_at,
            AppointmentRow.place, AppointmentRow.outcome, AppointmentRow.interpreter, DueRow.assessment_id,
            PersonRow.full_name.label("clinician"),
        )
        .join(ChildRow, ChildRow.id == AppointmentRow.child_id)
        .outerjoin(
            DueRow, and_(DueRow.child_id == AppointmentRow.child_id, DueRow.kind == AppointmentRow.kind)
        )
        .outerjoin(PersonRow, PersonRow.id == AppointmentRow.clinician_id)
        .where(
            ChildRow.team_id == team_id,
            AppointmentRow.takes_place_on.between(first, last),
            AppointmentRow.outcome.not_in(_NOT_COMING),
            theirs,
        )
        .order_by(
            AppointmentRow.takes_place_on, AppointmentRow.starts_at.is_(None), AppointmentRow.starts_at, AppointmentRow.id
        )
    ).all()  # fmt: skip


def standings(
    session: Session, child_ids: Iterable[int]
) -> dict[tuple[int, str], tuple[Due, Holds, int | None]]:
    """Return the stored clocks of children: (child, kind) → what is due, what holds it, and the assessment in it."""
    rows = session.scalars(select(DueRow).where(DueRow.child_id.in_(list(child_ids))))
    found = {}
    for row in rows:
        found[row.child_id, row.kind] = (*due_columns.from_row(row), row.assessment_id)
    return found


def in_progress(session: Session, assessment_ids: Iterable[int]) -> frozenset[int]:
    """Return which of these assessments were begun and are not done: one that was only asked for was not begun."""
    query = select(AssessmentRow.id).where(
        AssessmentRow.id.in_(list(assessment_ids)), AssessmentRow.state.in_(("in_progress", "part_done"))
    )
    return frozenset(session.scalars(query))


def gp_answers(session: Session, child_ids: Iterable[int]) -> dict[int, list[Any]]:
    """Return what practices were asked about children: child → rows of (answer, answered_on)."""
    row = InformationRequestRow
    query = select(row.child_id, row.answer, row.answered_on).where(
        row.child_id.in_(list(child_ids)), row.source == "gp"
    )
    found: dict[int, list[Any]] = {}
    for one in session.execute(query):
        found.setdefault(one.child_id, []).append(one)
    return found


def begun(session: Session, team_id: int, person_id: int) -> Sequence[Any]:
    """Return the assessments a person began and has not finished, the last one begun first; no amendments."""
    return session.execute(
        select(*_CHILD, AssessmentRow.id, AssessmentRow.kind)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .where(
            AssessmentRow.assessor_id == person_id,
            text(_UNSIGNED),
            AssessmentRow.state.in_(("in_progress", "part_done")),
            AssessmentRow.handed_to_id.is_(None),
            AssessmentRow.amends_id.is_(None),
            AssessmentRow.completed_on.is_(None),
            ChildRow.team_id == team_id,
        )
        .order_by(func.coalesce(AssessmentRow.part_done_on, AssessmentRow.first_seen_on).desc(), AssessmentRow.id)
    ).all()  # fmt: skip


def caseload_size(session: Session, team_id: int, person_id: int) -> int:
    """Return of how many children in care an assessment is a person's."""
    return (
        session.scalar(
            select(func.count(DueRow.child_id.distinct())).where(
                DueRow.assessor_id == person_id, DueRow.team_id == team_id, DueRow.closed_on.is_(None)
            )
        )
        or 0
    )


def plan_actions(
    session: Session, team_id: int, names: Iterable[str], until: date, since: date
) -> Sequence[Any]:
    """Return the open actions of the plans in force that somebody of these names owns, by the day they are due."""
    later = aliased(AssessmentRow)
    replaced = (
        select(later.id)
        .where(
            later.child_id == AssessmentRow.child_id,
            later.state == "signed",
            or_(later.completed_on > AssessmentRow.completed_on, later.amends_id == AssessmentRow.id),
        )
        .exists()
    )
    return session.execute(
        select(*_CHILD, ActionRow.id, ActionRow.action, ActionRow.by_date)
        .join(OutcomeRow, OutcomeRow.id == ActionRow.outcome_id)
        .join(NeedRow, NeedRow.id == OutcomeRow.need_id)
        .join(AssessmentRow, AssessmentRow.id == NeedRow.assessment_id)
        .join(ChildRow, ChildRow.id == NeedRow.child_id)
        .where(
            ActionRow.person.in_(list(names)),
            ActionRow.by_date.between(since, until),
            OutcomeRow.entered_in_error_because.is_(None),
            or_(OutcomeRow.mark.is_(None), OutcomeRow.mark.not_in(list(CLOSING_MARKS))),
            AssessmentRow.state == "signed",
            ~replaced,
            ChildRow.team_id == team_id,
        )
        .order_by(ActionRow.by_date, ActionRow.id)
    ).all()


def replies(session: Session, team_id: int, person_id: int, since: date) -> Sequence[Any]:
    """Return what came in answer to requests about a person's children since a day, the newest first."""
    return session.execute(
        select(
            *_CHILD, InformationRequestRow.id, InformationRequestRow.source, InformationRequestRow.asked_of,
            InformationRequestRow.answer, InformationRequestRow.answered_on,
        )
        .join(ChildRow, ChildRow.id == InformationRequestRow.child_id)
        .where(
            InformationRequestRow.child_id.in_(_own_children(team_id, person_id)),
            InformationRequestRow.answered_on >= since,
        )
        .order_by(InformationRequestRow.answered_on.desc(), InformationRequestRow.id)
    ).all()  # fmt: skip


def plans_sent(session: Session, team_id: int, person_id: int, since: date) -> Sequence[Any]:
    """Return the plans of a person's children that went to the practice since a day, the newest first."""
    return session.execute(
        select(*_CHILD, AssessmentRow.id, AssessmentRow.kind, AssessmentRow.sent_to_gp_on)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .where(
            AssessmentRow.child_id.in_(_own_children(team_id, person_id)),
            AssessmentRow.sent_to_gp_on >= since,
        )
        .order_by(AssessmentRow.sent_to_gp_on.desc(), AssessmentRow.id)
    ).all()


def next_steps(session: Session, team_id: int, person_id: int, until: date) -> Sequence[Any]:
    """Return the next steps of follow-ups that a person is to do by a day and has not, the earliest first."""
    return session.execute(
        select(
            *_CHILD, FollowUpRow.id, FollowUpRow.kind, FollowUpRow.next_step, FollowUpRow.next_step_on,
        )
        .join(ChildRow, ChildRow.id == FollowUpRow.child_id)
        .where(
            FollowUpRow.next_step_by_id == person_id,
            FollowUpRow.next_step_done_on.is_(None),
            FollowUpRow.next_step_on <= until,
            FollowUpRow.entered_in_error_because.is_(None),
            ChildRow.team_id == team_id,
        )
        .order_by(FollowUpRow.next_step_on, FollowUpRow.id)
    ).all()  # fmt: skip


def seen(session: Session, person_id: int) -> dict[str, datetime]:
    """Return which notices a person has marked as seen, and when."""
    rows = session.execute(
        select(NoticeSeenRow.notice, NoticeSeenRow.seen_at).where(NoticeSeenRow.person_id == person_id)
    )
    return {row.notice: row.seen_at for row in rows}


def mark_seen(session: Session, person_id: int, notice: str, now: datetime, *, is_seen: bool) -> None:
    """Keep that a person has seen a notice, or has not after all. What is a year old is let go."""
    old = session.scalars(
        select(NoticeSeenRow).where(
            NoticeSeenRow.person_id == person_id,
            or_(NoticeSeenRow.notice == notice, NoticeSeenRow.seen_at < now - timedelta(days=365)),
        )
    )
    for row in old.all():
        session.delete(row)
    session.flush()
    if is_seen:
        session.add(NoticeSeenRow(person_id=person_id, notice=notice, seen_at=now))
        session.flush()


def _own_children(team_id: int, person_id: int) -> Any:
    return select(DueRow.child_id).where(DueRow.assessor_id == person_id, DueRow.team_id == team_id)
