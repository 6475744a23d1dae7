"""The chronology: events entered by hand, marks on automatic ones, and the rows of the record events follow from."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from lac_tracker.domain.chronology import Event, Mark
from lac_tracker.domain.chronology_events import AssessmentSteps, Recorded
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.event_dates import EventDate
from lac_tracker.domain.plans import MARK_WORDS
from lac_tracker.storage import assessments, out_of_area
from lac_tracker.storage.tables.assessment_notes import ClockHoldRow
from lac_tracker.storage.tables.assessments import (
    AppointmentRow,
    AssessmentRow,
    ConsentRow,
    DeclinedRow,
)
from lac_tracker.storage.tables.care import (
    LegalStatusRow,
    MissingEpisodeRow,
    PeriodOfCareRow,
    PlacementRow,
    ProtectionStatusRow,
)
from lac_tracker.storage.tables.chronology import ChronologyEventRow, ChronologyMarkRow
from lac_tracker.storage.tables.health_checks import (
    ConditionRow,
    HospitalVisitRow,
    ImmunisationRow,
    MedicineRow,
    RoutineCheckRow,
)
from lac_tracker.storage.tables.information import InformationRequestRow
from lac_tracker.storage.tables.pathways import LeavingCareRow, PregnancyRow
from lac_tracker.storage.tables.plans import LastPlanMarkRow, NeedRow

CHANGED = "Someone else changed this while you were working. Open it again to see their version"


def child_of_event(session: Session, event_id: int) -> int:
    """Return whose event it is. Raises NotFound."""
    child_id = session.scalar(select(ChronologyEventRow.child_id).where(ChronologyEventRow.id == event_id))
    if child_id is None:
        raise NotFound("That event is not in this caseload")
    return child_id


def by_hand(session: Session, child_id: int) -> tuple[Event, ...]:
    """Return the events people entered, without those entered in error."""
    rows = session.scalars(
        select(ChronologyEventRow)
        .where(ChronologyEventRow.child_id == child_id, ChronologyEventRow.entered_in_error_because.is_(None))
        .order_by(ChronologyEventRow.happened_on, ChronologyEventRow.id)
    )
    return tuple(_event(row) for row in rows)


def add_event(session: Session, child_id: int, when: EventDate, fields: Mapping[str, Any]) -> int:
    """Add an event and return its id."""
    row = ChronologyEventRow(child_id=child_id, **date_fields(when), **fields)
    session.add(row)
    session.flush()
    return row.id


def change_event(session: Session, event_id: int, fields: Mapping[str, Any], *, seen_version: int) -> None:
    """Set fields of an event. Raises RecordChanged when somebody else did so meanwhile."""
    row = session.get_one(ChronologyEventRow, event_id)
    if row.version != seen_version or row.entered_in_error_because:
        raise RecordChanged(CHANGED)
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()


def marks(session: Session, child_id: int) -> dict[str, Mark]:
    """Return what people said of automatic events, by the key of the event."""
    rows = session.scalars(select(ChronologyMarkRow).where(ChronologyMarkRow.child_id == child_id))
    return {row.event_key: Mark(row.is_key, row.left_out_of_print) for row in rows}


def mark(session: Session, child_id: int, event_key: str, said: Mark) -> None:
    """Keep what a person said of an automatic event."""
    row = session.scalar(
        select(ChronologyMarkRow).where(
            ChronologyMarkRow.child_id == child_id, ChronologyMarkRow.event_key == event_key
        )
    )
    if row is None:
        row = ChronologyMarkRow(child_id=child_id, event_key=event_key)
        session.add(row)
    row.is_key, row.left_out_of_print = said.is_key, said.left_out_of_print
    session.flush()


def care_rows(session: Session, child_id: int) -> tuple[Recorded, ...]:
    """Return periods, placements, legal statuses, protection and missing episodes; words are still codes."""
    found: list[Recorded] = []
    for period in _of(session, PeriodOfCareRow, child_id):
        found.append(Recorded("period", period.id, period.began, period.ended, why=period.reason_ended or ""))
        if period.council_told_us_on:
            found.append(Recorded("told", period.id, period.council_told_us_on, period.began))
    for place in _of(session, PlacementRow, child_id):
        found.append(
            Recorded(
                "placement", place.id, place.began, place.ended, place.placement_type, place.reason_for_change or "",
                place.carer_name or "",
            )
        )  # fmt: skip
    found += [
        Recorded("legal_status", one.id, one.began, one.ended, one.code)
        for one in _of(session, LegalStatusRow, child_id)
    ]
    found += [
        Recorded("protection", one.id, one.began, one.ended, one.kind, one.category or "")
        for one in _of(session, ProtectionStatusRow, child_id)
    ]
    found += [
        Recorded("missing", one.id, one.began, one.ended) for one in _of(session, MissingEpisodeRow, child_id)
    ]
    return tuple(found)


def placement_addresses(session: Session, child_id: int) -> list[str]:
    """Return the addresses of all placements, for what must not be printed."""
    held = session.scalars(select(PlacementRow.address).where(PlacementRow.child_id == child_id))
    return [address for address in held if address]


def other_rows(session: Session, child_id: int) -> tuple[Recorded, ...]:
    """Return refusals, appointments, information, consents, treatment and pathways; words are still codes."""
    found = _treatment(session, child_id)
    found += [
        Recorded("declined", one.id, one.declined_on, None, one.kind, who=one.declined_by, next_step=_ask_again(one.ask_again_on))
        for one in _of(session, DeclinedRow, child_id)
    ]  # fmt: skip
    found += [
        Recorded(
            "appointment",
            one.id,
            one.takes_place_on,
            None,
            one.kind,
            one.outcome,
            next_step=one.next_step or "",
        )
        for one in _of(session, AppointmentRow, child_id)
    ]
    found += [
        Recorded(
            "information", one.id, one.asked_on, one.answered_on, one.source, one.answer or "", one.asked_of
        )
        for one in _of(session, InformationRequestRow, child_id)
    ]
    found += [
        Recorded("consent", one.id, one.given_on, one.withdrawn_on, one.response, who=one.giver)
        for one in _of(session, ConsentRow, child_id)
        if one.invalidated_on is None
    ]
    found += [
        Recorded(
            "hold", one.id, one.began_on, one.ended_on, one.kind, one.ended_because, show_date(one.until)
        )
        for one in _of(session, ClockHoldRow, child_id)
    ]
    for one in _of(session, PregnancyRow, child_id):
        found.append(Recorded("pregnancy", one.id, one.known_since, one.ended_on))
        found.append(
            Recorded(
                "referral", one.id, one.referred_on, one.replied_on, one.referred_to or "", one.accepted or ""
            )
        )
    found += [
        Recorded("leaving_care", one.id, one.health_history_on, one.explained_on, one.health_history)
        for one in _of(session, LeavingCareRow, child_id)
    ]
    return tuple(found)


def _treatment(session: Session, child_id: int) -> list[Recorded]:
    """Return what was given, checked, diagnosed, started and treated, where a day is known."""
    given = [
        Recorded("immunisation", one.id, one.given_on, None, one.vaccine, precision=one.date_precision, as_typed=one.date_words)
        for one in _of(session, ImmunisationRow, child_id)
        if one.state == "given" and one.given_on and one.entered_in_error_because is None
    ]  # fmt: skip
    begun = [
        Recorded(table, one.id, one.began_on, None, one.name, precision=one.date_precision, as_typed=one.date_words)
        for table, rows in (
            ("condition", [one for one in _of(session, ConditionRow, child_id) if one.state != "suspected"]),
            ("medicine", _of(session, MedicineRow, child_id)),
        )
        for one in rows
        if one.began_on and one.entered_in_error_because is None
    ]  # fmt: skip
    checked = [
        Recorded(
            "dental_check" if one.kind == "dental" else "check", one.id, one.happened_on, None, one.kind,
            precision=one.date_precision, as_typed=one.date_words,
        )
        for one in _of(session, RoutineCheckRow, child_id)
        if one.state == "done" and one.entered_in_error_because is None and (one.kind != "development" or one.what)
    ]  # fmt: skip
    return [*given, *begun, *checked] + [
        Recorded(
            "hospital", one.id, one.began_on, one.ended_on, one.kind, one.why, one.hospital,
            precision=one.date_precision, as_typed=one.date_words,
        )
        for one in _of(session, HospitalVisitRow, child_id)
        if one.entered_in_error_because is None
    ]  # fmt: skip


def assessment_steps(session: Session, child_id: int) -> tuple[AssessmentSteps, ...]:
    """Return the dates of every assessment, with the needs of its plan and the marks of the one before."""
    needs: dict[int, int] = dict(
        session.execute(
            select(NeedRow.assessment_id, func.count())
            .join(AssessmentRow, AssessmentRow.id == NeedRow.assessment_id)
            .where(AssessmentRow.child_id == child_id)
            .group_by(NeedRow.assessment_id)
        ).all()
    )
    counted: dict[int, list[tuple[str, int]]] = {}
    words = {str(value): label for value, label in MARK_WORDS.items()}
    for assessment_id, mark_, number in session.execute(
        select(LastPlanMarkRow.assessment_id, LastPlanMarkRow.mark, func.count())
        .join(AssessmentRow, AssessmentRow.id == LastPlanMarkRow.assessment_id)
        .where(AssessmentRow.child_id == child_id)
        .group_by(LastPlanMarkRow.assessment_id, LastPlanMarkRow.mark)
    ):
        counted.setdefault(assessment_id, []).append((words[mark_], number))
    hosts = out_of_area.hosts_of(session, child_id)
    return tuple(
        AssessmentSteps(
            row.id, row.kind, row.state, row.started_at.date() if row.started_at else None, row.part_done_on,
            row.completed_on, row.signed_at.date() if row.signed_at else None,
            row.completed_by or assessments.assessor_name(session, row.assessor_id) or "",
            row.edition, needs.get(row.id, 0), tuple(counted.get(row.id, ())), row.id in hosts,
        )
        for row in _of(session, AssessmentRow, child_id)
    )  # fmt: skip


def _of(session: Session, table: Any, child_id: int) -> Any:
    return session.scalars(_in_order_of_entry(table), {"child": child_id})


@cache
def _in_order_of_entry(table: Any) -> Any:
    return select(table).where(table.child_id == bindparam("child")).order_by(table.id)


def _ask_again(on: date | None) -> str:
    return f"Ask again on {show_date(on)}" if on else ""


def date_fields(when: EventDate) -> dict[str, Any]:
    """Return the columns of a date."""
    return {"happened_on": when.on, "date_precision": when.precision, "date_words": when.words}


def _event(row: ChronologyEventRow) -> Event:
    return Event(
        key=f"event:{row.id}",
        when=EventDate(row.happened_on, row.date_precision, row.date_words),  # type: ignore[arg-type]  # a CHECK keeps the word
        what=row.event,
        kind=row.kind,
        source=row.source,
        is_key=row.is_key,
        is_automatic=False,
        impact=row.impact,
        action=row.action_taken,
        hidden_from_child_copy=row.hidden_from_child_copy,
        is_clinical=row.kind in ("health", "sdq"),
        version=row.version,
    )
