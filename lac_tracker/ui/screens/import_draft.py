"""What a person has put into the import wizard so far, and what that comes to. Nothing of it is saved."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lac_tracker.domain.imports import Problem, StagedReturn
from lac_tracker.domain.list_fields import NAMES
from lac_tracker.domain.list_import import (
    Candidate,
    Consequence,
    Decision,
    Decisions,
    FieldChange,
    Group,
    Matching,
    Preview,
    PreviewRow,
    ReceivedList,
    allowed,
)
from lac_tracker.services.import_again import ImportedBefore

Key = int | str  # the line of a list, the council's id of a return

_GOES_ON = (
    "is ",
    "must ",
    "has ",
    "was ",
    "can't ",
    "does ",
)  # how a reason begins that goes on after the column
_WRITTEN: frozenset[Group] = frozenset({"new", "changed", "left_care"})


@dataclass
class Draft:
    """One import on its way. Of `received` and `staged` one is there once a file was read."""

    council: str
    received: ReceivedList | None = None
    staged: StagedReturn | None = None
    matching: Matching = field(default_factory=lambda: Matching({}))
    known_columns: frozenset[int] = frozenset()  # that were matched before, for this council
    decisions: Decisions = field(default_factory=Decisions)
    preview: Preview | None = None
    before: ImportedBefore | None = None  # the import of the same content
    _grouped: tuple[object, object, dict[Group, tuple[PreviewRow, ...]]] | None = field(
        default=None, repr=False
    )
    _lines: dict[int, tuple[str, ...]] = field(
        default_factory=dict, repr=False
    )  # of the list, once one is wanted

    @property
    def is_remembered(self) -> bool:
        """Whether the columns were matched before, or all but some that are new."""
        return bool(self.known_columns)

    @property
    def new_columns(self) -> tuple[str, ...]:
        """The names of the columns that were not there when the others were matched."""
        if self.received is None or not self.known_columns:
            return ()
        return tuple(
            name or f"column {at + 1}"
            for at, name in enumerate(self.received.columns)
            if at not in self.known_columns
        )

    @property
    def is_read(self) -> bool:
        """Whether a file was read."""
        return self.received is not None or self.staged is not None

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that were read, without their folders."""
        if self.received is not None:
            return (self.received.file,)
        held = self.staged.files if self.staged is not None else ()
        return tuple(name.rpartition("/")[2] for name in held)

    @property
    def size_words(self) -> str:
        """'15 rows' of a list, '30 children' of a return."""
        if self.received is not None:
            return rows_words(len(self.received.rows))
        return children_words(len(self.staged.children)) if self.staged is not None else ""

    def rows(self, group: Group) -> tuple[PreviewRow, ...]:
        """Return the rows of a group as they stand after what the person left out since."""
        state = (self.preview, self.decisions.left_out)
        if self._grouped is None or self._grouped[0] is not state[0] or self._grouped[1] is not state[1]:
            groups: dict[Group, list[PreviewRow]] = defaultdict(list)
            for row in self.preview.rows if self.preview is not None else ():
                groups[self.group_of(row)].append(row)
            self._grouped = (*state, {key: tuple(rows) for key, rows in groups.items()})
        return self._grouped[2].get(group, ())

    def group_of(self, row: PreviewRow) -> Group:
        """Return the group of a row, after what the person left out since."""
        return "left_out" if key_of(row) in self.decisions.left_out else row.group

    def close_matches(self) -> tuple[PreviewRow, ...]:
        """Return the rows that may be about a child of ours, for a person to say."""
        close, later = self.rows("close_match"), self.rows("later")
        return (*close, *later) if later else close

    def choice(self, row: PreviewRow) -> Decision:
        """Return what was decided about a close match; nothing is 'later'."""
        return self.decisions.chosen.get(key_of(row), "later")

    @property
    def to_take(self) -> int:
        """How many rows are written, as they were decided: a close match that changes nothing is none of them."""
        certain, meant = sum(len(self.rows(group)) for group in _WRITTEN), set[int]()
        for row in self.close_matches():
            follows = self.consequence(row)
            candidate = self.candidate(row)
            same = candidate.child_id if candidate is not None and self.choice(row) != "different" else None
            if follows is None or not follows.writes_anything or same in meant:
                continue  # left for later, nothing to change, refused, or the second row about one child
            certain += 1
            if same is not None:
                meant.add(same)
        return certain

    def consequence(self, row: PreviewRow) -> Consequence | None:
        """Return what the decision about a close match does; None where it is left for later."""
        choice, candidate = self.choice(row), self.candidate(row)
        if choice == "later":
            return None
        if choice == "different" or candidate is None or not candidate.same_child:
            anew = FieldChange("", "", "", "")  # a child of its own, or as a return has it: all of it
            return Consequence((anew,), row.not_different if choice == "different" else "")
        return candidate.same_child[choice]

    @property
    def going_on(self) -> int:
        """How many rows go on to the next step: also those that change nothing, but none that is left out or left for later."""
        return self.to_take + len(self.rows("same"))

    def place(self, row: PreviewRow) -> str:
        """'Row 9' of a list; of a return 'Child 1017', or the file and line of a row that was refused."""
        if self.received is not None or not row.problems or not row.line:
            return f"Row {row.line}" if row.line else f"Child {row.reference}"
        return f"{row.problems[0].file.rpartition('/')[2]} line {row.line}"

    def who(self, row: PreviewRow) -> str:
        """Return the name of a row, also of one that could not be read: as the file has it."""
        if row.name or self.received is None:
            return row.name or row.reference
        columns = self.received.columns
        said = dict(self.received_of(row))
        parts = {key: said.get(columns[at], "") for at, key in self.matching.fields.items() if key in NAMES}
        family, given = parts.get("family_name", ""), parts.get("given_name", "")
        whole = f"{family.upper()}, {given}" if family and given else family.upper() or given
        return whole or parts.get("full_name", "") or row.reference or "No name"

    def received_of(self, row: PreviewRow) -> tuple[tuple[str, str], ...]:
        """Return a row as the file has it: (column, value) in the order of the file, blanks left out."""
        if row.received or self.received is None:
            return tuple(pair for pair in row.received if pair[1])
        if not self._lines:
            self._lines = {one.line: one.cells for one in self.received.rows}
        cells = self._lines.get(row.line, ())
        return tuple((name, cell) for name, cell in zip(self.received.columns, cells, strict=False) if cell)

    # What the person says. Decisions are made anew, so that the worker never sees one half said.

    def choose(self, row: PreviewRow, decision: Decision) -> None:
        """Say what a close match is; near a record that is closed to the person it stays for later."""
        near = {one.child_id: one.is_closed for one in row.candidates}
        meant = self.candidate(row)
        if meant is not None:
            decision = allowed(decision, meant.child_id, near, {number for number in near if near[number]})
        chosen = {**self.decisions.chosen, key_of(row): decision}
        self.decisions = replace(self.decisions, chosen=chosen)

    def candidate(self, row: PreviewRow) -> Candidate | None:
        """Return the child of ours whom a close match may be about: the nearest, or the one the person means."""
        meant = self.decisions.candidate.get(key_of(row))
        found = (one for one in row.candidates if one.child_id == meant)
        return next(found, row.candidates[0] if row.candidates else None)

    def mean(self, row: PreviewRow, child_id: int) -> None:
        """Say which child of ours a close match may be about, where several are near."""
        meant = {**self.decisions.candidate, key_of(row): child_id}
        self.decisions = replace(self.decisions, candidate=meant)
        if self.choice(row) != "later":
            self.choose(row, self.choice(row))  # about this one it may not be theirs to say

    def leave_out(self, row: PreviewRow, *, is_out: bool) -> None:
        """Leave a row out, or take it back in."""
        left_out = self.decisions.left_out - {key_of(row)} | ({key_of(row)} if is_out else set())
        self.decisions = replace(self.decisions, left_out=left_out)

    def correct(self, row: PreviewRow, values: Mapping[str, str]) -> None:
        """Say what fields of a row should say. values: key of the field → text."""
        given = {(key_of(row), name): value for name, value in values.items()}
        self.decisions = replace(self.decisions, corrections={**self.decisions.corrections, **given})


def key_of(row: PreviewRow) -> Key:
    """Return by what decisions speak of a row."""
    return row.line or row.reference


def said_words(row: PreviewRow) -> str:
    """Return in one line what a row is about, what differs, or what is wrong with it."""
    if row.problems:
        return "; ".join(problem_words(one, shows_value=True) for one in row.problems)
    if row.candidates:
        return row.candidates[0].why
    return ", ".join(one.words for one in row.changes)


def problem_words(problem: Problem, label: str = "", *, shows_value: bool = False) -> str:
    """'Date of birth must be a real date', with the column in front where the reason does not begin with it.

    label: our words for the column. shows_value: with what stands there, for where it is not seen.
    """
    column, reason = label or problem.column, problem.reason
    value = f" {problem.value}" if shows_value and problem.value and problem.value not in reason else ""
    if not column or reason.casefold().startswith(column.casefold()):
        return f"{reason[:1].upper()}{reason[1:]}{f':{value}' if value else ''}"
    joint = "" if reason.startswith(_GOES_ON) and not value else ":"
    return f"{column}{value}{joint} {reason}"


def rows_words(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"


def children_words(count: int) -> str:
    return f"{count:,} child" if count == 1 else f"{count:,} children"
