"""Slots against what falls due, week by week: a forecast whose sum can be followed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lac_tracker.domain import capacity_words as words
from lac_tracker.domain.capacity_facts import KINDS, Facts, KindWeek, OfferedSlot, Week, monday


@dataclass(frozen=True)
class Forecast:
    """The weeks and what they come to, in words."""

    facts: Facts
    weeks: tuple[Week, ...]

    @property
    def expected_per_week(self) -> float | None:
        return self.facts.entries.per_week if self.facts.entries else None

    def needed(self, kind: str) -> int:
        return words.needed(self.weeks, kind)

    def slots(self, kind: str) -> int:
        return words.slots(self.weeks, kind)

    def short(self, kind: str) -> int:
        """Return how many children have no slot in the week that needs one. Spare slots of other weeks do not count."""
        return words.short(self.weeks, kind)

    @property
    def totals(self) -> str:
        return words.totals(self.weeks)

    @property
    def expected_words(self) -> str:
        return words.expected(self.facts)

    @property
    def not_counted(self) -> tuple[str, ...]:
        return words.not_counted(self.facts.not_counted)

    @property
    def message(self) -> str:
        return words.message(self.facts, self.weeks)

    @property
    def how(self) -> tuple[str, ...]:
        return words.how(self.facts, self.weeks)


def forecast(facts: Facts) -> Forecast:
    """Return the forecast of some weeks, the first the one of today. Slots of days that have passed are not counted.

    A clock that is overdue counts in the first week. New children are expected from today at the average of the last
    12 weeks, each due on the day their IHA would fall due; none is expected where there is too little data.
    """
    first = monday(facts.today)
    starts = [first + timedelta(weeks=number) for number in range(facts.weeks)]
    expected = _expected(facts, starts)
    due: Counter[tuple[date, str]] = Counter()
    overdue: Counter[str] = Counter()
    asking: Counter[tuple[date, str]] = Counter()
    for clock, count in Counter(facts.clocks).items():  # a day has many that are alike
        due[max(monday(clock.due_on), first), clock.kind] += count
        overdue[clock.kind] += count if clock.due_on < facts.today else 0
        asking[monday(clock.due_on), clock.kind] += count if clock.asks_late else 0
    slots = Counter((monday(one.on), one.kind) for one in facts.slots if one.on >= facts.today)
    weeks = []
    for start in starts:
        needed = {kind: due[start, kind] + (expected[start] if kind == "IHA" else 0) for kind in KINDS}
        either = _share(slots[start, "any"], {kind: needed[kind] - slots[start, kind] for kind in KINDS})
        counted = {
            kind: KindWeek(
                due[start, kind], overdue[kind] if start == first else 0, expected[start] if kind == "IHA" else 0,
                slots[start, kind], either[kind],
            )
            for kind in KINDS
        }  # fmt: skip
        weeks.append(Week(start, counted["IHA"], counted["RHA"], words.means(facts, start, counted, asking)))
    return Forecast(facts, tuple(weeks))


def what_if(facts: Facts, week: date, kind: str, number: int) -> Facts:
    """Return the facts with slots added to a week, or taken out of it where the number is below 0. Nothing is saved.

    week: its Monday. No more is taken out than there is.
    """
    if number >= 0:
        last = week + timedelta(days=6)
        day = max(week, min(facts.today, last))
        return replace(facts, slots=(*facts.slots, *(OfferedSlot(day, kind) for _ in range(number))))
    kept, left = [], -number
    for one in facts.slots:
        if left and one.kind == kind and monday(one.on) == week and one.on >= facts.today:
            left -= 1
        else:
            kept.append(one)
    return replace(facts, slots=tuple(kept))


def _share(either: int, missing: Mapping[str, int]) -> dict[str, int]:
    """Return how many slots for either kind each is given: first the initial ones that lack one, then the reviews.

    What nobody needs stands with the reviews.
    """
    initial = min(either, max(missing["IHA"], 0))
    return {"IHA": initial, "RHA": either - initial}


def _expected(facts: Facts, starts: Sequence[date]) -> dict[date, int]:
    """Return the new IHAs of each week in whole children, so that the sum over the weeks is the rounded sum.

    Each day from today brings a seventh of the weekly average.
    """
    entries = facts.entries
    if entries is None or not entries.per_week or not starts:
        return dict.fromkeys(starts, 0)
    end = starts[-1] + timedelta(days=7)
    days: Counter[date] = Counter()
    entered = facts.today
    while entered < end and (falls := facts.due_if_entered(entered)) < end:
        days[monday(falls)] += 1
        entered += timedelta(days=1)
    found, shares, given = {}, 0, 0
    for start in starts:
        shares += days[start]
        so_far = (2 * shares * entries.children + entries.days) // (2 * entries.days)  # rounded, exactly
        found[start] = so_far - given
        given = so_far
    return found
