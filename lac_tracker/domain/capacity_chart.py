"""The forecast of slots as a chart: for each week what is needed, outlined, beside the slots, filled; what is short, hatched."""

from collections.abc import Iterator, Sequence
from datetime import date

from lac_tracker.domain.capacity_facts import KINDS, KindWeek, Week
from lac_tracker.domain.charts import LINE, RISE, SIZE, Area, Chart, Line, Stop, Words, beneath, text_width
from lac_tracker.domain.dates import show_date

_NAMES = {"IHA": "IHA: needed and slots", "RHA": "RHA: needed and slots"}
_SMALL = 12.5
_LEFT, _RIGHT = 34.0, 6.0
_TALL = 92.0  # of the bars
_HATCH = 5.0  # between two lines of a hatching


def capacity_chart(weeks: Sequence[Week], width: float) -> Chart:
    """Return the chart of both kinds, one under the other, laid out for a width."""
    return beneath(tuple(_of_kind(weeks, kind, width) for kind in KINDS))


def summary(weeks: Sequence[Week]) -> str:
    """Return what the chart shows, in one sentence for each kind."""
    said = []
    for kind in KINDS:
        short = [
            f"{show_date(week.starts_on)} {week.of(kind).gap_words}" for week in weeks if week.of(kind).short
        ]
        said.append(f"{kind}: {', '.join(short)}." if short else f"{kind}: enough slots in every week.")
    return " ".join(said)


def _of_kind(weeks: Sequence[Week], kind: str, width: float) -> Chart:
    most = max([max(week.of(kind).needed, week.of(kind).slots) for week in weeks] + [1])
    top = LINE * 2 + 4  # the name of the chart, and the gaps in words
    ground = top + _TALL
    each = (width - _LEFT - _RIGHT) / max(len(weeks), 1)
    bar = min(each * 0.3, 34.0)
    areas: list[Area] = []
    lines = [Line(((_LEFT, ground), (width - _RIGHT, ground)), "axis")]
    words = [
        Words(0, RISE + 2, _NAMES[kind], is_bold=True),
        Words(_LEFT - 6, ground, "0", "right", "faint", _SMALL),
        Words(_LEFT - 6, top + 4, str(most), "right", "faint", _SMALL),
    ]
    stops = []
    for number, week in enumerate(weeks):
        one = week.of(kind)
        middle = _LEFT + each * (number + 0.5)
        needed = ground - _TALL * one.needed / most
        offered = ground - _TALL * one.slots / most
        lines.append(_outline(middle - bar - 2, needed, middle - 2, ground))
        if one.slots:
            areas.append(Area(middle + 2, offered, middle + 2 + bar, ground, "band3", is_framed=True))
        if one.short:
            lines.append(_outline(middle + 2, needed, middle + 2 + bar, offered, dashed=True))
            lines += _hatched(middle + 2, needed, middle + 2 + bar, offered)
        words.append(
            Words(middle, min(needed, offered) - 6, _fitting(one, each), "middle", is_bold=bool(one.short))
        )
        words.append(Words(middle, ground + LINE - 2, _day(week.starts_on, each), "middle", "faint", _SMALL))
        stops.append(Stop(middle, min(needed, offered) + 4, _said(week, kind)))
    said = "\n".join(_said(week, kind) for week in weeks)
    return Chart(
        width,
        ground + LINE + 4,
        tuple(areas),
        tuple(lines),
        (),
        tuple(words),
        tuple(stops),
        f"{_NAMES[kind]}\n{said}",
    )


def _fitting(one: KindWeek, room: float) -> str:
    """Return the gap in words; as a number with its sign where there is no room for words."""
    words = one.gap_words
    return words if text_width(words, SIZE, is_bold=True) <= room else f"{one.gap:+}" if one.gap else "0"


def _day(day: date, room: float) -> str:
    words = show_date(day)
    return words if text_width(words, _SMALL) <= room - 4 else words[:6]


def _said(week: Week, kind: str) -> str:
    one = week.of(kind)
    return (
        f"Week of {show_date(week.starts_on)}, {kind}: {one.needed} needed, {one.slots} "
        f"{'slot' if one.slots == 1 else 'slots'}, {one.gap_words}"
    )


def _outline(left: float, top: float, right: float, bottom: float, *, dashed: bool = False) -> Line:
    points = ((left, bottom), (left, top), (right, top), (right, bottom))
    return Line(points, "text", 1.5, (3.0, 2.0) if dashed else ())


def _hatched(left: float, top: float, right: float, bottom: float) -> Iterator[Line]:
    """Yield diagonal lines, upwards to the right, cut at the edges of a box."""
    start = left - (bottom - top) + _HATCH
    while start < right:
        x1, y1, x2, y2 = start, bottom, start + (bottom - top), top
        if x1 < left:
            y1, x1 = y1 - (left - x1), left
        if x2 > right:
            y2, x2 = y2 + (x2 - right), right
        yield Line(((x1, y1), (x2, y2)), "text", 1.0)
        start += _HATCH
