"""The team's copy of the national file of GP practices: loaded, searched, and which children's practice has closed."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.imports import Problem
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.domain.practices import Practice, closed_words, shown
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import imports
from lac_tracker.storage import practices as stored

_FEWEST_KEPT = 0.5  # of those held before: a file with fewer is more likely cut off than true
_SHORTEST = 2  # characters to search by


@dataclass(frozen=True)
class PracticesReport:
    """What a load did, or would do. closed_here: how many children's practice has closed by this file."""

    dry_run: bool
    practices: int
    open: int
    before: int
    rows_refused: tuple[Problem, ...]
    closed_here: int


@dataclass(frozen=True)
class PracticesHeld:
    """What was loaded last. files, at and by are None before the first load."""

    count: int
    files: str | None = None
    at: datetime | None = None
    by: str | None = None


@dataclass(frozen=True)
class Found:
    """One practice to choose. words: as a line to choose by; closed: '' or why no letter should go there."""

    practice: Practice
    words: str
    closed: str


@needs(Action.LOAD_PRACTICES)
def load(
    session: Session,
    practices: tuple[Practice, ...],
    refused: tuple[Problem, ...],
    *,
    file_name: str,
    by: Actor,
    now: datetime,
    today: date,
) -> Changes:
    """Put the practices of a file in the place of those held; contacts of children stay as they are.

    Raises UserError, and changes nothing, when the file holds less than half of what was held: it is likely cut off.
    """
    before = stored.count(session)
    if len(practices) < before * _FEWEST_KEPT:
        raise UserError(
            f"This file holds {len(practices):,} practices, the one before held {before:,}. It may be cut off: get it "
            "again. Nothing was changed"
        )
    stored.replace(session, practices)
    closed = len(stored.with_closed_practice(session, by.team_id, today))
    report = PracticesReport(
        False, len(practices), sum(not closed_words(one, today) for one in practices), before, refused, closed
    )
    imports.add_import(
        session, by.team_id, kind="gp_practices", council_row_id=None, files=(clean_line(file_name),),
        sha256=hashlib.sha256(repr(practices).encode()).hexdigest(), by=by.full_name, now=now, created=0, updated=0,
        refused=len(refused), report={"practices": len(practices), "open": report.open},
    )  # fmt: skip
    return Changes(children=True, report=report)


@needs(Action.LOAD_PRACTICES)
def preview(
    session: Session,
    practices: tuple[Practice, ...],
    refused: tuple[Problem, ...],
    *,
    by: Actor,
    now: datetime,
    today: date,
) -> PracticesReport:
    """Return what a load would do. Nothing is saved; how many children it touches is known only afterwards."""
    is_open = sum(not closed_words(one, today) for one in practices)
    return PracticesReport(True, len(practices), is_open, stored.count(session), refused, 0)


@needs(Action.SEE_LISTS)
def held(session: Session, *, by: Actor, now: datetime) -> PracticesHeld:
    """Return how many practices are held, and who loaded them when."""
    last, many = stored.last_load(session, by.team_id), stored.count(session)
    if last is None:
        return PracticesHeld(many)
    return PracticesHeld(many, ", ".join(json.loads(last.file_names)), last.made_at, last.made_by)


@needs(Action.SEE_LISTS)
def find(session: Session, text: str, *, by: Actor, now: datetime, today: date) -> tuple[Found, ...]:
    """Return practices by name, code or postcode, those that are open first; nothing for less than two characters."""
    if len(text.strip()) < _SHORTEST:
        return ()
    return tuple(
        Found(one, shown(one, today), closed_words(one, today)) for one in stored.find(session, text, today)
    )
