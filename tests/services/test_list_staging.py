"""A list is understood once for its preview and its import, and anew as soon as anything about it is another."""

import gc
from datetime import date
from weakref import ref

from lac_tracker.domain import list_fields
from lac_tracker.domain.list_import import Decisions
from lac_tracker.exchange.list_reading import read_list
from lac_tracker.services import list_staging
from lac_tracker.storage import reference_data

TODAY = date(2026, 7, 1)
LIST = b"Child ID,Surname,Forename,DOB,Date became LAC\n1,Aro,Bo,01/02/2015,01/06/2026\n"


def test_a_list_is_understood_anew_when_anything_about_it_is_another() -> None:
    received = read_list("list.csv", LIST)
    matching = list_fields.guess(received.columns, received.rows)
    codes, corrections = reference_data.codes(), {}
    line = received.rows[0].line

    def ask(decisions: Decisions, today: date = TODAY) -> list_staging.Staged:
        return list_staging.understood(received, matching, decisions, codes=codes, today=today)

    first = ask(Decisions(corrections=corrections))
    assert ask(Decisions(chosen={line: "different"})) is first, "close matches are decided about later"
    assert ask(Decisions(), date(2026, 7, 2)) is not first

    corrections[line, "family_name"] = "Ero"  # the window goes on with the mapping it gave before
    assert [row.family_name for row in ask(Decisions(corrections=corrections)).rows] == ["Ero"]
    assert not ask(Decisions(left_out=frozenset({line}))).rows

    again = read_list("list.csv", LIST)
    before = ask(Decisions())
    assert list_staging.understood(again, matching, Decisions(), codes=codes, today=TODAY) is not before


def test_nothing_of_a_list_stays_once_it_was_let_go() -> None:
    received = read_list("list.csv", LIST)
    matching = list_fields.guess(received.columns, received.rows)
    staged = list_staging.understood(
        received, matching, Decisions(), codes=reference_data.codes(), today=TODAY
    )
    kept = ref(staged)
    del staged
    assert kept() is not None
    del received
    gc.collect()
    assert kept() is None
