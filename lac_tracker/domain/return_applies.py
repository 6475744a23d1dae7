"""Which columns of the yearly return apply to a child: by the cohort, the age, and what was answered before.

Source: rules 158, 159, 185, 188 to 190, 192, 193, 198, 542, 543, 545 and 546 of the open validator of the return
(confidence C).
"""

from collections.abc import Mapping

from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.return_facts import ReturnFacts
from lac_tracker.domain.return_sdq import why_no_sdq

CONVICTED_FROM = 10  # years at 31 March (rules 542, 543)
DEVELOPMENT_UNDER = 5  # years at 31 March (rules 545, 546)
_BY_AGE = frozenset({"SDQ_SCORE", "CONVICTED", "HEALTH_CHECK"})


def why_not(column: str, facts: ReturnFacts, returned: Mapping[str, str]) -> str:
    """Return why a column is left blank for a child; '' where it is to be filled.

    returned: the values of the columns before it.
    """
    if not facts.cohort.is_in:
        return facts.cohort.because
    age = age_in_years(facts.born, facts.year.end)
    match column:
        case "SDQ_SCORE":
            return why_no_sdq(facts.born, facts.year)
        case "CONVICTED" if age < CONVICTED_FROM:
            return f"under {CONVICTED_FROM}"
        case "HEALTH_CHECK" if age >= DEVELOPMENT_UNDER:
            return f"{DEVELOPMENT_UNDER} or over"
        case "INTERVENTION_RECEIVED" | "INTERVENTION_OFFERED" if returned["SUBSTANCE_MISUSE"] != "1":
            return "only where a substance problem was identified"
        case "INTERVENTION_OFFERED" if returned["INTERVENTION_RECEIVED"] != "0":
            return "only where none was received"
    return ""


def left_out_because(column: str, facts: ReturnFacts, why: str) -> str:
    """Return why a value of a column that does not apply is not returned, in the words of the list of what is left out."""
    if not facts.cohort.is_in:
        return f"not in this return, {why}"
    if column in _BY_AGE:
        return f"not applicable at {age_in_years(facts.born, facts.year.end)}"
    return f"not applicable, {why}"
