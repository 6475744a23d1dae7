"""Whether the caseload that is opened is the one last used here, or an older copy of it; and remembering it again."""

import logging
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import OlderFile, UserError
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor, Role
from lac_tracker.services.access import needs
from lac_tracker.storage import known_head as stored
from lac_tracker.storage import people, team_choices
from lac_tracker.storage.known_head import Head

_log = logging.getLogger(__name__)
_OLDER = (
    "This file is older than the one last used here: on {seen} its audit log had {then:,} entries, now it has {now:,}. "
    "An old copy was put in its place, or the newest entries were taken out"
)
_OTHER = (
    "This file is older than the one last used here, and was used elsewhere since: entry {then:,} of its audit log is not "
    "the one of {seen}"
)
_ASK = "Nothing has been changed. Look for the newer file, and ask the team manager before you work on"
_MANAGER = (
    "Nothing has been changed. Look for the newer file first. If this is the one to go on with, such as a backup that was "
    "restored, say why: it is written down"
)


def check(session: Session, *, by: Actor) -> None:
    """Raise OlderFile unless the open caseload holds the entry that was its newest when it was last used here.

    Asked before anything is written to it.
    """
    database_id, is_manager = people.database_id(session), by.role is Role.MANAGER
    for file in _files(session, by):
        head = stored.remembered(file, database_id)
        if head is not None and not stored.is_in(session, head):
            raise OlderFile(_words(session, head, is_manager=is_manager), may_go_on=is_manager)


def check_before_upgrade(session: Session, user_name: str, *, because: str) -> None:
    """Raise OlderFile for an older copy whose schema is old too, before it is brought up to date; `check` is for the rest.

    Reads what every schema has: what is remembered on this workstation is compared, not what the team has chosen since.
    because: why a manager goes on with it; then it is brought up to date, and `check` asks again.
    """
    head = stored.remembered(stored.here(), people.database_id(session))
    if head is None or stored.is_in(session, head):
        return
    is_manager = people.role_of(session, user_name) is Role.MANAGER
    if not (is_manager and because.strip()):
        raise OlderFile(_words(session, head, is_manager=is_manager), may_go_on=is_manager)


def because(words: str, *, by: Actor) -> str:
    """Return why somebody goes on with an older file. Raises UserError without a reason, or for who is no manager."""
    if by.role is not Role.MANAGER:
        raise UserError("Only a manager can go on with an older file. Nothing has been changed")
    said = clean_line(words, label="Reason")
    if not said:
        raise UserError("Reason is missing: say why this is the file to go on with")
    return said


@needs(Action.SEE_TEAM)
def remember(session: Session, *, by: Actor, now: datetime, also_older: bool = False) -> None:
    """Remember the newest entry on this workstation, and in the second folder of the backups where the team has one.

    Done at closing, locking, after a backup and once a day. A place that cannot be written to is left out: it must not
    keep anybody from closing. also_older: after a restored backup, or where a manager goes on with an older file.
    """
    at = now.astimezone()
    head = stored.of(session, f"{show_date(at.date())} {at:%H:%M}")
    database_id = people.caseload(session).database_id
    for file in _files(session, by):
        try:
            stored.remember(file, database_id, head, also_older=also_older)
        except OSError as error:
            _log.info("the newest entry could not be remembered: %s", type(error).__name__)


def _words(session: Session, head: Head, *, is_manager: bool) -> str:
    number = stored.of(session, "").number
    said = (_OLDER if number < head.number else _OTHER).format(seen=head.seen, then=head.number, now=number)
    return f"{said}. {_MANAGER if is_manager else _ASK}"


def _files(session: Session, by: Actor) -> tuple[Path, ...]:
    second = team_choices.value(session, by.team_id, "backup_second_folder")
    is_there = bool(second) and Path(second).is_dir()
    return (stored.here(), *((stored.beside_backups(Path(second)),) if is_there else ()))
