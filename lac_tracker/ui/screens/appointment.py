"""Appointments: booking one, and recording what became of it. Every outcome leaves the clock running."""

from PySide6.QtWidgets import QLineEdit, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.visits import INTERPRETER, OUTCOMES, Appointment
from lac_tracker.services import appointments
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainTextEdit
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.record_page import Desk
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup

_KINDS = {"IHA": "Initial (IHA)", "RHA": "Review (RHA)"}


class BookDialog(RecordDialog):
    """Book an appointment (Ctrl+B)."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        facts: BannerFacts,
        kinds: tuple[str, ...],
        *,
        needs_interpreter: bool,
    ) -> None:
        """kinds: what it can be for, the one that is due first."""
        super().__init__(
            parent, desk.operations, "Book an appointment", facts,
            explanation="The clock keeps running until the assessment is done.",
            verbs=("Cancel", "Book it"), names=("book.cancel", "book.confirm"),
        )  # fmt: skip
        self.setObjectName("book")
        self._desk, self._today = desk, desk.workplace.today()
        self._kind = RadioGroup("For", tuple((kind, _KINDS[kind]) for kind in kinds), name="book.kind")
        self._kind.set_value(kinds[0])
        self._on = DateField("Date of the appointment", self._today, name="book.on")
        self._at = _line("book.at", width=10, longest=20)
        self._place = _line("book.place")
        self._interpreter = RadioGroup("Interpreter", INTERPRETER, name="book.interpreter")
        self._interpreter.set_value("needed" if needs_interpreter else "not_needed")
        self.add("For", self._kind)
        self.add("Date of the appointment", self._on)
        self.add("Time", self._at, hint="As it was agreed, such as 10:30.", optional=True)
        self.add("Place", self._place, optional=True)
        self.add("Interpreter", self._interpreter)
        self.words = "Appointment booked."
        self.ready()
        self._on.setFocus()

    def commands(self) -> Runs:
        given = {
            "today": self._today,
            "kind": self._kind.value(),
            "takes_place_on": self._on.value(),
            "starts_at": self._at.text(),
            "place": self._place.text(),
            "interpreter": self._interpreter.value(),
        }
        return [(appointments.book, (self._desk.child_id,), given)]


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
