"""Who may not open a record, who opened a restricted one and why, who looked through the odd looks; and unsaved typing."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import children, people  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, in_order, one_of

CLAIM_REASONS = ("seeing_this_child", "someone_rang", "safeguarding", "other")


class AccessClaimRow(Versioned, Base):
    """A person took access to a restricted record for a reason of their own; the manager is told."""

    __tablename__ = "access_claims"
    __table_args__ = (
        one_of("reason", CLAIM_REASONS),
        in_order("made_at", "ends_at"),
        Index("ix_access_claims_child_id_person_id_ends_at", "child_id", "person_id", "ends_at"),
        Index("ix_access_claims_unseen", "team_id", "made_at", sqlite_where=text("seen_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    more: Mapped[str] = mapped_column(default="", server_default="")
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]  # from then on the reason is asked for again
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    seen_at: Mapped[datetime | None]
    seen_note: Mapped[str] = mapped_column(default="", server_default="")


class ConflictOfInterestRow(Versioned, Base):
    """A member of the team who may not open a child's record: a relative, a neighbour, a former carer."""

    __tablename__ = "conflicts_of_interest"
    __table_args__ = (Index("ix_conflicts_of_interest_person_id_child_id", "person_id", "child_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    because: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str | None]


class AccessReviewRow(Base):
    """Somebody went through the odd looks of some days."""

    __tablename__ = "access_reviews"
    __table_args__ = (in_order("first_day", "last_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    found: Mapped[int]  # how many odd looks there were
    note: Mapped[str] = mapped_column(default="", server_default="")
    reviewed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reviewed_at: Mapped[datetime]


class DraftRow(Base):
    """What a person typed and has not saved. Not part of any record, and so not written down as a change."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("person_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    place: Mapped[str]  # which dialog or page, and of which row
    child_id: Mapped[int | None] = mapped_column(ForeignKey("children.id"), index=True)
    base_version: Mapped[int | None]  # of the row when typing began
    content: Mapped[str] = mapped_column(Text)  # fields as JSON
    kept_at: Mapped[datetime]
