"""What follows from the resolution of a difference, written through what the record itself uses."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import check_nhs_number, is_placeholder_council_id
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.domain.reconciliation import Difference, Resolution, code_in, day_in, is_return_to_care
from lac_tracker.services import placements
from lac_tracker.storage import care, care_records, children
from lac_tracker.storage.care_records import Period


@dataclass(frozen=True)
class Said:
    """What a person said beside the resolution, where the list does not say it."""

    left_on: date | None = None
    left_because: str = ""
    family_name: str = ""
    given_name: str = ""


def apply(
    session: Session, found: Difference, resolution: Resolution, said: Said, *, council_row_id: int, by: Actor,
    now: datetime, today: date,
) -> int | None:  # fmt: skip
    """Write what follows from a resolution and return the child it is about; None where that is no child of ours.

    Raises UserError when it can't be written: a day that can't be right, an id another child has.
    """
    if resolution == "added":
        return _add(session, found, said, council_row_id, by=by, today=today)
    child_id = found.child_id
    if resolution == "left_care" and child_id is not None:
        _leave(session, child_id, said.left_on, said.left_because, by=by, now=now, today=today)
    elif resolution == "theirs_is_right" and child_id is not None:
        match found.kind:
            case "left_care":
                _take_their_leaving(session, child_id, found, said, by=by, now=now, today=today)
            case "became_looked_after":
                _take_their_beginning(session, child_id, found, by=by, now=now, today=today)
            case "date_of_birth":
                _take_their_birth(session, child_id, found, today)
            case "nhs_number":
                children.change(session, child_id, {"nhs_number": check_nhs_number(found.theirs)})
            case "council_id":
                _take_their_id(session, child_id, found.theirs, council_row_id)
            case "may_be_same":
                _take_their_birth(session, child_id, found, today)
                if found.council_id and found.council_id != children.load(session, child_id).council_id:
                    _take_their_id(session, child_id, found.council_id, council_row_id)
    return child_id


def _add(
    session: Session, found: Difference, said: Said, council_row_id: int, *, by: Actor, today: date
) -> int:
    born, began = day_in(found.theirs), day_in(found.theirs, 1)
    held = children.ids_by_council_id(session, council_row_id)
    if found.council_id in held:
        return held[found.council_id]  # came in with an import meanwhile
    if not found.council_id or born is None:
        raise UserError("The list gives no council ID for this child. Add the child by importing the list")
    if max(born, began or born) > today:
        raise UserError("The list has days after today for this child. Ask the council which are right")
    fields = {
        "family_name": clean_line(said.family_name, label="Family name") or None,
        "given_name": clean_line(said.given_name, label="Given name") or None,
    }
    child_id = children.add(session, by.team_id, council_row_id, found.council_id, born, fields)
    if began is not None:
        care.begin_period(session, child_id, began)
    return child_id


def _leave(
    session: Session, child_id: int, left_on: date | None, code: str, *, by: Actor, now: datetime, today: date
) -> None:
    if left_on is None:
        raise UserError("Enter the day the child left care")
    if not code:
        raise UserError("Enter why care ended")
    placements.leave_care(session, child_id, by=by, now=now, today=today, left_on=left_on, reason=code)


def _take_their_leaving(
    session: Session, child_id: int, found: Difference, said: Said, *, by: Actor, now: datetime, today: date
) -> None:
    """End care on their day; take a leaving back that they do not know; move one that was on another day."""
    periods = care_records.periods(session, child_id)
    has_left = bool(periods) and periods[-1].ended is not None
    before = periods[-1].reason_ended if has_left else None
    if has_left:
        placements.take_back_leaving(session, child_id, by=by, now=now)
    if left_on := day_in(found.theirs):
        code = said.left_because or code_in(found.theirs) or before or ""
        _leave(session, child_id, left_on, code, by=by, now=now, today=today)


def _take_their_beginning(
    session: Session, child_id: int, found: Difference, *, by: Actor, now: datetime, today: date
) -> None:
    """Begin a new period of care for a child who came back; correct the day of the last one otherwise."""
    began = day_in(found.theirs)
    periods = care_records.periods(session, child_id)
    has_left = bool(periods) and periods[-1].ended is not None
    if not has_left or is_return_to_care(found):
        placements.set_became_looked_after(session, child_id, by=by, now=now, today=today, began=began)
        return
    last = periods[-1]
    if began is None or (last.ended is not None and began > last.ended):
        raise UserError(
            f"Became looked after must be on or before the day the child left care, {show_date(last.ended)}"
        )
    if len(periods) > 1 and periods[-2].ended is not None and began < periods[-2].ended:
        raise UserError(
            "Became looked after must be on or after the day the child left care before, "
            f"{show_date(periods[-2].ended)}"
        )
    care_records.change(session, Period, last.id, {"began": began})


def _take_their_birth(session: Session, child_id: int, found: Difference, today: date) -> None:
    born = day_in(found.theirs)
    first = min(
        (one.began for one in care_records.periods(session, child_id) if one.began is not None), default=None
    )
    if born is None or born > today:
        raise UserError("Date of birth must be today or in the past")
    if first is not None and born > first:
        raise UserError(
            f"Date of birth must be on or before the day care began, {show_date(first)}. Correct that day first"
        )
    children.change(session, child_id, {"born": born})


def _take_their_id(session: Session, child_id: int, council_id: str, council_row_id: int) -> None:
    other = children.ids_by_council_id(session, council_row_id).get(council_id)
    if other is not None and other != child_id:
        raise UserError(
            f"Council ID {council_id} is on another record already. Look at both: they may be one child"
        )
    if not council_id or is_placeholder_council_id(council_id):
        raise UserError("The list gives no council ID for this child")
    children.change(session, child_id, {"council_child_id": council_id})
