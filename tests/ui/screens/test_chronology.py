"""Chronology, flags, About and pathways by key press."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lac_tracker.services import about, child_summary, chronology, flags, health_history_release, leaving_care
from lac_tracker.ui import theme
from lac_tracker.ui.screens.preview import PreviewPage
from tests.conftest import TODAY
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures

RASH = {
    "when": "2018, about",
    "event": "Penicillin rash",
    "kind": "health",
    "source": "carer",
    "is_key": True,
}


def shown(robot) -> list[str]:
    model = robot.find("chr.table").model()
    return [row.what for row in model.rows()]


@pytest.fixture
def chronology_page(robot, operations, child_id):
    operations.do(chronology.add_event, child_id, **RASH)
    robot.alt(Qt.Key.Key_0)
    assert robot.shows("chronology")
    return robot


def test_an_event_is_added_by_keys_with_an_approximate_date(robot, operations, child_id):
    robot.alt(Qt.Key.Key_0)
    robot.control(Qt.Key.Key_N)
    robot.type_into("chr.dialog.date", "soon")
    robot.type_into("chr.dialog.what", "Broke her arm at school")
    robot.choose("chr.dialog.kind", 1)
    robot.type_into("chr.dialog.source", "school")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Date must be a day, a month or a year")
    assert robot.is_at("chr.dialog.date")
    robot.type_into("chr.dialog.date", "mar 2019")
    robot.control(Qt.Key.Key_Return)
    assert "Broke her arm at school" in shown(robot)
    events = operations.ask(chronology.of_child, child_id, today=TODAY).events
    assert next(one for one in events if not one.is_automatic).when.words == "Mar 2019"


def test_chips_words_and_escape_filter_the_list(chronology_page):
    robot = chronology_page
    robot.find("chr.filters").chip("health").click()
    assert shown(robot) == ["Penicillin rash"]
    robot.find("chr.filters").chip("health").click()
    robot.control(Qt.Key.Key_F)
    assert robot.is_at("chr.find")
    robot.type_into("chr.find", "looked after")
    robot.press(Qt.Key.Key_Return)
    assert shown(robot) == ["Became looked after"]
    robot.press(Qt.Key.Key_Escape)
    assert len(shown(robot)) > 2
    robot.find("chr.filters").chip("sdq").click()
    assert robot.words("chr.empty.words") == "No SDQ events."


def test_an_event_of_the_record_is_marked_as_key_and_says_so_in_words(chronology_page):
    robot = chronology_page
    table = robot.find("chr.table")
    rows = table.model().rows()
    number = next(n for n, row in enumerate(rows) if row.what.startswith("Legal status"))
    table.choose(number)
    assert not robot.sees("chr.change")
    robot.click("chr.key")
    row = table.current_row()
    assert (row.what.startswith("Legal status"), row.is_key) == (True, True)
    assert robot.words("chr.key") == "Not key"
    index = table.model().index(number, 3)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Key, key"


def test_one_by_hand_is_taken_out_with_a_reason(chronology_page):
    robot = chronology_page
    table = robot.find("chr.table")
    table.choose(next(n for n, row in enumerate(table.model().rows()) if not row.is_automatic))
    robot.click("chr.inError")
    robot.type_into("chr.error.reason", "It was her brother")
    robot.control(Qt.Key.Key_Return)
    assert "Penicillin rash" not in shown(robot)


def test_what_is_printed_is_what_was_shown(chronology_page, tmp_path, monkeypatch, qtbot):
    robot = chronology_page
    target = tmp_path / "out.pdf"
    monkeypatch.setattr(PreviewPage, "choose_file", classmethod(lambda cls, parent, name: target))
    robot.find("chr.filters").chip("key").click()
    robot.click("chr.print")
    assert robot.shows("chronology_print")
    qtbot.waitUntil(lambda: robot.find("pv.save").isEnabled())
    robot.control(Qt.Key.Key_S)
    qtbot.waitUntil(target.exists)
    robot.press(Qt.Key.Key_Escape)
    assert robot.shows("chronology")


def test_a_flag_is_set_and_its_chip_tells_who_and_when(robot, qtbot):
    robot.click("sum.flags")
    assert robot.shows("flags")
    robot.control(Qt.Key.Key_N)
    robot.find("flg.set.kind").set_value("needs")
    robot.type_into("flg.set.detail", "Makaton")
    robot.control(Qt.Key.Key_Return)
    chip = robot.find("banner.flags").chip("needs")
    assert chip.accessibleName() == "Needs: Makaton"
    robot.come_back()
    chip.setFocus()
    robot.press(Qt.Key.Key_Return)
    robot.reads("Set by Sam Iqbal, 04-Mar-2026")
    robot.press(Qt.Key.Key_Escape)


def test_a_flag_is_ended_with_a_reason(robot, operations, child_id):
    operations.do(flags.set_flag, child_id, kind="needs", detail="Makaton")
    robot.click("sum.flags")
    table = robot.find("flg.table")
    table.choose(1)
    robot.click("flg.endButton")
    robot.go_into("flg.end.reason")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Enter the reason why it ends")
    robot.type_into("flg.end.reason", "Not needed")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Not needed (Sam Iqbal)")


def test_enter_on_a_row_of_about_edits_it_in_place(qtbot, robot):
    robot.go_into("sum.about.ethnicity")
    robot.press(Qt.Key.Key_Return)
    robot.find("about.value").set_value("mixed_white_black_caribbean")
    robot.type_into("about.means", "Hair oil, not washed daily")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Mixed: White and Black Caribbean")
    robot.reads("Hair oil, not washed daily.")
    robot.come_back()
    assert robot.is_at("sum.about.ethnicity")
    robot.press(Qt.Key.Key_F2)
    robot.reads("Codes sent: NHS ethnic category D; Council return (903) MWBC.")


def test_a_language_is_typed_and_its_interpreter_stands_in_the_banner(robot, operations, child_id):
    robot.go_into("sum.about.language")
    robot.press(Qt.Key.Key_F2)
    robot.find("about.value").set_value("tir")
    robot.choose("about.interpreter", 1)
    robot.type_into("about.wishes", "A woman")
    robot.control(Qt.Key.Key_Return)
    held = operations.ask(about.subject_of, child_id, "language")
    assert (held.interpreter_needed, held.interpreter_wishes) == ("yes", "A woman")
    assert robot.find("banner.flags").chip("interpreter").accessibleName().startswith("Interpreter: ")


def test_an_essential_that_is_missing_leads_to_where_it_is_asked(robot):
    robot.click("sum.essentials.identity.open")
    assert robot.find("about.state").value() == "not_asked"
    robot.choose("about.state", 2)
    robot.control(Qt.Key.Key_Return)
    robot.reads("Asked: prefers not to say")


def test_pregnancy_support_is_written_from_its_card(robot, operations, child_id):
    operations.do(flags.set_flag, child_id, kind="pregnant")
    robot.click("sum.pregnancy.open")
    robot.type_into("preg.referred", "24/2/26")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Referred to is missing")
    robot.type_into("preg.to", "Midwifery team")
    robot.control(Qt.Key.Key_Return)
    assert robot.words("sum.pregnancy.toDo") == "Reply overdue by 3 days: ring the midwifery team"
    summary = operations.ask(child_summary.summary, child_id, today=TODAY)
    assert summary.next_things[0].page in ("pregnancy", "consent")


def test_leaving_care_is_written_from_its_card(robot, operations, child_id):
    operations.do(leaving_care.save_leaving_care, child_id, health_history="drafted", health_history_on=date(2026, 3, 1), seen_version=0)  # fmt: skip
    robot.click("sum.leaver.open")
    robot.choose("leave.state", 4)
    robot.type_into("leave.on", "today")
    robot.control(Qt.Key.Key_Return)
    robot.reads("has not been checked for third-party information yet")  # as on its own page
    read = {"read_all": True, "names_are_others": True, "seen_version": 0}
    operations.do(health_history_release.check_third_party, child_id, **read)
    robot.control(Qt.Key.Key_Return)
    robot.reads("Health history (passport): Given 04-Mar-2026 by Sam Iqbal")


def test_one_primary_button_on_each_page(robot, operations, child_id):
    for page in ("summary", "chronology", "flags"):
        robot.record.open_page(page)
        buttons = robot.record.page.findChildren(type(robot.find("banner.more")))
        primary = [one for one in buttons if one.isVisible() and one.property("kind") == "primary"]
        assert len(primary) == 1, page


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_of_the_chronology_is_pushed_off_the_window(themed, chronology_page, percent):
    robot = chronology_page
    theme.apply(QApplication.instance(), "light", percent)
    robot.record.open_page("summary")
    robot.record.open_page("chronology")
    table = robot.find("chr.table")
    width = sum(table.columnWidth(number) for number in range(table.model().columnCount() - 1))
    assert width < table.viewport().width()
    assert table.height() >= 3 * theme.current().row_height()
