"""Settings, People and roles, and Lock and passphrase, by keyboard; the recovery sheet and a given passphrase at sign-in."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from lac_tracker.domain import sign_in_tries
from lac_tracker.services import team_people
from lac_tracker.storage import vault, vault_changes
from tests import builders
from tests.conftest import GRACE, NADIA, PASSPHRASE, TOM
from tests.robots_lists import Lists, a_window, make_slots

TOMS = "eleven slow herons wading"
GIVEN = "nine green ladders leaning"
NEW = "purple kettle on the moor"


@pytest.fixture
def path(database, caseload_path, keys, monkeypatch):
    make_slots(caseload_path, keys, monkeypatch, ((GRACE, PASSPHRASE), (TOM, TOMS), (NADIA, TOMS)))
    database.close()
    return caseload_path


@pytest.fixture
def lists(path, qtbot):
    with a_window(path) as window:
        yield Lists(window, qtbot)


def sign_in(lists, passphrase=PASSPHRASE):
    lists.type(passphrase)
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.window.shell is not None)


@pytest.fixture
def section(lists):
    """Grace in the settings; returns what shows one of their sections."""
    sign_in(lists)
    lists.control(Qt.Key.Key_Comma)

    def shown(key):
        assert lists.shell.shown.show_section(key)
        return lists.shell.shown.section

    return shown


def dialog():
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


def save(lists, opened):
    """Press the way to save, and wait until the dialog is gone."""
    gone = []
    opened.finished.connect(gone.append)
    lists.qtbot.keyClick(opened, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    lists.until(lambda: gone)


def test_people_are_added_given_roles_reset_and_marked_as_left_by_keyboard(section, lists, path):
    people = section("people")
    lists.control(Qt.Key.Key_N)
    add = dialog()
    for key in "Eva Roth":
        lists.qtbot.keyClicks(add._name, key)  # noqa: SLF001
    lists.qtbot.keyClick(add._name, Qt.Key.Key_Tab)  # noqa: SLF001
    assert add._user.text() == "eva.roth"  # noqa: SLF001
    add._role.set_value("doctor")  # noqa: SLF001
    lists.qtbot.keyClicks(add.given.line, "Eva Roth 2026!")
    lists.qtbot.keyClicks(add.own.line, PASSPHRASE)
    lists.qtbot.keyClick(add, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    lists.until(lambda: "your own name" in add.fields[4].error.text())
    add.given.clear()
    lists.qtbot.keyClicks(add.given.line, GIVEN)
    save(lists, add)
    names = [people.model.row(people.model.index(row, 0)).full_name for row in range(people.model.rowCount())]
    assert names == ["Eva Roth", "Grace Mensah", "Nadia Rahman", "Sam Iqbal", "Tom Leigh"]
    people.table.choose(1)
    assert not people.left.isEnabled(), "nobody marks themselves as left"
    people.table.choose(4)
    lists.qtbot.keyClick(people.table, Qt.Key.Key_Return)
    role = dialog()
    role._role.set_value("it")  # noqa: SLF001
    save(lists, role)
    assert people.table.current_row().role_words == "IT", "the row stays selected"
    lists.qtbot.keyClick(people.reset, Qt.Key.Key_Return)
    reset = dialog()
    lists.qtbot.keyClicks(reset.given.line, GIVEN)
    lists.qtbot.keyClicks(reset.own.line, "not the right words")
    lists.qtbot.keyClick(reset, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    lists.until(
        lambda: reset.fields[1].error.text().startswith("That passphrase doesn't match. Nothing has been")
    )
    reset.own.clear()
    lists.qtbot.keyClicks(reset.own.line, PASSPHRASE)
    with (
        pytest.MonkeyPatch.context() as patched
    ):  # the clock of the test stands still, so the wait would never end
        patched.setattr(sign_in_tries, "wait_after", lambda _count: 0)
        save(lists, reset)
    assert people.table.current_row().state == "Passphrase given"
    lists.qtbot.keyClick(people.left, Qt.Key.Key_Return)
    left = dialog()
    lists.qtbot.keyClicks(left.own.line, PASSPHRASE)
    save(lists, left)
    assert people.table.current_row().state == "Left 04-Mar-2026"
    assert people.reset.words() == "Bring back"
    assert "marked as left" in lists.shell.messages.text.text()


def test_the_minutes_are_chosen_and_taken_back_and_the_passphrase_is_changed(section, lists, path):
    lock = section("lock")
    assert lock.minutes.value() == "10"
    lists.qtbot.keyClick(lock.minutes, Qt.Key.Key_Up)
    assert lock.minutes.value() == "9"
    assert lists.shell.messages.text.text() == "The window locks after 9 minutes."
    lists.shell.messages._do_action()  # noqa: SLF001 - Undo
    assert lock.minutes.value() == "10"
    lists.control(Qt.Key.Key_Return)
    change = dialog()
    lists.qtbot.keyClicks(change.old.line, PASSPHRASE)
    lists.qtbot.keyClicks(change.new.line, "health team")
    assert (
        change.findChild(type(change.fields[0].error), "set.lock.new.strength")
        .text()
        .startswith("Strength: Too short")
    )
    change.new.clear()
    lists.qtbot.keyClicks(change.new.line, NEW)
    lists.qtbot.keyClicks(change.again.line, NEW[:-1])
    lists.qtbot.keyClick(change, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "must be the same" in change.fields[2].error.text()
    lists.qtbot.keyClicks(change.again.line, NEW[-1:])
    save(lists, change)
    assert vault.unlock(path, "grace", NEW)


def test_the_key_of_the_caseload_is_changed_and_the_new_sheet_is_shown_once(section, lists, path, tmp_path):
    lock = section("lock")
    before = vault.unlock(path, "grace", PASSPHRASE)
    lists.qtbot.keyClick(lock.key, Qt.Key.Key_Return)
    change = dialog()
    lists.qtbot.keyClicks(change.own.line, PASSPHRASE)
    save(lists, change)
    sheet = dialog()
    key = sheet.step.key
    assert not sheet.finish.isEnabled()
    sheet.step.file.setText(str(tmp_path / "sheet.pdf"))
    lists.qtbot.keyClick(sheet.step.save, Qt.Key.Key_Return)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    lists.qtbot.keyClick(sheet.step.safe, Qt.Key.Key_Space)
    lists.qtbot.keyClick(sheet.finish, Qt.Key.Key_Return)
    now = vault.unlock_with_recovery_key(path, key)
    assert now.database_key != before.database_key
    assert not lists.window.workplace.door.is_shut
    assert lists.shell.go("children"), "one goes on working under the new key"


def test_the_recovery_sheet_at_sign_in(lists, path, keys):
    sheet = vault_changes.new_recovery_sheet(path, keys)
    lists.find("auth.recovery").setFocus()
    lists.press(Qt.Key.Key_Return)
    assert lists.window.windowTitle() == "Sign in with the recovery sheet - Health Tracker"
    assert lists.focused_name == "recover.key"
    lists.press(Qt.Key.Key_Return)
    page = lists.window.pages.currentWidget()
    assert page.key_field.error.text() == "Enter the recovery key from the sheet"
    lists.type(sheet)
    lists.into("recover.new", NEW)
    lists.into("recover.again", NEW)
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.window.shell is not None)
    assert page.key.text() == page.new.text() == "", "nothing of it stays on the page"
    assert vault.unlock(path, "grace", NEW)


def test_a_wait_counts_down_in_words_and_a_given_passphrase_is_changed_before_anything_is_shown(
    lists, path, database, monkeypatch
):
    builders.write(database, team_people.reset, path, PASSPHRASE, NADIA.person_id, GIVEN, by=GRACE)
    database.close()
    lists.type("not the right words")
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.text("auth.problem").endswith("Try again in 1 second"))
    assert not lists.find("auth.signIn").isEnabled()
    lists.window.sign_in.waiting._count()  # noqa: SLF001 - a second passes
    assert lists.text("auth.problem").endswith("Try again now")
    assert lists.find("auth.signIn").isEnabled()
    lists.choose("auth.user", "Nadia")
    lists.find("auth.pass").setFocus()
    lists.type(GIVEN)
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.window.windowTitle().startswith("Choose your own passphrase"))
    assert lists.window.shell is None
    lists.type(GIVEN)
    lists.into("own.new", NEW)
    lists.into("own.again", NEW)
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.window.shell is not None)
    assert lists.window.workplace.actor.user_name == "nadia"
