"""Parts left for another day, by key press: listed on Check and sign, an item made for one, another one chosen."""

from PySide6.QtCore import Qt

from lac_tracker.services import assessments, missing_parts
from lac_tracker.ui.screens.record_page import Place
from tests.conftest import TODAY
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


def test_each_part_gets_its_item_before_it_is_signed_as_enough(person_at, operations, child_id, filled):
    sections = operations.ask(assessments.for_entry, filled, today=TODAY).form.sections
    growth = next(one.id for one in sections if "Growth" in one.title)
    learning = next(one.id for one in sections if "earning" in one.title)
    operations.do(assessments.record_answer, filled, f"{growth}_not_today", "no_interpreter")
    robot = person_at(Place(child_id, "sign", filled))
    assert robot.words("sign.part.1.words") == "8 Growth and examination: No interpreter"
    robot.reads("Growth and examination was left for another day: make a plan item for it")
    robot.click("sign.go.fix.1")
    assert robot.is_at("sign.part.1.make")
    robot.press(Qt.Key.Key_Space)
    assert robot.shows("item")
    assert robot.find("item.outcome").toPlainText() == "Growth and examination: known in full for Mara"
    assert robot.words("page.title") == "New plan item"
    robot.reads("From section 8, Growth and examination")
    robot.go_into("item.measure")
    assert robot.words("item.smart.S") == "Specific: yes"
    robot.control(Qt.Key.Key_Return)
    assert robot.shows("sign")
    (part,) = operations.ask(missing_parts.to_sign, filled, today=TODAY).parts
    assert (part.item, part.item_number) == ("Growth and examination", 3)
    assert robot.find("sign.part.1.item").currentText() == "Item 3: Growth and examination"
    assert "was left for another day: make" not in robot.all_words()

    operations.do(assessments.record_answer, filled, f"{learning}_not_today", "not_the_right_time")
    robot.record.go(Place(child_id, "sign", filled))
    robot.go_into("sign.part.2.item")
    robot.press(Qt.Key.Key_Down)
    parts = operations.ask(missing_parts.to_sign, filled, today=TODAY).parts
    assert parts[1].item == "Teeth"
    assert robot.is_at("sign.part.2.item")  # the keyboard stays while it is saved
    assert "was left for another day: make" not in robot.all_words()
