"""The rows of a council's list, understood: typed values, and for each row that is not taken the cell and the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache, partial
from typing import Any

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import bare_council_id
from lac_tracker.domain.imports import Problem
from lac_tracker.domain.list_dates import OrderSeen, order_of, read_list_day
from lac_tracker.domain.list_fields import BY_KEY, NAMES, Kind
from lac_tracker.domain.list_import import Decisions, Matching, ReceivedList, ReceivedRow
from lac_tracker.domain.list_values import Codes, Reader, is_blank, readers, whole_name
from lac_tracker.domain.names import search_key

# A row without one of these, or with one that cannot be read, is not taken; another cell is left out with a doubt.
DECISIVE = frozenset({"family_name", "given_name", "full_name", "born", "became_looked_after", "left_care"})
_TOTALS = frozenset(
    {"total", "totals", "grand total", "sub total", "subtotal", "sum", "count", "number of children"}
)
_UNBORN = frozenset({"unborn", "edd"})
_key = lru_cache(maxsize=20_000)(search_key)  # a list says the same names again and again


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list as it was understood. '' and None: the list does not say, and nothing of ours is changed."""

    line: int
    born: date
    became_looked_after: date
    council_id: str = ""
    nhs_number: str = ""
    family_name: str = ""
    given_name: str = ""
    preferred_name: str = ""
    sex: str = ""
    gender: str = ""  # in the list's words, where it says neither male nor female
    ethnicity: str = ""  # our code, or PREFERS_NOT_TO_SAY
    language: str = ""
    religion: str = ""
    left_care: date | None = None
    reason_left: str = ""
    legal_status: str = ""
    legal_status_began: date | None = None
    placement_type: str = ""
    placement_began: date | None = None
    placement_address: str = ""
    placement_postcode: str = ""
    carer: str = ""
    social_worker: str = ""
    social_worker_phone: str = ""
    social_worker_email: str = ""
    disability: str = ""
    unaccompanied: bool | None = None
    protection_plan: str = ""  # 'yes', 'no' or a category
    protection_began: date | None = None
    family_key: str = field(init=False, compare=False)  # the names as names are compared
    given_key: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "family_key", _key(self.family_name))
        object.__setattr__(self, "given_key", _key(self.given_name))


@dataclass
class Staged:
    """A list understood. refused, doubts: line → what is wrong with it, or was left out of it."""

    rows: list[ListRow] = field(default_factory=list)
    refused: dict[int, list[Problem]] = field(default_factory=dict)
    doubts: dict[int, list[Problem]] = field(default_factory=dict)
    left_out: list[int] = field(default_factory=list)
    same_as: dict[int, int] = field(default_factory=dict)  # line → the line before that says the same


def stage(
    received: ReceivedList, matching: Matching, decisions: Decisions, *, codes: Codes, today: date
) -> Staged:
    """Return what the rows of a list say, as it is matched and corrected.

    Two rows about the same child by the council's id or the NHS number: the same again is merged, another is refused.
    """
    seen = _order_seen(received, matching)
    read = _Reading(received, matching, decisions, _readers(matching, seen, codes, today), today)
    staged = Staged()
    for row in received.rows:
        if row.line in decisions.left_out:
            staged.left_out.append(row.line)
            continue
        understood = read.row(row, staged)
        if understood is not None:
            staged.rows.append(understood)
    _refuse_twice(received.file, staged)
    return staged


def _order_seen(received: ReceivedList, matching: Matching) -> OrderSeen:
    days = [at for at, key in matching.fields.items() if BY_KEY[key].kind == "day"]
    return order_of(row.cells[at] for row in received.rows for at in days)


def _readers(matching: Matching, seen: OrderSeen, codes: Codes, today: date) -> dict[Kind, Reader]:
    return readers(codes, today) | {
        "day": partial(read_list_day, order=matching.dates, is_mixed=seen.speaks_against(matching.dates))
    }


@dataclass(frozen=True)
class _Reading:
    """What the rows of one list are read with."""

    received: ReceivedList
    matching: Matching
    decisions: Decisions
    readers: Mapping[Kind, Reader]
    today: date

    def row(self, row: ReceivedRow, staged: Staged) -> ListRow | None:
        """Return a row, or None where it is refused: then the reasons are in `staged`."""
        refused: list[Problem] = []
        doubts: list[Problem] = []
        if row.refused_because:
            refused.append(Problem(self.received.file, row.line, "", "", row.refused_because))
        values = self._values(row, refused, doubts)
        self._check(row, values, refused, doubts)
        if refused:
            staged.refused[row.line] = self._explained(row, values, refused)
            return None
        if doubts:
            staged.doubts[row.line] = doubts
        return ListRow(line=row.line, **values)

    def _values(self, row: ReceivedRow, refused: list[Problem], doubts: list[Problem]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        corrections = self.decisions.corrections
        for at, key in self.matching.fields.items():
            text = corrections.get((row.line, key), row.cells[at]) if corrections else row.cells[at]
            if not text or is_blank(text, BY_KEY[key].kind):
                continue
            try:
                self._read(row, at, key, text.strip(), values, doubts)
            except UserError as error:
                found = Problem(
                    self.received.file, row.line, self.received.columns[at], text[:200], str(error)
                )
                if key in DECISIVE:
                    refused.append(found)
                else:
                    doubts.append(replace(found, reason=f"{found.reason}. This cell was not taken in"))
        if corrections:
            self._added(row, values, refused)
        return values

    def _read(
        self, row: ReceivedRow, at: int, key: str, text: str, values: dict[str, Any], doubts: list[Problem]
    ) -> None:
        kind = BY_KEY[key].kind
        if kind == "whole_name":
            family, given, is_sure = whole_name(text)
            values.setdefault("family_name", family)
            values.setdefault("given_name", given)
            if not is_sure:
                reason = f"read as family name {family}, given name {given}. Check which is the family name"
                doubts.append(
                    Problem(self.received.file, row.line, self.received.columns[at], text[:200], reason)
                )
            return
        value = self.readers[kind](text)
        if kind == "sex":
            values["sex"], values["gender"] = value
        elif value != "" or key not in values:
            values[key] = value

    def _added(self, row: ReceivedRow, values: dict[str, Any], refused: list[Problem]) -> None:
        """Take what was corrected in a field for which the list has no column."""
        for (line, key), text in self.decisions.corrections.items():
            if (
                line != row.line
                or key not in BY_KEY
                or key in self.matching.fields.values()
                or not text.strip()
            ):
                continue
            try:
                self._read(row, 0, key, text.strip(), values, [])
            except UserError as error:
                refused.append(
                    Problem(self.received.file, row.line, BY_KEY[key].words, text[:200], str(error))
                )

    def _check(
        self, row: ReceivedRow, values: dict[str, Any], refused: list[Problem], doubts: list[Problem]
    ) -> None:
        """Refuse a row without what is needed, or whose dates contradict each other."""
        told = {problem.column for problem in refused}
        columns = {key: self.received.columns[at] for at, key in self.matching.fields.items()}

        def refuse(key: str, reason: str) -> None:
            column = columns.get(key, BY_KEY[key].words)
            if column not in told:
                value = values.get(key)
                shown = show_date(value) if isinstance(value, date) else str(value or "")
                refused.append(Problem(self.received.file, row.line, column, shown, reason))

        if not (values.get("family_name") or values.get("given_name")) and not any(
            columns.get(key) in told for key in NAMES
        ):
            refuse(next((key for key in NAMES if key in columns), "family_name"), "is blank. Enter a name")
        for key in ("born", "became_looked_after"):
            if values.get(key) is None:
                refuse(key, "is blank. Enter the date")
            elif values[key] > self.today:
                refuse(key, "must be today or in the past")
        born, began, left = (values.get(key) for key in ("born", "became_looked_after", "left_care"))
        if born and began and born <= self.today and began < born:
            refuse(
                "became_looked_after", f"is before the birth date, {show_date(born)}. Check which is right"
            )
        if left and began and left < began:
            refuse(
                "left_care",
                f"is before the child became looked after, {show_date(began)}. Check which is right",
            )
        if not refused:
            self._leave_out_impossible(row, values, columns, doubts)

    def _explained(self, row: ReceivedRow, values: dict[str, Any], refused: list[Problem]) -> list[Problem]:
        """Say in one line what a row is that is no child of the list at all; otherwise what is wrong with each cell."""
        if values.get("born") is not None:
            return refused
        first = next((cell for cell in row.cells if cell), "")
        if search_key(first) in _TOTALS:
            reason = "looks like the totals below the list, not a child. Leave it out"
            return [Problem(self.received.file, row.line, "", "", reason)]
        if any(_UNBORN & set(search_key(cell).split()) for cell in row.cells):
            reason = "looks like a child who is not born yet. Leave it out until the list has the birth date"
            return [*refused, Problem(self.received.file, row.line, "", "", reason)]
        return refused

    def _leave_out_impossible(
        self, row: ReceivedRow, values: dict[str, Any], columns: Mapping[str, str], doubts: list[Problem]
    ) -> None:
        """Leave out other days that cannot be right: the row is taken without them."""
        for key in ("left_care", "legal_status_began", "placement_began", "protection_began"):
            day = values.get(key)
            if day is None:
                continue
            earliest = None if key == "protection_began" else values["born"]  # a plan can begin before birth
            if day > self.today or (earliest and day < earliest):
                reason = "is in the future" if day > self.today else "is before the birth date"
                column = columns.get(key, BY_KEY[key].words)
                doubts.append(
                    Problem(
                        self.received.file, row.line, column, show_date(day),
                        f"{reason}. This cell was not taken in",
                    )
                )  # fmt: skip
                values[key] = None


def _refuse_twice(file: str, staged: Staged) -> None:
    """Refuse the second of two rows about the same child, or merge it where both say the same."""
    by_council_id: dict[str, ListRow] = {}
    by_nhs_number: dict[str, ListRow] = {}
    by_name: dict[tuple[str, str, date], ListRow] = {}
    kept = []
    for row in staged.rows:
        name = (row.family_key, row.given_key, row.born)
        before = by_council_id.get(row.council_id) if row.council_id else None
        before = before or (by_nhs_number.get(row.nhs_number) if row.nhs_number else None)
        if before is None and (namesake := by_name.get(name)) is not None:
            if _may_be_same(row, namesake):
                before = namesake
            else:
                reason = (
                    f"line {namesake.line} has the same name and birth date under another number. "
                    "If it is the same child, leave one of them out"
                )
                staged.doubts.setdefault(row.line, []).append(Problem(file, row.line, "", "", reason))
        if before is None:
            kept.append(row)
        elif _says_the_same(row, before):
            staged.same_as[row.line] = before.line
        else:
            staged.refused[row.line] = [_said_twice(file, row, before)]
            staged.doubts.pop(row.line, None)
            continue
        if row.council_id:
            by_council_id.setdefault(row.council_id, row)
        if row.nhs_number:
            by_nhs_number.setdefault(row.nhs_number, row)
        by_name.setdefault(name, row)
    staged.rows = kept


def _may_be_same(row: ListRow, other: ListRow) -> bool:
    """Return whether no number says that two rows with the same name and birth date are two children."""
    return not any(
        mine and theirs and mine != theirs
        for mine, theirs in (
            (bare_council_id(row.council_id), bare_council_id(other.council_id)),
            (row.nhs_number, other.nhs_number),
        )
    )


_COMPARED = tuple(one.name for one in fields(ListRow) if one.name not in ("line", "family_key", "given_key"))


def _says_the_same(row: ListRow, other: ListRow) -> bool:
    return all(getattr(row, name) == getattr(other, name) for name in _COMPARED)


def _said_twice(file: str, row: ListRow, before: ListRow) -> Problem:
    differing = [name for name in _COMPARED if getattr(row, name) != getattr(before, name)]
    what = ", ".join(BY_KEY[name].words.lower() if name in BY_KEY else name for name in differing[:3])
    what = what.replace("nhs", "NHS").replace("council id", "council ID")
    return Problem(
        file, row.line, "", row.council_id,
        f"line {before.line} is about the same child and says otherwise ({what}). Correct one of them, or leave one out",
    )  # fmt: skip


def reference(row: ListRow) -> str:
    """Return what to speak of a row by: the council's id, else the name."""
    return row.council_id or " ".join(filter(None, (row.given_name, row.family_name)))
