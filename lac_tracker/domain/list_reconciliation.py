"""Which child of ours each child of a council's list or return is compared with, to say where the two differ."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from lac_tracker.domain.child_matching import KnownChild, match_rows
from lac_tracker.domain.identifiers import is_placeholder_council_id
from lac_tracker.domain.list_import import ReceivedList
from lac_tracker.domain.list_rows import ListRow, Staged
from lac_tracker.domain.names import search_key, show_name
from lac_tracker.domain.reconciliation import Near, Ours, Theirs

# A number in common, or names and birth date: what else differs is the difference to show. Less is another child.
_NEAR_ENOUGH = 1


@dataclass
class Paired:
    """Who is on both, who may be, who is on theirs alone, who is on ours alone."""

    pairs: list[tuple[Theirs, Ours]] = field(default_factory=list)
    near: list[Near] = field(default_factory=list)
    alone: list[Theirs] = field(default_factory=list)
    rest: list[Ours] = field(default_factory=list)


def pair_by_list(
    read: Staged,
    received: ReceivedList,
    ours: Sequence[Ours],
    told_apart: Collection[tuple[str, int]] = frozenset(),
) -> Paired:
    """Return which child of ours each row is held against.

    Ours are not missing on a list that names them in a row that could not be read. told_apart: what their list says
    (`Near.said`) and our child, who were said not to be the same.
    """
    held = {one.child_id: one for one in ours}
    matches = match_rows(read.rows, [_known(one) for one in ours])
    found, others = Paired(), list[ListRow]()
    paired = {match.child_id for match in matches.values() if match.child_id is not None}
    for row in read.rows:
        match = matches[row.line]
        likely = (one.child_id for one in match.candidates if one.rank <= _NEAR_ENOUGH)
        child_id = match.child_id or next((one for one in likely if one not in paired), None)
        if child_id is not None:
            paired.add(child_id)
            found.pairs.append((theirs_of(row), held[child_id]))
        elif not match.refused:  # a second row about a child who has one already is no child of its own
            others.append(row)
    for row in others:
        possible = (
            Near(theirs_of(row), held[one.child_id], one.why)
            for one in matches[row.line].candidates
            if one.child_id not in paired
        )
        near = next((one for one in possible if (one.said, one.ours.child_id) not in told_apart), None)
        if near is None:
            found.alone.append(theirs_of(row))
        else:
            found.near.append(near)
    paired |= {one.ours.child_id for one in found.near}
    named = _named_in_rows_not_read(read, received)
    found.rest = [
        one for one in ours
        if one.child_id not in paired and one.council_id not in named and (not one.nhs_number or one.nhs_number not in named)
    ]  # fmt: skip
    return found


def _named_in_rows_not_read(read: Staged, received: ReceivedList) -> frozenset[str]:
    lines = set(read.refused) | set(read.left_out)
    return frozenset(
        text
        for row in received.rows
        if row.line in lines
        for cell in row.cells
        for text in (cell.strip(), cell.replace(" ", ""))
        if text
    )


def _known(one: Ours) -> KnownChild:
    return KnownChild(
        id=one.child_id,
        born=one.born,
        council_id=one.council_id,
        nhs_number=one.nhs_number,
        family_key=search_key(one.family_name),
        given_key=search_key(one.given_name),
        preferred_key=search_key(one.preferred_name),
    )


def theirs_of(row: ListRow) -> Theirs:
    return Theirs(
        council_id=row.council_id,
        born=row.born,
        name=show_name(row.family_name, row.given_name, row.council_id or "not given"),
        nhs_number=row.nhs_number,
        began=row.became_looked_after,
        ended=row.left_care,
        reason_ended=row.reason_left,
    )


def pair_by_council_id(
    theirs: Sequence[Theirs], ours: Sequence[Ours], told_apart: frozenset[tuple[str, int]] = frozenset()
) -> tuple[list[tuple[Theirs, Ours]], list[Theirs], list[Ours]]:
    """Return who is on both, on theirs alone, on ours alone, for a list that gives no names.

    A child of ours whom no council gave an id is paired with the one child of theirs alone who was born the same day,
    where both are the only such: the council id is then the difference for a person to decide about. told_apart: the
    council's id and our child, who were said not to be the same.
    """
    held = {one.council_id: one for one in ours}
    pairs = [(one, held[one.council_id]) for one in theirs if one.council_id in held]
    paired = {mine.child_id for _, mine in pairs}
    alone = [one for one in theirs if one.council_id not in held]
    rest = [one for one in ours if one.child_id not in paired]
    unnamed = [one for one in rest if is_placeholder_council_id(one.council_id)]
    for mine in unnamed:
        same_day = [
            one
            for one in alone
            if one.born == mine.born and (one.council_id, mine.child_id) not in told_apart
        ]
        if len(same_day) == 1 and sum(one.born == mine.born for one in unnamed) == 1:
            pairs.append((same_day[0], mine))
            alone.remove(same_day[0])
            rest.remove(mine)
    return pairs, alone, rest
