"""How long a record is kept, what holds it, and what became of it: nothing here deletes anything by itself."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import children, people  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, one_of

RETENTION_CLASSES = (
    "longest_applicable", "looked_after_record", "nhs_child_health", "adoption_order_made", "adoption_order_not_made",
    "died_before_18", "kept_125_years",
)  # fmt: skip
HOLD_KINDS = ("legal", "inquiry", "adoption", "subject_access", "other")
DISPOSAL_STATES = ("proposed", "approved", "refused", "withdrawn", "done")


class RetentionRow(Versioned, Base):
    """What a person decided about how long one child's record is kept; without a row the product's default holds."""

    __tablename__ = "retention"
    __table_args__ = (one_of("retention_class", RETENTION_CLASSES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), unique=True)
    retention_class: Mapped[str]
    because: Mapped[str]
    died_on: Mapped[date | None]
    adoption_order_on: Mapped[date | None]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]


class RetentionHoldRow(Versioned, Base):
    """A reason not to dispose of a record, which beats every date until it is lifted."""

    __tablename__ = "retention_holds"
    __table_args__ = (one_of("kind", HOLD_KINDS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    kind: Mapped[str]
    because: Mapped[str]
    set_by: Mapped[str]
    set_at: Mapped[datetime]
    lifted_by: Mapped[str | None]
    lifted_at: Mapped[datetime | None]
    lifted_because: Mapped[str | None]


class DisposalRow(Versioned, Base):
    """The disposal of one record from its proposal on: when it is done, this stub is all that is left."""

    __tablename__ = "disposals"
    __table_args__ = (
        one_of("state", DISPOSAL_STATES),
        one_of("retention_class", RETENTION_CLASSES),
        Index("ix_disposals_open", "child_id", unique=True, sqlite_where=text("state IN ('proposed', 'approved')")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    record_number: Mapped[str] = mapped_column(unique=True)  # random: it tells nothing of whom it was about
    child_id: Mapped[int]  # no foreign key: the row it names is gone once it is done
    state: Mapped[str]
    retention_class: Mapped[str]
    kept_until: Mapped[date]
    authority: Mapped[str]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    proposed_because: Mapped[str]
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id")
    )  # never the same as who proposed
    decided_at: Mapped[datetime | None]
    decided_because: Mapped[str | None]
    done_at: Mapped[datetime | None]
    backups_until: Mapped[date | None]  # the last backup that still holds it has gone by then
    certificate: Mapped[str | None] = mapped_column(
        Text
    )  # what stands on it, as JSON, without who the child was


class DisposedChangesRow(Base):
    """How many changes of one sealed entry went with a disposed record: what the check of the chain must know."""

    __tablename__ = "disposed_changes"
    __table_args__ = (Index("ix_disposed_changes_entry_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    disposal_id: Mapped[int] = mapped_column(ForeignKey("disposals.id"))
    entry_id: Mapped[str]
    removed: Mapped[int]
    left_digest: Mapped[str]  # over the changes of that entry that are still there
