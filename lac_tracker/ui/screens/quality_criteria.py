"""The criteria of a review, one below the other: 0, 1, 2 or X answers one and moves on to the next."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from lac_tracker.domain.quality import ANSWER_KEYS, ANSWER_WORDS, Answer, Checklist, Criterion
from lac_tracker.ui import single_keys, theme
from lac_tracker.ui.plain import PlainLabel, PlainTextEdit, heading, hint
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup

BETTER, WHY_NOT = "What would make it better?", "Why does it not apply?"
_CHOICES = tuple((answer.value, words) for answer, words in ANSWER_WORDS.items())


class ScoreGroup(RadioGroup):
    """Its own keys: 0, 1, 2 and X, as the words of the answers say."""

    def take_key(self, event: QKeyEvent) -> bool:
        answer = ANSWER_KEYS.get(single_keys.typed(event).casefold())
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if answer is not None and plain and not self._read_only:
            button = self.button(answer.value)
            button.setFocus()
            button.click()
            self.picked.emit(answer.value)
            return True
        if event.text().isdigit():
            return False
        return super().take_key(event)


class CriterionRow(QFrame):
    """One criterion with its answer and the words to it.

    Signals:
        answered: another answer was given, or other words.
        passed: it was answered by key; the next one is wanted.
        entered: the keyboard came here.
    """

    answered = Signal()
    passed = Signal()
    entered = Signal()

    def __init__(self, number: int, one: Criterion) -> None:
        super().__init__()
        self.criterion = one
        self.setObjectName(f"qar.{one.id}")
        words = f"{number} {one.words}"
        self.choice = ScoreGroup(words, _CHOICES, name=f"qar.{one.id}.answer", across=True)
        self.note = PlainTextEdit(least_lines=1, most_lines=6)
        self.note.setObjectName(f"qar.{one.id}.note")
        self._field = Field(BETTER, self.note)
        self._field.hide()
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space(1), 0, space(2))
        column.setSpacing(space(1))
        column.addWidget(PlainLabel(words, type="strong", wraps=True))
        column.addWidget(hint(about(one)))
        column.addWidget(self.choice)
        column.addWidget(self._field)
        self.choice.changed.connect(self._changed)
        self.choice.picked.connect(lambda _key: self.passed.emit())
        self.note.textChanged.connect(self.answered)

    def value(self) -> Answer | None:
        """Return the answer, None while there is none."""
        return Answer(self.choice.value()) if self.choice.value() else None

    def show_answer(self, answer: Answer | None, note: str) -> None:
        """Show what is kept."""
        self.choice.set_value(answer.value if answer else "")
        self.note.setPlainText(note)
        self._fit()

    def set_read_only(self, read_only: bool) -> None:
        self.choice.set_read_only(read_only)
        self.note.setReadOnly(read_only)

    @property
    def needs_words(self) -> bool:
        """Whether the answer asks for words and has none."""
        return self.value() not in (None, Answer.MET) and not self.note.toPlainText().strip()

    def _changed(self, _key: str) -> None:
        self._fit()
        self.answered.emit()

    def _fit(self) -> None:
        answer = self.value()
        words = WHY_NOT if answer is Answer.NOT_APPLICABLE else BETTER
        self._field.label.setText(words)
        self.note.setAccessibleName(words)
        self._field.setVisible(answer not in (None, Answer.MET))


class Criteria(QWidget):
    """All of them, in their groups.

    Signals:
        answered: an answer or its words changed.
        about: the keyboard is at a criterion; carries the part of the document it is about.
        ended: the last one was answered by key.
    """

    answered = Signal()
    about = Signal(str)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("qar.criteria")
        self.setAccessibleName("Criteria")
        self.rows: tuple[CriterionRow, ...] = ()
        space = theme.current().space
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(space(2), 0, space(3), space(4))
        self._column.setSpacing(space(1))
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)
        self._at = ""

    def show_criteria(
        self, checklist: Checklist, asked: tuple[Criterion, ...], answers: Mapping[str, Answer],
        notes: Mapping[str, str], *, read_only: bool,
    ) -> None:  # fmt: skip
        """Show the criteria with what is kept of them."""
        rows, group = [], ""
        for number, one in enumerate(asked, 1):
            if one.group != group:
                group = one.group
                self._column.addWidget(heading(checklist.groups[group]))
            row = CriterionRow(number, one)
            row.show_answer(answers.get(one.id), notes.get(one.id, ""))
            row.set_read_only(read_only)
            row.answered.connect(self.answered)
            row.passed.connect(lambda row=row: self._next(row))
            self._column.addWidget(row)
            rows.append(row)
        self._column.addWidget(hint("Keys: 0, 1, 2 or X. Moves on by itself."))
        self._column.addStretch()
        self.rows = tuple(rows)

    def answers(self) -> dict[str, str]:
        """Return the answers given: criterion → answer."""
        return {row.criterion.id: row.choice.value() for row in self.rows if row.choice.value()}

    def notes(self) -> dict[str, str]:
        """Return the words to them: criterion → words."""
        return {
            row.criterion.id: row.note.toPlainText() for row in self.rows if row.note.toPlainText().strip()
        }

    def take_focus(self) -> bool:
        """Put the keyboard on the first criterion without an answer; False when all have one."""
        row = next((row for row in self.rows if row.value() is None), None)
        if row is not None:
            row.choice.setFocus()
        return row is not None

    def take_focus_for_words(self) -> bool:
        """Put the keyboard where words are missing; False where none are."""
        row = next((row for row in self.rows if row.needs_words), None)
        if row is not None:
            row.note.setFocus()
        return row is not None

    def _next(self, row: CriterionRow) -> None:
        place = self.rows.index(row) + 1
        if place < len(self.rows):
            self.rows[place].choice.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.ended.emit()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        row = next((row for row in self.rows if now is not None and row.isAncestorOf(now)), None)
        if row is None:
            return
        viewport = self.parentWidget()
        scrolled = viewport.parentWidget() if viewport is not None else None
        if isinstance(scrolled, QScrollArea):
            scrolled.ensureWidgetVisible(row, 0, theme.current().space(4))
        if row.criterion.id != self._at:
            self._at = row.criterion.id
            self.about.emit(row.criterion.about)


def about(one: Criterion) -> str:
    """Return what stands beneath a criterion: whether it is critical, and where it comes from with its mark."""
    parts = ["Critical: not met fails the assessment"] if one.is_critical else []
    parts.append(f"{one.source} [{one.confidence}]" if one.source else f"[{one.confidence}]")
    return ". ".join(parts)
