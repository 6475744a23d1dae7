"""Who has looked at this record: the newest entries of the audit log about one child, for a manager."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.errors import UserError
from lac_tracker.services import audit_changes, audit_log
from lac_tracker.services.audit_log import Line, Page
from lac_tracker.ui import theme
from lac_tracker.ui.asking import Asking
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainDialog, hint
from lac_tracker.ui.screens.audit_table import EntryDialog, audit_table
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.workplace import Workplace

_ELSEWHERE = "All of it, by day and person: Settings, Audit log."


class WhoLooked(PlainDialog):
    """Open it with `open()`. Enter shows what an entry changed."""

    def __init__(self, parent: QWidget, workplace: Workplace, child_id: int, called: str) -> None:
        """called: the child's name, as the banner has it."""
        super().__init__(parent, "Who has looked at this record", called, ("Close",))
        self.setObjectName("looked")
        self._workplace = workplace
        self._asking = Asking(self, workplace)
        self.model, self.table = audit_table("looked.table", "Who has looked at this record")
        self.table.setColumnHidden(3, True)  # whose record it is stands above
        self.busy = Busy(name="looked.busy")
        self.summary = hint("")
        self.summary.setObjectName("looked.summary")
        column = QVBoxLayout()
        column.setSpacing(theme.current().space(2))
        for widget in (self.busy, self.table, self.summary):
            column.addWidget(widget)
        self.extra.addLayout(column)
        self.table.opened.connect(self._open_entry)
        shown, room = theme.current(), self.screen().availableGeometry()
        self.resize(
            min(shown.characters(105), round(room.width() * 0.9)),
            min(shown.scaled(560), round(room.height() * 0.9)),
        )
        self.busy.start("Reading the audit log")
        self._asking.ask(
            lambda ask: ask(audit_log.who_looked, child_id), self._show, self._refused, is_patient=True
        )

    @property
    def is_waiting(self) -> bool:
        """Whether the log is still being read."""
        return self._asking.is_waiting

    def _show(self, found: Page) -> None:
        self.busy.stop()
        self.model.set_rows(found.lines)
        people = len({line.who for line in found.lines})
        who = "1 person" if people == 1 else f"{people} people"
        newest = "the newest " if found.after is not None else ""
        entries = "1 entry" if len(found.lines) == 1 else f"{newest}{len(found.lines):,} entries"
        self.summary.setText(f"{entries[:1].upper()}{entries[1:]}, by {who}. {_ELSEWHERE}")
        announce(self.summary, self.summary.text())
        self.table.setFocus()

    def _refused(self, error: UserError) -> None:
        self.busy.stop()
        self.summary.setText(f"{str(error).removesuffix('.')}.")

    def _open_entry(self, row: object) -> None:
        if not isinstance(row, Line):
            return
        try:
            found = self._workplace.operations.look(audit_changes.detail, row.number)
        except UserError as error:
            self._refused(error)
            return
        EntryDialog(self, found).exec()
