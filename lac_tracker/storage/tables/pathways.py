"""Pathways that run beside the assessments: pregnancy, and leaving care."""

from datetime import date

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import children  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, in_order, one_of

HEALTH_HISTORY_STATES = ("not_started", "drafted", "checked", "given", "declined")


class PregnancyRow(Versioned, Base):
    """Enhanced midwifery support: referral, who answers for it, and the clock of the reply."""

    __tablename__ = "pregnancies"
    __table_args__ = (in_order("referred_on", "replied_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    due_on: Mapped[date | None]
    known_since: Mapped[date]
    referred_on: Mapped[date | None]
    referred_to: Mapped[str | None]
    reply_due_on: Mapped[date | None]
    replied_on: Mapped[date | None]
    accepted: Mapped[str | None]
    midwife: Mapped[str | None]
    midwife_phone: Mapped[str | None]
    unborn_child_plan: Mapped[str | None] = mapped_column(Text)
    ended_on: Mapped[date | None]
    ended_words: Mapped[str | None]
    recorded_by: Mapped[str]


class LeavingCareRow(Versioned, Base):
    """What a young person who is leaving care has been given, and who stays in touch."""

    __tablename__ = "leaving_care"
    __table_args__ = (one_of("health_history", HEALTH_HISTORY_STATES), UniqueConstraint("child_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    health_history: Mapped[str] = mapped_column(default="not_started")
    health_history_on: Mapped[date | None]
    health_history_by: Mapped[str | None]
    health_history_note: Mapped[str] = mapped_column(Text, default="")
    explained_on: Mapped[date | None]
    personal_adviser: Mapped[str | None]
    adult_services: Mapped[str | None] = mapped_column(Text)
    recorded_by: Mapped[str]
