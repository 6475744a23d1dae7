"""The health history (passport) of a young person: its steps, its lines, and what the record could add."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.health_history import PARTS, Suggestion
from lac_tracker.services import health_history, health_history_release
from lac_tracker.services.changes import Changes
from lac_tracker.services.health_history import HealthHistoryPage, LineShown
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, set_tooltip
from lac_tracker.ui.screens.health_history_dialogs import CheckDialog, ChoicesDialog, GiveDialog, LineDialog
from lac_tracker.ui.screens.health_history_tables import LINES, SUGGESTED, LinesTable
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage, clear
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.whole_table import WholeTable

_STEP_LOOK = {"done": "complete", "open": "not_started", "late": "overdue", "later": "on_hold"}
_ACROSS = 3  # steps beside each other; one in large text


class HealthHistoryScreen(RecordPage):
    """Enter changes a line or takes a suggestion; Ctrl+N adds a line; Alt+Up and Alt+Down move one."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "hh")
        self.head.title.setText("Health history")
        actor = desk.workplace.actor
        self._may_edit = decide(actor, Action.EDIT_HEALTH_HISTORY).allowed
        self._may_read = decide(actor, Action.SEE_CLINICAL).allowed
        self._page: HealthHistoryPage
        self._build_head(may_print=decide(actor, Action.MAKE_DOCUMENT).allowed)
        self._lines: RowModel[LineShown] = RowModel(LINES, self)
        self.lines = LinesTable(self._lines)
        self.lines.opened.connect(self._change)
        self.lines.moved.connect(self._move)
        self.lines.chosen.connect(self._chosen)
        self._suggestions: RowModel[Suggestion] = RowModel(SUGGESTED, self)
        self.suggested = WholeTable(self._suggestions, label="From the record", name="hh.suggested")
        self.suggested.opened.connect(self._take)
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Read the record anew; the line that was chosen stays chosen."""
        if not self._may_read:
            self.head.say("Your role reads no clinical content. A checked health history can be printed.")
            return
        chosen = self.lines.current_row()
        self._page = self.desk.operations.ask(
            health_history.page, self.desk.child_id, today=self.desk.workplace.today()
        )
        self.head.say(self._page.summary)
        self._show_steps()
        order = list(PARTS)
        rows = sorted(self._page.lines, key=lambda one: (order.index(one.line.part), one.line.position))
        self._lines.set_rows(rows)
        place = next((n for n, one in enumerate(rows) if chosen and one.line.id == chosen.line.id), 0)
        self.lines.choose(place)
        self._suggestions.set_rows(self._page.suggestions)
        for widget, shown in (
            (self.lines, bool(rows)),
            (self._no_lines, not rows),
            (self._line_buttons, bool(rows) and self._may_edit),
            (self.suggested, bool(self._page.suggestions)),
            (self._no_offered, not self._page.suggestions),
            (self._offer_buttons, bool(self._page.suggestions) and self._may_edit),
        ):
            widget.setVisible(shown)
        self._show_gaps()
        self._chosen(self.lines.current_row())

    def take_focus(self) -> None:
        shown = next((table for table in (self.lines, self.suggested) if table.isVisibleTo(self)), None)
        (shown or (self._add if self._may_edit else self._preview)).setFocus()

    def run(self, command: str) -> bool:
        match command:
            case "edit.new" | "edit.primary" if self._may_edit:
                self._open(self._dialog())
            case "edit.preview" | "edit.print":
                self._print()
            case _:
                return False
        return True

    def reload(self, changes: Changes) -> None:
        if changes.children or changes.assessments or changes.documents:
            self.refresh()

    # Behind it

    def _build_head(self, *, may_print: bool) -> None:
        self._preview = PlainButton("Preview", icon="fa6s.print", name="hh.preview")
        self._add = PlainButton("Add line", "primary", name="hh.add")
        set_tooltip(self._add, "Add line (Ctrl+N)")
        buttons: tuple[tuple[PlainButton, Callable[[], Any], bool], ...] = (
            (self._preview, self._print, may_print),
            (PlainButton("Offered and chosen", name="hh.choices.open"), lambda: self._ask_in(ChoicesDialog), self._may_edit),
            (PlainButton("Third-party check", name="hh.check.open"), lambda: self._ask_in(CheckDialog), self._may_edit),
            (PlainButton("Mark as given", name="hh.give.open"), lambda: self._ask_in(GiveDialog), self._may_edit),
            (self._add, lambda: self.run("edit.new"), self._may_edit),
        )  # fmt: skip
        for button, act, shown in buttons:
            button.clicked.connect(lambda _checked=False, act=act: act())
            self.head.add_button(button)
            button.setVisible(shown)  # once it has its place: before, it would be a window of its own

    def _build(self) -> None:
        inside, space = PageColumn(), theme.current().space
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        column.setSpacing(space(3))
        self._steps = QGridLayout()
        self._steps.setHorizontalSpacing(space(5))
        self._steps.setVerticalSpacing(space(2))
        card = Card("Ready to give?", name="hh.steps")
        card.body.addLayout(self._steps)
        self._named = QVBoxLayout()
        card.body.addLayout(self._named)
        column.addWidget(card)
        column.addWidget(heading("Lines"))
        self._no_lines = self._hint(
            column, "hh.lines.empty", "No lines yet. Take what the record holds, or add a line."
        )
        column.addWidget(self.lines)
        self._line_buttons = self._buttons(
            column,
            (
                ("Change", "change", lambda row: self._change(row)), ("Move up", "up", lambda row: self._move(row, -1)),
                ("Move down", "down", lambda row: self._move(row, 1)), ("Leave out", "leaveOut", self._leave_out),
                ("Take the new words", "newWords", self._new_words),
            ),
            self.lines,
        )  # fmt: skip
        self._now = self._hint(column, "hh.now", "")
        column.addWidget(heading("From the record"))
        self._no_offered = self._hint(column, "hh.suggested.empty", "Everything the record holds is taken.")
        column.addWidget(self.suggested)
        self._offer_buttons = self._buttons(
            column,
            (("Take", "take", self._take), ("Take all", "takeAll", lambda _row: self._take_all()), ("Leave out", "skip", self._skip)),
            self.suggested,
        )  # fmt: skip
        column.addWidget(heading("Asked for and not found"))
        self._gaps = QVBoxLayout()
        self._gaps.setSpacing(space(2))
        column.addLayout(self._gaps)
        column.addStretch()
        self.add_scrolled(inside)

    def _hint(self, column: QVBoxLayout, name: str, words: str) -> PlainLabel:
        label = PlainLabel(words, wraps=True)
        label.setObjectName(name)
        column.addWidget(label)
        return label

    def _buttons(
        self,
        column: QVBoxLayout,
        buttons: tuple[tuple[str, str, Callable[[Any], Any]], ...],
        table: WholeTable,
    ) -> QWidget:
        row = QWidget()
        flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
        row.setLayout(flow)
        for words, name, act in buttons:
            button = PlainButton(words, "row", name=f"hh.{name}")
            button.setAccessibleName(f"{words}: {table.accessibleName()}")
            button.clicked.connect(lambda _checked=False, act=act: act(table.current_row()))
            flow.addWidget(button)
        column.addWidget(row)
        return row

    def _show_steps(self) -> None:
        clear(self._steps)
        clear(self._named)
        across = 1 if self.head.is_large else _ACROSS
        for number, step in enumerate(self._page.steps):
            words = PlainLabel(step.words, wraps=True)
            words.setObjectName(f"hh.step.{step.key}")
            line = icon_line(_STEP_LOOK[step.state], words)
            self._steps.addWidget(line, number // across, number % across, Qt.AlignmentFlag.AlignTop)
        for place in range(across):
            self._steps.setColumnStretch(place, 1)
        named = (*self._page.named.full, *self._page.named.first)
        if named:
            words = PlainLabel(f"Names of the family found: {', '.join(named)}", wraps=True)
            words.setObjectName("hh.named")
            self._named.addWidget(icon_line("at_risk", words))

    def _show_gaps(self) -> None:
        clear(self._gaps)
        found = [(part, gap) for part in PARTS for gap in self._page.gaps.get(part, ())]
        for part, gap in found:
            words = PlainLabel(f"{PARTS[part]}. {gap.words}", wraps=True)
            words.setObjectName("hh.gap")
            self._gaps.addWidget(icon_line("asked", words))
        if not found:
            self._gaps.addWidget(
                PlainLabel("Nothing that the record knows of. It prints by itself when there is.", wraps=True)
            )

    def _chosen(self, row: LineShown | None) -> None:
        changed = bool(row and row.now_said)
        self._now.setText(f"The record says now: {row.now_said}" if row and changed else "")
        self._now.setVisible(changed)
        for button in self._line_buttons.findChildren(PlainButton):
            if button.objectName() == "hh.newWords":
                button.setVisible(changed)
            elif button.objectName() == "hh.leaveOut":
                button.setText("Put back" if row and row.line.left_out else "Leave out")

    def _dialog(self, **more: Any) -> LineDialog:
        return LineDialog(self, self.desk.workplace, self.desk.child_id, self._page, **more)

    def _ask_in(self, dialog: Callable[..., Any]) -> None:
        self._open(dialog(self, self.desk.workplace, self.desk.child_id, self._page))

    def _open(self, dialog: Any) -> None:
        dialog.open()  # what it saves is shown by `reload`

    def _change(self, row: LineShown | None) -> None:
        if row is not None and self._may_edit:
            self._open(self._dialog(line=row.line))

    def _move(self, row: LineShown | None, step: int) -> None:
        if row is not None and self._may_edit:
            self.desk.operations.do(health_history.move_line, row.line.id, step=step)

    def _leave_out(self, row: LineShown | None) -> None:
        if row is not None:
            self.desk.operations.do(
                health_history.leave_out, row.line.id, on=not row.line.left_out, seen_version=row.line.version
            )

    def _new_words(self, row: LineShown | None) -> None:
        if row is not None and row.now_said:
            self.desk.operations.do(
                health_history.take_new_words, row.line.id, words=row.now_said, seen_version=row.line.version
            )

    def _take(self, row: Suggestion | None) -> None:
        if row is None or not self._may_edit:
            return
        if row.is_third_party:
            self._open(self._dialog(suggested=row))
        else:
            self.desk.operations.do(health_history.take, self.desk.child_id, (row.key,))

    def _take_all(self) -> None:
        keys = tuple(one.key for one in self._page.suggestions if not one.is_third_party)
        if keys:
            self.desk.operations.do(health_history.take, self.desk.child_id, keys)

    def _skip(self, row: Suggestion | None) -> None:
        if row is not None:
            self.desk.operations.do(health_history.skip, self.desk.child_id, row.key)

    def _print(self) -> None:
        self.wanted.emit(
            Place(self.desk.child_id, "health_history_print", document=health_history_release.DOCUMENT)
        )
