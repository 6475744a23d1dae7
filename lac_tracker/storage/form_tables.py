"""The tables of a form file and of the parts it uses → Form. Says what it does not understand, where, and how to mend it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lac_tracker.domain.forms import Check, Form, OneOf, Section
from lac_tracker.domain.questions import REQUIRED, Question
from lac_tracker.storage import form_parts
from lac_tracker.storage.form_parts import Source
from lac_tracker.storage.form_questions import conditions_of, question_from
from lac_tracker.storage.form_values import (
    Place,
    count_of,
    id_of,
    known_keys,
    no_id_twice,
    one_of_the_known,
    tables_of,
    text_of,
    texts_of,
)

_FORM_KEYS = ("id", "title", "version", "for", "ages", "retired", "section", "one_of", "check")
_PART_KEYS = ("part", "id", "title", "version", "retired", "section", "one_of", "check")
_SECTION_KEYS = ("id", "title", "label", "use", "show_if", "holds", "question")
_ONE_OF_KEYS = ("id", "questions", "required", "required_unless", "message")
_CHECK_KEYS = ("id", "when", "expect", "message")
_HOLDS = ("plan", "last_plan")
_LONGEST_LABEL = 4  # characters: it stands in a narrow column


@dataclass
class _Reading:
    """One file while it is read."""

    source: Source
    place: Place  # of the file itself
    left: dict[str, Iterator[int]]  # lines of the tables not read yet

    @classmethod
    def of(cls, source: Source, problems: list[str]) -> "_Reading":
        left = {heading: iter(numbers) for heading, numbers in source.lines.items()}
        return cls(source, Place(source.file_name, 1, "", problems), left)

    def at(self, kind: str, table: Mapping[str, Any], number: int, heading: str = "") -> Place:
        """Return the place of the next table of a kind."""
        said = table.get("id")
        what = f"{kind} '{said}'" if isinstance(said, str) else f"{kind} {number}"
        return replace(
            self.place, line=next(self.left.get(heading or kind, iter(())), self.place.line), what=what
        )


def form_from(source: Source, parts: Mapping[str, Source], problems: list[str]) -> Form:
    """Return the form of a file; what is wrong goes to `problems`, and then the form is not to be used.

    parts: id → part. What is wrong in a part names the part's file.
    """
    form = _Reading.of(source, problems)
    table, place = source.table, form.place
    known_keys(table, _FORM_KEYS, "a form", place)
    form_id = id_of(table, place)
    used = [_Reading.of(parts[name], problems) for name in form_parts.used_in(table) if name in parts]
    by_id = {reading.source.id: reading for reading in used}
    retired = texts_of(table, "retired", place)
    seen: dict[str, Question] = {}  # in the order of the form: conditions look back only
    gone = (*retired, *(one for part in used for one in texts_of(part.source.table, "retired", part.place)))
    sections = []
    for number, section_table in enumerate(tables_of(table, "section", place), 1):
        where = form.at("section", section_table, number)
        sections.append(_section(form, section_table, number, where, by_id, sorted(parts), seen, gone))
    if not sections:
        place.say("there is no [[section]]. A form has at least one")
    no_id_twice((section.id for section in sections), "section", place)
    _no_label_twice(sections, place)
    one_of, checks = _rules((form, *used), seen)
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
        parts=tuple(by_id),
    )


def check_part(source: Source, problems: list[str]) -> None:
    """Say what is wrong with a part before any form uses it: its own keys, and that it has one section."""
    place = Place(source.file_name, 1, "", problems)
    known_keys(source.table, _PART_KEYS, "a part", place)
    if source.table.get("part") is not True:
        place.say("part must be true. A form has no such key: take it out, or write part = true")
    part_id = id_of(source.table, place)
    if part_id and source.file_name != f"{part_id}.toml":
        place.say(f"a part has the name of its file. Call the file {part_id}.toml, or change the id")
    text_of(source.table, "title", place, needed=True)
    text_of(source.table, "version", place, needed=True)
    texts_of(source.table, "retired", place)
    sections = tables_of(source.table, "section", place)
    if len(sections) != 1:
        place.say(f"a part has one [[section]]; this one has {len(sections)}. Make a part of each")
    for section in sections:
        known_keys(section, ("id", "title", "show_if", "question"), "the section of a part", place)


def alone(source: Source) -> Source:
    """Return a part that no form uses as a form of its own, to be checked for what is wrong in it."""
    said = {key: value for key, value in source.table.items() if key != "part"}
    return replace(source, table={**said, "for": "nobody yet"})


def _section(
    form: _Reading,
    table: Mapping[str, Any],
    number: int,
    place: Place,
    parts: Mapping[str, _Reading],
    all_parts: list[str],
    seen: dict[str, Question],
    retired: tuple[str, ...],
) -> Section:
    """Return a section: its own questions first, then those of each part it uses."""
    known_keys(table, _SECTION_KEYS, "a section", place)
    used = _used(table, place, parts, all_parts)
    first = next(iter(used), None)
    from_part = _part_section(first) if first else {}
    part_place = first.at("section", from_part, 1) if first else place
    for later in used[1:]:
        later.at("section", {}, 1)
    show_if = conditions_of(table, "show_if", place, seen) or conditions_of(
        from_part, "show_if", part_place, seen
    )
    holds = text_of(table, "holds", place)
    if holds and holds not in _HOLDS:
        place.say(f"holds '{holds}' is not known. A section can hold 'plan', 'last_plan' or nothing")
    label = text_of(table, "label", place)
    if len(label) > _LONGEST_LABEL:
        place.say(f"label '{label}' is too long. People say 'section 7' or 'section 2b'")
    questions = _questions(form, table, place, seen, retired)
    for part in used:
        questions += _questions(part, _part_section(part), part_place, seen, retired)
    if not questions and holds != "last_plan":
        place.say("there is no [[section.question]]. A section has at least one")
    return Section(
        id_of(table, place) if "id" in table or not first else id_of(from_part, part_place),
        number,
        text_of(table, "title", place, needed=True)
        if "title" in table or not first
        else text_of(from_part, "title", part_place, needed=True),
        tuple(questions),
        show_if,
        holds == "plan",
        holds == "last_plan",
        label,
    )


def _used(
    table: Mapping[str, Any], place: Place, parts: Mapping[str, _Reading], all_parts: list[str]
) -> list[_Reading]:
    """Return the parts a section uses, in their order."""
    held = table.get("use", [])
    names = [held] if isinstance(held, str) else held
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        place.say('use must be the id of a part, or a list such as ["everyday_life", "growing_up"]')
        return []
    for name in names:
        if name not in parts:
            known = ", ".join(all_parts) or "none"
            place.say(f"use '{name}': there is no part of that name. Parts in this folder: {known}")
    return [parts[name] for name in names if name in parts]


def _part_section(part: _Reading) -> Mapping[str, Any]:
    sections = part.source.table.get("section")
    first = sections[0] if isinstance(sections, list) and sections else {}
    return first if isinstance(first, dict) else {}


def _questions(
    reading: _Reading,
    table: Mapping[str, Any],
    place: Place,
    seen: dict[str, Question],
    retired: tuple[str, ...],
) -> list[Question]:
    found = []
    for count, question_table in enumerate(tables_of(table, "question", place), 1):
        where = reading.at("question", question_table, count, "section.question")
        question = question_from(question_table, where, seen)
        if question.id in seen:
            where.say("this id is used twice. Give each question its own")
        if question.id in retired:
            where.say("this id is retired and must not be used again. Choose a new one")
        seen.setdefault(question.id, question)
        found.append(question)
    return found


def _rules(
    readings: tuple[_Reading, ...], seen: Mapping[str, Question]
) -> tuple[tuple[OneOf, ...], tuple[Check, ...]]:
    """Return the rules of the form and of its parts: they may look at every question of the form."""
    one_of = [
        _one_of(rule, reading.at("one_of", rule, number), seen)
        for reading in readings
        for number, rule in enumerate(tables_of(reading.source.table, "one_of", reading.place), 1)
    ]
    checks = [
        _check(rule, reading.at("check", rule, number), seen)
        for reading in readings
        for number, rule in enumerate(tables_of(reading.source.table, "check", reading.place), 1)
    ]
    return tuple(one_of), tuple(checks)


def _no_label_twice(sections: list[Section], place: Place) -> None:
    for label, count in Counter(section.label for section in sections).items():
        if count > 1:
            place.say(f"the section label '{label}' is used {count} times. Give each section its own")


def _one_of(table: Mapping[str, Any], place: Place, seen: Mapping[str, Question]) -> OneOf:
    known_keys(table, _ONE_OF_KEYS, "a one_of", place)
    questions = texts_of(table, "questions", place)
    if len(questions) < 2:
        place.say('questions must be a list of two ids or more, such as ["weight_kg", "why_not_weighed"]')
    for question in questions:
        if question not in seen:
            place.say(f"there is no question '{question}'. Check the id")
    required = one_of_the_known(table, "required", REQUIRED, place, "no")
    message = text_of(table, "message", place, needed=True)
    unless = conditions_of(table, "required_unless", place, seen)
    return OneOf(id_of(table, place), questions, required, message, unless)


def _check(table: Mapping[str, Any], place: Place, seen: Mapping[str, Question]) -> Check:
    known_keys(table, _CHECK_KEYS, "a check", place)
    expect = conditions_of(table, "expect", place, seen, needed=True)
    if expect and not any(condition.question for condition in expect):
        place.say("expect must be about a question: that is where the signer is sent")
    when = conditions_of(table, "when", place, seen)
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
