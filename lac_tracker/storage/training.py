"""Training of the team: rows and domain."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.training import Training, newest_first
from lac_tracker.storage.chronology import CHANGED
from lac_tracker.storage.tables.people import PersonRow, TrainingRow


def of_team(session: Session, team_id: int) -> dict[int, tuple[Training, ...]]:
    """Return what the people of a team were trained in: person → training; people without any are not in it."""
    rows = session.scalars(
        select(TrainingRow)
        .join(PersonRow, PersonRow.id == TrainingRow.person_id)
        .where(PersonRow.team_id == team_id, TrainingRow.entered_in_error_because.is_(None))
    )
    found: dict[int, list[Training]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(_training(row))
    return {person: newest_first(tuple(held)) for person, held in found.items()}


def of_person(session: Session, person_id: int) -> tuple[Training, ...]:
    """Return what one person was trained in, by subject; nothing that was entered in error."""
    rows = session.scalars(
        select(TrainingRow).where(
            TrainingRow.person_id == person_id, TrainingRow.entered_in_error_because.is_(None)
        )
    )
    return newest_first(tuple(_training(row) for row in rows))


def is_trained(session: Session, person_id: int, subject: str, on: date) -> bool:
    """Return whether training of a subject held for a person on a day."""
    found = session.scalar(
        select(TrainingRow.id)
        .where(
            TrainingRow.person_id == person_id,
            TrainingRow.subject == subject,
            TrainingRow.entered_in_error_because.is_(None),
            TrainingRow.completed_on <= on,
            or_(TrainingRow.expires_on.is_(None), TrainingRow.expires_on >= on),
        )
        .limit(1)
    )
    return found is not None


def load(session: Session, training_id: int, team_id: int) -> Training:
    """Return training of one of a team. Raises NotFound."""
    row = session.get(TrainingRow, training_id)
    person = session.get(PersonRow, row.person_id) if row else None
    if row is None or person is None or person.team_id != team_id:
        raise NotFound("That training is not in this caseload")
    return _training(row)


def save(
    session: Session, training_id: int | None, fields: Mapping[str, Any], *, seen_version: int = 1
) -> int:
    """Keep training, new (None) or corrected, and return its id. fields: by column. Raises RecordChanged."""
    if training_id is None:
        row = TrainingRow(**fields)
        session.add(row)
    else:
        row = _unchanged(session, training_id, seen_version)
        for name, value in fields.items():
            setattr(row, name, value)
    session.flush()
    return row.id


def in_error(session: Session, training_id: int, because: str, *, seen_version: int) -> None:
    """Take training out as entered in error; it stays with the reason. Raises RecordChanged."""
    _unchanged(session, training_id, seen_version).entered_in_error_because = because
    session.flush()


def _unchanged(session: Session, training_id: int, seen_version: int) -> TrainingRow:
    row = session.get_one(TrainingRow, training_id)
    if row.version != seen_version or row.entered_in_error_because:
        raise RecordChanged(CHANGED)
    return row


def _training(row: TrainingRow) -> Training:
    return Training(
        row.id, row.person_id, row.subject, row.level, row.completed_on, row.expires_on, row.evidence, row.version
    )  # fmt: skip
