"""The icon of a status beside its words, in line with their first line."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lac_tracker.ui import icons, theme


def status_icon(status: str) -> QLabel:
    """Return the icon of a status; the words beside it say the same."""
    picture = QLabel()
    show_status(picture, status)
    return picture


def show_status(picture: QLabel, status: str) -> None:
    """Make a label show the icon of a status, as high as a line of text."""
    shown, seen = theme.current(), icons.look(status)
    picture.setPixmap(icons.pixmap(seen.icon, seen.tone, shown.scaled(16)))
    picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
    picture.setFixedHeight(shown.scaled(20))


def icon_line(status: str, *lines: QWidget) -> QWidget:
    """Return lines of words with the icon of a status beside the first."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().space(2))
    row.addWidget(status_icon(status), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(theme.current().space(1))
    for line in lines:
        column.addWidget(line)
    row.addLayout(column, 1)
    return box
