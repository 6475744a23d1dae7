"""What an import says of restricted records to somebody who may not see them: that there is one, and nothing that is ours."""

from collections.abc import Iterable
from dataclasses import replace

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.list_import import Candidate, PreviewRow
from lac_tracker.services.redaction import RESTRICTED

ASK = "A restricted record: ask a manager"


def unnamed(row: PreviewRow, closed: frozenset[int]) -> PreviewRow:
    """Return a row of a preview without what is ours of a record that is closed. What their list says of it stays.

    That it is the same child is said all the same, as the import goes by it.
    """
    if row.child_id in closed:
        hidden = tuple(replace(one, ours=RESTRICTED) for one in row.changes)
        row = replace(row, changes=hidden)
    if any(one.child_id in closed for one in row.candidates):
        row = replace(row, candidates=tuple(_unnamed(one, closed) for one in row.candidates))
    return row


def refuse_closed(child_ids: Iterable[int | None], closed: frozenset[int]) -> None:
    """Raise UserError where a decision is about a record that is closed to whoever decides."""
    if closed.intersection(one for one in child_ids if one is not None):
        raise UserError(f"{ASK} to decide about this row. It stays set aside")


def _unnamed(one: Candidate, closed: frozenset[int]) -> Candidate:
    if one.child_id not in closed:
        return one
    return replace(
        one,
        name=RESTRICTED,
        nhs_number="",
        why=f"{one.why.rstrip('.')}. {ASK}",
        differences=(),
        same_child={},
        is_closed=True,
    )
