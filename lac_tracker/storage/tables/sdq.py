"""Strengths and difficulties questionnaires: the raw answers, the scores, and what was made of them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lac_tracker.storage.tables import children, plans  # noqa: F401 - referred to by name
from lac_tracker.storage.tables.base import Base, Versioned, one_of

ITEMS = 25
# As on the form; what each is called there is the licence holder's. `difficulties` opens the five after it.
IMPACT = ("difficulties", "distress", "home", "friends", "classroom", "leisure")
# Which questionnaires count for when the next one is due: what an index keeps.
COUNTING_QUESTIONNAIRES = "state = 'scored' AND is_follow_up = 0 AND entered_in_error_because IS NULL"
SCALES = ("emotional", "conduct", "hyperactivity", "peer", "prosocial")


def _within(column: str, highest: int) -> CheckConstraint:
    """Return a CHECK that a score, where there is one, is between 0 and the highest there is."""
    return CheckConstraint(f"{column} BETWEEN 0 AND {highest}", name=f"{column}_in_range")


class QuestionnaireRow(Versioned, Base):
    """One questionnaire: a part of it, its raw answers scored, or scores taken from a licensed report.

    One row with every answer, so that a questionnaire is saved or corrected by one statement. Answers are as on the
    form (0 left, 1 middle, 2 right box; impact 0 to 3); NULL is not answered, or not keyed yet where `skipped_items`
    does not name it.
    """

    __tablename__ = "sdq_questionnaires"
    __table_args__ = (
        one_of("state", ("part", "scored")),
        one_of("entry", ("items", "scales", "total")),
        one_of("shared_with_child", ("yes", "no")),
        one_of("next_step", ("talk", "camhs", "plan_item", "nothing")),
        *(_within(f"item_{number}", 2) for number in range(1, ITEMS + 1)),
        *(_within(name, 3) for name in IMPACT),
        *(_within(name, 10) for name in SCALES),
        _within("total", 40),
        _within("internalising", 20),
        _within("externalising", 20),
        _within("impact", 10),
        _within("change_since", 4),
        _within("helped", 3),
        CheckConstraint("state <> 'scored' OR completed_by <> ''", name="a_scored_one_says_by_whom"),
        CheckConstraint("next_step <> 'nothing' OR next_step_words <> ''", name="nothing_needs_a_reason"),
        Index("ix_sdq_questionnaires_child_id_completed_on", "child_id", "completed_on"),
        Index(
            "ix_sdq_questionnaires_counting",
            "child_id",
            "completed_on",
            "form",
            sqlite_where=text(COUNTING_QUESTIONNAIRES),
        ),
        # For figures: all they read stands in the index.
        Index(
            "ix_sdq_questionnaires_scored",
            "completed_on",
            "child_id",
            "form",
            "total",
            "entered_in_error_because",
            sqlite_where=text("state = 'scored' AND total IS NOT NULL AND entered_in_error_because IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    form: Mapped[str]  # a key of domain.sdq.VERSIONS: 'parent_4_17'
    is_follow_up: Mapped[bool] = mapped_column(default=False, server_default="0")
    entry: Mapped[str]
    state: Mapped[str]
    completed_on: Mapped[date]
    completed_by: Mapped[str] = mapped_column(
        default="", server_default=""
    )  # name and what they are to the child

    item_1: Mapped[int | None]
    item_2: Mapped[int | None]
    item_3: Mapped[int | None]
    item_4: Mapped[int | None]
    item_5: Mapped[int | None]
    item_6: Mapped[int | None]
    item_7: Mapped[int | None]
    item_8: Mapped[int | None]
    item_9: Mapped[int | None]
    item_10: Mapped[int | None]
    item_11: Mapped[int | None]
    item_12: Mapped[int | None]
    item_13: Mapped[int | None]
    item_14: Mapped[int | None]
    item_15: Mapped[int | None]
    item_16: Mapped[int | None]
    item_17: Mapped[int | None]
    item_18: Mapped[int | None]
    item_19: Mapped[int | None]
    item_20: Mapped[int | None]
    item_21: Mapped[int | None]
    item_22: Mapped[int | None]
    item_23: Mapped[int | None]
    item_24: Mapped[int | None]
    item_25: Mapped[int | None]
    difficulties: Mapped[int | None]
    distress: Mapped[int | None]
    home: Mapped[int | None]
    friends: Mapped[int | None]
    classroom: Mapped[int | None]
    leisure: Mapped[int | None]
    change_since: Mapped[int | None]  # of a follow-up: 0 much worse to 4 much better
    helped: Mapped[int | None]  # of a follow-up: 0 not at all to 3 a great deal

    skipped_items: Mapped[str] = mapped_column(
        Text, default="", server_default=""
    )  # keyed as not answered: 'item_7 home'

    emotional: Mapped[int | None]
    conduct: Mapped[int | None]
    hyperactivity: Mapped[int | None]
    peer: Mapped[int | None]
    prosocial: Mapped[int | None]
    total: Mapped[int | None]
    internalising: Mapped[int | None]
    externalising: Mapped[int | None]
    impact: Mapped[int | None]
    impact_answered: Mapped[int | None]  # of how many impact items the impact is made

    keyed_twice: Mapped[bool] = mapped_column(default=False, server_default="0")
    source: Mapped[str]  # 'Paper form', or which licensed report
    licence_note: Mapped[str] = mapped_column(default="", server_default="")
    means: Mapped[str] = mapped_column(Text, default="", server_default="")
    child_thinks: Mapped[str] = mapped_column(Text, default="", server_default="")
    own_words: Mapped[str] = mapped_column(
        Text, default="", server_default=""
    )  # how things feel, as they put it
    shared_with_child: Mapped[str | None]  # whether the young person chose to have a page of it
    next_step: Mapped[str | None]
    next_step_words: Mapped[str] = mapped_column(Text, default="", server_default="")
    next_step_need_id: Mapped[int | None] = mapped_column(ForeignKey("needs.id"))
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    entered_in_error_because: Mapped[str | None]


class SdqNotDoneRow(Versioned, Base):
    """Why there is no questionnaire, in the five reasons of the council's yearly return."""

    __tablename__ = "sdq_not_done"
    __table_args__ = (one_of("reason", ("SDQ1", "SDQ2", "SDQ3", "SDQ4", "SDQ5")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    asked_on: Mapped[date]
    reason: Mapped[str]
    words: Mapped[str] = mapped_column(Text, default="", server_default="")
    recorded_by: Mapped[str]
    entered_in_error_because: Mapped[str | None]
