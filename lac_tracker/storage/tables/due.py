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
    is_last: Mapped[bool] = mapped_column(
        default=True, server_default="1"
    )  # of the child's clocks: one row each
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
    name_key: Mapped[str] = mapped_column(
        default="", server_default=""
    )  # as children.search_key: what lists sort by
    delay_code: Mapped[str | None]  # of resources/delay_reasons.toml: why it is late, as a person said last
    assessor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    assessor_name: Mapped[str | None]
    assessment_id: Mapped[int | None]  # the one in progress, asked for or declined that stands in this clock
    plan_id: Mapped[int | None]  # the newest signed assessment of the child, whose plan is in force
    plan_unsent_since: Mapped[date | None]  # the day it was signed, while no practice has got it
    booked_at: Mapped[str | None]  # the time of day of booked_on, as it was told
    next_step: Mapped[str | None]
    next_step_on: Mapped[date | None]
    next_step_by: Mapped[str | None]
    escalated_on: Mapped[date | None]
    is_out_of_area: Mapped[bool] = mapped_column(default=False, server_default="0")


class DueStretchRow(Base):
    """From which day to which day a row stands in one way, by `domain.standing.standing` and nothing else.

    What lists are searched, sorted and counted by. Every day has its stretch, those after it was done as well.
    """

    __tablename__ = "due_stretches"
    # Kept in the order of status and days, with all that lists filter and sort by: one read of them finds a day's list.
    __table_args__ = (
        Index("ix_due_stretches_due_id", "due_id"),
        # The views of children read one row each: they find, filter and sort it here, and turn no other page.
        Index(
            "ix_due_stretches_of_children",
            "team_id",
            "first_day",
            "last_day",
            "closed_on",
            "born",
            "child_id",
            "due_on",
            "name_key",
            "kind",
            "plan_id",
            "plan_unsent_since",
            "assessor_id",
            "waiting_on",
            "history_missing",
            "delay_code",
            "reason",
            "clock_start",
            "next_step_on",
            "booked_on",
            sqlite_where=text("is_last = 1"),
        ),
        {"sqlite_with_rowid": False},
    )

    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), primary_key=True)
    status: Mapped[str] = mapped_column(primary_key=True)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    last_day: Mapped[date] = mapped_column(primary_key=True)
    due_id: Mapped[int] = mapped_column(ForeignKey("due.id"), primary_key=True)
    waiting_on: Mapped[str]
    reason: Mapped[str]
    # As the row of `due` has them.
    child_id: Mapped[int]
    kind: Mapped[str]
    is_last: Mapped[bool]
    due_on: Mapped[date | None]
    name_key: Mapped[str]
    born: Mapped[date]
    clock_start: Mapped[date | None]
    history_missing: Mapped[bool]
    booked_on: Mapped[date | None]
    consent_on_record: Mapped[bool]
    declined_ask_again: Mapped[date | None]
    seen_not_signed_on: Mapped[date | None]
    delay_code: Mapped[str | None]
    assessor_id: Mapped[int | None]
    next_step_on: Mapped[date | None]
    is_out_of_area: Mapped[bool]
    closed_on: Mapped[date | None]
    plan_id: Mapped[int | None]
    plan_unsent_since: Mapped[date | None]


class ClockRow(Base):
    """One clock of one period of care, whether it runs, was met or closed unmet."""

    __tablename__ = "clocks"
    __table_args__ = (
        one_of("kind", AssessmentKind),
        Index("ix_clocks_due_on", "team_id", "kind", "due_on"),
        Index("ix_clocks_without_start", "team_id", "kind", sqlite_where=text("clock_start IS NULL")),
        Index(
            "ix_clocks_short_breaks",
            "team_id",
            "kind",
            "exclusion",
            "child_id",
            "period_began",
            "closed_on",
            "excluded_to",
            sqlite_where=text("exclusion = 'short_break'"),
        ),
        Index(
            "ix_clocks_initial",
            "team_id",
            "clock_start",
            "child_id",
            "due_28_days",
            "due_20_working_days",
            "met_on",
            "closed_on",
            "exclusion",
            "excluded_to",
            "history_missing",
            "review_needed",
            "is_under_five",
            "is_out_of_area",
            "born",
            "period_began",
            sqlite_where=text("kind = 'IHA'"),
        ),
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
    exclusion: Mapped[
        str | None
    ]  # a value of domain.deadlines.Exclusion: what the words of `excluded` are about
    excluded_to: Mapped[date | None]
    counts_as_late: Mapped[bool]
    review_needed: Mapped[str | None]
    history_missing: Mapped[bool]
    is_under_five: Mapped[bool]  # on the day the clock started
    is_out_of_area: Mapped[bool]  # on the day it was due, or on the last day of care before
    born: Mapped[date]
