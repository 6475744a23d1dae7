"""What every table shares: names of constraints, instants in UTC, the version column."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A moment, kept in UTC without a zone, and given back with it."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Every table of a caseload."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant}


class Versioned:
    """A row that a second writer must not overwrite unseen."""

    version: Mapped[int] = mapped_column(default=1, server_default="1")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands the class
        return {"version_id_col": cls.version}


def one_of(
    column: str, words: type[StrEnum] | tuple[str, ...], *, name: str | None = None
) -> CheckConstraint:
    """Return a CHECK that a column, unless it is empty, holds one of a closed set of words."""
    allowed = tuple(words) if isinstance(words, tuple) else tuple(word.value for word in words)
    listed = ", ".join(f"'{word}'" for word in allowed)
    return CheckConstraint(f"{column} IN ({listed})", name=name or f"{column}_is_known")


def in_order(earlier: str, later: str) -> CheckConstraint:
    """Return a CHECK that one date is not after another, where both are there."""
    return CheckConstraint(f"{later} >= {earlier}", name=f"{later}_not_before_{earlier}")
