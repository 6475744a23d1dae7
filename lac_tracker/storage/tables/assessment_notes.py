"""What surrounds the answers of an assessment: notes, the child's words, pauses, copied and set-aside text."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import assessments, children, people, plans  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, one_of

WORDS_KINDS = ("own_words", "written_for", "seen")


class JotterNoteRow(Versioned, Base):
    """A note made in the room. Not part of the record until it is filed into a section."""

    __tablename__ = "jotter_notes"
    __table_args__ = (
        CheckConstraint("filed_at IS NULL OR removed_at IS NULL", name="filed_or_removed"),
        CheckConstraint("filed_at IS NULL OR filed_section_id IS NOT NULL", name="filed_somewhere"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), index=True)
    noted_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)
    section_id: Mapped[str | None]  # where it is meant to go: suggested, or chosen
    filed_at: Mapped[datetime | None]
    filed_section_id: Mapped[str | None]
    removed_at: Mapped[datetime | None]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class QuoteRow(Versioned, Base):
    """Something the child said or showed, kept exactly, from any section of any assessment or outside one."""

    __tablename__ = "quotes"
    __table_args__ = (one_of("kind", WORDS_KINDS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    section_id: Mapped[str | None]
    words: Mapped[str] = mapped_column(Text)
    kind: Mapped[str]
    heard_at: Mapped[datetime]
    heard_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    entered_in_error_because: Mapped[str | None]


class PauseRow(Base):
    """The child was seen and part of the assessment was done: why it stopped, and when it goes on."""

    __tablename__ = "pauses"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), index=True)
    paused_at: Mapped[datetime]
    paused_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")
    left_to_do: Mapped[str] = mapped_column(Text)  # the sections, in words
    pick_up_on: Mapped[date | None]


class MissingPartRow(Versioned, Base):
    """A part that a partly done assessment lacks, with the item of the plan that makes good for it."""

    __tablename__ = "missing_parts"
    __table_args__ = (UniqueConstraint("assessment_id", "section_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    section_id: Mapped[str]
    why: Mapped[str] = mapped_column(Text, default="", server_default="")
    need_id: Mapped[int | None] = mapped_column(ForeignKey("needs.id"))  # None: its item is not made yet


class ClockHoldRow(Versioned, Base):
    """A clock that waits until a day, with who said so and why. The due date stays what it is."""

    __tablename__ = "clock_holds"
    __table_args__ = (
        one_of("kind", ("IHA", "RHA")),
        CheckConstraint("until >= began_on", name="until_not_before_began_on"),
        CheckConstraint("reason <> ''", name="has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    kind: Mapped[str]
    began_on: Mapped[date]
    until: Mapped[date]  # the last day it is on hold
    reason: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[str]
    ended_on: Mapped[date | None]
    ended_by: Mapped[str | None]
    ended_because: Mapped[str] = mapped_column(Text, default="", server_default="")


class CopiedTextRow(Versioned, Base):
    """Text taken over from an earlier assessment: it has to be changed or confirmed before signing."""

    __tablename__ = "copied_texts"
    __table_args__ = (UniqueConstraint("assessment_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    question_id: Mapped[str]
    copied: Mapped[str] = mapped_column(Text)
    copied_from_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    confirmed_at: Mapped[datetime | None]


class SetAsideAnswerRow(Base):
    """An answer that gave way to another person's, or to a changed form. Kept, so that nothing is lost."""

    __tablename__ = "set_aside_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), index=True)
    question_id: Mapped[str]
    value: Mapped[str] = mapped_column(Text)
    given_by: Mapped[str]
    given_at: Mapped[datetime]
    set_aside_at: Mapped[datetime]
    set_aside_because: Mapped[str]
