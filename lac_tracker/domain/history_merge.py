"""What another return changes about a care history that people may have corrected and added to since the last one.

Only what the return says anew is taken: what it says as before stands as we have it, and what it is silent about stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lac_tracker.domain.dates import show_date

NEAR = 31  # days within which a stretch entered here and one of a return may be the same

Values = Mapping[str, Any]  # always with 'began' and 'ended'


@dataclass(frozen=True)
class Held:
    """One stretch as it stands in the record. by_hand: entered here, in no return so far."""

    id: int
    values: Values
    by_hand: bool


@dataclass
class Merge:
    """What is to be written, and in words what people should look at."""

    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    added: list[Values] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def merge(
    held: Sequence[Held], before: Sequence[Values], after: Sequence[Values], *, kind: str = ""
) -> Merge:
    """Return what to write so that the news of a return is in the record.

    held: as it stands. before, after: what all returns so far said, and what they say with this one. kind: the value
    that says what a stretch is, such as 'code'; '' where all are alike.
    """
    found = Merge()
    ours = _pair(before, [one.values for one in held], kind, may_take=lambda at: not held[at].by_hand)
    news = _pair(before, after, kind, may_take=lambda _at: True)
    free = [one for at, one in enumerate(held) if at not in ours.values()]
    for at, said in enumerate(before):
        mine = held[ours[at]] if at in ours else None
        if at in news:
            if mine is not None:
                _take_news(found, mine, said, after[news[at]])
        elif mine is not None:
            _take_away(found, mine, said, kind)
    for at, said in enumerate(after):
        if at in news.values():
            continue
        same = _same(free, said, kind)
        if same is None:
            found.added.append(said)
            found.doubts += _overlaps(free, said, kind)
        else:
            free.remove(same)
            _take_over(found, same, said)
    return found


def _take_news(found: Merge, mine: Held, before: Values, after: Values) -> None:
    differing = {name: value for name, value in after.items() if value != before[name]}
    wanted = {name: value for name, value in differing.items() if mine.values[name] != value}
    for name, value in wanted.items():
        if mine.values[name] != before[name]:
            found.doubts.append(_contradiction(name, mine.values[name], value))
    if wanted:
        found.changed[mine.id] = wanted


def _take_away(found: Merge, mine: Held, before: Values, kind: str) -> None:
    if all(mine.values[name] == value for name, value in before.items()):
        found.removed.append(mine.id)
        return
    found.doubts.append(
        f"the return no longer has {_called(mine.values, kind)}; it was corrected here, so it was kept"
    )


def _take_over(found: Merge, mine: Held, said: Values) -> None:
    wanted = {name: value for name, value in said.items() if value is not None and mine.values[name] != value}
    for name, value in wanted.items():
        if mine.values[name] is not None:
            found.doubts.append(_contradiction(name, mine.values[name], value))
    found.changed[mine.id] = wanted


def _overlaps(free: Sequence[Held], said: Values, kind: str) -> list[str]:
    return [
        f"{_called(one.values, kind)} was entered here and overlaps what the return says from {show_date(said['began'])}; "
        "both were kept. Check which is right"
        for one in free
        if one.by_hand and _overlap(one.values, said)
    ]


def _overlap(one: Values, other: Values) -> bool:
    return (one["began"] or date.min) < (other["ended"] or date.max) and (other["began"] or date.min) < (
        one["ended"] or date.max
    )


def _same(free: Sequence[Held], said: Values, kind: str) -> Held | None:
    alike = [one for one in free if not kind or one.values[kind] == said[kind]]
    near = [one for one in alike if _apart(one.values, said) <= NEAR]
    return min(near, key=lambda one: _apart(one.values, said), default=None)


def _pair(said: Sequence[Values], others: Sequence[Values], kind: str, *, may_take: Any) -> dict[int, int]:
    """Return place in `said` → place in `others`: the same day and kind first, then what is likest."""
    pairs: dict[int, int] = {}

    def take(at: int, choices: list[int]) -> None:
        free = [one for one in choices if one not in pairs.values()]
        if at not in pairs and free:
            pairs[at] = min(free, key=lambda one: _apart(others[one], said[at]))

    def is_kind(one: Values, other: Values) -> bool:
        return not kind or one[kind] == other[kind]

    every = range(len(others))
    for at, one in enumerate(said):
        take(at, [to for to in every if is_kind(others[to], one) and others[to]["began"] == one["began"]])
    for at, one in enumerate(said):
        take(at, [to for to in every if may_take(to) and others[to]["began"] == one["began"]])
    for at, one in enumerate(said):
        take(at, [to for to in every if may_take(to) and is_kind(others[to], one)])
    return pairs


def _apart(one: Values, other: Values) -> int:
    if one["began"] is None or other["began"] is None:
        return 0 if one["ended"] == other["ended"] else NEAR
    days: int = (one["began"] - other["began"]).days
    return abs(days)


_NAMES = {"began": "the day it began", "ended": "the day it ended"}


def _contradiction(name: str, ours: Any, theirs: Any) -> str:
    what = _NAMES.get(name, name.replace("_", " "))
    return f"{what} is {_said(ours)} here and {_said(theirs)} in the return, which was taken"


def _said(value: Any) -> str:
    if isinstance(value, date):
        return show_date(value)
    return "blank" if value in (None, "") else f"'{value}'"


def _called(values: Values, kind: str) -> str:
    what = f"{values[kind]} " if kind else "care "
    return f"{what}from {show_date(values['began'])}"
