"""Strengths and difficulties questionnaires and why there is none: rows and domain."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.sdq import FOLLOW_UP, IMPACT, ITEMS, Answers, NotDone, Questionnaire, Scores
from lac_tracker.storage.chronology import CHANGED
from lac_tracker.storage.tables.plans import NeedRow
from lac_tracker.storage.tables.sdq import QuestionnaireRow, SdqNotDoneRow

_ANSWERS = (*ITEMS, *IMPACT, *FOLLOW_UP)
_SCORES = tuple(one.name for one in fields(Scores))
_SAME = (
    "id", "child_id", "completed_on", "completed_by", "is_follow_up", "entry", "state", "keyed_twice", "source",
    "licence_note", "means", "child_thinks", "own_words", "shared_with_child", "next_step", "next_step_words",
    "next_step_need_id", "recorded_by", "recorded_at",
)  # fmt: skip


def of_child(session: Session, child_id: int) -> tuple[Questionnaire, ...]:
    """Return the questionnaires of a child, scored and in part, newest first; none that were entered in error."""
    return tuple(_questionnaire(row) for row in session.scalars(_of_child(), {"child": child_id}))


@cache
def _of_child() -> Any:
    row = QuestionnaireRow
    of_child = (row.child_id == bindparam("child"), row.entered_in_error_because.is_(None))
    return select(row).where(*of_child).order_by(row.completed_on.desc(), row.id.desc())


def on_day(session: Session, child_id: int, version: str, completed_on: date) -> tuple[Questionnaire, ...]:
    """Return the questionnaires of a child on one form and of one day, none of them entered in error."""
    rows = session.scalars(
        select(QuestionnaireRow).where(
            QuestionnaireRow.child_id == child_id,
            QuestionnaireRow.completed_on == completed_on,
            QuestionnaireRow.form == version,
            QuestionnaireRow.entered_in_error_because.is_(None),
        )
    )
    return tuple(_questionnaire(row) for row in rows)


def load(session: Session, questionnaire_id: int) -> Questionnaire:
    """Return a questionnaire. Raises NotFound when there is none, or it was entered in error."""
    row = session.get(QuestionnaireRow, questionnaire_id)
    if row is None or row.entered_in_error_because:
        raise NotFound("That questionnaire is no longer on record. Refresh the page")
    return _questionnaire(row)


def child_of_questionnaire(session: Session, questionnaire_id: int) -> int:
    """Return whose questionnaire it is. Raises NotFound."""
    child_id = session.scalar(
        select(QuestionnaireRow.child_id).where(QuestionnaireRow.id == questionnaire_id)
    )
    if child_id is None:
        raise NotFound("That questionnaire is not in this caseload")
    return child_id


def save(
    session: Session,
    child_id: int,
    questionnaire_id: int | None,
    changed: Mapping[str, Any],
    *,
    seen_version: int | None,
) -> int:
    """Keep a questionnaire, new (questionnaire_id None) or changed, in one statement, and return its id.

    changed: columns; of answers and scores see `answer_columns` and `score_columns`. Raises RecordChanged.
    """
    if questionnaire_id is None:
        row = QuestionnaireRow(child_id=child_id, **changed)
        session.add(row)
    else:
        row = session.get_one(QuestionnaireRow, questionnaire_id)
        _refuse_changed(row, seen_version)
        for name, value in changed.items():
            setattr(row, name, value)
    session.flush()
    return row.id


def answer_columns(answers: Answers) -> dict[str, int | str | None]:
    """Return the columns of raw answers. None: keyed as not answered; missing: not keyed yet."""
    skipped = " ".join(name for name in _ANSWERS if name in answers and answers[name] is None)
    return {name: answers.get(name) for name in _ANSWERS} | {"skipped_items": skipped}


def score_columns(scores: Scores) -> dict[str, int | None]:
    """Return the columns of scores."""
    return {name: getattr(scores, name) for name in _SCORES}


def in_error(session: Session, questionnaire_id: int, because: str, *, seen_version: int) -> None:
    """Take a questionnaire out, with the reason. Raises RecordChanged."""
    row = session.get_one(QuestionnaireRow, questionnaire_id)
    _refuse_changed(row, seen_version)
    row.entered_in_error_because = because
    session.flush()


def not_done(session: Session, child_id: int) -> tuple[NotDone, ...]:
    """Return why there was no questionnaire, newest first; none that were entered in error."""
    rows = session.scalars(
        select(SdqNotDoneRow)
        .where(SdqNotDoneRow.child_id == child_id, SdqNotDoneRow.entered_in_error_because.is_(None))
        .order_by(SdqNotDoneRow.asked_on.desc(), SdqNotDoneRow.id.desc())
    )
    return tuple(
        NotDone(row.id, row.child_id, row.asked_on, row.reason, row.words, row.recorded_by, row.version)  # type: ignore[arg-type]  # a CHECK keeps the reason
        for row in rows
    )


def add_not_done(session: Session, child_id: int, columns: Mapping[str, Any]) -> int:
    """Keep why there is no questionnaire and return its id."""
    row = SdqNotDoneRow(child_id=child_id, **columns)
    session.add(row)
    session.flush()
    return row.id


def child_of_not_done(session: Session, not_done_id: int) -> int:
    """Return whose reason it is. Raises NotFound."""
    child_id = session.scalar(select(SdqNotDoneRow.child_id).where(SdqNotDoneRow.id == not_done_id))
    if child_id is None:
        raise NotFound("That reason is not in this caseload")
    return child_id


def not_done_in_error(session: Session, not_done_id: int, because: str, *, seen_version: int) -> None:
    """Take a reason out, with why. Raises RecordChanged."""
    row = session.get_one(SdqNotDoneRow, not_done_id)
    _refuse_changed(row, seen_version)
    row.entered_in_error_because = because
    session.flush()


def is_need_of(session: Session, need_id: int, child_id: int) -> bool:
    """Tell whether a plan item is one of the child's."""
    return session.scalar(select(NeedRow.child_id).where(NeedRow.id == need_id)) == child_id


def _refuse_changed(row: QuestionnaireRow | SdqNotDoneRow, seen_version: int | None) -> None:
    if row.version != seen_version or row.entered_in_error_because:
        raise RecordChanged(CHANGED)


def _questionnaire(row: QuestionnaireRow) -> Questionnaire:
    answers = {name: raw for name in _ANSWERS if (raw := getattr(row, name)) is not None}
    return Questionnaire(
        version=row.form,
        scores=Scores(**{name: getattr(row, name) for name in _SCORES}),
        answers=answers,
        skipped=tuple(row.skipped_items.split()),
        row_version=row.version,
        **{name: getattr(row, name) for name in _SAME},
    )
