"""Assessments that may be drawn for a review: signed here, or done by a host team, and not looked at yet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from lac_tracker.domain.out_of_area import Step
from lac_tracker.domain.quality_sampling import Candidate
from lac_tracker.storage import people, record_access
from lac_tracker.storage.care import chunks
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.care import PlacementRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.information import OutOfAreaRequestRow, OutOfAreaStepRow
from lac_tracker.storage.tables.people import PersonRow
from lac_tracker.storage.tables.quality import QualityReviewRow


@dataclass(frozen=True)
class _Author:
    id: int | None
    name: str


def candidates(
    session: Session, team_id: int, since: date, until: date, today: date
) -> tuple[Candidate, ...]:
    """Return what may be drawn of some days, both included: editions in force, none of whose editions was reviewed."""
    reviewed = set(
        session.scalars(select(QualityReviewRow.assessment_id).where(QualityReviewRow.team_id == team_id))
    )
    closed = record_access.restricted(session, team_id, today)
    found = [
        one
        for one in (*_signed(session, team_id, since, until), *_of_hosts(session, team_id, since, until))
        if one.assessment_id not in reviewed
    ]
    editions = _editions(session, {one.child_id for one in found})
    firsts = _first_of_authors(session, team_id)
    made = []
    for one in found:
        goes_back_to = _goes_back_to(one.assessment_id, editions)
        if reviewed & set(goes_back_to):
            continue
        wrote = frozenset(
            person for each in goes_back_to for person in editions[each][1:] if person is not None
        )
        is_first = one.author_id is not None and firsts.get(one.author_id) in goes_back_to
        made.append(
            Candidate(
                one.assessment_id, one.child_id, one.kind, one.done_on, one.author, one.author_id, one.provider,
                one.is_out_of_area, is_first, wrote, one.child_id in closed,
            )
        )  # fmt: skip
    return tuple(made)


def writers_of(session: Session, child_id: int, assessment_id: int) -> frozenset[int]:
    """Return everybody who assessed or signed an assessment or an edition it goes back to."""
    editions = _editions(session, {child_id})
    return frozenset(
        person
        for each in _goes_back_to(assessment_id, editions)
        for person in editions[each][1:]
        if person is not None
    )


def _signed(session: Session, team_id: int, since: date, until: date) -> list[Candidate]:
    later = aliased(AssessmentRow)
    replaced = select(later.id).where(later.amends_id == AssessmentRow.id, later.state == "signed").exists()
    rows = session.execute(
        select(AssessmentRow, PersonRow.full_name)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .outerjoin(PersonRow, PersonRow.id == AssessmentRow.assessor_id)
        .where(
            ChildRow.team_id == team_id, AssessmentRow.state == "signed", ~replaced,
            AssessmentRow.signed_at >= _start(since), AssessmentRow.signed_at < _start(until + timedelta(days=1)),
        )
    ).all()  # fmt: skip
    away = _away_on(session, {row.AssessmentRow.child_id for row in rows})
    provider = people.team(session, team_id).name
    found = []
    for one, name in rows:
        author = _author(one, name)
        assert one.signed_at is not None  # the table refuses a signed assessment without it
        day = one.completed_on or one.signed_at.date()
        is_away = any(began <= day and (ended is None or ended > day) for began, ended in away[one.child_id])
        found.append(
            Candidate(
                one.id,
                one.child_id,
                one.kind,
                one.signed_at.date(),
                author.name,
                author.id,
                provider,
                is_away,
            )
        )
    return found


def _of_hosts(session: Session, team_id: int, since: date, until: date) -> list[Candidate]:
    """Return what host teams did: it is taken by the day its report came back."""
    rows = session.execute(
        select(AssessmentRow, OutOfAreaRequestRow.host_team, OutOfAreaStepRow.done_on)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .join(OutOfAreaRequestRow, OutOfAreaRequestRow.assessment_id == AssessmentRow.id)
        .join(OutOfAreaStepRow, OutOfAreaStepRow.request_id == OutOfAreaRequestRow.id)
        .where(
            ChildRow.team_id == team_id, AssessmentRow.state == "history",
            OutOfAreaStepRow.step == Step.REPORT_BACK.value,
            OutOfAreaStepRow.done_on >= since, OutOfAreaStepRow.done_on <= until,
        )
    )  # fmt: skip
    return [
        Candidate(one.id, one.child_id, one.kind, back_on, one.completed_by or host, None, host, True)
        for one, host, back_on in rows
    ]


def _author(one: AssessmentRow, assessor: str | None) -> _Author:
    """Return who wrote it: who assessed, else who signed."""
    if one.assessor_id is not None:
        return _Author(one.assessor_id, assessor or "")
    return _Author(one.signed_by_id, (one.signed_as or "").partition(",")[0] or "Not recorded")


def _first_of_authors(session: Session, team_id: int) -> dict[int, int]:
    """Return the first initial assessment each author signed, in its first edition: person → assessment."""
    rows = session.execute(
        select(AssessmentRow.id, AssessmentRow.assessor_id, AssessmentRow.signed_by_id)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .where(
            ChildRow.team_id == team_id, AssessmentRow.state == "signed", AssessmentRow.kind == "IHA",
            AssessmentRow.amends_id.is_(None),
        )
        .order_by(AssessmentRow.signed_at, AssessmentRow.id)
    )  # fmt: skip
    found: dict[int, int] = {}
    for one, assessor, signer in rows:
        author = assessor if assessor is not None else signer
        if author is not None:
            found.setdefault(author, one)
    return found


def _editions(
    session: Session, child_ids: Iterable[int]
) -> dict[int, tuple[int | None, int | None, int | None]]:
    """Return of each assessment of some children (what it amends, who assessed, who signed)."""
    found = {}
    for part in chunks(child_ids):
        for one in session.execute(
            select(
                AssessmentRow.id, AssessmentRow.amends_id, AssessmentRow.assessor_id, AssessmentRow.signed_by_id
            ).where(AssessmentRow.child_id.in_(part))
        ):  # fmt: skip
            found[one.id] = (one.amends_id, one.assessor_id, one.signed_by_id)
    return found


def _goes_back_to(
    assessment_id: int, editions: dict[int, tuple[int | None, int | None, int | None]]
) -> tuple[int, ...]:
    found, now = [], assessment_id
    while True:
        found.append(now)
        before = editions[now][0]
        if before is None:
            return tuple(found)
        now = before


def _away_on(session: Session, child_ids: Iterable[int]) -> dict[int, list[tuple[date, date | None]]]:
    """Return when each child lived outside the team's area: child → (from, until)."""
    found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for part in chunks(child_ids):
        for child_id, began, ended in session.execute(
            select(PlacementRow.child_id, PlacementRow.began, PlacementRow.ended).where(
                PlacementRow.child_id.in_(part),
                PlacementRow.host_area != "",
            )
        ):
            found[child_id].append((began, ended))
    return found


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
