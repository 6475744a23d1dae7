"""S05 Overdue and due: what is due, for whom, why, who it is waiting on, and what happens next."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.worklist import SORT, VIEW, VIEWS, Choices, Wanted, checked, phrases
from lac_tracker.services import worklist
from lac_tracker.services.due_item import DueItem, DueList
from lac_tracker.services.due_words import in_words
from lac_tracker.ui.asking import Asking
from lac_tracker.ui.models.caseload_model import CHILD, KEYS, columns
from lac_tracker.ui.models.paged_model import PagedModel
from lac_tracker.ui.plain import PlainButton, set_tooltip
from lac_tracker.ui.screens.also_waiting import AlsoWaiting
from lac_tracker.ui.screens.list_page import ListPage, alters_lists
from lac_tracker.ui.screens.overdue_actions import OverdueActions
from lac_tracker.ui.screens.overdue_filters import OverdueFilters
from lac_tracker.ui.screens.overdue_look import OverdueLook
from lac_tracker.ui.screens.overdue_peek import OverduePeek
from lac_tracker.ui.screens.overdue_views import OverdueViews
from lac_tracker.ui.screens.overdue_watch import OverdueWatch
from lac_tracker.ui.search_log import search_log
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.paged_table import PagedTable
from lac_tracker.ui.workplace import Workplace

_COUNT_MS = 150  # after the list, until its views are counted: it is painted first
_SOON_MS = 600  # after the list, until what reads other tables is asked for


class Overdue(ListPage):
    """The list of what is due. Enter opens the record.

    Signals:
        counted: the number of overdue rows, for the navigation.
        offered: something was done that can be taken back: words, those of the button, and what it calls.
        place_wanted: a place of a record is asked for; carries a Place.
    """

    counted = Signal(int)
    offered = Signal(str, str, object)
    place_wanted = Signal(object)
    name, words = "overdue", "Overdue"
    model_class, table_class = PagedModel, PagedTable
    says_heading_beside = True
    model: PagedModel[DueItem]
    table: PagedTable

    def __init__(self, workplace: Workplace) -> None:
        may_log = decide(workplace.actor, Action.LOG_FOLLOW_UP).allowed
        shown = columns(workplace.today, may_log=may_log)
        super().__init__(workplace, "due", "Overdue and due", shown, CHILD)
        self.wanted, self._choices = Wanted(), Choices()
        self._list: DueList | None = None
        self._numbers: dict[str, int] = {}
        self._counting = Asking(self, workplace, is_long=True)
        self._also = Asking(self, workplace, is_long=True)
        self._choosing, self._knows_choices = Asking(self, workplace), False  # of the list on show
        self._count_soon = self._timer(_COUNT_MS, self._ask_counts)
        self._soon = self._timer(_SOON_MS, self._ask_what_waits)
        self.model.sorting.connect(self._sort)
        self.waiting = AlsoWaiting(self.child_opened.emit)
        self.add_above(self.waiting)
        self.beside_summary(self.waiting.brief)
        self.views = OverdueViews()
        self.views.chosen.connect(self.show_view)
        self.add_above(self.views)
        self._add_filters()
        self.peek = OverduePeek(workplace)
        self._rows_layout.addWidget(self.peek)
        self.table.chosen.connect(lambda _row: self._show_peek())
        self.table.picked.connect(lambda _many: self._show_peek())
        self.look = OverdueLook(self)
        self.work = OverdueActions(self)
        self.buttons.addWidget(self.open)
        self.watch = OverdueWatch(self)
        self._fit()
        self.reload(None)

    def _timer(self, milliseconds: int, then: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    def _add_filters(self) -> None:
        self.filters.addWidget(self.views.choice)
        self.add_filter("Filter this list", "due.filter", 24)
        set_tooltip(self.filter, "Name, council ID, NHS number, assessor or reason (Ctrl+F)")
        self.choices = OverdueFilters(self)
        self.choices.changed.connect(lambda wanted: self.show_wanted(wanted))
        self.choices.done.connect(self.focus_first)
        for pair in self.choices.pairs:
            self.filters.addWidget(pair)
        self.more.setCheckable(False)
        self.more.clicked.connect(lambda _checked=False: self._ask_filters())
        self.clear = PlainButton("Clear", "secondary", name="due.clear")
        set_tooltip(self.clear, "Back to the view without filters (Esc)")
        self.clear.clicked.connect(lambda _checked=False: self._clear_and_stay())
        self.filters.addWidget(self.more)
        self.filters.addWidget(self.clear)
        self.busy = Busy(name="due.busy")
        self.add_above(self._filters)
        self.add_above(self.busy)
        self.add_above(self.choices.chips)

    # What is shown

    @property
    def overdue(self) -> int:
        return self._list.overdue if self._list else 0

    @property
    def waits_to_ask(self) -> bool:
        """Whether counts, or what waits beside the clocks, are still to be asked for."""
        is_to_come = any(one.is_waiting for one in (self._counting, self._also, self._choosing))
        return is_to_come or self._soon.isActive() or self._count_soon.isActive()

    @property
    def numbers(self) -> dict[str, int]:
        """How many rows each view has, as they were counted last."""
        return dict(self._numbers)

    def reload(self, changes: object = None) -> None:
        """Load the rows again, unless what changed is nothing the list shows. What is chosen stays, in its place."""
        if not alters_lists(changes):
            return
        ask, today = self.workplace.operations.ask, self.workplace.today()
        self._list = ask(worklist.heading, today=today)
        assert self._list is not None
        self.heading.setText(self._list.heading)
        self.counted.emit(self._list.overdue)
        self.updated = self.now_words()
        self._load(stays=True)
        self._knows_choices = False
        self._counting.drop()
        self._also.drop()
        self._count_soon.start()
        self._soon.start()

    def show_view(self, key: str) -> None:
        """Look at the list another way: a key of VIEWS. The filters stay."""
        self.show_wanted(replace(self.wanted, view=key))

    def show_wanted(self, wanted: Wanted) -> None:
        """Show the list in a given way: view, filters and order. The keyboard stays where it is."""
        self.wanted = checked(wanted)
        self._quiet.stop()
        if self.filter.text().strip() != wanted.text:
            self.filter.setText(wanted.text)
            self._quiet.stop()
        self._load(stays=False)
        self.summarise(aloud=True)

    def apply_filter(self) -> None:
        self.show_wanted(replace(self.wanted, text=self.filter.text().strip()))

    def fetch(self, offset: int) -> tuple[Sequence[DueItem], int]:
        """Return the rows of a page, and how many rows there are."""
        found = self.workplace.operations.ask(
            worklist.page, self.wanted, today=self.workplace.today(), offset=offset
        )
        return found.rows, found.total

    def _load(self, *, stays: bool) -> None:
        """Show the rows that are wanted. stays: they are the same list, so what is chosen keeps its place."""
        held = [
            (number, key_of(row)) for number, row in self.model.numbered() if number in self.table.picks()
        ]
        current, row = self.table.currentIndex().row(), self.table.current_row()
        scroll, sideways = self.table.verticalScrollBar().value(), self.table.horizontalScrollBar().value()
        self.model.show(self.fetch)
        sort = SORT[self.wanted.sort]
        self.model.say_sorted(KEYS.index(sort.key), descending=self.wanted.descending)
        self.table.show_order()
        at = self._found(current, key_of(row)) if row is not None else None
        if at is None:
            at = max(current, 0) if stays else 0
        picks = [place for number, key in held if (place := self._found(number, key)) is not None]
        self.table.restore(at, picks if stays and len(held) > 1 else ())
        if stays:
            self.table.verticalScrollBar().setValue(scroll)
        self.table.scrollTo(self.table.currentIndex())
        self.table.horizontalScrollBar().setValue(sideways)
        self.body.setCurrentWidget(self.table if self.model.rowCount() else self.empty)
        self.open.setEnabled(bool(self.model.rowCount()))
        if not self.model.rowCount():
            self._say_nothing()
        self.watch.begin()
        self.summarise(aloud=False)
        self._show_peek()

    def _found(self, number: int, key: tuple[int, str]) -> int | None:
        """Return where a row stands now, looked for around where it stood and at the beginning."""
        if self.model.rowCount() and number >= 0:
            self.model.row_at(min(number, self.model.rowCount() - 1))
        return next((place for place, row in self.model.numbered() if key_of(row) == key), None)

    def _ask_counts(self) -> None:
        """Ask what can be chosen, and count the views: neither keeps the list waiting."""
        if self._counting.is_locked:
            return
        today = self.workplace.today()
        if not self._choosing.is_waiting:  # More filters may have asked already
            self._choosing.ask(lambda ask: ask(worklist.choices, today=today), self._show_choices)
        self._counting.ask(lambda ask: ask(worklist.counts, today=today), self._show_counts)

    def _show_choices(self, found: Choices) -> None:
        self._choices, self._knows_choices = found, True
        self.summarise(aloud=False)

    def _show_counts(self, found: Any) -> None:
        if self._counting.is_locked:
            return
        self._numbers = found
        self.views.show_numbers(self._numbers)
        self.look.offer_own()
        self.summarise(aloud=False)
        if not self.model.rowCount():
            self._say_nothing()

    def _ask_what_waits(self) -> None:
        """Say what waits beside the clocks: a moment after the list, which nobody should wait for."""
        if self._also.is_locked:
            return
        today = self.workplace.today()

        def question(ask: Any) -> Any:
            from lac_tracker.services import also_waiting  # heavy: tables that the list does without

            plans = ask(also_waiting.plans_to_send, today=today) or ()
            return *plans, *(ask(also_waiting.also_waiting, today=today) or ())

        self._also.ask(question, self.waiting.renew)

    # Filters and order

    def _sort(self, column: int, descending: bool) -> None:
        self.show_wanted(replace(self.wanted, sort=KEYS[column], descending=descending))

    def _ask_filters(self) -> None:
        """Open More filters with the choices that came with the list, or once they are there."""
        if self._knows_choices:
            self._open_filters()
            return
        today, held = self.workplace.today(), QApplication.focusWidget()
        self.busy.start("Looking up what can be chosen")

        def found(choices: Choices) -> None:
            self.busy.stop()
            self._show_choices(choices)
            if (
                self.isVisible() and QApplication.focusWidget() is held
            ):  # who went on elsewhere is not called back
                self._open_filters()

        self._choosing.ask(
            lambda ask: ask(worklist.choices, today=today), found, lambda _error: self.busy.stop(),
            is_patient=True,
        )  # fmt: skip

    def _open_filters(self) -> None:
        from lac_tracker.ui.screens.overdue_more_filters import FiltersDialog  # only when wanted

        dialog = FiltersDialog(self, self.workplace, self.wanted, self._choices)
        dialog.chosen.connect(lambda wanted: self.show_wanted(wanted))
        dialog.open()

    def clear_filter(self) -> bool:
        """Take every filter away, several chosen rows first; False when there was nothing to take away."""
        if self.look.close_drawer() or self.table.drop_picks():
            return True
        if not self.wanted.is_filtered and not self.filter.text():
            return False
        self.filter.clear()
        held = self.wanted
        self.show_wanted(Wanted(view=held.view, sort=held.sort, descending=held.descending))
        return True

    def _clear_and_stay(self) -> None:
        self.table.drop_picks()
        self.clear_filter()
        self.focus_first()

    def in_words(self) -> tuple[str, str]:
        """Return what is filtered and how it is sorted: ('Overdue, RHA only', 'Due, earliest first')."""
        said = phrases(self.wanted, self._choices)
        return said.filtered, said.order

    def summarise(self, *, aloud: bool) -> None:
        assert self._list is not None
        said = phrases(self.wanted, self._choices)
        self.views.show_view(self.wanted.view)
        self.choices.show_wanted(self.wanted, self._choices, said)
        self.clear.setEnabled(self.wanted.is_filtered)
        search_log(self.workplace).found(self.words, self.wanted.text, self.model.rowCount())
        of = f" of {self._numbers['open'] + self._numbers['closed']}" if "open" in self._numbers else ""
        picks = len(self.table.picks())
        chosen = f" {picks} selected." if picks > 1 else ""
        self.say_summary(
            f"Showing {self.model.rowCount()}{of}.{chosen} Filtered: {said.filtered}. Sorted: {said.order}. "
            f"Updated {self.updated}",
            aloud=aloud,
        )

    def _say_nothing(self) -> None:
        assert self._list is not None
        if not self._list.children:
            self.empty.say(
                "No children yet.",
                (
                    ("Import a council's list", lambda: self.went.emit("import")),
                    ("Add a child", lambda: self.went.emit("add_child")),
                ),
            )
        elif self.wanted.is_filtered:
            self.empty.say("No rows match these filters.", (("Clear filters", self._clear_and_stay),))
        else:
            shown = VIEW[self.wanted.view]
            other = next(
                (one for one in VIEWS if one.key != shown.key and self._numbers.get(one.key)), VIEWS[-1]
            )
            many = self._numbers.get(other.key, 0)
            said = f"{shown.nothing} {other.words}: {many}." if many else shown.nothing
            words = f"Show {other.words[:1].lower()}{other.words[1:]}"
            self.empty.say(said, ((words, lambda: self._go(other.key)),))

    def _go(self, key: str) -> None:
        self.show_view(key)
        self.focus_first()

    # The row that is current, and what is done with it

    def about(self, row: Any) -> str:
        return ". ".join(part for part in (in_words(row), row.beside_words) if part)

    def _show_peek(self) -> None:
        many = len(self.table.picks())
        row = self.table.current_row() if self.model.rowCount() else None
        self.peek.show_row(row, many)
        if self._list is not None and f"{many} selected" not in self.summary.text():
            self.summarise(aloud=many > 1)

    def run_command(self, name: str) -> bool:
        return self.work.run(name) or self.look.run(name) or super().run_command(name)

    def regions(self) -> tuple[Any, ...]:
        rows = (self.table,) if self.model.rowCount() else ()
        return (self.filter, *rows, *((self.peek,) if self.peek.isVisible() else ()))

    def fit_views(self, *, large: bool) -> None:
        """Chips and choices, or in large text one choice of the view and the rest in the dialog."""
        if hasattr(self, "work"):
            self.views.stand(large=large)
            self.waiting.stand(large=large)
            self.more.show()
            for pair in self.choices.pairs:
                pair.setVisible(not large)
            self.look.fit(large=large)
            self.work.fit(large=large)

    def show_filters(self, are_shown: bool) -> None:
        """The filters and what waits give way to the panel where it stands in the place of the rows."""
        self._filters.setVisible(are_shown)
        self.waiting.stand_back(not are_shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.rows_area and event.type() == QEvent.Type.Resize and hasattr(self, "look"):
            self.look.place_panel()
        return super().eventFilter(watched, event)

    def _widen_names(self) -> None:
        """The table measures every column itself."""


def key_of(row: DueItem) -> tuple[int, str]:
    """Return what a row is known by when the list is loaded again."""
    return row.child_id, row.assessment
