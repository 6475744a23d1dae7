"""Checks of teeth, eyes, hearing and development: read, entered, corrected, taken out as entered in error."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import age_in_years, birthday, refuse_far
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.event_dates import EventDate, on_day
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.routine_checks import (
    DEVELOPMENT_UNDER,
    KINDS,
    OTHER_REVIEW,
    REVIEWS,
    STATES,
    WITH_REASON,
    Kind,
    RoutineCheck,
    Standing,
    standing,
)
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.entry_words import LONGEST, reason, told_by, told_when
from lac_tracker.storage import children
from lac_tracker.storage import health_checks as stored_checks
from lac_tracker.storage import routine_checks as stored
from lac_tracker.storage.tables.health_checks import RoutineCheckRow


@dataclass(frozen=True)
class RoutineChecks:
    """All that the tabs of teeth, eyes, hearing and development show. age: in whole years, today."""

    called: str
    born: date
    age: int
    checks: tuple[RoutineCheck, ...]
    standings: dict[str, Standing]

    def of(self, kind: Kind) -> tuple[RoutineCheck, ...]:
        """Return those of one kind, newest first."""
        return tuple(one for one in self.checks if one.kind == kind)


@dataclass(frozen=True)
class Typed:
    """A check as typed. when: as people remember it, of one that was done or asked about; booked_for: of a booking."""

    state: str
    when: str = ""
    booked_for: date | None = None
    what: str = ""
    result: str = ""
    provider: str = ""
    registered: str = ""
    treatment_waiting: str = ""
    up_to_date: str = ""
    why_not: str = ""
    next_on: date | None = None
    source: str = ""


@needs(Action.SEE_CLINICAL, child=the_child)
def on_record(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> RoutineChecks:
    """Return the checks of a child, and what the record knows of each kind."""
    child = children.load(session, child_id)
    held = stored.of_child(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    known = {kind: standing(kind, held, child.born, today) for kind in KINDS}  # type: ignore[arg-type]  # its keys are kinds
    return RoutineChecks(called, child.born, age_in_years(child.born, today), held, known)


@needs(Action.EDIT_HEALTH_CHECKS, child=the_child)
def add(session: Session, child_id: int, kind: Kind, typed: Typed, *, by: Actor, now: datetime) -> Changes:
    """Enter a check, or why there was none. Raises UserError naming the field that is wrong."""
    fields = _fields(session, child_id, kind, typed, now.date()) | {"recorded_by": by.full_name}
    made = stored_checks.save_row(session, RoutineCheckRow, child_id, None, fields, seen_version=1)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_check)
def change(
    session: Session, check_id: int, kind: Kind, typed: Typed, *, by: Actor, now: datetime, seen_version: int
) -> Changes:
    """Correct a check; what it said before stays in the record of changes."""
    child_id = stored.child_of_check(session, check_id)
    fields = _fields(session, child_id, kind, typed, now.date(), is_new=False)
    stored_checks.save_row(session, RoutineCheckRow, child_id, check_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_check)
def in_error(
    session: Session, check_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take a check out as entered in error. It is kept with the reason. Raises UserError without one."""
    child_id = stored.child_of_check(session, check_id)
    stored_checks.in_error(session, RoutineCheckRow, check_id, reason(because, by), seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


def _fields(
    session: Session, child_id: int, kind: Kind, typed: Typed, today: date, *, is_new: bool = True
) -> dict[str, Any]:
    if kind not in KINDS:
        raise UserError("Which check it was is missing")
    if typed.state not in STATES:
        raise UserError("What happened is missing: choose one")
    when = _when(session, child_id, typed, today, is_new=is_new)
    born = children.load(session, child_id).born
    why_not = clean_text(typed.why_not, label="Why not", longest=LONGEST).strip()
    if typed.state in WITH_REASON and not why_not:
        raise UserError(
            "Why not is missing: say why, such as 'No teeth yet' or 'No dentist takes new patients'"
        )
    fields = {
        "kind": kind,
        "state": typed.state,
        **stored_checks.date_fields("happened_on", when),
        "result": _text(typed.result, "Result") if typed.state == "done" else "",
        "provider": clean_line(typed.provider, label="Practice" if kind == "dental" else "By"),
        "reason": why_not if typed.state in WITH_REASON else "",
        "next_on": _next(typed, when, today),
        "registered": _yes_no(typed.registered) if kind == "dental" else None,
        "treatment_waiting": _yes_no(typed.treatment_waiting) if kind == "dental" else None,
        "what": "",
        "up_to_date": None,
    }
    if kind == "development":
        fields |= _development(typed, when, born)
    return fields | {"source": told_by(typed.source)}


def _when(session: Session, child_id: int, typed: Typed, today: date, *, is_new: bool) -> EventDate:
    if typed.state == "booked":
        day = typed.booked_for
        if day is None:
            raise UserError("Booked for is missing: enter the day")
        if is_new and day < today:
            raise UserError("Booked for must be today or in the future: choose Done or Not done for what was")
        if day < children.load(session, child_id).born:
            raise UserError("Booked for must be after the date of birth")
        refuse_far(day, "Booked for", today)
        return on_day(day)
    when = told_when(session, child_id, typed.when, today, label="When")
    if when is None:
        raise UserError("When is missing: enter a day, a month or a year")
    return when


def _next(typed: Typed, when: EventDate, today: date) -> date | None:
    """Return when the next one is due: after this one, and not so far away that it is a slip."""
    if typed.state != "done" or typed.next_on is None:
        return None
    if typed.next_on <= when.on:
        raise UserError("Next must be after the day of this check")
    refuse_far(typed.next_on, "Next", today)
    return typed.next_on


def _development(typed: Typed, when: EventDate, born: date) -> dict[str, Any]:
    up_to_date = _yes_no(typed.up_to_date)
    if typed.what and typed.what not in (*REVIEWS, OTHER_REVIEW):
        raise UserError("Which review is missing: choose one")
    if not typed.what and up_to_date is None:
        raise UserError("Which review is missing: choose one, or say whether the reviews are up to date")
    if when.precision == "day" and when.on >= birthday(born, DEVELOPMENT_UNDER):
        label = "Booked for" if typed.state == "booked" else "When"
        raise UserError(
            f"{label} must be before the fifth birthday: these reviews are for children under five"
        )
    return {"what": typed.what, "up_to_date": up_to_date}


def _yes_no(value: str) -> str | None:
    return value if value in ("yes", "no") else None


def _text(words: str, label: str) -> str:
    return clean_text(words, label=label, longest=LONGEST).strip()
