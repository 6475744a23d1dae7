"""Dashboard, the children behind a figure, and reports: by key presses at the real window."""

import shutil
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from reading import text_of

from lac_tracker.domain.audit import Entry
from lac_tracker.services import flags
from lac_tracker.ui.screens import export_list
from tests.conftest import GRACE, NOW, TODAY
from tests.robots_lists import Lists, a_window, add_child, enter_history


def five_children(database):
    """Of five whose day 28 has come, two were seen in time; one record is restricted."""
    for number in range(5):
        child = add_child(database, f"200{number}", family_name=f"Child{number}", given_name="Amara",
                          became_looked_after=TODAY - timedelta(days=60 + number))  # fmt: skip
        if number < 2:
            enter_history(database, child, TODAY - timedelta(days=50), "IHA")
    with database.writing(Entry(GRACE, NOW)) as session:
        flags.set_flag(session, child, by=GRACE, now=NOW, kind="restricted", detail="Staff")


@pytest.fixture
def lists(made_once, caseload_path, qtbot, database):
    path, _ = made_once("dashboard", five_children)
    shutil.copy(path, caseload_path)
    with a_window(caseload_path) as window:
        yield Lists(window, qtbot).signed_in(caseload_path, database)


def dialog(qtbot, name):
    def shown():
        return [
            one
            for one in QApplication.topLevelWidgets()
            if isinstance(one, QDialog) and one.isVisible() and one.findChildren(QWidget, name)
        ]

    qtbot.waitUntil(lambda: bool(shown()), timeout=20_000)
    return shown()[0]


def test_any_figure_opens_the_children_behind_it_in_three_presses(lists, qtbot, tmp_path, monkeypatch):
    presses = []
    lists.control(Qt.Key.Key_7)
    presses.append("Ctrl+7")
    page = lists.shell.shown
    qtbot.waitUntil(
        lambda: page.first.tiles["iha_28_days"].line is not None and not page.busy.isVisible(), timeout=20_000
    )
    tile = page.first.tiles["iha_28_days"]
    assert lists.focused_name == "kpi.tile.iha"
    assert (tile.line.big, tile.line.fraction) == ("40%", "2 of 5")
    assert tile.accessibleName().startswith("IHA within 28 days: 40% (2 of 5). Target 90%: missed")
    qtbot.waitUntil(lambda: page.reasons.shown.model.rowCount() == 1, timeout=20_000)
    assert page.reasons.shown.words.text().startswith("IHA within 28 days: 3 late.")
    assert "Record completeness" in {label.text() for label in page.findChildren(type(page.error))}
    lists.press(Qt.Key.Key_Tab)
    assert lists.focused_name == "kpi.tile.rha"
    lists.press(Qt.Key.Key_Right)
    lists.press(Qt.Key.Key_Tab)
    assert lists.focused_name == "kpi.link.sdq"
    lists.press(Qt.Key.Key_Return)
    assert lists.shell.shown.name == "yearly_return"
    lists.window.run("go.back")
    tile.setFocus()
    lists.press(Qt.Key.Key_Right)
    lists.press(Qt.Key.Key_Left)
    lists.press(Qt.Key.Key_Return)
    presses += ["Tab to tile", "Enter"]
    assert len(presses) == 3
    behind = lists.shell.shown
    assert behind.name == "behind"
    qtbot.waitUntil(lambda: behind.model.rowCount() == 3, timeout=20_000)
    assert lists.focused_name == "behind.table"
    assert behind.part.currentText() == "Missed 3"
    assert [behind.part.itemText(row) for row in range(3)] == ["Missed 3", "In time 2", "All 5"]
    behind.part.setCurrentIndex(2)
    behind.part.activated.emit(2)
    qtbot.waitUntil(lambda: behind.model.rowCount() == 5, timeout=20_000)
    export_all(lists, qtbot, tmp_path, monkeypatch, behind)
    behind.run_command("edit.primary")
    assert lists.shell.shown is not behind  # the record
    lists.window.run("go.back")
    lists.window.run("go.back")
    assert lists.shell.shown is page


def export_all(lists, qtbot, tmp_path, monkeypatch, behind):
    """Export what the list shows: nothing leaves without a purpose, and a file there is refused."""
    path = tmp_path / "behind.xlsx"
    monkeypatch.setattr(export_list, "choose_place", lambda *_: path)
    said = []
    behind.said.connect(said.append)
    lists.control(Qt.Key.Key_E)
    asked = dialog(qtbot, "export.why")
    asked.save()
    assert not path.exists()
    asked.why.set_value("review")
    asked.shape.set_value("xlsx")
    asked.save()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert said == ["Saved behind.xlsx, 5 rows. It names children: keep it safe, and delete it when done."]
    sheet = openpyxl.load_workbook(path).active
    assert sheet["A2"].value.startswith("IHA within 28 days, 01-Apr-2025 to 04-Mar-2026")
    assert sheet["A3"].value == "Filtered: All 5"
    assert sheet.max_row == 10
    content = Path(path).read_bytes()
    behind.run_command("edit.export")
    again = dialog(qtbot, "export.why")
    again.why.set_value("review")
    again.save()
    qtbot.waitUntil(
        lambda: "already a file" in " ".join(label.text() for label in again.findChildren(QLabel)),
        timeout=20_000,
    )
    again.reject()
    assert path.read_bytes() == content
    behind.run_command("edit.print")
    paper = dialog(qtbot, "paper.why")
    paper.save()  # nothing goes on paper without a purpose either
    assert paper.isVisible()
    paper.findChild(QWidget, "paper.why").set_value("none")
    paper.save()
    preview = behind.findChild(QDialog, "pv.report")
    qtbot.waitUntil(lambda: preview.page.drawn is not None, timeout=20_000)
    words = text_of(preview.page.drawn.content)
    assert "Missed" in words or "All 5" in words
    assert "Child0" not in words.title()
    preview.reject()


def test_reports_say_what_to_fix_and_are_kept_under_a_name(lists, qtbot):
    lists.control(Qt.Key.Key_8)
    page = lists.shell.shown
    assert lists.focused_name == "rep.list"
    page.choose("flags")
    qtbot.waitUntil(lambda: page.found is not None, timeout=20_000)
    assert page.count.text().startswith("1 row. Every flag on 04-Mar-2026")
    page.choose("looked_after")
    assert page.params.bar.chosen[0] == "last_month"  # a period of its own, which the others do not take over
    page.choose("iha")
    assert page.params.bar.chosen[0] == "financial_year"
    page.choose("looked_after")
    qtbot.waitUntil(lambda: bool(page.found and page.found.rows), timeout=20_000)
    words = [label.text() for label in page.findChild(QWidget, "rep.fixList").findChildren(type(page.count))]
    assert words[0] == "Before you export (2 things to fix)"
    assert "5 with no NHS number" in words
    page.saved.save.click()
    keep = dialog(qtbot, "rep.saveName")
    keep.findChild(QWidget, "rep.saveName").setText("Monthly list")
    keep.save()
    page.choose("training")
    page.saved.choice.set_value("Monthly list")
    page.saved.choice.activated.emit(1)
    assert page.report.key == "looked_after"
    page.choose("performance")
    assert page.format.value() == "pdf"
    lists.control(Qt.Key.Key_E)
    preview = dialog(qtbot, "pv.save")
    qtbot.waitUntil(lambda: preview.page.drawn is not None, timeout=30_000)
    assert preview.page.drawn.measured is not None
    preview.close()
    page.choose("completeness")
    qtbot.waitUntil(lambda: page.report.key == "completeness" and page.found is not None, timeout=20_000)
    page.findChild(QWidget, "rep.fix").click()
    qtbot.waitUntil(
        lambda: lists.shell.shown.name == "behind" and bool(lists.shell.shown.everything()), timeout=20_000
    )
    fixed = page.found.gaps[0]
    assert len(lists.shell.shown.everything()) == fixed.count
