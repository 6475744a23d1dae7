"""Settings > Backups, the page on which one is restored, and what the program does by itself once a day."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from lac_tracker.domain.backups import Kind
from lac_tracker.storage import backups as stored
from lac_tracker.storage import database as storage
from lac_tracker.storage import restored_files
from lac_tracker.storage.sign_in_tries import tries_path
from lac_tracker.ui.backup_clock import BackupClock
from lac_tracker.ui.plain import PlainDialog
from lac_tracker.ui.screens.restore_drill import DrillReport
from tests.conftest import GRACE, NADIA, NOW, PASSPHRASE
from tests.robots_lists import Lists, a_window, add_child, make_slots

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


@pytest.fixture
def path(database, caseload_path, keys, monkeypatch):
    make_slots(caseload_path, keys, monkeypatch, ((GRACE, PASSPHRASE), (NADIA, PASSPHRASE)))
    add_child(database, "1001", family_name="Canaryson", given_name="Amara")
    stored.make(
        caseload_path, keys, Kind.DAILY, stored.default_folder(caseload_path), NOW - timedelta(days=8)
    )
    add_child(database, "1002", family_name="Later", given_name="Ben")
    database.close()
    return caseload_path


@pytest.fixture
def lists(path, qtbot):
    with a_window(path) as window:
        yield Lists(window, qtbot)


def at_backups(lists):
    lists.type(PASSPHRASE)
    lists.press(ENTER)
    lists.until(lambda: lists.window.shell is not None)
    lists.control(Qt.Key.Key_Comma)
    assert lists.shell.shown.show_section("backups")
    section = lists.shell.shown.section
    lists.until(lambda: section.table.model().rowCount() > 0)
    return section


def kinds(section):
    return [row.kind for row in section.table.model().rows()]


def test_a_manager_makes_one_tries_it_and_chooses_the_places(lists, path, monkeypatch, tmp_path):
    section = at_backups(lists)
    assert lists.text("set.backup.last") == "Last good backup: 8 days ago, 24-Feb-2026 09:30."
    assert lists.text("set.backup.second.state").startswith("No second place is set.")
    assert "every import" in lists.text("set.backup.when")
    assert [
        one.words() for one in section.findChildren(QPushButton) if one.property("kind") == "primary"
    ] == ["Make a backup now"]
    section.focus_first()
    names = [lists.focused_name]
    for _ in range(5):
        lists.press(TAB)
        names.append(lists.focused_name)
    assert names == [
        "set.backup.now", "set.backup.where", "set.backup.second", "set.backup.restore", "set.backup.drill",
        "set.backup.table",
    ]  # fmt: skip

    lists.control(ENTER)
    lists.until(lambda: kinds(section) == [Kind.BY_HAND, Kind.DAILY])
    assert lists.text("message.text").startswith("Backup made and verified: ")
    assert lists.text("set.backup.last") == "Last good backup: today 09:30."

    lists.find("set.backup.drill").setFocus()
    lists.press(Qt.Key.Key_Space)
    lists.until(lambda: section.findChild(DrillReport) is not None)
    report = section.findChild(DrillReport)
    assert "Result: every part is in order." in report.report.toPlainText()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "drill.txt"), ""))
    report.save.click()
    assert (
        (tmp_path / "drill.txt")
        .read_text()
        .startswith("Restore drill, 04-Mar-2026 09:30\nHeld by: Grace Mensah")
    )
    report.accept()

    second = tmp_path / "second"
    second.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(second))
    lists.find("set.backup.second").click()
    lists.until(lambda: lists.text("set.backup.second.words") == f"Second place: {second}")
    lists.find("set.backup.now").click()
    lists.until(lambda: len(list(second.glob("*.lacbak"))) == 1)
    lists.until(lambda: lists.text("set.backup.second.state") == "Newest in the second place: today 09:30.")
    lists.find("set.backup.noSecond").click()
    lists.until(lambda: lists.text("set.backup.second.words") == "Second place: none is set")
    lists.find("message.act").click()
    lists.until(lambda: lists.text("set.backup.second.words") == f"Second place: {second}")


def test_a_backup_is_restored_from_the_settings_with_ones_own_passphrase(lists, path, monkeypatch):
    at_backups(lists)
    monkeypatch.setattr(PlainDialog, "confirm", lambda *_: True)
    lists.find("set.backup.restore").click()
    assert lists.window.shell is None
    assert lists.window.windowTitle() == "Restore a backup - Health Tracker"
    assert lists.focused_name == "rst.pass"
    lists.type("not the right words")
    lists.press(ENTER)
    lists.until(lambda: "don't match" in lists.text("rst.ask.problem"))
    assert "Try again in 1 second" in lists.text(
        "rst.ask.problem"
    )  # and the clock of these tests stands still
    tries_path(path).unlink()
    assert lists.text("rst.pass") == ""
    lists.type(PASSPHRASE)
    lists.press(ENTER)
    lists.until(lambda: lists.find("rst.restore").isVisible())
    assert lists.text("rst.about").startswith("Made 24-Feb-2026 09:30, daily")
    assert "What they record is undone" in lists.text("rst.notes")
    assert lists.focused_name == "rst.back"  # the safe one
    lists.find("rst.restore").click()
    lists.until(lambda: lists.find("rst.signIn").isVisible())
    assert "caseload.lac.before-restore" in lists.text("rst.words")
    lists.press(ENTER)
    assert lists.focused_name == "auth.pass"
    lists.type(PASSPHRASE)
    lists.press(ENTER)
    lists.until(lambda: lists.window.shell is not None)
    assert lists.names() == ["CANARYSON, Amara"]


def test_a_damaged_caseload_offers_the_newest_backup_at_sign_in(lists, path, keys):
    held = bytearray(path.read_bytes())
    held[50] ^= 1
    path.write_bytes(held)
    assert not lists.find("auth.restore").isVisible()
    lists.type(PASSPHRASE)
    lists.press(ENTER)
    lists.until(lambda: lists.find("auth.restore").isVisible())
    assert "damaged" in lists.text("auth.problem")
    assert "The newest backup was made 24-Feb-2026 09:30. Choose 'Restore a backup'" in lists.text(
        "auth.problem"
    )
    lists.press(ENTER)
    lists.choose("rst.user", "Nadia")
    lists.find("rst.pass").setFocus()
    lists.type(PASSPHRASE)
    lists.press(ENTER)
    lists.until(lambda: lists.find("rst.restore").isVisible())
    assert "cannot be read" in lists.text("rst.notes")
    lists.find("rst.restore").click()
    lists.until(lambda: "may not do this" in lists.text("rst.show.problem"))
    lists.find("rst.back").click()
    lists.choose("rst.user", "Grace")
    lists.find("rst.pass").setFocus()
    lists.type(PASSPHRASE)
    lists.press(ENTER)
    lists.until(lambda: lists.find("rst.restore").isVisible())
    lists.find("rst.restore").click()
    lists.until(lambda: lists.find("rst.signIn").isVisible())
    storage.open_caseload(path, keys, NOW).close()
    assert restored_files.before_restore(path).read_bytes() == bytes(held)


def test_the_day_has_its_backup_by_itself_and_whoever_can_act_is_told_when_not(
    lists, path, keys, monkeypatch
):
    at_backups(lists)
    clock = BackupClock(lists.window.workplace, lists.shell)
    status = lists.find("shell.status.backup")
    with monkeypatch.context() as patch:
        usage = stored.shutil.disk_usage(path.parent)
        patch.setattr(stored.shutil, "disk_usage", lambda _: usage._replace(free=0))
        clock.make()
        lists.until(status.isVisible)
        assert "8 days ago" in status.toolTip()
        assert lists.text("message.text").startswith("Last good backup: 8 days ago")
    clock.make()
    lists.until(lambda: not status.isVisible())
    folder = stored.default_folder(path)
    made = folder / "caseload-20260304-093000-daily.lacbak"
    assert made.exists()
    made.unlink()
    lists.window.backup_clock = clock
    lists.window.close()
    assert made.exists()
