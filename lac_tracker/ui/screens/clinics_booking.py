"""Booking from the diary: a slot for a child, an offer to the carer, and moving a booking to another slot."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from lac_tracker.domain.clinics import TOLD_HOW, WISHES, Booked
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.visits import INTERPRETER
from lac_tracker.services import appointments, clinic_bookings
from lac_tracker.services.clinic_bookings import ANSWERS, Booking, WaitingRow
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel
from lac_tracker.ui.screens.dialog_fields import line, long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.tick_list import TickList
from lac_tracker.ui.workplace import Workplace

_NUMBERED_ANSWERS = tuple((key, f"{number}  {words}") for number, (key, words) in enumerate(ANSWERS, 1))
_WIDEST = 96  # characters of a slot's words: what a small screen has room for at 200 %


def _slots(held: Booking, name: str) -> ChoiceBox:
    """Return the choice of a slot, as wide as its words: 'late by 40 days' stands at their end."""
    choices = tuple((str(one.slot.slot_id), one.words) for one in held.choices)
    choice = ChoiceBox("Slot", choices, name=name, none="Choose a slot")
    shown = theme.current()
    metrics, arrow = QFontMetrics(shown.font("body")), shown.scaled(32)
    longest = max((metrics.horizontalAdvance(words) for _, words in choices), default=0)
    choice.setMinimumWidth(min(longest + arrow, shown.characters(_WIDEST)))
    return choice


class _WithSlot(RecordDialog):
    """What booking and offering share: the slot, what to know of its clinician, who was told and how."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, held: Booking, child_id: int, question: str, verb: str, name: str,
    ) -> None:  # fmt: skip
        needs = f" Needs: {held.needs.words}." if held.needs.words else ""
        due = (
            f"Latest day to be in time: {show_date(held.due_on)}."
            if held.due_on
            else "No due date can be worked out."
        )
        super().__init__(
            parent, workplace.operations, question, held.facts, explanation=f"{due}{needs}",
            verbs=("Cancel", verb), names=(f"{name}.cancel", f"{name}.confirm"),
        )  # fmt: skip
        self.setObjectName(name)
        self._today, self._held, self._child_id = workplace.today(), held, child_id
        self._slot = _slots(held, f"{name}.slot")
        self._slot.set_value(str(held.best_slot_id) if held.best_slot_id else "")
        self._warning = PlainLabel(type="strong", tone="warn", wraps=True)
        self._warning.setObjectName(f"{name}.warning")
        self._told = line(f"{name}.toldTo", held.carer)
        self._how = ChoiceBox("How", TOLD_HOW, name=f"{name}.toldHow", none="Not said yet")
        self._wishes = TickList("They ask for", WISHES, name=f"{name}.wishes", across=True)
        self._wishes.set_value(held.wishes)
        self._slot.changed.connect(lambda _key: self._warn())

    def _warn(self) -> None:
        """Say what to know of the clinician whose slot is chosen; nothing of it forbids the booking."""
        chosen = next(
            (one for one in self._held.choices if str(one.slot.slot_id) == self._slot.value()), None
        )
        said = [] if chosen is None or chosen.fits else ["This slot does not meet what the child needs."]
        if chosen is not None:
            said.append(dict(self._held.warnings).get(chosen.slot.clinician_id, ""))
        words = " ".join(one for one in said if one)
        self._warning.setText(words)
        self._warning.setVisible(bool(words))

    def _given(self) -> dict[str, Any]:
        return {
            "today": self._today, "kind": self._held.kind,
            "slot_id": int(self._slot.value()) if self._slot.value() else None,
            "told_to": self._told.text(), "told_how": self._how.value(), "wishes": self._wishes.value(),
        }  # fmt: skip


class BookSlotDialog(_WithSlot):
    """Book this slot (Enter on a row of Waiting to book, or on a free slot)."""

    def __init__(self, parent: QWidget, workplace: Workplace, held: Booking, child_id: int) -> None:
        super().__init__(parent, workplace, held, child_id, f"Book an {held.kind}", "Book it", "bookSlot")
        self._told.clear()  # nobody is told by booking alone
        self._interpreter = RadioGroup("Interpreter", INTERPRETER, name="bookSlot.interpreter")
        self._interpreter.set_value("needed" if held.needs_interpreter else "not_needed")
        self.add("Slot", self._slot)
        self.add_words(self._warning)
        self._warn()
        self.add("Interpreter", self._interpreter)
        carer = f"The carer is {held.carer}. " if held.carer else ""
        self.add("Who was told", self._told, hint=f"{carer}Leave it empty until somebody was.", optional=True)
        self.add("How", self._how, optional=True)
        self.add("They ask for", self._wishes, optional=True)
        self.words = "Appointment booked."
        self.ready()

    def commands(self) -> Runs:
        given = self._given() | {"interpreter": self._interpreter.value()}
        return [(clinic_bookings.book_slot, (self._child_id,), given)]


class OfferDialog(_WithSlot):
    """Offer to carer: who was told, how, and what they said."""

    def __init__(self, parent: QWidget, workplace: Workplace, held: Booking, child_id: int) -> None:
        super().__init__(
            parent, workplace, held, child_id, f"Offer an {held.kind} slot", "Record the offer", "offer"
        )
        self._answer = RadioGroup("What they said", _NUMBERED_ANSWERS, name="offer.answer")
        self._said = long_text("offer.said")
        self.add("Slot", self._slot)
        self.add_words(self._warning)
        self._warn()
        self.add("Who was told", self._told)
        self.add("How", self._how)
        self.add("What they said", self._answer)
        self.add("In their words", self._said, optional=True)
        self.add("They ask for", self._wishes, optional=True)
        self.words = "Offer recorded."
        self.ready()

    def commands(self) -> Runs:
        given = self._given() | {
            "answer": self._answer.value(),
            "what_was_said": self._said.toPlainText(),
        }
        return [(clinic_bookings.offer, (self._child_id,), given)]


class MoveBookingDialog(RecordDialog):
    """Move a booking to another slot; the one it had is free again."""

    def __init__(self, parent: QWidget, workplace: Workplace, held: Booking, one: Booked) -> None:
        super().__init__(
            parent, workplace.operations, f"Move this {one.kind} to another slot", held.facts,
            explanation="The slot it has now is free again. The first offer stays the first.",
            verbs=("Cancel", "Move it"), names=("moveSlot.cancel", "moveSlot.confirm"),
        )  # fmt: skip
        self.setObjectName("moveSlot")
        self._today, self._one = workplace.today(), one
        self._slot = _slots(held, "moveSlot.slot")
        self._told = line("moveSlot.toldTo")
        self._how = ChoiceBox("How", TOLD_HOW, name="moveSlot.toldHow", none="Not said yet")
        self._why = line("moveSlot.why")
        self.add("Slot", self._slot)
        self.add("Why", self._why, optional=True)
        self.add("Who was told", self._told, optional=True)
        self.add("How", self._how, optional=True)
        self.words = "Appointment moved."
        self.ready()

    def commands(self) -> Runs:
        given = {
            "today": self._today, "outcome": "moved", "note": self._why.text(),
            "slot_id": int(self._slot.value()) if self._slot.value() else None,
            "told_to": self._told.text(), "told_how": self._how.value(),
        }  # fmt: skip
        return [(appointments.record_outcome, (self._one.appointment_id,), given)]


class WhoDialog(RecordDialog):
    """Which of those who wait gets a free slot. Choosing opens the booking."""

    def __init__(self, parent: QWidget, workplace: Workplace, words: str, rows: Sequence[WaitingRow]) -> None:
        super().__init__(
            parent, workplace.operations, "Book this slot for whom?", None, explanation=words,
            verbs=("Cancel", "Go on"), names=("bookFor.cancel", "bookFor.go"), enter_saves=True,
        )  # fmt: skip
        self.setObjectName("bookFor")
        self.rows = list(rows)
        options = tuple((str(place), _who(row)) for place, row in enumerate(self.rows))
        self._who = ChoiceBox("Child", options, name="bookFor.child", none="Choose a child")
        self._who.set_value("0" if options else "")
        self.add("Child", self._who, hint="Those who wait for this kind, most urgent first.")
        self.ready()

    @property
    def chosen(self) -> WaitingRow | None:
        return self.rows[int(self._who.value())] if self._who.value() else None

    def commands(self) -> Runs:
        return []

    def save(self) -> None:
        if self.chosen is None:
            self._show("Child: choose one")
            return
        self.accept()


def _who(row: WaitingRow) -> str:
    needs = f", {row.needs.words}" if row.needs.words else ""
    return f"{row.shown_name}, {row.kind} by {row.latest_words}{needs}"
