"""Periods of care, placements, legal statuses, and the people around the child."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import children  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, in_order, one_of

CONTACT_KINDS = (
    "gp_practice", "social_worker", "carer", "parent", "school", "host_team", "other", "reviewing_officer",
    "health_visitor", "school_nurse", "camhs", "hospital", "dentist", "optician", "midwife", "advocate",
    "personal_adviser",
)  # fmt: skip
GETS_PLAN = ("no", "gp_summary", "full_plan", "carer_copy", "school_copy")
PROTECTION_KINDS = ("child_protection_plan", "section_47_enquiry", "child_in_need_plan")


class PeriodOfCareRow(Versioned, Base):
    """From becoming looked after to leaving care. `began` is empty while nobody told us the day."""

    __tablename__ = "periods_of_care"
    __table_args__ = (
        in_order("began", "ended"),
        Index("ix_periods_of_care_child_id_began", "child_id", "began", "ended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    began: Mapped[date | None]
    ended: Mapped[date | None]
    reason_ended: Mapped[str | None]
    council_told_us_on: Mapped[date | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))


class EpisodeRow(Versioned, Base):
    """One episode of a yearly return, as received: what periods, placements and legal statuses follow from."""

    __tablename__ = "episodes"
    __table_args__ = (
        in_order("began", "ended"),
        UniqueConstraint("child_id", "began", "reason_new_episode", "legal_status", "placement_type"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    began: Mapped[date]
    reason_new_episode: Mapped[str]
    legal_status: Mapped[str]
    need: Mapped[str | None]
    placement_type: Mapped[str]
    provider: Mapped[str | None]
    ended: Mapped[date | None]
    reason_ended: Mapped[str | None]
    reason_for_placement_change: Mapped[str | None]
    home_postcode: Mapped[str | None]
    placement_postcode: Mapped[str | None]
    urn: Mapped[str | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))


class PlacementRow(Versioned, Base):
    __tablename__ = "placements"
    __table_args__ = (
        in_order("began", "ended"),
        Index("ix_placements_child_id_began", "child_id", "began"),
        # For figures: all they read stands in the index.
        Index(
            "ix_placements_away",
            "child_id",
            "began",
            "ended",
            "host_area",
            sqlite_where=text("host_area != ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    began: Mapped[date]
    ended: Mapped[date | None]
    placement_type: Mapped[str]
    provider: Mapped[str | None]
    postcode: Mapped[str | None]
    provider_urn: Mapped[str | None]
    reason_for_change: Mapped[str | None]
    address: Mapped[str | None]
    carer_name: Mapped[str | None]
    host_area: Mapped[str | None]  # where the placement lies outside the team's own area
    council_told_us_on: Mapped[date | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))


class LegalStatusRow(Versioned, Base):
    __tablename__ = "legal_statuses"
    __table_args__ = (
        in_order("began", "ended"),
        Index("ix_legal_statuses_child_id_began", "child_id", "began"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    began: Mapped[date]
    ended: Mapped[date | None]
    code: Mapped[str]
    parental_responsibility: Mapped[str | None]  # who holds it, in words
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))


class ContactRow(Versioned, Base):
    """Someone or some practice that acts for the child."""

    __tablename__ = "contacts"
    __table_args__ = (
        one_of("kind", CONTACT_KINDS),
        one_of("gets_plan", GETS_PLAN),
        Index(
            "ix_contacts_practices",
            "child_id",
            "since",
            "ended_on",
            sqlite_where=text("kind = 'gp_practice'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    kind: Mapped[str]
    full_name: Mapped[str | None]
    role: Mapped[str | None]
    organisation: Mapped[str | None]
    ods_code: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    address: Mapped[str | None]
    last_confirmed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    since: Mapped[date | None]
    gets_plan: Mapped[str | None]
    note: Mapped[str | None]
    closed_on: Mapped[date | None]  # a practice that closed takes no more letters


class ProtectionStatusRow(Versioned, Base):
    """A child protection plan, a section 47 enquiry or a child in need plan, in the exact term."""

    __tablename__ = "protection_statuses"
    __table_args__ = (one_of("kind", PROTECTION_KINDS), in_order("began", "ended"))

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    kind: Mapped[str]
    category: Mapped[str | None]
    began: Mapped[date]
    ended: Mapped[date | None]
    next_review_on: Mapped[date | None]
    note: Mapped[str | None]
    recorded_by: Mapped[str]


class MissingEpisodeRow(Versioned, Base):
    """From when to when the child was missing, as told to the team."""

    __tablename__ = "missing_episodes"
    __table_args__ = (in_order("began", "ended"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    began: Mapped[date]
    ended: Mapped[date | None]
    told_by: Mapped[str | None]
    note: Mapped[str | None]
    recorded_by: Mapped[str]
