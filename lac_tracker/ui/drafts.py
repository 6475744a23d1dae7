"""Keeps what is typed into a dialog while it is open, so that neither a crash nor the lock of the window loses it."""

import hashlib
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from lac_tracker.domain.dates import show_date
from lac_tracker.services import drafts
from lac_tracker.services.drafts import Draft
from lac_tracker.ui.operations import Operations

EVERY_MS = 2_000

Typed = list[list[str]]  # for each part of each field: its name, what stands in it


class DraftKeeper(QObject):
    """Looks every two seconds whether something else stands in a dialog, and keeps it on the lane of the saves."""

    def __init__(
        self,
        parent: QObject,
        operations: Operations,
        name: str,
        title: str,
        child_id: int,
        typed: Callable[[], Typed],
        said: Callable[[], list[list[str]]],
    ) -> None:
        """name, title, child_id: which dialog, what it is called, about whom. typed: reads what stands in it.

        said: (label, words) of its fields, as people read them.
        """
        super().__init__(parent)
        self._operations, self._typed, self._said, self._child_id = operations, typed, said, child_id
        self._title = title
        self._begun, self._said_then = typed(), said()
        self._kept = self._begun
        self._is_kept = False  # whether a draft lies in the file
        today = show_date(operations.now().astimezone().date())
        self.place = f"{name}:{child_id}:{_fingerprint(self._begun, today)}"
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.keep)
        self._timer.start()

    def waiting(self) -> Draft | None:
        """Return what was typed here before and not saved; None where nothing was, or it cannot be read now."""
        found: Draft | None = self._operations.ask(drafts.at, self.place)
        self._is_kept = found is not None
        return found

    def keep(self) -> None:
        """Keep what stands in the dialog, where it is something else than what was kept last."""
        typed = self._typed()
        if typed == self._kept:
            return
        self._kept = typed
        if typed == self._begun:
            self.throw_away()
            return
        self._is_kept = True
        said = [one for one in self._said() if one not in self._said_then]  # not what stands on record anyway
        fields: dict[str, object] = {"title": self._title, "typed": typed, "said": said}
        self._operations.aside(
            drafts.keep, Draft(self.place, self._child_id, None, fields, self._operations.now())
        )

    def stop(self) -> None:
        """Keep nothing any more: the dialog goes."""
        self._timer.stop()

    def drop(self) -> None:
        """Throw away what was kept and keep nothing more: it was saved, or the person gave it up."""
        self.stop()
        self.throw_away()

    def throw_away(self) -> None:
        """Throw away what was kept, and go on keeping what is typed from now on."""
        if self._is_kept:
            self._is_kept = False
            self._operations.aside(drafts.drop, self.place)


def _fingerprint(typed: Typed, today: str) -> str:
    """Return which dialog of which state this is: typing is only ever offered where it was begun.

    Another row, or a row that somebody changed since, holds something else. What stands there of today moves with the day.
    """
    plain = "\x1f".join(f"{name}\x1e{'' if text == today else text}" for name, text in typed)
    return hashlib.sha256(plain.encode()).hexdigest()[:24]
