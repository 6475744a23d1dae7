"""The one control for dates: text that takes words, a calendar, and a line that echoes what was understood."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lac_tracker.domain.dates import Direction, read_date, show_age, show_date, show_distance, show_weekday
from lac_tracker.domain.errors import UserError
from lac_tracker.ui import icons, theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, icon_button

_WIDTH = 15  # characters


class DateField(QWidget):
    """A date that may be empty. Reads '3/4/26', '3 apr', 'today', '+2w', 'next fri' on leaving.

    Signals:
        changed: another date, or none, was given; carries `date | None`.
        problem: what is wrong with what was typed, '' when nothing is.
        left: the keyboard left the field, after it was read.
    """

    changed = Signal(object)
    problem = Signal(str)
    left = Signal()

    def __init__(
        self,
        label: str,
        today: date,
        *,
        direction: Direction = "any",
        shows_age: bool = False,
        holiday: Callable[[date], str | None] | None = None,
        name: str = "",
    ) -> None:
        """`shows_age`: a birth date; the echo says the age. `holiday` names a bank holiday."""
        super().__init__()
        self._label, self._today, self._direction = label, today, direction
        self._shows_age, self._holiday = shows_age, holiday
        self._value: date | None = None
        self._understood = ""
        self.setObjectName(name)
        self.line = _Line(self)
        self.line.setObjectName(f"{name}.text" if name else "date.text")
        self.line.setAccessibleName(label)
        self._measure()
        self.line.setMaxLength(40)
        self.line.editingFinished.connect(self.read)
        self.button = icon_button("fa6s.calendar-days", f"Calendar for {label} (Alt+Down)")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Alt+Down in the text opens it: one tab stop
        self.button.clicked.connect(self.open_calendar)
        self.echo = PlainLabel(type="hint")
        self.echo.setObjectName(f"{name}.echo" if name else "date.echo")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(1))
        row.addWidget(self.line)
        row.addWidget(self.button)
        row.addSpacing(theme.current().space(1))
        row.addWidget(self.echo, 1)
        self.setFocusProxy(self.line)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "line"):
            self._measure()

    def _measure(self) -> None:
        width = theme.current().characters(_WIDTH) + theme.current().space(4)
        if self.line.maximumWidth() != width:
            self.line.setFixedWidth(width)

    def value(self) -> date | None:
        """Return the date, or None while the field is empty or cannot be read."""
        self.read()
        return self._value

    def set_value(self, day: date | None) -> None:
        """Show a date without telling anyone that it changed."""
        self._value = day
        self._show()
        self.problem.emit("")

    def is_readable(self) -> bool:
        """Return whether what stands in the field is a date or nothing."""
        self.read()
        return self._value is not None or not self.line.text().strip()

    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)
        self.button.setVisible(not read_only)

    def read(self) -> None:
        """Understand what was typed; called on leaving the field."""
        text = self.line.text().strip()
        if text == self._understood:
            return
        try:
            day = read_date(text, self._today, label=self._label, direction=self._direction) if text else None
        except UserError as error:
            self._take(None)
            self._understood = text  # kept as typed, and not read again until it is changed
            self.echo.setText("")
            self.problem.emit(str(error))
            return
        self.problem.emit("")  # before `changed`: whoever hears of the date may find another problem with it
        self._take(day)
        self._show()

    def open_calendar(self) -> None:
        if not self.line.isReadOnly():
            self.read()
            _Calendar(self, self._value or self._today, self._today, self._pick).open_below(self.line)

    def _pick(self, day: date) -> None:
        self.line.setText(show_date(day))
        self.read()
        self.line.setFocus()

    def _take(self, day: date | None) -> None:
        if day != self._value:
            self._value = day
            self.changed.emit(day)

    def _show(self) -> None:
        self._understood = show_date(self._value) if self._value else ""
        self.line.setText(self._understood)
        self.echo.setText(self._echo(self._value) if self._value else "")

    def _echo(self, day: date) -> str:
        named = self._holiday(day) if self._holiday else None
        weekday = show_weekday(day) + (f", bank holiday ({named})" if named else "")
        if self._shows_age and day <= self._today:
            return f"{weekday}, {show_age(day, self._today)}"
        return f"{weekday}, {show_distance(day, self._today)}"


class _Line(QLineEdit):
    def __init__(self, field: DateField) -> None:
        super().__init__()
        self._field = field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._field.open_calendar()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._field.read()
            self._field.left.emit()


class _Calendar(QFrame):
    """The month, with Today and Close. Arrows move a day, PgUp and PgDn a month, with Ctrl a year."""

    def __init__(self, parent: QWidget, day: date, today: date, pick: Callable[[date], None]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("calendar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._pick, self._today = pick, today
        self._month = QCalendarWidget()
        self._month.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        self._month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        ordinary = QTextCharFormat()
        ordinary.setForeground(
            theme.current().colour("text")
        )  # Qt paints weekends red; red means trouble here
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self._month.setWeekdayTextFormat(weekday, ordinary)
        for name, icon in (("prev", "fa6s.chevron-left"), ("next", "fa6s.chevron-right")):
            arrow = self._month.findChild(QToolButton, f"qt_calendar_{name}month")
            if arrow is not None:  # Qt's own arrow is black in every theme
                arrow.setIcon(icons.icon(icon))
        self._month.setSelectedDate(QDate(day.year, day.month, day.day))
        self._month.activated.connect(self._take)
        self._month.clicked.connect(self._take)
        self._words = PlainLabel(type="hint")
        self._month.selectionChanged.connect(self._say)
        today_button = PlainButton("Today", "row", name="calendar.today")
        today_button.clicked.connect(self._take_today)
        close = PlainButton("Close", "row", name="calendar.close")
        close.clicked.connect(self.close)
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(2), space(2), space(2), space(2))
        column.addWidget(self._month)
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(today_button)
        row.addWidget(close)
        column.addLayout(row)
        self._say()
        for child in self._month.findChildren(QWidget):
            child.installEventFilter(self)

    def open_below(self, line: QWidget) -> None:
        self.adjustSize()
        place = line.mapToGlobal(QPoint(0, line.height() + theme.current().space(1)))
        room = QGuiApplication.primaryScreen().availableGeometry()
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        if place.y() + self.height() > room.bottom():
            place.setY(line.mapToGlobal(QPoint(0, 0)).y() - self.height())
        self.move(place)
        self.show()
        self._month.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            years = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
            if years and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._month.setSelectedDate(self._month.selectedDate().addYears(years))
                return True
        return super().eventFilter(watched, event)

    def _say(self) -> None:
        chosen = self._month.selectedDate()
        day = date(chosen.year(), chosen.month(), chosen.day())
        self._words.setText(f"{show_weekday(day)} {show_date(day)}, {show_distance(day, self._today)}")

    def _take(self, chosen: QDate) -> None:
        self.close()
        self._pick(date(chosen.year(), chosen.month(), chosen.day()))

    def _take_today(self) -> None:
        self.close()
        self._pick(self._today)
