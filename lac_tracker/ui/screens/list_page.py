"""What the list screens share: the heading with its buttons, the line that says what is shown, the table or its empty state."""

import heapq
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lac_tracker.services.changes import Changes
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.plain import PlainButton, hint, label, set_tooltip, title
from lac_tracker.ui.widgets.empty_state import EmptyState
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.measured import MeasuredLine
from lac_tracker.ui.widgets.row_table import RowTable
from lac_tracker.ui.workplace import Workplace

LARGE = 150  # per cent of text from where filters give way to rows
_NAMES_MEASURED = 12  # of a list, the longest
QUIET_MS = 150  # of typing, before a filter is applied


class ListPage(QFrame):
    """A list of children or of what is due for them. A screen adds its filters to `filters` and fills `model`.

    Signals:
        child_opened: Enter on a row; carries the child's id.
        went: another screen is asked for; carries its name.
        helped: the line of help below should say this about the current row.
        said: something was done; carries the words for the message bar.
    """

    child_opened = Signal(object)  # an id is longer than the int of a signal
    went = Signal(str)
    helped = Signal(str)
    said = Signal(str)
    model_class: type[RowModel[Any]] = RowModel
    table_class: type[Any] = RowTable
    says_heading_beside = False  # beside the title, where rows need the height

    def __init__(
        self, workplace: Workplace, prefix: str, words: str, columns: Sequence[Any], key_column: int
    ) -> None:
        super().__init__()
        self.workplace, self._prefix = workplace, prefix
        self.setObjectName(prefix)
        self.setAccessibleName(words)
        self.setProperty("region", "page")
        self.model: RowModel[Any] = self.model_class(columns)
        self.table: RowTable = self.table_class(
            self.model, label=words, name=f"{prefix}.table", key_column=key_column
        )
        self.table.opened.connect(self._open_row)
        self.table.chosen.connect(self._tell)
        self.heading = hint("")
        self.heading.setObjectName(f"{prefix}.heading")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.current().space(2))
        self.filters = Flow(gap=theme.current().space(3), line_gap=theme.current().space(2))
        self.summary = hint("")
        self.summary.setObjectName(f"{prefix}.summary")
        self._more: list[QWidget] = []
        self.more = PlainButton("More filters", name=f"{prefix}.moreFilters")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._fit)
        self.empty = EmptyState(f"{prefix}.empty")
        self.body = QStackedWidget()
        self.body.addWidget(self.table)
        self.body.addWidget(self.empty)
        self.open = PlainButton("Open record", "primary", name=f"{prefix}.open")
        set_tooltip(self.open, "Open the record of the selected child (Enter)")
        self.open.clicked.connect(self._open_current)
        self.refresh = PlainButton("Refresh", "link", name=f"{prefix}.refresh")
        set_tooltip(self.refresh, "Load the list again (F5)")
        self.refresh.clicked.connect(self._refresh)
        self.updated = ""
        self._above = QVBoxLayout()
        self._above.setSpacing(theme.current().space(2))
        self._lay_out(words)
        self.filter = QLineEdit()  # replaced by add_filter
        self.sorting = self._sorting(prefix)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.apply_filter)

    def _lay_out(self, words: str) -> None:
        space = theme.current().space
        names: QLayout = QVBoxLayout()
        names.setSpacing(0)
        if self.says_heading_beside:
            names = Flow(gap=space(4), line_gap=0, is_centred=True)
            self.heading.setWordWrap(False)
        self._title = title(words)
        self._title.setWordWrap(not self.says_heading_beside)
        names.addWidget(self._title)
        names.addWidget(self.heading)
        head = QHBoxLayout()
        head.setSpacing(space(4))
        head.addLayout(names, 1)
        head.addLayout(self.buttons)
        head.setAlignment(self.buttons, Qt.AlignmentFlag.AlignTop)
        said = QHBoxLayout()
        said.setSpacing(space(2))
        said.addWidget(self.summary, 1)
        said.addWidget(self.refresh, 0, Qt.AlignmentFlag.AlignTop)
        self._filters = QWidget()
        self._filters.setLayout(self.filters)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._filters.setSizePolicy(policy)
        column = QVBoxLayout(self)
        edge = space(1) if self.says_heading_beside else space(4)  # where rows need the height
        column.setContentsMargins(space(6), edge, space(6), edge)
        column.setSpacing(space(2))
        column.addLayout(head)
        column.addLayout(self._above)
        column.addWidget(self._filters)
        column.addLayout(said)
        self._said_line = said
        self.rows_area = QWidget()
        self._rows_layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self.rows_area)
        self._rows_layout.setContentsMargins(0, 0, 0, 0)
        self._rows_layout.setSpacing(space(2))
        self._rows_layout.addWidget(self.body, 1)
        column.addWidget(self.rows_area, 1)

    def add_above(self, widget: QWidget) -> None:
        """Put something between the heading and the filters."""
        self._above.addWidget(widget)

    def beside_summary(self, widget: QWidget) -> None:
        """Put something between the line that says what is shown and Refresh."""
        self._said_line.insertWidget(1, widget, 0, Qt.AlignmentFlag.AlignTop)

    def arrange_rows(self, direction: QBoxLayout.Direction) -> None:
        """Have what belongs to the rows beside them or below."""
        self._rows_layout.setDirection(direction)

    def add_filter(self, label: str, name: str, width: int) -> QLineEdit:
        """Make the text that Ctrl+F goes to; what is typed there is applied after a moment's quiet."""
        self.filter = MeasuredLine(name, width)
        self.filter.setAccessibleName(label)
        self.filter.setPlaceholderText(f"{label}  (Ctrl+F)")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda _text: self._quiet.start())
        self.filter.installEventFilter(self)
        self.filters.addWidget(self.filter)
        return self.filter

    def add_more(self, *widgets: QWidget) -> None:
        """Add filters that give way behind More filters in large text."""
        if not self._more:
            self.filters.addWidget(self.more)
        for widget in widgets:
            self.filters.addWidget(widget)
            self._more.append(widget)

    def add_sorting(self) -> None:
        self.add_more(beside("Sort by", self.sorting))

    def _sorting(self, prefix: str) -> QComboBox:
        """The keyboard's way to sort; a click on a column's heading does the same."""
        choice = QComboBox()
        choice.setObjectName(f"{prefix}.sort")
        choice.setAccessibleName("Sort by")
        self.fill_sorting(choice)
        choice.activated.connect(self._sort_chosen)
        self.model.layoutChanged.connect(self._sorted)
        return choice

    def fill_sorting(self, choice: QComboBox) -> None:
        """Offer every way in which the columns of today sort."""
        choice.clear()
        choice.addItem(self.unsorted, (-1, Qt.SortOrder.AscendingOrder))
        for number, column in enumerate(self.model.columns):
            if column.sort is not None:
                for order, words in zip(Qt.SortOrder, column.sorted_words, strict=True):
                    if (said := f"{column.title}, {words}") != self.unsorted:
                        choice.addItem(said, (number, order))

    def _sort_chosen(self, index: int) -> None:
        number, order = self.sorting.itemData(index)
        self.table.horizontalHeader().setSortIndicator(number, order)
        self.model.sort(number, order)

    def _sorted(self, *_: object) -> None:
        words = self.model.sorted_in_words() or self.unsorted
        self.sorting.setCurrentIndex(max(self.sorting.findText(words), 0))
        self.summarise(aloud=True)

    # What a screen answers

    def everything(self) -> Sequence[Any]:
        """Return the rows of the view without its filter, so that columns stay as wide while one is typed."""
        return self.model.rows()

    name = ""  # of the screen, for going to it
    unsorted = ""  # in words, the order in which the rows are given

    def summarise(self, *, aloud: bool) -> None:
        """Say how many rows are shown, filtered and sorted how."""
        raise NotImplementedError

    def reload(self, changes: object = None) -> None:
        """Load the rows again; selection and scroll stay."""
        raise NotImplementedError

    def apply_filter(self) -> None:
        """Show the rows that the filters let through."""
        raise NotImplementedError

    def clear_filter(self) -> bool:
        """Take every filter away; False when there was none."""
        if not self.filter.text():
            return False
        self.filter.clear()
        self._quiet.stop()
        self.apply_filter()
        return True

    def child_of(self, row: Any) -> int:
        return int(row.child_id)

    # What the frame asks

    def focus_first(self) -> None:
        """Put the keyboard where it is most likely wanted: on the rows, else on the filter."""
        if self.model.rowCount():
            self.table.setFocus()
        elif not self.empty.take_focus():
            self.filter.setFocus()

    def leave(self) -> bool:
        return True

    def regions(self) -> tuple[QWidget, ...]:
        return (self.filter, self.table) if self.model.rowCount() else (self.filter,)

    def run_command(self, name: str) -> bool:
        match name:
            case "edit.find":
                self.filter.setFocus()
                self.filter.selectAll()
            case "view.refresh":
                self._refresh()
            case "edit.primary":
                self._open_current()
            case _:
                return False
        return True

    # What it does itself

    def show_rows(self, rows: Sequence[Any], key: Callable[[Any], Any]) -> None:
        """Show these rows; the selected one stays selected and in its place, or the next one takes over."""
        held = self.table.current_row()
        scroll = self.table.verticalScrollBar().value()
        sideways = self.table.horizontalScrollBar().value()
        number = self.table.currentIndex().row()
        self.model.set_rows(rows)
        self.open.setEnabled(bool(rows))
        if held is not None and rows:
            place = _place_of(key(held), self.model.rows(), key, near=number)
            self.table.choose(min(number, len(rows) - 1) if place is None else place)
            if place is not None:
                self.table.verticalScrollBar().setValue(scroll)
        self.table.horizontalScrollBar().setValue(sideways)
        self.body.setCurrentWidget(self.table if rows else self.empty)
        self._widen_names()

    def say_summary(self, words: str, *, aloud: bool) -> None:
        self.summary.setText(words)
        if aloud:
            announce(self.summary, words.partition(".")[0])

    def now_words(self) -> str:
        return self.workplace.operations.now().astimezone().strftime("%H:%M")

    def _widen_names(self) -> None:
        """Names are never cut: the column Child takes what the longest name of the view needs, within reason."""
        number = next(place for place, column in enumerate(self.model.columns) if column.title == "Child")
        shown = theme.current()
        metrics = QFontMetrics(shown.font("strong"))
        longest = heapq.nlargest(_NAMES_MEASURED, (row.shown_name for row in self.everything()), key=len)
        needed = max((metrics.horizontalAdvance(name) for name in longest), default=0) + shown.space(1)
        least = shown.characters(self.model.columns[number].width)
        width = min(max(least, needed), shown.characters(44)) + 2 * shown.space(2)
        self.table.setColumnWidth(number, width)

    def _fit(self, _more: bool = False) -> None:
        """Give the rows the height: in large text most filters wait behind a button."""
        large = theme.current().text_percent >= LARGE
        self.more.setVisible(large)
        for widget in self._more:
            widget.setVisible(not large or self.more.isChecked())
        # No higher than its line: what it would take belongs to the rows.
        self.refresh.setFixedHeight(max(theme.current().scaled(24), self.refresh.fontMetrics().height()))
        self.fit_views(large=large)
        self._filters.updateGeometry()

    def fit_views(self, *, large: bool) -> None:
        """Show the views of the list as room allows."""

    def _refresh(self, _checked: bool = False) -> None:
        self.reload(None)
        announce(self.summary, self.summary.text())

    def _open_current(self, _checked: bool = False) -> None:
        row = self.table.current_row()
        if row is not None:
            self._open_row(row)

    def _open_row(self, row: Any) -> None:
        self.child_opened.emit(self.child_of(row))

    def _tell(self, row: Any) -> None:
        self.open.setEnabled(row is not None)
        self.helped.emit(self.about(row) if row is not None else "")

    def about(self, row: Any) -> str:
        """Return what the line of help says about a row."""
        return str(row.shown_name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down in the filter go on to the rows; Esc takes the filter away."""
        if watched is self.filter and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                    return False
                self._quiet.stop()
                self.apply_filter()
                self.focus_first()
                return True
            if event.key() == Qt.Key.Key_Escape:
                return self.clear_filter()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.clear_filter():
            self.focus_first()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_quiet"):
            self.table.fit()
            self._widen_names()
            self._fit()


def _place_of(wanted: Any, rows: Sequence[Any], key: Callable[[Any], Any], *, near: int) -> int | None:
    """Return where a row stands, looked for where it stood before anywhere else: a list may be long."""
    if 0 <= near < len(rows) and key(rows[near]) == wanted:
        return near
    return next((place for place, row in enumerate(rows) if key(row) == wanted), None)


def alters_lists(changes: object) -> bool:
    """Return whether what a command changed is something that lists show; None stands for everything."""
    return not isinstance(changes, Changes) or changes.children or changes.assessments


def beside(words: str, control: QWidget) -> QWidget:
    """Return a control with its label to its left, for the row of filters."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().space(2))
    caption = label(words)
    caption.setWordWrap(False)
    caption.setBuddy(control)
    row.addWidget(caption)
    row.addWidget(control)
    return pair
