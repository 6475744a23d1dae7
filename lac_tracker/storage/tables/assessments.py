"""Health assessments: their clock, answers, appointments, and the consent behind them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.domain.consent import Giver, Means, Purpose, Response
from lac_tracker.domain.deadlines import AssessmentKind
from lac_tracker.storage.tables import children, clinics, people  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, in_order, one_of

BOOKED = "outcome = 'booked'"  # what an index keeps: the appointments to come
STATES = ("requested", "in_progress", "part_done", "signed", "declined", "cancelled", "history")


class FormTextRow(Base):
    """The text of a form as it stood when an assessment was signed with it. Kept once."""

    __tablename__ = "form_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    form_id: Mapped[str]
    form_version: Mapped[str]
    content: Mapped[str] = mapped_column(Text)


class AssessmentRow(Versioned, Base):
    """One assessment with every date of its clock. `history`: held before this caseload was made."""

    __tablename__ = "assessments"
    __table_args__ = (
        one_of("kind", AssessmentKind),
        one_of("state", STATES),
        CheckConstraint(
            "state NOT IN ('signed', 'history') OR completed_on IS NOT NULL", name="done_has_a_date"
        ),
        CheckConstraint(
            "state != 'signed' OR (signed_at IS NOT NULL AND form_sha256 IS NOT NULL)",
            name="signed_keeps_its_form",
        ),
        in_order("request_complete_on", "sent_to_gp_on"),
        Index("ix_assessments_child_id_completed_on", "child_id", "completed_on"),
        Index(
            "ix_assessments_amends_id",
            "amends_id",
            "state",
            "sent_to_gp_on",
            sqlite_where=text("amends_id IS NOT NULL"),
        ),
        Index(
            "ix_assessments_part_done",
            "child_id",
            "kind",
            "part_done_on",
            "completed_on",
            "state",
            sqlite_where=text("part_done_on IS NOT NULL"),
        ),
        Index("ix_assessments_unsigned", "state", sqlite_where=text("state NOT IN ('signed', 'history')")),
        # For figures: all they read stands in the index.
        Index(
            "ix_assessments_initial",
            "completed_on",
            "state",
            "child_id",
            "signed_by_id",
            "signed_as",
            sqlite_where=text("kind = 'IHA'"),
        ),
        Index(
            "ix_assessments_requests",
            "request_complete_on",
            "state",
            "child_id",
            "amends_id",
            "first_seen_on",
            "part_done_on",
            "completed_on",
            sqlite_where=text("kind = 'IHA' AND request_complete_on IS NOT NULL"),
        ),
        Index(
            "ix_assessments_signed_at",
            "signed_at",
            "child_id",
            "kind",
            "completed_on",
            "amends_id",
            "sent_to_gp_on",
            sqlite_where=text("state = 'signed'"),
        ),
        Index(
            "ix_assessments_open",
            "assessor_id",
            sqlite_where=text("state IN ('in_progress', 'part_done')"),
        ),
        Index("ix_assessments_handed_to_id", "handed_to_id", sqlite_where=text("handed_to_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    kind: Mapped[str]
    state: Mapped[str]
    form_id: Mapped[str | None]
    form_sha256: Mapped[str | None] = mapped_column(ForeignKey("form_texts.sha256"))
    assessor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    notified_on: Mapped[date | None]  # the council told health
    request_complete_on: Mapped[date | None]  # with consent and all papers
    consent_received_on: Mapped[date | None]
    first_offered_on: Mapped[date | None]
    first_seen_on: Mapped[date | None]
    part_done_on: Mapped[date | None]
    completed_on: Mapped[date | None]  # completed with the child: timeliness is measured from it
    completed_by: Mapped[str | None]
    report_written_on: Mapped[date | None]
    quality_checked_on: Mapped[date | None]
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    signed_as: Mapped[str | None]  # name and registration as they stood at signing
    sent_to_social_worker_on: Mapped[date | None]
    sent_to_gp_on: Mapped[date | None]
    host_requested_on: Mapped[date | None]
    host_accepted_on: Mapped[date | None]
    host_completed_on: Mapped[date | None]
    host_report_received_on: Mapped[date | None]
    accepted_from_earlier_period: Mapped[bool] = mapped_column(default=False)  # an explicit act (TS-5)
    declined_on: Mapped[date | None]
    ask_again_on: Mapped[date | None]
    last_question_id: Mapped[str | None]  # where the person was: resumed there
    handed_to_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who is asked to sign
    handed_on: Mapped[date | None]
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))  # the signed one it replaces
    edition: Mapped[int] = mapped_column(default=1, server_default="1")  # 'version 2' on screen and paper
    amendment_reason: Mapped[str | None]
    cancelled_because: Mapped[str | None]
    started_at: Mapped[datetime | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))


class AnswerRow(Versioned, Base):
    """One answer, saved as given: the value is JSON text and is never queried inside."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("assessment_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    question_id: Mapped[str]
    value: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime]
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class SigningReasonRow(Base):
    """Why an assessment was signed although something was missing that needs a reason."""

    __tablename__ = "signing_reasons"
    __table_args__ = (UniqueConstraint("assessment_id", "finding_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    finding_id: Mapped[str]
    finding: Mapped[str]
    reason: Mapped[str]


class AppointmentRow(Versioned, Base):
    """An appointment offered, and what became of it."""

    __tablename__ = "appointments"
    __table_args__ = (
        one_of("kind", AssessmentKind),
        one_of(
            "outcome", ("booked", "seen", "part_done", "was_not_brought", "declined", "cancelled", "moved")
        ),
        one_of("interpreter", ("not_needed", "needed", "booked", "used")),
        in_order("offered_on", "takes_place_on"),
        Index("ix_appointments_takes_place_on", "takes_place_on"),
        Index(
            "ix_appointments_booked", "place", "takes_place_on", "child_id", "kind", sqlite_where=text(BOOKED)
        ),
        Index(
            "ix_appointments_slot_taken", "slot_id", unique=True,
            sqlite_where=text("slot_id IS NOT NULL AND outcome NOT IN ('cancelled', 'moved', 'declined')"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    kind: Mapped[str]
    offered_on: Mapped[date]
    takes_place_on: Mapped[date]
    place: Mapped[str | None]
    outcome: Mapped[str] = mapped_column(default="booked")
    outcome_note: Mapped[str | None]
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    next_step: Mapped[str | None]  # required when the child was not brought
    next_step_by: Mapped[str | None]
    next_step_on: Mapped[date | None]
    interpreter: Mapped[str | None]
    moved_to_id: Mapped[int | None] = mapped_column(ForeignKey("appointments.id"))
    starts_at: Mapped[str | None]  # the time of day, as it was told
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("clinic_slots.id"), index=True)
    clinician_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    told_to: Mapped[str | None]  # who was told of it
    told_how: Mapped[str | None]


class DeclinedRow(Versioned, Base):
    """An assessment declined for now: who, their words, and when to ask again. Stops no clock (TS-3)."""

    __tablename__ = "declined"
    __table_args__ = (
        one_of("kind", AssessmentKind),
        one_of("declined_by", ("young_person", "parent", "carer", "someone_else")),
        in_order("declined_on", "ask_again_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    kind: Mapped[str]
    declined_on: Mapped[date]
    declined_by: Mapped[str]
    what_was_said: Mapped[str] = mapped_column(Text)
    could_decide: Mapped[str | None]  # 'yes', 'no', 'partly', as judged for this decision
    ask_again_on: Mapped[date | None]
    offers: Mapped[str] = mapped_column(Text, default="", server_default="")  # what else could be offered
    recorded_by: Mapped[str]
    asked_again_on: Mapped[date | None]


class ConsentRow(Versioned, Base):
    """One answer to a request for consent. Never inferred from competence (CO-1); never deleted."""

    __tablename__ = "consents"
    __table_args__ = (
        one_of("response", Response),
        one_of("giver", Giver),
        one_of("means", Means),
        CheckConstraint(
            "withdrawn_on IS NULL OR (response = 'given' AND withdrawn_reason <> '')",
            name="only_given_is_withdrawn",
        ),
        CheckConstraint("invalidated_on IS NULL OR invalidated_notes <> ''", name="invalidated_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    response: Mapped[str]
    giver: Mapped[str]
    giver_name: Mapped[str]
    given_on: Mapped[date]
    means: Mapped[str]
    evidence: Mapped[str | None]
    period_began: Mapped[date | None]  # as they stood on the day: a change of either asks again (CO-4)
    legal_status: Mapped[str | None]
    order_expires_on: Mapped[date | None]
    authority: Mapped[str | None]  # on what authority the giver answers, in words
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    invalidated_on: Mapped[date | None]
    invalidated_notes: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[str]


class ConsentPurposeRow(Base):
    """One purpose of one answer: yes or no."""

    __tablename__ = "consent_purposes"
    __table_args__ = (one_of("purpose", Purpose), UniqueConstraint("consent_id", "purpose"))

    id: Mapped[int] = mapped_column(primary_key=True)
    consent_id: Mapped[int] = mapped_column(ForeignKey("consents.id"))
    purpose: Mapped[str]
    is_agreed: Mapped[bool]


class CompetenceRow(Versioned, Base):
    """Whether the young person can decide this, judged for this decision on this day."""

    __tablename__ = "competence_records"
    __table_args__ = (
        one_of("can_decide", ("yes", "no", "partly")),
        one_of("kind", ("gate", "gillick", "capacity")),  # gate: one press before the form, nothing more
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    can_decide: Mapped[str]
    why: Mapped[str | None]
    assessed_on: Mapped[date]
    assessed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(default="gate", server_default="gate")
    decision: Mapped[str | None] = mapped_column(Text)  # which decision it was about
    findings: Mapped[str | None] = mapped_column(Text)  # JSON: question → true or false
    place: Mapped[str | None]
    invalidated_on: Mapped[date | None]
    invalidated_notes: Mapped[str] = mapped_column(default="", server_default="")
