"""Lists as they come, CSV and Excel: found, bounded and refused in words; never understood wrongly in silence."""

import io
import itertools
import re
import zipfile
from datetime import date, datetime

import msoffcrypto
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from lac_tracker.domain.errors import ImportRefused, PasswordNeeded
from lac_tracker.exchange import list_reading, list_workbook, workbook_cells
from lac_tracker.exchange.list_reading import read_list

NINE_THIRTY = datetime(2026, 2, 27, 9, 30)  # noqa: DTZ001 - a cell of a workbook has no zone
HEADER = ("Surname", "Forename", "DOB", "LAC start")
KAI = ("Turner", "Kai", "12/07/2008", "27/02/2026")
TEXT = "Surname,Forename,DOB,LAC start\nTurner,Kai,12/07/2008,27/02/2026\n"


def rows_of(received):
    return [(row.line, row.cells) for row in received.rows]


def reasons(received):
    return [problem.reason for problem in received.warnings]


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(*rows, titles=(), header=HEADER):
    book = Workbook()
    for row in (*titles, header, *rows):
        book.active.append(row)
    return book


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (TEXT.encode(), 2),
        (b"\xef\xbb\xbf" + TEXT.encode(), 2),
        (TEXT.encode("utf-16"), 2),
        (TEXT.replace("\n", "\r\n").encode(), 2),
        (TEXT.replace(",", ";").encode(), 2),
        (TEXT.replace(",", "\t").encode(), 2),
        (TEXT.replace(",", "|").encode(), 2),
        (b"sep=;\n" + TEXT.replace(",", ";").encode(), 3),
        (b"Looked after children\n\nAs at 01/03/2026, page 1\n" + TEXT.encode(), 5),
        (b"Looked after children, run by A. Clerk\n" + TEXT.replace(",", ";").encode(), 3),
        (TEXT.replace("\n", ",,\n").encode(), 2),
        (TEXT.encode() + b"Surname,Forename,DOB,LAC start\n,,,\n", 2),  # the header again, and a blank row
    ],
)
def test_a_csv_list_is_found_as_it_comes(data, line):
    received = read_list("list.csv", data)
    assert (received.columns, rows_of(received), received.file) == (HEADER, [(line, KAI)], "list.csv")
    assert received.warnings == ()


def test_encodings_and_garbled_letters_are_said():
    received = read_list("l.csv", TEXT.replace("Kai", "Zoë").encode("cp1252"))
    assert received.rows[0].cells[1] == "Zoë"
    assert "read as Windows-1252" in reasons(received)[0]
    garbled = read_list("l.csv", TEXT.replace("Kai", "ZoÃ«").encode())
    assert garbled.rows[0].cells[1] == "ZoÃ«"
    assert "('Zoë' was probably meant)" in reasons(garbled)[0]


def test_columns_that_are_alike_or_blank_are_told_apart():
    received = read_list("l.csv", b"Surname,DOB,dob,,DOB\na,b,c,d,e\n")
    assert received.columns == ("Surname", "DOB", "dob (2)", "(column 4)", "DOB (3)")
    assert (
        reasons(received)[0]
        == "the column stands there twice; the second is called 'dob (2)'. Check which is meant"
    )


def test_a_header_that_is_a_formula_is_text():
    received = read_list("l.csv", b"Surname,DOB,=1+1\n'=cmd|x,12/07/2008,+1\n")
    assert received.columns == ("Surname", "DOB", "=1+1")
    assert received.rows[0].cells == ("=cmd|x", "12/07/2008", "+1")  # as our own files write it, read back


def test_rows_of_other_widths_are_said_or_not_trusted():
    received = read_list("l.csv", TEXT.encode() + b"Brown,Ann\nBrown,Ann,1,2,High Street\nBrown,Ann,1,2,,\n")
    assert [row.cells for row in received.rows[1:]] == [
        ("Brown", "Ann", "", ""), ("Brown", "Ann", "1", "2"), ("Brown", "Ann", "1", "2"),
    ]  # fmt: skip
    assert [bool(row.refused_because) for row in received.rows] == [False, False, True, False]
    assert "'High Street' is one too many" in received.rows[2].refused_because
    assert reasons(received) == ["2 cells under 4 columns; the others are blank"]


def test_doubts_are_not_said_by_the_thousand():
    received = read_list("l.csv", TEXT.encode() + b"Brown,Ann\n" * 700)
    assert len(received.warnings) == list_reading.MOST_WARNINGS + 1
    assert reasons(received)[-1] == "and 200 doubts of this kind more"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t ", "the file is empty"),
        (b"Surname,DOB\n", "no row below the names of the columns"),
        (b"Surname\nTurner\n", "no row with the names of columns was found"),
        (b"Surname^DOB^LAC start\nTurner^1^2\n", "separated by commas, semicolons or tabs"),
        (b"a" * (20 * 1024 * 1024 + 1), "is larger than 20 MiB"),
        (TEXT.encode() + b'"Turner', "a quotation mark is not closed"),
        (TEXT.encode() + b"x" * 1_048_576, "in one cell"),
        (TEXT.encode() + b"a\0b,1,2,3\n", "a character that no text has"),
        (b"Surname,DOB\n" + b"a,b\n" * 50_001, "more than 50,000 rows"),
        ((",".join(f"c{at}" for at in range(201)) + "\n" + ",".join("x" * 201) + "\n").encode(), "more than 200 columns"),
        (b"%PDF-1.7 x", "is a PDF, not a list"),
        (b"<!DOCTYPE html><table>", "is a web page, not a list"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, r"workbook of Excel 97 to 2003 \(.xls\)"),
        (b"PK\x03\x04broken", "is damaged: it is no complete Excel workbook"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_words(data, words):
    with pytest.raises(ImportRefused, match=words) as refused:
        read_list("list.csv", data)
    assert str(refused.value).startswith("list.csv")
    assert str(refused.value).endswith("Nothing was imported")


def test_a_workbook_is_read_as_text_with_real_dates():
    rows = [
        (
            "Turner",
            "Kai",
            date(2008, 7, 12),
            date(2026, 2, 27),
            9990907846.0,
            True,
            1.5,
            "  x\u00a0",
            None,
        ),
        ("Brown", "Zoë", "12/07/2008", NINE_THIRTY, 100, False, 41234, "'=x", ""),
    ]
    book = workbook(
        *rows, titles=(("Looked after children",), ()), header=(*HEADER, "NHS", "UASC", "n", "t", "empty")
    )
    received = read_list("l.xlsx", saved(book))
    assert received.columns == (*HEADER, "NHS", "UASC", "n", "t", "empty")
    assert rows_of(received) == [
        (4, ("Turner", "Kai", "2008-07-12", "2026-02-27", "9990907846", "yes", "1.5", "x", "")),
        (5, ("Brown", "Zoë", "12/07/2008", "2026-02-27", "100", "no", "41234", "'=x", "")),
    ]
    assert received.warnings == ()


def test_days_are_the_same_whichever_day_a_workbook_counts_from():
    book = workbook(("Turner", "Kai", date(2008, 7, 12), date(2026, 2, 27)))
    book.epoch = CALENDAR_MAC_1904
    assert rows_of(read_list("l.xlsx", saved(book)))[0][1][2:] == ("2008-07-12", "2026-02-27")


def test_the_first_visible_sheet_that_fits_is_read_and_the_others_are_named():
    book = Workbook()
    book.active.title = "Notes"
    for row in (("About", "this"), ("one", "two")):
        book.active.append(row)
    for title, state in (("Old", "hidden"), ("LAC", "visible"), ("More", "visible")):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        for row in (HEADER, (title, *KAI[1:])):
            sheet.append(row)
    received = read_list("l.xlsx", saved(book))
    assert received.rows[0].cells[0] == "LAC"
    assert reasons(received) == [
        "the sheet 'LAC' was read, not: Notes, More", "hidden sheets were not read: Old",
    ]  # fmt: skip
    for title in ("Notes", "LAC", "More"):
        del book[title]
    book.create_sheet("Empty")
    with pytest.raises(ImportRefused, match="no sheet has any rows. Its other sheets are hidden: Old"):
        read_list("l.xlsx", saved(book))


def test_merged_cells_give_each_row_their_value_and_titles_do_not():
    book = workbook(
        KAI, ("", "Malachi", *KAI[2:]), ("Brown", *KAI[1:]), titles=(("Looked after children", "", "", ""),)
    )
    book.active.merge_cells("A1:D1")
    book.active.merge_cells("A3:A4")
    received = read_list("l.xlsx", saved(book))
    assert [row.cells[:2] for row in received.rows] == [
        ("Turner", "Kai"),
        ("Turner", "Malachi"),
        ("Brown", "Kai"),
    ]
    assert reasons(received) == ["cells merged with others below them give each of those rows their value"]


def test_a_password_is_asked_for_and_opens_the_workbook():
    locked = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(saved(workbook(KAI)))).encrypt("blue otter", locked)
    for password, words in (("", "opens with a password"), ("wrong", "That password does not open l.xlsx")):
        with pytest.raises(PasswordNeeded, match=words):
            read_list("l.xlsx", locked.getvalue(), password=password)
    received = read_list("l.xlsx", locked.getvalue(), password="blue otter")
    assert rows_of(received) == [(2, KAI)]
    with pytest.raises(ImportRefused, match="is damaged or locked"):
        read_list("l.xlsx", locked.getvalue()[:3_000], password="blue otter")


def archive(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(f"xl/{name}", content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            archive(sheet=bytes(20 * 1024 * 1024)),
            "would grow too large",
        ),  # a bomb: it shrinks to a thousandth
        (archive(**{f"s{at}": "x" for at in range(2_001)}), "would grow too large"),
        (archive(**{"workbook.bin": "x"}), "is a binary workbook"),
        (archive(**{"workbook.xml": "<x/>"}), "is damaged: Excel itself may mend it"),
    ],
)
def test_hostile_workbooks_are_refused_before_they_grow(data, words):
    with pytest.raises(ImportRefused, match=words):
        read_list("bomb.xlsx", data)


def test_a_document_of_another_program_is_no_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(ImportRefused, match="is no Excel workbook. Save the list as .xlsx"):
        read_list("list.ods", file.getvalue())


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def changed(data, part, old, new):
    """Return a workbook with something of one of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        held = {name: source.read(name) for name in source.namelist()}
    assert old in held[part]
    return zipped(held | {part: held[part].replace(old, new)})


SHEET = "xl/worksheets/sheet1.xml"


def test_a_sheet_that_says_it_is_endless_is_read_as_far_as_it_goes(monkeypatch):
    data = saved(workbook(KAI, KAI))
    far = changed(data, SHEET, b'<row r="3"', b'<row r="1048576"')
    assert [row.line for row in read_list("l.xlsx", far).rows] == [2]
    beyond = changed(data, SHEET, b'<row r="3"', b'<row r="99999999999"')
    assert [row.line for row in read_list("l.xlsx", beyond).rows] == [2]
    monkeypatch.setattr(list_workbook, "MOST_ROWS", 1)
    monkeypatch.setattr(list_workbook, "_LOOKED_AT", 1)
    with pytest.raises(ImportRefused, match="more than 1 rows"):
        read_list("l.xlsx", saved(workbook(KAI, KAI, KAI)))


TEXTS = "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def as_excel_saves(data, texts=None):
    """Return a workbook of openpyxl with its texts in a table of their own."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        sheet = source.read(SHEET).decode()
    if texts is None:
        texts = [f"<t>{one}</t>" for one in re.findall(r"<is><t[^>]*>([^<]*)</t></is>", sheet)]
    places = itertools.count()
    sheet = re.sub(
        r't="inlineStr"><is><t[^>]*>[^<]*</t></is>', lambda _: f't="s"><v>{next(places)}</v>', sheet
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/{TEXTS}" ContentType="{kind}"/></Types>'
    data = changed(data, "[Content_Types].xml", b"</Types>", part.encode())
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        held = {name: source.read(name) for name in source.namelist()} | {SHEET: sheet.encode()}
    held[TEXTS] = f'<sst xmlns="{MAIN}">{"".join(f"<si>{one}</si>" for one in texts)}</sst>'.encode()
    return zipped(held)


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.namelist()


WHOLE = as_excel_saves(saved(workbook(KAI)))
DECLARED = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
FETCHES = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("part", parts_of(WHOLE))
def test_a_part_that_declares_entities_is_refused_whichever_it_is(part):
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as source:
        content = source.read(part)
    declaration, _, rest = content.rpartition(b"?>")
    assert rows_of(read_list("l.xlsx", WHOLE)) == [(2, KAI)]
    for declared in (
        DECLARED,
        FETCHES,
        b"<!-- <x --> " + DECLARED,
        b'<!DOCTYPE x SYSTEM "http://x.invalid/x.dtd">',
    ):
        hostile = (declaration + b"?>" if declaration else b"") + declared + rest
        with pytest.raises(ImportRefused, match="a part of it is no plain XML"):
            read_list("l.xlsx", changed(WHOLE, part, content, hostile))


def test_what_is_no_plain_text_is_refused_and_a_part_of_another_name_too():
    for before in (b"<!--" + b"x" * 70_000 + b"-->", b'<?xml version="1.0" encoding="cp037"?>'):
        with pytest.raises(ImportRefused, match="a part of it is no plain XML"):
            read_list("l.xlsx", changed(WHOLE, SHEET, b"<worksheet", before + b"<worksheet"))
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as source:
        held = {name: source.read(name) for name in source.namelist()}
    utf_16 = held | {SHEET: held[SHEET].decode().encode("utf-16")}
    renamed = held | {"xl/other.txt": b" " + DECLARED + held[TEXTS]}
    kinds = "[Content_Types].xml"
    renamed[kinds] = renamed[kinds].replace(TEXTS.encode(), b"xl/other.txt")
    for parts in (utf_16, renamed):
        with pytest.raises(ImportRefused, match="a part of it is no plain XML"):
            read_list("l.xlsx", zipped(parts))


def test_every_kind_of_cell_is_read_as_openpyxl_reads_it():
    """openpyxl's own reading is the other opinion: slow, and not what the program uses for cells."""
    book = workbook(*(KAI for _ in range(7)))
    texts = [f"<t>{name}</t>" for name in HEADER] + [
        '<r><t>Tur</t></r><r><rPr><b/></rPr><t xml:space="preserve">ner </t></r>',
        '<t>Kai</t><rPh sb="0" eb="1"><t>said</t></rPh>',
        "<t/>",
        "<t>a_x005F_x000D_b &lt;&amp;</t>",
    ] * 7
    data = as_excel_saves(saved(book), texts)
    cells = (
        '<row r="20"><c r="A20" t="b"><v>1</v></c><c r="C20"><v>41234.5</v></c><c r="D20" t="str"><f>A1</f><v>kept</v></c></row>'
        '<row><c><v>1E3</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2026-02-27T09:30:00</v></c><c><v>-7</v></c></row>'
        '<row r="21"><c r="A21"><v>9</v></c></row><row r="30"/>'
        '<row r="40.0"><c r="B40" t="inlineStr"><v>9</v><is><r><t>x</t></r><r><t>y</t></r></is></c><c/><c r="D40" t="s"/></row>'
    )
    data = changed(data, SHEET, b"</sheetData>", cells.encode() + b"</sheetData>")
    read = {row.line: row.cells for row in read_list("l.xlsx", data).rows}
    sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).active
    sheet.reset_dimensions()
    wanted = {
        line: tuple(map(workbook_cells.cell_text, values))
        for line, values in enumerate(sheet.iter_rows(min_row=1, max_row=60, max_col=4, values_only=True), 1)
        if line > 1 and any(value not in (None, "") for value in values)
    }
    assert read == wanted
    assert wanted[2][:2] == ("Turner", "Kai")
    assert wanted[20] == ("yes", "", "41234.5", "kept")
    assert wanted[40] == ("", "xy", "", "")


def test_a_formula_gives_the_value_excel_kept():
    data = saved(workbook(("Turner", '="K"&"ai"', *KAI[2:])))
    kept = changed(data, SHEET, b'<f>"K"&amp;"ai"</f><v></v>', b'<f>"K"&amp;"ai"</f><v>Kai</v>')
    kept = changed(kept, SHEET, b'<c r="B2">', b'<c r="B2" t="str">')
    received = read_list("l.xlsx", kept)
    assert (rows_of(received)[0][1], reasons(received)) == (KAI, [])
    (doubt,) = read_list("l.xlsx", data).warnings  # nobody worked it out: that is no blank cell
    assert (doubt.line, doubt.column, doubt.reason[:46]) == (
        2,
        "Forename",
        "is a formula without a value, and was read as ",
    )
    nothing = changed(data, SHEET, b'<c r="B2">', b'<c r="B2" t="str">')  # it was, and came to nothing
    assert reasons(read_list("l.xlsx", nothing)) == []


def test_dates_no_calendar_has_and_long_cells_are_said():
    data = saved(workbook(("Turner", "Kai", date(2008, 7, 12), "27/02/2026")))
    wild = changed(data, SHEET, b"<v>39641</v>", b"<v>99999999999</v>")
    assert read_list("l.xlsx", wild).rows[0].cells[2] == "#VALUE!"
    with pytest.raises(ImportRefused, match="characters in one cell"):
        read_list("l.xlsx", saved(workbook(("x" * 30_000, *KAI[1:]))))


def test_a_workbook_damaged_anywhere_is_refused_in_words_or_read():
    whole = saved(workbook(KAI, ("Brown", "Zoë", date(2012, 1, 1), date(2026, 1, 1))))
    with zipfile.ZipFile(io.BytesIO(whole)) as source:
        names = source.namelist()
    for name in names:
        for old, new in (
            (b"<", b"<x"),
            (b"1", b"-1"),
            (b'"', b"'"),
            (b"0", b"99999999999999999999"),
            (b"</", b"<"),
        ):
            try:
                read_list("l.xlsx", changed(whole, name, old, new))
            except (ImportRefused, AssertionError):  # `changed` insists that there is something to change
                continue
    for at in range(0, len(whole), 97):
        try:
            read_list("l.xlsx", whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        except ImportRefused as refused:
            assert str(refused).startswith("l.xlsx")  # noqa: PT017 - most are refused, and some are read
