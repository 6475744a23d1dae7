"""First-time set-up: from nothing to the signed-in window, by keyboard."""

import pytest
from PySide6.QtCore import Qt

from lac_tracker.storage import vault
from lac_tracker.ui.plain import PlainDialog
from tests.conftest import PASSPHRASE
from tests.robots_lists import Lists, a_window, quick_keys

pytestmark = pytest.mark.usefixtures("schema_is_copied")


@pytest.fixture
def folder(tmp_path):
    chosen = tmp_path / "team"
    chosen.mkdir()
    return chosen


@pytest.fixture
def lists(tmp_path, monkeypatch, qtbot):
    quick_keys(monkeypatch)
    with a_window(tmp_path / "nothing.lac") as window:
        yield Lists(window, qtbot)


def fill_in(lists, folder, *, passphrase=PASSPHRASE, again=PASSPHRASE):
    """Answer every step up to the service; Enter goes on."""
    lists.find("setup.filePath").clear()
    lists.into("setup.filePath", str(folder / "team.lac"))
    lists.press(Qt.Key.Key_Return)
    lists.into("setup.name", "Grace Mensah")
    lists.window.set_up.you.registration.setFocus()
    lists.press(Qt.Key.Key_2)  # NMC
    lists.press(Qt.Key.Key_Return)
    lists.into("setup.pass1", passphrase)
    lists.into("setup.pass2", again)
    lists.press(Qt.Key.Key_Return)


def test_set_up_begins_where_no_team_file_is(lists):
    assert lists.window.windowTitle() == "First-time set-up - Health Tracker"
    assert lists.text("setup.place") == "Step 1 of 5: Welcome"
    assert lists.focused_name == "setup.fileMode.new"


def test_from_nothing_to_the_overdue_list_by_keyboard(lists, folder):
    fill_in(lists, folder)
    assert lists.text("setup.place") == "Step 4 of 5: Your service"
    assert not list(folder.iterdir()), "nothing is created before it is asked for"
    lists.find("setup.service.name").clear()
    lists.into("setup.service.name", "Northgate LAC health team")
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.window.set_up.is_made)
    key = lists.text("setup.recoveryKey")
    assert vault.unlock_with_recovery_key(folder / "team.lac", key).database_id
    assert not lists.find("setup.next").isEnabled(), "Finish waits for the recovery sheet"
    lists.find("setup.sheetPath").clear()
    lists.into("setup.sheetPath", str(folder / "sheet.pdf"))
    lists.find("setup.saveSheet").setFocus()
    lists.press(Qt.Key.Key_Return)
    assert (folder / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert lists.focused_name == "setup.sheetSafe"
    lists.press(Qt.Key.Key_Space)
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.window.shell is not None)
    assert lists.window.windowTitle() == "Overdue - Health Tracker"
    assert lists.shell.workplace.actor.user_name == "grace.mensah"
    assert lists.shell.top.team.text() == "Northgate LAC health team"
    assert lists.text("setup.recoveryKey") == "", "the key stays nowhere"


def test_a_step_says_what_it_lacks_beside_the_field(lists, folder):
    lists.find("setup.filePath").clear()
    lists.into("setup.filePath", str(folder / "missing" / "team.lac"))
    lists.press(Qt.Key.Key_Return)
    assert "is not there. Make it first" in lists.window.set_up.where.file_field.error.text()
    lists.find("setup.filePath").clear()
    lists.into("setup.filePath", str(folder / "team.lac"))
    lists.press(Qt.Key.Key_Return)
    lists.press(Qt.Key.Key_Return)
    assert lists.window.set_up.you.name_field.error.text() == "Enter your name"
    assert lists.focused_name == "setup.name"


@pytest.mark.parametrize(
    ("passphrase", "again", "said"),
    [
        ("short", "short", "it needs at least 12"),
        ("password1234", "password1234", "one of the first that would be tried"),
        ("Grace Mensah 2026", "Grace Mensah 2026", "your own name"),
        (PASSPHRASE, PASSPHRASE + "x", "must be the same as the first"),
    ],
)
def test_a_passphrase_that_will_not_do_keeps_the_step(lists, folder, passphrase, again, said):
    fill_in(lists, folder, passphrase=passphrase, again=again)
    assert lists.text("setup.place") == "Step 3 of 5: Passphrase"
    step = lists.window.set_up.passphrase
    assert said in step.first_field.error.text() + step.second_field.error.text()


def test_a_refusal_at_the_end_is_said_and_leaves_nothing_behind(lists, folder):
    fill_in(lists, folder)
    (folder / "team.lac").write_bytes(b"somebody else was faster")
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.text("setup.problem"))
    assert not lists.window.set_up.is_made
    assert [file.name for file in folder.iterdir()] == ["team.lac"]
    assert lists.find("setup.back").isEnabled()


def test_back_keeps_what_was_typed(lists, folder):
    fill_in(lists, folder)
    for _ in range(2):
        lists.find("setup.back").setFocus()
        lists.press(Qt.Key.Key_Space)
    assert lists.text("setup.place") == "Step 2 of 5: You"
    assert lists.text("setup.name") == "Grace Mensah"


def test_esc_asks_before_leaving_and_keeps_going_by_default(lists, monkeypatch):
    asked = []
    monkeypatch.setattr(
        PlainDialog, "confirm", classmethod(lambda cls, parent, *words: asked.append(words) or False)
    )
    lists.press(Qt.Key.Key_Escape)
    assert asked == [("Leave set-up?", "Nothing has been created.", "Keep going", "Leave")]
    assert lists.text("setup.place") == "Step 1 of 5: Welcome"


def test_a_team_file_that_is_there_leads_to_signing_in(lists, folder):
    (folder / "there.lac").write_bytes(b"no caseload")
    lists.press(Qt.Key.Key_2)
    lists.find("setup.filePath").clear()
    lists.into("setup.filePath", str(folder / "there.lac"))
    lists.press(Qt.Key.Key_Return)
    assert lists.window.windowTitle() == "Sign in - Health Tracker"
    assert lists.text("auth.problem")
