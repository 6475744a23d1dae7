"""Checks of teeth, eyes, hearing and development: rows and domain."""

from sqlalchemy.orm import Session

from lac_tracker.domain.routine_checks import RoutineCheck
from lac_tracker.storage.health_checks import child_of, event_date, rows_of
from lac_tracker.storage.tables.health_checks import RoutineCheckRow

child_of_check = child_of(RoutineCheckRow)


def of_child(session: Session, child_id: int) -> tuple[RoutineCheck, ...]:
    """Return the checks of a child, newest first; none that were entered in error."""
    checks = [_check(row) for row in rows_of(session, RoutineCheckRow, child_id)]
    return tuple(sorted(checks, key=lambda one: (one.on, one.id), reverse=True))


def _check(row: RoutineCheckRow) -> RoutineCheck:
    return RoutineCheck(
        row.id, row.kind, row.state, event_date(row.happened_on, row.date_precision, row.date_words), row.what, row.result,  # type: ignore[arg-type]  # CHECKs keep the words
        row.provider, row.registered, row.treatment_waiting, row.up_to_date, row.reason, row.next_on, row.source,  # type: ignore[arg-type]
        row.version,
    )  # fmt: skip
