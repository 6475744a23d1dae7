"""The frame: going from screen to screen by key, back and forward, regions, saving, closing; and how the program starts."""

import shutil
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
from lac_tracker.storage import database as storage
from lac_tracker.ui import single_keys, theme, window_commands
from lac_tracker.ui.plain import PlainDialog, PlainLabel
from lac_tracker.ui.preferences import Preferences, read_preferences, write_preferences
from tests.conftest import NOW, TODAY
from tests.robots_lists import HOSTILE, FakeRecord, Lists, a_window, add_child

ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole


def one_child(database):
    return add_child(database, "1001", family_name="Baptiste", given_name="Amara")


def hostile_children(database):
    """Child → the name as it was typed."""
    return {add_child(database, f"h{number}", family_name=name): name for number, name in enumerate(HOSTILE)}


@pytest.fixture
def beginning(made_once):
    return made_once("one child", one_child)


@pytest.fixture
def lists(database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        yield Lists(window, qtbot).signed_in(caseload_path, database)


def unnamed_controls(lists):
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in lists.shell.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not widget.objectName().startswith("qt_")
    ]


def test_keys_go_from_region_to_region_and_from_screen_to_screen(lists, monkeypatch):
    from lac_tracker.ui.screens.shortcuts import ShortcutSheet

    # F6 walks the regions both ways.
    names = []
    for _ in range(5):
        lists.press(Qt.Key.Key_F6)
        names.append(lists.focused_name)
    assert names == ["due.peek.details", "shell.navToggle", "shell.nav", "due.filter", "due.table"]
    lists.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert lists.focused_name == "due.filter"
    # The navigation works by arrows and Enter.
    lists.find("shell.nav").setFocus()
    lists.press(Qt.Key.Key_Down)
    assert lists.shell.shown.name == "overdue", "an arrow alone goes nowhere"
    lists.press(Qt.Key.Key_Return)
    assert lists.shell.shown.name == "children"
    # The title follows, and every control has a name for a screen reader.
    titles, unnamed = [], []
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_9, Qt.Key.Key_2):
        lists.control(key)
        titles.append(lists.window.windowTitle().removesuffix(" - Health Tracker"))
        unnamed += unnamed_controls(lists)
    assert titles == ["Overdue", "Children", "Import", "Overdue"]
    assert unnamed == []
    # The list of shortcuts is read from the commands.
    shown = []
    monkeypatch.setattr(ShortcutSheet, "exec", lambda sheet: shown.append(sheet))
    lists.control(Qt.Key.Key_Slash)
    words = {label.text() for label in shown[0].findChildren(QLabel)}
    assert {"Lock now", "Ctrl+L", "Next region", "F6"} <= words


def test_a_record_is_opened_named_and_left_and_alt_left_and_right_walk_back_and_forward(lists):
    # The pages of a record have keys, which do nothing elsewhere.
    lists.alt(Qt.Key.Key_2)
    assert "does nothing here" in lists.text("shell.status.help")
    # A record that cannot be opened is said, and the list stays.
    lists.shell.open_child(12345)
    assert lists.text("message.text")
    assert lists.shell.shown.name == "overdue"
    # The list of children is not loaded before it is wanted.
    assert lists.window.findChild(QWidget, "kids") is None
    lists.control(Qt.Key.Key_3)
    assert lists.names() == ["BAPTISTE, Amara"]
    # The title of a record is the name, and never the NHS number.
    lists.press(Qt.Key.Key_Return)
    assert lists.window.windowTitle() == "BAPTISTE, Amara - Health Tracker"
    assert lists.focused_name == "fake.field"
    lists.alt(Qt.Key.Key_Left)
    assert lists.shell.shown.name == "children"
    lists.alt(Qt.Key.Key_Left)
    assert lists.shell.shown.name == "overdue"
    lists.alt(Qt.Key.Key_Left)
    assert lists.shell.shown.name == "overdue"
    lists.alt(Qt.Key.Key_Right)
    lists.alt(Qt.Key.Key_Right)
    assert isinstance(lists.shell.shown, FakeRecord)
    lists.alt(Qt.Key.Key_2)
    assert lists.shell.shown.page == "assessments"
    # A record that must stay stays.
    lists.shell.shown.stays = True
    lists.control(Qt.Key.Key_3)
    assert isinstance(lists.shell.shown, FakeRecord)
    lists.shell.shown.stays = False


def test_a_theme_is_applied_at_once_and_the_navigation_collapses_for_large_text(lists):
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
    themes = {"dark": "view.dark", "high contrast": "view.highContrast", "light": "view.light"}
    for name, command in themes.items():
        lists.window.run(command)
        assert theme.current().name == name
        assert lists.window._entrance.remembered().theme == name  # noqa: SLF001


def test_what_is_saved_or_refused_shows_in_the_lists_and_in_the_bars(lists):
    operations = lists.shell.workplace.operations
    # The clock that is given is the one that is used.
    assert lists.shell.workplace.today() == NOW.astimezone().date()
    assert lists.text("shell.status.clock").startswith("Wed 04-Mar-2026")
    # A refusal stands in the message bar.
    child_id = lists.shell.overdue.model.rows()[0].child_id
    operations.do(children.change_details, child_id, family_name="A", given_name="B", nhs_number="123")
    assert "10 digits" in lists.text("message.text")
    operations.do(children.change_details, child_id, family_name="Newname", given_name="A")
    assert lists.names() == ["NEWNAME, A"]
    assert lists.text("shell.saveState").startswith("Saved 09:30")
    # A hidden list follows a change when it is shown again.
    lists.control(Qt.Key.Key_3)
    operations.do(
        children.add_child, council_id="1002", born=date(2011, 6, 12), council="940",
        became_looked_after=TODAY - timedelta(days=37),
    )  # fmt: skip
    assert lists.names() == ["NEWNAME, A", "Council ID 1002"]
    assert len(lists.shell.overdue.model.rows()) == 1  # typing in a record never waits for a list nobody sees
    said = [lists.shell.nav.item(row).data(ACCESSIBLE) for row in range(lists.shell.nav.count())]
    assert "Overdue, 2" in said
    lists.control(Qt.Key.Key_2)
    assert lists.names() == ["NEWNAME, A", "Council ID 1002"]
    # A new council is proposed though the list of children is hidden.
    operations.do(children.add_child, council_id="1003", born=date(2011, 6, 12), council="211")
    assert set(lists.shell._councils()) == {"940", "211"}  # noqa: SLF001 - what Add child and Import are given


def test_what_records_need_is_loaded_while_the_list_is_read_and_a_demonstration_says_so(
    database, caseload_path, qtbot, monkeypatch
):
    loaded: list[bool] = []
    monkeypatch.setattr(window_commands, "load_what_records_need", lambda: loaded.append(True))
    with a_window(caseload_path) as window:
        enter = window._entrance.enter  # noqa: SLF001
        demonstration = lambda *given: replace(enter(*given), is_demonstration=True)  # noqa: E731
        window._entrance = replace(window._entrance, enter=demonstration)  # noqa: SLF001
        lists = Lists(window, qtbot)
        assert loaded == []
        lists.signed_in(caseload_path, database)
        banner = lists.find("shell.demonstration").findChild(QLabel)
        assert banner.text().startswith("DEMONSTRATION: every child here is invented")
        lists.until(lambda: loaded == [True])


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


def test_what_is_not_saved_is_said_and_closing_asks_first_or_waits(lists, database, monkeypatch):
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
    # Closing waits for what is being saved.
    child_id = lists.shell.overdue.model.rows()[0].child_id
    lists.shell.workplace.operations.save(
        children.change_details, child_id, family_name="Saved", given_name="Last"
    )
    assert lists.window.close()
    with database.reading() as session:
        found = children.stored.load(session, child_id)
    assert found.family_name == "Saved"


def test_what_could_not_be_saved_before_locking_is_written_after_unlocking(lists, database, caseload_path):
    break_the_disk(lists, database)
    lists.window.lock()
    assert "Not everything could be written" in lists.text("lock.state")
    workplace = lists.window.workplace
    workplace.door.open(database)
    assert workplace.operations.wait_for_saves()
    lists.until(lambda: lists.names() == ["TYPED, Late"])


def test_no_label_of_the_window_takes_a_name_for_markup(made_once, caseload_path, keys, qtbot):
    path, typed = made_once("hostile", hostile_children)
    shutil.copy(path, caseload_path)
    database = storage.open_caseload(caseload_path, keys, NOW)
    with a_window(caseload_path) as window:
        lists = Lists(window, qtbot).signed_in(caseload_path, database)
        opened = set()
        for row in range(len(HOSTILE)):
            lists.shell.overdue.table.choose(row)
            lists.press(Qt.Key.Key_Return)
            name = typed[lists.shell.shown.child_id]
            opened.add(name)
            assert window.windowTitle().startswith(clean_line(name).upper())
            for label in window.findChildren(QLabel):
                assert (
                    isinstance(label, PlainLabel)
                    or label.textFormat() == Qt.TextFormat.PlainText
                    or not label.text()
                )
            window.grab()
            lists.alt(Qt.Key.Key_Left)
        assert opened == set(HOSTILE)


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


def test_single_keys_are_turned_off_and_on_from_the_view_menu_and_that_is_remembered(lists):
    window = lists.window
    action = window.commands["view.singleKeys"]
    assert action.isChecked()
    action.trigger()
    try:
        assert not single_keys.are_on()
        assert not action.isChecked()
        assert not window._entrance.remembered().single_keys  # noqa: SLF001
    finally:
        action.trigger()
    assert single_keys.are_on()
    assert window._entrance.remembered().single_keys  # noqa: SLF001
