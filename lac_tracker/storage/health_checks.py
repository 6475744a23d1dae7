"""Immunisations and hospital visits: rows and domain. The rows of every health check are read and kept here."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.event_dates import EventDate, on_day
from lac_tracker.domain.health_checks import HospitalVisit, Immunisation, Vaccine
from lac_tracker.storage import reference_data
from lac_tracker.storage.chronology import CHANGED
from lac_tracker.storage.tables.health_checks import (
    AllergyRow,
    ConditionRow,
    HospitalVisitRow,
    ImmunisationRow,
    ImmunisationStatementRow,
    MeasurementRow,
    MedicineRow,
    RoutineCheckRow,
    SubstanceUseRow,
)

Row = TypeVar(
    "Row", ImmunisationRow, HospitalVisitRow, ImmunisationStatementRow, RoutineCheckRow, MeasurementRow, MedicineRow,
    AllergyRow, ConditionRow, SubstanceUseRow,
)  # fmt: skip


@cache
def vaccines() -> tuple[Vaccine, ...]:
    """Return the vaccines a record may name, in the order in which they are usually given."""
    shipped = reference_data.table("immunisations.toml")
    return tuple(Vaccine(one["key"], one["label"], one["protects"]) for one in shipped["vaccine"])


def immunisations(session: Session, child_id: int) -> tuple[Immunisation, ...]:
    """Return the doses of a child, newest first, those without a date last; none that were entered in error."""
    rows = rows_of(session, ImmunisationRow, child_id)
    dated = sorted(rows, key=lambda row: (row.given_on or date.min, row.id), reverse=True)
    return tuple(
        Immunisation(
            row.id, row.vaccine, row.vaccine_words, row.state, event_date(row.given_on, row.date_precision, row.date_words),  # type: ignore[arg-type]  # a CHECK keeps the word
            row.source, row.note, row.version,
        )
        for row in dated
    )  # fmt: skip


def hospital_visits(session: Session, child_id: int) -> tuple[HospitalVisit, ...]:
    """Return the hospital visits of a child, newest first; none that were entered in error."""
    rows = sorted(
        rows_of(session, HospitalVisitRow, child_id), key=lambda row: (row.began_on, row.id), reverse=True
    )
    return tuple(
        HospitalVisit(
            row.id, row.kind, EventDate(row.began_on, row.date_precision, row.date_words),  # type: ignore[arg-type]  # a CHECK keeps the words
            on_day(row.ended_on) if row.ended_on else None, row.hospital, row.why, row.source, row.version,
        )
        for row in rows
    )  # fmt: skip


def save_immunisation(
    session: Session,
    child_id: int,
    immunisation_id: int | None,
    when: EventDate | None,
    fields: Mapping[str, Any],
    *,
    seen_version: int,
) -> int:
    """Keep a dose, new (immunisation_id None) or corrected, and return its id. Raises RecordChanged."""
    dates = date_fields("given_on", when)
    return save_row(
        session, ImmunisationRow, child_id, immunisation_id, {**fields, **dates}, seen_version=seen_version
    )


def save_hospital_visit(
    session: Session,
    child_id: int,
    visit_id: int | None,
    when: EventDate,
    fields: Mapping[str, Any],
    *,
    seen_version: int,
) -> int:
    """Keep a hospital visit, new (visit_id None) or corrected, and return its id. Raises RecordChanged."""
    dates = date_fields("began_on", when)
    return save_row(
        session, HospitalVisitRow, child_id, visit_id, {**fields, **dates}, seen_version=seen_version
    )


def child_of(table: type[Row]) -> Callable[[Session, int], int]:
    """Return what finds whose row it is; raises NotFound."""

    def found(session: Session, row_id: int) -> int:
        child_id = session.scalar(select(table.child_id).where(table.id == row_id))
        if child_id is None:
            raise NotFound("That entry is not in this caseload")
        return child_id

    return found


child_of_immunisation = child_of(ImmunisationRow)
child_of_hospital_visit = child_of(HospitalVisitRow)


def rows_of(session: Session, table: type[Row], child_id: int) -> list[Row]:
    """Return the rows a child has in a table of health checks, in the order they were entered; none that were in error."""
    return list(session.scalars(_rows_of(table), {"child": child_id}))


@cache
def _rows_of(table: Any) -> Any:
    of_child = (table.child_id == bindparam("child"), table.entered_in_error_because.is_(None))
    return select(table).where(*of_child).order_by(table.id)


def save_row(
    session: Session, table: type[Row], child_id: int, row_id: int | None, fields: Mapping[str, Any], *, seen_version: int
) -> int:  # fmt: skip
    """Keep a row, new (row_id None) or corrected, and return its id. fields: by column.

    Raises RecordChanged when somebody corrected it, or took it out, since seen_version was read.
    """
    if row_id is None:
        row = table(child_id=child_id, **fields)
        session.add(row)
    else:
        row = session.get_one(table, row_id)
        _refuse_changed(row, seen_version)
        for name, value in fields.items():
            setattr(row, name, value)
    session.flush()
    return row.id


def in_error(session: Session, table: type[Row], row_id: int, because: str, *, seen_version: int) -> None:
    """Take a row out as entered in error; it stays with the reason. Raises RecordChanged."""
    row = session.get_one(table, row_id)
    _refuse_changed(row, seen_version)
    row.entered_in_error_because = because
    session.flush()


def date_fields(column: str, when: EventDate | None) -> dict[str, Any]:
    """Return the three columns of a date as people remember it: its day, how exact it is, and its words."""
    return {
        column: when.on if when else None,
        "date_precision": when.precision if when else None,
        "date_words": when.words if when else "",
    }


def event_date(on: date | None, precision: str | None, words: str) -> EventDate | None:
    """Return a date from its three columns; None where nobody knows it."""
    return EventDate(on, precision, words) if on and precision else None  # type: ignore[arg-type]  # a CHECK keeps the word


def immunisation_in_error(session: Session, row_id: int, because: str, *, seen_version: int) -> None:
    """Take a dose out, with the reason. Raises RecordChanged."""
    in_error(session, ImmunisationRow, row_id, because, seen_version=seen_version)


def hospital_visit_in_error(session: Session, row_id: int, because: str, *, seen_version: int) -> None:
    """Take a hospital visit out, with the reason. Raises RecordChanged."""
    in_error(session, HospitalVisitRow, row_id, because, seen_version=seen_version)


def _refuse_changed(row: Any, seen_version: int) -> None:
    if row.version != seen_version or row.entered_in_error_because:
        raise RecordChanged(CHANGED)
