"""What an import says of restricted records to somebody who may not see them: that there is one, and nothing that is ours."""

from collections.abc import Iterable
from dataclasses import replace

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.list_import import Candidate, FieldChange, PreviewRow
from lac_tracker.domain.restricted import ASK, RESTRICTED

_TELLS_WHO = frozenset({"born", "council_id", "council_child_id", "nhs_number"})  # their list has it too


def unnamed(row: PreviewRow, closed: frozenset[int]) -> PreviewRow:
    """Return a row of a preview that says of a closed record only that there is one, and what their list changes of it.

    Neither birth date nor number is left; by `reference` a child of a return is known again, and is theirs.
    """
    if row.child_id in closed:
        row = replace(
            row,
            reference="" if row.line else row.reference,
            name=ASK,
            born="",
            changes=tuple(_hidden(one) for one in row.changes),
        )
    if any(one.child_id in closed for one in row.candidates):
        row = replace(row, candidates=tuple(_unnamed(one, closed) for one in row.candidates))
    return row


def refuse_closed(child_ids: Iterable[int | None], closed: frozenset[int]) -> None:
    """Raise UserError where a decision is about a record that is closed to whoever decides."""
    if closed.intersection(one for one in child_ids if one is not None):
        raise UserError(f"{ASK} to decide about this row. It stays set aside")


def _hidden(one: FieldChange) -> FieldChange:
    return replace(one, ours=RESTRICTED, theirs=RESTRICTED if one.key in _TELLS_WHO else one.theirs)


def _unnamed(one: Candidate, closed: frozenset[int]) -> Candidate:
    if one.child_id not in closed:
        return one
    return replace(
        one,
        name=RESTRICTED,
        born="",
        council_id="",
        nhs_number="",
        why=ASK,
        differences=(),
        same_child={},
        is_closed=True,
    )
