"""The diary of the clinicians: sessions with slots, how they repeat, what overlaps, and which slot fits whom."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.restricted import RESTRICTED

SESSION_KINDS = (
    ("clinic", "Clinic"),
    ("visits", "Visits"),
    ("leave", "Leave"),
    ("training", "Training"),
)
SLOT_KINDS = (("IHA", "IHA"), ("RHA", "RHA"), ("any", "Either"))
REPEATS = (("0", "Once"), ("1", "Every week"), ("2", "Every two weeks"))
WISHES = (("after_school", "After school"), ("home_visit", "A visit at home"))
TOLD_HOW = (
    ("phone", "By phone"),
    ("email", "By email"),
    ("letter", "By letter"),
    ("text_message", "By text message"),
    ("in_person", "In person"),
)
AWAY = frozenset({"leave", "training"})
AFTER_SCHOOL = "15:30"  # screens.md S19b: 'ask for after 15:30'
MOST_DAYS = 104  # of one series: two years of weeks
MOST_SLOTS = 30  # of one day
_MINUTES = (5, 480)
_TIME = re.compile(r"(\d{1,2})(?:[:.]?([0-5]\d))?\Z")


@dataclass(frozen=True)
class SlotPlan:
    """One slot to be made. starts_at: '09:30'; None where visits have no fixed time."""

    kind: str
    starts_at: str | None
    minutes: int


@dataclass(frozen=True)
class Booked:
    """Who has a slot."""

    appointment_id: int
    child_id: int
    name: str  # as it may be shown: 'KOWALSKI, Oliwia'
    family_name: str  # short, for a cell of the diary
    kind: str
    outcome: str
    interpreter: str


@dataclass(frozen=True)
class Slot:
    """Time for one child in a session."""

    id: int
    session_id: int
    kind: str
    starts_at: str | None
    minutes: int
    booked: Booked | None = None


@dataclass(frozen=True)
class ClinicSession:
    """One person's clinic, visits, leave or training on one day."""

    id: int
    clinician_id: int
    clinician: str
    kind: str
    name: str
    place: str
    on: date
    series: str | None
    note: str
    slots: tuple[Slot, ...] = ()
    version: int = 1

    @property
    def is_away(self) -> bool:
        return self.kind in AWAY

    @property
    def booked(self) -> tuple[Slot, ...]:
        """The slots that somebody has and nothing came of yet."""
        return tuple(slot for slot in self.slots if slot.booked and slot.booked.outcome == "booked")

    @property
    def free(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.booked is None)


def check_time(text: str, label: str = "Time") -> str:
    """Return a time of day as '09:30'; '' for nothing. Takes '9', '9:30', '9.30' and '0930'. Raises UserError."""
    typed = text.strip()
    if not typed:
        return ""
    digits = f"{typed[:-2]}:{typed[-2:]}" if re.fullmatch(r"\d{3,4}", typed) else typed
    found = _TIME.match(digits)
    if found is None or int(found[1]) > 23:
        raise UserError(f"{label} is not a time of day. Enter it as 09:30")
    return f"{int(found[1]):02}:{found[2] or '00'}"


def plan_slots(
    kind: str, *, slot_kind: str, count: int, minutes: int, starts_at: str, label: str = "Number of slots"
) -> tuple[SlotPlan, ...]:
    """Return the slots of a session, one after the other; visits without a time have none. Leave has no slots.

    Raises UserError when number, length or time cannot be.
    """
    if kind in AWAY:
        return ()
    if slot_kind not in dict(SLOT_KINDS):
        raise UserError("Choose what the slots are for: IHA, RHA or either")
    if not 1 <= count <= MOST_SLOTS:
        raise UserError(f"{label} must be from 1 to {MOST_SLOTS}")
    if not _MINUTES[0] <= minutes <= _MINUTES[1]:
        raise UserError(f"Minutes for each must be from {_MINUTES[0]} to {_MINUTES[1]}")
    first = check_time(starts_at, "First slot at")
    if not first:
        if kind == "clinic":
            raise UserError("First slot at: enter the time the clinic begins, as 09:30")
        return tuple(SlotPlan(slot_kind, None, minutes) for _ in range(count))
    begins = as_minutes(first)
    if begins + count * minutes > 24 * 60:
        raise UserError("The slots would go past midnight. Have fewer, or make them shorter")
    return tuple(SlotPlan(slot_kind, as_time(begins + place * minutes), minutes) for place in range(count))


def days_of(
    first: date | None, *, every_weeks: int, until: date | None, exceptions: Sequence[date] = ()
) -> tuple[date, ...]:
    """Return the days of a session that repeats. every_weeks: 0 for one day.

    Raises UserError when a day is missing, the end is before the beginning, the series is too long, or an exception is
    not one of its days.
    """
    if first is None:
        raise UserError("Enter the day")
    if every_weeks == 0:
        return (first,)
    if until is None:
        raise UserError("Repeats until: enter the last day")
    if until < first:
        raise UserError(f"Repeats until must not be before the first day, {show_date(first)}")
    step = timedelta(weeks=every_weeks)
    days = [first]
    while days[-1] + step <= until and len(days) <= MOST_DAYS:
        days.append(days[-1] + step)
    if len(days) > MOST_DAYS:
        raise UserError(f"Repeats until: a series has at most {MOST_DAYS} days. Choose an earlier last day")
    for day in exceptions:
        if day not in days:
            raise UserError(f"Except on: {show_date(day)} is not one of the days of this series")
    kept = tuple(day for day in days if day not in exceptions)
    if not kept:
        raise UserError("Except on: no day is left")
    return kept


def time_of(now: datetime, today: date) -> str:
    """Return the time of day where the team works, as '09:15'; '00:00' where a list is looked at as on another day."""
    here = now.astimezone()
    return here.strftime("%H:%M") if here.date() == today else "00:00"


def has_passed(on: date, starts_at: str | None, today: date, at: str) -> bool:
    """Return whether a slot began before a time of a day ('09:15'). One without a time lasts until its day is over."""
    return on < today or (on == today and starts_at is not None and starts_at < at)


def as_minutes(time: str) -> int:
    """Return the minutes from midnight of '09:30'."""
    return int(time[:2]) * 60 + int(time[3:])


def as_time(minutes: int) -> str:
    """Return '09:30' for minutes from midnight."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def hours(kind: str, slots: Iterable[SlotPlan | Slot]) -> tuple[int, int] | None:
    """Return from when to when a session is, in minutes from midnight.

    The whole day for leave and training; None for visits without a time, which can be fitted around others.
    """
    if kind in AWAY:
        return (0, 24 * 60)
    timed = [(as_minutes(one.starts_at), one.minutes) for one in slots if one.starts_at]
    if not timed:
        return None
    return (min(at for at, _ in timed), max(at + minutes for at, minutes in timed))


def overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    """Return whether two sessions of one person on one day are at the same time. None overlaps only a whole day."""
    whole = (0, 24 * 60)
    if one is None or other is None:
        return whole in (one, other)
    return one[0] < other[1] and other[0] < one[1]


def refuse_overlap(new: tuple[str, tuple[SlotPlan, ...]], day: date, held: Iterable[ClinicSession]) -> None:
    """Raise UserError when a session to be made is at the same time as one the person has that day.

    new: its kind and slots. Leave and training may be put over a clinic: that is asked first, and is not refused here.
    """
    kind, slots = new
    for other in held:
        if kind in AWAY and not other.is_away:
            continue
        if other.on == day and overlap(hours(kind, slots), hours(other.kind, other.slots)):
            raise UserError(
                f"{other.clinician} has {session_words(other)} on {show_date(day)} at that time. "
                "Choose another time or day, or leave that day out of the series"
            )


def session_words(one: ClinicSession) -> str:
    """Return "'Clinic B' from 09:30" or 'leave' for a sentence."""
    if one.is_away:
        return one.kind
    at = hours(one.kind, one.slots)
    return f"'{one.name}'" + (f" from {as_time(at[0])}" if at else "")


def clinician_name(full_name: str, *, is_doctor: bool) -> str:
    """Return 'Dr Sam Iqbal' for a doctor whose name comes without a title; else the name."""
    has_title = full_name.split(" ")[0].rstrip(".").casefold() in (
        "dr",
        "prof",
        "professor",
        "mr",
        "mrs",
        "ms",
        "miss",
    )
    return f"Dr {full_name}" if is_doctor and not has_title else full_name


def unnamed(one: ClinicSession, hidden: Collection[int]) -> ClinicSession:
    """Return a session without the names of these children: that a slot is taken, and not by whom."""
    if not any(slot.booked and slot.booked.child_id in hidden for slot in one.slots):
        return one
    return replace(one, slots=tuple(_slot_unnamed(slot, hidden) for slot in one.slots))


def _slot_unnamed(slot: Slot, hidden: Collection[int]) -> Slot:
    if slot.booked is None or slot.booked.child_id not in hidden:
        return slot
    return replace(slot, booked=replace(slot.booked, name=RESTRICTED, family_name=RESTRICTED, interpreter=""))
