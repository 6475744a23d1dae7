"""A council's list on its way in: what the file says, what would be done with each row, and what a person decided."""

from collections.abc import Collection, Mapping
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


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """One row of a list. line: as a text editor or Excel counts them; cells: as many as the list has columns."""

    line: int
    cells: tuple[str, ...]
    refused_because: str = ""  # why the row as a whole cannot be trusted; a person can only leave it out


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


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs, in words for the screen. taken: whether the import would write theirs."""

    key: str
    words: str
    ours: str
    theirs: str
    taken: bool = True


@dataclass(frozen=True, slots=True)
class Consequence:
    """What one decision about a close match does. refused: why the row can't be taken in like that."""

    changes: tuple[FieldChange, ...] = ()
    refused: str = ""

    @property
    def writes_anything(self) -> bool:
        """Whether anything of the row is taken."""
        return not self.refused and any(change.taken for change in self.changes)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child of ours whom a row may be about. why: what is alike; differences: what is not, in words.

    same_child: what follows when a person says so, keeping ours or using theirs; of a return nothing is said.
    is_closed: a restricted record that the person who looks may not see: nothing is said of it but why it is near, and
    a manager decides.
    """

    child_id: int
    name: str
    born: str
    council_id: str
    nhs_number: str
    why: str
    differences: tuple[str, ...] = ()
    is_closed: bool = False
    same_child: Mapping[Decision, Consequence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What would be done with one row of a list, or with one child of a return (line 0).

    reference: the council's id, else a name, to speak of it by. candidates: best first, for a close match.
    received: the row as the file has it, for the rows left out. not_different: why a close match can't be taken in as a
    child of its own, '' where it can.
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
    not_different: str = ""


@dataclass(frozen=True)
class Decisions:
    """What people said while they looked. By line of the file; of a return, by the council's id.

    corrections: (line, key of the field) → what it should say; left_out: rows not to take; chosen: about close matches.
    candidate: which child of ours is meant, by its id; without it the first candidate.
    """

    corrections: Mapping[tuple[int | str, str], str] = field(default_factory=dict)
    left_out: frozenset[int | str] = frozenset()
    chosen: Mapping[int | str, Decision] = field(default_factory=dict)
    candidate: Mapping[int | str, int] = field(default_factory=dict)


def allowed(chosen: Decision, meant: int, near: Collection[int], closed: Collection[int]) -> Decision:
    """Return what a person may decide about a close match: near a record that is closed to them it is left for a manager.

    meant: the child of ours it would be. near: every child of ours it may be about. closed: those they may not see.
    """
    is_theirs_to_say = meant not in closed if chosen != "different" else not set(near) & set(closed)
    return chosen if is_theirs_to_say else "later"


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


@dataclass(frozen=True)
class ListReport:
    """What an import of a list did, in numbers and words; of a dry run what it would do (import_id None)."""

    file: str
    import_id: int | None
    created: int
    updated: int  # those who left care not among them
    left_care: int
    unchanged: int
    later: int  # close matches nobody decided about
    left_out: int
    refused: int
    clock_words: str = ""  # 'earliest due 27-Mar-2026 (looked after 27-Feb-2026)'; '' where no clock started
    changed_words: str = ""  # '3 new social workers, 2 moved placement'
    no_consent: int = 0  # of the new children
    no_appointment: int = 0
    differences: int = 0  # that an import does not take: to decide in the comparison
    problems: tuple[Problem, ...] = ()  # rows that were refused
    warnings: tuple[Problem, ...] = ()
