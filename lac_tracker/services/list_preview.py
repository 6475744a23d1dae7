"""What an import of a council's list would do with each row: understood, matched, decided about, and planned."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain import list_fields
from lac_tracker.domain.child_matching import KnownChild, Likeness, differences, match_rows
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.identifiers import is_placeholder_council_id, show_nhs_number
from lac_tracker.domain.imports import Problem
from lac_tracker.domain.list_changes import plan_known
from lac_tracker.domain.list_import import (
    Candidate,
    Decisions,
    Group,
    Matching,
    PreviewRow,
    ReceivedList,
    allowed,
)
from lac_tracker.domain.list_plan import Identity, ListedChild, Plan
from lac_tracker.domain.list_rows import ListRow, Staged, reference, stage
from lac_tracker.domain.names import show_name
from lac_tracker.domain.people import Actor
from lac_tracker.services import redaction
from lac_tracker.services.import_redaction import unnamed
from lac_tracker.storage import list_children, list_imports, reference_data

_PORTION = 2_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row that could be read. child_id: of ours; None with group 'new': a child nobody knew."""

    row: ListRow
    group: Group
    child_id: int | None = None
    identity: Identity = "by_itself"
    candidates: tuple[Likeness, ...] = ()
    refused: str = ""

    @property
    def line(self) -> int:
        return self.row.line


@dataclass
class Comparison:
    """A list beside the caseload. known: the children that rows are near to."""

    received: ReceivedList
    staged: Staged
    outcomes: list[Outcome]
    known: dict[int, KnownChild]
    council_row_id: int | None
    today: date
    closed: frozenset[int] = frozenset()  # restricted records that the person may not see
    warnings: list[Problem] = field(default_factory=list)

    def plans(self, session: Session, some: Sequence[Outcome]) -> Iterator[tuple[Plan, ListedChild]]:
        """Yield what rows about children of ours change, with the child; some: no more than one portion."""
        ids = [one.child_id for one in some if one.child_id is not None]
        held = list_children.listed_children(session, ids, self.council_row_id)
        codes = reference_data.codes()
        for one in some:
            assert one.child_id is not None
            ours = held[one.child_id]
            yield plan_known(one.row, ours, codes=codes, today=self.today, identity=one.identity), ours


def compare(
    session: Session, received: ReceivedList, matching: Matching, decisions: Decisions, *, council: str, by: Actor,
    today: date,
) -> Comparison:  # fmt: skip
    """Return a list beside the caseload, with what people decided. Raises UserError when the matching does not fit.

    What is near a restricted record is for a manager to decide; of anybody else it is left for later.
    """
    list_fields.check(matching, received.columns)
    codes = reference_data.codes()
    staged = stage(received, matching, decisions, codes=codes, today=today)
    council_row_id = list_imports.council_of(session, by.team_id, council)
    known = list_children.known_children(session, by.team_id, council_row_id)
    matches = match_rows(staged.rows, known)
    others = list_children.numbers_of_other_teams(session, by.team_id)
    closed = redaction.closed_to(session, by=by, today=today)
    outcomes = [
        _outcome(
            row,
            matches[row.line].child_id,
            matches[row.line].candidates,
            matches[row.line].refused,
            decisions,
            closed,
        )
        for row in staged.rows
    ]
    near = {one.child_id for outcome in outcomes for one in outcome.candidates}
    by_id = {child.id: child for child in known if child.id in near}
    checked = _without_conflicts(outcomes, known, others)
    return Comparison(received, staged, checked, by_id, council_row_id, today, closed)


def preview_rows(session: Session, compared: Comparison) -> Iterator[PreviewRow]:
    """Yield what would be done with each row of a list, not in the order of the file, as the person may see it."""
    rows = _rows(session, compared)
    return (unnamed(row, compared.closed) for row in rows) if compared.closed else rows


def _rows(session: Session, compared: Comparison) -> Iterator[PreviewRow]:
    file, staged = compared.received.file, compared.staged
    cells = {row.line: row.cells for row in compared.received.rows}

    def received(line: int) -> tuple[tuple[str, str], ...]:
        return tuple(zip(compared.received.columns, cells[line], strict=True))

    for line, problems in staged.refused.items():
        yield PreviewRow(line, "refused", "", problems=tuple(problems), received=received(line))
    for line in staged.left_out:
        yield PreviewRow(line, "left_out", "", received=received(line))
    for line, first in staged.same_as.items():
        said = Problem(file, line, "", "", f"says the same as line {first}")
        yield PreviewRow(line, "same", "", problems=(said,))
    shown = list_imports.children_of(session, compared.known)
    held = [one for one in compared.outcomes if one.child_id is not None and one.group == "changed"]
    for at in range(0, len(held), _PORTION):
        some = held[at : at + _PORTION]
        for one, (plan, _) in zip(some, compared.plans(session, some), strict=True):
            yield _row(one, compared, _group_of(plan), changes=plan)
    for one in compared.outcomes:
        if one.child_id is None or one.group != "changed":
            yield _other_row(one, compared, shown, received)


def _outcome(
    row: ListRow, child_id: int | None, candidates: tuple[Likeness, ...], refused: str, decisions: Decisions,
    closed: frozenset[int],
) -> Outcome:  # fmt: skip
    if refused:
        return Outcome(row, "refused", refused=refused)
    if child_id is not None:
        return Outcome(row, "changed", child_id)
    if not candidates:
        return Outcome(row, "new")
    chosen, near = decisions.chosen.get(row.line), [one.child_id for one in candidates]
    meant = decisions.candidate.get(row.line, near[0])
    meant = meant if meant in near else near[0]
    if chosen is None or allowed(chosen, meant, near, closed) == "later":
        return Outcome(row, "close_match" if chosen is None else "later", candidates=candidates)
    if chosen == "different":
        return Outcome(row, "new", candidates=candidates)
    return Outcome(row, "changed", meant, chosen, candidates)


def _without_conflicts(
    outcomes: list[Outcome], known: Sequence[KnownChild], others: frozenset[str]
) -> list[Outcome]:
    """Refuse rows that would give a number to two children, or one child of ours two rows, once people decided."""
    holders = {child.nhs_number: child.id for child in known if child.nhs_number}
    council_holders = {child.council_id: child.id for child in known if child.council_id}
    lines: dict[int, int] = {}
    for one in outcomes:
        if one.child_id is not None and one.identity == "by_itself":
            lines[one.child_id] = one.line
    checked = []
    for one in outcomes:
        if one.group not in ("new", "changed"):
            checked.append(one)
            continue
        words = _conflict(one, holders, council_holders, others, lines)
        if one.child_id is not None and not words:
            lines.setdefault(one.child_id, one.line)
        checked.append(Outcome(one.row, "refused", refused=words) if words else one)
    return checked


def _conflict(
    one: Outcome,
    holders: dict[str, int],
    council_holders: dict[str, int],
    others: frozenset[str],
    lines: dict[int, int],
) -> str:
    row = one.row
    if one.child_id is not None and lines.get(one.child_id, one.line) != one.line:
        return (
            f"line {lines[one.child_id]} is about the same child of ours. Decide otherwise, or leave one out"
        )
    if row.nhs_number in others:
        return "its NHS number belongs to a child of another team. Check it, or ask your manager"
    is_theirs = one.child_id is None or one.identity == "use_theirs"
    if row.nhs_number and is_theirs and holders.get(row.nhs_number, one.child_id) != one.child_id:
        return (
            "its NHS number is that of another child of ours. Correct it, or decide that it is the same child"
        )
    if row.council_id and is_theirs and council_holders.get(row.council_id, one.child_id) != one.child_id:
        return (
            "its council ID is that of another child of ours. Correct it, or decide that it is the same child"
        )
    return ""


def _group_of(plan: Plan) -> Group:
    if plan.leaves_care:
        return "left_care"
    return "changed" if plan.writes_anything else "same"


def _row(one: Outcome, compared: Comparison, group: Group, *, changes: Plan) -> PreviewRow:
    row = one.row
    return PreviewRow(
        row.line, group, reference(row), _name(row), show_date(row.born), one.child_id, tuple(changes.changes),
        problems=tuple(compared.staged.doubts.get(row.line, ())),
    )  # fmt: skip


def _other_row(
    one: Outcome,
    compared: Comparison,
    shown: dict[int, tuple[str, str, str]],
    received: Callable[[int], tuple[tuple[str, str], ...]],
) -> PreviewRow:
    row = one.row
    problems = tuple(compared.staged.doubts.get(row.line, ()))
    if one.refused:
        problems = (Problem(compared.received.file, row.line, "", row.council_id, one.refused),)
    candidates = (
        ()
        if one.group == "new"
        else tuple(
            _candidate(near, row, compared.known[near.child_id], shown[near.child_id])
            for near in one.candidates
        )
    )
    return PreviewRow(
        row.line, one.group, reference(row), _name(row), show_date(row.born), candidates=candidates, problems=problems,
        received=() if one.group == "new" else received(row.line),
    )  # fmt: skip


def _name(row: ListRow) -> str:
    return show_name(row.family_name, row.given_name, row.council_id)


def _candidate(near: Likeness, row: ListRow, child: KnownChild, named: tuple[str, str, str]) -> Candidate:
    family, given, council_id = named
    return Candidate(
        child_id=child.id,
        name=show_name(family, given, council_id),
        born=show_date(child.born),
        council_id="" if is_placeholder_council_id(council_id) else council_id,
        nhs_number=show_nhs_number(child.nhs_number or None),
        why=near.why,
        differences=differences(row, child, family=family, given=given),
    )
