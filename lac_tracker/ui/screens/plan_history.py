"""The history of a plan: its versions, and who changed what in which item, and when."""

from PySide6.QtWidgets import QVBoxLayout

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.plan_history import PlanChange
from lac_tracker.services import plan_history
from lac_tracker.services.changes import Changes
from lac_tracker.services.plan_history import PlanVersion
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.whole_table import WholeTable

VERSIONS: tuple[Column[PlanVersion], ...] = (
    Column("Version", lambda row: row.words, width=34, strong=True),
    Column("Signed", lambda row: row.signed_words, width=36, wraps=True, yields=True, detail=lambda row: row.signed_words),
    Column("Items", lambda row: _items(row), width=12),
    Column(
        "Now", lambda row: "In force" if row.is_in_force else "Being written" if row.on is None else "Replaced",
        status=lambda row: "complete" if row.is_in_force else "started" if row.on is None else "replaced", width=16,
    ),
)  # fmt: skip
CHANGES: tuple[Column[PlanChange], ...] = (
    Column("When", lambda row: _when(row), width=18),
    Column("Who", lambda row: row.by, width=18, wraps=True),
    Column("Item", lambda row: row.item, width=18, wraps=True, strong=True, detail=lambda row: row.item),
    Column(
        "What changed", lambda row: " · ".join(row.lines), width=50, wraps=True, yields=True,
        detail=lambda row: "\n".join(row.lines),
    ),
)  # fmt: skip
_MOST_LINES = 12
_MOST_ROWS = 200  # newest first; a plan has a few dozen changes


class PlanHistoryPage(RecordPage):
    """Read only. Enter on a version shows that plan."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "planHistory")
        self.head.title.setText("History of the plan")
        back = PlainButton("Back to the plan", "primary", name="planHistory.back")
        back.setToolTip("Back to the plan (Ctrl+Enter)")
        back.clicked.connect(lambda _checked=False: self.run("edit.primary"))
        self.head.add_button(back)
        self._back = back
        self._history = desk.operations.ask(plan_history.history, desk.child_id)
        self._versions: RowModel[PlanVersion] = RowModel(VERSIONS, self)
        self.versions = WholeTable(self._versions, label="Versions", name="planHistory.versions")
        self.versions.opened.connect(self._open)
        self._changes: RowModel[PlanChange] = RowModel(CHANGES, self)
        self.changes = WholeTable(
            self._changes, label="Changes", name="planHistory.changes", most_lines=_MOST_LINES
        )
        self._none = PlainLabel("Nothing was changed yet.", wraps=True)
        self._none.setObjectName("planHistory.empty")
        self._more = PlainLabel(type="hint", wraps=True)
        self._more.setObjectName("planHistory.more")
        self._item = ChoiceBox(
            "Item",
            tuple((str(at), item.name) for at, item in enumerate(self._history.items)),
            name="planHistory.item",
            none="Every item",
        )
        self._item.changed.connect(lambda _key: self._show_changes())
        space = theme.current().space
        inside = PageColumn()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        column.setSpacing(space(3))
        self._parts = (heading("Versions"), heading("Changes"), Field("Item", self._item, grows=False))
        column.addWidget(self._parts[0])
        column.addWidget(self.versions)
        column.addSpacing(space(3))
        column.addWidget(self._parts[1])
        column.addWidget(self._parts[2])
        column.addWidget(self._none)
        column.addWidget(self.changes)
        column.addWidget(self._more)
        column.addStretch()
        self.add_scrolled(inside)
        self._choose_item()
        self._show()

    def take_focus(self) -> None:
        (self.versions if self.versions.isVisibleTo(self) else self._back).setFocus()

    def run(self, command: str) -> bool:
        if command == "edit.primary":
            self.wanted.emit(Place(self.desk.child_id, "plan"))
            return True
        return False

    def reload(self, changes: Changes) -> None:
        if changes.plans or changes.assessments:
            self._history = self.desk.operations.ask(plan_history.history, self.desk.child_id)
            self._show()

    # Behind it

    def _choose_item(self) -> None:
        """Show the history of the one item this was asked for from, where it was."""
        wanted = int(self.here.about) if self.here.about.isdigit() else None
        found = (at for at, item in enumerate(self._history.items) if wanted in item.outcome_ids)
        self._item.set_value(str(next(found, "")))

    def _show(self) -> None:
        self._versions.set_rows(self._history.versions)
        self.versions.setVisible(bool(self._history.versions))
        for part in self._parts:
            part.setVisible(bool(self._history.versions))
        self._none.setText(
            "Nothing was changed yet." if self._history.versions else "No plan yet, so it has no history."
        )
        count = len(self._history.versions)
        changes = len(self._history.changes)
        self.head.say(
            f"{count} version{'' if count == 1 else 's'}, {changes} change{'' if changes == 1 else 's'}"
        )
        self._show_changes()

    def _show_changes(self) -> None:
        chosen = self._item.value()
        ids = self._history.items[int(chosen)].outcome_ids if chosen else None
        found = [one for one in self._history.changes if ids is None or ids & one.outcome_ids]
        self._changes.set_rows(found[:_MOST_ROWS])
        self.changes.setVisible(bool(found))
        self._none.setVisible(not found)
        left = len(found) - _MOST_ROWS
        self._more.setText(f"{left} older changes are not shown here. Choose one item to see all of its own.")
        self._more.setVisible(left > 0)

    def _open(self, row: PlanVersion) -> None:
        self.wanted.emit(Place(self.desk.child_id, "plan", row.assessment_id))


def _items(row: PlanVersion) -> str:
    """Return '4, 3 open'; what was open in a plan that another one replaced went on in that."""
    return f"{row.items}, {row.open_items} open" if row.is_in_force or row.on is None else str(row.items)


def _when(row: PlanChange) -> str:
    local = row.at.astimezone()
    return f"{show_date(local.date())} {local:%H:%M}"
