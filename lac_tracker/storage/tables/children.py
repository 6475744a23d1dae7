"""Children, their councils and flags, and what the council's yearly return said of them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import people  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, in_order, one_of

ANSWER_STATES = ("recorded", "prefers_not_to_say", "asked_not_known", "not_asked")
HISTORY_STATES = ("answered", "asked", "not_known_after_asking", "declined", "not_asked")
SEXES = ("male", "female", "not known")
IMPORT_KINDS = ("ssda903", "list", "assessments", "gp_practices")


class CouncilRow(Base):
    __tablename__ = "councils"
    __table_args__ = (UniqueConstraint("team_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    code: Mapped[str]
    name: Mapped[str]


class ChildRow(Versioned, Base):
    """A child. The id is random: a counted one would tell who was registered next to whom."""

    __tablename__ = "children"
    __table_args__ = (
        UniqueConstraint("responsible_council_id", "council_child_id"),
        Index("ix_children_team_id_search_key", "team_id", "search_key"),
        Index(
            "ix_children_figures",
            "team_id",
            "born",
            "ethnicity_state",
            "language_state",
            "religion_state",
            "birth_history_state",
            "parental_history_state",
            "is_unaccompanied",
            "unaccompanied_until",
            "allergies_state",
            "address_withheld",
            "interpreter_needed",
            "age_disputed",
        ),
        Index("ix_children_closed", "record_closed_on", sqlite_where=text("record_closed_on IS NOT NULL")),
        Index(
            "ix_children_wishes",
            "team_id",
            "appointment_wishes",
            sqlite_where=text("appointment_wishes IS NOT NULL"),
        ),
        one_of("sex", SEXES),
        one_of("ethnicity_state", ANSWER_STATES),
        one_of("language_state", ANSWER_STATES),
        one_of("religion_state", ANSWER_STATES),
        one_of("communication_state", ANSWER_STATES),
        one_of("birth_history_state", HISTORY_STATES),
        one_of("parental_history_state", HISTORY_STATES),
        one_of("allergies_state", ("known", "none_known", "not_recorded")),
        one_of("interpreter_needed", ("yes", "no", "not_known")),
        CheckConstraint(
            "nhs_number GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'",
            name="nhs_number_is_ten_digits",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    responsible_council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    council_child_id: Mapped[str]  # as received: a text, leading zeros and all
    family_name: Mapped[str | None]
    given_name: Mapped[str | None]
    preferred_name: Mapped[str | None]
    search_key: Mapped[str] = mapped_column(default="")  # family, given and preferred name, normalised
    born: Mapped[date]
    sex: Mapped[str] = mapped_column(default="not known")
    gender: Mapped[str | None]  # how the child describes it, where that differs or was asked
    nhs_number: Mapped[str | None] = mapped_column(unique=True)
    unique_pupil_number: Mapped[str | None]
    ethnicity_state: Mapped[str] = mapped_column(default="not_asked")
    ethnicity_code: Mapped[str | None]
    ethnicity_own_words: Mapped[str | None]
    ethnicity_asked_on: Mapped[date | None]
    ethnicity_asked_by: Mapped[str | None]
    language_state: Mapped[str] = mapped_column(default="not_asked")
    first_language: Mapped[str | None]
    preferred_language: Mapped[str | None]
    interpreter_needed: Mapped[str] = mapped_column(default="not_known")
    language_asked_on: Mapped[date | None]
    language_asked_by: Mapped[str | None]
    religion_state: Mapped[str] = mapped_column(default="not_asked")
    religion_code: Mapped[str | None]
    religion_asked_on: Mapped[date | None]
    religion_asked_by: Mapped[str | None]
    meaning_for_care: Mapped[str | None] = mapped_column(Text)  # of the three together: what is printed
    ethnicity_means: Mapped[str | None] = mapped_column(Text)
    language_means: Mapped[str | None] = mapped_column(Text)
    religion_means: Mapped[str | None] = mapped_column(Text)
    religion_own_words: Mapped[str | None]
    interpreter_wishes: Mapped[str | None]  # dialect, man or woman, known or not
    communication_state: Mapped[str] = mapped_column(default="not_asked", server_default="not_asked")
    communication_needs: Mapped[str | None] = mapped_column(Text)
    communication_asked_on: Mapped[date | None]
    communication_asked_by: Mapped[str | None]
    birth_history_state: Mapped[str] = mapped_column(default="not_asked")
    parental_history_state: Mapped[str] = mapped_column(default="not_asked")
    allergies_state: Mapped[str] = mapped_column(default="not_recorded")
    allergies: Mapped[str | None]
    is_unaccompanied: Mapped[bool] = mapped_column(default=False)
    unaccompanied_until: Mapped[date | None]
    address_withheld: Mapped[bool] = mapped_column(default=False)
    age_disputed: Mapped[bool] = mapped_column(default=False, server_default="0")
    born_as_stated: Mapped[str | None]  # in words, where the date is an estimate or disputed
    record_closed_on: Mapped[date | None]  # a care leaver's record stays open until then, or until 25
    record_closed_because: Mapped[str | None]
    appointment_wishes: Mapped[str | None]  # 'after_school home_visit': what the carer or the child asked for
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))


class ChildFlagRow(Versioned, Base):
    """Something everyone who opens the record must see first."""

    __tablename__ = "child_flags"
    __table_args__ = (
        in_order("set_on", "ended_on"),
        Index("ix_child_flags_restricted", "child_id", "ended_on", sqlite_where=text("kind = 'restricted'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    kind: Mapped[str]
    detail: Mapped[str | None]
    set_on: Mapped[date]
    set_by: Mapped[str]
    review_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_by: Mapped[str | None]
    ended_because: Mapped[str | None]
    # The review date of a flag that follows from the record, and nothing else.
    is_review_only: Mapped[bool] = mapped_column(default=False, server_default="0")


class YearlyAnswersRow(Base):
    """The OC2 row of one child in one yearly return, as received."""

    __tablename__ = "yearly_answers"
    __table_args__ = (UniqueConstraint("child_id", "return_year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    return_year: Mapped[int]  # the year that ended on 31 March of it
    answers: Mapped[str] = mapped_column(Text)  # JSON: [[column, value], …] in the order of the return
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))


class StatutoryReviewRow(Base):
    """A review of the care plan by the independent reviewing officer, as the council returned it."""

    __tablename__ = "statutory_reviews"
    __table_args__ = (UniqueConstraint("child_id", "reviewed_on", "participation"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    reviewed_on: Mapped[date]
    participation: Mapped[str]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))


class ImportRow(Base):
    """One import: all the rows it wrote carry its id, and the record of changes what was there before."""

    __tablename__ = "imports"
    __table_args__ = (
        one_of("kind", IMPORT_KINDS),
        Index("ix_imports_team_id_made_at", "team_id", "made_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    kind: Mapped[str]
    file_names: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    children_created: Mapped[int]
    children_updated: Mapped[int]
    rows_refused: Mapped[int]
    council_id: Mapped[int | None] = mapped_column(ForeignKey("councils.id"))
    entry_id: Mapped[
        str | None
    ]  # of the record of changes; None: made before that was kept, and not to be undone
    report: Mapped[str | None] = mapped_column(Text)  # JSON: what it did, to keep
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]
    undone_because: Mapped[str | None]
