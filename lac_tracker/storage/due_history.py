"""Keeps how each due row stands on which days, and every clock there ever was: what lists and figures are counted from."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lac_tracker.domain.clock_parts import PastClock
from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.deadlines import Due, exclusion
from lac_tracker.domain.standing import Holds, stretches
from lac_tracker.domain.timescales import RHA_LONGER_INTERVAL_AGE
from lac_tracker.storage import care, due_columns
from lac_tracker.storage.many_rows import insert_rows
from lac_tracker.storage.tables.care import PlacementRow
from lac_tracker.storage.tables.due import ClockRow, DueStretchRow

_DERIVED = {"raises_versions_itself": True}  # these tables have no version: nobody edits them

# What a stretch has of the row of `due`, and what is its own: first by what the table is in the order of.
_LISTED = (
    "child_id", "kind", "is_last", "due_on", "name_key", "clock_start", "history_missing", "booked_on",
    "consent_on_record", "declined_ask_again", "seen_not_signed_on", "delay_code", "assessor_id", "next_step_on",
    "is_out_of_area", "closed_on", "plan_id", "plan_unsent_since",
)  # fmt: skip
_STRETCH = ("team_id", "status", "first_day", "last_day", "waiting_on", "reason", "born", *_LISTED)
Kept = tuple[int, int, date, Due, Holds]  # team and id of a due row, whose birth, what is due, what holds it
_AT_ONCE = 10_000
_listed = itemgetter(*(due_columns.NAMES.index(name) for name in ("team_id", "born", *_LISTED)))
_COLUMNS = PastClock._fields


def out_of_area_stays(
    session: Session, child_ids: Iterable[int]
) -> Mapping[int, tuple[tuple[date, date | None], ...]]:
    """Return from when to when each child lived outside the team's own area; a child who never did is not there."""
    found: dict[int, tuple[tuple[date, date | None], ...]] = {}
    for row in care.portions(session, _stays(), child_ids):
        found[row.child_id] = (*found.get(row.child_id, ()), (row.began, row.ended))
    return found


@cache
def _stays() -> Any:
    row = PlacementRow
    away = select(row.child_id, row.began, row.ended).where(row.host_area.is_not(None), row.host_area != "")
    return away.where(care.among(row.child_id)).order_by(row.began)


def is_away_now(stays: Sequence[tuple[date, date | None]]) -> bool:
    """Return whether the last of these stays has not ended."""
    return bool(stays) and stays[-1][1] is None


def past_clock(
    row: Due,
    period_began: date | None,
    born: date,
    met_by: Mapping[date, int],
    stays: Sequence[tuple[date, date | None]],
) -> PastClock:
    """Return one clock as it is kept. met_by: which assessment was completed on a day. stays: out_of_area_stays."""
    return PastClock(
        kind=row.kind.value,
        period_began=period_began,
        clock_start=row.clock_start,
        due_on=row.on,
        due_28_days=row.due_28_days,
        due_20_working_days=row.due_20_working_days,
        met_on=row.met_on,
        met_by_id=met_by.get(row.met_on) if row.met_on else None,
        closed_on=row.closed_on,
        excluded=row.excluded,
        exclusion=exclusion(row),
        excluded_to=row.excluded_to,
        counts_as_late=row.counts_as_late,
        review_needed=row.review_needed,
        history_missing=row.history_missing,
        is_under_five=row.clock_start is not None
        and age_in_years(born, max(row.clock_start, born)) < RHA_LONGER_INTERVAL_AGE.figure,
        is_out_of_area=bool(stays) and _was_away(row, stays),
        born=born,
    )


def _was_away(row: Due, stays: Sequence[tuple[date, date | None]]) -> bool:
    """Return whether the child lived outside the team's own area on the day that decides about a clock."""
    decided = min((day for day in (row.on, row.met_on, row.closed_on) if day is not None), default=None)
    return decided is not None and any(
        began <= decided and (ended is None or decided < ended) for began, ended in stays
    )


def forget_stretches(session: Session, due_ids: Sequence[int]) -> None:
    """Take away how these rows stood: they changed, or are not there any more."""
    for part in care.chunks(due_ids):
        session.execute(
            delete(DueStretchRow).where(DueStretchRow.due_id.in_(part)), execution_options=_DERIVED
        )


def keep_stretches(session: Session, rows: Iterable[Kept]) -> None:
    """Write how rows that are in `due` stand on which days: what they have of it is taken over there."""
    kept = [
        (team_id, one.status, one.first_day, one.last_day, due_id, one.waiting_on, one.reason)
        for team_id, due_id, born, row, holds in rows
        for one in stretches(row, holds, born)
    ]
    kept.sort()  # those that stand together are written together: each page is turned once
    session.flush()
    for at in range(0, len(kept), _AT_ONCE):
        said = [
            (status, first.isoformat(), last.isoformat(), *others)
            for _, status, first, last, *others in kept[at : at + _AT_ONCE]
        ]
        session.connection().exec_driver_sql(_taking_over(), (json.dumps(said, ensure_ascii=False),))


@cache
def _taking_over() -> str:
    """Return the statement that writes stretches in the order in which they are given, each with what `due` has."""
    own = ("status", "first_day", "last_day", "due_id", "waiting_on", "reason")
    taken = ("team_id", "born", *_LISTED)
    given = (f"said.value ->> {place}" for place in range(len(own)))
    return (
        f"INSERT INTO due_stretches ({', '.join((*own, *taken))}) "
        f"SELECT {', '.join((*given, *(f'due.{name}' for name in taken)))} "
        "FROM json_each(?) AS said CROSS JOIN due ON due.id = said.value ->> 3"
    )


def _stretches(values: Sequence[Any], row: Due, holds: Holds) -> tuple[tuple[Any, ...], ...]:
    """Return the stretches of a row as they are kept: the columns of _STRETCH of each."""
    team_id, born, *listed = _listed(values)
    return tuple(
        [
            (
                team_id,
                one.status.value,
                one.first_day,
                one.last_day,
                one.waiting_on.value,
                one.reason,
                born,
                *listed,
            )
            for one in stretches(row, holds, born)
        ]
    )


def stored_stretches(session: Session) -> Mapping[int, tuple[Any, ...]]:
    """Return how every row is kept to stand: id of the due row → its stretches in order of their days."""
    query: Any = select(DueStretchRow.due_id, *(getattr(DueStretchRow, name) for name in _STRETCH)).order_by(
        DueStretchRow.due_id, DueStretchRow.first_day
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for due_id, *values in session.execute(query):
        found[due_id].append(tuple(values))
    return {due_id: tuple(rows) for due_id, rows in found.items()}


def stretches_differ(values: Sequence[Any], kept: tuple[Any, ...], what: Due, holds: Holds) -> bool:
    """Return whether the stretches that are kept of a due row are not those that follow from it."""
    return kept != _stretches(values, what, holds)


def keep_clocks(session: Session, every: Mapping[int, tuple[int, Sequence[PastClock]]]) -> set[int]:
    """Write the clocks of children where they differ from what is kept. every: child → (team, clocks in order).

    Returns the children of whom they did.
    """
    stored = _stored(session, every)
    changed = [
        child_id for child_id, (team_id, clocks) in every.items()
        if stored.get(child_id, ()) != tuple([(team_id, *one) for one in clocks])
    ]  # fmt: skip
    for part in care.chunks([one for one in changed if one in stored]):
        session.execute(delete(ClockRow).where(ClockRow.child_id.in_(part)), execution_options=_DERIVED)
    rows = ((child_id, every[child_id][0], *one) for child_id in changed for one in every[child_id][1])
    insert_rows(session, ClockRow, ("child_id", "team_id", *_COLUMNS), rows)
    return set(changed)


def differences(session: Session, every: Mapping[int, tuple[int, Sequence[PastClock]]]) -> tuple[str, ...]:
    """Return every child whose stored clocks are not these, by id."""
    stored = _stored(session, every)
    return tuple(
        f"Child {child_id}: the stored clocks differ."
        for child_id, (team_id, clocks) in every.items()
        if stored.get(child_id, ()) != tuple((team_id, *one) for one in clocks)
    )


def _stored(session: Session, child_ids: Iterable[int]) -> Mapping[int, tuple[Any, ...]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for child_id, *values in care.portions(session, _clocks(), child_ids):
        found[child_id].append(tuple(values))
    return {child_id: tuple(rows) for child_id, rows in found.items()}


@cache
def _clocks() -> Any:
    columns = (getattr(ClockRow, name) for name in _COLUMNS)
    found = select(ClockRow.child_id, ClockRow.team_id, *columns)
    return found.where(care.among(ClockRow.child_id)).order_by(ClockRow.id)
