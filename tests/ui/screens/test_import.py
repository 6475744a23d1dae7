"""Import of a return: a dirty one, looked at first, then taken in, with the window alive; and undone again."""

import pytest
from PySide6.QtCore import Qt

from lac_tracker.ui.screens import import_choose
from tests.dirty_returns import make_return
from tests.robots_lists import Lists, a_window


@pytest.fixture
def lists(database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        robot = Lists(window, qtbot).signed_in(caseload_path, database)
        robot.control(Qt.Key.Key_9)
        yield robot


@pytest.fixture
def folder(tmp_path):
    expected = make_return(tmp_path / "return-2025", children=30)
    return tmp_path / "return-2025", expected


@pytest.fixture
def choose(lists, monkeypatch):
    """Return a function that chooses a folder, or files, as the dialog of the system would."""

    def chosen(*paths):
        monkeypatch.setattr(import_choose, "choose_folder", lambda _parent: list(paths))
        lists.find("imp.pickFolder").setFocus()
        lists.press(Qt.Key.Key_Return)
        lists.until(lambda: not lists.shell.shown.body.job.is_running)

    return chosen


def count(lists, group):
    return int(lists.text(f"imp.count.{group}").replace(",", ""))


def test_a_return_is_looked_at_then_taken_in_and_has_nothing_new_the_second_time(lists, folder, choose):
    where, expected = folder
    assert lists.focused_name == "imp.pick"
    assert not lists.find("imp.next").isVisible()
    choose(where)

    assert lists.text("imp.place") == "Step 3 of 5: Check"  # a return has no columns to match
    assert count(lists, "new") > 20
    assert count(lists, "refused") == len(expected.refused)
    assert (
        lists.text("imp.state")
        == f"Nothing is saved before you choose Import {count(lists, 'new')} children."
    )
    check_what_was_refused(lists, expected)
    lists.control(Qt.Key.Key_3)
    assert lists.names() == []  # nothing is saved

    lists.control(Qt.Key.Key_9)
    assert lists.text("imp.place") == "Step 3 of 5: Check"  # leaving the screen keeps it
    lists.find("imp.next").setFocus()
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.find("imp.toOverdue").isVisible())
    assert lists.text("imp.result").startswith("Imported ")
    assert lists.text("message.text").startswith("Imported ")
    assert lists.find("imp.undo").isVisible()
    lists.find("imp.toOverdue").setFocus()
    lists.press(Qt.Key.Key_Return)
    assert lists.shell.shown.name == "overdue"
    lists.control(Qt.Key.Key_3)
    assert len(lists.names()) >= 30
    assert all(name.startswith("Council ID ") for name in lists.names())

    lists.control(Qt.Key.Key_9)
    undo_from_the_last_step(lists)

    lists.control(Qt.Key.Key_9)
    choose(where)
    lists.control(Qt.Key.Key_Return)
    lists.until(lambda: lists.text("imp.place") == "Step 5 of 5: Finish")
    lists.control(Qt.Key.Key_Return)  # Done
    assert lists.text("imp.place") == "Step 1 of 5: Choose file"
    choose(where)
    assert lists.text("imp.state") == "There is nothing new to import."
    assert not lists.find("imp.next").isEnabled()
    assert count(lists, "new") == 0


def check_what_was_refused(lists, expected):
    """Each row with its file, line, value and reason."""
    lists.find("imp.groups.refused").setFocus()
    lists.press(Qt.Key.Key_Space)
    check = lists.shell.shown.body.check
    refused = check.model.all_rows()
    assert sorted((row.problems[0].file.rpartition("/")[2], row.line) for row in refused) == sorted(
        (file.rpartition("/")[2], line) for file, line, *_ in expected.refused
    )
    assert all(row.problems[0].reason for row in refused)
    place, _, said = (check.model.index(0, column).data() for column in range(3))
    assert refused[0].problems[0].file.rpartition("/")[2] in place
    assert refused[0].problems[0].value in said


def undo_from_the_last_step(lists):
    lists.find("imp.undo").setFocus()
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.focused_name == "imp.undo.why")
    lists.control(Qt.Key.Key_Return)
    lists.until(lambda: lists.text("imp.place") == "Step 1 of 5: Choose file")
    lists.window.activateWindow()  # a window manager does this when a dialog closes; offscreen has none
    lists.until(lambda: lists.focused is not None)
    lists.control(Qt.Key.Key_3)
    assert lists.names() == []  # as it was before


def test_what_is_no_return_is_said_where_it_was_chosen(lists, tmp_path, choose):
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "shopping.csv").write_text("milk,eggs\n1,2\n")
    (tmp_path / "other" / "more.csv").write_text("milk,eggs\n1,2\n")
    for path, said in (
        (tmp_path / "missing", "There is no file at"),
        (tmp_path / "empty", "holds no CSV files"),
        (tmp_path / "other", "are no SSDA903 return"),
    ):
        choose(path)
        assert said in lists.text("imp.problem"), path
        assert lists.find("imp.problem").isVisible()
        assert lists.text("imp.place") == "Step 1 of 5: Choose file"
        assert lists.focused_name == "imp.pick"


def test_a_return_with_markup_is_shown_as_it_is_and_another_one_forgets_it(lists, tmp_path, choose):
    odd = tmp_path / "odd"
    odd.mkdir()
    (odd / "header.csv").write_text(
        "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n<b>7</b>,F,12/05/2012,WBRI,,,\n8,F,<i>x</i>,WBRI,,,\n"
    )
    choose(odd)
    body = lists.shell.shown.body
    row = body.check.model.all_rows()[0]
    assert row.problems[0].value == "<i>x</i>"
    assert "<i>" not in body.check.model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
    lists.press(Qt.Key.Key_Escape)  # back: what was read stays
    assert lists.text("imp.place") == "Step 1 of 5: Choose file"
    assert lists.text("imp.read") == "header.csv, 1 child"
    choose(tmp_path / "missing")
    assert not lists.find("imp.read").isVisible()
    assert not lists.find("imp.next").isVisible()
