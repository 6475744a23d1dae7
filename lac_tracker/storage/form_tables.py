"""The tables of one form file → Form. Says what it does not understand, where, and how to mend it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lac_tracker.domain.forms import Check, Form, OneOf, Section
from lac_tracker.domain.questions import (
    AGE_BANDS,
    FACTS,
    FILLS,
    NOT_KNOWN,
    OPERATORS,
    QUESTION_TYPES,
    REQUIRED,
    TYPES_WITH_OPTIONS,
    YES_NO,
    Condition,
    Question,
)
from lac_tracker.storage.form_values import (
    Place,
    count_of,
    flag_of,
    id_of,
    known_keys,
    no_id_twice,
    number_of,
    one_of_the_known,
    only_the_name,
    tables_of,
    text_of,
    texts_of,
)

_FORM_KEYS = ("id", "title", "version", "for", "ages", "retired", "section", "one_of", "check")
_SECTION_KEYS = ("id", "title", "show_if", "holds", "question")
_QUESTION_KEYS = (
    "id", "ask", "type", "options", "not_known", "required", "show_if", "prompt", "hint", "unit", "at_least",
    "at_most", "not_after_today", "not_before_birth", "words_at_least", "words_at_most", "not_enough", "if_missing",
    "fills",
)  # fmt: skip
_ONE_OF_KEYS = ("id", "questions", "required", "message")
_CHECK_KEYS = ("id", "when", "expect", "message")
_CONDITION_KEYS = ("question", "fact", *OPERATORS)

# Keys that say something about one type only.
_KEY_FOR_TYPES = {
    "options": TYPES_WITH_OPTIONS,
    "not_known": ("yes/no",),
    "unit": ("number",),
    "at_least": ("number",),
    "at_most": ("number",),
    "not_after_today": ("date",),
    "not_before_birth": ("date",),
    "words_at_least": ("long text",),
    "words_at_most": ("long text",),
    "not_enough": ("choice", "yes/no"),
}


def form_from(table: Mapping[str, Any], place: Place, lines: Mapping[str, list[int]]) -> Form:
    """Return the form of a parsed file; what is wrong goes to `place.problems`, and then the form is not to be used.

    lines: the line of each [[section]], [[section.question]], [[one_of]] and [[check]], in their order.
    """
    known_keys(table, _FORM_KEYS, "a form", place)
    retired = texts_of(table, "retired", place)
    form_id = id_of(table, place)
    left = {heading: iter(numbers) for heading, numbers in lines.items()}
    seen: dict[str, Question] = {}  # in the order of the file: conditions look back only
    sections = []
    for number, section_table in enumerate(tables_of(table, "section", place), 1):
        where = _place(place, "section", section_table, number, left)
        sections.append(_section(section_table, number, where, seen, retired, left))
    if not sections:
        place.say("there is no [[section]]. A form has at least one")
    no_id_twice((section.id for section in sections), "section", place)
    one_of = tuple(
        _one_of(rule, _place(place, "one_of", rule, number, left), seen)
        for number, rule in enumerate(tables_of(table, "one_of", place), 1)
    )
    checks = tuple(
        _check(rule, _place(place, "check", rule, number, left), seen)
        for number, rule in enumerate(tables_of(table, "check", place), 1)
    )
    no_id_twice((rule.id for rule in one_of), "one_of", place)
    no_id_twice((rule.id for rule in checks), "check", place)
    return Form(
        id=form_id,
        title=text_of(table, "title", place, needed=True),
        version=text_of(table, "version", place, needed=True),
        for_words=text_of(table, "for", place, needed=True),
        ages=_ages(table, place),
        sections=tuple(sections),
        one_of=one_of,
        checks=checks,
        retired=retired,
    )


def _section(
    table: Mapping[str, Any],
    number: int,
    place: Place,
    seen: dict[str, Question],
    retired: tuple[str, ...],
    left: Mapping[str, Any],
) -> Section:
    known_keys(table, _SECTION_KEYS, "a section", place)
    show_if = _conditions(table, "show_if", place, seen)
    holds = text_of(table, "holds", place)
    if holds not in ("", "plan"):
        place.say(f"holds '{holds}' is not known. A section can hold 'plan' or nothing")
    questions = []
    for count, question_table in enumerate(tables_of(table, "question", place), 1):
        where = _place(place, "question", question_table, count, left, heading="section.question")
        question = _question(question_table, where, seen)
        if question.id in seen:
            where.say("this id is used twice. Give each question its own")
        if question.id in retired:
            where.say("this id is retired and must not be used again. Choose a new one")
        seen.setdefault(question.id, question)
        questions.append(question)
    if not questions:
        place.say("there is no [[section.question]]. A section has at least one")
    return Section(
        id_of(table, place),
        number,
        text_of(table, "title", place, needed=True),
        tuple(questions),
        show_if,
        holds == "plan",
    )


def _question(table: Mapping[str, Any], place: Place, seen: Mapping[str, Question]) -> Question:
    known_keys(table, _QUESTION_KEYS, "a question", place)
    kind = one_of_the_known(table, "type", QUESTION_TYPES, place, QUESTION_TYPES[0])
    if kind in QUESTION_TYPES and table.get("type") == kind:
        for key, kinds in _KEY_FOR_TYPES.items():
            if key in table and kind not in kinds:
                place.say(f"'{key}' is only for {' and '.join(kinds)}. Take it out, or change the type")
    options = _options(table, kind, place)
    prompt, by_age = _prompt(table, place)
    question_id = id_of(table, place)
    if question_id.endswith("_not_today"):
        place.say("ids that end in '_not_today' are kept for whole sections. Choose another")
    question = Question(
        id=question_id,
        ask=text_of(table, "ask", place, needed=True),
        type=kind,
        options=options,
        required=one_of_the_known(table, "required", REQUIRED, place, "no") if "required" in table else "no",
        show_if=_conditions(table, "show_if", place, seen),
        prompt=prompt,
        prompts_by_age=by_age,
        hint=text_of(table, "hint", place),
        unit=text_of(table, "unit", place),
        at_least=number_of(table, "at_least", place),
        at_most=number_of(table, "at_most", place),
        not_after_today=flag_of(table, "not_after_today", place),
        not_before_birth=flag_of(table, "not_before_birth", place),
        words_at_least=count_of(table, "words_at_least", place),
        words_at_most=count_of(table, "words_at_most", place),
        not_enough=texts_of(table, "not_enough", place),
        if_missing=text_of(table, "if_missing", place),
        fills=one_of_the_known(table, "fills", FILLS, place, FILLS[0]) if "fills" in table else None,
    )
    _bounds(question, place)
    return question


def _bounds(question: Question, place: Place) -> None:
    pairs = (
        ("at_least", question.at_least, "at_most", question.at_most),
        ("words_at_least", question.words_at_least, "words_at_most", question.words_at_most),
    )
    for low_key, low, high_key, high in pairs:
        if low is not None and high is not None and low > high:
            place.say(f"{low_key} {low:g} is more than {high_key} {high:g}. Change one of them")
    keys = [key for key, _ in question.options]
    for key in question.not_enough:
        if key not in keys:
            place.say(f"not_enough '{key}' is not one of its options: {', '.join(keys)}")


def _options(table: Mapping[str, Any], kind: str, place: Place) -> tuple[tuple[str, str], ...]:
    if kind == "yes/no":
        return (*YES_NO, NOT_KNOWN) if flag_of(table, "not_known", place) else YES_NO
    held = table.get("options")
    if kind not in TYPES_WITH_OPTIONS or table.get("type") != kind:
        return ()
    if not isinstance(held, dict) or len(held) < 2:
        place.say('a choice needs two options or more, such as options = { yes = "Yes", no = "No" }')
        return ()
    options = []
    for key, label in held.items():
        if not isinstance(label, str) or not label.strip():
            place.say(f"option '{key}' has no label. Write {key} = \"the words to show\"")
            continue
        only_the_name(label, f"option '{key}'", place)
        options.append((key, label))
    for label, count in Counter(label for _, label in options).items():
        if count > 1:
            place.say(f"the label '{label}' stands {count} times. Nobody could tell the options apart")
    return tuple(options)


def _prompt(table: Mapping[str, Any], place: Place) -> tuple[str, tuple[tuple[str, str], ...]]:
    held = table.get("prompt", "")
    if not isinstance(held, dict):
        return text_of(table, "prompt", place), ()
    for band in held:
        if band not in AGE_BANDS:
            place.say(f"prompt '{band}' is not one of {', '.join(AGE_BANDS)}")
    return "", tuple((band, text_of(held, band, place)) for band in held)


def _conditions(
    table: Mapping[str, Any], key: str, place: Place, seen: Mapping[str, Question], *, needed: bool = False
) -> tuple[Condition, ...]:
    held = table.get(key, [])
    listed = [held] if isinstance(held, dict) else held
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        place.say(
            f'{key} must be a condition such as {{ question = "smokes", is = "yes" }}, or a list of them'
        )
        return ()
    if needed and not listed:
        place.say(f"{key} is missing. Write a condition: {key} = {{ question = …, is = … }}")
    conditions = [_condition(one, key, place, seen) for one in listed]
    return tuple(condition for condition in conditions if condition)


def _condition(
    table: Mapping[str, Any], key: str, place: Place, seen: Mapping[str, Question]
) -> Condition | None:
    known_keys(table, _CONDITION_KEYS, f"a condition ({key})", place)
    operators = [operator for operator in OPERATORS if operator in table]
    if len(operators) != 1 or ("question" in table) == ("fact" in table):
        place.say(f"{key} needs one question or one fact, and one of {', '.join(OPERATORS)}")
        return None
    operator = operators[0]
    about, is_fact = (table["fact"], True) if "fact" in table else (table["question"], False)
    known: tuple[str, ...] | None
    values: tuple[str, ...]
    if is_fact:
        if not isinstance(about, str) or about not in FACTS:
            place.say(f"{key}: fact '{about}' is not one of {', '.join(FACTS)}")
            return None
        known = FACTS[about]
    else:
        if not isinstance(about, str) or about not in seen:
            place.say(
                f"{key}: question '{about}' does not stand before this one. Move it up, or check the id"
            )
            return None
        options = tuple(option for option, _ in seen[about].options)
        known = options or None
    if operator == "is" and table["is"] == "answered" and "answered" not in (known or ()):
        operator, values = "answered", ("yes",)  # said like a value, meant like the key
    else:
        values = _values(table[operator], operator, key, place)
    if operator != "answered":
        for value in values:
            if known is None:
                place.say(f"{key}: '{about}' has no options to compare with. Use answered = true")
            elif value not in known:
                place.say(f"{key}: '{value}' is not an option of '{about}': {', '.join(known)}")
    return Condition(None if is_fact else about, operator, values, about if is_fact else None)


def _values(held: object, operator: str, key: str, place: Place) -> tuple[str, ...]:
    if operator == "answered":
        if not isinstance(held, bool):
            place.say(f"{key}: answered must be true or false")
        return ("yes",) if held else ("no",)
    if operator == "is_any_of":
        if isinstance(held, list) and held and all(isinstance(value, str) for value in held):
            return tuple(held)
        place.say(f'{key}: is_any_of must be a list such as ["yes", "not_known"]')
        return ()
    if not isinstance(held, str):
        place.say(f'{key}: {operator} must be one option in quotation marks, such as {operator} = "yes"')
        return ()
    return (held,)


def _one_of(table: Mapping[str, Any], place: Place, seen: Mapping[str, Question]) -> OneOf:
    known_keys(table, _ONE_OF_KEYS, "a one_of", place)
    questions = texts_of(table, "questions", place)
    if len(questions) < 2:
        place.say('questions must be a list of two ids or more, such as ["weight_kg", "why_not_weighed"]')
    for question in questions:
        if question not in seen:
            place.say(f"there is no question '{question}'. Check the id")
    required = one_of_the_known(table, "required", REQUIRED, place, "no")
    return OneOf(id_of(table, place), questions, required, text_of(table, "message", place, needed=True))


def _check(table: Mapping[str, Any], place: Place, seen: Mapping[str, Question]) -> Check:
    known_keys(table, _CHECK_KEYS, "a check", place)
    expect = _conditions(table, "expect", place, seen, needed=True)
    if expect and not any(condition.question for condition in expect):
        place.say("expect must be about a question: that is where the signer is sent")
    when = _conditions(table, "when", place, seen)
    return Check(id_of(table, place), when, expect, text_of(table, "message", place, needed=True))


def _ages(table: Mapping[str, Any], place: Place) -> tuple[int | None, int | None]:
    held = table.get("ages", {})
    if not isinstance(held, dict):
        place.say("ages must be years such as { from_years = 0, to_years = 9 }")
        return None, None
    known_keys(held, ("from_years", "to_years"), "ages", place)
    first, last = count_of(held, "from_years", place), count_of(held, "to_years", place)
    if first is not None and last is not None and first > last:
        place.say(f"from_years {first} is more than to_years {last}. Change one of them")
    return first, last


def _place(
    place: Place,
    kind: str,
    table: Mapping[str, Any],
    number: int,
    left: Mapping[str, Any],
    *,
    heading: str = "",
) -> Place:
    said = table.get("id")
    what = f"{kind} '{said}'" if isinstance(said, str) else f"{kind} {number}"
    return replace(place, line=next(left.get(heading or kind, iter(())), place.line), what=what)
