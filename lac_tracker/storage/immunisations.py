"""What clinicians stated of a child's immunisations, and the schedule as the program has it."""

from functools import cache

from sqlalchemy.orm import Session

from lac_tracker.domain.health_checks import ImmunisationStatement
from lac_tracker.domain.immunisation_schedule import Schedule, schedule_from
from lac_tracker.storage import reference_data
from lac_tracker.storage.health_checks import child_of, rows_of
from lac_tracker.storage.tables.health_checks import ImmunisationStatementRow

child_of_statement = child_of(ImmunisationStatementRow)


@cache
def schedule() -> Schedule:
    """Return the immunisation schedule."""
    return schedule_from(reference_data.table("immunisation_schedule.toml"))


def statements(session: Session, child_id: int) -> tuple[ImmunisationStatement, ...]:
    """Return the statements of a child, newest first; none that were entered in error."""
    rows = sorted(
        rows_of(session, ImmunisationStatementRow, child_id),
        key=lambda row: (row.as_at, row.id),
        reverse=True,
    )
    return tuple(
        ImmunisationStatement(
            row.id, row.as_at, row.status, row.outstanding, row.source, row.stated_by, row.version,  # type: ignore[arg-type]  # a CHECK keeps the word
        )
        for row in rows
    )  # fmt: skip
