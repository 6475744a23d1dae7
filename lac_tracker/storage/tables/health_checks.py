"""What was given and where the child was treated: immunisations, hospital stays and visits."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import children  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, in_order, one_of
from lac_tracker.storage.tables.chronology import PRECISIONS


class ImmunisationRow(Versioned, Base):
    """One dose, given or refused."""

    __tablename__ = "immunisations"
    __table_args__ = (
        one_of("state", ("given", "declined")),
        one_of("date_precision", PRECISIONS),
        CheckConstraint("given_on IS NULL OR date_precision IS NOT NULL", name="a_day_has_its_precision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    vaccine: Mapped[str]  # a key of resources/immunisations.toml, or 'other'
    vaccine_words: Mapped[str] = mapped_column(default="", server_default="")  # of 'other'
    state: Mapped[str]
    given_on: Mapped[
        date | None
    ]  # of a month or year its middle, which is where it sorts; None: not known when
    date_precision: Mapped[str | None]
    date_words: Mapped[str] = mapped_column(default="", server_default="")  # as typed
    source: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]


class HospitalVisitRow(Versioned, Base):
    """A stay in hospital, a visit to an emergency department, or an operation."""

    __tablename__ = "hospital_visits"
    __table_args__ = (
        one_of("kind", ("admission", "emergency", "operation")),
        one_of("date_precision", PRECISIONS),
        in_order("began_on", "ended_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    kind: Mapped[str]
    began_on: Mapped[date]  # of a month or year its middle
    date_precision: Mapped[str]
    date_words: Mapped[str]
    ended_on: Mapped[date | None]
    hospital: Mapped[str]
    why: Mapped[str] = mapped_column(Text)
    source: Mapped[str]
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]
