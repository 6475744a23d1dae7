"""The caseload itself, the team, its people and its settings."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.domain.people import Registration, Role
from lac_tracker.storage.tables.base import Base, Versioned, in_order, one_of

TRAINING_SUBJECTS = ("unaccompanied", "looked_after_level", "safeguarding_level")


class CaseloadRow(Base):
    """One row: which caseload this file is, and since when it has been kept."""

    __tablename__ = "caseload"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    database_id: Mapped[str]
    kept_since: Mapped[
        date
    ]  # children whose care began before it may have assessments nobody has entered yet
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class TeamRow(Versioned, Base):
    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    ods_code: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    address: Mapped[str | None]


class PersonRow(Versioned, Base):
    """A member of the team. Nobody is deleted: their name stands in records."""

    __tablename__ = "people"
    __table_args__ = (one_of("role", Role), one_of("registration", Registration))

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    user_name: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    role: Mapped[str]
    registration: Mapped[str]
    registration_number: Mapped[str | None]
    job_title: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    left_on: Mapped[date | None]
    must_change_passphrase: Mapped[bool] = mapped_column(
        default=False, server_default="0"
    )  # somebody else gave it to them


class TrainingRow(Versioned, Base):
    """Training one person completed, and until when it holds."""

    __tablename__ = "training"
    __table_args__ = (one_of("subject", TRAINING_SUBJECTS), in_order("completed_on", "expires_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    subject: Mapped[str]
    level: Mapped[int | None]  # of safeguarding or of the intercollegiate framework, 1 to 5
    completed_on: Mapped[date]
    expires_on: Mapped[date | None]  # None: it does not run out
    evidence: Mapped[str] = mapped_column(
        default="", server_default=""
    )  # certificate, course, who checked it
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]


class SettingRow(Versioned, Base):
    """The value of a named rule, where the team chose another than the default."""

    __tablename__ = "settings"
    __table_args__ = (UniqueConstraint("team_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    name: Mapped[str]
    value: Mapped[str]


class BankHolidayRow(Base):
    """A bank holiday the team added: special days cannot be foreseen."""

    __tablename__ = "bank_holidays"
    __table_args__ = (UniqueConstraint("team_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    day: Mapped[date]
    name: Mapped[str]
