"""S19: the diary of a week, and who waits to be booked."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from lac_tracker.domain.errors import UserError
from lac_tracker.services import clinic_bookings, clinics
from lac_tracker.services.clinic_bookings import WaitingList, WaitingRow
from lac_tracker.services.clinics import NewSession, Week
from lac_tracker.ui import theme
from lac_tracker.ui.asking import Asking
from lac_tracker.ui.models.clinics_model import WAITING
from lac_tracker.ui.models.diary_model import DiaryCell, DiaryModel
from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.plain import PlainButton, heading, set_tooltip
from lac_tracker.ui.screens.clinics_actions import DiaryActions
from lac_tracker.ui.screens.clinics_diary_head import DiaryHead
from lac_tracker.ui.screens.clinics_grid import DiaryGrid
from lac_tracker.ui.screens.record_page import scroll_area
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.empty_state import EmptyState
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.row_table import RowTable
from lac_tracker.ui.workplace import Workplace

_GRID_HEIGHT, _QUEUE_ROWS = 190, 2  # at least: pixels at 100 %, and rows


class Diary(QFrame):
    """Signals: said, helped, child_opened and place_wanted, as Clinics has them."""

    child_opened = Signal(object)
    place_wanted = Signal(object)
    helped = Signal(str)
    said = Signal(str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.acts = DiaryActions(self, workplace)
        self.week: Week | None = None
        self.waiting = WaitingList((), 0)
        self._on = workplace.today()  # a day of the week on show; `head.at` is one of the week asked for
        self._weeks, self._waits = Asking(self, workplace), Asking(self, workplace)
        self._put: QWidget | None = None  # where the keyboard was put until who waits is there
        self.is_behind = False  # what could not be read is read once it is shown again
        self.busy = Busy(name="cln.busy")
        self._is_narrow = False
        self.head = DiaryHead(workplace, may_change=self.acts.may_change, may_book=self.acts.may_book)
        self.model = DiaryModel()
        self.grid = DiaryGrid(self.model)
        self.no_clinics = EmptyState("cln.empty")
        self.queue_title = heading("Waiting to book")
        self.queue_title.setObjectName("cln.waiting")
        self.queue: RowModel[WaitingRow] = RowModel(WAITING)
        self.table = RowTable(self.queue, label="Waiting to book", name="cln.queue", shares=True)
        self.nobody = EmptyState("cln.nobody")
        self.no_clinics.hide()  # as long as that is not known
        self.nobody.hide()
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.load()

    def _make_buttons(self) -> None:
        self.book_one = PlainButton("Book this slot", "secondary", name="cln.book")
        set_tooltip(self.book_one, "Book the best slot for the selected child (Enter)")
        self.book_one.clicked.connect(lambda _on=False: self.book_selected())
        self.offer_one = PlainButton("Offer to carer", name="cln.offer")
        self.offer_one.clicked.connect(lambda _on=False: self._of_row(self.acts.offer))
        self.ask_host = PlainButton("Ask host team", name="cln.host")
        self.ask_host.clicked.connect(lambda _on=False: self._of_row(self.acts.ask_host))

    def _lay_out(self) -> None:
        space = theme.current().space
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(space(6), 0, space(6), space(3))
        column.setSpacing(space(2))
        column.addWidget(self.head)
        column.addWidget(self.busy)
        column.addWidget(self.no_clinics)
        column.addWidget(self.grid, 3)
        column.addWidget(self.queue_title)
        column.addWidget(self.table, 2)
        column.addWidget(self.nobody)
        row = QWidget()
        flow = Flow(gap=space(2), line_gap=space(2), is_centred=True)
        row.setLayout(flow)
        for button in (self.book_one, self.offer_one, self.ask_host):
            flow.addWidget(button)
        column.addWidget(row)
        row.setVisible(self.acts.may_book)
        self._give_room()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll_area(self._inside))

    def _give_room(self) -> None:
        shown = theme.current()
        self.grid.setMinimumHeight(shown.scaled(_GRID_HEIGHT))
        self.table.setMinimumHeight((_QUEUE_ROWS + 1) * shown.row_height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_inside"):
            self.table.fit()
            self._give_room()

    def _connect(self) -> None:
        self.head.week_wanted.connect(self.show_week)
        self.head.filtered.connect(self._show)
        self.head.add.clicked.connect(lambda _on=False: self.add())
        self.head.book.clicked.connect(lambda _on=False: self.book())
        self.grid.acted.connect(self._act)
        self.grid.menu_wanted.connect(self.acts.open_menu)
        self.acts.said.connect(self.said)
        self.acts.child_opened.connect(self.child_opened)
        self.acts.place_wanted.connect(self.place_wanted)
        self.grid.rested.connect(self.helped)
        self.grid.narrowed.connect(self._fit)
        self.table.opened.connect(lambda _row: self.book_selected())
        self.table.chosen.connect(self._chosen)

    # What is shown

    @property
    def is_waiting(self) -> bool:
        """Whether the week, or who waits, is still being read."""
        return self._weeks.is_waiting or self._waits.is_waiting

    def load(self) -> None:
        """Read the week and who waits anew, off the screen's thread; the keyboard's places stay."""
        today = self.workplace.today()
        self.is_behind = False
        self.show_week(self.head.at)
        self._waits.ask(
            lambda ask: ask(clinic_bookings.waiting, today=today), self._waiting_found, self._refused,
            is_patient=True,
        )  # fmt: skip

    def show_week(self, on: date) -> None:
        """Show the week of a day; the one on show stays until it is there."""
        today = self.workplace.today()
        self.head.at = on
        self.busy.start("Reading the diary")
        self._weeks.ask(
            lambda ask: ask(clinics.week, today=today, on=on), partial(self._week_found, on), self._no_week,
            is_patient=True,
        )  # fmt: skip

    def _week_found(self, on: date, found: Week) -> None:
        is_put = self._put is not None and self._put is QApplication.focusWidget()
        self._on, self.week, self.acts.people = on, found, found.clinicians
        self.head.show_week(found)
        self._show()
        self._fit()
        if is_put:  # it went on by itself where the diary has nothing to stand in
            self._put = QApplication.focusWidget()
        self._came()

    def _waiting_found(self, found: WaitingList) -> None:
        self.waiting, self.acts.waiting = found, found.rows
        self._show_queue()
        self._came()

    def _no_week(self, error: UserError) -> None:
        self.head.at = self._on  # the week on show stays
        self._refused(error)

    def _refused(self, error: UserError) -> None:
        self.is_behind = True
        self._came()
        if not self._weeks.is_locked:
            self.said.emit(str(error))

    def _came(self) -> None:
        """Once all is there, the keyboard goes on from where it was put to wait, unless the person took it elsewhere."""
        if self.is_waiting:
            return
        self.busy.stop()
        put, self._put = self._put, None
        if put is not None and put is QApplication.focusWidget():
            self.take_focus()

    def _show(self) -> None:
        if self.week is None:
            return
        day = self.head.day() if self._is_narrow else None
        at = self.grid.currentIndex()
        held = (at.row(), at.column()) if at.isValid() else (0, 1)
        self.model.show_week(self.week, self.head.wanted(day))
        any_sessions = bool(self.week.sessions)
        self.no_clinics.setVisible(not any_sessions)
        self.grid.setVisible(any_sessions)
        if any_sessions and self.model.rowCount():
            place = self.model.index(
                min(held[0], self.model.rowCount() - 1), min(held[1], self.model.columnCount() - 1)
            )
            self.grid.setCurrentIndex(place)
        elif not any_sessions:
            steps = (("Add clinic", self.add),) if self.acts.may_change else ()
            self.no_clinics.say("No clinics this week.", steps)

    def _fit(self) -> None:
        """Show one day at a time where the week has no room."""
        if self.week is None:
            return
        is_narrow = not self.grid.fits_week(len(self.week.days))
        self.head.show_days(is_narrow)
        if is_narrow is not self._is_narrow:
            self._is_narrow = is_narrow
            self._show()

    def _show_queue(self) -> None:
        held = self.table.current_row()
        rows, number = self.waiting.rows, self.table.currentIndex().row()
        self.queue.set_rows(rows)
        more = f", the first {len(rows)} shown" if self.waiting.total > len(rows) else ""
        self.queue_title.setText(f"Waiting to book ({self.waiting.total}{more}), most urgent first")
        self.table.setVisible(bool(rows))
        self.nobody.setVisible(not rows)
        if not rows:
            self.nobody.say("Everyone who needs an appointment has one.")
        else:
            places = {(row.child_id, row.kind): place for place, row in enumerate(rows)}
            place = places.get((held.child_id, held.kind)) if held else None
            self.table.choose(place if place is not None else max(number, 0))
        self._chosen(self.table.current_row())

    def _chosen(self, row: WaitingRow | None) -> None:
        is_host = row is not None and row.needs.host
        self.book_one.setEnabled(row is not None and not is_host)
        self.offer_one.setEnabled(row is not None and not is_host)
        self.ask_host.setEnabled(is_host)
        if row is not None:
            warning = f". {row.best.warning}" if row.best and row.best.warning else ""
            self.helped.emit(f"{row.shown_name}: {row.best_words}{warning}")

    # What Clinics asks

    def take_focus(self) -> None:
        """Put the keyboard on who waits, else in the diary; and there once more when that is read."""
        self._stand()
        self._put = QApplication.focusWidget() if self.is_waiting else None

    def _stand(self) -> None:
        if self.queue.rowCount():
            self.table.setFocus()
        elif self.grid.isVisibleTo(self):
            self.grid.setFocus()
        elif not self.no_clinics.take_focus():
            self.head.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        return tuple(one for one in (self.head.first(), self.grid, self.table) if one.isVisibleTo(self))

    def run(self, name: str) -> bool:
        match name:
            case "edit.book" | "edit.primary" if self.acts.may_book:
                self.book()
            case "edit.new" if self.acts.may_change:
                self.add()
            case "edit.find":
                self.head.first().setFocus()
            case _:
                return False
        return True

    # What is done

    def add(self, proposed: NewSession | None = None, words: str = "") -> None:
        """Open Add clinic, with the day where the keyboard is in the diary."""
        at = self.grid.currentIndex()
        day = self.model.day_of(at.column()) if at.isValid() else None
        day = day if day and day >= self.workplace.today() else max(self._on, self.workplace.today())
        self.acts.add(proposed or NewSession(None, "clinic", on=day), words)

    def book(self) -> None:
        """Book: the free slot where the keyboard is in the diary, else the best one of the child who waits."""
        cell = self.grid.cell()
        if self.grid.hasFocus() and cell and cell.slot and cell.slot.booked is None:
            self.acts.book_free(cell)
        else:
            self.book_selected()

    def book_selected(self) -> None:
        """Book the best slot for the child selected in Waiting to book; the host team books who lives out of area."""
        row = self.table.current_row()
        if row is None:
            self.said.emit("Nobody waits to be booked.")
        elif row.needs.host:
            self.acts.ask_host(row)
        else:
            self.acts.book(row.child_id, row.kind)

    def _of_row(self, act: Callable[[WaitingRow], None]) -> None:
        row = self.table.current_row()
        if row is not None:
            act(row)

    def _act(self, cell: DiaryCell) -> None:
        """Enter on a cell: a free slot is booked, anything else offers what may be done."""
        if cell.slot is not None and cell.slot.booked is None:
            self.acts.book_free(cell)
        else:
            self.acts.open_menu(cell, self.grid.below())
