"""Larger print: the same words, larger, on the same upright paper, and nothing beside its edge."""

import io
from collections import Counter

import examples
import pikepdf
import pypdfium2
import pytest
import reading
from pypdfium2 import raw

from lac_tracker.documents import catalogue, page

EDGE = 28  # points: nearer to the edge of the paper many printers do not print
LARGER = [name for name, (document, _) in examples.every_document().items()
          if catalogue.DOCUMENTS[document].has_larger and name not in ("blank form", "long plan")]  # fmt: skip


def sheets_of(pdf: bytes):
    """Yield each page with its text; fails where one is not an upright A4."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for sheet in document:
            wide, high = sheet.get_size()
            assert (round(wide), round(high)) == (595, 842)
            yield sheet, sheet.get_textpage()
    finally:
        document.close()


def over_the_edge(pdf: bytes) -> list[str]:
    """Return the words that stand nearer to the edge of the paper than many printers print."""
    over = []
    for sheet, text in sheets_of(pdf):
        wide, high = sheet.get_size()
        for place in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(place)
            if left < EDGE or right > wide - EDGE or bottom < 20 or top > high - 20:
                over.append(text.get_text_bounded(left, bottom, right, top))
    return over


def size_of_most(pdf: bytes) -> float:
    """Return the size of type that most characters have."""
    sizes = Counter()
    for _, text in sheets_of(pdf):
        for place in range(0, text.count_chars(), 7):
            matrix = raw.FS_MATRIX()
            raw.FPDFText_GetMatrix(text, place, matrix)
            sizes[round(raw.FPDFText_GetFontSize(text, place) * matrix.a, 1)] += 1
    return sizes.most_common(1)[0][0]


@pytest.mark.parametrize("example", LARGER)
def test_every_word_is_there_and_none_beside_the_edge(example):
    document, held = examples.every_document()[example]
    made = catalogue.render(document, held, larger=True)
    pages, usual = reading.pages_of(made), reading.pages_of(examples.printed(example))
    assert over_the_edge(made) == []
    if document == "gp-summary":
        assert len(pages) == 1
    elif example != "word without blanks":
        assert len(pages) >= len(usual)
        run_together = "".join(" ".join(pages).split())  # a long name breaks elsewhere
        usual_words = set(" ".join(usual).split())
        assert [one for one in usual_words if one not in run_together and not one.isdecimal()] == []


def test_a_plan_is_in_14_points_and_the_usual_size_comes_back():
    plan = examples.a_full_plan()
    assert size_of_most(catalogue.render("full-plan", plan, larger=True)) == 14.0
    assert catalogue.render("full-plan", plan) == examples.printed("typical plan")
    assert page.frame_width() == page.WIDTH


def test_the_one_page_grows_as_far_as_nothing_is_cut():
    toddler = examples.a_toddlers_gp_summary()
    assert 12.0 < size_of_most(catalogue.render("gp-summary", toddler, larger=True)) <= 14.0
    full = examples.a_gp_summary(practice_actions=examples.two_line_actions(10))
    assert catalogue.render("gp-summary", full, larger=True) == catalogue.render("gp-summary", full)


def test_what_has_a_size_of_its_own_keeps_it():
    for name, (document, held) in examples.every_document().items():
        if not catalogue.DOCUMENTS[document].has_larger:
            assert catalogue.render(document, held, larger=True) == examples.printed(name)
            return
    raise AssertionError("no document has a size of its own")


def test_larger_pages_are_tagged_as_the_usual_ones():
    with pikepdf.open(
        io.BytesIO(catalogue.render("full-plan", examples.a_full_plan(), larger=True))
    ) as opened:
        assert opened.Root.MarkInfo.Marked
        assert all("/Rotate" not in sheet.obj for sheet in opened.pages)
