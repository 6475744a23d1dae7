"""Whose value is returned: our record's, a person's, the council's own of the same year; and what is left out and listed."""

from dataclasses import replace
from datetime import date

import pytest

from lac_tracker.domain.return_cohort import Membership
from lac_tracker.domain.return_facts import CheckHeld, PersonsAnswer, ReturnFacts, SdqHeld, SdqNotDone
from lac_tracker.domain.yearly_return import checklist
from tests.domain.test_yearly_return import IN_YEAR, TODAY, dental, facts, line


def council(born: date = date(2012, 6, 1), of: int = 2026, **said: str) -> ReturnFacts:
    """Return a child of whom the council said something in its return of a year."""
    return facts(born, council=tuple(said.items()), council_year=of)


@pytest.mark.parametrize(
    ("said", "name", "value", "left"),
    [
        ({"CONVICTED": "0"}, "CONVICTED", "0", []),
        ({"CONVICTED": "01"}, "CONVICTED", "1", []),
        ({"CONVICTED": "1.0"}, "CONVICTED", "1", []),
        ({"CONVICTED": "2"}, "CONVICTED", "", ["not a value of the return: CONVICTED 2"]),
        ({"CONVICTED": "Yes"}, "CONVICTED", "", ["not a value of the return: CONVICTED Yes"]),
        ({"IMMUNISATIONS": "1"}, "IMMUNISATIONS", "1", []),
        ({"SDQ_SCORE": "0"}, "SDQ_SCORE", "0", []),
        ({"SDQ_SCORE": "40"}, "SDQ_SCORE", "40", []),
        ({"SDQ_SCORE": "41"}, "SDQ_SCORE", "", ["not a value of the return: SDQ_SCORE 41"]),
        ({"SDQ_SCORE": "²"}, "SDQ_SCORE", "", ["not a value of the return: SDQ_SCORE ²"]),
        ({"SDQ_REASON": "sdq2"}, "SDQ_REASON", "SDQ2", []),
        ({"SDQ_REASON": "SDQ1"}, "SDQ_SCORE", "", ["not taken for a child of 4 to 16: SDQ_REASON SDQ1"]),
        ({"SDQ_SCORE": "12", "SDQ_REASON": "SDQ2"}, "SDQ_SCORE", "12", ["a score is returned, so no reason: SDQ_REASON SDQ2"]),
        ({"SDQ_SCORE": "99", "SDQ_REASON": "SDQ2"}, "SDQ_REASON", "SDQ2", ["not a value of the return: SDQ_SCORE 99"]),
        ({"HEALTH_CHECK": "0"}, "HEALTH_CHECK", "", ["not applicable at 13: HEALTH_CHECK 0"]),
        ({"INTERVENTION_OFFERED": "1"}, "INTERVENTION_OFFERED", "", ["not applicable, only where a substance problem was identified: INTERVENTION_OFFERED 1"]),
    ],
)  # fmt: skip
def test_where_nobody_says_anything_the_councils_row_of_the_year_counts(
    said: dict[str, str], name: str, value: str, left: list[str]
) -> None:
    given = council(**said)
    found = next(one for one in checklist(given) if one.name == name)
    assert (found.value, found.is_councils) == (value, bool(value))
    assert [one.words for one in found.left_out] == left
    if value:
        assert (found.state, found.source) == ("known", "as the council returned it in its return for 2026")
    # Another year's is never taken, nor left out: it was not said for this one.
    for other in checklist(replace(given, council_year=2025)):
        assert (other.is_councils, other.left_out) == (False, ())


def test_ours_comes_before_the_persons_answer_and_that_before_the_council() -> None:
    given = council(
        TEETH_CHECK="0", SUBSTANCE_MISUSE="1", INTERVENTION_RECEIVED="0", INTERVENTION_OFFERED="1"
    )
    lines = {one.name: one for one in checklist(given)}
    assert [lines[name].value for name in ("TEETH_CHECK", "SUBSTANCE_MISUSE", "INTERVENTION_OFFERED")] == ["0", "1", "1"]  # fmt: skip
    said = PersonsAnswer("TEETH_CHECK", "1", "Carer", TODAY, "Ann Lee")
    told = line("TEETH_CHECK", replace(given, answers=(said,)))
    assert (told.value, told.is_councils, told.council_says) == ("1", False, "No")
    seen = line("TEETH_CHECK", replace(given, checks=(dental("done", IN_YEAR),)))
    assert (seen.value, seen.source, seen.council_says) == ("1", "Dentist 04-Mar-2026", "No")
    # Two answers of ours that contradict each other are settled by a person, not by the council.
    both = replace(given, checks=(dental("declined", IN_YEAR, reason="afraid"),), answers=(said,))
    assert (line("TEETH_CHECK", both).state, line("TEETH_CHECK", both).value) == ("differs", "")


def test_what_is_left_out_of_our_own_record_is_listed() -> None:
    at_six = facts(date(2019, 6, 1), checks=(CheckHeld("development", "done", IN_YEAR, "day", "04-Mar-2026", up_to_date="yes"),))  # fmt: skip
    (left,) = line("HEALTH_CHECK", at_six).left_out
    assert (left.words, left.source) == ("not applicable at 6: HEALTH_CHECK 1", "our record")
    scored = (SdqHeld("parent_4_17", IN_YEAR, 14),)
    (left,) = line(
        "SDQ_SCORE", facts(questionnaires=scored, not_done=(SdqNotDone("SDQ5", IN_YEAR),))
    ).left_out
    assert (left.words, left.source) == ("a score is returned, so no reason: SDQ_REASON SDQ5", "our record")
    out = facts(cohort=Membership(False, "left care"), questionnaires=scored)
    assert [one.left_out for one in checklist(out)] == [()] * 9  # nobody said it for the return


def test_who_is_17_on_1_april_carries_the_mark_of_doubt() -> None:
    found = line("SDQ_SCORE", facts(date(2008, 4, 1)))
    assert found.state == "missing"  # rule 197B
    assert found.source == "17 on 01-Apr-2025: whether one is returned is not verified"
    assert line("SDQ_SCORE", facts(date(2008, 4, 2))).source == ""
