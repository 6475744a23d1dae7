"""The rules that exports are checked by must be able to fail: each does on a file that is broken in that one way."""

import pytest

from tests import oc2_rules
from tests.oc2_rules import COLUMNS, RULES, Case, faults, looked_after_all_year

HEADER = [
    "TEEN,F,05/06/2012",
    "BABY,M,01/05/2022",
    "TURNS4,F,09/09/2021",
    "OLD,M,31/03/2008",
    "GONE,F,01/01/2012",
]
EPISODES = "CHILD,DECOM,RNE,LS,DEC,REC"
ROWS = {
    "TEEN": "05/06/2012,14,,0,,1,1,1,1,0,1",
    "BABY": "01/05/2022,,,,1,1,0,1,0,,",
    "TURNS4": "09/09/2021,,SDQ1,,1,1,1,1,0,,",
    "OLD": "31/03/2008,,,1,,0,1,1,1,1,",
}
COHORT = frozenset(ROWS)


def a_case(**changes):
    """Return a good file; changes: CHILD → cells that are otherwise, None for no row."""
    rows = []
    for child, cells in ROWS.items():
        told = dict(zip(COLUMNS, [child, *cells.split(",")], strict=True))
        if child in changes and changes[child] is None:
            continue
        rows.append(told | changes.get(child, {}))
    if "more" in changes:
        rows += [dict.fromkeys(COLUMNS, "") | more for more in changes["more"]]
    born = {line.split(",")[0]: oc2_rules.day(line.split(",")[2]) for line in HEADER}
    return Case(rows, born, COHORT, 2026)


OUT = {"CHILD": "GONE", "DOB": "01/01/2012"}
BROKEN = {
    "157": {"TEEN": {"SDQ_SCORE": "", "SDQ_REASON": "SDQ1"}},
    "158": {"OLD": {"INTERVENTION_OFFERED": "0"}},
    "159": {"TEEN": {"INTERVENTION_OFFERED": ""}},
    "180": {"TEEN": {"SDQ_SCORE": "41"}},
    "181": {"TEEN": {"TEETH_CHECK": "Y"}},
    "182": {"TEEN": {"IMMUNISATIONS": ""}},
    "185": {"more": [OUT | {"SDQ_SCORE": "3"}]},
    "186": {"TEEN": {"SDQ_SCORE": ""}},
    "188": {"BABY": {"SDQ_SCORE": "12"}},
    "189": {"OLD": {"SDQ_REASON": "SDQ4"}},
    "190": {"more": [OUT | dict.fromkeys(oc2_rules.FOUR, "0")]},
    "191": {"BABY": None},
    "192": {"TEEN": {"INTERVENTION_RECEIVED": "", "INTERVENTION_OFFERED": ""}},
    "193": {"BABY": {"INTERVENTION_RECEIVED": "0"}},
    "196": {"TURNS4": {"SDQ_REASON": "SDQ6"}},
    "197A": {"TEEN": {"SDQ_REASON": "SDQ2"}},
    "197B": {"TURNS4": {"SDQ_REASON": ""}},
    "198": {"more": [OUT | {"SDQ_REASON": "SDQ2"}]},
    "542": {"BABY": {"CONVICTED": "0"}},
    "543": {"TEEN": {"CONVICTED": ""}},
    "544": {"OLD": {"SUBSTANCE_MISUSE": "", "INTERVENTION_RECEIVED": ""}},
    "545": {"BABY": {"HEALTH_CHECK": ""}},
    "546": {"TEEN": {"HEALTH_CHECK": "0"}},
    "547": {"BABY": {"TEETH_CHECK": ""}},
    "INT05": {"more": [OUT | {"CHILD": "NOBODY"}]},
    "INT14": {"TEEN": {"DOB": "06/05/2012"}},
    "INT33": {"more": [OUT, OUT]},
}


# A value that is required and lacking breaks more than one rule.
BESIDE = {"182": {"191"}, "544": {"182", "191"}, "547": {"182", "191"}}


def test_a_good_file_passes_and_every_rule_has_a_broken_one():
    assert faults(a_case()) == []
    assert set(BROKEN) == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_each_rule_fails_on_a_file_broken_in_that_one_way(code):
    found = {rule for rule, _child in faults(a_case(**BROKEN[code]))}
    assert code in found
    assert found == {code} | BESIDE.get(code, set())


@pytest.mark.parametrize(
    ("lines", "is_in"),
    [
        (["A,01/04/2025,S,C2,,"], True),
        (["A,02/04/2025,S,C2,,"], False),
        (["A,01/01/2020,S,C2,31/03/2026,E4A"], True),
        (["A,01/01/2020,S,C2,30/03/26,E4A"], False),
        (["A,01/01/2020,S,C2,30/03/2025,E4A"], False),
        (["A,01/01/2020,S,C2,,E4A"], True),  # a reason without an end: it is open
        (["A,01/01/2020,S,V4,,"], False),
        (["A,01/01/2020,S,V3,31/03/2025,X1", "A,31/03/2025,L,C2,,"], True),
    ],
)
def test_the_cohort_of_the_checker(lines, is_in):
    rows = [dict(zip(EPISODES.split(","), line.split(","), strict=True)) for line in lines]
    assert ("A" in looked_after_all_year(rows, 2026)) is is_in
