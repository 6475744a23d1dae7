"""Overdue and due: what is due, for whom, why, waiting on whom; by keyboard, with a real caseload."""

import shutil
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from reading import text_of

from lac_tracker.services import hand_over
from lac_tracker.ui.screens import letters
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


def test_the_most_overdue_child_stands_first_and_has_the_keyboard(lists):
    assert lists.names() == ["BAPTISTE, Amara", "HOSSEINI, Reza", "SINGH, Arjan"]
    assert lists.focused_name == "due.table"
    assert lists.shell.overdue.table.current_row().shown_name == "BAPTISTE, Amara"


@pytest.mark.parametrize(
    ("name", "column", "words"),
    [
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
    ],
)
def test_a_row_says_what_is_due_why_and_on_whom_it_waits(lists, name, column, words):
    assert lists.cell(name, column) == words


def test_the_line_of_help_says_how_the_date_was_worked_out(lists):
    assert lists.text("shell.status.help") == "Due 23-Feb-2026: 28 days from 26-Jan-2026"


def test_a_screen_reader_hears_the_column_with_every_cell(lists):
    model = lists.shell.overdue.model
    said = [model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in range(2)]
    assert said == ["Status, overdue by 9 days", "Child, BAPTISTE, Amara, 14y 8m · 999 012 3454"]


def test_each_view_counts_its_rows_and_arrows_move_between_them(lists):
    words = {
        chip.facts.key: chip.facts.words
        for chip in lists.shell.overdue.views.findChildren(object)
        if hasattr(chip, "facts")
    }
    assert words["overdue"] == "Overdue 3"
    assert words["at_risk"] == "At risk 1"
    assert words["cannot_be_computed"] == "Can't be worked out 1"
    lists.shell.overdue.views.setFocus()
    lists.press(Qt.Key.Key_Right)
    lists.press(Qt.Key.Key_Space)
    assert lists.names() == ["DAVIES-OKORO, Tyler"]
    assert lists.text("due.summary").startswith("Showing 1 of ")
    assert "Filtered: At risk." in lists.text("due.summary")


def test_a_child_without_a_start_of_care_is_listed_and_says_what_is_missing(lists):
    lists.shell.overdue.show_view("cannot_be_computed")
    assert lists.names() == ["Council ID 1006"]
    assert lists.cell("Council ID 1006", "Status") == "Cannot be computed: no start date"
    assert lists.cell("Council ID 1006", "Due") == ""


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("reza hoss", ["HOSSEINI, Reza"]),
        ("okoro davies", []),  # at risk, so not in this view
        ("1003", ["SINGH, Arjan"]),
        ("999 012", ["BAPTISTE, Amara"]),
        ("zzz", []),
        ("&=<>", []),
    ],
)
def test_ctrl_f_filters_by_name_council_id_and_nhs_number(lists, typed, found):
    lists.control(Qt.Key.Key_F)
    assert lists.focused_name == "due.filter"
    lists.type(typed)
    lists.until(lambda: lists.names() == found)
    assert f"“{typed}”" in lists.text("due.summary")


def test_a_filter_that_finds_nothing_says_so_and_esc_takes_it_away(lists):
    lists.control(Qt.Key.Key_F)
    lists.type("zzz")
    lists.until(lambda: not lists.names())
    assert lists.text("due.empty.words") == "No rows match these filters."
    lists.press(Qt.Key.Key_Escape)
    assert len(lists.names()) == 3


def test_enter_in_the_filter_goes_to_the_rows_and_enter_there_opens_the_record(lists, caseload):
    lists.control(Qt.Key.Key_F)
    lists.type("bap")
    lists.press(Qt.Key.Key_Return)
    assert lists.focused_name == "due.table"
    lists.press(Qt.Key.Key_Return)
    assert lists.shell.shown.child_id == caseload
    assert lists.window.windowTitle() == "BAPTISTE, Amara - Health Tracker"


def test_sorting_by_name_and_back_keeps_the_due_date_as_second_key(lists):
    lists.shell.overdue.show_view("open")
    lists.choose("due.sort", "Type, Z first")
    assert [row.assessment for row in lists.shell.overdue.model.rows()][0] == "RHA"
    initial = [row.due for row in lists.shell.overdue.model.rows() if row.assessment == "IHA" and row.due]
    assert initial == sorted(initial)
    assert "Sorted: Type, Z first." in lists.text("due.summary")
    lists.choose("due.sort", "Due, earliest first")
    assert lists.names()[0] == "BAPTISTE, Amara"


def test_every_column_sorts_without_a_fall(lists):
    lists.shell.overdue.show_view("open")
    before = sorted(lists.names())
    for column in range(lists.shell.overdue.model.columnCount()):
        for _ in range(2):
            lists.shell.overdue.table.sort_by(column)
            assert sorted(lists.names()) == before


def test_a_reload_keeps_the_selected_row(lists, database):
    lists.press(Qt.Key.Key_Down)
    assert lists.shell.overdue.table.current_row().shown_name == "HOSSEINI, Reza"
    add_child(database, "1000", family_name="Earlier", became_looked_after=TODAY - timedelta(days=60))
    lists.press(Qt.Key.Key_F5)
    assert lists.names()[0] == "EARLIER"
    assert lists.shell.overdue.table.current_row().shown_name == "HOSSEINI, Reza"
    assert lists.shell.nav.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Overdue, 4"


def test_children_without_history_are_counted_apart_and_can_be_hidden(lists, database):
    with_none = "begun before this caseload was made"
    add_child(database, "1007", family_name="Known", became_looked_after=TODAY.replace(year=2019))
    lists.press(Qt.Key.Key_F5)
    assert lists.text("due.heading") == "Overdue 4, of them 1 with no assessment history yet", with_none
    lists.choose("due.history", "Hide")
    assert "KNOWN" not in lists.names()
    lists.choose("due.history", "Only these")
    assert lists.names() == ["KNOWN"]
    assert lists.cell("KNOWN", "Waiting on") == "History to be entered"
    lists.find("due.clear").setFocus()
    lists.press(Qt.Key.Key_Space)
    assert len(lists.names()) == 4


def test_names_are_shown_as_typed_and_never_as_markup(lists, database):
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
        words = lists.text("due.waiting.0.words")
        assert words.startswith(
            "IHA of <B>BOLD</B>, Amara, completed 04-Mar-2026, handed to you by Nadia Rahman"
        )
        lists.find("due.waiting.0").setFocus()
        lists.press(Qt.Key.Key_Space)
        assert lists.shell.shown.child_id == child


def test_nothing_stands_above_the_list_while_nothing_waits(lists):
    lists.until(lambda: not lists.shell.overdue.waits_to_ask)
    assert not lists.find("due.waiting").isVisible()


def test_the_list_is_printed_as_it_is_shown(lists, qtbot, tmp_path, monkeypatch):
    overdue, names, target = lists.shell.overdue, [], tmp_path / "list.pdf"
    overdue.filter.setText("Baptiste")
    qtbot.waitUntil(lambda: lists.names() == ["BAPTISTE, Amara"])
    assert overdue.run_command("edit.print")
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
