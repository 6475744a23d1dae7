"""Assessments, their answers and appointments: rows and domain."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.people import Actor
from lac_tracker.domain.questions import Value
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.tables.assessments import (
    AnswerRow,
    AppointmentRow,
    AssessmentRow,
    FormTextRow,
    SigningReasonRow,
)
from lac_tracker.storage.tables.people import PersonRow

OPEN_STATES = ("requested", "in_progress", "part_done")


@dataclass(frozen=True)
class Assessment:
    """One assessment, without its answers."""

    id: int
    child_id: int
    kind: str  # 'IHA' or 'RHA'
    state: str
    form_id: str | None
    form_sha256: str | None
    assessor_id: int | None
    notified_on: date | None
    request_complete_on: date | None
    consent_received_on: date | None
    first_offered_on: date | None
    first_seen_on: date | None
    part_done_on: date | None
    completed_on: date | None
    completed_by: str | None
    signed_at: datetime | None
    signed_as: str | None
    last_question_id: str | None
    started_at: datetime | None
    version: int
    accepted_from_earlier_period: bool = False
    declined_on: date | None = None
    ask_again_on: date | None = None
    handed_to_id: int | None = None
    handed_on: date | None = None
    amends_id: int | None = None
    edition: int = 1
    amendment_reason: str | None = None
    cancelled_because: str | None = None
    signed_by_id: int | None = None
    report_written_on: date | None = None
    sent_to_gp_on: date | None = None

    @property
    def is_amendment(self) -> bool:
        """Whether this is a later edition of a signed assessment, signed itself or still open."""
        return self.amends_id is not None


_FIELDS = tuple(Assessment.__dataclass_fields__)


def child_of(session: Session, assessment_id: int) -> int:
    """Return whose assessment it is. Raises NotFound."""
    child_id: int | None = session.scalar(_child_of(), {"assessment": assessment_id})
    if child_id is None:
        raise NotFound("That assessment is not in this caseload")
    return child_id


@cache
def _child_of() -> Any:
    return select(AssessmentRow.child_id).where(AssessmentRow.id == bindparam("assessment"))


def load(session: Session, assessment_id: int) -> Assessment:
    """Return an assessment. Raises NotFound."""
    row = session.get(AssessmentRow, assessment_id)
    if row is None:
        raise NotFound("That assessment is not in this caseload")
    return _assessment(row)


def of_child(session: Session, child_id: int) -> tuple[Assessment, ...]:
    """Return every assessment of a child, oldest first."""
    return tuple(_assessment(row) for row in session.scalars(_of_child(), {"child": child_id}))


@cache
def _of_child() -> Any:
    return (
        select(AssessmentRow).where(AssessmentRow.child_id == bindparam("child")).order_by(AssessmentRow.id)
    )


def handed_to(session: Session, person_id: int) -> tuple[Assessment, ...]:
    """Return the open assessments handed to a person to sign, the longest waiting first."""
    rows = session.scalars(
        select(AssessmentRow)
        .where(AssessmentRow.handed_to_id == person_id, AssessmentRow.state.in_(OPEN_STATES))
        .order_by(AssessmentRow.handed_on, AssessmentRow.id)
    )
    return tuple(_assessment(row) for row in rows)


def in_force(held: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """Return the signed assessments that no later edition has replaced, by the day they were completed."""
    held = tuple(held)
    replaced = replaced_by(held)
    signed = (one for one in held if one.state == "signed" and one.id not in replaced)
    return tuple(sorted(signed, key=lambda one: (one.completed_on or date.min, one.id)))


def replaced_by(held: Iterable[Assessment]) -> dict[int, Assessment]:
    """Return which signed edition took the place of which: id of the replaced one → the one that replaced it."""
    return {one.amends_id: one for one in held if one.state == "signed" and one.amends_id is not None}


def last_completed_on(held: Iterable[Assessment]) -> date | None:
    """Return the day the latest assessment was completed, signed here or held before; None before the first."""
    done = [one.completed_on for one in held if one.state in ("signed", "history") and one.completed_on]
    return max(done, default=None)


def open_of(held: Iterable[Assessment], kind: str | None = None) -> Assessment | None:
    """Return the newest assessment that is requested or in progress, of a kind or of any.

    An amendment is no assessment of its own and never counts as one.
    """
    mine = [
        one for one in held if one.state in OPEN_STATES and not one.is_amendment and kind in (None, one.kind)
    ]
    return mine[-1] if mine else None


def add(session: Session, child_id: int, kind: str, state: str, fields: Mapping[str, Any]) -> int:
    """Add an assessment and return its id."""
    row = AssessmentRow(child_id=child_id, kind=kind, state=state, **fields)
    session.add(row)
    session.flush()
    mark_for_due(session, child_id)
    return row.id


def change(session: Session, assessment_id: int, fields: Mapping[str, Any]) -> None:
    """Set fields of an assessment that is not signed. Raises UserError when it is: a signed one is read-only."""
    row = session.get_one(AssessmentRow, assessment_id)
    refuse_signed(row.state)
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()
    mark_for_due(session, row.child_id)


def keep_consent_day(session: Session, assessment_id: int, on: date) -> None:
    """Keep when consent came. An earlier day stands: it is when the paper came, as a person entered it."""
    row = session.get_one(AssessmentRow, assessment_id)
    if row.consent_received_on is None or on < row.consent_received_on:
        change(session, assessment_id, {"consent_received_on": on})


def accept_for_new_period(session: Session, assessment_id: int) -> None:
    """Let a completed assessment count for the period of care that began after it. Its content stays as signed."""
    row = session.get_one(AssessmentRow, assessment_id)
    row.accepted_from_earlier_period = True
    session.flush()
    mark_for_due(session, row.child_id)


def remember_place(session: Session, assessment_id: int, question_id: str) -> None:
    """Keep which question was answered last. No clock hangs on it: nothing is computed again."""
    session.get_one(AssessmentRow, assessment_id).last_question_id = question_id
    session.flush()


def change_entered(session: Session, assessment_id: int, fields: Mapping[str, Any]) -> None:
    """Set fields of an assessment that was entered and not made here. Raises NotFound for any other."""
    row = session.get_one(AssessmentRow, assessment_id)
    if row.state != "history":
        raise NotFound("That assessment was made here: a correction is made as an amendment")
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()
    mark_for_due(session, row.child_id)


def refuse_signed(state: str) -> None:
    """Raise UserError when an assessment may no longer be written."""
    if state not in OPEN_STATES:
        raise UserError(
            "This assessment is signed and can't be changed. A correction is made as an amendment"
        )


def answers(session: Session, assessment_id: int) -> dict[str, Value]:
    """Return the answers given so far: question id → value as kept."""
    rows = session.execute(_answers(), {"assessment": assessment_id})
    return {question_id: json.loads(value) for question_id, value in rows}


@cache
def _answers() -> Any:
    return select(AnswerRow.question_id, AnswerRow.value).where(
        AnswerRow.assessment_id == bindparam("assessment")
    )


@cache
def _answer() -> Any:
    row = AnswerRow
    return select(row).where(
        row.assessment_id == bindparam("assessment"), row.question_id == bindparam("question")
    )


def put_answer(
    session: Session, assessment_id: int, question_id: str, value: Value | None, *, by: Actor, now: datetime
) -> None:
    """Keep an answer; None takes it back (the change before stays in the record of changes)."""
    row = session.scalar(_answer(), {"assessment": assessment_id, "question": question_id})
    if value is None:
        if row is not None:
            session.delete(row)
        session.flush()
        return
    text = json.dumps(value, ensure_ascii=False)
    if row is None:
        row = AnswerRow(assessment_id=assessment_id, question_id=question_id)
        session.add(row)
    row.value, row.answered_at, row.answered_by_id = text, now, by.person_id
    session.flush()


def keep_form(session: Session, form_id: str, form_version: str, text: str) -> str:
    """Store the text of a form once and return its SHA-256."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    if session.scalar(select(FormTextRow.id).where(FormTextRow.sha256 == sha256)) is None:
        session.add(FormTextRow(sha256=sha256, form_id=form_id, form_version=form_version, content=text))
        session.flush()
    return sha256


def form_text(session: Session, sha256: str) -> str:
    """Return the text of the form an assessment was signed with."""
    return session.scalars(select(FormTextRow.content).where(FormTextRow.sha256 == sha256)).one()


def keep_reasons(session: Session, assessment_id: int, reasons: Mapping[str, tuple[str, str]]) -> None:
    """Keep why it was signed all the same: finding id → (its words, the reason)."""
    for finding_id, (finding, reason) in reasons.items():
        session.add(
            SigningReasonRow(
                assessment_id=assessment_id, finding_id=finding_id, finding=finding, reason=reason
            )
        )
    session.flush()


def reasons(session: Session, assessment_id: int) -> tuple[tuple[str, str], ...]:
    """Return the reasons an assessment was signed with: (finding, reason)."""
    rows = session.scalars(
        select(SigningReasonRow)
        .where(SigningReasonRow.assessment_id == assessment_id)
        .order_by(SigningReasonRow.id)
    )
    return tuple((row.finding, row.reason) for row in rows)


def add_appointment(
    session: Session, child_id: int, kind: str, offered_on: date, takes_place_on: date, place: str | None
) -> int:
    """Book an appointment."""
    row = AppointmentRow(
        child_id=child_id, kind=kind, offered_on=offered_on, takes_place_on=takes_place_on, place=place
    )
    session.add(row)
    session.flush()
    mark_for_due(session, child_id)
    return row.id


def assessor_name(session: Session, person_id: int | None) -> str | None:
    """Return the full name of a member of the team."""
    return session.scalar(select(PersonRow.full_name).where(PersonRow.id == person_id)) if person_id else None


def _assessment(row: AssessmentRow) -> Assessment:
    return Assessment(**{name: getattr(row, name) for name in _FIELDS})
