"""Where things of a chart stand: days along an axis with their years, and labels that never lie on each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from lac_tracker.domain.charts import DROP, RISE, SIZE, Line, Words, box_of, text_width
from lac_tracker.domain.dates import add_months, show_date

Box = tuple[float, float, float, float]  # left, top, right, bottom
Segment = tuple[tuple[float, float], tuple[float, float]]

_AROUND = 7.0  # from the middle of a mark to its label
_APART = 2.0
_TICKS_APART = 10.0
_EVERY = 7  # rings of places around a mark
_FAR = 3  # rings away: rather on a line than there
_LEAST_DAYS = 183


@dataclass(frozen=True)
class TimeAxis:
    """Days from `first` to `last` between two places across, in proportion. today: what lasts goes up to it."""

    first: date
    last: date
    left: float
    right: float
    today: date

    def x(self, day: date) -> float:
        """Return the place of a day; one outside stands at the end."""
        inside = min(max(day, self.first), self.last)
        return (
            self.left + (self.right - self.left) * (inside - self.first).days / (self.last - self.first).days
        )

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Return where years begin, with their labels: as many as have room. Of a short time, months."""
        years = [date(year, 1, 1) for year in range(self.first.year, self.last.year + 1)]
        days = [day for day in years if self.first <= day <= self.last]
        if len(days) >= 2:
            return self._spaced([(day, str(day.year)) for day in days])
        start = date(self.first.year, self.first.month, 1)
        months = [add_months(start, step) for step in range(0, 30)]
        return self._spaced([(day, show_date(day)[3:]) for day in months if self.first <= day <= self.last])

    def _spaced(self, days: list[tuple[date, str]]) -> tuple[tuple[float, str], ...]:
        if not days:
            return ()
        room = max(text_width(words) for _, words in days) + _TICKS_APART
        placed = [(self.x(day), words) for day, words in days]
        every = next(
            (step for step in (1, 2, 3, 4, 6, 12) if all(
                later[0] - earlier[0] >= room
                for earlier, later in zip(placed[::step], placed[::step][1:], strict=False)
            )),
            len(placed),
        )  # fmt: skip
        return tuple(placed[::every])


def axis_for(days: Iterable[date], today: date, left: float, right: float, room: float = 0.0) -> TimeAxis:
    """Return the axis that holds some days and today, with a little to spare, at least half a year of it.

    room: what a label after the newest day needs.
    """
    held = sorted(days) or [today]
    first, newest, last = held[0], held[-1], max(held[-1], today)
    spare = timedelta(days=max(round((last - first).days * 0.03), 14))
    first, last = min(first, last - timedelta(days=_LEAST_DAYS)) - spare, last + spare
    share = room / (right - left)
    last = max(last, newest + (newest - first) * (share / (1 - share)))
    return TimeAxis(first, last, left, right, today)


@dataclass
class Placer:
    """Gives each label a place of its own: beside its mark, on no other label, mark or name, and off lines if it can.

    within: the box that labels must stay in. rings: how far from its mark a label may stand.
    """

    within: Box
    rings: int = _EVERY
    taken: list[Box] = field(default_factory=list)
    lines: list[Segment] = field(default_factory=list)

    def keep_off(self, box: Box) -> None:
        """Let no label stand here."""
        self.taken.append(box)

    def cross(self, lines: Iterable[Line]) -> None:
        """Let labels stand on these lines only where there is no other place."""
        for line in lines:
            self.lines += zip(line.points, line.points[1:], strict=False)

    def put(
        self, x: float, y: float, text: str, *, is_bold: bool = False, prefers_right: bool = False
    ) -> tuple[Words, bool] | None:
        """Return a label for a mark and whether it stands far off; None where there is no room.

        prefers_right: the name of a series after its last point, which may stand as far off as need be.
        """
        crossing: tuple[Words, bool] | None = None
        rings = _EVERY if prefers_right else self.rings
        for ring, words in _places(x, y, text, is_bold, prefers_right, rings):
            if ring == _FAR and crossing and not prefers_right:
                break
            box = box_of(words)
            if not self._is_free(box):
                continue
            found = (words, ring > 0)
            if not self._is_crossed(box):
                self.keep_off(box)
                return found
            crossing = crossing or found
        if crossing:
            self.keep_off(box_of(crossing[0]))
        return crossing

    def _is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        low, high = self.within[0], self.within[2]
        if left < low or right > high or top < self.within[1] or bottom > self.within[3]:
            return False
        return not any(
            left < other[2] + _APART and other[0] - _APART < right and top < other[3] and other[1] < bottom
            for other in self.taken
        )

    def _is_crossed(self, box: Box) -> bool:
        return any(_crosses(segment, box) for segment in self.lines)


def _places(
    x: float, y: float, text: str, is_bold: bool, prefers_right: bool, rings: int
) -> Iterator[tuple[int, Words]]:
    """Yield where a label may stand, the best first: above, beneath, at the sides, then farther and farther away."""
    middle = (RISE - DROP) / 2
    for ring in range(rings):
        far = _AROUND + ring * (SIZE + 2)
        beside = (far + 1, middle, "left")
        places = (
            (0.0, -far - DROP, "middle"), (0.0, far + RISE, "middle"), beside, (-far - 1, middle, "right"),
            (far, -far + middle, "left"), (-far, -far + middle, "right"), (far, far + middle, "left"),
            (-far, far + middle, "right"),
        )  # fmt: skip
        for across, down, anchor in (beside, *places) if prefers_right else places:
            yield ring, Words(x + across, y + down, text, anchor, is_bold=is_bold)  # type: ignore[arg-type]


def _crosses(segment: Segment, box: Box) -> bool:
    """Return whether a line runs through a box (Liang and Barsky's clipping)."""
    (x, y), (to_x, to_y) = segment
    left, top, right, bottom = box
    enters, leaves = 0.0, 1.0
    for step, room in (
        (x - to_x, x - left),
        (to_x - x, right - x),
        (y - to_y, y - top),
        (to_y - y, bottom - y),
    ):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            enters = max(enters, room / step)
        else:
            leaves = min(leaves, room / step)
        if enters > leaves:
            return False
    return True


def spread(wanted: Iterable[float], apart: float, top: float, bottom: float) -> tuple[float, ...]:
    """Return heights as near as can be to those wanted, in their order downwards, no two nearer than `apart`."""
    placed: list[float] = []
    for height in wanted:
        placed.append(max(height, placed[-1] + apart) if placed else max(height, top))
    floor = bottom
    for place in range(len(placed) - 1, -1, -1):
        placed[place] = min(placed[place], floor)
        floor = placed[place] - apart
    return tuple(placed)
