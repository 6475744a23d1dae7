"""Whether the audit log is intact: the whole chain, the triggers, and the newest entry remembered outside the file."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import OlderFile
from lac_tracker.domain.people import Actor
from lac_tracker.services import known_head
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import audit_chain, log_checks, triggers


@dataclass(frozen=True)
class LogCheck:
    """What a check found. notes: worth knowing, and no fault: a clock that was put back."""

    at: datetime
    entries: int
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """'Log is intact: checked 04-Mar-2026 08:00', or how much is wrong."""
        at = self.at.astimezone()
        when = f"checked {show_date(at.date())} {at:%H:%M}"
        if not self.faults:
            return f"Log is intact: {when}"
        many = "1 thing is" if len(self.faults) == 1 else f"{len(self.faults):,} things are"
        return f"Log is not intact: {many} wrong, {when}"


@needs(Action.CHECK_CASELOAD)
def check(session: Session, audit_key: bytes, *, by: Actor, now: datetime) -> LogCheck:
    """Read the whole log again and return what is wrong with it. Slow for a large one: ask off the screen's thread."""
    held = audit_chain.examined(session, audit_key)
    faults = [*held.faults, *triggers.problems(session.connection())]
    try:
        known_head.check(session, by=by)
    except OlderFile as older:
        faults.append(f"{str(older).partition('. ')[0]}.")
    return LogCheck(now, held.entries, tuple(faults), held.backwards)


@needs(Action.CHECK_CASELOAD)
def keep(session: Session, found: LogCheck, *, by: Actor, now: datetime) -> Changes:
    """Write down that the log was checked and what was found, for the line under it."""
    entry: Entry | None = session.info.get("entry")
    if entry is not None:
        entry.reason = f"{found.words}, {found.entries:,} entries"
    log_checks.keep(session, by.team_id, found.words)
    return Changes()


@needs(Action.SEE_AUDIT)
def last(session: Session, *, by: Actor, now: datetime) -> str:
    """Return what the last check found, in words; '' where the log was never checked."""
    return log_checks.last(session, by.team_id)
