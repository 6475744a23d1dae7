"""How a list of allergies becomes rows and is read back, and the words of medicines and conditions."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lac_tracker.domain.event_dates import EventDate, on_day
from lac_tracker.domain.names import search_key
from lac_tracker.domain.treatments import (
    Allergy,
    Condition,
    Medicine,
    NamedAllergy,
    allergies_told,
    allergy_changes,
    allergy_words,
    both_reactions,
    condition_words,
    medicine_words,
    named_allergies,
    same_substance,
    says_none,
)

DAY = date(2020, 3, 4)


def row(number: int, substance: str, reaction: str = "", ended: date | None = None) -> Allergy:
    return Allergy(number, substance, reaction, "not_known", None, ended, "", "GP record")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Penicillin", ["Penicillin"]),
        ("Penicillin: rash\nNuts : lips  swell", ["Penicillin: rash", "Nuts: lips swell"]),
        ("Penicillin; Egg: hives;", ["Penicillin", "Egg: hives"]),
        ("Penicillin\npenicillin: rash", ["Penicillin: rash"]),
        ("Penicillin: rash\nPENICILLIN: hives", ["Penicillin: rash, hives"]),  # neither reaction is lost
        ("Penicillin: rash; hives", ["Penicillin: rash", "hives"]),  # one too many is safer than one too few
        ("Penicillin\nNKDA", ["Penicillin"]),
        ("N.K.D.A.; none known\nNil", []),
        ("Latex: rash: 2018", ["Latex: rash: 2018"]),
        (" : \n;; ", []),
        (": rash", ["rash"]),
    ],
)
def test_the_names_in_a_text(words, named):
    assert [one.words for one in named_allergies(words)] == named


def test_a_list_adds_ends_and_rewords_rows_and_a_missing_reaction_wipes_none():
    held = (row(1, "Penicillin", "rash"), row(2, "Nuts"), row(3, "Egg", "hives"), row(4, "Latex", ended=DAY))
    found = allergy_changes(held, named_allergies("penicillin\nNuts: swelling\nLatex"))
    assert found.new == (NamedAllergy("Latex"),)
    assert found.reworded == ((held[1], NamedAllergy("Nuts", "swelling")),)
    assert [one.substance for one in found.gone] == ["Egg"]


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        ("Penicillin, nuts", []), ("penicillin and nuts: hives", []), ("NUTS: rash. Penicillin: hives", []),
        ("Penicillins", ["Penicillin", "Nuts"]), ("Brazil nuts", ["Penicillin"]), ("as before", ["Penicillin", "Nuts"]),
    ],
)  # fmt: skip
def test_a_substance_that_is_mentioned_anywhere_stands(words, gone):
    held = (row(1, "Penicillin", "rash"), row(2, "Nuts"))
    found = allergy_changes(held, named_allergies(words))
    assert [one.substance for one in found.gone] == gone
    assert found.new == () or words != "Penicillin, nuts"


def test_two_tellings_of_a_reaction_are_both_kept_and_said_once():
    told = [
        both_reactions(*pair)
        for pair in (("", "rash"), ("rash", ""), ("rash", "a bad Rash"), ("hives", "rash"))
    ]
    assert told == ["rash", "rash", "a bad Rash", "hives, rash"]


def test_words_that_name_none_are_found():
    assert says_none("Penicillin\n NKDA ") == "NKDA"
    assert says_none("No known allergies: but nuts") == ""
    assert says_none("Nonoxinol: rash") == ""


def test_rows_of_before_that_hold_all_in_one_name_are_known_again():
    old = row(1, "Penicillin: rash")
    assert allergy_changes((old,), named_allergies("Penicillin: rash")).gone == ()
    assert same_substance((old,), "PENICILLIN") is old
    assert same_substance((row(1, "Egg", ended=DAY),), "Egg") is None


_NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)


@settings(max_examples=60)
@given(st.lists(st.tuples(_NAMES, _NAMES), max_size=6))
def test_what_the_rows_tell_changes_no_row_when_it_comes_back(pairs):
    named = named_allergies("\n".join(f"{substance}: {reaction}" for substance, reaction in pairs))
    rows = tuple(row(number, one.substance, one.reaction) for number, one in enumerate(named))
    found = allergy_changes(rows, named_allergies(allergies_told(rows)))
    assert (found.new, found.reworded, found.gone) == ((), (), ())


@settings(max_examples=60)
@given(_NAMES.map(lambda text: text.replace(":", "x").replace(";", "x")), st.lists(_NAMES, max_size=5))
def test_a_list_names_exactly_the_rows_that_stand_after_it(first, others):
    held = (row(1, first.strip() or "Egg"), row(2, "Nuts"))
    named = named_allergies("\n".join(others))
    found = allergy_changes(held, named)
    kept = [one for one in held if one not in found.gone]
    after = [NamedAllergy(one.substance).key for one in kept] + [one.key for one in found.new]
    told = " ".join(search_key(one.words) for one in named)
    assert len(set(after)) == len(after)
    assert {one.key for one in named} <= set(after)
    assert all(key in told for key in set(after) - {one.key for one in named})


def test_medicines_conditions_and_allergies_in_words():
    since = EventDate(date(2024, 3, 16), "month", "Mar 2024")
    medicine = Medicine(
        1, "Salbutamol inhaler", "2 puffs when needed", "asthma", since, None, "", "", "GP record"
    )
    assert medicine_words(medicine) == "Salbutamol inhaler, 2 puffs when needed, for asthma, since Mar 2024"
    stopped = Medicine(1, "Folic acid", "", "", None, DAY, "Course over", "", "GP record")
    assert medicine_words(stopped) == "Folic acid, stopped 04-Mar-2020"
    told = [
        condition_words(Condition(1, "Asthma", state, on_day(DAY), ended, "", "", ""))
        for state, ended in (("confirmed", None), ("suspected", None), ("resolved", DAY), ("resolved", None))
    ]
    assert told == [
        "Asthma, since 04-Mar-2020", "Suspected: Asthma, since 04-Mar-2020",
        "Asthma, since 04-Mar-2020, resolved 04-Mar-2020", "Asthma, since 04-Mar-2020, resolved",
    ]  # fmt: skip
    severe = Allergy(1, "Penicillin", "rash", "severe", since, None, "", "")
    assert allergy_words(severe) == "Penicillin: rash (severe, since Mar 2024)"
    assert allergy_words(row(1, "Egg")) == "Egg"
