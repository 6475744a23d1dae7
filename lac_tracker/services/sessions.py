"""What is written down of a session beside signing in: locking, signing out, what a search found, which pages were read."""

from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import audit_kinds
from lac_tracker.domain.audit import BACKWARDS, Entry, distance_words
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs, the_child
from lac_tracker.storage import audit_log, triggers

SENSITIVE = {
    "assessments": "assessments", "assessment": "an assessment", "plan": "the health plan", "item": "the health plan",
    "plan_history": "the health plan", "own_plan": "the young person's own plan", "sdq": "SDQ and wellbeing",
    "sdq_entry": "SDQ and wellbeing", "consent": "consent", "family": "family and birth",
    "health_checks": "health checks", "chronology": "the chronology", "health_history": "the health history",
    "compare": "two versions of an assessment", "chain": "who worked on an assessment", "sign": "an assessment",
}  # fmt: skip
"""The pages of a record with sensitive content, and what the log calls each."""


@needs(Action.SEE_TEAM)
def left(session: Session, action: str, *, by: Actor, now: datetime) -> None:
    """Write down that somebody locked the window or signed out."""
    _named(session, action)


@needs(Action.SEE_CLINICAL, child=the_child)
def read_page(session: Session, child_id: int, page: str, *, by: Actor, now: datetime) -> None:
    """Write down that a page of a record with sensitive content is read, before it is painted. page: one of SENSITIVE."""
    _named(session, Action.SEE_CLINICAL.value, f"Read {SENSITIVE[page]}")


@needs(Action.SEARCH)
def searched(session: Session, where: str, mark: str, found: int, *, by: Actor, now: datetime) -> None:
    """Write down that a search returned names. mark: of the term, keyed (`domain.audit.search_mark`): never the term."""
    _named(session, Action.SEARCH.value, f"{where}: {found:,} found, term {mark}")


@needs(Action.SEE_TEAM)
def protection(session: Session, *, by: Actor, now: datetime) -> tuple[str, ...]:
    """Return what is wrong with the triggers that write every change down, in words; nothing when all are as they were made."""
    return triggers.problems(session.connection())


@needs(Action.SEE_TEAM)
def found_changed(session: Session, problems: tuple[str, ...], *, by: Actor, now: datetime) -> None:
    """Write down that the triggers are not those the program made."""
    _named(session, audit_kinds.FOUND_TAMPERING, " ".join(problems[:5]))


def clock_words(session: Session, now: datetime) -> str:
    """Return that the clock is behind the newest entry, where it is by more than two minutes; '' otherwise.

    It never keeps anybody from saving: the order of the log is that of its numbers, and the note says why times do not follow.
    """
    newest = audit_log.newest_at(session)
    if newest is None or now >= newest - BACKWARDS:
        return ""
    at = newest.astimezone()
    return (
        f"The clock of this computer is {distance_words(newest - now)} behind the newest entry of the audit log, "
        f"of {show_date(at.date())} {at:%H:%M}. Have it set right: what you save is dated by it"
    )


def _named(session: Session, action: str, reason: str = "") -> None:
    entry: Entry | None = session.info.get("entry")
    if entry is not None:
        entry.action, entry.reason = action, reason
