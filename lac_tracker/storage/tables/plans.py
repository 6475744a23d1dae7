"""The health plan: needs, outcomes, actions, and how they went."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import assessments, children, people  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, one_of

MARKS = ("met", "partly", "not_met", "no_longer_needed", "declined", "transferred")


class NeedRow(Versioned, Base):
    """What was found that needs something to change."""

    __tablename__ = "needs"

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), index=True)
    position: Mapped[int]
    category: Mapped[str]
    title: Mapped[str]
    found: Mapped[str] = mapped_column(Text, default="")
    childs_words: Mapped[str] = mapped_column(Text, default="")
    section_id: Mapped[str | None]


class OutcomeRow(Versioned, Base):
    """What will be different for the child, and how anyone will know."""

    __tablename__ = "outcomes"
    __table_args__ = (
        Index("ix_outcomes_review_on", "review_on"),
        one_of("mark", MARKS),
        one_of("agreed_by_child", ("yes", "no")),
        one_of("agreed_by_carer", ("yes", "no")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id"), index=True)
    position: Mapped[int]
    outcome: Mapped[str] = mapped_column(Text)
    measure: Mapped[str] = mapped_column(Text)
    review_on: Mapped[date | None]
    agreed_by_child: Mapped[str | None]
    agreed_by_child_because: Mapped[str] = mapped_column(Text, default="")
    agreed_by_carer: Mapped[str | None]
    agreed_by_carer_because: Mapped[str] = mapped_column(Text, default="")
    mark: Mapped[str | None]
    marked_on: Mapped[date | None]
    mark_note: Mapped[str] = mapped_column(Text, default="")
    carried_count: Mapped[int] = mapped_column(default=0)
    first_agreed_on: Mapped[date | None]
    entered_in_error_because: Mapped[str | None]
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("outcomes.id"))
    seen_by: Mapped[str | None]  # keys of domain.readers, by blanks; None: as its kind of need says
    plain_words: Mapped[str] = mapped_column(
        Text, default="", server_default=""
    )  # for the young person's own copy
    smart_letters: Mapped[str | None]  # what the check said when it was last saved: 'SMaRT', a capital passed


class LastPlanMarkRow(Versioned, Base):
    """How one outcome of the last plan went, as marked in the review that looks back on it."""

    __tablename__ = "last_plan_marks"
    __table_args__ = (
        one_of("mark", MARKS),
        one_of("what_next", ("close", "carry_forward", "change")),
        UniqueConstraint("assessment_id", "outcome_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id"), index=True)
    mark: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")  # what domain.plans.MARKS asks for with this mark
    childs_words: Mapped[str] = mapped_column(Text, default="")
    what_next: Mapped[str]
    new_review_on: Mapped[date | None]
    marked_at: Mapped[datetime]
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class ActionRow(Versioned, Base):
    """What one named person will do, and by when."""

    __tablename__ = "actions"
    __table_args__ = (
        Index("ix_actions_person", "person", "by_date"),
        Index("ix_actions_by_date", "by_date", "outcome_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id"), index=True)
    position: Mapped[int]
    action: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    person: Mapped[str]
    role: Mapped[str]
    organisation: Mapped[str]
    by_date: Mapped[date | None]
