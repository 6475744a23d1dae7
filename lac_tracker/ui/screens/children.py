"""S06b Children: every child of the team, found by name, council ID or NHS number; a page of them at a time."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from lac_tracker.services import caseload
from lac_tracker.services.caseload import ChildItem, ChildrenPage
from lac_tracker.ui.models.children_model import KEYS, columns
from lac_tracker.ui.models.paged_model import PagedModel
from lac_tracker.ui.plain import PlainButton, set_tooltip
from lac_tracker.ui.screens.list_page import ListPage, alters_lists
from lac_tracker.ui.search_log import search_log
from lac_tracker.ui.widgets.frozen_table import FrozenTable
from lac_tracker.ui.workplace import Workplace

_NAMES_MEASURED = 12  # the longest seen so far: the column of names is as wide as they need


class Children(ListPage):
    """The list of children. Enter opens the record; Ctrl+N adds a child."""

    name, words = "children", "Children"
    model_class, table_class = PagedModel, FrozenTable
    unsorted = "Child, A first"
    model: PagedModel[ChildItem]

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, "kids", "Children", columns(workplace.today), 0)
        self._everyone = 0
        self._sort, self._is_descending = 0, False  # the number of a column
        self._seen: list[ChildItem] = []  # those with the longest names, of any page and search
        self.model.sorting.connect(self._sort_by)
        self.model.arrived.connect(self._see)
        self.add = PlainButton("Add child", "secondary", name="kids.add")
        set_tooltip(self.add, "Add a child who came into care (Ctrl+N)")
        self.add.clicked.connect(self._add)
        self.buttons.addWidget(self.add)
        self.buttons.addWidget(self.open)
        self.add_filter("Filter by name, council ID or NHS number", "kids.filter", 52)
        self.add_sorting()
        self.clear = PlainButton("Clear", "secondary", name="kids.clear")
        set_tooltip(self.clear, "Show every child again (Esc)")
        self.clear.clicked.connect(self._clear_clicked)
        self.add_more(self.clear)
        self.heading.hide()
        self._fit()
        self.reload(None)

    def reload(self, changes: object = None) -> None:
        """Load the rows again, unless what changed is nothing the list shows."""
        if not alters_lists(changes):
            return
        self.updated = self.now_words()
        self._load(aloud=False)

    def apply_filter(self) -> None:
        self._load(aloud=True)

    def run_command(self, name: str) -> bool:
        if name == "edit.new":
            self.went.emit("add_child")
            return True
        return super().run_command(name)

    def about(self, row: Any) -> str:
        return "Enter opens the record" if row.name else "No name is known yet. Enter opens the record"

    def everything(self) -> Sequence[Any]:
        return self._seen

    def fetch(self, offset: int) -> tuple[Sequence[ChildItem], int]:
        """Return the rows of a page, and how many the search finds in all."""
        found: ChildrenPage = self.workplace.operations.ask(
            caseload.children_page, today=self.workplace.today(), search=self.filter.text(), sort=KEYS[self._sort],
            descending=self._is_descending, offset=offset,
        )  # fmt: skip
        self._everyone = found.everyone
        return found.rows, found.total

    def _load(self, *, aloud: bool) -> None:
        """Show the rows that are wanted now; the selected one stays selected and in its place while it is near there."""
        held, number = self.table.current_row(), self.table.currentIndex().row()
        scroll, sideways = self.table.verticalScrollBar().value(), self.table.horizontalScrollBar().value()
        self.model.show(self.fetch)
        self.model.say_sorted(self._sort, descending=self._is_descending)
        total = self.model.rowCount()
        if held is not None and total:
            place = self._place_of(held, number)
            self.table.choose(number if place is None else place)
            if place is not None:
                self.table.verticalScrollBar().setValue(scroll)
        self.table.horizontalScrollBar().setValue(sideways)
        self.open.setEnabled(bool(total))
        self.body.setCurrentWidget(self.table if total else self.empty)
        self._see(self.model.rows())
        text = self.filter.text().strip()
        search_log(self.workplace).found(self.words, text, total)
        self.clear.setEnabled(bool(text))
        if not total:
            self._say_nothing(text)
        self.summarise(aloud=aloud)

    def _place_of(self, held: ChildItem, number: int) -> int | None:
        """Return where a row stands now, looked for around where it stood and at the beginning."""
        self.model.row_at(min(number, self.model.rowCount() - 1))
        rows = self.model.numbered()
        return next((place for place, row in rows if row.child_id == held.child_id), None)

    def _see(self, rows: Sequence[ChildItem]) -> None:
        """Have the column of names as wide as the longest seen: no narrower while a search is typed."""
        longest = sorted({*self._seen, *rows}, key=lambda row: len(row.shown_name))
        self._seen = longest[-_NAMES_MEASURED:]
        self._widen_names()

    def _sort_by(self, number: int, is_descending: bool) -> None:
        self._sort, self._is_descending = number, is_descending
        self._load(aloud=False)
        self._sorted()

    def _sort_chosen(self, index: int) -> None:
        number, order = self.sorting.itemData(index)
        self._sort_by(max(number, 0), order == Qt.SortOrder.DescendingOrder)

    def _say_nothing(self, text: str) -> None:
        if not self._everyone:
            self.empty.say(
                "No children yet.",
                (
                    ("Import a council's list", lambda: self.went.emit("import")),
                    ("Add a child", lambda: self.went.emit("add_child")),
                ),
            )
            return
        self.empty.say(
            f"No child matches “{text}”.",
            (
                ("Clear the filter", self._clear_and_stay),
                ("Add a child", lambda: self.went.emit("add_child")),
            ),
        )

    def summarise(self, *, aloud: bool) -> None:
        text = self.filter.text().strip()
        filtered = f"Filtered: “{text}”. " if text else ""
        order = self.model.sorted_in_words() or self.unsorted
        self.say_summary(
            f"Showing {self.model.rowCount()} of {self._everyone}. {filtered}Sorted: {order}. Updated {self.updated}",
            aloud=aloud,
        )

    def _clear_and_stay(self) -> None:
        self.clear_filter()
        self.focus_first()

    def _clear_clicked(self, _checked: bool = False) -> None:
        self._clear_and_stay()

    def _add(self, _checked: bool = False) -> None:
        self.went.emit("add_child")
