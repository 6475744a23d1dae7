"""The child's family: people, how they are related, and birth and parental history item by item."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import children  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, one_of
from lac_tracker.storage.tables.children import HISTORY_STATES, SEXES


class FamilyMemberRow(Versioned, Base):
    """Someone of the child's family or household. The only source of the genogram."""

    __tablename__ = "family_members"
    __table_args__ = (
        one_of("sex", SEXES),
        one_of("contact", ("yes", "some", "none", "not_known")),
        one_of("partnership", ("married", "partners", "separated", "divorced")),
        CheckConstraint(
            "died_year IS NULL OR born_year IS NULL OR died_year >= born_year", name="lived_forwards"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    relation: Mapped[str]  # a key of domain.family.RELATIONS
    full_name: Mapped[str | None]
    sex: Mapped[str] = mapped_column(default="not known")
    born_year: Mapped[int | None]
    has_died: Mapped[bool] = mapped_column(default=False)
    died_year: Mapped[int | None]
    lives_with_child: Mapped[bool] = mapped_column(default=False)
    contact: Mapped[str] = mapped_column(default="not_known")
    contact_words: Mapped[str | None]
    health_notes: Mapped[str | None] = mapped_column(Text)  # third-party information
    mother_id: Mapped[int | None] = mapped_column(ForeignKey("family_members.id"))
    father_id: Mapped[int | None] = mapped_column(ForeignKey("family_members.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("family_members.id"))
    note: Mapped[str | None] = mapped_column(Text)
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]
    partnership: Mapped[str | None]  # with the partner, or the one the relation implies


class HistoryItemRow(Versioned, Base):
    """One item of birth or family history: its answer, or who was asked for it and when."""

    __tablename__ = "history_items"
    __table_args__ = (one_of("state", HISTORY_STATES), UniqueConstraint("child_id", "item"))

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    item: Mapped[str]  # 'birth.weight', 'mother.mental_health': the id of a question of the form of history
    state: Mapped[str]
    value: Mapped[str | None] = mapped_column(Text)  # JSON, as an answer of the form is kept
    source: Mapped[str | None]
    asked_of: Mapped[str | None]
    asked_on: Mapped[date | None]
    chase_on: Mapped[date | None]
    received_on: Mapped[date | None]
    recorded_on: Mapped[date]
    recorded_by: Mapped[str]
