"""Searches that return names are written down: what a person stopped at, at most one in a minute, and never the term."""

from PySide6.QtCore import QObject, QTimer

from lac_tracker.domain.audit import search_mark
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import search_key
from lac_tracker.services import sessions
from lac_tracker.ui.workplace import Workplace

_QUIET_MS = 2_000  # without another letter: the person reads what was found
_MINUTE_MS = 60_000


class SearchLog(QObject):
    """One for a signed-in person, whichever list they search. Each letter of a name is no search of its own.

    Unlike a record's, the entry need not be there before the names are: they stand in the list without it too.
    """

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace.operations)
        self._workplace = workplace
        self._found: tuple[str, str, int] | None = None  # where, what was typed, how many names
        self._written: tuple[str, str] | None = None  # what was written down last and is still shown
        self._quiet = _timer(self, _QUIET_MS)
        self._quiet.timeout.connect(self.write)
        self._minute = _timer(self, _MINUTE_MS)
        self._minute.timeout.connect(self.write)

    def found(self, where: str, typed: str, names: int) -> None:
        """A list shows so many names for what was typed; nothing typed, and nobody found, is no search."""
        if not typed.strip():
            self._written = None  # the same again is another search
        if not typed.strip() or not names or (where, typed) == self._written:
            return
        self._found = (where, typed, names)
        if not self._minute.isActive():
            self._quiet.start()

    def write(self) -> None:
        """Write down what waits, if anything does: after a while, and before the window is left."""
        door = self._workplace.door
        if self._found is None or door is None:
            return
        (where, typed, names), self._found = self._found, None
        self._quiet.stop()
        try:
            mark = search_mark(search_key(typed), door.audit_key)
        except UserError:
            return  # locked already: it was written before
        self._written = (where, typed)
        self._minute.start()
        self._workplace.operations.aside(sessions.searched, where, mark, names)


def search_log(workplace: Workplace) -> SearchLog:
    """Return the one of a signed-in person."""
    held = workplace.operations.findChild(SearchLog)
    return held if isinstance(held, SearchLog) else SearchLog(workplace)


def _timer(parent: QObject, milliseconds: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    return timer
