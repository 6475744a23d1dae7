"""Answers from a CSV file: whatever bytes come, rows or a refusal in words; and lines counted as an editor counts."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from lac_tracker.domain.errors import ImportRefused
from lac_tracker.domain.sdq import score
from lac_tracker.exchange.sdq_file import COLUMNS, LONGEST_LINE, find_encoding, read_answers

PIECES = st.sampled_from(
    [b"q1", b"q2", b",", b"\n", b"\r", b"\r\n", b'"', b";", b"1", b" ", b"sep=;", b"\xff", b"\x00", b"2.0", b"-1",
     b"\xc3\xa9", b"9" * 12, b"\xef\xbb\xbf"]
)  # fmt: skip


def rows_of(data: bytes):
    encoding = find_encoding("f.csv", iter([data[:3], data[3:]]))
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    return list(read_answers("f.csv", iter(lambda: text.readline(LONGEST_LINE), "")))


@settings(max_examples=60)
@given(st.sampled_from([b"", b"q1,q3\n"]), st.lists(PIECES, max_size=30))
def test_any_bytes_are_rows_to_score_or_a_refusal_in_words(head, pieces):
    try:
        found = rows_of(head + b"".join(pieces))
    except ImportRefused as error:
        found, said = [], str(error)
    else:
        said = "Nothing was scored"
    assert said.endswith("Nothing was scored")
    assert [row.line for row in found] == sorted({row.line for row in found})
    for row in found:
        if not row.faults:
            score(row.answers, "parent_4_17")


def test_lines_are_those_of_the_file_over_quoted_breaks_blank_lines_and_excels_own():
    data = b'\xef\xbb\xbfsep=;\r\n\r\n"na\r\nme";q1\r\nx;1\r\n\r\n"y\n\n";2\r\n;\r\nz;3\r\n'
    found = rows_of(data)
    assert [(row.line, row.answers["item_1"], bool(row.faults)) for row in found] == [
        (5, 1, False), (7, 2, False), (10, None, False), (11, 3, True),
    ]  # fmt: skip


def test_every_answer_of_the_form_has_one_column():
    assert len(COLUMNS) == len(set(COLUMNS.values())) == 31
