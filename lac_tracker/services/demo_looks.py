"""What the people of the demonstration looked at: their news of the week, and this morning some records."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.people import Actor
from lac_tracker.services import child_summary, today_notices
from lac_tracker.storage import people
from lac_tracker.storage import today as stored_today
from lac_tracker.storage.database import Database
from lac_tracker.storage.tables.due import DueRow

_NEWS = 3  # of what came to somebody, the newest are still to be looked at
# Who, how many records of their own, and how often each.
_LOOKS = (("nadia", 3, 2), ("priya", 2, 1), ("sam", 3, 1), ("demo", 1, 3))


def look(database: Database, by: Actor, today: date, now: datetime) -> None:
    """Have everybody look at what came to them, and open some records: each look is an entry of the audit log.

    It comes last: what came to whom goes by whose children they are, which is known once that is written.
    """
    with database.writing(Entry(by, now, "made the demonstration")) as session:
        _look_at_news(session, by.team_id, today, now)
    with database.reading() as session:
        team = {actor.user_name: actor for actor in people.everyone(session, by.team_id)}
        theirs = {
            user: session.scalars(
                select(DueRow.child_id)
                .where(DueRow.assessor_id == team[user].person_id, DueRow.closed_on.is_(None))
                .group_by(DueRow.child_id)
                .order_by(DueRow.child_id)
                .limit(records)
            ).all()
            for user, records, _ in _LOOKS
        }
    for user, _, times in _LOOKS:
        for child_id in theirs[user]:
            for _ in range(times):
                with database.writing(Entry(team[user], now)) as session:
                    child_summary.heading(session, child_id, by=team[user], now=now, today=today)


def _look_at_news(session: Session, team_id: int, today: date, now: datetime) -> None:
    """Mark what came to each person as seen the day before, but for the newest: nobody lets a week of it lie."""
    yesterday = now - timedelta(days=1)
    for who in people.everyone(session, team_id):
        if not decide(who, Action.SEE_LISTS).allowed:  # for whom there is no page Today
            continue
        news = [one for one in today_notices.of(session, by=who, now=now, today=today) if not one.is_work]
        for one in news[_NEWS:]:
            stored_today.mark_seen(session, who.person_id, one.key, yesterday, is_seen=True)
