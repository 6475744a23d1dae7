"""The Monday list of the council through the real window, by key press: D1, D2 and D5 of screens.md, with their presses."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QRadioButton, QWidget

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.list_import import Decisions
from lac_tracker.services import caseload, import_history, import_letters, information, list_imports
from lac_tracker.ui.screens import import_choose
from lac_tracker.ui.screens.import_sources import NEW
from tests.conftest import NOW, TODAY, TOM
from tests.robots_lists import Lists, a_window

COUNCIL = "Northants"
COLUMNS = "Child ID,NHS No,Surname,Forename,DOB,Sex,Date became LAC,Placement address,Placement postcode,Social worker"
HELD = (
    "101,9990000018,Baptiste,Amara,12/06/2011,F,26/01/2026,1 Mill Road,AA1 1AA,Priya Shah",
    "102,9990000026,Khan,Sana,03/09/2014,F,02/02/2026,2 Mill Road,AA1 1AA,Priya Shah",
    "103,9990000034,Morgan,Lily,19/05/2016,F,05/01/2026,3 Mill Road,AA1 1AA,Priya Shah",
    "104,9990000042,Turner,Kai,12/07/2008,M,12/01/2026,4 Mill Road,AA1 1AA,Priya Shah",
    "105,9990000050,Amadi,Chidi,01/02/2012,M,09/02/2026,5 Mill Road,AA1 1AA,Priya Shah",
    "106,9990000069,O'Brien,Niamh,14/11/2013,F,16/02/2026,6 Mill Road,AA1 1AA,Priya Shah",
    "107,9990000077,Novak,Petra,30/03/2015,F,23/02/2026,7 Mill Road,AA1 1AA,Priya Shah",
    "108,9990000085,Osei,Kofi,08/08/2010,M,19/01/2026,8 Mill Road,AA1 1AA,Priya Shah",
)
# 6 new, 5 changed, 1 the same, 2 close matches (day and month swapped; the name spelled otherwise), 1 that can't be read.
MONDAY = (
    "201,,Adeyemi,Tola,21/01/2017,F,27/02/2026,11 High Street,AA1 2BB,Jo Reed",
    "202,,Byrne,Sean,22/02/2012,M,27/02/2026,12 High Street,AA1 2BB,Jo Reed",
    "203,,Cole,Ruby,23/03/2013,F,28/02/2026,13 High Street,AA1 2BB,Jo Reed",
    "204,,Dube,Themba,24/04/2014,M,28/02/2026,14 High Street,AA1 2BB,Jo Reed",
    "205,,Evans,Cerys,25/05/2015,F,01/03/2026,15 High Street,AA1 2BB,Jo Reed",
    "206,,Fofanah,Isatu,26/06/2016,F,01/03/2026,16 High Street,AA1 2BB,Jo Reed",
    "101,9990000018,Baptiste,Amara,12/06/2011,F,26/01/2026,1 Mill Road,AA1 1AA,Jo Reed",
    "102,9990000026,Khan,Sana,03/09/2014,F,02/02/2026,2 Mill Road,AA1 1AA,Jo Reed",
    "209,,Wright,Alex,31/02/2015,M,01/03/2026,17 High Street,AA1 2BB,Jo Reed",
    "103,9990000034,Morgan,Lily,19/05/2016,F,05/01/2026,3 Mill Road,AA1 1AA,Jo Reed",
    "105,9990000050,Amadi,Chidi,01/02/2012,M,09/02/2026,21 New Road,AA1 3CC,Priya Shah",
    ",,Turner,Kai,07/12/2008,M,12/01/2026,4 Mill Road,AA1 1AA,Priya Shah",
    ",,OBrian,Niamh,14/11/2013,F,16/02/2026,6 Mill Road,AA1 1AA,Priya Shah",
    "107,9990000077,Novak,Petra,30/03/2015,F,23/02/2026,22 New Road,AA1 3CC,Priya Shah",
    "108,9990000085,Osei,Kofi,08/08/2010,M,19/01/2026,8 Mill Road,AA1 1AA,Priya Shah",
)


@pytest.fixture
def robot(database, caseload_path, qtbot, tmp_path, monkeypatch):
    """The administrator at the window, after the list of the week before came in with the same columns."""
    from lac_tracker.domain import list_fields
    from lac_tracker.exchange.list_reading import read_list

    received = read_list("council_lac_w09.csv", "\n".join((COLUMNS, *HELD)).encode())
    matching = list_fields.guess(received.columns, received.rows)
    with database.writing(Entry(TOM, NOW)) as session:
        list_imports.import_list(
            session, received, matching, Decisions(), council=COUNCIL, by=TOM, now=NOW, today=TODAY
        )
    path = tmp_path / "council_lac_w10.csv"
    path.write_text("\n".join((COLUMNS, *MONDAY)), encoding="utf-8")
    monkeypatch.setattr(import_choose, "choose_files", lambda _parent: [path])
    with a_window(caseload_path) as window:
        window.resize(1366, 768)
        yield Lists(window, qtbot).signed_in(caseload_path, database, TOM)


class Presses:
    """Counts the keys as a person presses them, and waits for what they cause."""

    def __init__(self, robot: Lists) -> None:
        self.robot, self.count = robot, 0

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        self.count += 1
        self.robot.press(key, *modifiers)

    def control(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def on_step(self, number: int) -> None:
        self.robot.until(lambda: self.robot.text("imp.place").startswith(f"Step {number} of 5"))


def dialog(robot: Lists) -> QDialog:
    robot.until(lambda: isinstance(QApplication.activeWindow(), QDialog))
    found = QApplication.activeWindow()
    assert isinstance(found, QDialog)
    return found


def names(robot: Lists) -> list[str]:
    children = robot.window.workplace.operations.ask(caseload.children, today=TODAY)
    return sorted(one.shown_name for one in children)


def test_the_list_of_monday_its_letters_and_a_wrong_one_undone(robot):
    held = names(robot)
    assert len(held) == 8

    # D1: 8 to 11 presses, no child twice. Choosing in the dialog of the system is the press that it takes there.
    keys = Presses(robot)
    keys.control(Qt.Key.Key_9)
    assert robot.focused_name == "imp.pick"
    keys.press(Qt.Key.Key_Return)
    keys.count += 1
    keys.on_step(2)
    assert robot.text("imp.matched").startswith(f"Remembered for {COUNCIL}")
    assert robot.text("imp.dateExample") == "21/01/2017 means 21-Jan-2017"
    keys.press(Qt.Key.Key_Return)
    keys.on_step(3)
    counts = {
        one: robot.text(f"imp.count.{one}") for one in ("new", "changed", "same", "close_match", "refused")
    }
    assert counts == {"new": "6", "changed": "5", "same": "1", "close_match": "2", "refused": "1"}
    assert names(robot) == held  # nothing is saved yet
    assert robot.find("imp.next").words() == "Continue with 12 rows"
    keys.press(Qt.Key.Key_Return)
    keys.on_step(4)
    assert later(robot)  # the safe choice stands until somebody decides
    keys.press(Qt.Key.Key_1)  # day and month swapped: the same child, keep ours; goes on to the next one
    keys.press(Qt.Key.Key_1)
    assert robot.focused_name == "imp.next"
    assert robot.find("imp.next").words() == "Import 11 rows"  # the two that keep ours change nothing
    keys.press(Qt.Key.Key_Return)
    keys.on_step(5)
    assert 8 <= keys.count <= 11, keys.count
    check_what_was_done(robot)
    take_back(robot, held)
    import_again(robot)
    ask_for_consent(robot)


def take_back(robot, held):
    """D2: from anywhere to the import undone in 4 presses."""
    robot.control(Qt.Key.Key_2)
    keys = Presses(robot)
    keys.control(Qt.Key.Key_9)
    keys.control(Qt.Key.Key_Tab)
    robot.until(lambda: robot.text("imp.earlier.counts").endswith("6 new, 5 changed, 1 refused."))
    keys.control(Qt.Key.Key_Return)
    assert "council_lac_w10.csv" in dialog(robot).windowTitle()  # it is named before it is undone
    keys.control(Qt.Key.Key_Return)
    robot.until(lambda: names(robot) == held)
    assert keys.count == 4
    (undone, before) = robot.window.workplace.operations.ask(import_history.imports)
    assert undone.undone.startswith("Undone on 04-Mar-2026 by Tom Leigh")
    assert before.may_undo


def import_again(robot):
    """The same list once more, with nothing decided."""
    robot.window.activateWindow()  # a window manager does this when a dialog closes; offscreen has none
    robot.until(lambda: robot.focused_name == "imp.earlier")
    while robot.shell.shown.tab != NEW:
        robot.control(Qt.Key.Key_Tab)
    robot.until(lambda: robot.text("imp.place").startswith("Step 1") and robot.focused_name == "imp.pick")
    for step in (2, 3, 4, 5):
        robot.press(Qt.Key.Key_Return) if step == 2 else robot.control(Qt.Key.Key_Return)
        robot.until(lambda step=step: robot.text("imp.place").startswith(f"Step {step} of 5"))
    assert robot.text("imp.later") == "2 left for later (close match)"


def check_what_was_done(robot):
    assert len(names(robot)) == 14
    assert len(set(names(robot))) == 14  # nobody twice
    assert robot.text("imp.result").startswith("Imported ")
    assert robot.text("imp.result").endswith("from council_lac_w10.csv at 09:30")
    assert robot.text("imp.created").startswith("6 new children. 28-day clocks have started: earliest due ")
    assert robot.text("imp.result").startswith("Imported 11 rows")
    assert robot.text("imp.same") == "3 unchanged"  # two of them keep ours
    assert robot.text("imp.notTaken") == "1 left out (row 10)"


def ask_for_consent(robot):
    """D5: one press makes the letters, and starts the clock of the replies that Contacts shows."""
    assert robot.focused_name == "imp.letters"
    assert robot.text("imp.noConsent") == "6 have no consent yet"
    operations = robot.window.workplace.operations
    import_id = robot.shell.shown.body.finish.import_id
    new = operations.ask(import_letters.waiting, import_id)
    robot.press(Qt.Key.Key_Return)
    robot.until(lambda: not robot.shell.shown.body.finish.letters.is_running)
    assert robot.text("imp.lettersNow").startswith(
        "12 letters made for 6 children. Replies are due 18-Mar-2026"
    )
    for child in new:
        (asked,) = operations.ask(information.listed, child.child_id, today=TODAY)
        assert asked.request.due_on.isoformat() == "2026-03-18"
        assert "Jo Reed" in asked.request.asked_of
    assert operations.ask(import_letters.waiting, import_id) == ()


def later(robot: Lists) -> bool:
    button = robot.window.findChild(QWidget, "imp.match.choice.later")
    return isinstance(button, QRadioButton) and button.isChecked()
