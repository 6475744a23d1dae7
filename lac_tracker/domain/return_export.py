"""The health part of the council's yearly return (OC2) as a whole: its rows, what is missing, left out, and differs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from lac_tracker.domain.identifiers import is_placeholder_council_id
from lac_tracker.domain.return_cohort import ReturnYear
from lac_tracker.domain.return_words import OC2_ANSWERS, LeftOut
from lac_tracker.domain.yearly_return import COLUMNS, Line, missing_words

OC2_COLUMNS = ("CHILD", "DOB", *OC2_ANSWERS)
UNFINISHED = "The year has not ended"
_NO_CHILD = "Enter the council's own identifier of the child: without it no row can be returned"


@dataclass(frozen=True)
class OnReturn:
    """One child who was looked after in the year, or of whom somebody said something for it.

    because: why the child is not in the return, '' where they are.
    """

    child_id: int
    council_id: str
    shown_name: str
    born: date
    because: str
    lines: tuple[Line, ...]

    @property
    def is_in(self) -> bool:
        return not self.because

    @property
    def has_number(self) -> bool:
        """Whether the council's own identifier is known: the column CHILD."""
        return not is_placeholder_council_id(self.council_id)

    @property
    def counted(self) -> str:
        """Return '2 of 7 missing', 'complete', or that the child is not in this return."""
        return missing_words(self.lines)


@dataclass(frozen=True)
class Missing:
    """A value that the rules require and nobody gave. mend: what to do about it. short: its name in a list."""

    child_id: int
    council_id: str
    column: str
    words: str
    mend: str
    short: str


@dataclass(frozen=True)
class LeftOutOf:
    """A value that somebody gave and the rules forbid."""

    child_id: int
    council_id: str
    left: LeftOut


@dataclass(frozen=True)
class Differs:
    """A column in which the council's own row of the year says otherwise. Ours is returned. Both are in words."""

    child_id: int
    council_id: str
    column: str
    words: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Row:
    """One row of the file. values: by column, those that are returned."""

    council_id: str
    born: date
    values: dict[str, str]


@dataclass(frozen=True)
class ReturnFile:
    """The return of a council for a year. children: also those who are not in it, with why."""

    year: ReturnYear
    council: str
    children: tuple[OnReturn, ...]
    rows: tuple[Row, ...]
    missing: tuple[Missing, ...]
    left_out: tuple[LeftOutOf, ...]
    differs: tuple[Differs, ...]
    complete: int = field(default=0)

    @property
    def in_return(self) -> int:
        """How many children are in the return."""
        return sum(one.is_in for one in self.children)


def return_file(year: ReturnYear, council: str, children: Iterable[OnReturn]) -> ReturnFile:
    """Return the file of a year from the checklists of its children. Rows are in the order of CHILD as text."""
    held = tuple(sorted(children, key=lambda one: one.council_id))
    missing = tuple(gap for one in held for gap in missing_of(one))
    waiting = {gap.child_id for gap in missing}
    return ReturnFile(
        year,
        council,
        held,
        rows=tuple(_row(one) for one in held if one.is_in and one.has_number),
        missing=missing,
        left_out=tuple(LeftOutOf(one.child_id, one.council_id, left) for one in held for line in one.lines for left in line.left_out),
        differs=tuple(found for one in held for found in _differs(one)),
        complete=sum(one.is_in and one.child_id not in waiting for one in held),
    )  # fmt: skip


def missing_of(one: OnReturn) -> tuple[Missing, ...]:
    """Return what the return of a child lacks: two answers that contradict each other count as none."""
    found = [
        Missing(one.child_id, one.council_id, line.name, line.words, line.mend, column.short)
        for column, line in zip(COLUMNS, one.lines, strict=True)
        if line.state in ("missing", "differs")
    ]
    if one.is_in and not one.has_number:
        words = "The council's identifier"
        found.insert(
            0, Missing(one.child_id, one.council_id, "CHILD", words, _NO_CHILD, "council's identifier")
        )
    return tuple(found)


def said_missing(one: OnReturn) -> str:
    """Return in words what the return of a child lacks, '' for nothing."""
    words = ", ".join(gap.short for gap in missing_of(one))
    return words[:1].upper() + words[1:]


def said_left_out(one: OnReturn) -> str:
    """Return in words which values of a child are not returned, and whose they are."""
    words = "; ".join(f"{left.words} ({left.source})" for line in one.lines for left in line.left_out)
    return words[:1].upper() + words[1:]


def said_differs(one: OnReturn) -> str:
    """Return in words where the council's own row of the year says otherwise."""
    words = "; ".join(
        f"{column.short}: ours {line.says}, the council's {line.council_says}"
        for column, line in zip(COLUMNS, one.lines, strict=True)
        if line.council_says
    )
    return words[:1].upper() + words[1:]


def counted_words(count: int, one: str, many: str) -> str:
    """Return '1 child' or '1,204 children'."""
    return f"1 {one}" if count == 1 else f"{count:,} {many}"


def totals(found: ReturnFile) -> tuple[tuple[str, str], ...]:
    """Return the numbers that stand above the list: (key, words).

    What was left out is counted of the children in the return: of the others nothing is returned at all.
    """
    waiting = len({gap.child_id for gap in found.missing})
    inside = {one.child_id for one in found.children if one.is_in}
    left = sum(one.child_id in inside for one in found.left_out)
    lacking = counted_words(len(found.missing), "answer", "answers")
    return (
        ("in", f"{counted_words(found.in_return, 'child', 'children')} in the return"),
        ("complete", f"{found.complete:,} complete"),
        ("missing", f"{waiting:,} with {lacking} missing" if waiting else "nothing missing"),
        ("left_out", f"{left:,} left out"),
        (
            "differs",
            f"{len(found.differs):,} {'differs' if len(found.differs) == 1 else 'differ'} from the council's",
        ),
        ("out", f"{len(found.children) - found.in_return:,} not in it"),
    )


def _row(one: OnReturn) -> Row:
    return Row(one.council_id, one.born, {line.name: line.value for line in one.lines if line.value})


def _differs(one: OnReturn) -> Sequence[Differs]:
    return [
        Differs(one.child_id, one.council_id, line.name, line.words, line.says, line.council_says)
        for line in one.lines
        if line.council_says
    ]
