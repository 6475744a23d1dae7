"""What is written of the newest questionnaire: what it means and what the child thinks, kept while it is typed."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.sdq import Questionnaire
from lac_tracker.services import sdq
from lac_tracker.ui import theme
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import PlainLabel, PlainTextEdit, hint, quote
from lac_tracker.ui.screens.record_page import attempt
from lac_tracker.ui.widgets.field import Field

KEEP_AFTER_MS = 2_000
_INFORMANTS = {"carer": "carer’s", "teacher": "teacher’s", "self": "own"}


class WrittenAbout(QWidget):
    """Saved 2 seconds after the last key, on leaving a field and on leaving the page."""

    def __init__(self, operations: Operations, called: str, *, may_edit: bool) -> None:
        super().__init__()
        self._operations = operations
        self._one: Questionnaire | None = None
        self._version = 0
        self.is_saving = False
        self.means, self.thinks = _text("sdqv.means"), _text("sdqv.thinks")
        self._about = hint("")
        self._about.setObjectName("sdqv.about")
        self._means = Field(f"What does this mean for {called}?", self.means)
        self._thinks = Field(f"What does {called} think?", self.thinks)
        self._own_label = hint(f"In {called}’s own words")
        self._own = quote("")
        self._own.setObjectName("sdqv.ownWords")
        self._state = PlainLabel(type="hint")
        self._state.setObjectName("sdqv.saved")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(2))
        for widget in (self._about, self._means, self._thinks, self._own_label, self._own, self._state):
            column.addWidget(widget)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(KEEP_AFTER_MS)
        self._soon.timeout.connect(self.keep)
        for text in (self.means, self.thinks):
            text.setReadOnly(not may_edit)
            text.textChanged.connect(self._wait)
            text.left.connect(self.keep)

    def show_questionnaire(self, one: Questionnaire | None) -> None:
        """Show what was written of a questionnaire; what is being typed of the same one stays."""
        self.setVisible(one is not None)
        if one is None:
            self._one = None
            return
        is_same = self._one is not None and self._one.id == one.id
        if is_same and self._is_changed():
            return
        self._one, self._version = None, one.row_version
        if not is_same or (self.means.toPlainText(), self.thinks.toPlainText()) != (
            one.means,
            one.child_thinks,
        ):
            self.means.setPlainText(one.means)
            self.thinks.setPlainText(one.child_thinks)
        self._one = one
        if not is_same:
            self._state.setText("")
        whose = _INFORMANTS[one.informant]
        used = "" if one.is_used else " Both are asked before it counts as used in the review."
        self._about.setText(f"About the {whose} SDQ of {show_date(one.completed_on)}.{used}")
        for widget in (self._own_label, self._own):
            widget.setVisible(bool(one.own_words.strip()))
        self._own.setText(one.own_words)

    def keep(self) -> bool:
        """Save what was typed. False when it can't be kept: the words stand at the field."""
        self._soon.stop()
        if self._one is None or not self._is_changed():
            return True
        for field in (self._means, self._thinks):
            field.clear_error()
        self.is_saving = True
        changes, words = attempt(
            self._operations, sdq.say, self._one.id, means=self.means.toPlainText(),
            child_thinks=self.thinks.toPlainText(), seen_version=self._version,
        )  # fmt: skip
        self.is_saving = False
        if changes is None:
            field = self._thinks if words.startswith("What they think") else self._means
            field.show_error(words)
            return False
        self._state.setText(f"Saved {self._operations.now().astimezone():%H:%M:%S}")
        return True

    def kept_as(self, one: Questionnaire) -> None:
        """Take over the questionnaire as it is in the record after saving; the fields stay as they are."""
        if self._one is not None and self._one.id == one.id:
            self._one, self._version = one, one.row_version

    def _is_changed(self) -> bool:
        assert self._one is not None
        typed = (self.means.toPlainText().strip(), self.thinks.toPlainText().strip())
        return typed != (self._one.means, self._one.child_thinks)

    def _wait(self) -> None:
        if self._one is not None:
            self._soon.start()


def _text(name: str) -> PlainTextEdit:
    text = PlainTextEdit(least_lines=2)
    text.setObjectName(name)
    return text
