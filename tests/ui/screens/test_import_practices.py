"""The practice file at the window: chosen, looked at, loaded; and one that is none is refused and changes nothing."""

import pytest
from PySide6.QtCore import Qt

from lac_tracker.services import practices
from lac_tracker.ui.screens import import_choose
from tests.builders import ask
from tests.conftest import TODAY
from tests.exchange.practice_files import a_file, line
from tests.robots_lists import Lists, a_window


@pytest.fixture
def lists(database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        robot = Lists(window, qtbot).signed_in(caseload_path, database)
        robot.control(Qt.Key.Key_9)
        robot.shell.shown.show_tab("imp.tab.practices", focus=True)
        yield robot


def test_a_file_is_looked_at_before_it_is_loaded(lists, database, tmp_path, monkeypatch):
    body = lists.shell.shown.body
    path = tmp_path / "epraccur.csv"
    monkeypatch.setattr(import_choose, "choose_files", lambda _parent: [path])

    def choose(data):
        path.write_bytes(data)
        lists.find("imp.gp.pick").setFocus()
        lists.press(Qt.Key.Key_Return)
        lists.until(lambda: not body.job.is_running)

    assert lists.text("imp.gp.held") == "No practice file has been loaded yet."
    choose(b"CHILD,DOB\n1,01/01/2010\n")
    assert "holds no GP practices" in lists.text("imp.gp.problem")
    assert not lists.find("imp.gp.load").isEnabled()
    choose(a_file(line("K83001"), line("K83002", closed="20200331"), line("K83001", "TWICE")))
    assert "2 practices, 1 of them open. 0 are held now. Nothing is saved yet." in lists.text("imp.gp.read")
    assert "Row 3: K83001 stands in the file twice" in lists.text("imp.gp.refused")
    assert ask(database, practices.held).count == 0
    assert lists.focused_name == "imp.gp.load"
    lists.control(Qt.Key.Key_Return)
    lists.until(lambda: lists.text("imp.gp.state") == "Loaded 2 practices.")
    assert lists.text("imp.gp.held").startswith("2 practices are held, loaded by ")
    assert [one.practice.code for one in ask(database, practices.find, "old mill", today=TODAY)] == [
        "K83001",
        "K83002",
    ]
