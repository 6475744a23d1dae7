"""Settings > Restricted records: access taken to look through, who is kept apart from which record, the team's choices."""

from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.restricted import Claim, Conflict
from lac_tracker.services import conflicts_of_interest, restricted
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, heading, hint, set_tooltip, title
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.screens.record_page import scroll_area
from lac_tracker.ui.screens.settings_restricted_choices import TeamChoices
from lac_tracker.ui.screens.settings_restricted_dialogs import EndConflict, KeepApart, Seen
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.row_table import RowTable
from lac_tracker.ui.widgets.whole_table import WholeTable
from lac_tracker.ui.workplace import Workplace

_CLAIMS: tuple[Column[Claim], ...] = (
    Column("Who and when", lambda row: row.person, sort=lambda row: row.made_at, width=20, strong=True,
           second=lambda row: _moment(row.made_at), detail=lambda row: f"Access holds until {_moment(row.ends_at)}",
           sorted_words=("earliest first", "latest first")),
    Column("Record", lambda row: row.who, sort=lambda row: row.who, width=20, wraps=True),
    Column("Why", lambda row: row.why, width=20, wraps=True, detail=lambda row: row.why),
    Column("Seen", lambda row: f"{row.seen_by}, {show_date(row.seen_at.date())}" if row.seen_at else "Not yet",
           second=lambda row: row.seen_note, status=lambda row: "complete" if row.seen_at else "at_risk",
           detail=lambda row: row.seen_note, width=12, wraps=True),
)  # fmt: skip
_CONFLICTS: tuple[Column[Conflict], ...] = (
    Column("Person", lambda row: row.person, sort=lambda row: row.person, width=20, strong=True, wraps=True),
    Column("Record", lambda row: row.who, sort=lambda row: row.who, width=20, wraps=True),
    Column("Because", lambda row: row.because, width=20, wraps=True, detail=lambda row: row.because),
    Column("State", lambda row: f"Ended {show_date(row.ended_on)}" if row.ended_on else "In force",
           second=lambda row: row.ended_because or f"since {show_date(row.recorded_at.astimezone().date())}",
           status=lambda row: "information" if row.ended_on else "not_met",
           detail=lambda row: f"Recorded by {row.recorded_by}. {row.ended_because}".strip(), width=18),
)  # fmt: skip


class Restricted(QFrame):
    """Signals:
    said: something was done; words for the message bar.
    offered: it can be taken back: words, those of the button, and what the button calls.
    """

    said = Signal(str)
    offered = Signal(str, str, object)
    name, words = "restricted", "Restricted records"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.setObjectName("res")
        self.setAccessibleName(self.words)
        self.setProperty("region", "page")
        self.claims: RowModel[Claim] = RowModel(_CLAIMS)
        self.conflicts: RowModel[Conflict] = RowModel(_CONFLICTS)
        self.claims_table: RowTable = WholeTable(
            self.claims, label="Access taken to restricted records", name="res.claims", most_lines=4
        )
        self.conflicts_table: RowTable = WholeTable(
            self.conflicts, label="Who may not open which record", name="res.apart", most_lines=4
        )
        self.seen = _button(
            "Looked through", "res.seen", "Say that the selected row was looked through (Enter)"
        )
        self.seen.set_kind("primary")
        self.add = _button(
            "Keep a person apart", "res.apart.add", "Say that a member of the team may not open a record"
        )
        self.end = _button(
            "End", "res.apart.end", "End the selected row: the person may open the record again (Enter)"
        )
        self.no_claims, self.no_conflicts = hint(""), hint("")
        self.no_claims.setObjectName("res.claims.words")
        self.no_conflicts.setObjectName("res.apart.words")
        self.choices = TeamChoices(workplace)
        self.choices.said.connect(self.said)
        self.choices.offered.connect(self.offered)
        for button, act in (
            (self.seen, self._mark_seen),
            (self.add, self._keep_apart),
            (self.end, self._end),
        ):
            button.clicked.connect(lambda _checked=False, act=act: act())
        self.claims_table.opened.connect(lambda _row: self._mark_seen())
        self.conflicts_table.opened.connect(lambda _row: self._end())
        for table in (self.claims_table, self.conflicts_table):
            table.chosen.connect(lambda _row: self._offer())
        self._lay_out()
        self.reload()

    def _lay_out(self) -> None:
        space = theme.current().space
        inside = PageColumn()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, space(4), space(4))
        column.setSpacing(space(3))
        column.addLayout(_head("Access taken", self.seen))
        column.addWidget(
            hint("Who opened a restricted record that is not theirs to assess. Enter says what came of it.")
        )
        column.addWidget(self.no_claims)
        column.addWidget(self.claims_table)
        column.addSpacing(space(3))
        column.addLayout(_head("Conflicts of interest", self.add, self.end))
        column.addWidget(
            hint(
                "A relative, a neighbour, a former carer: whoever stands here opens nothing of the record, whatever the role."
            )
        )
        column.addWidget(self.no_conflicts)
        column.addWidget(self.conflicts_table)
        column.addSpacing(space(3))
        column.addWidget(heading("What the team chose"))
        column.addWidget(self.choices)
        column.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(space(6), space(4), space(6), space(4))
        whole.setSpacing(space(2))
        whole.addWidget(title(self.words))
        whole.addWidget(scroll_area(inside), 1)

    # What the frame asks

    def reload(self, changes: object = None) -> None:
        """Read both lists again; the selected rows stay selected."""
        ask = self.workplace.operations.ask
        found: restricted.Looks = ask(restricted.claims)
        _show(self.claims_table, self.claims, found.rows)
        _show(self.conflicts_table, self.conflicts, ask(conflicts_of_interest.listed))
        waiting = sum(1 for one in found.rows if one.seen_at is None)
        more = f" The newest {len(found.rows)} of {found.total:,}." if found.total > len(found.rows) else ""
        self.no_claims.setText(
            f"{waiting} to look through.{more}"
            if found.rows
            else "Nobody has taken access to a restricted record."
        )
        self.no_conflicts.setVisible(not self.conflicts.rowCount())
        self.no_conflicts.setText("Nobody is kept apart from a record.")
        for table, model in ((self.claims_table, self.claims), (self.conflicts_table, self.conflicts)):
            table.setVisible(bool(model.rowCount()))
        self.choices.reload()
        self._offer()

    def focus_first(self) -> None:
        self.regions()[0].setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        tables = tuple(one for one in (self.claims_table, self.conflicts_table) if not one.isHidden())
        return (*tables, *self.choices.regions()) if tables else (self.add, *self.choices.regions())

    def leave(self) -> bool:
        return True

    def run_command(self, name: str) -> bool:
        match name:
            case "edit.primary":
                self._mark_seen()
            case "edit.new":
                self._keep_apart()
            case "view.refresh":
                self.reload()
            case _:
                return False
        return True

    # Behind it

    def _offer(self) -> None:
        """What can be done with the selected rows."""
        claim, conflict = self.claims_table.current_row(), self.conflicts_table.current_row()
        self.seen.setEnabled(claim is not None and claim.seen_at is None)
        self.end.setEnabled(conflict is not None and conflict.ended_on is None)

    def _mark_seen(self) -> None:
        row = self.claims_table.current_row()
        if isinstance(row, Claim) and row.seen_at is None:
            self._open(Seen(self, self.workplace, row), "Kept that it was looked through.", self.claims_table)

    def _keep_apart(self) -> None:
        self._open(
            KeepApart(self, self.workplace), "Kept. The record is closed to that person now.", self.add
        )

    def _end(self) -> None:
        row = self.conflicts_table.current_row()
        if isinstance(row, Conflict) and row.ended_on is None:
            self._open(
                EndConflict(self, self.workplace, row),
                "Ended. What stood there is kept.",
                self.conflicts_table,
            )

    def _open(self, dialog: RecordDialog, words: str, back_to: QWidget) -> None:
        dialog.accepted.connect(lambda: self.said.emit(words))
        dialog.finished.connect(lambda _result: back_to.setFocus())
        dialog.open()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "choices"):
            self.claims_table.fit()
            self.conflicts_table.fit()


def _head(words: str, *buttons: PlainButton) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme.current().space(2))
    line.addWidget(heading(words), 1)
    for one in buttons:
        line.addWidget(one)
    return line


def _button(words: str, name: str, about: str) -> PlainButton:
    made = PlainButton(words, name=name)
    set_tooltip(made, about)
    return made


def _show(table: RowTable, model: RowModel[Any], rows: tuple[Any, ...]) -> None:
    before = table.current_row()
    model.set_rows(rows)
    if before is not None:
        places = {row.id: place for place, row in enumerate(model.rows())}
        table.choose(places.get(before.id, 0))


def _moment(at: Any) -> str:
    here = at.astimezone()
    return f"{show_date(here.date())} {here:%H:%M}"
