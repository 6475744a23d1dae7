"""The flags of a record: which, in which order, in which words."""

from datetime import date

import pytest

from lac_tracker.domain.flags import (
    KINDS,
    ORDER,
    FlagFacts,
    Protection,
    SetFlag,
    born_words,
    chips,
    printable,
    review_words,
)

TODAY = date(2026, 3, 4)
SET = date(2026, 2, 1)


def facts(**more) -> FlagFacts:
    return FlagFacts(**{"allergies_state": "none_known"} | more)


def words(**more) -> list[str]:
    return [chip.words for chip in chips(facts(**more), TODAY)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"allergies_state": "known", "allergies": "Penicillin: rash"}, "Known allergies: Penicillin: rash"),
        ({"allergies_state": "known", "allergies": "Penicillin\nPeanuts\nLatex"}, "Known allergies: Penicillin, +2"),
        ({"allergies_state": "known", "allergies": ""}, "Known allergies: see record"),
        ({"allergies_state": "none_known"}, "No known allergies"),
        ({"allergies_state": "not_recorded"}, "Allergies not recorded"),
    ],
)  # fmt: skip
def test_allergies_are_always_exactly_one_of_three(given, said):
    found = [chip for chip in chips(facts(**given), TODAY) if "llergies" in chip.words]
    assert [chip.words for chip in found] == [said]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"address_withheld": True}, "Do not share address"),
        (
            {"protection": (Protection("child_protection_plan", "neglect", SET),)},
            "Child protection plan: neglect",
        ),
        ({"protection": (Protection("section_47_enquiry", "", SET),)}, "Section 47 enquiry"),
        ({"protection": (Protection("child_in_need_plan", "", SET),)}, "Child in need plan"),
        ({"missing_since": date(2026, 3, 1)}, "Missing now, since 01-Mar-2026"),
        ({"interpreter": "Tigrinya"}, "Interpreter: Tigrinya"),
        ({"is_unaccompanied": True}, "UASC"),
        ({"age_disputed": True}, "Age disputed"),
        ({"pregnant": (date(2026, 8, 6),)}, "Pregnant, due 06-Aug-2026"),
        ({"pregnant": (None,)}, "Pregnant, due date not known"),
        ({"own_children": ("Lily, born 2025",)}, "Young parent"),
        ({"host_area": "Leicester"}, "Out of area: Leicester"),
        ({"communication": "Makaton"}, "Needs: Makaton"),
        ({"is_leaving_care": True}, "Care leaver"),
        ({"flags": (SetFlag(1, "restricted", "family of staff", SET, "Grace"),)}, "Restricted record"),
        ({"flags": (SetFlag(1, "needs", "hearing aids", SET, "Grace"),)}, "Needs: hearing aids"),
        ({"flags": (SetFlag(1, "exploitation_risk", "criminal", SET, "Grace"),)}, "Exploitation risk"),
        ({"flags": (SetFlag(1, "visit_in_pairs", "dog", SET, "Grace"),)}, "Visit in pairs"),
    ],
)
def test_each_flag_in_its_words(given, said):
    assert words(**given)[1:] == [said]


def test_the_order_is_fixed_whatever_the_facts_come_in():
    found = chips(
        facts(
            allergies_state="known", allergies="Nuts", address_withheld=True, missing_since=SET, interpreter="Dari",
            is_unaccompanied=True, pregnant=(None,), host_area="Leicester", communication="Makaton", is_leaving_care=True,
            flags=(SetFlag(1, "visit_in_pairs", "", SET, "G"), SetFlag(2, "restricted", "", SET, "G")),
        ),
        TODAY,
    )  # fmt: skip
    assert [chip.kind for chip in found] == [
        "allergies", "restricted", "do_not_share_address", "missing_now", "interpreter", "uasc", "pregnant",
        "out_of_area", "needs", "visit_in_pairs", "care_leaver",
    ]  # fmt: skip


def test_only_allergies_missing_and_address_are_red():
    assert {kind.key for kind in KINDS if kind.severe} == {"allergies", "do_not_share_address", "missing_now"}


def test_who_set_it_and_when_and_the_review_are_in_the_detail_and_not_on_the_chip():
    flag = SetFlag(1, "exploitation_risk", "criminal exploitation", SET, "Grace Mensah", date(2026, 3, 1))
    chip = chips(facts(flags=(flag,)), TODAY)[1]
    assert chip.words == "Exploitation risk"
    assert (
        chip.detail == "criminal exploitation\nSet by Grace Mensah, 01-Feb-2026\nReview was due 01-Mar-2026"
    )


def test_what_is_set_and_follows_from_the_record_is_one_chip():
    flag = SetFlag(1, "do_not_share_address", "court order", SET, "Grace")
    found = chips(facts(address_withheld=True, flags=(flag,)), TODAY)
    assert [chip.words for chip in found[1:]] == ["Do not share address"]
    assert "court order" in found[1].detail


def test_unaccompanied_ends_with_its_day():
    assert "UASC" not in words(is_unaccompanied=True, unaccompanied_until=TODAY)
    assert "UASC" in words(is_unaccompanied=True, unaccompanied_until=date(2026, 3, 5))


@pytest.mark.parametrize(
    ("on", "said"),
    [(None, ""), (date(2026, 3, 1), "Review was due 01-Mar-2026"), (TODAY, "Review 04-Mar-2026")],
)
def test_a_review_that_has_passed_says_so(on, said):
    assert review_words(on, TODAY) == said


def test_a_disputed_age_is_said_as_stated():
    assert born_words("01-Jan-2009 (17y)", facts()) == "01-Jan-2009 (17y)"
    assert (
        born_words("x", facts(age_disputed=True, born_as_stated="about 2009")) == "About 2009, age disputed"
    )


def test_what_is_for_staff_or_names_a_risk_is_never_printed():
    flags = tuple(
        SetFlag(n, kind, "", SET, "G")
        for n, kind in enumerate(("visit_in_pairs", "exploitation_risk", "needs"))
    )
    assert [chip.kind for chip in printable(chips(facts(flags=flags), TODAY))] == ["no_allergies", "needs"]


def test_every_kind_has_its_place():
    assert len(ORDER) == len(set(ORDER)) == len(KINDS)


LONG = "Sit on the left, face them when you speak,\nand wait twenty seconds for an answer"
ON_PAPER = "Needs: Sit on the left, face them when you speak, and wait twenty seconds for an answer"


@pytest.mark.parametrize(
    "given", [{"communication": LONG}, {"flags": (SetFlag(1, "needs", LONG, SET, "Grace"),)}]
)
def test_paper_has_the_whole_of_what_a_chip_shortens(given):
    chip = next(one for one in chips(facts(**given), TODAY) if one.kind == "needs")
    assert chip.words.endswith("…")
    assert chip.on_paper == ON_PAPER
