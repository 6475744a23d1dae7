"""A page that was printed, scanned in black and white and read by a machine says again what it said.

One page each of the documents that practices act on; LAC_TRACKER_TORTURE=1000 (`make torture`) reads every page of every
document. Needs Tesseract: where it is not installed these tests are not collected, and the run says so.
"""

import os

import examples
import pytest
import reading
import scanning

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.reports import GpSummary

IS_TORTURE = bool(os.environ.get("LAC_TRACKER_TORTURE"))
EXAMPLES = examples.every_document()
DECISIVE = [name for name in ("typical summary", "typical plan", "own plan 16_plus") if name in EXAMPLES]
MOST_PAGES = 30  # of a longer document every tenth page is read: they repeat themselves
FOUND = 0.95  # of the words of a page
FOUND_AMONG_BOXES = 0.88  # of a blank form, whose boxes and lines are read as letters


def pages_to_read(example):
    """Return (its text, its picture) of one page, the one with the actions, or in a torture run of all of them."""
    pages = list(scanning.pictures_of(examples.printed(example)))
    if IS_TORTURE:
        return pages if len(pages) <= MOST_PAGES else pages[::10]
    return next(([page] for page in pages if "What we will do" in page[0]), pages[:1])


@pytest.mark.parametrize("example", EXAMPLES if IS_TORTURE else DECISIVE[:1])
def test_a_scanner_keeps_every_page_upright(example):
    for text, picture in pages_to_read(example):
        if len(scanning.words_of(text)) > 60:  # from less than a paragraph nobody can tell which way is up
            assert scanning.orientation(picture) == 0


# One test for each example: reading a page takes two seconds, and what was read is not shared between processes.
@pytest.mark.parametrize("example", EXAMPLES if IS_TORTURE else DECISIVE)
def test_a_scanned_page_says_again_what_it_said(example):
    document, held = EXAMPLES[example]
    printed, read = "", ""
    for text, picture in pages_to_read(example):
        again = " ".join(scanning.words_read(picture).split())
        check_words(text, again, FOUND_AMONG_BOXES if document == "blank-form" else FOUND)
        if hasattr(held, "child"):
            check_identity(held.child, text, again)
        printed, read = f"{printed} {text}", f"{read} {again}"
    if document in ("gp-summary", "full-plan"):
        check_actions(held, printed, read)


def check_words(text, read, least):
    """Every date, and nearly every word: a scanner takes a box for a letter here and there."""
    assert [day for day in scanning.DATE.findall(text) if not is_read(day, read)] == []
    wanted = set(scanning.words_of(text))
    lost = wanted - set(scanning.words_of(read))
    assert len(lost) <= max((1 - least) * len(wanted), 2), lost


def is_read(day, read):
    """Return whether a date is read; one in words by its parts, for under a chart they are not beside each other."""
    return day in read or (" " in day and all(part in read for part in day.split()))


def check_identity(child, text, read):
    if child.nhs_number and (number := show_nhs_number(child.nhs_number)) in text:
        assert number in read
    for name in reading.names_of(child):
        if scanning.is_latin(name) and name.casefold() in text.casefold():
            is_plain = name.isascii() and len(name) < 40
            assert scanning.likeness(name, read) >= (1.0 if is_plain else 0.8)


def check_actions(held, printed, read):
    """Every action that is printed in full: all its words, and by when."""
    shown = [(words, day) for words, day in actions_of(held) if words in printed]
    assert shown or not actions_of(held) or "…" in printed
    found = set(scanning.words_of(read))
    for words, day in shown:
        assert [word for word in scanning.words_of(words) if word not in found] == []
        assert day in read


def actions_of(held):
    """Return (what is to be done, by when) of a document."""
    if isinstance(held, GpSummary):
        return [
            *((each.text, show_date(each.by)) for each in held.practice_actions if each.by),
            *((each.action, show_date(each.by)) for each in held.other_actions if each.by),
        ]
    outcomes = [outcome for need in held.needs for outcome in need.outcomes]
    return [(each.text, show_date(each.by)) for outcome in outcomes for each in outcome.actions if each.by]
