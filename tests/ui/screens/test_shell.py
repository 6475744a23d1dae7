"""The frame: going from screen to screen by key, back and forward, regions, saving, closing; and how the program starts."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from lac_tracker import app
from lac_tracker.domain.errors import DatabaseUnavailable
from lac_tracker.domain.names import clean_line
from lac_tracker.services import children
from lac_tracker.ui import main_window, theme
from lac_tracker.ui.plain import PlainDialog, PlainLabel
from lac_tracker.ui.preferences import Preferences, read_preferences, write_preferences
from tests.conftest import NOW, TODAY
from tests.robots_lists import HOSTILE, FakeRecord, Lists, a_window, add_child

ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def lists(database, caseload_path, qtbot):
    add_child(database, "1001", family_name="Baptiste", given_name="Amara")
    with a_window(caseload_path) as window:
        yield Lists(window, qtbot).signed_in(caseload_path, database)


def test_keys_go_from_screen_to_screen_and_the_title_follows(lists):
    titles = []
    for key in (Qt.Key.Key_3, Qt.Key.Key_9, Qt.Key.Key_2):
        lists.control(key)
        titles.append(lists.window.windowTitle().removesuffix(" - Health Tracker"))
    assert titles == ["Children", "Import", "Overdue"]


def test_the_title_of_a_record_is_the_name_and_never_the_nhs_number(lists):
    lists.press(Qt.Key.Key_Return)
    assert lists.window.windowTitle() == "BAPTISTE, Amara - Health Tracker"
    assert lists.focused_name == "fake.field"


def test_alt_left_and_right_walk_back_and_forward(lists):
    lists.control(Qt.Key.Key_3)
    lists.press(Qt.Key.Key_Return)
    lists.alt(Qt.Key.Key_Left)
    assert lists.shell.shown.name == "children"
    lists.alt(Qt.Key.Key_Left)
    assert lists.shell.shown.name == "overdue"
    lists.alt(Qt.Key.Key_Left)
    assert lists.shell.shown.name == "overdue"
    lists.alt(Qt.Key.Key_Right)
    lists.alt(Qt.Key.Key_Right)
    assert isinstance(lists.shell.shown, FakeRecord)


def test_f6_walks_the_regions_both_ways(lists):
    names = []
    for _ in range(5):
        lists.press(Qt.Key.Key_F6)
        names.append(lists.focused_name)
    assert names == ["due.peek.details", "shell.navToggle", "shell.nav", "due.filter", "due.table"]
    lists.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert lists.focused_name == "due.filter"


def test_the_navigation_works_by_arrows_and_enter(lists):
    lists.find("shell.nav").setFocus()
    lists.press(Qt.Key.Key_Down)
    assert lists.shell.shown.name == "overdue", "an arrow alone goes nowhere"
    lists.press(Qt.Key.Key_Return)
    assert lists.shell.shown.name == "children"


def test_the_pages_of_a_record_have_keys_and_do_nothing_elsewhere(lists):
    lists.alt(Qt.Key.Key_2)
    assert "does nothing here" in lists.text("shell.status.help")
    lists.press(Qt.Key.Key_Return)
    lists.alt(Qt.Key.Key_2)
    assert lists.shell.shown.page == "assessments"


def test_a_record_that_must_stay_stays(lists):
    lists.press(Qt.Key.Key_Return)
    lists.shell.shown.stays = True
    lists.control(Qt.Key.Key_3)
    assert isinstance(lists.shell.shown, FakeRecord)
    lists.shell.shown.stays = False


def test_a_record_that_cannot_be_opened_is_said_and_the_list_stays(lists):
    lists.shell.open_child(12345)
    assert lists.text("message.text")
    assert lists.shell.shown.name == "overdue"


def test_the_navigation_collapses_for_large_text_and_opens_by_hand(lists):
    lists.window.resize(1366, 768)
    assert not lists.shell.nav.is_collapsed
    for _ in range(2):
        lists.press(Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert theme.current().text_percent == 150
    assert lists.shell.nav.is_collapsed
    lists.find("shell.navToggle").click()
    assert not lists.shell.nav.is_collapsed
    lists.press(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert theme.current().text_percent == 100


@pytest.mark.parametrize("name", ["light", "dark", "high contrast"])
def test_a_theme_is_applied_at_once_and_remembered(lists, name):
    lists.window.run({"light": "view.light", "dark": "view.dark"}.get(name, "view.highContrast"))
    assert theme.current().name == name
    assert lists.window._entrance.remembered().theme == name  # noqa: SLF001


def test_what_is_saved_shows_in_the_list_and_in_the_bar(lists):
    lists.shell.workplace.operations.do(
        children.change_details, lists.shell.overdue.model.rows()[0].child_id, family_name="Newname", given_name="A"
    )  # fmt: skip
    assert lists.names() == ["NEWNAME, A"]
    assert lists.text("shell.saveState").startswith("Saved 09:30")


def test_a_hidden_list_follows_a_change_when_it_is_shown_again(lists):
    lists.control(Qt.Key.Key_3)
    lists.shell.workplace.operations.do(
        children.add_child, council_id="1002", born=date(2011, 6, 12), council="940",
        became_looked_after=TODAY - timedelta(days=37),
    )  # fmt: skip
    assert lists.names() == ["BAPTISTE, Amara", "Council ID 1002"]
    assert len(lists.shell.overdue.model.rows()) == 1  # typing in a record never waits for a list nobody sees
    said = [lists.shell.nav.item(row).data(ACCESSIBLE) for row in range(lists.shell.nav.count())]
    assert "Overdue, 2" in said
    lists.control(Qt.Key.Key_2)
    assert lists.names() == ["BAPTISTE, Amara", "Council ID 1002"]


def test_a_new_council_is_proposed_though_the_list_of_children_was_hidden(lists):
    lists.control(Qt.Key.Key_3)
    lists.control(Qt.Key.Key_2)
    lists.shell.workplace.operations.do(
        children.add_child, council_id="1002", born=date(2011, 6, 12), council="211"
    )
    assert set(lists.shell._councils()) == {"940", "211"}  # noqa: SLF001 - what Add child and Import are given


def test_the_list_of_children_is_not_loaded_before_it_is_wanted(lists):
    assert lists.window.findChild(QWidget, "kids") is None
    lists.control(Qt.Key.Key_3)
    assert lists.names() == ["BAPTISTE, Amara"]


def test_what_records_need_is_loaded_while_the_list_is_read(database, caseload_path, qtbot, monkeypatch):
    loaded: list[bool] = []
    monkeypatch.setattr(main_window, "_load_what_records_need", lambda: loaded.append(True))
    with a_window(caseload_path) as window:
        lists = Lists(window, qtbot)
        assert loaded == []
        lists.signed_in(caseload_path, database)
        lists.until(lambda: loaded == [True])


def test_a_refusal_stands_in_the_message_bar(lists):
    lists.shell.workplace.operations.do(
        children.change_details, lists.shell.overdue.model.rows()[0].child_id, family_name="A", given_name="B",
        nhs_number="123",
    )  # fmt: skip
    assert "10 digits" in lists.text("message.text")


class Broken:
    """A door that cannot be written."""

    def __init__(self, database):
        self.reading, self.close = database.reading, database.close

    def writing(self, entry, *, patience_ms=0):
        raise DatabaseUnavailable("The disk is full.")

    note_refusal = writing


def break_the_disk(lists, database):
    """Make writing fail, and leave one change unsaved."""
    door = lists.shell.workplace.door
    door.open(Broken(database))
    child_id = lists.shell.overdue.model.rows()[0].child_id
    lists.shell.workplace.operations.save(
        children.change_details, child_id, family_name="Typed", given_name="Late"
    )
    lists.until(lambda: "Not saved" in lists.text("shell.saveState"))


def test_what_is_not_saved_is_said_and_closing_asks_first(lists, database, monkeypatch):
    break_the_disk(lists, database)
    assert "The disk is full." in lists.text("message.text")
    assert "cannot be written" in lists.text("shell.status.file")
    asked = []
    monkeypatch.setattr(
        PlainDialog, "confirm", classmethod(lambda cls, parent, *words: asked.append(words) or False)
    )
    closing = QCloseEvent()
    lists.window.closeEvent(closing)
    assert not closing.isAccepted()
    assert asked[0][0] == "Go without saving?"
    assert asked[0][1].startswith("1 change could not be written")
    lists.shell.workplace.door.open(database)
    assert lists.shell.workplace.operations.wait_for_saves()
    lists.until(lambda: lists.names() == ["TYPED, Late"])


def test_what_could_not_be_saved_before_locking_is_written_after_unlocking(lists, database, caseload_path):
    break_the_disk(lists, database)
    lists.window.lock()
    assert "Not everything could be written" in lists.text("lock.state")
    workplace = lists.window.workplace
    workplace.door.open(database)
    assert workplace.operations.wait_for_saves()
    lists.until(lambda: lists.names() == ["TYPED, Late"])


def test_closing_waits_for_what_is_being_saved(lists, database):
    child_id = lists.shell.overdue.model.rows()[0].child_id
    lists.shell.workplace.operations.save(
        children.change_details, child_id, family_name="Saved", given_name="Last"
    )
    assert lists.window.close()
    with database.reading() as session:
        found = children.stored.load(session, child_id)
    assert found.family_name == "Saved"


def test_a_demonstration_says_so_on_every_screen(database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        enter = window._entrance.enter  # noqa: SLF001
        demonstration = lambda *given: replace(enter(*given), is_demonstration=True)  # noqa: E731
        window._entrance = replace(window._entrance, enter=demonstration)  # noqa: SLF001
        lists = Lists(window, qtbot).signed_in(caseload_path, database)
        banner = lists.find("shell.demonstration").findChild(QLabel)
        assert banner.text().startswith("DEMONSTRATION: every child here is invented")


def test_every_control_has_a_name_for_a_screen_reader(lists):
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_9):
        lists.control(key)
        unnamed = [
            f"{type(widget).__name__} {widget.objectName()}"
            for widget in lists.shell.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not widget.accessibleName()
            and not (isinstance(widget, QAbstractButton) and widget.text())
            and not widget.objectName().startswith("qt_")
        ]
        assert unnamed == []


@pytest.mark.parametrize("name", HOSTILE)
def test_no_label_of_the_window_takes_a_name_for_markup(name, database, caseload_path, qtbot):
    add_child(database, "h1", family_name=name)
    with a_window(caseload_path) as window:
        lists = Lists(window, qtbot).signed_in(caseload_path, database)
        lists.press(Qt.Key.Key_Return)
        assert window.windowTitle().startswith(clean_line(name).upper())
        for label in window.findChildren(QLabel):
            assert (
                isinstance(label, PlainLabel)
                or label.textFormat() == Qt.TextFormat.PlainText
                or not label.text()
            )
        window.grab()


def test_the_list_of_shortcuts_is_read_from_the_commands(lists, monkeypatch):
    from lac_tracker.ui.screens.shortcuts import ShortcutSheet

    shown = []
    monkeypatch.setattr(ShortcutSheet, "exec", lambda sheet: shown.append(sheet))
    lists.control(Qt.Key.Key_Slash)
    words = {label.text() for label in shown[0].findChildren(QLabel)}
    assert {"Lock now", "Ctrl+L", "Next region", "F6"} <= words


# How the program starts


def test_without_a_display_it_ends_with_words_and_exit_code_2():
    script = "import os, sys; [os.environ.pop(n, None) for n in ('QT_QPA_PLATFORM', 'DISPLAY', 'WAYLAND_DISPLAY')]; "
    script += "from lac_tracker import app; sys.exit(app.run())"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    assert "no display" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


def test_start_up_imports_nothing_that_is_only_needed_later():
    script = (
        "import sys; from datetime import datetime, UTC; from pathlib import Path; from PySide6.QtWidgets import QApplication; "
        "from lac_tracker import app; a = QApplication([]); app.apply_preferences(a); app.check_forms(); "
        "app.build_window(Path('nowhere.lac'), lambda: datetime(2026, 3, 4, tzinfo=UTC)); print(*sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    loaded = set(ended.stdout.split())
    heavy = {"reportlab", "alembic", "holidays", "pypdfium2", "pikepdf", "qtawesome", "lac_tracker.documents",
             "lac_tracker.exchange", "lac_tracker.ui.screens.child_record"}  # fmt: skip
    assert heavy & loaded == set()


def test_a_form_with_a_problem_is_said_and_the_window_does_not_open(monkeypatch, capsys, qapp):
    from lac_tracker.domain.errors import FormFileError

    def problem():
        raise FormFileError(("forms/iha.toml, line 3: 'kidn' is not a key. Did you mean 'kind'?",))

    told = []
    monkeypatch.setattr(app, "check_forms", problem)
    monkeypatch.setattr(PlainDialog, "tell", classmethod(lambda cls, parent, *words: told.append(words)))
    assert app.run() == 2
    assert "line 3" in told[0][1]
    assert "line 3" in capsys.readouterr().err


@pytest.mark.parametrize("held", ["", "not json", "[]", '{"text_percent": "big", "theme": 3}', "\x00"])
def test_preferences_that_make_no_sense_count_as_none(tmp_path, held):
    (tmp_path / "window.json").write_text(held)
    assert read_preferences(tmp_path / "window.json") == Preferences()


def test_preferences_are_kept_and_a_folder_that_cannot_be_written_stops_nobody(tmp_path):
    chosen = Preferences("dark", 150, "/team.lac", "grace", "04-Mar-2026 09:30")
    write_preferences(tmp_path / "new" / "window.json", chosen)
    assert read_preferences(tmp_path / "new" / "window.json") == chosen
    (tmp_path / "file").write_text("")
    write_preferences(tmp_path / "file" / "window.json", chosen)


def test_the_clock_that_is_given_is_the_one_that_is_used(lists):
    assert lists.shell.workplace.today() == NOW.astimezone().date()
    assert lists.text("shell.status.clock").startswith("Wed 04-Mar-2026")
