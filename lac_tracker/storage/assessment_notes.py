"""What surrounds the answers of an assessment: jotter notes, quotes, copied text, and answers set aside."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.people import Actor
from lac_tracker.domain.questions import Value
from lac_tracker.storage.tables.assessment_notes import (
    CopiedTextRow,
    JotterNoteRow,
    QuoteRow,
    SetAsideAnswerRow,
)
from lac_tracker.storage.tables.assessments import AnswerRow, AssessmentRow
from lac_tracker.storage.tables.people import PersonRow


@dataclass(frozen=True)
class JotterNote:
    """A note that waits to be filed."""

    id: int
    assessment_id: int
    noted_at: datetime
    note: str
    section_id: str | None  # chosen by a person; None while only suggested


@dataclass(frozen=True)
class Quote:
    """Something the child said or showed, kept exactly."""

    id: int
    assessment_id: int | None
    section_id: str | None
    words: str
    kind: str  # one of tables.assessment_notes.WORDS_KINDS
    heard_at: datetime
    heard_by: str
    entered_in_error_because: str | None
    assessment_kind: str | None = None  # 'IHA' or 'RHA'


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as it is kept, with who gave it and when."""

    question_id: str
    value: Value
    given_by: str
    given_at: datetime


@dataclass(frozen=True)
class SetAside:
    """An answer that is kept beside the one that counts."""

    id: int
    question_id: str
    value: Value | None
    given_by: str
    given_at: datetime
    because: str


# Jotter


def notes_waiting(session: Session, assessment_id: int) -> tuple[JotterNote, ...]:
    """Return the notes neither filed nor removed, oldest first."""
    rows = session.scalars(
        select(JotterNoteRow)
        .where(
            JotterNoteRow.assessment_id == assessment_id,
            JotterNoteRow.filed_at.is_(None),
            JotterNoteRow.removed_at.is_(None),
        )
        .order_by(JotterNoteRow.noted_at, JotterNoteRow.id)
    )
    return tuple(_note(row) for row in rows)


def count_waiting(session: Session, assessment_id: int) -> int:
    """Return how many notes are still to be filed."""
    return len(notes_waiting(session, assessment_id))


def note(session: Session, note_id: int) -> JotterNote:
    """Return a note that waits. Raises UserError when it was filed or removed, NotFound when it is not there."""
    row = session.get(JotterNoteRow, note_id)
    if row is None:
        raise NotFound("That note is not in this caseload")
    if row.filed_at or row.removed_at:
        raise UserError("That note was filed or removed already")
    return _note(row)


def assessment_of_note(session: Session, note_id: int) -> int:
    """Return the assessment a note belongs to, filed or not. Raises NotFound."""
    found = session.scalar(select(JotterNoteRow.assessment_id).where(JotterNoteRow.id == note_id))
    if found is None:
        raise NotFound("That note is not in this caseload")
    return found


def child_of_note(session: Session, note_id: int) -> int:
    """Return whose assessment a note belongs to. Raises NotFound."""
    return _child_of(session, assessment_of_note(session, note_id))


def add_note(session: Session, assessment_id: int, words: str, *, by: Actor, now: datetime) -> int:
    """Add a note and return its id."""
    row = JotterNoteRow(assessment_id=assessment_id, noted_at=now, note=words, written_by_id=by.person_id)
    session.add(row)
    session.flush()
    return row.id


def change_note(session: Session, note_id: int, words: str) -> None:
    """Change what a note that waits says."""
    session.get_one(JotterNoteRow, note_id).note = words
    session.flush()


def choose_section(session: Session, note_id: int, section_id: str | None) -> None:
    """Keep where a note is meant to go."""
    session.get_one(JotterNoteRow, note_id).section_id = section_id
    session.flush()


def end_note(session: Session, note_id: int, *, filed_in: str | None, now: datetime) -> None:
    """Mark a note as filed in a section, or as removed where that is None."""
    row = session.get_one(JotterNoteRow, note_id)
    if filed_in is None:
        row.removed_at = now
    else:
        row.filed_at, row.filed_section_id = now, filed_in
    session.flush()


# Quotes


def quotes(session: Session, child_id: int, *, also_in_error: bool = False) -> tuple[Quote, ...]:
    """Return what a child said, newest first; what was entered in error only when asked for."""
    query = (
        select(QuoteRow, PersonRow.full_name, AssessmentRow.kind)
        .join(PersonRow, PersonRow.id == QuoteRow.heard_by_id)
        .outerjoin(AssessmentRow, AssessmentRow.id == QuoteRow.assessment_id)
        .where(QuoteRow.child_id == child_id)
        .order_by(QuoteRow.heard_at.desc(), QuoteRow.id.desc())
    )
    if not also_in_error:
        query = query.where(QuoteRow.entered_in_error_because.is_(None))
    return tuple(
        Quote(
            row.id, row.assessment_id, row.section_id, row.words, row.kind, row.heard_at, name,
            row.entered_in_error_because, kind,
        )
        for row, name, kind in session.execute(query)
    )  # fmt: skip


def add_quote(
    session: Session,
    child_id: int,
    assessment_id: int | None,
    section_id: str | None,
    words: str,
    kind: str,
    *,
    by: Actor,
    now: datetime,
) -> int:
    """Keep something the child said or showed, and return its id."""
    row = QuoteRow(
        child_id=child_id, assessment_id=assessment_id, section_id=section_id, words=words, kind=kind,
        heard_at=now, heard_by_id=by.person_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def change_quote(session: Session, quote_id: int, words: str, kind: str) -> None:
    """Change words that are still being typed."""
    row = session.get_one(QuoteRow, quote_id)
    row.words, row.kind = words, kind
    session.flush()


def child_of_quote(session: Session, quote_id: int) -> int:
    """Return whose words they are. Raises NotFound."""
    found = session.scalar(select(QuoteRow.child_id).where(QuoteRow.id == quote_id))
    if found is None:
        raise NotFound("Those words are not in this caseload")
    return found


def assessment_of_quote(session: Session, quote_id: int) -> int | None:
    """Return the assessment in which words were heard, None outside one."""
    return session.get_one(QuoteRow, quote_id).assessment_id


def mark_quote_in_error(session: Session, quote_id: int, because: str) -> None:
    """Strike a quote through; it stays in the record with the reason."""
    session.get_one(QuoteRow, quote_id).entered_in_error_because = because
    session.flush()


# Copied text


def keep_copy(
    session: Session, assessment_id: int, question_id: str, copied: str, copied_from_id: int
) -> None:
    """Remember what was copied into an answer. Copied again, only the newest is looked for."""
    row = _copy(session, assessment_id, question_id)
    if row is None:
        row = CopiedTextRow(assessment_id=assessment_id, question_id=question_id)
        session.add(row)
    row.copied, row.copied_from_id, row.confirmed_at = copied, copied_from_id, None
    session.flush()


def confirm_copy(session: Session, assessment_id: int, question_id: str, *, now: datetime) -> None:
    """Keep that copied text still holds. Raises NotFound when nothing was copied into that answer."""
    row = _copy(session, assessment_id, question_id)
    if row is None:
        raise NotFound("Nothing was copied into that answer")
    row.confirmed_at = now
    session.flush()


def unconfirmed_copies(session: Session, assessment_id: int) -> tuple[str, ...]:
    """Return the ids of questions whose answer still holds copied text as it was, not confirmed since."""
    rows = session.execute(
        select(CopiedTextRow.question_id, CopiedTextRow.copied, AnswerRow.value)
        .join(
            AnswerRow,
            (AnswerRow.assessment_id == CopiedTextRow.assessment_id)
            & (AnswerRow.question_id == CopiedTextRow.question_id),
        )
        .where(CopiedTextRow.assessment_id == assessment_id, CopiedTextRow.confirmed_at.is_(None))
        .order_by(CopiedTextRow.id)
    )
    return tuple(row.question_id for row in rows if row.copied in str(json.loads(row.value)))


# Answers, with who gave them, and those set aside


def given_answers(session: Session, assessment_id: int) -> dict[str, GivenAnswer]:
    """Return the answers of an assessment with who gave them and when: question id → answer."""
    rows = session.execute(
        select(AnswerRow, PersonRow.full_name)
        .join(PersonRow, PersonRow.id == AnswerRow.answered_by_id)
        .where(AnswerRow.assessment_id == assessment_id)
    )
    return {
        row.question_id: GivenAnswer(row.question_id, json.loads(row.value), name, row.answered_at)
        for row, name in rows
    }


def given_answer(session: Session, assessment_id: int, question_id: str) -> GivenAnswer | None:
    """Return one answer with who gave it and when, None where there is none."""
    found = session.execute(
        select(AnswerRow, PersonRow.full_name)
        .join(PersonRow, PersonRow.id == AnswerRow.answered_by_id)
        .where(AnswerRow.assessment_id == assessment_id, AnswerRow.question_id == question_id)
    ).first()
    if found is None:
        return None
    row, name = found
    return GivenAnswer(question_id, json.loads(row.value), name, row.answered_at)


def set_aside(
    session: Session,
    assessment_id: int,
    question_id: str,
    value: Value | None,
    *,
    given_by: str,
    given_at: datetime,
    because: str,
    now: datetime,
) -> int:
    """Keep an answer beside the one that counts. None: an answer that was taken back."""
    row = SetAsideAnswerRow(
        assessment_id=assessment_id, question_id=question_id, value=_text(value), given_by=given_by,
        given_at=given_at, set_aside_at=now, set_aside_because=because,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def change_set_aside(
    session: Session, set_aside_id: int, *, because: str | None = None, value: Value | None = None,
    given_at: datetime | None = None,
) -> None:  # fmt: skip
    """Change why an answer was set aside, or, with `given_at`, the answer itself: more of it was typed."""
    row = session.get_one(SetAsideAnswerRow, set_aside_id)
    if because is not None:
        row.set_aside_because = because
    if given_at is not None:
        row.value, row.given_at = _text(value), given_at
    session.flush()


def all_set_aside(
    session: Session, assessment_id: int, *, because: str | None = None
) -> tuple[SetAside, ...]:
    """Return the answers set aside, oldest first; only those for one cause where it is given."""
    query = select(SetAsideAnswerRow).where(SetAsideAnswerRow.assessment_id == assessment_id)
    if because is not None:
        query = query.where(SetAsideAnswerRow.set_aside_because == because)
    rows = session.scalars(query.order_by(SetAsideAnswerRow.id))
    return tuple(
        SetAside(
            row.id, row.question_id, json.loads(row.value), row.given_by, row.given_at, row.set_aside_because
        )
        for row in rows
    )


def count_set_aside(session: Session, assessment_id: int, because: str) -> int:
    """Return how many answers are set aside for one cause."""
    return (
        session.scalar(
            select(func.count(SetAsideAnswerRow.id)).where(
                SetAsideAnswerRow.assessment_id == assessment_id,
                SetAsideAnswerRow.set_aside_because == because,
            )
        )
        or 0
    )


def _text(value: Value | None) -> str:
    return json.dumps(value, ensure_ascii=False)


def _note(row: JotterNoteRow) -> JotterNote:
    return JotterNote(row.id, row.assessment_id, row.noted_at, row.note, row.section_id)


def _copy(session: Session, assessment_id: int, question_id: str) -> CopiedTextRow | None:
    return session.scalar(
        select(CopiedTextRow).where(
            CopiedTextRow.assessment_id == assessment_id, CopiedTextRow.question_id == question_id
        )
    )


def _child_of(session: Session, assessment_id: int) -> int:
    return session.scalars(select(AssessmentRow.child_id).where(AssessmentRow.id == assessment_id)).one()
