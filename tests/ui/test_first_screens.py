"""Where each role begins: nobody stands before an empty page or one that is refused to them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.people import Role
from lac_tracker.domain.role_words import role_page
from lac_tracker.services import child_summary
from lac_tracker.ui import places
from tests.conftest import GRACE, NADIA, NOW, TODAY
from tests.robots_lists import Lists, a_window, add_child


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.ASSESSOR, "today"), (Role.DOCTOR, "today"), (Role.MANAGER, "overdue"), (Role.ADMINISTRATOR, "send"),
        (Role.QUALITY_REVIEWER, "quality"), (Role.CALDICOTT, "role"), (Role.AUDITOR, "opened"), (Role.IT, "role"),
        (Role.READ_ONLY, "overdue"),
    ],
)  # fmt: skip
def test_each_role_begins_where_its_work_is(role, first):
    actor = replace(GRACE, role=role)
    shown = places.entries(actor)
    assert places.first(actor) == first
    assert first in [one.key for one in shown]
    assert all(decide(actor, one.needs).allowed for one in shown if one is not places.ROLE_ENTRY)


def test_the_page_of_a_role_promises_nothing_that_is_refused():
    for role in (Role.IT, Role.CALDICOTT, Role.AUDITOR):
        held = role_page(replace(GRACE, role=role))
        words = " ".join(how for _, how in held.done)
        assert ("person add" in words) is decide(replace(GRACE, role=role), Action.MANAGE_PEOPLE).allowed
        assert ("lac-tracker check" in words) is decide(
            replace(GRACE, role=role), Action.CHECK_CASELOAD
        ).allowed
        assert held.done
        assert "manager" in held.not_here


def test_an_auditor_begins_with_who_opened_what_and_sees_no_name(database, caseload_path, qtbot):
    child = add_child(database, "2001", family_name="Okoro", given_name="Amara")
    for _ in range(2):
        with database.writing(Entry(NADIA, NOW)) as session:
            child_summary.heading(session, child, by=NADIA, now=NOW, today=TODAY)
    with a_window(caseload_path) as window:
        lists = Lists(window, qtbot).signed_in(caseload_path, database, replace(GRACE, role=Role.AUDITOR))
        page = lists.shell.shown
        assert page.name == "opened"
        qtbot.waitUntil(lambda: page.table.model().rowCount() == 1, timeout=20_000)
        assert lists.text("opened.summary").startswith("Showing 1 of 1. Opened ")
        row = page.table.current_row()
        assert (row.person, row.times, row.council_id, row.name) == ("Nadia Rahman", 2, "2001", "")
        page.filter.setText("okoro")
        assert page.table.model().rowCount() == 0
        lists.press(Qt.Key.Key_F5)
        assert "Amara" not in " ".join(page.about(one) for one in page.table.model().rows())


def test_it_begins_with_what_they_may_do_and_checks_the_caseload(database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        lists = Lists(window, qtbot).signed_in(caseload_path, database, replace(GRACE, role=Role.IT))
        assert lists.shell.shown.name == "role"
        assert lists.focused_name == "role.check"
        lists.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: lists.text("role.result") == "The caseload is whole.", timeout=20_000)
        lists.control(Qt.Key.Key_2)
        assert lists.shell.shown.name == "role"
