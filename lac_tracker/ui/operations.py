"""Runs service calls for the screens: one transaction, one error path, one signal that something changed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import DatabaseUnavailable, NotAllowed, NotFound, UserError
from lac_tracker.domain.people import Actor
from lac_tracker.ui.background import Lane

TRY_AGAIN_SECONDS = 10
NOT_SAVED = "Not saved. Your words are safe on this screen. Trying again in 10 s"


class Database(Protocol):
    """What the door of the caseload offers; screens never see more of it."""

    def reading(self) -> AbstractContextManager[Any]: ...

    def writing(self, entry: Entry, *, patience_ms: int = ...) -> AbstractContextManager[Any]: ...

    def note_refusal(self, entry: Entry) -> None: ...


@dataclass(frozen=True)
class _Save:
    command: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    at: datetime  # when the person did it, however often it is tried


class Operations(QObject):
    """The only object in ui/ that holds the database, the person signed in and the clock it was given.

    Signals:
        changed: a command was saved; carries the Changes it returned.
        refused: a command was undone; carries the words to show.
        saving: an autosave has begun.
        saved: every autosave so far is on the disk; carries the time.
        not_saved: an autosave could not be written and will be tried again; carries the words.
    """

    changed = Signal(object)
    refused = Signal(str)
    saving = Signal()
    saved = Signal(object)
    not_saved = Signal(str)
    _ended = Signal(object)

    def __init__(
        self,
        database: Database,
        actor: Actor,
        now: Callable[[], datetime],
        saves: Lane,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._database, self._actor, self._now, self._lane = database, actor, now, saves
        self._waiting: deque[_Save] = deque()
        self._running: Future[Any] | None = None
        self._put_aside: deque[_Save] = deque()
        self._aside: Future[Any] | None = None
        self._failed = ""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(TRY_AGAIN_SECONDS * 1000)
        self._again.timeout.connect(self.try_again)
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def actor(self) -> Actor:
        """The person signed in, for what screens show and which buttons they offer."""
        return self._actor

    def now(self) -> datetime:
        """The time by the clock the application was given, for ages, distances and 'Day 37'."""
        return self._now()

    def ask(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Return what a service function that only reads answers. It cannot write: the connection refuses.

        That a record was asked for which the person may not open is written down all the same.
        """
        now = self._now()
        try:
            with self._database.reading() as session:
                return query(session, *args, by=self._actor, now=now, **kwargs)
        except NotAllowed as error:
            if error.child_id is not None:
                self._database.note_refusal(Entry(self._actor, now, error.action, error.child_id))
            raise

    def do(self, command: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a service function that changes something; return its Changes once saved, None when refused."""
        changes, words = self.attempt(command, *args, **kwargs)
        if words:
            self.refused.emit(words)
        return changes

    def attempt(self, command: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[Any, str]:
        """Run it as `do` does; return (its Changes, ''), or (None, why it was refused) for who shows that itself."""
        changes, refused = self.try_to(command, *args, **kwargs)
        return changes, "" if refused is None else str(refused)

    def try_to(self, command: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[Any, UserError | None]:
        """Run it as `do` does; return (its Changes, None), or (None, the refusal) for who does something about it."""
        if not self.wait_for_saves():
            return None, DatabaseUnavailable(self._failed)
        save = _Save(command, args, kwargs, self._now())
        try:
            changes = self._write(save, patience_ms=1_000)
        except UserError as error:
            return None, error
        self.changed.emit(changes)
        return changes, None

    def look(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Open one child's record: the look itself is written down before anything is painted.

        Raises UserError: the record is not there, may not be opened, or earlier typing is still unsaved.
        """
        if not self.wait_for_saves():
            raise DatabaseUnavailable(self._failed)
        return self._write(_Save(query, args, kwargs, self._now()), patience_ms=1_000)

    def work(self, command: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a service function that changes something, on the worker that calls; return its Changes once saved.

        For a batch, whose caller tells `changed` once at its end. Raises UserError; a busy file is waited for.
        """
        return self._write(_Save(command, args, kwargs, self._now()), patience_ms=10_000)

    def save(self, command: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Run a service function on the worker, after all that were given before it; for autosave."""
        self._waiting.append(_Save(command, args, kwargs, self._now()))
        if not self._failed:
            self._start()

    def aside(self, command: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Run on the worker what alters no record: drafts. Nobody is told of it, nor of its failure: it is not a save.

        What finds the file busy is written before the next one, or with `try_again`: so it also outlives the lock.
        """
        if self._lane.is_closed:
            return
        self._put_aside.append(_Save(command, args, kwargs, self._now()))
        self._aside = self._lane.run(self._write_aside, on_error=_told_elsewhere)

    def _write_aside(self) -> None:
        """On the worker: one after the other, until one of them finds the file busy."""
        while self._put_aside:
            with suppress(NotAllowed, NotFound):  # there is nowhere to keep it any more
                self._write(self._put_aside[0], patience_ms=1_000)
            self._put_aside.popleft()

    def wait_for_saves(self) -> bool:
        """Return when everything typed so far is on the disk, or False when the caseload cannot be written now.

        Called before leaving a record, locking and closing. What could not be written is kept and tried again.
        """
        if self._failed:
            self.try_again()
        while self._running is not None:
            wait([self._running])
            self._finish(self._running)
        if self._aside is not None:
            wait([self._aside])
        return not self._failed

    def try_again(self) -> None:
        """Try what could not be saved at once, instead of in a few seconds."""
        self._again.stop()
        self._failed = ""
        self._start()
        if self._put_aside:
            self._aside = self._lane.run(self._write_aside, on_error=_told_elsewhere)

    @property
    def unsaved(self) -> int:
        """How many autosaves are not yet on the disk."""
        return len(self._waiting)

    def _start(self) -> None:
        if self._running is not None or not self._waiting:
            return
        self.saving.emit()
        save = self._waiting[0]
        # The lane raises a bug on the screen's thread; what has words is told here.
        self._running = self._lane.run(
            lambda: self._write(save, patience_ms=10_000), on_error=_told_elsewhere
        )
        self._running.add_done_callback(self._ended.emit)

    def _finish(self, future: Future[Any]) -> None:
        if future is not self._running:  # wait_for_saves has dealt with it already
            return
        self._running = None
        error = future.exception()
        if isinstance(error, DatabaseUnavailable):
            self._failed = f"{NOT_SAVED}. {error}"
            self._again.start()
            self.not_saved.emit(self._failed)
            return
        self._waiting.popleft()
        if error is None:
            self.changed.emit(future.result())
            if not self._waiting:
                self.saved.emit(self._now())
        elif isinstance(error, UserError):
            # Trying again would be refused again: the words stay on the screen, with the reason.
            self.refused.emit(str(error))
        self._start()

    def _write(self, save: _Save, *, patience_ms: int) -> Any:
        entry = Entry(by=self._actor, at=save.at)
        try:
            with self._database.writing(entry, patience_ms=patience_ms) as session:
                return save.command(session, *save.args, by=self._actor, now=save.at, **save.kwargs)
        except NotAllowed:
            self._database.note_refusal(entry)  # the refusal itself must outlive the rollback
            raise


def _told_elsewhere(_error: UserError) -> None:
    """`Operations` tells what became of a save itself."""
