"""How one row stands on a day. The one definition of overdue (TS-9)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from lac_tracker.domain import timescales
from lac_tracker.domain.dates import birthday, show_date
from lac_tracker.domain.deadlines import AssessmentKind, Due


class Status(StrEnum):
    """How a row stands on a day: the first that is true, in this order."""

    COMPLETED_IN_TIME = "completed_in_time"
    COMPLETED_LATE = "completed_late"
    EXCLUDED = "excluded"
    CANNOT_BE_COMPUTED = "cannot_be_computed"
    NEEDS_REVIEW = "needs_review"
    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    AT_RISK = "at_risk"
    DUE_SOON = "due_soon"
    BOOKED = "booked"
    ON_TRACK = "on_track"


OPEN_STATUSES = frozenset(Status) - {Status.COMPLETED_IN_TIME, Status.COMPLETED_LATE, Status.EXCLUDED}


class Overlay(StrEnum):
    """Shown beside an open status. None of them replaces it, stops its clock or takes the row off the list."""

    DECLINED = "declined"
    PART_DONE = "part_done"
    ON_HOLD = "on_hold"
    SEEN_NOT_SIGNED = "seen_not_signed"


OVERLAY_WORDS = {
    Overlay.DECLINED: "declined for now",
    Overlay.PART_DONE: "seen, part done",
    Overlay.ON_HOLD: "on hold",
    Overlay.SEEN_NOT_SIGNED: "seen, not signed",
}


class WaitingOn(StrEnum):
    """Who has to act next. NOBODY on an open row: nothing has to happen yet."""

    COUNCIL = "council"
    OUR_TEAM = "our_team"
    HOST_TEAM = "host_team"
    CARER = "carer"
    YOUNG_PERSON = "young_person"
    GP = "gp"
    CAMHS = "camhs"
    HISTORY_NOT_ENTERED = "history_not_entered"
    NOBODY = "nobody"


WAITING_WORDS = {
    WaitingOn.COUNCIL: "Council",
    WaitingOn.OUR_TEAM: "Our team",
    WaitingOn.HOST_TEAM: "Host team",
    WaitingOn.CARER: "Carer",
    WaitingOn.YOUNG_PERSON: "Young person",
    WaitingOn.GP: "GP",
    WaitingOn.CAMHS: "CAMHS",
    WaitingOn.HISTORY_NOT_ENTERED: "History to be entered",
    WaitingOn.NOBODY: "Nobody now",
}


NOBODY_YET = "Nobody yet"  # on a row that is late or at risk: the manager's to mend
NEEDS_SOMEBODY = frozenset({Status.OVERDUE, Status.AT_RISK})


@dataclass(frozen=True)
class Holds:
    """What is arranged, and what stands in the way, of one assessment that is not completed.

    booked_on: the next appointment. seen_not_signed_on: completed with the child, waiting for the signature.
    declined_ask_again: declined for now; the day to ask again. on_hold_until: the last day it is on hold.
    waiting_on: who a person said it waits on; goes before what follows from the rest.
    """

    booked_on: date | None = None
    consent_on_record: bool = False
    declined_ask_again: date | None = None
    part_done_on: date | None = None
    on_hold_until: date | None = None
    on_hold_reason: str | None = None
    seen_not_signed_on: date | None = None
    interpreter_missing: bool = False
    waiting_on: WaitingOn | None = None


@dataclass(frozen=True)
class Standing:
    """How one row stands on a day.

    reason: why it is at risk, excluded, late so far, or cannot be computed; '' where there is nothing to say.
    days_overdue: 0 unless overdue. day: days since the clock started, to today or to completion.
    limit_days: days the headline standard gives, initial assessments only ("Day 37 of 28").
    """

    status: Status
    reason: str
    overlays: tuple[Overlay, ...]
    days_overdue: int
    waiting_on: WaitingOn
    day: int | None
    limit_days: int | None
    booked_on: date | None = None


def standing(due: Due, holds: Holds, today: date, born: date) -> Standing:
    """Return how a row stands on a day: one status, and what is shown beside it."""
    status, reason = _status(due, holds, today, _grown_up_on(born))
    is_open = status in OPEN_STATUSES
    day = ((due.met_on or today) - due.clock_start).days if due.clock_start else None
    is_initial = due.kind is AssessmentKind.INITIAL
    return Standing(
        status=status,
        reason=reason,
        overlays=_overlays(holds, today) if is_open else (),
        days_overdue=(today - due.on).days if status is Status.OVERDUE and due.on else 0,
        waiting_on=_waiting_on(due, holds, status, today),
        day=day if day is not None and day >= 0 and status is not Status.EXCLUDED else None,
        limit_days=(due.on - due.clock_start).days if is_initial and due.on and due.clock_start else None,
        booked_on=_appointment(holds, today) if is_open else None,
    )


class Stretch(NamedTuple):
    """From which day to which day, both included, a row stands in one way."""

    first_day: date
    last_day: date
    status: Status
    waiting_on: WaitingOn
    reason: str


_Said = tuple[Status, WaitingOn, str]  # what a stretch says, and a turn: from this day on
_Turn = tuple[date, _Said]
_A_DAY = timedelta(days=1)


def is_nobodys(status: Status, waiting_on: WaitingOn) -> bool:
    """Return whether a row is late, or about to be, and nobody is said to act: a manager has to name somebody."""
    return waiting_on is WaitingOn.NOBODY and status in NEEDS_SOMEBODY


def waiting_words(status: Status, waiting_on: WaitingOn) -> str:
    """Return who has to act on a row, in words; 'Nobody yet' where somebody should be named.

    '' on a row that is closed, and where nothing has to happen yet.
    """
    if status not in OPEN_STATUSES:
        return ""
    if waiting_on is WaitingOn.NOBODY:
        return NOBODY_YET if is_nobodys(status, waiting_on) else ""
    return WAITING_WORDS[waiting_on]


def stretches(due: Due, holds: Holds, born: date) -> tuple[Stretch, ...]:
    """Return how a row stands on every day there is, in order: open, done or not needed.

    What lists are searched, sorted and counted by: kept beside the due date, so that an index finds the rows of a day.
    The rules of `standing` are asked on the first day of each stretch, so there are no second ones.
    """
    grown_up_on = _grown_up_on(born)
    turns, days = _turns(due, holds)
    found = [one for one in turns if one[0] < grown_up_on]
    for day in (grown_up_on, *(day for day in days if day > grown_up_on)):
        _add_turn(found, day, _said(due, holds, day, grown_up_on))
    ends = [after - _A_DAY for after, _ in found[1:]]
    return tuple(
        [Stretch(first, last, *said) for (first, said), last in zip(found, (*ends, date.max), strict=True)]
    )


@lru_cache(maxsize=4_096)
def _turns(due: Due, holds: Holds) -> tuple[tuple[_Turn, ...], tuple[date, ...]]:
    """Return how a row stands from which day on until the child is 18, and every day on which that is asked.

    Children who came into care on the same day mostly stand alike until then.
    """
    found: list[_Turn] = []
    days = _turning_days(due, holds)
    for day in days:
        _add_turn(found, day, _said(due, holds, day, date.max))
    return tuple(found), days


def _add_turn(found: list[_Turn], day: date, said: _Said) -> None:
    if not found or found[-1][1] != said:
        found.append((day, said))


def _said(due: Due, holds: Holds, day: date, grown_up_on: date) -> _Said:
    status, reason = _status(due, holds, day, grown_up_on)
    return status, _waiting_on(due, holds, status, day), reason


def _grown_up_on(born: date) -> date:
    return birthday(born, timescales.RHA_STOP_AGE.figure)


def _turning_days(due: Due, holds: Holds) -> tuple[date, ...]:
    """Return every day from which a row of a child may stand differently than on the day before, and the first there is."""
    windows = (
        timescales.IHA_DUE_SOON, timescales.RHA_DUE_SOON, timescales.IHA_CONSENT_DAYS_LEFT,
        timescales.RHA_BOOKED_DAYS_LEFT,
    )  # fmt: skip
    days = {date.min}
    if due.on is not None:
        days |= {due.on - timedelta(days=window.figure) for window in windows}
        days |= {due.on, due.on + _A_DAY}
    if due.clock_start is not None:
        days.add(due.clock_start + timedelta(days=timescales.IHA_BOOKED_BY_DAY.figure))
    for last in (holds.booked_on, due.excluded_to):
        if last is not None:
            days.add(last + _A_DAY)
    days |= {first for first in (due.excluded_from, holds.declined_ask_again) if first is not None}
    return tuple(sorted(days))


def status_words(standing: Standing, due: Due, today: date) -> str:
    """Return the words of the status column: "Overdue by 9 days", "At risk: no date", "Booked 06-Mar-2026"."""
    match standing.status:
        case Status.COMPLETED_IN_TIME | Status.COMPLETED_LATE:
            return _done_words(due)
        case Status.EXCLUDED:
            return _done_words(due) if due.met_on else f"Not needed: {standing.reason}"
        case Status.CANNOT_BE_COMPUTED:
            return f"Cannot be computed: {standing.reason}"
        case Status.NEEDS_REVIEW:
            return f"Needs review: {standing.reason}"
        case Status.OVERDUE:
            return f"Overdue by {_days(standing.days_overdue)}"
        case Status.AT_RISK:
            return f"At risk: {standing.reason}"
        case Status.DUE_SOON:
            return f"Due in {_days((due.on - today).days)}" if due.on else "Due soon"
        case Status.BOOKED:
            return f"Booked {show_date(standing.booked_on)}"
        case Status.DUE_TODAY:
            return "Due today"
        case Status.ON_TRACK:
            return "On track"


def beside_words(overlays: tuple[Overlay, ...], holds: Holds, *, with_reason: bool = False) -> str:
    """Return what stands beside a status, with its day: 'On hold until 01-Apr-2026'; '' where nothing does.

    with_reason: why it is on hold is said, too.
    """
    if not overlays:
        return ""
    why = f": {holds.on_hold_reason.rstrip('.')}" if with_reason and holds.on_hold_reason else ""
    days = {
        Overlay.DECLINED: f", ask again {show_date(holds.declined_ask_again)}",
        Overlay.ON_HOLD: f" until {show_date(holds.on_hold_until)}{why}",
    }
    words = [f"{OVERLAY_WORDS[one]}{days.get(one, '')}" for one in overlays]
    return ". ".join(f"{one[:1].upper()}{one[1:]}" for one in words)


def _status(due: Due, holds: Holds, today: date, grown_up_on: date) -> tuple[Status, str]:
    if due.met_on and due.on:
        in_time = due.met_on <= due.on
        return (Status.COMPLETED_IN_TIME if in_time else Status.COMPLETED_LATE), ""
    if excluded := _excluded_today(due, today, grown_up_on):
        return Status.EXCLUDED, excluded
    if due.on is None:
        return Status.CANNOT_BE_COMPUTED, due.missing or due.why
    if due.review_needed:
        return Status.NEEDS_REVIEW, due.review_needed
    if today > due.on:
        late = _hindrance(holds, today) or "booked late"
        return Status.OVERDUE, "no assessment history yet" if due.history_missing else late
    if today == due.on:
        return Status.DUE_TODAY, _hindrance(holds, today)
    if risk := _risk(due, due.on, holds, today):
        return Status.AT_RISK, risk
    is_initial = due.kind is AssessmentKind.INITIAL
    soon = timescales.IHA_DUE_SOON if is_initial else timescales.RHA_DUE_SOON
    if (due.on - today).days <= soon.figure:
        return Status.DUE_SOON, _hindrance(holds, today)
    return (Status.BOOKED if _appointment(holds, today) else Status.ON_TRACK), ""


def _excluded_today(due: Due, today: date, grown_up_on: date) -> str | None:
    if due.excluded and (due.excluded_from or today) <= today <= (due.excluded_to or today):
        return due.excluded
    return f"aged out: 18 on {show_date(grown_up_on)}" if today >= grown_up_on else None


def _risk(due: Due, on: date, holds: Holds, today: date) -> str:
    """Return why a row that is not yet due is at risk; '' when it is not."""
    is_initial = due.kind is AssessmentKind.INITIAL
    appointment, days_left = _appointment(holds, today), (on - today).days
    if not holds.seen_not_signed_on:
        if appointment is None and _wants_appointment(due, days_left, today):
            return "no date"
        if appointment and appointment > on:
            return "booked late"
    if is_initial and not holds.consent_on_record and days_left <= timescales.IHA_CONSENT_DAYS_LEFT.figure:
        return "no consent"
    if appointment and holds.interpreter_missing:
        return "no interpreter"
    return ""


def _wants_appointment(due: Due, days_left: int, today: date) -> bool:
    if due.kind is AssessmentKind.REVIEW:
        return days_left <= timescales.RHA_BOOKED_DAYS_LEFT.figure
    return (
        due.clock_start is not None and (today - due.clock_start).days >= timescales.IHA_BOOKED_BY_DAY.figure
    )


def _hindrance(holds: Holds, today: date) -> str:
    """Return the first thing that stands in the way, for a row that is due or late; '' when nothing is known to."""
    if holds.seen_not_signed_on:
        return "not signed"
    if holds.declined_ask_again:
        return "declined for now"
    if not holds.consent_on_record:
        return "no consent"
    if _appointment(holds, today) is None:
        return "no date"
    return "no interpreter" if holds.interpreter_missing else ""


def _waiting_on(due: Due, holds: Holds, status: Status, today: date) -> WaitingOn:
    if status not in OPEN_STATUSES:
        return WaitingOn.NOBODY
    if due.history_missing:
        return WaitingOn.HISTORY_NOT_ENTERED
    if holds.declined_ask_again and today >= holds.declined_ask_again:
        return WaitingOn.OUR_TEAM  # the day to ask again has come
    if holds.waiting_on:
        return holds.waiting_on
    if status is Status.CANNOT_BE_COMPUTED:
        return WaitingOn.COUNCIL  # the start of care comes from there
    if status is Status.NEEDS_REVIEW:
        return WaitingOn.OUR_TEAM
    if due.kind is AssessmentKind.REVIEW and status in {Status.ON_TRACK, Status.BOOKED}:
        return WaitingOn.NOBODY
    match _hindrance(holds, today):
        case "declined for now":
            return WaitingOn.YOUNG_PERSON
        case "no consent":
            return WaitingOn.COUNCIL
        case "" if status not in {Status.OVERDUE, Status.AT_RISK}:
            return WaitingOn.NOBODY
    return WaitingOn.OUR_TEAM


def _overlays(holds: Holds, today: date) -> tuple[Overlay, ...]:
    is_on_hold = holds.on_hold_until is not None and today <= holds.on_hold_until
    shown = (
        (holds.declined_ask_again is not None, Overlay.DECLINED), (holds.part_done_on is not None, Overlay.PART_DONE),
        (is_on_hold, Overlay.ON_HOLD), (holds.seen_not_signed_on is not None, Overlay.SEEN_NOT_SIGNED),
    )  # fmt: skip
    return tuple([overlay for is_shown, overlay in shown if is_shown])


def _appointment(holds: Holds, today: date) -> date | None:
    """Return the appointment to come. One that has passed without the child being seen is none."""
    return holds.booked_on if holds.booked_on and holds.booked_on >= today else None


def _done_words(due: Due) -> str:
    return f"Signed {show_date(due.signed_on)}" if due.signed_on else f"Done {show_date(due.met_on)}"


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
