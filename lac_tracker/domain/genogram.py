"""The genogram: one drawing of a family for screen and paper, in units of its own, and the same in words.

Grandparents stand above parents above the child's generation; a young parent's own children make a fourth row, and
then only. The father's side stands left, the mother's right, brothers and sisters by age. Who is in no generation
stands beneath: those who live with the child first. Symbols: documents.md 8.
"""

import math
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.family import FamilyMember, IndexChild, relation_words
from lac_tracker.domain.genogram_lines import Line, lines_of
from lac_tracker.domain.genogram_rows import SLOT, place
from lac_tracker.domain.genogram_text import as_text
from lac_tracker.domain.kinship import INDEX, Kinship, kinship

SYMBOL = 44.0  # side of a square, width of a circle
LABEL_LINE = 14.5  # height of one line beneath a symbol
LABEL_WIDTH = SLOT - 6
_NAME_LINE = 13  # characters of a line beneath a symbol
_NAME_LINES = 3
_LABEL_GAP = 5.0
_RING = 8.0  # between a symbol or its label and the ring
_MARGIN = 14.0
_SHAPES = {"male": "square", "female": "circle"}
LEGEND = (
    ("Square: male", "square"),
    ("Circle: female", "circle"),
    ("Diamond: sex not known", "diamond"),
    ("Double outline and star: the child", "index"),
    ("Diagonal: has died", "died"),
    ("Dashed line: no contact", "dashed"),
    ("One stroke across a line: separated", "separated"),
    ("Two strokes: divorced", "divorced"),
    ("Ring: lives with the child", "ring"),
)


@dataclass(frozen=True)
class Symbol:
    """One person. x, y: the middle of the symbol. inside: the age, '' when it is not known."""

    person: int  # id of the member; 0 is the child
    x: float
    y: float
    shape: str  # 'square', 'circle', 'diamond'
    inside: str
    labels: tuple[str, ...]
    is_index: bool = False
    has_died: bool = False
    no_contact: bool = False
    in_household: bool = False

    @property
    def foot(self) -> float:
        """Where the last line beneath it ends."""
        return self.y + SYMBOL / 2 + _LABEL_GAP + LABEL_LINE * len(self.labels)

    def label_top(self) -> float:
        return self.y + SYMBOL / 2 + _LABEL_GAP


@dataclass(frozen=True)
class Ring:
    """The outline round those who live together: corners in order, to be drawn with rounded corners."""

    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Genogram:
    """A drawing of this width and height, from its top left. text: the same in words, one line each."""

    symbols: tuple[Symbol, ...]
    lines: tuple[Line, ...]
    rings: tuple[Ring, ...]
    width: float
    height: float
    text: tuple[str, ...]


def layout(members: Iterable[FamilyMember], index: IndexChild, today: date, *, across: int = 9) -> Genogram:
    """Return the genogram of a child. The same family gives the same drawing.

    across: how many people stand beside each other before a generation is set on two levels.
    """
    people = {member.id: member for member in members}
    family = kinship(people.values(), index)
    keeps = frozenset(one for one, member in people.items() if member.lives_with_child)
    placed = place(family, across, keeps)
    bare = {one: _symbol(one, people, index, today) for one in (INDEX, *people)}
    at = {one: (spot.x, spot.level) for one, spot in placed.items()}
    lines, tops, foot = lines_of(family, at, bare, people)
    drawn = {one: _moved(bare[one], at[one][0], tops[family.generation[one]][at[one][1]]) for one in at}
    drawn |= _beneath(family, bare, drawn, foot, across)
    rings = _rings(family, drawn, people)
    text = as_text(people.values(), index, today)
    return _framed(tuple(drawn[one] for one in sorted(drawn)), lines, rings, text)


def _symbol(person: int, people: Mapping[int, FamilyMember], index: IndexChild, today: date) -> Symbol:
    if person == INDEX:
        age = str(max(age_in_years(index.born, today), 0))
        shape = _SHAPES.get(index.sex, "diamond")
        return Symbol(INDEX, 0, 0, shape, age, name_lines(index.name), is_index=True, in_household=True)
    member = people[person]
    notes = []
    if member.has_died:
        notes.append(f"died {member.died_year}" if member.died_year else "died")
    elif member.contact == "none":
        notes.append("no contact")
    return Symbol(
        person, 0, 0, _SHAPES.get(member.sex, "diamond"), _age(member, today),
        (*(name_lines(member.full_name) if member.full_name else ()), *name_lines(relation_words(member)), *notes),
        has_died=member.has_died,
        no_contact=member.contact == "none" and not member.has_died,
        in_household=member.lives_with_child,
    )  # fmt: skip


def name_lines(name: str) -> tuple[str, ...]:
    """Return a name as up to three short lines; what does not fit ends in '…', the text has it whole."""
    return tuple(textwrap.wrap(name, _NAME_LINE, max_lines=_NAME_LINES, placeholder="…") or [""])


def _age(member: FamilyMember, today: date) -> str:
    if member.born_year is None:
        return ""
    if member.has_died:
        return str(max(member.died_year - member.born_year, 0)) if member.died_year else ""
    return str(max(today.year - member.born_year, 0))


def _moved(symbol: Symbol, x: float, y: float) -> Symbol:
    return Symbol(
        symbol.person, x, y, symbol.shape, symbol.inside, symbol.labels, symbol.is_index, symbol.has_died,
        symbol.no_contact, symbol.in_household,
    )  # fmt: skip


def _beneath(
    family: Kinship, bare: Mapping[int, Symbol], drawn: Mapping[int, Symbol], foot: float, across: int
) -> dict[int, Symbol]:
    """Return those of no generation in lines beneath the rows: the household under the child, then the others."""
    found: dict[int, Symbol] = {}
    top = foot
    centres = (drawn[INDEX].x, _centre(drawn))
    for group, centre in zip((family.household, family.others), centres, strict=True):
        lines = math.ceil(len(group) / across)
        for number in range(lines):
            # The first line is the shorter one: with an odd number somebody stands right under the child.
            line = group[number * across : (number + 1) * across]
            top += 3 * _RING
            for seat, one in enumerate(line):
                x = centre + (seat - (len(line) - 1) / 2) * SLOT
                found[one] = _moved(bare[one], x, top + SYMBOL / 2)
            top = max(found[one].foot for one in line) + _RING
    return found


def _centre(drawn: Mapping[int, Symbol]) -> float:
    return (min(one.x for one in drawn.values()) + max(one.x for one in drawn.values())) / 2


def _rings(
    family: Kinship, drawn: Mapping[int, Symbol], people: Mapping[int, FamilyMember]
) -> tuple[Ring, ...]:
    """Return the outlines round the household: one for neighbours, joined to those right beneath the child."""
    if not any(member.lives_with_child for member in people.values()):
        return ()
    runs: list[list[Symbol]] = []
    for row in family.rows.values():
        before_is_home = False
        for one in row:
            if drawn[one].in_household and before_is_home and drawn[one].y == runs[-1][-1].y:
                runs[-1].append(drawn[one])
            elif drawn[one].in_household:
                runs.append([drawn[one]])
            before_is_home = drawn[one].in_household
    tops = sorted({drawn[one].y for one in family.household})
    lines = [[drawn[one] for one in family.household if drawn[one].y == top] for top in tops]
    boxes = [_box(run) for run in runs]
    if not lines:
        return tuple(Ring(_corners(box)) for box in boxes)
    home = _box([symbol for line in lines for symbol in line])
    own = next(number for number, run in enumerate(runs) if any(one.is_index for one in run))
    if 1 in family.rows:  # own children stand between: two outlines
        return tuple(Ring(_corners(box)) for box in (*boxes, home))
    rings = [Ring(_corners(box)) for number, box in enumerate(boxes) if number != own]
    return (Ring(_joined(boxes[own], home, drawn[INDEX].x)), *rings)


def _box(run: list[Symbol]) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of the outline round symbols with their labels."""
    half = LABEL_WIDTH / 2
    return (
        min(one.x for one in run) - half,
        min(one.y for one in run) - SYMBOL / 2 - _RING,
        max(one.x for one in run) + half,
        max(one.foot for one in run) + _RING / 2,
    )


def _corners(box: tuple[float, float, float, float]) -> tuple[tuple[float, float], ...]:
    left, top, right, bottom = box
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _joined(
    upper: tuple[float, float, float, float], lower: tuple[float, float, float, float], x: float
) -> tuple[tuple[float, float], ...]:
    """Return the outline of two boxes joined by a passage as wide as one person."""
    left, right = x - LABEL_WIDTH / 2, x + LABEL_WIDTH / 2
    corners = (
        (upper[0], upper[1]), (upper[2], upper[1]), (upper[2], upper[3]), (right, upper[3]), (right, lower[1]),
        (lower[2], lower[1]), (lower[2], lower[3]), (lower[0], lower[3]), (lower[0], lower[1]), (left, lower[1]),
        (left, upper[3]), (upper[0], upper[3]),
    )  # fmt: skip
    return _without_straight(corners)


def _without_straight(corners: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """Return corners without those that lie on a straight line between their neighbours."""
    kept = [corners[0]]
    for number in range(1, len(corners)):
        here, after = corners[number], corners[(number + 1) % len(corners)]
        before = kept[-1]
        same_x = math.isclose(before[0], here[0], abs_tol=0.01) and math.isclose(
            here[0], after[0], abs_tol=0.01
        )
        same_y = math.isclose(before[1], here[1], abs_tol=0.01) and math.isclose(
            here[1], after[1], abs_tol=0.01
        )
        if not same_x and not same_y:
            kept.append(here)
    return tuple(kept)


def _framed(
    symbols: tuple[Symbol, ...], lines: tuple[Line, ...], rings: tuple[Ring, ...], text: tuple[str, ...]
) -> Genogram:
    """Return the drawing moved so that it begins at its top left, with a margin."""
    across = [one.x + side for one in symbols for side in (-SLOT / 2, SLOT / 2)]
    down = [one.y - SYMBOL / 2 - _RING for one in symbols] + [one.foot for one in symbols]
    for points in (*(one.points for one in lines), *(one.corners for one in rings)):
        across += [x for x, _ in points]
        down += [y for _, y in points]
    left, top = min(across) - _MARGIN, min(down) - _MARGIN

    def moved(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        return tuple((round(x - left, 2), round(y - top, 2)) for x, y in points)

    return Genogram(
        tuple(_moved(one, round(one.x - left, 2), round(one.y - top, 2)) for one in symbols),
        tuple(Line(moved(one.points), one.kind, one.no_contact) for one in lines),
        tuple(Ring(moved(one.corners)) for one in rings),
        round(max(across) - left + _MARGIN, 2),
        round(max(down) - top + _MARGIN, 2),
        text,
    )
