"""Where the person came from: Alt+Left and Alt+Right walk back and forward through screens."""

from dataclasses import dataclass, field

_LONGEST = 50  # places remembered


@dataclass(frozen=True)
class Stop:
    """A screen, or the record of a child."""

    screen: str
    child_id: int | None = None


@dataclass
class Trail:
    """Behind, here, ahead. Going somewhere new forgets what was ahead."""

    here: Stop = field(default_factory=lambda: Stop(""))
    _behind: list[Stop] = field(default_factory=list)
    _ahead: list[Stop] = field(default_factory=list)

    def next(self, step: int) -> Stop | None:
        """Return the place one step back (-1) or forward (1); None when there is none."""
        there = self._behind if step < 0 else self._ahead
        return there[-1] if there else None

    def arrive(self, stop: Stop, step: int = 0) -> None:
        """Take down that the person is here now, by a step back or forward, or (0) anew."""
        if step:
            come_from, left_to = (self._behind, self._ahead) if step < 0 else (self._ahead, self._behind)
            come_from.pop()
            left_to.append(self.here)
        elif self.here.screen and stop != self.here:
            self._behind = [*self._behind, self.here][-_LONGEST:]
            self._ahead = []
        self.here = stop
