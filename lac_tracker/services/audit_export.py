"""The audit log as a file: why it is wanted is written down first, and its rows are never held at once."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.exports import Cell, Column
from lac_tracker.domain.people import Actor
from lac_tracker.services import audit_log, list_exports
from lac_tracker.services.access import needs
from lac_tracker.services.audit_log import Line, Wanted
from lac_tracker.services.changes import Changes
from lac_tracker.services.list_exports import Asked, Shape, Writer
from lac_tracker.storage import audit_log as stored

NAME = "Audit log"
COLUMNS = (
    Column("Entry", "number"), Column("Day", "date"), Column("Time", width=10), Column("Who"), Column("Did", width=34),
    Column("Child", names=True, width=28), Column("Detail", width=60, names=True), Column("Rows changed", "number"),
    Column("Workstation", width=20),
)  # fmt: skip
_AT_ONCE = 500


@needs(Action.EXPORT_AUDIT)
def note(session: Session, asked: Asked, *, by: Actor, now: datetime) -> Changes:
    """Write down that the log leaves the screen, and why. Raises UserError as `list_exports.note` does."""
    return list_exports.write_down(session, asked)


@needs(Action.EXPORT_AUDIT)
def write(
    session: Session, asked: Asked, path: Path, shape: Shape, writer: Writer, *, by: Actor, now: datetime
) -> int:
    """Write the log into a new file; return how many entries it has. `note` comes before. Raises UserError."""
    return list_exports.put_into(session, asked, path, shape, writer, by=by, now=now)


@needs(Action.EXPORT_AUDIT)
def done(session: Session, asked: Asked, rows: int, *, by: Actor, now: datetime) -> Changes:
    """Write down how many entries left."""
    return list_exports.write_down(session, asked, rows)


@needs(Action.EXPORT_AUDIT)
def entries(session: Session, wanted: Wanted, *, by: Actor, now: datetime) -> Iterator[Line]:
    """Return the entries that are wanted, the newest first, as their reader may see them. Raises UserError."""
    held = stored.every(session, audit_log.filter_of(session, wanted, by=by, now=now))

    def found() -> Iterator[Line]:
        while some := list(islice(held, _AT_ONCE)):
            yield from audit_log.lines(session, some, by=by, now=now)

    return found()


def rows_of(wanted: Wanted) -> Callable[..., Iterator[tuple[Cell, ...]]]:
    """Return what gives the rows of the log to a file."""

    def given(session: Session, *, by: Actor, now: datetime) -> Iterator[tuple[Cell, ...]]:
        return (row(line) for line in entries(session, wanted, by=by, now=now))

    return given


def row(line: Line) -> tuple[Cell, ...]:
    """Return an entry as the cells of a file."""
    return (
        line.number, line.at.date(), line.at.strftime("%H:%M:%S"), line.who, line.did, line.child or None,
        line.detail or None, line.changes, line.workstation,
    )  # fmt: skip


def when(line: Line) -> str:
    """Return '04-Mar-2026 09:41:02'."""
    return f"{show_date(line.at.date())} {line.at:%H:%M:%S}"
