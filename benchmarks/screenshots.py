"""Every screen as a picture, with the demonstration caseload; and the pages of its papers.

    python benchmarks/screenshots.py FOLDER [--caseload DEMONSTRATION_FOLDER]

Light, dark and high contrast at 100 %, and light at 200 % text, all at 1366 x 768.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import screenshot_imports as imports
import screenshot_management as management
import screenshot_safety as safety
import screenshot_walks as walks
from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from lac_tracker import app
from lac_tracker.cli.main import run as command
from lac_tracker.domain.people import Actor
from lac_tracker.domain.standing import Status
from lac_tracker.services import caseload, child_summary, sign_in
from lac_tracker.storage import database as storage
from lac_tracker.storage import people
from lac_tracker.ui import theme
from lac_tracker.ui.idle_lock import IdleLock
from lac_tracker.ui.main_window import MainWindow
from lac_tracker.ui.screens.record_page import Place
from lac_tracker.ui.widgets.busy import Busy

LOOKS = (("light", 100), ("light", 200), ("dark", 100), ("high contrast", 100))
LOOKS_BY_NAME = {f"{name.replace(' ', '-')}-{percent}": (name, percent) for name, percent in LOOKS}
DOTS_PER_INCH = 110
ASSESSOR = "nadia"  # of the demonstration, who begins with Today


class Camera:
    """Opens the window, walks to a screen and takes its picture."""

    def __init__(self, folder: Path, demonstration: Path, *, is_quick: bool = False) -> None:
        """is_quick: the main screens and one child's papers, for a demonstration without a display."""
        self.folder, self.is_quick = folder, is_quick
        kept = json.loads((demonstration / "demonstration.json").read_text(encoding="utf-8"))
        self.path = demonstration / "demo.lac"
        self.now = datetime.combine(date.fromisoformat(kept["today"]), time(9, 30), UTC)
        self.opened = sign_in.unlock(self.path, kept["user"], kept["passphrase"], now=self.now)
        self.look = ""

    def window(self, *, signed_in: bool = True, path: Path | None = None, user: str = "") -> MainWindow:
        """Return the window, at the list for the manager. user: somebody else of the demonstration."""
        window = app.build_window(path or (self.path if signed_in else None), lambda: self.now)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        if signed_in:
            database = storage.open_caseload(self.path, self.opened.keys, self.now)
            actor = self._somebody(user) if user else self.opened.actor
            opened = sign_in.Opened(database, actor, self.opened.keys, is_demonstration=True)
            window.sign_in.opened.emit(self.path, opened)
            window.findChild(
                IdleLock
            ).stop()  # the clock of the pictures stands still, as if the computer slept
        return window

    def _somebody(self, user: str) -> Actor:
        with self.opened.database.reading() as session:
            return people.actor(session, user)

    def take(self, widget: QWidget, name: str) -> None:
        settle(widget)
        if not isValid(widget):
            print(f"no {name}: it closed by itself")
            return
        widget.grab().save(str(self.folder / f"{name}-{self.look}.png"))

    def every_screen(self) -> None:
        """Take every screen in the look that is applied."""
        window = self.window(path=self.path, signed_in=False)
        self.take(window, "sign-in")
        safety.signed_out(window, self.path, self.take)
        _let_go(window)
        window = self.window(signed_in=False, path=None)
        window._show_set_up()  # noqa: SLF001 - the page a new computer begins with
        self.take(window, "set-up")
        _let_go(window)
        window = self.window()
        self.take(window, "overdue")
        for command_name in ("go.children", "go.import"):
            window.run(command_name)
            self.take(window, command_name.removeprefix("go."))
        self.record(window)
        if not self.is_quick:
            walks.walk(window, self.take)
            management.walk(window, self.take)
            imports.walk(window, self.take)
            signed, *_ = self.three_children(window)
            safety.walk(window, signed.child.id, self.take)
        window.lock()
        self.take(window, "locked")
        _let_go(window)
        window = self.window(user=ASSESSOR)
        management.day(window, self.take)
        _let_go(window)

    def record(self, window: MainWindow) -> None:
        signed, begun, new = self.three_children(window)
        window.shell.open_child(signed.child.id)
        self.take(window, "summary")
        places = {
            "assessments": Place(signed.child.id, "assessments"),
            "plan": Place(signed.child.id, "plan"),
            "plan-item": Place(
                signed.child.id, "item", assessment_id=signed.assessments[0].id, need_number=1
            ),
            "preview": Place(signed.child.id, "preview", document="gp-summary"),
            "preview-plan": Place(signed.child.id, "preview", document="full-plan"),
        }
        for name, place in places.items():
            window.shell.shown.go(place)
            self.take(window, name)
        window.shell.open_child(begun.child.id)
        for name, field in (("assessment", "matters"), ("assessment-checks", "dental_seen")):
            window.shell.shown.go(
                Place(begun.child.id, "assessment", assessment_id=begun.open_assessment_id, field=field)
            )
            self.take(window, name)
        window.shell.shown.go(Place(begun.child.id, "sign", assessment_id=begun.open_assessment_id))
        self.take(window, "check-and-sign")
        window.shell.open_child(new.child.id)
        self.take(window, "summary-new")
        window.shell.shown.go(Place(new.child.id, "gate", kind="IHA"))
        self.take(window, "gate")

    def three_children(self, window: MainWindow) -> tuple[child_summary.ChildSummary, ...]:
        """Return a child with a signed plan, one whose assessment is begun, and one whose IHA is still to start."""
        operations, today = window.workplace.operations, window.workplace.today()
        rows = operations.ask(caseload.due_list, today=today, statuses=frozenset(Status)).rows
        found: dict[str, child_summary.ChildSummary] = {}
        for row in rows:
            summary = operations.ask(child_summary.summary, row.child_id, today=today)
            is_signed = any(one.state == "signed" for one in summary.assessments)
            if is_signed and len(summary.plan) > 2 and summary.voice:
                found.setdefault("signed", summary)
            elif any(one.state == "in_progress" for one in summary.assessments) and summary.voice:
                found.setdefault("begun", summary)
            elif not summary.assessments and summary.next_kind == "IHA" and summary.due:
                found.setdefault("new", summary)
            if len(found) == 3:
                break
        return found["signed"], found["begun"], found["new"]

    def papers(self) -> None:
        """Take the pages of one GP summary and its plan, and those of every other paper."""
        plans = sorted((self.path.parent / "plans").glob("*.pdf"))
        for kind in ("GP", "PLAN"):
            path = next((one for one in plans if f"-{kind}_" in one.name), None)
            if path is None:
                continue
            self.paper("gp-summary" if kind == "GP" else "full-plan", path.read_bytes())
        if self.is_quick:
            return
        window = self.window()
        for name, content in walks.papers(window):
            self.paper(name, content)
        _let_go(window)

    def paper(self, name: str, content: bytes) -> None:
        import pypdfium2

        document = pypdfium2.PdfDocument(content)
        for number, page in enumerate(document, 1):
            page.render(scale=DOTS_PER_INCH / 72).to_pil().save(self.folder / f"paper-{name}-{number}.png")
        document.close()


def on_a_small_laptop() -> QApplication:
    """Return the application on a screen of 1366 x 768: dialogs keep within it."""
    screen = {"name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 768, "dpr": 1}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"screens": [screen]}, file)
        file.flush()
        if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
            os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file.name}"
        return QApplication([])


def _let_go(window: MainWindow) -> None:
    """Close a window and all it holds: another look is for those that are open."""
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(window: QWidget) -> None:
    """Let the screen draw, and wait while it says that it is busy; no longer than 20 seconds."""
    loop, asked, quiet = QEventLoop(), 0, 0
    timer = QTimer()

    def look() -> None:
        nonlocal asked, quiet
        asked += 1
        gone = not isValid(window)
        busy = not gone and any(one.isVisible() for one in window.findChildren(Busy))
        quiet = 0 if busy else quiet + 1
        if (
            gone or asked > 100 or quiet > 2
        ):  # twice more: what came is laid out, and checks of what is typed ran
            loop.quit()

    timer.timeout.connect(look)
    timer.start(200)
    loop.exec()


def main() -> None:
    """Take all the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--caseload", type=Path, help="a folder that `lac-tracker demo` made")
    parser.add_argument("--look", choices=LOOKS_BY_NAME, help="this one only, as light-200")
    parser.add_argument(
        "--quick", action="store_true", help="the main screens, light and dark at 100 %% only"
    )
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    application = on_a_small_laptop()
    with tempfile.TemporaryDirectory() as temporary:
        demonstration = Path(temporary) / "demo"
        if given.caseload:  # a copy: the pictures need jotter notes, and add them
            shutil.copytree(given.caseload, demonstration)
        elif command(["demo", str(demonstration)]):
            sys.exit("The demonstration could not be made.")
        os.environ["XDG_DATA_HOME"] = temporary  # the pictures leave no trace in the person's own folder
        camera = Camera(given.folder, demonstration, is_quick=given.quick)
        camera.papers()
        looks = (LOOKS_BY_NAME[given.look],) if given.look else LOOKS[::2] if given.quick else LOOKS
        for name, percent in looks:
            theme.apply(application, name, percent)
            camera.look = f"{name.replace(' ', '-')}-{percent}"
            camera.every_screen()
        camera.opened.database.close()
    print(f"{len(list(given.folder.glob('*.png')))} pictures in {given.folder}")


if __name__ == "__main__":
    main()
