"""The list of a form's sections: number, title, and how far each is, in words and with an icon."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from lac_tracker.domain.forms import SectionState
from lac_tracker.ui import icons, theme
from lac_tracker.ui.plain import PlainLabel

LOOK_OF_STATE = {
    SectionState.COMPLETE: "complete",
    SectionState.STARTED: "started",
    SectionState.NOT_STARTED: "not_started",
    SectionState.SOMETHING_TO_FIX: "fix",
    SectionState.NOT_NEEDED: "not_needed",
}
_WIDTH = 50  # characters; a longer title takes a second line
_STATE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True)
class SectionLine:
    section_id: str
    label: str  # '7', '2b'
    title: str
    state: SectionState


class SectionList(QWidget):
    """The list beside the form, or one line with a drop-down above it where there is no room beside.

    Signals:
        chosen: another section was chosen; carries its id.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.count = PlainLabel(type="label")
        self.count.setObjectName("form.count")
        self.list = QListWidget()
        self.list.setObjectName("form.sections")
        self.list.setAccessibleName("Sections")
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._choose)
        self.drop_down = QComboBox()
        self.drop_down.setObjectName("form.sections.dropDown")
        self.drop_down.setAccessibleName("Sections")
        self.drop_down.setMinimumContentsLength(20)
        self.drop_down.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.drop_down.activated.connect(self._choose)
        self._lines: tuple[SectionLine, ...] = ()
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.current().space(2))
        self._layout.addWidget(self.count)
        self._layout.addWidget(self.list, 1)
        self._layout.addWidget(self.drop_down, 1)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Become one line with a drop-down, or the list again."""
        self.list.setVisible(not narrow)
        self.drop_down.setVisible(narrow)
        direction = QBoxLayout.Direction
        self._layout.setDirection(direction.LeftToRight if narrow else direction.TopToBottom)

    def take_focus(self) -> None:
        (self.drop_down if self.list.isHidden() else self.list).setFocus()

    def set_lines(self, lines: tuple[SectionLine, ...], current_id: str) -> None:
        """Show the sections and their states; does not tell anyone that one was chosen."""
        self.list.blockSignals(True)
        if [line.section_id for line in lines] != [line.section_id for line in self._lines]:
            self.list.clear()
            self.drop_down.clear()
            for line in lines:
                self.list.addItem(QListWidgetItem(f"{line.label}  {line.title}"))
                self.drop_down.addItem("")
        self._lines = lines
        for row, line in enumerate(lines):
            item = self.list.item(row)
            item.setData(_STATE, line.state.value)
            here = line.section_id == current_id
            said = f"{line.label}, {line.title}, {line.state.value.lower()}{', current' if here else ''}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            self.drop_down.setItemText(row, f"{line.label}  {line.title}: {line.state.value.lower()}")
            self.drop_down.setItemIcon(row, icons.icon(icons.look(LOOK_OF_STATE[line.state]).icon))
            if here:
                self.list.setCurrentRow(row)
                self.drop_down.setCurrentIndex(row)
        self.list.blockSignals(False)
        needed = [line for line in lines if line.state != SectionState.NOT_NEEDED]
        done = sum(line.state == SectionState.COMPLETE for line in needed)
        self.count.setText(f"Sections {done} of {len(needed)}")
        self.count.setAccessibleName(f"Sections: {done} of {len(needed)} complete")
        self.list.setFixedWidth(theme.current().characters(_WIDTH))
        self.list.update()

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._lines):
            self.chosen.emit(self._lines[row].section_id)


class _Delegate(QStyledItemDelegate):
    """Icon, number and title on one line or two, and the state in words at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        shown = theme.current()
        metrics = QFontMetrics(shown.font("strong"))  # the current row is strong: no row may grow when chosen
        wrapped = metrics.boundingRect(
            QRect(0, 0, self._title_width(), 1000), Qt.TextFlag.TextWordWrap, str(index.data())
        )
        return QSize(0, wrapped.height() + shown.space(1) - 1)  # 14 sections fit beside a small window's form

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        shown = theme.current()
        seen = icons.look(LOOK_OF_STATE[SectionState(index.data(_STATE))])
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, shown.colour("sel" if selected else "surface"))
        if selected:
            painter.fillRect(
                QRect(option.rect.topLeft(), QSize(3, option.rect.height())), shown.colour("primary")
            )
        plain_ink = shown.colour("onSel" if selected else "text")
        tone = plain_ink if selected and shown.name == "high contrast" else shown.colour(seen.tone)
        box = option.rect.adjusted(shown.space(2), 0, -shown.space(2), 0)
        size = shown.scaled(16)
        spot = QRectF(box.left(), box.top() + (box.height() - size) / 2, size, size)
        icons.paint_icon(painter, spot.adjusted(1, 1, -1, -1), seen.icon, tone)
        box.setLeft(box.left() + size + shown.space(2))
        title = QRect(box.left(), box.top(), self._title_width(), box.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(shown.font("strong" if selected else "body"))
        painter.setPen(plain_ink)
        painter.drawText(title, middle | Qt.TextFlag.TextWordWrap, str(index.data()))
        painter.setFont(shown.font("hint"))
        painter.setPen(tone)
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, str(index.data(_STATE)))
        if selected and option.widget is not None and option.widget.hasFocus():
            for inset, token in ((1, "focusOuter"), (3, "focusInner")):
                painter.setPen(QPen(shown.colour(token), 2))
                painter.drawRect(option.rect.adjusted(inset, inset, -inset, -inset))
        painter.restore()

    @staticmethod
    def _title_width() -> int:
        """What is left of a row beside the icon, the longest state, a scroll bar and the space between."""
        shown = theme.current()
        hint = QFontMetrics(shown.font("hint"))
        states = max(hint.horizontalAdvance(state.value) for state in SectionState)
        around = shown.scaled(16) + 3 * shown.space(2) + 2 * shown.space(3)
        return shown.characters(_WIDTH) - states - around
