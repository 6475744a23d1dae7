"""The child's own words, added from any section and kept exactly (S29)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import LONGEST_TEXT, clean_line, clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessment_notes as notes
from lac_tracker.storage import assessments as stored
from lac_tracker.storage.assessment_notes import Quote as Quote

# What kind of words they are; {name} as in a form.
KINDS = (
    ("own_words", "{name}'s own words"),
    ("written_for", "{name}'s words, written by me"),
    ("seen", "What I saw"),
)


@dataclass(frozen=True)
class Voice:
    """What a child said, newest first: in this assessment, and before it."""

    here: tuple[Quote, ...]
    earlier: tuple[Quote, ...]


@needs(Action.SEE_CLINICAL, child=stored.child_of)
def voice(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> Voice:
    """Return the quotes on record, without those entered in error."""
    child_id = stored.child_of(session, assessment_id)
    found = notes.quotes(session, child_id)
    return Voice(
        tuple(one for one in found if one.assessment_id == assessment_id),
        tuple(one for one in found if one.assessment_id != assessment_id),
    )


@needs(Action.NOTE, child=stored.child_of)
def add(
    session: Session, assessment_id: int, section_id: str, words: str, kind: str, *, by: Actor, now: datetime
) -> Changes:
    """Keep words as they were said. Nothing is stripped, corrected or put into quotation marks.

    Raises UserError when there are none, it is not said whose they are, or the assessment is signed.
    """
    one = stored.load(session, assessment_id)
    stored.refuse_signed(one.state)
    kept = _kept(words, kind)
    made = notes.add_quote(session, one.child_id, one.id, section_id, kept, kind, by=by, now=now)
    return Changes(assessments=True, child_id=one.child_id, made_id=made)


@needs(Action.NOTE, child=notes.child_of_quote)
def change(session: Session, quote_id: int, words: str, kind: str, *, by: Actor, now: datetime) -> Changes:
    """Keep what words say now, while they are still being typed. Raises UserError as `add` does."""
    assessment_id = notes.assessment_of_quote(session, quote_id)
    if assessment_id is not None:
        stored.refuse_signed(stored.load(session, assessment_id).state)
    notes.change_quote(session, quote_id, _kept(words, kind), kind)
    return Changes(assessments=True, child_id=notes.child_of_quote(session, quote_id), made_id=quote_id)


@needs(Action.NOTE, child=notes.child_of_quote)
def mark_in_error(session: Session, quote_id: int, because: str, *, by: Actor, now: datetime) -> Changes:
    """Take a quote out of lists and documents; it stays in the history with the reason.

    Raises UserError without a reason, and for words of a signed assessment.
    """
    child_id = notes.child_of_quote(session, quote_id)
    assessment_id = notes.assessment_of_quote(session, quote_id)
    if assessment_id is not None:
        stored.refuse_signed(stored.load(session, assessment_id).state)
    reason = clean_line(because, label="The reason")
    if not reason:
        raise UserError("Enter why these words were entered in error")
    notes.mark_quote_in_error(session, quote_id, reason)
    return Changes(assessments=True, child_id=child_id)


def _kept(words: str, kind: str) -> str:
    kept = clean_text(words, label="These words", longest=LONGEST_TEXT)
    if not kept.strip():
        raise UserError("Enter what was said or seen")
    if kind not in dict(KINDS):
        raise UserError("Choose whose words these are")
    return kept
