"""What was asked of others: information for the assessment, and the assessment itself of a host team."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.domain.deadlines import AssessmentKind
from lac_tracker.storage.tables import assessments, children  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, in_order, one_of

SOURCES = (
    "gp", "camhs", "health_visitor", "school_nurse", "hospital", "social_worker", "school", "council", "family",
    "midwife", "other",
)  # fmt: skip
STEPS = ("asked", "accepted", "booked", "seen", "report_back", "quality_checked", "agreed", "plan_sent")


class InformationRequestRow(Versioned, Base):
    """Information asked of one source, and what came back."""

    __tablename__ = "information_requests"
    __table_args__ = (
        one_of("source", SOURCES),
        one_of("answer", ("received", "nothing_held", "declined")),
        CheckConstraint("answer IS NULL OR answered_on IS NOT NULL", name="an_answer_has_a_day"),
        in_order("asked_on", "due_on"),
        in_order("asked_on", "answered_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    source: Mapped[str]
    asked_of: Mapped[str]  # the person or practice
    what: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date]
    due_on: Mapped[date]
    answer: Mapped[str | None]
    answered_on: Mapped[date | None]
    content: Mapped[str] = mapped_column(Text, default="", server_default="")
    sections: Mapped[str] = mapped_column(default="", server_default="")  # ids of form sections, by comma
    used_in: Mapped[str | None]  # 'IHA 04-Mar-2026', once a section cites it
    recorded_by: Mapped[str]


class ChaseRow(Base):
    """One reminder of an information request."""

    __tablename__ = "chases"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("information_requests.id"), index=True)
    chased_on: Mapped[date]
    chased_by: Mapped[str]
    note: Mapped[str | None]


class OutOfAreaRequestRow(Versioned, Base):
    """An assessment a host team was asked to do for a child placed out of area."""

    __tablename__ = "out_of_area_requests"
    __table_args__ = (one_of("kind", AssessmentKind),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    kind: Mapped[str]
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    host_team: Mapped[str]
    host_contact: Mapped[str | None]
    who_pays: Mapped[str | None]
    note: Mapped[str | None] = mapped_column(Text)
    ended_on: Mapped[date | None]  # taken back, or the child moved again
    ended_because: Mapped[str | None]


class OutOfAreaStepRow(Versioned, Base):
    """One of the eight steps, done on a day by someone."""

    __tablename__ = "out_of_area_steps"
    __table_args__ = (one_of("step", STEPS), UniqueConstraint("request_id", "step"))

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("out_of_area_requests.id"))
    step: Mapped[str]
    done_on: Mapped[date]
    done_by: Mapped[str]
    note: Mapped[str | None]
