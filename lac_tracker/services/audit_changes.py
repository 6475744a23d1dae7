"""What one entry of the audit log changed, in plain words: which field, what it was before, what it is now."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Date, Table
from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.audit_words import code_words, column_words, table_words
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.people import Actor, Role
from lac_tracker.services import audit_log
from lac_tracker.services.access import concerns, needs
from lac_tracker.services.audit_log import Line
from lac_tracker.storage import audit_log as stored
from lac_tracker.storage import record_access
from lac_tracker.storage.audit_log import Change
from lac_tracker.storage.tables.base import Instant

MOST_ROWS, MOST_FIELDS = 100, 150
_LONGEST = 600  # characters of a value
_DID = {"insert": "Added", "update": "Changed", "delete": "Taken out"}
_NO_RECORD = frozenset(
    {"caseload", "teams", "people", "settings", "bank_holidays", "access_reviews", "quality_checklists"}
)
_PEOPLE = ("_by_id", "person_id", "assessor_id", "author_id", "reviewer_id")


class FieldChange(NamedTuple):
    """One field of one row. what: 'Child's details, changed'. before, after: '' where there was nothing."""

    what: str
    field: str
    before: str
    after: str


class Detail(NamedTuple):
    """One entry whole. left_out: why something is not shown, '' when all is."""

    line: Line
    changes: tuple[FieldChange, ...]
    left_out: str


@needs(Action.SEE_AUDIT)
def detail(session: Session, number: int, *, by: Actor, now: datetime) -> Detail:
    """Return one entry with what it changed. Raises NotFound.

    What it shows may be of a record: called through `look`, so that this look is written down as one at that record.
    An auditor is told which fields, and never what stands in a record.
    """
    row = stored.entry(session, number)
    (line,) = audit_log.lines(session, [row], by=by, now=now)
    if row.child_id is not None and by.role is not Role.AUDITOR and line.child != audit_log.RESTRICTED:
        concerns(session, row.child_id)
    entry: Entry | None = session.info.get("entry")
    if entry is not None:
        entry.reason = f"Entry {number:,} of the audit log"
    found = stored.changes(session, number, MOST_ROWS)
    hides = by.role is Role.AUDITOR or line.child in (audit_log.RESTRICTED, audit_log.OTHER_TEAM)
    if row.child_id is None:  # of many records, as an import: one of them may be closed to this reader
        hides |= bool(record_access.apart_from(session, by.person_id, now.date()))
    people = dict(stored.people(session, by.team_id))
    every = [field for change in found for field in _fields(change, people, hides=hides)]
    fields = tuple(every[:MOST_FIELDS])
    left_out = []
    if hides and any(change.table not in _NO_RECORD for change in found):
        left_out.append("What stands in a record is not shown to you, only which fields were changed")
    if len(every) > len(fields):
        left_out.append(f"The first {MOST_FIELDS} fields are shown, of {row.changes_count:,} rows")
    elif row.changes_count > len(found):
        left_out.append(
            f"The first {len(found):,} of {row.changes_count:,} rows are shown"
            if found
            else "What it changed went with a record that was disposed of"
        )
    return Detail(line, fields, ". ".join(left_out))


def _fields(change: Change, people: Mapping[int, str], *, hides: bool) -> Iterator[FieldChange]:
    from lac_tracker.storage.tables.every import Base  # every table: only the log needs them all

    table = Base.metadata.tables.get(change.table)
    before, after = _held(change.before), _held(change.after)
    what = f"{table_words(change.table)}, {_DID.get(change.operation, change.operation).casefold()}"
    if change.table == "answers":
        what = f"{what}: {code_words(str((after or before).get('question_id', '')))}"
    is_hidden = hides and change.table not in _NO_RECORD
    for name in after or before:
        was, is_now = before.get(name), after.get(name)
        words = column_words(name)
        if not words or was == is_now or (change.table == "answers" and name == "question_id"):
            continue
        if is_hidden:
            yield FieldChange(
                what,
                words,
                "(not shown)" if was is not None else "",
                "(not shown)" if is_now is not None else "",
            )
        else:
            yield FieldChange(
                what, words, _said(table, name, was, people), _said(table, name, is_now, people)
            )


def _held(row: str | None) -> dict[str, Any]:
    return dict(json.loads(row)) if row else {}


def _said(table: Table | None, name: str, value: Any, people: Mapping[int, str]) -> str:
    """Return a value as a reader knows it: dates, times, yes and no, names of colleagues, words of codes."""
    if value is None or value == "":
        return ""
    kind = table.c[name].type if table is not None and name in table.c else None
    if isinstance(kind, Boolean):
        return "Yes" if value else "No"
    if isinstance(kind, Date):
        return show_date(date.fromisoformat(str(value)))
    if isinstance(kind, Instant):
        at = datetime.fromisoformat(f"{value}+00:00").astimezone()
        return f"{show_date(at.date())} {at:%H:%M:%S}"
    if isinstance(value, int) and name.endswith(_PEOPLE):
        return people.get(value, "Somebody of another team")
    if isinstance(value, int) and name.endswith("_id"):
        return f"No. {value}"
    text = _listed(str(value)) if name == "value" else code_words(str(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _listed(value: str) -> str:
    """Return an answer as words: it is kept as JSON."""
    try:
        held = json.loads(value)
    except ValueError:
        return value
    if isinstance(held, bool):
        return "Yes" if held else "No"
    if isinstance(held, list):
        return ", ".join(code_words(str(one)) for one in held)
    return code_words(held) if isinstance(held, str) else str(held)
