"""Settings > People and roles (S26b): who is in the team, who may come in, and as what."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.services import team_people
from lac_tracker.services.team_people import REGISTRATION_WORDS, PersonLine
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, hint, set_tooltip, title
from lac_tracker.ui.screens.settings_people_dialogs import AddPerson, ChangeRole, MarkAsLeft, ResetPassphrase
from lac_tracker.ui.screens.work_dialog import WorkDialog
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.row_table import RowTable
from lac_tracker.ui.workplace import Workplace

_DAYS = ("earliest first", "latest first")
COLUMNS: tuple[Column[PersonLine], ...] = (
    Column("Name", lambda row: row.full_name, second=lambda row: row.user_name, sort=lambda row: row.full_name.casefold(),
           width=16, strong=True, wraps=True),
    Column("Role", lambda row: row.role_words, sort=lambda row: row.role_words, width=16),
    Column("Can sign", lambda row: row.can_sign, sort=lambda row: row.can_sign, width=9),
    Column("Registration", lambda row: "" if row.registration.value == "none" else REGISTRATION_WORDS[row.registration],
           sort=lambda row: row.registration.value, width=11),
    Column("UASC training", lambda row: row.training.words if row.training else "",
           status=lambda row: row.training.look if row.training else "", width=19,
           sort=lambda row: row.training.words if row.training else None),
    Column("Last in", lambda row: _day(row.last_in), sort=lambda row: row.last_in, width=12, sorted_words=_DAYS),
    Column("State", lambda row: row.state, status=lambda row: row.look, sort=lambda row: (not row.is_active, row.state),
           width=18, sorted_words=("active first", "left first")),
)  # fmt: skip


class People(QFrame):
    """Signals:
    said: something was done; words for the message bar.
    """

    said = Signal(str)
    name, words = "people", "People and roles"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.setObjectName("usr")
        self.setAccessibleName(self.words)
        self.setProperty("region", "page")
        self.add = _button("Add a person", "usr.add", "Add a person to the team (Ctrl+N)")
        self.add.set_kind("primary")
        self.model: RowModel[PersonLine] = RowModel(COLUMNS)
        self.table = RowTable(self.model, label="People of the team", name="usr.table")
        self.role = _button("Change role", "usr.role", "Give the selected person another role (Enter)")
        self.reset = _button(
            "Reset passphrase", "usr.reset", "Give the selected person a new passphrase, which they change"
        )
        self.left = _button(
            "Mark as left", "usr.left", "Take the way in of the selected person; their name stays"
        )
        for button, act in (
            (self.add, self._add),
            (self.role, self._change_role),
            (self.reset, self._reset),
            (self.left, self._mark_as_left),
        ):
            button.clicked.connect(lambda _checked=False, act=act: act())
        self.table.opened.connect(lambda _row: self._change_role())
        self.table.chosen.connect(lambda _row: self._offer())
        self._lay_out()
        self.reload()
        self.table.choose(0)

    def _lay_out(self) -> None:
        space = theme.current().space
        head = QHBoxLayout()
        head.addWidget(title(self.words), 1)
        head.addWidget(self.add)
        acts, line = QWidget(), Flow(gap=space(2), line_gap=space(2))
        acts.setLayout(line)
        for button in (self.role, self.reset, self.left):
            line.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        acts.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(4), space(6), space(4))
        column.setSpacing(space(2))
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(hint("People are never deleted: their name stays on what they wrote."))
        column.addWidget(acts)

    # What the frame asks

    def reload(self, changes: object = None) -> None:
        """Read the people anew; the row stays selected."""
        if changes is not None and not getattr(changes, "people", False):
            return
        chosen = self._chosen()
        lines = self.workplace.operations.ask(
            team_people.listed, self.workplace.caseload, today=self.workplace.today()
        )
        self.model.set_rows(lines)
        if chosen is not None:
            shown = (self.model.row(self.model.index(row, 0)) for row in range(self.model.rowCount()))
            at = (place for place, line in enumerate(shown) if line.person_id == chosen.person_id)
            self.table.choose(next(at, 0))
        self._offer()

    def focus_first(self) -> None:
        self.table.setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        return (self.table, next((one for one in (self.role, self.reset) if one.isEnabled()), self.add))

    def leave(self) -> bool:
        return True

    def run_command(self, name: str) -> bool:
        if name in ("edit.new", "edit.primary"):
            self._add()
            return True
        return False

    # Behind it

    def _chosen(self) -> PersonLine | None:
        row: Any = self.table.current_row()
        return row if isinstance(row, PersonLine) else None

    def _offer(self) -> None:
        one = self._chosen()
        is_other = one is not None and one.person_id != self.workplace.actor.person_id
        is_active = one is not None and one.is_active
        self.role.setEnabled(is_other and is_active)
        self.reset.setEnabled(
            is_other and one is not None and team_people.may_reset(self.workplace.actor.role, one.role)
        )
        self.left.setEnabled(is_other and is_active)
        self.reset.setText("Reset passphrase" if is_active or one is None else "Bring back")

    def _add(self) -> None:
        self._open(AddPerson(self, self.workplace))

    def _change_role(self) -> None:
        if (one := self._chosen()) is not None and self.role.isEnabled():
            self._open(ChangeRole(self, self.workplace, one))

    def _reset(self) -> None:
        if (one := self._chosen()) is not None and self.reset.isEnabled():
            self._open(ResetPassphrase(self, self.workplace, one))

    def _mark_as_left(self) -> None:
        if (one := self._chosen()) is not None and self.left.isEnabled():
            self._open(MarkAsLeft(self, self.workplace, one))

    def _open(self, dialog: WorkDialog) -> None:
        dialog.said.connect(self.said)
        dialog.saved.connect(lambda _changes: self.reload())
        dialog.open()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "table"):
            self.table.fit()


def _button(words: str, name: str, tip: str) -> PlainButton:
    button = PlainButton(words, name=name)
    set_tooltip(button, tip)
    return button


def _day(moment: datetime | None) -> str:
    return show_date(moment.astimezone().date()) if moment else ""
