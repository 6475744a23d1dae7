"""S09e Pause: why one stops, what is left, and when it is picked up. Three presses: Ctrl+Shift+P, a digit, Enter."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from lac_tracker.services import pauses
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainTextEdit, doubled
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.record_page import Desk
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup

_ELSE = "something_else"


class PauseDialog(RecordDialog):
    """Opened with `open()`; `accepted` means it is paused and `words` says so."""

    def __init__(self, parent: QWidget, desk: Desk, assessment_id: int, *, at: str = "") -> None:
        """at: id of the question or section with the keyboard, to come back to."""
        today = desk.workplace.today()
        facts = desk.operations.ask(pauses.before_pause, assessment_id, today=today)
        super().__init__(
            parent, desk.operations, "Pause this assessment", facts.banner, explanation=facts.clock_words,
            verbs=("Keep going", "Pause"), names=("pause.cancel", "pause.confirm"), enter_saves=True,
        )  # fmt: skip
        self.setObjectName("pause")
        self._facts, self._today, self._at = facts, today, at
        self.words = f"Paused. {facts.called}'s {facts.kind} shows as seen, part done."
        numbered = tuple((key, f"{number}  {said}") for number, (key, said) in enumerate(facts.reasons, 1))
        self._why = RadioGroup("Why are you stopping", numbered, name="pause.why")
        self._other = QLineEdit()
        self._other.setObjectName("pause.other")
        self._other.setMaxLength(2_001)
        self._left = PlainTextEdit(", ".join(facts.left), least_lines=1, most_lines=4)
        self._left.setObjectName("pause.left")
        self._when = DateField("Pick-up date", today, direction="future", name="pause.when")
        self._when.set_value(facts.pick_up_on)
        self._book = QCheckBox(doubled("Make an appointment for that day"))
        self._book.setObjectName("pause.book")
        self.add("Why are you stopping?", self._why)
        self._other_field = self.add("Why you are stopping", self._other)
        self.add("Left to do", self._left, hint="Filled in for you. Change it if you like.")
        self.add("Pick-up date", self._when, hint="When will you pick it up?")
        self._column.addWidget(self._book)
        self._other_field.hide()
        self._why.changed.connect(self._chosen)
        self._why.picked.connect(self._picked)
        self.setMinimumWidth(theme.current().characters(64))
        self.ready()
        room = self.screen().availableGeometry().height()
        self.resize(self.width(), min(theme.current().scaled(700), round(room * 0.9)))

    def commands(self) -> Runs:
        given = {
            "today": self._today,
            "reason": self._why.value(),
            "note": self._other.text() if self._why.value() == _ELSE else "",
            "left_to_do": self._left.toPlainText(),
            "pick_up_on": self._when.value(),
            "books": self._book.isChecked(),
            "at_question": self._at,
        }
        return [(pauses.pause, (self._facts.assessment_id,), given)]

    def _chosen(self, key: str) -> None:
        self._other_field.setVisible(key == _ELSE)

    def _picked(self, key: str) -> None:
        """Something else asks for words; after any other choice Enter pauses."""
        if key == _ELSE:
            self._other.setFocus()
