"""How a child's own measurements over time are drawn: a plain line for each quantity, and no centile lines.

Centile lines need a licensed growth reference; a line of one's own values says only what it says.
"""

from collections.abc import Iterable
from datetime import date
from math import ceil, floor
from typing import NamedTuple

from lac_tracker.domain.chart_layout import Placer, TimeAxis, axis_for
from lac_tracker.domain.charts import DROP, RISE, Area, Chart, Line, Mark, Stop, Words, beneath
from lac_tracker.domain.dates import show_age, show_date
from lac_tracker.domain.growth import MEASURES, Measure, Measurement, show_quantity

NO_CENTILES = "This chart shows the child's own values. It has no centile lines."

_LEFT, _RIGHT, _HEAD, _HIGH, _FOOT = 44.0, 20.0, 30.0, 150.0, 24.0
_MARK = 8.0
_HALF = _MARK / 2 + 1
_STEPS = (1, 2, 5, 10, 20, 50, 100)  # of the figures at the axis, in the unit of the quantity
_MOST_STEPS = 5


class Value(NamedTuple):
    """One measured quantity. words: all that is said of it."""

    on: date
    stored: int
    words: str


def draw(measurements: Iterable[Measurement], born: date, today: date, width: float) -> Chart:
    """Return a panel for each quantity that was ever measured, over one axis of days. width: in units.

    measurements: in any order.
    """
    held = tuple(measurements)
    drawn = [(measure, values(held, measure, born)) for measure in MEASURES]
    shown = [(measure, found) for measure, found in drawn if found]
    if not shown:
        return Chart(width, 0.0)
    days = [value.on for _, found in shown for value in found]
    axis = axis_for(days, today, _LEFT, width - _RIGHT)
    panels = tuple(_panel(measure, found, axis, width) for measure, found in shown)
    chart = beneath(panels, gap=12.0)
    return Chart(
        chart.width, chart.height, chart.areas, chart.lines, chart.marks, chart.words,
        tuple(sorted(chart.stops, key=lambda stop: (stop.x, stop.y))), description(held, born),
    )  # fmt: skip


def values(measurements: Iterable[Measurement], measure: Measure, born: date) -> tuple[Value, ...]:
    """Return the values of one quantity, oldest first."""
    found = [(one.measured_on, one.id, one.of(measure)) for one in measurements]
    return tuple(
        Value(
            on, stored,
            f"{measure.words} {show_quantity(stored, measure)}, {show_date(on)}, at {show_age(born, on)}",
        )
        for on, _, stored in sorted(found, key=lambda one: one[:2])
        if stored is not None
    )  # fmt: skip


def description(measurements: Iterable[Measurement], born: date) -> str:
    """Return all that the chart shows, in words."""
    held = tuple(measurements)
    told = [NO_CENTILES]
    for measure in MEASURES:
        if found := values(held, measure, born):
            listed = "; ".join(f"{show_date(one.on)}, {show_quantity(one.stored, measure)}" for one in found)
            told.append(f"{measure.words}: {listed}.")
    return "\n".join(told)


def _panel(measure: Measure, found: tuple[Value, ...], axis: TimeAxis, width: float) -> Chart:
    top, bottom = _HEAD, _HEAD + _HIGH
    low, high, step = _scale([value.stored / measure.per_unit for value in found])

    def y(stored: float) -> float:
        return bottom - (bottom - top) * (stored / measure.per_unit - low) / (high - low)

    spots = [(axis.x(value.on), y(value.stored), value) for value in found]
    lines, words = _frame(measure, axis, (low, high, step), (top, bottom))
    run = Line(tuple((x, height) for x, height, _ in spots), "first", 2.0)
    lines += [run] if len(spots) > 1 else []
    note = "One measurement: no line yet" if len(spots) == 1 else ""
    words += [Words(axis.right, RISE + 4, note, "right", "faint")] if note else []
    placer = Placer((axis.left + 2, top - 10, width, bottom - 1))
    placer.cross([run])
    for x, height, _ in spots:
        placer.keep_off((x - _HALF, height - _HALF, x + _HALF, height + _HALF))
    labels = [
        placer.put(x, height, show_quantity(value.stored, measure, unit=False)) for x, height, value in spots
    ]
    # One that stands far off would be read of another mark.
    near = [put[0] for put in labels if put and not put[1]]
    words += near
    if len(near) < len(spots):  # where each point says its figure, lines across are only in the way
        lines = [*_across(axis, (low, high, step), (top, bottom)), *lines]
    return Chart(
        width, bottom + _FOOT, lines=tuple(lines), words=tuple(words),
        areas=(Area(axis.left, top, axis.right, bottom, "paper"),),
        marks=tuple(Mark(x, height, "circle", "first", _MARK) for x, height, _ in spots),
        stops=tuple(Stop(x, height, value.words) for x, height, value in spots),
    )  # fmt: skip


def _frame(
    measure: Measure, axis: TimeAxis, scale: tuple[int, int, int], between: tuple[float, float]
) -> tuple[list[Line], list[Words]]:
    """Return the axes, their figures and the name of a panel."""
    (low, high, step), (top, bottom) = scale, between
    lines = [Line(((axis.left, top), (axis.left, bottom), (axis.right, bottom)), "axis", 1.2)]
    words = [Words(axis.left, RISE + 4, f"{measure.words} ({measure.unit})", is_bold=True)]
    for figure in range(low, high + 1, step):
        height = bottom - (bottom - top) * (figure - low) / (high - low)
        lines.append(Line(((axis.left - 4, height), (axis.left, height)), "axis"))
        words.append(Words(axis.left - 7, height + (RISE - DROP) / 2, str(figure), "right", "faint"))
    for x, label in axis.ticks():
        lines.append(Line(((x, bottom), (x, bottom + 4)), "axis"))
        words.append(Words(x, bottom + 6 + RISE, label, "middle", "faint"))
    return lines, words


def _across(axis: TimeAxis, scale: tuple[int, int, int], between: tuple[float, float]) -> list[Line]:
    """Return a quiet line across at each figure of the axis."""
    (low, high, step), (top, bottom) = scale, between
    heights = [
        bottom - (bottom - top) * (figure - low) / (high - low)
        for figure in range(low + step, high + 1, step)
    ]
    return [Line(((axis.left, height), (axis.right, height)), "grid") for height in heights]


def _scale(held: list[float]) -> tuple[int, int, int]:
    """Return the lowest and highest figure of an axis that holds some values, and the step between its figures."""
    lowest, highest = min(held), max(held)
    for step in _STEPS:
        low = max(floor(lowest / step) - (lowest == highest), 0) * step
        high = (ceil(highest / step) + (lowest == highest)) * step
        if high > low and (high - low) // step <= _MOST_STEPS:
            return low, high, step
    return 0, ceil(highest / _STEPS[-1]) * _STEPS[-1], _STEPS[-1]
