"""Documents drawn in another process: the same bytes, the same errors, and none lost when that process ends."""

import multiprocessing

import examples
import pytest

from lac_tracker.documents import catalogue
from lac_tracker.documents.printer import Printer


@pytest.fixture(scope="module")
def printer():
    with Printer() as made:
        yield made


def test_it_draws_as_this_process_does(printer):
    held = examples.a_recovery_sheet()
    assert printer.render("recovery-sheet", held) == catalogue.render("recovery-sheet", held)


def test_what_goes_wrong_there_is_raised_here(printer):
    with pytest.raises(KeyError, match="no such document"):
        printer.render("no such document", None)


def test_no_document_is_lost_when_the_process_is_ended_from_outside(printer):
    held = examples.a_recovery_sheet()
    expected = printer.render("recovery-sheet", held)
    for process in multiprocessing.active_children():
        process.terminate()
        process.join()
    assert [printer.render("recovery-sheet", held) for _ in range(2)] == [expected] * 2


def test_it_leaves_no_process_behind():
    before = set(multiprocessing.active_children())
    with Printer() as printer:
        printer.render("recovery-sheet", examples.a_recovery_sheet())
        began = set(multiprocessing.active_children()) - before
    assert began
    assert not began & set(multiprocessing.active_children())
