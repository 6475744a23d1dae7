"""The odd looks of a week: which looks somebody should ask about, and that somebody did."""

from datetime import timedelta

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.odd_looks import NOTE, week_of
from lac_tracker.services import odd_looks
from lac_tracker.services.odd_looks import OddLine, OddWeek
from lac_tracker.ui import theme
from lac_tracker.ui.asking import Asking
from lac_tracker.ui.messages import announce
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, set_tooltip
from lac_tracker.ui.screens.dialog_fields import long_text
from lac_tracker.ui.screens.record_dialog import Runs
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.screens.work_dialog import WorkDialog
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.empty_state import EmptyState
from lac_tracker.ui.widgets.row_table import RowTable
from lac_tracker.ui.workplace import Workplace

_WEEK = timedelta(days=7)


def _at(row: OddLine) -> str:
    first = f"{show_date(row.first_at.date())} {row.first_at:%H:%M}"
    return first if row.times == 1 else f"{first}, {row.times} times"


COLUMNS: tuple[Column[OddLine], ...] = (
    Column("Who looked", lambda row: row.person, sort=lambda row: row.person.casefold(), width=18, strong=True),
    Column("Record", lambda row: row.record, sort=lambda row: row.record.casefold(), width=18, wraps=True),
    Column("When", _at, sort=lambda row: row.first_at, width=22, wraps=True, sorted_words=("earliest first", "latest first")),
    Column("Why to ask", lambda row: ". ".join(row.why), width=40, wraps=True, detail=lambda row: ". ".join(row.why)),
)  # fmt: skip


class OddLooks(QFrame):
    """Signals:
    said: words for the message bar.
    helped: what the line of help should say about the current row.
    """

    said = Signal(str)
    helped = Signal(str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("aud.odd")
        self.workplace = workplace
        self._asking = Asking(self, workplace)
        self._day = week_of(workplace.today())[0] - _WEEK  # the last week that is over
        self._held: OddWeek | None = None
        self.week = PlainLabel("", type="strong")
        self.week.setObjectName("aud.odd.week")
        self.before = PlainButton("Week before", name="aud.odd.before")
        self.after = PlainButton("Week after", name="aud.odd.after")
        self.done = PlainButton("Gone through", "primary", name="aud.odd.done")
        set_tooltip(self.week, NOTE)
        set_tooltip(self.done, "Write down that these were asked about, and what came of it (Ctrl+Enter)")
        self.reviewed = hint("")
        self.reviewed.setObjectName("aud.odd.reviewed")
        self.note = hint(NOTE)
        self.busy = Busy(name="aud.odd.busy")
        self.problem = PlainLabel("", type="strong", tone="overdue", wraps=True)
        self.problem.setObjectName("aud.odd.problem")
        self.problem.hide()
        self.model: RowModel[OddLine] = RowModel(COLUMNS)
        self.table = RowTable(self.model, label="Odd looks", name="aud.odd.table", shares=True, most_lines=4)
        self.empty = EmptyState("aud.odd.empty")
        self.before.clicked.connect(lambda _checked=False: self._go(-_WEEK))
        self.after.clicked.connect(lambda _checked=False: self._go(_WEEK))
        self.done.clicked.connect(lambda _checked=False: self.go_through())
        self.table.chosen.connect(lambda row: self.helped.emit(_about(row)))
        self._lay_out()
        self._fit()
        self.ask()

    def _lay_out(self) -> None:
        space = theme.current().space
        head = QHBoxLayout()
        head.setSpacing(space(3))
        head.addWidget(self.week)
        for button in (self.before, self.after):
            head.addWidget(button)
        head.addWidget(self.busy)
        head.addStretch(1)
        self.buttons = QWidget()  # beside the tabs
        held = QHBoxLayout(self.buttons)
        held.setContentsMargins(0, 0, 0, 0)
        held.addStretch(1)
        held.addWidget(self.done)
        self.body = QStackedWidget()
        self.body.addWidget(self.table)
        self.body.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addLayout(head)
        column.addWidget(self.reviewed)
        column.addWidget(self.problem)
        column.addWidget(self.body, 1)
        column.addWidget(self.note)

    # What the section asks

    def focus_first(self) -> None:
        (self.table if self.model.rowCount() else self.before).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        return (self.before, *((self.table,) if self.model.rowCount() else ()), self.done)

    def run_command(self, name: str) -> bool:
        match name:
            case "view.refresh":
                self.ask()
            case "edit.primary":
                self.go_through()
            case _:
                return False
        return True

    @property
    def is_waiting(self) -> bool:
        """Whether the week is still being read."""
        return self._asking.is_waiting

    def ask(self) -> None:
        """Read the week again."""
        day, today = self._day, self.workplace.today()
        self.busy.start("Going through the looks of the week")
        self._asking.ask(
            lambda ask: ask(odd_looks.week, day, today=today), self._show, self._refused, is_patient=True
        )

    def go_through(self) -> None:
        """Ask what came of it, and write down that the week was gone through."""
        if self._held is None or not self.done.isEnabled():
            return
        dialog = GoneThrough(self, self.workplace, self._held)
        dialog.said.connect(self.said)
        dialog.accepted.connect(self.ask)
        dialog.open()

    # Behind it

    def _go(self, step: timedelta) -> None:
        self._day += step
        self.ask()

    def _show(self, held: OddWeek) -> None:
        self.busy.stop()
        self.problem.hide()
        self._held = held
        self.week.setText(f"Week {show_date(held.first_day)} to {show_date(held.last_day)}")
        self.model.set_rows(held.lines)
        self.body.setCurrentWidget(self.table if held.lines else self.empty)
        self.empty.say(
            f"No odd looks among the {held.looks:,} of this week."
            if held.looks
            else "Nobody opened a record in this week."
        )
        is_over = held.last_day < self.workplace.today()
        self.after.setEnabled(held.first_day + _WEEK <= self.workplace.today())
        self.done.setEnabled(is_over and decide(self.workplace.actor, Action.REVIEW_LOOKS).allowed)
        self.reviewed.setText(_reviewed(held, is_over=is_over))
        announce(self.week, f"{self.week.text()}: {len(held.lines)} to ask about")

    def _refused(self, error: UserError) -> None:
        self.busy.stop()
        self.problem.setText(f"{str(error).removesuffix('.')}.")
        self.problem.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "table"):
            self._fit()

    def _fit(self) -> None:
        """In large text the rows have the height; what the rules are is the help of the week's name then."""
        self.note.setVisible(theme.current().text_percent < LARGE)
        self.table.fit()


class GoneThrough(WorkDialog):
    """That a week's odd looks were asked about, and what came of it."""

    def __init__(self, parent: QWidget, workplace: Workplace, held: OddWeek) -> None:
        many = len(held.lines)
        own = f" {held.own} of them are your own: have somebody else ask about those." if held.own else ""
        super().__init__(
            parent, workplace, "Gone through the odd looks", None,
            explanation=f"{show_date(held.first_day)} to {show_date(held.last_day)}: {many} to ask about.{own}",
            verbs=("Cancel", "Write it down"), names=("aud.odd.cancel", "aud.odd.save"),
        )  # fmt: skip
        self.setObjectName("aud.odd.dialog")
        self._held = held
        self.note = long_text("aud.odd.note", lines=4)
        self.add("Note", self.note, hint="What you asked, whom, and what came of it.", optional=not many)
        self.ready()

    def commands(self) -> Runs:
        given = {"found": len(self._held.lines), "today": self.workplace.today()}
        return [(odd_looks.gone_through, (self._held.first_day, self.note.toPlainText()), given)]

    def told(self) -> tuple[str, None]:
        return "Written down that you went through the odd looks.", None


def _about(row: object) -> str:
    if not isinstance(row, OddLine):
        return ""
    return f"{row.person}, {row.record}: ask why. A question, not an accusation"


def _reviewed(held: OddWeek, *, is_over: bool) -> str:
    if not held.reviews:
        return "Nobody has gone through this week yet." if is_over else "This week is not over yet."
    last = held.reviews[0]
    at = last.at.astimezone()
    said = f"Gone through by {last.by} on {show_date(at.date())} {at:%H:%M}, {last.found} found"
    return f"{said}. {last.note}" if last.note else f"{said}."
