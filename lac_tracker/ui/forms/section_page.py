"""One section of a form: its heading, 'Not today', its questions one below the other, and what follows."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QToolButton, QVBoxLayout, QWidget

from lac_tracker.domain.answers import Circumstances, check
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.forms import NOT_TODAY, Section, prompt_for
from lac_tracker.domain.questions import Answers, Question, Value, words
from lac_tracker.ui import theme
from lac_tracker.ui.forms.field_note import FieldNote
from lac_tracker.ui.forms.question_widgets import Editor, Told, build
from lac_tracker.ui.plain import PlainButton, doubled, heading, hint
from lac_tracker.ui.widgets.field import Field

# A remark below a question: words, words of a button or '', and what it does.
Note = tuple[str, str, Callable[[], None] | None]


class SectionPage(QScrollArea):
    """The questions of a section. All are built with the page; those that do not apply are hidden."""

    def __init__(
        self,
        section: Section,
        circumstances: Circumstances,
        band: str,
        *,
        edited: Callable[[str], None],
        settled: Callable[[str], None],
        not_today: Callable[[str], None],
        extra: QWidget | None = None,
        below: QWidget | None = None,
        before: Mapping[str, QWidget] | None = None,
        read_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """extra: a widget of the screen, such as the plan, put before the questions; below: one put after them.

        before: id of a question → a widget put just before it, whether the question applies or not.
        """
        super().__init__(parent)
        self.setObjectName(f"section.{section.id}")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.section, self._circumstances = section, circumstances
        self._notes: dict[str, FieldNote] = {}
        self.editors: dict[str, Editor] = {}
        self.fields: dict[str, Field] = {}
        space = theme.current().space
        content = QWidget()
        self.setWidget(content)  # before it is filled: all within would be styled anew
        content.setMaximumWidth(theme.current().width("measure") + 2 * space(6))
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(space(6), space(4), space(6), space(6))
        self._column.setSpacing(space(6))
        self._not_today = _not_today_button(circumstances.name, not_today)
        if read_only:
            self._not_today.hide()
        self._column.addLayout(self._head())
        self.marked = hint("")
        self.marked.setObjectName("form.marked")
        self.marked.hide()
        self._column.addWidget(self.marked)
        self.extra = extra
        if extra is not None:
            self._column.addWidget(extra)
        self._before = dict(before or {})
        for question in section.questions:
            if question.id in self._before:
                self._column.addWidget(self._before[question.id])
            self._add(question, circumstances, band, edited, settled, read_only)
        if below is not None:
            self._column.addWidget(below)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(space(2))
        self._column.addLayout(self.foot)
        self._column.addStretch()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        title = heading(f"{self.section.label}  {words(self.section.title, self._circumstances.name)}")
        title.setObjectName("form.title")
        head.addWidget(title, 1)
        head.addWidget(self._not_today, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def show_answers(self, answers: Answers) -> None:
        for question_id in self.editors:
            self.show_answer(question_id, answers.get(question_id))

    def show_answer(self, question_id: str, value: Value | None) -> None:
        """Show one answer. One that the form, changed since, no longer takes is told by a note of the screen."""
        question = next(one for one in self.section.questions if one.id == question_id)
        try:
            shown = check(question, value, self._circumstances)
        except UserError:
            shown = None
        self.editors[question_id].show(shown)
        self.fields[question_id].clear_error()

    def show_notes(self, notes: Mapping[str, Note]) -> None:
        """Show remarks below questions of this section, by the id of the question."""
        for question_id, note in self._notes.items():
            if question_id not in notes:
                note.hide()
        for question_id in self.fields.keys() & notes.keys():
            if question_id not in self._notes:
                note = self._notes[question_id] = FieldNote(question_id)
                self._column.insertWidget(self._column.indexOf(self.fields[question_id]) + 1, note)
            self._notes[question_id].say(*notes[question_id])
            self._notes[question_id].setVisible(not self.fields[question_id].isHidden())

    def show_questions(self, shown: tuple[Question, ...]) -> bool:
        """Let the questions that apply appear and the others vanish; True when that changed something."""
        applying = {question.id for question in shown}
        changed = False
        for question_id, field in self.fields.items():
            if field.isHidden() == (question_id in applying):
                field.setVisible(question_id in applying)
                if question_id in self._notes:
                    self._notes[question_id].setVisible(question_id in applying)
                changed = True
        return changed

    def show_not_today(self, reason: Value | None, name: str) -> None:
        """Say that the section is left for another day, and why."""
        label = words(dict(NOT_TODAY).get(str(reason), ""), name) if reason else ""
        self.marked.setText(f"Marked not today: {label}. Take it back under Not today.")
        self.marked.setVisible(bool(label))

    def show_prompts(self, shown: bool) -> None:
        for field in self.fields.values():
            if field.prompt is not None:
                field.prompt.setVisible(shown)

    def show_problem_of(self, question_id: str) -> bool:
        """Check what stands in a field and show what is wrong beside it; True when something is."""
        try:
            self.editors[question_id].value()
        except UserError as error:
            self.fields[question_id].show_error(str(error))
            return True
        self.fields[question_id].clear_error()
        return False

    def wrong(self) -> list[tuple[str, str]]:
        """Return (question id, what is wrong) of the fields that show an error."""
        return [
            (name, field.error.text())
            for name, field in self.fields.items()
            if field.has_error and not field.isHidden()
        ]

    def go_to(self, question_id: str) -> None:
        """Put the keyboard into a question; where it does not apply, into what stands before it."""
        field = self.fields[question_id]
        if field.isHidden() and question_id in self._before:
            self._before[question_id].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(self._before[question_id], 0, theme.current().space(2))
            return
        field.control.setFocus(Qt.FocusReason.ShortcutFocusReason)
        margin = theme.current().space(2)
        self.ensureWidgetVisible(field, 0, margin)
        inside = self.widget()
        assert inside is not None
        top = field.mapTo(inside, QPoint(0, 0)).y() - margin
        if top < self.verticalScrollBar().value():  # taller than the page: its question is what must be seen
            self.verticalScrollBar().setValue(top)

    def first_question(self) -> str:
        return next((question_id for question_id, field in self.fields.items() if not field.isHidden()), "")

    def _add(
        self,
        question: Question,
        circumstances: Circumstances,
        band: str,
        edited: Callable[[str], None],
        settled: Callable[[str], None],
        read_only: bool,
    ) -> None:
        told = Told(lambda: edited(question.id), lambda: settled(question.id))
        editor = build(question, circumstances, told)
        field = Field(
            words(question.ask, circumstances.name),
            editor.control,
            hint=words(question.hint, circumstances.name),
            prompt=prompt_for(question, band, circumstances.name),
            optional=question.required == "no" and not read_only,
            grows=editor.grows,
        )
        field.setProperty("question", question.id)
        editor.lock(read_only)
        self.editors[question.id] = editor
        self.fields[question.id] = field
        self._column.addWidget(field)


def _not_today_button(name: str, choose: Callable[[str], None]) -> QToolButton:
    button = QToolButton()
    button.setObjectName("form.notToday")
    button.setText("Not today")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(button)
    for key, label in (*NOT_TODAY, ("", "Take it back")):
        action = menu.addAction(doubled(words(label, name)))
        action.setObjectName(f"form.notToday.{key or 'takeBack'}")
        action.triggered.connect(lambda _checked=False, chosen=key: choose(chosen))
    button.setMenu(menu)
    return button


def foot_button(words_of_it: str, name: str, act: Callable[[], None]) -> PlainButton:
    """Return a button for the foot of a page; its name is said with its key."""
    button = PlainButton(words_of_it, name=name)
    button.clicked.connect(lambda _checked=False: act())
    return button
