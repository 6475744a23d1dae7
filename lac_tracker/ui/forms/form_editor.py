"""Shows any form, one section at a time, and tells what was answered."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lac_tracker.domain import forms
from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.forms import Form, Gap, SectionState
from lac_tracker.domain.questions import Answers, Value, words
from lac_tracker.ui import theme
from lac_tracker.ui.forms.form_footer import FormFooter
from lac_tracker.ui.forms.section_list import SectionLine, SectionList
from lac_tracker.ui.forms.section_page import SectionPage, foot_button
from lac_tracker.ui.plain import PlainButton

QUIET_MS = 800  # an answer is told after so long without a key
LATEST_MS = 2000  # and never later than this after the first
NARROW = 1100  # pixels of the editor's own width under which the side panel is a drawer
VERY_NARROW = 820  # and under which the sections are a drop-down


class FormEditor(QWidget):
    """A form being filled in, or read.

    Signals:
        answered: a question was answered; carries its id and the value to keep, None for none.
        section_shown: another section is on the screen; carries its id.
        visited: the keyboard came to a question; carries its id, to come back to after a break.
        plan_item_wanted: carries the id of the question it is about, or of the section.
    """

    answered = Signal(str, object)
    section_shown = Signal(str)
    visited = Signal(str)
    plan_item_wanted = Signal(str)

    def __init__(
        self,
        form: Form,
        answers: Answers,
        facts: Mapping[str, str],
        circumstances: Circumstances,
        *,
        read_only: bool = False,
        extras: Mapping[str, Callable[[], QWidget]] | None = None,
        plan_items: int = 0,
    ) -> None:
        """facts: forms.child_facts. extras: section id → a widget of the screen put before its questions."""
        super().__init__()
        self.setObjectName("form")
        self._form, self._answers = form, dict(answers)
        self._facts, self._circumstances = dict(facts), circumstances
        self._read_only, self._extras, self._plan_items = read_only, dict(extras or {}), plan_items
        born = circumstances.born or date(circumstances.today.year - 10, 1, 1)
        self._band = forms.age_band(born, circumstances.today)
        self._pages: dict[str, SectionPage] = {}
        self._unsettled: dict[str, None] = {}  # ordered: told in the order in which they were touched
        self._prompts_shown = True
        self._last_question = ""
        self._quiet, self._latest = self._timer(QUIET_MS), self._timer(LATEST_MS)
        self.sections = SectionList()
        self.sections.chosen.connect(self.show_section)
        self._stack = QStackedWidget()
        self.side = QFrame()
        self._lay_out()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)
        self._fit()
        self.show_section(form.sections[0].id)

    # What the screen asks and tells

    def answers(self) -> dict[str, Value]:
        """Return the answers as they stand, those told included."""
        return dict(self._answers)

    @property
    def section_id(self) -> str:
        """The id of the section on the screen."""
        page = self._stack.currentWidget()
        return page.section.id if isinstance(page, SectionPage) else ""

    @property
    def last_question(self) -> str:
        """The id of the question the keyboard was in last; '' before there was one."""
        return self._last_question

    def gaps(self) -> tuple[Gap, ...]:
        """Return what the form still asks for, in its order."""
        return forms.gaps(self._form, self._answers, self._facts, self._circumstances)

    def flush(self) -> None:
        """Tell at once what was typed and not yet told: before leaving, locking and closing."""
        for question_id in tuple(self._unsettled):
            self._settle(question_id)

    def set_plan_items(self, count: int) -> None:
        """Say how many outcomes the plan holds, for the state of its section."""
        self._plan_items = count
        self._refresh()

    def set_side_panel(self, panel: QWidget) -> None:
        """Put the screen's panel beside the form; F9 shows and hides it."""
        self._side_column.addWidget(panel)
        self._fit()

    def show_gaps(self, found: tuple[Gap, ...]) -> None:
        """Show what stops signing beside its questions, in the sections built so far and when they are."""
        for gap in found:
            page = self._page(gap.section_id)
            if gap.question_id in page.fields and gap.kind == "fix":
                page.fields[gap.question_id].show_error(gap.words)

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
        self.sections.take_focus()

    def toggle_side(self) -> None:
        """Show or hide the side panel. F9."""
        self.side.setVisible(self.side.isHidden() and self._side_column.count() > 0)

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
                self.toggle_side()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before, now = event.oldSize().width(), event.size().width()
        if any((before < edge) != (now < edge) for edge in (NARROW, VERY_NARROW)):
            self._fit()

    # Behind it

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self._tell_typing)
        return timer

    def _lay_out(self) -> None:
        space = theme.current().space
        self._left = QWidget()
        self._left_layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._left)
        self._left_layout.setContentsMargins(space(4), space(3), space(3), space(3))
        self._left_layout.setSpacing(space(2))
        self._left_layout.addWidget(self.sections, 1)
        gap_button = foot_button("Next gap (F8)", "form.nextGap", self.next_gap)
        if self._read_only:
            gap_button.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(space(2))
        buttons.addWidget(gap_button)
        self._hide_prompts = PlainButton("Hide prompts", "link", name="form.prompts")
        self._hide_prompts.clicked.connect(lambda _checked=False: self.show_prompts(not self._prompts_shown))
        buttons.addWidget(self._hide_prompts)
        buttons.addStretch()
        self._left_layout.addLayout(buttons)
        self.side.setProperty("region", "side")
        self.side.setObjectName("form.side")
        self.side.setFixedWidth(theme.current().width("side"))
        self._side_column = QVBoxLayout(self.side)
        self._side_column.setContentsMargins(space(4), space(4), space(4), space(4))
        self.side.hide()
        page_and_side = QHBoxLayout()
        page_and_side.setSpacing(0)
        page_and_side.addWidget(self._stack, 1)
        page_and_side.addWidget(self.side)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(0)
        self._middle.addWidget(self._left)
        self._middle.addLayout(page_and_side, 1)
        self.footer = FormFooter()
        self.footer.wanted.connect(self.go_to)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._middle, 1)
        column.addWidget(self.footer)

    def _page(self, section_id: str) -> SectionPage:
        if section_id not in self._pages:
            section = forms.find_section(self._form, section_id)
            assert section is not None
            extra = self._extras.get(section_id)
            page = SectionPage(
                section,
                self._circumstances,
                self._band,
                edited=self._typed,
                settled=self._settle,
                not_today=lambda reason: self._mark_not_today(section_id, reason),
                extra=extra() if extra else None,
                read_only=self._read_only,
            )
            page.show_answers(self._answers)
            page.show_questions(self._shown(section_id))
            page.show_prompts(self._prompts_shown)
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

    def want_plan_item(self) -> None:
        """Ask the screen for a plan item about the question the keyboard is in, or about the section. Ctrl+I."""
        page = self._page(self.section_id)
        about = self._last_question if self._last_question in page.fields else self.section_id
        self.plan_item_wanted.emit(about)

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

    def _mark_not_today(self, section_id: str, reason: str) -> None:
        section = forms.find_section(self._form, section_id)
        assert section is not None
        self._tell(forms.not_today_question(section).id, reason or None)

    def _shown(self, section_id: str) -> tuple[forms.Question, ...]:
        found = forms.questions_by_section(self._form, self._answers, self._facts)
        return dict((section.id, shown) for section, shown in found)[section_id]

    def _refresh(self) -> None:
        """Bring what depends on the answers up to date: questions that apply, states, the footer."""
        for section, shown in forms.questions_by_section(self._form, self._answers, self._facts):
            if section.id in self._pages:
                page = self._pages[section.id]
                page.show_questions(shown)
                reason = self._answers.get(forms.not_today_question(section).id)
                page.show_not_today(reason, self._circumstances.name)
        self.sections.set_lines(
            tuple(
                SectionLine(
                    section.id,
                    section.number,
                    words(section.title, self._circumstances.name),
                    self._state(section),
                )
                for section in self._form.sections
            ),
            self.section_id,
        )
        self._refresh_footer()

    def _state(self, section: forms.Section) -> SectionState:
        page = self._pages.get(section.id)
        if page and page.wrong():
            return SectionState.SOMETHING_TO_FIX
        return forms.section_state(
            self._form, section, self._answers, self._facts, self._circumstances, plan_items=self._plan_items
        )

    def _refresh_footer(self) -> None:
        page = self._stack.currentWidget()
        if self._read_only or not isinstance(page, SectionPage):
            self.footer.say_read_only()
            return
        left = [gap for gap in self.gaps() if gap.section_id == page.section.id and gap.kind == "fix"]
        self.footer.say_state(page.wrong(), left)

    def _go_to_gap(self, *, back: bool) -> None:
        self.flush()
        gap = forms.next_gap(self.gaps(), self._form, self._here(), back=back)
        if gap is not None:
            self.go_to(gap.question_id)
        else:
            self._step(-1 if back else 1)

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
                if first:
                    self._page(ids[place]).go_to(first)
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

    def _fit(self) -> None:
        """Large text or a narrow window: the sections become a drop-down above, the side panel a drawer."""
        large = theme.current().text_percent >= 150
        self.sections.set_narrow(large or self.width() < VERY_NARROW)
        above = large or self.width() < VERY_NARROW
        direction = QBoxLayout.Direction
        self._middle.setDirection(direction.TopToBottom if above else direction.LeftToRight)
        self._left_layout.setDirection(direction.LeftToRight if above else direction.TopToBottom)
        self._hide_prompts.setVisible(not above)
        self.side.setVisible(not large and self.width() >= NARROW and self._side_column.count() > 0)
