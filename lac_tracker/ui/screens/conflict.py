"""What every dialog about two people's changes looks like (2.30): both beside each other, and a person chooses."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, label
from lac_tracker.ui.screens.record_page import scroll_area
from lac_tracker.ui.screens.who_line import who_line

TITLE = "Someone else changed this while you were working"
_WIDTH = 110  # characters


class ConflictDialog(QDialog):
    """Opened with `open()`. Subclasses fill the table and say what using a choice means."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("conf")
        self.setWindowTitle(TITLE)

    def lay_out(
        self, about: str, facts: BannerFacts | None, columns: tuple[str, ...], verbs: tuple[str, str]
    ) -> None:
        """about: how many are different. columns: the heads of the table, the first what it is. verbs: later, use."""
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(5), space(6), space(4))
        column.setSpacing(space(3))
        column.addWidget(heading(TITLE))
        if facts is not None:
            column.addWidget(who_line(facts))
        column.addWidget(PlainLabel(about, wraps=True))
        table = QWidget()
        table.setObjectName("conf.table")
        table.setAccessibleName(f"{columns[0]}s that are different")
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, space(2), 0)
        grid.setHorizontalSpacing(space(4))
        grid.setVerticalSpacing(space(3))
        for place, words in enumerate(columns):
            grid.addWidget(label(words), 0, place)
            grid.setColumnStretch(place, 2 if place < 3 else 1)
        grid.setRowStretch(self.fill(grid) + 1, 1)
        column.addWidget(scroll_area(table), 1)
        self._problem = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._problem.setObjectName("conf.problem")
        self._problem.hide()
        column.addWidget(self._problem)
        column.addWidget(hint("Both versions stay in the history."))
        later = PlainButton(verbs[0], name="conf.later")
        later.clicked.connect(self.reject)
        use = PlainButton(verbs[1], "primary", name="conf.use")
        use.clicked.connect(lambda _checked=False: self.use())
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (later, use):
            buttons.addWidget(button)
        column.addLayout(buttons)
        room = self.screen().availableGeometry()
        self.resize(
            min(theme.current().characters(_WIDTH), round(room.width() * 0.92)),
            min(table.sizeHint().height() + theme.current().scaled(260), round(room.height() * 0.9)),
        )
        later.setFocus()  # the safe one: a key meant for what is behind chooses nothing

    def fill(self, grid: QGridLayout) -> int:
        """Put a row into the table for each difference, from row 1 on; return how many."""
        raise NotImplementedError

    def use(self) -> None:
        """Do what was chosen."""
        raise NotImplementedError

    def say(self, problem: str) -> None:
        """Say above the buttons what is wrong."""
        self._problem.setText(problem)
        self._problem.show()


def cell(words: str, about: str, *, name: str = "") -> QWidget:
    """Return what stands in one place of the table. about: smaller words below it, '' for none."""
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    said = PlainLabel(words, wraps=True)
    said.setObjectName(name)
    said.make_selectable()
    column.addWidget(said)
    if about:
        column.addWidget(hint(about))
    column.addStretch()
    return held
