"""S30 Jotter beside the form: notes with their time, where each belongs, and filing them there."""

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.services import jotter
from lac_tracker.services.changes import Changes
from lac_tracker.services.jotter import Filed, Note
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.widgets.emptied import emptied

_QUIET_MS = 800  # a note is kept after so long without a key, before Enter, too


class JotterTab(QWidget):
    """Signals:
    filing: a note is about to be written into the form: what was typed there must be told first.
    counted: how many notes wait now.
    hide_wanted: the jotter is to be put away.
    """

    filing = Signal()
    counted = Signal(int)
    hide_wanted = Signal()

    def __init__(self, operations: Operations, assessment_id: int) -> None:
        super().__init__()
        self._operations, self._assessment_id = operations, assessment_id
        self._typed_id: int | None = None  # the note that is being typed, once it was kept
        space = theme.current().space
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self.keep_typed)
        self._list = QWidget()
        self._list.setObjectName("jot.list")
        self._list.setAccessibleName("Notes to file")
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(space(3))
        self.new = QLineEdit()
        self.new.setObjectName("jot.new")
        self.new.setAccessibleName("New note")
        self.new.setPlaceholderText("Type a note, Enter to add")
        self.new.setMaxLength(jotter.LONGEST_NOTE)
        self.new.textEdited.connect(lambda _text: self._quiet.start())
        self.new.returnPressed.connect(self._add)
        self._said = hint("")
        self._said.setObjectName("jot.said")
        self._left = PlainLabel(wraps=True)
        self._left.setObjectName("jot.left")
        self._file_all = PlainButton("File all to suggested sections", "row", name="jot.fileAll")
        self._file_all.clicked.connect(lambda _checked=False: self._file_every())
        hide = PlainButton("Hide (Ctrl+J)", "link", name="jot.hide")
        hide.clicked.connect(lambda _checked=False: self.hide_wanted.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, space(2), 0)
        column.setSpacing(space(3))
        column.addWidget(hint("Notes that are not part of the record until you file them"))
        for widget in (self.new, self._said, self._list, self._left):
            column.addWidget(widget)
        for button in (self._file_all, hide):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        self._said.hide()

    def refresh(self) -> None:
        """Read the notes anew."""
        shown = self._operations.ask(jotter.shown, self._assessment_id)
        emptied(self._lines)
        listed = [note for note in shown.notes if note.id != self._typed_id]
        for number, note in enumerate(listed, 1):
            self._lines.addWidget(self._line(note, shown.sections, number))
        count = len(shown.notes)
        notes = "1 note" if count == 1 else f"{count} notes"
        self._left.setText(
            f"{notes} to file. You can't sign until the jotter is empty."
            if count
            else "Jot anything. File it later."
        )
        self._file_all.setVisible(any(note.section_id for note in listed))
        self.counted.emit(count)

    def keep_typed(self) -> bool:
        """Keep what stands in the field, without Enter; False when it could not be."""
        self._quiet.stop()
        words = self.new.text()
        if self._typed_id is None:
            if not words.strip():
                return True
            made = self._operations.do(jotter.add, self._assessment_id, words)
        else:
            made = self._operations.do(jotter.change, self._typed_id, words)
        if isinstance(made, Changes):
            self._typed_id = made.made_id
        return made is not None

    def _add(self) -> None:
        if self.keep_typed():
            self._typed_id = None
            self.new.clear()
            self.refresh()

    def _line(self, note: Note, sections: tuple[tuple[str, str], ...], number: int) -> QWidget:
        space = theme.current().space
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1))
        words = PlainLabel(f"{_time(note.noted_at)}  {note.words}", wraps=True)
        words.setObjectName(f"jot.note.{number}")
        column.addWidget(words)
        combo = _Combo()
        combo.setObjectName(f"jot.section.{number}")
        combo.setAccessibleName(f"Section for: {note.words}")
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        combo.setMinimumContentsLength(8)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.addItem("Choose a section", "")
        for section_id, said in sections:
            combo.addItem(said, section_id)
        combo.setCurrentIndex(max(combo.findData(note.section_id or ""), 0))
        combo.activated.connect(lambda _place: self._choose(note.id, str(combo.currentData())))
        column.addWidget(combo)
        buttons = QHBoxLayout()
        buttons.setSpacing(space(2))
        file = PlainButton("File", "row", name=f"jot.file.{number}")
        file.setAccessibleName(f"File: {note.words}")
        file.clicked.connect(lambda _checked=False: self._file(note.id, str(combo.currentData())))
        remove = PlainButton("Remove", "link", name=f"jot.remove.{number}")
        remove.setAccessibleName(f"Remove: {note.words}")
        remove.clicked.connect(lambda _checked=False: self._remove(note.id))
        for button in (file, remove):
            buttons.addWidget(button)
        buttons.addStretch()
        column.addLayout(buttons)
        return line

    def _choose(self, note_id: int, section_id: str) -> None:
        if section_id:
            self._operations.do(jotter.choose_section, note_id, section_id)

    def _file(self, note_id: int, section_id: str) -> None:
        if not section_id:
            self._say("Choose a section for this note first.")
            return
        self.filing.emit()
        self._tell(self._operations.do(jotter.file, note_id, section_id))

    def _file_every(self) -> None:
        self.filing.emit()
        self._tell(self._operations.do(jotter.file_all, self._assessment_id))

    def _remove(self, note_id: int) -> None:
        if self._operations.do(jotter.remove, note_id) is not None:
            self._say("Removed.")
            self._settle_down()

    def _tell(self, changes: Changes | None) -> None:
        """Say where notes went: it may not be where the person is looking."""
        filed = changes.report if changes is not None else None
        if not isinstance(filed, tuple):
            return
        places = dict.fromkeys(
            f"section {one.section_words}, under '{one.question_words}'"
            for one in filed
            if isinstance(one, Filed)
        )
        if len(filed) == 1:
            self._say(f"Filed in {next(iter(places))}.")
        else:
            self._say(
                f"{len(filed)} jotter notes filed: {'; '.join(places)}."
                if filed
                else "Choose a section first."
            )
        self._settle_down()

    def _settle_down(self) -> None:
        """The line with the keyboard is gone: the field for a new note takes it."""
        self.refresh()
        self.new.setFocus()

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))
        announce(self, words)


class _Combo(QComboBox):
    """Does not change by the mouse wheel: scrolling the panel must not choose."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _time(at: datetime) -> str:
    return f"{at.astimezone():%H:%M}"
