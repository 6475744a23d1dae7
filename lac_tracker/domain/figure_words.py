"""A figure in words, as the dashboard, the report on paper and files all say it; small numbers hidden where they must be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from lac_tracker.domain.figure_charts import FEWEST, MonthBar, ReasonBar
from lac_tracker.domain.figures import percent_words
from lac_tracker.domain.indicators import EXCLUDED_WORDS, GROUPS, INDICATOR

Standing = Literal["met", "near", "below", "none"]
# Figures that count something of which a child can have more than one.
COUNTS_OTHERS = {
    "smart": "Plan items", "plan_closed_by_target": "Plan items", "plan_carried_forward": "Plan items", "qa": "Criteria",
}  # fmt: skip
NEAR = 5.0  # percentage points from the target that still count as near
HIDDEN = "under 5"
NOT_SHOWN = "not shown: small numbers"
_FEW_CHILDREN = re.compile(rf"\b[1-{FEWEST - 1}] child(ren)?\b")  # in a note
STANDING_WORDS: dict[Standing, str] = {
    "met": "Target met", "near": "Near target", "below": "Target missed", "none": "",
}  # fmt: skip


class FigureLike(Protocol):
    """What of a figure is said."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def numerator(self) -> int: ...
    @property
    def denominator(self) -> int: ...
    @property
    def value(self) -> float | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def excluded(self) -> tuple[tuple[str, int], ...]: ...
    @property
    def split(self) -> tuple[tuple[str, int, int], ...]: ...
    @property
    def target(self) -> float | None: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True)
class FigureLine:
    """One figure in words. big: '82%', '3 of 4', '12 days', '214' or 'None due'; fraction: '94 of 115'."""

    id: str
    title: str
    group: str
    big: str
    fraction: str
    standing: Standing
    target: str  # 'Target 90%'
    change: str  # 'Was 89% (103 of 116)'
    missed: int
    counted: int  # all that were counted
    split: tuple[tuple[str, str], ...]
    excluded: tuple[tuple[str, str], ...]
    definition: str
    source: str
    note: str

    @property
    def opens_missed(self) -> bool:
        """Whether those who missed it are what one wants to see first; else all that were counted."""
        return INDICATOR[self.id].more_is_better is True and INDICATOR[self.id].unit == "percent"

    @property
    def who_words(self) -> str:
        """'Who missed it: 21', 'Who: 9', or '' where nobody is behind it."""
        known = INDICATOR[self.id]
        if self.id in COUNTS_OTHERS:
            many = self.missed if self.opens_missed and self.missed else self.counted
            many = many if self.opens_missed else self.counted - self.missed
            missed = "missed" if self.opens_missed and self.missed else "counted"
            return f"{COUNTS_OTHERS[self.id]} {missed}: {many:,}" if many else ""
        if self.opens_missed and self.missed:
            return f"Who missed it: {self.missed:,}"
        if self.opens_missed:
            return f"Who: {self.counted:,}" if self.counted else ""
        behind = self.counted - self.missed if known.unit in ("percent", "count") else self.counted
        return f"Who: {behind:,}" if behind else ""

    @property
    def first_part(self) -> str:
        """The part that is opened first: 'missed', 'met' or 'all'."""
        if self.opens_missed:
            return "missed" if self.missed else "all"
        return "met" if INDICATOR[self.id].unit in ("percent", "count") else "all"

    @property
    def target_words(self) -> str:
        """'Target 90%: missed', 'Target at most 20: met', 'Target 100%'."""
        ends = {"met": ": met", "near": ": near", "below": ": missed", "none": ""}
        return f"{self.target}{ends[self.standing]}" if self.target else ""

    @property
    def all_words(self) -> str:
        """All of it in a sentence, for a screen reader."""
        fraction = f" ({self.fraction})" if self.fraction else ""
        parts = (f"{self.title}: {self.big}{fraction}", self.target_words, self.change)
        return ". ".join(part for part in parts if part)


def in_words(
    figure: FigureLike, before: FigureLike | None = None, *, hides_small: bool = False
) -> FigureLine:
    """Return a figure in words. before: the one it is compared with. hides_small: for readers outside the team."""
    known = INDICATOR[figure.id]
    is_hidden = hides_small and _is_small(figure.numerator, figure.denominator, figure.unit)
    split = tuple(
        (words, low, of) for words, low, of in figure.split if of and (low or figure.unit == "percent")
    )
    parts_hidden = hides_small and any(_is_small(low, of, figure.unit) for _, low, of in split)
    return FigureLine(
        id=figure.id, title=figure.title, group=GROUPS[known.group],
        big=_big(figure, is_hidden=is_hidden), fraction=_fraction(figure, is_hidden=is_hidden),
        standing=_standing(figure, is_hidden=is_hidden), target=_target(figure),
        change=_change(before, hides_small=hides_small) if before is not None else "",
        missed=max(figure.denominator - figure.numerator, 0), counted=figure.denominator,
        split=tuple((words, NOT_SHOWN if parts_hidden else _part(low, of, figure.unit)) for words, low, of in split),
        excluded=tuple(
            (EXCLUDED_WORDS.get(reason, reason), counted(count, hides_small=hides_small))
            for reason, count in figure.excluded if count
        ),
        definition=known.definition, source=known.source,
        note=_FEW_CHILDREN.sub(f"Fewer than {FEWEST} children", figure.note) if hides_small else figure.note,
    )  # fmt: skip


def counted(count: int, *, hides_small: bool) -> str:
    """Return a number, or 'under 5' of those that could name somebody."""
    return HIDDEN if hides_small and 0 < count < FEWEST else f"{count:,}"


def quarters(bars: Sequence[MonthBar], *, hides_small: bool) -> tuple[tuple[MonthBar, ...], bool]:
    """Return months as they are, or three by three where a month's numbers could name somebody; and whether they are."""
    if not hides_small or not any(_is_small(bar.low, bar.of, "percent") for bar in bars):
        return tuple(bars), False
    made = []
    for start in range(0, len(bars), 3):
        held = bars[start : start + 3]
        low, of = sum(bar.low for bar in held), sum(bar.of for bar in held)
        made.append(MonthBar(held[0].month, low, of, 100 * low / of if of else None, len(held)))
    small = [bar for bar in made if _is_small(bar.low, bar.of, "percent")]
    if len(small) == 1:  # what the whole period has would give it away: a second one is hidden with it
        small += sorted((bar for bar in made if bar.of and bar not in small), key=lambda bar: bar.of)[:1]
    return tuple(_hidden(bar) if bar in small else bar for bar in made), True


def _hidden(bar: MonthBar) -> MonthBar:
    return replace(bar, low=0, of=bar.of if bar.of >= FEWEST else 0, value=None, is_hidden=True)


def hidden_counts(counts: Sequence[int]) -> frozenset[int]:
    """Return the places of counts that are not shown: those under 5, and a second where one alone could be worked out."""
    places = {place for place, count in enumerate(counts) if 0 < count < FEWEST}
    if len(places) == 1:
        more = [(count, place) for place, count in enumerate(counts) if count and place not in places]
        places |= {min(more)[1]} if more else set()
    return frozenset(places)


def reasons_words(bars: Sequence[ReasonBar], *, hides_small: bool) -> tuple[tuple[str, str, str], ...]:
    """Return (reason, whose delay, how often), the most frequent first."""
    held = sorted(bars, key=lambda bar: (not bar.owner, -bar.count))
    said = shared_out([bar.count for bar in held], hides_small=hides_small)
    return tuple((bar.words, bar.owner, many) for bar, many in zip(held, said, strict=True))


def shown_reasons(bars: Sequence[ReasonBar], *, hides_small: bool) -> tuple[ReasonBar, ...]:
    """Return the reasons of which a bar may be drawn."""
    hidden = hidden_counts([bar.count for bar in bars]) if hides_small else frozenset()
    return tuple(bar for place, bar in enumerate(bars) if place not in hidden)


def shared_out(counts: Sequence[int], *, hides_small: bool) -> tuple[str, ...]:
    """Return counts whose sum is known, in words: where one is small, no other gives it away."""
    hidden = hidden_counts(counts) if hides_small else frozenset()
    return tuple(_not_said(count) if place in hidden else f"{count:,}" for place, count in enumerate(counts))


def share_words(low: int, of: int, left_out: int, *, hides_small: bool) -> str:
    """Return '82%', 'Over 78%' where only few are missing, '' where small numbers could be worked out from it."""
    if of < FEWEST:
        return ""
    if not hides_small or not hidden_counts((low, of - low, left_out)):
        return percent_words(100 * low / of)
    few = of >= 4 * FEWEST and 0 < of - low < FEWEST and not 0 < left_out < FEWEST
    return f"Over {int(100 * (of - FEWEST) / of)}%" if few else ""


def _not_said(count: int) -> str:
    return HIDDEN if count < FEWEST else "not shown"


def _is_small(low: int, of: int, unit: str) -> bool:
    """Return whether a fraction says of fewer than five who they are: of those who did, who did not, or all."""
    if unit == "count":
        return 0 < low < FEWEST
    return 0 < of < FEWEST or 0 < low < FEWEST or 0 < of - low < FEWEST


def _big(figure: FigureLike, *, is_hidden: bool) -> str:
    if figure.unit == "count":
        return counted(figure.numerator, hides_small=is_hidden)
    if not figure.denominator:
        return "None to count"
    if is_hidden:
        return _about(figure)
    if figure.value is None:
        return f"{figure.numerator} of {figure.denominator}"
    if figure.unit == "days":
        days = f"{round(figure.value, 1):g}"
        return f"{days} {'day' if days == '1' else 'days'}"
    if figure.unit == "score":
        return f"{figure.value:.1f}"
    if figure.denominator < FEWEST:
        return f"{figure.numerator} of {figure.denominator}"
    return percent_words(figure.value)


def _about(figure: FigureLike) -> str:
    """Return what may be said of small numbers: that it is nearly all, or nothing."""
    left = figure.denominator - figure.numerator
    if figure.unit == "percent" and figure.denominator >= 4 * FEWEST and 0 < left < FEWEST:
        return f"Over {int(100 * (figure.denominator - FEWEST) / figure.denominator)}%"
    return "Not shown"


def _fraction(figure: FigureLike, *, is_hidden: bool) -> str:
    if figure.unit == "count" or not figure.denominator:
        return ""
    if is_hidden:
        return "small numbers" if figure.denominator < FEWEST else f"small numbers, of {figure.denominator:,}"
    if figure.unit in ("days", "score"):
        return f"of {figure.numerator:,}" if figure.value is not None else ""
    if figure.denominator < FEWEST:
        return ""
    return f"{figure.numerator:,} of {figure.denominator:,}"


def _part(low: int, of: int, unit: str) -> str:
    if unit == "count":
        return f"{low:,}"
    fraction = f"{low:,} of {of:,}"
    return fraction if of < FEWEST or unit != "percent" else f"{percent_words(100 * low / of)} ({fraction})"


def _standing(figure: FigureLike, *, is_hidden: bool) -> Standing:
    more = INDICATOR[figure.id].more_is_better
    few = figure.unit == "percent" and figure.denominator < FEWEST
    if figure.target is None or figure.value is None or more is None or few or is_hidden:
        return "none"
    short = (figure.target - figure.value) if more else (figure.value - figure.target)
    if short <= 0:
        return "met"
    return "near" if short <= NEAR else "below"


def _target(figure: FigureLike) -> str:
    if figure.target is None:
        return ""
    less = "" if INDICATOR[figure.id].more_is_better is not False else "at most "
    return f"Target {less}{figure.target:g}{'%' if figure.unit == 'percent' else ''}"


def _change(before: FigureLike, *, hides_small: bool) -> str:
    is_hidden = hides_small and _is_small(before.numerator, before.denominator, before.unit)
    if not before.denominator and before.unit != "count":
        return "Before: none to count"
    big, fraction = _big(before, is_hidden=is_hidden), _fraction(before, is_hidden=is_hidden)
    return f"Was {big[:1].lower()}{big[1:]}{f' ({fraction})' if fraction else ''}"
