"""What was keyed from the paper form, once or twice, and where the two times differ."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from lac_tracker.domain.sdq import ITEMS

Stage = Literal["first", "second", "settling", "done"]
Keyed = dict[
    str, int | None
]  # question → box from 0, None where the form has no answer; missing: not keyed yet


def _all_items(_keyed: Mapping[str, int | None]) -> tuple[str, ...]:
    return ITEMS


@dataclass
class Keying:
    """Questions while they are keyed. is_twice: a second pass, which does not show the first, checks it.

    asked: which questions there are, as far as what was keyed opens others.
    """

    first: Keyed = field(default_factory=dict)
    second: Keyed = field(default_factory=dict)
    settled: Keyed = field(default_factory=dict)  # where the passes differ: which one is right
    is_twice: bool = False
    asked: Callable[[Mapping[str, int | None]], tuple[str, ...]] = _all_items

    @property
    def stage(self) -> Stage:
        """Where the keying is: in the first pass, in the second, at differences between them, or done with it."""
        if self.lacking(self.first):
            return "first"
        if not self.is_twice:
            return "done"
        if self.lacking(self.second):
            return "second"
        return "settling" if self.open_differences() else "done"

    @property
    def is_checked(self) -> bool:
        """Whether all was keyed twice and every difference is settled."""
        return self.is_twice and self.stage == "done"

    def lacking(self, keyed: Mapping[str, int | None]) -> tuple[str, ...]:
        """Return what a pass has not keyed yet."""
        return tuple(name for name in self.asked(keyed) if name not in keyed)

    def shown(self) -> Keyed:
        """Return what the grid shows: of the second pass only itself, so that the first does not sway it."""
        return dict(self.second) if self.stage == "second" else self.result()

    def result(self) -> Keyed:
        """Return the answers as they stand: the first pass, with what was settled.

        What only the second pass opened, and was settled to be so, is of the second.
        """
        is_both = self.is_twice and not self.lacking(self.first) and not self.lacking(self.second)
        return (self.second if is_both else {}) | self.first | self.settled

    def answers(self) -> Keyed:
        """Return what is asked and was keyed; None where the form has no answer."""
        found = self.result()
        return {name: found[name] for name in self.asked(found) if name in found}

    def take(self, shown: Mapping[str, int | None], name: str) -> None:
        """Take over what the grid shows for one question. What is mended after both passes counts for both."""
        passes = {"first": [self.first], "second": [self.second]}.get(self.stage, [self.first])
        if self.stage in ("settling", "done") and self.is_twice:
            passes = [self.first, self.second]
            self.settled.pop(name, None)
        for each in passes:
            if name in shown:
                each[name] = shown[name]
            else:
                each.pop(name, None)

    def differences(self) -> tuple[str, ...]:
        """Return what both passes asked and they differ in, settled or not."""
        if not self.is_twice or self.lacking(self.first) or self.lacking(self.second):
            return ()
        again = self.asked(self.second)
        return tuple(
            name for name in self.asked(self.first) if name in again and self.first[name] != self.second[name]
        )

    def open_differences(self) -> tuple[str, ...]:
        return tuple(name for name in self.differences() if name not in self.settled)

    def settle(self, name: str, which: str) -> None:
        """Say which of the two is right: 'first' or 'second'; anything else opens it again."""
        passes = {"first": self.first, "second": self.second}
        if which in passes:
            self.settled[name] = passes[which][name]
        else:
            self.settled.pop(name, None)

    def chosen(self, name: str) -> str:
        """Return which of the two was said to be right, '' while neither was."""
        if name not in self.settled:
            return ""
        return "first" if self.settled[name] == self.first[name] else "second"


def keyed_of(answers: Mapping[str, int | None], skipped: Iterable[str]) -> Keyed:
    """Return what was keyed, of what is on record: the answers, and what was keyed as not answered."""
    return {name: raw for name, raw in answers.items() if raw is not None} | dict.fromkeys(skipped)


def to_text(keyed: Keyed) -> str:
    """Return 'item_1:0 item_2:2 home:-' for keeping with a place on the screen."""
    return " ".join(f"{name}:{'-' if value is None else value}" for name, value in keyed.items())


def from_text(text: str) -> Keyed:
    """Return what `to_text` was given."""
    pairs = (part.split(":") for part in text.split())
    return {name: None if value == "-" else int(value) for name, value in pairs}
