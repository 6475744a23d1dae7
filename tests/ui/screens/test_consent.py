"""The consent page by key presses."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from lac_tracker.domain.consent import Giver, Means, Purpose, Response
from lac_tracker.services import consents
from lac_tracker.ui.screens import letters
from lac_tracker.ui.screens.consent_policy import LocalPolicy
from tests.conftest import GRACE, SAM, TODAY
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


@pytest.fixture
def at_consent(robot):
    robot.alt(Qt.Key.Key_5)
    assert robot.shows("consent")
    return robot


def status(robot, purpose):
    model = robot.find("con.table").model()
    rows = [model.index(row, 0).data() for row in range(model.rowCount())]
    return model.index(rows.index(purpose), 1).data()


def save(robot):
    robot.control(Qt.Key.Key_Return)
    robot.record.window().activateWindow()  # as the desktop does when a dialog closes; without effect under one


def test_consent_is_recorded_by_keyboard_and_withdrawn(at_consent, qtbot):
    assert status(at_consent, "Health assessment") == "Missing"
    at_consent.control(Qt.Key.Key_N)
    at_consent.go_into("con.record.name")
    save(at_consent)
    at_consent.reads("Who answered: choose one")
    at_consent.choose("con.record.giver", 2)
    at_consent.type_into("con.record.name", "Dan Price")
    at_consent.type_into("con.record.authority", "team manager under the interim care order")
    save(at_consent)
    qtbot.waitUntil(lambda: status(at_consent, "Health assessment") == "Given")
    assert "team manager under the interim care order" in at_consent.words("con.status")
    assert status(at_consent, "Share: parents") == "Not needed so far"

    at_consent.click("con.withdraw.open")
    at_consent.type_into("con.withdraw.why", "Rang: no longer willing")
    save(at_consent)
    qtbot.waitUntil(lambda: status(at_consent, "Health assessment") == "Withdrawn 04-Mar-2026")
    at_consent.reads("Withdrawn 04-Mar-2026: Rang: no longer willing")


def test_whoever_was_asked_stands_in_the_table(at_consent, qtbot):
    at_consent.click("con.ask.open")
    at_consent.type_into("con.ask.of", "Ms C Baptiste (mother)")
    save(at_consent)
    qtbot.waitUntil(lambda: status(at_consent, "Health assessment") == "Asked 04-Mar-2026")


def test_being_able_to_decide_is_judged_question_by_question(at_consent, qtbot):
    at_consent.click("con.competence.open")
    for key in ("knows_what", "knows_why", "knows_can_say_no", "knows_who_sees_it"):
        at_consent.choose(f"con.competence.{key}", 1)
    save(at_consent)
    at_consent.reads("Answer whether Mara can keep it in mind and weigh it up")
    at_consent.choose("con.competence.can_weigh", 2)
    save(at_consent)
    qtbot.waitUntil(lambda: "No (Gillick, to have this health assessment)" in at_consent.all_words())
    at_consent.reads("Not shown: can keep it in mind and weigh it up")


def test_a_topic_is_kept_from_the_school_until_she_no_longer_minds(at_consent, qtbot):
    at_consent.click("con.avoid")
    at_consent.type_into("con.avoid.words", "<b>Dad</b>")
    at_consent.click("con.avoid.from.school")
    save(at_consent)
    at_consent.reads("<b>Dad</b>: not to the school, since 04-Mar-2026")
    at_consent.click("con.avoid.end.1")
    at_consent.type_into("con.avoid.end.why", "Said it is fine now")
    save(at_consent)
    qtbot.waitUntil(lambda: "not to the school" not in at_consent.all_words())


@pytest.mark.parametrize("workplace", [GRACE], indirect=True)
def test_the_guide_says_that_it_is_only_one_and_leads_to_the_teams_own_policy(at_consent, workplace, qtbot):
    words = at_consent.all_words()
    assert "The council shares parental responsibility." in words
    assert "This is a guide, not legal advice." in words
    assert "Missing" in at_consent.words("con.status")
    at_consent.click("con.policy")
    at_consent.reads("No local policy is written down yet. A manager can write it here.")
    at_consent.go_into("con.policy.words").setPlainText("x" * 4_001)  # typing them takes seconds
    save(at_consent)
    at_consent.reads("Local policy has 4,001 characters; 4,000 fit")
    at_consent.type_into("con.policy.words", "<b>Team manager</b> signs")
    save(at_consent)
    qtbot.waitUntil(lambda: not at_consent.sees("con.policy.words"))

    LocalPolicy(at_consent.record, replace(workplace, actor=SAM)).open()  # as a doctor sees it
    at_consent.reads("Written by Grace Mensah on 04-Mar-2026.")
    at_consent.type_into("con.policy.words", "Mine")
    assert at_consent.find("con.policy.words").toPlainText() == "<b>Team manager</b> signs"
    assert not at_consent.sees("con.policy.save")
    save(at_consent)  # has nothing to save, and closes
    qtbot.waitUntil(lambda: not at_consent.sees("con.policy.words"))


def test_letters_go_to_everyone_who_was_asked_and_has_not_answered(
    robot, operations, child_id, tmp_path, monkeypatch, qtbot
):
    robot.alt(Qt.Key.Key_5)
    assert not robot.sees("con.letter")
    for whom in ("Ms C Baptiste, mother", "Dana Price"):
        operations.do(
            consents.ask, child_id, frozenset({Purpose.SHARE_SCHOOL_AND_SERVICES}), whom, TODAY, Means.LETTER, today=TODAY
        )  # fmt: skip
    monkeypatch.setattr(letters, "choose_folder", lambda _parent: tmp_path)
    robot.click("con.letter")
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.pdf"))) == 2)
    files = list(tmp_path.glob("*.pdf"))
    assert not any("Baptiste" in file.name or "Price" in file.name for file in files)


def test_a_no_is_overridden_with_ground_and_reason_and_stands_as_it_was_said(robot, operations, child_id):
    operations.do(
        consents.record, child_id,
        consents.NewConsent(
            Response.GIVEN, Giver.PARENT, "Ms C Baptiste", TODAY, Means.LETTER,
            agreed=frozenset({Purpose.HEALTH_ASSESSMENT}), declined=frozenset({Purpose.SHARE_GP}),
        ), today=TODAY,
    )  # fmt: skip
    robot.alt(Qt.Key.Key_5)
    robot.click("con.override.open")
    robot.choose("con.override.ground", 1)
    robot.type_into("con.override.why", "Short")
    robot.control(Qt.Key.Key_Return)
    robot.reads("Enter the reason in a sentence")
    robot.type_into("con.override.why", "The practice must know of the risk")
    robot.control(Qt.Key.Key_Return)
    assert not robot.sees("con.override.open")
    page = operations.ask(consents.page, child_id, today=TODAY)
    ((reader, words),) = page.overridden
    assert reader == "gp"
    assert "The practice must know of the risk" in words
    assert page.answers[-1].declined == {Purpose.SHARE_GP}
