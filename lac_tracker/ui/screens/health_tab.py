"""What every tab of the health checks has: a line of what the record knows, its buttons, its tables and dialogs."""

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.children import BannerFacts
from lac_tracker.services.changes import Changes
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, set_tooltip
from lac_tracker.ui.screens.entered_in_error import EnteredInError
from lac_tracker.ui.screens.record_page import LARGE, Desk
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.whole_table import WholeTable


class HealthTab(PageColumn):
    """One tab. Subclasses set `key` and `words`, build on `self.column`, and fill it in `show_record`.

    The page scrolls it, and calls `show_record` when the tab is shown and whenever the record changed.

    Signals:
        said: something was done; carries the words for the message bar.
        wanted: another place of the record is asked for; carries a Place.
    """

    key: ClassVar[str]
    words: ClassVar[str]
    edits: ClassVar[Action] = Action.EDIT_HEALTH_CHECKS  # who may change what it shows

    said = Signal(str)
    wanted = Signal(object)

    def __init__(self, desk: Desk, facts: BannerFacts) -> None:
        """facts: who the child is, for the heads of dialogs."""
        super().__init__()
        self.desk, self.facts = desk, facts
        self.may_edit = decide(desk.workplace.actor, self.edits).allowed
        self.setObjectName(f"chk.{self.key}")
        self.setAccessibleName(self.words)
        space = theme.current().space
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(space(6), space(3), space(6), space(6))
        self.column.setSpacing(space(3))

    @classmethod
    def is_for(cls, desk: Desk) -> bool:
        """Return whether the tab has a meaning for this child."""
        return True

    def begin_with(self, detail: str) -> None:
        """Show this part of the tab next, such as a year; a tab without parts has nothing to do."""

    def show_record(self) -> None:
        """Read the record anew and show it."""
        raise NotImplementedError

    def add(self) -> None:
        """Do the main thing of the tab (Ctrl+N)."""

    def saved(self, changes: Changes | None) -> None:
        """A dialog of the tab has saved. changes: what that altered."""
        self.show_record()

    def take_focus(self) -> None:
        """Put the keyboard into the first table; onto the main button where that is empty, or text is large: what the
        record knows stands above the button, and stays in view then."""
        tables = self.findChildren(WholeTable)
        buttons = [one for one in self.findChildren(PlainButton) if one.isVisibleTo(self)]
        shown = [table for table in tables if table.isVisibleTo(self)]
        is_first = bool(shown) and shown[0] is tables[0] and theme.current().text_percent < LARGE
        for widget in (*shown, *buttons) if is_first else (*buttons, *shown):
            widget.setFocus()
            return

    # The pieces of a tab

    def add_buttons(self, *buttons: PlainButton) -> QWidget:
        """Add a row of buttons, which flows over lines; only for those who may change the record."""
        row = QWidget()
        flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2), is_centred=True)
        row.setLayout(flow)
        for button in buttons:
            flow.addWidget(button)
        self.column.addWidget(row)
        row.setVisible(self.may_edit)  # once it has its place: shown before, it would be a window
        return row

    def main_button(self, words: str, name: str) -> PlainButton:
        """Return the primary button of the tab, which Ctrl+N presses."""
        button = PlainButton(words, "primary", name=name)
        set_tooltip(button, f"{words} (Ctrl+N)")
        button.clicked.connect(lambda _checked=False: self.add())
        return button

    def button(self, words: str, name: str, act: Callable[[], Any], kind: Any = "secondary") -> PlainButton:
        """Return a button that does something."""
        button = PlainButton(words, kind, name=name)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def add_line(self, name: str, kind: str = "body") -> PlainLabel:
        """Add a line of words that is filled later; it wraps, and can be read by a screen reader."""
        label = PlainLabel("", wraps=True, type=kind)
        label.setObjectName(name)
        self.column.addWidget(label)
        return label

    def add_part(
        self, words: str, table: WholeTable, name: str,
        correct: Callable[[Any], None], take_out: Callable[[Any], None] | None,
    ) -> "Part":  # fmt: skip
        """Add a heading, a table and the buttons of its chosen line. name: of 'chk.NAME.change' and the like."""
        part = Part(self, words, table, name, correct, take_out)
        table.opened.connect(lambda row: correct(row) if self.may_edit and row is not None else None)
        self.column.addWidget(part)
        return part

    def open_dialog(self, dialog: QDialog) -> None:
        """Open a dialog; what it saved is shown, and told to `saved`."""
        dialog.accepted.connect(lambda: self.saved(getattr(dialog, "changes", None)))
        dialog.open()

    def take_out(self, words: str, service: Callable[..., Any], row_id: int, version: int) -> None:
        """Ask why a line was entered in error. service: takes (id, because=, seen_version=)."""
        self.open_dialog(
            EnteredInError(self, self.desk.workplace, self.facts, words, service, row_id, version, name="chk")
        )


class Part(QWidget):
    """A heading, words where there is nothing, the table, and the buttons of its chosen line."""

    def __init__(
        self, tab: HealthTab, words: str, table: WholeTable, name: str,
        correct: Callable[[Any], None], take_out: Callable[[Any], None] | None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._table, self._may_edit = table, tab.may_edit
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        self.heading = heading(words)
        column.addWidget(self.heading)
        if not words:
            self.heading.hide()
        self.empty = PlainLabel("", wraps=True)
        self.empty.setObjectName(f"chk.{name}.empty")
        column.addWidget(self.empty)
        column.addWidget(table)
        self._buttons = QWidget()
        self._verbs = Flow(gap=space(2), line_gap=space(2))
        self._buttons.setLayout(self._verbs)
        self._of = words or table.accessibleName()
        self.add_verb("Correct", f"chk.{name}.change", correct)
        if take_out is not None:
            self.add_verb("Entered in error", f"chk.{name}.error", take_out)
        column.addWidget(self._buttons)

    def add_verb(self, verb: str, name: str, act: Callable[[Any], None]) -> PlainButton:
        """Add a button for the chosen line, after the others. act: takes the line."""
        button = PlainButton(verb, "row", name=name)
        button.setAccessibleName(f"{verb}: the chosen line of {self._of}")
        button.clicked.connect(lambda _checked=False: self._act(act))
        self._verbs.addWidget(button)
        return button

    def show_rows(self, rows: Any, empty: str) -> None:
        """Show rows in the table; where there are none, the words for that in its place."""
        chosen = self._table.currentIndex().row()
        model = self._table.model()
        assert isinstance(model, RowModel)
        model.set_rows(rows)
        self._table.setVisible(bool(rows))
        self._buttons.setVisible(bool(rows) and self._may_edit)
        self.empty.setText(empty)
        self.empty.setVisible(not rows and bool(empty))
        if rows:
            self._table.choose(min(max(chosen, 0), len(rows) - 1))

    def let_be_read(self) -> None:
        """Show no buttons: its lines are not entered but worked out."""
        self._may_edit = False
        self._buttons.hide()

    def _act(self, act: Callable[[Any], None]) -> None:
        row = self._table.current_row()
        if row is not None:
            act(row)
