"""Growth as measured: whole millimetres and grams, centiles as a clinician read them, and checks on what was typed.

Nothing here computes a centile: the growth references need a licence. The limits on change are checks on typing, chosen
wide; they are no clinical rule.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from lac_tracker.domain.dates import age_in_years, show_date
from lac_tracker.domain.errors import UserError

Quantity = Literal["height", "weight", "head"]

# The lines of the paper charts (UK-WHO), and the spaces between them.
LINES = ("0.4th", "2nd", "9th", "25th", "50th", "75th", "91st", "98th", "99.6th")
CENTILES: tuple[str, ...] = (
    f"Below {LINES[0]}",
    *(words for lower, upper in zip(LINES, LINES[1:], strict=False) for words in (lower, f"{lower} to {upper}")),
    LINES[-1],
    f"Above {LINES[-1]}",
)  # fmt: skip
HEAD_UNTIL = 2  # years: the head is measured under this age

_DAYS_OF_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Measure:
    """One of the three things that are measured.

    per_unit: how many of the stored whole numbers make one of `unit`. places: decimals that may be typed.
    least, most: what is taken, in `unit`, as the table has it.
    """

    key: Quantity
    words: str
    unit: str
    per_unit: int
    places: int
    least: float
    most: float


HEIGHT = Measure("height", "Height", "cm", 10, 1, 20, 250)
WEIGHT = Measure("weight", "Weight", "kg", 1_000, 2, 0.3, 300)
HEAD = Measure("head", "Head circumference", "cm", 10, 1, 20, 70)
MEASURES: tuple[Measure, ...] = (HEIGHT, WEIGHT, HEAD)

# The largest that is likely under two and later, to guess what was meant by a slip of the decimal point.
_LIKELY_MOST: dict[Quantity, tuple[float, float]] = {
    "height": (110, 210),
    "weight": (25, 200),
    "head": (55, 65),
}


@dataclass(frozen=True)
class Measurement:
    """What was measured on a day, or why it was not. Centiles are words: '25th to 50th', '' where none was read."""

    id: int
    measured_on: date
    height_millimetres: int | None = None
    weight_grams: int | None = None
    head_millimetres: int | None = None
    height_centile: str = ""
    weight_centile: str = ""
    bmi_centile: str = ""
    head_centile: str = ""
    not_measured_because: str = ""
    measured_by: str = ""
    note: str = ""
    version: int = 1

    @property
    def bmi(self) -> str:
        """Return weight by height squared as '18.8'; '' where one of them is missing. Halves are rounded up."""
        if not self.height_millimetres or self.weight_grams is None:
            return ""
        squared = self.height_millimetres**2
        tenths = (2 * 10_000 * self.weight_grams + squared) // (2 * squared)
        return f"{tenths // 10}.{tenths % 10}"

    def of(self, measure: Measure) -> int | None:
        """Return a quantity as stored."""
        match measure.key:
            case "height":
                return self.height_millimetres
            case "weight":
                return self.weight_grams
        return self.head_millimetres


def read_quantity(text: str, measure: Measure, age: int) -> int | None:
    """Return what was typed as a whole number of millimetres or grams; None for an empty field.

    age: in years, to guess what a slip of the decimal point meant. The unit may be typed behind the number.
    Raises UserError that names what was typed, and what was likely meant.
    """
    typed = " ".join(text.split())
    if not typed:
        return None
    bare = re.fullmatch(rf"(\d{{1,9}})(?:[.,](\d*))?\s*(?:{measure.unit})?", typed, re.IGNORECASE | re.ASCII)
    if bare is None:
        shown = f"{typed[:30]}…" if len(typed) > 30 else typed
        raise UserError(
            f"{measure.words} '{shown}' is no number of {measure.unit}: enter it such as {_example(measure)}"
        )
    shown = ".".join(part for part in (str(int(bare[1])), (bare[2] or "").rstrip("0")) if part)
    exact = Decimal(shown)
    if not measure.least <= exact <= measure.most:
        raise UserError(_out_of_range(shown, exact, measure, age))
    if exact != round(exact, measure.places):
        places = "one decimal" if measure.places == 1 else "two decimals"
        raise UserError(
            f"{measure.words} {shown} has too many decimals: enter {measure.unit} with at most {places}"
        )
    return int(exact * measure.per_unit)


def show_quantity(stored: int | None, measure: Measure, *, unit: bool = True) -> str:
    """Return '158.2 cm', '47.1 kg', '3.45 kg'; '' for None. What was typed comes back as it was."""
    if stored is None:
        return ""
    whole, rest = divmod(stored, measure.per_unit)
    digits = f"{rest:0{len(str(measure.per_unit)) - 1}d}".rstrip("0") or "0"
    return f"{whole}.{digits} {measure.unit}" if unit else f"{whole}.{digits}"


def doubts(
    measured_on: date, quantities: Iterable[tuple[Measure, int | None]], earlier: Iterable[Measurement], born: date
) -> tuple[str, ...]:  # fmt: skip
    """Return a sentence for each quantity that can hardly have changed so since it was last measured.

    earlier: the child's other measurements, in any order. Nothing here refuses: the person who measured knows.
    """
    before = sorted(
        (one for one in earlier if one.measured_on <= measured_on), key=lambda one: (one.measured_on, one.id)
    )
    found: list[str] = []
    for measure, now in quantities:
        last = next((one for one in reversed(before) if one.of(measure) is not None), None)
        then = last.of(measure) if last else None
        if now is None or last is None or then is None:
            continue
        months = (measured_on - last.measured_on).days / _DAYS_OF_MONTH
        if not _is_likely(measure, then, now, months, age_in_years(born, last.measured_on)):
            change = show_quantity(abs(now - then), measure)
            found.append(
                f"{measure.words} {show_quantity(now, measure)} is {change} {'more' if now > then else 'less'} than "
                f"{show_quantity(then, measure)} on {show_date(last.measured_on)}."
            )
    return tuple(found)


def measurement_words(one: Measurement) -> str:
    """Return 'Height 158.2 cm (25th to 50th), weight 47.1 kg, BMI 18.8', or 'Not measured: did not want to'."""
    parts = [
        _with_centile(f"{measure.words} {show_quantity(one.of(measure), measure)}", centile)
        for measure, centile in (
            (HEIGHT, one.height_centile),
            (WEIGHT, one.weight_centile),
            (HEAD, one.head_centile),
        )
        if one.of(measure) is not None
    ]
    if one.bmi:
        parts.append(_with_centile(f"BMI {one.bmi}", one.bmi_centile))
    if not parts:
        return f"Not measured: {one.not_measured_because}"
    return ", ".join((parts[0], *(part if part.startswith("BMI") else _lower(part) for part in parts[1:])))


def _is_likely(measure: Measure, then: int, now: int, months: float, age: int) -> bool:
    """Return whether a change may be. Wide on purpose: growth spurts, fluid and illness all occur."""
    grown = (now - then) / measure.per_unit
    match measure.key:
        case "height":
            return -1 <= grown <= 3 + (5 if age < 2 else 1.5) * months
        case "head":
            return -0.5 <= grown <= 1 + 3 * months
    if age < 2:
        return -0.15 * then <= now - then and grown <= 1 + 1.5 * months
    return -0.15 * then <= now - then <= then * (0.15 + 0.03 * months)


def _out_of_range(shown: str, exact: Decimal, measure: Measure, age: int) -> str:
    """Return what is wrong with a number, and the likeliest slip: a point too far left or right, metres, or grams."""
    wrong = f"{measure.words} {shown} {measure.unit} looks wrong"
    most = min(measure.most, _LIKELY_MOST[measure.key][0 if age < 2 else 1])
    for factor in ("0.1", "0.01", "0.001", "10", "100"):
        meant = exact * Decimal(factor)
        if meant == round(meant, measure.places) and measure.least <= meant <= most:
            said = show_quantity(int(meant * measure.per_unit), measure, unit=False)
            return f"{wrong}: did you mean {said}?"
    return f"{wrong}: it must be between {measure.least:g} and {measure.most:g} {measure.unit}"


def _example(measure: Measure) -> str:
    return {"height": "158.2", "weight": "47.1", "head": "46.5"}[measure.key]


def _with_centile(words: str, centile: str) -> str:
    return f"{words} ({centile})" if centile else words


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
