"""Quality of assessments: checklist, samples, reviews with their scores and rounds, and the improvement actions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import assessments, children, people  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, in_order, one_of

WHY_CHOSEN = ("out_of_area", "new_author", "per_author", "random", "chosen", "check_again")
REVIEW_STATES = ("not_started", "started", "finished", "with_author", "amended", "closed")
OVERALL = ("meets_the_standard", "needs_changes", "sent_back")
ANSWERS = ("met", "partly", "not_met", "not_applicable")
RATINGS = ("on_track", "at_risk", "late", "done")


class QualityChecklistRow(Base):
    """The text of a checklist as reviews were scored by it. Kept once for each version."""

    __tablename__ = "quality_checklists"
    __table_args__ = (UniqueConstraint("team_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    version_number: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[str] = mapped_column(Text)  # TOML
    made_at: Mapped[datetime]
    made_by: Mapped[str]


class QualitySampleRow(Base):
    """One drawing of a sample: by which rule, over which days."""

    __tablename__ = "quality_samples"
    __table_args__ = (in_order("signed_from", "signed_to"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    signed_from: Mapped[date]
    signed_to: Mapped[date]
    rule: Mapped[str] = mapped_column(Text)  # in words
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class QualityReviewRow(Versioned, Base):
    """One assessment looked at by somebody who did not write it."""

    __tablename__ = "quality_reviews"
    __table_args__ = (
        one_of("why_chosen", WHY_CHOSEN),
        one_of("state", REVIEW_STATES),
        one_of("overall", OVERALL),
        CheckConstraint("author_id IS NULL OR author_id <> reviewer_id", name="not_ones_own"),
        CheckConstraint(
            "state IN ('not_started', 'started') OR overall IS NOT NULL", name="finished_says_how"
        ),
        Index("ix_quality_reviews_team_id_state", "team_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    sample_id: Mapped[int | None] = mapped_column(ForeignKey("quality_samples.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), index=True)
    checklist_id: Mapped[int] = mapped_column(ForeignKey("quality_checklists.id"))
    kind: Mapped[str]
    signed_on: Mapped[date]
    author: Mapped[str]  # name as it stood
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: a host team's
    provider: Mapped[str]  # the team itself, or the host team
    is_out_of_area: Mapped[bool] = mapped_column(default=False, server_default="0")
    why_chosen: Mapped[str]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="not_started", server_default="not_started")
    overall: Mapped[str | None]
    praise: Mapped[str] = mapped_column(Text, default="", server_default="")
    finished_on: Mapped[date | None]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("quality_reviews.id"))  # checked again


class QualityScoreRow(Versioned, Base):
    """The answer to one criterion. 0 or 1 says what would make it better; not applicable says why."""

    __tablename__ = "quality_scores"
    __table_args__ = (one_of("answer", ANSWERS), UniqueConstraint("review_id", "criterion_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("quality_reviews.id"))
    criterion_id: Mapped[str]
    answer: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="", server_default="")


class QualityReturnRow(Versioned, Base):
    """One round of changes asked of the author: when, until when, and when it came back."""

    __tablename__ = "quality_returns"
    __table_args__ = (in_order("returned_on", "due_on"), in_order("returned_on", "amended_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("quality_reviews.id"), index=True)
    returned_on: Mapped[date]
    returned_by: Mapped[str]
    what_to_change: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    amended_on: Mapped[date | None]
    amended_by: Mapped[str] = mapped_column(default="", server_default="")
    answer: Mapped[str] = mapped_column(Text, default="", server_default="")
    checked_on: Mapped[date | None]
    checked_by: Mapped[str] = mapped_column(default="", server_default="")


class ImprovementActionRow(Versioned, Base):
    """Something the service will do better: who, by when, and how it stands."""

    __tablename__ = "improvement_actions"
    __table_args__ = (one_of("rating", RATINGS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    what: Mapped[str] = mapped_column(Text)
    source: Mapped[str]  # 'CQC 3.12', 'Criterion 7', 'Audit of March'
    owner: Mapped[str]
    due_on: Mapped[date]
    rating: Mapped[str]
    rating_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    made_on: Mapped[date]
    made_by: Mapped[str]
    done_on: Mapped[date | None]


class ImprovementChangeRow(Base):
    """One change of one improvement action: what stood there, what stands there now, who, when and why. Never changed."""

    __tablename__ = "improvement_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("improvement_actions.id"), index=True)
    field: Mapped[str]  # 'owner', 'due_on', 'rating', 'rating_because', 'what', 'source'
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    because: Mapped[str] = mapped_column(Text, default="", server_default="")
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
