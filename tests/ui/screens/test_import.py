"""Import: a dirty return of a council, looked at first, then taken in, with the window alive."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget

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


def preview(lists, folder):
    lists.find("imp.folder").clear()
    lists.into("imp.folder", str(folder))
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.find("imp.found").isVisible())


def test_a_folder_typed_by_keyboard_is_looked_at_and_nothing_is_saved(lists, folder):
    where, _ = folder
    preview(lists, where)
    assert "would be new" in lists.text("imp.result")
    assert lists.text("imp.state") == "Nothing is saved yet."
    assert lists.focused_name == "imp.import"
    lists.control(Qt.Key.Key_3)
    assert lists.names() == []


def test_the_rows_left_out_are_listed_with_file_line_column_value_and_reason(lists, folder):
    where, expected = folder
    preview(lists, where)
    rows = lists.shell.shown.found.refused_rows.rows()
    assert sorted((row.file.rpartition("/")[2], row.line) for row in rows) == sorted(
        (file.rpartition("/")[2], line) for file, line, *_ in expected.refused
    )
    assert all(row.reason for row in rows)
    tabs = lists.find("imp.tabs")
    assert isinstance(tabs, QTabWidget)
    assert tabs.tabText(0) == f"Rows left out {len(rows)}"


def test_importing_by_keyboard_fills_the_lists_and_says_what_was_done(lists, folder):
    where, _ = folder
    preview(lists, where)
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.find("imp.toOverdue").isVisible())
    assert "would be" not in lists.text("imp.result")
    assert lists.text("message.text").startswith("Imported ")
    lists.press(Qt.Key.Key_Return)
    assert lists.shell.shown.name == "overdue"
    lists.control(Qt.Key.Key_3)
    assert len(lists.names()) >= 30
    assert all(name.startswith("Council ID ") for name in lists.names())


def test_the_same_return_again_has_nothing_new(lists, folder):
    where, _ = folder
    preview(lists, where)
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.find("imp.toOverdue").isVisible())
    lists.find("imp.folder").setFocus()
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.text("imp.state") == "There is nothing new to import.")
    assert not lists.find("imp.import").isEnabled()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder / "missing", "There is no folder at"),
        (lambda folder: folder, "holds no CSV files"),
    ],
)
def test_a_folder_that_is_no_return_is_said_beside_the_field(lists, tmp_path, make, said):
    (tmp_path / "empty").mkdir()
    lists.into("imp.folder", str(make(tmp_path / "empty")))
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: said in lists.shell.shown.folder_field.error.text())
    assert lists.find("imp.folder").isEnabled()


def test_files_that_are_no_tables_of_a_return_are_refused_in_words(lists, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "shopping.csv").write_text("milk,eggs\n1,2\n")
    lists.into("imp.folder", str(tmp_path / "other"))
    lists.press(Qt.Key.Key_Return)
    lists.until(lambda: lists.shell.shown.folder_field.has_error)
    assert not lists.find("imp.found").isVisible()


def test_another_folder_forgets_what_was_read_before(lists, folder):
    where, _ = folder
    preview(lists, where)
    lists.into("imp.folder", "x")
    assert not lists.find("imp.found").isVisible()
    assert not lists.find("imp.import").isEnabled()


def test_an_empty_folder_field_asks_for_one(lists):
    lists.find("imp.folder").setFocus()
    lists.control(Qt.Key.Key_Return)
    assert lists.shell.shown.folder_field.error.text() == "Enter the folder of the return"


def test_a_return_with_markup_in_its_cells_is_shown_as_it_is(lists, tmp_path):
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "header.csv").write_text(
        "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n<b>7</b>,F,12/05/2012,WBRI,,,\n8,F,<i>x</i>,WBRI,,,\n"
    )
    preview(lists, folder)
    row = lists.shell.shown.found.refused_rows.rows()[0]
    assert row.value == "<i>x</i>"
    tip = lists.shell.shown.found.refused_rows.index(0, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert "<i>" not in tip
