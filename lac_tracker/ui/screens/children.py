"""S06b Children: every child of the team, found by name, council ID or NHS number."""

from collections import Counter
from typing import Any

from lac_tracker.services import caseload
from lac_tracker.services.caseload import ChildItem
from lac_tracker.ui.models.children_model import columns
from lac_tracker.ui.plain import PlainButton, set_tooltip
from lac_tracker.ui.screens.list_page import ListPage, alters_lists
from lac_tracker.ui.widgets.frozen_table import FrozenTable
from lac_tracker.ui.workplace import Workplace


class Children(ListPage):
    """The list of children. Enter opens the record; Ctrl+N adds a child."""

    name, words = "children", "Children"
    table_class = FrozenTable
    unsorted = "Child, A first"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, "kids", "Children", columns(workplace.today), 0)
        self._everyone = 0
        self._councils: tuple[str, ...] = ()
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
        rows = self._ask("")
        self._everyone = len(rows)
        frequent = Counter(row.council for row in rows)
        self._councils = tuple(code for code, _ in frequent.most_common())
        self._show(self._ask(self.filter.text()) if self.filter.text().strip() else rows, aloud=False)

    def apply_filter(self) -> None:
        self._show(self._ask(self.filter.text()), aloud=True)

    def run_command(self, name: str) -> bool:
        if name == "edit.new":
            self.went.emit("add_child")
            return True
        return super().run_command(name)

    def councils(self) -> tuple[str, ...]:
        """Return the councils of the children, the most frequent first."""
        return self._councils

    def about(self, row: Any) -> str:
        return "Enter opens the record" if row.name else "No name is known yet. Enter opens the record"

    def _ask(self, search: str) -> tuple[ChildItem, ...]:
        found: tuple[ChildItem, ...] = self.workplace.operations.ask(
            caseload.children, today=self.workplace.today(), search=search
        )
        return found

    def _show(self, rows: tuple[ChildItem, ...], *, aloud: bool) -> None:
        self.show_rows(rows, lambda row: row.child_id)
        text = self.filter.text().strip()
        self.clear.setEnabled(bool(text))
        if not self._everyone:
            self.empty.say(
                "No children yet.",
                (
                    ("Import a council's list", lambda: self.went.emit("import")),
                    ("Add a child", lambda: self.went.emit("add_child")),
                ),
            )
        elif not rows:
            self.empty.say(
                f"No child matches “{text}”.",
                (
                    ("Clear the filter", self._clear_and_stay),
                    ("Add a child", lambda: self.went.emit("add_child")),
                ),
            )
        self.summarise(aloud=aloud)

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
