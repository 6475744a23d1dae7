"""Where everybody of a genogram stands across the page: in order, never overlapping, children under their parents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from lac_tracker.domain.kinship import INDEX, Kinship, Union

SLOT = 90.0  # from one person's middle to the next on the same level
_ROUNDS = 24  # of moving parents over children and children under parents
_LONGEST_RUN = 3  # people beside each other who need not be set on two levels


@dataclass(frozen=True)
class Placed:
    """Where a person stands: across, and 1 where a crowded row is set on a second level."""

    x: float
    level: int


def place(family: Kinship, across: int, keeps_level: frozenset[int]) -> dict[int, Placed]:
    """Return the place of everyone who stands in a row.

    across: how many may stand beside each other before a row is set on two levels. keeps_level: stay on the first.
    """
    in_unions = {one for union in family.unions for one in union.parents} | {INDEX} | keeps_level
    levels = {generation: _levels(row, across, in_unions) for generation, row in family.rows.items()}
    gaps = {generation: _gaps(levels[generation]) for generation in family.rows}
    at = {person: SLOT * number for row in family.rows.values() for number, person in enumerate(row)}
    order = sorted(family.rows)
    for _ in range(_ROUNDS):
        for generation in reversed(order[:-1]):
            _settle(family.rows[generation], gaps[generation], at, _over_children(family, generation, at))
        for generation in order[1:]:
            _settle(
                family.rows[generation],
                gaps[generation],
                at,
                _under_parents(family, generation, at, gaps[generation]),
            )
    return {
        person: Placed(at[person], level)
        for generation, row in family.rows.items()
        for person, level in zip(row, levels[generation], strict=True)
    }


def middle(union: Union, at: Mapping[int, float], rows: Mapping[int, Sequence[int]]) -> float:
    """Return where the line down from a union begins: between a couple, else beside the outer one of the two."""
    if not union.parents:
        return sum(at[one] for one in union.children) / len(union.children)
    left, right = min(union.parents, key=lambda one: at[one]), max(union.parents, key=lambda one: at[one])
    if left == right:
        return at[left]
    row = next(row for row in rows.values() if left in row)
    between = row[row.index(left) + 1 : row.index(right)]
    if not between:
        return (at[left] + at[right]) / 2
    # They are joined over the heads of others: the line comes down next to whoever is farther from the middle.
    centre = (at[row[0]] + at[row[-1]]) / 2
    if abs(at[left] - centre) > abs(at[right] - centre):
        return at[left] + SLOT / 2
    return at[right] - SLOT / 2


def _levels(row: Sequence[int], across: int, keeps: set[int]) -> list[int]:
    """Return the level of each person: in a crowded row, runs of people without partners alternate."""
    levels = [0] * len(row)
    if len(row) <= across:
        return levels
    start = 0
    while start < len(row):
        end = start
        while end < len(row) and row[end] not in keeps:
            end += 1
        if end - start > _LONGEST_RUN:
            for number in range(start, end):
                levels[number] = (number - start) % 2
        start = max(end, start + 1)
    return levels


def _gaps(levels: Sequence[int]) -> list[float]:
    """Return the least distance between each person and the next: half a slot within a run on two levels."""
    gaps = []
    for number in range(len(levels) - 1):
        here, after = levels[number], levels[number + 1]
        gaps.append(SLOT / 2 if here != after and not _run_ends(levels, number) else SLOT)
    return gaps


def _run_ends(levels: Sequence[int], number: int) -> bool:
    """Return whether a run on two levels ends at this person: the next one stands on the first level for good."""
    here_is_low = levels[number] == 1
    return here_is_low and (number + 2 >= len(levels) or levels[number + 2] != 1)


def _over_children(family: Kinship, generation: int, at: Mapping[int, float]) -> dict[int, float]:
    """Return where the parents of a generation would stand best: each couple about the middle of its children."""
    wanted: dict[int, list[float]] = {}
    for union in family.unions:
        if not union.children or not union.parents or family.generation[union.parents[0]] != generation:
            continue
        children = [at[one] for one in union.children]
        centre = (min(children) + max(children)) / 2
        if len(union.parents) == 1:
            wanted.setdefault(union.parents[0], []).append(centre)
            continue
        left, right = sorted(union.parents, key=lambda one: at[one])
        wanted.setdefault(left, []).append(centre - SLOT / 2)
        wanted.setdefault(right, []).append(centre + SLOT / 2)
    return {person: sum(places) / len(places) for person, places in wanted.items()}


def _under_parents(
    family: Kinship, generation: int, at: Mapping[int, float], gaps: Sequence[float]
) -> dict[int, float]:
    """Return where children would stand best: close together, about the line that comes down from their parents."""
    seat = dict(zip(family.rows[generation], _offsets(gaps), strict=True))
    wanted: dict[int, float] = {}
    for union in family.unions:
        if not union.children or family.generation[union.children[0]] != generation:
            continue
        seats = [seat[one] for one in union.children]
        shift = middle(union, at, family.rows) - (min(seats) + max(seats)) / 2
        wanted |= {one: seat[one] + shift for one in union.children}
    return wanted


def _offsets(gaps: Sequence[float]) -> list[float]:
    return list(accumulate(gaps, initial=0.0))


def _settle(
    row: Sequence[int], gaps: Sequence[float], at: dict[int, float], wanted: Mapping[int, float]
) -> None:
    """Move a row as near to the wanted places as its order and distances allow (pool adjacent violators)."""
    offsets = _offsets(gaps)
    # Who has no wish follows the others: a light weight at the place where they stand now.
    pools: list[list[float]] = []  # [sum of weighted places, weight, how many]
    for person, offset in zip(row, offsets, strict=True):
        weight = 1.0 if person in wanted else 0.001
        pools.append([(wanted.get(person, at[person]) - offset) * weight, weight, 1])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            last = pools.pop()
            pools[-1] = [one + other for one, other in zip(pools[-1], last, strict=True)]
    number = 0
    for total, weight, count in pools:
        for _ in range(int(count)):
            at[row[number]] = total / weight + offsets[number]
            number += 1
