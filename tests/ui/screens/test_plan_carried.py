"""Outcomes that were carried forward, that come from a paper plan, and that stand beside others of one need."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from lac_tracker.domain.plans import Need, Outcome
from lac_tracker.services import last_plan, plans
from lac_tracker.ui import theme
from lac_tracker.ui.screens.record_page import Place
from tests.conftest import TODAY
from tests.reviews import LAST, sign
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures

HISTORY = "RHA 11-Mar-2025: Not met. Placement move."


@pytest.fixture
def review(operations, open_review):
    """A review in which the second of six items goes on."""
    item = operations.ask(last_plan.last_plan, open_review).items[1]
    operations.do(last_plan.mark, open_review, item.outcome.id, "not_met", note="Placement move")
    return open_review


def column(robot, title):
    model = robot.find("plan.table").model()
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    return titles.index(title)


def test_a_carried_item_says_so_in_the_table_and_where_it_is_opened(review, robot):
    robot.alt(Qt.Key.Key_3)
    table, at = robot.find("plan.table"), column(robot, "Carried")
    assert not table.isColumnHidden(at)
    assert table.model().index(0, at).data() == "Once"
    said = table.model().index(0, at).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Carried, carried forward once, first agreed 11-Mar-2025"
    robot.go_into("plan.table")
    robot.press(Qt.Key.Key_Return)
    assert robot.words("plan.carried") == "Carried forward once, first agreed 11-Mar-2025"
    robot.reads(HISTORY)
    assert not robot.sees("item.paper")


def test_the_cards_tell_the_history(review, robot, qapp):
    theme.apply(qapp, "light", 200)
    robot.record.go(Place(robot.record.child_id, "plan"))
    robot.reads("Carried forward once, first agreed 11-Mar-2025")
    robot.reads(HISTORY)


def test_without_a_carried_item_there_is_no_such_column(robot, filled):
    robot.alt(Qt.Key.Key_3)
    assert robot.find("plan.table").isColumnHidden(column(robot, "Carried"))


def test_an_item_of_a_paper_plan_is_entered_with_its_first_date(person_at, operations, started, child_id):
    robot = person_at(Place(child_id, "plan"))
    robot.control(Qt.Key.Key_N)
    robot.type_into("item.need", "Teeth")
    robot.click("item.paper")
    assert robot.is_at("item.firstAgreed")
    robot.type_into("item.firstAgreed", "11/3/25")
    robot.control(Qt.Key.Key_S)
    (need,) = operations.ask(plans.plan, started)
    assert (need.outcomes[0].carried_count, need.outcomes[0].first_agreed_on) == (1, LAST)
    assert robot.find("item.paper").isChecked()
    robot.click("item.paper")
    robot.control(Qt.Key.Key_Return)
    (need,) = operations.ask(plans.plan, started)
    assert (need.outcomes[0].carried_count, need.outcomes[0].first_agreed_on) == (0, None)


def test_a_first_date_to_come_is_refused(operations, started):
    later = Outcome("No pain", carried_count=1, first_agreed_on=date(2027, 1, 1))
    assert operations.do(plans.save_item, started, Need(None, "Teeth", outcomes=(later,))) is None
    today = Outcome("No pain", carried_count=1, first_agreed_on=TODAY)
    assert operations.do(plans.save_item, started, Need(None, "Teeth", outcomes=(today,)))


def test_another_outcome_is_added_to_a_need_and_each_is_opened_as_itself(
    person_at, operations, started, child_id
):
    robot = person_at(Place(child_id, "plan"))
    robot.control(Qt.Key.Key_N)
    robot.type_into("item.need", "Teeth")
    robot.type_into("item.outcome", "No tooth pain")
    robot.click("item.addOutcome")
    assert robot.is_at("item.outcome")
    assert robot.words("page.title") == "Plan item 1 of 1, outcome 2 of 2"
    assert robot.find("item.need").text() == "Teeth"
    assert robot.find("item.outcome").toPlainText() == ""
    robot.type_into("item.outcome", "Brushes twice a day")
    robot.control(Qt.Key.Key_Return)
    (need,) = operations.ask(plans.plan, started)
    assert [one.text for one in need.outcomes] == ["No tooth pain", "Brushes twice a day"]
    robot.go_into("plan.table")
    robot.press(Qt.Key.Key_Down)
    robot.press(Qt.Key.Key_Return)
    assert robot.find("item.outcome").toPlainText() == "Brushes twice a day"
    assert robot.words("page.title") == "Plan item 1 of 1, outcome 2 of 2"


def test_another_outcome_left_empty_is_not_kept(person_at, operations, started, child_id):
    robot = person_at(Place(child_id, "plan"))
    robot.control(Qt.Key.Key_N)
    robot.type_into("item.need", "Teeth")
    robot.type_into("item.outcome", "No tooth pain")
    robot.click("item.addOutcome")
    robot.control(Qt.Key.Key_Return)
    (need,) = operations.ask(plans.plan, started)
    assert [one.text for one in need.outcomes] == ["No tooth pain"]


def test_what_became_of_an_outcome_stands_where_it_is_read(
    robot, operations, database, child_id, open_review
):
    operations.do(last_plan.mark_rest, open_review, "declined", note="Mara said no")
    sign(database, open_review, TODAY)
    robot.record.go(Place(child_id, "item", 1, need_number=1))
    assert robot.words("plan.marked") == "Declined by child or carer, 04-Mar-2026. Mara said no"
    box = robot.record.findChild(QCheckBox, "item.paper")
    assert box is not None
    assert not box.isVisible()
