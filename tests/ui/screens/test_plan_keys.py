"""The plan in the hands of a person: written with a starter, ordered, marked, taken back, told, and sent to its owners."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from lac_tracker.services import dispatch, plan_marks, plans
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainDialog
from lac_tracker.ui.screens import letters
from lac_tracker.ui.screens.record_page import Place
from tests.reviews import LAST, TITLES, six_items
from tests.reviews import an_assessment as a_plan
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def in_force(database, child_id, robot):
    """At the signed plan of six items, with the keyboard in its table; returns the id of its assessment."""
    made = a_plan(database, child_id, on=LAST, plan=six_items())
    robot.alt(Qt.Key.Key_3)
    robot.go_into("plan.table")
    return made


def outcomes(operations, assessment_id):
    return [one for need in operations.ask(plans.plan, assessment_id) for one in need.outcomes]


def cells(robot, title):
    model = robot.find("plan.table").model()
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    return [model.index(row, titles.index(title)).data() for row in range(model.rowCount())]


def choose_kind(robot, words):
    """Type a kind of need and go on to the next field."""
    robot.type_into("item.category", words)
    popup = QApplication.activePopupWidget()
    robot._qtbot.keyClick(popup, Qt.Key.Key_Escape)  # noqa: SLF001 - a list of what fits has the keys while it is open
    robot.record.activateWindow()
    robot.press(Qt.Key.Key_Tab)
    assert robot.is_at("item.found")


def offered(robot):
    """Collect what is offered to be taken back: (words, button, what it calls)."""
    found = []
    robot.record.offered.connect(lambda words, button, act: found.append((words, button, act)))
    return found


def test_an_item_is_written_from_an_empty_plan_with_a_starter_by_keyboard(
    person_at, operations, started, child_id
):
    robot = person_at(Place(child_id, "plan"))
    robot.control(Qt.Key.Key_N)
    robot.type_into("item.need", "Sleep")
    choose_kind(robot, "Sleep")
    robot.click("item.starter1")
    assert robot.is_at("item.outcome")
    for filled in ("7", "5"):
        robot._qtbot.keyClicks(robot.go_into("item.outcome"), filled)  # noqa: SLF001 - the gap is selected
        robot.press(Qt.Key.Key_Tab)
    assert robot.is_at("item.measure")  # no gap is left, so Tab leaves
    robot.press(Qt.Key.Key_Tab)
    robot._qtbot.keyClicks(robot.find("item.measure"), "6")  # noqa: SLF001
    robot.type_into("item.action1.person", "Jo Moss")
    robot.type_into("item.action1.role", "foster carer")
    robot.type_into("item.action1.organisation", "Northgate Fostering")
    robot.type_into("item.action1.by", "15/4/26")
    robot.control(Qt.Key.Key_Return)
    assert robot.is_at("item.action2.text")  # Ctrl+Enter in a row adds another
    robot.control(Qt.Key.Key_Return)  # and in an empty one it saves
    robot._qtbot.waitUntil(lambda: robot.shows("plan"))  # noqa: SLF001
    (kept,) = outcomes(operations, started)
    assert kept.text == "Mara sleeps 7 hours on at least 5 nights a week"
    assert kept.measure == "Sleep diary, checked at 6 weeks"
    assert kept.actions[0].text == "Show Mara and the carer a sleep diary and routine"
    assert kept.plain_words == "You sleep well on most nights."
    assert kept.review_on == date(2027, 3, 4)  # at the next RHA unless somebody says otherwise
    assert (kept.seen_by, kept.smart_letters) == (None, "SMarT")
    assert cells(robot, "SMART") == ["S M a r T"]
    table = robot.find("plan.table")
    said = [table.model().index(0, at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(9)]
    assert "SMART, Specific yes, Measurable yes, Agreed no, Relevant no, Timed yes" in said


def test_beside_the_fields_stand_starters_readers_dates_and_what_is_vague(
    person_at, operations, started, child_id
):
    robot = person_at(Place(child_id, "item", started, about="plan"))
    who = robot.find("item.who")
    assert who.value() == ("gp", "child", "carer", "council")
    choose_kind(robot, "Pregnancy")
    assert who.value() == ("gp", "child")
    robot.click("item.who.council")
    choose_kind(robot, "Teeth")
    assert who.value() == ("gp", "child", "council")
    robot.type_into("item.need", "Teeth")
    robot.control(Qt.Key.Key_S)
    assert outcomes(operations, started)[0].seen_by == ("gp", "child", "council")

    robot.record.go(Place(robot.record.child_id, "item", started, about="plan"))
    assert robot.find("item.starter1").words().startswith("Can _")
    choose_kind(robot, "Teeth")
    assert "dentist" in robot.find("item.starter1").words()
    robot.click("item.starter.own")
    assert robot.is_at("item.outcome")

    robot.record.go(Place(robot.record.child_id, "item", started, about="plan"))
    robot.type_into("item.action1.by", "ongoing")
    robot.go_into("item.need")
    robot.reads("By when must be a date. 'Ongoing' can be the review date")
    menu = robot.find("item.action1.offer").findChild(QMenu)
    assert [action.text() for action in menu.actions()] == [
        "Next review, 04-Mar-2027", "In 1 month, 04-Apr-2026", "In 3 months, 04-Jun-2026", "In 6 months, 04-Sep-2026",
    ]  # fmt: skip
    menu.actions()[2].trigger()
    assert robot.find("item.action1.by").value() == date(2026, 6, 4)
    robot.choose("item.reviewAt", 2)
    robot.type_into("item.review", "+6w")
    robot.go_into("item.need")
    assert robot.find("item.reviewAt").value() == "day"
    robot.choose("item.reviewAt", 1)
    assert robot.find("item.review").value() == date(2027, 3, 4)

    robot.record.go(Place(robot.record.child_id, "item", started, about="plan"))
    robot.type_into("item.outcome", "Sleep is reviewed asap")
    assert [one.cursor.selectedText() for one in robot.find("item.outcome").extraSelections()] == ["asap"]
    robot.go_into("item.measure")
    robot.reads("'asap': how much, how often, or by when?")
    assert "CQC review" in robot.words("item.smart.why")


def test_escape_keeps_a_draft_and_what_cannot_be_kept_is_given_up_only_when_confirmed(
    person_at, operations, started, monkeypatch, child_id
):
    robot = person_at(Place(child_id, "plan"))
    robot.control(Qt.Key.Key_N)
    robot.type_into("item.measure", "Diary")
    monkeypatch.setattr(PlainDialog, "confirm", lambda *_words: False)
    robot.press(Qt.Key.Key_Escape)
    assert robot.find("item.measure").toPlainText() == "Diary"
    monkeypatch.setattr(PlainDialog, "confirm", lambda *_words: True)
    robot.press(Qt.Key.Key_Escape)
    assert robot.shows("plan")
    assert operations.ask(plans.plan, started) == ()

    said = []
    robot.record.said.connect(said.append)
    robot.record.open_page("plan")
    robot.control(Qt.Key.Key_N)
    robot.type_into("item.need", "Sleep")
    robot.press(Qt.Key.Key_Escape)
    assert robot.shows("plan")
    assert said == ["Kept as a draft. Open the item to go on with it."]
    assert [need.title for need in operations.ask(plans.plan, started)] == ["Sleep"]
    assert cells(robot, "Status") == ["Draft"]


def test_items_are_moved_by_alt_and_arrows_while_the_plan_is_written(robot, operations, filled):
    robot.alt(Qt.Key.Key_3)
    robot.go_into("plan.table")
    before = [need.title for need in operations.ask(plans.plan, filled)]
    robot.press(Qt.Key.Key_Down, ALT)
    assert [need.title for need in operations.ask(plans.plan, filled)] == before[::-1]
    assert robot.find("plan.table").currentIndex().row() == 1
    robot.press(Qt.Key.Key_Up, ALT)
    assert [need.title for need in operations.ask(plans.plan, filled)] == before


def test_a_digit_marks_asks_what_belongs_to_it_and_is_taken_back(robot, operations, in_force):
    back = offered(robot)
    robot.press(Qt.Key.Key_3)
    robot._qtbot.waitUntil(lambda: robot.is_at("mark.note"))  # noqa: SLF001 - a dialog takes the keyboard as it opens
    robot.control(Qt.Key.Key_Return)
    robot.reads("Enter what got in the way")
    robot.type_into("mark.note", "Placement move")
    robot.control(Qt.Key.Key_Return)
    first = outcomes(operations, in_force)[0]
    assert (first.mark, first.mark_note, first.marked_on) == ("not_met", "Placement move", date(2026, 3, 4))
    assert [(words, button) for words, button, _ in back] == [("Item 1 marked Not met.", "Undo")]
    assert cells(robot, "Status")[0] == "Not met"
    assert cells(robot, "By when")[0] == "30-Jun-2025"
    back[0][2]()
    assert outcomes(operations, in_force)[0].mark is None

    robot.record.activateWindow()
    robot.go_into("plan.table")
    robot.press(Qt.Key.Key_1)
    robot.type_into("mark.note", "Diary seen")
    robot.control(Qt.Key.Key_Return)
    assert outcomes(operations, in_force)[0].mark == "met"
    assert cells(robot, "Need") == list(TITLES[1:])  # what is met is open no more
    robot.record.activateWindow()
    robot.go_into("plan.table")
    robot.control(Qt.Key.Key_Z)
    assert outcomes(operations, in_force)[0].mark is None


def test_views_and_groups_show_what_they_say_in_text_of_any_size(robot, operations, in_force, qapp):
    first = outcomes(operations, in_force)[0]
    operations.do(plan_marks.mark_item, first.id, "met", note="Diary")
    second = outcomes(operations, in_force)[1]
    operations.do(plan_marks.enter_in_error, second.id, "Belongs to a brother")
    chips = robot.find("plan.views")
    assert [chips.chip(key).facts.words for key in ("open", "overdue", "met", "all")] == [
        "Open 4", "Overdue 4", "Met 1", "All 6",
    ]  # fmt: skip
    chips.chip("all").click()
    assert cells(robot, "Status")[:3] == ["Met", "Entered in error", "Open"]
    model = robot.find("plan.table").model()
    assert model.index(2, 6).data(Qt.ItemDataRole.AccessibleTextRole) == "By when, 30-Jun-2025, 247 days over"
    robot.find("plan.group").set_value("owner")
    assert cells(robot, "Group") == ["Lee Hunt"] * 6
    robot.find("plan.group").set_value("due")
    assert cells(robot, "Group") == ["Overdue"] * 4 + ["Closed"] * 2
    chips.chip("met").click()
    assert cells(robot, "Need") == ["Sleep"]

    for one in outcomes(operations, in_force)[2:]:
        operations.do(plan_marks.mark_item, one.id, "met", note="Seen")
    chips.chip("open").click()
    assert robot.words("plan.empty") == "Every item is closed."
    robot.click("plan.showAll")
    assert len(cells(robot, "Need")) == 6

    operations.do(plan_marks.mark_item, first.id, "partly", note="One night left")
    theme.apply(qapp, "light", 200)
    robot.record.go(Place(robot.record.child_id, "plan"))
    robot.reads("Partly met, 04-Mar-2026. One night left")


def test_an_item_is_marked_where_it_is_read_has_its_history_and_may_have_been_a_mistake(
    robot, operations, in_force
):
    robot.press(Qt.Key.Key_Return)
    assert robot.find("item.mark").property("kind") == "primary"
    robot.control(Qt.Key.Key_Return)
    robot.choose("mark.mark", 2)
    robot.type_into("mark.note", "One night left")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Partly met, 04-Mar-2026. One night left")
    assert outcomes(operations, in_force)[0].mark == "partly"

    robot.record.activateWindow()
    robot.click("item.history")
    assert robot.shows("plan_history")
    model = robot.find("planHistory.changes").model()
    told = [model.index(row, 3).data() for row in range(model.rowCount())]
    assert told[0] == "Marked Partly met on 04-Mar-2026: One night left"
    assert len(told) == 2
    assert model.index(0, 1).data() == "Sam Iqbal"
    robot.go_into("planHistory.versions")
    robot.press(Qt.Key.Key_Return)
    assert robot.shows("plan")
    robot.reads("Version 1, from RHA 11-Mar-2025")

    robot.go_into("plan.table")
    robot.press(Qt.Key.Key_Return)
    robot.click("item.error")
    robot.type_into("error.reason", "Belongs to a brother")
    robot.control(Qt.Key.Key_Return)
    robot._qtbot.waitUntil(lambda: robot.shows("plan"))  # noqa: SLF001
    assert outcomes(operations, in_force)[0].entered_in_error_because == "Belongs to a brother"
    robot.record.go(Place(robot.record.child_id, "item", in_force, need_number=1))
    robot.reads("Entered in error: Belongs to a brother")
    assert not robot.sees("item.mark")


def test_each_owner_gets_a_letter_of_their_own_and_print_is_the_one_main_thing(
    robot, operations, in_force, monkeypatch, tmp_path
):
    monkeypatch.setattr(letters, "choose_file", lambda *_: tmp_path / "letter.pdf")
    said = []
    robot.record.said.connect(said.append)
    assert robot.words("plan.owners.words") == "Owners with open items: Lee Hunt 6"
    robot.click("plan.message")
    assert robot.find("owners.who").value() == ("Lee Hunt, Northgate Homes",)
    robot.click("owners.save")
    robot._qtbot.waitUntil(lambda: bool(said))  # noqa: SLF001
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    kept = operations.ask(dispatch.kept_document, robot.record.child_id, 1)
    assert (kept.document, kept.made_for) == ("owner-letter", "Lee Hunt, Northgate Homes")

    robot.record.activateWindow()
    assert robot.find("plan.print").property("kind") == "primary"
    assert not robot.sees("plan.add")
    robot.go_into("plan.table")
    robot.control(Qt.Key.Key_P)
    assert robot.shows("preview")
