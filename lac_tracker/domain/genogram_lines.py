"""The lines of a genogram: couples, the bar over brothers and sisters, and how far apart the generations stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from lac_tracker.domain.family import FamilyMember
from lac_tracker.domain.genogram_rows import middle
from lac_tracker.domain.kinship import INDEX, Kinship, Union
from lac_tracker.domain.partnerships import STROKES, between

_HALF = 22.0  # of a symbol
_TRACK = 11.0  # between two bars over each other
_ROOM = 15.0  # above the first bar and beneath the last
_ARCH = 9.0  # between two couples joined over the heads of others
_LEVEL = 20.0  # between the two levels of a crowded row
_STROKE, _STROKE_GAP = 7.0, 6.0  # half the height of a stroke across a line, and between two
_STEP = 12.0  # from the middle of a symbol to where an arch begins

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """One line. kind: 'couple', 'descent', or 'stroke' across the line of a couple that is apart.

    no_contact: of somebody the child has no contact with; dashed.
    """

    points: tuple[Point, ...]
    kind: str
    no_contact: bool = False


class HasLabels(Protocol):
    """What has to be known of a symbol to leave room for it."""

    @property
    def foot(self) -> float: ...

    @property
    def no_contact(self) -> bool: ...


def lines_of(
    family: Kinship,
    at: Mapping[int, tuple[float, int]],
    symbols: Mapping[int, HasLabels],
    people: Mapping[int, FamilyMember],
) -> tuple[tuple[Line, ...], dict[int, tuple[float, float]], float]:
    """Return the lines, the height of the symbols of each generation on its two levels, and where the rows end.

    at: person → (place across, level). symbols: as if each stood at height 0.
    """
    across = {one: spot[0] for one, spot in at.items()}
    arches = _arches(family, across)
    tops: dict[int, tuple[float, float]] = {}
    bars: dict[tuple[int, ...], float] = {}
    foot = 0.0
    for generation in sorted(family.rows):
        coming = [
            union
            for union in family.unions
            if union.children and family.generation[union.children[0]] == generation
        ]
        tracks = _tracks(coming, across, family)
        for union in coming:
            bars[union.parents] = foot + _ROOM + _TRACK * tracks[union.parents]
        count = max(tracks.values(), default=-1) + 1
        heads = max((arches[union.parents] for union in family.unions if union.parents in arches
                     and family.generation[union.parents[0]] == generation), default=-1) + 1  # fmt: skip
        start = foot + (2 * _ROOM + _TRACK * max(count - 1, 0) if count else 0.0 if not foot else 2 * _ROOM)
        start += _ARCH * heads + (_ROOM / 2 if heads else 0) + _HALF
        row = family.rows[generation]
        first = max((symbols[one].foot for one in row if at[one][1] == 0), default=0.0)
        second = start + first + _LEVEL + _HALF
        tops[generation] = (start, second)
        foot = max((tops[generation][at[one][1]] + symbols[one].foot for one in row), default=start)
    lines: list[Line] = []
    for union in family.unions:
        halves = _couple(union, family, at, tops, symbols, arches)
        lines += [*halves, *_strokes(union, halves, people)]
        if union.children:
            lines += _descent(union, family, at, tops, symbols, arches, bars[union.parents], people)
    return tuple(lines), tops, foot


def _arches(family: Kinship, across: Mapping[int, float]) -> dict[tuple[int, ...], int]:
    """Return the couples who do not stand side by side, with how high over the others each is joined."""
    found: dict[tuple[int, ...], int] = {}
    for row in family.rows.values():
        here = [union for union in family.unions if len(union.parents) == 2 and union.parents[0] in row]
        apart = []
        for union in here:
            seats = sorted(row.index(one) for one in union.parents)
            if seats[1] - seats[0] > 1:
                apart.append((seats[1] - seats[0], seats[0], union.parents))
        taken: list[list[tuple[float, float]]] = []
        for _, _, couple in sorted(apart):
            left, right = sorted(across[one] for one in couple)
            found[couple] = _first_free(taken, left, right)
    return found


def _tracks(coming: list[Union], across: Mapping[int, float], family: Kinship) -> dict[tuple[int, ...], int]:
    """Return on which of several heights each bar over brothers and sisters lies, so that no two run together."""
    taken: list[list[tuple[float, float]]] = []
    found: dict[tuple[int, ...], int] = {}
    spans = []
    for union in coming:
        ends = [across[one] for one in union.children]
        if union.parents:
            ends.append(middle(union, across, family.rows))
        spans.append((min(ends), max(ends), union.parents))
    for left, right, parents in sorted(spans):
        found[parents] = _first_free(taken, left, right)
    return found


def _first_free(taken: list[list[tuple[float, float]]], left: float, right: float) -> int:
    for number, spans in enumerate(taken):
        if all(right + 6 < start or end + 6 < left for start, end in spans):
            spans.append((left, right))
            return number
    taken.append([(left, right)])
    return len(taken) - 1


def _couple(
    union: Union,
    family: Kinship,
    at: Mapping[int, tuple[float, int]],
    tops: Mapping[int, tuple[float, float]],
    symbols: Mapping[int, HasLabels],
    arches: Mapping[tuple[int, ...], int],
) -> list[Line]:
    if len(union.parents) != 2:
        return []
    left, right = sorted(union.parents, key=lambda one: at[one][0])
    y = tops[family.generation[left]][0]
    halves: tuple[tuple[Point, ...], tuple[Point, ...]]
    near, far = at[left][0], at[right][0]
    if union.parents in arches:
        head = _head(union, family, tops, arches)
        near, far = near + _STEP, far - _STEP
        centre = middle(union, {one: spot[0] for one, spot in at.items()}, family.rows)
        halves = (
            ((near, y - _HALF), (near, head), (centre, head)),
            ((far, y - _HALF), (far, head), (centre, head)),
        )
    else:
        centre = (near + far) / 2
        halves = (((near + _HALF, y), (centre, y)), ((far - _HALF, y), (centre, y)))
    return [
        Line(points, "couple", symbols[one].no_contact)
        for points, one in zip(halves, (left, right), strict=True)
    ]


def _strokes(union: Union, halves: list[Line], people: Mapping[int, FamilyMember]) -> list[Line]:
    """Return the strokes across the line of a couple that is apart, left of its middle, where no stem leaves it."""
    if not halves:
        return []
    count = STROKES.get(between(union.parents, people), 0)
    (left, y), (right, _) = sorted(halves[0].points[-2:])
    middle_of_half = (left + right) / 2
    lines = []
    for number in range(count):
        x = middle_of_half + (number - (count - 1) / 2) * _STROKE_GAP
        points = ((x - _STROKE / 2, y + _STROKE), (x + _STROKE / 2, y - _STROKE))
        lines.append(Line(points, "stroke"))
    return lines


def _head(
    union: Union,
    family: Kinship,
    tops: Mapping[int, tuple[float, float]],
    arches: Mapping[tuple[int, ...], int],
) -> float:
    return tops[family.generation[union.parents[0]]][0] - _HALF - _ROOM / 2 - _ARCH * arches[union.parents]


def _descent(
    union: Union,
    family: Kinship,
    at: Mapping[int, tuple[float, int]],
    tops: Mapping[int, tuple[float, float]],
    symbols: Mapping[int, HasLabels],
    arches: Mapping[tuple[int, ...], int],
    bar: float,
    people: Mapping[int, FamilyMember],
) -> list[Line]:
    """Return the stem from the parents, the bar, and a line down to each child."""
    lines = []
    stem = middle(union, {one: spot[0] for one, spot in at.items()}, family.rows)
    drops = _drops(union, at, family, people)
    ends = [x for x, _ in drops]
    if union.parents:
        ends.append(stem)
        first = union.parents[0]
        begins = tops[family.generation[first]][at[first][1]]
        if len(union.parents) == 1:
            begins += symbols[first].foot + 2
        elif union.parents in arches:
            begins = _head(union, family, tops, arches)
        lines.append(Line(((stem, begins), (stem, bar)), "descent"))
    if max(ends) - min(ends) > 0.01:
        lines.append(Line(((min(ends), bar), (max(ends), bar)), "descent"))
    for x, child in drops:
        y = tops[family.generation[child]][at[child][1]] - _HALF
        lines.append(Line(((x, bar), (at[child][0], y)), "descent", symbols[child].no_contact))
    return lines


def _drops(
    union: Union, at: Mapping[int, tuple[float, int]], family: Kinship, people: Mapping[int, FamilyMember]
) -> list[tuple[float, int]]:
    """Return where the line to each child leaves the bar; twins of the child leave it at one point."""
    together = [one for one in union.children if one == INDEX or one in family.twins]
    row = next((row for row in family.rows.values() if union.children[0] in row), ())
    seats = sorted(row.index(one) for one in together)
    beside = bool(seats) and seats[-1] - seats[0] == len(seats) - 1
    if len(together) < 2 or not beside or any(at[one][1] for one in together):
        together = []
    apex = sum(at[one][0] for one in together) / len(together) if together else 0.0
    return [(apex if one in together else at[one][0], one) for one in union.children]
