"""The wait after a wrong passphrase, said in words that count down."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainLabel


class Waiting(QObject):
    """Counts down beside a field: what was wrong stays to be read, and the last sentence says how long it still takes."""

    def __init__(self, words: PlainLabel, allow: Callable[[bool], None]) -> None:
        """words: where it is said. allow: has the person try again, or not."""
        super().__init__(words)
        self._words, self._allow = words, allow
        self._before, self._left = "", 0
        self._timer = QTimer(self)
        self._timer.setInterval(1_000)
        self._timer.timeout.connect(self._count)

    @property
    def is_on(self) -> bool:
        """Whether the next try has to wait still."""
        return self._timer.isActive()

    def start(self, words: str, seconds: int) -> None:
        """Say what was wrong, and count so many seconds down. words: as the service says them."""
        self._before, self._left = words.partition(". Try again in ")[0], seconds
        self._allow(False)
        self._say()
        announce(self._words, f"Error: {self._words.text()}")
        self._timer.start()

    def stop(self) -> None:
        """Forget it: somebody else is there, or another file."""
        self._timer.stop()

    def _count(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._say()
            return
        self._timer.stop()
        self._words.setText(f"{self._before}. Try again now")
        announce(self._words, "Try again now")
        self._allow(True)

    def _say(self) -> None:
        unit = "second" if self._left == 1 else "seconds"
        self._words.setText(f"{self._before}. Try again in {self._left} {unit}")
        self._words.show()
