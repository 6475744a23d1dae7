"""What locks the window, and what has to go from the screen when it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QWidget

from lac_tracker.services import team_choices
from lac_tracker.ui import icons, theme
from lac_tracker.ui.idle_lock import IdleLock
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainDialog, PlainLabel
from lac_tracker.ui.system_lock import SystemLock
from lac_tracker.ui.workplace import Workplace


class LockWatch(QObject):
    """Locks when nobody is there, when the computer sleeps and when its screen is locked; of one person signed in."""

    def __init__(self, window: QWidget, lock: Callable[[], None], now: Callable[[], datetime]) -> None:
        """now: the clock on the wall, which is watched beside one that only goes forward."""
        super().__init__(window)
        self._window, self._lock = window, lock
        self._workplace: Workplace | None = None
        self.warning = LockWarning(window)
        self.idle = IdleLock(self, wall=lambda: now().timestamp())
        self.idle.warned.connect(self.warning.say)
        self.idle.awake.connect(self.warning.hide)
        self.idle.due.connect(self._due)
        self.system = SystemLock(self)
        self.system.due.connect(self._due)

    def begin(self, workplace: Workplace) -> None:
        """Watch from now on, with the minutes that the team chose."""
        if self._workplace is not workplace:
            self._workplace = workplace
            workplace.operations.changed.connect(self._chosen)
        self.idle.start(self._minutes(workplace))

    def listen(self) -> None:
        """Listen to the desktop too: done once the first page is painted."""
        self.system.listen()

    def end(self) -> None:
        """Watch no more: the window is locked, or nobody is signed in."""
        self.idle.stop()
        self.warning.hide()

    def _due(self) -> None:
        if self.idle.is_watching:
            self._lock()

    def _chosen(self, changes: Any) -> None:
        if getattr(changes, "people", False) and self.idle.is_watching and self._workplace is not None:
            self.idle.allow(self._minutes(self._workplace))

    def _minutes(self, workplace: Workplace) -> int:
        return int(workplace.operations.ask(team_choices.value, "lock_minutes"))


class LockWarning(QFrame):
    """'Locks in 2 minutes', over whatever is open, taking neither the keyboard nor the pointer."""

    def __init__(self, window: QWidget) -> None:
        flags = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint
        super().__init__(window, flags | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("lock.warning")
        self.setProperty("bar", "info")
        self._window = window
        self._icon = PlainLabel()
        self.words = PlainLabel(type="strong")
        self.words.setObjectName("lock.warning.words")
        row = QHBoxLayout(self)
        row.addWidget(self._icon)
        row.addWidget(self.words)
        self.hide()

    def say(self, seconds: int) -> None:
        """Show how long is left; said aloud once."""
        words = f"Locks in {_left(seconds)}. Press a key or move the mouse to stay."
        if self.isVisible() and words == self.words.text():
            return
        shown = theme.current()
        space = shown.space
        self.layout().setContentsMargins(space(4), space(2), space(4), space(2))  # type: ignore[union-attr]  # it has one
        self._icon.setPixmap(icons.pixmap("fa6s.lock", "info", shown.scaled(16)))
        self.words.setText(words)
        self.adjustSize()
        at = self._window.mapToGlobal(QPoint((self._window.width() - self.width()) // 2, space(2)))
        self.move(at)
        if not self.isVisible():
            self.show()
            self.raise_()
            announce(self._window, words)


@contextmanager
def nobody_there() -> Iterator[None]:
    """Have no question put in the block: the safe choice is taken, which changes nothing and throws nothing away."""
    PlainDialog.nobody_is_there = True
    try:
        yield
    finally:
        PlainDialog.nobody_is_there = False


def clear_the_screen(window: QWidget) -> None:
    """Close every menu, dialog, preview and window but this one. None of them may ask anything: nobody is there.

    What can keep what is typed in it does (`give_way`); what has something to say on closing is not asked.
    """
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.hide()
        popup.close()
    for widget in QApplication.topLevelWidgets():
        if widget is window or not widget.isWindow() or not widget.isVisible():
            continue
        widget.hide()  # at once: what follows may take a moment
        if (give_way := getattr(widget, "give_way", None)) is not None:
            give_way()
        elif isinstance(widget, QDialog):
            QDialog.done(widget, 0)
        else:
            widget.close()


def _left(seconds: int) -> str:
    """Return '2 minutes', '1 minute' or '30 seconds', in steps that do not flicker."""
    if seconds > 60:
        return "2 minutes" if seconds > 90 else "a minute and a half"
    return "1 minute" if seconds > 45 else ("30 seconds" if seconds > 15 else "15 seconds")
