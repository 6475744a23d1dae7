"""What a signed assessment learned about the child, written into the record once."""

from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.completeness import Knowledge
from lac_tracker.domain.forms import Form, child_facts, visible_questions
from lac_tracker.domain.names import search_key
from lac_tracker.domain.people import Actor
from lac_tracker.domain.questions import Answers
from lac_tracker.storage import children, reference_data


def fill_child(session: Session, child_id: int, form: Form, answers: Answers, by: Actor, on: date) -> None:
    """Write what the form learned about the child into the record once: `fills` of a question names the fact.

    What was not learned this time leaves the record as it is.
    """
    child = children.load(session, child_id)
    facts = child_facts(child.born, on, unaccompanied=child.is_unaccompanied, sex=child.sex)
    asked = visible_questions(form, answers, facts)
    answers = {question.id: answers[question.id] for question in asked if question.id in answers}
    said = {
        question.fills: str(answers[question.id])
        for question in asked
        if question.fills and question.id in answers
    }
    fields: dict[str, object] = {}
    for subject, code in (
        ("ethnicity", "ethnicity_code"),
        ("language", "first_language"),
        ("religion", "religion_code"),
    ):
        state = said.get(f"{subject}_state")
        held = getattr(child, f"{subject}_state")
        is_less = state == Knowledge.ASKED_NOT_KNOWN and held == Knowledge.RECORDED
        if state is None or state == Knowledge.NOT_ASKED or is_less:
            continue
        fields |= {f"{subject}_state": state, f"{subject}_asked_on": on, f"{subject}_asked_by": by.full_name}
        value = said.get(subject) if state == Knowledge.RECORDED else None
        fields[code] = _language_code(value) if subject == "language" and value else value
    for name in ("preferred_name", "interpreter_needed", "allergies_state", "allergies"):
        if name in said:
            fields[name] = said[name]
    if said.get("allergies_state") == "none_known":
        fields["allergies"] = None
    means = [
        str(answers[f"{subject}_means"])
        for subject in ("ethnicity", "language", "religion")
        if answers.get(f"{subject}_means")
    ]
    if means:
        fields["meaning_for_care"] = " ".join(means)
    fields |= {name: state for name, state in _history_states(answers).items() if state != "not_asked"}
    children.change(session, child_id, fields)


def _language_code(typed: str) -> str:
    """Return the code of a language whose name was typed, else the words as they are: a dialect has no code."""
    names = {search_key(code.label): code.code for code in reference_data.codes()["language"].codes}
    return names.get(search_key(typed), typed)


def _history_states(answers: Answers) -> dict[str, object]:
    """Return the state of birth and parental history: answered when every heading is, else the weakest word."""
    groups = {
        "birth_history_state": ("birth_pregnancy_state", "neonatal_state", "newborn_screening_state"),
        "parental_history_state": ("mother_health_state", "father_health_state"),
    }
    weakest = ("not_asked", "asked", "declined", "not_known_after_asking", "answered")
    words = {
        "known": "answered",
        "answered": "answered",
        "recorded": "answered",
        "asked_for": "asked",
        "asked": "asked",
    }
    found: dict[str, object] = {}
    for field, questions in groups.items():
        states = [
            words.get(str(answers.get(one, "not_asked")), str(answers.get(one, "not_asked")))
            for one in questions
        ]
        found[field] = min(
            (state if state in weakest else "not_asked" for state in states), key=weakest.index
        )
    return found
