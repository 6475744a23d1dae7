"""Children: found by name, council ID or NHS number; and adding one."""

import shutil
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from lac_tracker.domain.audit import Entry
from lac_tracker.storage import children
from lac_tracker.ui.models.paged_model import PAGE
from tests.conftest import GRACE, NOW, TODAY
from tests.robots_lists import HOSTILE, Lists, a_window, add_child


def four_children(database):
    add_child(database, "1001", family_name="Baptiste", given_name="Amara", nhs_number="9990123454")
    add_child(database, "1002", family_name="O’Brien", given_name="Zoë", born=date(2019, 4, 30))
    add_child(database, "2003", family_name=HOSTILE[0], given_name="Kai")
    add_child(database, "2004", became_looked_after=None)


@pytest.fixture
def caseload_path(made_once, tmp_path):
    return shutil.copy(made_once("children", four_children)[0], tmp_path / "caseload.lac")


@pytest.fixture
def lists(database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        robot = Lists(window, qtbot).signed_in(caseload_path, database)
        robot.control(Qt.Key.Key_3)
        yield robot


def test_children_stand_by_name_and_those_without_one_last(lists):
    assert lists.names() == ["<B>BOLD</B>, Kai", "BAPTISTE, Amara", "O’BRIEN, Zoë", "Council ID 2004"]
    assert lists.text("kids.summary").startswith("Showing 4 of 4. Sorted: Child, A first.")
    assert lists.focused_name == "kids.table"
    assert lists.window.windowTitle() == "Children - Health Tracker"


def test_a_row_says_birth_number_care_and_what_is_next(lists):
    assert lists.cell("BAPTISTE, Amara", "Born (age)") == "12-Jun-2011 (14y 8m)"
    assert lists.cell("BAPTISTE, Amara", "NHS No.") == "999 012 3454"
    assert lists.cell("BAPTISTE, Amara", "In care since") == "26-Jan-2026"
    assert lists.cell("BAPTISTE, Amara", "Next due") == "IHA 23-Feb-2026"
    assert lists.cell("Council ID 2004", "NHS No.") == "Not known"
    assert lists.cell("Council ID 2004", "Next due") == "Can't be worked out"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bap", ["BAPTISTE, Amara"]),
        ("ama", ["BAPTISTE, Amara"]),
        ("obrien", ["O’BRIEN, Zoë"]),
        ("zoe", ["O’BRIEN, Zoë"]),
        ("200", ["<B>BOLD</B>, Kai", "Council ID 2004"]),
        ("999 012 3454", ["BAPTISTE, Amara"]),
        ("aptiste", []),
    ],
)
def test_the_filter_finds_the_start_of_a_name_a_council_id_or_an_nhs_number(lists, typed, found):
    lists.control(Qt.Key.Key_F)
    lists.type(typed)
    lists.until(lambda: lists.names() == found)
    assert lists.text("kids.summary").startswith(f"Showing {len(found)} of 4.")


def test_a_long_list_is_read_a_page_at_a_time_and_says_how_many_there_are(lists, database):
    """450 more children: what is on show is read, the rest when it is scrolled to; sorted and found among all of them."""
    with database.writing(Entry(GRACE, NOW)) as session:
        council = children.council(session, 1, "940")
        for number in range(450):
            fields = {"family_name": f"Example{number:03}", "given_name": "Kai"}
            children.add(
                session, 1, council, f"L-{number:03}", date(2012, 1, 1) + timedelta(days=number), fields
            )
    lists.press(Qt.Key.Key_F5)
    page = lists.shell.shown
    assert page.model.rowCount() == 454
    assert lists.text("kids.summary").startswith("Showing 454 of 454.")
    assert len(page.model.rows()) == PAGE
    lists.press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert page.table.current_row().shown_name == "Council ID 2004"  # without a name, so the last
    assert len(page.model.rows()) == PAGE + 54  # the first and the last page: nobody looked between
    lists.press(Qt.Key.Key_F5)
    assert page.table.current_row().shown_name == "Council ID 2004"  # it stays where it was
    lists.choose("kids.sort", "Born (age), youngest first")
    assert lists.names()[:2] == ["O’BRIEN, Zoë", "EXAMPLE449, Kai"]
    lists.choose("kids.sort", "NHS No., highest first")
    assert lists.names()[:2] == ["BAPTISTE, Amara", "<B>BOLD</B>, Kai"]  # who lacks it stands behind, by name
    lists.choose("kids.sort", "Child, Z first")
    assert lists.names()[0] == "O’BRIEN, Zoë"
    lists.control(Qt.Key.Key_F)
    lists.type("L-44")
    lists.until(lambda: lists.text("kids.summary").startswith("Showing 10 of 454."))
    assert lists.names()[0] == "EXAMPLE449, Kai"


def test_a_child_is_added_by_keyboard_and_its_record_opens(lists):
    lists.control(Qt.Key.Key_N)
    assert lists.focused_name == "add_child.family"
    lists.type("Kowalski")
    lists.press(Qt.Key.Key_Tab)
    lists.type("Oliwia")
    lists.press(Qt.Key.Key_Tab)
    lists.type("30/1/2023")
    lists.into("add_child.nhs", "9990123462")
    lists.into("add_child.councilId", "3001")
    lists.into("add_child.began.text", "4/2/26")
    lists.control(Qt.Key.Key_Return)
    assert lists.window.windowTitle() == "KOWALSKI, Oliwia - Health Tracker"
    lists.control(Qt.Key.Key_2)
    lists.shell.overdue.show_view("open")
    assert lists.cell("KOWALSKI, Oliwia", "Clock") == "Day 28 of 28"
    lists.control(Qt.Key.Key_3)
    assert "KOWALSKI, Oliwia" in lists.names()


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(lists):
    lists.control(Qt.Key.Key_N)
    lists.type("Kowalski")
    lists.into("add_child.born.text", "31/2/2020")
    lists.control(Qt.Key.Key_Return)
    adding = lists.shell.shown
    assert adding.born.error.text().startswith("Date of birth must be a real date")
    assert adding.council_id.error.text() == "Enter the council ID"
    assert lists.focused_name == "add_child.born.text"
    lists.press(Qt.Key.Key_Escape)
    assert lists.shell.shown is adding, "Esc never discards typing"
    assert lists.text("add_child.family") == "Kowalski"


def test_a_refusal_is_said_and_what_was_typed_stays(lists):
    lists.control(Qt.Key.Key_N)
    lists.into("add_child.born.text", "1/5/2020")
    lists.into("add_child.councilId", "1001")
    lists.control(Qt.Key.Key_Return)
    assert "1001 is already in this caseload" in lists.text("message.text")
    assert lists.text("add_child.councilId") == "1001"


def test_a_child_that_is_here_already_is_offered_before_the_form_is_finished(lists):
    lists.control(Qt.Key.Key_N)
    lists.type("Baptiste")
    lists.into("add_child.born.text", "12/6/2011")
    lists.press(Qt.Key.Key_Tab)
    assert lists.shell.shown.family.error.text().startswith(
        "BAPTISTE, Amara, born 12-Jun-2011, is here already"
    )
    lists.find("add_child.compare").setFocus()
    lists.press(Qt.Key.Key_Return)
    assert lists.window.windowTitle() == "BAPTISTE, Amara - Health Tracker"


def test_what_somebody_changed_is_seen_when_the_list_is_loaded_again(lists, database):
    add_child(database, "9001", family_name="Aaron", born=TODAY - timedelta(days=500))
    lists.press(Qt.Key.Key_F5)
    assert lists.names()[0] == "AARON"
