"""Keys that act without Ctrl or Alt (1, 2, x, n): on, unless the person turned them off (WCAG 2.2, 2.1.4).

Who speaks to the computer, or brushes a key by chance, would otherwise answer questions without meaning to. All they do
is also done with arrows, Space, Enter and the mouse.
"""

from PySide6.QtGui import QKeyEvent

WORDS = "Single keys (1, 2, x, n)"
_CHOSEN = {"on": True}


def are_on() -> bool:
    """Return whether a single key acts."""
    return _CHOSEN["on"]


def turn(on: bool) -> None:
    """Have single keys act, or not."""
    _CHOSEN["on"] = on


def typed(event: QKeyEvent) -> str:
    """Return what a key types, where single keys act; '' where they do not."""
    return event.text() if are_on() else ""
