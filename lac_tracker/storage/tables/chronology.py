"""Significant events entered by hand, and which of the automatic ones are left out of print."""

from datetime import date

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import children  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, one_of

PRECISIONS = ("day", "month", "year", "about")
EVENT_KINDS = ("health", "placement", "legal", "sdq", "contact", "plan", "assessment")


class ChronologyEventRow(Versioned, Base):
    """One significant event: plain, factual, written for the family to read one day."""

    __tablename__ = "chronology_events"
    __table_args__ = (one_of("date_precision", PRECISIONS), one_of("kind", EVENT_KINDS))

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    happened_on: Mapped[date]  # the day; of a month or year its middle, which is where it sorts
    date_precision: Mapped[str]
    date_words: Mapped[str]  # as typed: '2018, about'
    event: Mapped[str] = mapped_column(Text)
    kind: Mapped[str]
    source: Mapped[str]
    impact: Mapped[str] = mapped_column(Text, default="")
    action_taken: Mapped[str] = mapped_column(Text, default="")
    is_key: Mapped[bool] = mapped_column(default=False)
    hidden_from_child_copy: Mapped[bool] = mapped_column(default=False)
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]


class ChronologyMarkRow(Versioned, Base):
    """What a person said of an automatic event: that it is key, or stays out of print."""

    __tablename__ = "chronology_marks"
    __table_args__ = (UniqueConstraint("child_id", "event_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    event_key: Mapped[str]  # 'placement:12:began': which row, and what of it
    is_key: Mapped[bool] = mapped_column(default=False)
    left_out_of_print: Mapped[bool] = mapped_column(default=False)
