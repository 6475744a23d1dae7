"""Rows of a list understood: what decides is read or refused with place and remedy, everything else is doubted aloud."""

from datetime import date

import pytest

from lac_tracker.domain import list_fields
from lac_tracker.domain.list_import import Decisions, ReceivedList, ReceivedRow
from lac_tracker.domain.list_rows import stage
from lac_tracker.storage import reference_data
from tests.conftest import TODAY

COLUMNS = (
    "Council ID", "NHS Number", "Surname", "Forename", "DOB", "Gender", "Ethnicity", "Language", "Religion", "LAC start",
    "Left care", "Reason left care", "Legal status", "Placement type", "Postcode", "SW email", "UASC", "CP Plan",
    "CP start date",
)  # fmt: skip
PLAIN = {
    "Council ID": "100", "Surname": "Turner", "Forename": "Kai", "DOB": "12/07/2008", "LAC start": "27/02/2026",
}  # fmt: skip


def staged(*rows, decisions=None, columns=COLUMNS):
    received = ReceivedList(
        "list.csv", columns,
        tuple(ReceivedRow(at, tuple(row.get(name, "") for name in columns)) for at, row in enumerate(rows, 2)),
    )  # fmt: skip
    matching = list_fields.with_order(list_fields.guess(columns, ()), received.rows)
    return stage(received, matching, decisions or Decisions(), codes=reference_data.codes(), today=TODAY)


def one(**changed):
    found = staged(PLAIN | {name.replace("_", " "): value for name, value in changed.items()})
    assert not found.refused, found.refused
    return found.rows[0], [problem.reason for problem in found.doubts.get(2, ())]


@pytest.mark.parametrize(
    ("column", "text", "field", "value"),
    [
        ("Gender", "M", "sex", "male"), ("Gender", "Girl", "sex", "female"), ("Gender", "Unknown", "sex", ""),
        ("Gender", "Non-binary", "gender", "Non-binary"),
        ("NHS Number", "999 090 7846", "nhs_number", "9990907846"), ("NHS Number", "9990907846.0", "nhs_number", "9990907846"),
        ("NHS Number", "awaited", "nhs_number", ""), ("NHS Number", "#N/A", "nhs_number", ""),
        ("Council ID", "007", "council_id", "007"), ("Council ID", "100.0", "council_id", "100"),
        ("Council ID", "not given AB23CD", "council_id", ""),
        ("Ethnicity", "WBRI", "ethnicity", "white_british"), ("Ethnicity", "White British", "ethnicity", "white_british"),
        ("Ethnicity", "WBRI - White British", "ethnicity", "white_british"), ("Ethnicity", "A", "ethnicity", "white_british"),
        ("Ethnicity", "REFU", "ethnicity", "prefers_not_to_say"), ("Ethnicity", "NOBT", "ethnicity", ""),
        ("Language", "Polish", "language", "pol"), ("Language", "pl", "language", ""),
        ("Religion", "Islam", "religion", "G"), ("Religion", "C of E", "religion", "C"), ("Religion", "None", "religion", ""),
        ("Religion", "Declined", "religion", "prefers_not_to_say"),
        ("Legal status", "Section 20", "legal_status", "V2"), ("Legal status", "C2", "legal_status", "C2"),
        ("Legal status", "C2 Full care order", "legal_status", "C2"), ("Legal status", "ICO", "legal_status", "C1"),
        ("Placement type", "U6", "placement_type", "U6"), ("Placement type", "Foster care", "placement_type", "U6"),
        ("Postcode", "nn11aa", "placement_postcode", "NN1 1AA"),
        ("UASC", "Y", "unaccompanied", True), ("UASC", "No", "unaccompanied", False), ("UASC", "", "unaccompanied", None),
        ("CP Plan", "Yes - Neglect", "protection_plan", "Neglect"), ("CP Plan", "N", "protection_plan", "no"),
        ("CP start date", "01/02/2026", "protection_began", date(2026, 2, 1)),
        ("Left care", "01/03/2026", "left_care", date(2026, 3, 1)),
        ("Surname", "  O’Brien-Łukasz ", "family_name", "O’Brien-Łukasz"),
        ("Surname", "ab\u202dcd", "family_name", "abcd"),
    ],
)  # fmt: skip
def test_cells_are_understood(column, text, field, value):
    row, doubts = one(**{column.replace(" ", "_"): text})
    assert getattr(row, field) == value
    assert (not doubts) == (text != "pl")


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("NHS Number", "9990907847", "NHS number has a digit that doesn't match"),
        ("NHS Number", "12345", "NHS number must have 10 digits"),
        ("Ethnicity", "Martian", "is no ethnicity this program knows"),
        ("Legal status", "S99", "is no legal status this program knows"),
        ("Religion", "I do not know", "is no religion or belief this program knows"),
        ("Postcode", "NOWHERE", "Postcode must look like AA1 1AA"),
        ("SW email", "dan at example", "must be an address such as"),
        ("UASC", "perhaps", "is neither yes nor no"),
        ("Left care", "01/03/2027", "is in the future"),
        ("CP start date", "31/02/2026", "must be a real date"),
        ("Council ID", "x" * 41, "41 characters; 40 fit"),
    ],
)
def test_a_doubtful_cell_is_left_out_and_said_and_the_child_is_taken(column, text, reason):
    row, doubts = one(**{column.replace(" ", "_"): text})
    assert (row.family_name, row.given_name) == ("Turner", "Kai")
    assert len(doubts) == 1
    assert reason in doubts[0]
    assert doubts[0].endswith("This cell was not taken in")


@pytest.mark.parametrize(
    ("changed", "column", "value", "reason"),
    [
        ({"DOB": "31/02/2015"}, "DOB", "31/02/2015", "must be a real date"),
        ({"DOB": ""}, "DOB", "", "is blank. Enter the date"),
        ({"DOB": "12/07/2027"}, "DOB", "12-Jul-2027", "must be today or in the past"),
        ({"LAC start": "tbc"}, "LAC start", "", "is blank. Enter the date"),
        ({"LAC start": "41234"}, "LAC start", "41234", "is a number, as Excel keeps days"),
        ({"LAC start": "27/02/2007"}, "LAC start", "27-Feb-2007", "is before the birth date, 12-Jul-2008"),
        ({"Left care": "01/01/2026"}, "Left care", "01-Jan-2026", "is before the child became looked after"),
        ({"Left care": "soon"}, "Left care", "soon", "is not a date"),
        ({"Surname": "", "Forename": ""}, "Surname", "", "is blank. Enter a name"),
        ({"Surname": "12345"}, "Surname", "12345", "has no letters"),
        ({"Surname": "x" * 300}, "Surname", "x" * 200, "300 characters; 100 fit"),
    ],
)
def test_what_decides_is_read_or_the_row_is_refused_with_place_and_remedy(changed, column, value, reason):
    found = staged(PLAIN | changed)
    assert found.rows == []
    (problem,) = found.refused[2]
    assert (problem.file, problem.line, problem.column, problem.value) == ("list.csv", 2, column, value)
    assert reason in problem.reason


def test_corrections_mend_a_row_and_rows_are_left_out():
    rows = (PLAIN | {"DOB": "31/02/2015"}, PLAIN | {"Council ID": "101", "DOB": "rubbish"})
    decided = Decisions(
        corrections={(2, "born"): "28/02/2015", (2, "preferred_name"): "KT"}, left_out=frozenset({3})
    )
    found = staged(*rows, decisions=decided)
    assert [(row.born, row.preferred_name) for row in found.rows] == [(date(2015, 2, 28), "KT")]
    assert (found.left_out, found.refused) == ([3], {})
    wrong = staged(rows[0], decisions=Decisions(corrections={(2, "born"): "30/02/2015"}))
    assert wrong.refused[2][0].value == "30/02/2015"


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        ({}, "same as 2"),
        ({"Surname": "Tuner"}, "refused: line 2 is about the same child and says otherwise (family name)"),
        ({"DOB": "13/07/2008"}, "refused: line 2 is about the same child and says otherwise (date of birth)"),
        (
            {"Council ID": "", "Gender": "M"},
            "refused: line 2 is about the same child and says otherwise (council ID, gender)",
        ),
        ({"Council ID": "200"}, "taken: line 2 has the same name and birth date under another number"),
        ({"Council ID": "200", "Forename": "Malachi"}, "taken"),
        ({"Council ID": "", "NHS Number": "9990907846", "Forename": "X"}, "refused: line 2"),
    ],
)
def test_two_rows_about_one_child(second, outcome):
    found = staged(PLAIN | {"NHS Number": "9990907846"}, PLAIN | {"NHS Number": ""} | second) if "NHS" in str(second) else (
        staged(PLAIN, PLAIN | second)
    )  # fmt: skip
    if outcome.startswith("same"):
        assert (found.same_as, len(found.rows)) == ({3: 2}, 1)
    elif outcome.startswith("refused"):
        assert outcome.removeprefix("refused: ") in found.refused[3][0].reason
        assert len(found.rows) == 1
    else:
        assert len(found.rows) == 2
        said = [problem.reason for problem in found.doubts.get(3, ())]
        assert bool(said) == (":" in outcome)
        assert all(outcome.removeprefix("taken: ") in words for words in said)


@pytest.mark.parametrize(
    ("text", "names", "is_sure"),
    [
        ("TURNER, Kai", ("TURNER", "Kai"), True), ("O'Brien, Mary Ann", ("O'Brien", "Mary Ann"), True),
        ("Kai TURNER", ("TURNER", "Kai"), True), ("VAN DYK Kai", ("VAN DYK", "Kai"), True),
        ("Kai Turner", ("Turner", "Kai"), False), ("Turner", ("Turner", ""), True),
    ],
)  # fmt: skip
def test_whole_names_are_taken_apart_and_guesses_are_said(text, names, is_sure):
    row = {"Name": text, "DOB": "12/07/2008", "LAC start": "27/02/2026"}
    found = staged(row, columns=tuple(row))
    assert (found.rows[0].family_name, found.rows[0].given_name) == names
    assert (2 not in found.doubts) is is_sure


def test_a_list_of_two_orders_refuses_what_could_be_two_days():
    rows = [PLAIN | {"Council ID": str(at), "DOB": dob, "Surname": f"Name{chr(65 + at)}"} for at, dob in enumerate(
        ["13/04/2010", "04/13/2010", "03/04/2010", "05/05/2010"])]  # fmt: skip
    found = staged(*rows)
    assert [row.born for row in found.rows] == [date(2010, 4, 13), date(2010, 4, 13), date(2010, 5, 5)]
    assert "could be two days" in found.refused[4][0].reason


def test_a_row_that_cannot_be_trusted_is_refused_as_a_whole():
    received = ReceivedList(
        "l.csv", ("Surname", "DOB", "LAC start"),
        (ReceivedRow(5, ("Turner", "12/07/2008", "27/02/2026"), refused_because="has more cells than the list"),),
    )  # fmt: skip
    matching = list_fields.guess(received.columns, received.rows)
    found = stage(received, matching, Decisions(), codes=reference_data.codes(), today=TODAY)
    assert (found.rows, found.refused[5][0].reason) == ([], "has more cells than the list")
