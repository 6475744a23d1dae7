"""What is written of the newest questionnaire: what it means and what the child thinks, kept while it is typed."""

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import DatabaseUnavailable, UserError
from lac_tracker.domain.sdq import Questionnaire
from lac_tracker.services import sdq
from lac_tracker.services.changes import Changes
from lac_tracker.ui import theme
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import PlainLabel, PlainTextEdit, hint, quote
from lac_tracker.ui.screens.record_page import attempt
from lac_tracker.ui.widgets.field import Field

KEEP_AFTER_MS = 2_000
_INFORMANTS = {"carer": "carer’s", "teacher": "teacher’s", "self": "own"}


class WrittenAbout(QWidget):
    """Saved 2 seconds after the last key and on leaving a field, on the worker; on leaving the page it is waited for."""

    _refused = Signal(str)

    def __init__(self, operations: Operations, called: str, *, may_edit: bool) -> None:
        super().__init__()
        self._operations = operations
        self._one: Questionnaire | None = None
        self._version = 0
        self._is_saving = False
        self._wants_more = False  # a field was left while something was on its way
        self._sent, self._kept = (
            False,
            Changes(),
        )  # whether something is on its way, and what the last came to
        self._refused.connect(self._show_refused)
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
        self._soon.timeout.connect(self._keep_meanwhile)
        for text in (self.means, self.thinks):
            text.setReadOnly(not may_edit)
            text.textChanged.connect(self._wait)
            text.left.connect(self._keep_meanwhile)

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
        if self._sent and self._operations.wait_for_saves():
            self._sent = False
        if self._one is None or not self._is_changed():
            return True
        self._clear_errors()
        self._is_saving = True
        changes, words = attempt(self._operations, sdq.say, self._one.id, **self._typed())
        self._is_saving = False
        if changes is None:
            self._show_refused(words)
        return changes is not None

    def is_own(self, changes: Changes) -> bool:
        """Whether changes are what was typed here: the fields stay as they are."""
        return self._is_saving or changes is self._kept

    def kept_as(self, one: Questionnaire) -> None:
        """Take over the questionnaire as it is in the record after saving; what was typed meanwhile is saved next."""
        self._sent = False
        self._state.setText(f"Saved {self._operations.now().astimezone():%H:%M:%S}")
        if self._one is not None and self._one.id == one.id:
            self._one, self._version = one, one.row_version
            if self._wants_more:
                self._keep_meanwhile()
            elif self._is_changed():
                self._soon.start()

    def _keep_meanwhile(self) -> None:
        """Save what was typed without waiting for it: one save at a time, for the next has to know what it came to."""
        self._wants_more = self._sent
        if self._sent or self._one is None or not self._is_changed():
            return
        self._soon.stop()
        self._clear_errors()
        self._sent = True
        self._operations.save(self._say, self._one.id, **self._typed())

    def _say(self, *args: Any, **kwargs: Any) -> Changes:
        """On the worker: save, and remember which changes are ours."""
        try:
            self._kept = sdq.say(*args, **kwargs)
        except DatabaseUnavailable:
            raise  # nothing is wrong with the words: they are tried again
        except UserError as error:
            self._refused.emit(str(error))
            raise
        return self._kept

    def _typed(self) -> dict[str, Any]:
        texts = {"means": self.means.toPlainText(), "child_thinks": self.thinks.toPlainText()}
        return texts | {"seen_version": self._version}

    def _clear_errors(self) -> None:
        for field in (self._means, self._thinks):
            field.clear_error()

    def _show_refused(self, words: str) -> None:
        self._sent = False
        field = self._thinks if words.startswith("What they think") else self._means
        field.show_error(words)

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
