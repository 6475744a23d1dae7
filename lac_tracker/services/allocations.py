"""Whose an assessment is: given by the manager to anyone, by assessors and doctors to or from themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import is_unaccompanied
from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.domain.people import Actor, Role
from lac_tracker.domain.training import UNACCOMPANIED
from lac_tracker.services.access import check_child, concerns_only, is_kept_apart, needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.clock_of import KIND_WORDS
from lac_tracker.storage import allocations as stored
from lac_tracker.storage import children, deadlines, people, training

CAN_ASSESS = frozenset({Role.ASSESSOR, Role.DOCTOR, Role.MANAGER})


@dataclass(frozen=True)
class Assessor:
    """Somebody who can be given assessments."""

    person_id: int
    name: str
    role: Role


@dataclass(frozen=True)
class Given:
    """What was allocated to whom before: what `give_back` restores. person_id: None where it was to nobody."""

    child_id: int
    kind: str
    person_id: int | None
    to: int | None


@needs(Action.SEE_LISTS)
def assessors(session: Session, *, by: Actor, now: datetime) -> tuple[Assessor, ...]:
    """Return the active people of the team who can assess, by name."""
    return tuple(
        Assessor(one.person_id, one.full_name, one.role)
        for one in people.everyone(session, by.team_id)
        if one.role in CAN_ASSESS
    )


@needs(Action.ALLOCATE)
def assign(
    session: Session,
    rows: Sequence[tuple[int, str]],
    *,
    by: Actor,
    now: datetime,
    today: date,
    person_id: int | None,
) -> Changes:
    """Give assessments, (child, kind) of each, to a person; None takes them from everybody. All or none.

    report: a tuple of `Given`, what can be given back.

    Raises UserError for nobody active or nobody who assesses, NotAllowed where an assessor gives what is neither to nor
    from themselves.
    """
    if not rows:
        raise UserError("Choose at least one row")
    wanted = tuple(dict.fromkeys(rows))
    for child_id, kind in wanted:
        _check_row(session, child_id, kind, by, now)
    _check_person(session, by, person_id, {child_id for child_id, _ in wanted}, now)
    now_whose = whose(session, wanted)
    allocated = stored.of_children(session, {child_id for child_id, _ in wanted})
    given = []
    for child_id, kind in wanted:
        before = now_whose[child_id, kind]
        if by.role is not Role.MANAGER and by.person_id not in (person_id, before):
            raise NotAllowed(
                "You can take an assessment yourself or give away one that is yours. Ask the team manager for others"
            )
        if before == person_id:
            continue
        was = allocated.get((child_id, kind))
        stored.add(session, child_id, kind, person_id, at=now, by_id=by.person_id)
        given.append(Given(child_id, kind, was.person_id if was else None, person_id))
    only = concerns_only(session, (child_id for child_id, _ in wanted))
    return Changes(assessments=True, child_id=only, report=tuple(given))


@needs(Action.ALLOCATE)
def give_back(session: Session, given: Iterable[Given], *, by: Actor, now: datetime) -> Changes:
    """Give assessments back to whose they were before `assign`.

    Raises RecordChanged where somebody has assigned one of them since.
    """
    held = tuple(given)
    latest = stored.of_children(session, {one.child_id for one in held})
    for one in held:
        _check_row(session, one.child_id, one.kind, by, now)
        last = latest.get((one.child_id, one.kind))
        if last is None or last.person_id != one.to or last.allocated_by_id != by.person_id:
            raise RecordChanged("Someone else assigned this since. Look at the list again")
        stored.add(session, one.child_id, one.kind, one.person_id, at=now, by_id=by.person_id)
    return Changes(assessments=True, child_id=concerns_only(session, (one.child_id for one in held)))


@needs(Action.ALLOCATE)
def warnings(
    session: Session,
    rows: Sequence[tuple[int, str]],
    *,
    by: Actor,
    now: datetime,
    today: date,
    person_id: int | None,
) -> tuple[str, ...]:
    """Return what to look at before a person is given these: training that an unaccompanied child needs. It stops nothing."""
    for child_id, kind in rows:
        _check_row(session, child_id, kind, by, now)
    if person_id is None or training.is_trained(session, person_id, UNACCOMPANIED, today):
        return ()
    name = next(
        (one.full_name for one in people.everyone(session, by.team_id) if one.person_id == person_id), ""
    )
    found = [
        child for child in (children.load(session, child_id) for child_id in {one for one, _ in rows})
        if is_unaccompanied(child.is_unaccompanied, child.unaccompanied_until, today)
    ]  # fmt: skip
    if not found or not name:
        return ()
    many = "an unaccompanied child" if len(found) == 1 else f"{len(found)} unaccompanied children"
    return (
        f"No UASC training recorded for {name}. This is {many}: choose someone who is trained, or record the training "
        "under Settings, People",
    )


def whose(session: Session, rows: Sequence[tuple[int, str]]) -> dict[tuple[int, str], int | None]:
    """Return whose each assessment is now: as allocated, else who assesses it, else whom it is booked with."""
    clocks = deadlines.compute(session, {child_id for child_id, _ in rows})
    found = {
        (child_id, clock.due.kind.value): clock.work.assessor_id
        for child_id, held in clocks.items()
        for clock in held
    }
    for child_id, kind in rows:
        if (child_id, kind) not in found:
            raise UserError(
                f"This child has no {KIND_WORDS.get(kind, 'assessment')} to come. Refresh the list"
            )
    return found


def _check_person(
    session: Session, by: Actor, person_id: int | None, child_ids: Iterable[int], now: datetime
) -> None:
    if person_id is None:
        return
    found = next((one for one in people.everyone(session, by.team_id) if one.person_id == person_id), None)
    if found is None:
        raise UserError("That person is not active in this team any more. Choose someone else")
    if found.role not in CAN_ASSESS:
        raise UserError(f"{found.full_name} does not do assessments. Choose an assessor or a doctor")
    if any(is_kept_apart(session, child_id, person_id, now.date()) for child_id in child_ids):
        raise UserError(
            f"{found.full_name} may not open this record, so can't assess this child. Choose someone else"
        )


def _check_row(session: Session, child_id: int, kind: str, by: Actor, now: datetime) -> None:
    if kind not in KIND_WORDS:
        raise UserError("Choose which assessment it is about")
    check_child(session, child_id, Action.ALLOCATE, by=by, now=now)
