"""The pages of a form: built when first shown, and how one moves among them by key."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from lac_tracker.domain import forms
from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.forms import Form, Gap
from lac_tracker.domain.questions import Answers, Value
from lac_tracker.ui.forms.form_frame import FormFrame
from lac_tracker.ui.forms.gap_list import GapList
from lac_tracker.ui.forms.section_page import Note, SectionPage, foot_button
from lac_tracker.ui.plain import PlainButton


class FormPages(FormFrame):
    """A form by sections. What is answered in it is the editor's.

    Signals:
        section_shown: another section is on the screen; carries its id.
        visited: the keyboard came to a question; carries its id, to come back to after a break.
        plan_item_wanted: carries the id of the question it is about, or of the section.
        focus_mode_left: Esc was pressed in focus mode.
    """

    section_shown = Signal(str)
    visited = Signal(str)
    plan_item_wanted = Signal(str)
    focus_mode_left = Signal()

    def __init__(
        self,
        form: Form,
        answers: Answers,
        facts: Mapping[str, str],
        circumstances: Circumstances,
        *,
        read_only: bool,
        extras: Mapping[str, Callable[[], QWidget]],
        below: Mapping[str, Callable[[], QWidget]],
        before: Mapping[str, Callable[[], QWidget]],
    ) -> None:
        super().__init__()
        self._form, self._answers = form, dict(answers)
        self._facts, self._circumstances = dict(facts), circumstances
        self._read_only, self._extras, self._below = read_only, dict(extras), dict(below)
        self._before = dict(before)
        born = circumstances.born or date(circumstances.today.year - 10, 1, 1)
        self._band = forms.age_band(born, circumstances.today)
        self._pages: dict[str, SectionPage] = {}
        self._prompts_shown = True
        self._last_question = ""
        self._notes: dict[str, Note] = {}
        self.sections.chosen.connect(self.show_section)
        self.footer.wanted.connect(self.go_to)
        self._add_buttons()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)

    # What there is

    @property
    def section_id(self) -> str:
        """The id of the section on the screen."""
        page = self._stack.currentWidget()
        return page.section.id if isinstance(page, SectionPage) else ""

    @property
    def last_question(self) -> str:
        """The id of the question the keyboard was in last; '' before there was one."""
        return self._last_question

    @property
    def shown_questions(self) -> tuple[forms.Question, ...]:
        """The questions of the section on the screen that apply now."""
        return self._shown(self.section_id)

    def prompts(self) -> tuple[str, ...]:
        """Return the prompts for the child's age of the section on the screen."""
        name = self._circumstances.name
        said = (forms.prompt_for(question, self._band, name) for question in self.shown_questions)
        return tuple(prompt for prompt in said if prompt)

    def gaps(self) -> tuple[Gap, ...]:
        """Return what the form still asks for, in its order."""
        return forms.gaps(self._form, self._answers, self._facts, self._circumstances)

    def show_all_gaps(self) -> None:
        """List all gaps by section, with a way to each."""
        self.flush()
        GapList(self, self._form, self._circumstances.name, self.gaps(), self.go_to).open()

    def set_notes(self, notes: Mapping[str, Note]) -> None:
        """Show remarks below questions, by the id of the question."""
        self._notes = dict(notes)
        for page in self._pages.values():
            page.show_notes(self._notes)

    def show_prompts(self, shown: bool) -> None:
        self._prompts_shown = shown
        self._hide_prompts.setText("Hide prompts" if shown else "Show prompts")
        for page in self._pages.values():
            page.show_prompts(shown)

    # Moving about

    def show_section(self, section_id: str) -> None:
        """Show a section; it is built when that is first asked for."""
        self.flush()
        page = self._page(section_id)
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)
            self.section_shown.emit(section_id)
        self._refresh()

    def go_to(self, question_id: str) -> None:
        """Show the section of a question and put the keyboard into it."""
        for section in self._form.sections:
            if any(question.id == question_id for question in section.questions):
                self.show_section(section.id)
                self._page(section.id).go_to(question_id)
                return

    def open_last_plan(self) -> bool:
        """Go to the items of the last plan that still have to be marked; False when there are none."""
        section_id = self._unmarked_section()
        if section_id:
            self._show_extra(section_id)
        return bool(section_id)

    def next_gap(self) -> None:
        """Go to the next question that stops signing or needs a reason; without one, to the next section. F8."""
        self._go_to_gap(back=False)

    def previous_gap(self) -> None:
        """Shift+F8."""
        self._go_to_gap(back=True)

    def previous_section(self) -> None:
        """F7."""
        self._step(-1)

    def next_section(self) -> None:
        self._step(1)

    def go_to_sections(self) -> None:
        """Put the keyboard into the list of sections. Ctrl+G."""
        if self._in_focus_mode:
            self.focus_mode_left.emit()
        self.sections.take_focus()

    def want_plan_item(self) -> None:
        """Ask the screen for a plan item about the question the keyboard is in, or about the section. Ctrl+I."""
        page = self._page(self.section_id)
        about = self._last_question if self._last_question in page.fields else self.section_id
        self.plan_item_wanted.emit(about)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_F7:
                self.previous_section()
            case Qt.Key.Key_F8 if shift:
                self.previous_gap()
            case Qt.Key.Key_F8:
                self.next_gap()
            case Qt.Key.Key_F9:
                self.next_side_tab()
            case Qt.Key.Key_Escape if self._in_focus_mode:
                self.focus_mode_left.emit()
            case _:
                super().keyPressEvent(event)

    # What the editor does

    def flush(self) -> None:
        """Tell at once what was typed and not yet told."""

    def _refresh(self) -> None:
        """Bring what depends on the answers up to date."""

    def _typed(self, question_id: str) -> None:
        """Something was typed; more may follow."""

    def _settle(self, question_id: str) -> None:
        """A choice was made, or a field was left."""

    def _tell(self, question_id: str, value: Value | None) -> None:
        """Take a new answer."""

    # Behind it

    def _add_buttons(self) -> None:
        self._gap_button = foot_button("Next gap (F8)", "form.nextGap", self.next_gap)
        self._gaps_button = foot_button("Show all gaps", "form.gaps", self.show_all_gaps)
        self._hide_prompts = PlainButton("Hide prompts", "link", name="form.prompts")
        self._hide_prompts.clicked.connect(lambda _checked=False: self.show_prompts(not self._prompts_shown))
        for button in (self._gap_button, self._gaps_button):
            self._buttons.addWidget(button)
        self._buttons.addWidget(self._hide_prompts)
        self._buttons.addStretch()

    def _fit_buttons(self, *, above: bool) -> None:
        if hasattr(self, "_hide_prompts"):
            self._hide_prompts.setVisible(not above)
            for button in (self._gap_button, self._gaps_button):
                button.setVisible(not self._read_only)

    def _page(self, section_id: str) -> SectionPage:
        if section_id not in self._pages:
            section = forms.find_section(self._form, section_id)
            assert section is not None
            extra, below = self._extras.get(section_id), self._below.get(section_id)
            page = SectionPage(
                section,
                self._circumstances,
                self._band,
                edited=self._typed,
                settled=self._settle,
                not_today=lambda reason: self._mark_not_today(section_id, reason),
                extra=extra() if extra else None,
                below=below() if below else None,
                before={
                    one.id: self._before[one.id]() for one in section.questions if one.id in self._before
                },
                read_only=self._read_only,
                parent=self._stack,
            )
            page.show_answers(self._answers)
            page.show_questions(self._shown(section_id))
            page.show_prompts(self._prompts_shown)
            page.show_notes(self._notes)
            self._add_foot(page)
            self._pages[section_id] = page
            self._stack.addWidget(page)
        return self._pages[section_id]

    def _add_foot(self, page: SectionPage) -> None:
        if not self._read_only and not page.section.holds_plan:
            wanted = foot_button("Make a plan item from this (Ctrl+I)", "form.toPlan", self.want_plan_item)
            page.foot.addWidget(wanted)
        page.foot.addStretch()
        place = self._form.sections.index(page.section)
        if place:
            page.foot.addWidget(foot_button("Previous (F7)", "form.prev", self.previous_section))
        if place + 1 < len(self._form.sections):
            page.foot.addWidget(foot_button("Next", "form.next", self.next_section))

    def _mark_not_today(self, section_id: str, reason: str) -> None:
        section = forms.find_section(self._form, section_id)
        assert section is not None
        self._tell(forms.not_today_question(section).id, reason or None)

    def _shown(self, section_id: str) -> tuple[forms.Question, ...]:
        found = forms.questions_by_section(self._form, self._answers, self._facts)
        return dict((section.id, shown) for section, shown in found)[section_id]

    def _go_to_gap(self, *, back: bool) -> None:
        self.flush()
        gap = forms.next_gap(self.gaps(), self._form, self._here(), back=back)
        if not back and self._goes_before(self._unmarked_section(), gap):
            self._show_extra(self._unmarked_section())
        elif gap is not None:
            self.go_to(gap.question_id)
        else:
            self._step(-1 if back else 1)

    def _unmarked_section(self) -> str:
        """The id of the section whose items of the last plan still have to be marked; '' when none has."""
        return ""

    def _goes_before(self, section_id: str, gap: Gap | None) -> bool:
        """Return whether a section comes after the one on the screen, and before the next gap."""
        ids = [section.id for section in self._form.sections]
        if not section_id or ids.index(section_id) <= ids.index(self.section_id):
            return False
        at = ids.index(gap.section_id) if gap else len(ids)
        return at > ids.index(section_id) or at < ids.index(self.section_id)

    def _show_extra(self, section_id: str) -> None:
        """Show a section and put the keyboard into what the screen put there."""
        self.show_section(section_id)
        take_focus = getattr(self._page(section_id).extra, "take_focus", None)
        if take_focus is not None:
            take_focus()

    def _here(self) -> str | None:
        """The question the keyboard is in, else the one before this section; None before the first."""
        page = self._page(self.section_id)
        if self._last_question in page.fields:
            return self._last_question
        before = self._form.sections[: self._form.sections.index(page.section)]
        return next((section.questions[-1].id for section in reversed(before) if section.questions), None)

    def _step(self, step: int) -> None:
        """Go to the next section that is needed, in one direction, and into its first question."""
        ids = [section.id for section in self._form.sections]
        place = ids.index(self.section_id) + step
        while 0 <= place < len(ids):
            if self._shown(ids[place]) or ids[place] in self._extras:
                self.show_section(ids[place])
                first = self._page(ids[place]).first_question()
                if first and ids[place] != self._unmarked_section():
                    self._page(ids[place]).go_to(first)
                else:
                    self._show_extra(ids[place])
                return
            place += step

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        while now is not None and now is not self:
            question_id = now.property("question")
            if question_id:
                if question_id != self._last_question and self.isAncestorOf(now):
                    self._last_question = str(question_id)
                    self.visited.emit(self._last_question)
                return
            now = now.parentWidget()
