"""What a new plan item begins with: the question or section of the form it comes from."""

from dataclasses import replace

from lac_tracker.domain.answers import to_words
from lac_tracker.domain.forms import NOT_TODAY, Form, Section, find_question, not_today_question
from lac_tracker.domain.missing_parts import found_words
from lac_tracker.domain.plans import Need
from lac_tracker.domain.questions import words
from lac_tracker.services.assessments import AssessmentForEntry
from lac_tracker.services.immunisations import CATCH_UP, CATCH_UP_FOUND

# Which category a need starts with, by the question or the section it comes from; the longest match counts.
_CATEGORY_OF = {
    "dental": "teeth", "imm": "immunisations", "vision": "eyes", "hearing": "ears", "gp": "registration",
    "growth": "growth", "height": "growth", "weight": "growth", "development": "development",
    "attendance": "learning", "send": "learning", "feelings": "feelings", "sdq": "feelings", "sleep": "sleep",
    "food": "food_and_movement", "movement": "food_and_movement", "safe": "safety", "smoke": "substances",
    "substance": "substances", "relationships": "relationships", "sexual": "relationships", "pregnancy": "pregnancy",
    "allergies": "medicines", "medicines": "medicines", "birth_and_family": "history", "independence": "leaving_care",
    "about_me": "identity", "uasc": "infection",
}  # fmt: skip


def new_need(entry: AssessmentForEntry, about: str) -> Need:
    """Return a need that comes from a question or a section, with what was answered there. about: its id."""
    section, question = section_of(entry.form, about), find_question(entry.form, about)
    answer = to_words(question, entry.answers.get(about), entry.called) if question else ""
    if about.startswith("sdq_") and entry.sdq_totals:
        found = ". ".join(part for part in (f"SDQ: {entry.sdq_totals}", answer) if part)
    elif about == CATCH_UP:
        found = CATCH_UP_FOUND
    else:
        found = f"{words(question.ask, entry.called).rstrip('?')}: {answer}" if question and answer else ""
    category = _category_of((about, section.id if section else ""))
    from_section = section.id if section and not section.holds_plan else None
    return Need(None, "", category, found=found, section_id=from_section)


def part_need(entry: AssessmentForEntry, section_id: str) -> Need:
    """Return a need for a part that was left for another day: which one, and why."""
    section = section_of(entry.form, section_id)
    why = entry.answers.get(not_today_question(section).id) if section else None
    label = words(dict(NOT_TODAY).get(str(why), ""), entry.called)
    title = words(section.title, entry.called) if section else ""
    return replace(new_need(entry, section_id), title=title, found=found_words(label) if label else "")


def section_of(form: Form, about: str) -> Section | None:
    """Return the section with this id, or with the question of this id."""
    return next(
        (
            section
            for section in form.sections
            if section.id == about or any(question.id == about for question in section.questions)
        ),
        None,
    )


def _category_of(names: tuple[str, ...]) -> str:
    """Return the category a need from a question or a section starts with."""
    longest_first = sorted(_CATEGORY_OF, key=len, reverse=True)
    found = (_CATEGORY_OF[key] for name in names for key in longest_first if name.startswith(key))
    return next(found, "other")
