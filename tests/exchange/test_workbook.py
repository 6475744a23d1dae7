"""Workbooks read back: real dates and numbers, a header that stays, nothing a spreadsheet would run, no file beside it."""

import io
import tempfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from lac_tracker.domain.exports import Column, without_names
from lac_tracker.exchange import csv_file, workbook

COLUMNS = (
    Column("Child", names=True), Column("NHS number", names=True), Column("Due", "date"), Column("Days", "number"),
)  # fmt: skip
ROWS = (
    ("BAPTISTE, Amara", "9990123454", date(2026, 8, 6), 9),
    ("=cmd|' /C calc'!A0", "0990000001", date(1850, 1, 1), None),
    ("Zoë\x01\ud800 &<b>", None, None, -3),
    ("\t@SUM(1)", "+44", date(2026, 2, 28), 0),
)


def read_back(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


@pytest.fixture(scope="module")
def sheet():
    file = io.BytesIO()
    rows = workbook.write_into(
        file, [workbook.Sheet("Overdue: [and] due/late", COLUMNS, ROWS, ("Filtered: Council", "=1+1"))], title="Due"
    )  # fmt: skip
    assert rows == len(ROWS)
    return read_back(file.getvalue())


def test_the_list_says_above_its_header_how_it_is_filtered_and_the_header_stays_in_view(sheet):
    assert [sheet.cell(1, 1).value, sheet.cell(2, 1).value] == ["Filtered: Council", "'=1+1"]
    assert [cell.value for cell in sheet[3]] == [column.title for column in COLUMNS]
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:D7"
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.column_dimensions["A"].width >= 20


def test_dates_are_dates_numbers_are_numbers_and_nhs_numbers_are_text(sheet):
    assert sheet["C4"].value == datetime(2026, 8, 6)  # noqa: DTZ001 - as openpyxl reads a day
    assert (sheet["C4"].is_date, sheet["C4"].number_format) == (True, "dd-mmm-yyyy")
    assert (sheet["B4"].value, sheet["B4"].data_type) == ("9990123454", "s")
    assert sheet["B5"].value == "0990000001"
    assert [sheet.cell(row, 4).value for row in range(4, 8)] == [9, None, -3, 0]
    assert sheet["C5"].value == "1850-01-01"  # before the days a spreadsheet counts


def test_nothing_is_a_formula_and_what_no_file_may_hold_is_left_out(sheet):
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert sheet["A5"].value == csv_file.safe_cell(ROWS[1][0])
    assert csv_file.read_own_cell(sheet["A5"].value) == ROWS[1][0]
    assert sheet["A6"].value == "Zoë &<b>"
    assert sheet["B7"].value == "'+44"


def test_rows_are_taken_one_by_one_and_no_copy_is_left_in_a_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen = []
    file = io.BytesIO()

    def rows():
        for number in range(3_000):
            if number == 2_999:
                seen.append(file.tell())  # much is written before the last row is asked for
            yield (f"Child {number}", "9990123454", date(2026, 8, 6), number)

    assert workbook.write_into(file, [workbook.Sheet("Many", COLUMNS, rows())]) == 3_000
    assert seen[0] > 1_000
    assert list(Path(tmp_path).iterdir()) == []
    assert read_back(file.getvalue()).max_row == 3_001


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="1 cells under 4 columns"):
        workbook.write_into(io.BytesIO(), [workbook.Sheet("Short", COLUMNS, [("Amara",)])])


def test_names_are_left_out_column_by_column():
    columns, rows = without_names(COLUMNS, ROWS)
    assert [column.title for column in columns] == ["Due", "Days"]
    assert next(iter(rows)) == (date(2026, 8, 6), 9)


def test_a_csv_file_is_written_row_by_row_as_a_whole_one():
    file = io.BytesIO()
    titles = [column.title for column in COLUMNS]
    assert csv_file.write_into(file, titles, iter(ROWS[:1]), mark=True) == 1
    assert file.getvalue() == csv_file.write_csv(titles, ROWS[:1], mark=True)
