"""The structure of a document: everything drawn has one place in it, and it reads as the page does."""

import io
import re
from functools import lru_cache
from itertools import pairwise

import examples
import pikepdf
import pytest
import reading
import structure

from lac_tracker.documents import layout, page, tags

EXAMPLES = examples.every_document()
BODY = page.style(12)
KINDS = {"Document", "H1", "H2", "H3", "P", "Table", "TR", "TH", "TD", "L", "LI", "Lbl", "LBody", "Figure"}
INSIDE = {
    "Table": {"TR"}, "TR": {"TH", "TD"}, "L": {"LI"}, "LI": {"Lbl", "LBody"}, "LBody": {"P"}, "TD": {"P"}, "TH": {"P"},
}  # fmt: skip
PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"', "Do", "sh", "EI"}


@lru_cache(2)
def tree_of(example):
    return structure.read(examples.printed(example))


def sheet():
    return page.Sheet(
        "Title",
        "Author",
        "Subject",
        head=lambda number, of: [page.ends("head", f"Page {number} of {of}", 10), layout.Rule()],
        foot=lambda number, of: [layout.Rule(), page.text("foot", page.style(10))],
    )


def tree_of_story(*blocks):
    return structure.read(page.render(list(blocks), sheet()))


def shape(element):
    """Return what is in an element as (kind, text or shape) pairs."""
    return [(kid.kind, shape(kid) if kid.kids else kid.text()) for kid in element.kids]


def everything_painted_stands_in_one_marked_part_that_the_tree_knows(example):
    with pikepdf.open(io.BytesIO(examples.printed(example))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.check_pdf_syntax() == []
        numbers = dict(pairwise_of(pdf.Root.StructTreeRoot.ParentTree.Nums))
        for place, sheet_of in enumerate(pdf.pages):
            assert sheet_of.obj.StructParents == place
            assert sheet_of.obj.Tabs == "/S"
            assert marked_parts(sheet_of) == list(range(len(numbers[place])))


def pairwise_of(flat):
    return [(int(flat[at]), flat[at + 1]) for at in range(0, len(flat), 2)]


def marked_parts(sheet_of):
    """Return the numbers of the marked parts in the order of drawing; fails where anything painted is outside of them.

    Inside a part stands only the text that shaped letters mean.
    """
    found, depth = [], 0
    for operands, operator in pikepdf.parse_content_stream(sheet_of):
        name = str(operator)
        if name == "BDC":
            if depth:
                assert (str(operands[0]), list(operands[1].keys())) == ("/Span", ["/ActualText"])
            elif "/MCID" in operands[1]:
                found.append(int(operands[1].MCID))
            else:
                assert str(operands[0]) == "/Artifact"
            depth += 1
        elif name == "EMC":
            depth -= 1
        elif name in PAINTING:
            assert depth, f"{name} outside any marked part"
    assert depth == 0
    return found


def the_tree_is_made_of_what_readers_know_and_in_its_order(example):
    tree = tree_of(example)
    assert {each.kind for each in tree.walk()} <= KINDS
    for element in tree.walk():
        for kid in element.kids:
            assert kid.kind in INSIDE.get(
                element.kind, KINDS - {"Document", "TR", "TH", "TD", "LI", "Lbl", "LBody"}
            )
    levels = [int(each.kind[1]) for each in tree.all("H1", "H2", "H3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert all(each.alt for each in tree.all("Figure"))
    assert all(each.scope in ("Row", "Column") for each in tree.all("TH"))


def each_table_has_one_row_of_labels_and_rows_of_one_length(example):
    for table in tree_of(example).all("Table"):
        rows = table.kids
        assert len({len(row.kids) for row in rows}) == 1
        labels = [row for row in rows if all(cell.scope == "Column" for cell in row.kids)]
        assert len(labels) <= 1
        assert labels in ([], rows[:1])
        assert len(rows) > len(labels)


# One test for each example: it is drawn and read once for all that must hold of it.
@pytest.mark.parametrize("example", EXAMPLES)
def test_a_document_reads_as_its_page_does(example):
    everything_painted_stands_in_one_marked_part_that_the_tree_knows(example)
    the_tree_is_made_of_what_readers_know_and_in_its_order(example)
    each_table_has_one_row_of_labels_and_rows_of_one_length(example)


def test_each_action_of_a_summary_is_one_row():
    table = tree_of("typical summary").all("Table")[0]
    asked = [row.text() for row in table.kids[1:]]
    assert len(asked) == len(examples.ACTIONS)
    for number, (row, action) in enumerate(zip(asked, examples.ACTIONS, strict=True), 1):
        assert row.startswith(f"{number} {action.text}")
        assert action.why in row
        assert re.search(r" \d\d-\w{3}-2026$", row)
    assert table.kids[0].text() == "By"


def test_a_summary_is_read_from_its_first_line_to_its_signature():
    text = tree_of("typical summary").text()
    places = [
        text.index(words)
        for words in ("GP SUMMARY", "3 actions for the practice.", "Ellie BROWN", "NHS No. 999 056 3411", "ALERTS",
                      "ACTIONS FOR THE PRACTICE", "FOR YOUR RECORDS", "Signed Nadia Rahman")
    ]  # fmt: skip
    assert places == sorted(places)


def test_an_event_of_a_chronology_is_one_row_though_its_page_ends_in_it():
    tree = tree_of("chronology")
    (table,) = tree.all("Table")
    assert [cell.text() for cell in table.kids[0].kids] == [
        "Date",
        "What happened and source",
        "Impact",
        "Action",
    ]
    assert len(table.kids) == 61
    assert any(cell.parts > 1 for cell in table.all("TD"))
    for number, row in enumerate(table.kids[1:]):
        assert row.text().count(f"Event {number}: moved") == 3


@pytest.mark.parametrize("example", ["typical plan", "long plan", "family history", "information request"])
def test_no_two_words_are_joined_where_a_line_ends(example):
    document, held = EXAMPLES[example]
    words = set(tree_of(example).text().split())
    assert "No more than 1 night with cough a week, inhaler used alone" in tree_of("typical plan").text()
    said = {word for text in page.texts_in(held) for word in text.split() if len(word) > 6 and word.isalpha()}
    joined = [(one, other) for one in said for other in said if one + other in words]
    assert said
    assert joined == []


def test_the_plan_says_the_number_of_the_record_in_what_is_read():
    assert "NHS No. 999 056 3411" in tree_of("typical plan").text()


def test_labels_stand_again_on_each_page_and_are_read_once():
    labels = page.row([(200, "Left", BODY), (200, "Right", BODY)], role=tags.LABELS, rule_under=0.8)
    rows = [
        page.row([(200, f"row {number} " * 8, BODY), (200, "right", BODY)], role=tags.CELLS, before=3)
        for number in range(60)
    ]
    pdf = page.render([page.text("before", BODY), labels, *rows], sheet())
    (table,) = structure.read(pdf).all("Table")
    assert [cell.text() for cell in table.kids[0].kids] == ["Left", "Right"]
    assert len(table.kids) == 61
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    assert pages > 2
    assert [text.count("Left") for text in reading.pages_of(pdf)] == [1] * pages


def test_labels_do_not_stand_again_where_their_table_is_over():
    labels = page.row([(200, "Left", BODY), (200, "Right", BODY)], role=tags.LABELS)
    row = page.row([(200, "one", BODY), (200, "two", BODY)], role=tags.CELLS)
    pages = reading.pages_of(page.render([labels, row, page.text("word " * 3_000, BODY)], sheet()))
    assert [text.count("Left") for text in pages] == [1] + [0] * (len(pages) - 1)


def test_labels_above_a_row_higher_than_a_page_come_to_an_end():
    labels = page.row([(200, "Left", BODY), (200, "Right", BODY)], role=tags.LABELS)
    row = page.row([(200, "word " * 3_000, BODY), (200, "two", BODY)], role=tags.CELLS)
    tree = tree_of_story(labels, row)
    assert tree.text().count("word") == 3_000
    assert len(tree.all("TR")) == 2


def test_a_paragraph_over_three_pages_is_one():
    (only,) = tree_of_story(page.text("word " * 4_000, BODY)).all("P")
    assert only.parts > 2
    assert only.text().count("word") == 4_000


def test_items_that_follow_each_other_are_one_list_and_more_of_one_goes_into_it():
    tree = tree_of_story(
        page.row([(20, "1", BODY), (300, "First", BODY)], role=tags.ITEM),
        page.text("More of it", BODY, role=tags.IN_ITEM),
        layout.Rule(),
        layout.Group((page.text("Second", BODY, role=tags.ITEM),), box=1.0),
        page.text("Between", BODY),
        page.text("Alone", BODY, role=tags.ITEM),
    )
    first, between, last = tree.kids
    assert shape(first) == [
        ("LI", [("Lbl", "1"), ("LBody", [("P", "More of it")])]),
        ("LI", [("LBody", "Second")]),
    ]
    assert first.text() == "1 First More of it Second"
    assert (between.kind, between.text()) == ("P", "Between")
    assert shape(last) == [("LI", [("LBody", "Alone")])]


def test_what_stands_beside_a_heading_labels_the_last_column_of_the_table_beneath():
    beside = page.row([(300, "Actions", BODY), (80, "By", BODY)], role="H2")
    row = page.row([(20, "1", BODY), (270, "Do it", BODY), (80, "today", BODY)], role=tags.LABELLED)
    tree = tree_of_story(beside, row)
    assert shape(tree) == [
        ("H2", "Actions"),
        ("Table", [("TR", [("TH", ""), ("TH", ""), ("TH", "By")]), ("TR", [("TH", "1"), ("TD", "Do it"), ("TD", "today")])]),
    ]  # fmt: skip
    assert shape(tree_of_story(beside, page.text("None", BODY))) == [
        ("H2", "Actions"),
        ("P", "By"),
        ("P", "None"),
    ]


def test_a_box_to_tick_begins_an_item_and_is_no_column_of_a_table():
    cells = (layout.Cell(10, [], tick=9), layout.Cell(100, page.paragraph("Yes", BODY)),
             layout.Cell(10, [], tick=9), layout.Cell(100, page.paragraph("No", BODY)))  # fmt: skip
    assert shape(tree_of_story(layout.Row(cells, role=tags.ITEM))) == [
        ("L", [("LI", [("LBody", "Yes")]), ("LI", [("LBody", "No")])])
    ]
    assert shape(tree_of_story(layout.Row(cells, role=tags.CELLS))) == [
        ("Table", [("TR", [("TD", "Yes"), ("TD", "No")])])
    ]


def test_texts_that_only_stand_side_by_side_are_paragraphs_and_head_and_foot_are_not_read():
    tree = tree_of_story(page.row([(200, "Left", BODY), (200, "Right", BODY)]))
    assert shape(tree) == [("P", "Left"), ("P", "Right")]
