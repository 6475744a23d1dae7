"""Builds vault, database, operations and window. Reads the clock; the only module besides the command line that knows every layer."""

import builtins
import gc
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lac_tracker import paths
from lac_tracker.domain.errors import FormFileError

# Qt is imported in functions, once a display is known to be there: without one it ends the process.
if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from lac_tracker.services.sign_in import Opened
    from lac_tracker.ui.background import Background
    from lac_tracker.ui.main_window import MainWindow
    from lac_tracker.ui.operations import Operations
    from lac_tracker.ui.workplace import Door, Drawing, Entrance, Workplace

NO_DISPLAY = "There is no display here, so the window cannot open. The commands work without one: try 'lac-tracker --help'"
NO_LIBRARIES = (
    "The window cannot open: a system library that Qt needs is missing ({}). Install it, or use the commands"
)
_REFUSED = 2


def run(caseload: Path | None = None, *, now: Callable[[], datetime] | None = None) -> int:
    """Open the window and return the exit code; 2, with words on standard error, where there is no display.

    now: the clock; that of the computer where none is given.
    """
    if not _has_display():
        return _refuse(NO_DISPLAY)
    gc.disable()  # what is loaded stays: looking through it for garbage over and over takes a tenth of the start
    try:
        return _run(caseload, now or _now)
    finally:
        gc.enable()


def _run(caseload: Path | None, now: Callable[[], datetime]) -> int:
    try:
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        return _refuse(NO_LIBRARIES.format(error))
    _import_plainly()
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Health Tracker")
    application.setDesktopFileName("lac-tracker")
    apply_preferences(application)
    try:
        check_forms()
    except FormFileError as error:
        from lac_tracker.ui.plain import PlainDialog

        PlainDialog.tell(None, "Health Tracker can't start: a form file has a problem", str(error))
        return _refuse(str(error))
    from lac_tracker.services.loading import keep_what_is_loaded
    from lac_tracker.ui.clipboard import ClipboardGuard
    from lac_tracker.ui.messages import ErrorHooks

    named = caseload or (Path(given) if (given := os.environ.get("LAC_TRACKER_CASELOAD")) else None)
    window = build_window(named, now)
    hooks = ErrorHooks(partial(_show_problem, window), application)
    hooks.install()
    ClipboardGuard(application)
    window.open()
    window.background.run(keep_what_is_loaded)  # after the loading, which is first in that lane
    try:
        return application.exec()
    finally:
        hooks.remove()


def build_window(caseload: Path | None, now: Callable[[], datetime]) -> "MainWindow":
    """Return the window, at sign-in for a caseload that is there and at set-up for one that is not.

    caseload: None for the one used last on this computer, else the person's own.
    now: the clock; aware of its time zone.
    """
    from lac_tracker.ui.main_window import MainWindow

    entrance = build_entrance(now)
    last = entrance.remembered().caseload
    chosen = caseload or (Path(last) if last and Path(last).exists() else entrance.new_caseload)
    return MainWindow(entrance, chosen, must_exist=caseload is not None)


def build_entrance(now: Callable[[], datetime]) -> "Entrance":
    """Return what the window may do before anyone is signed in."""
    from lac_tracker.services import files
    from lac_tracker.ui.preferences import read_preferences, write_preferences
    from lac_tracker.ui.workplace import Entrance

    preferences = paths.own_folder() / "window.json"

    def today() -> date:
        return now().astimezone().date()

    def people(path: Path) -> tuple[tuple[str, str], ...]:
        from lac_tracker.storage import key_file  # no vault: its libraries load while the passphrase is typed

        return key_file.people_with_slots(path)

    def unlock(
        path: Path, user_name: str, passphrase: str, *, is_return: bool = False, older_because: str = ""
    ) -> "Opened":
        from lac_tracker.services import sign_in  # with the database: loaded once the window is there

        return sign_in.unlock(
            path, user_name, passphrase, now=now(), is_return=is_return, older_because=older_because
        )

    def choose_own(path: Path, user_name: str, given: str, new: str) -> "Opened":
        from lac_tracker.services import passphrases

        return passphrases.choose_own(path, user_name, given, new, now=now())

    def recover(path: Path, key: str, user_name: str, new: str) -> "Opened":
        from lac_tracker.services import passphrases

        return passphrases.recover(path, key, user_name, new, now=now())

    def create(path: Path, person: Any, service: Any) -> Any:
        from lac_tracker.services import sign_in

        if path == paths.default_caseload():
            path.parent.mkdir(parents=True, exist_ok=True)
        return sign_in.create_caseload(path, person, service, now=now())

    return Entrance(
        now=now,
        today=today,
        people=people,
        unlock=unlock,
        choose_own=choose_own,
        recover=recover,
        create=create,
        recovery_sheet=partial(_recovery_sheet, today),
        enter=partial(enter, now=now, today=today, preferences=preferences),
        save_file=files.write_new_file,
        remembered=lambda: read_preferences(preferences),
        remember=lambda remembered: write_preferences(preferences, remembered),
        new_caseload=paths.default_caseload(),
    )


def _recovery_sheet(today: Callable[[], date], path: Path, made_by: str, key: str) -> bytes:
    from lac_tracker.domain.reports import RecoverySheet

    return _render("recovery-sheet", RecoverySheet(path.name, today(), made_by, tuple(key.split("-"))))


def enter(
    path: Path,
    opened: "Opened",
    background: "Background",
    *,
    now: Callable[[], datetime],
    today: Callable[[], date],
    preferences: Path,
) -> "Workplace":
    """Return what every screen is given: one signed-in person at one open caseload.

    preferences: the file in which this computer remembers how lists look.
    """
    from lac_tracker.services import files, sign_in
    from lac_tracker.ui.operations import Operations
    from lac_tracker.ui.preferences import read_preferences, write_preferences
    from lac_tracker.ui.workplace import Door, Workplace

    def confirm(passphrase: str) -> None:
        sign_in.confirm_passphrase(path, opened.actor.user_name, passphrase, now=now())

    door = Door(opened.database)
    operations = Operations(door, opened.actor, now, background.saves)
    return Workplace(
        operations=operations,
        actor=opened.actor,
        today=today,
        caseload=path,
        team_name=operations.ask(sign_in.team_name),
        is_demonstration=opened.is_demonstration,
        confirm_passphrase=confirm,
        render=_render,
        printer=_printer,
        save_file=files.write_new_file,
        read_folder=files.read_csv_folder,
        run=background.run,
        find_out=background.questions.run,
        choices=partial(_choices, today=today),
        door=door,
        remembered=partial(read_preferences, preferences),
        remember=partial(write_preferences, preferences),
        check=partial(_check, operations, door),
    )


def _check(operations: "Operations", door: "Door") -> Any:
    from lac_tracker.services import checks  # for those few who ask for it

    return operations.ask(checks.check_caseload, door.audit_key)


def check_forms() -> None:
    """Raise FormFileError with every problem of the form files: the program does not start with any.

    Files that were checked before, and are as they were, are not read again: forms are when one is first used.
    """
    from lac_tracker.storage import checked_forms

    memory = paths.own_folder() / "forms.json"
    digest = checked_forms.digest(paths.FORMS, paths.FORMS_CHECKED_WITH)
    if checked_forms.was_fine(memory, digest):
        return
    from lac_tracker.services import forms  # with the reader of forms, which most starts do not need

    forms.all_forms()
    if checked_forms.digest(paths.FORMS, paths.FORMS_CHECKED_WITH) == digest:  # not changed meanwhile
        checked_forms.remember_fine(memory, digest)


def apply_preferences(application: "QApplication") -> None:
    """Give the application the theme, the text size and the keys that were chosen last on this computer."""
    from lac_tracker.ui import single_keys, theme
    from lac_tracker.ui.preferences import read_preferences

    remembered = read_preferences(paths.own_folder() / "window.json")
    size = remembered.text_percent if remembered.text_percent in theme.TEXT_SIZES else 100
    chosen = next(
        (name for name in theme.THEMES if name == remembered.theme), theme.system_theme(application)
    )
    theme.apply(application, chosen, size)
    single_keys.turn(remembered.single_keys)


def _printer() -> "Drawing":
    """Return a process that draws many documents while the window stays quick."""
    from lac_tracker.documents.printer import Printer

    return Printer()


def _render(name: str, held: object, *, larger: bool = False) -> bytes:
    from lac_tracker.documents import catalogue  # heavy, and not needed before somebody prints

    return catalogue.render(name, held, larger=larger)


def _choices(name: str, *, today: Callable[[], date]) -> tuple[tuple[str, str], ...]:
    from lac_tracker.storage import reference_data

    return tuple((code.code, code.label) for code in reference_data.codes()[name].valid_on(today()))


def _import_plainly() -> None:
    """Take PySide's hand off `import`, which looks for its optional feature switches.

    It reads the source of every module loaded after it, a tenth of the start, for switches that nothing here uses.
    """
    if before := getattr(builtins, "__orig_import__", None):  # where PySide keeps what it replaced
        builtins.__import__ = before


def _now() -> datetime:
    return datetime.now().astimezone()


def _has_display() -> bool:
    """Whether Qt would find a display; where it finds none it aborts the process instead of raising."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))


def _show_problem(window: "MainWindow", words: str) -> None:
    if window.shell is not None:
        window.shell.messages.show_problem(words)


def _refuse(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return _REFUSED
