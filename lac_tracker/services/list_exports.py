"""A list as a file: why names are needed is written down before it leaves, and its rows are never held at once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.exports import (
    NO_NAMES,
    NOT_SAID,
    PURPOSES,
    Column,
    Rows,
    Source,
    rows_of,
    without_names,
)
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.services import files
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import documents

Shape = Literal["csv", "xlsx"]
Writer = Callable[..., int]  # (file, shape, what, stated, columns, rows) → how many rows
_LONGEST_REASON = 300  # characters in the audit log
_TYPED = re.compile("“[^”]*”")
_WORDS = {one.key: one.words for one in (*PURPOSES, NOT_SAID)}


@dataclass(frozen=True)
class Asked:
    """What is wanted as a file. what: the list's name. stated: its filter and order in words. why: a key of PURPOSES,
    '' where no column names anybody."""

    what: str
    columns: tuple[Column, ...]
    rows: Source
    stated: tuple[str, ...] = ()
    why: str = ""

    @property
    def names_anybody(self) -> bool:
        """Whether a column says who a child is, and it was not asked to be left out."""
        return any(column.names for column in self.columns) and self.why != NO_NAMES


def check_purpose(asked: Asked) -> None:
    """Raise UserError, with the keys there are, when a list asked for by a command names children and none was said."""
    if any(column.names for column in asked.columns) and asked.why not in _WORDS:
        keys = "; ".join(f"{one.key}: {one.words}" for one in PURPOSES)
        raise UserError(f"It names children. Say why they are needed (--why KEY), for the audit log. {keys}")


@needs(Action.EXPORT)
def note(session: Session, asked: Asked, *, by: Actor, now: datetime) -> Changes:
    """Write down that a list leaves the screen, which and why, before a row of it does.

    Raises UserError when the list names people and no purpose was chosen.
    """
    return write_down(session, asked)


@needs(Action.EXPORT)
def done(session: Session, asked: Asked, rows: int, *, by: Actor, now: datetime) -> Changes:
    """Write down how many rows a list had that left the screen: known once the file is whole."""
    return write_down(session, asked, rows)


def write_down(session: Session, asked: Asked, rows: int | None = None) -> Changes:
    """Say in the open audit entry which list leaves, why, how it is filtered, and of how many rows once that is known.

    What was typed to filter it is left out: it may name a child. Raises UserError as `note` does.
    """
    has_names = any(column.names for column in asked.columns)
    if has_names and asked.why not in _WORDS:
        raise UserError("Why do you need names: choose one. It is kept in the audit log")
    entry: Entry | None = session.info.get("entry")
    if entry is not None:
        why = _WORDS[asked.why] if has_names else "counts only"
        many = "" if rows is None else f" ({rows:,} {'row' if rows == 1 else 'rows'} written)"
        stated = ". ".join(line.removesuffix(".") for line in asked.stated)
        said = f"{asked.what}{many}: {why}" + (f". {_TYPED.sub('“…”', stated)}" if stated else "")
        entry.reason = clean_line(said[:_LONGEST_REASON], longest=_LONGEST_REASON)
    return Changes()


@needs(Action.EXPORT)
def write(
    session: Session, asked: Asked, path: Path, shape: Shape, writer: Writer, *, by: Actor, now: datetime
) -> int:
    """Write the list into a new file, row by row; return how many rows it has. `note` comes before.

    writer: `exchange.list_file.write`. Raises UserError when a file is there already or cannot be written.
    """
    return put_into(session, asked, path, shape, writer, by=by, now=now)


def put_into(session: Session, asked: Asked, path: Path, shape: Shape, writer: Writer, **given: Any) -> int:
    """Write a list into a new file, for whoever may have it; see `write`. given: who asks, and when."""
    rows: Rows = rows_of(asked.rows, session, **given)
    columns: Sequence[Column] = asked.columns
    if asked.why == NO_NAMES:
        columns, rows = without_names(columns, rows)
    with files.new_file(path) as file:
        return writer(file, shape, asked.what, asked.stated, columns, rows)


def reference() -> str:
    """Return a reference for the file's name that says nothing of any child."""
    return documents.new_reference()
