"""A list understood once for its preview and for the import that follows it, which half of a large one would wait for."""

from dataclasses import dataclass, replace
from datetime import date
from weakref import ReferenceType, ref

from lac_tracker.domain.list_import import Decisions, Matching, ReceivedList
from lac_tracker.domain.list_rows import Staged, stage
from lac_tracker.domain.list_values import Codes


@dataclass(frozen=True)
class _Understood:
    """The last list that was understood, and all that it was understood by. received: alive while a window has it."""

    received: "ReferenceType[ReceivedList]"
    matching: Matching
    decisions: Decisions
    codes: Codes
    today: date
    staged: Staged


_last: _Understood | None = None


def understood(
    received: ReceivedList, matching: Matching, decisions: Decisions, *, codes: Codes, today: date
) -> Staged:
    """Return what `domain.list_rows.stage` does, for reading alone: of the list that was asked about last, from memory."""
    global _last
    # As they are now: a window may go on changing the mappings in them. What is decided about close matches comes later.
    matching = replace(matching, fields=dict(matching.fields))
    decisions = replace(decisions, corrections=dict(decisions.corrections), chosen={}, candidate={})
    last = _last
    if (
        last is not None
        and last.received() is received
        and (last.matching, last.decisions, last.today) == (matching, decisions, today)
        and last.codes is codes
    ):
        return last.staged
    staged = stage(received, matching, decisions, codes=codes, today=today)
    _last = _Understood(ref(received, lambda _: forget()), matching, decisions, codes, today, staged)
    return staged


def forget() -> None:
    """Forget the list that was understood last: it was taken in, or its window is gone."""
    global _last
    _last = None
