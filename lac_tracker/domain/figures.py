"""Figures: what a set of cases comes to, the children behind it, and how both are said."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

from lac_tracker.domain.delays import with_note
from lac_tracker.domain.indicators import (
    EXCLUDED,
    EXCLUDED_WORDS,
    INDICATOR,
    MET,
    PERCENT_FROM,
    Indicator,
    Unit,
)


class Case(NamedTuple):
    """One thing counted, or left out. Made by the hundred thousand, so a tuple.

    part: MET, MISSED, or EXCLUDED with a key of EXCLUDED_WORDS. day: ISO, decides the month.
    groups: lines of which it is one, each with its own numerator and denominator ('Under 5'). has: lines that count how
    many of all it is true of ('Declined'). among: lines that divide the numerator ('8 to 14 days').
    amount: what the value is made of where it is no percentage. times: how many alike there are.
    """

    child_id: int
    part: str
    day: str
    groups: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    amount: int = 0
    kind: str = ""
    due_on: str = ""
    met_on: str = ""
    words: str = ""
    times: int = 1
    delay_note: str = ""  # what was typed of why it was late: it may name somebody


@dataclass(frozen=True)
class Tally:
    """What cases come to."""

    numerator: int
    denominator: int
    value: float | None
    excluded: tuple[tuple[str, int], ...]
    split: tuple[tuple[str, int, int], ...]


def tally(indicator: Indicator, cases: Iterable[Case], lines: Iterable[str] = ()) -> Tally:
    """Return what cases come to. lines: in the order in which they are shown, those without a case too.

    The value of an empty denominator is None, never 0.
    """
    numerator = denominator = 0
    left: Counter[str] = Counter()
    met: Counter[str] = Counter()
    held: Counter[str] = Counter()
    has: Counter[str] = Counter()
    among: Counter[str] = Counter()
    amounts: list[int] = []
    for case in cases:
        if case.part.startswith(EXCLUDED):
            left[case.part[len(EXCLUDED) :]] += case.times
            continue
        is_met = case.part == MET
        denominator += case.times
        for line in case.groups:
            held[line] += case.times
            met[line] += case.times if is_met else 0
        for line in case.has:
            has[line] += case.times
        if not is_met:
            continue
        numerator += case.times
        for line in case.among:
            among[line] += case.times
        if indicator.unit in ("days", "score"):
            amounts += [case.amount] * case.times
    counted = {line: (met[line], held[line]) for line in held}
    counted |= {line: (times, denominator) for line, times in has.items()}
    counted |= {line: (times, numerator) for line, times in among.items()}
    order = dict.fromkeys((*lines, *sorted(counted)))
    return Tally(
        numerator, denominator, _value(indicator.unit, numerator, denominator, amounts),
        tuple((reason, left[reason]) for reason in EXCLUDED_WORDS if left[reason]),
        tuple((line, *counted.get(line, (0, 0))) for line in order),
    )  # fmt: skip


def _value(unit: Unit, numerator: int, denominator: int, amounts: list[int]) -> float | None:
    if not denominator:
        return None
    match unit:
        case "percent":
            return 100 * numerator / denominator
        case "count":
            return float(numerator)
        case "days":
            return float(median(amounts)) if amounts else None
        case "score":
            return sum(amounts) / len(amounts) if amounts else None


@dataclass(frozen=True)
class Figure:
    """One indicator over one period. value: None for an empty denominator. excluded: (key of EXCLUDED_WORDS, count).

    split: (line, numerator, denominator). target: what the team wants to reach. note: what explains it, '' for nothing.
    """

    id: str
    title: str
    numerator: int
    denominator: int
    value: float | None
    unit: Unit
    excluded: tuple[tuple[str, int], ...]
    split: tuple[tuple[str, int, int], ...]
    target: float | None
    note: str = ""

    @property
    def meets_target(self) -> bool | None:
        """Whether the target is reached; None without a value, a target, or where neither more nor less is better."""
        better = INDICATOR[self.id].more_is_better
        if self.value is None or self.target is None or better is None:
            return None
        return self.value >= self.target if better else self.value <= self.target


@dataclass(frozen=True)
class MonthPoint:
    """One indicator in one month; month: its first day."""

    month: date
    numerator: int
    denominator: int
    value: float | None


@dataclass(frozen=True)
class DelayCount:
    """How often one reason stands behind what was missed. code '': nobody recorded a reason."""

    code: str
    label: str
    owner: str
    avoidable: bool | None
    count: int


class Behind(NamedTuple):
    """One child behind a figure. name: None while none is known. words: what is to be said of it beside the dates."""

    child_id: int
    council_id: str
    name: str | None
    nhs_number: str | None
    kind: str
    due_on: date | None
    met_on: date | None
    words: str
    delay_note: str = (
        ""  # what was typed of a reason that says nothing by itself ('Other'): it may name somebody
    )

    @property
    def whole_words(self) -> str:
        """What is to be said of it, with what was typed of the reason: 'Overdue by 9 days. Other: lift out of order'."""
        return with_note(self.words, self.delay_note)

    @property
    def shown_name(self) -> str:
        return self.name or f"Council ID {self.council_id}"


def percent_words(value: float) -> str:
    """Return '82%', and never 100 or 0 of what is not all or none."""
    rounded = round(value)
    if rounded == 100 and value < 100:
        return "99%"
    return "1%" if rounded == 0 and value > 0 else f"{rounded}%"


def value_words(figure: Figure) -> str:
    """Return '82% (94 of 115)', '4 of 4', 'none due', '12 days (9 of 10)' or '214 of 1,180'."""
    of = f"{figure.numerator:,} of {figure.denominator:,}"
    if figure.value is None:
        return "none due" if not figure.denominator else of
    match figure.unit:
        case "percent":
            return f"{percent_words(figure.value)} ({of})" if figure.denominator >= PERCENT_FROM else of
        case "days":
            return f"{figure.value:g} {'day' if figure.value == 1 else 'days'} ({of})"
        case "score":
            return f"{figure.value:.1f} ({of})"
        case "count":
            return of
