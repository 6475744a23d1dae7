"""The columns of the tables of import: the rows of a list, what differs in one, earlier imports, differences."""

from collections.abc import Callable, Sequence
from typing import Any

from lac_tracker.domain.list_import import DECISION_WORDS, FieldChange, Group, PreviewRow
from lac_tracker.ui.models.paged_model import PAGE, PagedModel
from lac_tracker.ui.models.row_model import Column

GROUP_STATUS: dict[Group, str] = {
    "new": "added",
    "changed": "altered",
    "same": "unchanged",
    "left_care": "left_care",
    "close_match": "to_decide",
    "refused": "fix",
    "left_out": "not_needed",
    "later": "asked",
}


class HeldRows(PagedModel[Any]):
    """A list that is held already, however long: the table takes a page of it when it first shows one."""

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        super().__init__(columns)
        self._all: tuple[Any, ...] = ()
        self._ordered: tuple[Any, ...] = ()
        self.sorting.connect(self._sort_by)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows, in their order."""
        self._all = self._ordered = tuple(rows)
        self._sorted = None
        self.show(self._page)

    def all_rows(self) -> tuple[Any, ...]:
        """Return the rows as they stand, and not only those that were shown."""
        return self._ordered

    def number_of(self, row: Any) -> int:
        """Return where a row stands; 0 where it does not."""
        return next((place for place, one in enumerate(self._ordered) if one is row), 0)

    def _page(self, offset: int) -> tuple[Sequence[Any], int]:
        return self._ordered[offset : offset + PAGE], len(self._ordered)

    def _sort_by(self, column: int, descending: bool) -> None:
        key = self.columns[column].sort
        assert key is not None
        known = [row for row in self._all if key(row) is not None]
        known.sort(key=key, reverse=descending)
        self._ordered = (*known, *(row for row in self._all if key(row) is None))
        self.show(self._page)
        self.say_sorted(column, descending=descending)


def row_columns(
    place: Callable[[PreviewRow], str],
    who: Callable[[PreviewRow], str],
    said: Callable[[PreviewRow], str],
    state: Callable[[PreviewRow], tuple[str, str]],
) -> tuple[Column[PreviewRow], ...]:
    """Return the columns of the rows of one group. state: (status, words) of what was done about a row."""
    return (
        Column("Row", place, width=8, sort=lambda row: (row.line, row.reference),
               sorted_words=("first line first", "last line first")),
        Column("Child", who, strong=True, width=20, detail=who,
               second=lambda row: f"Born {row.born}" if row.born else "", sort=who),
        Column("What the list says", said, wraps=True, yields=True, width=20, detail=said),
        Column("Your choice", lambda row: state(row)[1], status=lambda row: state(row)[0], width=14,
               sort=lambda row: state(row)[1] or None),
    )  # fmt: skip


def change_columns() -> tuple[Column[FieldChange], ...]:
    """Return the columns of one child's changes: old and new side by side."""
    return (
        Column("Field", lambda one: one.words, strong=True, width=16, wraps=True),
        Column("Here now", lambda one: one.ours, width=16, wraps=True, detail=lambda one: one.ours),
        Column("In the list", lambda one: one.theirs, width=16, wraps=True, detail=lambda one: one.theirs),
        Column("What happens", lambda one: "Changes" if one.taken else "Stays as it is here", width=14, wraps=True,
               status=lambda one: "altered" if one.taken else "locked"),
    )  # fmt: skip


def received_columns() -> tuple[Column[tuple[str, str]], ...]:
    """Return the columns of a row as the file has it."""
    return (
        Column("Their column", lambda pair: pair[0], width=18, wraps=True),
        Column("In the list", lambda pair: pair[1], strong=True, width=28, wraps=True, detail=lambda pair: pair[1]),
    )  # fmt: skip


def choice_state(decision: str) -> tuple[str, str]:
    """Return (status, words) of a decision about a close match."""
    return ("asked" if decision == "later" else "complete", DECISION_WORDS[decision])  # type: ignore[index]  # a Decision
