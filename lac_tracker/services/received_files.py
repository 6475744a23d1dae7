"""Files received: kept with the record, opened inside the window, turned, corrected, and entered in error."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import received_files as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.information import SOURCES
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.domain.received_files import CheckedFile, Filing
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import information
from lac_tracker.storage import received_files as stored
from lac_tracker.storage.received_files import ReceivedFile


@dataclass(frozen=True)
class OpenedFile:
    """A file with its bytes, and the request it came upon, in words ('' for none)."""

    file: ReceivedFile
    content: bytes
    request_words: str


@needs(Action.FILE_RECEIVED, child=the_child)
def add(
    session: Session,
    child_id: int,
    filing: Filing,
    file: CheckedFile,
    *,
    by: Actor,
    now: datetime,
    today: date,
    turned: int = 0,
) -> Changes:
    """Keep a file with the record, encrypted as all of it is. Its id is `made_id`.

    file: as exchange.received_content.check gives it. turned: degrees clockwise that make it upright.

    Raises UserError for a field to mend, a file that is too large, the same file again, or another child's request.
    """
    filing = rules.checked_filing(filing, today)
    if file.media_type not in rules.MEDIA_WORDS:
        raise UserError("That kind of file can't be kept: PDF, PNG, JPEG, TIFF or plain text can")
    if not 0 < len(file.content) <= rules.LARGEST:
        raise UserError("A file may have up to 20 MB")
    _refuse_foreign_request(session, child_id, filing.request_id)
    same = stored.same_as(session, child_id, file.content)
    if same is not None:
        raise UserError(
            f"This file is in the record already: {same.title}, received {show_date(same.received_on)}"
        )
    made = stored.keep(session, child_id, filing, file, rules.checked_turn(turned), by=by, now=now)
    return Changes(documents=True, child_id=child_id, made_id=made)


@needs(Action.FILE_RECEIVED, child=stored.child_of)
def opened(session: Session, file_id: int, *, by: Actor, now: datetime) -> OpenedFile:
    """Return a file with its bytes, to be shown in the window or saved as a copy: call it as a look that is written down."""
    one = stored.load(session, file_id)
    if one.entered_in_error_because:
        raise NotFound("This file was entered in error, so it is not opened any more")
    return OpenedFile(one, stored.content(session, file_id), request_words(session, one))


@needs(Action.FILE_RECEIVED, child=stored.child_of)
def turn(session: Session, file_id: int, turned: int, *, by: Actor, now: datetime) -> Changes:
    """Remember how far a file is turned clockwise to be upright. The file itself stays as it came."""
    stored.change(session, file_id, turned=rules.checked_turn(turned))
    return Changes(documents=True, child_id=stored.child_of(session, file_id))


@needs(Action.FILE_RECEIVED, child=stored.child_of)
def correct(
    session: Session,
    file_id: int,
    filing: Filing,
    *,
    by: Actor,
    now: datetime,
    today: date,
    seen_version: int | None = None,
) -> Changes:
    """Correct what is recorded about a file. Raises UserError for a field to mend."""
    filing = rules.checked_filing(filing, today)
    child_id = stored.child_of(session, file_id)
    _refuse_foreign_request(session, child_id, filing.request_id)
    stored.change(session, file_id, seen_version=seen_version, **asdict(filing))
    return Changes(documents=True, child_id=child_id)


@needs(Action.FILE_RECEIVED, child=stored.child_of)
def enter_in_error(session: Session, file_id: int, reason: str, *, by: Actor, now: datetime) -> Changes:
    """Mark a file as entered in error: it stays in the record, struck out, and is not opened any more."""
    said = clean_line(reason, label="Reason")
    if not said:
        raise UserError("Enter the reason")
    if stored.load(session, file_id).entered_in_error_because:
        raise UserError("This file is marked as entered in error already")
    stored.change(session, file_id, entered_in_error_because=said)
    return Changes(documents=True, child_id=stored.child_of(session, file_id))


@needs(Action.FILE_RECEIVED, child=the_child)
def requests(session: Session, child_id: int, *, by: Actor, now: datetime) -> tuple[tuple[int, str], ...]:
    """Return (id, words) of the requests for information that a file may belong to, the open ones first."""
    asked = sorted(information.requests(session, child_id), key=lambda one: (one.answer is not None, -one.id))
    return tuple((one.id, _request(one)) for one in asked)


def request_words(session: Session, one: ReceivedFile) -> str:
    """Return 'CAMHS, asked 01-Feb-2026' for the request that a file answers, '' for none."""
    if one.request_id is None:
        return ""
    asked = {each.id: each for each in information.requests(session, one.child_id)}
    return _request(asked[one.request_id]) if one.request_id in asked else ""


def _request(one: information.Request) -> str:
    return f"{SOURCES[one.source].words}, asked {show_date(one.asked_on)}"


def _refuse_foreign_request(session: Session, child_id: int, request_id: int | None) -> None:
    if request_id is not None and information.load(session, request_id).child_id != child_id:
        raise UserError("Answers: that was asked about another child")
