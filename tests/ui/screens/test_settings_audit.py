"""Settings > Audit log by keyboard; what a window writes down by itself; and an older file that is opened."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from sqlalchemy import select

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action
from lac_tracker.services import sessions
from lac_tracker.storage import known_head
from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.ui.screens import child_record, record_pages
from lac_tracker.ui.screens.audit_table import EntryDialog
from lac_tracker.ui.screens.settings_audit import AuditLog
from lac_tracker.ui.screens.who_looked import WhoLooked
from lac_tracker.ui.search_log import search_log
from tests.conftest import GRACE, NADIA, NOW, PASSPHRASE
from tests.robots_lists import FakeRecord, Lists, a_window, add_child, make_slots

A_WEEK_AGO = NOW.replace(day=24, month=2, hour=22)


def one_child(database):
    child_id = add_child(database, "1001", family_name="Canaryson", given_name="Amara")
    with database.writing(Entry(NADIA, A_WEEK_AGO, "opened the record", child_id)):
        pass
    return child_id


@pytest.fixture
def caseload_path(made_once, tmp_path):
    return shutil.copy(made_once("audit screen", one_child)[0], tmp_path / "caseload.lac")


@pytest.fixture
def lists(database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        yield Lists(window, qtbot).signed_in(caseload_path, database)


@pytest.fixture
def screen(lists, qtbot):
    shown = AuditLog(lists.window.workplace)
    qtbot.addWidget(shown)
    shown.resize(1100, 640)
    shown.show()
    shown.activateWindow()
    lists.until(lambda: not shown.log.is_waiting)
    shown.focus_first()
    return shown


def logged(database, more=0):
    """The entries that came last, the newest last: (action, reason)."""
    with database.reading() as session:
        rows = session.execute(
            select(AuditRow.action, AuditRow.reason).order_by(AuditRow.number.desc()).limit(more or 1)
        )
        return [tuple(row) for row in rows][::-1]


def test_the_log_is_read_checked_and_an_entry_opened_by_keyboard(lists, screen, database, qtbot, monkeypatch):
    log, seen = screen.log, []
    monkeypatch.setattr(EntryDialog, "exec", lambda dialog: seen.append(dialog))
    assert QApplication.focusWidget() is log.table
    assert [line.did for line in log.model.rows()] == [
        "Added a child",
        "Made the caseload",
        "Opened the record",
    ]
    assert log.summary.text() == "3 entries. Not checked yet. Read only, for everyone."
    qtbot.keyClick(log.table, Qt.Key.Key_Return)
    changes = {(field.field, field.after) for field in seen[0].model.rows()}
    assert ("Family name", "Canaryson") in changes
    assert ("Date of birth", "12-Jun-2011") in changes
    assert logged(database) == [(Action.SEE_AUDIT.value, "Entry 2 of the audit log")]
    assert screen.run_command("edit.primary")
    lists.until(lambda: not log.is_waiting)
    assert "Log is intact: checked 04-Mar-2026" in log.summary.text()
    assert log.problem.text().startswith("Audit entry 3 is dated 7 days before the one it follows.")
    assert logged(database)[0][0] == Action.CHECK_CASELOAD.value
    log.what.set_value("looks")
    lists.until(lambda: not log.is_waiting)
    assert [(line.who, line.child) for line in log.model.rows()] == [("Nadia Rahman", "CANARYSON, Amara")]
    log.child.setText("nobody at all")
    lists.until(lambda: not log.model.rowCount() and not log.is_waiting)
    assert log.empty.words() == "No entries match these filters."
    qtbot.keyClick(log.findChild(QPushButton, "aud.empty.step0"), Qt.Key.Key_Space)
    lists.until(lambda: log.model.rowCount() and not log.is_waiting)


def test_the_odd_looks_of_last_week_are_gone_through_by_keyboard(lists, screen, database, qtbot):
    screen.run_command("view.nextTab")
    odd = screen.odd
    lists.until(lambda: not odd.is_waiting)
    assert odd.week.text() == "Week 23-Feb-2026 to 01-Mar-2026"
    assert [(line.person, line.record, line.rules) for line in odd.model.rows()] == [
        ("Nadia Rahman", "CANARYSON, Amara", ("not_theirs", "out_of_hours"))
    ]
    assert screen.run_command("edit.primary")
    dialog = next(one for one in odd.findChildren(QDialog) if one.objectName() == "aud.odd.dialog")
    dialog.save()
    assert dialog.fields[0].error.text().startswith("Note is missing")
    dialog.note.setPlainText("Asked Nadia: she was on call")
    dialog.save()
    lists.until(lambda: not odd.is_waiting and "Gone through by Grace Mensah" in odd.reviewed.text())
    assert logged(database) == [(Action.REVIEW_LOOKS.value, "")]
    screen.odd.run_command("view.refresh")
    odd.before.click()
    lists.until(lambda: not odd.is_waiting)
    assert odd.empty.words() == "Nobody opened a record in this week."


def test_locking_searching_and_leaving_are_written_down(lists, database, caseload_path, keys, monkeypatch):
    lists.control(Qt.Key.Key_3)
    lists.control(Qt.Key.Key_F)
    lists.type("can")
    lists.until(lambda: search_log(lists.window.workplace)._found is not None)  # noqa: SLF001 - it waits for two seconds of quiet
    lists.type("ary")
    lists.until(lambda: search_log(lists.window.workplace)._found[1] == "canary")  # noqa: SLF001
    lists.window.lock()
    searched, locked = logged(database, 2)
    assert searched[0] == Action.SEARCH.value
    assert searched[1].startswith("Children: 1 found, term ")
    assert "can" not in searched[1].partition("term ")[2]
    assert locked == ("locked the window", "")
    with database.reading() as session:
        head = known_head.of(session, "")
        assert known_head.remembered(known_head.here(), keys.database_id).mac == head.mac
    lists.window.close()
    assert logged(database) == [("locked the window", "")], "who locked is not signed in to sign out"


def test_closing_is_written_down_as_signing_out(lists, database):
    lists.window.close()
    assert logged(database) == [("signed out", "")]


def test_a_page_with_sensitive_content_is_in_the_log_before_it_is_made(
    database, caseload_path, qtbot, monkeypatch, made_once
):
    made = []
    real = record_pages.PAGES["sdq"]

    def page(desk, place):
        made.append(logged(database))
        return real(desk, place)

    monkeypatch.setitem(record_pages.PAGES, "sdq", page)
    with a_window(caseload_path, child_record.ChildRecord) as window:
        lists = Lists(window, qtbot).signed_in(caseload_path, database)
        child_id = made_once("audit screen", one_child)[1]
        assert lists.shell.open_child(child_id)
        assert logged(database) == [(Action.OPEN_RECORD.value, "")]
        for name in ("sdq", "summary", "sdq"):
            lists.shell.shown.open_page(name)
        assert made[0] == [(Action.SEE_CLINICAL.value, "Read SDQ and wellbeing")]
        assert made[1] == made[0], "one entry for each page while the record is open"
        shown = []
        monkeypatch.setattr(WhoLooked, "open", lambda dialog: shown.append(dialog))
        assert lists.shell.run_command("child.looked")
        lists.until(lambda: not shown[0].is_waiting)
        assert [line.did for line in shown[0].model.rows()][:2] == [
            "Read clinical answers",
            "Opened the record",
        ]
        assert {"sdq", "plan", "health_checks"} <= set(sessions.SENSITIVE) <= set(record_pages.PAGES)
        with database.reading() as session:
            twice = session.scalars(
                select(AuditRow.number).where(AuditRow.reason == "Read SDQ and wellbeing")
            ).all()
        assert len(twice) == 1


def test_a_file_whose_protection_was_changed_is_said_once_it_is_open(lists, database):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER children_records_update")
    lists.window._load_the_rest()  # noqa: SLF001 - half a second after the list was painted
    lists.until(lambda: lists.shell.messages.isVisible())
    assert "The audit trigger children_records_update is missing." in lists.text("message.text")
    assert lists.text("shell.status.file").endswith("log not protected: ask IT")
    assert logged(database)[0][0] == "found the file's protection changed"


def test_an_older_file_is_refused_and_a_manager_goes_on_with_a_reason(
    database, caseload_path, keys, qtbot, monkeypatch
):
    make_slots(caseload_path, keys, monkeypatch, ((GRACE, PASSPHRASE),))
    with database.reading() as session:
        newer = known_head.Head(900, "f" * 64, "03-Mar-2026 17:00")
        assert not known_head.is_in(session, newer)
    known_head.remember(known_head.here(), database_id_of(database), newer)
    asked = []

    def answered(dialog):
        dialog.why.clear()
        dialog._choose(1)  # noqa: SLF001 - the button, without a reason first
        assert dialog.because == ""
        dialog.why.setText("Restored from the backup of Monday")
        dialog._choose(1)  # noqa: SLF001
        asked.append(dialog.body.text())

    from lac_tracker.ui.screens.older_file import OlderFileDialog

    monkeypatch.setattr(OlderFileDialog, "exec", answered)
    with a_window(caseload_path, FakeRecord) as window:
        lists = Lists(window, qtbot)
        lists.type(PASSPHRASE)
        lists.press(Qt.Key.Key_Return)
        lists.until(lambda: window.shell is not None)
        assert asked[0].startswith("This file is older than the one last used here: on 03-Mar-2026 17:00")
        assert logged(database, 2) == [
            ("went on with an older file", "Restored from the backup of Monday"), ("signed in", ""),
        ]  # fmt: skip


def database_id_of(database):
    from lac_tracker.storage import people

    with database.reading() as session:
        return people.caseload(session).database_id
