"""What happened beneath a chart, on its own axis: where the child lived, and events, with labels that never overlap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.chart_layout import TimeAxis
from lac_tracker.domain.charts import DROP, LINE, RISE, Area, Line, Words, shortened, text_width
from lac_tracker.domain.dates import show_date

_ROW = 22.0  # units high
_PAD = 5.0  # from the edge of a box to its label
_KEY_GAP = 18.0
_THIN = 3.0  # of what lasted no longer than its line is wide


@dataclass(frozen=True)
class Happening:
    """Something on the track. ended: None while it lasts; the day it began for what was over at once."""

    began: date
    ended: date | None
    words: str

    def dates(self) -> str:
        """Return 'Jun-2023 to Feb-2024', 'since Jun-2023', or the day."""
        if self.ended == self.began:
            return show_date(self.began)
        first = show_date(self.began)[3:]
        return f"{first} to {show_date(self.ended)[3:]}" if self.ended else f"since {first}"


@dataclass(frozen=True)
class Track:
    """The shapes of a track and how high it is."""

    height: float
    areas: tuple[Area, ...] = ()
    lines: tuple[Line, ...] = ()
    words: tuple[Words, ...] = ()


def track(
    rows: Iterable[tuple[str, tuple[Happening, ...], int]], axis: TimeAxis, top: float, right: float
) -> Track:
    """Return the track of some rows: (name, what happened, on how many lines its words may stand before they are numbered).

    top: where it begins. right: of the whole drawing, where the key of the numbers may reach.
    """
    areas: list[Area] = []
    lines: list[Line] = []
    words: list[Words] = []
    key: list[str] = []
    y = top
    for name, held, most in rows:
        shown = sorted((one for one in held if _is_within(one, axis)), key=lambda one: (one.began, one.words))
        if not shown:
            continue
        words.append(Words(axis.right + 8, y + _ROW / 2 + (RISE - DROP) / 2, name, ink="faint"))
        placed = _in_full(shown, axis, most) or _numbered(shown, axis, len(key))
        for one, level, label in placed:
            height = y + level * _ROW
            start, end = _box(one, axis)
            areas.append(Area(start, height + 2, end, height + _ROW - 2, "span", is_framed=True))
            words.append(Words(_extent(one, label, axis)[2], height + _ROW / 2 + (RISE - DROP) / 2, label))
            if label.isdecimal():
                key.append(f"{label}  {one.words}, {one.dates()}")
        y += (max(level for _, level, _ in placed) + 1) * _ROW
    listed = _key(key, axis.left, y + 4, right)
    height = y - top + (max((one.y for one in listed), default=y) - y + 2 * DROP if listed else 0.0)
    return Track(height, tuple(areas), tuple(lines), (*words, *listed))


def _is_within(one: Happening, axis: TimeAxis) -> bool:
    return one.began <= axis.last and (one.ended or axis.today) >= axis.first


Placed = list[tuple[Happening, int, str]]  # with its row and its label


def _in_full(shown: list[Happening], axis: TimeAxis, most: int) -> Placed | None:
    """Return each with its words on as few rows as hold them; None where that takes too many, or one has no room."""
    placed = _levels([(one, one.words) for one in shown], axis)
    stands_before = any(_extent(one, label, axis)[2] < axis.x(one.began) for one, _, label in placed)
    fits = not stands_before and all(level < most for _, level, _ in placed)
    return placed if fits else None


def _numbered(shown: list[Happening], axis: TimeAxis, after: int) -> Placed:
    """Return each with its words where its own box holds them, else with a number for the key."""
    labelled = []
    for one in shown:
        box = axis.x(one.ended or axis.today) - axis.x(one.began)
        fits = text_width(one.words) + 2 * _PAD <= box
        after += 0 if fits else 1
        labelled.append((one, one.words if fits else str(after)))
    return _levels(labelled, axis)


def _levels(labelled: list[tuple[Happening, str]], axis: TimeAxis) -> Placed:
    ends: list[float] = []  # of what stands last on each row
    placed: Placed = []
    for one, label in labelled:
        start, end, _ = _extent(one, label, axis)
        level = next((place for place, before in enumerate(ends) if before <= start), len(ends))
        ends[level:] = [end, *ends[level + 1 :]]
        placed.append((one, level, label))
    return placed


def _box(one: Happening, axis: TimeAxis) -> tuple[float, float]:
    start = axis.x(one.began)
    return start, max(axis.x(one.ended or axis.today), start + _THIN)


def _extent(one: Happening, label: str, axis: TimeAxis) -> tuple[float, float, float]:
    """Return where what is drawn of one begins and ends, and where its label begins.

    The label stands in its box, else after it, else before it where the axis ends: the name of the row is there.
    """
    start, end = _box(one, axis)
    wide = text_width(label) + 2 * _PAD
    if wide <= end - start:
        return start, end, start + _PAD
    if end + wide <= axis.right:
        return start, end + wide, end + _PAD
    return start - wide, end, start - wide + _PAD


def _key(key: list[str], left: float, top: float, right: float) -> tuple[Words, ...]:
    """Return the key of the numbers in columns, read across."""
    said = [shortened(line, right - left) for line in key]
    wide = max((text_width(line) for line in said), default=0.0) + _KEY_GAP
    across = max(int((right - left + _KEY_GAP) // wide), 1) if said else 1
    return tuple(
        Words(left + wide * (place % across), top + RISE + LINE * (place // across), line)
        for place, line in enumerate(said)
    )
