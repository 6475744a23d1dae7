"""Rows of boxes as on a paper form, keyed by position: a digit chooses a box and goes on to the next row."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from lac_tracker.ui import single_keys, theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.widgets.box_paint import DrawnRow, paint_head, paint_row, words_height

ROW, HEAD, BOX = 24, 20, 16  # pixels at 100 %
_NO_LIMIT = 16_777_215  # QWIDGETSIZE_MAX
NOTHING, NOT_ANSWERED = "nothing chosen", "not answered"


@dataclass(frozen=True)
class BoxRow:
    """key: what it is called when its value is asked for. spoken: 'Item 13'. words: beside it, where there are any."""

    key: str
    shown: str
    spoken: str
    words: str = ""


class BoxGrid(QWidget):
    """Choices by position in one stop of the keyboard; a row is a box chosen, 'not answered', or not keyed yet.

    Keys: 1 for the first box and so on, 0 not answered, Delete empties a row, Backspace and Up go back, Down moves,
    Home goes to the first row and End to the first empty one.

    Signals:
        keyed: the person chose, or took back, in a row; carries its key.
        moved: another row is current; carries its key.
        finished: the last row was keyed.
    """

    keyed = Signal(str)
    moved = Signal(str)
    finished = Signal()

    def __init__(
        self, label: str, rows: tuple[BoxRow, ...], boxes: tuple[str, ...], *, name: str,
        pitch: int = 6, lead: int = 3, none_words: str = "",
    ) -> None:  # fmt: skip
        """boxes: the words over each position. pitch, lead: characters of a box and of what stands before the boxes.
        none_words: of a last box for 'not answered', chosen by its digit as well as by 0; '' for none."""
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._label, self._rows, self._boxes, self._none = label, rows, boxes, none_words
        self._pitch, self._lead = pitch, lead
        self._columns = 1
        self._values: dict[str, int | None] = {}
        self._places: list[QRect] = []
        self._current = 0
        self._moves = 0  # how often it was sent to a row
        self._has_words = False
        self.set_words({row.key: row.words for row in rows})

    # What it holds

    def set_words(self, words: Mapping[str, str]) -> None:
        """Show words beside the boxes, by key of the row; none of them for an empty mapping."""
        self._rows = tuple(replace(row, words=words.get(row.key, "")) for row in self._rows)
        self._has_words = any(row.words for row in self._rows)
        if self._has_words:
            self._columns = 1
        across = QSizePolicy.Policy.Expanding if self._has_words else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self._arrange()
        self._say()

    def values(self) -> dict[str, int | None]:
        """Return the box of each row that was keyed, from 0; None where it was said to be not answered."""
        return dict(self._values)

    def show_values(self, values: Mapping[str, int | None]) -> None:
        """Show other values, without telling anyone."""
        self._values = {row.key: values[row.key] for row in self._rows if row.key in values}
        self._say()
        self.update()

    @property
    def current(self) -> str:
        """The key of the row the keyboard is at."""
        return self._rows[self._current].key

    @property
    def is_complete(self) -> bool:
        return len(self._values) == len(self._rows)

    def go_to(self, key: str) -> None:
        """Make a row the current one, and bring it into view."""
        self._moves += 1
        self._go(next(number for number, row in enumerate(self._rows) if row.key == key))

    def go_to_first_empty(self) -> None:
        self._moves += 1
        self._go(self._first_empty())

    def choose(self, key: str, value: int | None) -> None:
        """Choose a box in a row, as the person does, and go on to the next."""
        self._values[key] = value
        at = next(number for number, row in enumerate(self._rows) if row.key == key)
        moves = self._moves
        self.keyed.emit(key)
        if moves == self._moves:  # else whoever heard of it sent the keyboard elsewhere
            self._go_on(at)
        self.update()

    def words_of(self, key: str) -> str:
        """Return what stands in a row, in words: 'left', 'not answered', 'nothing chosen'."""
        if key not in self._values:
            return NOTHING
        value = self._values[key]
        return (self._none.casefold() or NOT_ANSWERED) if value is None else self._boxes[value].casefold()

    def set_columns(self, columns: int) -> None:
        """Lay the rows out in so many columns, one after the other. With words beside the rows there is one."""
        wanted = 1 if self._has_words else columns
        if wanted != self._columns:
            self._columns = wanted
            self._arrange()

    def height_in(self, columns: int) -> int:
        """Return how high it would be in so many columns."""
        return self._head_height() + -(-len(self._rows) // columns) * self._row_height()

    def width_in(self, columns: int) -> int:
        """Return how wide it would be in so many columns, without words beside the boxes."""
        return columns * self._column_width() + (columns - 1) * theme.current().space(3)

    @property
    def has_words(self) -> bool:
        return self._has_words

    def focus_rect(self) -> QRect:
        """Return where the ring of the keyboard belongs: around the current row."""
        return self._places[self._current]

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        typed, at = single_keys.typed(event), self._current
        if typed.isdigit() and typed.isascii() and int(typed) <= len(self._boxes) + bool(self._none):
            number = int(typed)
            self.choose(self.current, None if number in (0, len(self._boxes) + 1) else number - 1)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Up):
            self._go(max(at - 1, 0))
        elif event.key() == Qt.Key.Key_Down:
            self._go(min(at + 1, len(self._rows) - 1))
        elif event.key() == Qt.Key.Key_Home:
            self._go(0)
        elif event.key() == Qt.Key.Key_End:
            self._go(self._first_empty())
        elif event.key() == Qt.Key.Key_Delete and self.current in self._values:
            del self._values[self.current]
            self.keyed.emit(self.current)
            self._go(self._current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        spot = event.position().toPoint()
        for number, place in enumerate(self._places):
            if place.contains(spot):
                self._go(number)
                box = self._box_at(place, spot)
                if box is not None:
                    self.choose(self._rows[number].key, None if box == len(self._boxes) else box)
                return

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # it was done on pressing

    def event(self, event: QEvent) -> bool:
        # The window's own shortcuts are Ctrl and Alt with a key: single ones belong to the grid while it is the focus.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            is_single = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if is_single and single_keys.typed(event).isdigit():
                event.accept()
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._reveal()
        QTimer.singleShot(0, self, self._reveal)  # one that opened just now has its place only then
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # Behind it

    def _go_on(self, at: int) -> None:
        if at + 1 < len(self._rows):
            self._go(at + 1)
        else:
            self._go(at)
            self.finished.emit()

    def _go(self, number: int) -> None:
        is_other, self._current = number != self._current, number
        self._say()
        self._reveal()
        self.update()
        if self.hasFocus():
            # The ring of the keyboard follows what it surrounds, which stays where it is: tell it to look again.
            QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))
            announce(self, self.accessibleName())
        if is_other:
            self.moved.emit(self.current)

    def _first_empty(self) -> int:
        empty = (number for number, row in enumerate(self._rows) if row.key not in self._values)
        return next(empty, len(self._rows) - 1)

    def _say(self) -> None:
        row = self._rows[self._current]
        done = f"{len(self._values)} of {len(self._rows)} done"
        self.setAccessibleName(
            ", ".join(part for part in (row.spoken, row.words, self.words_of(row.key), done) if part)
        )
        self.setAccessibleDescription(self._label)

    def _reveal(self) -> None:
        """Keep the current row in view, with one row above and below it."""
        ancestor = self.parentWidget()
        while ancestor is not None and self._places:
            inside = ancestor.widget() if isinstance(ancestor, QScrollArea) else None
            if isinstance(ancestor, QScrollArea) and inside is not None:
                place = self._places[self._current]
                spot = self.mapTo(inside, place.center())
                ancestor.ensureVisible(spot.x(), spot.y(), 0, place.height() // 2 + self._row_height())
            ancestor = ancestor.parentWidget()

    # How it looks

    def _row_height(self) -> int:
        return theme.current().scaled(ROW)

    def _head_height(self) -> int:
        return theme.current().scaled(HEAD)

    def _count(self) -> int:
        return len(self._boxes) + bool(self._none)

    def _boxes_width(self) -> int:
        return self._count() * theme.current().characters(self._pitch)

    def _column_width(self) -> int:
        shown = theme.current()
        return shown.characters(self._lead) + shown.space(2) + self._boxes_width() + shown.space(1)

    def _arrange(self) -> None:
        """Give every row its place, and the grid its size."""
        shown = theme.current()
        column, gap = self._column_width(), shown.space(3)
        per_column = -(-len(self._rows) // self._columns)
        self._places = []
        top = self._head_height()
        for number, row in enumerate(self._rows):
            if number % per_column == 0:
                top = self._head_height()
            wide = max(self.width(), column) if self._has_words else column
            height = max(self._row_height(), self._words_height(row, wide - column - shown.space(1)))
            self._places.append(QRect((number // per_column) * (column + gap), top, wide, height))
            top += height
        bottom = max(place.bottom() for place in self._places) + 1
        self._size = QSize(self.width_in(self._columns), bottom)
        if self._has_words:
            self.setMinimumWidth(column + shown.characters(24))
            self.setFixedHeight(self._size.height())
            self.setMaximumWidth(_NO_LIMIT)
        else:
            self.setFixedSize(self._size)
        self.updateGeometry()
        self.update()

    def _words_height(self, row: BoxRow, width: int) -> int:
        return words_height(row.words, width) if row.words and width > 0 else 0

    def sizeHint(self) -> QSize:
        return self._size

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._has_words and event.size().width() != event.oldSize().width():
            self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and hasattr(self, "_places"):
            self._arrange()

    def _box_place(self, place: QRect, box: int) -> QRect:
        shown = theme.current()
        pitch = shown.characters(self._pitch)
        left = place.right() - self._boxes_width() - shown.space(1) + box * pitch
        size = shown.scaled(BOX)
        return QRect(left + (pitch - size) // 2, place.center().y() - size // 2, size, size)

    def _box_at(self, place: QRect, spot: QPoint) -> int | None:
        """Return the box under the mouse: all of its part of the row counts."""
        pitch = theme.current().characters(self._pitch)
        for box in range(self._count()):
            if abs(spot.x() - self._box_place(place, box).center().x()) <= pitch // 2:
                return box
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        per_column = -(-len(self._rows) // self._columns)
        pitch = theme.current().characters(self._pitch)
        words = (*self._boxes, *((self._none,) if self._none else ()))
        for number, place in enumerate(self._places):
            if number % per_column == 0:
                middles = (self._box_place(place, box).center().x() for box in range(self._count()))
                heads = tuple(QRect(x - pitch // 2, 0, pitch, self._head_height()) for x in middles)
                paint_head(painter, heads, words)
            paint_row(painter, self._drawn(number, has_line=number % 5 == 0 and number % per_column != 0))

    def _drawn(self, number: int, *, has_line: bool) -> DrawnRow:
        shown, row, place = theme.current(), self._rows[number], self._places[number]
        lead = shown.characters(self._lead)
        label = QRect(place.left() + shown.space(1), place.top(), lead, place.height())
        width = place.width() - self._column_width() - shown.space(1)
        is_none = row.key in self._values and self._values[row.key] is None
        return DrawnRow(
            row.shown,
            row.words,
            place,
            label,
            QRect(label.right() + shown.space(2), place.top(), width, place.height()),
            tuple(self._box_place(place, box) for box in range(self._count())),
            chosen=len(self._boxes) if is_none and self._none else self._values.get(row.key),
            is_out=is_none and not self._none,
            is_current=number == self._current and self.hasFocus(),
            has_line=has_line,
        )
