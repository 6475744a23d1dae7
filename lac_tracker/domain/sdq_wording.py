"""A licensed team's own wording of a form: the words of its items, loaded from the team's file. None is shipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.sdq import ITEMS

LONGEST_WORDS = 300  # characters of one item


@dataclass(frozen=True)
class Wording:
    """What a team loaded for one form. items: the words of items 1 to 25, in that order.

    licence_note: which licence allows it, in the team's words.
    """

    version: str  # a key of domain.sdq.VERSIONS
    items: tuple[str, ...]
    licence_note: str
    loaded_by: str
    loaded_on: date

    def of(self, number: int) -> str:
        """Return the words of an item, 1 to 25."""
        return self.items[number - 1]


def check_words(number: int, words: str) -> str:
    """Return the words of an item fit to show, '' where there are none. Raises UserError when they are too long."""
    return clean_line(words, label=f"Item {number}", longest=LONGEST_WORDS)


def check_items(items: Sequence[str]) -> tuple[str, ...]:
    """Return the words of items 1 to 25. Raises UserError unless each has some."""
    cleaned = tuple(check_words(number, words) for number, words in enumerate(items, 1))
    if len(cleaned) != len(ITEMS):
        raise UserError(
            f"There are words of {len(cleaned)} items. The form has {len(ITEMS)}: give each of them"
        )
    if "" in cleaned:
        raise UserError(f"Item {cleaned.index('') + 1} has no words")
    return cleaned
