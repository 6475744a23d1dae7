"""Finding a GP practice in the file the team has loaded: by name, code or postcode, while typing."""

from PySide6.QtCore import QRect, QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from lac_tracker.services import practices
from lac_tracker.services.practices import Found
from lac_tracker.ui import theme
from lac_tracker.ui.workplace import Workplace

_WIDTH = 36  # characters
_LONGEST = 100
_PAUSE_MS = 120  # of typing before the file is searched
HINT = "By name, code or postcode, from the practice file of this team."


class PracticeSearch(QLineEdit):
    """A line that offers practices. Arrow keys and Enter choose one.

    Signals:
        chosen: a practice was chosen; carries a `services.practices.Found`.
    """

    chosen = Signal(object)

    def __init__(self, workplace: Workplace, name: str) -> None:
        super().__init__()
        self._workplace = workplace
        self._found: dict[str, Found] = {}
        self.setObjectName(name)
        self.setAccessibleName("Find the practice")
        self.setMaxLength(_LONGEST)
        self.setMinimumWidth(theme.current().characters(_WIDTH))
        self._lines = QStringListModel(self)
        completer = QCompleter(self._lines, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(8)
        # What tells practices apart, postcode, code and that one has closed, stands behind the name.
        offered = QListView()
        offered.setProperty("region", "offered")
        offered.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        completer.setPopup(offered)
        completer.activated.connect(self._choose)
        self.setCompleter(completer)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.textEdited.connect(self._typed)

    def _typed(self, _text: str) -> None:
        self._pause.start()

    def _search(self) -> None:
        found = self._workplace.operations.ask(practices.find, self.text(), today=self._workplace.today())
        self._found = {one.words: one for one in found}
        self._lines.setStringList(list(self._found))
        completer = self.completer()
        if completer is not None and self.hasFocus():
            completer.complete(self._room_for(completer))

    def _room_for(self, completer: QCompleter) -> QRect:
        """Return where the practices are offered: as wide as the longest of them, where the screen has the room."""
        most = round(self.screen().availableGeometry().width() * 0.9)
        metrics = self.fontMetrics()
        longest = max(map(metrics.horizontalAdvance, self._found), default=0) + theme.current().space(6)
        room = self.rect()
        room.setWidth(min(max(room.width(), longest), most))
        return room

    def _choose(self, words: str) -> None:
        found = self._found.get(words)
        if found is not None:
            # The completer writes the line into the field after this signal: fill in when it has.
            QTimer.singleShot(0, self, lambda: self.chosen.emit(found))


def is_loaded(workplace: Workplace) -> bool:
    """Return whether the team has loaded a file to search in."""
    return bool(workplace.operations.ask(practices.held).count)
