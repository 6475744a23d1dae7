"""A field with its label above, its hint, its error, and then the control: in the order in which they are read."""

from functools import cached_property

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from lac_tracker.ui import icons, plain, theme
from lac_tracker.ui.messages import announce

_BAR = 3  # pixels of the red bar beside a field that has to be mended


class Field(QWidget):
    """One labelled control.

    A control with a signal `problem(str)` shows its own words here as its error; '' takes them away.
    """

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        hint: str = "",
        prompt: str = "",
        optional: bool = False,
        grows: bool = True,
        holder: QWidget | None = None,
    ) -> None:
        """holder: what is shown in place of the control, where it stands among others."""
        super().__init__()
        self.control = control
        words = f"{label} (optional)" if optional else label
        self.label = plain.label(words)
        self.label.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(words)
        self._hint_words = "\n".join(part for part in (hint, prompt) if part)
        control.setAccessibleDescription(self._hint_words)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(theme.current().space(1))
        self._column.addWidget(self.label)
        if hint:
            self._column.addWidget(plain.hint(hint))
        self.prompt = plain.hint(f"Prompt: {prompt}") if prompt else None
        if self.prompt is not None:
            self._column.addWidget(self.prompt)
        self._error_words, self._error_place = "", self._column.count()
        self._body = holder or control
        if grows or holder is not None:
            self._column.addWidget(self._body)
        else:
            self._column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._indent()
        if hasattr(control, "problem"):
            control.problem.connect(self._take)

    def add_beside(self, button: QWidget) -> None:
        """Put a button that helps to fill the control below it, at its left edge."""
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def has_error(self) -> bool:
        return bool(self._error_words)

    @cached_property
    def error(self) -> plain.PlainLabel:
        """The words of what is wrong, made with their row when they are first wanted: most fields never have any."""
        words = plain.PlainLabel(type="strong", tone="overdue", wraps=True)
        words.setObjectName("field.error")
        row = QHBoxLayout(self._error_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        row.addWidget(self._error_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        self._error_row.hide()
        self._column.insertWidget(self._error_place, self._error_row)
        self._error_row.stackUnder(self._body)  # what is read out follows this order, too
        return words

    @cached_property
    def _error_row(self) -> QWidget:
        return QWidget(self)

    @cached_property
    def _error_icon(self) -> QLabel:
        return QLabel()

    def show_error(self, words: str) -> None:
        """Show what is wrong and how to mend it, in the label's own words, and have it said."""
        if words == self._error_words:
            return
        self._error_words = words
        self.error.setText(words)
        self._draw_icon()
        self._error_row.show()
        self.control.setAccessibleDescription("\n".join(filter(None, (f"Error: {words}", self._hint_words))))
        announce(self.control, f"Error: {words}")
        self._indent()

    def clear_error(self) -> None:
        if self.has_error:
            self._error_words = ""
            self.error.setText("")
            self._error_row.hide()
        self.control.setAccessibleDescription(self._hint_words)
        self._indent()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.__dict__.get("_error_words"):
            self._draw_icon()  # in the colours and the size of the theme that is chosen now

    def _draw_icon(self) -> None:
        size = theme.current().scaled(16)
        self._error_icon.setPixmap(icons.pixmap("fa6s.triangle-exclamation", "overdue", size))

    def _take(self, words: str) -> None:
        if words:
            self.show_error(words)
        else:
            self.clear_error()

    def _indent(self) -> None:
        left = _BAR + theme.current().space(3) if self.has_error else 0
        self._column.setContentsMargins(left, 0, 0, 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.has_error:
            QPainter(self).fillRect(0, 0, _BAR, self.height(), theme.current().colour("overdue"))
