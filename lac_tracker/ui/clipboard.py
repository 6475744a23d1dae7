"""What was copied from a record does not lie on the clipboard all day: an NHS number goes after half a minute."""

import re

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import check_nhs_number

SECONDS = 30
_TEN_FIGURES = re.compile(r"(?<!\d)(\d{3})[\s-]?(\d{3})[\s-]?(\d{4})(?!\d)")


class ClipboardGuard(QObject):
    """Empties the clipboard again when this program put an NHS number there, unless something else lies there by then."""

    def __init__(self, parent: QObject | None = None, *, seconds: float = SECONDS) -> None:
        super().__init__(parent)
        self._clipboard: QClipboard = QGuiApplication.clipboard()
        self._is_ours = self._clipboard.ownsClipboard
        self._clear = QTimer(self)
        self._clear.setSingleShot(True)
        self._clear.setInterval(round(seconds * 1000))
        self._clear.timeout.connect(self.empty)
        self._clipboard.dataChanged.connect(self._changed)

    def empty(self) -> None:
        """Empty the clipboard where what lies there is still ours: what another program put there is not ours to take."""
        self._clear.stop()
        if self._is_ours():
            self._clipboard.clear()

    def _changed(self) -> None:
        if self._is_ours() and names_somebody(self._clipboard.text()):
            self._clear.start()
        else:
            self._clear.stop()


def names_somebody(words: str) -> bool:
    """Return whether a text holds an NHS number: ten figures whose check digit is right."""
    return any(_is_valid("".join(found)) for found in _TEN_FIGURES.findall(words))


def _is_valid(figures: str) -> bool:
    try:
        return bool(check_nhs_number(figures))
    except UserError:
        return False
