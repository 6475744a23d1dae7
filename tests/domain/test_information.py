"""How a request for information stands, by table; and the words of its sources."""

from datetime import date

import pytest

from lac_tracker.domain.contacts import GETS_PLAN_WORDS, KIND_WORDS
from lac_tracker.domain.information import (
    SOURCES,
    RequestStatus,
    asks_of,
    default_due,
    status,
    status_words,
)
from lac_tracker.storage.tables.care import CONTACT_KINDS, GETS_PLAN
from lac_tracker.storage.tables.information import SOURCES as STORED_SOURCES

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("due_on", "answer", "answered_on", "standing", "words"),
    [
        (date(2026, 3, 18), None, None, RequestStatus.ASKED, "Asked"),
        (TODAY, None, None, RequestStatus.ASKED, "Asked"),  # the day itself is in time
        (date(2026, 3, 3), None, None, RequestStatus.LATE, "1 day late"),
        (date(2026, 2, 13), None, None, RequestStatus.LATE, "19 days late"),
        (date(2026, 2, 13), "received", date(2026, 2, 26), RequestStatus.HERE, "Here 26-Feb-2026"),
        (date(2026, 2, 13), "nothing_held", date(2026, 2, 26), RequestStatus.NOTHING_HELD, "Nothing held, 26-Feb-2026"),
        (date(2026, 2, 13), "declined", date(2026, 2, 26), RequestStatus.DECLINED, "Declined, 26-Feb-2026"),
    ],
)  # fmt: skip
def test_how_a_request_stands(due_on, answer, answered_on, standing, words):
    assert status(due_on, answer, TODAY) is standing
    assert status_words(due_on, answer, answered_on, TODAY) == words


def test_due_in_14_days():
    assert default_due(date(2026, 1, 30)) == date(2026, 2, 13)


def test_camhs_is_asked_two_things():
    known, reports = asks_of("camhs", "Mara")
    assert known.startswith("Is Mara known to you?")
    assert "reports you send to looked-after child reviews" in reports


def test_every_stored_word_has_words():
    assert set(SOURCES) == set(STORED_SOURCES)
    assert set(KIND_WORDS) == set(CONTACT_KINDS)
    assert set(GETS_PLAN_WORDS) == set(GETS_PLAN)
    assert {source.contact for source in SOURCES.values()} <= {None, *CONTACT_KINDS}
