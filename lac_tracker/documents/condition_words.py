"""When a question of a form is asked, in words for paper: 'If no:', 'From 13 years:'."""

from collections.abc import Mapping
from datetime import date

from lac_tracker.domain.forms import child_facts
from lac_tracker.domain.questions import KNOWN_SUBJECTS, Condition, Question, holds, words

# (fact, value) → who is asked. A test asks that there is one for every value of every fact.
FACT_WORDS: Mapping[tuple[str, str], str] = {
    ("unaccompanied", "yes"): "For who came to the UK alone",
    ("unaccompanied", "no"): "Not for who came to the UK alone",
    ("sex", "male"): "For boys",
    ("sex", "female"): "For girls",
    ("sex", "not known"): "Where the sex is not known",
    ("under_2", "yes"): "Under 2 years",
    ("under_2", "no"): "From 2 years",
    ("sdq_age", "yes"): "From 4 to 16 years",
    ("sdq_age", "no"): "Under 4 or over 16 years",
    **{(f"aged_{years}_or_over", "yes"): f"From {years} years" for years in (5, 10, 13, 16)},
    **{(f"aged_{years}_or_over", "no"): f"Under {years} years" for years in (5, 10, 13, 16)},
    ("birth_history_known", "yes"): "Where the record has the birth history",
    ("birth_history_known", "no"): "Where the record lacks the birth history",
    ("parental_history_known", "yes"): "Where the record has the parents' history",
    ("parental_history_known", "no"): "Where the record lacks the parents' history",
    **{(f"{one}_known", "yes"): f"Where the record has {one}" for one in KNOWN_SUBJECTS},
    **{(f"{one}_known", "no"): f"Where the record lacks {one}" for one in KNOWN_SUBJECTS},
    ("sdq_on_record", "yes"): "Where there is an SDQ of the last 12 months",
    ("sdq_on_record", "no"): "Where there is no SDQ of the last 12 months",
    ("carer_sdq_high", "yes"): "Where the carer's SDQ total is 17 or more",
    ("carer_sdq_high", "no"): "Where the carer's SDQ total is under 17, or not known",
    ("sdq_means_known", "yes"): "Where it is on record what the SDQ means",
    ("sdq_means_known", "no"): "Where it is not on record what the SDQ means",
    ("sdq_thinks_known", "yes"): "Where it is on record what the child thinks of the SDQ",
    ("sdq_thinks_known", "no"): "Where it is not on record what the child thinks of the SDQ",
    ("sdq_next_known", "yes"): "Where it is on record what happens after the SDQ",
    ("sdq_next_known", "no"): "Where it is not on record what happens after the SDQ",
}

_AGE_FACTS = ("under_", "aged_", "sdq_age")
_OLDEST = 17  # assessments end with the 18th birthday


def can_be_asked(conditions: tuple[Condition, ...], ages: tuple[int | None, int | None]) -> bool:
    """Return whether what is asked under these conditions is for any of the ages of a form, in completed years."""
    first, last = ages[0] or 0, _OLDEST if ages[1] is None else ages[1]
    by_age = [condition for condition in conditions if (condition.fact or "").startswith(_AGE_FACTS)]
    for years in range(first, last + 1):
        facts = child_facts(date(2000, 1, 1), date(2000 + years, 1, 1), unaccompanied=False)
        if all(holds(condition, {}, facts) for condition in by_age):
            return True
    return False


def asked_when(
    conditions: tuple[Condition, ...], before: Mapping[str, Question], last: str | None, name: str
) -> str:
    """Return when a question is asked, '' when always.

    before: the questions that stand before it, by id. last: the one just above, which need not be named. name: what is
    written for the name.
    """
    parts = [
        _about_child(condition) if condition.fact else _about_question(condition, before, last, name)
        for condition in conditions
    ]
    if not parts:
        return ""
    joined = ", and ".join([parts[0], *(part[0].lower() + part[1:] for part in parts[1:])])
    return f"{joined}:"


def _about_child(condition: Condition) -> str:
    said = [FACT_WORDS[(condition.fact or "", value)] for value in condition.values]
    return f"Not: {said[0].lower()}" if condition.operator == "is_not" else " or ".join(said)


def _about_question(condition: Condition, before: Mapping[str, Question], last: str | None, name: str) -> str:
    question = before[condition.question or ""]
    labels = dict(question.options)
    # An 'If no' stands for the question just above; any other is named.
    ask = "" if question.id == last else f" '{words(question.ask, name).rstrip('?')}'"
    if condition.operator == "answered":
        return f"If{ask or ' this'} is {'answered' if condition.values == ('yes',) else 'left blank'}"
    answers = " or ".join(f"'{words(labels.get(value, value), name)}'" for value in condition.values)
    is_not = "not " if condition.operator == "is_not" else ""
    return f"If{ask} is {is_not}{answers}" if ask else f"If {is_not}{answers}"
