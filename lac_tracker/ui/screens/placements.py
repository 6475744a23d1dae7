"""S15 Placements and legal: where the child lived, under which order, what protects them, and who assesses out of area."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.services import care_page, child_summary, placements, protection
from lac_tracker.services.care_page import CareShown, LegalShown, PlacementShown, ProtectionShown
from lac_tracker.services.changes import Changes
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens import placements_dialogs as dialogs
from lac_tracker.ui.screens.out_of_area import OutOfAreaCard
from lac_tracker.ui.screens.protection_dialogs import Missing, Protection
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place, RecordPage, clear, focus_by_name
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.whole_table import WholeTable

PLACEMENTS: tuple[Column[PlacementShown], ...] = (
    Column("From", lambda row: show_date(row.record.began), width=12, strong=True),
    Column("To", lambda row: show_date(row.record.ended) if row.record.ended else "now", width=12),
    Column("Where", lambda row: row.where, width=22, wraps=True, detail=lambda row: row.where),
    Column("Type", lambda row: row.type_words, width=22, wraps=True, detail=lambda row: row.type_words),
    Column("Host area", lambda row: row.host_area, width=14, wraps=True),
    Column(
        "LAC team told", lambda row: row.told_words, status=lambda row: "at_risk" if row.told_late else "", width=24
    ),
    Column("Reason for move", lambda row: row.reason, width=20, wraps=True, detail=lambda row: row.reason),
)  # fmt: skip
LEGAL: tuple[Column[LegalShown], ...] = (
    Column("From", lambda row: show_date(row.record.began), width=12, strong=True),
    Column("To", lambda row: show_date(row.record.ended) if row.record.ended else "now", width=12),
    Column("Legal status", lambda row: row.words, width=44, wraps=True),
    Column("Who holds PR", lambda row: row.holders or "Not entered", second=lambda row: row.advice, width=48),
)


class PlacementsPage(RecordPage):
    """Page 8 of a record. Enter on a row corrects it; Ctrl+N adds a move or a new legal status."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "plc")
        self.head.title.setText("Placements & legal")
        self._may_edit = decide(desk.workplace.actor, Action.EDIT_CARE).allowed
        self._build_head()
        inside = PageColumn()
        space = theme.current().space
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        column.setSpacing(space(4))
        self._doubts = QVBoxLayout()
        column.addLayout(self._doubts)
        self._placed: RowModel[PlacementShown] = RowModel(PLACEMENTS, self)
        self.placements = WholeTable(self._placed, label="Placements", name="plc.placements")
        self.placements.opened.connect(self._open_placement)
        self._legal: RowModel[LegalShown] = RowModel(LEGAL, self)
        self.legal = WholeTable(self._legal, label="Legal status", name="plc.legal")
        self.legal.opened.connect(self._open_legal)
        self._no_placements = self._add_table(
            column, self.placements, "No placements on record.", self._open_placement, self._remove_placement
        )
        self._where = PlainLabel("", wraps=True)
        self._where.setObjectName("plc.where")
        self._where.make_selectable()
        column.addWidget(self._where)
        self.placements.chosen.connect(self._show_where)
        self._no_legal = self._add_table(
            column, self.legal, "No legal status on record.", self._open_legal, self._remove_legal
        )
        self._protection = Card("Child protection and need (exact terms)", name="plc.cp")
        self._missing = Card("Missing episodes", name="plc.missing.card")
        self.host = OutOfAreaCard(self)
        self.host.asked.connect(self.refresh)
        direction = QBoxLayout.Direction
        across = QBoxLayout(direction.TopToBottom if self.head.is_large else direction.LeftToRight)
        across.setSpacing(space(4))
        left = QVBoxLayout()
        left.setSpacing(space(4))
        left.addWidget(self._protection)
        left.addWidget(self._missing)
        left.addStretch()
        right = QVBoxLayout()
        right.addWidget(self.host)
        right.addStretch()
        across.addLayout(left, 1)
        across.addLayout(right, 1)
        column.addLayout(across)
        column.addStretch()
        self._cards()
        self.add_scrolled(inside)
        self.refresh()

    def refresh(self) -> None:
        """Read the record anew."""
        self._shown: CareShown = self.desk.operations.ask(
            care_page.shown, self.desk.child_id, today=self.desk.workplace.today()
        )
        self.head.say(self._shown.care_words)
        for rows, model, table, empty in (
            (self._shown.placements, self._placed, self.placements, self._no_placements),
            (self._shown.legal, self._legal, self.legal, self._no_legal),
        ):
            model.set_rows(rows)
            table.setVisible(bool(rows))
            empty.setVisible(not rows)
        self._show_where(self.placements.current_row())
        clear(self._doubts)
        for words in self._shown.doubts:
            said = PlainLabel(words, wraps=True)
            said.setObjectName("plc.doubt")
            self._doubts.addWidget(icon_line("at_risk", said))
        self._show_protection()
        self._show_missing()
        self.host.refresh()
        self._left.setText("Left care" if self._shown.in_care else "Take back leaving")
        self._left.setVisible(self._may_edit and self._shown.period is not None)

    def take_focus(self) -> None:
        (self.placements if self.placements.isVisibleTo(self) else self._add).setFocus()

    def run(self, command: str) -> bool:
        if command in ("edit.new", "edit.primary") and self._may_edit:
            self._open(dialogs.AddChange(self, self.desk.workplace, self.desk.child_id, self._facts()))
            return True
        return False

    def reload(self, changes: Changes) -> None:
        if changes.children or changes.assessments:
            self.refresh()

    # Behind it

    def _build_head(self) -> None:
        self._began = PlainButton("Became looked after", name="plc.began.change")
        self._missed = PlainButton("Missing episode", name="plc.missing")
        self._left = PlainButton("Left care", name="plc.left")
        self._add = PlainButton("Add change", "primary", name="plc.add")
        self._add.setToolTip("New placement or legal status (Ctrl+N)")
        for button, act in (
            (self._began, self._became), (self._missed, self._add_missing), (self._left, self._leave),
            (self._add, lambda: self.run("edit.new")),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked=False, act=act: act())
            self.head.add_button(button)
            button.setVisible(
                self._may_edit
            )  # once it has its place: before, it would be a window of its own

    def _add_table(
        self,
        column: QVBoxLayout,
        table: WholeTable,
        none: str,
        change: Callable[[Any], None],
        remove: Callable[[Any], None],
    ) -> PlainLabel:
        part = QVBoxLayout()
        part.setSpacing(theme.current().space(2))
        empty = PlainLabel(none, wraps=True)
        empty.setObjectName(f"{table.objectName()}.empty")
        part.addWidget(empty)
        part.addWidget(table)
        if self._may_edit:
            row = QWidget()
            flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
            row.setLayout(flow)
            for words, act in (("Correct", change), ("Remove", remove)):
                button = PlainButton(words, "row", name=f"{table.objectName()}.{words.lower()}")
                button.setAccessibleName(f"{words} the chosen line: {table.accessibleName()}")
                button.clicked.connect(lambda _checked=False, act=act: act(table.current_row()))
                flow.addWidget(button)
            part.addWidget(row)
        column.addLayout(part)
        return empty

    def _cards(self) -> None:
        self._protected, self._missed_lines = QVBoxLayout(), QVBoxLayout()
        for card, lines, words, name, act in (
            (self._protection, self._protected, "Add", "plc.cp.add", self._add_protection),
            (self._missing, self._missed_lines, "Add", "plc.missing.add", self._add_missing),
        ):
            lines.setSpacing(theme.current().space(2))
            card.body.addLayout(lines)
            if self._may_edit:
                button = PlainButton(words, name=name)
                button.setAccessibleName(f"Add: {card.accessibleName()}")
                button.clicked.connect(lambda _checked=False, act=act: act())
                card.add_action(button)

    def _show_where(self, row: PlacementShown | None) -> None:
        words = (
            f"From {show_date(row.record.began)}: {row.type_words}, {row.where}" if row and row.where else ""
        )
        self._where.setText(words)
        self._where.setVisible(bool(words))

    def _show_protection(self) -> None:
        clear(self._protected)
        for number, one in enumerate(self._shown.protection):
            words = PlainLabel(
                f"{one.words}: {one.detail}", wraps=True, type="strong" if one.is_now else "body"
            )
            words.setObjectName(f"plc.cp.{one.kind}")
            look = "at_risk" if one.is_now else "not_started"
            acts = [
                ("Change", f"plc.cp.change.{number}", lambda one=one: self._change_protection(one)),
                ("Remove", f"plc.cp.remove.{number}", lambda one=one: self._remove_protection(one)),
            ]
            self._protected.addWidget(self._line(look, words, acts if one.record else []))

    def _show_missing(self) -> None:
        clear(self._missed_lines)
        for number, one in enumerate(self._shown.missing):
            until = f"to {show_date(one.ended)}" if one.ended else "still missing"
            told = f", told by {one.told_by}" if one.told_by else ""
            note = f". {one.note}" if one.note else ""
            words = PlainLabel(f"From {show_date(one.began)} {until}{told}{note}", wraps=True)
            words.setObjectName(f"plc.missing.{number}")
            acts = [
                ("Change", f"plc.missing.change.{number}", lambda one=one: self._change_missing(one)),
                ("Remove", f"plc.missing.remove.{number}", lambda one=one: self._remove_missing(one)),
            ]
            self._missed_lines.addWidget(self._line("complete" if one.ended else "missing", words, acts))
        if not self._shown.missing:
            self._missed_lines.addWidget(hint("None on record."))

    def _line(
        self, look: str, words: PlainLabel, acts: Sequence[tuple[str, str, Callable[..., None]]]
    ) -> QWidget:
        box = QWidget()
        row = QBoxLayout(
            QBoxLayout.Direction.TopToBottom
            if theme.current().text_percent >= LARGE
            else QBoxLayout.Direction.LeftToRight,
            box,
        )
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(icon_line(look, words), 1)
        for said, name, act in acts if self._may_edit else ():
            button = PlainButton(said, "row", name=name)
            button.setAccessibleName(f"{said}: {words.text()}")
            button.clicked.connect(lambda _checked=False, act=act: act())
            row.addWidget(button)
        return box

    def _facts(self) -> Any:
        return self.desk.operations.ask(
            child_summary.heading, self.desk.child_id, today=self.desk.workplace.today()
        )

    def _open(self, dialog: RecordDialog) -> None:
        before = self.focused()
        dialog.accepted.connect(lambda: self._done(before))
        dialog.open()

    def _done(self, before: str) -> None:
        """Show what was saved; the keyboard goes back to where it came from, also where that was drawn anew."""
        self.refresh()
        if not (before and focus_by_name(self, before)):
            (self.placements if self.placements.isVisibleTo(self) else self._add).setFocus()

    def _open_placement(self, row: PlacementShown | None) -> None:
        if row is not None and self._may_edit:
            self._open(
                dialogs.ChangePlacement(self, self.desk.workplace, self.desk.child_id, self._facts(), row)
            )

    def _open_legal(self, row: LegalShown | None) -> None:
        if row is not None and self._may_edit:
            self._open(
                dialogs.ChangeLegalStatus(self, self.desk.workplace, self.desk.child_id, self._facts(), row)
            )

    def _remove_placement(self, row: PlacementShown | None) -> None:
        if row is not None:
            what = f"{row.type_words}, from {show_date(row.record.began)}"
            self._remove(what, (placements.remove_placement, (row.record.id,), {}))

    def _remove_legal(self, row: LegalShown | None) -> None:
        if row is not None:
            what = f"{row.words}, from {show_date(row.record.began)}"
            self._remove(what, (placements.remove_legal_status, (row.record.id,), {}))

    def _remove_protection(self, one: ProtectionShown) -> None:
        if one.record is not None:
            self._remove(f"{one.words}: {one.detail}", (protection.remove_protection, (one.record.id,), {}))

    def _remove_missing(self, one: care_page.MissingRecord) -> None:
        self._remove(f"Missing from {show_date(one.began)}", (protection.remove_missing, (one.id,), {}))

    def _remove(self, what: str, run: Any) -> None:
        self._open(dialogs.Remove(self, self.desk.workplace, self._facts(), what, run))

    def _became(self) -> None:
        self._open(
            dialogs.BecameLookedAfter(
                self, self.desk.workplace, self.desk.child_id, self._facts(), self._shown
            )
        )

    def _leave(self) -> None:
        if self._shown.in_care:
            self._open(
                dialogs.LeftCare(self, self.desk.workplace, self.desk.child_id, self._facts(), self._shown)
            )
            return
        run: Any = (placements.take_back_leaving, (self.desk.child_id,), {})
        self._open(
            dialogs.Remove(
                self, self.desk.workplace, self._facts(), self._shown.care_words, run, title="Still in care?",
                why="For a leaving recorded in error: the period, the placement and the legal status go on.",
                verbs=("Left care is right", "Take it back"),
            )
        )  # fmt: skip

    def _add_missing(self) -> None:
        self._open(Missing(self, self.desk.workplace, self.desk.child_id, self._facts()))

    def _change_missing(self, one: care_page.MissingRecord) -> None:
        self._open(Missing(self, self.desk.workplace, self.desk.child_id, self._facts(), one))

    def _add_protection(self) -> None:
        self._open(Protection(self, self.desk.workplace, self.desk.child_id, self._facts()))

    def _change_protection(self, one: ProtectionShown) -> None:
        self._open(Protection(self, self.desk.workplace, self.desk.child_id, self._facts(), one.record))


class OutOfAreaPage(PlacementsPage):
    """The same page, come to by 'Ask host team': it opens the request, or goes to the strip that is there."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place)
        self._asked = False

    def take_focus(self) -> None:
        if self._asked:
            super().take_focus()
            return
        self._asked = True
        if self.host.can_ask:
            super().take_focus()
            self.host.ask_host_team()
        else:
            focus_by_name(self, self.host.next_name)
