"""S23, step 5: what was done, what was not, and what these children need next."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from lac_tracker.domain.imports import ImportReport
from lac_tracker.domain.list_import import ListReport
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, set_tooltip
from lac_tracker.ui.screens.import_draft import Draft, children_words, rows_words
from lac_tracker.ui.screens.import_letter_making import Letters
from lac_tracker.ui.screens.import_steps import Notice, Step
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.workplace import Workplace

_WORDS = 34  # characters: from there on the buttons stand
_MOST_NAMED = 5  # lines of the file that are named one by one


class FinishStep(Step):
    """Signals:
    list_wanted: the rows that were set aside are asked for.
    left_out_wanted: they are wanted as a file.
    went: another screen is asked for; carries its name.
    compare_wanted: the differences that were not taken are asked for.
    said: something was done; carries the words for the message bar.
    """

    compare_wanted = Signal()
    list_wanted = Signal()
    left_out_wanted = Signal()
    went = Signal(str)
    said = Signal(str)

    def __init__(self, draft: Draft, workplace: Workplace) -> None:
        super().__init__(draft)
        self._workplace = workplace
        self.report: ListReport | ImportReport | None = None
        self.result = PlainLabel(type="h2", wraps=True)
        self.result.setObjectName("imp.result")
        self.created, self.updated = Notice("imp.created", "added"), Notice("imp.updated", "altered")
        self.left_care, self.same = Notice("imp.leftCare", "left_care"), Notice("imp.same", "unchanged")
        self.later, self.not_taken = Notice("imp.later", "asked"), Notice("imp.notTaken", "not_needed")
        self.differences = Notice("imp.differences", "to_decide")
        self.appointment = Notice("imp.noAppointment", "to_decide")
        self.open_list = _button("Open list", "imp.openList", "The rows that were set aside with this import")
        self.open_list.clicked.connect(lambda _checked=False: self.list_wanted.emit())
        self.left_out = _button(
            "Save list of rows left out",
            "imp.leftOut",
            "A file to send back to the council, with the reasons",
        )
        self.left_out.clicked.connect(lambda _checked=False: self.left_out_wanted.emit())
        self.to_book = _button("Open Waiting to book", "imp.toBook", "Everyone who needs an appointment")
        self.to_book.clicked.connect(lambda _checked=False: self.went.emit("clinics"))
        self.to_overdue = _button(
            "Open Overdue", "imp.toOverdue", "What is due for these and all other children"
        )
        self.to_overdue.clicked.connect(lambda _checked=False: self.went.emit("overdue"))
        self.compare = _button(
            "Open the comparison", "imp.toCompare", "What the list says otherwise, to resolve one by one"
        )
        self.compare.clicked.connect(lambda _checked=False: self.compare_wanted.emit())
        self.letters = Letters(workplace, self)
        self.letters.said.connect(self.said)
        self._lay_out()

    def _lay_out(self) -> None:
        """Words on the left, what can be done about them beside, or below in large text."""
        space, large = theme.current().space, theme.current().text_percent >= LARGE
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(4))
        grid.setVerticalSpacing(space(2))
        grid.setColumnMinimumWidth(0, 0 if large else theme.current().characters(_WORDS))
        grid.setColumnStretch(2, 1)
        lines: tuple[tuple[QWidget, QWidget | None], ...] = (
            (self.created, None), (self.updated, None), (self.left_care, None), (self.later, self.open_list),
            (self.not_taken, self.left_out), (self.same, None), (self.differences, self.compare), (self.letters.count, self.letters.buttons),
            (self.letters.about, None), (self.appointment, self.to_book), (self.to_overdue, None),
        )  # fmt: skip
        for row, (words, button) in enumerate(lines):
            if button is None:
                side = Qt.AlignmentFlag.AlignLeft if words is self.to_overdue else Qt.AlignmentFlag(0)
                grid.addWidget(words, 2 * row, 0, 1, 3, side)
                continue
            grid.addWidget(words, 2 * row, 0, 1, 3 if large else 1, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(button, 2 * row + large, 0 if large else 1, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.result)
        self.column.addLayout(grid)
        self.column.addStretch()

    def show_list(self, report: ListReport, draft: Draft, at: datetime) -> None:
        """Show what the import of a list did."""
        self.report = report
        taken = report.created + report.updated + report.left_care
        self._say_result(f"Imported {rows_words(taken)} from {report.file}", at)
        clocks = f" 28-day clocks have started: {report.clock_words}" if report.clock_words else ""
        self.created.say(
            f"{report.created:,} new {'child' if report.created == 1 else 'children'}.{clocks}"
            if report.created
            else ""
        )
        what = f": {report.changed_words}" if report.changed_words else ""
        self.updated.say(f"{children_words(report.updated)} updated{what}" if report.updated else "")
        self.left_care.say(
            f"{children_words(report.left_care)} left care; their clocks have stopped"
            if report.left_care
            else ""
        )
        self.later.say(f"{report.later:,} left for later (close match)" if report.later else "")
        self.not_taken.say(_not_taken(report.left_out, report.refused, draft))
        self.same.say(f"{report.unchanged:,} unchanged" if report.unchanged else "")
        count = report.differences
        differ = "1 difference was" if count == 1 else f"{count:,} differences were"
        self.differences.say(f"{differ} not taken" if count else "")
        self._offer(report.no_appointment)

    def show_return(self, report: ImportReport, at: datetime) -> None:
        """Show what the import of a return did."""
        self.report = report
        taken = report.children_created + report.children_updated
        self._say_result(
            f"Imported {children_words(taken)} from {len(report.files)} {'file' if len(report.files) == 1 else 'files'}",
            at,
        )
        self.created.say(
            f"{report.children_created:,} new, with {report.episodes_created:,} new episodes" if taken else ""
        )
        self.updated.say(
            f"{children_words(report.children_updated)} updated" if report.children_updated else ""
        )
        refused = len(report.rows_refused)
        self.not_taken.say(f"{rows_words(refused)} left out: they could not be read" if refused else "")
        self.same.say(f"{report.children_unchanged:,} unchanged" if report.children_unchanged else "")
        for line in (self.left_care, self.later, self.differences):
            line.say("")
        self._offer(0)

    @property
    def import_id(self) -> int | None:
        """Which import it was; None where nothing was written."""
        return self.report.import_id if self.report is not None else None

    def take_focus(self) -> bool:
        """What these children need first, where they need something."""
        if self.letters.make.isVisibleTo(self) and not self.letters.is_running:
            self.letters.make.setFocus()
            return True
        return False

    def _say_result(self, words: str, at: datetime) -> None:
        self.result.setText(f"{words} at {at.astimezone():%H:%M}")

    def _offer(self, no_appointment: int) -> None:
        """Offer what comes next. Letters for children without names, as those of a return, would be of no use."""
        waiting = self.report.no_consent if isinstance(self.report, ListReport) else 0
        self.letters.show_import(self.import_id, waiting)
        self.appointment.say(
            f"{no_appointment:,} {'needs' if no_appointment == 1 else 'need'} an appointment"
            if no_appointment
            else ""
        )
        self.to_book.setVisible(no_appointment > 0)
        self.open_list.setVisible(not self.later.isHidden())
        self.compare.setVisible(not self.differences.isHidden())
        self.left_out.setVisible(isinstance(self.report, ListReport) and not self.not_taken.isHidden())
        self.to_overdue.setVisible(isinstance(self.report, ImportReport))


def _button(words: str, name: str, why: str) -> PlainButton:
    button = PlainButton(words, "row", name=name)
    set_tooltip(button, why)
    return button


def _not_taken(left_out: int, refused: int, draft: Draft) -> str:
    """'2 left out (rows 9 and 12)': by a person, or because they can't be read."""
    count = left_out + refused
    if not count:
        return ""
    lines = [str(row.line) for group in ("left_out", "refused") for row in draft.rows(group) if row.line]
    if not lines or len(lines) > _MOST_NAMED:
        return f"{count:,} left out"
    named = lines[0] if len(lines) == 1 else f"{', '.join(lines[:-1])} and {lines[-1]}"
    return f"{count:,} left out ({'row' if len(lines) == 1 else 'rows'} {named})"
