"""The diary of the clinicians: clinics and visits with their slots, leave and training."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import people  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, one_of

SESSION_KINDS = ("clinic", "visits", "leave", "training")
SLOT_KINDS = ("IHA", "RHA", "any")


class ClinicSessionRow(Versioned, Base):
    """One person's clinic, round of visits, leave or training on one day. Cancelled, never deleted."""

    __tablename__ = "clinic_sessions"
    __table_args__ = (
        one_of("kind", SESSION_KINDS),
        CheckConstraint("cancelled_at IS NULL OR cancelled_because <> ''", name="cancelled_says_why"),
        Index("ix_clinic_sessions_team_id_takes_place_on", "team_id", "takes_place_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    clinician_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    name: Mapped[str]  # 'Clinic B', 'Visits', 'Leave'
    place: Mapped[str] = mapped_column(default="", server_default="")
    takes_place_on: Mapped[date]
    series: Mapped[str | None]  # the same for all days made together
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    recorded_by: Mapped[str]
    cancelled_at: Mapped[datetime | None]
    cancelled_because: Mapped[str] = mapped_column(Text, default="", server_default="")


class ClinicSlotRow(Versioned, Base):
    """Time for one child in a session. An appointment that names it fills it; taken away, it is not offered any more."""

    __tablename__ = "clinic_slots"
    __table_args__ = (
        one_of("kind", SLOT_KINDS),
        CheckConstraint("minutes > 0", name="takes_time"),
        UniqueConstraint("session_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("clinic_sessions.id"))
    position: Mapped[int]
    kind: Mapped[str]
    starts_at: Mapped[str | None]  # '09:30'; None where visits have no fixed time
    minutes: Mapped[int]
    removed_because: Mapped[str | None]
