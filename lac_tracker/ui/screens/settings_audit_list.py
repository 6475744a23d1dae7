"""The audit log as a list: filters, entries with the newest first, whether it is intact, and the log as a file."""

from datetime import timedelta
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain import audit_kinds
from lac_tracker.domain.errors import UserError
from lac_tracker.services import audit_changes, audit_export, audit_log, log_check
from lac_tracker.services.audit_log import Line, Page, Wanted
from lac_tracker.services.log_check import LogCheck
from lac_tracker.ui import theme
from lac_tracker.ui.asking import Asking
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel, label, set_tooltip
from lac_tracker.ui.screens.audit_table import EntryDialog, about, audit_table, fit
from lac_tracker.ui.screens.export_list import ExportDialog
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.screens.status_icon import show_status, status_icon
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.empty_state import EmptyState
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.measured import MeasuredLine
from lac_tracker.ui.workplace import Workplace

_DAYS = 30  # shown at first: a year of a large team is half a million entries
_QUIET_MS = 300
_READ_ONLY = "Read only, for everyone."
_NEVER = "Not checked yet"


class AuditList(QFrame):
    """Signals:
    said: words for the message bar.
    helped: what the line of help should say about the current entry.
    """

    said = Signal(str)
    helped = Signal(str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("aud.log")
        self.workplace = workplace
        self._asking, self._counting = Asking(self, workplace), Asking(self, workplace)
        self._lines: tuple[Line, ...] = ()
        self._after: Any = None  # where the next page begins
        self._names: dict[int, str] = {}
        self._count, self._checked = "", ""
        self._is_checking = False
        today = workplace.today()
        self.since = DateField("From", today, direction="past", name="aud.from")
        self.until = DateField("To", today, direction="past", name="aud.to")
        self.since.set_value(today - timedelta(days=_DAYS))
        self.until.set_value(today)
        self.who = ChoiceBox("Who", (), name="aud.who", none="Everybody")
        kinds = tuple((kind.key, kind.words) for kind in audit_kinds.KINDS)
        self.what = ChoiceBox("Did", kinds, name="aud.what", none="Everything")
        self.child = MeasuredLine("aud.child", 24)
        self.child.setPlaceholderText("Name or number")
        self.child.setClearButtonEnabled(True)
        self.child.setAccessibleName("Child")
        self.check = PlainButton("Check log is intact", "primary", name="aud.check")
        set_tooltip(self.check, "Read the whole log again: nothing changed, taken out or put in (Ctrl+Enter)")
        self.export = PlainButton("Export", name="aud.export")
        set_tooltip(self.export, "The entries shown, as CSV or Excel (Ctrl+E)")
        self.fold = PlainButton("Filters", name="aud.fold")
        self.fold.setCheckable(True)
        set_tooltip(self.fold, "Show or hide the filters (Ctrl+F)")
        self.more = PlainButton("Older entries", name="aud.more")
        set_tooltip(self.more, f"Show {audit_log.PAGE} more")
        self.model, self.table = audit_table("aud.table", "Audit log")
        self.empty = EmptyState("aud.empty")
        self.busy = Busy(name="aud.busy")
        self.problem = PlainLabel("", type="strong", tone="overdue", wraps=True)
        self.problem.setObjectName("aud.problem")
        self.problem.hide()
        self.summary = PlainLabel("", wraps=True)
        self.summary.setObjectName("aud.summary")
        self.state = status_icon("met")
        self.state.hide()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._lay_out()
        self._connect()
        self.ask()
        workplace.find_out(self._first_facts, self._know_first)

    def _lay_out(self) -> None:
        space = theme.current().space
        self.buttons = _beside(self.fold, self.export, self.check)
        self._filters = filters = QWidget()
        filters.setObjectName("aud.filters")
        line = Flow(gap=space(4), line_gap=space(2))
        filters.setLayout(line)
        for field in (self.since, self.until):
            field.echo.hide()  # how long ago it is tells nothing here, and takes a line
        for words, control in (
            ("From", self.since), ("To", self.until), ("Who", self.who), ("Did", self.what), ("Child", self.child),
        ):  # fmt: skip
            line.addWidget(_pair(words, control))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        filters.setSizePolicy(policy)
        self.body = QStackedWidget()
        self.body.addWidget(self.table)
        self.body.addWidget(self.empty)
        foot = QHBoxLayout()
        foot.setSpacing(space(2))
        foot.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.busy)
        foot.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addWidget(filters)
        column.addWidget(self.problem)
        column.addWidget(self.body, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        for field in (self.since, self.until):
            field.changed.connect(lambda _day: self.ask())
            field.problem.connect(lambda words: self._refuse(words))
        for box in (self.who, self.what):
            box.changed.connect(lambda _key: self.ask())
        self.child.textChanged.connect(lambda _text: self._quiet.start())
        self._quiet.timeout.connect(self.ask)
        self.table.chosen.connect(lambda row: self.helped.emit(about(row)))
        self.table.opened.connect(self.open_entry)
        self.check.clicked.connect(lambda _checked=False: self.check_log())
        self.export.clicked.connect(lambda _checked=False: self.export_log())
        self.more.clicked.connect(lambda _checked=False: self._ask_more())
        self.fold.toggled.connect(self._filters.setVisible)
        self._fit()

    # What the section asks

    def focus_first(self) -> None:
        (self.table if self._lines else self.check).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        filters = self.fold if not self.fold.isHidden() else self.since.line
        return (filters, *((self.table,) if self._lines else ()), self.check)

    def run_command(self, name: str) -> bool:
        match name:
            case "edit.find":
                self.fold.setChecked(True)
                self.child.setFocus()
            case "view.refresh":
                self.ask()
            case "edit.primary":
                self.check_log()
            case "edit.export":
                self.export_log()
            case _:
                return False
        return True

    @property
    def is_waiting(self) -> bool:
        """Whether something is still being read."""
        return self._asking.is_waiting or self._counting.is_waiting or self._is_checking

    def ask(self) -> None:
        """Read the newest entries of what is wanted, and count them once they are shown."""
        self._quiet.stop()
        wanted = self._wanted()
        self.busy.start("Reading the audit log")
        self._asking.ask(
            lambda ask: ask(audit_log.page, wanted),
            lambda found: self._show(found, wanted),
            self._not_read,
            is_patient=True,
        )

    def open_entry(self, row: object) -> None:
        """Show an entry whole. That it was looked at is written down: it may say what stands in a record."""
        if not isinstance(row, Line):
            return
        try:
            found = self.workplace.operations.look(audit_changes.detail, row.number)
        except UserError as error:
            self._refuse(str(error))
            return
        EntryDialog(self, found).exec()

    def check_log(self) -> None:
        """Read the whole log again off the screen's thread, and keep what was found."""
        door, operations = self.workplace.door, self.workplace.operations
        if self._is_checking or door is None:
            return

        def work() -> LogCheck:
            found: LogCheck = operations.ask(log_check.check, door.audit_key)
            operations.work(log_check.keep, found)
            return found

        self._is_checking = True
        self.check.setEnabled(False)
        self.busy.start("Checking the whole log")
        self.workplace.run(work, self._know_check, self._not_checked)

    def export_log(self) -> None:
        """Ask why, and write the entries that are wanted into a file."""
        wanted = self._wanted()
        stated = (audit_log.in_words(wanted, self._names), "Newest first")
        dialog = ExportDialog(
            self.workplace, audit_export.NAME, audit_export.COLUMNS, audit_export.rows_of(wanted), stated, self,
            service=audit_export,
        )  # fmt: skip
        dialog.said.connect(self.said)
        dialog.open()

    # Behind it

    def _wanted(self) -> Wanted:
        person = self.who.value()
        return Wanted(
            self.since.value(),
            self.until.value(),
            int(person) if person else None,
            self.what.value(),
            self.child.text(),
        )

    def _first_facts(self) -> tuple[tuple[tuple[int, str], ...], str]:
        ask = self.workplace.operations.ask
        return ask(audit_log.everybody), ask(log_check.last)

    def _know_first(self, held: tuple[tuple[tuple[int, str], ...], str]) -> None:
        if not isValid(self):
            return
        people, last = held
        self._names = dict(people)
        for number, name in people:
            self.who.addItem(name, str(number))
        self._checked = self._checked or last
        self._say()

    def _show(self, found: Page, wanted: Wanted) -> None:
        self.busy.stop()
        self.problem.hide()
        self._put(found.lines, found.after)
        self._count = ""
        self._say()
        self._counting.ask(lambda ask: ask(audit_log.count, wanted), self._counted)

    def _counted(self, many: int) -> None:
        self._count = f"{many:,} {'entry' if many == 1 else 'entries'}"
        self._say()
        announce(self.summary, self._count)

    def _ask_more(self) -> None:
        wanted, after, at = self._wanted(), self._after, self.table.currentIndex().row()

        def show(found: Page) -> None:
            self.busy.stop()
            self._put((*self._lines, *found.lines), found.after)
            self.table.choose(max(at, 0))
            self.table.setFocus()

        self.busy.start("Reading older entries")
        self._asking.ask(lambda ask: ask(audit_log.page, wanted, after=after), show, self._not_read)

    def _put(self, lines: tuple[Line, ...], after: Any) -> None:
        self._lines, self._after = lines, after
        self.model.set_rows(lines)
        self.more.setVisible(after is not None)
        self.export.setEnabled(bool(lines))
        if not lines:
            self.empty.say("No entries match these filters.", (("Show the last 30 days", self._show_usual),))
        self.body.setCurrentWidget(self.table if lines else self.empty)

    def _show_usual(self) -> None:
        today = self.workplace.today()
        self.since.set_value(today - timedelta(days=_DAYS))
        self.until.set_value(today)
        for control in (self.who, self.what):
            control.blockSignals(True)
            control.set_value("")
            control.blockSignals(False)
        self.child.clear()
        self.ask()
        self.table.setFocus()

    def _say(self) -> None:
        shown = (
            f"Showing {len(self._lines):,} of {self._count}"
            if self._after is not None and self._count
            else self._count
        )
        parts = (shown, self._checked or _NEVER, _READ_ONLY.removesuffix("."))
        self.summary.setText(". ".join(part for part in parts if part) + ".")
        self.state.setVisible(bool(self._checked))
        if self._checked:
            show_status(self.state, "met" if self._checked.startswith("Log is intact") else "fix")

    def _know_check(self, found: LogCheck) -> None:
        self._end_check()
        self._checked = found.words
        self._say()
        self._refuse("")
        if found.notes and not found.faults:
            more = f" And {len(found.notes) - 1:,} more." if len(found.notes) > 1 else ""
            self._refuse(f"{found.notes[0]}{more} A clock was put back: no fault of the log.", tone="")
        if found.faults:
            more = f" And {len(found.faults) - 5:,} more." if len(found.faults) > 5 else ""
            self._refuse(f"{' '.join(found.faults[:5])}{more} Stop working in this file, and ask IT.")
        announce(self.summary, found.words, urgent=bool(found.faults))

    def _not_checked(self, error: UserError) -> None:
        self._end_check()
        self._refuse(str(error))

    def _end_check(self) -> None:
        if isValid(self):
            self._is_checking = False
            self.check.setEnabled(True)
            self.busy.stop()

    def _not_read(self, error: UserError) -> None:
        self.busy.stop()
        self._refuse(str(error))

    def _refuse(self, words: str, tone: str = "overdue") -> None:
        self.problem.set_tone(tone)
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        if words:
            announce(self.problem, words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_filters"):
            self._fit()

    def _fit(self) -> None:
        """In large text the filters give way to rows until they are asked for."""
        is_large = theme.current().text_percent >= LARGE
        self.fold.setVisible(is_large)
        self._filters.setVisible(not is_large or self.fold.isChecked())
        fit(self.table)


def _beside(*buttons: QWidget) -> QWidget:
    """Return the buttons of a tab on one line."""
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().space(2))
    for button in buttons:
        row.addWidget(button)
    return held


def _pair(words: str, control: QWidget) -> QWidget:
    """Return a filter with its words before it; they stay together on a line."""
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().space(2))
    caption = label(words)
    caption.setBuddy(control)
    row.addWidget(caption)
    row.addWidget(control)
    return held
