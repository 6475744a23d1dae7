"""Clinics by key presses at the real window: booking, cancelling, the next 8 weeks, and what would change them."""

import shutil
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QMenu, QWidget

from lac_tracker.services import clinic_bookings, clinics, delay_reasons
from lac_tracker.services.clinics import NewSession
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainDialog
from lac_tracker.ui.screens import export_list
from tests import builders
from tests.builders import ask, write
from tests.conftest import GRACE, NADIA, SAM, TODAY
from tests.robots_lists import Lists, a_window

CONTROL = Qt.KeyboardModifier.ControlModifier
THURSDAY = TODAY + timedelta(days=1)


def a_diary(database):
    """Two children who wait, one of them late; a clinic of Sam's with three slots tomorrow, visits of Nadia's today."""
    late = builders.a_child(
        database, "100001", family_name="Hosseini <b>", given_name="Reza",
        became_looked_after=TODAY - timedelta(days=40),
    )  # fmt: skip
    soon = builders.a_child(database, "100002", family_name="Davies-Okoro", given_name="Tyler")
    for new in (
        NewSession(SAM.person_id, "clinic", "Clinic B", "Mill Road", THURSDAY, "1", THURSDAY + timedelta(weeks=2),
                   slot_kind="IHA", slots=3, minutes=60, starts_at="09:30"),
        NewSession(NADIA.person_id, "visits", on=TODAY, slot_kind="RHA", slots=2),
        NewSession(NADIA.person_id, "leave", on=THURSDAY),
    ):  # fmt: skip
        write(database, clinics.add_sessions, new, by=GRACE, today=TODAY)
    return late, soon


@pytest.fixture
def kids(made_once, caseload_path):
    path, kids = made_once("a diary", a_diary)
    shutil.copy(path, caseload_path)
    return kids


@pytest.fixture
def grace(kids, database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        window.resize(1366, 768)
        robot = Lists(window, qtbot).signed_in(caseload_path, database, GRACE)
        robot.control(Qt.Key.Key_4)
        yield robot


@pytest.fixture
def page(grace):
    return grace.shell.shown


def dialog(name):
    QApplication.processEvents()
    return next(
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, QDialog) and one.objectName() == name and one.isVisible()
    )


def stand_in(grace, name):
    """Put the keyboard there; a window manager would make the window the active one when a dialog closes."""
    grace.window.activateWindow()
    grace.find(name).setFocus()
    grace.until(lambda: grace.focused_name == name)


def pick(grace, words):
    """Take a line of the menu that is open, by the keyboard."""
    QApplication.processEvents()
    menu = grace.shell.shown.findChild(QMenu, "cln.menu")
    action = next(one for one in menu.actions() if one.text().startswith(words))
    menu.setActiveAction(action)
    grace.qtbot.keyClick(menu, Qt.Key.Key_Return)
    QApplication.processEvents()


def grid(page):
    model = page.diary.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_booking_from_the_list_and_from_the_diary(grace, page, database, kids):
    assert grace.focused_name == "cln.queue"
    assert grace.text("cln.free") == "Free slots: 3 IHA, 2 RHA"
    assert grid(page)[0] == ["Dr Sam Iqbal", "–", "–", "–", "Clinic B, Mill Road", "–"]
    assert grid(page)[1][4] == "09:30 IHA free"
    assert [row[4] for row in grid(page) if row[0] == "Nadia Rahman"] == ["Leave"]
    rows = page.diary.queue.rows()
    assert [(row.shown_name, row.latest_words, row.best_words) for row in rows] == [
        ("HOSSEINI <B>, Reza", "20-Feb-2026 (passed)", "Thu 05-Mar-2026 09:30 Dr Sam Iqbal, late by 13 days"),
        ("DAVIES-OKORO, Tyler", "12-Mar-2026", "Thu 05-Mar-2026 10:30 Dr Sam Iqbal"),
    ]
    said = []
    page.said.connect(said.append)
    # Enter on the row, Ctrl+Enter in the dialog.
    grace.press(Qt.Key.Key_Return)
    assert (
        dialog("bookSlot")
        .findChild(QComboBox, "bookSlot.slot")
        .currentText()
        .startswith("Thu 05-Mar-2026 09:30")
    )
    grace.press(Qt.Key.Key_Return, CONTROL)
    assert said[-1] == "Appointment booked."
    assert grid(page)[1][4] == "09:30 IHA Hosseini <b>"  # plain text
    assert len(page.diary.queue.rows()) == 1
    # Enter on a free slot of the grid asks for whom, and goes on to the booking.
    stand_in(grace, "cln.grid")
    page.diary.grid.rest_on(lambda cell: cell.slot is not None and cell.words.startswith("10:30"))
    grace.press(Qt.Key.Key_Return)
    dialog("bookFor")
    grace.press(Qt.Key.Key_Return)
    shown = dialog("bookSlot")
    told = shown.findChild(QWidget, "bookSlot.toldTo")
    told.setFocus()
    grace.type("Jo Moss")
    grace.press(Qt.Key.Key_Return, CONTROL)
    assert "Choose how they were told" in shown.findChild(QWidget, "dialog.error").text()
    shown.findChild(QComboBox, "bookSlot.toldHow").setCurrentIndex(1)
    grace.press(Qt.Key.Key_Return, CONTROL)
    assert said[-1] == "Appointment booked."
    assert grace.text("cln.nobody.words") == "Everyone who needs an appointment has one."
    # Cancelling the clinic asks with both names; then both wait again, and the late one says why.
    asked = []
    page.diary.grid.rest_on(lambda cell: cell.is_heading and cell.session.name == "Clinic B")
    stand_in(grace, "cln.grid")
    grace.press(Qt.Key.Key_Return)
    pick(grace, "Cancel Clinic B")
    shown = dialog("cancelClinic")
    grace.type("Dr Iqbal is ill")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PlainDialog, "confirm", lambda *words: asked.append(words) or False)
        grace.press(Qt.Key.Key_Return, CONTROL)
        assert len(asked) == 1
        assert "HOSSEINI <B>, Reza (IHA, 05-Mar-2026), DAVIES-OKORO, Tyler" in asked[0][2]
        assert shown.isVisible()
        patched.setattr(PlainDialog, "confirm", lambda *_words: True)
        grace.press(Qt.Key.Key_Return, CONTROL)
    assert said[-1].startswith("Cancelled. HOSSEINI <B>, Reza, DAVIES-OKORO, Tyler wait to be booked again")
    assert [row.shown_name for row in page.diary.queue.rows()] == [
        "HOSSEINI <B>, Reza",
        "DAVIES-OKORO, Tyler",
    ]
    assert [one.code for one in ask(database, delay_reasons.history, kids[0])] == ["HL-02"]


def test_moving_a_booking_and_recording_that_a_child_was_not_brought(grace, page, database, kids):
    """From the diary, by key presses alone: the slot left is free again, and who was not brought waits again."""
    write(database, clinics.add_sessions, NewSession(
        SAM.person_id, "clinic", "Clinic A", on=TODAY, slot_kind="IHA", slots=2, starts_at="9",
    ), by=GRACE, today=TODAY)  # fmt: skip
    early, late = ask(database, clinics.week, today=TODAY, on=TODAY).sessions[0].slots
    for child, slot in zip(kids, (early, late), strict=True):
        write(database, clinic_bookings.book_slot, child, by=GRACE, today=TODAY, kind="IHA", slot_id=slot.id)
    page.diary.load()
    said = []
    page.said.connect(said.append)
    stand_in(grace, "cln.grid")
    page.diary.grid.rest_on(lambda cell: cell.words.startswith("09:45"))
    grace.press(Qt.Key.Key_Return)
    pick(grace, "Move to another slot")
    box = dialog("moveSlot").findChild(QComboBox, "moveSlot.slot")
    assert (grace.focused_name, box.count()) == ("moveSlot.slot", 10)
    grace.press(Qt.Key.Key_Down)
    grace.press(Qt.Key.Key_Return, CONTROL)
    assert said[-1] == "Appointment moved."
    assert [row[3] for row in grid(page)][1:3] == ["09:00 IHA Hosseini <b>", "09:45 IHA free"]
    assert grid(page)[1][4] == "09:30 IHA Davies-Okoro"
    # 09:00 has passed at 09:30: it can be said what came of it, in the same menu.
    stand_in(grace, "cln.grid")
    page.diary.grid.rest_on(lambda cell: cell.words.startswith("09:00"))
    grace.press(Qt.Key.Key_Return)
    pick(grace, "Record what happened")
    dialog("outcome")
    grace.press(Qt.Key.Key_3)
    grace.type("Ring the carer")
    grace.press(Qt.Key.Key_Tab)
    grace.type("N Rahman, nurse")
    grace.press(Qt.Key.Key_Tab)
    grace.type("+2d")
    grace.press(Qt.Key.Key_Return, CONTROL)
    assert said[-1] == "Recorded what happened."
    assert [row.shown_name for row in page.diary.queue.rows()] == ["HOSSEINI <B>, Reza"]
    assert page.diary.queue.rows()[0].best_words.startswith("Wed 04-Mar-2026 09:45")
    assert grace.text("cln.free") == "Free slots: 3 IHA, 2 RHA"


def test_adding_a_clinic_and_leave_over_it(grace, page):
    said = []
    page.said.connect(said.append)
    grace.control(Qt.Key.Key_N)
    shown = dialog("addClinic")
    shown.findChild(QComboBox, "addClinic.who").setCurrentIndex(2)
    grace.press(Qt.Key.Key_Return, CONTROL)  # no time is given
    assert "enter the time the clinic begins" in "".join(one.error.text() for one in shown.fields)
    shown.findChild(QWidget, "addClinic.at").setFocus()
    grace.type("1330")
    grace.press(Qt.Key.Key_Return, CONTROL)
    assert said[-1].startswith("Added to the diary on ")
    assert "Grace Mensah" in [row[0] for row in grid(page)]
    # A week without anything says so and leads on.
    page.diary.show_week(TODAY + timedelta(weeks=8))
    assert grace.text("cln.empty.words") == "No clinics this week."
    assert grace.find("cln.empty.step0").words() == "Add clinic"
    grace.find("cln.week.today").click()
    assert not grace.find("cln.grid").isHidden()
    # In text at 200 % there is room for a day at a time, chosen by chips.
    theme.apply(QApplication.instance(), "light", 200)
    QApplication.processEvents()
    assert page.diary.model.columnCount() == 2
    assert not grace.find("cln.days").isHidden()
    primary = [one for one in page.diary.findChildren(PlainButton) if one.property("kind") == "primary"]
    assert len(primary) == 1


def test_m5_and_m6_capacity_in_two_presses_and_what_if_in_five(grace, page, database, tmp_path, monkeypatch):
    grace.control(Qt.Key.Key_2)
    presses = []

    def press(key, *modifiers):
        presses.append(key)
        grace.press(key, *modifiers)

    press(Qt.Key.Key_4, CONTROL)
    press(Qt.Key.Key_Tab, CONTROL)
    assert len(presses) == 2  # M5
    assert grace.focused_name == "cap.table"
    weeks = page.shown
    grace.until(lambda: not weeks.is_waiting)
    assert [weeks.model.index(0, column).data() for column in (0, 1, 2, 3, 4, 6)] == [
        "02-Mar-2026", "1", "3", "2 spare", "0", "2 spare",
    ]  # fmt: skip
    assert weeks.model.index(1, 3).data() == "2 spare"
    assert "1 IHA overdue, counted here" in weeks.model.index(0, 7).data()
    assert "Dr Sam" not in grace.text("cap.message")
    assert grace.text("cap.totals").startswith("Over 8 weeks: IHA ")
    presses.clear()
    before = ask(database, clinics.week, today=TODAY, on=TODAY + timedelta(weeks=1))
    press(Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_3)
    assert weeks.model.index(1, 6).data() == "3 spare"  # live, before Enter
    press(Qt.Key.Key_Return)
    assert len(presses) == 5  # M6
    assert grace.text("cap.if.said") == (
        "Tried out: 3 more RHA slots in the week of 09-Mar-2026. Nothing is saved."
    )
    assert ask(database, clinics.week, today=TODAY, on=TODAY + timedelta(weeks=1)) == before
    grace.find("cap.if.real").click()
    shown = dialog("addClinic")
    assert shown.findChild(QWidget, "addClinic.slots").value() == 3
    assert page.shown is page.diary
    shown._before = None  # noqa: SLF001 - nothing was typed by the person
    shown.reject()
    grace.control(Qt.Key.Key_Tab)
    grace.find("cap.if.close").click()
    assert weeks.model.index(1, 6).data() == "level"
    grace.find("cap.how").click()
    assert "Gap = slots minus needed in the same week" in grace.text("cap.howWords")
    target = tmp_path / "weeks.csv"
    monkeypatch.setattr(export_list, "choose_place", lambda _parent, _name, _shape: target)
    grace.find("cap.export").click()
    dialog("export")
    grace.press(Qt.Key.Key_Return, CONTROL)
    grace.until(target.exists)
    grace.until(lambda: not any(one.isVisible() for one in page.findChildren(export_list.ExportDialog)))
    written = target.read_text(encoding="utf-8-sig")
    assert "IHA gap" in written
    assert "02-Mar-2026" in written or "2026-03-02" in written
    assert "Hosseini" not in written
    grace.find("cap.copy").click()
    assert QGuiApplication.clipboard().text() == grace.text("cap.message")
    assert weeks.chart.accessibleDescription() == grace.text("cap.chartWords")
    assert theme.current().text_percent == 100
