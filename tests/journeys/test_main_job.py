"""The main job through the real window, by key press: from no file at all to the GP's page read back.

Of each kind of question one is typed, and the other answers are given in one change; LAC_TRACKER_TORTURE=1000
(`make torture`) types every answer.
"""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lac_tracker import app
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.forms import visible_questions
from lac_tracker.domain.standing import Status
from lac_tracker.services import assessments, caseload
from lac_tracker.ui import theme
from lac_tracker.ui.screens import import_choose
from lac_tracker.ui.screens.preview import PreviewPage
from tests.complete_answers import complete_answers, complete_plan
from tests.dirty_returns import make_return
from tests.robots import CONTROL, SHIFT, Person
from tests.robots_lists import quick_keys

NOW = datetime(2025, 3, 20, 9, 30, tzinfo=UTC)
IS_TORTURE = bool(os.environ.get("LAC_TRACKER_TORTURE"))  # every answer is typed
PASSPHRASE = "seven calm otters swimming"


@pytest.fixture
def desktop(qtbot, qapp, monkeypatch):
    """Return a function that opens the window on a caseload, as the program does."""
    quick_keys(monkeypatch)
    theme.apply(qapp, "light", 100)
    windows = []

    def open_window(path: Path | None) -> Person:
        window = app.build_window(path, lambda: NOW)
        windows.append(window)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.isActiveWindow() and qapp.focusWidget() is not None)
        return Person(qtbot, window)

    yield open_window
    for window in windows:
        window.close()
        window.deleteLater()


def set_up(person: Person, path: Path, folder: Path) -> None:
    """Create a caseload with its recovery sheet."""
    person.type("setup.filePath", str(path))
    person.press(Qt.Key.Key_Return)
    person.type("setup.name", "Sam Iqbal")
    person.press(Qt.Key.Key_Tab)
    person.choose("setup.registration", 1)
    person.push("setup.next")
    person.type("setup.pass1", PASSPHRASE)
    person.type("setup.pass2", PASSPHRASE)
    person.press(Qt.Key.Key_Return)
    person.type("setup.service.name", "Northgate LAC health team")
    person.press(Qt.Key.Key_Return)
    person.type("setup.sheetPath", str(folder / "recovery.pdf"))
    person.push("setup.saveSheet")
    person.tick("setup.sheetSafe")
    person.push("setup.next")
    person.sees("No children yet")


def sign_in(person: Person) -> None:
    person.type("auth.pass", PASSPHRASE)
    person.press(Qt.Key.Key_Return)
    person.find("due.table" if person.shown("due.table") else "shell.nav")


def import_folder(person: Person, folder: Path, *, children: int) -> None:
    """Import the return of a folder, so that at least this many children are held."""
    person.press(Qt.Key.Key_9, CONTROL)
    with pytest.MonkeyPatch.context() as patched:  # the dialog of the system
        patched.setattr(import_choose, "choose_folder", lambda _parent: [folder])
        person.push("imp.pickFolder")
    person.sees("Step 3 of 5: Check")
    person.push("imp.next")

    def it_says_so() -> None:
        assert "mported" in person.words()

    def all_are_held() -> None:
        assert how_many(person) >= children, person.words()

    person.qtbot.waitUntil(it_says_so, timeout=30_000)  # to count over and over would hold the import up
    person.qtbot.waitUntil(all_are_held, timeout=30_000)
    person.sees("mported")


def how_many(person: Person) -> int:
    operations = person.window.workplace.operations
    return operations.ask(caseload.due_list, today=NOW.date()).children


def open_child(person: Person, search: str) -> None:
    person.press(Qt.Key.Key_3, CONTROL)
    person.type("kids.filter", search)
    person.pick_row("kids.table", search)
    person.press(Qt.Key.Key_Return)
    person.find("sum.next")


def an_open_child_of_ten_or_more(person: Person) -> caseload.DueItem:
    """Return an imported child whose initial assessment is overdue, and whom the form for 10 and over fits."""
    workplace = person.window.workplace
    found = workplace.operations.ask(
        caseload.due_list, today=workplace.today(), statuses=frozenset({Status.OVERDUE})
    ).rows
    return next(row for row in found if date(2009, 1, 1) < row.born < date(2014, 1, 1))


def complete(person: Person, assessment_id: int) -> None:
    """Answer the whole form as questions appear: each kind of question once by key press, or all in a torture run."""
    operations = person.window.workplace.operations
    answered: set[str] = set()
    kinds: set[str] = set()
    while True:
        entry = operations.ask(assessments.for_entry, assessment_id, today=NOW.date())
        wanted = complete_answers(entry.form, entry.facts)
        dates = {one.id for section in entry.form.sections for one in section.questions if one.type == "date"}
        wanted |= dict.fromkeys(dates & set(wanted), "2025-02-20")
        shown = [
            question
            for question in visible_questions(
                entry.form, dict(entry.answers) | {k: wanted[k] for k in answered if k in wanted}, entry.facts
            )
            if question.id in wanted and question.id not in answered and question.id not in entry.answers
        ]
        if not shown:
            return
        if not (wanting := [one for one in shown if IS_TORTURE or one.type not in kinds]):
            assert operations.do(give, assessment_id, {one.id: wanted[one.id] for one in shown})
            continue
        question = wanting[0]
        section = next(one for one in entry.form.sections if question in one.questions)
        go_to_section(person, section.number)
        here = [one for one in wanting if one in section.questions]
        for one in here:
            if one.type in kinds and not IS_TORTURE:
                continue
            if not person.shown(one.id):
                break
            person.answer(one, wanted[one.id])
            answered.add(one.id)
            kinds.add(one.type)
        assert here[0].id in answered, here[0].id
        person.press(Qt.Key.Key_S, CONTROL)
        operations.wait_for_saves()


def give(session, assessment_id: int, given: dict, *, by, now):
    """Answer many questions in one change."""
    for question_id, value in given.items():
        changes = assessments.record_answer(session, assessment_id, question_id, value, by=by, now=now)
    return changes


def go_to_section(person: Person, number: int) -> None:
    """Ctrl+G, then the number of the section."""
    person.press(Qt.Key.Key_G, CONTROL)
    listed = QApplication.focusWidget()
    person.qtbot.keyClick(listed, Qt.Key.Key_Home)
    for _ in range(number - 1):
        person.qtbot.keyClick(listed, Qt.Key.Key_Down)
    person.qtbot.keyClick(listed, Qt.Key.Key_Return)


def write_plan(person: Person, name: str, practice: str) -> None:
    """Two needs, by key press in the item editor; the form's own Ctrl+I opens it."""
    for need in complete_plan(practice=practice, today=NOW.date()):
        outcome = need.outcomes[0]
        person.press(Qt.Key.Key_I, CONTROL)
        person.type("item.need", need.title)
        person.type("item.found", need.found)
        person.type("item.outcome", outcome.text.replace("Mara", name))
        person.type("item.measure", outcome.measure.replace("Mara", name))
        for number, action in enumerate(outcome.actions, 1):
            if number > 1:
                person.push("item.addAction")
            person.type(f"item.action{number}.text", action.text.replace("Mara", name))
            person.type(f"item.action{number}.person", action.person)
            person.press(Qt.Key.Key_Tab)
            person.type(f"item.action{number}.role", action.role)
            person.type(f"item.action{number}.organisation", action.organisation)
            person.type(f"item.action{number}.by", "+4w")
            person.press(Qt.Key.Key_Tab)
        person.type("item.review", "+3m")
        person.press(Qt.Key.Key_Tab)
        person.choose("item.agreedChild", 1)
        person.press(Qt.Key.Key_Return, CONTROL)
        person.qtbot.waitUntil(lambda: not person.shown("item.need"), timeout=5_000)


def check_and_sign(person: Person) -> None:
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


def name_child(person: Person, council_id: str) -> None:
    """Open a child and enter who it is and where its GP is."""
    open_child(person, council_id)
    person.press(Qt.Key.Key_F2)
    person.type("details.family", "Baptiste")
    person.type("details.given", "Amara")
    person.type("details.nhs", "9990123454")
    person.press(Qt.Key.Key_Return, CONTROL)
    person.sees("BAPTISTE, Amara")
    person.push("sum.practice")
    person.type("details.practice.name", "Mill Road Surgery")
    person.type("details.practice.ods", "Y90001")
    person.press(Qt.Key.Key_Return, CONTROL)
    person.sees("Mill Road Surgery")


def start_assessment(person: Person) -> None:
    """From the record: through the consent gate, into the form."""
    person.find("sum.next")
    person.press(Qt.Key.Key_Return, CONTROL)
    person.choose("gate.own", 1)
    person.choose("gate.canDecide", 1)
    person.push("gate.start")
    person.find("form.sections")


def assess_and_sign(person: Person, child_id: int) -> None:
    """Fill in the form, write the plan, sign."""
    complete(person, person.window.workplace.operations.ask(assessments_of, child_id))
    go_to_section(person, 14)
    write_plan(person, "Mara", "Mill Road Surgery")
    check_and_sign(person)
    person.sees("Signed. Made: GP summary, plan, Amara’s version.")


def save_page(person: Person, saved: Path, monkeypatch) -> list[str]:
    """Save the page of the GP, and return the words of each page."""
    monkeypatch.setattr(PreviewPage, "choose_file", classmethod(lambda _cls, _parent, _suggested: saved))
    person.push("pv.save")
    person.qtbot.waitUntil(saved.exists, timeout=20_000)
    return [page.extract_text() for page in pypdf.PdfReader(saved).pages]


def check_page(pages: list[str], row: caseload.DueItem) -> None:
    assert len(pages) == 1
    for words in (
        "Amara BAPTISTE",
        "999 012 3454",
        show_date(row.born),
        "Page 1 of 1",
        "Mill Road Surgery",
        "Sam Iqbal",
        "Give the HPV vaccine",
    ):
        assert words in pages[0], words


def statuses_of(person: Person, child_id: int) -> dict[str, Status]:
    operations = person.window.workplace.operations
    rows = operations.ask(caseload.due_list, today=NOW.date(), statuses=frozenset(Status)).rows
    return {one.assessment: one.status for one in rows if one.child_id == child_id}


def test_from_no_file_to_the_page_of_the_gp(desktop, tmp_path, monkeypatch):
    folder = tmp_path / "2025"
    expected = make_return(folder, year=2025)
    path = tmp_path / "team.lac"
    person = desktop(None)
    set_up(person, path, tmp_path)
    assert "recovery" in (tmp_path / "recovery.pdf").name
    person.window.close()

    person = desktop(path)
    sign_in(person)
    import_folder(person, folder, children=len(expected.born))
    person.sees(f"{len(expected.refused)} rows left out: they could not be read")

    row = an_open_child_of_ten_or_more(person)
    name_child(person, row.council_id)
    person.press(Qt.Key.Key_2, CONTROL)
    person.pick_row("due.table", "BAPTISTE, Amara")
    person.press(Qt.Key.Key_Return)
    start_assessment(person)
    assess_and_sign(person, row.child_id)
    check_page(save_page(person, tmp_path / "gp.pdf", monkeypatch), row)
    assert statuses_of(person, row.child_id) == {"IHA": Status.COMPLETED_LATE, "RHA": Status.ON_TRACK}


if SAMPLES := os.environ.get("LAC_TRACKER_SSDA903_SAMPLES"):  # collected only where they are given

    def test_one_child_of_a_whole_county_from_the_import_to_the_page_of_the_gp(
        desktop, tmp_path, monkeypatch
    ):
        person = desktop(None)
        set_up(person, tmp_path / "team.lac", tmp_path)
        import_folder(person, Path(SAMPLES) / "fake-2018", children=2_675)
        row = an_open_child_of_ten_or_more(person)
        name_child(person, row.council_id)

        person.press(Qt.Key.Key_2, CONTROL)
        person.sees("with no assessment history yet")
        person.type("due.filter", "baptiste")
        person.pick_row("due.table", "BAPTISTE, Amara")
        person.press(Qt.Key.Key_Return)
        start_assessment(person)
        assess_and_sign(person, row.child_id)
        check_page(save_page(person, tmp_path / "gp.pdf", monkeypatch), row)
        assert statuses_of(person, row.child_id)[row.assessment] is Status.COMPLETED_LATE


def assessments_of(session, child_id, *, by, now):
    from lac_tracker.storage import assessments as stored

    return stored.of_child(session, child_id)[-1].id


assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
