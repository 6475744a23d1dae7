"""S23, step 3: what an import would do, by groups; each opens its rows, and what can't be read is mended here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.list_import import GROUP_WORDS, Group, PreviewRow
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.models.import_model import HeldRows, choice_state, row_columns
from lac_tracker.ui.plain import PlainLabel
from lac_tracker.ui.screens.import_draft import Draft, problem_words, said_words
from lac_tracker.ui.screens.import_groups import ALWAYS, GroupCounts
from lac_tracker.ui.screens.import_matching import MatchPanel
from lac_tracker.ui.screens.import_rows import RowDetail, RowEditor
from lac_tracker.ui.screens.import_steps import Notice, OneOf, Step, reveal
from lac_tracker.ui.screens.record_page import LARGE, scroll_area
from lac_tracker.ui.widgets.paged_table import PagedTable

_SAYS_MORE: frozenset[Group] = frozenset({"changed", "left_care", "refused", "left_out"})  # than who it is
_ROWS_SEEN = 5  # at least so many rows of a group stand on the screen
_FIRST_LOOKED_AT: tuple[Group, ...] = ("refused", "close_match", "changed", "new", "left_care")


class CheckStep(Step):
    """Signals:
    again: what was corrected is to be read again.
    """

    again = Signal()

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self._group: Group | None = None
        self.total = PlainLabel(type="strong", wraps=True)
        self.total.setObjectName("imp.total")
        self.warning = Notice("imp.warning", "at_risk")
        self.groups = GroupCounts()
        self.groups.opened.connect(lambda group: self.open_group(group, goes_there=True))
        self.rows_words = PlainLabel(type="h2", wraps=True)
        self.rows_words.setObjectName("imp.rowsOf")
        self.model = HeldRows(
            row_columns(
                lambda row: self.draft.place(row), lambda row: self.draft.who(row), said_words, self._state
            )
        )
        self.table = PagedTable(self.model, label="Rows of this group", name="imp.rows", key_column=1)
        self.table.chosen.connect(self._show_row)
        self.table.opened.connect(lambda _row: self._into_detail())
        self.detail, self.editor, self.panel = RowDetail(), RowEditor(), MatchPanel("imp.check")
        self.editor.corrected.connect(self._correct)
        self.editor.left_out.connect(self._leave_out)
        self.detail.left_out.connect(self._leave_out)
        self.panel.chosen.connect(self._choose)
        self.side = OneOf(self.detail, self.editor, self.panel)
        self._lay_out()

    def _lay_out(self) -> None:
        space, large = theme.current().space, theme.current().text_percent >= LARGE
        direction = QBoxLayout.Direction
        self._pair = QBoxLayout(direction.TopToBottom if large else direction.LeftToRight)
        self._pair.setSpacing(space(5))
        self._pair.addWidget(self.table, 5)
        # Where the two stand beside each other a long detail scrolls by itself, so that the counts stay in view.
        self._pair.addWidget(self.side if large else scroll_area(self.side), 4)
        self._rows_held = QWidget()
        inside = QVBoxLayout(self._rows_held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(space(2))
        inside.addWidget(self.rows_words)
        inside.addLayout(self._pair, 1)
        self.table.setMinimumHeight(theme.current().row_height() * _ROWS_SEEN)
        for widget in (self.total, self.warning, self.groups):
            self.column.addWidget(widget)
        self.column.addWidget(self._rows_held, 1)

    def show_draft(self, draft: Draft) -> None:
        super().show_draft(draft)
        preview = draft.preview
        if preview is None:
            return
        noun = "in the file" if draft.received is not None else "in the return"
        self.total.setText(f"{draft.size_words} {noun}")
        self.warning.say(_warning_words(draft))
        self.groups.show_counts(draft)
        if self._group is None or not self._rows_of(self._group):
            self._group = next((one for one in _FIRST_LOOKED_AT if self._rows_of(one)), None)
        self._fill()

    def open_group(self, group: Group, *, goes_there: bool = False) -> None:
        """Show the rows of a group. goes_there: the keyboard goes to them."""
        self._group = group
        self._fill()
        if goes_there:
            self.table.setFocus()
            reveal(self._rows_held)

    def focus_row(self) -> bool:
        """Put the keyboard where the next row is to be mended; False when none is."""
        if self._group == "refused" and self._rows_of("refused"):
            self.editor.take_focus()
            reveal(self.side)
            return True
        return False

    def pending(self) -> bool:
        """Take down what was typed and not read again yet; True when there was something."""
        return (
            self.side.currentWidget() is self.editor and self.editor.isVisibleTo(self) and self.editor.give()
        )

    # Rows

    def _rows_of(self, group: Group) -> tuple[PreviewRow, ...]:
        return self.draft.close_matches() if group == "close_match" else self.draft.rows(group)

    def _fill(self) -> None:
        self.groups.mark(self._group or "")
        self._rows_held.setVisible(self._group is not None)
        if self._group is None:
            return
        number = self.table.currentIndex().row()
        rows = self._rows_of(self._group)
        self.rows_words.setText(f"{GROUP_WORDS[self._group]} ({len(rows):,})")
        self.table.show_column(2, self._group in _SAYS_MORE)
        self.table.show_column(3, self._group == "close_match")
        self.model.set_rows(rows)
        self.table.restore(max(number, 0), ())
        self._show_row(self.table.current_row())

    def _state(self, row: PreviewRow) -> tuple[str, str]:
        return choice_state(self.draft.choice(row)) if row.group in ("close_match", "later") else ("", "")

    def _show_row(self, row: PreviewRow | None) -> None:
        self.side.setVisible(row is not None)
        if row is None:
            return
        group = self.draft.group_of(row)
        if group == "refused" or (group == "left_out" and row.problems):
            self.editor.show_row(row, self.draft, is_out=group == "left_out")
            self.side.show_one(self.editor)
        elif group in ("close_match", "later"):
            self.panel.show_row(row, self.draft)
            self.side.show_one(self.panel)
        else:
            self.detail.show_row(row, self.draft)
            self.side.show_one(self.detail)
        self.helped.emit(
            f"{self.draft.place(row)}: {said_words(row)}" if said_words(row) else self.draft.place(row)
        )

    def _into_detail(self) -> None:
        """Enter on a row goes to what can be done with it."""
        if self.side.currentWidget() is self.editor:
            self.editor.take_focus()
        elif self.side.currentWidget() is self.panel:
            self.panel.choice.setFocus()
        else:
            return
        reveal(self.side, keeps=self.panel.choice if self.side.currentWidget() is self.panel else None)

    # What the person says

    def _choose(self) -> None:
        self.table.viewport().update()
        self.changed.emit()

    def _correct(self, row: PreviewRow, values: dict[str, str]) -> None:
        self.draft.correct(row, values)
        self.again.emit()

    def _leave_out(self, row: PreviewRow, is_out: bool) -> None:
        self.draft.leave_out(row, is_out=is_out)
        announce(self, f"{self.draft.place(row)} {'left out' if is_out else 'taken back in'}")
        self.show_draft(self.draft)
        self.changed.emit()
        if not self.focus_row():
            self.groups.buttons[self._group or ALWAYS[0]].setFocus(Qt.FocusReason.OtherFocusReason)


def _warning_words(draft: Draft) -> str:
    """Return the doubts about the file as a whole: the first, and how many more."""
    assert draft.preview is not None
    warnings = draft.preview.warnings
    if not warnings:
        return ""
    first = warnings[0]
    place = (
        f"{first.file.rpartition('/')[2]}{f', row {first.line}' if first.line else ''}: "
        if first.file
        else ""
    )
    more = f" And {len(warnings) - 1:,} more to look at." if len(warnings) > 1 else ""
    return f"{place}{problem_words(first)}.{more}"
