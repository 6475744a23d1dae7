"""S05 Overdue and due: what is due, for whom, why, and who it is waiting on."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox

from lac_tracker.services import caseload
from lac_tracker.services.caseload import DueItem, DueList
from lac_tracker.ui.models.caseload_model import VIEWS, View, columns, counts, in_words, matches
from lac_tracker.ui.plain import PlainButton, set_tooltip
from lac_tracker.ui.screens.also_waiting import AlsoWaiting
from lac_tracker.ui.screens.list_page import ListPage, alters_lists, beside
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.workplace import Workplace

_HISTORY = (("Show", "all"), ("Hide", "without missing"), ("Only these", "only missing"))
_SOON_MS = 600  # after the list, until what reads other tables is asked for
_CHILD = 1  # the column where the keyboard stands, so that a screen reader begins with the name


class Overdue(ListPage):
    """The list of what is due. Enter opens the record.

    Signals:
        counted: the number of overdue rows, for the navigation.
    """

    counted = Signal(int)
    name, words = "overdue", "Overdue"
    unsorted = "Due, earliest first"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, "due", "Overdue and due", columns(workplace.today), _CHILD)
        self._list: DueList | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._ask_what_waits)
        self.waiting = AlsoWaiting(self.child_opened.emit)
        self.add_above(self.waiting)
        self.views = ChipRow(label="Views", name="due.views", one_only=True)
        self.views.toggled.connect(self._choose_view)
        self.add_above(self.views)
        self._view = VIEWS[0]
        self.view = QComboBox()
        self.view.setObjectName("due.view")
        self.view.setAccessibleName("View")
        self.view.activated.connect(self._view_activated)
        self.filters.addWidget(self.view)
        self.add_filter("Filter this list", "due.filter", 30)
        set_tooltip(self.filter, "Name, council ID, NHS number, assessor or reason (Ctrl+F)")
        self.history = QComboBox()
        self.history.setObjectName("due.history")
        self.history.setAccessibleName("Children with no assessment history yet")
        for words, key in _HISTORY:
            self.history.addItem(words, key)
        self.history.currentIndexChanged.connect(self._history_chosen)
        self.add_more(beside("No assessment history yet", self.history))
        self.add_sorting()
        self.clear = PlainButton("Clear", "secondary", name="due.clear")
        set_tooltip(self.clear, "Back to the view without filters (Esc)")
        self.clear.clicked.connect(self._clear_clicked)
        self.add_more(self.clear)
        self.print_list = PlainButton("Print", name="due.print")
        set_tooltip(self.print_list, "Print what the list shows (Ctrl+P)")
        self.print_list.clicked.connect(lambda _checked=False: self._print())
        self.buttons.addWidget(self.print_list)
        self.buttons.addWidget(self.open)
        self._fit()
        self.reload(None)

    def reload(self, changes: object = None) -> None:
        """Load the rows again, unless what changed is nothing the list shows."""
        if not alters_lists(changes):
            return
        today = self.workplace.today()
        self._list = self.workplace.operations.ask(
            caseload.due_list, today=today, statuses=caseload.EVERY_STATUS
        )
        self._soon.start()
        self.updated = self.now_words()
        assert self._list is not None
        self.heading.setText(self._list.heading)
        self._name_views(counts(self._list.rows, today))
        self.counted.emit(self._list.overdue)
        self._show(aloud=False)

    @property
    def waits_to_ask(self) -> bool:
        """Whether what waits beside the clocks is still to be asked for."""
        return self._soon.isActive()

    def _ask_what_waits(self) -> None:
        """Say what waits beside the clocks: a moment after the list, which nobody should wait for."""
        from lac_tracker.services import also_waiting  # heavy: tables that the list does without

        door = self.workplace.door
        if door is not None and door.is_shut:  # locked meanwhile: unlocking loads the list again
            return
        ask = self.workplace.operations.ask
        today = self.workplace.today()
        plans = ask(also_waiting.plans_to_send, today=today) or ()
        self.waiting.show_waiting((*plans, *(ask(also_waiting.also_waiting, today=today) or ())))

    def apply_filter(self) -> None:
        self._show(aloud=True)

    def show_view(self, key: str) -> None:
        """Look at the list another way: a key of VIEWS."""
        self._view = next(view for view in VIEWS if view.key == key)
        self._mark_view()
        self._show(aloud=True)

    def _name_views(self, numbers: dict[str, int]) -> None:
        """Put the counts behind the names of the views."""
        self.views.set_chips(
            tuple(ChipFacts(view.key, f"{view.words} {numbers[view.key]}") for view in VIEWS)
        )
        self.view.clear()
        for view in VIEWS:
            self.view.addItem(f"{view.words} {numbers[view.key]}", view.key)
        self._mark_view()

    def _mark_view(self) -> None:
        self.views.switch(self._view.key)
        self.view.setCurrentIndex(self.view.findData(self._view.key))

    def _view_activated(self, index: int) -> None:
        self.show_view(str(self.view.itemData(index)))

    def fit_views(self, *, large: bool) -> None:
        """Chips, or in large text one choice, which takes less height."""
        self.views.setVisible(not large)
        self.view.setVisible(large)

    def everything(self) -> Sequence[Any]:
        today = self.workplace.today()
        return [row for row in (self._list.rows if self._list else ()) if self._view.shows(row, today)]

    def clear_filter(self) -> bool:
        if not self.filter.text() and not self.history.currentIndex():
            return False
        self.filter.clear()
        self.history.setCurrentIndex(0)
        self._quiet.stop()
        self._show(aloud=True)
        return True

    def about(self, row: Any) -> str:
        return ". ".join(part for part in (in_words(row), row.beside_words) if part)

    @property
    def overdue(self) -> int:
        return self._list.overdue if self._list else 0

    def _rows(self, view: View) -> list[DueItem]:
        assert self._list is not None
        today, text, history = (
            self.workplace.today(),
            self.filter.text().strip(),
            self.history.currentData(),
        )
        return [
            row
            for row in self._list.rows
            if view.shows(row, today)
            and (history == "all" or row.history_missing == (history == "only missing"))
            and (not text or matches(row, text))
        ]

    def _show(self, *, aloud: bool) -> None:
        if self._list is None:
            return
        rows = self._rows(self._view)
        self.show_rows(rows, lambda row: (row.child_id, row.assessment))
        self.clear.setEnabled(bool(self.filter.text() or self.history.currentIndex()))
        if not rows:
            self._say_nothing()
        self.summarise(aloud=aloud)

    def run_command(self, name: str) -> bool:
        if name == "edit.print":
            self._print()
            return True
        return super().run_command(name)

    def _print(self) -> None:
        """Show the rows of the list, in their order, as they will be on paper. That they left is written down."""
        from lac_tracker.services import list_papers  # it and the drawing of pages are not for the start
        from lac_tracker.ui.screens.list_preview import ListPreview

        keys = [(row.child_id, row.assessment) for row in self.model.rows()]
        held = self.workplace.operations.look(
            list_papers.overdue_list, keys, filtered=", ".join(self._filter_words()),
            order=self.model.sorted_in_words() or self.unsorted, today=self.workplace.today(),
        )  # fmt: skip
        preview = ListPreview(self.workplace, held, self)
        preview.said.connect(self.said)
        preview.open()

    def _filter_words(self) -> list[str]:
        """Return the view and the filters in words."""
        filtered = [self._view.words]
        if self.history.currentIndex():
            hidden = self.history.currentData() == "without missing"
            filtered.append(
                "without those with no assessment history yet"
                if hidden
                else "only with no assessment history yet"
            )
        if text := self.filter.text().strip():
            filtered.append(f"“{text}”")
        return filtered

    def summarise(self, *, aloud: bool) -> None:
        assert self._list is not None
        filtered = self._filter_words()
        order = self.model.sorted_in_words() or self.unsorted
        self.say_summary(
            f"Showing {self.model.rowCount()} of {len(self._list.rows)}. Filtered: {', '.join(filtered)}. "
            f"Sorted: {order}. Updated {self.updated}",
            aloud=aloud,
        )

    def _say_nothing(self) -> None:
        assert self._list is not None
        if not self._list.rows:
            self.empty.say(
                "No children yet.",
                (
                    ("Import a council's list", lambda: self.went.emit("import")),
                    ("Add a child", lambda: self.went.emit("add_child")),
                ),
            )
        elif self.filter.text() or self.history.currentIndex():
            self.empty.say("No rows match these filters.", (("Clear filters", self._clear_and_stay),))
        else:
            today = self.workplace.today()
            numbers = counts(self._list.rows, today)
            other = next(
                (view for view in VIEWS if view.key != self._view.key and numbers[view.key]), VIEWS[-1]
            )
            many = numbers[other.key]
            said = f"{self._view.nothing} {other.words}: {many}." if many else self._view.nothing
            self.empty.say(
                said, ((f"Show {other.words[:1].lower()}{other.words[1:]}", lambda: self._go(other.key)),)
            )

    def _go(self, key: str) -> None:
        self.show_view(key)
        self.focus_first()

    def _clear_and_stay(self) -> None:
        self.clear_filter()
        self.focus_first()

    def _clear_clicked(self, _checked: bool = False) -> None:
        self._clear_and_stay()

    def _choose_view(self, key: str, _on: bool) -> None:
        self.show_view(key)

    def _history_chosen(self, _index: int) -> None:
        self._show(aloud=True)
