"""The filing slip as files: the fields by their names, nothing a spreadsheet runs, and no name of a child in theirs."""

import csv
import io
import json
from dataclasses import replace

import pytest

from lac_tracker.exchange import filing_slip
from lac_tracker.storage import filing_slips
from tests.domain.test_filing_slip import slip


def test_json_has_the_fields_by_name_and_null_where_nothing_was_recorded():
    held = json.loads(filing_slip.as_json(slip(medication_changed=None)))
    assert held["Sender"]["OdsCode"] == "RP1"
    assert held["RecipientOdsCode"] == "K83001"
    assert held["MedicationChanged"] is None
    assert held["MRNNumber"] is None
    assert held["ActionRequired"] is True
    assert held["Document"]["FileName"].endswith(".pdf")
    assert held["ClinicalCodes"][0]["Code"] == "764841000000100"
    assert held["Revision"] is True


def test_csv_has_one_row_and_no_formula():
    made = slip(family_name="=cmd|' /C calc'!A0", given_names="+1", description="@x", notes="-2")
    rows = list(csv.reader(io.StringIO(filing_slip.as_csv(made).decode())))
    assert rows[0] == list(filing_slip.COLUMNS)
    assert len(rows) == 2
    assert not [cell for cell in rows[1] if cell[:1] in "=+-@" and cell]


def test_the_text_to_copy_fits_a_note_and_says_whose_it_is():
    words = filing_slip.as_text(slip())
    assert len(words) <= filing_slip.LONGEST_TEXT
    assert "NHS No." in words
    assert "Medicines changed: yes." in words
    assert len(filing_slip.as_text(slip(given_names="x" * 5_000))) == filing_slip.LONGEST_TEXT


def test_the_files_are_named_as_the_pdf_and_name_it():
    name = "LAC-GP_2026-03-04_B7F3K2B4.pdf"
    beside = dict(filing_slip.files_beside(slip(), name))
    assert sorted(beside) == [f"LAC-GP_2026-03-04_B7F3K2B4.{end}" for end in ("csv", "json", "txt")]
    assert json.loads(beside["LAC-GP_2026-03-04_B7F3K2B4.json"])["Document"]["FileName"] == name


@pytest.mark.parametrize(
    "changes", [{}, {"medication_changed": None, "urgent": None}, {"family_name": "O’Brien-Łukasz"}]
)
def test_what_is_kept_is_read_back_as_it_was(changes):
    made = replace(slip(), **changes)
    assert filing_slips.read_kept(filing_slips.as_kept(made, ())) == made


def test_what_was_refused_is_kept_as_the_reasons():
    assert filing_slips.read_kept(filing_slips.as_kept(slip(), ("No NHS number",))) == ("No NHS number",)
