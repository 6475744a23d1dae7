"""A dialog about one child: it repeats who it is about, shows each error at its field, and loses nothing typed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.ui import theme
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import PlainButton, PlainDialog, PlainLabel, PlainTextEdit, heading, hint
from lac_tracker.ui.screens.record_page import attempt, reveal_focus, scroll_area
from lac_tracker.ui.screens.who_line import who_line
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field

Runs = list[
    tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
]  # (service, arguments, keywords), in order

_WIDTH = 60  # characters
_NO_LIMIT = 16_777_215  # QWIDGETSIZE_MAX


class RecordDialog(QDialog):
    """Opened with `open()`. Subclasses add fields and say in `commands` what saving means."""

    def __init__(
        self,
        parent: QWidget,
        operations: Operations,
        question: str,
        facts: BannerFacts | None,
        *,
        explanation: str = "",
        verbs: tuple[str, str] = ("Cancel", "Save"),
        names: tuple[str, str] = ("dialog.cancel", "dialog.save"),
        enter_saves: bool = False,
    ) -> None:
        """facts: whom it is about; None where it is about many, or about the team.
        verbs, names: of the two buttons, the safe one first. enter_saves: Enter alone does, outside long text."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(question)
        self._operations = operations
        self._enter_saves = enter_saves
        self.changes: Any = None  # what saving changed, once it was done
        self.fields: list[Field] = []
        self._before: tuple[object, ...] | None = None
        space = theme.current().space
        self.setMinimumWidth(min(theme.current().characters(_WIDTH) + 2 * space(6), 1000))
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(5), space(6), space(4))
        column.setSpacing(space(3))
        column.addWidget(heading(question))
        if facts is not None:
            column.addWidget(who_line(facts))
        if explanation:
            column.addWidget(hint(explanation))
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(space(1), space(1), space(2), space(1))
        self._column.setSpacing(space(4))
        self._area = scroll_area(inside)
        column.addWidget(self._area, 1)
        self._error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._error.setObjectName("dialog.error")
        self._error.hide()
        column.addWidget(self._error)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for verb, name, kind in zip(verbs, names, ("secondary", "primary"), strict=True):
            buttons.addWidget(self._button(verb, name, kind))
        column.addLayout(buttons)

    def commands(self) -> Runs:
        """Return what saving runs: (service, arguments, keywords), in order."""
        raise NotImplementedError

    def add(self, words: str, control: QWidget, *, hint: str = "", optional: bool = False) -> Field:
        """Add a labelled control."""
        field = Field(words, control, hint=hint, optional=optional, grows=_takes_the_width(control))
        self.fields.append(field)
        self._column.addWidget(field)
        return field

    def add_heading(self, words: str, now: str = "") -> None:
        """Start a group of fields; `now`: what is on record."""
        self._column.addWidget(heading(words))
        if now:
            self._column.addWidget(hint(now))

    def add_words(self, words: QWidget) -> None:
        """Add something to read between the fields."""
        self._column.addWidget(words)

    def ready(self) -> None:
        """Called once all fields are there and filled: what is typed from now on counts as typed."""
        self._column.addStretch()
        self._before = self._typed()
        inside, room = self._column.sizeHint(), self.screen().availableGeometry()
        column = self.layout()
        assert column is not None
        edges = column.contentsMargins()
        beside = edges.left() + edges.right() + self._area.verticalScrollBar().sizeHint().width()
        width = min(max(self.minimumWidth(), inside.width() + beside), round(room.width() * 0.9))
        around = column.totalHeightForWidth(width) - self._area.sizeHint().height()
        shown = theme.current()
        wanted = inside.height() + max(around + 2 * shown.space(2), shown.scaled(190))
        self.resize(width, min(wanted, round(room.height() * 0.9)))
        if self.fields:
            self.fields[0].control.setFocus()

    def save(self) -> None:
        """Save, and close when that was done; otherwise say beside the field what is wrong."""
        if not self._is_legible():
            return
        for service, args, kwargs in self.commands():
            changes, words = attempt(self._operations, service, *args, **kwargs)
            if changes is None:
                self._show(words)
                return
            self.changes = changes
        self.accept()

    def _is_legible(self) -> bool:
        """Return whether what was typed can be read; what was refused before is not said any more."""
        unread = [field for field in self.fields if not _is_readable(field.control)]
        if unread:
            unread[0].control.setFocus()
            return False
        for field in self.fields:
            field.clear_error()
        self._error.hide()
        return True

    def reject(self) -> None:
        """Close; what was typed is given up only when the person says so."""
        if self._before is not None and self._typed() != self._before and not self._may_discard():
            return
        super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard was placed before the dialog had its size: bring what has it into view once it has."""
        super().showEvent(event)
        QTimer.singleShot(0, self, lambda: reveal_focus(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and (self._enter_saves or event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.save()
        elif enter:  # Enter in a field does not save by chance
            event.accept()
        else:
            super().keyPressEvent(event)

    def _may_discard(self) -> bool:
        return PlainDialog.confirm(
            self, "Leave without saving?", "What you typed here is not saved.", "Keep typing", "Discard"
        )

    def _button(self, words: str, name: str, kind: Any) -> PlainButton:
        button = PlainButton(words, kind, name=name)
        button.clicked.connect(self.save if kind == "primary" else self.reject)
        keys = "Enter" if self._enter_saves else "Ctrl+Enter"
        button.setToolTip(f"{words} ({keys})" if kind == "primary" else f"{words} (Esc)")
        return button

    def _show(self, words: str) -> None:
        """Show a refusal beside the field whose label it begins with, else above the buttons."""
        for field in sorted(self.fields, key=lambda one: -len(one.label.text())):
            label = field.label.text().removesuffix(" (optional)").casefold()
            if words.casefold().removeprefix("enter the ").removeprefix("enter ").startswith(label):
                field.show_error(words)
                field.control.setFocus()
                return
        self._error.setText(words)
        self._error.show()

    def _typed(self) -> tuple[object, ...]:
        return tuple(_content(field.control) for field in self.fields)


def _takes_the_width(control: QWidget) -> bool:
    """Return whether a control is as wide as the dialog; the width of the others hints at what belongs in them."""
    return isinstance(control, PlainTextEdit) or (
        isinstance(control, QLineEdit) and control.maximumWidth() > _NO_LIMIT // 2
    )


def _content(control: QWidget) -> object:
    if isinstance(control, DateField):
        return control.line.text()
    if isinstance(control, QLineEdit):
        return control.text()
    for reader in ("value", "toPlainText"):
        if hasattr(control, reader):
            return getattr(control, reader)()
    return None


def _is_readable(control: QWidget) -> bool:
    if isinstance(control, DateField):
        return control.is_readable()
    value = getattr(control, "value", None)
    if isinstance(control, QLineEdit) and value is not None:  # an NHS number
        return value() is not None or not control.text().strip()
    return True
