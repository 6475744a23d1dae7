"""What every document must be so that a practice can scan, file, search and print it."""

import io
import re
from functools import cache

import examples
import pikepdf
import pypdfium2
import pytest
import reading

from lac_tracker.documents.catalogue import DOCUMENTS

EXAMPLES = examples.every_document()
OF_A_CHILD = [
    name for name, (document, _) in EXAMPLES.items() if document not in ("recovery-sheet", "blank-form")
]


def made_anew(example):
    document, held = EXAMPLES[example]
    return DOCUMENTS[document].render(held)


printed = cache(made_anew)  # one document, and many who read it


@cache
def texts_of(example):
    return tuple(reading.pages_of(printed(example)))


@pytest.fixture(params=EXAMPLES)
def pdf(request):
    with pikepdf.open(io.BytesIO(printed(request.param))) as opened:
        yield opened


def test_every_page_is_upright_a4_portrait(pdf):
    for page in pdf.pages:
        assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]
        assert page.obj.get("/Rotate", 0) == 0
        assert "/UserUnit" not in page.obj


def test_no_text_is_turned(pdf):
    for page in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("cm", "Tm"):
                a, b, c, d = (float(number) for number in operands[:4])
                assert (b, c) == (0, 0)
                assert a > 0
                assert d > 0


def test_every_font_is_embedded_and_can_be_read_back(pdf):
    fonts = [font for page in pdf.pages for font in page.resources.Font.values()]
    assert fonts
    for font in fonts:
        assert "/FontFile2" in font.FontDescriptor, font.BaseFont
        assert "/ToUnicode" in font


def test_lines_are_thick_enough_to_survive_a_scan(pdf):
    for page in pdf.pages:
        width = None
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "w":
                width = float(operands[0])
            if str(operator) in ("S", "s", "B"):
                assert width is not None
                assert width >= 0.5


def test_nothing_is_coloured(pdf):
    for page in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("rg", "RG"):
                assert len({float(part) for part in operands}) == 1


def test_language_title_and_author_are_set_and_the_title_is_shown(pdf):
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/Title"]) not in ("", "untitled")
    assert str(pdf.docinfo["/Author"]) not in ("", "anonymous")


def test_nothing_runs_and_nothing_is_locked(pdf):
    assert not pdf.is_encrypted
    for name in ("/AcroForm", "/OpenAction", "/AA", "/Names"):
        assert name not in pdf.Root
    assert all("/AA" not in page.obj and "/Annots" not in page.obj for page in pdf.pages)


@pytest.mark.parametrize("example", OF_A_CHILD)
def test_what_the_file_says_of_itself_names_no_child(example):
    child = EXAMPLES[example][1].child
    told = " ".join(str(value) for value in (reading.open_pdf(printed(example)).metadata or {}).values())
    for secret in (child.given, child.family, child.nhs_number, "08-Aug-2009"):
        assert secret.casefold() not in told.casefold()


@pytest.mark.parametrize("example", OF_A_CHILD)
def test_every_page_says_whose_it_is_and_which_of_how_many(example):
    child = EXAMPLES[example][1].child
    pages = texts_of(example)
    number = f"{child.nhs_number[:3]} {child.nhs_number[3:6]} {child.nhs_number[6:]}"
    for place, text in enumerate(pages, 1):
        assert child.family.upper() in text
        assert f"NHS No. {number}" in text
        assert f"Born {child.born.day:02d}-" in text
        assert f"Page {place} of {len(pages)}" in text


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_file_is_under_300_kilobytes(example):
    assert len(printed(example)) < 300_000


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_same_facts_give_the_same_bytes(example):
    assert made_anew(example) == printed(example)


@pytest.mark.parametrize("example", EXAMPLES)
def test_our_own_words_hold_no_signs_that_a_scan_misreads(example):
    assert not re.search("[≥≤<>]|untitled", " ".join(texts_of(example)))


def test_a_long_plan_has_bookmarks():
    long, short = (reading.open_pdf(printed(name)) for name in ("long plan", "typical summary"))
    assert len(long.pages) > 3
    assert {"The plan", "Health", "Who contributed"} <= {entry.title for entry in long.outline}
    assert short.outline == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_no_text_leaves_the_page(example):
    for left, bottom, right, top in _boxes_of_text(printed(example)):
        assert left > 28
        assert right < 595 - 28
        assert bottom > 20
        assert top < 842 - 20


def _boxes_of_text(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            text = document[number].get_textpage()
            yield from (text.get_rect(place) for place in range(text.count_rects()))
    finally:
        document.close()
