"""Paper: documents made, where each was sent, what was received, and what stands on a young person's own copies."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import assessments, children, information, people  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, one_of

ROUTES = ("secure_email", "post", "by_hand", "clinical_system", "other")
REPLIES = ("accepted", "rejected")
MEDIA_TYPES = ("application/pdf", "image/png", "image/jpeg", "image/tiff", "text/plain")
STAGES = ("under_5", "5_to_9", "10_to_13", "14_to_15", "16_plus", "easy_read")
HISTORY_PARTS = (
    "birth", "story", "operations", "hospital", "checks", "growth", "family", "family_advice", "jabs", "helps_me",
)  # fmt: skip


class DocumentRow(Base):
    """A document as it was made: the bytes, and what it replaces. A snapshot, never changed."""

    __tablename__ = "documents_made"
    __table_args__ = (Index("ix_documents_made_child_id_made_at", "child_id", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    document: Mapped[str]
    reference: Mapped[str] = mapped_column(unique=True)  # random: it says nothing about the child
    version_number: Mapped[int]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("documents_made.id"))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    content_sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    pages: Mapped[int | None]
    made_for: Mapped[
        str | None
    ]  # of several readers of one kind of document, which: a person or service in words
    left_out: Mapped[str] = mapped_column(
        Text, default="", server_default=""
    )  # what its reader does not get, in words
    filing_slip: Mapped[str | None] = mapped_column(Text)  # JSON, of a GP summary


class PrintingRow(Base):
    """A document that was handed to a printer."""

    __tablename__ = "documents_printed"
    __table_args__ = (CheckConstraint("copies >= 1", name="one_copy_or_more"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents_made.id"), index=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))  # of the document
    printed_at: Mapped[datetime]
    printed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    copies: Mapped[int]


class SendingRow(Versioned, Base):
    """A document that left the team: to whom, how, when, and what came back."""

    __tablename__ = "documents_sent"
    __table_args__ = (
        one_of("route", ROUTES),
        one_of("reply", REPLIES),
        one_of("read_out_loud", ("yes", "no")),
        CheckConstraint("reply IS NULL OR replied_on IS NOT NULL", name="a_reply_has_a_day"),
        CheckConstraint(
            "reply IS NULL OR reply <> 'rejected' OR rejected_because <> ''", name="a_rejection_has_a_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents_made.id"), index=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    reader: Mapped[str]  # a key of domain.readers.READERS
    sent_to: Mapped[str]  # the practice or person in words
    address_used: Mapped[str] = mapped_column(default="", server_default="")
    route: Mapped[str]
    sent_on: Mapped[date]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    their_reference: Mapped[str] = mapped_column(default="", server_default="")
    reply_by: Mapped[date | None]
    reply: Mapped[str | None]
    replied_on: Mapped[date | None]
    rejected_because: Mapped[str] = mapped_column(default="", server_default="")
    read_out_loud: Mapped[str | None]  # given to the young person
    recorded_at: Mapped[datetime]
    entered_in_error_because: Mapped[str | None]


class ReceivedFileRow(Versioned, Base):
    """A letter, report or picture that came from somebody else: kept as it came, never run."""

    __tablename__ = "files_received"
    __table_args__ = (one_of("media_type", MEDIA_TYPES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("information_requests.id"))
    kind: Mapped[str]  # a key of domain.received_files.KINDS
    title: Mapped[str]
    source: Mapped[str]  # who wrote it
    written_on: Mapped[date | None]
    received_on: Mapped[date]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    pages: Mapped[int | None]
    turned: Mapped[int] = mapped_column(default=0, server_default="0")  # degrees clockwise to be upright
    taken_out: Mapped[str] = mapped_column(default="", server_default="")  # what could run, in words
    content_sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    third_party: Mapped[bool] = mapped_column(default=False, server_default="0")  # it tells of other people
    added_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime]
    entered_in_error_because: Mapped[str | None]


class OwnCopyRow(Versioned, Base):
    """How a young person wants the plan that is theirs, and what was written for them in plain words."""

    __tablename__ = "own_copies"
    __table_args__ = (
        one_of("stage", STAGES),
        one_of("text_size", ("usual", "large")),
        UniqueConstraint("assessment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    stage: Mapped[str | None]  # None: as the age says
    text_size: Mapped[str] = mapped_column(default="usual", server_default="usual")
    colour: Mapped[str | None]  # of the band on the first page
    shows_feelings: Mapped[bool] = mapped_column(default=False, server_default="0")
    opening: Mapped[str] = mapped_column(Text, default="", server_default="")  # something they told us
    talked_about: Mapped[str] = mapped_column(Text, default="", server_default="")  # one a line
    going_well: Mapped[str] = mapped_column(Text, default="", server_default="")  # one a line
    their_part: Mapped[str] = mapped_column(Text, default="", server_default="")  # what they can do
    translated_by: Mapped[str | None]
    checked_with_them_on: Mapped[date | None]


class HealthHistoryRow(Versioned, Base):
    """One line of a care leaver's health history, or what was asked for and could not be found."""

    __tablename__ = "health_history_lines"
    __table_args__ = (
        one_of("part", HISTORY_PARTS),
        CheckConstraint("NOT could_not_find OR asked_of <> ''", name="says_who_was_asked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    part: Mapped[str]
    position: Mapped[int]
    when_words: Mapped[str] = mapped_column(default="", server_default="")  # 'July 2010'
    words: Mapped[str] = mapped_column(Text)
    could_not_find: Mapped[bool] = mapped_column(default=False, server_default="0")
    asked_of: Mapped[str] = mapped_column(default="", server_default="")
    asked_on: Mapped[date | None]
    left_out: Mapped[bool] = mapped_column(default=False, server_default="0")  # not for the paper
    record_key: Mapped[str | None]  # what of the record it was taken from: 'birth.weight', 'hospital:7'
    record_said: Mapped[str] = mapped_column(
        Text, default="", server_default=""
    )  # the words of the record then
    recorded_by: Mapped[str]


class HealthHistoryCheckRow(Versioned, Base):
    """Who made sure that the health history tells nothing of other people, and what the young person chose."""

    __tablename__ = "health_history_checks"
    __table_args__ = (
        one_of("gp_copy", ("yes", "no")),
        one_of("offer_answer", ("accepted", "later", "declined")),
        UniqueConstraint("child_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    made_with_them_on: Mapped[date | None]
    checked_on: Mapped[date | None]
    checked_by: Mapped[str | None]
    gp_copy: Mapped[str | None]  # whether the practice may have one
    colour: Mapped[str | None]
    blood_group: Mapped[str | None]
    offered_on: Mapped[date | None]
    offer_answer: Mapped[str | None]
    jabs_checked_on: Mapped[date | None]  # against the record of the practice
    checked_sha256: Mapped[str | None]  # of what was checked: a change after it needs another look
