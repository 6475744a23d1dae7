"""Rows of chips: filters that are on or off, and flags that open. One tab stop; arrows move."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from lac_tracker.ui import icons, theme
from lac_tracker.ui.plain import set_tooltip


@dataclass(frozen=True)
class ChipFacts:
    key: str
    words: str
    icon: str = ""
    tone: str = "neutral"  # a status token of the theme; only 'overdue' is red
    detail: str = ""  # the tooltip, and the description for a screen reader


class ChipRow(QWidget):
    """Chips that flow over lines. With `most_rows`, what does not fit is behind a last chip '+2 more'.

    Signals:
        toggled: a chip of a toggle row was switched; carries its key and whether it is on now.
        opened: a chip of a row of flags was acted on; carries its key, 'more' for the last one.
    """

    toggled = Signal(str, bool)
    opened = Signal(str)

    def __init__(
        self,
        chips: tuple[ChipFacts, ...] = (),
        *,
        label: str,
        name: str = "",
        toggles: bool = True,
        one_only: bool = False,
        most_rows: int = 0,
    ) -> None:
        """one_only: switching one on switches the others off."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._toggles, self._one_only, self._most_rows = toggles, one_only, most_rows
        self._chips: list[_Chip] = []
        self._more = _Chip(ChipFacts("more", ""), checkable=False)
        self._more.setParent(self)
        self._prepare(self._more)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_chips(chips)

    def set_chips(self, chips: tuple[ChipFacts, ...]) -> None:
        """Show these chips. Those switched on stay on, and focus stays on the chip with the same key."""
        on = self.on()
        held = next((chip.facts.key for chip in self._chips if chip.hasFocus()), None)
        for old in self._chips:
            old.setParent(None)
            old.deleteLater()
        self._chips = []
        for facts in chips:
            chip = _Chip(facts, checkable=self._toggles)
            chip.setParent(self)
            chip.setChecked(facts.key in on)
            self._prepare(chip)
            chip.show()
            self._chips.append(chip)
        self._arrange(self.width(), place=True)
        self.stop_at(next((chip for chip in self._chips if chip.facts.key == held), None))
        if held is not None and self._chips:
            next((chip for chip in self._chips if chip.facts.key == held), self._chips[0]).setFocus()
        self.updateGeometry()

    def on(self) -> tuple[str, ...]:
        """Return the keys of the chips that are switched on."""
        return tuple(chip.facts.key for chip in self._chips if chip.isChecked())

    def switch(self, key: str, on: bool = True) -> None:
        """Switch a chip without telling anyone."""
        for chip in self._chips:
            if chip.facts.key == key:
                chip.setChecked(on)
            elif self._one_only and on:
                chip.setChecked(False)

    def chip(self, key: str) -> QAbstractButton:
        return next(chip for chip in (*self._chips, self._more) if chip.facts.key == key)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        shown = self._shown()
        if shown:
            next((chip for chip in shown if chip.isChecked()), shown[0]).setFocus(reason)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, place=False)

    def sizeHint(self) -> QSize:
        width = sum(chip.sizeHint().width() + theme.current().space(2) for chip in self._chips)
        return QSize(width, self._arrange(max(self.width(), 1), place=False))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().characters(12), theme.current().control_height("rowAction"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(self.width(), place=True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange(self.width(), place=True)
            self.updateGeometry()

    def _prepare(self, chip: "_Chip") -> None:
        chip.clicked.connect(lambda _checked=False, acted=chip: self._act(acted))

    def _act(self, chip: "_Chip") -> None:
        key = chip.facts.key
        if not self._toggles or chip is self._more:
            self.opened.emit(key)
            return
        if self._one_only and chip.isChecked():
            self.switch(key)
        self.toggled.emit(key, chip.isChecked())

    def take_key(self, pressed: "_Chip", event: QKeyEvent) -> bool:
        """Move among the chips or act on the one pressed; False when the key means nothing here."""
        shown = self._shown()
        here = shown.index(pressed) if pressed in shown else 0
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        if key in steps and shown:
            shown[(here + steps[key]) % len(shown)].setFocus()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and shown:
            shown[0 if key == Qt.Key.Key_Home else -1].setFocus()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            shown[here].click()
        else:
            return False
        return True

    def _shown(self) -> list["_Chip"]:
        return [chip for chip in (*self._chips, self._more) if chip.isVisibleTo(self)]

    def stop_at(self, chip: "_Chip | None") -> None:
        """Have Tab stop at this chip of the row; None: the first."""
        stop = chip or next(iter(self._chips), None)
        for other in (*self._chips, self._more):
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other is stop else Qt.FocusPolicy.ClickFocus)

    def _arrange(self, width: int, *, place: bool) -> int:
        """Lay the chips out over lines and return the height that takes."""
        gap = theme.current().space(2)
        line_height = theme.current().control_height("rowAction")
        sizes = [min(chip.sizeHint().width(), max(width, 1)) for chip in self._chips]
        spots, rows = _flow(sizes, width, gap)
        fitting = len(spots)
        if self._most_rows and rows > self._most_rows:
            more = self._more.fontMetrics().horizontalAdvance("+99 more") + 2 * theme.current().space(3)
            while fitting:
                spots, rows = _flow([*sizes[:fitting], more], width, gap)
                if rows <= self._most_rows:
                    break
                fitting -= 1
        if place:
            hidden = len(self._chips) - fitting
            self._more.set_facts(ChipFacts("more", f"+{hidden} more"))
            self._more.setVisible(hidden > 0)
            widths = [*sizes[:fitting], min(self._more.sizeHint().width(), max(width, 1))]
            for number, chip in enumerate([*self._chips[:fitting], *([self._more] if hidden else [])]):
                x, row = spots[number]
                chip.setGeometry(x, row * (line_height + gap), widths[number], line_height)
            for number, chip in enumerate(self._chips):
                chip.setVisible(number < fitting)
        return max(rows, 1) * line_height + max(rows - 1, 0) * gap


def _flow(sizes: list[int], width: int, gap: int) -> tuple[list[tuple[int, int]], int]:
    """Return (x, row) of each size, and how many rows they take."""
    spots, x, row = [], 0, 0
    for size in sizes:
        if x and x + size > width:
            x, row = 0, row + 1
        spots.append((x, row))
        x += size + gap
    return spots, row + 1 if spots else 0


class _Chip(QAbstractButton):
    """One chip, painted: the words are never markup and the & is an &."""

    def __init__(self, facts: ChipFacts, *, checkable: bool) -> None:
        super().__init__()
        self.setCheckable(checkable)
        self.set_facts(facts)

    def set_facts(self, facts: ChipFacts) -> None:
        self.facts = facts
        self.setObjectName(facts.key)
        self.setAccessibleName(facts.words)
        self.setAccessibleDescription(facts.detail)
        set_tooltip(self, facts.detail)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.parent()
        if not (isinstance(row, ChipRow) and row.take_key(self, event)):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        row = self.parent()
        if isinstance(row, ChipRow):
            row.stop_at(self)
        super().focusInEvent(event)

    def sizeHint(self) -> QSize:
        shown = theme.current()
        width = self.fontMetrics().horizontalAdvance(self.facts.words) + 2 * shown.space(3)
        if self.facts.icon or self.isCheckable():
            width += shown.scaled(16) + shown.space(1)
        return QSize(width, shown.control_height("rowAction"))

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionButton()
        option.initFrom(self)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        on = self.isChecked()
        red = self.facts.tone == "overdue"
        ink = shown.colour("onSel" if on else self.facts.tone if red else "text")
        fill = shown.colour("sel" if on else f"{self.facts.tone}.fill" if red else "surface2")
        edge = shown.colour("primary" if on or hovered else self.facts.tone if red else "border")
        thick = 2 if on else shown.border_width
        inset = thick / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(edge, thick))
        painter.setBrush(fill)
        radius = min(shown.radius("chip") * 1.2, box.height() / 2)
        painter.drawRoundedRect(box, radius, radius)
        words = box.adjusted(shown.space(3) - inset, 0, -shown.space(2), 0)
        icon = "fa6s.check" if on else self.facts.icon
        if icon:
            size = shown.scaled(12 if on else 16)
            spot = QRectF(
                words.left() + (shown.scaled(16) - size) / 2, words.center().y() - size / 2, size, size
            )
            icons.paint_icon(painter, spot, icon, ink)
        if icon or self.isCheckable():
            words.setLeft(words.left() + (shown.scaled(16) + shown.space(1) if icon else shown.scaled(10)))
        painter.setPen(ink)
        line = self.fontMetrics().elidedText(
            self.facts.words, Qt.TextElideMode.ElideRight, max(round(words.width()) + 1, 0)
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)
