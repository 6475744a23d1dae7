"""'Voice' beside the form: what the child said, now and before, and adding their words from any section (S29)."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.questions import words
from lac_tracker.services import quotes
from lac_tracker.services.quotes import KINDS, Quote
from lac_tracker.ui import theme
from lac_tracker.ui.forms.quote_editor import QuoteEditor
from lac_tracker.ui.messages import announce
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, quote
from lac_tracker.ui.widgets.emptied import emptied


class VoiceTab(QWidget):
    """Signals:
    add_wanted: 'Add her words' was pressed.
    done: words were added or given up: the keyboard may go back into the form.
    counted: how many things the child said are on record for this assessment.
    """

    add_wanted = Signal()
    done = Signal()
    counted = Signal(int)

    def __init__(
        self,
        operations: Operations,
        assessment_id: int,
        name: str,
        sections: Mapping[str, str],
        *,
        read_only: bool,
    ) -> None:
        """sections: id → '7 Health checks', to say where words were heard."""
        super().__init__()
        self._operations, self._assessment_id, self._name = operations, assessment_id, name
        self._sections, self._read_only = dict(sections), read_only
        space = theme.current().space
        self._count = PlainLabel(type="strong", wraps=True)
        self._count.setObjectName("voice.count")
        self._add = PlainButton(f"Add {name}'s words (Ctrl+')", "row", name="voice.addQuote")
        self._add.clicked.connect(lambda _checked=False: self.add_wanted.emit())
        self.editor = QuoteEditor(operations, assessment_id, name)
        self.editor.added.connect(self._added)
        self.editor.given_up.connect(self._close)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(space(3))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, space(2), 0)
        column.setSpacing(space(3))
        for widget in (self._count, self._add, self.editor):
            column.addWidget(widget)
        column.addLayout(self._lines)
        column.addStretch()
        self.editor.hide()
        self._add.setVisible(not read_only)

    def open_editor(self, section_id: str) -> QWidget:
        """Open the field for words heard in a section, and return what takes the keyboard."""
        self._add.hide()
        self.editor.open_for(section_id)
        return self.editor.text

    def refresh(self) -> None:
        """Read what is on record anew."""
        voice = self._operations.ask(quotes.voice, self._assessment_id)
        emptied(self._lines)
        here = [one for one in voice.here if one.id != self.editor.typed_id]
        things = "1 thing" if len(here) == 1 else f"{len(here)} things"
        self._count.setText(
            f"{things} {self._name} said or showed." if here else f"Nothing from {self._name} yet."
        )
        for number, one in enumerate(here, 1):
            self._lines.addWidget(self._line(one, number))
        if voice.earlier:
            self._lines.addWidget(heading("Earlier"))
        for one in voice.earlier:
            self._lines.addWidget(self._line(one, 0))
        self.counted.emit(len(here))

    def _line(self, one: Quote, number: int) -> QWidget:
        """number: from 1 among those of this assessment, which can be entered in error; 0 for earlier ones."""
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(1))
        said = quote(one.words)
        said.make_selectable()
        said.setObjectName(f"voice.quote.{number}" if number else "voice.earlier")
        column.addWidget(said)
        column.addWidget(hint(self._about(one)))
        if number and not self._read_only:
            button = PlainButton("Entered in error", "link", name=f"voice.error.{number}")
            button.setAccessibleName(f"Entered in error: {one.words}")
            reason = _Reason(lambda because: self._mark(one.id, because))
            button.clicked.connect(lambda _checked=False: reason.open(button))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(reason)
        return line

    def _about(self, one: Quote) -> str:
        kind = words(dict(KINDS)[one.kind], self._name)
        parts = [kind, show_date(one.heard_at.astimezone().date()), f"heard by {one.heard_by}"]
        if one.section_id in self._sections:
            parts.append(f"section {self._sections[one.section_id]}")
        return ", ".join(parts)

    def _mark(self, quote_id: int, because: str) -> None:
        if self._operations.do(quotes.mark_in_error, quote_id, because) is not None:
            announce(self, "Marked as entered in error.")
            self.refresh()
            self._add.setFocus()

    def _added(self) -> None:
        announce(self, "Saved.")
        self._close()

    def _close(self) -> None:
        self.editor.hide()
        self._add.show()
        self.refresh()
        self.done.emit()


class _Reason(QWidget):
    """Why words were entered in error: one line, opened where it is needed."""

    def __init__(self, mark: Callable[[str], None]) -> None:
        super().__init__()
        self._mark = mark
        self.line = QLineEdit()
        self.line.setObjectName("voice.reason")
        self.line.setAccessibleName("Why these words were entered in error")
        self.line.setPlaceholderText("Why?")
        self.line.setMaxLength(200)
        self.line.returnPressed.connect(self._go)
        go = PlainButton("Mark it", "row", name="voice.markError")
        go.clicked.connect(lambda _checked=False: self._go())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(go)
        self.hide()

    def open(self, button: QWidget) -> None:
        """Take the place of the button that opened it."""
        button.hide()
        self.show()
        self.line.setFocus()

    def _go(self) -> None:
        self._mark(self.line.text())
