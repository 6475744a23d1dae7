"""What is due: kept in step with the facts, in the transaction that changes them."""

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
        Index("ix_due_overdue", "team_id", "overdue_from", sqlite_where=text("overdue_from IS NOT NULL")),
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
    overdue_from: Mapped[date | None]  # domain.standing.overdue_between
    overdue_to: Mapped[date | None]
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
    assessor_name: Mapped[str | None]
