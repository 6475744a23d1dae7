"""The jotter: notes made in the room, which are not part of the record until a person files them (S30)."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from lac_tracker.domain import answers as answer_rules
from lac_tracker.domain import jotter
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.forms import Section, questions_by_section
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.domain.questions import Question, words
from lac_tracker.services.access import needs
from lac_tracker.services.assessment_forms import held_form, refuse_unstarted
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessment_notes as stored
from lac_tracker.storage import assessments, reference_data

LONGEST_NOTE = 2_000  # characters


@dataclass(frozen=True)
class Note:
    """A note that waits, with the section it is meant for: chosen, or suggested by its words."""

    id: int
    noted_at: datetime
    words: str
    section_id: str | None


@dataclass(frozen=True)
class Jotter:
    """What the jotter shows."""

    notes: tuple[Note, ...]
    sections: tuple[tuple[str, str], ...]  # (id, '7  Health checks') of those a note can be filed into


@dataclass(frozen=True)
class Filed:
    """Where a note went: told to the person, because it may not be where they look."""

    section_id: str
    section_words: str
    question_id: str
    question_words: str


def waiting(session: Session, assessment_id: int) -> int:
    """Return how many notes are still to be filed or removed: signing waits for them."""
    return stored.count_waiting(session, assessment_id)


@needs(Action.SEE_CLINICAL, child=assessments.child_of)
def shown(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> Jotter:
    """Return the notes that wait and the sections they can be filed into."""
    places = _places(session, assessment_id, now)
    ids = tuple(section.id for section, _, _ in places)
    notes = tuple(
        Note(
            one.id,
            one.noted_at,
            one.note,
            one.section_id if one.section_id in ids else jotter.suggest(one.note, _word_lists(), ids),
        )
        for one in stored.notes_waiting(session, assessment_id)
    )
    return Jotter(notes, tuple((section.id, said) for section, said, _ in places))


@needs(Action.NOTE, child=assessments.child_of)
def add(session: Session, assessment_id: int, note: str, *, by: Actor, now: datetime) -> Changes:
    """Keep a note. Raises UserError when it is empty, too long, or the assessment is signed."""
    child_id = _open(session, assessment_id)
    kept = clean_line(note, label="The note", longest=LONGEST_NOTE)
    if not kept:
        raise UserError("Enter a note before adding it")
    made = stored.add_note(session, assessment_id, kept, by=by, now=now)
    return Changes(assessments=True, child_id=child_id, made_id=made)


@needs(Action.NOTE, child=stored.child_of_note)
def change(session: Session, note_id: int, note: str, *, by: Actor, now: datetime) -> Changes:
    """Keep what a note says now, while it is still being typed. An empty one is removed."""
    one = stored.note(session, note_id)
    child_id = _open(session, one.assessment_id)
    kept = clean_line(note, label="The note", longest=LONGEST_NOTE)
    if kept:
        stored.change_note(session, note_id, kept)
    else:
        stored.end_note(session, note_id, filed_in=None, now=now)
    return Changes(assessments=True, child_id=child_id, made_id=note_id if kept else None)


@needs(Action.NOTE, child=stored.child_of_note)
def choose_section(session: Session, note_id: int, section_id: str, *, by: Actor, now: datetime) -> Changes:
    """Keep where a note is meant to go. Raises UserError when that section takes no notes."""
    one = stored.note(session, note_id)
    child_id = _open(session, one.assessment_id)
    _place(session, one.assessment_id, section_id, now)
    stored.choose_section(session, note_id, section_id)
    return Changes(assessments=True, child_id=child_id)


@needs(Action.NOTE, child=stored.child_of_note)
def remove(session: Session, note_id: int, *, by: Actor, now: datetime) -> Changes:
    """Take a note out of the jotter. It stays in the record of changes."""
    one = stored.note(session, note_id)
    child_id = _open(session, one.assessment_id)
    stored.end_note(session, note_id, filed_in=None, now=now)
    return Changes(assessments=True, child_id=child_id)


@needs(Action.ANSWER, child=stored.child_of_note)
def file(session: Session, note_id: int, section_id: str, *, by: Actor, now: datetime) -> Changes:
    """Write a note with its time at the end of the text of a section. Nothing there is overwritten.

    The changes carry a tuple of one Filed as their report. Raises UserError when the section takes no notes or its
    text is full.
    """
    one = stored.note(session, note_id)
    child_id = _open(session, one.assessment_id)
    refuse_unstarted(assessments.load(session, one.assessment_id))
    done = _write(session, one, section_id, by=by, now=now)
    return Changes(assessments=True, child_id=child_id, report=(done,))


@needs(Action.ANSWER, child=assessments.child_of)
def file_all(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> Changes:
    """File every note into the section chosen or suggested for it; those without one stay.

    The changes carry a tuple of Filed as their report.
    """
    child_id = _open(session, assessment_id)
    refuse_unstarted(assessments.load(session, assessment_id))
    ids = tuple(section.id for section, _, _ in _places(session, assessment_id, now))
    done = []
    for one in stored.notes_waiting(session, assessment_id):
        section_id = one.section_id if one.section_id in ids else jotter.suggest(one.note, _word_lists(), ids)
        if section_id is not None:
            done.append(_write(session, one, section_id, by=by, now=now))
    return Changes(assessments=True, child_id=child_id, report=tuple(done))


def _write(session: Session, one: stored.JotterNote, section_id: str, *, by: Actor, now: datetime) -> Filed:
    section, said, question = _place(session, one.assessment_id, section_id, now)
    before = assessments.answers(session, one.assessment_id).get(question.id)
    line = f"{one.noted_at.astimezone():%H:%M} {one.note}"
    circumstances = held_form(session, assessments.load(session, one.assessment_id), now.date()).circumstances
    between = "\n" if question.type == "long text" else "; "
    value = answer_rules.check(question, f"{before}{between}{line}" if before else line, circumstances)
    assessments.put_answer(session, one.assessment_id, question.id, value, by=by, now=now)
    stored.end_note(session, one.id, filed_in=section.id, now=now)
    return Filed(section.id, said, question.id, words(question.ask, circumstances.name))


def _place(
    session: Session, assessment_id: int, section_id: str, now: datetime
) -> tuple[Section, str, Question]:
    for section, said, question in _places(session, assessment_id, now):
        if section.id == section_id:
            return section, said, question
    raise UserError("That section has no text a note could be written into. Choose another section")


def _places(session: Session, assessment_id: int, now: datetime) -> tuple[tuple[Section, str, Question], ...]:
    """Return the sections that apply and take notes: (section, '7  Health checks', question)."""
    one = assessments.load(session, assessment_id)
    held = held_form(session, one, now.date())
    preferred = {lists.section_id: lists.notes for lists in _word_lists()}
    found = []
    for section, asked in questions_by_section(
        held.form, assessments.answers(session, assessment_id), held.facts
    ):
        question = jotter.question_for_notes(asked, preferred.get(section.id, ()))
        if question is not None:
            label = getattr(section, "label", "") or str(section.number)
            found.append((section, f"{label}  {words(section.title, held.circumstances.name)}", question))
    return tuple(found)


def _open(session: Session, assessment_id: int) -> int:
    one = assessments.load(session, assessment_id)
    assessments.refuse_signed(one.state)
    return one.child_id


@cache
def _word_lists() -> tuple[jotter.NoteWords, ...]:
    return jotter.note_words(reference_data.table("jotter_words.toml"))
