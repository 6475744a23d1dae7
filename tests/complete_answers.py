"""Answers that make any form complete enough to sign: every question that applies, and everything well."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from lac_tracker.domain.forms import Form, find_question, visible_questions
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.domain.questions import Question, Value

SUMMARY = (
    "Amara is a healthy and thoughtful young person who came into care in January after a hard winter at home. "
    "Her asthma is mostly well controlled, she has toothache that stops her eating, and she sleeps badly on school "
    "nights. She wants to stay at her school and to see her brother. Teeth and sleep should change by the summer."
)

# What a general rule would answer wrongly, by the id of the question; choices by key or by label.
SAID: Mapping[str, Value] = {
    "matters": "I want to stay at my school and see my brother. My tooth hurts when I eat.",
    "matters_kind": "own_words",
    "well": "I like living with Jo and her dog.",
    "likes": "Drawing, football",
    "alone": "yes",
    "present": ["carer"],
    "seen_where": "home",
    "own_consent": "agreed",
    "can_decide": "yes",
    "interpreter_used": "not_needed",
    "info_gp": "received",
    "info_camhs": "not_needed",
    "preferred_name": "Mara",
    "ethnicity_state": "recorded",
    "ethnicity": "Mixed: White and Black Caribbean",
    "language_state": "recorded",
    "language": "English",
    "interpreter_needed": "no",
    "religion_state": "prefers_not_to_say",
    "reason_in_care": "Neglect at home; her mother could not keep her safe.",
    "moves": "No moves",
    "allergies_state": "known",
    "allergies": "Penicillin: rash in 2018",
    "medicines_state": "yes",
    "medicines": "Salbutamol inhaler as needed",
    "safe_now": "yes",
    "development_concern": "no",
    "camhs_known": "no",
    "safeguarding": "no",
    "substances": ["none"],
    "substance_problem": "no",
    "pregnancy": "no",
    "private_talk": "yes",
    "asked_alone": "yes",
    "missing_episodes": "no",
    "smoke_at_home": "no",
    "summary": SUMMARY,
    "height_cm": 158,
    "weight_kg": 48.5,
    "uasc_trafficking": "no",
    "uasc_age_disputed": "no",
    "uasc_fgm": "asked_no",
    "uasc_tb": "done",
    "uasc_bbv": "done",
    "uasc_tb_symptoms": "no",
    "about_me_still_right": "yes",
    "communication_state": "recorded",
    "family_news": "no",
    "missing_since": "no",
    "lc_adult_services": "no",
    "lc_history_offered": "later",
}
LEFT_BLANK = (
    "voice_none_reason", "observed", "growth_not_measured_why", "plan_no_needs_because", "last_plan_elsewhere",
    "birth_items_not_known", "mother_items_not_known", "father_items_not_known", "family_items_not_known",
    "uasc_screening_declined",
)  # fmt: skip
TOO_MUCH = 400  # answers that uncover answers: more rounds than this is a form that goes in circles


def complete_answers(form: Form, facts: Mapping[str, str]) -> dict[str, Value]:
    """Return an answer to every question that applies; facts as forms.child_facts gives them."""
    return dict(_complete(form, tuple(sorted(facts.items()))))


@cache
def _complete(form: Form, known: tuple[tuple[str, str], ...]) -> dict[str, Value]:
    answers: dict[str, Value] = {}
    facts = dict(known)
    for _ in range(TOO_MUCH):
        left = [
            question
            for question in visible_questions(form, answers, facts)
            if question.id not in answers and question.id not in LEFT_BLANK
        ]
        if not left:
            return answers
        answers[left[0].id] = _answer(left[0])
    raise AssertionError("The form never comes to an end")


def _answer(question: Question) -> Value:
    said = SAID.get(question.id)
    by_label = {label: key for key, label in question.options}
    if isinstance(said, str) and said in by_label:
        return by_label[said]
    if said is not None:
        return said
    match question.type:
        case "choice" | "yes/no":
            return next(key for key, _ in question.options if key not in question.not_enough)
        case "several choices":
            return [question.options[0][0]]
        case "date":
            return date(2026, 2, 20).isoformat()
        case "number":
            low, high = question.at_least or 0, question.at_most or 100
            return int((low + high) / 2)
    return "Asked and well"


def complete_plan(practice: str = "Mill Road Surgery", today: date = date(2026, 3, 4)) -> tuple[Need, ...]:
    """Return a plan that may be signed: two needs, one of them with an action for the practice."""
    teeth = Outcome(
        text="Mara eats on both sides without tooth pain",
        measure="Letter from the dentist; Mara says no pain at meals for 2 weeks",
        review_on=date(2026, 6, 3),
        agreed_child="yes",
        agreed_carer="yes",
        actions=(
            Action("Book a dental check and take Mara there", "Jo Moss", "foster carer", "Northgate Fostering", date(2026, 3, 18)),
            Action("Give the HPV vaccine and the 3-in-1 booster", "Dr Kofi Osei", "GP", practice, date(2026, 4, 30), why="Not given at school"),
        ),
    )  # fmt: skip
    sleep = Outcome(
        text="Mara sleeps 8 hours on at least 5 nights a week",
        measure="Sleep diary, looked at after 6 weeks",
        review_on=date(2026, 6, 3),
        agreed_child="yes",
        actions=(
            Action("Show Mara the sleep diary and a bedtime routine", "Nadia Rahman", "specialist nurse", "Northgate LAC health team", date(2026, 4, 15)),
        ),
    )  # fmt: skip
    return (
        Need(None, "Teeth", "teeth", "Toothache on the left for 2 weeks; no dental check for 14 months",
             "My tooth hurts when I eat.", "health_checks", (teeth,)),
        Need(None, "Sleep", "sleep", "Falls asleep at 1 am on school nights, on her phone", "", "everyday_life", (sleep,)),
    )  # fmt: skip


def known_questions(forms: Iterable[Form]) -> None:
    """Fail when SAID or LEFT_BLANK names a question no form has any more."""
    held = tuple(forms)
    missing = [
        one for one in (*SAID, *LEFT_BLANK) if not any(find_question(form, one) is not None for form in held)
    ]
    assert not missing, missing
