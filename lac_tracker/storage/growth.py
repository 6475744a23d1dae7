"""Measurements of growth: rows and domain."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.growth import Measurement
from lac_tracker.storage import health_checks as stored
from lac_tracker.storage.tables.health_checks import MeasurementRow

child_of_measurement = stored.child_of(MeasurementRow)
_FIELDS = tuple(Measurement.__dataclass_fields__)


def measurements(session: Session, child_id: int) -> tuple[Measurement, ...]:
    """Return the measurements of a child, newest first; none that were entered in error."""
    found = (
        Measurement(**{name: getattr(row, name) for name in _FIELDS})
        for row in stored.rows_of(session, MeasurementRow, child_id)
    )
    return tuple(sorted(found, key=lambda one: (one.measured_on, one.id), reverse=True))


def save_measurement(
    session: Session,
    child_id: int,
    measurement_id: int | None,
    fields: Mapping[str, Any],
    *,
    seen_version: int,
) -> int:
    """Keep a measurement, new (measurement_id None) or corrected, and return its id. Raises RecordChanged."""
    return stored.save_row(
        session, MeasurementRow, child_id, measurement_id, fields, seen_version=seen_version
    )


def measurement_in_error(session: Session, row_id: int, because: str, *, seen_version: int) -> None:
    """Take a measurement out, with the reason. Raises RecordChanged."""
    stored.in_error(session, MeasurementRow, row_id, because, seen_version=seen_version)
