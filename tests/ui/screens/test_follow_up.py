"""By key press: a promise logged in six presses, an assignment in four, a step marked as done, a rule made one's own."""

from datetime import timedelta
from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lac_tracker.domain.errors import UserError
from lac_tracker.services import allocations, delay_reasons, escalations, follow_ups, milestones
from lac_tracker.services.changes import Changes
from lac_tracker.ui.screens.assign import AssignDialog, matches
from lac_tracker.ui.screens.escalation_rule import EscalationRuleDialog
from lac_tracker.ui.screens.follow_up import FollowUpDialog
from lac_tracker.ui.screens.reason_choice import ReasonChoice
from lac_tracker.ui.screens.record_page import Place
from lac_tracker.ui.widgets.radio_group import RadioGroup
from tests.conftest import GRACE, NADIA, TODAY
from tests.robots_record import a_workplace
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures

IN_TWO_DAYS = TODAY + timedelta(days=2)


def typed(words):
    for letter in words:
        QTest.keyClick(QApplication.focusWidget(), letter)
    return len(words)


def logged(operations, child_id):
    return operations.ask(follow_ups.of_child, child_id)


def test_m3_a_promise_is_logged_in_six_presses(robot, operations, child_id, qtbot, window):
    """Ctrl+T, 4, Tab to date, +2d, Ctrl+Enter; text typed into a field is not counted (screens.md 1.3)."""
    robot.control(Qt.Key.Key_T)
    qtbot.waitUntil(lambda: robot.is_at("follow.outcome"))
    presses = 1 + typed("4")
    robot.press(Qt.Key.Key_Tab)
    assert robot.is_at("follow.nextDate")
    typed("+2d")
    robot.control(Qt.Key.Key_Return)
    presses += 2
    assert presses <= 6
    (one,) = logged(operations, child_id)
    assert (one.words, one.next_words) == (
        "They will act by a date: Council, Dana Price, Social worker",
        "Chase consent, by 06-Mar-2026, Sam Iqbal",
    )
    # '+' goes to the date by itself: with every key counted it is six, too
    robot.come_back()
    robot.control(Qt.Key.Key_T)
    qtbot.waitUntil(lambda: robot.is_at("follow.outcome"))
    presses = 1 + typed("4") + typed("+3d")
    robot.control(Qt.Key.Key_Return)
    assert presses + 1 == 6
    newest, _ = logged(operations, child_id)
    assert newest.next_step_on == TODAY + timedelta(days=3)
    undone = []
    window.record.offered.connect(lambda words, verb, act: undone.append((words, verb, act)))
    robot.come_back()
    robot.alt(Qt.Key.Key_2)
    robot.go_into("asm.followUps")
    robot.click("asm.stepDone")
    ((words, verb, act),) = undone
    assert (words, verb) == ("Next step marked as done.", "Undo")
    assert logged(operations, child_id)[0].next_step_done_on == TODAY
    act()
    assert logged(operations, child_id)[0].next_step_done_on is None
    robot.click("asm.followUpError")
    qtbot.waitUntil(lambda: robot.is_at("asm.followUp.error.reason"))
    robot.type_into("asm.followUp.error.reason", "Twice")
    robot.control(Qt.Key.Key_Return)
    assert len(logged(operations, child_id)) == 1
    robot.come_back()
    robot.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: robot.is_at("assign.find"))  # from any page of the record
    robot.press(Qt.Key.Key_Escape)


def test_each_result_fills_in_what_it_asks_for_and_leaves_what_was_typed(workplace, window, child_id, qtbot):
    window.record.open(child_id)
    dialog = FollowUpDialog(workplace, child_id, "IHA", window)
    wanted = []
    dialog.place_wanted.connect(wanted.append)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    shown = {
        name: dialog.findChild(object, name) for name in ("follow.nextText", "follow.said", "follow.advice")
    }
    for digit, step, asks in (
        ("6", "Ring carer", False), ("5", "Ask again", True), ("2", "Try the council again", False),
        ("1", "", False), ("7", "Correct the record", False),
    ):  # fmt: skip
        typed(digit)
        assert (shown["follow.nextText"].text(), shown["follow.said"].isVisible()) == (step, asks), digit
    shown["follow.nextText"].setText("Ask for the right number")
    typed("3")
    assert shown["follow.nextText"].text() == "Ask for the right number"
    typed("7")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (one,) = logged(workplace.operations, child_id)
    assert (one.result, one.next_step) == ("record_wrong", "Ask for the right number")
    assert wanted == [Place(child_id, "contacts")]


def test_a_booked_appointment_is_booked_before_the_follow_up_says_so(robot, operations, child_id, qtbot):
    robot.control(Qt.Key.Key_T)
    qtbot.waitUntil(lambda: robot.is_at("follow.outcome"))
    typed("1")
    robot.control(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: robot.is_at("book.on") or robot.is_at("book.kind"))
    assert logged(operations, child_id) == ()
    robot.type_into("book.on", "+2d")
    robot.control(Qt.Key.Key_Return)
    (one,) = logged(operations, child_id)
    assert one.result == "booked"
    steps = {one.key: one.on for one in operations.ask(milestones.of_clock, child_id, kind="IHA")}
    assert steps["offered"] == TODAY


def test_for_many_nothing_of_the_first_is_filled_in_for_all(workplace, window, child_id, qtbot):
    given = {"kind": "IHA", "code": "LA-03", "today": TODAY}
    workplace.operations.do(delay_reasons.record, child_id, **given)
    dialog = FollowUpDialog(
        workplace, child_id, "IHA", window, also=((child_id + 1, "IHA"),), also_words=("A", "B")
    )
    result = dialog.findChild(RadioGroup, "follow.outcome")
    result.set_value("will_act")
    result.changed.emit("will_act")
    ((_, (rows, typed_in), _),) = dialog.commands()
    assert (len(rows), typed_in.reason_code, typed_in.next_step) == (2, "", "Chase the council")
    assert dialog.is_many  # kept off the screen's thread, and taken back there
    told, refused = [], []
    window.said = SimpleNamespace(emit=told.append)
    workplace.operations.refused.connect(refused.append)
    dialog.taking_back(lambda session, **_who: Changes())()
    qtbot.waitUntil(lambda: told == ["Taken back."], timeout=5_000)

    def fails(session, **_who):
        raise UserError("Somebody changed one since")

    dialog.taking_back(fails)()
    qtbot.waitUntil(lambda: refused == ["Somebody changed one since"], timeout=5_000)
    assert told == ["Taken back."]


def test_m4_two_letters_and_enter_give_and_it_can_be_given_back(
    database, background, tmp_path, window, child_id, qtbot
):
    workplace = a_workplace(database, GRACE, background, tmp_path)
    dialog = AssignDialog(workplace, ((child_id, "IHA"),), window, rows_words=("BAPTISTE, Amara (IHA)",))
    offered = []
    dialog.offered.connect(lambda *told: offered.append(told))
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    typed("na")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    ((words, verb, act),) = offered
    assert (words, verb) == ("Assigned 1 row to Nadia Rahman.", "Undo")

    def whose():
        with database.reading() as session:
            return allocations.whose(session, ((child_id, "IHA"),))[child_id, "IHA"]

    assert whose() == NADIA.person_id
    act()
    assert whose() is None
    assert [matches("Nadia Rahman", part) for part in ("nr", "rah", "nadia r", "xa")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_reason_is_found_by_typing_part_of_it(qtbot):
    choice = ReasonChoice(name="due.reason")
    qtbot.addWidget(choice)
    told = []
    choice.changed.connect(told.append)
    choice.set_value("LA-02")
    assert (choice.currentText(), told) == ("Council: consent not received", [])
    choice.setEditText("slot")
    QTest.keyClick(choice.lineEdit(), Qt.Key.Key_Return)
    assert (choice.value(), told) == ("HL-01", ["HL-01"])
    choice.setEditText("council")  # several: none of them is meant
    QTest.keyClick(choice.lineEdit(), Qt.Key.Key_Return)
    assert (choice.value(), told) == ("HL-01", ["HL-01"])
    assert choice.needs_text("OT-01")


def test_steps_and_escalation_from_the_record(person_at, operations, child_id, qtbot):
    robot = person_at(Place(child_id, "assessments"))
    robot.click("asm.enterSteps")
    qtbot.waitUntil(lambda: robot.is_at("steps.notified"))
    robot.type_into("steps.notified", "1/1/2026")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Notified on must be on or after 26-Jan-2026, when this clock began")
    robot.type_into("steps.notified", "30/1/2026")
    robot.control(Qt.Key.Key_Return)
    robot.come_back()
    strip = robot.find("asm.milestones").accessibleName()
    assert "Notified 30-Jan-2026, day 4, 4 days with the council. Request complete: not yet" in strip
    robot.click("asm.escalate")
    qtbot.waitUntil(lambda: robot.is_at("escalate.why"))
    robot.reads("Next step of the team's rule: Social worker's team manager (Council, from 1 day overdue).")
    robot.control(Qt.Key.Key_Return)
    robot.come_back()
    robot.reads("to Social worker's team manager. No answer yet, expected by 09-Mar-2026")
    robot.click("asm.answer")
    qtbot.waitUntil(lambda: robot.is_at("answer.said"))
    robot.type_into("answer.said", "Signed on Friday")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Answer 04-Mar-2026: Signed on Friday")
    assert operations.ask(delay_reasons.history, child_id) == ()


def test_a_manager_edits_the_rule(database, background, tmp_path, window, qtbot):
    workplace = a_workplace(database, GRACE, background, tmp_path)
    dialog = EscalationRuleDialog(workplace, window)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    days = dialog.findChild(object, "rule.days.1")
    days.setText("soon")
    dialog.save()
    assert "Step 1: days overdue must be a whole number" in dialog.findChild(object, "dialog.error").text()
    days.setText("3")
    dialog.findChild(object, "rule.remove.2").click()
    dialog.findChild(object, "rule.add").click()
    for name, words in (("days.11", "9"), ("to.11", "Dan Price"), ("answer.11", "2")):
        dialog.findChild(object, f"rule.{name}").setText(words)
    dialog.findChild(object, "rule.party.11").set_value("gp")
    dialog.save()
    kept = workplace.operations.ask(escalations.rule)
    assert (kept.steps[0].days_overdue, len(kept.steps), kept.changed_by) == (3, 10, "Grace Mensah")
    assert ("gp", 9, "Dan Price", 2) in [
        (one.waiting_on, one.days_overdue, one.to, one.answer_within) for one in kept.steps
    ]
