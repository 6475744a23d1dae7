"""The young person's own page: how they said they have been feeling, over time, in plain words and in their own.

It is made only when they chose it. It names no questionnaire and no band: the number and their words are theirs.
"""

from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.chart_layout import Placer, TimeAxis, axis_for
from lac_tracker.domain.charts import RISE, Chart, Line, Mark, Words, text_width
from lac_tracker.domain.dates import show_month
from lac_tracker.domain.helplines import Helpline
from lac_tracker.domain.own_plan import TIER, Stage, Tier
from lac_tracker.domain.reports import Identity, Service
from lac_tracker.domain.sdq import HIGHEST

TITLE = "HOW I’VE BEEN FEELING"
HARDER, EASIER = "Harder", "Easier"
_WIDTH, _HIGH = 500.0, 96.0  # units
_HEAD, _LEFT, _RIGHT = 26.0, 70.0, 474.0
_MARK, _APART = 10.0, 10.0


@dataclass(frozen=True)
class FeelingsPage:
    """What the page holds. points: day and total of their own questionnaires, oldest first. said: as they put it."""

    service: Service
    child: Identity
    stage: Stage
    points: tuple[tuple[date, int], ...]
    said: tuple[tuple[date, str], ...]
    tell: str  # whom to tell: 'Nadia', or 'us'
    helplines: tuple[Helpline, ...]
    made_on: date
    reference: str
    version: int

    @property
    def tier(self) -> Tier:
        return TIER[self.stage]


def told(points: tuple[tuple[date, int], ...]) -> tuple[str, ...]:
    """Return each number in a sentence, oldest first; with the day where two are of one month."""
    months = [show_month(day) for day, _ in points]
    return tuple(
        f"{f'On {day.day} {month}' if months.count(month) > 1 else f'In {month}'} your number was {total}."
        for (day, total), month in zip(points, months, strict=True)
    )


def change(points: tuple[tuple[date, int], ...]) -> str:
    """Return how the number went since the first, as it is; '' for one number."""
    if len(points) < 2:
        return ""
    (first, start), (_, end) = points[0], points[-1]
    since = f"since {show_month(first)}"
    if end == start:
        return f"Your number is the same as in {show_month(first)}."
    return f"Your number went {'down' if end < start else 'up'} by {abs(end - start)} {since}."


def journey(points: tuple[tuple[date, int], ...], today: date) -> Chart:
    """Return their numbers over time as a drawing: higher is harder. Its description is what `told` says."""
    axis = axis_for((day for day, _ in points), today, _LEFT, _RIGHT, text_width("00") + _MARK)
    foot = _HEAD + _HIGH
    spots = [(axis.x(day), foot - _HIGH * total / HIGHEST["total"], total) for day, total in points]
    lines = [
        Line(((_LEFT, _HEAD), (_LEFT, foot), (_RIGHT, foot)), "axis", 1.2),
        *([Line(tuple((x, y) for x, y, _ in spots), "text", 2.0)] if len(spots) > 1 else []),
    ]
    placer = Placer((_LEFT + 2, 2, _RIGHT, foot - 2))
    for x, y, _ in spots:
        placer.keep_off((x - _MARK / 2 - 1, y - _MARK / 2 - 1, x + _MARK / 2 + 1, y + _MARK / 2 + 1))
    placer.cross(lines[1:])
    words = [
        Words(_LEFT - 8, _HEAD + RISE, HARDER, "right"),
        Words(_LEFT - 8, foot, EASIER, "right"),
        *_months(points, axis, foot + 18),
    ]
    for x, y, total in reversed(spots):
        if found := placer.put(x, y, str(total), is_bold=True):
            words.append(found[0])
    return Chart(
        _WIDTH, foot + 26, lines=tuple(lines),
        marks=tuple(Mark(x, y, "circle", "text", _MARK, is_filled=False) for x, y, _ in spots),
        words=tuple(words), description=" ".join(told(points)),
    )  # fmt: skip


def _months(points: tuple[tuple[date, int], ...], axis: TimeAxis, y: float) -> tuple[Words, ...]:
    """Return the months of the points, the newest first, as far as they have room beside each other."""
    labels: list[Words] = []
    free = _WIDTH
    for day, _ in reversed(points):
        label = show_month(day)
        half = text_width(label) / 2
        x = min(axis.x(day), _WIDTH - half)
        if x + half <= free:
            labels.append(Words(x, y, label, "middle"))
            free = x - half - _APART
    return tuple(labels)
