"""Everything a form still asks for, section by section, each with a way there."""

from collections.abc import Callable
from itertools import groupby

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.forms import Form, Gap
from lac_tracker.domain.questions import words
from lac_tracker.ui import theme
from lac_tracker.ui.forms.side_panel import scrolled
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, label

_WIDTH = 70  # characters


class GapList(QDialog):
    """Opened with `open()`. 'Go' closes it and calls `go` with the id of the question."""

    def __init__(
        self, parent: QWidget, form: Form, name: str, gaps: tuple[Gap, ...], go: Callable[[str], None]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("gaps")
        self.setWindowTitle("Gaps")
        self._go = go
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(5), space(6), space(4))
        column.setSpacing(space(3))
        stops = sum(gap.kind == "fix" for gap in gaps)
        column.addWidget(heading(_counted(stops, len(gaps) - stops)))
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, space(2), 0)
        lines.setSpacing(space(2))
        titles = {section.id: f"{section.label}  {words(section.title, name)}" for section in form.sections}
        number = 0
        for section_id, found in groupby(gaps, key=lambda gap: gap.section_id):
            lines.addSpacing(space(2))
            lines.addWidget(label(titles[section_id]))
            for gap in found:
                number += 1
                lines.addLayout(self._line(gap, number))
        lines.addStretch()
        column.addWidget(scrolled(inside), 1)
        close = PlainButton("Close", "primary", name="gaps.close")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        column.addLayout(foot)
        room = parent.screen().availableGeometry()
        self.resize(
            min(theme.current().characters(_WIDTH), round(room.width() * 0.9)),
            min(inside.sizeHint().height() + theme.current().scaled(160), round(room.height() * 0.85)),
        )
        first = self.findChild(PlainButton, "gaps.go.1")
        (first or close).setFocus()

    def _line(self, gap: Gap, number: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.current().space(3))
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(PlainLabel(gap.words, wraps=True))
        said.addWidget(hint("Stops signing" if gap.kind == "fix" else "Needs a reason at signing"))
        row.addLayout(said, 1)
        go = PlainButton("Go", "row", name=f"gaps.go.{number}")
        go.setAccessibleName(f"Go: {gap.words}")
        go.clicked.connect(lambda _checked=False: self._leave_for(gap.question_id))
        row.addWidget(go)
        return row

    def _leave_for(self, question_id: str) -> None:
        self.accept()
        self._go(question_id)


def _counted(stops: int, explains: int) -> str:
    parts = []
    if stops:
        parts.append(f"{stops} {'gap stops' if stops == 1 else 'gaps stop'} signing")
    if explains:
        parts.append(f"{explains} {'needs' if explains == 1 else 'need'} a reason")
    return ", ".join(parts) or "No gaps left"
