"""The navigation: a list of screens with their counts; icons alone where the window is narrow or the text large."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from lac_tracker.domain.authorisation import Action
from lac_tracker.ui import icons, theme
from lac_tracker.ui.plain import tooltip

_KEY, _COUNT, _SHOWN, _ICON = (int(Qt.ItemDataRole.UserRole) + number for number in range(1, 5))
_BAR = 4


@dataclass(frozen=True)
class Entry:
    key: str
    words: str
    icon: str
    shortcut: str
    needs: Action  # who may not do this does not see it
    unless: Action | None = None  # who may do this finds it elsewhere


ENTRIES = (
    Entry("today", "Today", "fa6s.house", "Ctrl+1", Action.SEE_LISTS),
    Entry("overdue", "Overdue", "fa6s.clock", "Ctrl+2", Action.SEE_LISTS),
    Entry("children", "Children", "fa6s.users", "Ctrl+3", Action.SEE_LISTS),
    Entry("clinics", "Clinics", "fa6s.calendar-days", "Ctrl+4", Action.SEE_LISTS),
    Entry("send", "Send plans", "fa6s.paper-plane", "Ctrl+5", Action.MAKE_DOCUMENT),
    Entry("quality", "Quality", "fa6s.clipboard-check", "Ctrl+6", Action.SEE_QUALITY),
    Entry("dashboard", "Dashboard", "fa6s.chart-column", "Ctrl+7", Action.SEE_FIGURES),
    Entry("reports", "Reports", "fa6s.table-list", "Ctrl+8", Action.SEE_LISTS),
    Entry("import", "Import", "fa6s.file-import", "Ctrl+9", Action.IMPORT),
    Entry(
        "opened", "Who opened what", "fa6s.magnifying-glass", "", Action.SEE_AUDIT, Action.SEE_LISTS
    ),  # else in Reports
)
SETTINGS = Entry("settings", "Settings", "fa6s.gear", "Ctrl+,", Action.CHANGE_OWN_PASSPHRASE)
# For those whose role opens none of these. It needs no leave: it says what they may do.
ROLE_ENTRY = Entry("role", "What you may do", "fa6s.id-card", "", Action.CHECK_CASELOAD)


class Navigation(QListWidget):
    """One tab stop; arrows move, Enter goes.

    Signals:
        went: a screen was chosen; carries its key.
    """

    went = Signal(str)

    def __init__(self, entries: tuple[Entry, ...] = ENTRIES) -> None:
        super().__init__()
        self.setObjectName("shell.nav")
        self.setAccessibleName("Navigation")
        self.setProperty("region", "nav")
        self.setItemDelegate(_NavDelegate(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.is_collapsed = False
        for entry in entries:
            item = QListWidgetItem(entry.words)
            item.setData(_KEY, entry.key)
            item.setData(_ICON, entry.icon)
            item.setData(_SHOWN, False)
            item.setToolTip(tooltip(f"{entry.words} ({entry.shortcut})" if entry.shortcut else entry.words))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, entry.words)
            self.addItem(item)
        self.setCurrentRow(0)
        self.itemClicked.connect(self._go)

    def show_place(self, key: str) -> None:
        """Mark the screen that is shown; '' for one that is not in the list."""
        for row in range(self.count()):
            item = self.item(row)
            item.setData(_SHOWN, item.data(_KEY) == key)
            if item.data(_KEY) == key:
                self.setCurrentRow(row)

    def count_at(self, key: str, count: int) -> None:
        """Show how many there are, as text after the name."""
        for row in range(self.count()):
            item = self.item(row)
            if item.data(_KEY) == key:
                item.setData(_COUNT, str(count) if count else "")
                item.setData(
                    Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {count}" if count else item.text()
                )

    def collapse(self, collapsed: bool) -> None:
        self.is_collapsed = collapsed
        self.setFixedWidth(theme.current().width("navCollapsed" if collapsed else "nav"))
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentItem():
            self._go(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _go(self, item: QListWidgetItem) -> None:
        self.went.emit(str(item.data(_KEY)))


class _NavDelegate(QStyledItemDelegate):
    """Icon, words, count; the screen shown has a bar and a fill, the keyboard's place a ring."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.current().control_height("primary") + theme.current().space(1))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        shown, nav = theme.current(), self.parent()
        assert isinstance(nav, Navigation)
        is_shown = bool(index.data(_SHOWN))
        ink = shown.colour("onSel" if is_shown and shown.name == "high contrast" else "onNav")
        painter.save()
        if is_shown:
            painter.fillRect(option.rect, shown.colour("navSelected"))
            painter.fillRect(
                QRect(option.rect.topLeft(), QSize(_BAR, option.rect.height())), shown.colour("focusOuter")
            )
        size = shown.scaled(20)
        left = option.rect.left() + (
            (option.rect.width() - size) // 2 if nav.is_collapsed else shown.space(4)
        )
        spot = QRectF(left, option.rect.center().y() - size / 2, size, size)
        icons.paint_icon(painter, spot, str(index.data(_ICON)), ink)
        if not nav.is_collapsed:
            painter.setPen(ink)
            painter.setFont(shown.font("strong" if is_shown else "body"))
            box = option.rect.adjusted(shown.space(4) + size + shown.space(3), 0, -shown.space(3), 0)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(index.data())
            )
            painter.drawText(
                box,
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                str(index.data(_COUNT) or ""),
            )
        if nav.hasFocus() and nav.currentIndex() == index:
            for inset, token in ((1, "focusOuter"), (3, "focusInner")):
                painter.setPen(QPen(shown.colour(token), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(option.rect.adjusted(inset, inset, -inset, -inset))
        painter.restore()
