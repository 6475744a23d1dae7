"""What a list says otherwise and an import does not take: kept as differences, for a person to decide in the comparison."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.list_import import PreviewRow
from lac_tracker.domain.list_reconciliation import theirs_of
from lac_tracker.domain.reconciliation import Span, compare, with_what_was_kept
from lac_tracker.services.list_preview import Comparison
from lac_tracker.storage import reconciliation

# Keys of changes that the comparison can resolve.
_TO_RESOLVE = frozenset({"became_looked_after", "left_care", "born", "nhs_number", "council_id"})


def untaken(rows: Iterable[PreviewRow]) -> frozenset[int]:
    """Return the lines of a preview with something that is not taken, and that the comparison can resolve."""
    return frozenset(
        row.line
        for row in rows
        if row.child_id is not None
        and any(not change.taken and change.key in _TO_RESOLVE for change in row.changes)
    )


def keep_untaken(
    session: Session, compared: Comparison, lines: Collection[int], *, council_row_id: int, today: date
) -> int:
    """Keep how these rows and the caseload differ, as it stands now, and return how many a person has to decide about."""
    of_ours = {
        one.child_id: one.row for one in compared.outcomes if one.line in lines and one.child_id is not None
    }
    if not of_ours:
        return 0
    ours = reconciliation.ours(session, council_row_id, of_ours)
    pairs = [(theirs_of(of_ours[one.child_id]), one) for one in ours]
    found = compare(pairs, (), (), Span(today, today))
    reconciliation.keep(
        session, council_row_id, found, files=(compared.received.file,), today=today, only_adds=True
    )
    known = with_what_was_kept(found, reconciliation.kept(session, council_row_id))
    return sum(one.is_open for one in known)
