"""Immunisations beside the schedule, and what clinicians state of them. Up to date is stated by a person, never computed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.health_checks import (
    STATUSES,
    ImmunisationStatement,
    statement_doubts,
)
from lac_tracker.domain.immunisation_outlook import (
    Outlook,
    outlook,
    suggestion_words,
    unknown_plan,
)
from lac_tracker.domain.immunisation_schedule import Schedule
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.services import health_checks
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.entry_words import LONGEST, reason
from lac_tracker.services.health_checks import Dose
from lac_tracker.storage import assessments, children
from lac_tracker.storage import health_checks as stored_checks
from lac_tracker.storage import immunisations as stored
from lac_tracker.storage.tables.health_checks import ImmunisationStatementRow

CATCH_UP = "imm_catch_up"  # what a plan item is about that comes from an unknown history
CATCH_UP_FOUND = "Immunisation history unknown: treated as not immunised"
_NOTHING_FOUND = "No record was found"


@dataclass(frozen=True)
class Immunisations:
    """All the tab shows.

    statements: newest first. doubts: of the newest. suggestion: what looks outstanding, '' where nothing does.
    visits, then: the catch-up for this age where the history is unknown. assessment_id: of the one being written.
    """

    called: str
    born: date
    doses: tuple[Dose, ...]
    statements: tuple[ImmunisationStatement, ...]
    doubts: tuple[str, ...]
    outlook: Outlook
    suggestion: str
    visits: tuple[str, ...]
    then: str
    schedule: Schedule
    names: dict[str, str]
    assessment_id: int | None


@dataclass(frozen=True)
class NewStatement:
    """A statement as entered. outstanding: needed where it is not up to date."""

    as_at: date | None
    status: str
    outstanding: str
    source: str
    stated_by: str


@needs(Action.SEE_CLINICAL, child=the_child)
def on_record(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> Immunisations:
    """Return the doses, how they look beside the schedule, and what clinicians stated."""
    child = children.load(session, child_id)
    names = {one.key: one.label for one in stored_checks.vaccines()}
    schedule, held = stored.schedule(), stored_checks.immunisations(session, child_id)
    found = outlook(schedule, child.born, today, held, names)
    stated = stored.statements(session, child_id)
    visits, then = unknown_plan(schedule, child.born, today, names)
    writing = assessments.open_of(assessments.of_child(session, child_id))
    return Immunisations(
        first_name(child.preferred_name, child.given_name, child.council_id),
        child.born,
        health_checks.doses(session, child_id),
        stated,
        statement_doubts(stated[0], held, today) if stated else (),
        found,
        suggestion_words(found),
        visits,
        then,
        schedule,
        names,
        writing.id if writing else None,
    )


@needs(Action.EDIT_HEALTH_CHECKS, child=the_child)
def state(session: Session, child_id: int, said: NewStatement, *, by: Actor, now: datetime) -> Changes:
    """Record what a clinician states. Raises UserError naming the field that is wrong."""
    fields = _fields(session, child_id, said, now.date()) | {"recorded_by": by.full_name}
    made = stored_checks.save_row(session, ImmunisationStatementRow, child_id, None, fields, seen_version=1)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_statement)
def change_statement(
    session: Session, statement_id: int, said: NewStatement, *, by: Actor, now: datetime, seen_version: int
) -> Changes:
    """Correct a statement; what it said before stays in the record of changes."""
    child_id = stored.child_of_statement(session, statement_id)
    stored_checks.save_row(
        session, ImmunisationStatementRow, child_id, statement_id, _fields(session, child_id, said, now.date()),
        seen_version=seen_version,
    )  # fmt: skip
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=stored.child_of_statement)
def statement_in_error(
    session: Session, statement_id: int, *, by: Actor, now: datetime, because: str, seen_version: int
) -> Changes:
    """Take a statement out as entered in error. It is kept with the reason. Raises UserError without one."""
    child_id = stored.child_of_statement(session, statement_id)
    stored_checks.in_error(
        session, ImmunisationStatementRow, statement_id, reason(because, by), seen_version=seen_version
    )
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_CHECKS, child=the_child)
def mark_unknown(
    session: Session, child_id: int, *, by: Actor, now: datetime, source: str, stated_by: str
) -> Changes:
    """Record that nobody knows what was given: the child is treated as not immunised. source: what was looked for."""
    said = NewStatement(now.date(), "history_unknown", "", source or _NOTHING_FOUND, stated_by)
    fields = _fields(session, child_id, said, now.date()) | {"recorded_by": by.full_name}
    made = stored_checks.save_row(session, ImmunisationStatementRow, child_id, None, fields, seen_version=1)
    return Changes(children=True, child_id=child_id, made_id=made)


def _fields(session: Session, child_id: int, said: NewStatement, today: date) -> dict[str, Any]:
    outstanding = clean_text(said.outstanding, label="What is outstanding", longest=LONGEST).strip()
    source = clean_line(said.source, label="Source")
    stated_by = clean_line(said.stated_by, label="Stated by")
    if said.status not in STATUSES:
        raise UserError("What is stated is missing: choose one")
    if said.status == "not_up_to_date" and not outstanding:
        raise UserError("What is outstanding is missing: name the vaccines")
    if said.as_at is None:
        raise UserError("As at is missing: enter the day this was so")
    if said.as_at > today:
        raise UserError("As at must be today or in the past")
    if said.as_at < children.load(session, child_id).born:
        raise UserError("As at must be after the date of birth")
    if not source:
        raise UserError("Source is missing: enter the record this was read in")
    if not stated_by:
        raise UserError("Stated by is missing: enter the clinician's name")
    return {
        "as_at": said.as_at,
        "status": said.status,
        "outstanding": outstanding if said.status == "not_up_to_date" else "",
        "source": source,
        "stated_by": stated_by,
    }
