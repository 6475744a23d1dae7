"""Overdue and due: what is due, for whom, why, waiting on whom; by keyboard, with a real caseload."""

import csv
import shutil
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTableView
from reading import text_of
from sqlalchemy import select

from lac_tracker.domain.worklist import Wanted
from lac_tracker.services import hand_over
from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.ui import theme
from lac_tracker.ui.models.caseload_model import KEYS
from lac_tracker.ui.models.row_model import LINK, SECOND_LINE
from lac_tracker.ui.screens import export_list, letters
from tests import builders
from tests.conftest import NADIA, SAM, TODAY
from tests.robots_lists import HOSTILE, Lists, a_window, add_child, enter_history


def six_children(database):
    """Three overdue, one at risk, one on track, and one whose start of care nobody knows."""
    amara = add_child(database, "1001", family_name="Baptiste", given_name="Amara", nhs_number="9990123454")
    add_child(database, "1002", family_name="Hosseini", given_name="Reza",
              became_looked_after=TODAY - timedelta(days=34))  # fmt: skip
    arjan = add_child(database, "1003", family_name="Singh", given_name="Arjan",
                      became_looked_after=TODAY - timedelta(days=900))  # fmt: skip
    enter_history(database, arjan, TODAY - timedelta(days=369), "IHA")
    add_child(database, "1004", family_name="Davies-Okoro", given_name="Tyler",
              became_looked_after=TODAY - timedelta(days=20))  # fmt: skip
    add_child(database, "1005", family_name="Ahmed", given_name="Zara", became_looked_after=TODAY)
    add_child(database, "1006", became_looked_after=None)
    return amara


@pytest.fixture
def caseload(made_once, caseload_path):
    """The child who stands first, in a file that has not been opened yet."""
    path, amara = made_once("overdue", six_children)
    shutil.copy(path, caseload_path)
    return amara


@pytest.fixture
def lists(caseload, database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        yield Lists(window, qtbot).signed_in(caseload_path, database)


SAYS = (
    ("BAPTISTE, Amara", "Status", "Overdue by 9 days"),
    ("BAPTISTE, Amara", "Type", "IHA"),
    ("BAPTISTE, Amara", "Clock", "Day 37 of 28"),
    ("BAPTISTE, Amara", "Due", "23-Feb-2026"),
    ("BAPTISTE, Amara", "Why", "No consent"),
    ("BAPTISTE, Amara", "Waiting on", "Council"),
    ("BAPTISTE, Amara", "Assessor", ""),
    ("SINGH, Arjan", "Type", "RHA"),
    ("SINGH, Arjan", "Clock", "12m 4d"),
    ("SINGH, Arjan", "Due", "28-Feb-2026"),
)


def test_a_row_says_what_is_due_why_and_on_whom_it_waits_and_each_view_counts_its_rows(lists):
    assert lists.names() == ["BAPTISTE, Amara", "HOSSEINI, Reza", "SINGH, Arjan"]
    assert lists.focused_name == "due.table"
    assert lists.shell.overdue.table.current_row().shown_name == "BAPTISTE, Amara"
    assert tuple((name, column, lists.cell(name, column)) for name, column, _ in SAYS) == SAYS
    assert lists.text("shell.status.help") == "Due 23-Feb-2026: 28 days from 26-Jan-2026"
    model = lists.shell.overdue.model
    said = [model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in range(2)]
    assert said == ["Status, overdue by 9 days", "Child, BAPTISTE, Amara, 14y 8m · 999 012 3454"]
    lists.until(lambda: not lists.shell.overdue.waits_to_ask)
    assert not lists.find("due.also").isVisible()  # nothing waits for a signature
    # Arrows move between the views.
    views = lists.shell.overdue.views
    lists.until(lambda: lists.shell.overdue.numbers)
    chip = views.chips.chip("overdue")
    assert (chip.facts.words, chip.accessibleDescription()) == ("Overdue 3", "Overdue, 3 rows")
    assert views.chips.chip("at_risk").facts.words == "At risk 1"
    assert [action.text() for action in views.menu().actions() if "worked out" in action.text()] == [
        "Can't be worked out 1"
    ]
    views.chips.setFocus()
    lists.press(Qt.Key.Key_Right)
    lists.press(Qt.Key.Key_Space)
    assert lists.names() == ["DAVIES-OKORO, Tyler"]
    assert lists.text("due.summary").startswith("Showing 1 of ")
    assert "Filtered: At risk." in lists.text("due.summary")
    # Where nothing is planned the cell offers to log a follow-up: by a click, as Ctrl+T does.
    table, cell = lists.shell.overdue.table, model.index(0, KEYS.index("next_step"))
    assert (cell.data(), cell.data(SECOND_LINE), cell.data(LINK)) == ("none", "Add", True)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Next step, none, Add"
    lists.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(cell).center())
    lists.until(lambda: lists.window.findChild(QDialog, "follow") is not None)
    lists.window.findChild(QDialog, "follow").reject()
    lists.until(lambda: lists.focused_name == "due.table")
    # Without a start of care a child is listed, and the row says what is missing.
    lists.shell.overdue.show_view("cannot_be_computed")
    assert lists.names() == ["Council ID 1006"]
    assert lists.cell("Council ID 1006", "Status") == "Cannot be computed: no start date"
    assert lists.cell("Council ID 1006", "Due") == ""


def test_ctrl_f_filters_by_name_council_id_and_nhs_number_and_enter_opens_the_record(lists, caseload):
    for typed, found in (
        ("reza hoss", ["HOSSEINI, Reza"]),
        ("okoro davies", []),  # at risk, so not in this view
        ("1003", ["SINGH, Arjan"]),
        ("999 012", ["BAPTISTE, Amara"]),
        ("&=<>", []),
        ("zzz", []),
    ):
        lists.control(Qt.Key.Key_F)
        assert lists.focused_name == "due.filter"
        lists.control(Qt.Key.Key_A)
        lists.type(typed)
        lists.until(lambda found=found, typed=typed: (
            lists.names() == found and f"“{typed}”" in lists.text("due.summary")
        ))  # fmt: skip
    assert lists.text("due.empty.words") == "No rows match these filters."
    lists.press(Qt.Key.Key_Escape)
    assert len(lists.names()) == 3
    # Enter in the filter goes to the rows.
    lists.control(Qt.Key.Key_F)
    lists.type("bap")
    lists.press(Qt.Key.Key_Return)
    assert lists.focused_name == "due.table"
    lists.press(Qt.Key.Key_Return)
    assert lists.shell.shown.child_id == caseload
    assert lists.window.windowTitle() == "BAPTISTE, Amara - Health Tracker"


def choose_more(lists, **chosen):
    """Choose in the dialog of more filters: object name → words."""
    lists.find("due.moreFilters").click()
    for name, words in chosen.items():
        lists.choose(name.replace("_", ".", 1), words)
    lists.find("filters.show").click()
    lists.until(lambda: lists.window.findChild(QDialog, "filters") is None)
    lists.window.activateWindow()  # as the desktop does when a dialog closes; without effect under one
    lists.until(lists.window.isActiveWindow)


def test_sorting_by_type_and_back_keeps_the_due_date_as_second_key(lists):
    lists.shell.overdue.show_view("open")
    choose_more(lists, due_sort="Type, RHA first")
    assert [row.assessment for row in lists.shell.overdue.model.rows()][0] == "RHA"
    initial = [row.due for row in lists.shell.overdue.model.rows() if row.assessment == "IHA" and row.due]
    assert initial == sorted(initial)
    assert "Sorted: Type, RHA first." in lists.text("due.summary")
    choose_more(lists, due_sort="Due, earliest first")
    assert lists.names()[0] == "BAPTISTE, Amara"
    # Every column sorts, both ways.
    before = sorted(lists.names())
    for column in range(lists.shell.overdue.model.columnCount()):
        for _ in range(2):
            lists.shell.overdue.table.sort_by(column)
            assert sorted(lists.names()) == before


def test_children_without_history_are_counted_apart_and_names_are_shown_as_typed(lists, database):
    with_none = "begun before this caseload was made"
    add_child(database, "1007", family_name="Known", became_looked_after=TODAY.replace(year=2019))
    lists.press(Qt.Key.Key_F5)
    assert lists.text("due.heading") == "Overdue 4, of them 1 with no assessment history yet", with_none
    choose_more(lists, due_history="Hide")
    assert "KNOWN" not in lists.names()
    choose_more(lists, due_history="Only these")
    assert lists.names() == ["KNOWN"]
    assert lists.cell("KNOWN", "Waiting on") == "History to be entered"
    lists.find("due.clear").setFocus()
    lists.press(Qt.Key.Key_Space)
    assert len(lists.names()) == 4
    # Names are shown as typed, and never as markup.
    for number, name in enumerate(HOSTILE):
        add_child(database, f"h{number}", family_name=name, became_looked_after=TODAY - timedelta(days=50))
    lists.press(Qt.Key.Key_F5)
    assert {"<B>BOLD</B>", "TOM & JERRY <IMG SRC=X>", "=1+1"} <= set(lists.names())
    lists.window.grab()
    shown = lists.shell.overdue.model
    tips = [str(shown.index(row, 1).data(Qt.ItemDataRole.ToolTipRole)) for row in range(shown.rowCount())]
    assert not any("<b>" in tip.casefold() or "<img" in tip.casefold() for tip in tips)


def test_an_empty_caseload_says_what_to_do_next(database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        lists = Lists(window, qtbot).signed_in(caseload_path, database)
        assert lists.text("due.empty.words") == "No children yet."
        assert lists.focused_name == "due.empty.step0"
        lists.press(Qt.Key.Key_Return)
        assert lists.shell.shown.name == "import"


def test_what_waits_for_my_signature_stands_above_the_list_and_opens_its_record(
    database, caseload_path, qtbot
):
    child = builders.a_child(database, family_name="<b>Bold</b>")
    made = builders.an_assessment(database, child, by=NADIA)
    given = {"today": TODAY, "to_id": SAM.person_id, "completed_on": TODAY}
    builders.write(database, hand_over.hand_over, made, by=NADIA, **given)
    with a_window(caseload_path) as window:
        lists = Lists(window, qtbot).signed_in(caseload_path, database, SAM)
        lists.until(lambda: not lists.shell.overdue.waits_to_ask)
        words = lists.text("due.also.0.words")
        assert words.startswith(
            "IHA of <B>BOLD</B>, Amara, completed 04-Mar-2026, handed to you by Nadia Rahman"
        )
        lists.find("due.also.0").setFocus()
        lists.press(Qt.Key.Key_Space)
        assert lists.shell.shown.child_id == child


def test_the_list_is_printed_and_exported_as_it_is_shown(lists, qtbot, tmp_path, monkeypatch):
    overdue, names, target = lists.shell.overdue, [], tmp_path / "list.pdf"
    overdue.filter.setText("Baptiste")
    qtbot.waitUntil(lambda: lists.names() == ["BAPTISTE, Amara"])
    assert overdue.run_command("edit.print")
    asked = overdue.findChild(QDialog, "paper")
    asked.save()  # nothing leaves without a purpose
    assert overdue.findChild(QDialog, "pv.list") is None
    lists.choose("paper.why", "To arrange or give care")
    asked.save()
    with lists.shell.workplace.door.reading() as session:
        assert session.scalars(select(AuditRow.reason).order_by(AuditRow.number.desc())).first() == (
            "Overdue and due: To arrange or give care to these children. "
            "Filtered: Overdue, “…”. Sorted: Due, earliest first"  # what was typed may name a child
        )
    preview = overdue.findChild(QDialog, "pv.list")
    qtbot.waitUntil(lambda: preview.page.drawn is not None)
    assert preview.focusWidget() is preview.page.area  # arrows and PgDn turn the pages at once
    words = text_of(preview.page.drawn.content)
    assert "Showing 1 of" in words
    assert "Filtered: Overdue, “Baptiste”." in words
    monkeypatch.setattr(letters, "choose_file", lambda _parent, name: names.append(name) or target)
    qtbot.keyClick(preview, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(target.exists)
    assert names[0].startswith("LAC-OVERDUE_")
    preview.reject()
    lists.window.activateWindow()  # as the desktop does when a dialog closes; without effect under one
    lists.until(lists.window.isActiveWindow)
    target = tmp_path / "list.csv"
    monkeypatch.setattr(export_list, "choose_place", lambda _parent, _name, _shape: target)
    lists.shell.overdue.show_wanted(Wanted(view="open", sort="child"))
    lists.control(Qt.Key.Key_E)
    lists.choose("export.why", "To arrange or give care")
    lists.find("export.go").click()
    lists.until(lambda: target.exists() and lists.window.findChild(QDialog, "export") is None)
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["Council ID"] for row in rows] == [row.council_id for row in lists.shell.overdue.model.rows()]
    assert "Filtered: All open. Sorted: Child, A to Z." in rows[0]["About this list"]
    assert next(row for row in rows if row["Council ID"] == "1001")["NHS number"] == "999 012 3454"


def test_a_reload_keeps_the_rows_chosen_and_a_change_by_somebody_else_moves_nothing(lists, database):
    table = lists.shell.overdue.table
    lists.press(Qt.Key.Key_Space)
    lists.press(Qt.Key.Key_Down)
    lists.press(Qt.Key.Key_Down)
    lists.press(Qt.Key.Key_Space)
    assert table.picks() == (0, 2)
    assert "2 selected." in lists.text("due.summary")
    assert not lists.find("due.book").isEnabled()
    assert lists.find("due.assign").isEnabled()
    add_child(database, "1000", family_name="Earlier", became_looked_after=TODAY - timedelta(days=60))
    lists.press(Qt.Key.Key_F5)
    assert lists.names()[0] == "EARLIER"
    assert table.picks() == (1, 3)
    lists.press(Qt.Key.Key_Escape)
    assert len(table.picks()) == 1
    assert table.current_row().shown_name == "SINGH, Arjan"
    lists.press(Qt.Key.Key_Up)
    assert table.current_row().shown_name == "HOSSEINI, Reza"
    add_child(database, "999", family_name="Before", became_looked_after=TODAY - timedelta(days=61))
    lists.press(Qt.Key.Key_F5)
    assert lists.names()[0] == "BEFORE"
    assert table.current_row().shown_name == "HOSSEINI, Reza"
    assert lists.shell.nav.item(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Overdue, 5"
    # A change by somebody else is counted.
    overdue, before = lists.shell.overdue, lists.names()
    overdue.watch.look()
    assert not lists.find("due.changed").isVisible()
    add_child(database, "998", family_name="First", became_looked_after=TODAY - timedelta(days=62))
    overdue.watch.look()
    assert lists.names() == before
    assert lists.find("due.changed").text() == "1 row changed: show"
    lists.find("due.changed").click()
    assert lists.names()[0] == "FIRST"
    assert not lists.find("due.changed").isVisible()


def test_the_panel_follows_the_row_and_columns_and_density_are_the_persons_own(lists):
    overdue = lists.shell.overdue
    lists.until(lambda: not overdue.peek.waits_to_read)
    assert lists.text("due.peek.who").startswith("BAPTISTE, Amara   14y 8m")
    line = lists.find("due.line")
    assert (line.accessibleName(), line.line.uprights[0].words) == ("28-day line", "28")
    asked = []
    overdue.peek._read = lambda: asked.append(1)  # noqa: SLF001 - how often it is read is what this is about
    overdue.peek._quiet.timeout.disconnect()  # noqa: SLF001
    overdue.peek._quiet.timeout.connect(overdue.peek._read)  # noqa: SLF001
    for _ in range(2):
        lists.press(Qt.Key.Key_Down)
    lists.until(lambda: not overdue.peek.waits_to_read)
    assert len(asked) == 1  # two rows were passed, one was rested on
    lists.press(Qt.Key.Key_F9)
    assert not overdue.peek.isVisible()
    assert lists.focused_name == "due.table"
    lists.press(Qt.Key.Key_F9)
    assert overdue.peek.isVisible()
    # Columns and density stay.
    lists.find("due.columns").click()
    chooser = lists.find("columns.list")
    assert [chooser.item(place).text() for place in range(2)] == ["Status", "Child"]
    assert not chooser.item(0).flags() & Qt.ItemFlag.ItemIsUserCheckable
    chooser.setCurrentRow(8)
    lists.find("columns.up").click()
    chooser.item(2).setCheckState(Qt.CheckState.Unchecked)
    lists.find("columns.show").click()
    shown = overdue.look.shown_columns()
    assert (shown[-2:], "type" in shown) == (("next_step", "assessor"), False)
    header = overdue.table.horizontalHeader()
    assert header.visualIndex(8) == 7
    assert overdue.table.isColumnHidden(2)
    overdue.look.set_density(True)
    compact = overdue.table.rowHeight(0)
    kept = lists.window.workplace.remembered().lists["grace"]["due"]
    assert kept == {"columns": list(kept["columns"]), "hidden": ["type"], "density": "compact", "panel": True}
    assert not any("BAPTISTE" in str(value) for value in kept.values())
    overdue.look.set_density(False)
    overdue.look.set_columns((), ())
    assert overdue.table.rowHeight(0) > compact
    assert header.visualIndex(8) == 8


def test_a_view_of_ones_own_comes_back_with_its_filters(lists):
    overdue = lists.shell.overdue
    overdue.show_wanted(Wanted(view="open", kind="IHA", sort="child"))
    overdue.views.keep_wanted.emit()
    lists.find("view.name").setText("All initial")
    lists.find("view.save").click()
    lists.until(lambda: lists.window.findChild(QDialog, "keepView") is None)
    overdue.show_wanted(Wanted())
    assert [one.text() for one in overdue.views.menu().actions() if one.objectName() == "due.own.0"] == [
        "All initial"
    ]
    overdue.views.own_chosen.emit("All initial")
    assert overdue.wanted == Wanted(view="open", kind="IHA", sort="child")
    chips = overdue.choices.chips
    overdue.show_wanted(Wanted(view="open", age_band="10_to_15"))
    assert [chip.facts.words for chip in chips.findChildren(object) if hasattr(chip, "facts")][
        -1
    ] == "aged 10 to 15"
    chips.opened.emit("age_band")
    assert overdue.wanted == Wanted(view="open")


def test_in_large_text_status_and_child_stay_in_view_while_the_table_goes_sideways(lists, qtbot):
    lists.window.resize(1366, 768)
    lists.window.apply_view(text_percent=200)
    try:
        table = lists.shell.overdue.table
        frozen = table.findChild(QTableView, "due.table.frozen")
        bar = table.horizontalScrollBar()
        qtbot.waitUntil(lambda: bar.maximum() > 0 and frozen.isVisible())
        assert [table.model().columns[column].title for column in frozen.columns()] == ["Status", "Child"]
        bar.setValue(bar.maximum())
        held = bar.value()
        table.setFocus()
        lists.press(Qt.Key.Key_Down)  # the keyboard stands in a column that is in view already
        assert bar.value() == held
        assert frozen.currentIndex() == table.currentIndex()
        frozen.selectRow(0)
        assert table.picks() == (0,)
        table.scrollTo(table.model().index(0, 2))
        assert table.columnViewportPosition(2) >= frozen.width()
        lists.window.run("go.children")  # there it is the child alone
        children = lists.shell.shown.table
        frozen = children.findChild(QTableView, "kids.table.frozen")
        qtbot.waitUntil(lambda: children.horizontalScrollBar().maximum() > 0 and frozen.isVisible())
        assert [children.model().columns[column].title for column in frozen.columns()] == ["Child"]
    finally:
        lists.window.apply_view(text_percent=100)
    assert theme.current().text_percent == 100
    assert not frozen.isVisible()
