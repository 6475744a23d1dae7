"""Charts of figures: one month after the other beside the target, and reasons by how often. Bars stand on nought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from lac_tracker.domain.charts import (
    DASHED,
    LINE,
    RISE,
    Area,
    Chart,
    Line,
    Stop,
    Words,
    text_width,
)
from lac_tracker.domain.dates import add_months

FEWEST = 5  # of whom a percentage is shown
_HIGH = 150.0  # of the bars' room
_LEFT = 44.0
_TOP = 20.0
_GAP = 8.0
_THICK = 15.0  # of a bar that lies
_GRID = 4
_LEAST_BAR = 20.0  # high enough for its number to stand in it, clear of the target


@dataclass(frozen=True)
class MonthBar:
    """One month, or some together. value: per cent or days; None where it is not shown. low: how many; of: of how many.

    is_hidden: its numbers could name somebody; then low is not held, nor `of` where that is small itself.
    """

    month: date
    low: int
    of: int
    value: float | None
    months: int = 1
    is_hidden: bool = False

    @property
    def name(self) -> str:
        """'Feb 2026', of more than one 'Dec 2025 to Feb 2026'."""
        if self.months == 1:
            return _named(self.month)
        return f"{_named(self.month)} to {_named(self._last)}"

    @property
    def short(self) -> str:
        """'Feb', of more than one 'Dec to Feb'."""
        return f"{self.month:%b}" if self.months == 1 else f"{self.month:%b} to {self._last:%b}"

    @property
    def years(self) -> str:
        """'2026', of months in two years '2025 to 2026'."""
        one, other = self.month.year, self._last.year
        return str(one) if one == other else f"{one} to {other}"

    @property
    def has_january(self) -> bool:
        """Whether a year begins in it."""
        return self.month.month == 1 or self._last.year > self.month.year

    @property
    def _last(self) -> date:
        return add_months(self.month, self.months - 1)


@dataclass(frozen=True)
class ReasonBar:
    """One reason for delay, whose delay that is in words ('' where no reason was said), and how often."""

    words: str
    owner: str
    count: int

    @property
    def whole(self) -> str:
        """'Consent not received (Council, avoidable)'."""
        return f"{self.words} ({self.owner})" if self.owner else self.words


def month_words(bar: MonthBar, unit: str) -> str:
    """Return '71% (10 of 14)', '3 of 4', 'none due', or '12 days (9)'."""
    if bar.is_hidden:
        return "Not shown: small numbers"
    if not bar.of:
        return "none due"
    if unit == "percent":
        fraction = f"{bar.low} of {bar.of}"
        return f"{round(bar.value)}% ({fraction})" if bar.value is not None and bar.of >= FEWEST else fraction
    return f"{_number(bar.value)} days ({bar.of})" if bar.value is not None else f"{bar.low}"


def sentence(what: str, bars: Sequence[MonthBar], target: float | None, unit: str) -> str:
    """Return a chart in a sentence: its lowest and highest month, and how many reached the target."""
    shown = [bar for bar in bars if bar.value is not None and (bar.of >= FEWEST or unit != "percent")]
    one, more = ("month", "months") if bars[0].months == 1 else ("quarter", "quarters")
    if not shown:
        return f"{what}: too few in any {one} to show a figure."
    low, high = min(shown, key=_height), max(shown, key=_height)
    ends = f"lowest {low.name} {month_words(low, unit)}, highest {high.name} {month_words(high, unit)}"
    if len(shown) == 1:
        ends = f"shown only for {low.name}, {month_words(low, unit)}"
    last = _named(add_months(bars[-1].month, bars[-1].months - 1))
    said = f"{what}, {_named(bars[0].month)} to {last}: {ends}"
    if target is None or unit != "percent":
        return f"{said}."
    reached = sum(1 for bar in shown if _height(bar) >= target)
    return f"{said}. {reached} of {len(shown)} {one if len(shown) == 1 else more} at or above the target of {_number(target)}%."


def months_chart(
    what: str, bars: Sequence[MonthBar], target: float | None, width: float, *, unit: str = "percent"
) -> Chart:
    """Return a chart with a bar for each month, its target as a named line, and how many were counted under each.

    Of fewer than five a percentage says nothing: the month shows its numbers and no bar.
    """
    most = 100.0 if unit == "percent" else _most([bar.value or 0.0 for bar in bars] + [target or 0.0])
    named = f"Target {_number(target)}{'%' if unit == 'percent' else ''}" if target is not None else ""
    right = width - (text_width(named) + _GAP if named else _GAP)
    bottom = _TOP + _HIGH
    slot = (right - _LEFT) / max(len(bars), 1)

    def y(value: float) -> float:
        return bottom - _HIGH * min(value, most) / most

    lines = [
        Line(((_LEFT, y(most * step / _GRID)), (right, y(most * step / _GRID))), "grid")
        for step in range(1, _GRID + 1)
    ]
    words = [
        Words(_LEFT - 6, y(most * step / _GRID) + 4, _number(most * step / _GRID), "right", "faint")
        for step in range(_GRID + 1)
    ]
    areas, stops = [], []
    for place, bar in enumerate(bars):
        middle = _LEFT + slot * (place + 0.5)
        shown = bar.value if bar.value is not None and (bar.of >= FEWEST or unit != "percent") else None
        if shown is not None:
            half = min(slot * 0.32, 22.0)
            areas.append(Area(middle - half, y(shown), middle + half, bottom, "band3", is_framed=True))
            stands_in = bottom - y(shown) >= _LEAST_BAR
            words.append(
                Words(middle, bottom - 5 if stands_in else y(shown) - 4, _said(shown, unit), "middle")
            )
        elif bar.is_hidden:
            words.append(Words(middle, bottom - 6, "Not shown", "middle", "faint"))
        elif bar.of:
            words += _few(bar, middle, bottom, slot)
        # The year of the first bar, unless the next one begins another right beside it.
        is_first = place == 0 and not (bar.months == 1 and bars[min(1, len(bars) - 1)].has_january)
        words += _beneath(bar, middle, bottom, slot, is_first)
        stops.append(Stop(middle, y(shown or 0.0), f"{bar.name}: {month_words(bar, unit)}"))
    words.append(Words(_LEFT - 6, bottom + RISE + 2 * LINE + 4, "n", "right", "faint"))
    lines.append(Line(((_LEFT, bottom), (right, bottom)), "axis", 1.5))
    if target is not None:
        lines.append(Line(((_LEFT, y(target)), (right, y(target))), "first", 2.0, DASHED))
        words.append(Words(right + 4, y(target) + 4, named))
    return Chart(
        width, bottom + 3 * LINE + 10, tuple(areas), tuple(lines), (), tuple(words), tuple(stops),
        sentence(what, bars, target, unit),
    )  # fmt: skip


def _few(bar: MonthBar, middle: float, bottom: float, slot: float) -> list[Words]:
    """Return the numbers of a month with too few for a percentage, on one line or two."""
    told = f"{bar.low} of {bar.of}"
    if text_width(told) <= slot - 2:
        return [Words(middle, bottom - 6, told, "middle")]
    return [
        Words(middle, bottom - 6 - LINE, str(bar.low), "middle"),
        Words(middle, bottom - 6, f"of {bar.of}", "middle"),
    ]


def _beneath(bar: MonthBar, middle: float, bottom: float, slot: float, is_first: bool) -> list[Words]:
    """Return the month, its year where one begins, and how many were counted."""
    name = bar.short
    name = name if text_width(name) <= slot - 1 else name[0]
    said = [Words(middle, bottom + RISE + 4, name, "middle", "faint")]
    if is_first or bar.has_january:
        years = bar.years if text_width(bar.years) <= slot - 1 else bar.years[-4:]
        said.append(Words(middle, bottom + RISE + LINE + 4, years, "middle", "faint"))
    many = f"under {FEWEST}" if bar.is_hidden and not bar.of else str(bar.of)
    return [*said, Words(middle, bottom + RISE + 2 * LINE + 4, many, "middle")]


def reasons_sentence(bars: Sequence[ReasonBar]) -> str:
    """Return the reasons in a sentence: how many, and the one said most."""
    total = sum(bar.count for bar in bars)
    if not total:
        return "No reason for delay is recorded."
    first = max(bars, key=lambda bar: bar.count)
    return f"{total} with a reason recorded. Most often: {first.whole}, {first.count}."


def reasons_chart(bars: Sequence[ReasonBar], width: float) -> Chart:
    """Return bars that lie, the longest first, each under its words, with its number at its end."""
    held = sorted(bars, key=lambda bar: (not bar.owner, -bar.count))
    most = max((bar.count for bar in held), default=1)
    room = width - text_width(str(most)) - 2 * _GAP
    areas, words, stops, top = [], [], [], 0.0
    for bar in held:
        for line in _wrapped(bar.whole, width):
            top += LINE
            words.append(Words(0.0, top - LINE + RISE + 2, line))
        long = max(room * bar.count / most, 2.0)
        areas.append(Area(1.0, top + 2, 1.0 + long, top + 2 + _THICK, "band3", is_framed=True))
        words.append(Words(1.0 + long + _GAP, top + _THICK - 1, str(bar.count), is_bold=True))
        stops.append(Stop(1.0 + long, top + 2 + _THICK / 2, f"{bar.whole}: {bar.count}"))
        top += _THICK + _GAP + 2
    return Chart(
        width, max(top, LINE), tuple(areas), (), (), tuple(words), tuple(stops),
        reasons_sentence(held),
    )  # fmt: skip


def _wrapped(text: str, width: float) -> list[str]:
    """Return text on as many lines as it needs, cut between words."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _named(month: date) -> str:
    return f"{month:%b} {month.year}"


def _height(bar: MonthBar) -> float:
    return bar.value if bar.value is not None else 0.0


def _said(value: float, unit: str) -> str:
    """Return what stands at a bar: whole per cents, days with a half where there is one."""
    return f"{round(value)}" if unit == "percent" else _number(value)


def _most(values: Sequence[float]) -> float:
    """Return a round number above all values for the top of the axis."""
    highest, step = max(values, default=0.0), 1.0
    steps = (4.0, 8.0, 12.0, 20.0, 40.0, 80.0, 100.0, 200.0, 400.0, 800.0, 1000.0)
    for before, step in pairwise((0.0, *steps)):
        if before <= highest <= step:
            return step
    return highest or step


def _number(value: float | None) -> str:
    """Return a number without a fraction that is nought."""
    return "" if value is None else f"{round(value, 1):g}"
