"""The health history read back from paper: a cover that names nobody, what was not found, and pages that fold."""

import io
from dataclasses import replace
from functools import cache

import health_history_examples as examples
import pikepdf
import pytest
import reading

from lac_tracker.documents import booklet, health_history
from lac_tracker.documents.health_history_blocks import COLOURS
from lac_tracker.domain import health_history as domain
from lac_tracker.domain.information_pages import Helpline


@cache
def a5_pages():
    return tuple(reading.pages_of(health_history.render_booklet(examples.a_health_history())))


@cache
def a4_pages():
    return tuple(reading.pages_of(health_history.render(examples.a_health_history())))


@pytest.mark.parametrize("pages", [a4_pages, a5_pages])
def test_the_cover_names_nobody(pages):
    cover = pages()[0]
    for secret in ("Ellie", "Brown", "BROWN", "999", "056", "3411", "August 2009", "2009"):
        assert secret not in cover
    assert "If found, please return to: Health House" in cover
    assert "You choose who sees it" in cover
    assert "Made with you on 10 March 2026 by Nadia Rahman" in cover


@pytest.mark.parametrize("pages", [a4_pages, a5_pages])
def test_every_other_page_says_whose_it_is(pages):
    for number, text in enumerate(pages()[1:], 2):
        assert "Ellie BROWN" in text
        assert "Born 8 August 2009" in text
        assert "NHS No. 999 056 3411" in text
        assert f"Page {number} of {len(pages())}" in text


@pytest.mark.parametrize("pages", [a4_pages, a5_pages])
def test_what_could_not_be_found_is_said_with_whom_and_when(pages):
    told = " ".join(pages())
    assert (
        "Your Apgar scores: We asked for this and could not find it. Asked: Northgate Hospital maternity notes, 2 March 2025."
        in told
    )
    assert "We have asked for this and are waiting. Asked: Northgate CAMHS, 10 February 2026." in told
    assert "Not known: your first tests." in told


def test_it_holds_every_part_in_the_order_of_the_wireframe():
    told = " ".join(a5_pages())
    parts = (
        "My health history", "My details", "Important", "When I was born", "My health so far", "Health in my family",
        "My jabs", "Still to have", "My plan and my appointments", "Space to write", "Getting help on my own",
        "Lost this book?",
    )  # fmt: skip
    places = [told.index(part) for part in parts]
    assert places == sorted(places)
    assert "MMR, dose 2 Measles, mumps, rubella 2013, about" in told
    assert "You don’t need ID or proof of address" in told


def test_information_says_where_it_was_read_and_what_is_in_doubt():
    told = " ".join(a5_pages())
    assert "From NHS website: insomnia. Looked at 23 November 2026." in told
    assert "please check first" in told


def test_a_draft_says_so_on_every_page():
    pages = reading.pages_of(health_history.render(examples.a_health_history(is_draft=True)))
    assert "Not to be given to anybody" in pages[0]
    assert all("Draft, not checked yet" in text for text in pages)


@pytest.mark.parametrize("held", [examples.a_health_history, examples.an_empty_health_history])
def test_the_a5_pages_fold(held):
    count = len(reading.pages_of(health_history.render_booklet(held())))
    assert count % 4 == 0
    assert count >= 8


def test_what_is_left_over_is_room_for_notes():
    pages = reading.pages_of(health_history.render_booklet(examples.an_empty_health_history()))
    assert "My notes" in pages[-1]
    assert "Nothing has been found for this part yet" in " ".join(pages)


@pytest.mark.parametrize("colour", COLOURS)
def test_each_colour_is_a_band_in_grey_too(colour):
    assert colour in domain.COLOURS
    red, green, blue = COLOURS[colour]
    assert 0.2 < 1 - (0.299 * red + 0.587 * green + 0.114 * blue) < 0.67
    drawn = health_history.render(examples.a_health_history(colour=colour, information=()))
    assert len(reading.pages_of(drawn)) > 2


@pytest.mark.parametrize("pages", [8, 12, 40])
def test_sides_hold_each_page_once_and_neighbours_face_each_other(pages):
    sides = booklet.order(pages)
    assert sorted(page for side in sides for page in side) == list(range(1, pages + 1))
    assert sides[0] == (pages, 1)
    assert all(left % 2 == 0 and right % 2 == 1 for left, right in sides)
    assert all(left + right == pages + 1 for left, right in sides)
    # Behind each right page of a front is the next page, on the left of its back.
    fronts, backs = sides[::2], sides[1::2]
    assert all(back[0] == front[1] + 1 for front, back in zip(fronts, backs, strict=True))


@pytest.mark.parametrize("pages", [0, 6, 9])
def test_what_does_not_fold_is_refused(pages):
    with pytest.raises(ValueError, match="do not fold"):
        booklet.order(pages)


def test_sheets_to_fold_come_out_portrait_with_two_pages_each():
    content = health_history.render_booklet(examples.a_health_history(information=()))
    folded = booklet.sheets_to_fold(content)
    assert folded == booklet.sheets_to_fold(content)
    with pikepdf.open(io.BytesIO(folded)) as sheets:
        assert len(sheets.pages) == 4
        for page in sheets.pages:
            assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]
            assert "/Rotate" not in page.obj
            assert len(page.Resources.XObject) == 2
    pages = reading.pages_of(folded)
    assert "Page 1 of 8" in pages[0]
    assert "Page 8 of 8" in pages[0]
    assert "Page 2 of 8" in pages[1]


def test_a_new_version_says_what_it_takes_the_place_of():
    again = examples.a_health_history(version=2, replaces="version 1 of 4 March 2026", information=())
    assert (
        "It takes the place of version 1 of 4 March 2026."
        in reading.pages_of(health_history.render(again))[0]
    )


def test_markup_in_a_line_is_printed_as_it_was_typed():
    words = "<b>Bob</b> & <img src='x'> {name}"
    hostile = examples.a_health_history(
        parts=(domain.Told("story", (("<i>2013</i>", words),)),),
        information=tuple(
            replace(page, help=(Helpline("<a>", "<b>"),))
            for page in examples.a_health_history().information[:1]
        ),
    )
    assert words in " ".join(reading.pages_of(health_history.render(hostile)))
