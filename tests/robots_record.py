"""What a person does in a child's record, in their words: one place to mend when a screen changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from lac_tracker.documents import catalogue
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.people import Actor
from lac_tracker.services import assessments, children, consent_gate, plans
from lac_tracker.services.consent_gate import GateAnswers
from lac_tracker.ui.background import Background
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.screens.child_record import ChildRecord
from lac_tracker.ui.screens.record_page import Place
from lac_tracker.ui.workplace import Workplace
from tests.complete_answers import complete_answers, complete_plan
from tests.conftest import NOW, SAM, TODAY

PASSPHRASE = "seven calm otters swimming"
CAME_INTO_CARE = date(2026, 1, 26)  # day 37 on 04-Mar-2026
NHS_NUMBER = "9990123454"


def confirm(passphrase: str) -> None:
    """Stand in for the slow check of a passphrase."""
    if passphrase != PASSPHRASE:
        raise UserError("That passphrase doesn't match")


def a_workplace(database, actor: Actor, background: Background, folder: Path) -> Workplace:
    """Return a workplace at a real database, with a clock that stands still."""
    operations = Operations(database, actor, lambda: NOW, background.saves)
    return Workplace(
        operations=operations,
        actor=actor,
        today=lambda: TODAY,
        caseload=folder / "caseload.lac",
        team_name="Northgate LAC health team",
        is_demonstration=False,
        confirm_passphrase=confirm,
        render=catalogue.render,
        save_file=lambda path, content: path.write_bytes(content),
        read_folder=lambda _folder: {},
        run=background.run,
    )


def add_mara(operations: Operations) -> int:
    """Add an invented girl of 14 who came into care 37 days ago; return her id."""
    made = operations.do(
        children.add_child, council="Northgate", council_id="200114", born=date(2011, 6, 12), family_name="Baptiste",
        given_name="Amara", nhs_number=NHS_NUMBER, became_looked_after=CAME_INTO_CARE, legal_status="C1", sex="female",
    )  # fmt: skip
    operations.do(
        children.change_details, made.made_id, family_name="Baptiste", given_name="Amara", preferred_name="Mara",
        nhs_number=NHS_NUMBER,
    )  # fmt: skip
    operations.do(
        children.set_gp_practice, made.made_id, name="Mill Road Surgery", ods_code="K83001",
        address="2 Mill Road, Northgate AA1 2AB", phone="01632 960 200", confirmed_on=date(2026, 2, 27),
    )  # fmt: skip
    operations.do(
        children.set_person, made.made_id, kind="social_worker", full_name="Dana Price", role="Social worker",
        organisation="Northgate Council", phone="01632 960 150",
    )  # fmt: skip
    operations.do(
        children.set_person, made.made_id, kind="carer", full_name="Jo Moss", role="Foster carer",
        organisation="Northgate Fostering", phone="01632 960 160",
    )  # fmt: skip
    return int(made.made_id)


def start_assessment(operations: Operations, child_id: int) -> int:
    """Start an IHA that the young person agreed to and can decide; return its id."""
    gate = GateAnswers("agreed", "yes", seen_where="home")
    return int(operations.do(consent_gate.start, child_id, today=TODAY, kind="IHA", gate=gate).made_id)


def _fill(session, assessment_id: int, answers, *, by: Actor, now) -> object:
    """Answer everything and write the plan, as one change: a hundred of them are slow."""
    for question_id, value in answers.items():
        assessments.record_answer(session, assessment_id, question_id, value, by=by, now=now)
    for need in complete_plan():
        made = plans.save_item(session, assessment_id, need, by=by, now=now)
    return made


def fill_assessment(operations: Operations, assessment_id: int) -> None:
    """Answer every question and write a plan."""
    entry = operations.ask(assessments.for_entry, assessment_id, today=TODAY)
    assert operations.do(_fill, assessment_id, complete_answers(entry.form, entry.facts))


def sign_assessment(operations: Operations, assessment_id: int, *, completed_on: date = TODAY) -> None:
    """Sign, giving a reason for whatever asks for one."""
    found = operations.ask(assessments.check, assessment_id, today=TODAY, completed_on=completed_on)
    assert not found.fix, found.fix
    reasons = {finding.id: "Talked through with the team" for finding in found.explain}
    assert operations.do(
        assessments.sign, assessment_id, today=TODAY, completed_on=completed_on, reasons=reasons
    )


class RecordRobot:
    """A person at one record."""

    def __init__(self, qtbot, record: ChildRecord) -> None:
        self._qtbot, self.record = qtbot, record

    def find(self, name: str) -> QWidget:
        """Return the control with this object name on the page shown, or in a dialog over it."""
        self._qtbot.waitUntil(lambda: self.sees(name))
        return [one for one in self.record.findChildren(QWidget, name) if one.isVisible()][-1]

    def sees(self, name: str) -> bool:
        return any(one.isVisible() for one in self.record.findChildren(QWidget, name))

    def words(self, name: str) -> str:
        found = self.find(name)
        assert isinstance(found, QLabel | QPushButton)
        return found.text()

    def all_words(self) -> str:
        """Return every word on the page."""
        labels = [label for label in self.record.findChildren(QLabel) if label.isVisible()]
        return "\n".join(label.text() for label in labels)

    def reads(self, words: str) -> None:
        """Wait until words stand on the page."""
        self._qtbot.waitUntil(lambda: words in self.all_words())

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        target: QObject = QApplication.focusWidget() or self.record
        self._qtbot.keyClick(target, key, modifiers)

    def control(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def alt(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.AltModifier)

    def check_and_sign(self) -> None:
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)

    def go_into(self, name: str) -> QWidget:
        """Put the keyboard into a control and return what has it."""
        target = self.find(name)
        self._qtbot.waitUntil(target.window().isActiveWindow)
        target.setFocus()
        self._qtbot.waitUntil(lambda: self.is_at(name))
        inner = QApplication.focusWidget()
        assert inner is not None
        return inner

    def type_into(self, name: str, text: str) -> None:
        """Put the keyboard into a control and type, replacing what stands there."""
        inner = self.go_into(name)
        self._qtbot.keyClick(inner, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self._qtbot.keyClicks(inner, text)

    def choose(self, name: str, number: int) -> None:
        """Choose among radio buttons by their digit."""
        self._qtbot.keyClicks(self.go_into(name), str(number))

    def click(self, name: str) -> None:
        """Press a button with the keyboard."""
        self._qtbot.keyClick(self.go_into(name), Qt.Key.Key_Space)

    def is_at(self, name: str) -> bool:
        """Return whether the keyboard is in a control or in something within it."""
        now = QApplication.focusWidget()
        while now is not None:
            if now.objectName() == name:
                return True
            now = now.parentWidget()
        return False

    def come_back(self) -> None:
        """Do what a window manager does when a dialog closes, which there is none of without a screen."""
        window = self.record.window()
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow)

    def shows(self, page: str) -> bool:
        here = self.record.place()
        return isinstance(here, Place) and here.page == page


__all__ = [
    "SAM",
    "RecordRobot",
    "a_workplace",
    "add_mara",
    "fill_assessment",
    "sign_assessment",
    "start_assessment",
]
