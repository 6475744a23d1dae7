"""What every document must be so that a practice can scan, file, search and print it."""

import ctypes
import io
import re
from collections import Counter
from functools import lru_cache

import examples
import pikepdf
import pypdfium2
import pytest
import reading
import structure
from pypdfium2 import raw

from lac_tracker.documents import page
from lac_tracker.documents.catalogue import DOCUMENTS
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.identifiers import show_nhs_number

EXAMPLES = examples.every_document()
BOOKLETS = {name for name, (document, _) in EXAMPLES.items() if document.endswith("booklet")}
COVERED = (
    "health-history",
    "health-history-booklet",
)  # whoever finds one that was lost learns no name from its cover
A4, A5 = (595, 842), (420, 595)
OTHER_COLOURS = ("k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh")
LOOKED_AT = {"cm", "Tm", "w", "S", "s", "B", "rg", "RG", *OTHER_COLOURS}
LEAST_SIZE, LEAST_BODY = 10.0, 10.5  # points: of anything that is read, and of most of a page


def made_anew(example):
    document, held = EXAMPLES[example]
    return DOCUMENTS[document].render(held)


printed = examples.printed


@lru_cache(1)  # all that is asked of an example is asked in one test
def opened(example):
    return pikepdf.open(io.BytesIO(printed(example)))


@lru_cache(1)
def texts_of(example):
    document = pypdfium2.PdfDocument(printed(example))
    try:
        return tuple(" ".join(sheet.get_textpage().get_text_range().split()) for sheet in document)
    finally:
        document.close()


@lru_cache(1)
def operators_of(example):
    """Return (operands, operator) of everything that is drawn, once for all who look at it."""
    return tuple(
        (operator, [float(each) for each in operands])
        for sheet in opened(example).pages
        for operands, operator in _read_operators(sheet)
    )


def _read_operators(sheet):
    for operands, operator in pikepdf.parse_content_stream(sheet):
        if (name := str(operator)) in LOOKED_AT:
            yield operands, name


def test_every_document_there_is_has_an_example():
    assert {document for document, _ in EXAMPLES.values()} == set(DOCUMENTS)


def every_page_is_upright_and_of_one_size(example):
    side = A5 if example in BOOKLETS else A4
    for sheet in opened(example).pages:
        assert [round(float(each)) for each in sheet.mediabox] == [0, 0, *side]
        assert sheet.obj.get("/CropBox", sheet.mediabox) == sheet.mediabox
        assert sheet.obj.get("/Rotate", 0) == 0
        assert "/UserUnit" not in sheet.obj


def no_text_is_turned(example):
    for operator, operands in operators_of(example):
        if operator in ("cm", "Tm"):
            a, b, c, d = operands[:4]
            assert (b, c) == (0, 0)
            assert a > 0
            assert d > 0


def every_font_is_embedded_and_can_be_read_back(example):
    pdf = opened(example)
    fonts = [font for sheet in pdf.pages for font in sheet.resources.Font.values()]
    assert fonts
    for font in fonts:
        described = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.FontDescriptor.keys()), font.BaseFont
        assert "/ToUnicode" in font


def lines_are_thick_enough_to_survive_a_scan(example):
    width = None
    for operator, operands in operators_of(example):
        if operator == "w":
            width = operands[0]
        if operator in ("S", "s", "B"):
            assert width is not None
            assert width >= 0.5


def nothing_is_coloured(example):
    for operator, operands in operators_of(example):
        assert operator not in OTHER_COLOURS
        if operator in ("rg", "RG"):
            assert len(set(operands)) == 1


def nothing_is_seen_through(example):
    pdf = opened(example)
    for sheet in pdf.pages:
        for state in sheet.resources.get("/ExtGState", {}).values():
            assert float(state.get("/ca", 1)) == float(state.get("/CA", 1)) == 1
            assert state.get("/SMask", "/None") == "/None"
        assert "/Group" not in sheet.obj


def type_is_large_enough_to_read_and_to_scan(example):
    sizes = list(_sizes_of_type(printed(example)))
    assert min(size for size, _ in sizes) >= LEAST_SIZE - 0.01
    counted = Counter()
    for size, letters in sizes:
        counted[round(size, 1)] += letters
    assert counted.most_common(1)[0][0] >= LEAST_BODY


def _sizes_of_type(pdf):
    """Yield (points, letters) of every piece of text but the labels of pictures, which stand in words beside them."""
    pictures = structure.pictures(pdf)
    document = pypdfium2.PdfDocument(pdf)
    try:
        for place in range(len(document)):
            sheet = document[place]
            words = sheet.get_textpage()
            for drawn in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                if (place, raw.FPDFPageObj_GetMarkedContentID(drawn)) not in pictures:
                    size = ctypes.c_float()
                    raw.FPDFTextObj_GetFontSize(drawn, size)
                    yield size.value * drawn.get_matrix().d, len(structure.words_of(drawn, words))
    finally:
        document.close()


def language_title_and_author_are_set_and_the_title_is_shown(example):
    pdf = opened(example)
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/Title"]) not in ("", "untitled")
    assert str(pdf.docinfo["/Author"]) not in ("", "anonymous")


def nothing_runs_and_nothing_is_locked(example):
    pdf = opened(example)
    assert not pdf.is_encrypted
    for name in ("/AcroForm", "/OpenAction", "/AA", "/Names"):
        assert name not in pdf.Root
    assert all("/AA" not in sheet.obj and "/Annots" not in sheet.obj for sheet in pdf.pages)


def what_the_file_says_of_itself_names_no_child(example):
    child = EXAMPLES[example][1].child
    told = " ".join(str(value) for value in (reading.open_pdf(printed(example)).metadata or {}).values())
    for secret in (*reading.names_of(child), child.nhs_number or "NHS", show_date(child.born)):
        assert secret.casefold() not in told.casefold()


def every_page_says_whose_it_is_and_which_of_how_many(example):
    child = EXAMPLES[example][1].child
    pages = texts_of(example)
    for place, text in enumerate(pages, 1):
        assert f"Page {place} of {len(pages)}" in text
        if place == 1 and EXAMPLES[example][0] in COVERED:
            continue
        for name in reading.names_of(child):
            assert name.casefold() in text.casefold()
        if child.nhs_number:
            assert f"NHS No. {show_nhs_number(child.nhs_number)}" in text
        assert re.search(rf"[Bb]orn ({show_date(child.born)}|{child.born.day} )", text)


def a_file_is_under_300_kilobytes(example):
    assert len(printed(example)) < 300_000


def the_same_facts_give_the_same_bytes(example):
    assert made_anew(example) == printed(example)


def our_own_words_hold_no_signs_that_a_scan_misreads(example):
    misread = re.compile("[≥≤<>]|untitled")
    typed = "".join(page.texts_in(EXAMPLES[example][1]))
    assert misread.search(typed) or not misread.search(" ".join(texts_of(example)))


def test_a_long_plan_has_bookmarks():
    long, short = (reading.open_pdf(printed(name)) for name in ("long plan", "typical summary"))
    assert len(long.pages) > 3
    assert {"The plan", "Health", "Who contributed"} <= {entry.title for entry in long.outline}
    assert short.outline == []


def more_than_three_pages_have_bookmarks(example):
    opened = reading.open_pdf(printed(example))
    assert opened.outline or len(opened.pages) <= 3


def no_text_leaves_the_page(example):
    width, height = A5 if example in BOOKLETS else A4
    for left, bottom, right, top in _boxes_of_text(printed(example)):
        assert left > 28
        assert right < width - 28
        assert bottom > 20
        assert top < height - 20


def _boxes_of_text(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            text = document[number].get_textpage()
            yield from (text.get_rect(place) for place in range(text.count_rects()))
    finally:
        document.close()


OF_EVERY_ONE = (
    every_page_is_upright_and_of_one_size,
    no_text_is_turned,
    every_font_is_embedded_and_can_be_read_back,
    lines_are_thick_enough_to_survive_a_scan,
    nothing_is_coloured,
    nothing_is_seen_through,
    type_is_large_enough_to_read_and_to_scan,
    language_title_and_author_are_set_and_the_title_is_shown,
    nothing_runs_and_nothing_is_locked,
    a_file_is_under_300_kilobytes,
    the_same_facts_give_the_same_bytes,
    our_own_words_hold_no_signs_that_a_scan_misreads,
    more_than_three_pages_have_bookmarks,
    no_text_leaves_the_page,
)
OF_A_CHILD = (
    what_the_file_says_of_itself_names_no_child,
    every_page_says_whose_it_is_and_which_of_how_many,
)


# One test for each example: it is drawn, opened and read once for all that must hold of it.
@pytest.mark.parametrize("example", EXAMPLES)
def test_a_document_can_be_scanned_filed_searched_and_printed(example):
    for holds in OF_EVERY_ONE:
        holds(example)
    if hasattr(EXAMPLES[example][1], "child"):
        for holds in OF_A_CHILD:
            holds(example)
