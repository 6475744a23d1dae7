"""What a forecast of slots is worked out from, and the figures of its weeks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKS = 8
LOOK_BACK_DAYS = 84  # 12 weeks, of which the average of new children is taken
LEAST_DAYS = 14  # of data, before there is an average at all
KINDS = ("IHA", "RHA")


@dataclass(frozen=True)
class OpenClock:
    """One assessment that somebody of ours has to do. asks_late: the carer or child asked for after school."""

    kind: str
    due_on: date
    asks_late: bool = False


@dataclass(frozen=True)
class OfferedSlot:
    """One slot in the diary, free or taken for a child who is counted. kind: IHA, RHA or any. is_late: at or after the end of school."""

    on: date
    kind: str
    is_late: bool = False


@dataclass(frozen=True)
class Away:
    """A day that somebody is on leave or training."""

    on: date
    who: str
    kind: str


@dataclass(frozen=True)
class Entries:
    """Children who came into care, from a day to a day, both included. None of the days is before any data."""

    children: int
    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def per_week(self) -> float | None:
        """The average of new children a week; None where there is too little to take one of."""
        return None if self.days < LEAST_DAYS else self.children * 7 / self.days


@dataclass(frozen=True)
class NotCounted:
    """What the forecast leaves out, and says so: '3 children without a start date are not counted'."""

    no_start_date: int = 0
    no_history: int = 0
    to_be_looked_at: int = 0
    out_of_area: int = 0
    seen: int = 0


@dataclass(frozen=True)
class Facts:
    """Everything the forecast is worked out from. due_if_entered: the day of entry → the day that IHA would fall due.

    slots: those for the children of `clocks`. spent: how many more are in the diary, taken for children who are not
    counted, or used up.
    """

    today: date
    clocks: tuple[OpenClock, ...]
    slots: tuple[OfferedSlot, ...]
    entries: Entries | None
    due_if_entered: Callable[[date], date]
    holidays: Mapping[date, str] = field(default_factory=dict)
    away: tuple[Away, ...] = ()
    not_counted: NotCounted = NotCounted()
    weeks: int = WEEKS
    spent: int = 0


@dataclass(frozen=True)
class KindWeek:
    """One kind of assessment in one week. overdue: how many of `due` are late already. either: slots for either kind
    that were given to this one."""

    due: int
    overdue: int
    expected: int
    own_slots: int
    either: int

    @property
    def needed(self) -> int:
        return self.due + self.expected

    @property
    def slots(self) -> int:
        return self.own_slots + self.either

    @property
    def gap(self) -> int:
        return self.slots - self.needed

    @property
    def short(self) -> int:
        return max(-self.gap, 0)

    @property
    def due_words(self) -> str:
        """'3 + 2 expected', '4'."""
        return f"{self.due} + {self.expected} expected" if self.expected else str(self.due)

    @property
    def gap_words(self) -> str:
        """'1 spare', 'level', '1 short'."""
        return gap_words(self.gap)

    @property
    def status(self) -> str:
        """'short' by children we know, 'short_if_expected' only with those expected, 'enough'."""
        if self.gap >= 0:
            return "enough"
        return "short" if self.slots < self.due else "short_if_expected"


@dataclass(frozen=True)
class Week:
    """One week from its Monday. means: what stands behind its figures, a few words each."""

    starts_on: date
    initial: KindWeek
    review: KindWeek
    means: tuple[str, ...]

    def of(self, kind: str) -> KindWeek:
        return self.initial if kind == "IHA" else self.review


def monday(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def gap_words(gap: int) -> str:
    """Return '1 spare', 'level' or '1 short'."""
    return "level" if gap == 0 else f"{gap} spare" if gap > 0 else f"{-gap} short"
