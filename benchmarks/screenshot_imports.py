"""The screens of import: a council's list through its five steps, a return, the imports there were, the comparison."""

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.services import caseload, import_history
from lac_tracker.ui.main_window import MainWindow
from lac_tracker.ui.screens.import_screen import ImportScreen
from lac_tracker.ui.screens.import_sources import COMPARE, EARLIER, NEW, PLACES
from lac_tracker.ui.screens.import_steps import CHECK, CHOOSE, DECIDE, FINISH, MATCH

Take = Callable[[QWidget, str], None]

COLUMNS = (
    "Child ID", "NHS No", "Surname", "Forename", "DOB", "Sex", "Date became LAC", "Legal status", "Placement address",
    "Placement postcode", "Carer", "Social worker", "SW phone", "Team notes",
)  # fmt: skip
_NEW = (
    ("Adeyemi", "Tolulope", "21/01/2017"), ("Byrne", "Sean", "22/02/2012"), ("Cole-Richardson", "Ruby", "23/03/2013"),
    ("Dube", "Themba", "24/04/2014"), ("Evans", "Cerys", "25/05/2015"), ("Fofanah", "Isatu", "26/06/2016"),
)  # fmt: skip


def walk(window: MainWindow, take: Take) -> None:
    """Take every step of an import, and undo it again: the caseload is then as it was."""
    operations = window.workplace.operations
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "council_lac_w10.csv"
        _write_list(path, operations.ask(caseload.children, today=window.workplace.today()))
        window.run("go.import")
        screen = window.shell.shown
        wizard = screen.body
        take(window, "import-1-choose")
        wizard.choose.picked.emit([path])
        _wait(screen, wizard, MATCH)
        take(window, "import-2-match")
        _press(window, "imp.next")
        _wait(screen, wizard, CHECK)
        for group in ("refused", "changed", "close_match", "new"):
            wizard.check.open_group(group, goes_there=True)
            take(window, f"import-3-check-{group}")
        _press(window, "imp.next")
        _wait(screen, wizard, DECIDE)
        take(window, "import-4-decide")
        wizard.decide.panel.choice.button("keep_ours").click()
        _press(window, "imp.next")
        _wait(screen, wizard, FINISH)
        take(window, "import-5-finish")
        made = wizard.finish.import_id
        screen.show_tab(COMPARE, focus=True)
        screen.body._compare([path])  # noqa: SLF001 - as its button does, once a file is chosen
        _until(lambda: not screen.body.job.is_running)
        take(window, "import-compare")
        screen.run_command("edit.primary")
        _take_dialog(window, take, "import-resolve")
    screen.show_tab(EARLIER, focus=True)
    _until(lambda: screen.body.model.rowCount() > 0)
    take(window, "import-earlier")
    screen.run_command("edit.primary")
    _take_dialog(window, take, "import-undo")
    for place in PLACES:
        if place.key not in (NEW, EARLIER, COMPARE):
            screen.show_tab(place.key, focus=True)
            take(window, f"import-{place.key.rpartition('.')[2]}")
    operations.do(import_history.undo, made)
    screen.show_tab(NEW)
    wizard.reset()
    _wait(screen, wizard, CHOOSE)


def _write_list(path: Path, held: tuple[caseload.ChildItem, ...]) -> None:
    """Write a list of new children, some of ours with another social worker, two close matches and a row that can't be read."""
    ours = [one for one in held if one.name and one.nhs_number and one.in_care_since][:7]
    rows = [
        (f"9{place}01", "", family, given, born, "F", "27/02/2026", "V2", f"{place} High Street", "AA1 2BB", "Carer Name",
         "Jo Reed", "01632 960 111", "")
        for place, (family, given, born) in enumerate(_NEW, 1)
    ]  # fmt: skip
    for place, one in enumerate(ours):
        family, _, given = (one.name or "").partition(", ")
        born, since = one.born, one.in_care_since
        council_id, number = one.council_id, one.nhs_number
        if place >= 5:  # by name and birth date alone, each a little otherwise
            council_id = number = ""
            family = f"{family}e"
        rows.append(
            (council_id, number or "", family.title(), given, f"{born:%d/%m/%Y}", "F", show_date(since), "", "", "", "",
             "Jo Reed", "01632 960 111", "")
        )  # fmt: skip
    rows.insert(
        8,
        ("9901", "", "Wright", "Alex", "31/02/2015", "M", "01/03/2026", "V2", "", "", "", "Jo Reed", "", ""),
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])


def _press(window: MainWindow, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button is not None
    assert button.isEnabled(), name
    button.click()


def _wait(screen: ImportScreen, wizard: QWidget, step: int) -> None:
    _until(lambda: wizard.here == step and not wizard.job.is_running)
    screen.focus_first()


def _until(happened: Callable[[], bool]) -> None:
    """Wait at most 20 seconds."""
    loop, timer, asked = QEventLoop(), QTimer(), 0

    def look() -> None:
        nonlocal asked
        asked += 1
        if happened() or asked > 400:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(50)
    loop.exec()
    assert happened()


def _take_dialog(window: MainWindow, take: Take, name: str) -> None:
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    assert found, name
    take(found[-1], name)
    found[-1].done(0)
    window.activateWindow()
