"""The report of figures, the evidence pack and list reports, read back: counts only, small numbers, order, columns."""

import pytest
from examples import printed
from reading import open_pdf, pages_of, text_of
from report_examples import a_performance_report, a_table_report

from lac_tracker.documents.catalogue import DOCUMENTS, render
from lac_tracker.domain.indicators import INDICATORS


def test_every_figure_stands_with_its_numbers_definition_and_what_was_left_out():
    text = text_of(printed("performance"))
    for one in INDICATORS:
        assert text.count(one.title) >= 2  # with its numbers, and how it is counted
    for words in (
        "82%", "94 of 115", "Target 90%: missed", "Under 5: 88% (61 of 69)", "Left out: Short breaks", "left care on or before that day".capitalize(),
        "Compared with Mar 2024 to Feb 2025", "TS-1", "lowest Feb 2026 69% (9 of 13)", "Consent not received", "2 late without a reason",
    ):  # fmt: skip
        assert words in text, words
    assert "IHA within 20 working days 3 of 4" in text  # both clocks, and no percentage of four


def test_small_numbers_are_not_on_the_paper_for_readers_outside():
    text = text_of(printed("performance, small numbers hidden"))
    assert "Numbers under 5 are not shown" in text
    assert " 3 of 4 " not in text
    assert "Young person said not now" in text
    assert "under 5" in text
    assert "quarter by quarter" in text
    assert "Quarter by quarter" in text
    assert "Month by month" not in text


def test_a_period_of_nothing_says_so_and_never_nought_per_cent():
    text = text_of(printed("performance of nothing"))
    assert text.count("None to count") >= len(INDICATORS) - 1
    assert "0%" not in text.replace("not 0%", "")


def test_the_pack_answers_each_recommendation_in_order_and_keeps_ratings():
    text = text_of(printed("evidence pack"))
    assert text.index("Recommendation 3.12") < text.index("Recommendation 3.13")
    assert "On track on 03-Nov-2025 (agreed with the council); At risk on 02-Feb-2026" in text
    assert "<b>each</b>" in text  # words, never markup
    assert "No improvement action names this recommendation" in text


def test_a_list_repeats_its_header_on_each_page_and_says_how_it_is_filtered():
    pages = pages_of(printed("list report"))
    assert len(pages) >= 3
    assert all("Child NHS No. Status Due Why Waiting on" in one for one in pages)
    assert "Filtered: Overdue" in pages[0]
    assert "Next step: Price rings back" in pages[0]
    assert "23-Feb-2026" in pages[0]  # no day and no NHS number is broken over two lines
    assert "999 012 3454" in pages[0]
    assert all("Names children" in one for one in pages)
    assert "Nothing to show" in text_of(printed("list report of nothing"))
    assert "Counts only" in text_of(render("table-report", a_table_report(3, names_children=False)))


@pytest.mark.parametrize("example", ["performance", "evidence pack", "list report"])
def test_pages_are_upright(example):
    for page in open_pdf(printed(example)).pages:
        assert float(page.mediabox.height) > float(page.mediabox.width)
        assert not page.get("/Rotate")


def test_larger_print_holds_the_same():
    held = a_performance_report()
    usual, larger = (render("performance-report", held, larger=on) for on in (False, True))
    assert len(pages_of(larger)) >= len(pages_of(usual))
    assert DOCUMENTS["performance-report"].has_larger
