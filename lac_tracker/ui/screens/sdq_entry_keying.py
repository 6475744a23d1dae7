"""What was keyed from the paper form, once or twice, and where the two times differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lac_tracker.domain.sdq import ITEMS

Stage = Literal["first", "second", "settling", "done"]
Keyed = dict[str, int | None]  # item → box from 0, None where the form has no answer; missing: not keyed yet


@dataclass
class Keying:
    """The 25 items while they are keyed. is_twice: a second pass, which does not show the first, checks it."""

    first: Keyed = field(default_factory=dict)
    second: Keyed = field(default_factory=dict)
    settled: Keyed = field(default_factory=dict)  # where the passes differ: which one is right
    is_twice: bool = False

    @property
    def stage(self) -> Stage:
        """Where the keying is: in the first pass, in the second, at differences between them, or done with it."""
        if len(self.first) < len(ITEMS):
            return "first"
        if not self.is_twice:
            return "done"
        if len(self.second) < len(ITEMS):
            return "second"
        return "settling" if self.open_differences() else "done"

    @property
    def is_checked(self) -> bool:
        """Whether all was keyed twice and every difference is settled."""
        return self.is_twice and self.stage == "done"

    def shown(self) -> Keyed:
        """Return what the grid shows: of the second pass only itself, so that the first does not sway it."""
        return dict(self.second) if self.stage == "second" else self.result()

    def result(self) -> Keyed:
        """Return the answers as they stand: the first pass, with what was settled."""
        return self.first | self.settled

    def answers(self) -> dict[str, int | None]:
        """Return them by item; None where there is no answer or nothing was keyed yet."""
        return {item: self.result().get(item) for item in ITEMS}

    def take(self, shown: Mapping[str, int | None], item: str) -> None:
        """Take over what the grid shows for one item. What is mended after both passes counts for both."""
        passes = {"first": [self.first], "second": [self.second]}.get(self.stage, [self.first])
        if self.stage in ("settling", "done") and self.is_twice:
            passes = [self.first, self.second]
            self.settled.pop(item, None)
        for each in passes:
            if item in shown:
                each[item] = shown[item]
            else:
                each.pop(item, None)

    def differences(self) -> tuple[str, ...]:
        """Return the items the two passes differ in, settled or not."""
        if not self.is_twice or len(self.second) < len(ITEMS):
            return ()
        return tuple(item for item in ITEMS if self.first.get(item) != self.second.get(item))

    def open_differences(self) -> tuple[str, ...]:
        return tuple(item for item in self.differences() if item not in self.settled)

    def settle(self, item: str, value: int | None) -> None:
        """Say which of the two is right."""
        self.settled[item] = value


def to_text(keyed: Keyed) -> str:
    """Return '1:0 2:2 3:-' for keeping with a place on the screen."""
    return " ".join(
        f"{item.removeprefix('item_')}:{'-' if value is None else value}" for item, value in keyed.items()
    )


def from_text(text: str) -> Keyed:
    """Return what `to_text` was given."""
    pairs = (part.split(":") for part in text.split())
    return {f"item_{number}": None if value == "-" else int(value) for number, value in pairs}
