"""What figures are counted from: each clock and each signed assessment as it was judged when it was written."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import assessments, children, people  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base


class ClockPartRow(Base):
    """One clock in one figure of time, as `domain.clock_parts` judged it: what those figures are counted from."""

    __tablename__ = "clock_parts"
    # Kept in the order in which a figure reads them: alike ones of a day stand together, and nothing has to be sorted.
    __table_args__ = (Index("ix_clock_parts_child_id", "child_id"), {"sqlite_with_rowid": False})

    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), primary_key=True)
    figure: Mapped[str] = mapped_column(primary_key=True)  # id of the indicator
    due_on: Mapped[date] = mapped_column(primary_key=True)  # the day it goes by
    part: Mapped[str] = mapped_column(primary_key=True)  # once that day is over
    marks: Mapped[int] = mapped_column(primary_key=True)  # storage.clock_parts.MARKS, each a binary digit
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)  # which of the child's clocks
    clock_start: Mapped[date]
    came_on: Mapped[date | None]  # the day on which what the figure asks for came about


class SignedPartRow(Base):
    """One signed edition that counts, as `domain.signed_parts` judged it: what figures of signed assessments read."""

    __tablename__ = "signed_parts"
    # In the order of days, alike ones together: as ClockPartRow.
    __table_args__ = (Index("ix_signed_parts_child_id", "child_id"), {"sqlite_with_rowid": False})

    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), primary_key=True)
    signed_on: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    marks: Mapped[int] = mapped_column(primary_key=True)  # storage.signed_parts.MARKS, each a binary digit
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    gp_sent_on: Mapped[date | None]  # when any edition reached the practice, of a first one
