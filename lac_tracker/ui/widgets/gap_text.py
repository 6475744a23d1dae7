"""Text with gaps to fill in and vague words underlined: it helps whoever writes, and changes nothing by itself."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QToolTip

from lac_tracker.domain.smart_words import gaps_in
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainTextEdit, tooltip

Places = Callable[[str], tuple[tuple[int, int], ...]]  # a text → (start, length) of what is underlined

_TIP = "How much, how often, or by when?"


class GapText(PlainTextEdit):
    """Tab goes to the next gap '_' while there is one after the cursor, then leaves; Shift+Tab goes back likewise."""

    def __init__(self, vague: Places | None = None, *, least_lines: int = 2) -> None:
        """vague: where words stand that get a soft underline, with a tip for the mouse. The check says the same."""
        super().__init__(least_lines=least_lines)
        self._vague = vague
        self._places: tuple[tuple[int, int], ...] = ()
        self.textChanged.connect(self.underline)

    def underline(self) -> None:
        """Underline the vague words anew; called when what decides about them has changed elsewhere."""
        if self._vague is None:
            return
        self._places = self._vague(self.toPlainText())
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        look.setUnderlineColor(theme.current().colour("warn"))
        shown = []
        for start, length in self._places:
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            one = QTextEdit.ExtraSelection()
            one.cursor, one.format = cursor, look
            shown.append(one)
        self.setExtraSelections(shown)

    def go_to_gap(self, *, back: bool = False) -> bool:
        """Select the next gap, or the one before; False when there is none."""
        cursor = self.textCursor()
        found = gaps_in(self.toPlainText())
        ahead = [place for place in found if place >= cursor.selectionEnd()]
        behind = [place for place in found if place < cursor.selectionStart()]
        if self.isReadOnly() or not (behind if back else ahead):
            return False
        cursor.setPosition(behind[-1] if back else ahead[0])
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return True

    def start_with(self, text: str) -> bool:
        """Show a text with gaps, and select the first; False when it has none."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        return self.go_to_gap()

    def focusNextPrevChild(self, next_one: bool) -> bool:
        return self.go_to_gap(back=not next_one) or super().focusNextPrevChild(next_one)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.cursorForPosition(self.viewport().mapFrom(self, event.pos())).position()
            is_vague = any(start <= place <= start + length for start, length in self._places)
            if is_vague:
                QToolTip.showText(event.globalPos(), tooltip(_TIP), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
