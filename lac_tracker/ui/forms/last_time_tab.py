"""'Last time' beside the form: what was answered before, and copying text of it, marked, into the field one was in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.questions import Question, words
from lac_tracker.services.last_time import LastTime
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, label
from lac_tracker.ui.widgets.emptied import emptied


class LastTimeTab(QWidget):
    """Signals:
    copy_wanted: 'Copy to field' was pressed; carries the id of the question.
    """

    copy_wanted = Signal(str)

    def __init__(self, last: LastTime | None, name: str, *, read_only: bool) -> None:
        super().__init__()
        self._last, self._name, self._read_only = last, name, read_only
        self._question_id = ""
        self.title = PlainLabel(last.title if last else "No earlier assessment.", type="strong", wraps=True)
        self.title.setObjectName("form.last")
        self._where = hint("")
        self._where.setObjectName("form.copyLast.where")
        self.copy = PlainButton("Copy to field", "row", name="form.copyLast")
        self.copy.clicked.connect(lambda _checked=False: self.copy_wanted.emit(self._question_id))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.current().space(3))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.current().space(2), 0)
        column.setSpacing(theme.current().space(2))
        column.addWidget(self.title)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._where)
        column.addLayout(self._lines)
        column.addStretch()
        self._show_copy("")

    def show_section(self, asked: tuple[Question, ...], question_id: str) -> None:
        """Show what was answered last time to the questions of a section; question_id: the one the keyboard is in."""
        emptied(self._lines)
        found = 0
        for question in asked:
            before = self._last.answers.get(question.id) if self._last else None
            if before is None or not before.words:
                continue
            found += 1
            said = PlainLabel(before.words, wraps=True)
            said.setObjectName(f"form.last.{question.id}")
            said.make_selectable()
            both = QVBoxLayout()
            both.setSpacing(0)
            both.addWidget(label(words(question.ask, self._name)))
            both.addWidget(said)
            self._lines.addLayout(both)
        if self._last and not found:
            self._lines.addWidget(hint("Nothing was answered in this section last time."))
        self.show_question(question_id)

    def show_question(self, question_id: str) -> None:
        """Offer to copy into the question the keyboard came to."""
        self._question_id = question_id
        before = self._last.answers.get(question_id) if self._last else None
        self._show_copy(
            f"Into '{before.asked}'. You check it before signing." if before and before.can_be_copied else ""
        )

    def _show_copy(self, where: str) -> None:
        self._where.setText(where or "Go into a text field that was answered last time to copy its text.")
        self._where.setVisible(self._last is not None and not self._read_only)
        self.copy.setVisible(self._last is not None and not self._read_only)
        self.copy.setEnabled(bool(where))
