"""What was given, checked, measured and found: immunisations, routine checks, growth, medicines, hospital."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import children  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, in_order, one_of
from lac_tracker.storage.tables.chronology import PRECISIONS


class ImmunisationRow(Versioned, Base):
    """One dose, given or refused."""

    __tablename__ = "immunisations"
    __table_args__ = (
        one_of("state", ("given", "declined")),
        one_of("date_precision", PRECISIONS),
        CheckConstraint("given_on IS NULL OR date_precision IS NOT NULL", name="a_day_has_its_precision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    vaccine: Mapped[str]  # a key of resources/immunisations.toml, or 'other'
    vaccine_words: Mapped[str] = mapped_column(default="", server_default="")  # of 'other'
    state: Mapped[str]
    given_on: Mapped[
        date | None
    ]  # of a month or year its middle, which is where it sorts; None: not known when
    date_precision: Mapped[str | None]
    date_words: Mapped[str] = mapped_column(default="", server_default="")  # as typed
    source: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]


class HospitalVisitRow(Versioned, Base):
    """A stay in hospital, a visit to an emergency department, or an operation."""

    __tablename__ = "hospital_visits"
    __table_args__ = (
        one_of("kind", ("admission", "emergency", "operation")),
        one_of("date_precision", PRECISIONS),
        in_order("began_on", "ended_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    kind: Mapped[str]
    began_on: Mapped[date]  # of a month or year its middle
    date_precision: Mapped[str]
    date_words: Mapped[str]
    ended_on: Mapped[date | None]
    hospital: Mapped[str]
    why: Mapped[str] = mapped_column(Text)
    source: Mapped[str]
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]


class ImmunisationStatementRow(Versioned, Base):
    """What a clinician said of a child's immunisations as a whole, as at a day. Never worked out by the program."""

    __tablename__ = "immunisation_statements"
    __table_args__ = (
        one_of("status", ("up_to_date", "not_up_to_date", "history_unknown")),
        CheckConstraint("status <> 'not_up_to_date' OR outstanding <> ''", name="says_what_is_outstanding"),
        # For figures: all they read stands in the index.
        Index(
            "ix_immunisation_statements_newest", "child_id", "as_at", "id", "status", "entered_in_error_because",
            sqlite_where=text("entered_in_error_because IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    as_at: Mapped[date]
    status: Mapped[str]
    outstanding: Mapped[str] = mapped_column(Text, default="", server_default="")
    source: Mapped[str]
    stated_by: Mapped[str]
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]


class RoutineCheckRow(Versioned, Base):
    """One check of teeth, eyes, hearing or, under five, development: done, or why not."""

    __tablename__ = "routine_checks"
    __table_args__ = (
        one_of("kind", ("dental", "vision", "hearing", "development")),
        one_of("state", ("done", "booked", "not_done", "declined", "not_needed")),
        one_of("date_precision", PRECISIONS),
        one_of("registered", ("yes", "no")),
        one_of("treatment_waiting", ("yes", "no")),
        one_of("up_to_date", ("yes", "no")),
        CheckConstraint("state <> 'done' OR happened_on IS NOT NULL", name="done_has_its_day"),
        CheckConstraint("state NOT IN ('not_done', 'declined', 'not_needed') OR reason <> ''", name="not_done_says_why"),
        Index(
            "ix_routine_checks_happened_on", "kind", "state", "happened_on", "child_id", "date_precision",
            "entered_in_error_because",
            sqlite_where=text("entered_in_error_because IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    kind: Mapped[str]
    state: Mapped[str]
    happened_on: Mapped[date | None]  # the day it was done, is booked for, or was asked about
    date_precision: Mapped[str | None]
    date_words: Mapped[str] = mapped_column(default="", server_default="")
    what: Mapped[str] = mapped_column(default="", server_default="")  # of development: which review
    result: Mapped[str] = mapped_column(Text, default="", server_default="")
    provider: Mapped[str] = mapped_column(default="", server_default="")  # the practice, clinic or person
    registered: Mapped[str | None]  # of teeth: a practice will see the child again
    treatment_waiting: Mapped[str | None]  # of teeth: treatment is still to come
    up_to_date: Mapped[str | None]  # of development: what the clinician says of the reviews as a whole
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    next_on: Mapped[date | None]
    source: Mapped[str]
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]


class MeasurementRow(Versioned, Base):
    """Growth as measured on a day, with the centiles a clinician read from the chart; or why it was not measured."""

    __tablename__ = "measurements"
    __table_args__ = (
        CheckConstraint("height_millimetres BETWEEN 200 AND 2500", name="height_in_range"),
        CheckConstraint("weight_grams BETWEEN 300 AND 300000", name="weight_in_range"),
        CheckConstraint("head_millimetres BETWEEN 200 AND 700", name="head_in_range"),
        CheckConstraint(
            "height_millimetres IS NOT NULL OR weight_grams IS NOT NULL OR head_millimetres IS NOT NULL "
            "OR not_measured_because <> ''",
            name="measured_or_why_not",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    measured_on: Mapped[date]
    height_millimetres: Mapped[int | None]  # whole numbers: what was typed comes back as it was
    weight_grams: Mapped[int | None]
    head_millimetres: Mapped[int | None]
    height_centile: Mapped[str] = mapped_column(default="", server_default="")  # as read: '25th to 50th'
    weight_centile: Mapped[str] = mapped_column(default="", server_default="")
    bmi_centile: Mapped[str] = mapped_column(default="", server_default="")
    head_centile: Mapped[str] = mapped_column(default="", server_default="")
    not_measured_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    measured_by: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]


class MedicineRow(Versioned, Base):
    """A medicine the child takes or took."""

    __tablename__ = "medicines"
    __table_args__ = (one_of("date_precision", PRECISIONS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    name: Mapped[str]
    dose: Mapped[str] = mapped_column(
        default="", server_default=""
    )  # as written on the label: how much, how often
    for_what: Mapped[str] = mapped_column(default="", server_default="")
    began_on: Mapped[date | None]
    date_precision: Mapped[str | None]
    date_words: Mapped[str] = mapped_column(default="", server_default="")
    ended_on: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(default="", server_default="")
    prescribed_by: Mapped[str] = mapped_column(default="", server_default="")
    source: Mapped[str]
    recorded_on: Mapped[date | None]  # when it was last written; None: before these rows were kept
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]


class AllergyRow(Versioned, Base):
    """One allergy. What the banner shows is made of those that have not ended."""

    __tablename__ = "allergies"
    __table_args__ = (
        one_of("severity", ("mild", "moderate", "severe", "not_known")),
        one_of("date_precision", PRECISIONS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    substance: Mapped[str]
    reaction: Mapped[str] = mapped_column(default="", server_default="")
    severity: Mapped[str] = mapped_column(default="not_known", server_default="not_known")
    began_on: Mapped[date | None]
    date_precision: Mapped[str | None]
    date_words: Mapped[str] = mapped_column(default="", server_default="")
    ended_on: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(default="", server_default="")
    source: Mapped[str]
    recorded_on: Mapped[date | None]  # when it was last written; None: before these rows were kept
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]


class ConditionRow(Versioned, Base):
    """A diagnosis: suspected, confirmed or resolved, and since when."""

    __tablename__ = "conditions"
    __table_args__ = (
        one_of("state", ("suspected", "confirmed", "resolved")),
        one_of("date_precision", PRECISIONS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    name: Mapped[str]
    state: Mapped[str]
    began_on: Mapped[date | None]
    date_precision: Mapped[str | None]
    date_words: Mapped[str] = mapped_column(default="", server_default="")
    ended_on: Mapped[date | None]
    diagnosed_by: Mapped[str] = mapped_column(default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    source: Mapped[str]
    recorded_on: Mapped[date | None]  # when it was last written; None: before these rows were kept
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]


class SubstanceUseRow(Versioned, Base):
    """Whether a substance problem was identified on a day and what was done, as the council's return defines them."""

    __tablename__ = "substance_use"
    __table_args__ = (
        one_of("problem", ("yes", "no")),
        one_of("intervention", ("received", "offered_refused", "not_offered")),
        CheckConstraint("problem = 'yes' OR intervention IS NULL", name="intervention_of_a_problem"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    asked_on: Mapped[date]
    problem: Mapped[str]
    substances: Mapped[str] = mapped_column(Text, default="", server_default="")
    intervention: Mapped[str | None]  # None: a problem was identified, and nobody has said yet what was done
    intervention_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    source: Mapped[str]
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]


class ReturnAnswerRow(Versioned, Base):
    """What a person said for the council's yearly return where no other part of the record says it."""

    __tablename__ = "return_answers"
    __table_args__ = (
        UniqueConstraint("child_id", "return_year", "field"),
        one_of("answer", ("0", "1")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    return_year: Mapped[int]  # the year that ends on 31 March of it
    field: Mapped[str]  # a column of the return: 'CONVICTED'
    answer: Mapped[str]
    source: Mapped[str]
    recorded_on: Mapped[date]
    recorded_by: Mapped[str]
