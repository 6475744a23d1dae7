"""What is due, was due, and how it stands when: kept in step with the facts, in the transaction that changes them."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.domain.deadlines import AssessmentKind
from lac_tracker.storage.tables import children, people  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, one_of


class DueRow(Base):
    """One clock of one child: what `domain.deadlines.due` answered, and what holds it now."""

    __tablename__ = "due"
    __table_args__ = (
        UniqueConstraint("child_id", "kind"),
        one_of("kind", AssessmentKind),
        Index("ix_due_open", "team_id", "due_on", sqlite_where=text("met_on IS NULL")),
        Index("ix_due_assessor", "assessor_id", "due_on", sqlite_where=text("assessor_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    kind: Mapped[str]
    clock_start: Mapped[date | None]
    due_on: Mapped[date | None]
    other_due_on: Mapped[date | None]
    due_28_days: Mapped[date | None]
    due_20_working_days: Mapped[date | None]
    rule: Mapped[str]
    why: Mapped[str]
    warning: Mapped[str | None]
    missing: Mapped[str | None]
    met_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    excluded: Mapped[str | None]
    excluded_from: Mapped[date | None]
    excluded_to: Mapped[date | None]
    counts_as_late: Mapped[bool]
    review_needed: Mapped[str | None]
    closed_on: Mapped[date | None]
    history_missing: Mapped[bool]
    # What holds it now: domain.standing.Holds.
    booked_on: Mapped[date | None]
    consent_on_record: Mapped[bool]
    declined_ask_again: Mapped[date | None]
    part_done_on: Mapped[date | None]
    on_hold_until: Mapped[date | None]
    on_hold_reason: Mapped[str | None]
    seen_not_signed_on: Mapped[date | None]
    interpreter_missing: Mapped[bool]
    waiting_on: Mapped[str | None]
    born: Mapped[date | None]
    delay_code: Mapped[str | None]  # of resources/delay_reasons.toml: why it is late, as a person said last
    assessor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    assessor_name: Mapped[str | None]
    assessment_id: Mapped[int | None]  # the one in progress, asked for or declined that stands in this clock
    booked_at: Mapped[str | None]  # the time of day of booked_on, as it was told
    next_step: Mapped[str | None]
    next_step_on: Mapped[date | None]
    next_step_by: Mapped[str | None]
    escalated_on: Mapped[date | None]
    is_out_of_area: Mapped[bool] = mapped_column(default=False, server_default="0")


class DueStretchRow(Base):
    """From which day to which day a row stands in one way, by `domain.standing.standing` and nothing else.

    What lists are searched, sorted and counted by. Open rows only: what is done or not needed has none.
    """

    __tablename__ = "due_stretches"
    __table_args__ = (
        Index("ix_due_stretches_standing", "team_id", "status", "due_on", "first_day", "last_day"),
        Index("ix_due_stretches_due_id", "due_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    due_id: Mapped[int] = mapped_column(ForeignKey("due.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    due_on: Mapped[date | None]  # as the row has it, so that one index finds and sorts
    first_day: Mapped[date]
    last_day: Mapped[date]
    status: Mapped[str]
    waiting_on: Mapped[str]
    reason: Mapped[str]


class ClockRow(Base):
    """One clock of one period of care, whether it runs, was met or closed unmet: what figures are counted from."""

    __tablename__ = "clocks"
    __table_args__ = (
        one_of("kind", AssessmentKind),
        Index("ix_clocks_due_on", "team_id", "kind", "due_on"),
        Index("ix_clocks_child_id", "child_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    kind: Mapped[str]
    period_began: Mapped[date | None]
    clock_start: Mapped[date | None]
    due_on: Mapped[date | None]
    due_28_days: Mapped[date | None]
    due_20_working_days: Mapped[date | None]
    met_on: Mapped[date | None]
    met_by_id: Mapped[int | None]  # the assessment that met it
    closed_on: Mapped[date | None]  # the day the period of care ended
    excluded: Mapped[str | None]
    counts_as_late: Mapped[bool]
    review_needed: Mapped[str | None]
    history_missing: Mapped[bool]
    is_under_five: Mapped[bool]  # on the day the clock started
    is_out_of_area: Mapped[bool]  # on the day it was due, or on the last day of care before
