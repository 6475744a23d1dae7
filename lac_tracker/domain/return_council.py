"""What the council's own return of the SAME year says of a column: taken where our record and people say nothing.

Only a value the return allows is taken: 0 or 1 (rule 181), a score of 0 to 40 (rule 180), SDQ1 to SDQ5 (rule 196, and
157 for SDQ1), a reason only without a score (rule 197a). Source: the open validator of the return (confidence C).
"""

import re
from dataclasses import dataclass

from lac_tracker.domain.return_facts import ReturnFacts
from lac_tracker.domain.return_sdq import HIGHEST_TOTAL, REASONS, is_of_age_all_year
from lac_tracker.domain.return_words import (
    BESIDE_A_SCORE,
    NOT_A_VALUE,
    NOT_AT_THIS_AGE,
    THE_COUNCILS,
    LeftOut,
)


@dataclass(frozen=True)
class CouncilSaid:
    """column: SDQ_REASON where a reason stands in place of a score. value: '' where there is none that may be returned."""

    column: str
    value: str = ""
    left_out: tuple[LeftOut, ...] = ()


def source_words(facts: ReturnFacts) -> str:
    """Return 'as the council returned it in its return for 2025'."""
    return f"as the council returned it in its return for {facts.council_year}"


def council_values(column: str, facts: ReturnFacts) -> tuple[tuple[str, str], ...]:
    """Return what the council returned in a line of this very year, as received: (column, value), nothing of blanks."""
    if facts.council_year != facts.year.year or not facts.council:
        return ()
    names = ("SDQ_SCORE", "SDQ_REASON") if column == "SDQ_SCORE" else (column,)
    said = dict(facts.council)
    return tuple((name, said[name]) for name in names if said.get(name))


def council_said(column: str, facts: ReturnFacts) -> CouncilSaid:
    """Return the council's value of a column that applies, and what of its values may not be returned."""
    taken = CouncilSaid(column)
    left_out: list[LeftOut] = []
    for name, received in council_values(column, facts):
        value, because = _checked(name, received, facts)
        if not because and taken.value:
            because = BESIDE_A_SCORE
        if because:
            left_out.append(LeftOut(name, received, because, THE_COUNCILS))
        else:
            taken = CouncilSaid(name, value)
    return CouncilSaid(taken.column, taken.value, tuple(left_out))


def _checked(name: str, received: str, facts: ReturnFacts) -> tuple[str, str]:
    """Return a value as the return has it and why it may not be returned, '' where it may."""
    plain = received.strip()
    if name == "SDQ_REASON":
        reason = plain.upper()
        if reason not in REASONS:
            return "", NOT_A_VALUE
        is_wrong = reason == "SDQ1" and is_of_age_all_year(facts.born, facts.year)
        return reason, NOT_AT_THIS_AGE if is_wrong else ""
    # A spreadsheet may have written 1 as 01 or 1.0: the same number.
    number = re.fullmatch(r"0*([0-9]{1,2})(?:\.0+)?", plain, re.ASCII)
    highest = HIGHEST_TOTAL if name == "SDQ_SCORE" else 1
    if number is None or int(number[1]) > highest:
        return "", NOT_A_VALUE
    return str(int(number[1])), ""
