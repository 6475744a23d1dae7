"""A council's list on its way in: what the file says, what would be done with each row, and what a person decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lac_tracker.domain.imports import Problem

Group = Literal["new", "changed", "same", "left_care", "close_match", "refused", "left_out", "later"]
Decision = Literal["keep_ours", "use_theirs", "different", "later"]
DateOrder = Literal["day_first", "month_first", "year_first"]

GROUP_WORDS: dict[Group, str] = {
    "new": "New children",
    "changed": "Already here, something changed",
    "same": "Already here, nothing changed",
    "left_care": "Left care",
    "close_match": "Close match: you decide",
    "refused": "Can't be read: fix or leave out",
    "left_out": "Left out by you",
    "later": "Decide later",
}
DECISION_WORDS: dict[Decision, str] = {
    "keep_ours": "Same child: keep ours",
    "use_theirs": "Same child: use theirs",
    "different": "Different child",
    "later": "Decide later",
}


@dataclass(frozen=True)
class ReceivedRow:
    """One row of a list. line: as a text editor or Excel counts them; cells: as many as the list has columns."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ReceivedList:
    """A CSV or Excel list as it was read, before anybody said what its columns mean. Days in Excel come as YYYY-MM-DD."""

    file: str  # its name without folders
    columns: tuple[str, ...]
    rows: tuple[ReceivedRow, ...]
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Matching:
    """What the columns of a list mean. fields: position of the column → key of `list_fields.FIELDS`; others are not read."""

    fields: Mapping[int, str]
    dates: DateOrder = "day_first"


@dataclass(frozen=True)
class FieldChange:
    """One field that differs, in words for the screen. taken: whether the import would write theirs."""

    key: str
    words: str
    ours: str
    theirs: str
    taken: bool = True


@dataclass(frozen=True)
class Candidate:
    """A child of ours whom a row may be about. why: what is alike; differences: what is not, in words."""

    child_id: int
    name: str
    born: str
    council_id: str
    nhs_number: str
    why: str
    differences: tuple[str, ...] = ()


@dataclass(frozen=True)
class PreviewRow:
    """What would be done with one row of a list, or with one child of a return (line 0).

    reference: the council's id, else a name, to speak of it by. candidates: best first, for a close match.
    received: the row as the file has it, for the rows left out.
    """

    line: int
    group: Group
    reference: str
    name: str = ""
    born: str = ""
    child_id: int | None = None
    changes: tuple[FieldChange, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    problems: tuple[Problem, ...] = ()
    received: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Decisions:
    """What people said while they looked. By line of the file; of a return, by the council's id.

    corrections: (line, key of the field) → what it should say; left_out: rows not to take; chosen: about close matches.
    """

    corrections: Mapping[tuple[int | str, str], str] = field(default_factory=dict)
    left_out: frozenset[int | str] = frozenset()
    chosen: Mapping[int | str, Decision] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """Everything an import would do. Nothing is saved."""

    files: tuple[str, ...]
    read: int  # rows of a list, children of a return
    rows: tuple[PreviewRow, ...]
    warnings: tuple[Problem, ...] = ()

    def of(self, group: Group) -> tuple[PreviewRow, ...]:
        """Return the rows of one group, in the order of the file."""
        return tuple(row for row in self.rows if row.group == group)

    def count(self, group: Group) -> int:
        """Return how many rows a group has."""
        return sum(row.group == group for row in self.rows)

    @property
    def to_take(self) -> int:
        """How many rows would be written."""
        return sum(row.group in ("new", "changed", "left_care") for row in self.rows)
