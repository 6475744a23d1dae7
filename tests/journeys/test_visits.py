"""Six visits through the real window, by key press: each ends in the right status and the right words on paper."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import reading
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lac_tracker import app
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.standing import Overlay, Status
from lac_tracker.services import assessments, caseload, plans, sign_in
from lac_tracker.services.sign_in import Opened
from lac_tracker.storage import children as stored_children
from lac_tracker.storage import database as storage
from lac_tracker.ui import theme
from lac_tracker.ui.screens.preview import PreviewPage
from tests import builders, reviews
from tests.complete_answers import complete_answers, complete_plan
from tests.conftest import PASSPHRASE, SAM, TODAY
from tests.robots import CONTROL, SHIFT, Person, field_text, rows_of

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
ALT = Qt.KeyboardModifier.AltModifier


class Office:
    """One caseload; the doctor's window opens on it at any moment."""

    def __init__(self, qtbot, qapp, path, keys):
        self._qtbot, self._qapp, self._path, self._keys, self._windows = qtbot, qapp, path, keys, []

    def open(self, child_id: int, at: datetime = NOW) -> Person:
        """Return the doctor at a child's record."""
        window = app.build_window(self._path, lambda: at)
        self._windows.append(window)
        window.resize(1366, 768)
        database = storage.open_caseload(self._path, self._keys, at)
        window.sign_in.opened.emit(self._path, Opened(database, SAM, self._keys, is_demonstration=False))
        window.show()
        window.activateWindow()
        self._qtbot.waitUntil(lambda: window.isActiveWindow() and self._qapp.focusWidget() is not None)
        window.shell.open_child(child_id)
        person = Person(self._qtbot, window)
        person.find("sum.next")
        return person

    def close(self) -> None:
        for window in self._windows:
            window.close()
            window.deleteLater()


@pytest.fixture
def office(qtbot, qapp, caseload_path, keys, monkeypatch):
    theme.apply(qapp, "light", 100)
    # What argon2id costs is tested elsewhere; here it only has to be the right words.
    monkeypatch.setattr(sign_in, "confirm_passphrase", lambda _path, _user, typed, **_now: _same(typed))
    place = Office(qtbot, qapp, caseload_path, keys)
    yield place
    place.close()


@pytest.fixture
def child(database):
    """Return a function that adds a child of some age, 20 days in care, with a GP practice."""

    def add(years: int, **fields) -> int:
        born = date(TODAY.year - years, 1, 20)
        made = builders.a_child(database, born=born, **fields)
        builders.write(
            database, builders.children.set_gp_practice, made, name="Mill Road Surgery", ods_code="Y90001",
            address="2 Mill Road", phone="", confirmed_on=TODAY,
        )  # fmt: skip
        builders.write(
            database, builders.children.change_details, made, family_name="Baptiste", given_name="Amara",
            preferred_name="Mara", nhs_number="9990123454",
        )  # fmt: skip
        return made

    return add


def _same(typed: str) -> None:
    assert typed == PASSPHRASE


class Presses:
    """Counts what is pressed; free text is not counted."""

    def __init__(self, person: Person) -> None:
        self.person, self.count = person, 0

    def __call__(self, key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        self.count += 1
        self.person.press(key, modifiers)


def the_row(person: Person, child_id: int, kind: str) -> caseload.DueItem:
    operations = person.window.workplace.operations
    rows = operations.ask(caseload.due_list, today=TODAY, statuses=frozenset(Status)).rows
    return next(one for one in rows if one.child_id == child_id and one.assessment == kind)


def is_listed_overdue(person: Person, child_id: int, kind: str) -> bool:
    operations = person.window.workplace.operations
    rows = operations.ask(caseload.due_list, today=TODAY + timedelta(days=40)).rows
    return any(one.child_id == child_id and one.assessment == kind for one in rows)


def an_open_assessment(person: Person, child_id: int) -> int:
    from lac_tracker.storage import assessments as stored

    def ids(session, child_id, *, by, now):
        return [one.id for one in stored.of_child(session, child_id) if one.state in stored.OPEN_STATES]

    return person.window.workplace.operations.ask(ids, child_id)[-1]


def fill_the_rest(person: Person, assessment_id: int, **changed) -> None:
    """Answer whatever is still open and write a plan, as one change: the main job's journey types them."""
    operations = person.window.workplace.operations
    entry = operations.ask(assessments.for_entry, assessment_id, today=TODAY)
    wanted = complete_answers(entry.form, entry.facts) | changed | dict(entry.answers)
    plan = complete_plan(practice="Mill Road Surgery", today=TODAY)

    def fill(session, *, by, now):
        for question_id, value in wanted.items():
            if question_id not in entry.answers:
                assessments.record_answer(session, assessment_id, question_id, value, by=by, now=now)
        held = {need.title for need in plans.plan.__wrapped__(session, assessment_id, by=by, now=now)}
        for need in plan:
            if need.title not in held:
                changes = plans.save_item(session, assessment_id, need, by=by, now=now)
        return changes

    assert operations.do(fill)


def sign(person: Person) -> None:
    """Check and sign, with a reason wherever one is asked for."""
    person.press(Qt.Key.Key_Return, CONTROL | SHIFT)
    person.find("sign.go")
    number = 1
    while person.shown(f"sign.reason.{number}"):
        person.type(f"sign.reason.{number}", "Talked through with the team")
        person.press(Qt.Key.Key_Tab)
        number += 1
    person.type("sign.date", "today")
    person.press(Qt.Key.Key_Tab)
    person.type("sign.pass", PASSPHRASE)
    person.push("sign.go")
    person.sees("Signed.")


def save_paper(person: Person, file: Path, monkeypatch) -> str:
    """Save the paper in the preview and return its words."""
    monkeypatch.setattr(PreviewPage, "choose_file", classmethod(lambda *_: file))
    person.push("pv.save")
    person.qtbot.waitUntil(file.exists, timeout=20_000)
    return reading.text_of(file.read_bytes())


def save_chronology(person: Person, file: Path, monkeypatch) -> str:
    person.press(Qt.Key.Key_0, ALT)
    person.push("chr.print")
    return save_paper(person, file, monkeypatch)


def in_dialog(person: Person) -> None:
    """Wait until the keyboard is in a dialog over the window."""

    def is_there() -> bool:
        held = QApplication.focusWidget()
        return held is not None and held.window() is not person.window and held.window().isActiveWindow()

    person.qtbot.waitUntil(is_there, timeout=5_000)


def start(person: Person, own: Qt.Key, can_decide: Qt.Key) -> Presses:
    """From the record into the form: 4 presses."""
    press = Presses(person)
    person.find("sum.next")
    press(Qt.Key.Key_Return, CONTROL)
    person.find("gate.own")
    press(own)
    press(can_decide)
    press(Qt.Key.Key_Return)
    person.find("form.sections")
    return press


def test_initial_assessment_of_a_two_year_old_with_the_carers_delegated_consent(
    office, child, tmp_path, monkeypatch
):
    toddler = child(2)
    person = office.open(toddler)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.push("gate.record")
    person.choose("gate.pr.giver", 4)
    person.type("gate.pr.name", "Jo Moss")
    person.choose("gate.own", 4)
    person.push("gate.start")
    person.type("matters", "Settles when the dog comes in")
    person.press(Qt.Key.Key_Tab)
    made = an_open_assessment(person, toddler)
    fill_the_rest(
        person, made, own_consent_not_asked_why="Two years old", matters_kind="seen", alone="too_young"
    )
    sign(person)
    page = save_paper(person, tmp_path / "gp.pdf", monkeypatch)
    assert "Jo Moss (delegated carer)" in page
    assert "too young or not able" in page
    assert the_row(person, toddler, "IHA").status is Status.COMPLETED_IN_TIME
    review = the_row(person, toddler, "RHA")
    assert review.due == date(2026, 9, 4)  # six months on: under five


def test_a_young_person_consents_alone_stops_in_the_car_and_goes_on_next_day(
    office, child, tmp_path, monkeypatch
):
    young = child(15)
    person = office.open(young)
    press = start(person, Qt.Key.Key_2, Qt.Key.Key_1)
    person.type("matters", "I want to stay at my school")
    press(Qt.Key.Key_P, CONTROL | SHIFT)
    in_dialog(person)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    assert press.count == 7
    person.sees("Paused.")
    row = the_row(person, young, "IHA")
    assert Overlay.PART_DONE in row.overlays
    assert row.status not in (Status.COMPLETED_IN_TIME, Status.COMPLETED_LATE)
    made = an_open_assessment(person, young)
    person.window.close()

    person = office.open(young, TOMORROW)
    press = Presses(person)
    press(Qt.Key.Key_Return, CONTROL)
    assert press.count == 1
    person.find("form.sections")
    person.sees("You're back in section 1")
    assert QApplication.focusWidget().objectName() == "matters"
    assert field_text(person.find("matters")) == "I want to stay at my school"
    fill_the_rest(person, made)
    sign(person)
    page = save_paper(person, tmp_path / "gp.pdf", monkeypatch)
    assert "15, agreed to some of it and can decide" in page
    assert "I want to stay at my school" in page
    assert the_row(person, young, "IHA").status is Status.COMPLETED_IN_TIME


def test_initial_assessment_of_an_unaccompanied_young_person_with_an_interpreter(
    office, child, database, tmp_path, monkeypatch
):
    young = child(16)
    with database.writing(Entry(SAM, NOW, "set up")) as session:
        stored_children.change(
            session, young, {"is_unaccompanied": True, "first_language": "tir", "language_state": "recorded", "interpreter_needed": "yes"}
        )  # fmt: skip
    person = office.open(young)
    assert "Interpreter" in person.words()
    person.press(Qt.Key.Key_2, ALT)
    person.press(Qt.Key.Key_B, CONTROL)
    person.type("book.on", "+2d")
    person.choose("book.interpreter", 2)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.qtbot.waitUntil(lambda: not person.shown("book.on"))
    assert the_row(person, young, "IHA").interpreter_missing
    person.push("asm.interpreter")
    person.choose("interpreter.choice", 3)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.qtbot.waitUntil(lambda: not the_row(person, young, "IHA").interpreter_missing)

    person.press(Qt.Key.Key_1, ALT)
    person.find("sum.next")
    person.press(Qt.Key.Key_Return, CONTROL)
    assert person.find("gate.interpreter").text() == "Needed: Tigrinya"
    person.press(Qt.Key.Key_Escape)
    start(person, Qt.Key.Key_1, Qt.Key.Key_1)
    person.type("matters", "I want to go to college")
    person.press(Qt.Key.Key_Tab)
    made = an_open_assessment(person, young)
    fill_the_rest(person, made, interpreter_needed="yes", interpreter_used="yes", language="Tigrinya")
    sign(person)
    page = save_paper(person, tmp_path / "gp.pdf", monkeypatch)
    assert "Tigrinya" in page
    assert "interpreter" in page.casefold()
    assert the_row(person, young, "IHA").status is Status.COMPLETED_IN_TIME


def test_a_review_closes_carries_and_drops_items_of_the_last_plan(
    office, child, database, tmp_path, monkeypatch
):
    young = child(14, became_looked_after=date(2025, 2, 20))
    reviews.an_assessment(database, young, kind="IHA", on=reviews.LAST, plan=reviews.six_items())
    person = office.open(young)
    assert the_row(person, young, "RHA").due == date(2026, 3, 11)
    press = Presses(person)
    press(Qt.Key.Key_2, ALT)
    person.find("asm.table")
    press(Qt.Key.Key_N, CONTROL)
    person.find("gate.own")
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Return)
    person.find("form.sections")
    person.find("prev.table")
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_1, Qt.Key.Key_6):
        press(key)
    person.sees("6 of 6 marked")
    assert press.count <= 13
    said = {
        2: "One filling is left", 3: "Inhaler lost in the move", 4: "Grown out of it", 6: "The Leeds team has it",
    }  # fmt: skip
    for number, words in said.items():
        say_of_item(person, number, words)
    made = an_open_assessment(person, young)
    fill_the_rest(person, made)
    agree_carried(person, made)
    sign(person)
    person.press(Qt.Key.Key_PageDown, CONTROL)
    paper = save_paper(person, tmp_path / "plan.pdf", monkeypatch)
    assert "How the last plan went" in paper
    for words in (
        *said.values(),
        "Met",
        "Partly met",
        "No longer needed",
        "Transferred",
        "first agreed 11-Mar-2025",
    ):
        assert words in paper, words
    assert the_row(person, young, "RHA").due == date(2027, 3, 4)
    held = builders.ask(database, plans.plan, made, by=SAM)
    carried = [one for need in held for one in need.outcomes if one.carried_count]
    assert [one.text for one in carried] == ["Teeth is better", "Asthma is better"]
    assert {one.first_agreed_on for one in carried} == {reviews.LAST}


def say_of_item(person: Person, number: int, words: str) -> None:
    """Say what belongs to the mark of an item of the last plan."""
    person.go(f"prev.row.{number}")
    person.press(Qt.Key.Key_N)
    person.type("prev.whyNot", words)
    if person.shown("prev.newDate"):
        person.type("prev.newDate", "+12w")
    person.press(Qt.Key.Key_Tab)


def agree_carried(person: Person, assessment_id: int) -> None:
    """Agree the carried items anew and give their actions new days, as the editor of the item would."""
    operations = person.window.workplace.operations
    for need in operations.ask(plans.plan, assessment_id):
        outcomes = tuple(
            replace(
                one, agreed_child="yes", review_on=one.review_on or TODAY + timedelta(days=90),
                actions=tuple(replace(action, by=TODAY + timedelta(days=42)) for action in one.actions),
            )
            for one in need.outcomes
        )  # fmt: skip
        assert operations.do(plans.save_item, assessment_id, replace(need, outcomes=outcomes))


def test_a_young_person_says_no_and_stays_on_the_list(office, child, tmp_path, monkeypatch):
    young = child(15)
    person = office.open(young)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.find("gate.own")
    person.press(Qt.Key.Key_3)
    person.type("declined.said", "Not before my exams")
    person.choose("declined.canDecide", 1)
    person.type("declined.again", "+6w")
    person.press(Qt.Key.Key_Tab)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.sees("Declined for now")
    row = the_row(person, young, "IHA")
    assert Overlay.DECLINED in row.overlays
    assert row.status not in (Status.COMPLETED_IN_TIME, Status.COMPLETED_LATE, Status.EXCLUDED)
    assert row.waiting_on.value == "young_person"
    assert is_listed_overdue(person, young, "IHA")
    paper = save_chronology(person, tmp_path / "chronology.pdf", monkeypatch)
    assert "declined" in paper.casefold()
    assert "15-Apr-2026" in paper


def test_a_child_who_was_not_brought_stays_on_the_list_with_a_next_step(office, child, tmp_path, monkeypatch):
    young = child(7)
    person = office.open(young)
    person.press(Qt.Key.Key_2, ALT)
    person.press(Qt.Key.Key_B, CONTROL)
    person.type("book.on", "today")
    person.type("book.place", "Northgate clinic")
    person.press(Qt.Key.Key_Return, CONTROL)
    person.qtbot.waitUntil(lambda: not person.shown("book.on"))
    person.push("asm.outcome")
    person.choose("outcome.what", 3)
    person.press(Qt.Key.Key_Return, CONTROL)
    assert person.shown("outcome.step"), "a next step is required"
    person.type("outcome.step", "Ring the carer and offer a home visit")
    person.type("outcome.stepBy", "Nadia Rahman, nurse")
    person.type("outcome.stepOn", "+3d")
    person.press(Qt.Key.Key_Tab)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.qtbot.waitUntil(lambda: not person.shown("outcome.step"))
    row = the_row(person, young, "IHA")
    assert row.status not in (Status.COMPLETED_IN_TIME, Status.COMPLETED_LATE, Status.EXCLUDED)
    assert is_listed_overdue(person, young, "IHA")
    assert any("Was not brought" in one for one in rows_of(person.find("asm.appointments")))
    paper = save_chronology(person, tmp_path / "chronology.pdf", monkeypatch)
    assert "was not brought" in paper.casefold()
