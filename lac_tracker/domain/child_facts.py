"""What the conditions of a form may ask about the child, on the day of an assessment."""

from collections.abc import Collection
from datetime import date

from lac_tracker.domain.children import Child
from lac_tracker.domain.completeness import HISTORY_COMPLETE, KNOWN_STATES
from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.questions import AGE_BANDS, KNOWN_SUBJECTS
from lac_tracker.domain.sdq_known import NO_SDQ, SdqFacts


def child_facts(
    born: date,
    on: date,
    *,
    unaccompanied: bool,
    sex: str = "not known",
    birth_history_state: str = "not_asked",
    parental_history_state: str = "not_asked",
    known: Collection[str] = (),
    sdq: SdqFacts = NO_SDQ,
) -> dict[str, str]:
    """Return what conditions may ask about a child (keys of FACTS) on the day of an assessment.

    birth_history_state, parental_history_state: of the child's record; known is what HISTORY_COMPLETE says.
    known: which of KNOWN_SUBJECTS the record has. sdq: what it has of questionnaires.
    """
    age = age_in_years(born, on)
    said = {
        "unaccompanied": unaccompanied,
        "under_2": age < 2,
        "sdq_age": 4 <= age <= 16,
        **{f"aged_{years}_or_over": age >= years for years in (5, 10, 13, 16)},
        "birth_history_known": birth_history_state in HISTORY_COMPLETE,
        "parental_history_known": parental_history_state in HISTORY_COMPLETE,
        **{f"{subject}_known": subject in known for subject in KNOWN_SUBJECTS},
        "sdq_on_record": sdq.is_on_record,
        "carer_sdq_high": sdq.is_carers_high,
        "sdq_means_known": sdq.has_meaning,
        "sdq_thinks_known": sdq.has_childs_view,
        "sdq_next_known": sdq.has_next_step,
    }
    return {"sex": sex, **{fact: "yes" if true else "no" for fact, true in said.items()}}


def facts_about(child: Child, on: date, sdq: SdqFacts = NO_SDQ) -> dict[str, str]:
    """Return what conditions may ask about a child of the record on the day of an assessment.

    sdq: what the record has of questionnaires on that day; `services.sdq_known.facts_of` finds it.
    """
    return child_facts(
        child.born,
        on,
        unaccompanied=child.is_unaccompanied,
        sex=child.sex,
        birth_history_state=child.birth_history_state,
        parental_history_state=child.parental_history_state,
        known=[one for one in KNOWN_SUBJECTS if getattr(child, f"{one}_state") in KNOWN_STATES],
        sdq=sdq,
    )


def age_band(born: date, on: date) -> str:
    """Return which of the prompts by age apply: one of AGE_BANDS."""
    age = age_in_years(born, on)
    return AGE_BANDS[sum(age >= start for start in (2, 5, 10, 16))]
