"""Parts of an assessment that were left for another day: each is listed, and an item of the plan covers it.

Source: Care Quality Commission, review of health services for children looked after and safeguarding, 2015, 4.8; TS-3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lac_tracker.domain.forms import (
    NOT_TODAY,
    NOT_TODAY_ENDING,
    Answers,
    Form,
    Section,
    not_today_question,
    questions_by_section,
)
from lac_tracker.domain.plans import Need
from lac_tracker.domain.questions import words

_NO_PART = ("", "not_needed_at_this_age")  # nothing was left out


@dataclass(frozen=True)
class MissingPart:
    """One section that was left for another day.

    words: '8 Growth and examination'. why: 'No interpreter'. need_id: the item of the plan that covers it,
    None while it has none; item: that item as it is called, and item_number its place in the plan, from 1.
    """

    section_id: str
    words: str
    why: str
    need_id: int | None = None
    item: str = ""
    item_number: int | None = None

    @property
    def title(self) -> str:
        """The part without the number of its section."""
        return self.words.partition(" ")[2]


def sections_left(form: Form, answers: Answers, facts: Mapping[str, str]) -> tuple[tuple[Section, str], ...]:
    """Return the sections of a form that were left for another day, each with why: a key of forms.NOT_TODAY."""
    found = []
    for section, shown in questions_by_section(form, answers, facts):
        why = answers.get(not_today_question(section).id)
        if shown and isinstance(why, str) and why not in _NO_PART:
            found.append((section, why))
    return tuple(found)


def marks_a_part(question_id: str) -> bool:
    """Return whether an answer says that a section was left for another day."""
    return question_id.endswith(NOT_TODAY_ENDING)


def parts_left(
    form: Form,
    answers: Answers,
    facts: Mapping[str, str],
    name: str,
    plan: Iterable[Need],
    items: Mapping[str, int | None],
) -> tuple[MissingPart, ...]:
    """Return the parts that are missing, in the order of the form.

    name: how the child is called. items: section → the need that was chosen to cover it; one that is not in
    `plan` any more, or was entered in error there, counts as none.
    """
    there = {need.id: (number, need) for number, need in counting(plan)}
    found = []
    for section, why in sections_left(form, answers, facts):
        need_id = items.get(section.id)
        number, need = there.get(need_id, (None, None)) if need_id is not None else (None, None)
        found.append(
            MissingPart(
                section.id,
                f"{section.label} {words(section.title, name)}",
                words(dict(NOT_TODAY).get(why, why), name),
                need.id if need else None,
                called(need) if need else "",
                number,
            )
        )
    return tuple(found)


def counting(plan: Iterable[Need]) -> tuple[tuple[int, Need], ...]:
    """Return the needs that still say what will be different, with their number in the plan."""
    return tuple(
        (number, need)
        for number, need in enumerate(plan, 1)
        if any(not outcome.entered_in_error for outcome in need.outcomes)
    )


def called(need: Need) -> str:
    """Return a need in a few words: its title, else what will be different."""
    return need.title or next((one.text for one in need.outcomes if one.text), "") or "Item without a title"


def starter_outcome(title: str, name: str) -> str:
    """Return the outcome that the item for a part begins with: 'Growth: known in full for Mara'.

    title: of the section, without its number. name: how the child is called.
    """
    part = title.replace(":", ",")
    return f"{part}: known in full" + ("" if name in part else f" for {name}")


def found_words(why: str) -> str:
    """Return what the item for a part says was found."""
    return f"Left for another day: {why}"


def listed(parts: Iterable[MissingPart]) -> str:
    """Return the parts in one line: '8 Growth and examination (No interpreter), item 2 of its plan'; '' for none."""
    lines = []
    for part in parts:
        item = f", item {part.item_number} of its plan" if part.item_number else ""
        lines.append(f"{part.words} ({part.why}){item}")
    return "; ".join(lines)


def left_words(parts: Iterable[MissingPart]) -> str:
    """Return what the next assessment begins with: 'Left from the last: …'; '' when nothing was left."""
    said = listed(parts)
    return f"Left from the last: {said}" if said else ""
