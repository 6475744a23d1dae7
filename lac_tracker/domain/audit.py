"""Who did what, when, to whom and why; and the arithmetic of the chain that shows tampering."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import NoneType
from typing import Any

from lac_tracker.domain.people import Actor

_quoted = json.encoder.encode_basestring
FIRST_MAC = "0" * 64  # what the first entry of a chain follows
BACKWARDS = timedelta(minutes=2)  # a clock put back by more is said in words; computers differ by less


@dataclass
class Entry:
    """What is being done in one transaction. The rule of the service function fills in action and child."""

    by: Actor
    at: datetime
    action: str = ""
    child_id: int | None = None
    reason: str = ""
    workstation: str = ""


@dataclass(frozen=True)
class SealedEntry:
    """One link of the chain as it is stored."""

    number: int
    entry_id: str
    at: datetime
    person_id: int
    person_name: str
    workstation: str
    action: str
    child_id: int | None
    reason: str
    changes_count: int
    changes_digest: str
    previous_mac: str
    mac: str = ""


def canonical_text(entry: SealedEntry) -> str:
    """Return the one text of an entry that its MAC is made over: everything but the MAC itself."""
    return text_of(
        (
            entry.number,
            entry.entry_id,
            entry.at.isoformat(),
            entry.person_id,
            entry.person_name,
            entry.workstation,
            entry.action,
            entry.child_id,
            entry.reason,
            entry.changes_count,
            entry.changes_digest,
            entry.previous_mac,
        )
    )


def text_of(fields: Sequence[Any]) -> str:
    """Return the canonical text of the twelve fields of an entry, in their order, the moment as text: a JSON array.

    Raises TypeError or ValueError for a value of another kind than the field's: no entry ever had one.
    """
    (
        number, entry_id, at, person_id, person_name, workstation, action, child_id, reason, changes_count,
        changes_digest, previous_mac,
    ) = fields  # fmt: skip
    child = "null" if child_id is None else f"{child_id:d}"
    # Written out: `json.dumps` takes five times as long, and a check of the chain has a million of these.
    return (
        f"[{number:d},{_quoted(entry_id)},{_quoted(at)},{person_id:d},{_quoted(person_name)},{_quoted(workstation)},"
        f"{_quoted(action)},{child},{_quoted(reason)},{changes_count:d},{_quoted(changes_digest)},{_quoted(previous_mac)}]"
    )


def mac_of(entry: SealedEntry, audit_key: bytes) -> str:
    """Return the HMAC-SHA256, in hexadecimal, that binds an entry to the one before it."""
    return mac_over(canonical_text(entry), audit_key)


def mac_over(text: str, audit_key: bytes) -> str:
    """Return the HMAC-SHA256, in hexadecimal, of a canonical text."""
    return hmac.digest(audit_key, text.encode(), "sha256").hex()


def distance_words(step: timedelta) -> str:
    """Return how far a clock is off: '17 minutes', '3 hours', '5 days'."""
    minutes = round(step.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 48 * 60 else f"{minutes // (24 * 60):,} days"


def search_mark(term: str, audit_key: bytes) -> str:
    """Return what stands in the log for a search term: the same term gives the same mark, and none can be read from it.

    It is keyed, because the few words that name children could be tried one by one against a plain hash.
    """
    return hmac.digest(audit_key, f"search term\n{term}".encode(), "sha256").hex()[:12]


def digest_of(changes: Iterable[Sequence[object]]) -> tuple[int, str]:
    """Return how many rows an entry changed and one SHA-256 over all of them, in their order.

    Each is digested as its JSON and a line feed. Raises TypeError for a value that JSON does not have.
    """
    digest, count = hashlib.sha256(), 0
    for change in changes:
        digest.update(
            f"[{','.join([_JSON.get(type(value), _as_json)(value) for value in change])}]\n".encode()
        )
        count += 1
    return count, digest.hexdigest()


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# What the columns of a change hold, at a tenth of what `json.dumps` takes to look up how: an import has a million.
_JSON: Mapping[type, Callable[[Any], str]] = {
    str: _quoted,
    int: int.__repr__,
    NoneType: lambda _: "null",
}
