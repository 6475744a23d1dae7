"""Signing in, locking and unlocking: the right person, the same place, and nothing left to see."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from lac_tracker.domain import sign_in_tries
from lac_tracker.storage import database as storage
from lac_tracker.storage import vault
from tests.conftest import GRACE, NADIA, PASSPHRASE
from tests.robots_lists import Lists, a_window, add_child, make_slots

NADIAS = "four brown kettles singing"


@pytest.fixture
def path(database, caseload_path, keys, monkeypatch):
    make_slots(caseload_path, keys, monkeypatch, ((GRACE, PASSPHRASE), (NADIA, NADIAS)))
    add_child(database, "1001", family_name="Canaryson", given_name="Amara")
    database.close()
    return caseload_path


@pytest.fixture
def lists(path, qtbot):
    with a_window(path) as window:
        yield Lists(window, qtbot)


def sign_in(lists, passphrase=PASSPHRASE):
    lists.type(passphrase)
    lists.press(Qt.Key.Key_Return)


def test_the_names_of_the_people_are_there_and_the_keyboard_is_in_the_passphrase(lists):
    box = lists.find("auth.user")
    assert [box.itemText(number) for number in range(box.count())] == ["Grace Mensah", "Nadia Rahman"]
    assert lists.focused_name == "auth.pass"
    assert lists.text("auth.file") == "Team file: caseload.lac  connected"


def test_the_right_passphrase_leads_to_overdue(lists):
    sign_in(lists)
    lists.until(lambda: lists.window.shell is not None)
    assert lists.window.windowTitle() == "Overdue - Health Tracker"
    assert lists.names() == ["CANARYSON, Amara"]


def test_a_wrong_passphrase_is_said_and_the_field_is_empty_again(lists):
    sign_in(lists, "not the right words")
    lists.until(lambda: "don't match" in lists.text("auth.problem"))
    assert lists.text("auth.pass") == ""
    assert lists.focused_name == "auth.pass"
    assert lists.window.shell is None


def test_an_empty_passphrase_is_asked_for(lists):
    lists.press(Qt.Key.Key_Return)
    assert lists.text("auth.problem") == "Enter your passphrase"


def test_the_one_who_signed_in_last_is_chosen_next_time(lists, path, qtbot):
    lists.choose("auth.user", "Nadia")
    lists.find("auth.pass").setFocus()
    sign_in(lists, NADIAS)
    lists.until(lambda: lists.window.shell is not None)
    with a_window(path) as window:
        again = Lists(window, qtbot)
        assert again.find("auth.user").currentText() == "Nadia Rahman"
        assert "04-Mar-2026" in again.text("auth.last")


def test_text_size_is_there_before_sign_in_and_remembered(lists):
    lists.press(Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert lists.window._entrance.remembered().text_percent == 125  # noqa: SLF001


@pytest.mark.parametrize("what", ["missing", "no slots", "damaged slots", "damaged file"])
def test_a_file_that_cannot_be_opened_is_said_in_words(what, path, qtbot):
    if what == "missing":
        path.unlink()
    elif what == "no slots":
        vault.keys_path(path).unlink()
    elif what == "damaged slots":
        vault.keys_path(path).write_text("{not json")
    else:
        path.write_bytes(b"x" * 8192)
    with a_window(path) as window:
        if what == "missing":
            window._ask_who(path)  # noqa: SLF001
        lists = Lists(window, qtbot)
        if what == "damaged file":
            sign_in(lists)
        lists.until(lambda: lists.text("auth.problem"))
        assert window.shell is None
        words = lists.text("auth.problem")
        assert "Traceback" not in words
        assert path.name in words or "cannot be used" in words or "damaged" in words
        if what != "damaged file":
            assert lists.focused_name == "auth.again"


def test_a_newer_file_is_refused_in_words(lists, monkeypatch):
    monkeypatch.setattr(storage, "SCHEMA_NUMBER", 0)
    sign_in(lists)
    lists.until(lambda: "newer version" in lists.text("auth.problem"))


@pytest.fixture
def inside(lists):
    sign_in(lists)
    lists.until(lambda: lists.window.shell is not None)
    return lists


def test_locking_hides_everything_closes_the_file_and_clears_the_clipboard(inside):
    QApplication.clipboard().setText("9990123454")
    inside.control(Qt.Key.Key_L)
    assert inside.window.windowTitle() == "Locked - Health Tracker"
    assert inside.focused_name == "lock.pass"
    shown = [label.text() for label in inside.window.findChildren(QLabel) if label.isVisible()]
    assert not any("CANARYSON" in words.upper() for words in shown)
    assert inside.window.pages.currentWidget() is inside.window.locked
    assert inside.window.workplace.door.is_shut
    assert QApplication.clipboard().text() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_N, Qt.Key.Key_S])
def test_no_command_reaches_behind_the_lock(inside, key):
    inside.control(Qt.Key.Key_L)
    inside.control(key)
    inside.press(Qt.Key.Key_Escape)
    assert inside.window.pages.currentWidget() is inside.window.locked


def test_unlocking_returns_to_the_same_screen_and_field_with_what_was_typed(inside, monkeypatch):
    monkeypatch.setattr(sign_in_tries, "wait_after", lambda _count: 0)  # the clock of the test stands still
    inside.control(Qt.Key.Key_3)
    inside.control(Qt.Key.Key_N)
    inside.type("Half a na")
    inside.control(Qt.Key.Key_L)
    inside.type("wrong passphrase")
    inside.press(Qt.Key.Key_Return)
    inside.until(lambda: "don't match" in inside.text("lock.problem"))
    sign_in(inside)
    inside.until(lambda: inside.window.pages.currentWidget() is inside.shell)
    assert inside.focused_name == "add_child.family"
    assert inside.text("add_child.family") == "Half a na"
    inside.type("me")
    assert inside.text("add_child.family") == "Half a name"


def test_unlocking_returns_to_the_page_of_the_record(inside):
    inside.press(Qt.Key.Key_Return)
    inside.alt(Qt.Key.Key_3)
    assert inside.shell.shown.page == "plan"
    inside.control(Qt.Key.Key_L)
    sign_in(inside)
    inside.until(lambda: inside.window.pages.currentWidget() is inside.shell)
    assert inside.shell.shown.page == "plan"
    assert inside.window.windowTitle() == "CANARYSON, Amara - Health Tracker"


def test_somebody_else_can_sign_in_from_the_lock(inside):
    inside.control(Qt.Key.Key_L)
    inside.find("lock.switch").setFocus()
    inside.press(Qt.Key.Key_Space)
    assert inside.window.windowTitle() == "Sign in - Health Tracker"
    assert inside.window.workplace is None
    inside.choose("auth.user", "Nadia")
    inside.find("auth.pass").setFocus()
    sign_in(inside, NADIAS)
    inside.until(lambda: inside.window.shell is not None)
    assert inside.shell.workplace.actor.user_name == "nadia"
