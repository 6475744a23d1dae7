"""The chronology on paper, read back: columns, order, key events, gaps, every page's head, and nothing as markup."""

from dataclasses import replace
from datetime import date

import pytest
from reading import pages_of

from lac_tracker.documents import catalogue
from lac_tracker.domain.chronology import GAP, ChronologyPaper, Event
from lac_tracker.domain.event_dates import EventDate, on_day
from lac_tracker.domain.reports import Identity, Service

RASH = Event(
    "event:1", EventDate(date(2018, 7, 2), "about", "2018, about"), "Penicillin <b>rash</b> & hives", "health",
    "the carer", is_key=True, is_automatic=False, impact="Penicillin is never given", action="GP told",
)  # fmt: skip
MOVED = Event(
    "placement:1:began", on_day(date(2026, 1, 26)), "Placement: Foster carer", "placement", "record"
)
SILENT = Event("gap:nothing:x", on_day(date(2026, 3, 4)), "Nothing recorded between 01-Jan-2025 and 04-Mar-2026 (14 months)", GAP, "worked out")  # fmt: skip
PAPER = ChronologyPaper(
    Service("Northgate LAC health team", "01632 960 100", "lac@example.invalid"),
    Identity("Amara", "Baptiste", "200114", date(2011, 6, 12), "14y 8m", "Female", "9990123454", "Mara"),
    (RASH, MOVED, SILENT),
    "All events",
    "Nadia Rahman",
    date(2026, 3, 4),
)


def read(held: ChronologyPaper) -> list[str]:
    return pages_of(catalogue.render("chronology", held))


def test_the_four_columns_and_what_stands_in_them():
    text = read(PAPER)[0]
    assert "Date What happened and source Impact Action" in text
    for words in (
        "2018, about",
        "Key",
        "Penicillin <b>rash</b> & hives.",
        "Source: the carer.",
        "GP told",
        "26-Jan-2026",
    ):
        assert words in text
    assert "Source: record" not in text
    assert "Gap: Nothing recorded between" in text


def test_the_filter_and_the_count_are_stated():
    text = read(replace(PAPER, filter_words="Health, key events only"))[0]
    assert "Shown: Health, key events only. 2 events, 2018 to 2026. Oldest first." in text


def test_every_page_says_whose_it_is_and_of_how_many():
    many = tuple(replace(MOVED, key=f"event:{n}", what=f"Event number {n} " * 12) for n in range(80))
    found = read(replace(PAPER, events=many))
    assert len(found) > 3
    for number, text in enumerate(found, 1):
        assert "Amara BAPTISTE" in text
        assert "999 012 3454" in text.replace("\u00a0", " ")
        assert f"Page {number} of {len(found)}" in text
    assert sum(text.count("Event number 79") for text in found) > 0


def test_one_event_longer_than_a_page_is_printed_whole():
    long = replace(RASH, what=" ".join(f"word{n}" for n in range(1500)))
    text = " ".join(read(replace(PAPER, events=(long,))))
    assert "word1499" in text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"events": ()}, "No events to show."),
        ({"is_kept_back": True}, "Mara keeps something private: ring us"),
        ({"for_child": True}, "Chronology, copy for the child, made 04-Mar-2026 by Nadia Rahman"),
    ],
)
def test_what_a_reader_has_to_know_is_said(changed, words):
    assert words in read(replace(PAPER, **changed))[0]
