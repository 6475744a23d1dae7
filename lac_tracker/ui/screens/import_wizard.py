"""S23 Import: a council's list or return in five steps. Nothing is saved before the last Continue."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lac_tracker.domain.errors import PasswordNeeded, UserError
from lac_tracker.domain.imports import ImportReport
from lac_tracker.domain.list_import import ListReport, Matching, Preview
from lac_tracker.services.changes import Changes
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainDialog, hint
from lac_tracker.ui.screens import import_reading
from lac_tracker.ui.screens.import_check import CheckStep
from lac_tracker.ui.screens.import_choose import ChooseStep, file_words
from lac_tracker.ui.screens.import_decide import DecideStep
from lac_tracker.ui.screens.import_draft import Draft
from lac_tracker.ui.screens.import_finish import FinishStep
from lac_tracker.ui.screens.import_footer import WizardFooter
from lac_tracker.ui.screens.import_match import MatchStep
from lac_tracker.ui.screens.import_reading import Work
from lac_tracker.ui.screens.import_steps import (
    CHECK,
    CHOOSE,
    DECIDE,
    FINISH,
    MATCH,
    STEPS,
    ImportedAgain,
    Step,
)
from lac_tracker.ui.screens.import_work import OneJob
from lac_tracker.ui.screens.record_page import LARGE, reveal_focus, scroll_area
from lac_tracker.ui.screens.set_up_list import StepList
from lac_tracker.ui.workplace import Workplace

_SIDE = 26  # characters


class ImportWizard(QFrame):
    """Leaving the screen keeps everything; Back keeps what was entered.

    Signals:
        placed: another step is shown; carries 'Step 3 of 5: Check'.
        went: another screen is asked for; carries its name.
        said: something was done; carries the words for the message bar.
        helped: the line of help below should say this.
        undo_wanted: the import that was just made is to be undone; carries its id.
        list_wanted: the rows it set aside are asked for; carries its id.
        left_out_wanted: they are wanted as a file; carries its id.
        compare_wanted: the differences that were not taken are asked for.
    """

    placed = Signal(str)
    went = Signal(str)
    said = Signal(str)
    helped = Signal(str)
    undo_wanted = Signal(int)
    list_wanted = Signal(int)
    left_out_wanted = Signal(int)
    compare_wanted = Signal()

    def __init__(self, workplace: Workplace, councils: tuple[str, ...]) -> None:
        super().__init__()
        self.setProperty("region", "page")
        self.workplace = workplace
        self.draft = Draft("")
        self._paths: list[Path] = []
        self._matched_for = ""  # the council the columns were matched for
        self.job = OneJob(workplace, self)
        self.choose, self.match = ChooseStep(self.draft, councils), MatchStep(self.draft)
        self.check, self.decide = CheckStep(self.draft), DecideStep(self.draft)
        self.finish = FinishStep(self.draft, workplace)
        self.steps: tuple[Step, ...] = (self.choose, self.match, self.check, self.decide, self.finish)
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(scroll_area(step))
            step.changed.connect(self._show_buttons)
            step.helped.connect(self.helped)
        self.names = StepList(list(STEPS), name="imp")
        self.names.chosen.connect(self._go_back_to)
        self.about = hint("")
        self.about.setObjectName("imp.about")
        self.side = QWidget()
        self.again = ImportedAgain()
        self.again.open_wanted.connect(self.list_wanted)
        self.footer = WizardFooter()
        self._connect()
        self._lay_out()
        self._fit()
        self._show(CHOOSE, focus=False)

    def _connect(self) -> None:
        self.choose.picked.connect(self._pick)
        self.choose.password_given.connect(self._open_with)
        self.check.again.connect(self._look_again)
        self.decide.all_seen.connect(self.footer.next.setFocus)
        self.finish.went.connect(self.went)
        self.finish.said.connect(self.said)
        self.finish.compare_wanted.connect(self.compare_wanted)
        self.finish.list_wanted.connect(lambda: self._tell(self.list_wanted))
        self.finish.left_out_wanted.connect(lambda: self._tell(self.left_out_wanted))
        footer = self.footer
        self.job.began.connect(footer.begin)
        self.job.ended.connect(footer.end)
        footer.stopped.connect(self.stop)
        footer.back.clicked.connect(lambda _checked=False: self.go_back())
        footer.cancel.clicked.connect(lambda _checked=False: self.ask_to_cancel())
        footer.next.clicked.connect(lambda _checked=False: self.go_on())
        footer.undo.clicked.connect(lambda _checked=False: self._tell(self.undo_wanted))

    def _lay_out(self) -> None:
        space = theme.current().space
        side = QVBoxLayout(self.side)
        side.setContentsMargins(space(6), space(2), 0, space(4))
        side.setSpacing(space(4))
        side.addWidget(self.names)
        side.addWidget(self.about)
        side.addStretch()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.side)
        middle.addWidget(self.stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.again)
        whole.addLayout(middle, 1)
        whole.addWidget(self.footer)

    # What the screen asks

    def focus_first(self) -> None:
        """Put the keyboard where this step needs it; what has it is brought into view."""
        if not self.steps[self.here].take_focus():
            self.footer.next.setFocus() if self.footer.next.isEnabled() else self.footer.back.setFocus()
        reveal_focus(self)

    def regions(self) -> tuple[QWidget, ...]:
        return (self.steps[self.here], self.footer)

    @property
    def here(self) -> int:
        """The number of the step that is shown."""
        return self.stack.currentIndex()

    @property
    def place_words(self) -> str:
        return f"Step {self.here + 1} of {len(STEPS)}: {STEPS[self.here]}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.job.is_running:
            self.stop()
        elif event.key() == Qt.Key.Key_Escape and self.here in (MATCH, CHECK, DECIDE):
            self.go_back()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "footer"):
            self._fit()

    # Going on, back, and away

    def go_on(self) -> None:
        """Continue, when this step has what it needs; else say what is missing."""
        if self.job.is_running or not self.footer.next.isEnabled():
            return
        step = self.steps[self.here]
        if words := step.problem():
            self.footer.say_problem(f"{words}.")
            step.take_focus()
            return
        if self.here == CHOOSE:
            self._from_file()
        elif self.here == MATCH:
            self._look()
        elif self.here == CHECK and not self.check.pending():
            self._show(DECIDE) if self.draft.close_matches() else self._import()
        elif self.here == DECIDE:
            self._import()
        elif self.here == FINISH:
            self.reset()

    def go_back(self) -> None:
        """Show the step before; what was entered stays."""
        if self.job.is_running or self.here not in (MATCH, CHECK, DECIDE):
            return
        skips = self.here == CHECK and self.draft.received is None
        self._show(CHOOSE if skips else self.here - 1)

    def ask_to_cancel(self) -> None:
        """Give the import up; asks only where something was entered."""
        if self.job.is_running:
            self.stop()
        body = "Nothing is saved yet. What you matched and decided here is given up."
        if not self.draft.is_read or PlainDialog.confirm(
            self, "Cancel this import?", body, "Keep going", "Cancel import"
        ):
            self.reset()

    def reset(self, *, focus: bool = True) -> None:
        """Begin anew, with the same council."""
        self.job.stop()
        self.draft = Draft(self.choose.council_name())
        self._paths = []
        self.choose.forget_password()
        for step in self.steps:
            step.show_draft(self.draft)
        self._show(CHOOSE, focus=focus)

    def stop(self) -> None:
        """Give up what the worker is doing: what it finds does not count any more."""
        if not self.job.is_running:
            return
        self.job.stop()
        self.footer.say_state("Stopped. Nothing was saved.")
        self.focus_first()

    def _go_back_to(self, number: int) -> None:
        if not self.job.is_running and number < self.here < FINISH:
            self._show(CHOOSE if number == MATCH and self.draft.received is None else number)

    def _tell(self, signal: Any) -> None:
        if self.finish.import_id is not None:
            signal.emit(self.finish.import_id)

    # Reading

    def _pick(self, paths: list[Path]) -> None:
        if self.job.is_running:
            return
        self._paths = list(paths)
        self.choose.forget_password()
        self._read("")

    def _open_with(self, password: str) -> None:
        if password and self._paths and not self.job.is_running:
            self._read(password)

    def _read(self, password: str) -> None:
        paths, workplace = tuple(self._paths), self.workplace
        council = self.choose.council_name()

        def job(work: Work) -> Draft:
            return import_reading.read_draft(paths, workplace, work, council, password)

        self._work("Reading the file", job, self._was_read, self._not_read)

    def _was_read(self, found: Draft) -> None:
        self.choose.forget_password()
        self.draft, self._matched_for = found, found.council
        for step in self.steps:
            step.show_draft(found)
        announce(self, f"{file_words(found)}, {found.size_words}")
        self._show(MATCH) if found.received is not None else self._look()

    def take_up(self, draft: Draft) -> bool:
        """Go through rows that were set aside as through a list that was read; False where another import is on its way."""
        if self.job.is_running or (self.draft.is_read and self.here != FINISH):
            self.said.emit("A new import is on its way. Finish or cancel it first.")
            return False
        self.job.start(
            "Looking up how its columns are matched",
            lambda _work: import_reading.matched(draft, self.workplace),
            lambda found: self._taken_up(draft, found),
            self._refused,
        )
        return True

    def _taken_up(self, draft: Draft, found: tuple[Matching, frozenset[int]]) -> None:
        draft.matching, draft.known_columns = found
        self.choose.council.setEditText(draft.council)
        self._was_read(draft)

    def _not_read(self, error: UserError) -> None:
        """Say why; what was read before it is no longer what was chosen."""
        self.draft = Draft(self.choose.council_name())
        self.choose.show_draft(self.draft)
        self._show_buttons()
        if isinstance(error, PasswordNeeded):
            self.choose.ask_password(str(error))
        else:
            self.choose.show_problem(f"{error}.")

    def _from_file(self) -> None:
        """Go on from a file that was read before: another council may have its columns matched in another way."""
        draft = self.draft
        draft.council = self.choose.council_name()
        if draft.received is None:
            self._look()
        elif draft.council == self._matched_for:
            self._show(MATCH)
        else:
            self._work(
                "Looking up how its columns are matched",
                lambda _work: import_reading.matched(draft, self.workplace),
                self._were_matched,
            )

    def _were_matched(self, found: tuple[Matching, frozenset[int]]) -> None:
        self.draft.matching, self.draft.known_columns = found
        self._matched_for = self.draft.council
        self._show(MATCH)

    # Looking

    def _look(self, then: Callable[[], None] | None = None) -> None:
        draft = self.draft

        def job(_work: Work) -> Preview:
            return import_reading.look(draft, self.workplace)

        def seen(preview: Preview) -> None:
            draft.preview = preview
            if then is None:
                self._show(CHECK)
            else:
                then()

        self._work("Looking what it would do", job, seen)

    def _look_again(self) -> None:
        """A value was corrected: what it comes to is shown, and the keyboard goes to the next row to mend."""

        def shown() -> None:
            self.check.show_draft(self.draft)
            self._show_buttons()
            if not self.check.focus_row():
                self.footer.next.setFocus()

        self._look(shown)

    # Taking in

    def _import(self) -> None:
        draft, workplace = self.draft, self.workplace

        def job(work: Work) -> Changes:
            return import_reading.take_in(draft, workplace, work)

        self._work("Importing", job, self._was_imported)

    def _was_imported(self, changes: Changes) -> None:
        at, report = self.workplace.operations.now(), changes.report
        if isinstance(report, ListReport):
            self.finish.draft = self.draft
            self.finish.show_list(report, self.draft, at)
        elif isinstance(report, ImportReport):
            self.finish.show_return(report, at)
        self._show(FINISH)
        self.said.emit(f"{self.finish.result.text()}.")
        self.workplace.operations.changed.emit(changes)

    def _work(
        self, verb: str, job: Callable[[Work], Any], done: Callable[[Any], None],
        refused: Callable[[UserError], None] | None = None,
    ) -> None:  # fmt: skip
        self.job.start(verb, job, done, refused or self._refused)

    def _refused(self, error: UserError) -> None:
        self.footer.say_problem(f"{error}.")
        self.focus_first()

    # How it looks

    def _show(self, number: int, *, focus: bool = True) -> None:
        self.stack.setCurrentIndex(number)
        self.footer.say_problem("")
        self.steps[number].show_draft(self.draft)
        skipped = {MATCH} if self.draft.staged is not None else set()
        if number > DECIDE and not self.draft.close_matches():
            skipped.add(DECIDE)
        self.names.show_step(number, can_go_back=number < FINISH, not_needed=skipped)
        self.again.show_before(self.draft.before if number in (MATCH, CHECK) else None)
        council = f"\n{self.draft.council}" if self.draft.is_read else ""
        self.about.setText(
            f"{file_words(self.draft)}\n{self.draft.size_words}{council}" if self.draft.is_read else ""
        )
        self._show_buttons()
        self.placed.emit(self.place_words)
        if focus:
            self.focus_first()
            announce(self, self.place_words)

    def _show_buttons(self) -> None:
        self.footer.show_step(self.here, self.draft, can_undo=self.finish.import_id is not None)

    def _fit(self) -> None:
        """In large text the steps are only the words at the top, so that the rows have the width."""
        self.side.setVisible(theme.current().text_percent < LARGE)
        self.side.setFixedWidth(theme.current().characters(_SIDE))
