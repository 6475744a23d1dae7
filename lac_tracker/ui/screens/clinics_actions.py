"""What the diary does: its dialogs, and the menu of a cell. What it shows is the diary's own."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.clinics import ClinicSession, Slot
from lac_tracker.domain.errors import UserError
from lac_tracker.services import appointments, child_summary, clinic_bookings
from lac_tracker.services.clinic_bookings import Booking, WaitingRow
from lac_tracker.services.clinics import Clinician, NewSession, slot_in_words
from lac_tracker.ui.models.diary_model import DiaryCell
from lac_tracker.ui.plain import doubled
from lac_tracker.ui.screens.record_page import Desk, Place
from lac_tracker.ui.workplace import Workplace


class DiaryActions(QObject):
    """Opens dialogs over a page. A slot or clinic that is gone by now is said in words.

    Signals:
        said: something was done, or can't be; carries the words.
        child_opened, place_wanted: a record, or a place of it, is asked for.
    """

    said = Signal(str)
    child_opened = Signal(object)
    place_wanted = Signal(object)

    def __init__(self, page: QWidget, workplace: Workplace) -> None:
        super().__init__(page)
        self._page, self._workplace = page, workplace
        self.may_change = decide(workplace.actor, Action.MANAGE_CLINICS).allowed
        self.may_book = decide(workplace.actor, Action.BOOK).allowed
        self.people: tuple[Clinician, ...] = ()
        self.waiting: tuple[WaitingRow, ...] = ()

    def add(self, proposed: NewSession, words: str = "") -> None:
        """Open Add clinic. words: why, where another part of the page hands over."""
        from lac_tracker.ui.screens.clinics_dialogs import AddClinicDialog

        self._open(lambda: AddClinicDialog(self._page, self._workplace, self.people, proposed, words))

    def book(self, child_id: int, kind: str, slot_id: int | None = None) -> None:
        """Open the booking of a child. slot_id: the slot that was chosen; None: the best one."""
        from lac_tracker.ui.screens.clinics_booking import BookSlotDialog

        def made() -> Any:
            held = self._booking(child_id, kind, slot_id)
            if not held.choices:
                raise UserError(f"There is no free {kind} slot. Add a clinic first (Ctrl+N).")
            return BookSlotDialog(self._page, self._workplace, held, child_id)

        if self.may_book:
            self._open(made)

    def book_free(self, cell: DiaryCell) -> None:
        """Ask for whom a free slot is, then open the booking."""
        from lac_tracker.ui.screens.clinics_booking import WhoDialog

        one, slot = cell.session, cell.slot
        if one is None or slot is None or not self.may_book:
            return
        rows = [row for row in self.waiting if slot.kind in (row.kind, "any") and not row.needs.host]
        if one.on < self._today():
            self.said.emit("That day has passed. Choose a slot that is still to come.")
        elif not rows:
            self.said.emit(
                "Nobody waits for a slot of this kind. Others are booked from their own record (Ctrl+B)."
            )
        else:
            dialog = WhoDialog(self._page, self._workplace, f"{slot_in_words(one, slot)}.", rows)
            dialog.accepted.connect(lambda: self._go_on(dialog.chosen, slot))
            dialog.open()

    def offer(self, row: WaitingRow) -> None:
        """Open Offer to carer."""
        from lac_tracker.ui.screens.clinics_booking import OfferDialog

        self._open(
            lambda: OfferDialog(
                self._page, self._workplace, self._booking(row.child_id, row.kind), row.child_id
            )
        )

    def ask_host(self, row: WaitingRow) -> None:
        """Go to the out-of-area request of a child."""
        self.place_wanted.emit(Place(row.child_id, "out_of_area"))

    def open_menu(self, cell: DiaryCell, where: QPoint) -> None:
        """Offer what may be done with a cell, where there is anything."""
        menu = self.menu_of(cell)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(where)

    def menu_of(self, cell: DiaryCell) -> QMenu:
        """Return what may be done with a cell."""
        menu = QMenu(self._page)
        menu.setObjectName("cln.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act in self._offers(cell):
            menu.addAction(doubled(words)).triggered.connect(partial(_without_argument, act))
        return menu

    def _offers(self, cell: DiaryCell) -> Sequence[tuple[str, Callable[[], None]]]:
        one, slot = cell.session, cell.slot
        if one is None:
            return ()
        is_past = one.on < self._today()
        may_change, may_book = self.may_change and not is_past, self.may_book and not is_past
        if slot is None:
            offered = [
                ("Change…", partial(self._of_session, "ChangeClinicDialog", one), may_change),
                (
                    "Add a slot…",
                    partial(self._of_session, "AddSlotDialog", one),
                    may_change and not one.is_away,
                ),
                (f"Cancel {one.name}…", partial(self._of_session, "CancelClinicDialog", one), may_change),
            ]
        elif slot.booked is None:
            offered = [
                ("Book this slot…", partial(self.book_free, cell), may_book),
                ("Take this slot out…", partial(self._remove, one, slot), may_change),
            ]
        else:
            is_open = slot.booked.outcome == "booked" and self.may_book
            offered = [
                ("Record what happened…", partial(self._outcome, slot), is_open),
                ("Move to another slot…", partial(self._move, slot), is_open),
                ("Open record", partial(self.child_opened.emit, slot.booked.child_id), True),
            ]
        return [(words, act) for words, act, allowed in offered if allowed]

    def _of_session(self, name: str, one: ClinicSession) -> None:
        from lac_tracker.ui.screens import clinics_dialogs as dialogs

        with_people = {"ChangeClinicDialog": (self.people, one)}
        self._open(
            lambda: getattr(dialogs, name)(self._page, self._workplace, *with_people.get(name, (one,)))
        )

    def _remove(self, one: ClinicSession, slot: Slot) -> None:
        from lac_tracker.ui.screens.clinics_dialogs import RemoveSlotDialog

        self._open(lambda: RemoveSlotDialog(self._page, self._workplace, one, slot))

    def _outcome(self, slot: Slot) -> None:
        from lac_tracker.ui.screens.appointment import OutcomeDialog

        def made() -> Any:
            assert slot.booked is not None
            ask, child_id = self._workplace.operations.ask, slot.booked.child_id
            facts = ask(child_summary.heading, child_id, today=self._today())
            held = ask(appointments.of_child, child_id)
            one = next(each for each in held if each.id == slot.booked.appointment_id)
            return OutcomeDialog(self._page, Desk(self._workplace, child_id), facts, one)

        self._open(made)

    def _move(self, slot: Slot) -> None:
        from lac_tracker.ui.screens.clinics_booking import MoveBookingDialog

        def made() -> Any:
            assert slot.booked is not None
            held = self._booking(slot.booked.child_id, slot.booked.kind)
            return MoveBookingDialog(self._page, self._workplace, held, slot.booked)

        self._open(made)

    def _go_on(self, row: WaitingRow | None, slot: Slot) -> None:
        if row is not None:
            self.book(row.child_id, row.kind, slot.id)

    def _booking(self, child_id: int, kind: str, slot_id: int | None = None) -> Booking:
        held: Booking = self._workplace.operations.ask(
            clinic_bookings.booking, child_id, today=self._today(), kind=kind, slot_id=slot_id
        )
        return held

    def _today(self) -> date:
        return self._workplace.today()

    def _open(self, make: Callable[[], Any]) -> None:
        try:
            dialog = make()
        except UserError as error:
            self.said.emit(str(error))
            return
        dialog.accepted.connect(lambda: self.said.emit(_done_words(dialog)))
        dialog.open()


def _without_argument(act: Callable[[], None], _checked: bool = False) -> None:
    act()


def _done_words(dialog: Any) -> str:
    report = getattr(dialog.changes, "report", None)
    return report if isinstance(report, str) and report else str(getattr(dialog, "words", "Saved."))
