"""Import of a council's list: columns matched, rows mended in place or left out, close matches kept for later; and what is
done with an import afterwards, all in one window."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QWidget
from shiboken6 import isValid

from lac_tracker.domain.errors import PasswordNeeded
from lac_tracker.services import import_history, reconciliation
from lac_tracker.ui.plain import PlainDialog
from lac_tracker.ui.screens import import_choose, import_compare, import_reading
from lac_tracker.ui.screens.import_compare import CompareWithCaseload
from lac_tracker.ui.screens.import_sources import COMPARE, EARLIER, NEW
from tests.conftest import TOM
from tests.robots_lists import Lists, a_window, add_child

COUNCIL = "940"
LIST = """Ref,Surname,Forename,Birthday,Came in,Social worker
,Turner,Kai,12/07/2008,12/01/2026,Jo Reed
301,<b>Bold</b>,Tom & Jerry,31/02/2015,01/03/2026,Jo Reed
302,Smith,Ann,,01/03/2026,Jo Reed
303,=Sum(A1),Zoë,04/05/2016,01/03/2026,Jo Reed
"""


@pytest.fixture
def robot(database, caseload_path, qtbot, tmp_path, monkeypatch):
    add_child(
        database, "104", family_name="Turner", given_name="Kay", born=date(2008, 7, 12), council=COUNCIL
    )
    add_child(database, "105", family_name="Okoro", given_name="Ben", council=COUNCIL)  # not on the list
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    for module in (import_choose, import_compare):
        monkeypatch.setattr(module, "choose_files", lambda _parent: [path])
    with a_window(caseload_path) as window:
        window.resize(1366, 768)
        robot = Lists(window, qtbot).signed_in(caseload_path, database, TOM)
        robot.control(Qt.Key.Key_9)
        yield robot


def step(robot: Lists, number: int) -> None:
    robot.until(lambda: robot.text("imp.place").startswith(f"Step {number} of 5"))


def push(robot: Lists, name: str) -> None:
    robot.window.activateWindow()
    robot.until(lambda: robot.find(name).isVisible() and robot.find(name).isEnabled())
    robot.find(name).setFocus()
    robot.until(lambda: robot.focused_name == name)
    robot.press(Qt.Key.Key_Return)


def dialog(robot: Lists) -> QDialog:
    """The dialog that has the keyboard now."""
    robot.until(lambda: isinstance(QApplication.activeWindow(), QDialog) and robot.focused is not None)
    found = QApplication.activeWindow()
    assert isinstance(found, QDialog)
    return found


def test_from_an_unknown_list_to_what_became_of_its_rows(robot, monkeypatch):
    match_the_columns(robot)
    mend_the_rows(robot)
    give_up_and_begin_again(robot, monkeypatch)
    import_and_look_again(robot)
    compare(robot, monkeypatch)


def match_the_columns(robot):
    push(robot, "imp.pick")
    step(robot, 2)
    assert robot.text("imp.missing").startswith("The file has no column for ")
    robot.control(Qt.Key.Key_Return)  # refused, in words, and the keyboard goes where the choice is missing
    assert robot.text("imp.error").startswith("The file has no column for ")
    assert robot.focused_name.startswith("imp.match.")
    for place, words in enumerate(
        ("Council ID", "Family name", "Given name", "Date of birth", "Became looked after")
    ):
        robot.choose(f"imp.match.{place}", words)
    assert robot.text("imp.missing") == ""
    assert robot.text("imp.dateExample") == "12/07/2008 means 12-Jul-2008"
    robot.choose("imp.match.5", "Given name")
    assert "chosen for two columns" in robot.text("imp.missing")
    robot.choose("imp.match.5", "Social worker")


def mend_the_rows(robot):
    robot.control(Qt.Key.Key_Return)
    step(robot, 3)
    check = robot.shell.shown.body.check
    assert robot.text("imp.count.refused") == "2"
    assert [row.line for row in check.model.all_rows()] == [3, 4]
    assert robot.text("imp.row.who") == "Row 3: <B>BOLD</B>, Tom & Jerry"  # as it stands, never markup
    assert (
        "Date of birth must be" in check.editor.findChild(QLineEdit, "imp.row.born").accessibleDescription()
    )
    robot.find("imp.row.born").setFocus()
    robot.control(Qt.Key.Key_A)
    robot.type("28/02/2015")
    robot.press(Qt.Key.Key_Return)
    robot.until(lambda: robot.text("imp.count.refused") == "1")
    assert robot.text("imp.row.who") == "Row 4: SMITH, Ann"  # the next one to mend, with the keyboard in it
    assert robot.focused_name == "imp.row.born"
    push(robot, "imp.row.out")
    assert (robot.text("imp.count.refused"), robot.text("imp.count.left_out")) == ("0", "1")
    robot.press(Qt.Key.Key_Escape)
    step(robot, 2)
    assert robot.find("imp.match.3").currentText() == "Date of birth"  # Back keeps what was entered
    robot.control(Qt.Key.Key_Return)
    step(robot, 3)
    assert (robot.text("imp.count.refused"), robot.text("imp.count.left_out")) == ("0", "1")


def give_up_and_begin_again(robot, monkeypatch):
    """Cancel asks, as something was entered; a workbook with a password asks for it where it was chosen."""
    asked = []
    monkeypatch.setattr(
        PlainDialog, "confirm", lambda _parent, question, *_words: bool(asked.append(question))
    )
    push(robot, "imp.cancel")
    assert asked == ["Cancel this import?"]
    step(robot, 3)
    monkeypatch.setattr(PlainDialog, "confirm", lambda *_args: True)
    push(robot, "imp.cancel")
    step(robot, 1)
    push_password(robot, monkeypatch)
    step(robot, 2)
    matched = [box.currentText() for box in robot.shell.shown.body.match.findChildren(QComboBox)]
    assert "Became looked after" not in matched  # what was never imported is not remembered
    for place, words in enumerate(
        ("Council ID", "Family name", "Given name", "Date of birth", "Became looked after")
    ):
        robot.choose(f"imp.match.{place}", words)


def push_password(robot, monkeypatch):
    really = import_reading.read

    def locked(paths, workplace, work, password=""):
        if password != "otters":
            raise PasswordNeeded("This file needs its password")
        return really(paths, workplace, work)

    with monkeypatch.context() as patched:
        patched.setattr(import_reading, "read", locked)
        push(robot, "imp.pick")
        robot.until(lambda: robot.focused_name == "imp.password")
        robot.type("wrong")
        robot.press(Qt.Key.Key_Return)
        robot.until(lambda: robot.shell.shown.body.choose.password_field.has_error)
        robot.control(Qt.Key.Key_A)
        robot.type("otters")
        robot.press(Qt.Key.Key_Return)
        step(robot, 2)
    assert robot.text("imp.password") == ""  # it is not kept


def import_and_look_again(robot):
    operations = robot.window.workplace.operations
    for number in (3, 4, 5):
        robot.control(Qt.Key.Key_Return)
        step(robot, number)
    assert robot.text("imp.later").endswith("left for later (close match)")
    assert robot.text("imp.notTaken") == "2 left out (rows 3 and 4)"
    push(robot, "imp.openList")
    robot.until(lambda: robot.shell.shown.tab == EARLIER and robot.focused_name == "imp.aside")
    earlier = robot.shell.shown.body
    (item,) = operations.ask(import_history.imports)
    aside = len(operations.ask(import_history.set_aside, item.id))
    assert earlier.aside_model.rowCount() == aside >= 3
    push(robot, "imp.earlier.leftOut")
    export = dialog(robot)
    assert "Rows left out" in export.windowTitle()
    assert export.why is not None  # it names children: why is asked
    export.reject()
    robot.window.activateWindow()
    earlier.aside.setFocus()
    robot.until(lambda: robot.focused_name == "imp.aside")
    robot.press(Qt.Key.Key_Return)
    assert dialog(robot).objectName() == "imp.settling"
    robot.type("The council took it off its list")
    robot.control(Qt.Key.Key_Return)
    robot.until(lambda: sum(one.is_open for one in earlier.aside_model.all_rows()) == aside - 1)
    push(robot, "imp.aside.decide")
    robot.until(lambda: robot.shell.shown.tab == NEW)
    step(robot, 2)
    assert robot.text("imp.about").startswith(f"list.csv\n{aside - 1} rows")
    push(robot, "imp.cancel")
    step(robot, 1)
    push(robot, "imp.pick")
    step(robot, 2)
    assert robot.text("imp.matched").startswith("Remembered for ")
    assert robot.text("imp.again") == "You imported this file on 04-Mar-2026. Continue imports it again."


def compare(robot, monkeypatch):
    """The same list beside the caseload: the child it does not name is resolved, with a reason."""
    robot.shell.shown.show_tab(COMPARE, focus=True)
    body = robot.shell.shown.body
    assert isinstance(body, CompareWithCaseload)
    really = import_reading.read

    def locked(paths, workplace, work, password=""):
        if password != "otters":
            raise PasswordNeeded("This file needs its password")
        return really(paths, workplace, work)

    with monkeypatch.context() as patched:
        patched.setattr(import_reading, "read", locked)
        push(robot, "imp.diff.pick")
        robot.until(lambda: robot.focused_name == "imp.diff.password")
        robot.type("otters")
        robot.press(Qt.Key.Key_Return)
        robot.until(lambda: not body.job.is_running and body.model.rowCount() > 0)
    assert robot.text("imp.diff.password") == ""  # it is not kept
    assert robot.text("imp.diff.columns").startswith(f"As remembered for {COUNCIL}: Council ID from 'Ref', ")
    push(robot, "imp.diff.match")
    matching = dialog(robot)
    assert robot.focused_name == "imp.match.0"
    free = matching.findChild(QComboBox, "imp.match.3")
    free.setCurrentIndex(0)  # no birth date: it can't be compared
    robot.control(Qt.Key.Key_Return)
    assert matching.isVisible()
    free.setCurrentText("Date of birth")
    robot.control(Qt.Key.Key_Return)
    robot.until(lambda: not isValid(matching) and not body.job.is_running)
    robot.window.activateWindow()
    assert body.model.rowCount() > 0
    row = next(place for place, one in enumerate(body.model.all_rows()) if one.kind == "ours_only")
    body.table.restore(row, ())
    body.table.setFocus()
    robot.until(lambda: robot.focused_name == "imp.diff.table")
    robot.press(Qt.Key.Key_Return)
    resolving = dialog(robot)
    robot.type("2")  # still looked after
    resolving.findChild(QWidget, "imp.resolve.why").setFocus()
    robot.type("Rang the council on 04-Mar-2026")
    robot.control(Qt.Key.Key_Return)
    operations = robot.window.workplace.operations

    def is_resolved():
        found = operations.ask(
            reconciliation.open_differences, council=body.council_name(), resolved_too=True
        )
        return any(one.resolution == "still_looked_after" for one in found)

    robot.until(is_resolved)
