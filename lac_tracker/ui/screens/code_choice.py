"""A choice from a list too long for radio buttons; typing its first letters finds one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy

from lac_tracker.ui import theme

_NONE = "Choose"
_WIDTH = 34  # characters


class CodeChoice(QComboBox):
    """One of many choices, or none yet; with `may_type`, words of the person's own as well.

    Signals:
        changed: another one was chosen; carries its key, or the words that were typed.
    """

    changed = Signal(str)

    def __init__(
        self, label: str, options: tuple[tuple[str, str], ...], *, name: str, may_type: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._may_type = may_type
        self._show_options(options)
        self.setEditable(may_type)
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_WIDTH)
        self.setMinimumWidth(theme.current().characters(_WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if may_type:
            self._complete(options)
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.currentIndexChanged.connect(lambda _place: self.changed.emit(self.value()))

    def set_options(self, options: tuple[tuple[str, str], ...]) -> None:
        """Offer other choices; what was typed stays, what was chosen of those before does not."""
        typed = self.value() if self.isEditable() else ""
        was_offered = typed in self._keys
        self.blockSignals(True)
        self.clear()
        self._show_options(options)
        self.blockSignals(False)
        if self._may_type:
            self._complete(options)
            self.setEditText("" if was_offered else typed)

    def _show_options(self, options: tuple[tuple[str, str], ...]) -> None:
        self._keys = ("", *(key for key, _ in options))
        self._words = {words.casefold(): key for key, words in options}
        self.addItem("" if self._may_type else _NONE)
        self.addItems([words for _, words in options])

    def _complete(self, options: tuple[tuple[str, str], ...]) -> None:
        completer = QCompleter([words for _, words in options], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def value(self) -> str:
        """Return the key of the choice, the words that were typed where there is none, '' for nothing."""
        if self.isEditable():
            typed = " ".join(self.currentText().split())
            return self._words.get(typed.casefold(), typed)
        return self._keys[max(self.currentIndex(), 0)]

    def set_value(self, key: str) -> None:
        """Show a choice; a key that is not among them stands as typed, or as none."""
        if key in self._keys:
            self.setCurrentIndex(self._keys.index(key))
        elif self.isEditable():
            self.setEditText(key)
        else:
            self.setCurrentIndex(0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the page must not change what stands here."""
        event.ignore()
