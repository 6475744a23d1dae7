"""How a row of boxes looks in every theme: its label, its boxes, the one that is chosen, and where the keyboard is."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from lac_tracker.ui import theme
from lac_tracker.ui.plain import in_reading_order

_TICK = 8  # pixels at 100 %
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True)
class DrawnRow:
    """chosen: number of the box, None for none. is_out: said to be not answered, where that has no box of its own."""

    label: str
    words: str
    place: QRect
    label_place: QRect
    words_place: QRect
    boxes: tuple[QRect, ...]
    chosen: int | None
    is_out: bool
    is_current: bool
    has_line: bool  # above it, every five rows


def words_height(words: str, width: int) -> int:
    """Return how high words beside the boxes are in a width."""
    metrics = QFontMetrics(theme.current().font("body"))
    return metrics.boundingRect(QRect(0, 0, width, 2000), _WRAPPED, words).height() + theme.current().space(1)


def paint_head(painter: QPainter, places: tuple[QRect, ...], words: tuple[str, ...]) -> None:
    """Paint the words over the boxes."""
    painter.setFont(theme.current().font("hint"))
    painter.setPen(theme.current().colour("text2"))
    for place, said in zip(places, words, strict=True):
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, said)


def paint_row(painter: QPainter, row: DrawnRow) -> None:
    """Paint a row."""
    shown = theme.current()
    if row.is_current:
        painter.fillRect(row.place, shown.colour("sel"))
    elif row.has_line:
        painter.fillRect(QRect(row.place.topLeft(), QSize(row.place.width(), 1)), shown.colour("divider"))
    painter.setPen(shown.colour("onSel" if row.is_current else "text"))
    painter.setFont(shown.font("strong" if row.is_current else "body"))
    side = Qt.AlignmentFlag.AlignRight if row.label.isdigit() else Qt.AlignmentFlag.AlignLeft
    painter.drawText(row.label_place, side | Qt.AlignmentFlag.AlignVCenter, row.label)
    if row.words:
        painter.setFont(shown.font("body"))
        painter.drawText(row.words_place, _WRAPPED, in_reading_order(row.words))
    for number, place in enumerate(row.boxes):
        _paint_box(painter, place, row, is_chosen=number == row.chosen)


def _paint_box(painter: QPainter, place: QRect, row: DrawnRow, *, is_chosen: bool) -> None:
    shown = theme.current()
    on_sel = shown.name == "high contrast" and row.is_current
    edge = shown.colour("onSel" if on_sel else "primary" if is_chosen else "border")
    painter.setPen(QPen(edge, shown.border_width))
    painter.setBrush(edge if is_chosen else shown.colour("sel" if on_sel else "surface"))
    painter.drawRoundedRect(place, 3, 3)
    if is_chosen:
        dot = QRect(0, 0, shown.scaled(_TICK), shown.scaled(_TICK))
        dot.moveCenter(place.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shown.colour("sel" if on_sel else "onPrimary"))
        painter.drawEllipse(dot.adjusted(0, 0, 1, 1))
    elif row.is_out:
        painter.drawLine(place.left() + 3, place.center().y(), place.right() - 3, place.center().y())
