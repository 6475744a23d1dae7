"""A small field for words just heard: kept while they are typed, exactly as they are typed."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.questions import words
from lac_tracker.services import quotes
from lac_tracker.services.changes import Changes
from lac_tracker.services.quotes import KINDS
from lac_tracker.ui import theme
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import PlainButton, PlainLabel, PlainTextEdit, label
from lac_tracker.ui.widgets.radio_group import RadioGroup

_QUIET_MS = 800  # words are kept after so long without a key


class QuoteEditor(QWidget):
    """Signals:
    added: the words are on record.
    given_up: it was closed without words.
    """

    added = Signal()
    given_up = Signal()

    def __init__(self, operations: Operations, assessment_id: int, name: str) -> None:
        super().__init__()
        self._operations, self._assessment_id = operations, assessment_id
        self._section_id = ""
        self.typed_id: int | None = None  # the quote that is being typed, once it was kept
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self.keep_typed)
        self.text = PlainTextEdit(least_lines=2, most_lines=8)
        self.text.setObjectName("voice.words")
        self.text.setAccessibleName(f"What {name} said or showed")
        # Nothing is corrected, capitalised or suggested: they are somebody's own words.
        self.text.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhMultiLine
        )
        self.text.textChanged.connect(self._quiet.start)
        self.kind = RadioGroup(
            "Whose words are these?",
            tuple((key, words(said, name)) for key, said in KINDS),
            name="voice.kind",
        )
        self.kind.changed.connect(lambda _key: self._quiet.start())
        self._problem = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._problem.setObjectName("voice.problem")
        add = PlainButton("Add", "row", name="voice.add")
        add.clicked.connect(lambda _checked=False: self.finish())
        add.setToolTip("Add (Ctrl+Enter)")
        cancel = PlainButton("Cancel", "link", name="voice.cancel")
        cancel.clicked.connect(lambda _checked=False: self._give_up())
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addWidget(label(f"What {name} said or showed"))
        for widget in (self._problem, self.text, self.kind):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(add)
        row.addWidget(cancel)
        row.addStretch()
        column.addLayout(row)
        self._problem.hide()

    def open_for(self, section_id: str) -> None:
        """Open for words heard in a section; what stands there already stays, with the section it came from."""
        if self.isHidden():
            self._section_id = section_id
            self.kind.set_value("own_words")
            self.show()

    def keep_typed(self) -> bool:
        """Keep what stands in the field; True when there is nothing more to keep."""
        self._quiet.stop()
        said = self.text.toPlainText()
        if self.isHidden() or not said.strip():
            return True
        kind = self.kind.value() or "own_words"
        if self.typed_id is None:
            made = self._operations.do(quotes.add, self._assessment_id, self._section_id, said, kind)
        else:
            made = self._operations.do(quotes.change, self.typed_id, said, kind)
        if isinstance(made, Changes):
            self.typed_id = made.made_id
        return made is not None

    def finish(self) -> None:
        """Add the words and be done. Without any it says so."""
        if not self.text.toPlainText().strip():
            self._say("Enter what was said or seen")
        elif not self.kind.value():
            self._say("Choose whose words these are")
        elif self.keep_typed():
            self._start_afresh()
            self.added.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finish()
        else:
            super().keyPressEvent(event)

    def _give_up(self) -> None:
        """Close. What was kept while it was typed is struck out of the record."""
        self._quiet.stop()
        if self.typed_id is not None:
            self._operations.do(quotes.mark_in_error, self.typed_id, "Given up while it was being typed")
        self._start_afresh()
        self.given_up.emit()

    def _start_afresh(self) -> None:
        self.typed_id = None
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        self._problem.hide()

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.show()
        self.text.setFocus()
