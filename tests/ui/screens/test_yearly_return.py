"""The yearly return as a screen: who lacks what, the way to the child's own list, and the file, by key presses."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.ui.main_window import child_record
from lac_tracker.ui.plain import PlainButton
from lac_tracker.ui.screens import export_list
from tests.builders import bring_in
from tests.conftest import TOM
from tests.robots_lists import Lists, a_window
from tests.services.test_return_export import a_return


@pytest.fixture
def returned(made_once, caseload_path, qtbot, database):
    path, _ = made_once("return_on_screen", lambda database: bring_in(database, a_return()))
    shutil.copy(path, caseload_path)
    with a_window(caseload_path, child_record) as window:
        yield Lists(window, qtbot), caseload_path, database


def dialog(lists):
    lists.until(lambda: QApplication.activeModalWidget() is not None)
    return QApplication.activeModalWidget()


def test_what_is_missing_is_found_mended_and_the_return_leaves(returned, tmp_path):
    lists, path, database = returned
    lists.signed_in(path, database)
    lists.window.run("go.reports")
    reports = lists.shell.shown
    reports.choose("return")
    lists.until(lambda: reports.found is not None and "3 answers missing in the return" in words_of(reports))
    reports.look_button.click()
    page = lists.shell.shown
    lists.until(lambda: page.name == "yearly_return" and page.found is not None and not page.busy.isVisible())
    assert page.heading.text() == (
        "12 children in the return, 10 complete, 2 with 3 answers missing, 12 left out, "
        "0 differ from the council's, 4 not in it."
    )
    assert lists.names() == ["Council ID odd", "Council ID sdq1"]
    assert lists.cell("Council ID odd", "Missing, or why not in it") == "SDQ, convicted"
    assert "Not a value of the return: SDQ_SCORE 41 (the council's return)" in lists.cell(
        "Council ID odd", "Left out, or differs"
    )
    assert [one.objectName() for one in page.findChildren(PlainButton) if one.property("kind") == "primary"] == ["ret.export"]  # fmt: skip
    lists.choose("ret.show", "Not in the return")
    assert lists.cell("Council ID breaks", "Missing, or why not in it") == "Short breaks (V4) in the year"
    lists.choose("ret.show", "Left out or differs")
    assert "Council ID is9" in lists.names()
    lists.into("ret.filter", "at 9")
    lists.until(lambda: lists.names() == ["Council ID is9"])
    lists.press(Qt.Key.Key_Escape)
    lists.choose("ret.show", "Something missing")

    # Enter opens the child's own list of that year.
    page.table.choose(0)
    page.focus_first()
    lists.press(Qt.Key.Key_Return)
    counted = lists.find("chk.return.counted")
    assert counted.text() == "2 of 6 missing"
    assert lists.find("chk.return.year").currentText() == "Year to 31-Mar-2026"
    lists.window.run("go.back")  # to the summary, where a record begins
    lists.window.run("go.back")
    assert lists.shell.shown is page

    # It leaves only when it is said that something may be missing, and is never written over.
    lists.control(Qt.Key.Key_E)
    asked = dialog(lists)
    assert "3 answers are missing, of 2 children" in words_of(asked)
    go = asked.findChild(PlainButton, "ret.export.go")
    assert go.words() == "Export all the same"
    go.click()
    assert "Choose a folder" in words_of(asked)
    said = []
    page.said.connect(said.append)
    asked.folder.setText(str(tmp_path))
    asked.save()
    lists.until(lambda: bool(said))
    assert said == [
        "Saved oc2.csv, 12 children. It holds children's health answers: keep it safe, and delete it when done."
    ]
    data = (tmp_path / "oc2.csv").read_bytes()
    assert data.count(b"\n") == 13
    with database.reading() as session:
        reasons = [row.reason for row in session.query(AuditRow) if row.reason]
    assert reasons[-1].startswith(
        "Health return 2026 of 123, 12 children, 3 answers missing: For the council"
    )
    page.run_command("edit.primary")
    again = dialog(lists)
    again.folder.setText(str(tmp_path))
    again.save()
    lists.until(lambda: "already a file" in words_of(again))
    again.reject()
    assert (tmp_path / "oc2.csv").read_bytes() == data

    # A year in which nobody was there for all of it.
    lists.choose("ret.year", "31-Mar-2024")
    lists.until(lambda: page.found.year.year == 2024)
    assert page.found.in_return > 0


def test_an_extract_leaves_from_the_reports_with_a_purpose(returned, tmp_path, monkeypatch):
    lists, path, database = returned
    lists.signed_in(path, database)
    lists.window.run("go.reports")
    page = lists.shell.shown
    page.choose("extract_children")
    assert page.count.text().startswith("37 columns, every child of the team. It names children.")
    assert not page.preview_button.isEnabled()
    target = tmp_path / "children.csv"
    monkeypatch.setattr(export_list, "choose_place", lambda *_: target)
    said = []
    page.said.connect(said.append)
    lists.control(Qt.Key.Key_E)
    asked = dialog(lists)
    asked.save()
    assert not target.exists()
    asked.why.set_value("none")
    asked.save()
    lists.until(lambda: bool(said))
    assert said == ["Saved children.csv, 17 rows. It names nobody."]
    head = target.read_text(encoding="utf-8-sig").splitlines()[0]
    assert head.startswith('"child_id","council","age","sex"')


def test_an_administrator_is_told_who_may_see_it(returned):
    lists, path, database = returned
    lists.signed_in(path, database, TOM)
    lists.window.run("go.yearly_return")
    assert lists.shell.shown.name != "yearly_return"
    assert "administrator' may not do this" in words_of(lists.shell)
    lists.window.run("go.reports")
    lists.shell.shown.choose("return")
    assert not lists.shell.shown.look_button.isVisible()


def words_of(widget) -> str:
    return "\n".join(
        one.text()
        for one in widget.findChildren(QWidget)
        if hasattr(one, "text") and callable(one.text) and one.isVisibleTo(widget)
    )
