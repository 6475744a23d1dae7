"""Questions off the screen's thread: the newest answer counts, and nobody is told what was not asked any more."""

from threading import Event
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtWidgets import QWidget

from lac_tracker.domain.errors import UserError
from lac_tracker.ui.asking import Asking
from lac_tracker.ui.background import Lane


class Later:
    """A slow lane whose jobs end when the test says so."""

    def __init__(self):
        self.jobs = []

    def run(self, job, on_done, on_error):
        self.jobs.append((job, on_done, on_error))

    def end(self, number, error=None):
        job, on_done, on_error = self.jobs[number]
        if error is not None:
            on_error(error)
        else:
            on_done(job())


@pytest.fixture
def later():
    return Later()


@pytest.fixture
def asking(qapp, later):
    widget = QWidget()
    operations = SimpleNamespace(ask=lambda value: value)
    workplace = SimpleNamespace(run=later.run, find_out=later.run, operations=operations, door=None)
    made = Asking(widget, workplace)
    made.widget = widget
    return made


def test_a_late_answer_to_an_older_question_is_dropped(asking, later):
    shown = []
    for number in range(3):
        asking.ask(lambda ask, number=number: ask(number), shown.append)
    assert asking.is_waiting
    later.end(2)
    assert (shown, asking.is_waiting) == ([2], False)
    later.end(0)
    later.end(1)
    assert shown == [2]
    asking.ask(lambda _ask: pytest.fail("worked out though nobody asks any more"), shown.append)
    asking.drop()
    assert not asking.is_waiting
    later.end(3)
    assert shown == [2]


def test_what_has_words_for_the_person_is_told_and_ends_the_waiting(asking, later):
    told, words = [], UserError("The file is busy")
    asking.ask(lambda ask: ask(1), told.append, told.append)
    later.end(0, words)
    assert (told, asking.is_waiting) == ([words], False)
    asking.ask(lambda ask: ask(1), told.append)  # nobody to tell: what is shown stays
    later.end(1, words)
    assert (told, asking.is_waiting) == ([words], False)


def test_an_answer_for_a_screen_that_is_gone_touches_nothing(asking, later):
    asking.ask(lambda ask: ask(1), lambda _found: pytest.fail("shown on a screen that is gone"))
    shiboken6.delete(asking.widget)
    later.end(0)


def test_what_is_known_in_a_moment_is_shown_at_once_and_once(qtbot):
    """A page that is read quickly stands there in one go; one that is not leaves the keyboard free, and follows."""
    widget, lane, goes_on = QWidget(), Lane("questions"), Event()
    operations = SimpleNamespace(ask=lambda value: value)
    asking = Asking(widget, SimpleNamespace(run=None, find_out=lane.run, operations=operations, door=None))
    shown, told = [], []
    asking.ask(lambda _ask: goes_on.wait(10) and "slow", shown.append, is_patient=True)
    assert (shown, asking.is_waiting) == ([], True)
    goes_on.set()
    qtbot.waitUntil(lambda: shown == ["slow"], timeout=5_000)

    def refuses(_ask):
        raise UserError("Not for you")

    asking.ask(refuses, shown.append, told.append, is_patient=True)
    qtbot.waitUntil(lambda: len(told) == 1, timeout=5_000)
    asking.ask(lambda ask: ask("quick"), shown.append, is_patient=True)
    qtbot.waitUntil(lambda: shown == ["slow", "quick"], timeout=5_000)
    lane.run(lambda: None, lambda _none: shown.append("after"))  # what the lane itself told came before it
    qtbot.waitUntil(lambda: shown[-1] == "after", timeout=5_000)
    assert (shown, len(told)) == (["slow", "quick", "after"], 1)
    lane.close()
