"""A review that uses the questionnaires of the record, by key presses: read, said, planned from, signed, printed."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests import reviews
from tests.journeys.test_visits import (
    ALT,
    Presses,
    agree_carried,
    an_open_assessment,
    child,  # noqa: F401 - a fixture
    fill_the_rest,
    office,  # noqa: F401 - a fixture
    save_paper,
    sign,
)
from tests.questionnaires import FOURTEEN, LAST_YEAR, SEVENTEEN, TWELVE, a_questionnaire, held
from tests.robots import CONTROL, field_text


def test_the_scores_on_record_are_used_in_a_review(office, child, database, tmp_path, monkeypatch):  # noqa: F811
    young = child(14, became_looked_after=date(2025, 2, 20))
    reviews.an_assessment(database, young, kind="IHA", on=reviews.LAST, plan=reviews.six_items()[:1])
    a_questionnaire(database, young, LAST_YEAR, FOURTEEN)
    a_questionnaire(database, young, date(2026, 2, 21), TWELVE, "self_11_17", "Mara")
    person = office.open(young)
    press = Presses(person)
    press(Qt.Key.Key_2, ALT)
    person.find("asm.table")
    press(Qt.Key.Key_N, CONTROL)
    person.find("gate.own")
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    person.find("prev.table")
    press(Qt.Key.Key_1)

    go_to_section(person, "feelings")
    assert (
        person.find("form.sdq.carer").text().startswith("Total 14, slightly raised. One score: no trend yet.")
    )
    person.push("form.sdq.enter")
    person.find("sdq.form")
    newest = a_questionnaire(
        database, young, date(2026, 2, 20), SEVENTEEN, completed_by="Jo Moss, foster carer"
    )
    person.press(Qt.Key.Key_Escape)  # its own entry is another journey: what matters here is the way back
    person.find("form.sections")
    assert person.find("sdq_means").isAncestorOf(QApplication.focusWidget()) or person.go("sdq_means")
    assert (
        person.find("form.sdq.carer")
        .text()
        .startswith("Total 17, high. Up 3 from 14 on 09-Mar-2025.\nEmotional 6, high.")
    )
    assert (
        person.find("form.sdq.self").text().startswith("Total 12, close to average. One score: no trend yet.")
    )
    assert "Carer, 20-Feb-2026, filled in by Jo Moss" in person.find("form.sdq.carer").accessibleName()
    person.go("form.sdq.carer")  # to be read by the keyboard alone, where the text is large
    assert person.find("form.sdq.bands").text() == "Bands not verified"
    assert "Carer 17, high" in person.find("form.sdq.enter").accessibleDescription()
    person.type("sdq_means", "Worries since the move")
    person.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is person.go("sdq_child_thinks")
    person.type("sdq_child_thinks", "I lie awake")

    person.push("form.sdq.toPlan")
    assert field_text(person.find("item.found")) == (
        "SDQ: Carer 17 on 20-Feb-2026, was 14 on 09-Mar-2025; Mara 12 on 21-Feb-2026. Worries since the move"
    )
    write_item(person)
    assert held(database, newest).next_step == "plan_item", "the item says what happens next"

    made = an_open_assessment(person, young)
    fill_the_rest(person, made)
    agree_carried(person, made)
    sign(person)
    paper = save_paper(person, tmp_path / "gp.pdf", monkeypatch)
    assert "Carer 17, high (was 14, 09-Mar-2025). Mara 12, close to average. Worries since the move." in paper
    assert "Bands not verified" in paper
    used = held(database, newest)
    assert (used.means, used.child_thinks, used.is_used) == ("Worries since the move", "I lie awake", True)


def write_item(person) -> None:
    """What is left to write of the plan item, and save it."""
    for name, words in (
        ("need", "Worries at night"), ("outcome", "Mara sleeps through on 5 nights a week"), ("measure", "Sleep diary"),
        ("action1.text", "Show Mara the sleep diary"), ("action1.person", "Nadia Rahman"), ("action1.role", "nurse"),
        ("action1.organisation", "Northgate LAC health team"), ("action1.by", "+4w"), ("review", "+3m"),
    ):  # fmt: skip
        person.type(f"item.{name}", words)
        person.press(Qt.Key.Key_Tab)
    person.choose("item.agreedChild", 1)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.qtbot.waitUntil(lambda: not person.shown("item.need"), timeout=5_000)
    person.find("form.sections")


def go_to_section(person, name: str) -> None:
    """Walk down the list of sections."""
    sections = person.go("form.sections")
    for _ in range(20):
        if person.shown(f"section.{name}"):
            return
        person.qtbot.keyClick(sections, Qt.Key.Key_Down)
    raise AssertionError(name)
