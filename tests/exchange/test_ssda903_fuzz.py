"""Anything may come: words or a reading, never a crash, and what is taken is what the file says."""

import csv
import io
import os
import unicodedata
from collections.abc import Callable
from datetime import date, datetime

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lac_tracker.domain.errors import ImportRefused
from lac_tracker.exchange.past_assessments import read_past_assessments
from lac_tracker.exchange.ssda903 import read_ssda903
from tests.exchange.returns import EPISODES, HEADER, OC2, REVIEWS, UASC

EXAMPLES = int(os.environ.get("LAC_TRACKER_TORTURE", "0")) or 100
_COLUMNS = {"header": HEADER, "episodes": EPISODES, "uasc": UASC, "oc2": OC2, "reviews": REVIEWS}
_ids = st.sampled_from(["101", "0101", "102", " 103 ", "104.0", "", "1.2E+11"])
_dates = st.one_of(
    st.sampled_from(["", "31/02/2024", "12/05/12", "01/04/2024 00:00", "2024-05-01", "soon", "01/05/2024"]),
    st.dates(date(2010, 1, 1), date(2026, 1, 1)).map(lambda day: day.strftime("%d/%m/%Y")),
)
_any_text = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
_codes = st.one_of(
    st.sampled_from(
        [
            "S",
            "P",
            "X1",
            "E4A",
            "C2",
            "U4",
            "u4",
            "K3",
            "Z1",
            "PN1",
            "1",
            "2",
            "M",
            "F",
            "WBRI",
            "0",
            "1.0",
            "N1",
            "PR1",
        ]
    ),
    _any_text,
)
_DATE_COLUMNS = {"DOB", "DECOM", "DEC", "DUC", "REVIEW", "MC_DOB"}


def refusal_of(reading: Callable[[], object]) -> str | None:
    """Return the words of a refusal, or None when it was read. Anything else is a crash."""
    try:
        reading()
    except ImportRefused as refused:
        return str(refused)
    return None


def _cells(column: str) -> st.SearchStrategy[str]:
    return _ids if column == "CHILD" else _dates if column in _DATE_COLUMNS else _codes


@st.composite
def _tables(draw: st.DrawFn) -> dict[str, bytes]:
    files = {}
    for folder in draw(st.sampled_from([["2024"], ["2024", "2025"], ["import"]])):
        for name, columns in _COLUMNS.items():
            row = st.tuples(*(_cells(column) for column in columns.split(",")))
            text = io.StringIO(newline="")
            rows = draw(st.lists(row, max_size=6))
            csv.writer(text).writerows([columns.split(","), *rows])
            files[f"{folder}/{name}.csv"] = text.getvalue().encode()
    return files


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["a.csv", "2024/b.csv", "x"]), st.binary(max_size=300), max_size=3))
def test_any_bytes_are_read_or_refused_in_words(files):
    words = refusal_of(lambda: read_ssda903(files))
    assert words is None or len(words) > 40


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(_COLUMNS.values())), st.text(max_size=200), st.sampled_from(["utf-8", "utf-16"]))
def test_any_text_under_known_columns_is_read_or_refused_in_words(columns, text, encoding):
    words = refusal_of(
        lambda: read_ssda903({"2024/t.csv": f"{columns}\n{text}".encode(encoding, errors="replace")})
    )
    assert words is None or "2024/t.csv, line" in words


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(max_size=200))
def test_any_list_of_past_assessments_is_read_or_refused_in_words(text):
    columns = "council_id,assessment,completed_on,completed_by"
    words = refusal_of(lambda: read_past_assessments("a.csv", f"{columns}\n{text}".encode(errors="replace")))
    assert words is None or "a.csv, line" in words


def _end(row):
    """Return the end of an episode; one before its beginning is doubted and not believed."""
    ended = _day(row["DEC"])
    return None if ended and ended < _day(row["DECOM"]) else ended


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_tables())
def test_what_is_taken_is_what_the_file_says(files):
    assume(not any(b"\0" in data for data in files.values()))  # refused whole, as another test shows
    found = read_ssda903(files)
    refused = {(problem.file, problem.line) for problem in found.refused}
    said = {table: _plainly(files, table, refused) for table in ("header", "episodes")}
    births = {(_id(row), _day(row["DOB"])) for row in said["header"]}
    assert {(child.council_id, child.born) for child in found.children} == births
    begun = {(_id(row), _day(row["DECOM"])) for row in said["episodes"]}
    assert {(child.council_id, each.began) for child in found.children for each in child.episodes} == begun
    sayings = {
        (
            _id(row),
            _day(row["DECOM"]),
            _end(row),
            *(_code(row[column]) for column in ("RNE", "LS", "PLACE")),
        )
        for row in said["episodes"]
    }
    for child in found.children:
        for each in child.episodes:
            codes = (each.reason_new_episode, each.legal_status, each.placement_type)
            assert (child.council_id, each.began, each.ended, *codes) in sayings


def _plainly(files: dict[str, bytes], table: str, refused: set[tuple[str, int]]) -> list[dict[str, str]]:
    """Read a table another way: the rows that were not refused."""
    rows = []
    for file, data in files.items():
        if file.endswith(f"/{table}.csv"):
            reader = csv.reader(io.StringIO(data.decode(), newline=""))
            columns, line = next(reader), 2
            for cells in reader:
                if (file, line) not in refused and any(cell.strip() for cell in cells):
                    rows.append(dict(zip(columns, cells, strict=True)))
                line = reader.line_num + 1
    return rows


def _id(row: dict[str, str]) -> str:
    return row["CHILD"].strip().removesuffix(".0")


def _day(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%d/%m/%y", "%d/%m/%Y %H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date without a time zone is meant
        except ValueError:
            continue
    return None


def _code(text: str) -> str:
    """Return a code without what the reader takes away: control characters, blanks, differences of composition."""
    bare = unicodedata.normalize("NFC", text.strip(" \t\r\n\v\f\u00a0\ufeff"))
    bare = "".join(each for each in bare if each == "\n" or unicodedata.category(each) != "Cc")
    return bare.strip(" \t\r\n\v\f\u00a0\ufeff").upper()
