"""Who looked and who changed: the open entry, what the triggers wrote, and the sealed chain."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables.base import Base


class CurrentEntryRow(Base):
    """The entry of the transaction that is running. Empty at every commit."""

    __tablename__ = "current_entry"
    __table_args__ = (CheckConstraint("only_row = 1", name="only_one"),)

    only_row: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[str]


class ChangeRow(Base):
    """One row that one statement touched, before and after. Written by triggers; append-only."""

    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_entry_id", "entry_id"),
        Index("ix_changes_table_name_row_id", "table_name", "row_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[str]
    table_name: Mapped[str]
    row_id: Mapped[int]
    operation: Mapped[str]
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)


class AuditRow(Base):
    """One sealed entry of the chain. Append-only, numbered without gaps."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_child_id", "child_id"),
        Index("ix_audit_at", "at"),
        Index("ix_audit_person_id_at", "person_id", "at", "action"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]
    person_id: Mapped[int]
    person_name: Mapped[str]
    workstation: Mapped[str]
    action: Mapped[str]
    child_id: Mapped[int | None]
    reason: Mapped[str]
    changes_count: Mapped[int]
    changes_digest: Mapped[str]
    previous_mac: Mapped[str]
    mac: Mapped[str]
