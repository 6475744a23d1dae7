"""Shows any form, one section at a time, and tells what was answered."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from lac_tracker.domain import forms
from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.forms import Form, Gap
from lac_tracker.domain.questions import Answers, Value, words
from lac_tracker.ui.forms.form_pages import FormPages
from lac_tracker.ui.forms.section_list import SectionLine
from lac_tracker.ui.forms.section_page import SectionPage

QUIET_MS = 800  # an answer is told after so long without a key
LATEST_MS = 1400  # and never later than this after the first: saved well within the two seconds we promise


class FormEditor(FormPages):
    """A form being filled in, or read.

    Signals:
        answered: a question was answered; carries its id and the value to keep, None for none.
    """

    answered = Signal(str, object)

    def __init__(
        self,
        form: Form,
        answers: Answers,
        facts: Mapping[str, str],
        circumstances: Circumstances,
        *,
        read_only: bool = False,
        extras: Mapping[str, Callable[[], QWidget]] | None = None,
        below: Mapping[str, Callable[[], QWidget]] | None = None,
        before: Mapping[str, Callable[[], QWidget]] | None = None,
        plan_items: int = 0,
        last_plan: tuple[int, int] = (0, 0),
    ) -> None:
        """facts: forms.child_facts. extras: section id → a widget of the screen put before its questions; below: after.

        before: question id → one put just before it.
        """
        super().__init__(
            form, answers, facts, circumstances,
            read_only=read_only, extras=extras or {}, below=below or {}, before=before or {},
        )  # fmt: skip
        self._plan_items, self._last_plan = plan_items, last_plan
        self._unsettled: dict[str, None] = {}  # ordered: told in the order in which they were touched
        self._quiet, self._latest = self._timer(QUIET_MS), self._timer(LATEST_MS)
        self._fit()
        self.show_section(form.sections[0].id)

    # What the screen asks and tells

    def answers(self) -> dict[str, Value]:
        """Return the answers as they stand, those told included."""
        return dict(self._answers)

    @property
    def is_typing(self) -> bool:
        """Whether something was typed that is not yet told."""
        return bool(self._unsettled)

    @property
    def unsettled(self) -> frozenset[str]:
        """The questions in which something was typed that is not yet told."""
        return frozenset(self._unsettled)

    def take_answers(self, answers: Answers) -> tuple[str, ...]:
        """Show answers that came from elsewhere; what is being typed stays. Return which questions changed."""
        changed = []
        for question_id in {*self._answers, *answers} - set(self._unsettled):
            value = answers.get(question_id)
            if self._answers.get(question_id) == value:
                continue
            changed.append(question_id)
            if value is None:
                del self._answers[question_id]
            else:
                self._answers[question_id] = value
            for page in self._pages.values():
                if question_id in page.editors:
                    page.show_answer(question_id, value)
        if changed:
            self._refresh()
        return tuple(changed)

    def put_answer(self, question_id: str, value: Value | None) -> None:
        """Show one answer that was decided elsewhere, whatever is typed there."""
        self._unsettled.pop(question_id, None)
        self.take_answers(
            {**self._answers, question_id: value}
            if value is not None
            else {key: held for key, held in self._answers.items() if key != question_id}
        )

    def flush(self) -> None:
        """Tell at once what was typed and not yet told: before leaving, locking and closing."""
        for question_id in tuple(self._unsettled):
            self._settle(question_id)

    def set_plan_items(self, count: int) -> None:
        """Say how many outcomes the plan holds, for the state of its section."""
        self._plan_items = count
        self._refresh()

    def set_last_plan(self, marked: int, of: int) -> None:
        """Say how many outcomes of the last plan are marked, for the state of its section."""
        self._last_plan = (marked, of)
        self._refresh()

    def _unmarked_section(self) -> str:
        marked, of = self._last_plan
        held = (section.id for section in self._form.sections if section.holds_last_plan)
        return next(held, "") if marked < of else ""

    def add_side_tab(self, key: str, words_of_it: str, content: QWidget) -> None:
        """Put a tab of the screen beside the form; F9 walks through them."""
        self.side.add_tab(key, words_of_it, content)
        self._fit()

    def show_gaps(self, found: tuple[Gap, ...]) -> None:
        """Show what stops signing beside its questions, in the sections built so far and when they are."""
        for gap in found:
            page = self._page(gap.section_id)
            if gap.question_id in page.fields and gap.kind == "fix":
                page.fields[gap.question_id].show_error(gap.words)

    # Behind it

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self._tell_typing)
        return timer

    def _typed(self, question_id: str) -> None:
        self._unsettled[question_id] = None
        self._quiet.start()
        if not self._latest.isActive():
            self._latest.start()

    def _tell_typing(self) -> None:
        """Tell what can be kept of what is being typed; nothing is found fault with while the person types."""
        self._quiet.stop()
        self._latest.stop()
        for question_id in tuple(self._unsettled):
            try:
                value = self._editor_page(question_id).editors[question_id].value()
            except UserError:
                continue  # looked at again, and explained, when the field is left
            self._tell(question_id, value)

    def _settle(self, question_id: str) -> None:
        """Check a field that was left or chosen in, show what is wrong with it, and tell the answer."""
        self._unsettled.pop(question_id, None)
        if self._read_only:
            return
        page = self._editor_page(question_id)
        editor = page.editors[question_id]
        if page.show_problem_of(question_id):
            # What was answered before is no longer what stands on the screen; too long a text keeps what it had.
            if not editor.keeps_wrong:
                self._tell(question_id, None)
            self._refresh()
            return
        self._tell(question_id, editor.value())

    def _editor_page(self, question_id: str) -> SectionPage:
        return next(page for page in self._pages.values() if question_id in page.editors)

    def _tell(self, question_id: str, value: Value | None) -> None:
        if self._answers.get(question_id) == value:
            return
        if value is None:
            del self._answers[question_id]
        else:
            self._answers[question_id] = value
        self._refresh()
        self.answered.emit(question_id, value)

    def _refresh(self) -> None:
        """Bring what depends on the answers up to date: questions that apply, states, the footer."""
        for section, shown in forms.questions_by_section(self._form, self._answers, self._facts):
            if section.id in self._pages:
                page = self._pages[section.id]
                page.show_questions(shown)
                reason = self._answers.get(forms.not_today_question(section).id)
                page.show_not_today(reason, self._circumstances.name)
        states = forms.section_states(
            self._form, self._answers, self._facts, self._circumstances,
            plan_items=self._plan_items, last_plan=self._last_plan,
        )  # fmt: skip
        states |= {
            section_id: forms.SectionState.SOMETHING_TO_FIX
            for section_id, page in self._pages.items()
            if page.wrong()
        }
        name = self._circumstances.name
        self.sections.set_lines(
            tuple(
                SectionLine(section.id, section.label, words(section.title, name), states[section.id])
                for section in self._form.sections
            ),
            self.section_id,
        )
        self._refresh_footer()

    def _refresh_footer(self) -> None:
        page = self._stack.currentWidget()
        if self._read_only or not isinstance(page, SectionPage):
            self.footer.say_read_only()
            return
        if page.section.id == self._unmarked_section():
            self.footer.say_last_plan(self._last_plan[1] - self._last_plan[0])
            return
        left = [gap for gap in self.gaps() if gap.section_id == page.section.id and gap.kind == "fix"]
        self.footer.say_state(page.wrong(), left)
