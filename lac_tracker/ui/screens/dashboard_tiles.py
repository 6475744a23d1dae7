"""The tiles of the dashboard: one figure each, with its target in words, its change, and who is behind it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from lac_tracker.domain.figure_words import FigureLine
from lac_tracker.ui import single_keys, theme
from lac_tracker.ui.plain import PlainButton, PlainDialog, PlainLabel, hint, icon_button, set_tooltip
from lac_tracker.ui.screens.status_icon import show_status

# The last part of a tile's name, and the figure it shows, in the order of the page.
TILES = (
    ("iha", "iha_28_days"), ("rha", "rha_in_time"), ("sdq", "sdq"), ("gp", "plan_to_gp"),
    ("iha20", "iha_20_working_days"), ("plan20", "plan_20_working_days"), ("request", "request_5_working_days"),
    ("consent", "consent_5_working_days"), ("clock", "health_clock_median_days"), ("overdue", "overdue_now"),
    ("dental", "dental"), ("optician", "optician"), ("imm", "immunisations"), ("essentials", "ethnicity_language_religion"), ("gpreg", "gp_registered"),
    ("smart", "smart"), ("closed", "plan_closed_by_target"), ("carried", "plan_carried_forward"),
    ("passport", "care_leaver_summary"), ("voice", "voice"), ("alone", "time_alone"), ("qa", "qa"),
    ("uasc", "uasc_trained"), ("camhs", "camhs_contribution"), ("ooa", "out_of_area"), ("sdqmean", "sdq_mean"),
    ("wnb", "was_not_brought"), ("declined", "declined"), ("partial", "partial"),
)  # fmt: skip
FIRST_ROW = 4  # tiles above the charts
COMPLETENESS = ("ethnicity_language_religion", "birth_parental_history", "histories_in_care", "gp_registered")
_LOOKS = {"met": "met", "near": "at_risk", "below": "overdue"}
_NARROWEST = 25  # characters
_MOST_LINES = 4  # of the parts of a figure; its definition has them all
_WORKING = "Working out"
_KEYS = "Enter: the children behind it. I: how it is counted."


class Tile(QFrame):
    """One figure. Enter opens the children behind it, I says how it is counted.

    Signals:
        opened: its children are asked for; carries the part, 'missed' or 'all'.
        moved: an arrow was pressed; carries the step: 1, -1, or 0 for a row down and 2 for one up.
    """

    opened = Signal(str)
    moved = Signal(int)

    def __init__(self, short: str, title: str) -> None:
        super().__init__()
        self.setObjectName(f"kpi.tile.{short}")
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setStatusTip(_KEYS)
        self.line: FigureLine | None = None
        self._title = PlainLabel(title, type="strong", wraps=True)
        self._about = icon_button(
            "fa6s.circle-info", f"How it is counted: {title}", name=f"kpi.about.{short}"
        )
        self._about.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # I on the tile does the same: one tab stop
        self._about.clicked.connect(self.tell)
        self._big = PlainLabel(_WORKING, type="kpi")
        self._fraction = hint("")
        self._icon = QLabel()
        self._target = PlainLabel(wraps=True)
        self._change = hint("")
        self._split = hint("")
        self.note = hint("")
        self.note.setObjectName(f"kpi.note.{short}")
        self.note.hide()
        self.link: PlainButton | None = None
        self.who = PlainButton("", "link", name=f"kpi.who.{short}")
        self.who.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Enter on the tile does the same
        self.who.clicked.connect(lambda _checked=False: self.opened.emit(self.part))
        self.who.hide()
        self._icon.hide()
        self._lay_out()
        self.setAccessibleName(f"{title}: {_WORKING.lower()}")

    def _lay_out(self) -> None:
        space = theme.current().space
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(1))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._about, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        numbers = QHBoxLayout()
        numbers.setSpacing(space(2))
        numbers.addWidget(self._big, 0, Qt.AlignmentFlag.AlignBottom)
        numbers.addWidget(self._fraction, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(numbers)
        target = QHBoxLayout()
        target.setSpacing(space(1))
        target.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        target.addWidget(self._target, 1)
        column.addLayout(target)
        column.addWidget(self._change)
        column.addWidget(self.note)
        column.addWidget(self._split)
        column.addStretch()
        column.addWidget(self.who, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def part(self) -> str:
        """Which of the children the tile opens first."""
        return self.line.first_part if self.line is not None else "all"

    def show_line(self, line: FigureLine) -> None:
        """Show a figure."""
        self.line = line
        self._big.setText(line.big)
        self._fraction.setText(f"({line.fraction})" if line.fraction else "")
        self._icon.setVisible(line.standing != "none")
        if line.standing != "none":
            show_status(self._icon, _LOOKS[line.standing])
        self._target.setText(line.target_words)
        self._target.setVisible(bool(line.target_words))
        self._change.setText(line.change)
        self._change.setVisible(bool(line.change))
        self._split.setText("\n".join(f"{name}: {told}" for name, told in line.split[:_MOST_LINES]))
        self._split.setVisible(bool(line.split))
        self.who.setText(line.who_words)
        self.who.setVisible(bool(line.who_words))
        self.setAccessibleName(line.all_words)
        said = (line.who_words, self.note.text(), _KEYS)
        self.setAccessibleDescription(". ".join(part for part in said if part))
        set_tooltip(self._about, f"How it is counted (I)\n{line.definition}")

    def say_note(self, words: str) -> None:
        """Say what goes with the figure whatever it is: the day by which it is returned."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def link_note(self, words: str, tip: str, opens: Callable[[], object]) -> None:
        """Say what goes with the figure as a link that Tab reaches after the tile. opens: called when it is followed."""
        self.note.setText(words)  # a screen reader hears it with the tile too
        self.link = PlainButton(words, "link", name=f"kpi.link.{self.objectName().rpartition('.')[2]}")
        set_tooltip(self.link, tip)
        self.link.clicked.connect(lambda _checked=False: opens())
        self._column.insertWidget(self._column.indexOf(self.note), self.link, 0, Qt.AlignmentFlag.AlignLeft)
        QWidget.setTabOrder(self, self.link)

    def tell(self) -> None:
        """Say how the figure is counted, and what was left out of it."""
        if self.line is None:
            return
        parts = [f"{words}: {told}" for words, told in self.line.split]
        left = [f"Left out here: {words}: {count}" for words, count in self.line.excluded]
        told = [
            self.line.definition,
            "\n".join(parts),
            "\n".join(left),
            self.line.note,
            f"Source: {self.line.source}",
        ]
        PlainDialog.tell(self, self.line.title, "\n\n".join(part for part in told if part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 0, Qt.Key.Key_Up: 2}
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.line is not None and self.line.who_words:
                self.opened.emit(self.part)
        elif event.key() == Qt.Key.Key_I and single_keys.are_on():
            self.tell()
        elif event.key() in step:
            self.moved.emit(step[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()


class TileGrid(QWidget):
    """Tiles in as many columns as there is room for, each row as high as its highest.

    Signals:
        opened: the children behind a figure are asked for; carries the line and the part.
    """

    opened = Signal(object, str)

    def __init__(self, tiles: Sequence[tuple[str, str, str]]) -> None:
        """tiles: (last part of the name, id of the figure, title)."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.current().space(2))
        self.tiles: dict[str, Tile] = {}
        for short, figure, title in tiles:
            tile = Tile(short, title)
            tile.opened.connect(lambda part, tile=tile: self.opened.emit(tile.line, part))
            tile.moved.connect(lambda step, tile=tile: self._move(tile, step))
            self.tiles[figure] = tile
        self._columns = 0
        self._place(FIRST_ROW)

    def show_lines(self, lines: Sequence[FigureLine]) -> None:
        """Show the figures; those that are not on this grid are passed over."""
        for line in lines:
            if line.id in self.tiles:
                self.tiles[line.id].show_line(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_columns"):
            self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().characters(_NARROWEST), super().minimumSizeHint().height())

    def _fit(self) -> None:
        shown = theme.current()
        room = self.width() + shown.space(2)
        wide = shown.characters(_NARROWEST) + shown.space(2)
        self._place(min(max(room // wide, 1), FIRST_ROW))

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, number // columns, number % columns)
        for column in range(FIRST_ROW):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _move(self, tile: Tile, step: int) -> None:
        held = list(self.tiles.values())
        by = {1: 1, -1: -1, 0: self._columns, 2: -self._columns}[step]
        place = held.index(tile) + by
        if 0 <= place < len(held):
            held[place].setFocus(Qt.FocusReason.TabFocusReason)
