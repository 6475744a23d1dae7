"""What an import of a council's list would do with each row: understood, matched, decided about, and planned."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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
    Consequence,
    Decision,
    Decisions,
    Group,
    Matching,
    PreviewRow,
    ReceivedList,
    allowed,
)
from lac_tracker.domain.list_plan import Identity, ListedChild, Plan
from lac_tracker.domain.list_rows import ListRow, Staged, reference
from lac_tracker.domain.names import show_name
from lac_tracker.domain.people import Actor
from lac_tracker.services import list_staging, redaction
from lac_tracker.services.import_redaction import unnamed
from lac_tracker.storage import list_children, list_imports, reference_data

_PORTION = 2_000
_SAME_CHILD: tuple[Identity, ...] = ("keep_ours", "use_theirs")

Follows = dict[
    tuple[int, int], dict[Decision, Consequence]
]  # (line, child of ours) → what each decision does


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


@dataclass(frozen=True)
class Holders:
    """Who has which number already, and which row each child of ours is in."""

    nhs_numbers: Mapping[str, int]
    council_ids: Mapping[str, int]
    others: frozenset[str]  # NHS numbers of other teams
    lines: dict[int, int]

    def conflict(self, one: Outcome) -> str:
        """Return why a row can't be taken in like that: a number would be given to two, or one child of ours two rows."""
        row = one.row
        if one.child_id is not None and self.lines.get(one.child_id, one.line) != one.line:
            return f"line {self.lines[one.child_id]} is about the same child of ours. Decide otherwise, or leave one out"
        if row.nhs_number in self.others:
            return "its NHS number belongs to a child of another team. Check it, or ask your manager"
        if one.child_id is not None and one.identity != "use_theirs":
            return ""
        for words, number, held in (
            ("NHS number", row.nhs_number, self.nhs_numbers),
            ("council ID", row.council_id, self.council_ids),
        ):
            if number and held.get(number, one.child_id) != one.child_id:
                return f"its {words} is that of another child of ours. Correct it, or decide that it is the same child"
        return ""


@dataclass
class Comparison:
    """A list beside the caseload. known: the children that rows are near to."""

    received: ReceivedList
    staged: Staged
    outcomes: list[Outcome]
    known: dict[int, KnownChild]
    council_row_id: int | None
    today: date
    holders: Holders
    closed: frozenset[int] = frozenset()  # restricted records that the person may not see
    warnings: list[Problem] = field(default_factory=list)

    def let_go_of_holders(self) -> None:
        """Forget what only a preview needs, before everything is written: of a large caseload it is a lot."""
        self.holders = Holders({}, {}, frozenset(), {})

    def let_go_of_rows(self, lines: Collection[int]) -> None:
        """Forget the rows of the list save these, once they are written: what follows from them needs the room."""
        self.outcomes = [one for one in self.outcomes if one.line in lines]
        self.staged, self.known = Staged(), {}
        list_staging.forget()

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
    staged = list_staging.understood(received, matching, decisions, codes=codes, today=today)
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
    holders = _holders(outcomes, known, others)
    checked = _without_conflicts(outcomes, holders)
    return Comparison(received, staged, checked, by_id, council_row_id, today, holders, closed)


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
    others = [one for one in compared.outcomes if one.child_id is None or one.group != "changed"]
    for at in range(0, len(others), _PORTION):
        some = others[at : at + _PORTION]
        follows = _consequences(
            session, compared, [one for one in some if one.group in ("close_match", "later")]
        )
        for one in some:
            yield _other_row(one, compared, shown, received, follows)


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
    if chosen is None or chosen == "later" or allowed(chosen, meant, near, closed) == "later":
        return Outcome(row, "close_match" if chosen is None else "later", candidates=candidates)
    if chosen == "different":
        return Outcome(row, "new", candidates=candidates)
    return Outcome(row, "changed", meant, chosen, candidates)


def _holders(outcomes: Sequence[Outcome], known: Sequence[KnownChild], others: frozenset[str]) -> Holders:
    return Holders(
        {child.nhs_number: child.id for child in known if child.nhs_number},
        {child.council_id: child.id for child in known if child.council_id},
        others,
        {
            one.child_id: one.line
            for one in outcomes
            if one.child_id is not None and one.identity == "by_itself"
        },
    )


def _without_conflicts(outcomes: Sequence[Outcome], holders: Holders) -> list[Outcome]:
    """Refuse rows that would give a number to two children, or one child of ours two rows, once people decided."""
    checked = []
    for one in outcomes:
        words = holders.conflict(one) if one.group in ("new", "changed") else ""
        if one.child_id is not None and not words:
            holders.lines.setdefault(one.child_id, one.line)
        checked.append(Outcome(one.row, "refused", refused=words) if words else one)
    return checked


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
    follows: Follows,
) -> PreviewRow:
    row = one.row
    problems = tuple(compared.staged.doubts.get(row.line, ()))
    if one.refused:
        problems = (Problem(compared.received.file, row.line, "", row.council_id, one.refused),)
    near = () if one.group == "new" else one.candidates
    candidates = tuple(
        _candidate(
            each,
            row,
            compared.known[each.child_id],
            shown[each.child_id],
            follows.get((row.line, each.child_id), {}),
        )
        for each in near
    )
    return PreviewRow(
        row.line, one.group, reference(row), _name(row), show_date(row.born), candidates=candidates, problems=problems,
        received=() if one.group == "new" else received(row.line),
        not_different=compared.holders.conflict(Outcome(row, "new")) if candidates else "",
    )  # fmt: skip


def _consequences(session: Session, compared: Comparison, some: Sequence[Outcome]) -> Follows:
    """Return what each decision that says 'the same child' would do, for each child a row is near to."""
    asked = [
        Outcome(one.row, "changed", near.child_id, decision)
        for one in some
        for near in one.candidates
        for decision in _SAME_CHILD
    ]
    found: Follows = defaultdict(dict)
    for at in range(0, len(asked), _PORTION):
        portion = asked[at : at + _PORTION]
        for one, (plan, ours) in zip(portion, compared.plans(session, portion), strict=True):
            follows = Consequence(tuple(plan.changes), compared.holders.conflict(one))
            found[one.line, ours.id]["use_theirs" if one.identity == "use_theirs" else "keep_ours"] = follows
    return found


def _name(row: ListRow) -> str:
    return show_name(row.family_name, row.given_name, row.council_id)


def _candidate(
    near: Likeness,
    row: ListRow,
    child: KnownChild,
    named: tuple[str, str, str],
    same_child: Mapping[Decision, Consequence],
) -> Candidate:
    family, given, council_id = named
    return Candidate(
        child_id=child.id,
        name=show_name(family, given, council_id),
        born=show_date(child.born),
        council_id="" if is_placeholder_council_id(council_id) else council_id,
        nhs_number=show_nhs_number(child.nhs_number or None),
        why=near.why,
        differences=differences(row, child, family=family, given=given),
        same_child=same_child,
    )
