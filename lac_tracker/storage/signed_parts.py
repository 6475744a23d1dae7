"""Keeps how signed assessments count in figures, judged by `domain.signed_parts`: in step with the facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.signed_parts import QUESTIONS, SignedEdition, SignedPart, signed_parts
from lac_tracker.domain.working_days import BankHolidays
from lac_tracker.storage import care, derived_rows
from lac_tracker.storage.tables.assessments import AnswerRow, AssessmentRow
from lac_tracker.storage.tables.figure_parts import SignedPartRow

MARKS = (
    "is_in_force", "is_first", "is_said", "is_own_words", "is_seen_alone", "is_alone_not_wanted", "is_offered_age",
    "is_sent", "is_sent_in_time",
)  # fmt: skip
_marks = attrgetter(*MARKS)
IN_FORCE, FIRST, SAID, OWN_WORDS, SEEN_ALONE, NOT_WANTED, OFFERED_AGE, SENT, SENT_IN_TIME = (
    1 << digit for digit in range(len(MARKS))
)
_NAMES = ("team_id", "signed_on", "kind", "marks", "gp_sent_on", "assessment_id")
Answers = Mapping[int, Mapping[str, str]]


def answers(session: Session, child_ids: Iterable[int]) -> Answers:
    """Return the answers that figures read, of the signed assessments of children: assessment → question id → as kept."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for assessment_id, question_id, value in care.portions(session, _answers(), child_ids):
        found[assessment_id][question_id] = value
    return found


@cache
def _answers() -> Any:
    return (
        select(AnswerRow.assessment_id, AnswerRow.question_id, AnswerRow.value)
        .join(AssessmentRow, AssessmentRow.id == AnswerRow.assessment_id)
        .where(
            care.among(AssessmentRow.child_id), AssessmentRow.state == "signed", AnswerRow.question_id.in_(QUESTIONS)
        )
    )  # fmt: skip


def of_child(
    held: Iterable[Any], said: Answers, born: date, holidays: BankHolidays
) -> tuple[SignedPart, ...]:
    """Return the signed editions of a child that count. held: `due_facts.assessments`; said: `answers`."""
    editions = {
        SignedEdition(row.id, row.kind, row.amends_id, row.signed_at, row.completed_on, row.sent_to_gp_on)
        for row in held
        if row.state == "signed"
    }
    return signed_parts(editions, said, born, holidays) if editions else ()


def keep(session: Session, every: Mapping[int, tuple[int, Iterable[SignedPart]]]) -> set[int]:
    """Write the parts of children where they differ. every: child → (team, parts). Returns of whom they did."""
    return derived_rows.keep(session, SignedPartRow, _NAMES, _kept(), _rows(every))


def differences(session: Session, every: Mapping[int, tuple[int, Iterable[SignedPart]]]) -> tuple[str, ...]:
    """Return every child whose stored parts are not these, by id."""
    found = derived_rows.differing(session, _kept(), _rows(every))
    return tuple(f"Child {child_id}: how signed assessments count in figures differs." for child_id in found)


def _rows(every: Mapping[int, tuple[int, Iterable[SignedPart]]]) -> Mapping[int, derived_rows.Kept]:
    return {
        child_id: frozenset(
            (team_id, one.signed_on, one.kind, derived_rows.digits(*_marks(one)), one.gp_sent_on, one.assessment_id)
            for one in parts
        )
        for child_id, (team_id, parts) in every.items()
    }  # fmt: skip


@cache
def _kept() -> Any:
    columns = (getattr(SignedPartRow, name) for name in _NAMES)
    return select(SignedPartRow.child_id, *columns).where(care.among(SignedPartRow.child_id))
