"""Child protection, child in need and missing episodes, in the exact terms."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import placements as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import refuse_before_pregnancy, refuse_far, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import care_records, children
from lac_tracker.storage.care_records import MissingRecord, ProtectionRecord


@needs(Action.EDIT_CARE, child=the_child)
def add_protection(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    kind: str,
    began: date | None,
    category: str = "",
    ended: date | None = None,
    next_review_on: date | None = None,
    note: str = "",
) -> Changes:
    """Record a plan or an enquiry. Raises UserError for an inexact term, an impossible date, or one that is open already."""
    fields = _protection(session, child_id, today, kind, category, began, ended, next_review_on, note)
    running = [
        one for one in care_records.protection(session, child_id) if one.kind == kind and one.ended is None
    ]
    if running and ended is None:
        words = rules.PROTECTION_WORDS[kind]
        raise UserError(
            f"{words}: one from {show_date(running[-1].began)} is still open. End it first, or correct it"
        )
    made = care_records.add(session, ProtectionRecord, child_id, fields | {"recorded_by": by.full_name})
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_CARE, child=care_records.child_of_protection)
def change_protection(
    session: Session,
    protection_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    kind: str,
    began: date | None,
    category: str = "",
    ended: date | None = None,
    next_review_on: date | None = None,
    note: str = "",
    seen_version: int | None = None,
) -> Changes:
    """Correct a plan or an enquiry, or end it."""
    child_id = care_records.child_of_protection(session, protection_id)
    fields = _protection(session, child_id, today, kind, category, began, ended, next_review_on, note)
    care_records.change(session, ProtectionRecord, protection_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_CARE, child=care_records.child_of_protection)
def remove_protection(session: Session, protection_id: int, *, by: Actor, now: datetime) -> Changes:
    """Take away what was entered in error; the record of changes keeps it."""
    child_id = care_records.child_of_protection(session, protection_id)
    care_records.remove(session, ProtectionRecord, protection_id)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_CARE, child=the_child)
def add_missing(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    began: date | None,
    ended: date | None = None,
    told_by: str = "",
    note: str = "",
) -> Changes:
    """Record that the child is or was missing. Raises UserError for impossible dates, or when one is open already."""
    fields = _missing(session, child_id, today, began, ended, told_by, note)
    running = [one for one in care_records.missing(session, child_id) if one.ended is None]
    if running and ended is None:
        raise UserError(
            f"Missing from {show_date(running[-1].began)} is still open. Enter when the child was found first"
        )
    made = care_records.add(session, MissingRecord, child_id, fields | {"recorded_by": by.full_name})
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_CARE, child=care_records.child_of_missing)
def change_missing(
    session: Session,
    missing_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    began: date | None,
    ended: date | None = None,
    told_by: str = "",
    note: str = "",
    seen_version: int | None = None,
) -> Changes:
    """Correct a missing episode, or record that the child was found."""
    child_id = care_records.child_of_missing(session, missing_id)
    fields = _missing(session, child_id, today, began, ended, told_by, note)
    care_records.change(session, MissingRecord, missing_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_CARE, child=care_records.child_of_missing)
def remove_missing(session: Session, missing_id: int, *, by: Actor, now: datetime) -> Changes:
    """Take away what was entered in error; the record of changes keeps it."""
    child_id = care_records.child_of_missing(session, missing_id)
    care_records.remove(session, MissingRecord, missing_id)
    return Changes(children=True, child_id=child_id)


def _protection(
    session: Session, child_id: int, today: date, kind: str, category: str, began: date | None, ended: date | None,
    next_review_on: date | None, note: str,
) -> dict[str, object]:  # fmt: skip
    if kind not in rules.PROTECTION_WORDS:
        raise UserError(f"Choose the exact term: {', '.join(rules.PROTECTION_WORDS.values())}")
    # An unborn child can be the subject of a plan: birth is no bound here.
    began = rules.check_stretch(began, ended, born=date.min, today=today)
    refuse_before_pregnancy(began, "From", children.load(session, child_id).born)
    if next_review_on is not None and next_review_on < began:
        raise UserError(f"Next review must be after From, {show_date(began)}")
    refuse_far(next_review_on, "Next review", today)
    named = clean_line(category, label="Category") or None
    if kind == "child_protection_plan" and named not in rules.CATEGORIES:
        raise UserError(f"Choose the category: {', '.join(rules.CATEGORIES)}")
    return {
        "kind": kind,
        "category": named if kind == "child_protection_plan" else None,
        "began": began,
        "ended": ended,
        "next_review_on": None if ended else next_review_on,
        "note": clean_line(note, label="Note") or None,
    }


def _missing(
    session: Session,
    child_id: int,
    today: date,
    began: date | None,
    ended: date | None,
    told_by: str,
    note: str,
) -> dict[str, object]:
    born = children.load(session, child_id).born
    return {
        "began": rules.check_stretch(
            began, ended, born=born, today=today, began_label="Missing from", ended_label="Found"
        ),
        "ended": ended,
        "told_by": clean_line(told_by, label="Told by") or None,
        "note": clean_line(note, label="Note") or None,
    }
