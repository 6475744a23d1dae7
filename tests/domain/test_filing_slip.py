"""The filing slip: each reason for which it is refused, with where to mend it; and that it says what the page says."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from lac_tracker.documents import catalogue
from lac_tracker.domain.filing_slip import ClinicalCode, has_check_digit, refusals, routing, slip_of
from lac_tracker.domain.reports import Practice, PracticeAction
from lac_tracker.storage.reference_data import clinical_codes
from tests.documents import examples

TODAY = date(2026, 3, 4)
LOOKED_AFTER = ClinicalCode("764841000000100", "Looked after child", "looked_after")


def held(**changes):
    before = examples.a_gp_summary()
    practice = Practice("Northgate Surgery", "K83001", date(2026, 3, 2))
    return replace(before, practice=practice, medicines_changed=True, urgent=False, **changes)


def slip(**changes):
    made = slip_of(
        held(),
        sender_ods="RP1",
        file_name="LAC-GP_2026-03-04_A7F3K2B4.pdf",
        codes=(LOOKED_AFTER,),
        closed_on=None,
    )
    return replace(made, **changes)


def test_a_slip_that_may_go_has_no_refusal():
    assert refusals(slip(), date(2026, 11, 1)) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"capture_source": " "}, "The team has no name. Enter it: Send plans, Settings for GPs"),
        ({"sender_ods": ""}, "The team has no ODS code (DC01.22). Enter it: Send plans, Settings for GPs"),
        ({"sender_ods": "R"}, "The team's ODS code 'R' can't be right"),
        ({"recipient_ods": ""}, "The GP practice has no ODS code (DC01.21). Enter it on Contacts"),
        ({"recipient_ods": "K8300"}, "'K8300' can't be right (DC01.21)"),
        ({"recipient_ods": "K8300100011"}, "can't be right (DC01.21)"),
        ({"recipient_closed_on": date(2026, 1, 12)}, "The practice closed on 12-Jan-2026 (DC02)"),
        ({"born": None}, "birth date is missing or in the future (DC01.09)"),
        ({"born": date(2027, 1, 1)}, "birth date is missing or in the future (DC01.09)"),
        ({"nhs_number": ""}, "No NHS number is known"),
        ({"family_name": "", "given_names": ""}, "No name of the child is known"),
        ({"file_name": ""}, "no file name with an ending (DC01.30)"),
        ({"file_name": "LAC-GP"}, "no file name with an ending (DC01.30)"),
        ({"description": ""}, "no description (DC01.40)"),
        ({"description": "x" * 256}, "256 characters; 255 fit (DC01.43)"),
        ({"event_on": None}, "date of the assessment is missing (DC01.41)"),
        ({"folder": ""}, "folder must have 1 to 50 characters (DC01.42)"),
        ({"folder": "x" * 51}, "folder must have 1 to 50 characters (DC01.42)"),
        ({"clinical_codes": (ClinicalCode("764841000000101", "Looked after child"),)}, "fails its check digit (DC01.11)"),
        ({"notes": "No action for the practice. Medicines changed: yes. Urgent: no." + " " * 255}, "255 fit"),
        ({"version": 2, "revision": False}, "Version 2 replaces another and must say so"),
        ({"medication_changed": False}, "differ from what the page says"),
        ({"urgent": True}, "differ from what the page says"),
        ({"action_required": False}, "differ from what the page says"),
    ],
)  # fmt: skip
def test_each_refusal(changes, said):
    found = refusals(slip(**changes), date(2026, 11, 1))
    assert any(said in words for words in found), found


@pytest.mark.parametrize(
    ("medicines", "urgent", "actions"),
    [(True, False, 1), (False, True, 0), (None, None, 3)],
)
def test_the_slip_says_what_the_page_says(medicines, urgent, actions):
    asked = tuple(PracticeAction(f"Do {number}", "why", date(2026, 4, 1)) for number in range(actions))
    page = replace(held(practice_actions=asked), medicines_changed=medicines, urgent=urgent)
    made = slip_of(page, sender_ods="RP1", file_name="a.pdf", codes=(), closed_on=None)
    assert refusals(made, date(2026, 11, 1)) == ()
    assert (made.action_required, made.medication_changed, made.urgent) == (bool(actions), medicines, urgent)
    printed = " ".join(
        pypdf.PdfReader(io.BytesIO(catalogue.render("gp-summary", page))).pages[0].extract_text().split()
    )
    for part in routing(page):
        assert part in printed
        assert part in made.notes


def test_a_later_version_is_a_revision():
    issue = replace(held().issue, version=2, replaces="version 1 of 12-Mar-2025")
    made = slip_of(held(issue=issue), sender_ods="RP1", file_name="a.pdf", codes=(), closed_on=None)
    assert (made.revision, made.version) == (True, 2)


def test_every_code_that_ships_has_its_check_digit_a_source_and_its_doubt():
    assert len(clinical_codes()) > 10
    for code in clinical_codes():
        assert has_check_digit(code.code), code
        assert code.term
        assert code.read_in
        assert code.doubt


@pytest.mark.parametrize(
    "code", ["", "12345", "764841000000101", "74641000000100", "7648410000001000000", "76484100000010x"]
)
def test_a_slip_of_typing_fails_the_check_digit(code):
    assert not has_check_digit(code)
