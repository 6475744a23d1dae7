"""The audit log for who may read it: entries by filter, whose records, and who has looked at one of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from lac_tracker.domain import audit_kinds
from lac_tracker.domain.audit_kinds import did
from lac_tracker.domain.authorisation import Action, sees_restricted
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor, Role
from lac_tracker.services.access import needs, the_child
from lac_tracker.storage import audit_log as stored
from lac_tracker.storage import children_list, people, record_access, report_lists
from lac_tracker.storage.audit_log import Filter, Stored

PAGE = 200  # entries read at once
MOST_CHILDREN = 200  # that what was typed may fit; more are too many to look for
RESTRICTED, DISPOSED, OTHER_TEAM = "(restricted)", "(disposed of)", "(another team)"


@dataclass(frozen=True)
class Wanted:
    """Which entries. since, until: days, both included. kind: a key of `audit_kinds`. child: as typed, a name or number.
    child_id: one record in its place."""

    since: date | None = None
    until: date | None = None
    person_id: int | None = None
    kind: str = ""
    child: str = ""
    child_id: int | None = None


class Line(NamedTuple):
    """One entry as its reader sees it. child: '' where it is about nobody."""

    number: int
    at: datetime
    who: str
    did: str
    child: str
    detail: str
    workstation: str
    changes: int
    child_id: int | None


class Page(NamedTuple):
    """Some lines, and where the next page begins; None at the end."""

    lines: tuple[Line, ...]
    after: tuple[datetime, int] | None


@needs(Action.SEE_AUDIT)
def page(
    session: Session, wanted: Wanted, *, by: Actor, now: datetime, after: tuple[datetime, int] | None = None
) -> Page:
    """Return a page of the log, the newest entry first. after: where the page before ended.

    Raises UserError where days stand the wrong way round, or too many children fit.
    """
    rows = stored.page(session, filter_of(session, wanted, by=by, now=now), PAGE + 1, after)
    shown = rows[:PAGE]
    end = (shown[-1].at, shown[-1].number) if len(rows) > PAGE else None
    return Page(tuple(lines(session, shown, by=by, now=now)), end)


@needs(Action.SEE_AUDIT)
def count(session: Session, wanted: Wanted, *, by: Actor, now: datetime) -> int:
    """Return how many entries are wanted."""
    return stored.count(session, filter_of(session, wanted, by=by, now=now))


@needs(Action.SEE_AUDIT)
def everybody(session: Session, *, by: Actor, now: datetime) -> tuple[tuple[int, str], ...]:
    """Return whose entries can be asked for, also of who left: (person, full name)."""
    return stored.people(session, by.team_id)


@needs(Action.SEE_AUDIT, child=the_child, of_restricted=True)
def who_looked(session: Session, child_id: int, *, by: Actor, now: datetime) -> Page:
    """Return the newest entries about one child: who opened the record, changed it, made or sent something."""
    wanted = Filter(child_ids=(child_id,), team_id=_team(session, by))
    rows = stored.page(session, wanted, PAGE + 1)
    end = (rows[PAGE - 1].at, rows[PAGE - 1].number) if len(rows) > PAGE else None
    return Page(tuple(lines(session, rows[:PAGE], by=by, now=now)), end)


@needs(Action.SEE_AUDIT)
def filter_of(session: Session, wanted: Wanted, *, by: Actor, now: datetime) -> Filter:
    """Return the filter of what a person asks for: nobody finds, by a name, a record they are kept apart from.

    Raises UserError in words.
    """
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise UserError("From must be on or before To")
    chosen = audit_kinds.kind(wanted.kind) if wanted.kind else None
    return Filter(
        since=_midnight(wanted.since) if wanted.since else None,
        until=_midnight(wanted.until + timedelta(days=1)) if wanted.until else None,
        person_id=wanted.person_id,
        actions=chosen.actions if chosen else (),
        begins=chosen.begins if chosen else (),
        child_ids=_children(session, wanted, by, now),
        team_id=_team(session, by),
    )


def lines(session: Session, rows: Iterable[Stored], *, by: Actor, now: datetime) -> Iterator[Line]:
    """Yield entries as their reader may see them. An auditor knows a child by the council's number alone.

    What somebody gave as a reason may tell of the child, so it is not for who is kept apart from the record.
    """
    held = list(rows)
    apart = record_access.apart_from(session, by.person_id, now.date())
    named = whose(session, {row.child_id for row in held if row.child_id is not None}, by=by, now=now)
    for row in held:
        yield Line(
            row.number, row.at.astimezone(), row.person_name, did(row.action),
            named[row.child_id] if row.child_id is not None else "",
            "" if row.child_id in apart else _detail(row), row.workstation, row.changes_count,
            row.child_id,
        )  # fmt: skip


def whose(session: Session, child_ids: set[int], *, by: Actor, now: datetime) -> dict[int, str]:
    """Return what a reader of the log is told of each child: the name, the council's number, or that it is restricted."""
    known = report_lists.by_ids(session, child_ids, by.team_id)
    closed = record_access.apart_from(session, by.person_id, now.date())
    if not sees_restricted(by):
        closed |= record_access.restricted(session, by.team_id, now.date())
    elsewhere = stored.teams_of(session, child_ids - known.keys())
    said = {}
    for child_id in child_ids:
        if child_id in closed:
            said[child_id] = RESTRICTED
        elif (child := known.get(child_id)) is None:
            said[child_id] = OTHER_TEAM if child_id in elsewhere else DISPOSED
        elif by.role is Role.AUDITOR or not child.name:
            said[child_id] = f"Council ID {child.council_id}"
        else:
            said[child_id] = child.name
    return said


def in_words(wanted: Wanted, names: dict[int, str]) -> str:
    """Return a filter in words, for what is printed or exported; never what was typed to find a child."""
    since, until = show_date(wanted.since), show_date(wanted.until)
    days = (
        f"{since} to {until}" if wanted.since and wanted.until
        else f"From {since}" if wanted.since else f"To {until}" if wanted.until else "All days"
    )  # fmt: skip
    who = names.get(wanted.person_id, "one person") if wanted.person_id is not None else "everybody"
    what = audit_kinds.kind(wanted.kind).words.casefold() if wanted.kind else "everything"
    return f"{days}. By {who}. What: {what}" + (". One search for a child" if wanted.child else "")


def _detail(row: Stored) -> str:
    if row.reason:
        return row.reason
    return (
        f"{row.changes_count:,} {'change' if row.changes_count == 1 else 'changes'}"
        if row.changes_count
        else ""
    )


def _children(session: Session, wanted: Wanted, by: Actor, now: datetime) -> tuple[int, ...] | None:
    if wanted.child_id is not None:
        return (wanted.child_id,)
    typed = clean_line(wanted.child, label="Child")
    if not typed:
        return None
    if by.role is Role.AUDITOR:  # who may not see a name may not try one out either
        return stored.by_council_id(session, by.team_id, typed)
    found = children_list.ids(session, by.team_id, typed, limit=MOST_CHILDREN + 1)
    if len(found) > MOST_CHILDREN:
        raise UserError(f"Child: more than {MOST_CHILDREN} fit. Type more of the name, or a number")
    apart = record_access.apart_from(session, by.person_id, now.date())
    return tuple(child_id for child_id in found if child_id not in apart)


def _team(session: Session, by: Actor) -> int | None:
    return None if people.is_only_team(session) else by.team_id


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min).astimezone()
