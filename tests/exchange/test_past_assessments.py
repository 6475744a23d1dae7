"""The list of assessments completed before the caseload was made."""

from datetime import date

import pytest

from lac_tracker.domain.errors import ImportRefused
from lac_tracker.domain.imports import StagedAssessment
from lac_tracker.exchange.csv_file import write_csv
from lac_tracker.exchange.past_assessments import read_past_assessments

COLUMNS = "council_id,nhs_number,assessment,completed_on,completed_by"


def read(*lines: str, columns: str = COLUMNS):
    return read_past_assessments("past.csv", "\r\n".join([columns, *lines]).encode())


def test_a_clean_list():
    found, refused, warnings = read(
        "0101,,IHA,03/04/2025,Dr Sam Iqbal",
        ",999 000 0018,RHA,2025-09-01,N Rahman",
        "7,9990000026,RHA,1/2/25,N Rahman",
    )
    assert found == (
        StagedAssessment("0101", None, "IHA", date(2025, 4, 3), "Dr Sam Iqbal"),
        StagedAssessment(None, "9990000018", "RHA", date(2025, 9, 1), "N Rahman"),
        StagedAssessment("7", "9990000026", "RHA", date(2025, 2, 1), "N Rahman"),
    )
    assert (refused, warnings) == ((), ())
    assert [(each.file, each.line) for each in found] == [("past.csv", 2), ("past.csv", 3), ("past.csv", 4)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("iha", "IHA"),
        ("Initial", "IHA"),
        ("Initial health assessment", "IHA"),
        ("Initial Health Assessment (IHA)", "IHA"),
        ("RHA", "RHA"),
        ("review", "RHA"),
        ("Review Health Assessment - 6 monthly", "RHA"),
    ],
)
def test_kinds_in_words(words, kind):
    assert read(f"1,,{words},03/04/2025,x")[0][0].kind == kind


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (",,IHA,03/04/2025,x", "council_id"),
        (",9990000019,IHA,03/04/2025,x", "nhs_number"),
        (",4444444444,IHA,03/04/2025,x", "nhs_number"),
        ("1,,dental,03/04/2025,x", "assessment"),
        ("1,,,03/04/2025,x", "assessment"),
        ("1,,initial or review,03/04/2025,x", "assessment"),
        ("1,,IHA,31/04/2025,x", "completed_on"),
        ("1,,IHA,,x", "completed_on"),
    ],
)
def test_rows_that_are_refused(line, column):
    found, refused, _ = read("2,,IHA,03/04/2025,x", line)
    assert len(found) == 1
    assert [(problem.file, problem.line, problem.column) for problem in refused] == [("past.csv", 3, column)]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("1.0,,IHA,03/04/2025,x", "council_id"),
        ("1,9990000019,IHA,03/04/2025,x", "nhs_number"),
        ("1,,IHA,03/04/2025,", "completed_by"),
        (f"1,,IHA,03/04/2025,{'x' * 201}", "completed_by"),
    ],
)
def test_doubts_are_taken_and_listed(line, column):
    found, refused, warnings = read(line)
    assert (found[0].council_id, found[0].nhs_number) == ("1", None)
    assert refused == ()
    assert [(problem.line, problem.column) for problem in warnings] == [(2, column)]


def test_the_same_again_is_one_and_another_signature_is_refused():
    found, refused, _ = read(
        "1,,IHA,03/04/2025,x", "1,,IHA,03/04/2025,x", "1,,IHA,03/04/2025,y", "1,,RHA,03/04/2025,y"
    )
    assert len(found) == 2
    assert [(problem.line, problem.column) for problem in refused] == [(4, "completed_by")]


def test_columns_in_any_order_and_spelling():
    found, _, _ = read(
        "x,2025-04-03,IHA,1", columns=["Completed by", "x"][0] + ",Completed On,ASSESSMENT,Council-ID"
    )
    assert found[0] == StagedAssessment("1", None, "IHA", date(2025, 4, 3), "x")


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("assessment,completed_on,completed_by", "no column council_id or nhs_number"),
        ("council_id,assessment", "no column completed_on, no column completed_by"),
        (
            "council_id,council_id,assessment,completed_on,completed_by",
            "column council_id stands there twice",
        ),
        ("", "no column council_id or nhs_number"),
    ],
)
def test_a_file_with_other_columns_is_refused_in_words(columns, told):
    with pytest.raises(ImportRefused, match=told):
        read("1,2,3", columns=columns)


def test_our_own_export_is_read_again():
    rows = [
        ("0101", "9990000018", "IHA", date(2025, 4, 3), "=Dr <b> & co"),
        ("2", None, "RHA", date(2025, 4, 4), "-x"),
    ]
    found, refused, warnings = read_past_assessments(
        "own.csv", write_csv(COLUMNS.split(","), rows, mark=True)
    )
    assert [
        (each.council_id, each.nhs_number, each.kind, each.completed_on, each.completed_by) for each in found
    ] == rows
    assert (refused, warnings) == ((), ())
