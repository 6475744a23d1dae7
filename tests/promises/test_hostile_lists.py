"""Hostile lists: refused in words or read as an independent parser reads them; nothing is ever taken in by half.

LAC_TRACKER_TORTURE=1000 makes it 20,000 files.
"""

import csv
import io
import os
import re
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lac_tracker.domain import list_fields
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import ImportRefused, UserError
from lac_tracker.domain.list_import import Decisions
from lac_tracker.domain.list_rows import stage
from lac_tracker.exchange.list_reading import read_list
from lac_tracker.services import list_imports
from lac_tracker.storage import reference_data
from lac_tracker.storage.tables.children import ChildRow
from tests.conftest import GRACE, NOW, TODAY

FILES = int(os.environ.get("LAC_TRACKER_TORTURE", "0")) * 10 or 60
QUIET = settings(
    max_examples=FILES, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
NAMES = {
    "family_name": ("Surname", "Family name", "LAST_NAME"), "given_name": ("Forename", "First Name", "given names"),
    "born": ("DOB", "Date of Birth", "Birth date"), "became_looked_after": ("LAC start", "Date became looked after"),
    "council_id": ("Child ID", "Mosaic ID"), "nhs_number": ("NHS Number", "NHS No"),
}  # fmt: skip
BAD_DAYS = (
    "",
    "31/02/2015",
    "soon",
    "41234",
    "01/01/2031",
    "1/1",
    "00/00/0000",
    "=TODAY()",
    "12-34-5678",
    "1815-01-01",
)
BAD_NUMBERS = ("", "n/a", "9990907847", "123", "0000000000", "=1+1", "awaited")
PEOPLE = st.text(st.sampled_from("abcdefghAEZ'’-éßłØ ñ"), min_size=0, max_size=14)
HOSTILE = st.sampled_from(
    (
        "",
        "=cmd|' /C calc'!A0",
        "<b>x</b>",
        "'; DROP TABLE children; --",
        "{0}",
        "%s",
        "\u202eab",
        "-",
        "Null",
        "N/A",
    )
)
DAYS = st.dates(date(2005, 1, 1), date(2026, 3, 4))


def nhs_number(stem):
    total = sum(int(digit) * weight for digit, weight in zip(stem, range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    return "" if check == 10 else f"{stem}{check}"


@st.composite
def lists(draw):
    """Return a file, how it was written, and its rows as they were meant."""
    keys = draw(
        st.permutations(
            ["family_name", "given_name", "born", "became_looked_after", "council_id", "nhs_number"]
        )
    )
    header = [draw(st.sampled_from(NAMES[key])) for key in keys]
    month_first = draw(st.booleans())
    rows = []
    for number in range(draw(st.integers(1, 12))):
        day, later = sorted((draw(DAYS), draw(DAYS)))
        form = draw(st.sampled_from(["short", "short", "iso", "words"]))
        row = {
            "family_name": draw(st.one_of(PEOPLE, PEOPLE, HOSTILE)), "given_name": draw(PEOPLE),
            "born": draw(st.one_of(st.just(written(day, form, month_first)), st.sampled_from(BAD_DAYS))),
            "became_looked_after": written(later, form, month_first),
            "council_id": draw(st.sampled_from((f"{number}", f"{number}", "", "7"))),
            "nhs_number": draw(st.sampled_from((nhs_number(f"99900000{number % 10}"), "", *BAD_NUMBERS))),
        }  # fmt: skip
        rows.append([row[key] for key in keys])
    file = io.StringIO()
    writer = csv.writer(
        file, delimiter=draw(st.sampled_from(",;\t")), quoting=draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))),
        lineterminator=draw(st.sampled_from(("\n", "\r\n"))),
    )  # fmt: skip
    for title in draw(
        st.lists(st.sampled_from((["Looked after children"], [], ["Run on 1 March"])), max_size=3)
    ):
        writer.writerow(title)
    writer.writerow(header)
    writer.writerows(rows)
    encoding = draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16")))
    return (
        file.getvalue().encode(encoding),
        encoding,
        writer.dialect.delimiter,
        dict(zip(header, keys, strict=True)),
    )


def written(day, form, month_first):
    if form == "iso":
        return day.isoformat()
    if form == "words":
        return f"{day.day}-{day:%b}-{day.year}"
    return f"{day:%m/%d/%Y}" if month_first else f"{day:%d/%m/%Y}"


# The independent parser: csv and plain loops, from what the rules say and nothing of the product.


def expected(data, encoding, delimiter, meaning):
    """Return line → (family, given, born, began, council id, NHS number) of the rows that must be taken."""
    reader = csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter)
    columns, rows, line = None, [], 1
    for cells in reader:
        at, line = line, reader.line_num + 1
        cells = [cell.strip() for cell in cells]
        if columns is None:
            if cells and set(meaning) <= set(cells):
                columns = cells
        elif any(cells) and cells != columns:
            rows.append((at, {meaning[name]: cell for name, cell in zip(columns, cells, strict=True)}))
    shorts = [row[key] for _, row in rows for key in ("born", "became_looked_after")]
    pairs = [
        (int(one[:2]), int(one[3:5]))
        for one in shorts
        if re.fullmatch(r"\d\d[/-]\d\d[/-]\d{4}", one, re.ASCII)
    ]
    day_first = sum(first > 12 >= second for first, second in pairs)
    month_first = sum(second > 12 >= first for first, second in pairs)
    is_month = month_first > day_first
    against = day_first if is_month else month_first
    mixed = against > 0.05 * (day_first + month_first)
    found, seen = {}, []
    for at, row in rows:
        one = understood(row, is_month, mixed)
        if one is not None and not is_again(one, seen):
            seen.append(one)
            found[at] = one
    return found


def understood(row, is_month, mixed):
    blank = {"", "-", "--", "n/a", "unknown"}
    names = (own(row[key]) for key in ("family_name", "given_name"))
    family, given = (
        "" if name.lower() in blank else " ".join(name.replace("\u202e", "").split()) for name in names
    )
    if not family and not given or any(name and not any(map(str.isalpha, name)) for name in (family, given)):
        return None
    born, began = (a_day(row[key], is_month, mixed) for key in ("born", "became_looked_after"))
    if born is None or began is None or born > TODAY or began > TODAY or began < born:
        return None
    number = row["nhs_number"]
    digits = number if re.fullmatch(r"\d{10}", number, re.ASCII) and len(set(number)) > 1 else ""
    if digits and nhs_number(digits[:9]) != digits:
        digits = ""
    return family, given, born, began, row["council_id"], digits


def own(text):
    bare = text.lstrip("'").lstrip()  # blanks after the apostrophes too, as a spreadsheet does
    return text[1:] if text.startswith("'") and bare[:1] in tuple("=+-@|%") else text


def a_day(text, is_month, mixed):
    worded = re.fullmatch(r"(\d{1,2})-([A-Z][a-z]{2})-(\d{4})", text, re.ASCII)
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text, re.ASCII)
    short = re.fullmatch(r"(\d\d)[/-](\d\d)[/-](\d{4})", text, re.ASCII)
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    if worded:
        year, month, day = int(worded[3]), months.index(worded[2]) + 1, int(worded[1])
    elif iso:
        year, month, day = map(int, iso.groups())
    elif short:
        first, second, year = map(int, short.groups())
        if mixed and first <= 12 and second <= 12 and first != second:
            return None
        day, month = (
            (second, first) if (is_month and not mixed) or (mixed and second > 12) else (first, second)
        )
    else:
        return None
    try:
        return date(year, month, day) if 1900 <= year <= 2099 else None
    except ValueError:
        return None


def is_again(one, seen):
    """Tell whether a row before is about the same child: by a number, or by the name and no number against it."""
    for other in seen:
        if (one[4] and one[4] == other[4]) or (one[5] and one[5] == other[5]):
            return True
        same_name = key(one[0]) == key(other[0]) and key(one[1]) == key(other[1]) and one[2] == other[2]
        if same_name and not any(a and b and a != b for a, b in ((one[4], other[4]), (one[5], other[5]))):
            return True
    return False


def key(name):
    plain = (
        name.lower()
        .replace("ß", "ss")
        .replace("é", "e")
        .replace("ł", "l")
        .replace("ø", "o")
        .replace("ñ", "n")
    )
    return " ".join(re.findall(r"\w+", plain.replace("'", "").replace("’", "")))


def taken(received):
    matching = list_fields.with_order(list_fields.guess(received.columns, ()), received.rows)
    staged = stage(received, matching, Decisions(), codes=reference_data.codes(), today=TODAY)
    accounted = len(staged.rows) + len(staged.refused) + len(staged.same_as)
    assert accounted == len(received.rows)  # every row is somewhere
    assert all(problem.reason for problems in staged.refused.values() for problem in problems)
    return matching, {
        row.line: (
            row.family_name,
            row.given_name,
            row.born,
            row.became_looked_after,
            row.council_id,
            row.nhs_number,
        )
        for row in staged.rows
    }


@QUIET
@given(lists())
def test_accepted_rows_equal_an_independent_parsers(made):
    data, encoding, delimiter, meaning = made
    wanted = expected(data, encoding, delimiter, meaning)
    try:
        received = read_list("list.csv", data)
    except ImportRefused:
        assert wanted == {}
        return
    _, found = taken(received)
    assert found == wanted


PIECES = st.sampled_from((
    b"Surname,Forename,DOB,LAC start\n", b"Turner,Kai,12/07/2008,27/02/2026\n", b"\n", b'"', b",", b";", b"\t", b"\r", b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"=1+1,", b"sep=;\n", b"DOB,DOB,DOB\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<xml>",
    b"Turner,Kai\n", b"a,b,c,d,e,f,g\n", b"x" * 30_000, "Zoë,".encode("cp1252"), "ZoÃ«,".encode(), b"'=x,", b"\x1a",
))  # fmt: skip


@QUIET
@given(st.one_of(st.lists(PIECES, max_size=12).map(b"".join), st.binary(max_size=400)))
def test_whatever_the_bytes_there_are_words_and_no_crash(data):
    try:
        received = read_list("list.csv", data)
    except ImportRefused as refused:
        received, words = None, str(refused)
    if received is None:
        assert words.startswith("list.csv")
        return
    assert received.rows
    assert all(len(row.cells) == len(received.columns) for row in received.rows)
    assert len(set(map(str.casefold, received.columns))) == len(received.columns)
    assert list_fields.guess(received.columns, received.rows).fields.keys() <= set(
        range(len(received.columns))
    )
    taken(received)


@settings(QUIET, max_examples=max(FILES // 100, 8))
@given(made=lists())
def test_what_is_taken_in_is_all_that_was_accepted_or_nothing(made, database):
    data, encoding, delimiter, meaning = made
    wanted = expected(data, encoding, delimiter, meaning)
    before = children_of(database)
    report = None
    try:
        received = read_list("list.csv", data)
        matching, _ = taken(received)
        with database.writing(Entry(GRACE, NOW)) as session:
            report = list_imports.import_list(
                session, received, matching, Decisions(), council="123", by=GRACE, now=NOW, today=TODAY
            ).report
    except UserError:
        assert wanted == {}
    after = children_of(database)
    assert after - before == (report.created if report else 0)
    if before == 0 and report:
        assert report.created == len(wanted)


def children_of(database):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(ChildRow))
