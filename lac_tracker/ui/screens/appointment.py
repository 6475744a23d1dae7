"""Appointments: booking one, and recording what became of it. Every outcome leaves the clock running."""

from PySide6.QtWidgets import QLineEdit, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.visits import INTERPRETER, OUTCOMES, Appointment
from lac_tracker.services import appointments
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, PlainTextEdit, hint
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.record_page import Desk
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup

_KINDS = {"IHA": "Initial (IHA)", "RHA": "Review (RHA)"}
_ELSEWHERE = "Another date or place"
_SLOT_WIDTH = 48  # characters


class BookDialog(RecordDialog):
    """Book an appointment (Ctrl+B): a free slot of a clinic, or a day and place that were agreed."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        facts: BannerFacts,
        kinds: tuple[str, ...],
        *,
        needs_interpreter: bool,
        offers_best: bool = True,
    ) -> None:
        """kinds: what it can be for, the one that is due first. offers_best: begin with the slot that fits best."""
        super().__init__(
            parent, desk.operations, "Book an appointment", facts,
            explanation="The clock keeps running until the assessment is done.",
            verbs=("Cancel", "Book it"), names=("book.cancel", "book.confirm"),
        )  # fmt: skip
        self.setObjectName("book")
        self._desk, self._today, self._offers_best = desk, desk.workplace.today(), offers_best
        self._kind = RadioGroup("For", tuple((kind, _KINDS[kind]) for kind in kinds), name="book.kind")
        self._kind.set_value(kinds[0])
        self._slot = ChoiceBox("Free slot", (), name="book.slot", none=_ELSEWHERE)
        self._warning = PlainLabel(type="strong", tone="warn", wraps=True)
        self._warning.setObjectName("book.warning")
        self._on = DateField("Date of the appointment", self._today, name="book.on")
        self._at = _line("book.at", width=10, longest=20)
        self._place = _line("book.place")
        self._interpreter = RadioGroup("Interpreter", INTERPRETER, name="book.interpreter")
        self._interpreter.set_value("needed" if needs_interpreter else "not_needed")
        self.add("For", self._kind)
        self._slot_field = self.add("Free slot", self._slot)
        self._told = hint("")
        self._told.setObjectName("book.slotWords")
        self.add_words(self._told)
        self.add_words(self._warning)
        self._elsewhere = (
            self.add("Date of the appointment", self._on),
            self.add("Time", self._at, hint="As it was agreed, such as 10:30.", optional=True),
            self.add("Place", self._place, optional=True),
        )
        self.add("Interpreter", self._interpreter)
        self.words = "Appointment booked."
        self._kind.changed.connect(lambda _kind: self._offer_slots())
        self._slot.changed.connect(lambda _key: self._show_what_belongs())
        self._offer_slots()
        self.ready()
        (self._slot if self._held.choices else self._on).setFocus()

    def commands(self) -> Runs:
        given = {
            "today": self._today,
            "kind": self._kind.value(),
            "interpreter": self._interpreter.value(),
        }
        if self._slot.value():
            given["slot_id"] = int(self._slot.value())
            return [(self._book_slot, (self._desk.child_id,), given)]
        given |= {
            "takes_place_on": self._on.value(),
            "starts_at": self._at.text(),
            "place": self._place.text(),
        }
        return [(appointments.book, (self._desk.child_id,), given)]

    def _offer_slots(self) -> None:
        """Offer the free slots of what it is for; where there is none, say so."""
        from lac_tracker.services import clinic_bookings  # reads tables that a record does without

        kind, self._book_slot = self._kind.value(), clinic_bookings.book_slot
        self._held = self._desk.operations.ask(
            clinic_bookings.booking, self._desk.child_id, today=self._today, kind=kind
        )
        self._slot.clear()
        self._slot.addItem(_ELSEWHERE, "")
        for one in self._held.choices:
            self._slot.addItem(one.words, str(one.slot.slot_id))
        best = self._held.best_slot_id if self._offers_best else None
        self._slot.set_value(str(best) if best else "")
        self._slot.setMinimumContentsLength(_SLOT_WIDTH)
        self._slot_field.setVisible(bool(self._held.choices))
        self._show_what_belongs()

    def _show_what_belongs(self) -> None:
        """A slot has its day, time and place; what to know of its clinician is said, and forbids nothing."""
        chosen = next(
            (one for one in self._held.choices if str(one.slot.slot_id) == self._slot.value()), None
        )
        for field in self._elsewhere:
            field.setVisible(chosen is None)
        none = f"No clinic has a free slot for an {self._kind.value()}. Enter the day that was agreed."
        self._told.setText(chosen.words if chosen else "" if self._held.choices else none)
        self._told.setVisible(bool(self._told.text()))
        said = [] if chosen is None or chosen.fits else ["This slot does not meet what the child needs."]
        if chosen is not None:
            said.append(dict(self._held.warnings).get(chosen.slot.clinician_id, ""))
        self._warning.setText(" ".join(one for one in said if one))
        self._warning.setVisible(bool(self._warning.text()))


class OutcomeDialog(RecordDialog):
    """What happened: seen, part done, was not brought, cancelled, moved. Each asks for what belongs to it."""

    def __init__(self, parent: QWidget, desk: Desk, facts: BannerFacts, one: Appointment) -> None:
        super().__init__(
            parent, desk.operations, f"{one.kind} on {show_date(one.takes_place_on)}: what happened?", facts,
            verbs=("Cancel", "Record it"), names=("outcome.cancel", "outcome.confirm"),
        )  # fmt: skip
        self.setObjectName("outcome")
        self._one, self._today = one, desk.workplace.today()
        options = tuple((key, f"{number}  {said}") for number, (key, said) in enumerate(OUTCOMES, 1))
        self._what = RadioGroup("What happened", options, name="outcome.what")
        self._step = PlainTextEdit(least_lines=2)
        self._step.setObjectName("outcome.step")
        self._step_by = _line("outcome.stepBy")
        self._step_on = DateField(
            "Date it will be done by", self._today, direction="future", name="outcome.stepOn"
        )
        self._cancelled_by = _line("outcome.cancelledBy")
        self._moved_to = DateField("New date", self._today, direction="future", name="outcome.movedTo")
        self._at = _line("outcome.at", width=10, longest=20)
        self._note = PlainTextEdit(least_lines=2)
        self._note.setObjectName("outcome.note")
        self.add("What happened?", self._what)
        step = self.add("Next step", self._step, hint="What will be done so that the child is seen.")
        self._only: dict[str, tuple[Field, ...]] = {
            "was_not_brought": (
                step,
                self.add("Who will do it", self._step_by, hint="One person: name and role."),
                self.add("Date it will be done by", self._step_on),
            ),
            "cancelled": (self.add("Who cancelled", self._cancelled_by),),
            "moved": (
                self.add("New date", self._moved_to),
                self.add("Time", self._at, optional=True),
            ),
        }
        self._note_field = self.add("Note", self._note, optional=True)
        self._what.changed.connect(self._show_what_belongs)
        self._what.picked.connect(self._go_on)
        self._show_what_belongs("")
        self.words = "Recorded what happened."
        self.setMinimumHeight(
            min(theme.current().scaled(660), round(self.screen().availableGeometry().height() * 0.9))
        )
        self.ready()

    def commands(self) -> Runs:
        given = {
            "today": self._today,
            "outcome": self._what.value(),
            "note": self._note.toPlainText(),
            "cancelled_by": self._cancelled_by.text(),
            "next_step": self._step.toPlainText(),
            "next_step_by": self._step_by.text(),
            "next_step_on": self._step_on.value(),
            "moved_to": self._moved_to.value(),
            "starts_at": self._at.text(),
        }
        return [(appointments.record_outcome, (self._one.id,), given)]

    def _show_what_belongs(self, outcome: str) -> None:
        for key, fields in self._only.items():
            for field in fields:
                field.setVisible(key == outcome)
        words = "Why it was cancelled" if outcome == "cancelled" else "Note (optional)"
        self._note_field.label.setText(words)
        self._note.setAccessibleName(words)

    def _go_on(self, outcome: str) -> None:
        """Move to the first thing the outcome asks for."""
        self._only.get(outcome, (self._note_field,))[0].control.setFocus()


class InterpreterDialog(RecordDialog):
    """Whether the interpreter for an appointment is booked."""

    def __init__(self, parent: QWidget, desk: Desk, facts: BannerFacts, one: Appointment) -> None:
        super().__init__(
            parent, desk.operations, f"Interpreter for {show_date(one.takes_place_on)}", facts,
            names=("interpreter.cancel", "interpreter.confirm"), enter_saves=True,
        )  # fmt: skip
        self.setObjectName("interpreter")
        self._one = one
        self._choice = RadioGroup("Interpreter", INTERPRETER, name="interpreter.choice")
        self._choice.set_value(one.interpreter or "")
        self.add("Interpreter", self._choice)
        self.words = "Interpreter recorded."
        self.ready()

    def commands(self) -> Runs:
        return [(appointments.set_interpreter, (self._one.id,), {"interpreter": self._choice.value()})]


def _line(name: str, *, width: int = 36, longest: int = 200) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(name)
    line.setMaxLength(longest + 1)  # one more than fits, so that too much is explained and not cut
    if width < 36:
        line.setFixedWidth(theme.current().characters(width) + theme.current().space(4))
    else:
        line.setMinimumWidth(theme.current().characters(width))
    return line
