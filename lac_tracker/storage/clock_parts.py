"""Keeps every clock in each figure of time, judged by `domain.clock_parts`: in step with the facts, as clocks are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.clock_parts import ClockPart, Paper, Papers
from lac_tracker.domain.consent import Consent, Purpose, Response
from lac_tracker.storage import care, derived_rows
from lac_tracker.storage.tables.assessments import DeclinedRow
from lac_tracker.storage.tables.care import PeriodOfCareRow
from lac_tracker.storage.tables.figure_parts import ClockPartRow

# What is true of a part, each a binary digit of `marks`.
MARKS = ("is_done", "is_under_five", "is_out_of_area", "is_declined", "is_part_done")
_marks = attrgetter(*MARKS)
_NAMES = ("team_id", "figure", "due_on", "part", "marks", "place", "clock_start", "came_on")


def papers_of(held: Iterable[Any], told: Any, consents: Iterable[Consent], declined: Any) -> Papers:
    """Return what is on record of a child's assessments. held: `due_facts.assessments`; told, declined: as below."""
    return Papers(
        tuple(
            Paper(
                row.kind, row.state in ("signed", "history"), row.state == "history", row.completed_on, row.part_done_on,
                (row.notified_on, row.request_complete_on), row.consent_received_on, row.sent_to_social_worker_on,
            )
            for row in {row.id: row for row in held}.values()
            if row.state != "cancelled"
        ),
        tuple(told),
        tuple(
            one.given_on for one in consents
            if one.response is Response.GIVEN and one.invalidated_on is None and Purpose.HEALTH_ASSESSMENT in one.agreed
        ),
        tuple(declined),
    )  # fmt: skip


def told_days(session: Session, child_ids: Iterable[int]) -> Mapping[int, list[tuple[date, date]]]:
    """Return when the council told us that care began, of each child where it did: (began, told)."""
    return _pairs(session, _told(), child_ids)


def declined_days(session: Session, child_ids: Iterable[int]) -> Mapping[int, list[tuple[str, date]]]:
    """Return when which kind of assessment was declined, of each child who ever did: (kind, day)."""
    return _pairs(session, _declined(), child_ids)


def _pairs(session: Session, query: Any, child_ids: Iterable[int]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for child_id, *pair in care.portions(session, query, child_ids):
        found[child_id].append(tuple(pair))
    return found


@cache
def _told() -> Any:
    row = PeriodOfCareRow
    found = select(row.child_id, row.began, row.council_told_us_on)
    return found.where(care.among(row.child_id), row.council_told_us_on.is_not(None))


@cache
def _declined() -> Any:
    row = DeclinedRow
    return select(row.child_id, row.kind, row.declined_on).where(care.among(row.child_id))


def keep(session: Session, every: Mapping[int, tuple[int, Iterable[ClockPart]]]) -> set[int]:
    """Write the parts of children where they differ. every: child → (team, parts). Returns of whom they did."""
    return derived_rows.keep(session, ClockPartRow, _NAMES, _kept(), _rows(every))


def differences(session: Session, every: Mapping[int, tuple[int, Iterable[ClockPart]]]) -> tuple[str, ...]:
    """Return every child whose stored parts are not these, by id."""
    found = derived_rows.differing(session, _kept(), _rows(every))
    return tuple(f"Child {child_id}: how the clocks count in figures differs." for child_id in found)


def _rows(every: Mapping[int, tuple[int, Iterable[ClockPart]]]) -> Mapping[int, derived_rows.Kept]:
    return {
        child_id: frozenset(
            (
                team_id, one.figure, one.due_on, one.part, derived_rows.digits(*_marks(one)), one.place, one.clock_start,
                one.came_on,
            )
            for one in parts
        )
        for child_id, (team_id, parts) in every.items()
    }  # fmt: skip


@cache
def _kept() -> Any:
    columns = (getattr(ClockPartRow, name) for name in _NAMES)
    return select(ClockPartRow.child_id, *columns).where(care.among(ClockPartRow.child_id))
