"""All shortcuts, by menu: Ctrl+/."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.commands import COMMANDS, MENUS
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, title

_ALSO = (
    ("Open the selected row", "Enter"),
    ("Next control, previous control", "Tab, Shift+Tab"),
    ("Rows of a list, choices of a group, chips", "Arrow keys"),
    ("Choose in a group of choices", "1 to 9"),
    ("Open the calendar of a date", "Alt+Down"),
    ("Clear the filter, close", "Esc"),
)


class ShortcutSheet(QDialog):
    """Read from the one list of commands, so that it is never out of date."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle("All shortcuts")
        space = theme.current().space
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(6))
        grid.setVerticalSpacing(space(1))
        grid.setColumnStretch(0, 1)
        row = 0
        for menu in MENUS:
            found = [(one.words, one.shortcut) for one in COMMANDS if one.menu == menu and one.shortcut]
            row = _add(grid, row, menu, found)
        _add(grid, row, "Everywhere", list(_ALSO))
        held = QWidget()
        held.setLayout(grid)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(held)
        area.setAccessibleName("All shortcuts")
        close = PlainButton("Close", "primary", name="shortcuts.close")
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(4), space(6), space(4))
        column.setSpacing(space(3))
        column.addWidget(title("All shortcuts"))
        column.addWidget(area, 1)
        column.addLayout(buttons)
        self.resize(theme.current().characters(72), round(parent.height() * 0.85))
        area.setFocus()


def _add(grid: QGridLayout, row: int, menu: str, found: list[tuple[str, str]]) -> int:
    grid.addWidget(heading(menu), row, 0, 1, 2)
    for number, (words, keys) in enumerate(found, row + 1):
        grid.addWidget(PlainLabel(words), number, 0)
        grid.addWidget(PlainLabel(keys, type="strong"), number, 1, Qt.AlignmentFlag.AlignRight)
    return row + len(found) + 1
