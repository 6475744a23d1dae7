"""Improvement actions and every change of them: rows and domain."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.improvement import Action, Change, Offer, Rating, offers, stored_form
from lac_tracker.storage import reference_data
from lac_tracker.storage.tables.quality import ImprovementActionRow, ImprovementChangeRow


@cache
def offered() -> tuple[Offer, ...]:
    """Return what the inspection recommended, as actions to add."""
    return offers(reference_data.table("inspection_actions.toml"))


def of_team(session: Session, team_id: int) -> tuple[Action, ...]:
    """Return the actions of a team, what is open first, by their dates."""
    rows = session.scalars(
        select(ImprovementActionRow)
        .where(ImprovementActionRow.team_id == team_id)
        .order_by(ImprovementActionRow.due_on, ImprovementActionRow.id)
    )
    held = [_action(row) for row in rows]
    return tuple(sorted(held, key=lambda one: one.rating is Rating.DONE))


def load(session: Session, team_id: int, action_id: int) -> Action:
    """Return one action of a team. Raises NotFound."""
    return _action(_row(session, team_id, action_id))


def add(
    session: Session, team_id: int, *, what: str, source: str, owner: str, due_on: date, rating: Rating,
    because: str, made_on: date, made_by: str, now: datetime,
) -> int:  # fmt: skip
    """Add an action and return its id. The reason it begins with is kept like one that is given later."""
    row = ImprovementActionRow(
        team_id=team_id, what=what, source=source, owner=owner, due_on=due_on, rating=rating.value,
        rating_because=because, made_on=made_on, made_by=made_by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if because:
        _keep(session, row.id, "rating", "", rating.value, because, made_by, now)
        session.flush()
    return row.id


def change(
    session: Session, team_id: int, action_id: int, fields: Mapping[str, Any], because: str, *,
    who: str, now: datetime, today: date, seen_version: int | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """Set fields of an action, keep each change with what stood there before, and return which were changed.

    Raises RecordChanged when another person changed it since it was looked at.
    """
    row = _row(session, team_id, action_id)
    if seen_version is not None and row.version != seen_version:
        raise RecordChanged("Someone else changed this action while you were working. Open it again")
    changed = []
    for field, value in fields.items():
        before, after = stored_form(getattr(row, field)), stored_form(value)
        if before == after:
            continue
        _keep(session, action_id, field, before, after, because, who, now)
        setattr(row, field, value)
        changed.append(field)
    if because and because != row.rating_because and not changed:  # it stands as it did, for another reason
        _keep(session, action_id, "rating_because", row.rating_because, because, "", who, now)
        row.rating_because = because
    if changed:
        row.rating_because = because if "rating" in changed else row.rating_because
        is_done = row.rating == Rating.DONE
        row.done_on = (row.done_on or today) if is_done else None
    session.flush()
    return tuple(changed)


def _keep(
    session: Session, action_id: int, field: str, before: str, after: str, because: str, who: str, now: datetime
) -> None:  # fmt: skip
    row = ImprovementChangeRow(
        action_id=action_id, field=field, before=before, after=after, because=because, changed_at=now, changed_by=who
    )  # fmt: skip
    session.add(row)


def changes(session: Session, action_id: int) -> tuple[Change, ...]:
    """Return every change of an action, the newest first."""
    rows = session.scalars(
        select(ImprovementChangeRow)
        .where(ImprovementChangeRow.action_id == action_id)
        .order_by(ImprovementChangeRow.id.desc())
    )
    return tuple(
        Change(row.field, row.before, row.after, row.because, row.changed_at, row.changed_by) for row in rows
    )


def _row(session: Session, team_id: int, action_id: int) -> ImprovementActionRow:
    row = session.get(ImprovementActionRow, action_id)
    if row is None or row.team_id != team_id:
        raise NotFound("That improvement action is not in this caseload")
    return row


def _action(row: ImprovementActionRow) -> Action:
    return Action(
        row.id, row.what, row.source, row.owner, row.due_on, Rating(row.rating), row.rating_because, row.made_on,
        row.made_by, row.done_on, row.version,
    )  # fmt: skip
