"""When the window locks by itself: nobody touched it for too long, or the computer slept or had its clock changed.

Two clocks run side by side and either is enough: one that only goes forward but may stand still while the computer
sleeps, and the one on the wall, which goes on but can be set. Where they drift apart, the computer slept or somebody set
the clock, and it locks at once.

Only what the window system itself delivers counts as the person: keys, buttons, the wheel, a touch, a pointer that moved.
What the program does by itself, such as reading a list anew, never keeps a window open.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent

WARNING = 120  # seconds before it locks, or half the time where that is shorter
_TICK_MS = 1_000
_JUMP = 30  # seconds by which the clocks may drift apart between two ticks, and a tick may be late
_KINDS = QEvent.Type
_ACTS = frozenset({
    _KINDS.KeyPress, _KINDS.ShortcutOverride, _KINDS.MouseButtonPress, _KINDS.MouseMove, _KINDS.Wheel, _KINDS.TouchBegin,
    _KINDS.TouchUpdate, _KINDS.TabletPress, _KINDS.TabletMove, _KINDS.NativeGesture, _KINDS.InputMethod,
})  # fmt: skip


class IdleLock(QObject):
    """Watches while somebody is signed in; `start` and `stop` with the caseload.

    Signals:
        warned: it will lock; carries the seconds left, told each second.
        awake: the person is back before it did.
        due: lock now.
    """

    warned = Signal(int)
    awake = Signal()
    due = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        wall: Callable[[], float],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """wall: seconds by the clock the application was given."""
        super().__init__(parent)
        self._monotonic, self._wall = monotonic, wall
        self._limit = 600.0
        self._acted = self._ticked = (monotonic(), wall())
        self._pointer = QPointF()
        self._is_warning = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_watching(self) -> bool:
        """Whether anybody is signed in, so that it may lock."""
        return self._timer.isActive()

    def start(self, minutes: int) -> None:
        """Begin to count. minutes: without the person until it locks."""
        self.allow(minutes)
        self._acted = self._ticked = (self._monotonic(), self._wall())
        self._watch_windows()
        self._timer.start()

    def allow(self, minutes: int) -> None:
        """Count with another limit from now on; what has passed stays counted."""
        self._limit = 60.0 * minutes

    def stop(self) -> None:
        """Count no more: nobody is signed in."""
        self._timer.stop()
        self._rest()
        for window in QGuiApplication.topLevelWindows():
            window.removeEventFilter(self)

    def look(self) -> None:
        """See what the clocks say: lock, warn, or nothing. Asked each second."""
        if not self.is_watching:
            return
        self._watch_windows()
        now, before = (self._monotonic(), self._wall()), self._ticked
        self._ticked = now
        forward, on_the_wall = now[0] - before[0], now[1] - before[1]
        if abs(on_the_wall - forward) > _JUMP or forward > _JUMP + _TICK_MS / 1000:
            self.due.emit()  # it slept, or the clock was set
            return
        left = self._limit - max(now[0] - self._acted[0], now[1] - self._acted[1])
        if left <= 0:
            self.due.emit()
        elif left <= min(WARNING, self._limit / 2):
            self._is_warning = True
            self.warned.emit(round(left))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTS and event.spontaneous() and not self._stands_still(event):
            self._acted = (self._monotonic(), self._wall())
            self._rest()
        return False

    def _rest(self) -> None:
        if self._is_warning:
            self._is_warning = False
            self.awake.emit()

    def _stands_still(self, event: QEvent) -> bool:
        """Whether the pointer only seems to have moved: something opened or moved beneath it."""
        if not isinstance(event, QMouseEvent) or event.type() is not _KINDS.MouseMove:
            return False
        before, self._pointer = self._pointer, event.globalPosition()
        return before == self._pointer

    def _watch_windows(self) -> None:
        """Listen at every window there is: dialogs come and go. Listening twice at one is listening once."""
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)
