"""Editing who the child is, one subject at a time: the value or why there is none, who was asked, what it means."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from lac_tracker.domain.about import STATES, SUBJECTS, Subject
from lac_tracker.domain.children import BannerFacts
from lac_tracker.services import about
from lac_tracker.services.about import AboutSubject
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainTextEdit
from lac_tracker.ui.screens.code_choice import CodeChoice
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

Runs = list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]

_LINE = 36  # characters
_MEANS = {
    "ethnicity": "Such as hair and skin care, and health risks to look for.",
    "language": "Such as long appointments, written words in their language, who must not interpret.",
    "religion": "Food, fasting, dress, medicines, who should be in the room.",
}
_VALUE_LABELS = {
    "ethnicity": "Ethnicity",
    "language": "First language",
    "religion": "Religion or belief",
    "communication": "Needs",
}


class AboutDialog(RecordDialog):
    """One subject of About. Its codes for the NHS and for the council's return follow and are shown, doubts too."""

    corrected = "_held"

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, subject: Subject
    ) -> None:
        held: AboutSubject = workplace.operations.ask(about.subject_of, child_id, subject)
        codes = "; ".join(one.words for one in held.derived)
        super().__init__(
            parent, workplace.operations, SUBJECTS[subject], facts,
            explanation=f"Codes sent: {codes}." if codes else "",
        )  # fmt: skip
        self.setObjectName("about.dialog")
        self._child_id, self._held = child_id, held
        self._made_with = (workplace, child_id, facts)
        self._state = RadioGroup(
            "What is known", tuple((state.value, words) for state, words in STATES), name="about.state"
        )
        self._state.set_value(held.state.value)
        self._add_value()
        self.add("What is known", self._state)
        self._place_value()
        self._own = _line("about.own", held.own_words)
        if subject in ("ethnicity", "religion"):
            called = facts.preferred or "they"
            self.add("In their own words", self._own, hint=f"How {called} describes it.", optional=True)
        if subject == "language":
            self._add_language()
        self._of = _line("about.askedOf", held.asked_of)
        self.add("Who was asked", self._of, hint="Such as Mara, or her carer.", optional=True)
        self._on = DateField("Date asked", workplace.today(), direction="past", name="about.askedOn")
        self._on.set_value(held.asked_on)
        self.add("Date asked", self._on, hint="Today when left blank.", optional=True)
        self._means = _text("about.means", held.means)
        if subject != "communication":
            self.add(
                "What this means for care",
                self._means,
                hint=f"Printed for the GP. {_MEANS[subject]}",
                optional=True,
            )
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        return AboutDialog(self, *self._made_with, self._held.subject)

    def commands(self) -> Runs:
        held = self._held
        given: dict[str, Any] = {
            "state": self._state.value(),
            "value": self._value(),
            "own_words": self._own.text(),
            "means": self._means.toPlainText(),
            "asked_of": self._of.text(),
            "asked_on": self._on.value(),
            "seen_version": held.version,
        }
        if held.subject == "language":
            given |= {
                "preferred_language": self._preferred.value(),
                "interpreter_needed": self._interpreter.value() or "not_known",
                "interpreter_wishes": self._wishes.text(),
            }
        return [(about.record, (self._child_id, held.subject), given)]

    def _add_value(self) -> None:
        held = self._held
        if held.subject == "communication":
            self._words = _text("about.value", held.code)
        else:
            may_type = held.subject == "language"
            self._code = CodeChoice(
                _VALUE_LABELS[held.subject], held.choices, name="about.value", may_type=may_type
            )
            self._code.set_value(dict(held.choices).get(held.code, held.code) if may_type else held.code)
            self._code.changed.connect(self._recorded)

    def _place_value(self) -> None:
        label = _VALUE_LABELS[self._held.subject]
        if self._held.subject == "communication":
            hint = "Such as Makaton, hearing aids, easy words, more time, a step-free room."
            self.add(label, self._words, hint=hint, optional=True)
        else:
            self.add(label, self._code)

    def _add_language(self) -> None:
        held = self._held
        self._preferred = CodeChoice(
            "Language for talking about health", held.choices, name="about.preferred", may_type=True
        )
        self._preferred.set_value(dict(held.choices).get(held.preferred_language, held.preferred_language))
        self._interpreter = RadioGroup(
            "Interpreter needed?", (("yes", "Yes"), ("no", "No"), ("not_known", "Not known")), name="about.interpreter"
        )  # fmt: skip
        self._interpreter.set_value(held.interpreter_needed)
        self._wishes = _line("about.wishes", held.interpreter_wishes)
        self.add("Language for talking about health", self._preferred, optional=True)
        self.add("Interpreter needed?", self._interpreter)
        hint = "Dialect, man or woman, somebody known or not; what they read and write. Never a carer or relative."
        self.add("About the interpreter", self._wishes, hint=hint, optional=True)

    def _value(self) -> str:
        return self._words.toPlainText() if self._held.subject == "communication" else self._code.value()

    def _recorded(self, value: str) -> None:
        """A value that is chosen is recorded: nobody has to say so twice."""
        if value:
            self._state.set_value("recorded")


def _line(name: str, words: str) -> QLineEdit:
    line = QLineEdit(words)
    line.setObjectName(name)
    line.setMinimumWidth(theme.current().characters(_LINE))
    line.setMaxLength(201)  # one more than fits, so that too much is explained and not cut
    return line


def _text(name: str, words: str) -> PlainTextEdit:
    text = PlainTextEdit(words, least_lines=2)
    text.setObjectName(name)
    return text
