"""Follow-ups: rows and domain."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.follow_ups import FollowUp
from lac_tracker.domain.visits import Appointment
from lac_tracker.storage import care
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.tables.assessments import AppointmentRow, AssessmentRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.monitoring import FollowUpRow
from lac_tracker.storage.tables.people import PersonRow
from lac_tracker.storage.visits import appointments_of

CHANGED = "Someone else changed this follow-up while you were working. Open it again to see their version"
_FIELDS = tuple(name for name in FollowUp.__dataclass_fields__ if name != "logged_by")


def add(session: Session, child_id: int, fields: Mapping[str, Any]) -> int:
    """Keep a follow-up and return its id. What is due follows in the same transaction."""
    row = FollowUpRow(child_id=child_id, **fields)
    session.add(row)
    session.flush()
    mark_for_due(session, child_id)
    return row.id


def child_of(session: Session, follow_up_id: int) -> int:
    """Return whose follow-up it is. Raises NotFound."""
    child_id = session.scalar(select(FollowUpRow.child_id).where(FollowUpRow.id == follow_up_id))
    if child_id is None:
        raise NotFound("That follow-up is not in this caseload")
    return child_id


def load(session: Session, follow_up_id: int) -> FollowUp:
    """Return a follow-up that stands. Raises NotFound for one that is not there or was entered in error."""
    found = _all(session, _standing().where(FollowUpRow.id == follow_up_id))
    if not found:
        raise NotFound("That follow-up is not in this caseload, or was entered in error")
    return found[0]


def change(
    session: Session, follow_up_id: int, fields: Mapping[str, Any], *, seen_version: int | None = None
) -> None:
    """Set fields of a follow-up that stands. Raises RecordChanged when somebody else changed it meanwhile."""
    row = session.get_one(FollowUpRow, follow_up_id)
    if row.entered_in_error_because is not None or seen_version not in (None, row.version):
        raise RecordChanged(CHANGED)
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()
    mark_for_due(session, row.child_id)


def of_child(session: Session, child_id: int) -> tuple[FollowUp, ...]:
    """Return the follow-ups of a child that stand, the newest first."""
    return _all(session, _standing().where(FollowUpRow.child_id == child_id).order_by(FollowUpRow.id.desc()))


def told_to_manager(session: Session, team_id: int) -> tuple[FollowUp, ...]:
    """Return the follow-ups of a team that its manager was told of and whose next step is not done, by its day."""
    return _all(
        session,
        _standing()
        .join(ChildRow, ChildRow.id == FollowUpRow.child_id)
        .where(
            ChildRow.team_id == team_id, FollowUpRow.tells_manager, FollowUpRow.next_step != "",
            FollowUpRow.next_step_done_on.is_(None),
        )
        .order_by(FollowUpRow.next_step_on, FollowUpRow.id),
    )  # fmt: skip


def of_children(session: Session, child_ids: Iterable[int]) -> dict[int, tuple[FollowUp, ...]]:
    """Return the follow-ups of each child that has any, the oldest first."""
    found: dict[int, list[FollowUp]] = {}
    for part in care.chunks(set(child_ids)):
        for one in _all(session, _standing().where(FollowUpRow.child_id.in_(part)).order_by(FollowUpRow.id)):
            found.setdefault(one.child_id, []).append(one)
    return {child_id: tuple(rows) for child_id, rows in found.items()}


def not_brought(session: Session, team_id: int) -> dict[int, tuple[Appointment, ...]]:
    """Return all appointments of each child of a team who was not brought to one and has not been assessed since."""
    since = select(AssessmentRow.id).where(
        AssessmentRow.child_id == AppointmentRow.child_id,
        AssessmentRow.completed_on >= AppointmentRow.takes_place_on,
    )
    later = aliased(AppointmentRow)
    kept = select(later.id).where(
        later.child_id == AppointmentRow.child_id, later.kind == AppointmentRow.kind,
        later.takes_place_on > AppointmentRow.takes_place_on, later.outcome != "cancelled",
    )  # fmt: skip
    missed = (
        select(AppointmentRow.child_id)
        .join(ChildRow, ChildRow.id == AppointmentRow.child_id)
        .where(
            ChildRow.team_id == team_id, AppointmentRow.outcome == "was_not_brought", ~since.exists(), ~kept.exists()
        )
        .distinct()
    )  # fmt: skip
    return appointments_of(session, session.scalars(missed).all())


def _standing() -> Any:
    return (
        select(FollowUpRow, PersonRow.full_name)
        .join(PersonRow, PersonRow.id == FollowUpRow.logged_by_id)
        .where(FollowUpRow.entered_in_error_because.is_(None))
    )


def _all(session: Session, wanted: Any) -> tuple[FollowUp, ...]:
    return tuple(
        FollowUp(**{name: getattr(row, name) for name in _FIELDS}, logged_by=full_name)
        for row, full_name in session.execute(wanted)
    )
