"""The next weeks: slots in the diary against what falls due, from live data."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from lac_tracker.domain import capacity
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.capacity import Forecast
from lac_tracker.domain.capacity_facts import (
    LOOK_BACK_DAYS,
    WEEKS,
    Away,
    Entries,
    Facts,
    NotCounted,
    OfferedSlot,
    OpenClock,
    monday,
)
from lac_tracker.domain.clinics import AFTER_SCHOOL, clinician_name, has_passed, time_of
from lac_tracker.domain.clocks import initial_dates
from lac_tracker.domain.people import Actor, Registration
from lac_tracker.domain.settings import rules_from
from lac_tracker.domain.standing import Status
from lac_tracker.services.access import needs
from lac_tracker.storage import clinic_demand, people, reference_data
from lac_tracker.storage.clinic_demand import OfferedRow

MOST_WEEKS = 26


@needs(Action.SEE_FIGURES)
def forecast(session: Session, *, by: Actor, now: datetime, today: date, weeks: int = WEEKS) -> Forecast:
    """Return slots against what falls due, for some weeks from the one of today. See domain.capacity.forecast."""
    at = time_of(now, today)
    return capacity.forecast(_facts(session, by.team_id, today, at, min(max(weeks, 1), MOST_WEEKS)))


def _facts(session: Session, team_id: int, today: date, at: str, weeks: int) -> Facts:
    """Return what the forecast of a team is worked out from at a time of a day."""
    last = monday(today) + timedelta(days=7 * weeks - 1)
    rules = rules_from(people.settings(session, team_id))
    own = people.own_bank_holidays(session, team_id)
    holidays = reference_data.bank_holidays(own)
    clocks, not_counted, whose = _clocks(session, team_id, today, last)
    offered = clinic_demand.offered(session, team_id, today, last, only_free=False)
    usable = [one for one in offered if _is_for_them(one, whose, today, at)]
    away = clinic_demand.away(session, team_id, today, last)
    names = reference_data.bank_holiday_names() | people.own_bank_holiday_names(session, team_id)
    return Facts(
        today=today,
        clocks=clocks,
        slots=tuple(OfferedSlot(one.on, one.kind, (one.starts_at or "") >= AFTER_SCHOOL) for one in usable),
        entries=_entries(session, team_id, today),
        due_if_entered=lambda day: initial_dates(day, rules, holidays).due,
        holidays={day: name for day, name in names.items() if today <= day <= last},
        away=tuple(
            Away(
                row.takes_place_on,
                clinician_name(row.full_name, is_doctor=row.registration == Registration.GMC.value),
                row.kind,
            )
            for row in away
        ),
        not_counted=not_counted,
        weeks=weeks,
        spent=sum(1 for one in offered if one.child_id is not None)
        - sum(1 for one in usable if one.child_id is not None),
    )


def _is_for_them(one: OfferedRow, whose: Collection[tuple[int, str]], today: date, at: str) -> bool:
    """Return whether a slot is free and still to come, or taken for somebody who is counted and not used up."""
    if one.child_id is None:
        return not has_passed(one.on, one.starts_at, today, at)
    return one.outcome == "booked" and (one.child_id, one.booked_kind) in whose


def _clocks(
    session: Session, team_id: int, today: date, last: date
) -> tuple[tuple[OpenClock, ...], NotCounted, frozenset[tuple[int, str]]]:
    """Return the clocks that need a slot of ours, how many children were left out for which reason, and whose they are."""
    counted = []
    whose = set()
    after_school = clinic_demand.asking_for(session, team_id, "after_school")
    left_out: dict[str, set[int]] = {name: set() for name in NotCounted.__dataclass_fields__}
    for row in clinic_demand.falling_due(session, team_id, today, last):
        if row.status == Status.NEEDS_REVIEW.value:
            left_out["to_be_looked_at"].add(row.child_id)
        elif row.due_on is None:
            left_out["no_start_date"].add(row.child_id)
        elif row.history_missing:
            left_out["no_history"].add(row.child_id)
        elif row.seen_not_signed_on is not None:
            left_out["seen"].add(row.child_id)
        elif row.is_out_of_area:
            left_out["out_of_area"].add(row.child_id)
        else:
            whose.add((row.child_id, row.kind))
            counted.append(OpenClock(row.kind, row.due_on, row.child_id in after_school))
    not_counted = NotCounted(**{name: len(children) for name, children in left_out.items()})
    return tuple(counted), not_counted, frozenset(whose)


def _entries(session: Session, team_id: int, today: date) -> Entries | None:
    """Return the entries into care of the last 12 weeks up to yesterday, never of days before the first data."""
    first = clinic_demand.first_entry(session, team_id)
    until = today - timedelta(days=1)
    if first is None or first > until:
        return None
    since = max(today - timedelta(days=LOOK_BACK_DAYS), first)
    return Entries(clinic_demand.entries(session, team_id, since, until), since, until)
