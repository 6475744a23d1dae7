"""A dialog about one child: it repeats who it is about, shows each error at its field, and loses nothing typed."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.errors import RecordChanged
from lac_tracker.ui import field_content, theme
from lac_tracker.ui.drafts import DraftKeeper, Typed
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import (
    PlainButton,
    PlainDialog,
    PlainLabel,
    PlainTextEdit,
    heading,
    hint,
    set_tooltip,
)
from lac_tracker.ui.screens.draft_offer import DraftOffer
from lac_tracker.ui.screens.joining import join
from lac_tracker.ui.screens.record_page import reveal_focus, scroll_area
from lac_tracker.ui.screens.who_line import who_line
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.passphrase_field import PassphraseField

Runs = list[
    tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
]  # (service, arguments, keywords), in order

_WIDTH = 60  # characters
_NO_LIMIT = 16_777_215  # QWIDGETSIZE_MAX


class RecordDialog(QDialog):
    """Opened with `open()`. Subclasses add fields and say in `commands` what saving means.

    corrected: the attribute that holds the row a dialog corrects, for those that can be made anew.
    """

    corrected = "_now"

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
        self._operations, self.banner = operations, facts
        self._enter_saves = enter_saves
        self.changes: Any = None  # what saving changed, once it was done
        self.fields: list[Field] = []
        self.before: tuple[tuple[str, ...], ...] | None = None
        self._drafts: DraftKeeper | None = None
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
        self.before = self.contents()
        if (child_id := child_of(self)) is not None and self.fields:
            self._keep_drafts(child_id)
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
            changes, refused = self._operations.try_to(service, *args, **kwargs)
            if refused is not None:
                if not isinstance(refused, RecordChanged) or not join(self, str(refused)):
                    self._show(str(refused))
                return
            self.changes = changes
        self.accept()

    # What somebody else saved meanwhile

    def as_on_record(self) -> "RecordDialog | None":
        """Return this dialog made anew from what is on record now, not shown; None where it corrects nothing there is.

        Subclasses that correct a row override it, mostly with `anew`.
        """
        return None

    def anew(
        self,
        make: Callable[[Any], "RecordDialog"],
        query: Callable[..., Any],
        about: int,
        rows: Callable[[Any], Iterable[Any]],
        **known: Any,
    ) -> "RecordDialog | None":
        """Return what `make` makes of the row that is corrected, as it is on record now; None when it is new, or gone.

        query, about, known: the service that reads the rows, and what it is asked. rows: finds them in its answer.
        """
        held = getattr(self, self.corrected)
        if held is None:
            return None
        found = rows(self._operations.ask(query, about, **known))
        return next((make(one) for one in found if one.id == held.id), None)

    def adopt(self, before: tuple[tuple[str, ...], ...], row: object) -> None:
        """Correct from now on the row as it is on record now. before: what stands in the fields of a dialog made of it."""
        self.before = before
        setattr(self, self.corrected, row)

    def save_chosen(self, chosen: dict[int, tuple[str, ...]]) -> None:
        """Put theirs into the fields for which it was chosen, and save."""
        for place, held in chosen.items():
            field_content.put(self.fields[place].control, held)
        self.save()

    # What is typed and not saved

    def _keep_drafts(self, child_id: int) -> None:
        kind = type(self)
        self._drafts = DraftKeeper(
            self,
            self._operations,
            f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}",
            self.windowTitle(),
            child_id,
            self._draft_parts,
            self._draft_words,
        )
        self.accepted.connect(self._drafts.drop)
        if (found := self._drafts.waiting()) is not None:
            self._draft_offer = DraftOffer(found, self._draft_words())
            self._draft_offer.used.connect(self._use_draft)
            self._draft_offer.thrown_away.connect(self._drafts.throw_away)
            column = self.layout()
            assert isinstance(column, QVBoxLayout)
            column.insertWidget(1, self._draft_offer)

    def _use_draft(self, typed: Typed) -> None:
        """Put back what was typed before, where the fields are those of then."""
        at = iter(typed)
        for field in self.fields:
            parts = field_content.inputs(field.control)
            held = [text for _part, (_name, text) in zip(parts, at, strict=False)]
            field_content.put(field.control, held)

    def _draft_parts(self) -> Typed:
        return [
            [part.objectName(), text]
            for field in self.fields
            for part, text in zip(
                field_content.inputs(field.control), field_content.content(field.control), strict=True
            )
        ]

    def _draft_words(self) -> list[list[str]]:
        return [
            [field.label.text().removesuffix(" (optional)"), field_content.words(field.control)]
            for field in self.fields
        ]

    def give_way(self) -> None:
        """Close at once because the window locks: what was typed is kept and offered again."""
        if self._drafts is not None:
            self._drafts.keep()
            self._drafts.stop()
        self._operations.wait_for_saves()
        QDialog.reject(self)

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
        if self.before is not None and self.contents() != self.before and not self._may_discard():
            return
        if self._drafts is not None:
            self._drafts.drop()
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
        set_tooltip(button, f"{words} ({keys if kind == 'primary' else 'Esc'})")
        return button

    def _show(self, words: str) -> None:
        """Show a refusal beside the field whose label it begins with, else above the buttons."""
        for field in sorted(self.fields, key=lambda one: -len(one.label.text())):
            label = field.label.text().removesuffix(" (optional)").casefold()
            if words.casefold().removeprefix("enter the ").removeprefix("enter ").startswith(label):
                field.show_error(words)
                field.control.setFocus()
                return
        self.show_above(words)

    def show_above(self, words: str) -> None:
        """Say something above the buttons."""
        self._error.setText(words)
        self._error.show()

    def contents(self) -> tuple[tuple[str, ...], ...]:
        """Return what stands in each field."""
        return tuple(_content(field.control) for field in self.fields)


def _takes_the_width(control: QWidget) -> bool:
    """Return whether a control is as wide as the dialog; the width of the others hints at what belongs in them."""
    return isinstance(control, PlainTextEdit | PassphraseField) or (
        isinstance(control, QLineEdit) and control.maximumWidth() > _NO_LIMIT // 2
    )


def child_of(dialog: QWidget) -> int | None:
    """Return whose record the page is about that a dialog was opened from; None for a list or a page of the team."""
    parent = dialog.parentWidget()
    while parent is not None:
        desk = getattr(parent, "desk", None) or getattr(parent, "_desk", None)
        if desk is not None and (child_id := getattr(desk, "child_id", None)) is not None:
            return int(child_id)
        parent = parent.parentWidget()
    return None


def _content(control: QWidget) -> tuple[str, ...]:
    """Return what stands in a control; of a table, what it says is chosen."""
    held = field_content.content(control)
    return held if held or not hasattr(control, "value") else (repr(control.value()),)


def _is_readable(control: QWidget) -> bool:
    if isinstance(control, DateField):
        return control.is_readable()
    value = getattr(control, "value", None)
    if isinstance(control, QLineEdit) and value is not None:  # an NHS number
        return value() is not None or not control.text().strip()
    return True
