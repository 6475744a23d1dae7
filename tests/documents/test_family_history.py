"""The page of family and birth history: read back as text, marked, upright, and the picture on it for any family."""

import re
from dataclasses import replace
from datetime import date

import pytest
import reading

from lac_tracker.documents import catalogue, family_history
from lac_tracker.domain.family_history import FamilyHistory, PrintedItem
from lac_tracker.domain.genogram import layout
from lac_tracker.domain.reports import Identity, Service
from tests.domain.families import MARA, SHAPES, SMALL

TODAY = date(2026, 3, 4)
HELD = FamilyHistory(
    service=Service("Northgate LAC health team", "01632 960 100"),
    child=Identity("Amara", "Baptiste", "1", MARA.born, "14y 1m", "Female", "9991234567", "Mara"),
    drawing=layout(SMALL, MARA, TODAY, across=7),
    groups=(
        (
            "Birth",
            (
                PrintedItem("Birth weight", "2.1 kg", "Known, from Red book, 04-Mar-2026"),
                PrintedItem("Apgar scores", "", "Not known after asking, asked 02-Mar-2026 (Maternity unit)"),
            ),
        ),
    ),
    people_health=(("C Baptiste, mother", "Epilepsy <b>& more</b>"),),
    counts="Birth 2 of 11 · Mother 0 of 8 · Father 0 of 8",
    made_by="Sam Iqbal",
    made_on=TODAY,
)


def test_the_page_says_everything_and_is_marked_on_every_page():
    pdf = family_history.render(HELD)
    pages = reading.pages_of(pdf)
    text = " ".join(pages)
    assert all("CONTAINS THIRD-PARTY INFORMATION" in page for page in pages)
    assert all("Amara BAPTISTE" in page and "NHS No. 999 123 4567" in page for page in pages)
    assert "Birth 2 of 11 · Mother 0 of 8 · Father 0 of 8" in text
    assert "2.1 kg. (Known, from Red book, 04-Mar-2026)" in text
    assert "Not known after asking, asked 02-Mar-2026 (Maternity unit)" in text
    assert "C Baptiste, mother: Epilepsy <b>& more</b>." in text
    for line in HELD.drawing.text:
        assert line in text
    page = reading.open_pdf(pdf).pages[0]
    assert page.mediabox.width < page.mediabox.height


def test_the_picture_is_drawn_in_lines_with_its_words_as_text():
    page = reading.open_pdf(family_history.render(HELD)).pages[0]
    text = page.extract_text()
    assert "no contact" in text
    assert "J Moss\n Carer" in text
    assert text.count("Mara") >= 3  # the picture, the words, whom they live with
    assert not page.images
    assert (
        len(re.findall(rb" c\b", page.get_contents().get_data())) > 12
    )  # the curves of circles and of the ring


@pytest.mark.parametrize("shape", SHAPES)
def test_every_family_fits_its_page(shape):
    index, members = SHAPES[shape]
    held = replace(HELD, drawing=layout(members, index, TODAY, across=7))
    text = reading.text_of(family_history.render(held))
    for line in held.drawing.text:
        assert line in text


def test_the_same_record_gives_the_same_bytes_and_it_is_in_the_catalogue():
    assert catalogue.render("family-history", HELD) == catalogue.render("family-history", HELD)
    assert isinstance(HELD, catalogue.DOCUMENTS["family-history"].holds)
