"""Which child of ours each row of a council's list is compared with, to say where the two differ. Nothing is written by it."""

from collections.abc import Sequence

from lac_tracker.domain.child_matching import KnownChild, match_rows
from lac_tracker.domain.list_import import ReceivedList
from lac_tracker.domain.list_rows import ListRow, Staged
from lac_tracker.domain.names import search_key, show_name
from lac_tracker.domain.reconciliation import Ours, Theirs

# A number in common, or names and birth date: what else differs is the difference to show. Less is another child.
_NEAR_ENOUGH = 1


def pair_by_list(
    read: Staged, received: ReceivedList, ours: Sequence[Ours]
) -> tuple[list[tuple[Theirs, Ours]], list[Theirs], list[Ours]]:
    """Return who is on both, on theirs alone, on ours alone.

    Ours are not missing on a list that names them in a row that could not be read.
    """
    held = {one.child_id: one for one in ours}
    matches = match_rows(read.rows, [_known(one) for one in ours])
    pairs: list[tuple[Theirs, Ours]] = []
    alone = []
    paired = {match.child_id for match in matches.values() if match.child_id is not None}
    for row in read.rows:
        match = matches[row.line]
        child_id = match.child_id
        if child_id is None:
            near = [
                one for one in match.candidates if one.rank <= _NEAR_ENOUGH and one.child_id not in paired
            ]
            child_id = near[0].child_id if near else None
        if child_id is None:
            alone.append(_theirs(row))
        else:
            paired.add(child_id)
            pairs.append((_theirs(row), held[child_id]))
    named = _named_in_rows_not_read(read, received)
    rest = [
        one for one in ours
        if one.child_id not in paired and one.council_id not in named and (not one.nhs_number or one.nhs_number not in named)
    ]  # fmt: skip
    return pairs, alone, rest


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


def _theirs(row: ListRow) -> Theirs:
    return Theirs(
        council_id=row.council_id,
        born=row.born,
        name=show_name(row.family_name, row.given_name, row.council_id or "not given"),
        nhs_number=row.nhs_number,
        began=row.became_looked_after,
        ended=row.left_care,
        reason_ended=row.reason_left,
    )
