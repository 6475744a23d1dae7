"""What a signed assessment learned about the child, written into the record once."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.about import together
from lac_tracker.domain.children import Child
from lac_tracker.domain.completeness import Knowledge
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.forms import Form, facts_about, visible_questions
from lac_tracker.domain.names import search_key
from lac_tracker.domain.people import Actor
from lac_tracker.domain.questions import Answers
from lac_tracker.domain.treatments import Allergy, allergy_name
from lac_tracker.services.learned_checks import fill_checks
from lac_tracker.services.learned_history import Heard, fill_history
from lac_tracker.storage import assessments, children, reference_data, treatments

# Subject → the field of the record that holds its value, and what the question of that value fills.
_SUBJECTS = {
    "ethnicity": ("ethnicity_code", "ethnicity"),
    "language": ("first_language", "language"),
    "religion": ("religion_code", "religion"),
    "communication": ("communication_needs", "communication_needs"),
}
_AS_SAID = (
    "preferred_name", "interpreter_needed", "ethnicity_own_words", "ethnicity_means",
    "preferred_language", "language_means", "interpreter_wishes", "religion_own_words", "religion_means",
)  # fmt: skip
_LANGUAGES = ("first_language", "preferred_language")
_MEANS = ("ethnicity_means", "language_means", "religion_means")


def fill_child(
    session: Session, child_id: int, form: Form, answers: Answers, by: Actor, on: date, *, assessment_id: int
) -> None:
    """Write what the form learned about the child into the record once: `fills` of a question names the fact.

    What was not learned this time leaves the record as it is: a blank never erases.
    """
    child = children.load(session, child_id)
    facts = facts_about(child, on)
    asked = visible_questions(form, answers, facts)
    given = {question.id: answers[question.id] for question in asked if question.id in answers}
    said = {
        question.fills: str(given[question.id])
        for question in asked
        if question.fills and str(given.get(question.id, "")).strip()
    }
    fields = _about(child, said, by, on)
    fields |= {name: said[name] for name in _AS_SAID if name in said}
    for name in _LANGUAGES:
        if fields.get(name):
            fields[name] = _language_code(str(fields[name]))
    if any(name in said for name in _MEANS):
        means = (said.get(name) or getattr(child, name) for name in _MEANS)
        fields["meaning_for_care"] = together(means)
    children.change(session, child_id, fields)
    source = _source(form, on)
    _fill_allergies(session, child_id, assessment_id, form, said, Heard(source, on, by))
    questions = tuple(question for section in form.sections for question in section.questions)
    fill_history(session, child_id, questions, given, Heard(source, on, by))
    fill_checks(session, child_id, assessment_id, questions, given, Heard(source, on, by))


def _about(child: Child, said: dict[str, str], by: Actor, on: date) -> dict[str, object]:
    """Return what was learned of ethnicity, language, religion and communication, with who asked and when."""
    fields: dict[str, object] = {}
    for subject, (field, fills) in _SUBJECTS.items():
        state = said.get(f"{subject}_state")
        held = getattr(child, f"{subject}_state")
        is_less = state == Knowledge.ASKED_NOT_KNOWN and held == Knowledge.RECORDED
        if state is None or state == Knowledge.NOT_ASKED or is_less:
            continue
        fields |= {f"{subject}_state": state, f"{subject}_asked_on": on, f"{subject}_asked_by": by.full_name}
        fields[field] = said.get(fills) if state == Knowledge.RECORDED else None
    return fields


def allergies_not_named(
    session: Session, child_id: int, assessment_id: int, form: Form, answers: Answers, on: date
) -> tuple[str, ...]:
    """Return in words the allergies on the record that signing these answers would end: a person is asked first."""
    state, words = said = _allergies_said(form, answers)
    if state not in ("known", "none_known") or said == _said_before(session, assessment_id, form):
        return ()
    source = _source(form, on)
    gone = treatments.allergies_not_named(session, child_id, words, state, _is_older(source, on))
    return tuple(allergy_name(row).words for row in gone)


def _fill_allergies(
    session: Session, child_id: int, assessment_id: int, form: Form, said: Mapping[str, str], heard: Heard
) -> None:
    """Make the rows follow the answer. One that is newer than the assessment, and not from it, is left as it is.

    An amendment that says the same as before alters nothing: what a person did to the rows since stays.
    """
    state, words = said.get("allergies_state", ""), said.get("allergies", "")
    before = _said_before(session, assessment_id, form)
    if state not in ("known", "none_known") or before == (state, words):
        return
    treatments.set_allergy_names(
        session, child_id, words, heard.source, heard.by.full_name, on=heard.on, state=state,
        because=f"No longer named in the {heard.source}", may_alter=_is_older(heard.source, heard.on),
        said_before=before[1], keeps_reactions=True,
    )  # fmt: skip


def _said_before(session: Session, assessment_id: int, form: Form) -> tuple[str, str]:
    """Return what the edition that this one amends says of allergies; nothing for a first edition."""
    amends = assessments.load(session, assessment_id).amends_id
    return _allergies_said(form, assessments.answers(session, amends)) if amends is not None else ("", "")


def _allergies_said(form: Form, answers: Answers) -> tuple[str, str]:
    """Return what answers say of allergies: the state, and the names where the state is 'known'."""
    told = {
        question.fills: str(answers.get(question.id) or "")
        for section in form.sections
        for question in section.questions
        if question.fills in ("allergies_state", "allergies")
    }
    state = told.get("allergies_state", "")
    return state, told.get("allergies", "") if state == "known" else ""


def _is_older(source: str, on: date) -> Callable[[Allergy], bool]:
    return lambda row: row.source == source or row.recorded_on is None or row.recorded_on < on


def _source(form: Form, on: date) -> str:
    return f"{form.id.partition('_')[0].upper()} {show_date(on)}"


def _language_code(typed: str) -> str:
    """Return the code of a language whose name was typed, else the words as they are: a dialect has no code."""
    names = {search_key(code.label): code.code for code in reference_data.codes()["language"].codes}
    return names.get(search_key(typed), typed)
