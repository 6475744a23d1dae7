"""The door: every look and every change passes here, in one transaction each."""

import logging
import platform
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import ORMExecuteState, Session

from lac_tracker import paths
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.backups import Kind
from lac_tracker.domain.errors import CaseloadDamaged, CaseloadRefused, DatabaseUnavailable
from lac_tracker.domain.people import PROGRAM
from lac_tracker.storage import audit, backups, dialects, restored_files, triggers
from lac_tracker.storage.faults import explained
from lac_tracker.storage.vault import Keys
from lac_tracker.storage.without_collecting import without_collecting

SCHEMA_NUMBER = 8  # raised with every migration; a file with a higher one is refused before anything is read
HEAD_REVISION = "0008"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Database:
    """An open caseload."""

    engine: Engine
    path: Path
    audit_key: bytes = field(repr=False)
    keys: Keys | None = field(default=None, repr=False)  # for what copies the whole file

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look that saves nothing: the connection itself refuses to write."""
        with explained(reads_only=True), Session(self._reader) as session, session.begin():
            yield session

    @cached_property
    def _reader(self) -> Engine:
        return self.engine.execution_options(reads_only=True)

    @contextmanager
    def writing(self, entry: Entry, *, patience_ms: int = 10_000) -> Iterator[Session]:
        """All that happens in the block is saved at its end, with its audit entry and due dates, or none of it is.

        Raises RecordChanged when someone else saved the same row first, and DatabaseUnavailable with words when the
        file or the disk refuses.
        """
        entry.workstation = entry.workstation or platform.node()
        engine = self.engine.execution_options(patience_ms=patience_ms)
        with (
            ExitStack() as until_saved,
            explained(),
            Session(engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            audit.open_entry(session, entry)
            yield session
            until_saved.enter_context(without_collecting())  # sealing and saving a large import
            session.flush()
            _refresh_due_dates(session)
            audit.seal(session, self.audit_key)
        if session.info.get(
            "empties_the_log"
        ):  # a record was disposed of: no page of it stays beside the file
            dialects.empty_log(self.engine)

    def note_refusal(self, entry: Entry) -> None:
        """Write down a refusal, which must outlive the rollback of what was refused."""
        refused = Entry(
            entry.by, entry.at, f"refused: {entry.action}", entry.child_id, entry.reason, entry.workstation
        )
        with self.writing(refused):
            pass

    def close(self) -> None:
        """Let go of the file. The keys are dropped with this object: best effort, as Python cannot wipe memory."""
        self.engine.dispose()


@event.listens_for(Session, "do_orm_execute")
def _no_bulk_changes(state: ORMExecuteState) -> None:
    # They pass the version column by. Inserts in bulk are given their version by the storage function.
    if (state.is_update or state.is_delete) and not state.execution_options.get("raises_versions_itself"):
        raise RuntimeError("A bulk change would not raise the versions of its rows")


@event.listens_for(Session, "before_commit")
def _only_the_door_commits(session: Session) -> None:
    # A commit inside the block would save changes without their entry, and leave the entry open for anyone.
    if "entry" in session.info and not session.info.get("sealed") and not session.in_nested_transaction():
        raise RuntimeError("Only the door commits, once the entry is sealed")


def _refresh_due_dates(session: Session) -> None:
    if session.info.get("due_to_refresh"):
        from lac_tracker.storage import deadlines  # heavy: nothing is marked by signing in

        deadlines.refresh_marked(session)


def create(path: Path, keys: Keys) -> Database:
    """Make a new caseload file with today's schema, and open it. Nothing may be at `path` yet."""
    dialects.make_private(path)
    upgrade(path, keys)
    return _opened(path, keys)


def open_caseload(
    path: Path, keys: Keys, now: datetime, *, look_first: Callable[[Session], None] | None = None
) -> Database:
    """Open a caseload, bringing an older schema up to date after a backup was made and verified.

    look_first: may refuse a file with an older schema before anything is written to it or beside it; it can ask for
        columns that were there from the first schema on.

    Raises CaseloadRefused when the file is no caseload, belongs to other keys, or is newer than this program, and
    DatabaseUnavailable when the disk refuses to read it.
    """
    try:
        restored_files.finish(path)
    except OSError as error:
        raise DatabaseUnavailable(
            f"A restore of {path.name} cannot be brought to its end: {error.strerror}"
        ) from error
    if not path.is_file():
        raise CaseloadRefused(f"Can't find the caseload at {path}. Is the drive connected?")
    try:
        application, schema = dialects.identify(path, keys.file_key)
        if application == dialects.APPLICATION_ID:
            dialects.take_in_log(path, keys.file_key)
    except dialects.DriverError as error:
        if not dialects.is_damage(error):
            raise DatabaseUnavailable(dialects.explain(error) or str(error)) from error
        if dialects.is_plain(path):
            raise CaseloadRefused(
                f"{path.name} is a database of another program. Nothing has been changed"
            ) from None
        raise CaseloadDamaged(
            f"{path.name} is damaged, or its key slots belong to another caseload. Nothing has been changed. "
            "Restore the newest backup"
        ) from None
    if application != dialects.APPLICATION_ID:
        raise CaseloadRefused(f"{path.name} is not a caseload of this program. Nothing has been changed")
    if schema > SCHEMA_NUMBER:
        raise CaseloadRefused(
            "This file was made by a newer version of Health Tracker. Update this computer to open it. "
            "Nothing has been changed"
        )
    if schema < SCHEMA_NUMBER:
        return _upgraded(path, keys, now, look_first)
    return _opened(path, keys)


def _upgraded(
    path: Path, keys: Keys, now: datetime, look_first: Callable[[Session], None] | None
) -> Database:
    """Open a caseload with an older schema: looked at, then backed up, then brought up to date."""
    if look_first is not None:
        as_it_is = _opened(path, keys)
        try:
            with as_it_is.reading() as session:
                look_first(session)
        finally:
            as_it_is.close()
    made = _before_upgrade(path, keys, now)
    upgrade(path, keys, at=now)
    database = _opened(path, keys)
    with database.writing(Entry(PROGRAM, now, "made a backup", reason=made)):
        pass
    return database


def _before_upgrade(path: Path, keys: Keys, now: datetime) -> str:
    """Make a verified backup, or nothing is upgraded; return what to write down. The usual place, or beside the file."""
    usual, beside = backups.usual_folder(path), backups.default_folder(path)
    try:
        made = backups.make(path, keys, Kind.BEFORE_UPGRADE, usual, now)
    except CaseloadDamaged:
        raise
    except DatabaseUnavailable:
        if usual == beside:
            raise
        made = backups.make(path, keys, Kind.BEFORE_UPGRADE, beside, now)
    return f"before an upgrade: {made.path.name}"


def _opened(path: Path, keys: Keys) -> Database:
    return Database(dialects.make_engine(path, key=keys.file_key), path, keys.audit_key, keys)


def upgrade(path: Path, keys: Keys, revision: str = "head", *, at: datetime | None = None) -> None:
    """Run every outstanding migration, all of them or none.

    at: when an existing caseload was opened; the upgrade is written down then, in its own transaction. None for a
        new file, which has no history yet.

    Raises RuntimeError when rows would be orphaned, or fewer or more than before, and DatabaseUnavailable with words when
    the disk refuses.
    """
    from alembic import command  # heavy: a third of a second, and rarely needed
    from alembic.config import Config

    # With foreign keys on, rebuilding a parent table would delete its children.
    engine = dialects.make_engine(path, key=keys.file_key, foreign_keys=False)
    try:
        with explained(), engine.begin() as connection:
            triggers.remove(connection)
            before = dialects.row_counts(connection)
            config = Config()
            config.set_main_option("script_location", str(paths.MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            if revision == "head":
                triggers.install(connection)
                dialects.brand(connection, SCHEMA_NUMBER)
            if orphans := dialects.orphans(connection):
                raise RuntimeError(f"The upgrade would leave {len(orphans)} orphaned rows.")
            after = dialects.row_counts(connection)
            if changed := [table for table, count in before.items() if after.get(table) != count]:
                raise RuntimeError(f"The upgrade would change the number of rows of {', '.join(changed)}.")
            if at is not None:
                _write_down_upgrade(connection, keys, at)
    finally:
        engine.dispose()
    _log.info("schema of the caseload is at revision %s", revision)


def _write_down_upgrade(connection: Connection, keys: Keys, at: datetime) -> None:
    entry = Entry(PROGRAM, at, f"brought the schema to revision {HEAD_REVISION}", workstation=platform.node())
    # The commit of this session goes no further than the connection's own transaction.
    with Session(connection, join_transaction_mode="rollback_only") as session:
        audit.open_entry(session, entry)
        if revision_of(session) == HEAD_REVISION:  # what is derived may be derived otherwise now
            from lac_tracker.storage import deadlines  # heavy, and an upgrade is rare

            deadlines.refresh_everyone(session)
        audit.seal(session, keys.audit_key)
        session.commit()


def revision_of(session: Session) -> str:
    """Return the revision of the schema this file is at."""
    return str(session.scalar(text("SELECT version_num FROM alembic_version")))
