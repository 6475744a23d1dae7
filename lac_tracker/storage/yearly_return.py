"""What the council's yearly return asks of a child: read from every part of the record, and what people said for it."""

import json
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import RecordChanged
from lac_tracker.domain.return_cohort import ReturnYear, membership, of_record
from lac_tracker.domain.return_facts import (
    AssessmentHeld,
    CheckHeld,
    PersonsAnswer,
    ReturnFacts,
    SdqHeld,
    SdqNotDone,
    StatedImmunisations,
    SubstanceAsked,
)
from lac_tracker.storage import assessments, care, immunisations, routine_checks, sdq, substance_use
from lac_tracker.storage.chronology import CHANGED
from lac_tracker.storage.tables.children import YearlyAnswersRow
from lac_tracker.storage.tables.health_checks import ReturnAnswerRow


def facts(session: Session, child_id: int, born: date, year: ReturnYear, today: date) -> ReturnFacts:
    """Return all the return asks of one child for one year."""
    history = care.histories(session, [child_id])[child_id]
    council_year, council = _council(session, child_id, year)
    return ReturnFacts(
        born,
        year,
        today,
        membership(of_record(history), year),
        statements=tuple(
            StatedImmunisations(one.as_at, one.status, one.outstanding, one.stated_by)
            for one in immunisations.statements(session, child_id)
        ),
        checks=tuple(
            CheckHeld(
                one.kind, one.state, one.when.on if one.when else None, one.when.precision if one.when else None,
                one.when.words if one.when else "", one.reason, one.up_to_date,
            )
            for one in routine_checks.of_child(session, child_id)
            if one.kind in ("dental", "development")
        ),
        assessments=_assessments(session, child_id),
        substances=tuple(
            SubstanceAsked(one.asked_on, one.problem, one.intervention, one.source)
            for one in substance_use.askings(session, child_id)
        ),
        questionnaires=_questionnaires(session, child_id),
        not_done=tuple(SdqNotDone(one.reason, one.asked_on) for one in sdq.not_done(session, child_id)),
        answers=answers(session, child_id, year),
        council_year=council_year,
        council=council,
    )  # fmt: skip


def answers(session: Session, child_id: int, year: ReturnYear) -> tuple[PersonsAnswer, ...]:
    """Return what people said for the return of a year."""
    rows = session.scalars(
        select(ReturnAnswerRow)
        .where(ReturnAnswerRow.child_id == child_id, ReturnAnswerRow.return_year == year.year)
        .order_by(ReturnAnswerRow.id)
    )
    return tuple(
        PersonsAnswer(row.field, row.answer, row.source, row.recorded_on, row.recorded_by, row.version)
        for row in rows
    )


def set_answer(
    session: Session, child_id: int, year: ReturnYear, said: PersonsAnswer, *, seen_version: int
) -> None:
    """Keep what a person said of a column, new (seen_version 0) or in place of what was said before.

    Raises RecordChanged when somebody else has said something since it was looked at.
    """
    row = _answer(session, child_id, year, said.column, seen_version)
    told = {"answer": said.answer, "source": said.source, "recorded_on": said.on, "recorded_by": said.by}
    if row is None:
        row = ReturnAnswerRow(child_id=child_id, return_year=year.year, field=said.column, **told)
        session.add(row)
    for name, value in told.items():
        setattr(row, name, value)
    session.flush()


def take_back(session: Session, child_id: int, year: ReturnYear, column: str, *, seen_version: int) -> None:
    """Take back what a person said of a column; the record of changes keeps it. Raises RecordChanged."""
    row = _answer(session, child_id, year, column, seen_version)
    if row is not None:
        session.delete(row)
        session.flush()


def council_years(session: Session, child_id: int) -> tuple[int, ...]:
    """Return the years for which the council's own return has been imported for the child, newest first."""
    rows = session.scalars(
        select(YearlyAnswersRow.return_year)
        .where(YearlyAnswersRow.child_id == child_id)
        .order_by(YearlyAnswersRow.return_year.desc())
    )
    return tuple(rows)


def _answer(
    session: Session, child_id: int, year: ReturnYear, column: str, seen_version: int
) -> ReturnAnswerRow | None:
    row = session.scalar(
        select(ReturnAnswerRow).where(
            ReturnAnswerRow.child_id == child_id,
            ReturnAnswerRow.return_year == year.year,
            ReturnAnswerRow.field == column,
        )
    )
    if (row.version if row is not None else 0) != seen_version:
        raise RecordChanged(CHANGED)
    return row


def _council(
    session: Session, child_id: int, year: ReturnYear
) -> tuple[int | None, tuple[tuple[str, str], ...]]:
    """Return the council's return of that year, else the last one before it."""
    row = session.scalar(
        select(YearlyAnswersRow)
        .where(YearlyAnswersRow.child_id == child_id, YearlyAnswersRow.return_year <= year.year)
        .order_by(YearlyAnswersRow.return_year.desc())
        .limit(1)
    )
    if row is None:
        return None, ()
    return row.return_year, tuple((column, value) for column, value in json.loads(row.answers))


def _assessments(session: Session, child_id: int) -> tuple[AssessmentHeld, ...]:
    held = assessments.of_child(session, child_id)
    earlier = (one for one in held if one.state == "history")
    return tuple(
        AssessmentHeld(one.kind, one.completed_on, one.state == "signed")
        for one in (*assessments.in_force(held), *earlier)
        if one.completed_on
    )


def _questionnaires(session: Session, child_id: int) -> tuple[SdqHeld, ...]:
    return tuple(
        SdqHeld(one.version, one.completed_on, one.scores.total)
        for one in sdq.of_child(session, child_id)
        if one.state == "scored" and one.scores.total is not None
    )
