"""Quality reviews with their scores and rounds, and the samples they were drawn in: rows and domain."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.names import initials
from lac_tracker.domain.people import Actor
from lac_tracker.domain.quality import Answer
from lac_tracker.storage.care import chunks
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.people import PersonRow
from lac_tracker.storage.tables.quality import (
    QualityReturnRow,
    QualityReviewRow,
    QualitySampleRow,
    QualityScoreRow,
)

OPEN_STATES = ("not_started", "started")
DONE_STATES = ("finished", "with_author", "amended", "closed")


@dataclass(frozen=True)
class Review:
    """One review, without its scores. child_words: initials, for lists. answered: how many criteria have an answer."""

    id: int
    sample_id: int | None
    child_id: int
    assessment_id: int
    checklist_id: int
    kind: str
    signed_on: date
    author: str
    author_id: int | None
    provider: str
    is_out_of_area: bool
    why_chosen: str
    reviewer_id: int
    due_on: date
    state: str
    overall: str | None
    praise: str
    finished_on: date | None
    follows_id: int | None
    version: int
    reviewer: str = ""
    given_name: str = ""
    family_name: str = ""
    council_id: str = ""
    answered: int = 0

    @property
    def initials(self) -> str:
        """'M.O.', or the council's number while no name is known."""
        return initials(self.given_name, self.family_name, self.council_id)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


@dataclass(frozen=True)
class Round:
    """Changes asked of the author once: what, until when, what was answered, and when it was checked again."""

    id: int
    review_id: int
    returned_on: date
    returned_by: str
    what_to_change: str
    due_on: date
    amended_on: date | None
    amended_by: str
    answer: str
    checked_on: date | None
    checked_by: str


@dataclass(frozen=True)
class Sample:
    """One drawing."""

    id: int
    signed_from: date
    signed_to: date
    rule: str
    drawn_at: datetime
    drawn_by_id: int


_REVIEW = tuple(
    name
    for name in Review.__dataclass_fields__
    if name not in ("reviewer", "given_name", "family_name", "council_id", "answered")
)
_ROUND, _SAMPLE = tuple(Round.__dataclass_fields__), tuple(Sample.__dataclass_fields__)


def child_of(session: Session, review_id: int) -> int:
    """Return whose assessment a review is about. Raises NotFound."""
    child_id = session.scalar(select(QualityReviewRow.child_id).where(QualityReviewRow.id == review_id))
    if child_id is None:
        raise NotFound("That review is not in this caseload")
    return child_id


def load(session: Session, review_id: int) -> Review:
    """Return one review. Raises NotFound."""
    child_of(session, review_id)
    return _reviews(session, QualityReviewRow.id == review_id)[0]


def of_team(session: Session, team_id: int) -> tuple[Review, ...]:
    """Return every review of a team, by the day it is due and then by number."""
    return _reviews(session, QualityReviewRow.team_id == team_id)


def of_person(session: Session, team_id: int, person_id: int) -> tuple[Review, ...]:
    """Return the reviews that a person does, or that are about what they wrote."""
    return _reviews(
        session,
        (QualityReviewRow.team_id == team_id)
        & ((QualityReviewRow.reviewer_id == person_id) | (QualityReviewRow.author_id == person_id)),
    )


def of_assessments(session: Session, assessment_ids: Iterable[int]) -> tuple[Review, ...]:
    """Return the reviews of some assessments."""
    return _reviews(session, QualityReviewRow.assessment_id.in_(tuple(assessment_ids)))


def _reviews(session: Session, which: Any) -> tuple[Review, ...]:
    answered = (
        select(func.count(QualityScoreRow.id))
        .where(QualityScoreRow.review_id == QualityReviewRow.id)
        .correlate(QualityReviewRow)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            QualityReviewRow, PersonRow.full_name, ChildRow.given_name, ChildRow.family_name, ChildRow.council_child_id,
            answered,
        )
        .join(PersonRow, PersonRow.id == QualityReviewRow.reviewer_id)
        .join(ChildRow, ChildRow.id == QualityReviewRow.child_id)
        .where(which)
        .order_by(QualityReviewRow.due_on, QualityReviewRow.id)
    )  # fmt: skip
    return tuple(
        Review(
            **{name: getattr(row, name) for name in _REVIEW},
            reviewer=reviewer, given_name=given or "", family_name=family or "", council_id=council_id,
            answered=count,
        )
        for row, reviewer, given, family, council_id, count in rows
    )  # fmt: skip


def load_of(session: Session, team_id: int) -> dict[int, int]:
    """Return how many reviews each person has waiting: person → number."""
    rows = session.execute(
        select(QualityReviewRow.reviewer_id, func.count())
        .where(QualityReviewRow.team_id == team_id, QualityReviewRow.state.in_(OPEN_STATES))
        .group_by(QualityReviewRow.reviewer_id)
    )
    return {person: count for person, count in rows}


def drawn_of_authors(session: Session, team_id: int) -> dict[tuple[str, int, int], int]:
    """Return how many were drawn of each author of what they did in each month: (author, year, month) → number."""
    rows = session.execute(
        select(QualityReviewRow.author_id, QualityReviewRow.author, QualityReviewRow.signed_on).where(
            QualityReviewRow.team_id == team_id, QualityReviewRow.follows_id.is_(None)
        )
    )
    found: dict[tuple[str, int, int], int] = {}
    for author_id, author, day in rows:
        key = (f"#{author_id}" if author_id is not None else author, day.year, day.month)
        found[key] = found.get(key, 0) + 1
    return found


def add(session: Session, team_id: int, fields: Mapping[str, Any]) -> int:
    """Add a review and return its id."""
    row = QualityReviewRow(team_id=team_id, **fields)
    session.add(row)
    session.flush()
    return row.id


def change(session: Session, review_id: int, seen_version: int | None = None, **fields: Any) -> None:
    """Set fields of a review. Raises RecordChanged when another person changed it since it was looked at."""
    row = session.get_one(QualityReviewRow, review_id)
    if seen_version is not None and row.version != seen_version:
        raise RecordChanged(
            "Someone else changed this review while you were working. Open it again to see their version"
        )
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()


def add_sample(
    session: Session, *, by: Actor, now: datetime, signed_from: date, signed_to: date, rule: str
) -> int:
    """Keep that a sample was drawn, and return its id."""
    row = QualitySampleRow(
        team_id=by.team_id, signed_from=signed_from, signed_to=signed_to, rule=rule, drawn_at=now,
        drawn_by_id=by.person_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def samples(session: Session, team_id: int) -> tuple[Sample, ...]:
    """Return the drawings of a team, the newest first."""
    rows = session.scalars(
        select(QualitySampleRow)
        .where(QualitySampleRow.team_id == team_id)
        .order_by(QualitySampleRow.id.desc())
    )
    return tuple(Sample(**{name: getattr(row, name) for name in _SAMPLE}) for row in rows)


def answers(session: Session, review_id: int) -> tuple[dict[str, Answer], dict[str, str]]:
    """Return the answers of a review and the notes to them: criterion → answer, criterion → words."""
    rows = session.scalars(select(QualityScoreRow).where(QualityScoreRow.review_id == review_id)).all()
    return (
        {row.criterion_id: Answer(row.answer) for row in rows},
        {row.criterion_id: row.note for row in rows if row.note},
    )


def answers_of(session: Session, review_ids: Iterable[int]) -> dict[int, dict[str, Answer]]:
    """Return the answers of many reviews: review → criterion → answer."""
    found: dict[int, dict[str, Answer]] = defaultdict(dict)
    for part in chunks(review_ids):
        rows = session.execute(
            select(QualityScoreRow.review_id, QualityScoreRow.criterion_id, QualityScoreRow.answer).where(
                QualityScoreRow.review_id.in_(part)
            )
        )
        for review_id, criterion_id, answer in rows:
            found[review_id][criterion_id] = Answer(answer)
    return found


def put_answers(
    session: Session, review_id: int, given: Mapping[str, Answer], notes: Mapping[str, str]
) -> None:
    """Keep the answers of a review in the place of those there were: what is not given any more is taken out."""
    rows = {
        row.criterion_id: row
        for row in session.scalars(select(QualityScoreRow).where(QualityScoreRow.review_id == review_id))
    }
    for criterion_id, row in rows.items():
        if criterion_id not in given:
            session.delete(row)
    for criterion_id, answer in given.items():
        note = notes.get(criterion_id, "")
        held = rows.get(criterion_id)
        if held is None:
            session.add(
                QualityScoreRow(
                    review_id=review_id, criterion_id=criterion_id, answer=answer.value, note=note
                )
            )
        elif (held.answer, held.note) != (answer.value, note):
            held.answer, held.note = answer.value, note
    session.flush()


def rounds(session: Session, review_ids: Iterable[int]) -> dict[int, tuple[Round, ...]]:
    """Return the rounds of changes of some reviews, the oldest first: review → rounds."""
    found: dict[int, list[Round]] = defaultdict(list)
    for part in chunks(review_ids):
        for row in session.scalars(
            select(QualityReturnRow).where(QualityReturnRow.review_id.in_(part)).order_by(QualityReturnRow.id)
        ):
            found[row.review_id].append(Round(**{name: getattr(row, name) for name in _ROUND}))
    return {key: tuple(held) for key, held in found.items()}


def add_round(session: Session, review_id: int, fields: Mapping[str, Any]) -> int:
    """Keep that changes were asked of the author, and return the id."""
    row = QualityReturnRow(review_id=review_id, **fields)
    session.add(row)
    session.flush()
    return row.id


def change_round(session: Session, round_id: int, fields: Mapping[str, Any]) -> None:
    """Set fields of a round."""
    row = session.get_one(QualityReturnRow, round_id)
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()


def set_checked(session: Session, assessment_id: int, on: date) -> None:
    """Keep the first day on which an assessment was found to meet the standard. What was signed stays as it is."""
    row = session.get_one(AssessmentRow, assessment_id)
    if row.quality_checked_on is None:
        row.quality_checked_on = on
        session.flush()


def checked_on(session: Session, child_id: int) -> dict[int, date]:
    """Return when each assessment of a child was found to meet the standard: assessment → day."""
    rows = session.execute(
        select(AssessmentRow.id, AssessmentRow.quality_checked_on).where(
            AssessmentRow.child_id == child_id, AssessmentRow.quality_checked_on.is_not(None)
        )
    )
    return {assessment_id: day for assessment_id, day in rows if day is not None}


def of_child(session: Session, child_id: int) -> tuple[Review, ...]:
    """Return the reviews of a child's assessments, the oldest first."""
    return tuple(sorted(_reviews(session, QualityReviewRow.child_id == child_id), key=lambda one: one.id))
