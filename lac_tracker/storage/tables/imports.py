"""Lists that came in: how columns were matched, what was set aside, where a list and the caseload differ; GP practices."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import children  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, one_of

SET_ASIDE_KINDS = ("close_match", "refused", "left_out")
DIFFERENCE_KINDS = (
    "theirs_only", "ours_only", "may_be_same", "became_looked_after", "left_care", "date_of_birth", "nhs_number",
    "council_id",
)  # fmt: skip
RESOLUTIONS = (
    "added", "theirs_is_right", "ours_is_right", "left_care", "still_looked_after", "never_ours", "ask_council",
)  # fmt: skip


class ImportMappingRow(Versioned, Base):
    """Which column of a council's list means which field here, remembered by the names of its columns."""

    __tablename__ = "import_mappings"
    __table_args__ = (UniqueConstraint("council_id", "columns_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    columns_key: Mapped[str]  # a digest of the names of the columns
    content: Mapped[str] = mapped_column(Text)  # JSON: column → field, and the order of its dates
    used_on: Mapped[date]
    used_by: Mapped[str]


class ImportRowSetAside(Versioned, Base):
    """A row of a list that was not taken in: to decide later, refused, or left out by a person."""

    __tablename__ = "import_rows_set_aside"
    __table_args__ = (
        one_of("kind", SET_ASIDE_KINDS),
        Index("ix_import_rows_set_aside_import_id", "import_id"),
        Index("ix_import_rows_set_aside_open", "kind", sqlite_where=text("settled_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    line: Mapped[int]  # as a text editor or Excel counts them
    kind: Mapped[str]
    content: Mapped[str] = mapped_column(Text)  # JSON: [[column, value as received], …]
    child_id: Mapped[int | None] = mapped_column(ForeignKey("children.id"))  # whom it may be about
    reason: Mapped[str] = mapped_column(Text)  # in words
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    settled_as: Mapped[str | None]


class ListDifferenceRow(Versioned, Base):
    """Something on which a council's list and the caseload differ, and how it was resolved."""

    __tablename__ = "list_differences"
    __table_args__ = (
        one_of("kind", DIFFERENCE_KINDS),
        one_of("resolution", RESOLUTIONS),
        UniqueConstraint("council_id", "council_child_id", "kind", "theirs", "ours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    council_child_id: Mapped[str]
    child_id: Mapped[int | None] = mapped_column(ForeignKey("children.id"), index=True)  # None: not ours
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(
        default="", server_default=""
    )  # of a child who is not ours, by their list
    theirs: Mapped[str] = mapped_column(default="", server_default="")
    ours: Mapped[str] = mapped_column(default="", server_default="")
    file_names: Mapped[str] = mapped_column(Text)
    found_on: Mapped[date]
    resolution: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(Text)
    resolved_on: Mapped[date | None]
    resolved_by: Mapped[str | None]


class GpPracticeRow(Base):
    """A practice of the national file that the team loaded itself. Replaced as a whole by the next load."""

    __tablename__ = "gp_practices"
    __table_args__ = (
        Index("ix_gp_practices_search_key", "search_key"),
        Index("ix_gp_practices_postcode_key", "postcode_key"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str]  # its lines, one below the other
    postcode: Mapped[str]
    phone: Mapped[str]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    status: Mapped[str]  # as the file has it: A active, C closed, D dormant, P proposed
    setting: Mapped[str]  # prescribing setting as the file has it; 4 is a GP practice
    search_key: Mapped[str]
    postcode_key: Mapped[str]  # without blanks
