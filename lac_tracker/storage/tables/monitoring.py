"""How the team works its list: what was promised, why something is late, who has it, and to whom it was taken further."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.domain.deadlines import AssessmentKind
from lac_tracker.storage.tables import assessments, children, due, people  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, in_order, one_of

CONTACTED = ("council", "carer", "young_person", "gp", "host_team", "someone_else")
MEANS = ("phone", "email", "letter", "in_person", "video", "text_message")
RESULTS = (
    "booked", "no_answer", "call_back", "will_act", "declined", "was_not_brought", "record_wrong",
)  # fmt: skip


class FollowUpRow(Versioned, Base):
    """One contact about something that is due: with whom, what came of it, and what happens next."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        one_of("kind", AssessmentKind),
        one_of("contacted", CONTACTED),
        one_of("means", MEANS),
        one_of("result", RESULTS),
        CheckConstraint(
            "result = 'booked' OR (next_step <> '' AND next_step_on IS NOT NULL AND next_step_by <> '')",
            name="has_a_next_step",
        ),
        Index("ix_follow_ups_child_id_logged_at", "child_id", "logged_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    kind: Mapped[str]
    contacted: Mapped[str]
    means: Mapped[str]
    person: Mapped[str] = mapped_column(default="", server_default="")  # with whom, in words
    result: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    reason_code: Mapped[str | None]  # 'Now waiting on', as chosen: a code of the delay reasons
    next_step: Mapped[str] = mapped_column(Text, default="", server_default="")
    next_step_on: Mapped[date | None]
    next_step_by: Mapped[str] = mapped_column(default="", server_default="")  # who does it, in words
    next_step_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id")
    )  # where it is one of the team
    tells_manager: Mapped[bool] = mapped_column(default=False, server_default="0")
    logged_at: Mapped[datetime]
    logged_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    next_step_done_on: Mapped[date | None]
    entered_in_error_because: Mapped[str | None]


class DelayReasonRow(Base):
    """Why one clock is late, as it was said then. Never changed: a new reason is a new row, the last one counts."""

    __tablename__ = "delay_reasons"
    __table_args__ = (
        one_of("kind", AssessmentKind),
        Index("ix_delay_reasons_child_id_kind", "child_id", "kind", "recorded_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    kind: Mapped[str]
    clock_start: Mapped[date | None]  # of the clock it was said of; None: the start was not known
    code: Mapped[str]  # of resources/delay_reasons.toml; '' takes the reason away
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class AllocationRow(Base):
    """Whose a child's assessments of a kind are. The last row counts; person_id None takes it from everybody."""

    __tablename__ = "allocations"
    __table_args__ = (
        one_of("kind", AssessmentKind),
        Index("ix_allocations_child_id_kind", "child_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    allocated_at: Mapped[datetime]
    allocated_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class EscalationRow(Versioned, Base):
    """Something late was taken further: to whom by the team's rule, why, and what came of it."""

    __tablename__ = "escalations"
    __table_args__ = (
        one_of("kind", AssessmentKind),
        in_order("escalated_on", "answered_on"),
        Index("ix_escalations_child_id", "child_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    kind: Mapped[str]
    clock_start: Mapped[date | None]
    step: Mapped[str]  # which step of the team's rule, in its words
    escalated_to: Mapped[str]
    why: Mapped[str] = mapped_column(Text, default="", server_default="")
    escalated_on: Mapped[date]
    escalated_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    answer_by: Mapped[date | None]
    answered_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="", server_default="")


class SavedViewRow(Versioned, Base):
    """A way of looking at a list, or a report with what it asks, under a name of the person's own."""

    __tablename__ = "saved_views"
    __table_args__ = (one_of("what", ("list", "report")), UniqueConstraint("person_id", "what", "name"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    what: Mapped[str]
    name: Mapped[str]
    content: Mapped[str] = mapped_column(Text)  # JSON


class NoticeSeenRow(Base):
    """A person has seen a notice of their Today page."""

    __tablename__ = "notices_seen"
    __table_args__ = (UniqueConstraint("person_id", "notice"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    notice: Mapped[str]  # 'plan_item:12:2026-03-06': which row, and what of it
    seen_at: Mapped[datetime]
