"""The XML form of a return: the same as its CSV tables say; hostile and broken files are refused in words."""

import csv
import io
from collections import defaultdict
from xml.sax.saxutils import escape

import pytest

from lac_tracker.domain.errors import ImportRefused
from lac_tracker.exchange.reading import MOST_BYTES
from lac_tracker.exchange.ssda903 import read_ssda903
from tests.dirty_returns import make_return

HEAD = "<?xml version='1.0' encoding='UTF-8'?>\n"
CHILD = """<CHILD>
<HEADER><CHILDID>{id}</CHILDID><UPN>UN1</UPN><SEX>2</SEX><DOB>{born}</DOB><ETHNIC>WBRI</ETHNIC></HEADER>
<EPISODE><DECOM>01/05/2024</DECOM><RNE>S</RNE><LS>C2</LS><PL>U4</PL></EPISODE>
</CHILD>"""


def xml(*children, root="EXPSSDA903"):
    return (HEAD + f"<{root}>" + "\n".join(children) + f"</{root}>").encode()


def a_child(child="101", born="12/05/2012"):
    return CHILD.format(id=child, born=born)


def as_xml(files):
    """Write the tables of a CSV return as one XML file, by plain loops: each row of the header is a CHILD."""
    tables = {}
    for name, data in files.items():
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        columns = [column.strip().upper() for column in rows[0]]
        table = tables[name.rpartition("/")[2].partition(".")[0]] = []
        for row in rows[1:]:
            cells = {column: cell.strip() for column, cell in zip(columns, row, strict=False)}
            # A spreadsheet made a decimal number of some: in XML a child's rows stand in its own element.
            table.append(cells | {"CHILD": cells["CHILD"].removesuffix(".0")})
    born = {row["CHILD"]: row["DOB"] for row in reversed(tables["header"])}
    others = defaultdict(list)
    for name, element in (("reviews", "AREVIEW"), ("oc2", "OC2"), ("episodes", "EPISODE")):
        for row in tables.get(name, ()):
            if row.get("DOB", born.get(row["CHILD"])) == born.get(row["CHILD"]):
                cells = {column: cell for column, cell in row.items() if column not in ("CHILD", "DOB")}
                others[row["CHILD"]].append((element, cells))
    asylum = {
        row["CHILD"]: row["DUC"] for row in tables.get("uasc", ()) if row["DOB"] == born.get(row["CHILD"])
    }
    parts = []
    for row in tables["header"]:
        cells = {"CHILDID" if column == "CHILD" else column: cell for column, cell in row.items()}
        if row["CHILD"] in asylum:
            cells |= {"UASC": "1", "DUC": asylum.pop(row["CHILD"])}
        groups = others.pop(row["CHILD"], [])
        inside = [elements(name, cells) for name, cells in groups if name != "EPISODE"]
        outside = [elements(name, cells) for name, cells in groups if name == "EPISODE"]
        parts.append(f"<CHILD><HEADER>{leaves(cells)}{''.join(inside)}</HEADER>{''.join(outside)}</CHILD>")
    return xml(*parts)


def elements(name, cells):
    return f"<{name}>{leaves(cells)}</{name}>"


def leaves(cells):
    named = {"PL" if column == "PLACE" else column: cell for column, cell in cells.items()}
    return "".join(
        f"<{name}>{escape(cell)}</{name}>" if cell else f"<{name} />" for name, cell in named.items()
    )


@pytest.mark.parametrize(("seed", "year"), [(5, 2018), (6, 2025)])
def test_the_xml_form_says_what_the_csv_tables_say(tmp_path, seed, year):
    made = make_return(tmp_path / f"return-{year}", children=40, seed=seed, year=year)
    from_csv = read_ssda903(made.files)
    from_xml = read_ssda903({f"return-{year}/whole.xml": as_xml(made.files)})
    assert from_xml.children == from_csv.children
    assert (from_xml.years, from_xml.files) == (from_csv.years, (f"return-{year}/whole.xml",))
    assert {one.column for one in from_xml.refused} <= {one.column for one in from_csv.refused}


def test_what_is_refused_names_the_line_and_the_child():
    data = xml(a_child("101"), a_child("102", "31/02/2012"), a_child("103").replace("01/05/2024", "soon"))
    found = read_ssda903({"return-2025/r.xml": data})
    assert [one.council_id for one in found.children] == ["101", "103"]
    lines = data.decode().splitlines()
    for one in found.refused:
        assert one.value in lines[one.line - 1] or one.column == "CHILD"
    assert [
        (one.line, one.column, one.reason) for one in found.refused if one.column in ("DOB", "DECOM")
    ] == [
        (7, "DOB", "the birth date is not a real date (child 102)"),
        (12, "DECOM", "is not a real date: when the episode began cannot be read (child 103)"),
    ]


def test_other_parts_of_the_return_are_named_and_left_out():
    child = a_child().replace("</HEADER>", "<PERMANENCE><PREV_PERM>Z1</PREV_PERM></PERMANENCE></HEADER>")
    found = read_ssda903(
        {
            "return-2025/r.xml": xml(child, root="ns:X xmlns:ns='urn:x'").replace(
                b"</ns:X xmlns:ns='urn:x'>", b"</ns:X>"
            )
        }
    )
    assert [one.council_id for one in found.children] == ["101"]
    assert any(one.value == "previous permanence" for one in found.warnings)


def test_beside_csv_tables_the_xml_is_not_read_too(tmp_path):
    made = make_return(tmp_path / "return-2025", children=30)
    both = read_ssda903({**made.files, "return-2025/r.xml": xml(a_child("999999999"))})
    assert both.children == read_ssda903(made.files).children
    assert any(one.file == "return-2025/r.xml" and "CSV tables" in one.reason for one in both.warnings)


ENTITY = "<!DOCTYPE r [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;'>]>"
FETCHED = "<!DOCTYPE r SYSTEM 'file:///etc/passwd'>"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (HEAD.encode() + ENTITY.encode() + b"<r>&b;</r>", "document type or entities"),
        (HEAD.encode() + FETCHED.encode() + b"<r/>", "document type or entities"),
        (xml(a_child().replace("UN1", "&secret;")), "not whole, or is no XML"),
        (xml(a_child())[:-40], "not whole, or is no XML"),
        (b"", "not whole, or is no XML"),
        (b"CHILD,SEX\n101,F\n", "not whole, or is no XML"),
        (xml("<CHILD>" + "<a>" * 40 + "</a>" * 40 + "</CHILD>"), "more than 12 elements within one another"),
        (xml(a_child().replace("<UPN>UN1</UPN>", "<UPN>UN1</UPN><UPN>UN2</UPN>")), "stands twice in one HEADER"),
        (xml(a_child().replace("UN1", "x" * 20_001)), "more than 20,000 characters in one element"),
        (b"<r>" + b" " * MOST_BYTES + b"</r>", "is larger than 20 MiB"),
        (xml(a_child()).replace(b"UTF-8", b"KLINGON"), "not whole, or is no XML|encoding that is not known"),
        (xml(a_child()).replace(b"UTF-8", b"us-ascii").replace(b"UN1", b"\xff"), "not whole, or is no XML"),
        (xml(a_child()).replace(b"UN1", b"\x00"), "not whole, or is no XML"),
        (xml("<p>hello</p>"), "holds no SSDA903 tables"),
    ],
    ids=range(14),
)  # fmt: skip
def test_hostile_and_broken_files_are_refused_in_words(data, words):
    with pytest.raises(ImportRefused, match=words):
        read_ssda903({"return-2025/r.xml": data})
