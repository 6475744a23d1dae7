"""CSV out: nothing a spreadsheet runs, and the same values back."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.exchange.csv_file import read_own_cell, safe_cell, write_csv
from lac_tracker.exchange.reading import read_table

HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+44 1632 960100",
    "-2.5",
    "@SUM(A1)",
    "|x",
    "%0A=1",
    "\t=1",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
    "\r=1",
    "\nplain",
    "\x07=1",
    "＝1+1",
    "'=1",
    "''=1",
    "'\t",
]
HARMLESS = [
    "",
    "O'Brien",
    "'tis",
    "a=b",
    "x|y",
    "Zoë",
    "12",
    "see <b>",
    '"quoted", with comma',
    "two\nlines",
    "😀",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_formula_gets_an_apostrophe_and_loses_it_again(text):
    assert safe_cell(text) == f"'{text}"
    assert read_own_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_left_alone(text):
    assert safe_cell(text) == text
    assert read_own_cell(text) == text


@given(st.text())
def test_any_text_comes_back(text):
    written = safe_cell(text)
    assert read_own_cell(written) == text
    assert not written.lstrip(" \t\r\n\x00\ufeff").startswith(("=", "+", "-", "@", "|", "%"))


def test_the_bytes_of_a_file():
    rows = [("O'Brien", -3, date(2026, 8, 6), None), ("=1", 0, None, "x")]
    assert write_csv(("name", "days", "due", "-"), rows) == (
        b"\"name\",\"days\",\"due\",\"'-\"\r\n"
        b'"O\'Brien","-3","2026-08-06",""\r\n'
        b'"\'=1","0","","x"\r\n'
    )  # fmt: skip


def test_the_mark_for_excel_is_there_when_asked_for():
    assert write_csv(("a",), [], mark=True) == b'\xef\xbb\xbf"a"\r\n'
    assert write_csv(("a",), []) == b'"a"\r\n'


@given(
    st.lists(
        st.tuples(st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"])), st.text())
    )
)
def test_a_file_read_by_another_reader_gives_the_same_texts(rows):
    rows = [(one, other.replace("\0", "").encode(errors="ignore").decode()) for one, other in rows]
    found = list(csv.reader(io.StringIO(write_csv(("a", "b"), rows).decode(), newline=""), strict=True))
    assert [tuple(read_own_cell(cell) for cell in row) for row in found[1:]] == rows


def test_our_own_file_is_read_by_our_own_reader():
    written = write_csv(("who", "note"), [("-Amara", "=1+1"), ("Zoë", 'a "b", c')], mark=True)
    table = read_table("own.csv", written)
    assert [tuple(read_own_cell(cell) for cell in row.cells) for row in table.rows] == [
        ("-Amara", "=1+1"),
        ("Zoë", 'a "b", c'),
    ]


def test_characters_that_no_file_can_hold_do_not_stop_the_export():
    assert write_csv(("a",), [("x\0y",), ("\ud800",)]) == b'"a"\r\n"xy"\r\n"?"\r\n'


def test_a_row_of_another_width_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        write_csv(("a", "b"), [("x",)])
