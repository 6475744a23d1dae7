"""Who did what, when, to whom and why; and the arithmetic of the chain that shows tampering."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import NoneType
from typing import Any

from lac_tracker.domain.people import Actor

FIRST_MAC = "0" * 64  # what the first entry of a chain follows


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
    fields = (
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
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def mac_of(entry: SealedEntry, audit_key: bytes) -> str:
    """Return the HMAC-SHA256, in hexadecimal, that binds an entry to the one before it."""
    return hmac.new(audit_key, canonical_text(entry).encode(), hashlib.sha256).hexdigest()


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
    str: json.encoder.encode_basestring,
    int: int.__repr__,
    NoneType: lambda _: "null",
}
