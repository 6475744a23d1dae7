"""Numbers that young people's papers print, each with where it was read, when, and what is not certain of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lac_tracker.domain.dates import add_months, show_date
from lac_tracker.domain.errors import UserError

OLD_AFTER_MONTHS = 6
_TEXTS = ("id", "need", "name", "say", "source", "doubt")


@dataclass(frozen=True)
class Helpline:
    """A number to ring or to text."""

    id: str
    need: str  # 'Very upset'; '' where the name says it
    name: str
    say: str  # 'ring NHS 111 and press 2'
    kind: Literal["now", "rights"]
    stages: tuple[str, ...]  # of own plans; () is everybody
    source: str
    checked_on: date
    doubt: str = ""


def helplines_from(table: Mapping[str, object]) -> tuple[Helpline, ...]:
    """Return the helplines of the data file. Raises UserError naming the entry that lacks something."""
    held = table.get("helpline")
    if not isinstance(held, list):
        raise UserError("helplines.toml: there is no [[helpline]]")
    return tuple(_helpline(entry, place) for place, entry in enumerate(held, 1))


def for_stage(helplines: Iterable[Helpline], stage: str, kind: str) -> tuple[Helpline, ...]:
    """Return what is printed for a stage, in the order of the file."""
    return tuple(one for one in helplines if one.kind == kind and (not one.stages or stage in one.stages))


def to_check(helplines: Iterable[Helpline], today: date) -> tuple[str, ...]:
    """Return in words which numbers to check before they are printed: looked at long ago, or doubtful."""
    said = []
    for one in helplines:
        what = one.name or one.say
        if add_months(one.checked_on, OLD_AFTER_MONTHS) < today:
            said.append(
                f"{what}: last checked {show_date(one.checked_on)}, more than {OLD_AFTER_MONTHS} months ago"
            )
        elif one.doubt:
            said.append(f"{what}: {one.doubt}")
    return tuple(said)


def _helpline(entry: object, place: int) -> Helpline:
    if not isinstance(entry, dict):
        raise UserError(f"helplines.toml: entry {place} is no table")
    missing = [name for name in _TEXTS if not isinstance(entry.get(name), str)]
    if missing or not isinstance(entry.get("checked_on"), date) or entry.get("as") not in ("now", "rights"):
        what = missing or ["checked_on or as"]
        raise UserError(f"helplines.toml: entry {place} lacks {', '.join(what)}")
    stages = entry.get("stages")
    if not isinstance(stages, list):
        raise UserError(f"helplines.toml: entry {place} lacks stages")
    texts = {name: str(entry[name]) for name in _TEXTS}
    return Helpline(**texts, kind=entry["as"], stages=tuple(stages), checked_on=entry["checked_on"])
