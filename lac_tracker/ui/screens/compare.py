"""Two assessments side by side. What is not the same has a bar and the word 'changed'."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QVBoxLayout, QWidget

from lac_tracker.services import comparing
from lac_tracker.services.comparing import ComparedLine, Comparison
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, doubled, heading, hint
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place, RecordPage, clear

_BAR = 4  # pixels


class ComparePage(RecordPage):
    """Place.assessment_id is the newer one; Place.about the id of the one before it."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "compare")
        assert place.assessment_id is not None
        self._found: Comparison = desk.operations.ask(
            comparing.compare, place.assessment_id, int(place.about)
        )
        self._only = QCheckBox(doubled("Only what changed"))
        self._only.setObjectName("compare.only")
        self._only.setChecked(True)
        self._only.toggled.connect(lambda _on: self._show())
        self.head.title.setText("Compare")
        self.head.add_button(self._only)
        space = theme.current().space
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(space(6), space(1), space(6), space(6))
        self._column.setSpacing(space(3))
        self._area = self.add_scrolled(inside)
        self._show()

    def words(self) -> str:
        return f"{self._found.before_title} and {self._found.now_title}"

    def take_focus(self) -> None:
        self._only.setFocus()

    def _show(self) -> None:
        clear(self._column)
        changed = [line for line in self._found.lines if line.changed]
        shown = changed if self._only.isChecked() else list(self._found.lines)
        answers = "1 answer changed" if len(changed) == 1 else f"{len(changed)} answers changed"
        self.head.say(f"{self._found.before_title} beside {self._found.now_title}. {answers}")
        section = ""
        for line in shown:
            if line.section != section:
                section = line.section
                self._column.addWidget(heading(section))
            self._column.addWidget(self._line(line))
        if not shown:
            self._column.addWidget(PlainLabel("Nothing changed between the two.", wraps=True))
        self._column.addStretch()

    def _line(self, line: ComparedLine) -> QWidget:
        space = theme.current().space
        box = QFrame()
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Tab walks the lines, and each comes into view
        box.setAccessibleName(
            f"{line.asked}: {'changed' if line.changed else 'the same'}. "
            f"{self._found.before_title}: {line.before or 'no answer'}. "
            f"{self._found.now_title}: {line.now or 'no answer'}"
        )
        grid = QGridLayout(box)
        grid.setContentsMargins(0, space(1), 0, space(2))
        grid.setHorizontalSpacing(space(3))
        asked = f"{line.asked} (changed)" if line.changed else line.asked
        is_large = (
            theme.current().text_percent >= LARGE
        )  # then beneath each other: two columns are too narrow
        across = 1 if is_large else 2
        parts = (
            (PlainLabel(asked, type="strong" if line.changed else "label", wraps=True), 0, 1, across),
            (hint(self._found.before_title), 1, 1, 1),
            (PlainLabel(line.before or "No answer", wraps=True), 2, 1, 1),
            (hint(self._found.now_title), 3 if is_large else 1, across, 1),
            (PlainLabel(line.now or "No answer", wraps=True), 4 if is_large else 2, across, 1),
        )
        grid.addWidget(_Bar("warn" if line.changed else "border"), 0, 0, 5 if is_large else 3, 1)
        for label, row, column, columns in parts:
            label.make_selectable()
            grid.addWidget(label, row, column, 1, columns, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 0 if is_large else 1)
        return box


class _Bar(QWidget):
    """The bar beside an answer, in the colour the theme has when it is painted."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self.setObjectName(f"compare.bar.{token}")
        self.setFixedWidth(_BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().colour(self._token))
