"""Family and birth by key press: items that save themselves, people, the genogram, asking, and the printed page."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from lac_tracker.domain.completeness import HistoryState
from lac_tracker.services import family, information
from lac_tracker.services.family import ItemGiven
from lac_tracker.ui.screens.family_known import FamilyKnown
from lac_tracker.ui.screens.record_page import Desk, Place
from tests.conftest import TODAY
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


@pytest.fixture
def page(person_at, child_id):
    return person_at(Place(child_id, "family"))


def held(operations, child_id, item):
    shown = operations.ask(family.page, child_id, today=TODAY)
    return next(one.held for _, _, items in shown.groups for one in items if one.held.item == item)


def dialog_of(robot) -> QDialog:
    return [one for one in robot.record.findChildren(QDialog) if one.isVisible()][-1]


def pick(robot, name, steps):
    """Choose in a drop-down: so many presses of Down."""
    combo = robot.go_into(name)
    for _ in range(steps):
        robot._qtbot.keyClick(combo, Qt.Key.Key_Down)  # noqa: SLF001


def save(robot):
    """Save a dialog; the window is the active one again, as the desktop makes it when a dialog closes."""
    robot.control(Qt.Key.Key_Return)
    if not any(one.isVisible() for one in robot.record.findChildren(QDialog)):
        robot.record.window().activateWindow()


def test_the_page_says_what_is_complete_and_why_now(page):
    assert page.is_at("fam.birth.place")
    assert page.words("fam.meter") == "Completeness: Birth 0 of 11 · Mother 0 of 8 · Father 0 of 8"
    assert page.words("fam.warning").startswith(
        "Only chance: ask for this at the point Mara became looked after (day 37 now)."
    )


def test_an_item_saves_itself_when_the_keyboard_leaves_it(page, operations, child_id):
    page.type_into("fam.birth.weight", "2.1")
    page.press(Qt.Key.Key_Tab)
    page.type_into("fam.birth.weight.source", "Red book")
    page.press(Qt.Key.Key_Tab)
    page._qtbot.waitUntil(lambda: held(operations, child_id, "birth.weight").source == "Red book")  # noqa: SLF001
    assert held(operations, child_id, "birth.weight").value == 2.1
    page.reads("Saved 09:30")
    assert page.words("fam.meter").startswith("Completeness: Birth 1 of 11")
    assert page.words("fam.birth.count") == "1 of 11"


def test_not_known_after_asking_wants_to_know_who_was_asked(page, operations, child_id):
    pick(page, "fam.birth.apgar.state", 2)
    page.go_into("fam.birth.place")
    page.reads("Apgar scores: enter who was asked")
    page.type_into("fam.birth.apgar.source", "Maternity unit")
    page.go_into("fam.birth.place")
    page._qtbot.waitUntil(  # noqa: SLF001
        lambda: held(operations, child_id, "birth.apgar").state is HistoryState.NOT_KNOWN_AFTER_ASKING
    )
    assert held(operations, child_id, "birth.apgar").asked_on == TODAY
    assert page.words("fam.meter").startswith("Completeness: Birth 1 of 11")


def test_what_cannot_be_is_said_beside_the_item_and_keeps_the_page(page, operations, child_id):
    page.type_into("fam.birth.weight", "40")
    page.go_into("fam.birth.place")
    page.reads("Birth weight must be between 0.3 and 7 kg")
    page.alt(Qt.Key.Key_1)
    assert page.shows("family")
    page.type_into("fam.birth.weight", "4")
    page.alt(Qt.Key.Key_1)
    assert page.shows("summary")
    assert held(operations, child_id, "birth.weight").value == 4


def test_groups_open_by_key_and_are_marked_as_third_party_information(page):
    assert not page.sees("fam.mother.mental_health")
    page.click("fam.mother.open")
    assert page.sees("fam.mother.mental_health")
    page.reads("Third-party information")


def test_another_version_is_shown_beside_what_is_typed(page, operations, child_id):
    page.type_into("fam.birth.place", "Northgate")
    operations.do(family.save_item, child_id, "birth.place", ItemGiven("answered", "Southgate General"))
    page.reads("On record now: Southgate General (Sam Iqbal)")
    assert page.find("fam.birth.place").text() == "Northgate"


def test_a_person_is_added_changed_and_drawn(page, operations, child_id):
    page.control(Qt.Key.Key_N)
    assert dialog_of(page).objectName() == "fam.person"
    pick(page, "fam.person.relation", 4)
    page.type_into("fam.person.name", "Jay")
    page.choose("fam.person.sex", 1)
    page.type_into("fam.person.born", "1988")
    page.choose("fam.person.contact", 2)
    page.type_into("fam.person.health", "Epilepsy")
    pick(page, "fam.person.partnership", 4)
    save(page)
    page.go_into("fam.people")
    page.press(Qt.Key.Key_Return)
    page.type_into("fam.person.born", "soon")
    page.control(Qt.Key.Key_Return)
    page.reads("Born in must be a year, such as 1985")
    page.type_into("fam.person.born", "1987")
    save(page)
    (jay,) = operations.ask(family.page, child_id, today=TODAY).people
    assert (jay.full_name, jay.relation, jay.born_year, jay.contact, jay.health_notes, jay.partnership) == (
        "Jay", "sibling", 1987, "some", "Epilepsy", "divorced",
    )  # fmt: skip
    said = page.find("fam.genogram").accessibleDescription()
    assert "Sister: Jay, female, about 39, some contact, divorced." in said


def test_a_person_recorded_by_mistake_goes_with_a_reason(page, operations, child_id):
    operations.do(family.save_person, child_id, None, {"relation": "other", "full_name": "Nobody Known"})
    page.click("fam.people.mistake")
    page.type_into("fam.mistake.reason", "Another family's")
    page.control(Qt.Key.Key_Return)
    page._qtbot.waitUntil(lambda: not operations.ask(family.page, child_id, today=TODAY).people)  # noqa: SLF001
    assert not page.sees("fam.people.mistake")


def test_the_genogram_opens_large_and_leads_to_its_table(page, operations, child_id):
    operations.do(family.save_person, child_id, None, {"relation": "mother", "full_name": "C Baptiste"})
    page.click("fam.genogram.large")
    window = dialog_of(page)
    assert "Mother: C Baptiste" in page.words("fam.genogram.text")
    before = page.find("fam.genogram.picture").height()
    page._qtbot.keyClicks(page.find("fam.genogram.picture"), "+")  # noqa: SLF001
    assert page.find("fam.genogram.picture").height() > before
    page._qtbot.keyClick(window, Qt.Key.Key_Escape)  # noqa: SLF001
    assert not page.sees("fam.genogram.window")
    page.record.window().activateWindow()
    page.click("fam.genogram.table")
    assert page.is_at("fam.people")


def test_a_request_makes_a_letter_and_a_chase_date(page, operations, child_id):
    page.control(Qt.Key.Key_Return)
    assert dialog_of(page).objectName() == "fam.ask"
    page.reads("Day 37 since Mara became looked after")
    page.type_into("fam.ask.whom", "Dana Price")
    page.control(Qt.Key.Key_Return)
    (asked,) = operations.ask(information.listed, child_id, today=TODAY)
    assert (asked.request.asked_of, asked.request.due_on) == ("Dana Price", date(2026, 3, 18))
    assert held(operations, child_id, "father.learning").chase_on == date(2026, 3, 18)
    assert page.words("fam.meter").startswith("Completeness: Birth 0 of 11")


def test_the_page_is_printed_as_third_party_information(page):
    page.click("fam.print")
    assert page.shows("family_print")
    page._qtbot.waitUntil(lambda: page.words("pv.count").startswith("Page 1 of"), timeout=10_000)  # noqa: SLF001


def test_there_is_exactly_one_primary_button(page):
    primary = [
        one.objectName() for one in page.record.page.findChildren(type(page.find("fam.request")))
        if one.isVisible() and one.property("kind") == "primary"
    ]  # fmt: skip
    assert primary == ["fam.request"]


def test_what_is_on_record_is_shown_where_a_form_asks_for_it(qtbot, workplace, operations, child_id):
    empty = FamilyKnown(Desk(workplace, child_id))
    qtbot.addWidget(empty)
    operations.do(family.save_item, child_id, "birth.weight", ItemGiven("answered", 2.1, source="Red book"))
    card = FamilyKnown(Desk(workplace, child_id))
    qtbot.addWidget(card)
    said = [one.text() for one in card.findChildren(type(card.body.itemAt(0).widget()))]
    assert "Birth weight: 2.1 kg. Known, from Red book, 04-Mar-2026" in said
