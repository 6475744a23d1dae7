"""What the council's yearly return asks of a child: read from every part of the record, and what people said for it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

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
from lac_tracker.storage import assessments, care
from lac_tracker.storage.care import chunks
from lac_tracker.storage.chronology import CHANGED
from lac_tracker.storage.health_checks import event_date
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.children import ChildRow, YearlyAnswersRow
from lac_tracker.storage.tables.health_checks import (
    ImmunisationStatementRow,
    ReturnAnswerRow,
    RoutineCheckRow,
    SubstanceUseRow,
)
from lac_tracker.storage.tables.sdq import QuestionnaireRow, SdqNotDoneRow


def facts(session: Session, child_id: int, born: date, year: ReturnYear, today: date) -> ReturnFacts:
    """Return all the return asks of one child for one year."""
    return facts_of(session, {child_id: born}, year, today)[child_id]


def facts_of(
    session: Session, born: Mapping[int, date], year: ReturnYear, today: date
) -> dict[int, ReturnFacts]:
    """Return all the return asks of children for one year, by id, a few queries for all of them. born: id → birth date."""
    histories = care.histories(session, born)
    statements, checks, asked = _statements(session, born), _checks(session, born), _substances(session, born)
    held, scored = _assessments(session, born), _questionnaires(session, born)
    not_done, said = _not_done(session, born), _answers(session, born, year)
    council = _council(session, born, year)
    return {
        child_id: ReturnFacts(
            on,
            year,
            today,
            membership(of_record(histories[child_id]), year),
            statements=tuple(statements[child_id]),
            checks=tuple(checks[child_id]),
            assessments=_done(held[child_id]),
            substances=tuple(asked[child_id]),
            questionnaires=tuple(scored[child_id]),
            not_done=tuple(not_done[child_id]),
            answers=tuple(said[child_id]),
            council_year=council[child_id][0] if child_id in council else None,
            council=council[child_id][1] if child_id in council else (),
        )
        for child_id, on in born.items()
    }


def answers(session: Session, child_id: int, year: ReturnYear) -> tuple[PersonsAnswer, ...]:
    """Return what people said for the return of a year."""
    return tuple(_answers(session, (child_id,), year)[child_id])


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


def years_received(session: Session, team_id: int) -> frozenset[int]:
    """Return the years of which a council's own return has been imported for a team."""
    rows = session.scalars(
        select(YearlyAnswersRow.return_year)
        .join(ChildRow, ChildRow.id == YearlyAnswersRow.child_id)
        .where(ChildRow.team_id == team_id)
        .distinct()
    )
    return frozenset(rows)


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


def _rows(session: Session, columns: Sequence[Any], child_ids: Iterable[int], *order: Any) -> Iterator[Any]:
    """Yield (child, *columns) of children in an order; nothing that was entered in error. columns: of one table."""
    table = columns[0].class_
    query = select(table.child_id, *columns)
    if hasattr(table, "entered_in_error_because"):
        query = query.where(table.entered_in_error_because.is_(None))
    for part in chunks(set(child_ids)):
        yield from session.execute(query.where(table.child_id.in_(part)).order_by(*order))


def _statements(session: Session, child_ids: Iterable[int]) -> dict[int, list[StatedImmunisations]]:
    one, found = ImmunisationStatementRow, defaultdict[int, list[StatedImmunisations]](list)
    columns = (one.as_at, one.status, one.outstanding, one.stated_by)
    for child_id, *values in _rows(session, columns, child_ids, one.as_at.desc(), one.id.desc()):
        found[child_id].append(StatedImmunisations(*values))
    return found


def _checks(session: Session, child_ids: Iterable[int]) -> dict[int, list[CheckHeld]]:
    one, found = RoutineCheckRow, defaultdict[int, list[CheckHeld]](list)
    columns = (
        one.id, one.kind, one.state, one.happened_on, one.date_precision, one.date_words, one.reason, one.up_to_date,
    )  # fmt: skip
    rows = [
        (child_id, number, kind, event_date(on, precision, words), state, reason, up_to_date)
        for child_id, number, kind, state, on, precision, words, reason, up_to_date in _rows(session, columns, child_ids)
        if kind in ("dental", "development")
    ]  # fmt: skip
    newest = sorted(rows, key=lambda row: (row[3].on if row[3] else date.min, row[1]), reverse=True)
    for child_id, _, kind, when, state, reason, up_to_date in newest:
        found[child_id].append(
            CheckHeld(
                kind, state, when.on if when else None, when.precision if when else None, when.words if when else "",
                reason, up_to_date,
            )
        )  # fmt: skip
    return found


def _substances(session: Session, child_ids: Iterable[int]) -> dict[int, list[SubstanceAsked]]:
    one, found = SubstanceUseRow, defaultdict[int, list[SubstanceAsked]](list)
    columns = (one.asked_on, one.problem, one.intervention, one.source)
    for child_id, *values in _rows(session, columns, child_ids, one.asked_on.desc(), one.id.desc()):
        found[child_id].append(SubstanceAsked(*values))
    return found


def _not_done(session: Session, child_ids: Iterable[int]) -> dict[int, list[SdqNotDone]]:
    one, found = SdqNotDoneRow, defaultdict[int, list[SdqNotDone]](list)
    for child_id, *values in _rows(
        session, (one.reason, one.asked_on), child_ids, one.asked_on.desc(), one.id.desc()
    ):
        found[child_id].append(SdqNotDone(*values))
    return found


def _answers(session: Session, child_ids: Iterable[int], year: ReturnYear) -> dict[int, list[PersonsAnswer]]:
    one, found = ReturnAnswerRow, defaultdict[int, list[PersonsAnswer]](list)
    columns = (
        one.return_year, one.field, one.answer, one.source, one.recorded_on, one.recorded_by, one.version
    )  # fmt: skip
    for child_id, of_year, *values in _rows(session, columns, child_ids, one.id):
        if of_year == year.year:
            found[child_id].append(PersonsAnswer(*values))
    return found


def _council(
    session: Session, child_ids: Iterable[int], year: ReturnYear
) -> dict[int, tuple[int, tuple[tuple[str, str], ...]]]:
    """Return the council's return of that year, else the last one before it, of those who have one."""
    one = YearlyAnswersRow
    newest = {
        child_id: (of_year, said)
        for child_id, of_year, said in _rows(
            session, (one.return_year, one.answers), child_ids, one.return_year
        )
        if of_year <= year.year
    }
    return {
        child_id: (of_year, tuple((column, value) for column, value in json.loads(said)))
        for child_id, (of_year, said) in newest.items()
    }


def _assessments(session: Session, child_ids: Iterable[int]) -> dict[int, list[Any]]:
    one, found = AssessmentRow, defaultdict[int, list[Any]](list)
    columns = (one.id, one.kind, one.state, one.completed_on, one.amends_id)
    for row in _rows(session, columns, child_ids, one.id):
        found[row.child_id].append(row)
    return found


def _done(held: Sequence[Any]) -> tuple[AssessmentHeld, ...]:
    """Return the signed assessments in force, and those of earlier records."""
    earlier = (one for one in held if one.state == "history")
    return tuple(
        AssessmentHeld(one.kind, one.completed_on, one.state == "signed")
        for one in (*assessments.in_force(held), *earlier)
        if one.completed_on
    )


def _questionnaires(session: Session, child_ids: Iterable[int]) -> dict[int, list[SdqHeld]]:
    one, found = QuestionnaireRow, defaultdict[int, list[SdqHeld]](list)
    columns = (one.form, one.completed_on, one.total, one.state)
    for child_id, form, on, total, state in _rows(
        session, columns, child_ids, one.completed_on.desc(), one.id.desc()
    ):
        if state == "scored" and total is not None:
            found[child_id].append(SdqHeld(form, on, total))
    return found
