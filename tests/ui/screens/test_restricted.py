"""S27 and Settings > Restricted records: the reason before a record opens, claims looked through, who is kept apart."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from lac_tracker.services import conflicts_of_interest, flags, restricted
from lac_tracker.ui import theme
from lac_tracker.ui.screens.child_record import ChildRecord
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from tests.builders import ask, audit_of, write
from tests.conftest import GRACE, SAM, TOM
from tests.robots_lists import Lists, a_window, add_child


def one_restricted_child(database):
    child = add_child(database, "1001", family_name="Baptiste", given_name="Amara")
    write(database, flags.set_flag, child, kind="restricted", detail="Sibling of a member of staff")
    return child


@pytest.fixture
def beginning(made_once):
    return made_once("one restricted child", one_restricted_child)


@pytest.fixture
def window(caseload_path, qtbot):
    with a_window(caseload_path, ChildRecord) as window:
        yield Lists(window, qtbot)


def gate(lists):
    (found,) = [one for one in lists.shell.findChildren(QDialog, "brk") if one.isVisible()]
    return found


def test_a_restricted_record_opens_by_keys_with_a_reason_and_not_without(
    window, caseload_path, database, beginning
):
    lists, child = window.signed_in(caseload_path, database, TOM), beginning[1]
    assert not lists.shell.open_child(child)
    asked = gate(lists)
    lists.at_rest()
    assert "Baptiste" not in asked.windowTitle() + " ".join(
        one.text()
        for one in asked.findChildren(type(asked._error))  # noqa: SLF001
    )
    lists.press(Qt.Key.Key_Return)
    assert asked.fields[0].has_error
    lists.press(Qt.Key.Key_4)
    assert asked.more.hasFocus()
    lists.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.isVisible()
    lists.qtbot.keyClicks(asked.more, "The court rang")
    lists.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    lists.qtbot.waitUntil(lambda: isinstance(lists.shell.shown, ChildRecord))
    assert lists.shell.shown.child_id == child
    (row,) = ask(database, restricted.claims).rows
    assert (row.person, row.why) == ("Tom Leigh", "Other: The court rang")
    done = [action for action, *_ in audit_of(database)]
    assert done[-3:] == [
        "refused: opened the record",
        "took access to a restricted record",
        "opened the record",
    ]
    write(database, conflicts_of_interest.keep_apart, "1001", person_id=TOM.person_id, because="Aunt")
    lists.shell.shown.reload()  # somebody closed it to him while it is open: nothing of it stays
    assert not isinstance(lists.shell.shown, ChildRecord)
    assert not lists.shell.open_child(child)
    assert not [one for one in lists.shell.findChildren(QDialog, "brk") if one.isVisible()]


def test_esc_opens_nothing_and_writes_no_claim(window, caseload_path, database, beginning):
    lists, child = window.signed_in(caseload_path, database, SAM), beginning[1]
    assert not lists.shell.open_child(child)
    lists.at_rest()
    lists.press(Qt.Key.Key_Escape)
    assert not isinstance(lists.shell.shown, ChildRecord)
    assert ask(database, restricted.claims).rows == ()


def test_the_settings_show_claims_and_conflicts_and_change_what_the_team_chose(
    window, caseload_path, database, beginning
):
    write(database, restricted.claim, beginning[1], reason="safeguarding", by=TOM)
    lists = window.signed_in(caseload_path, database, GRACE)
    lists.shell.go("today")
    lists.at_rest()
    lists.shell.shown._open_notice(0)  # noqa: SLF001 - the first that came: access was taken
    lists.at_rest()
    page = lists.shell.shown.section
    assert page.words == "Restricted records"
    assert page.seen.isEnabled()
    page.claims_table.setFocus()
    lists.press(Qt.Key.Key_Return)
    lists.qtbot.keyClicks(lists.focused, "Asked Tom")
    lists.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (row,) = ask(database, restricted.claims).rows
    assert (row.seen_by, row.seen_note) == ("Grace Mensah", "Asked Tom")
    assert not page.seen.isEnabled()
    assert page.run_command("edit.new")
    dialog = lists.find("res.apart.dialog")
    dialog.findChild(ChoiceBox, "res.apart.person").set_value(str(SAM.person_id))
    lists.find("res.apart.child").setText("1001")
    dialog.save()
    assert dialog.isVisible()  # why is wanted
    lists.find("res.apart.because").setPlainText("Uncle")
    dialog.save()
    (held,) = ask(database, conflicts_of_interest.listed)
    assert (held.person, held.because) == ("Sam Iqbal", "Uncle")
    page.choices.search.set_value("nothing")
    page.choices.hours.set_value("4")
    lists.at_rest()
    from lac_tracker.services import team_choices

    assert ask(database, team_choices.value, "restricted_in_search") == "nothing"
    assert ask(database, team_choices.value, "claim_hours") == "4"
    application = QApplication.instance()
    for name, percent in (("dark", 100), ("high contrast", 200)):
        theme.apply(application, name, percent)
        lists.at_rest()
        assert all(one.accessibleName() for one in page.regions())
