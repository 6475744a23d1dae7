"""File names: never a name in them, legal on every system."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.exchange.file_names import document_name, safe_file_name

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "suffix", "name"),
    [
        ("gp-summary", ".pdf", "LAC-GP_2026-11-22_7F3K2.pdf"),
        ("full-plan", ".pdf", "LAC-PLAN_2026-11-22_7F3K2.pdf"),
        ("overdue-list", ".csv", "LAC-OVERDUE_2026-11-22_7F3K2.csv"),
        ("recovery-sheet", ".pdf", "LAC-RECOVERY-SHEET_2026-11-22_7F3K2.pdf"),
        ("x" * 100, ".pdf", f"LAC-{'X' * 35}_2026-11-22_7F3K2.pdf"),
        ("../../etc", ".pdf", "LAC-ETC_2026-11-22_7F3K2.pdf"),
    ],
)
def test_document_names(kind, suffix, name):
    assert document_name(kind, DAY, "7F3K2", suffix) == name
    assert len(name.encode()) <= 60


@pytest.mark.parametrize(
    "reference", ["BAPTISTE", "9990000018", "12345678", "7f3k2", "7F3", "7F3K27F3K", "7F/3K", ""]
)
def test_a_reference_that_could_name_a_child_is_not_taken(reference):
    with pytest.raises(ValueError, match="a reference has"):
        document_name("gp-summary", DAY, reference)


@pytest.mark.parametrize("suffix", ["pdf", ".p/f", "", ".PDF", "../x"])
def test_a_suffix_is_only_a_suffix(suffix):
    with pytest.raises(ValueError, match="a suffix is"):
        document_name("gp-summary", DAY, "7F3K2", suffix)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Overdue list", "Overdue list"),
        ("../../etc/passwd", "etcpasswd"),
        (".hidden", "hidden"),
        ("--force", "force"),
        ("a:b*c?d", "abcd"),
        ("CON", "CON_"),
        ("com1", "com1_"),
        ("COM¹", "COM1_"),
        ("CONTACTS", "CONTACTS"),
        ("", "document"),
        (" . ", "document"),
        ("\u202egpj.exe", "gpjexe"),
        ("ﬁle", "file"),
        ("é" * 40, "é" * 30),
        ("<b>x</b>", "bxb"),
        ("name.\u00a0 ", "name"),
    ],
)
def test_safe_file_names(text, name):
    assert safe_file_name(text) == name


@given(st.text())
def test_any_text_becomes_a_legal_name(text):
    name = safe_file_name(text)
    assert 0 < len(name.encode()) <= 60
    assert not re.search(r'[\x00-\x1f<>:"/\\|?*.]', name)
    assert not name.startswith(("-", " "))
    assert not name.endswith((" ", "."))
    assert safe_file_name(name) == name
