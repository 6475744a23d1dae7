"""What a form has to tell about single answers: copied and to be checked, changed by others, of an older form."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from lac_tracker.services import answer_conflicts, last_time
from lac_tracker.services.answer_conflicts import OldAnswer
from lac_tracker.services.assessments import AssessmentForEntry
from lac_tracker.ui import theme
from lac_tracker.ui.forms.form_editor import FormEditor
from lac_tracker.ui.forms.section_page import Note
from lac_tracker.ui.messages import announce
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.answer_conflict import NONE, AnswersDiffer
from lac_tracker.ui.screens.answer_saving import AnswerSaving
from lac_tracker.ui.screens.assessment_side import AssessmentSide
from lac_tracker.ui.screens.old_answers import OldAnswersDialog

_PAUSE_MS = 1_000  # a choice is asked for when the person has stopped typing for so long


class AssessmentNotices(QFrame):
    """A bar above the form while something waits for a decision, and remarks below the questions concerned.

    Signals:
        joined: a decision was taken: the form has to show the answers anew.
    """

    joined = Signal()

    def __init__(
        self,
        operations: Operations,
        entry: AssessmentForEntry,
        editor: FormEditor,
        saving: AnswerSaving,
        side: AssessmentSide,
    ) -> None:
        super().__init__()
        self.setObjectName("form.notices")
        self.setProperty("bar", "info")
        self._operations, self._entry = operations, entry
        self._editor, self._saving, self._side = editor, saving, side
        self._old: tuple[OldAnswer, ...] = ()
        self._asking = False  # the choice is open
        self._words = PlainLabel(wraps=True)
        self._words.setObjectName("form.notices.words")
        self._choose = PlainButton("Choose which to keep", "row", name="form.conflicts")
        self._choose.clicked.connect(lambda _checked=False: self.ask())
        self._look = PlainButton("Look at old answers", "row", name="form.oldAnswers")
        self._look.clicked.connect(lambda _checked=False: self.show_old())
        space = theme.current().space
        row = QHBoxLayout(self)
        row.setContentsMargins(space(4), space(1), space(4), space(1))
        row.setSpacing(space(2))
        row.addWidget(self._words, 1)
        for button in (self._choose, self._look):
            row.addWidget(button)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask_when_quiet)
        saving.conflicted.connect(self._tell_conflict)
        if not entry.is_read_only and entry.may_answer:
            self._old = operations.ask(answer_conflicts.old_answers, entry.id)
        self.hide()  # until it has its place: `refresh` decides

    def refresh(self) -> None:
        """Bring bar and remarks up to date."""
        if self._entry.is_read_only or not self._entry.may_answer:
            self.hide()
            return
        notes: dict[str, Note] = {}
        for question_id in self._operations.ask(last_time.unconfirmed, self._entry.id):
            notes[question_id] = (
                "Copied from last time. Change it, or confirm that it is still right, before signing.",
                "Still right",
                partial(self._confirm, question_id),
            )
        for old in self._old:
            says = f"The form was changed. Before, this was answered: {old.words}"
            notes[old.question_id] = (says, "Set aside", self.show_old)
        for one in self._saving.conflicts:
            who = one.theirs_by or "Someone"
            at = f" at {one.theirs_at.astimezone():%H:%M}" if one.theirs_at else ""
            says = f"{who} answered this differently{at}: {one.theirs or NONE}\nSet aside: {one.mine or NONE}"
            notes[one.question_id] = (says, "Choose", self.ask)
        self._editor.set_notes(notes)
        self._say_bar()

    def ask(self) -> None:
        """Open the choice between the answers that are different."""
        if not self._saving.conflicts or self._asking:
            return
        self._pause.stop()
        self._asking = True
        dialog = AnswersDiffer(
            self._page(),
            self._operations,
            self._entry.id,
            self._entry.kind,
            self._entry.banner,
            self._saving.conflicts,
        )
        dialog.used.connect(self._decided)
        dialog.finished.connect(self._asked)
        dialog.open()

    def _asked(self, _result: int) -> None:
        self._asking = False

    def show_old(self) -> None:
        """Open the choice about answers that the form no longer takes."""
        dialog = OldAnswersDialog(self._page(), self._operations, self._entry.id, self._old)
        dialog.taken_out.connect(self._put_aside)
        dialog.open()

    def _tell_conflict(self, _question_id: str) -> None:
        self.refresh()
        announce(self, self._words.text(), urgent=True)
        self._pause.start()

    def _ask_when_quiet(self) -> None:
        if self._asking:
            return
        if self._editor.is_typing or QApplication.activeModalWidget() is not None:
            self._pause.start()
        elif self.isVisible() and self._saving.conflicts:
            self.ask()

    def _decided(self) -> None:
        self._saving.decided()
        self.joined.emit()
        self.refresh()

    def _put_aside(self) -> None:
        self._old = self._operations.ask(answer_conflicts.old_answers, self._entry.id)
        self._side.refresh()
        self.joined.emit()
        self.refresh()

    def _confirm(self, question_id: str) -> None:
        self._editor.flush()
        if self._operations.do(last_time.confirm, self._entry.id, question_id) is not None:
            announce(self, "Confirmed.")
            self.refresh()
            self._editor.go_to(question_id)

    def _page(self) -> QWidget:
        """What dialogs stand over: not this bar, whose colours they would take on."""
        page = self.parentWidget()
        assert page is not None
        return page

    def _say_bar(self) -> None:
        differ, old = len(self._saving.conflicts), len(self._old)
        parts = []
        if differ:
            answers = "1 answer is" if differ == 1 else f"{differ} answers are"
            parts.append(f"Someone else changed this while you were working: {answers} different.")
        if old:
            answers = "1 answer no longer fits" if old == 1 else f"{old} answers no longer fit"
            parts.append(f"The form was changed: {answers}.")
        self._words.setText(" ".join(parts))
        self._choose.setVisible(bool(differ))
        self._look.setVisible(bool(old))
        self.setVisible(bool(parts))
