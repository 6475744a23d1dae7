"""Paints the cells of a table: an icon and a word, a strong value, a line beneath; selection and focus as lines."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from lac_tracker.ui import icons, theme
from lac_tracker.ui.models.row_model import LINK, NONE_SHOWN, SECOND_LINE, STATUS, STRONG, STRUCK, WRAPS

_BAR = 3  # pixels at the left of the selected row


class StatusDelegate(QStyledItemDelegate):
    """For tables over a RowModel. Nothing is coloured but a status, and that has its icon and its word."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        shown = theme.current()
        painter.save()
        painter.setClipRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, shown.colour("sel" if selected else "surface"))
        painter.fillRect(
            QRect(option.rect.bottomLeft(), QSize(option.rect.width(), 1)), shown.colour("divider")
        )
        if selected and index.column() == 0:
            bar = QRect(option.rect.topLeft(), QSize(_BAR, option.rect.height()))
            painter.fillRect(bar, shown.colour("primary"))
        self._paint_words(painter, option, index, selected)
        self._paint_focus(painter, option, index)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.current().row_height())

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        selected: bool,
    ) -> None:
        shown = theme.current()
        first, second, status = (
            str(index.data()),
            str(index.data(SECOND_LINE) or ""),
            str(index.data(STATUS) or ""),
        )
        (first_font, ink), (second_font, beneath) = _looks(index, selected, is_strong=bool(status))
        box = option.rect.adjusted(shown.space(2), shown.space(1), -shown.space(2), -shown.space(1))
        first_metrics, second_metrics = QFontMetrics(first_font), QFontMetrics(second_font)
        if status and first != NONE_SHOWN:
            seen = icons.look(status)
            if not selected or shown.name != "high contrast":
                ink = shown.colour(seen.tone)
            size = shown.scaled(16)
            height = first_metrics.height() + (second_metrics.height() if second else 0)
            top = box.center().y() - height / 2 + (first_metrics.height() - size) / 2
            if not second and self._lines(first, first_metrics, box.width() - size - shown.space(2)) > 1:
                top -= first_metrics.height() / 2
            icons.paint_icon(painter, QRectF(box.left(), top, size, size), seen.icon, ink)
            box.setLeft(box.left() + size + shown.space(2))
        side = Qt.AlignmentFlag.AlignRight if _right(index) else Qt.AlignmentFlag.AlignLeft
        if second:
            top = box.center().y() - (first_metrics.height() + second_metrics.height()) // 2 + 1
            for words, font, colour in ((first, first_font, ink), (second, second_font, beneath)):
                metrics = QFontMetrics(font)
                painter.setFont(font)
                painter.setPen(colour)
                line = QRect(box.left(), top, box.width(), metrics.height())
                painter.drawText(line, side, _fitted(words, metrics, box.width()))
                top += metrics.height()
            return
        painter.setFont(first_font)
        painter.setPen(shown.colour("text2") if first == NONE_SHOWN and not selected else ink)
        if index.data(WRAPS) or status:
            painter.drawText(
                box, side | Qt.AlignmentFlag.AlignVCenter,
                in_lines(first, first_metrics, box.width(), getattr(option.widget, "most_lines", 2)),
            )  # fmt: skip
        else:
            painter.drawText(
                box, side | Qt.AlignmentFlag.AlignVCenter, _fitted(first, first_metrics, box.width())
            )

    @staticmethod
    def _lines(words: str, metrics: QFontMetrics, width: int) -> int:
        bounds = metrics.boundingRect(QRect(0, 0, max(width, 1), 10_000), Qt.TextFlag.TextWordWrap, words)
        return round(bounds.height() / metrics.lineSpacing())

    def _paint_focus(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        view = getattr(option.widget, "leader", option.widget)  # frozen columns have the focus of their table
        if not isinstance(view, QAbstractItemView) or not view.hasFocus() or view.currentIndex() != index:
            return
        shown = theme.current()
        for inset, token in ((1, "focusOuter"), (3, "focusInner")):
            painter.setPen(QPen(shown.colour(token), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(inset, inset, -inset, -inset - 1))


def _looks(
    index: QModelIndex | QPersistentModelIndex, selected: bool, *, is_strong: bool
) -> tuple[tuple[QFont, QColor], tuple[QFont, QColor]]:
    """Return font and ink of both lines of a cell. What a click does stands lowest, as a link."""
    shown = theme.current()
    first_font = QFont(shown.font("strong" if is_strong or index.data(STRONG) else "body"))
    ink = shown.colour("onSel" if selected else "text")
    second_font, beneath = QFont(shown.font("hint")), shown.colour("onSel" if selected else "text2")
    first_font.setStrikeOut(bool(index.data(STRUCK)))
    if index.data(LINK):
        link = shown.colour("onSel" if selected else "link")
        if index.data(SECOND_LINE):
            second_font.setUnderline(True)
            beneath = link
        else:  # one line to a row
            first_font.setUnderline(True)
            ink = link
    return (first_font, ink), (second_font, beneath)


def _right(index: QModelIndex | QPersistentModelIndex) -> bool:
    return bool(int(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0) & int(Qt.AlignmentFlag.AlignRight))


def _fitted(words: str, metrics: QFontMetrics, width: int) -> str:
    return metrics.elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, width + 1)


def in_lines(words: str, metrics: QFontMetrics, width: int, most: int) -> str:
    """Return words on no more than `most` lines of this width; two are of like length. The rest is in the tooltip."""
    if most <= 1:
        return _fitted(words, metrics, width)
    words = " ".join(_parted(word, metrics, width) for word in words.split())
    if most <= 2 or metrics.horizontalAdvance(words) <= 2 * width:
        balanced = _two_lines(words, metrics, width)
        if most <= 2 or "…" not in balanced:
            return balanced
    lines, line = [], ""
    for part in words.split():
        longer = f"{line} {part}".strip()
        if line and metrics.horizontalAdvance(longer) > width:
            lines.append(line)
            line = part
        else:
            line = longer
    lines.append(line)
    kept = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
    return "\n".join(_fitted(one, metrics, width) for one in kept)


def _parted(word: str, metrics: QFontMetrics, width: int) -> str:
    """Return a word that fits nowhere as its parts between hyphens, so that a double name is broken and not cut."""
    return word.replace("-", "- ").strip() if metrics.horizontalAdvance(word) > width else word


def _two_lines(words: str, metrics: QFontMetrics, width: int) -> str:
    """Return words on no more than two lines of this width, of like length; the rest is in the tooltip."""
    if metrics.horizontalAdvance(words) <= width:
        return words
    parts = words.split()
    breaks = [(" ".join(parts[:place]), " ".join(parts[place:])) for place in range(1, len(parts))]
    fitting = [pair for pair in breaks if all(metrics.horizontalAdvance(line) <= width for line in pair)]
    if fitting:
        return "\n".join(min(fitting, key=lambda pair: max(metrics.horizontalAdvance(line) for line in pair)))
    full = [pair for pair in breaks if metrics.horizontalAdvance(pair[0]) <= width]
    if not full:
        return _fitted(words, metrics, width)
    return f"{full[-1][0]}\n{_fitted(full[-1][1], metrics, width)}"
