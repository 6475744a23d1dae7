"""Growth, medicines, allergies and substances by key press."""

from PySide6.QtCore import Qt

from lac_tracker.services import child_summary, growth, substance_use, treatments
from tests.conftest import TODAY
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


def rows(robot, name: str) -> list[str]:
    model = robot.find(name).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def to_tab(robot, key: str) -> None:
    robot.alt(Qt.Key.Key_7)
    assert robot.shows("health_checks")
    for _ in range(10):
        if robot.sees(f"chk.{key}"):
            return
        robot.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    raise AssertionError(f"no tab {key}")


def test_a_measurement_is_mended_doubted_and_saved_by_keys(robot, operations, child_id, monkeypatch):
    to_tab(robot, "growth")
    assert "No measurements on record for Mara" in robot.words("chk.growth.empty")
    assert "Sex at birth, for the paper chart: Female" in robot.words("chk.growth.said")
    robot.reads("Centiles are typed in from the paper chart.")
    robot.control(Qt.Key.Key_N)
    robot.type_into("chk.growth.dialog.height", "1582")
    robot.press(Qt.Key.Key_Tab)
    robot.reads("Height 1582 cm looks wrong: did you mean 158.2?")
    robot.type_into("chk.growth.dialog.height", "158.2")
    robot.type_into("chk.growth.dialog.weight", "47.1")
    robot.reads("BMI 18.8, worked out from height and weight")
    robot.find("chk.growth.dialog.height_centile").set_value("25th to 50th")
    assert not robot.sees("chk.growth.dialog.head")
    robot.control(Qt.Key.Key_Return)
    assert rows(robot, "chk.growth.table") == ["04-Mar-2026"]
    assert "no centile lines" in robot.words("chk.growth.chart.said")
    robot.come_back()
    chart = robot.go_into("chk.growth.chart")
    assert "Height: 04-Mar-2026, 158.2 cm." in chart.accessibleDescription()
    robot.press(Qt.Key.Key_End)
    assert robot.words("chk.growth.chart.point") == "Weight 47.1 kg, 04-Mar-2026, at 14y 8m"

    asked: list[str] = []
    choices = iter((False, True))
    monkeypatch.setattr(
        "lac_tracker.ui.plain.PlainDialog.confirm",
        classmethod(lambda _cls, _parent, _question, body, *_verbs: asked.append(body) or next(choices)),
    )
    robot.control(Qt.Key.Key_N)
    robot.type_into("chk.growth.dialog.height", "140")
    robot.control(Qt.Key.Key_Return)
    assert robot.sees("chk.growth.dialog.height")  # kept to be looked at again
    robot.control(Qt.Key.Key_Return)
    assert asked == ["Height 140.0 cm is 18.2 cm less than 158.2 cm on 04-Mar-2026."] * 2
    held = operations.ask(growth.on_record, child_id, today=TODAY).measurements
    assert [one.height_millimetres for one in held] == [1400, 1582]
    robot.come_back()
    robot.go_into("chk.growth.table")
    robot.click("chk.growth.error")
    robot.type_into("chk.error.reason", "Another child's")
    robot.control(Qt.Key.Key_Return)
    assert len(operations.ask(growth.on_record, child_id, today=TODAY).measurements) == 1


def test_medicines_allergies_and_conditions_by_keys(robot, operations, child_id):
    to_tab(robot, "meds")
    assert robot.words("chk.allergies.state") == "Allergies not recorded: ask"
    robot.control(Qt.Key.Key_N)
    robot.type_into("chk.meds.dialog.name", "Salbutamol inhaler")
    robot.type_into("chk.meds.dialog.source", "Label")
    robot.control(Qt.Key.Key_Return)
    assert rows(robot, "chk.meds.table") == ["Salbutamol inhaler"]
    robot.come_back()
    robot.click("chk.meds.end")
    robot.type_into("chk.meds.stop.reason", "No longer needed")
    robot.control(Qt.Key.Key_Return)
    robot.come_back()

    robot.click("chk.allergies.add")
    robot.type_into("chk.allergies.dialog.substance", "Penicillin")
    robot.type_into("chk.allergies.dialog.reaction", "rash")
    robot.choose("chk.allergies.dialog.severity", 3)
    robot.type_into("chk.allergies.dialog.source", "GP record")
    robot.control(Qt.Key.Key_Return)
    assert robot.words("chk.allergies.state") == "Known allergies"
    banner = operations.ask(child_summary.heading, child_id, today=TODAY)
    assert banner.allergies_words == "Penicillin: rash"
    robot.come_back()
    robot.click("chk.allergies.none")
    robot.reads("1 allergy stands on this record: Penicillin: rash.")
    robot.go_into("chk.allergies.none.reason")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Enter the reason why they no longer stand")
    robot.type_into("chk.allergies.none.reason", "Tested in clinic")
    robot.control(Qt.Key.Key_Return)
    assert robot.words("chk.allergies.state") == "No known allergies"
    robot.come_back()

    robot.click("chk.conditions.add")
    robot.type_into("chk.conditions.dialog.name", "Asthma")
    robot.choose("chk.conditions.dialog.state", 3)
    robot.type_into("chk.conditions.dialog.ended", "1/6/2025")
    robot.type_into("chk.conditions.dialog.source", "GP record")
    robot.control(Qt.Key.Key_Return)
    held = operations.ask(treatments.on_record, child_id)
    assert held.medicines[0].ended == TODAY
    assert held.allergies[0].ended_because == "Tested in clinic (Sam Iqbal)"
    assert (held.conditions[0].state, str(held.conditions[0].ended)) == ("resolved", "2025-06-01")


def test_substance_use_is_asked_as_the_return_defines_it(robot, operations, child_id):
    to_tab(robot, "substances")
    assert "Mara may keep this private" in robot.words("chk.substances.private")
    assert "Checked on" in robot.words("chk.substances.definition.source")
    robot.control(Qt.Key.Key_N)
    robot.choose("chk.substances.dialog.problem", 1)
    robot.type_into("chk.substances.dialog.what", "Cannabis")
    robot.choose("chk.substances.dialog.done", 2)
    robot.type_into("chk.substances.dialog.source", "Told us alone")
    robot.control(Qt.Key.Key_Return)
    assert rows(robot, "chk.substances.table") == ["04-Mar-2026"]
    (one,) = operations.ask(substance_use.on_record, child_id).askings
    assert (one.problem, one.intervention, one.substances) == ("yes", "offered_refused", "Cannabis")
