"""CSV files as they come: encodings, separators, limits, damage, dates."""

from datetime import date

import pytest

from lac_tracker.domain.errors import ImportRefused
from lac_tracker.exchange.reading import MOST_BYTES, decode, read_day, read_table


@pytest.mark.parametrize(
    "data",
    [
        "a,b\r\nSiân,2\r\n".encode(),
        "a,b\nSiân,2".encode(),
        "a,b\rSiân,2\r".encode(),
        "a,b\r\nSiân,2\r\n".encode("utf-8-sig"),
        "a,b\r\nSiân,2\r\n".encode("utf-16"),
        b"\xfe\xff" + "a,b\nSiân,2\n".encode("utf-16-be"),
        "a;b\nSiân;2\n".encode(),
        "a\tb\nSiân\t2\n".encode(),
        "sep=;\r\na;b\r\nSiân;2\r\n".encode(),
        '"a","b"\n"Siân","2"\n'.encode(),
        '\n\n a , b ,,\n,,\n" Siân ",\u00a02\u00a0,,\n'.encode(),
        "a,b\nSia\u0302n,2\n".encode(),
    ],
)
def test_the_same_table_in_every_dress(data):
    table = read_table("t.csv", data)
    assert table.columns == ("a", "b")
    assert [row.cells for row in table.rows] == [("Siân", "2")]
    assert table.warnings == ()


def test_windows_1252_is_read_with_a_warning():
    table = read_table("t.csv", "a,b\n1,2\nSiân,2\n".encode("cp1252"))
    assert table.rows[1].cells == ("Siân", "2")
    [warning] = table.warnings
    assert (warning.file, warning.line) == ("t.csv", 3)
    assert "Windows-1252" in warning.reason


def test_utf_8_taken_for_windows_1252_on_the_way_is_noticed():
    table = read_table("t.csv", "a,b\nSi\u00c3\u00a2n,2\n".encode())
    [warning] = table.warnings
    assert (warning.line, warning.column, warning.value) == (2, "a", "Si\u00c3\u00a2n")
    assert "'Siân'" in warning.reason


def test_a_name_with_accents_is_not_taken_for_garbled():
    assert read_table("t.csv", "a\nZoë Łukasz Ångström Ñandú 😀\n".encode()).warnings == ()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"a,b\n1,\x81\n", "t.csv, line 2, column 3: 'byte 81'"),
        (b"\xef\xbb\xbfa,b\n1,\xff\n", "t.csv, line 2, column 3: 'byte FF': is not UTF-8 text"),
        (b"\xff\xfea\x00,\x00\x00\xd8\n\x00", "is not UTF-16 text"),
        (b"a,b\n1,2\x00\n", "t.csv, line 2, column 4: 'NUL'"),
        ("a,b\n1,2\n".encode("utf-16-le"), "t.csv, line 1, column 2: 'NUL'"),
        (b"PK\x03\x04whatever", "is an Excel workbook"),
        (b'a,b\n1,2\n"3,4\n5,6\n', "t.csv, line 3: a quotation mark is not closed"),
        (b'a,b\n"1"x,2\n', "t.csv, line 2: a quotation mark"),
        (b"a,b\n" + b"x" * 20_001 + b",2\n", "t.csv, line 2, column 1"),
        (b"a,b\n" + b"x" * 140_000 + b",2\n", "t.csv, line 2: more than 20,000 characters"),
        (b",".join(b"c%d" % n for n in range(201)) + b"\n", "more than 200 columns"),
        (b"a\n" + b"1\n" * 50_001, "t.csv, line 50002: more than 50,000 rows"),
        (b"a" * (MOST_BYTES + 1), "is larger than 20 MiB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_place(data, told):
    with pytest.raises(ImportRefused) as refused:
        read_table("t.csv", data)
    assert told in str(refused.value)
    assert str(refused.value).endswith("Nothing was imported")
    assert len(str(refused.value)) < 300


def test_the_limits_themselves_are_accepted():
    columns = ",".join(f"c{number}" for number in range(200))
    table = read_table("t.csv", f"{columns}\n{'x' * 20_000}\n".encode() + b"1\n" * 49_999)
    assert len(table.rows) == 50_000
    assert len(table.rows[0].cells) == 200


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n \n", b"\r\n,,\r\n"])
def test_an_empty_file_has_no_columns_and_no_rows(data):
    table = read_table("t.csv", data)
    assert (table.columns, table.rows) == ((), ())


@pytest.mark.parametrize("data", [b"a,b", b"a,b\n", b"\xef\xbb\xbfa,b\r\n\r\n"])
def test_column_names_alone_are_a_table_without_rows(data):
    table = read_table("t.csv", data)
    assert (table.columns, table.rows, table.warnings) == (("a", "b"), (), ())


def test_lines_are_counted_as_an_editor_counts_them():
    table = read_table("t.csv", b'a,b\n\n"two\nlines",1\n2,2\n')
    assert [row.line for row in table.rows] == [3, 5]
    assert table.rows[0].cells == ("two\nlines", "1")


def test_rows_of_another_width_are_taken_with_a_warning():
    table = read_table("t.csv", b"a,b\n1\n1,2,3\n1,2,,\n")
    assert [row.cells for row in table.rows] == [("1", ""), ("1", "2"), ("1", "2")]
    assert [warning.line for warning in table.warnings] == [2, 3]


def test_control_characters_are_removed():
    assert read_table("t.csv", b"a\nx\x07y\x85\n").rows[0].cells == (
        "xy…",
    )  # 85 is an ellipsis in Windows-1252
    assert read_table("t.csv", "a\nx\x07y\u0085z\n".encode()).rows[0].cells == ("xyz",)


def test_decode_gives_the_text():
    assert decode("t.csv", b"\xef\xbb\xbfx") == ("x", ())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("01/04/2024", date(2024, 4, 1)),
        ("1/4/2024", date(2024, 4, 1)),
        ("01-04-2024", date(2024, 4, 1)),
        ("01.04.2024", date(2024, 4, 1)),
        ("03/04/23", date(2023, 4, 3)),
        ("03/04/99", date(2099, 4, 3)),  # two-digit years are this century
        ("2024-04-01", date(2024, 4, 1)),
        ("01/04/2024 00:00", date(2024, 4, 1)),
        ("01/04/2024 00:00:00", date(2024, 4, 1)),
        ("2024-04-01T00:00:00.000", date(2024, 4, 1)),
        ("2024-04-01 12:30 PM", date(2024, 4, 1)),
        ("06-Aug-2026", date(2026, 8, 6)),
        ("6 August 26", date(2026, 8, 6)),
        ("29/02/2024", date(2024, 2, 29)),
        ("29/02/2023", None),
        ("31/06/2023", None),
        ("04/13/2024", None),  # month first is not guessed
        ("01/04/024", None),
        ("01/04/0024", None),
        ("01/04/1899", None),
        ("45383", None),  # a spreadsheet's own day number is not guessed
        ("01/04/2024 late", None),
        ("٠١/٠٤/٢٠٢٤", None),
        ("not known", None),
        ("", None),
    ],
)
def test_dates(text, day):
    assert read_day(text) == day
