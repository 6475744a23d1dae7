"""One answer of each question type: from text, check, to words."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.dates import read_date, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.questions import Question, QuestionType, Value, is_blank, words

__all__ = ["ANSWER_TYPES", "AnswerType", "Circumstances", "check", "from_text", "is_blank", "to_words"]

_LONGEST_LINE = 500  # characters of an answer of one line


@dataclass(frozen=True)
class Circumstances:
    """What an answer is checked against."""

    today: date
    name: str = "the child"  # the preferred name, for the words of a message
    born: date | None = None


@dataclass(frozen=True)
class AnswerType:
    """What the program can do with the answers of one type."""

    from_text: Callable[[Question, str, Circumstances], Value]  # what a person typed
    check: Callable[[Question, Value, Circumstances], Value]  # a value as it is kept
    to_words: Callable[[Question, Value], str]


def from_text(question: Question, text: str, circumstances: Circumstances) -> Value | None:
    """Return what a person typed as the value to keep, or None when they typed nothing.

    Choices may be typed as label or key; several choices one on each line.

    Raises UserError in the words of the question.
    """
    if not text.strip():
        return None
    kind = ANSWER_TYPES[question.type]
    return _blank_to_none(kind.check(question, kind.from_text(question, text, circumstances), circumstances))


def check(question: Question, value: Value | None, circumstances: Circumstances) -> Value | None:
    """Return the value as it is kept (one form for each answer), or None for a blank one.

    Raises UserError in the words of the question when the value does not fit it.
    """
    if value is None or is_blank(value):
        return None
    return _blank_to_none(ANSWER_TYPES[question.type].check(question, value, circumstances))


def to_words(question: Question, value: Value | None, name: str = "") -> str:
    """Return an answer as people read it: labels, units, 06-Aug-2026. '' when there is none.

    name: the preferred name, for labels that hold {name}.
    """
    if value is None or is_blank(value):
        return ""
    return (
        words(ANSWER_TYPES[question.type].to_words(question, value), name)
        if name
        else (ANSWER_TYPES[question.type].to_words(question, value))
    )


def _blank_to_none(value: Value) -> Value | None:
    return None if is_blank(value) else value


def _label(question: Question, circumstances: Circumstances) -> str:
    return words(question.ask, circumstances.name).rstrip("?")


def _no_option(question: Question, circumstances: Circumstances) -> UserError:
    labels = ", ".join(words(label, circumstances.name) for _, label in question.options)
    return UserError(f"{_label(question, circumstances)}: choose one of {labels}")


def _text_as_typed(question: Question, text: str, circumstances: Circumstances) -> Value:
    return text


def _check_line(question: Question, value: Value, circumstances: Circumstances) -> Value:
    return clean_line(
        _plain_text(question, value, circumstances),
        label=_label(question, circumstances),
        longest=_LONGEST_LINE,
    )


def _check_long_text(question: Question, value: Value, circumstances: Circumstances) -> Value:
    return clean_text(
        _plain_text(question, value, circumstances), label=_label(question, circumstances)
    ).strip()


def _plain_text(question: Question, value: Value, circumstances: Circumstances) -> str:
    if not isinstance(value, str):
        raise UserError(f"{_label(question, circumstances)} must be text")
    return value


def _text_words(question: Question, value: Value) -> str:
    return str(value)


def _choice_from_text(question: Question, text: str, circumstances: Circumstances) -> Value:
    typed = " ".join(text.casefold().split())
    for key, label in question.options:
        if typed in (key.casefold(), label.casefold(), words(label, circumstances.name).casefold()):
            return key
    raise _no_option(question, circumstances)


def _check_choice(question: Question, value: Value, circumstances: Circumstances) -> Value:
    if value not in [key for key, _ in question.options]:
        raise _no_option(question, circumstances)
    return value


def _choice_words(question: Question, value: Value) -> str:
    return dict(question.options).get(str(value), str(value))


def _several_from_text(question: Question, text: str, circumstances: Circumstances) -> Value:
    return [
        str(_choice_from_text(question, line, circumstances)) for line in text.splitlines() if line.strip()
    ]


def _check_several(question: Question, value: Value, circumstances: Circumstances) -> Value:
    keys = [key for key, _ in question.options]
    if not isinstance(value, list | tuple) or any(key not in keys for key in value):
        raise _no_option(question, circumstances)
    return [key for key in keys if key in value]  # one order, each once


def _several_words(question: Question, value: Value) -> str:
    return ", ".join(_choice_words(question, key) for key in value) if isinstance(value, list) else str(value)


def _number_from_text(question: Question, text: str, circumstances: Circumstances) -> Value:
    typed = "".join(text.casefold().split())
    unit = question.unit.casefold().replace(" ", "")
    bare = typed.removesuffix(unit).replace(",", ".", 1)
    # float() alone would take '1e5', '1_000' and 'nan', which nobody measures.
    if not all(character in "0123456789.-" for character in bare):
        raise UserError(f"{_label(question, circumstances)} must be a number")
    try:
        return float(bare)
    except ValueError:
        raise UserError(f"{_label(question, circumstances)} must be a number") from None


def _check_number(question: Question, value: Value, circumstances: Circumstances) -> Value:
    label = _label(question, circumstances)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise UserError(f"{label} must be a number")
    low, high = question.at_least, question.at_most
    unit = f" {question.unit}" if question.unit else ""
    if (low is not None and value < low) or (high is not None and value > high):
        if low is not None and high is not None:
            raise UserError(f"{label} must be between {_figure(low)} and {_figure(high)}{unit}")
        bound = f"{_figure(low)}{unit} or more" if low is not None else f"{_figure(high or 0)}{unit} or less"
        raise UserError(f"{label} must be {bound}")
    return int(value) if float(value).is_integer() else float(value)


def _figure(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


def _number_words(question: Question, value: Value) -> str:
    figure = _figure(value) if isinstance(value, int | float) else str(value)
    return f"{figure} {question.unit}" if question.unit else figure


def _date_from_text(question: Question, text: str, circumstances: Circumstances) -> Value:
    direction = "past" if question.not_after_today else "any"
    label = _label(question, circumstances)
    return read_date(text, circumstances.today, label=label, direction=direction).isoformat()  # type: ignore[arg-type]  # a Literal


def _check_date(question: Question, value: Value, circumstances: Circumstances) -> Value:
    label = _label(question, circumstances)
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        raise UserError(f"{label} must be a real date, such as 06-Aug-2026") from None
    if question.not_after_today and day > circumstances.today:
        raise UserError(f"{label} must be today or in the past")
    if question.not_before_birth and circumstances.born and day < circumstances.born:
        raise UserError(
            f"{label} must be after {circumstances.name} was born, {show_date(circumstances.born)}"
        )
    return day.isoformat()


def _date_words(question: Question, value: Value) -> str:
    return show_date(date.fromisoformat(str(value)))


_CHOICE = AnswerType(_choice_from_text, _check_choice, _choice_words)

ANSWER_TYPES: dict[QuestionType, AnswerType] = {
    "choice": _CHOICE,
    "date": AnswerType(_date_from_text, _check_date, _date_words),
    "long text": AnswerType(_text_as_typed, _check_long_text, _text_words),
    "number": AnswerType(_number_from_text, _check_number, _number_words),
    "several choices": AnswerType(_several_from_text, _check_several, _several_words),
    "text": AnswerType(_text_as_typed, _check_line, _text_words),
    "yes/no": _CHOICE,
}
