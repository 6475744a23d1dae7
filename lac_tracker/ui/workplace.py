"""What every screen is given: the operations, the day, and the caseload that is open; and what the frame asks back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import DatabaseUnavailable, UserError
from lac_tracker.domain.people import Actor
from lac_tracker.ui.background import Background
from lac_tracker.ui.operations import Database, Operations
from lac_tracker.ui.preferences import Preferences

if TYPE_CHECKING:  # it brings the database with it, which the page of sign-in does not need
    from lac_tracker.services.sign_in import FirstPerson, Opened, ServiceDetails


class ClosableDatabase(Database, Protocol):
    """A door of the caseload that can be let go of."""

    @property
    def audit_key(self) -> bytes: ...

    @property
    def path(self) -> Path: ...

    @property
    def keys(self) -> Any: ...

    def close(self) -> None: ...


class Door:
    """The way to the caseload, shut while the window is locked. Operations hold it in place of the database."""

    def __init__(self, database: ClosableDatabase) -> None:
        self._database: ClosableDatabase | None = database

    @property
    def is_shut(self) -> bool:
        return self._database is None

    def reading(self) -> AbstractContextManager[Any]:
        return self._opened().reading()

    def writing(self, entry: Entry, *, patience_ms: int = 10_000) -> AbstractContextManager[Any]:
        return self._opened().writing(entry, patience_ms=patience_ms)

    def note_refusal(self, entry: Entry) -> None:
        self._opened().note_refusal(entry)

    @property
    def audit_key(self) -> bytes:
        """The key of the audit chain, for checking it. Nobody keeps it: it is let go of with the file."""
        return self._opened().audit_key

    @property
    def path(self) -> Path:
        """Where the caseload lies."""
        return self._opened().path

    @property
    def keys(self) -> Any:
        """What a backup is made and sealed with. Nobody keeps it, as with the key of the audit chain."""
        return self._opened().keys

    def shut(self) -> None:
        """Let go of the file and of its key: best effort, as Python cannot wipe memory."""
        if self._database is not None:
            self._database.close()
        self._database = None

    def set_aside(self) -> ClosableDatabase:
        """Shut, and give back what may be opened again: for what needs the file alone, such as another key for it."""
        database = self._opened()
        self.shut()
        return database

    def open(self, database: ClosableDatabase) -> None:
        self._database = database

    def _opened(self) -> ClosableDatabase:
        if self._database is None:
            raise DatabaseUnavailable("The window is locked. What you typed is kept until it is unlocked")
        return self._database


def _at_once(
    job: Callable[[], Any],
    on_done: Callable[[Any], None] | None = None,
    on_error: Callable[[UserError], None] | None = None,
) -> None:
    """Do a job now, on this thread: where no lane for slow work is given."""
    try:
        found = job()
    except UserError as error:
        if on_error is None:
            raise
        on_error(error)
        return
    if on_done is not None:
        on_done(found)


def _no_choices(_name: str) -> tuple[tuple[str, str], ...]:
    return ()


def _nothing_kept(_preferences: Preferences) -> None:
    """Where there is no computer to remember on."""


class Render(Protocol):
    """Draws one document: its name and what it holds → the bytes of its PDF. larger: in larger print."""

    def __call__(self, name: str, held: object, *, larger: bool = False) -> bytes: ...


class Drawing(Protocol):
    """Draws many documents without keeping the window waiting; `close` when the last one is there."""

    def render(self, name: str, held: object) -> bytes: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Workplace:
    """One signed-in person at one open caseload. Built by app.py; dropped when somebody else signs in."""

    operations: Operations
    actor: Actor
    today: Callable[[], date]
    caseload: Path
    team_name: str
    is_demonstration: bool
    confirm_passphrase: Callable[[str], None]  # raises UserError when it is not this person's
    render: Render
    save_file: Callable[[Path, bytes], None]  # writes a new file whole; raises UserError with words
    read_folder: Callable[[Path], dict[str, bytes]]  # the CSV files of a chosen folder, by name
    run: Callable[..., Any] = _at_once  # Background.run: (job, on_done, on_error), off the screen's thread
    find_out: Callable[..., Any] = (
        _at_once  # the same for what a page shows: never behind documents or an import
    )
    printer: Callable[[], Drawing] | None = None  # a process that draws; None: `render` draws on the worker
    choices: Callable[[str], tuple[tuple[str, str], ...]] = _no_choices  # name of a code list → (code, label)
    door: Door | None = None  # shut while locked
    remembered: Callable[[], Preferences] = Preferences  # of this computer: nothing about a child
    remember: Callable[[Preferences], None] = _nothing_kept
    leave_to_restore: Callable[[Path], None] | None = (
        None  # sign out and restore this backup; set by the window
    )
    check: Callable[[], Any] | None = None  # the parts of the caseload with what each was found to have; slow


@dataclass(frozen=True)
class Entrance:
    """What the window may do before anyone is signed in. Built by app.py."""

    now: Callable[[], datetime]
    today: Callable[[], date]
    people: Callable[[Path], tuple[tuple[str, str], ...]]  # (user name, full name) of who can open a caseload
    # (caseload, user name, passphrase, with is_return and older_because as sign_in.unlock has them); slow on purpose
    unlock: Callable[..., Opened]
    choose_own: Callable[[Path, str, str, str], Opened]  # (caseload, user name, given passphrase, their own)
    recover: Callable[[Path, str, str, str], Opened]  # (caseload, recovery key, user name, new passphrase)
    create: Callable[[Path, FirstPerson, ServiceDetails], tuple[Opened, str]]  # with the recovery key; slow
    recovery_sheet: Callable[[Path, str, str], bytes]  # (caseload, who made it, recovery key) → PDF
    enter: Callable[[Path, Opened, Background], Workplace]
    save_file: Callable[[Path, bytes], None]
    remembered: Callable[[], Preferences]
    remember: Callable[[Preferences], None]
    new_caseload: Path  # where set-up proposes to make one


class Screen(Protocol):
    """What the frame asks of a screen. A screen without one of the last three is treated as having nothing to say."""

    def reload(self, changes: object) -> None:
        """Show again what `changes` (None: everything) may have altered; selection and scroll stay."""

    def run_command(self, name: str) -> bool:
        """Do a command of commands.py; False when it means nothing here."""

    def regions(self) -> tuple[Any, ...]:
        """The widgets F6 walks between, in order."""

    def leave(self) -> bool:
        """Have everything typed saved; False when the screen must stay."""
