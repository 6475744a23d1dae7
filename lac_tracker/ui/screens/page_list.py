"""The pages of a record or of the settings: a list at the left, or a drop-down above the page where there is no room."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from lac_tracker.ui import theme
from lac_tracker.ui.plain import tooltip

_NO_DIGIT = "\N{FIGURE SPACE}"  # as wide as a digit: the words stay below each other
_NO_LIMIT = 16_777_215  # QWIDGETSIZE_MAX


class PageList(QFrame):
    """Signals:
    chosen: another page was chosen; carries its key.
    """

    chosen = Signal(str)

    def __init__(
        self,
        pages: tuple[tuple[str, str, str], ...],
        *,
        name: str = "child.pages",
        label: str = "Pages of the record",
    ) -> None:
        """pages: (key, words, digit of Alt+digit), in the order shown."""
        super().__init__()
        self._keys = tuple(key for key, _, _ in pages)
        self.setProperty("region", "page")
        self.list = QListWidget()
        self.list.setObjectName(name)
        self.list.setAccessibleName(label)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setItemDelegate(_Delegate(self.list))
        self.drop_down = QComboBox()
        self.drop_down.setObjectName(f"{name}.dropDown")
        self.drop_down.setAccessibleName(label)
        has_digits = any(digit for _key, _words, digit in pages)
        for _key, words, digit in pages:
            shown = f"{digit or _NO_DIGIT}  {words}" if has_digits else words
            item = QListWidgetItem(shown)
            item.setToolTip(tooltip(f"{words} (Alt+{digit})" if digit else words))
            self.list.addItem(item)
            self.drop_down.addItem(shown)
        row = self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        row.addWidget(self.list, 1)
        row.addWidget(self.drop_down, 0, Qt.AlignmentFlag.AlignLeft)
        self.list.currentRowChanged.connect(self._tell)
        self.drop_down.activated.connect(self._tell)

    def fit(self, narrow: bool) -> None:
        """Take sizes from the theme; `narrow`: become the drop-down."""
        shown = theme.current()
        self.list.setVisible(not narrow)
        self.drop_down.setVisible(narrow)
        self._layout.setContentsMargins(0, 0, 0, 0)
        if narrow:
            self.setMinimumWidth(0)
            self.setMaximumWidth(_NO_LIMIT)
        else:
            strong = QFontMetrics(shown.font("strong"))
            words = (self.list.item(row).text() for row in range(self.list.count()))
            longest = max((strong.horizontalAdvance(one) for one in words), default=0)
            self.setFixedWidth(max(shown.width("childPages"), longest + shown.space(4) + shown.space(3)))

    def show_current(self, key: str) -> None:
        """Mark a page as the one on the screen; tells nobody."""
        row = self._keys.index(key) if key in self._keys else -1
        for widget in (self.list, self.drop_down):
            widget.blockSignals(True)
        self.list.setCurrentRow(row)
        self.drop_down.setCurrentIndex(row)
        for widget in (self.list, self.drop_down):
            widget.blockSignals(False)

    def _tell(self, row: int) -> None:
        if 0 <= row < len(self._keys):
            self.chosen.emit(self._keys[row])


class _Delegate(QStyledItemDelegate):
    """One page: its number and its words, with a bar beside the one on the screen."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.current().control_height("primary"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        shown = theme.current()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, shown.colour("sel" if selected else "surface"))
        if selected:
            bar = QRect(option.rect.topLeft(), QSize(3, option.rect.height()))
            painter.fillRect(bar, shown.colour("primary"))
        painter.setFont(shown.font("strong" if selected else "body"))
        painter.setPen(shown.colour("onSel" if selected else "text"))
        box = option.rect.adjusted(shown.space(4), 0, -shown.space(1), 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        if selected and option.widget is not None and option.widget.hasFocus():
            for inset, token in ((1, "focusOuter"), (3, "focusInner")):
                painter.setPen(QPen(shown.colour(token), 2))
                painter.drawRect(option.rect.adjusted(inset, inset, -inset, -inset))
        painter.restore()
