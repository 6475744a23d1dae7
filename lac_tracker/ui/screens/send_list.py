"""The rows of Send plans: three tabs, their views and filter, and the ticks."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.sending import TO_PRINT, usual_route
from lac_tracker.services import sending
from lac_tracker.services.parcels import Copy
from lac_tracker.services.sending import Queue, SentItem
from lac_tracker.ui.asking import Asking
from lac_tracker.ui.models import sending_model
from lac_tracker.ui.plain import set_tooltip
from lac_tracker.ui.screens.list_page import ListPage, alters_lists
from lac_tracker.ui.screens.making import Making
from lac_tracker.ui.screens.send_footer import SendFooter
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.widgets.tick_table import TickTable
from lac_tracker.ui.workplace import Workplace

_READY, _MISSING = "ready", "missing"
_CHILD = 1  # the column where the keyboard stands
_IN_ORDER = {  # how the rows of each tab come
    "to_send": "Send by, earliest first", "waiting": "Reply by, earliest first", "sent": "Sent, latest first",
}  # fmt: skip
_ROUTE_WORDS = {
    "secure_email": "by secure email", "clinical_system": "through the clinical system", "print": "to print",
}  # fmt: skip
_EACH = "Before sending, each shows name, born, NHS number and address."


class SendList(ListPage):
    """What is shown. SendPlans adds what is done with it.

    Signals:
        counted: how many are ready, for the navigation.
    """

    counted = Signal(int)
    table_class = TickTable
    name, words = "send", "Send plans"
    unsorted = _IN_ORDER["to_send"]

    def __init__(self, workplace: Workplace) -> None:
        self._ticked: set[tuple[int, str, str]] = set()
        self._failed: dict[tuple[int, str, str], str] = {}
        self._queue = Queue((), (), ())  # until it was read
        self._is_read = self._is_stale = False
        self._then: Callable[[], object] | None = None  # what is done with the list once it is there
        self._put: QWidget | None = None  # where the keyboard was put until then
        self.tab, self._view = "to_send", _READY
        self._is_large = False
        self.folder: Path | None = None  # where the files go, for as long as the window is open
        self._making: Making | None = None
        columns = sending_model.to_send(self._is_ticked, self._failure, workplace.today)
        super().__init__(workplace, "send", self.words, columns, _CHILD)
        self._columns: dict[str, tuple[Any, ...]] = {
            "to_send": columns,
            "waiting": sending_model.waiting(workplace.today),
            "sent": sending_model.sent(),
        }
        sent = sending_model.sent_large()
        self._columns_large: dict[str, tuple[Any, ...]] = {
            "to_send": sending_model.to_send_large(self._is_ticked, self._failure), "waiting": sent, "sent": sent,
        }  # fmt: skip
        self._asking = Asking(self, workplace, is_long=True)
        self.busy = Busy(name="send.busy")
        self.heading.hide()
        self._build()

    def _build(self) -> None:
        assert isinstance(self.table, TickTable)
        self.table.toggled.connect(self._toggle)
        self.table.all_asked.connect(self._toggle_all)
        self.tabs = ChipRow(label="What is shown", name="send.tabs", one_only=True)
        self.tabs.toggled.connect(lambda key, _on: self.show_tab(key))
        self.add_above(self.tabs)
        self.add_above(self.busy)
        self.views = ChipRow(label="Views", name="send.views", one_only=True)
        self.views.toggled.connect(lambda key, _on: self.show_view(key))
        self.filters.addWidget(self.views)
        self.choice = QComboBox()  # in large text, in place of the chips
        self.choice.setObjectName("send.view")
        self.choice.setAccessibleName("What is shown")
        self.choice.activated.connect(self._choose)
        self.filters.addWidget(self.choice)
        self.add_filter("Filter this list", "send.filter", 28)
        set_tooltip(self.filter, "Name, NHS number, council ID, recipient or document (Ctrl+F)")
        self.add_sorting()
        self.footer = SendFooter()
        column = self.layout()
        assert column is not None
        margins = column.contentsMargins()
        column.setContentsMargins(margins.left(), margins.top(), margins.right(), 0)
        column.addWidget(self.footer)

    # What is shown

    def reload(self, changes: object = None) -> None:
        """Load the rows again, unless what changed is nothing the list shows, or a batch is running."""
        is_ours = alters_lists(changes) or bool(getattr(changes, "documents", False))
        if not is_ours or self._making is not None:
            return
        today, self._is_stale = self.workplace.today(), False
        self.busy.start("Looking up what is to be sent")

        def question(ask: Callable[..., Any]) -> Queue:
            found: Queue = ask(sending.queue, today=today)
            _ = found.ready, found.missing  # looked through here, once: there may be a hundred thousand
            return found

        self._asking.ask(question, self._loaded, self._refused, is_patient=True)

    def _loaded(self, found: Queue) -> None:
        self.busy.stop()
        self._queue, self._is_read = found, True
        self.updated = self.now_words()
        if self._ticked or self._failed:
            there = {one.key for one in self._queue.ready}
            self._ticked &= there
            self._failed = {key: words for key, words in self._failed.items() if key in there}
        self.counted.emit(len(self._queue.ready))
        put, self._put = self._put, None
        is_still_there = put is not None and put is QApplication.focusWidget()  # the tab is a new one then
        self._name_tabs()
        self._show(aloud=False)
        if is_still_there:
            self.focus_first()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _refused(self, error: UserError) -> None:
        """What is shown stays, and is read again once it is shown again."""
        self.busy.stop()
        self._then, self._is_stale = None, True
        if not self._asking.is_locked:
            self.said.emit(str(error))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.reload(None)

    @property
    def is_waiting(self) -> bool:
        """Whether the list is still being read."""
        return self._asking.is_waiting

    def show_tab(self, tab: str) -> None:
        """Look at what is to send, what waits for a reply, or what was sent."""
        self.tab, self.unsorted = tab, _IN_ORDER[tab]
        self.tabs.switch(tab)
        self.model.beginResetModel()
        self.model._given, self.model._rows, self.model._sorted = (), (), None  # noqa: SLF001 - of other columns
        self.model.columns = (self._columns_large if self._is_large else self._columns)[tab]
        self.model.endResetModel()
        self.table.stand_in(_CHILD if tab == "to_send" else 0)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.fit()
        self.fill_sorting(self.sorting)
        self._show(aloud=True)

    def show_view(self, view: str) -> None:
        """Look at what is ready, or at what something is missing for."""
        self._view = view
        self.views.switch(view)
        self._show(aloud=True)

    def fit_views(self, *, large: bool) -> None:
        """Chips, or in large text one choice, which takes less height."""
        changed, self._is_large = large != self._is_large, large
        if hasattr(self, "footer"):
            self.tabs.setVisible(not large)
            self.views.setVisible(not large and self.tab == "to_send")
            self.choice.setVisible(large)
            self.footer.fit(large=large)
            if changed:
                self.show_tab(self.tab)

    def _choose(self, index: int) -> None:
        tab, _, view = str(self.choice.itemData(index)).partition(" ")
        self._view = view or self._view
        self.views.switch(self._view)
        self.show_tab(tab)

    def apply_filter(self) -> None:
        self._show(aloud=True)

    def summarise(self, *, aloud: bool) -> None:
        text = self.filter.text().strip()
        filtered = f"Filtered: “{text}”. " if text else ""
        order = self.model.sorted_in_words() or self.unsorted
        everything = len(self._rows_of_view())
        self.say_summary(
            f"Showing {self.model.rowCount()} of {everything}. {filtered}Sorted: {order}. Updated {self.updated}",
            aloud=aloud,
        )

    def child_of(self, row: Any) -> int:
        return int(row.parcel.child_id if isinstance(row, Copy) else row.child_id)

    def about(self, row: Any) -> str:
        if isinstance(row, SentItem):
            return f"{sending.in_words(row.sending).detail}. Enter opens the record"
        known = sending_model.everything(row, self._failure(row))
        if row.standing.missing or self._failure(row) or row.standing.replaces:
            return f"{'. '.join(one.removesuffix('.') for one in known)}. Enter opens the record"
        if self._is_large:
            by = f"Send by {show_date(row.standing.send_by)}"
            return f"{by}, {sending_model.how_words(row)}. Space ticks it, Ctrl+A all"
        return "Space ticks it, Ctrl+A ticks all, Ctrl+P makes them. Enter opens the record"

    def regions(self) -> tuple[QWidget, ...]:
        last = self.footer.cancel if self._making is not None else next(reversed(self.footer.all.values()))
        first = self.choice if self._is_large else self.tabs
        return (first, *super().regions(), last)

    def focus_first(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
        else:
            (self.choice if self._is_large else self.tabs).setFocus()
        self._put = None if self._is_read else QApplication.focusWidget()

    # Ticks

    def _is_ticked(self, row: Copy) -> bool:
        return row.key in self._ticked

    def _failure(self, row: Copy) -> str:
        return self._failed.get(row.key, "")

    def _toggle(self, row: Any) -> None:
        if not isinstance(row, Copy):
            return
        if not sending_model.can_tick(row):
            self.footer.say(f"{row.shown_name} can't go yet. {'. '.join(row.standing.missing)}.", aloud=True)
            return
        self._ticked ^= {row.key}
        self._ticks_changed()

    def _toggle_all(self) -> None:
        keys = {row.key for row in self.model.rows() if isinstance(row, Copy) and sending_model.can_tick(row)}
        self._ticked = self._ticked - keys if keys <= self._ticked else self._ticked | keys
        self._ticks_changed()

    def _ticks_changed(self) -> None:
        assert isinstance(self.table, TickTable)
        self.table.ticks_changed()
        self._say_chosen(aloud=True)

    def _chosen(self) -> tuple[Copy, ...]:
        """Return the ticked rows in the order of the queue."""
        if not self._ticked:
            return ()
        return tuple(one for one in self._queue.ready if one.key in self._ticked)

    def _say_chosen(self, *, aloud: bool = False) -> None:
        self.footer.show_tab(self.tab)
        row = self.table.current_row()
        if self.tab != "to_send":
            for button in self.footer.all.values():
                button.setEnabled(isinstance(row, SentItem) and self._may_send)
            self.footer.folder.setVisible(self.tab == "sent" and self.folder is not None)
            self.footer.say("", is_hint=True)
            return
        chosen = self._chosen()
        number = len(chosen)
        words = f"Make {number} {'document' if number == 1 else 'documents'}" if number else "Make documents"
        self.footer.all["send.make"].setText(words)
        for button in self.footer.all.values():
            button.setEnabled(bool(number) and self._may_send)
        self.footer.folder.setVisible(self.folder is not None)
        if number:
            into = f" Into {self.folder}." if self.folder else ""
            self.footer.say(f"{number} selected: {_routes(chosen)}. {_EACH}{into}", aloud=aloud, is_hint=True)
        else:
            self.footer.say(
                "Nothing is selected. Space ticks a row, Ctrl+A ticks all.", aloud=aloud, is_hint=True
            )

    @property
    def ready(self) -> tuple[Copy, ...]:
        """What may go today."""
        return self._queue.ready

    @property
    def _may_send(self) -> bool:
        return decide(self.workplace.actor, Action.SEND_DOCUMENT).allowed

    # Looking

    def _rows_of_view(self) -> tuple[Any, ...]:
        match self.tab:
            case "waiting":
                return self._queue.waiting
            case "sent":
                return self._queue.sent
        return self._queue.ready if self._view == _READY else self._queue.missing

    def everything(self) -> tuple[Any, ...]:
        return self._rows_of_view()

    def _show(self, *, aloud: bool) -> None:
        if not self._is_read:
            self._say_chosen()
            return
        text = self.filter.text().strip()
        rows: Sequence[Any] = self._rows_of_view()
        if text:
            rows = [one for one in rows if sending_model.matches(one, text)]
        self.views.setVisible(self.tab == "to_send" and not self._is_large)
        chosen = f"to_send {self._view}" if self.tab == "to_send" else self.tab
        self.choice.setCurrentIndex(self.choice.findData(chosen))
        self.show_rows(rows, lambda row: row.key if isinstance(row, Copy) else row.sending.id)
        if not rows:
            self._say_nothing(text)
        self.summarise(aloud=aloud)
        self._say_chosen()

    def _name_tabs(self) -> None:
        found = self._queue

        def many(words: str, rows: tuple[Any, ...]) -> str:
            return f"{words} {len(rows)}" if self._is_read else words

        self.tabs.set_chips(
            (
                ChipFacts("to_send", many("To send", found.to_send)),
                ChipFacts("waiting", many("Waiting for reply", found.waiting)),
                ChipFacts("sent", "Sent"),
            )
        )
        self.tabs.switch(self.tab)
        self.views.set_chips(
            (
                ChipFacts(_READY, many("Ready", found.ready)),
                ChipFacts(_MISSING, many("Something missing", found.missing)),
            )
        )
        self.views.switch(self._view)
        self.choice.clear()
        for words, key in (
            (many("Ready", found.ready), f"to_send {_READY}"),
            (many("Something missing", found.missing), f"to_send {_MISSING}"),
            (many("Waiting for reply", found.waiting), "waiting"),
            ("Sent", "sent"),
        ):
            self.choice.addItem(words, key)

    def _say_nothing(self, text: str) -> None:
        if text:
            self.empty.say("No rows match this filter.", (("Clear the filter", self._clear_and_stay),))
        elif self.tab == "waiting":
            self.empty.say("Nothing waits for a reply.")
        elif self.tab == "sent":
            self.empty.say("Nothing was marked as sent yet.")
        elif self._view == _READY and self._queue.missing:
            number = len(self._queue.missing)
            self.empty.say(
                f"Nothing is ready. {number} {'waits' if number == 1 else 'wait'} for something.",
                (("Show what is missing", lambda: self.show_view(_MISSING)),),
            )
        else:
            self.empty.say(self._nothing_words())

    def _nothing_words(self) -> str:
        if self._view == _MISSING and self._queue.ready:
            return "Nothing is missing."
        last = self._queue.sent[0].sending.sent_on if self._queue.sent else None
        return "Nothing waiting to send." + (f" Last sent {show_date(last)}." if last else "")

    def _clear_and_stay(self) -> None:
        self.clear_filter()
        self.focus_first()

    def _tell(self, row: Any) -> None:
        super()._tell(row)
        if self.tab != "to_send" and hasattr(self, "footer"):
            self._say_chosen()


def _routes(chosen: tuple[Copy, ...]) -> str:
    """Return '7 by secure email, 2 to print'."""
    kinds = ["print" if (route := usual_route(one.parcel)) in TO_PRINT else route for one in chosen]
    return ", ".join(f"{kinds.count(kind)} {words}" for kind, words in _ROUTE_WORDS.items() if kind in kinds)
