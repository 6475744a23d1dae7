"""Which column of a list means what: usual names, never two columns for one field, nothing needed left out unsaid."""

import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.list_fields import (
    BY_KEY,
    FIELDS,
    check,
    date_words,
    guess,
    header_at,
    missing,
    with_order,
)
from lac_tracker.domain.list_import import Matching, ReceivedRow
from lac_tracker.domain.names import search_key

NEEDED = {0: "family_name", 1: "born", 2: "became_looked_after"}


def guessed(columns, *rows):
    received = [ReceivedRow(at, row) for at, row in enumerate(rows, 2)]
    return {columns[at]: key for at, key in guess(columns, received).fields.items()}


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (
            ("Surname", "Forename", "DOB", "Date Became LAC", "NHS No.", "Mosaic ID", "Allocated Social Worker", "CP Plan?"),
            ("family_name", "given_name", "born", "became_looked_after", "nhs_number", "council_id", "social_worker",
             "protection_plan"),
        ),
        (
            ("LAST_NAME", "first_name", "Date-of-Birth", "LAC start date", "Child's known as", "UASC (Y/N)", "Sex/Gender"),
            ("family_name", "given_name", "born", "became_looked_after", "preferred_name", "unaccompanied", "sex"),
        ),
        (
            ("ChildName", "DateOfBirth", "CareStartDate", "NHSNumber", "PlacementType", "PlacementAddress", "PostCode"),
            ("full_name", "born", "became_looked_after", "nhs_number", "placement_type", "placement_address",
             "placement_postcode"),
        ),
        (
            ("Name", "Date of Birth", "Start date", "Placement start date", "Legal status", "Legal status start date"),
            ("full_name", "born", "became_looked_after", "placement_began", "legal_status", "legal_status_began"),
        ),
    ],
)  # fmt: skip
def test_usual_names_are_known(columns, found):
    assert guessed(columns) == dict(zip(columns, found, strict=True))


@pytest.mark.parametrize(
    "column",
    ["Mother's DOB", "GP phone", "Social Worker's manager", "Next review date", "Date of last health assessment", "Notes",
     "School name", "=1+1", "", "Sibling name"],
)  # fmt: skip
def test_columns_about_others_are_not_taken_for_the_childs(column):
    assert guessed((column, "Surname", "DOB", "LAC start date")) == {
        "Surname": "family_name", "DOB": "born", "LAC start date": "became_looked_after",
    }  # fmt: skip


def test_each_field_is_matched_once_and_the_likeliest_column_has_it():
    assert guessed(("Ref", "Child ID", "Surname", "Name")) == {
        "Child ID": "council_id", "Surname": "family_name", "Name": "full_name",
    }  # fmt: skip
    assert guessed(("Surname", "Forename", "Name")) == {"Surname": "family_name", "Forename": "given_name"}


def test_a_column_of_dates_must_look_like_dates():
    assert guessed(("Born", "DOB"), ("Leeds", "13/04/2015"), ("York", "14/04/2015")) == {"DOB": "born"}


def test_no_two_fields_claim_the_same_first_name():
    first = [search_key(field.names[0]) for field in FIELDS]
    assert len(set(first)) == len(FIELDS)
    assert all(name == search_key(name) for field in FIELDS for name in field.names)


def test_the_header_is_found_below_titles():
    titles = (("Looked after children",), ("", ""), ("Run by", "A. Clerk"))
    assert header_at([*titles, ("Surname", "DOB"), ("TURNER", "12/07/2008")]) == 3
    assert header_at([("one", "two"), ("Surname", "x")]) == 0
    assert header_at([("one",), ()]) == -1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({0: "family_name"}, "needs Date of birth and Became looked after"),
        ({1: "born", 2: "became_looked_after"}, "needs Family name or given name. Say which"),
        (NEEDED | {3: "born"}, "Date of birth is matched twice, with 'b' and 'd'"),
        (NEEDED | {3: "shoe_size"}, "'shoe_size' is no field of a list"),
        (NEEDED | {9: "sex"}, "no column 10"),
    ],
)
def test_a_matching_that_does_not_fit_says_why(fields, words):
    with pytest.raises(UserError, match=words):
        check(Matching(fields), ("a", "b", "c", "d"))


def test_what_is_needed_is_a_name_and_two_dates():
    assert missing(Matching(NEEDED)) == ()
    assert {field.key for field in FIELDS if field.needed} == {
        "family_name", "given_name", "born", "became_looked_after",
    }  # fmt: skip
    check(Matching({0: "full_name", 1: "born", 2: "became_looked_after"}), ("a", "b", "c"))
    assert set(BY_KEY) == {field.key for field in FIELDS}


def test_the_dates_of_a_list_say_their_order():
    rows = (
        ReceivedRow(2, ("TURNER", "04/13/2015", "04/14/2025")),
        ReceivedRow(3, ("TURNER", "03/04/2015", "")),
    )
    found = with_order(Matching(NEEDED), rows)
    assert (found.dates, date_words(found)) == ("month_first", "03/04/2026 means 04-Mar-2026")
