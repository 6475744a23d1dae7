"""Examines the audit chain: two streams in step, the entries by number and their changes as they were written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import String, bindparam, func, select, type_coerce
from sqlalchemy.orm import Session

from lac_tracker.domain.audit import BACKWARDS, FIRST_MAC, digest_of, distance_words, mac_over, text_of
from lac_tracker.storage.disposed_changes import left_by_disposals
from lac_tracker.storage.tables.audit import AuditRow, ChangeRow

_AT_ONCE = 2_000  # rows fetched from the driver in one call
_AT_LENGTH = len("2026-03-04 09:30:00.000000")  # as the file keeps a moment
_NO_CHANGES = digest_of(())
_entry, _change = AuditRow.__table__.c, ChangeRow.__table__.c
# The moment as the text that is there: what was changed to something else must still be read.
_ENTRIES = select(
    _entry.number, _entry.entry_id, type_coerce(_entry.at, String), _entry.person_id, _entry.person_name,
    _entry.workstation, _entry.action, _entry.child_id, _entry.reason, _entry.changes_count, _entry.changes_digest,
    _entry.previous_mac, _entry.mac,
).order_by(_entry.number)  # fmt: skip
_DIGESTED = (_change.id, _change.table_name, _change.row_id, _change.operation, _change.before, _change.after)
_CHANGES = select(_change.entry_id, *_DIGESTED).order_by(_change.id)
_OF_ENTRY = select(*_DIGESTED).where(_change.entry_id == bindparam("entry")).order_by(_change.id)
_NUMBER = select(_entry.number).where(_entry.entry_id == bindparam("entry"))
_HOW_MANY = select(func.count()).where(_change.entry_id == bindparam("entry"))


@dataclass(frozen=True)
class Examined:
    """What an examination found. faults: in words, none when the chain is whole. backwards: entries made more than two
    minutes before the one they follow, as a clock put back makes them: worth knowing, and no fault of the chain."""

    entries: int
    faults: tuple[str, ...]
    backwards: tuple[str, ...]


def examined(session: Session, audit_key: bytes) -> Examined:
    """Read the whole chain once, and every change with it."""
    return _Examination(session, audit_key).result()


class _Examination:
    """Goes through both streams once. In an honest file the changes of each entry stand together, in the order of the
    entries, as one transaction writes at a time: so no entry has to look for its own."""

    def __init__(self, session: Session, audit_key: bytes) -> None:
        self._session, self._key = session, audit_key
        self._faults: list[str] = []
        self._backwards: list[str] = []
        self._strays: list[object] = []  # entries by whose name changes stand where they should not
        self._looked_up: set[object] = (
            set()
        )  # entries whose changes were found by the index, wherever they stood
        self._left, of_disposals = left_by_disposals(session)
        self._faults.extend(of_disposals)
        self._runs = groupby(_stream(session, _CHANGES), key=itemgetter(0))
        self._waiting = next(self._runs, None)

    def result(self) -> Examined:
        previous, expected, before = FIRST_MAC, 1, ""
        for row in _stream(self._session, _ENTRIES):
            number, entry_id, at = row[0], row[1], row[2]
            if number != expected:
                self._faults.append(f"Audit entry {expected} is missing.")
            if row[11] != previous:
                self._faults.append(f"Audit entry {number} does not follow the one before it.")
            if _mac_again(row, self._key) != row[12]:
                self._faults.append(f"Audit entry {number} was changed.")
            sealed = self._left.get(entry_id) or (row[9], row[10])
            if self._changes_again(number, entry_id, sealed[0]) != sealed:
                self._faults.append(_not_those_sealed(number))
                self._looked_up.add(entry_id)
            if isinstance(at, str):
                if at < before:
                    self._note_backwards(number, before, at)
                before = at
            previous, expected = row[12], number + 1
        while self._waiting is not None:
            self._set_aside()
        self._judge_strays()
        return Examined(expected - 1, tuple(self._faults), tuple(self._backwards))

    def _changes_again(self, number: int, entry_id: object, sealed: object) -> tuple[int, str] | None:
        """Return how many changes an entry has, and their digest."""
        if sealed and (self._waiting is None or self._waiting[0] != entry_id):
            self._pass_strays(number)
        if self._waiting is not None and self._waiting[0] == entry_id:
            found = _digest_again(row[1:] for row in self._waiting[1])
            self._waiting = next(self._runs, None)
            return found
        if not sealed:
            return _NO_CHANGES  # what stands elsewhere under its name is a stray
        self._looked_up.add(entry_id)
        return _digest_again(tuple(row) for row in self._session.execute(_OF_ENTRY, {"entry": entry_id}))

    def _pass_strays(self, number: int) -> None:
        """Go on to the changes of this entry or a later one."""
        while self._waiting is not None:
            of = self._session.scalar(_NUMBER, {"entry": self._waiting[0]})
            if of is not None and of >= number:
                return
            self._set_aside()

    def _set_aside(self) -> None:
        assert self._waiting is not None
        self._strays.append(self._waiting[0])
        self._waiting = next(self._runs, None)

    def _judge_strays(self) -> None:
        for entry_id in dict.fromkeys(self._strays):
            number = self._session.scalar(_NUMBER, {"entry": entry_id})
            if number is None:
                count = self._session.scalar(_HOW_MANY, {"entry": entry_id})
                self._faults.append(f"{count} changes belong to no audit entry.")
            elif entry_id not in self._looked_up:
                self._faults.append(_not_those_sealed(number))

    def _note_backwards(self, number: int, before: str, at: str) -> None:
        try:
            back = datetime.fromisoformat(before) - datetime.fromisoformat(at)
        except ValueError:
            return  # no moment: a fault of its own
        if back > BACKWARDS:
            self._backwards.append(
                f"Audit entry {number} is dated {distance_words(back)} before the one it follows."
            )


def _not_those_sealed(number: object) -> str:
    return f"The changes of audit entry {number} are not those that were sealed."


def _stream(session: Session, query: Any) -> Iterator[Any]:
    for some in session.connection().execute(query).partitions(_AT_ONCE):
        yield from some


def _mac_again(row: Any, audit_key: bytes) -> str | None:
    at = row[2]
    if not isinstance(at, str) or len(at) != _AT_LENGTH or at[10] != " ":
        return None  # no moment of ours
    moment = f"{at[:10]}T{at[11:].removesuffix('.000000')}+00:00"
    try:
        return mac_over(text_of((row[0], row[1], moment, *row[3:12])), audit_key)
    except (TypeError, ValueError):
        return None  # a value no entry ever had


def _digest_again(changes: Iterator[Any]) -> tuple[int, str] | None:
    try:
        return digest_of(changes)
    except (TypeError, ValueError):
        return None
