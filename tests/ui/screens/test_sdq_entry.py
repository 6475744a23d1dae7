"""Entering questionnaires by key press: what is refused, kept, hidden, and entered from a report."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from lac_tracker.services import sdq, sdq_wording
from lac_tracker.ui.plain import PlainDialog
from lac_tracker.ui.screens import sdq_entry
from lac_tracker.ui.screens.record_page import Place
from lac_tracker.ui.screens.sdq_wording_dialog import WordingDialog
from tests import builders
from tests.conftest import GRACE, TODAY
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures

ANSWERS = {f"item_{number}": 1 for number in range(1, 26)} | {"difficulties": 0}


@pytest.fixture
def entry(person_at, child_id):
    """A person at a new questionnaire of Mara, 14, whose carer is Jo Moss."""
    return person_at(Place(child_id, "sdq_entry"))


@pytest.fixture
def on_record(operations, child_id):
    return lambda: operations.ask(sdq.on_record, child_id, today=TODAY)


def key(robot, boxes: str) -> None:
    for box in boxes:
        robot.press(Qt.Key[f"Key_{box}"])


def why_none_was_done(robot) -> None:
    robot.click("sdq.notDone")
    robot.choose("sdq.notDone.reason", 1)
    robot.control(Qt.Key.Key_Return)
    robot.reads("does not fit: Mara was 14")
    robot.choose("sdq.notDone.reason", 4)
    robot.control(Qt.Key.Key_Return)
    robot.reads("Enter the other reason why it was not done")
    assert robot.is_at("sdq.notDone.words")
    robot.type_into("sdq.notDone.words", "Moved twice in a month")
    robot.control(Qt.Key.Key_Return)
    robot.come_back()


def keep(operations, child_id, **changed):
    given = {"version": "parent_4_17", "completed_on": TODAY, "completed_by": "Jo Moss, Foster carer"}
    return operations.do(sdq.save_items, child_id, answers=ANSWERS, **given | changed).made_id


def test_what_is_refused_stands_at_its_field_and_nothing_is_lost(entry, operations, child_id, on_record):
    there = keep(operations, child_id)
    assert entry.is_at("sdq.form")
    entry.press(Qt.Key.Key_Return)
    key(entry, "2" * 24)
    entry.control(Qt.Key.Key_Return)
    entry.reads("Item 25 is not keyed yet. Press 0 where the form has no answer, or save a part")
    key(entry, "0")
    entry.control(Qt.Key.Key_Return)
    entry.reads("is there already. Open that one to correct it")
    assert entry.is_at("sdq.date")
    entry.click("sdq.openOther")
    assert (entry.record.place().about, entry.words("page.title")) == (str(there), "Correct SDQ")
    entry.press(Qt.Key.Key_Escape)
    (part,) = on_record().parts
    assert (len(part.answers), part.skipped, entry.words("page.title")) == (
        24,
        ("item_25",),
        "Go on with SDQ",
    )
    assert entry.words("sdq.progress") == "25 of 25"  # what was not answered need not be keyed again
    entry.type_into("sdq.date", "3/4/2009")
    entry.control(Qt.Key.Key_Return)
    entry.reads("Date must be after Mara was born")
    entry.type_into("sdq.date", "31/2/26")
    entry.control(Qt.Key.Key_Return)
    entry.reads("Date must be a real date")
    entry.type_into("sdq.date", "yesterday")
    entry.find("sdq.form").set_value("parent_2_4")
    entry.control(Qt.Key.Key_Return)
    entry.reads("The carer form is for 2 to 4. Mara was 14 on 03-Mar-2026")
    assert entry.is_at("sdq.form")
    entry.find("sdq.form").set_value("teacher_4_17")
    entry.type_into("sdq.by", " ")
    entry.control(Qt.Key.Key_Return)
    entry.reads("Filled in by is missing")
    entry.type_into("sdq.by", "Ms Reed, tutor")
    entry.control(Qt.Key.Key_Return)
    assert entry.shows("sdq")
    one = next(held for held in on_record().scored if held.id != there)
    assert (one.version, one.completed_by, len(one.answers)) == ("teacher_4_17", "Ms Reed, tutor", 24)
    assert one.scores.total == 20


def test_what_is_keyed_is_kept_as_a_part_by_itself(person_at, child_id, on_record, monkeypatch, qtbot):
    monkeypatch.setattr(sdq_entry, "KEEP_AFTER_MS", 0)
    entry = person_at(Place(child_id, "sdq_entry"))
    entry.press(Qt.Key.Key_Return)
    key(entry, "31")
    qtbot.waitUntil(lambda: [len(part.answers) for part in on_record().parts] == [2])
    entry.type_into(
        "sdq.date", "+1w"
    )  # not a day a form can be of: nothing can be kept while it stands there
    entry.go_into("sdq.items")
    key(entry, "1")
    entry.alt(Qt.Key.Key_1)
    assert entry.shows("sdq_entry")
    entry.type_into("sdq.date", "yesterday")
    entry.go_into("sdq.items")
    key(entry, "2")
    entry.press(Qt.Key.Key_Escape)
    (part,) = on_record().parts
    assert part.answers == {"item_1": 2, "item_2": 0, "item_3": 0, "item_4": 1}
    assert part.completed_on == TODAY - timedelta(days=1)
    assert entry.shows("summary")


def test_too_few_answers_are_told_and_asked_about(entry, on_record, monkeypatch):
    asked = []
    monkeypatch.setattr(
        PlainDialog, "ask", lambda *words: asked.append(words[2]) or len(asked) - 1 + (len(asked) > 1)
    )
    entry.press(Qt.Key.Key_Return)
    key(entry, "1101111011110110111111111")
    entry.reads("Emotional has 1 of 5 answers. It needs 3 to be scored")
    assert "Total" not in entry.words("sdq.progress")
    entry.control(Qt.Key.Key_Return)
    assert "Emotional has 1 of 5 answers" in asked[0]
    assert on_record().scored == ()
    entry.control(Qt.Key.Key_Return)  # 'Score the rest'
    (one,) = on_record().scored
    assert (one.scores.emotional, one.scores.total, one.scores.conduct) == (None, None, 2)


def test_impact_and_follow_up_questions_open_as_they_are_needed(entry, on_record):
    entry.press(Qt.Key.Key_Return)
    assert not entry.sees("sdq.impact.5")
    entry.click("sdq.twice")
    key(entry, "1" * 50)
    assert entry.is_at("sdq.difficulties")
    key(entry, "2")
    assert entry.is_at("sdq.impact.5")
    key(entry, "34034")
    entry.reads("Second time: key the impact questions again")
    entry.control(Qt.Key.Key_Return)
    entry.reads("The second time of the impact questions is not complete")
    assert entry.is_at("sdq.difficulties")
    key(entry, "234024")
    entry.control(Qt.Key.Key_Return)
    entry.reads("The two times differ in 'Impact: Classroom'")
    key(entry, "1")
    assert entry.is_at("sdq.save")
    entry.reads("Impact 6, very high (4 of 5 answered)")
    entry.find("sdq.form").set_value("teacher_4_17")
    assert not entry.sees("sdq.impact.5")
    assert entry.sees("sdq.impact.3")
    entry.find("sdq.form").set_value("parent_4_17")
    entry.go_into("sdq.followUp")
    entry.press(Qt.Key.Key_Space)
    entry.go_into("sdq.change_since")
    key(entry, "5353")  # these, too, twice
    assert entry.is_at("sdq.save")
    entry.go_into("sdq.difficulties")
    key(entry, "5")
    entry.control(Qt.Key.Key_Return)
    (one,) = on_record().scored
    assert (one.is_follow_up, one.keyed_twice) == (True, True)
    assert (one.answers["change_since"], one.answers["helped"]) == (4, 2)
    assert not {"difficulties", "distress", "home"} & set(one.answers)


def test_a_self_report_has_their_own_words_and_their_own_last_one(entry, operations, child_id, on_record):
    keep(operations, child_id, completed_on=date(2025, 3, 4))
    entry.find("sdq.form").set_value("self_11_17")
    assert entry.find("sdq.by").currentText() == "Mara"
    entry.reads("None before.")
    entry.type_into("sdq.ownWords", "Better since the move")
    entry.go_into("sdq.readback")
    entry.press(Qt.Key.Key_Right)
    assert entry.find("sdq.items").current == "item_2"
    entry.press(Qt.Key.Key_Return)
    assert entry.is_at("sdq.items")
    entry.press(Qt.Key.Key_Home)
    key(entry, "2" * 25)
    entry.control(Qt.Key.Key_Return)
    one = next(held for held in on_record().scored if held.informant == "self")
    assert (one.own_words, one.completed_by, one.next_step) == ("Better since the move", "Mara", None)


def test_a_report_is_entered_beside_why_none_was_done_and_a_high_total_asks_what_next(entry, on_record):
    entry.choose("sdq.mode", 2)
    assert not entry.sees("sdq.part")
    entry.type_into("sdq.report.total", "41")
    entry.alt(Qt.Key.Key_1)
    entry.reads("Save the score, or press Cancel to leave without what you changed")
    why_none_was_done(entry)
    (why,) = on_record().not_done
    assert (why.reason, why.words) == ("SDQ4", "Moved twice in a month")
    assert entry.shows("sdq_entry")  # what was typed here is not given up for it
    entry.type_into("sdq.report.source", "Licensed scoring, 02-Mar-2026")
    entry.control(Qt.Key.Key_Return)
    entry.reads("Total must be between 0 and 40")
    entry.type_into("sdq.report.total", "17")
    entry.control(Qt.Key.Key_Return)
    entry.reads("What happens next?")
    entry.go_into("sdq.next.step")
    entry.press(Qt.Key.Key_Escape)  # "Decide later"
    entry.come_back()
    assert (
        entry.words("sdqv.nextWords") == "Carer's total 17 of 04-Mar-2026: what happens next is not said yet."
    )
    entry.click("sdqv.next")
    entry.choose("sdq.next.step", 4)
    entry.control(Qt.Key.Key_Return)
    entry.reads("Enter why nothing is needed")
    entry.type_into("sdq.next.words", "CAMHS see her on Friday")
    entry.control(Qt.Key.Key_Return)
    (one,) = on_record().scored
    assert (one.entry, one.scores.total, one.next_step, one.next_step_words) == (
        "total", 17, "nothing", "CAMHS see her on Friday",
    )  # fmt: skip
    entry.come_back()
    entry.reads("What happens next: Nothing needed because CAMHS see her on Friday")


def test_one_on_record_is_corrected_with_the_words_of_a_licensed_team(
    person_at, operations, child_id, on_record, database
):
    items = [f"Words {number}" for number in range(1, 26)]
    builders.write(
        database, sdq_wording.load, "parent_4_17", items=items, licence_note="Licence of the trust"
    )
    there = keep(operations, child_id)
    entry = person_at(Place(child_id, "sdq_entry", about=str(there)))
    assert entry.words("page.title") == "Correct SDQ"
    entry.go_into("sdq.items")
    entry.press(Qt.Key.Key_Home)
    assert entry.find("sdq.items").accessibleName() == "Item 1, Words 1, middle, 25 of 25 done"
    key(entry, "3")
    entry.alt(Qt.Key.Key_1)
    assert entry.shows("sdq_entry")  # a scored one has no part: it is saved, or left as it was
    entry.control(Qt.Key.Key_Return)
    (one,) = on_record().scored
    assert (one.id, one.answers["item_1"], one.scores.prosocial) == (there, 2, 6)


@pytest.mark.parametrize("workplace", [GRACE], indirect=True)
def test_a_manager_loads_and_removes_the_wording_of_a_licence(entry, monkeypatch, tmp_path):
    file = tmp_path / "wording.csv"
    file.write_text("\n".join(["item,words", *(f"{number},Words {number}" for number in range(1, 26))]))
    monkeypatch.setattr(WordingDialog, "choose_file", staticmethod(lambda _parent: file))
    monkeypatch.setattr(PlainDialog, "confirm", lambda *_words: True)
    entry.click("sdq.wording")
    entry.go_into("sdq.wording.note")
    entry.control(Qt.Key.Key_Return)
    entry.reads("File is missing")
    entry.click("sdq.wording.file")
    entry.control(Qt.Key.Key_Return)
    entry.reads("Licence note is missing")
    entry.type_into("sdq.wording.note", "Licence 12")
    entry.control(Qt.Key.Key_Return)
    entry.come_back()
    assert entry.find("sdq.items").accessibleName().startswith("Item 1, Words 1, ")
    entry.click("sdq.wording")
    entry.reads("Loaded by Grace Mensah on 04-Mar-2026. Licence: Licence 12")
    entry.click("sdq.wording.remove")
    entry.press(Qt.Key.Key_Escape)
    assert not entry.find("sdq.items").has_words
