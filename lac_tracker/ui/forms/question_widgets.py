"""One builder of a control for each type of question."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain import answers
from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.dates import Direction
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.questions import Question, QuestionType, Value, words
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, PlainTextEdit, doubled
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup

MOST_RADIOS = 6
_TEXT_WIDTH, _NUMBER_WIDTH = 36, 10  # characters


@dataclass(frozen=True)
class Told:
    """Whom a control tells what the person does."""

    edited: Callable[[], None]  # something was typed; more may follow
    settled: Callable[[], None]  # a choice was made, or the field was left


@dataclass(frozen=True)
class Editor:
    """The control of one question. `control` or a child of it has the question's id as object name."""

    control: QWidget
    value: Callable[
        [], Value | None
    ]  # what stands in it, checked; raises UserError in the words of the question
    show: Callable[[Value | None], None]
    lock: Callable[[bool], None]  # read only
    keeps_wrong: bool = False  # text too long to keep must not wipe what was kept before
    grows: bool = True  # takes the width of the page


def build(question: Question, circumstances: Circumstances, told: Told) -> Editor:
    """Return a new control for a question."""
    return WIDGET_FOR_TYPE[question.type](question, circumstances, told)


def _choice(question: Question, circumstances: Circumstances, told: Told) -> Editor:
    options = tuple((key, words(label, circumstances.name)) for key, label in question.options)
    if len(options) > MOST_RADIOS:
        return _long_choice(question, options, circumstances, told)
    short = all(len(label.split()) == 1 for _, label in options)
    group = RadioGroup(words(question.ask, circumstances.name), options, name=question.id, across=short)
    group.changed.connect(lambda _key: told.settled())
    return Editor(
        group,
        lambda: answers.check(question, group.value() or None, circumstances),
        lambda value: group.set_value(str(value or "")),
        group.set_read_only,
    )


def _long_choice(
    question: Question, options: tuple[tuple[str, str], ...], circumstances: Circumstances, told: Told
) -> Editor:
    """Many choices: a list that is searched by typing any part of the words."""
    keys = [key for key, _ in options]
    combo = _Combo()
    combo.setObjectName(question.id)
    combo.setEditable(True)
    combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # again: being editable gives it the wheel
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    combo.addItems([label for _, label in options])
    combo.setCurrentIndex(-1)
    line = combo.lineEdit()
    assert line is not None  # an editable combo has one
    line.setPlaceholderText("Type to search")
    combo.setMinimumWidth(theme.current().characters(_TEXT_WIDTH))
    completer = combo.completer() or QCompleter(combo)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    combo.activated.connect(lambda _place: told.settled())
    completer.activated.connect(lambda _text: told.settled())
    line.editingFinished.connect(told.settled)

    def value() -> Value | None:
        try:
            return answers.from_text(question, combo.currentText(), circumstances)
        except UserError:  # its words name every choice: too many to read here
            asked = words(question.ask, circumstances.name).rstrip("?")
            raise UserError(f"{asked}: choose one from the list") from None

    def show(value: Value | None) -> None:
        combo.setCurrentIndex(keys.index(str(value)) if value in keys else -1)
        if value not in keys:
            combo.clearEditText()

    return Editor(
        combo,
        value,
        show,
        lambda locked: combo.setEnabled(not locked),
        grows=False,
    )


def _several(question: Question, circumstances: Circumstances, told: Told) -> Editor:
    group = QWidget()
    group.setObjectName(question.id)
    group.setAccessibleName(words(question.ask, circumstances.name))
    column = QVBoxLayout(group)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.current().space(1))
    boxes: dict[str, QCheckBox] = {}
    for key, label in question.options:
        box = QCheckBox(doubled(words(label, circumstances.name)))
        box.setObjectName(f"{question.id}.{key}")
        box.clicked.connect(lambda _on=False: told.settled())
        column.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
        boxes[key] = box
    group.setFocusProxy(next(iter(boxes.values())))

    def show(value: Value | None) -> None:
        for key, box in boxes.items():
            box.setChecked(isinstance(value, list) and key in value)

    def lock(locked: bool) -> None:
        for box in boxes.values():
            box.setEnabled(not locked)

    def value() -> Value | None:
        return answers.check(question, [key for key, box in boxes.items() if box.isChecked()], circumstances)

    return Editor(group, value, show, lock)


def _date(question: Question, circumstances: Circumstances, told: Told) -> Editor:
    direction: Direction = "past" if question.not_after_today else "any"
    label = words(question.ask, circumstances.name).rstrip("?")
    field = DateField(label, circumstances.today, direction=direction, name=question.id)
    field.changed.connect(lambda _day: told.settled())
    field.left.connect(told.settled)
    field.line.textEdited.connect(lambda _text: told.edited())

    def show(value: Value | None) -> None:
        field.set_value(date.fromisoformat(str(value)) if value else None)

    return Editor(
        field,
        lambda: answers.from_text(question, field.line.text(), circumstances),
        show,
        field.set_read_only,
    )


def _number(question: Question, circumstances: Circumstances, told: Told) -> Editor:
    line = _Line(told)
    line.setObjectName(question.id)
    line.setMaxLength(20)
    line.setFixedWidth(theme.current().characters(_NUMBER_WIDTH) + theme.current().space(4))
    control = QWidget()
    row = QHBoxLayout(control)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().space(2))
    row.addWidget(line)
    if question.unit:
        row.addWidget(PlainLabel(question.unit, tone="secondary"))
        line.setAccessibleName(f"{words(question.ask, circumstances.name)}, {question.unit}")
    row.addStretch()
    control.setFocusProxy(line)

    def show(value: Value | None) -> None:
        line.setText(
            "" if value is None else answers.to_words(question, value).removesuffix(question.unit).strip()
        )

    return Editor(
        control, lambda: answers.from_text(question, line.text(), circumstances), show, line.setReadOnly
    )


def _text(question: Question, circumstances: Circumstances, told: Told) -> Editor:
    line = _Line(told)
    line.setObjectName(question.id)
    line.setMinimumWidth(theme.current().characters(_TEXT_WIDTH))
    return Editor(
        line,
        lambda: answers.from_text(question, line.text(), circumstances),
        lambda value: line.setText(str(value or "")),
        line.setReadOnly,
        keeps_wrong=True,
    )


def _long_text(question: Question, circumstances: Circumstances, told: Told) -> Editor:
    edit = PlainTextEdit()
    edit.setObjectName(question.id)
    edit.textChanged.connect(told.edited)
    edit.left.connect(told.settled)

    def show(value: Value | None) -> None:
        edit.blockSignals(True)
        edit.setPlainText(str(value or ""))
        edit.blockSignals(False)

    return Editor(
        edit,
        lambda: answers.from_text(question, edit.toPlainText(), circumstances),
        show,
        edit.setReadOnly,
        keeps_wrong=True,
    )


class _Line(QLineEdit):
    def __init__(self, told: Told) -> None:
        super().__init__()
        self._told = told
        self.textEdited.connect(lambda _text: told.edited())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._told.settled()


class _Combo(QComboBox):
    """Does not change by the mouse wheel: scrolling a page must not answer a question."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


WIDGET_FOR_TYPE: dict[QuestionType, Callable[[Question, Circumstances, Told], Editor]] = {
    "choice": _choice,
    "date": _date,
    "long text": _long_text,
    "number": _number,
    "several choices": _several,
    "text": _text,
    "yes/no": _choice,
}
