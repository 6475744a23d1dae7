"""What a new plan item begins with: the question or section of the form it comes from."""

from lac_tracker.domain.answers import to_words
from lac_tracker.domain.forms import Form, Section, find_question
from lac_tracker.domain.plans import Need
from lac_tracker.domain.questions import words
from lac_tracker.services.assessments import AssessmentForEntry

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
    found = f"{words(question.ask, entry.called).rstrip('?')}: {answer}" if question and answer else ""
    category = _category_of((about, section.id if section else ""))
    from_section = section.id if section and not section.holds_plan else None
    return Need(None, "", category, found=found, section_id=from_section)


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
