"""Who opened whose record between two days: for the manager and the auditor, from the audit log."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.exports import Cell, Column
from lac_tracker.domain.people import Actor, Role
from lac_tracker.domain.team_reports import Found, Params
from lac_tracker.services import redaction, report_lists
from lac_tracker.services.access import needs
from lac_tracker.storage import audit_looks, record_access
from lac_tracker.storage import report_lists as stored
from lac_tracker.storage.audit_looks import Look

LOOKS = (Action.OPEN_RECORD.value, Action.SEE_CLINICAL.value)


@needs(Action.SEE_AUDIT)
def opened(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return a row for each person, record and day on which they opened it: first and last time, and how often.

    An auditor sees whose record it was by the council's number alone.
    """
    held = asked.period
    looks = audit_looks.of_team(
        session, by.team_id, LOOKS, _midnight(held.since), _midnight(held.until + timedelta(days=1))
    )
    found: dict[tuple[date, int, int], list[Look]] = {}
    for one in looks:
        found.setdefault((one.at.astimezone().date(), one.person_id, one.child_id), []).append(one)
    children = stored.by_ids(session, {child_id for _, _, child_id in found}, by.team_id)
    known = {
        one.child_id: one
        for one in redaction.without_restricted(session, children.values(), by=by, today=today)
    }
    if by.role is Role.AUDITOR:
        known = {child_id: redaction.unnamed(one)._replace(name=None) for child_id, one in known.items()}
    restricted = record_access.restricted(session, by.team_id, today)
    rows: list[tuple[Cell, ...]] = [
        (
            *report_lists.who(known[child_id])[:3], day, ones[0].person, _clock(ones[0].at), _clock(ones[-1].at), len(ones),
            "Restricted" if child_id in restricted else None,
        )
        for (day, _, child_id), ones in sorted(found.items(), reverse=True)
    ]  # fmt: skip
    columns = (
        *report_lists.WHO[:3], Column("Day", "date"), Column("Opened by", width=24), Column("First at", width=9),
        Column("Last at", width=9), Column("Times", "number"), Column("Record", width=12),
    )  # fmt: skip
    records = _many(len({child_id for _, _, child_id in found}), "record")
    people = _many(len({person_id for _, person_id, _ in found}), "person", "people")
    stated = f"Opened {held.words}, the newest first: {records}, by {people}. From the audit log of {show_date(today)}"
    return Found(columns, tuple(rows), (stated,))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min).astimezone()


def _clock(at: datetime) -> str:
    return at.astimezone().strftime("%H:%M")


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or f'{one}s'}"
