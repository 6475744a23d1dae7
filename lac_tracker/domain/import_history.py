"""The imports there were: what each did, whether it can be undone, the rows it set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lac_tracker.domain.dates import show_date

KIND_WORDS = {
    "ssda903": "SSDA903 return",
    "list": "Council list",
    "assessments": "Assessments held before",
    "gp_practices": "GP practices",
}
SET_ASIDE_WORDS = {
    "close_match": "Close match: you decide",
    "refused": "Can't be read: fix or leave out",
    "left_out": "Left out by you",
}
# What the council reads of rows that wait for us: what they are near to is ours, and may be a restricted record.
_FOR_COUNCIL = {"close_match": "Needs to be checked by us", "left_out": "Left out by us"}
FILE_TO_SEND_BACK = ("Row in your file", "Why it was not taken in")  # these two, then the columns of the file


@dataclass(frozen=True)
class ImportItem:
    """One import in the history. counts: '12 new, 3 changed, 1 refused'; why_not: in words, where it can't be undone.

    is_looked_up: whether anything was built on it is known; else `may_undo` says only that nothing else is in the way.
    undone: 'Undone on 06-Aug-2026 by Grace Amoah: wrong file', '' while it stands. set_aside: rows still open.
    """

    id: int
    kind: str
    words: str
    council: str
    files: tuple[str, ...]
    made_at: datetime
    made_by: str
    created: int
    updated: int
    refused: int
    counts: str
    may_undo: bool
    why_not: str
    undone: str
    set_aside: int
    is_looked_up: bool = True


@dataclass(frozen=True)
class SetAsideRow:
    """A row of a list that was not taken in. settled: in words what became of it, '' while it is open."""

    id: int
    import_id: int
    line: int
    kind: str
    words: str
    content: tuple[tuple[str, str], ...]
    child_id: int | None
    reason: str
    settled: str
    version: int

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to look at it."""
        return not self.settled


@dataclass(frozen=True)
class Obstacle:
    """What was done after an import to something it wrote. whose: the council's id of the child, '' where none is meant."""

    whose: str
    action: str
    on: date
    by: str


@dataclass(frozen=True)
class UndoReport:
    """What undoing an import did."""

    import_id: int
    children_removed: int
    children_restored: int
    rows: int


def counts_words(created: int, updated: int, refused: int, *, kind: str = "list") -> str:
    """Return '12 new, 3 changed, 1 refused'; of assessments only how many children got one."""
    if kind == "gp_practices":
        return f"{created:,} practices"
    if kind == "assessments":
        parts = [f"{updated:,} {'child' if updated == 1 else 'children'}"]
    else:
        parts = [f"{created:,} new", f"{updated:,} changed"]
    return ", ".join([*parts, *([f"{refused:,} refused"] if refused else [])])


def obstacle_words(found: Obstacle) -> str:
    """Return why an import can't be undone any more."""
    whose = f"the record of child {found.whose}" if found.whose else "something that this import wrote"
    return (
        f"This import can't be undone: {whose} was changed on {show_date(found.on)} by {found.by} ({found.action}). "
        "Undoing it would lose that work. Correct the records one by one, or undo what came later first"
    )


def undone_words(on: date, by: str, because: str) -> str:
    """Return when an import was undone, by whom and why."""
    return f"Undone on {show_date(on)} by {by}" + (f": {because}" if because else "")


def to_send_back(rows: Sequence[SetAsideRow]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return columns and rows of the file that tells the council which of its rows were not taken in, and why.

    The columns are those of the file as received; a row that has no such column is blank there. Why is said of what
    can't be read alone: which record of ours a row is near to is nothing for the council.
    """
    columns: dict[str, None] = {}
    for row in rows:
        columns |= dict.fromkeys(name for name, _ in row.content)
    table = []
    for row in rows:
        said = dict(row.content)
        place = str(row.line) if row.line else ""
        table.append(
            (place, _FOR_COUNCIL.get(row.kind, row.reason), *(said.get(name, "") for name in columns))
        )
    return (*FILE_TO_SEND_BACK, *columns), tuple(table)
