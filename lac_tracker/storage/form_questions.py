"""One [[section.question]] of a form file → Question, and the conditions it is asked under."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from lac_tracker.domain.questions import (
    AGE_BANDS,
    FACTS,
    FILLS,
    HISTORY_GROUPS,
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
    number_of,
    one_of_the_known,
    only_the_name,
    text_of,
    texts_of,
)

_QUESTION_KEYS = (
    "id", "ask", "type", "options", "not_known", "required", "required_unless", "show_if", "prompt", "hint", "unit",
    "at_least", "at_most", "not_after_today", "not_before_birth", "words_at_least", "words_at_most", "not_enough",
    "if_missing", "fills", "restricted",
)  # fmt: skip
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


def question_from(table: Mapping[str, Any], place: Place, seen: Mapping[str, Question]) -> Question:
    """Return a question; what is wrong with it goes to `place.problems`.

    seen: the questions before it: a condition looks back only.
    """
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
        required_unless=conditions_of(table, "required_unless", place, seen),
        show_if=conditions_of(table, "show_if", place, seen),
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
        fills=_fills(table, place),
        restricted=flag_of(table, "restricted", place),
    )
    _bounds(question, place)
    return question


def _fills(table: Mapping[str, Any], place: Place) -> str | None:
    held = table.get("fills")
    if held is None or held in FILLS:
        return held
    group, _, item = str(held).partition(".")
    if group not in HISTORY_GROUPS:
        groups = " or ".join(f"{one}.…" for one in HISTORY_GROUPS)
        place.say(f"fills '{held}' is not one of {', '.join(FILLS)}, nor {groups}")
    elif not re.fullmatch(r"[a-z][a-z0-9_]*", item):
        place.say(f"fills '{held}' must end in small letters, digits and _, such as '{group}.weight'")
    return str(held)


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


def conditions_of(
    table: Mapping[str, Any], key: str, place: Place, seen: Mapping[str, Question], *, needed: bool = False
) -> tuple[Condition, ...]:
    """Return the condition or conditions of a key; a mistake goes to `place.problems`."""
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
