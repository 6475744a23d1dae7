"""What became of the plans of the demonstration: items closed by their date, some late, most still open."""

from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import Mark
from lac_tracker.services import plan_marks
from lac_tracker.storage import assessments
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.plans import NeedRow, OutcomeRow

_IN_TIME, _LATE = 0.62, 0.82  # of the items whose day has come; the rest nobody has closed
_EARLY = 0.45  # of those whose day is still to come
_AHEAD = timedelta(days=90)
_CLOSED: tuple[tuple[Mark, str], ...] = (
    ("met", "Letter seen; done in time"),
    ("met", "Carer says so, and the school sees it too"),
    ("met", "Seen in the diary of six weeks"),
    ("no_longer_needed", "Grown out of it; checked by the GP"),
)


def close(session: Session, by: Actor, today: date, now: datetime, rng: Random) -> None:
    """Close items of the plans in force between reviews. Uses up `rng` the same way for the same caseload."""
    for assessment_id, outcome_id, review_on, agreed_on in _items(session, today):
        chance, mark, note = rng.random(), *rng.choice(_CLOSED)
        days = rng.randrange(1, 15)
        if chance >= (_LATE if review_on <= today else _EARLY):
            continue
        before = min(review_on, today) - timedelta(days=days)
        on = min(max(before if chance < _IN_TIME else review_on + timedelta(days=days), agreed_on), today)
        at = min(datetime.combine(on, time(15, 30), now.tzinfo), now)
        if assessment_id in _in_force(session, outcome_id):
            plan_marks.mark_item(session, outcome_id, mark, by=by, now=at, note=note, on=on)


def _items(session: Session, today: date) -> list[tuple[int, int, date, date]]:
    """Return (assessment, item, its day, the day it was agreed) of what is to be reviewed soon or was, and has no mark."""
    rows = session.execute(
        select(AssessmentRow.id, OutcomeRow.id, OutcomeRow.review_on, AssessmentRow.completed_on)
        .join(NeedRow, NeedRow.assessment_id == AssessmentRow.id)
        .join(OutcomeRow, OutcomeRow.need_id == NeedRow.id)
        .where(
            AssessmentRow.state == "signed", OutcomeRow.mark.is_(None), OutcomeRow.review_on <= today + _AHEAD
        )
        .order_by(OutcomeRow.id)
    ).all()
    return [(one, item, until, agreed) for one, item, until, agreed in rows if until and agreed]


def _in_force(session: Session, outcome_id: int) -> tuple[int, ...]:
    """Return the plan in force of the child of an item; () while a review looks back on it."""
    child_id = session.scalar(
        select(NeedRow.child_id)
        .join(OutcomeRow, OutcomeRow.need_id == NeedRow.id)
        .where(OutcomeRow.id == outcome_id)
    )
    held = assessments.of_child(session, child_id or 0)
    if any(one.state in ("in_progress", "part_done") for one in held):
        return ()
    return tuple(one.id for one in assessments.in_force(held)[-1:])
