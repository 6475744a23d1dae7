"""What surrounds consent: who was asked and has not answered, and what the young person keeps from whom."""

from datetime import date

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.domain.consent import Means, Purpose
from lac_tracker.storage.tables import assessments, children  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, in_order, one_of

READERS = ("gp", "council", "carer", "parents", "school")


class ConsentRequestRow(Versioned, Base):
    """Someone was asked for consent. Answered by a consent, or still open."""

    __tablename__ = "consent_requests"
    __table_args__ = (one_of("purpose", Purpose), one_of("means", Means), in_order("asked_on", "chased_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    purpose: Mapped[str]
    asked_of: Mapped[str]
    asked_on: Mapped[date]
    means: Mapped[str]
    chased_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("consents.id"))
    recorded_by: Mapped[str]


class PrivateTopicRow(Versioned, Base):
    """A topic the young person does not want shared, and with whom. One row for each reader."""

    __tablename__ = "private_topics"
    __table_args__ = (one_of("kept_from", READERS), in_order("said_on", "ended_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    topic: Mapped[str]
    words: Mapped[str] = mapped_column(Text, default="")
    kept_from: Mapped[str]
    said_on: Mapped[date]
    recorded_by: Mapped[str]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str | None]
