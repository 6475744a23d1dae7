"""GP practices of the team's own file: loaded whole, found, and a closed one stops letters."""

from datetime import date

import pytest

from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.exchange.practice_file import read_practices
from lac_tracker.services import child_summary, children, contacts, document_checks, practices
from lac_tracker.services.contacts import ContactDetails
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, NADIA, TODAY
from tests.exchange.practice_files import a_file, line

ROWS = (
    line("K83001"),
    line("K83002", "OLD MILL LANE PRACTICE", postcode="NN16 9ZZ", closed="20200331", status="C"),
    line("K83003", "MILLFIELD OUT OF HOURS", postcode="NN1 1AA", setting="2"),
    line("K83004", "100%_SURGERY", postcode="LE1 1AA"),
    line("K83005", "O’HARA & PARTNERS", postcode="LE1 1AB"),
)


def load(database, *rows, by=GRACE):
    found, refused = read_practices("epraccur.csv", a_file(*rows))
    return write(
        database, practices.load, found, refused, file_name="epraccur.csv", by=by, today=TODAY
    ).report


def found(database, text):
    return [one.practice.code for one in ask(database, practices.find, text, today=TODAY)]


def test_it_is_found_by_name_code_and_postcode_open_practices_first(database):
    assert ask(database, practices.held).count == 0
    report = load(database, *ROWS)
    assert (report.practices, report.open, report.before) == (5, 4, 0)
    assert found(database, "mill") == [
        "K83001",
        "K83003",
        "K83002",
    ]  # a GP practice, another service, a closed one
    assert found(database, "old lane") == ["K83002"]
    assert found(database, "nn150") == ["K83001"]
    assert found(database, "NN15 0AB") == ["K83001"]
    assert found(database, "k83004") == ["K83004"]
    assert found(database, "o'hara") == ["K83005"]
    assert found(database, "100%") == ["K83004"]
    assert found(database, "_____") == []
    assert found(database, "k") == []
    assert found(database, "") == []
    closed = ask(database, practices.find, "K83002", today=TODAY)[0]
    assert closed.closed == "Closed 31-Mar-2020"
    assert closed.words.endswith("K83002 (Closed 31-Mar-2020)")
    held = ask(database, practices.held)
    assert (held.count, held.files, held.by) == (5, "epraccur.csv", GRACE.full_name)


def test_a_file_that_is_cut_off_changes_nothing(database):
    load(database, *ROWS)
    with pytest.raises(UserError, match="This file holds 2 practices, the one before held 5"):
        load(database, *ROWS[:2])
    assert ask(database, practices.held).count == 5
    assert load(database, *ROWS[:3]).before == 5
    assert found(database, "k83005") == []


def test_only_the_office_loads_it(database):
    with pytest.raises(NotAllowed):
        load(database, *ROWS, by=NADIA)


def test_a_practice_that_closed_by_the_file_is_said_where_it_matters(database):
    child = a_child(database)
    given = ContactDetails(
        "gp_practice", organisation="Old Mill Lane Practice", ods_code="K83002001", since=date(2018, 1, 1)
    )
    write(database, contacts.add_contact, child, given, by=NADIA, today=TODAY)
    (item,) = ask(database, contacts.listed, child, by=NADIA)
    assert "Closed" not in item.note
    assert load(database, *ROWS).closed_here == 1
    (item,) = ask(database, contacts.listed, child, by=NADIA)
    assert item.note.startswith("Since 01-Jan-2018. Closed 31-Mar-2020: find the child’s practice")
    assert ask(database, child_summary.gp_practice, child, by=NADIA).closed_on == date(2020, 3, 31)
    summary = write(database, child_summary.summary, child, by=NADIA, today=TODAY)
    assert summary.banner.gp_words == "Old Mill Lane Practice (closed 31-Mar-2020)"
    told = ask(
        database, document_checks.of_document, child, "gp-summary", "Old Mill Lane Practice", today=TODAY
    )
    assert told[0].words == "Old Mill Lane Practice closed on 31-Mar-2020. Find the child’s practice"
    write(database, children.set_gp_practice, child, by=NADIA, name="The Old Mill Surgery", ods_code="K83001")
    assert ask(database, child_summary.gp_practice, child, by=NADIA).closed_on is None
