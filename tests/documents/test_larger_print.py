"""Larger print: the same words, larger, on the same upright paper, and nothing beside its edge."""

import io
from collections import Counter

import examples
import pikepdf
import pypdfium2
import pytest

from lac_tracker.documents import catalogue, page

EDGE = 28  # points: nearer to the edge of the paper many printers do not print
LARGER = [name for name, (document, _) in examples.every_document().items()
          if catalogue.DOCUMENTS[document].has_larger and name not in ("blank form", "long plan")]  # fmt: skip


def looked_at(pdf: bytes):
    """Return (pages, words, sizes of type by how many characters have them, characters over the edge)."""
    document = pypdfium2.PdfDocument(pdf)
    words, sizes, over = Counter(), Counter(), []
    try:
        for sheet in document:
            wide, high = sheet.get_size()
            assert (round(wide), round(high)) == (595, 842)
            text = sheet.get_textpage()
            words.update(text.get_text_range().split())
            for place in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(place)
                if right > left and (left < EDGE or right > wide - EDGE or bottom < 20 or top > high - 20):
                    over.append(text.get_text_range(place, 1))
            sizes.update(_sizes(sheet, text))
        return len(document), words, sizes, over
    finally:
        document.close()


def _sizes(sheet, text):
    from pypdfium2 import raw

    for place in range(0, text.count_chars(), 7):
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text, place, matrix)
        size = raw.FPDFText_GetFontSize(text, place)
        yield round(size * matrix.a, 1)


@pytest.mark.parametrize("example", LARGER)
def test_every_word_is_there_and_none_beside_the_edge(example):
    document, held = examples.every_document()[example]
    pages, words, _, over = looked_at(catalogue.render(document, held, larger=True))
    usual_pages, usual_words, _, _ = looked_at(examples.printed(example))
    assert over == []
    if document == "gp-summary":
        assert pages == 1
    elif example != "word without blanks":
        assert pages >= usual_pages
        run_together = "".join(words.elements())  # a long name breaks elsewhere
        assert [one for one in usual_words if one not in run_together and not one.isdecimal()] == []


def test_a_plan_is_in_14_points_and_the_usual_size_comes_back():
    plan = examples.a_full_plan()
    _, _, sizes, _ = looked_at(catalogue.render("full-plan", plan, larger=True))
    assert sizes.most_common(1)[0][0] == 14.0
    assert catalogue.render("full-plan", plan) == examples.printed("typical plan")
    assert page.frame_width() == page.WIDTH


def test_the_one_page_grows_as_far_as_nothing_is_cut():
    toddler = examples.a_toddlers_gp_summary()
    _, _, sizes, _ = looked_at(catalogue.render("gp-summary", toddler, larger=True))
    assert 12.0 < sizes.most_common(1)[0][0] <= 14.0
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
