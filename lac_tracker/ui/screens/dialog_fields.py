"""Fields for words that every dialog has: a line as wide as what belongs in it, and a longer text."""

from PySide6.QtWidgets import QLineEdit

from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainTextEdit

DATE_WIDTH, WORDS_WIDTH = 18, 36  # characters
REMEMBERED = "A day, a month or a year: 12/3/2019, Mar 2019, or '2018, about'."


def line(name: str, text: str = "", *, width: int = 0, longest: int = 200) -> QLineEdit:
    """Return a field for a line of text. width: in characters; 0 is as wide as the dialog."""
    field = QLineEdit(text)
    field.setObjectName(name)
    field.setMaxLength(longest + 1)  # one more than fits, so that too much is explained and not cut
    if width:
        field.setFixedWidth(theme.current().characters(width) + theme.current().space(4))
    else:
        field.setMinimumWidth(theme.current().characters(WORDS_WIDTH))
    return field


def long_text(name: str, text: str = "", *, lines: int = 2) -> PlainTextEdit:
    """Return a field for a text that may take several lines. lines: how many it shows at least."""
    field = PlainTextEdit(text, least_lines=lines)
    field.setObjectName(name)
    return field
