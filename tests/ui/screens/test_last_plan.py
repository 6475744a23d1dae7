"""Marking the last plan by key press: six keys for six items, notes, carrying, undoing, and what the form is told."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QPlainTextEdit,
    QRadioButton,
    QToolButton,
    QWidget,
)

from lac_tracker.services import assessments, last_plan, plans
from lac_tracker.ui.plain import PlainDialog
from lac_tracker.ui.screens.last_plan import LastPlan
from lac_tracker.ui.screens.record_page import Desk, Place, scroll_area
from tests.conftest import TODAY
from tests.reviews import an_assessment, sign
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures

CONTROL = Qt.KeyboardModifier.ControlModifier


class Marker:
    """Someone at the keyboard in front of the list."""

    def __init__(self, qtbot, workplace, child, review):
        self.qtbot, self.operations, self.review = qtbot, workplace.operations, review
        self.told, self.places, self.presses = [], [], 0
        self.list = LastPlan(Desk(workplace, child), review)
        self.list.counted.connect(lambda *counted: self.told.append(counted))
        self.list.wanted.connect(self.places.append)
        self.area = QMainWindow()
        self.area.setCentralWidget(scroll_area(self.list))
        qtbot.addWidget(self.area)
        self.area.resize(640, 600)
        with qtbot.waitActive(self.area):
            self.area.show()
        self.list.take_focus()

    def press(self, *keys, modifiers=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            self.presses += 1
            self.qtbot.keyClick(QApplication.focusWidget(), key, modifiers)

    def type(self, words):
        self.qtbot.keyClicks(QApplication.focusWidget(), words)

    def items(self):
        assert self.operations.wait_for_saves()
        return self.operations.ask(last_plan.last_plan, self.review).items

    def marks(self):
        return [item.marking.mark if item.marking else None for item in self.items()]

    def plan(self):
        needs = self.operations.ask(plans.plan, self.review)
        return [one.text for need in needs for one in need.outcomes if not one.entered_in_error]

    def at(self):
        return QApplication.focusWidget().objectName()

    def words(self):
        return "\n".join(label.text() for label in self.list.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def review(open_review):
    return open_review


@pytest.fixture
def marker(qtbot, workplace, child_id, review, only_one_window):
    made = Marker(qtbot, workplace, child_id, review)
    yield made
    workplace.operations.wait_for_saves()


def test_six_items_are_six_presses(marker):
    assert marker.at() == "prev.row.1"
    marker.press("1", "2", "3", "4", "5", "6")
    assert marker.presses == 6
    assert marker.marks() == ["met", "partly", "not_met", "no_longer_needed", "declined", "transferred"]
    assert marker.plan() == ["Teeth is better", "Asthma is better"]
    assert marker.told[-1] == (6, 6, 5)
    words = marker.words()
    for said in (
        "From RHA 11-Mar-2025. 6 of 6 marked", "Enter what remains of item 2", "Enter what got in the way of item 3",
        "Enter why item 4 is no longer needed", "Enter who declined item 5, and why",
        "Enter to whom or which area item 6 was transferred",
    ):  # fmt: skip
        assert said in words, words


def test_a_note_the_childs_words_and_a_new_date_follow_by_tab(marker):
    marker.press("1", "3")
    assert marker.at() == "prev.row.3"
    marker.press(Qt.Key.Key_N)
    assert marker.at() == "prev.whyNot"
    marker.type("Missed April slot: placement move")
    marker.press(Qt.Key.Key_Tab)
    assert marker.at() == "prev.childSays"
    marker.type("I want a different dentist.")
    marker.press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert marker.at() == "prev.newDate.text"
    marker.type("+8w")
    marker.press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    item = marker.items()[1]
    assert item.marking.note == "Missed April slot: placement move"
    assert item.marking.childs_words == "I want a different dentist."
    assert item.carried.review_on == item.marking.new_review_on == item.carried.actions[0].by
    assert (item.marking.new_review_on - TODAY).days == 56
    assert item.lacks == ""
    assert marker.at() == "prev.row.3"
    assert "Not met. Carry forward, new date 29-Apr-2026" in marker.words()


def test_what_is_typed_is_on_the_disk_without_leaving_the_field(marker):
    marker.press("2", Qt.Key.Key_N)
    marker.type("One filling left")
    marker.list.flush()
    assert marker.items()[0].marking.note == "One filling left"
    assert marker.told[-1] == (1, 6, 1)
    assert marker.at() == "prev.whyNot"


def test_backspace_clears_and_control_z_takes_back(marker):
    marker.press("2", Qt.Key.Key_Up)
    assert marker.at() == "prev.row.1"
    marker.press(Qt.Key.Key_Backspace)
    assert marker.marks()[0] is None
    assert marker.plan() == []
    marker.press(Qt.Key.Key_Z, modifiers=CONTROL)
    assert marker.marks()[0] == "partly"
    assert marker.plan() == ["Sleep is better"]
    marker.press("1")
    marker.press(Qt.Key.Key_Z, modifiers=CONTROL)
    marker.press(Qt.Key.Key_Z, modifiers=CONTROL)
    assert marker.marks() == [None] * 6
    assert marker.plan() == []
    marker.press(Qt.Key.Key_Z, modifiers=CONTROL)
    assert marker.told[-1] == (0, 6, 0)


def test_what_was_said_comes_back_with_the_mark(marker):
    marker.press("3", Qt.Key.Key_N)
    marker.type("Moved twice")
    marker.list.flush()
    marker.list.take_focus()
    marker.press(Qt.Key.Key_Home, Qt.Key.Key_Backspace)
    assert marker.marks()[0] is None
    marker.press("3")
    assert marker.items()[0].marking.note == "Moved twice"


def test_digits_do_nothing_while_a_note_is_typed(marker):
    marker.press("2", Qt.Key.Key_N)
    marker.type("3 of 6 sessions")
    marker.list.flush()
    assert marker.marks() == ["partly", None, None, None, None, None]
    assert marker.items()[0].marking.note == "3 of 6 sessions"


def test_change_carries_the_item_and_opens_it_in_the_plan(marker):
    marker.press("2", Qt.Key.Key_Up)
    change = marker.list.findChild(QRadioButton, "prev.next.change")
    change.click()
    assert marker.items()[0].marking.what_next == "change"
    (place,) = marker.places
    assert (place.page, place.assessment_id, place.need_number, place.outcome_number) == (
        "item",
        marker.review,
        1,
        1,
    )


def test_the_rest_is_marked_from_a_menu_and_taken_back_in_one_go(marker):
    marker.press("1")
    button = marker.list.findChild(QToolButton, "prev.rest")
    next(action for action in button.menu().actions() if action.text() == "No longer needed").trigger()
    assert marker.marks() == ["met"] + ["no_longer_needed"] * 5
    assert not button.isEnabled()
    marker.list.take_focus()
    marker.press(Qt.Key.Key_Z, modifiers=CONTROL)
    assert marker.marks() == ["met"] + [None] * 5


@pytest.mark.parametrize(("answer", "left"), [(False, ["Mouth is better"]), (True, [])])
def test_an_item_changed_in_the_plan_is_taken_out_only_when_the_person_says_so(
    marker, monkeypatch, answer, left
):
    marker.press("2")
    (need,) = marker.operations.ask(plans.plan, marker.review)
    changed = replace(need, outcomes=(replace(need.outcomes[0], text="Mouth is better"),))
    marker.operations.do(plans.save_item, marker.review, changed)
    asked = []
    monkeypatch.setattr(PlainDialog, "confirm", lambda *words: asked.append(words[1]) or answer)
    marker.press(Qt.Key.Key_Home, "1")
    assert asked == ["Take item 1 out of this plan?"]
    assert marker.plan() == left
    assert marker.marks()[0] == ("met" if answer else "partly")


def test_too_long_a_note_is_explained_and_stays(marker):
    marker.press("2", Qt.Key.Key_N)
    note = marker.list.findChild(QPlainTextEdit, "prev.whyNot")
    note.setPlainText("x" * 2_001)
    marker.press(Qt.Key.Key_Tab)
    assert "This has 2,001 characters; 2,000 fit. Shorten it" in marker.words()
    assert len(note.toPlainText()) == 2_001
    assert marker.items()[0].marking.note == ""


def test_a_signed_review_is_only_read(qtbot, workplace, child_id, database, review):
    operations = workplace.operations
    operations.do(last_plan.mark_rest, review, "declined", note="<b>Mara</b> & Jo said no")
    sign(database, review, TODAY)
    shown = Marker(qtbot, workplace, child_id, review)
    shown.press("1", Qt.Key.Key_Backspace)
    assert shown.marks() == ["declined"] * 6
    assert "<b>Mara</b> & Jo said no" in shown.words()
    assert "Declined by child or carer. Close" in shown.words()
    assert not shown.list.findChild(QWidget, "prev.marks.1").isVisible()


def test_without_a_plan_before_it_says_so(qtbot, workplace, child_id, database):
    shown = Marker(qtbot, workplace, child_id, an_assessment(database, child_id))
    assert "No plan before this one is on record" in shown.words()
    assert shown.list.counts() == (0, 0, 0)


def test_from_the_voice_of_a_review_f8_leads_to_the_last_plan_and_six_keys_mark_it(robot, operations, review):
    for question, answer in (("matters", "I want to stay at my school"), ("alone", "yes")):
        operations.do(assessments.record_answer, review, question, answer)
    robot.record.go(Place(robot.record.child_id, "assessment", review, field="matters"))
    assert robot.is_at("matters")
    robot.press(Qt.Key.Key_F8)
    assert robot.is_at("prev.row.1")
    robot.reads("6 items of the last plan still to mark or to complete before signing.")
    for key in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_1, Qt.Key.Key_1):
        robot.press(key)
    marks = [item.marking.mark for item in operations.ask(last_plan.last_plan, review).items]
    assert marks == ["met", "met", "partly", "not_met", "met", "met"]
    robot.reads("2 items of the last plan still to mark or to complete before signing.")
    robot.press(Qt.Key.Key_F8)
    assert not robot.is_at("prev.row.6")
