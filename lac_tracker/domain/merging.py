"""Two people changed the same thing: what joins by itself, and what a person has to choose between."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Merge:
    """Places of fields. joined: theirs is taken, as only they changed it. differ: both changed it, and not to the same."""

    joined: tuple[int, ...]
    differ: tuple[int, ...]


def merge(before: Sequence[object], mine: Sequence[object], theirs: Sequence[object]) -> Merge:
    """Return what becomes of each field, from what stood there before, what one person typed and what another saved."""
    if not len(before) == len(mine) == len(theirs):
        raise ValueError("Fields of different dialogs can't be merged")
    joined: list[int] = []
    differ: list[int] = []
    for place, (old, typed, saved) in enumerate(zip(before, mine, theirs, strict=True)):
        if saved in (old, typed):
            continue  # they left it alone, or both wrote the same
        (joined if typed == old else differ).append(place)
    return Merge(tuple(joined), tuple(differ))
