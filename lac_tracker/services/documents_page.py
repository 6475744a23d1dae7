"""S18 Documents and S18b Make a document: what was made and what came, where it went, and what can be made now."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disclosure import PAPERS, Content, Paper, Reader, Rule, rule
from lac_tracker.domain.names import first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.received_files import file_words
from lac_tracker.domain.sending import READER_WORDS
from lac_tracker.services import dispatch, papers, received_files, sending
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.dispatch import KeptDocument
from lac_tracker.storage import assessments, children, documents
from lac_tracker.storage import received_files as stored
from lac_tracker.storage import sending as stored_sending
from lac_tracker.storage.documents import MadeDocument
from lac_tracker.storage.received_files import ReceivedFile

_TEAM_ONLY = (Reader.TEAM,)
_ON_PAPER = {
    "gp-summary": "A4, 1 page", "full-plan": "A4", "own-plan": "A4, large type",
    "health-history-booklet": "",
}  # fmt: skip


@dataclass(frozen=True)
class DocumentLine:
    """One row. received: it came from elsewhere, and `id` is that of the file; else of the document."""

    id: int
    received: bool
    on: date
    title: str  # with the number of pages
    version: str  # '' for what has none
    source: str  # what it was made from, or who wrote it
    sent_to: str
    state: str
    look: str  # a key of the looks of a status
    detail: str = ""
    document: str = ""  # a key of domain.disclosure.PAPERS
    made_for: str = ""
    can_send: bool = False
    can_replace: bool = False
    can_open: bool = True


@dataclass(frozen=True)
class MakeChoice:
    """One paper that can be made now, and what its reader gets."""

    document: str
    title: str
    paper: str  # 'A4, 1 page'
    source: str  # 'IHA signed 04-Mar-2026, version 1'
    readers: str
    recipients: tuple[str, ...]  # of several, whom; () for one paper a child
    third_party: str
    address: str


@needs(Action.OPEN_RECORD, child=the_child)
def listed(session: Session, child_id: int, *, by: Actor, now: datetime) -> tuple[DocumentLine, ...]:
    """Return every document of a child, made and received, the newest first."""
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    made = documents.of_child(session, child_id)
    held = {one.id: one for one in assessments.of_child(session, child_id)}
    gone, states = documents.replaced(session, child_id), sending.state_of(session, child_id)
    sent_to: dict[int, list[str]] = {}
    for one in stored_sending.of_child(session, child_id):
        if not one.entered_in_error_because and one.sent_to not in sent_to.setdefault(one.document_id, []):
            sent_to[one.document_id].append(one.sent_to)
    newer = {one.replaces_id: one.version_number for one in made if one.replaces_id}
    lines = [
        _made_line(
            one, called, _source(held.get(one.assessment_id or 0)), ", ".join(sent_to.get(one.id, ())),
            _state(one, newer.get(one.id), one.id in gone, states.get(one.id)), is_current=one.id not in gone,
        )
        for one in made
    ]  # fmt: skip
    lines += [_received_line(session, one) for one in stored.of_child(session, child_id)]
    return tuple(sorted(lines, key=lambda one: (one.on, not one.received, one.id), reverse=True))


@needs(Action.OPEN_RECORD, child=the_child)
def opened(session: Session, child_id: int, document_id: int, *, by: Actor, now: datetime) -> KeptDocument:
    """Return a document as it was made, with its bytes: call it as a look that is written down."""
    found: KeptDocument = dispatch.kept_document(session, child_id, document_id, by=by, now=now)
    return found


@needs(Action.MAKE_DOCUMENT, child=the_child)
def printed(
    session: Session, child_id: int, document_id: int, *, copies: int, by: Actor, now: datetime
) -> Changes:
    """Write down that a document was handed to a printer. Raises NotFound for one of another record."""
    documents.note_printed(session, child_id, document_id, copies, by=by, now=now)
    return Changes(documents=True, child_id=child_id)


@needs(Action.MAKE_DOCUMENT, child=the_child)
def choices(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date
) -> tuple[MakeChoice, ...]:
    """Return the papers of a child that can be made now, in the order of domain.disclosure.PAPERS."""
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    signed = assessments.in_force(assessments.of_child(session, child_id))
    newest = signed[-1] if signed else None
    found = []
    for paper in papers.available(session, child_id, today):
        whom = (
            papers.RECIPIENTS[paper.name](session, child_id, today) if paper.name in papers.RECIPIENTS else ()
        )
        source = _signed(newest) if paper.from_assessment and newest else "The record as it is today"
        found.append(
            MakeChoice(
                paper.name, paper.title.replace("{name}", called), _ON_PAPER.get(paper.name, "A4"), source,
                ", ".join(READER_WORDS[one] for one in paper.readers), whom, third_party_words(paper),
                address_words(paper, withheld=child.address_withheld),
            )
        )  # fmt: skip
    return tuple(found)


def third_party_words(paper: Paper) -> str:
    """Return whether a paper tells of other people, as far as all its readers may have it."""
    words = {
        Rule.YES: "Yes: for the team only",
        Rule.NO: "No",
        Rule.ONE_LINE: "One line, marked as third-party",
        Rule.SHAREABLE: "Only what may be shared",
        Rule.IF_AGREED: "Only if agreed",
    }
    rules = [rule(Content.PARENTS_HEALTH, one) for one in paper.readers]
    strictest = next(
        (one for one in (Rule.NO, Rule.ONE_LINE, Rule.SHAREABLE, Rule.IF_AGREED) if one in rules), Rule.YES
    )
    return words[strictest]


def address_words(paper: Paper, *, withheld: bool) -> str:
    """Return whether a paper shows where the child lives."""
    rules = {rule(Content.ADDRESS, one) for one in paper.readers}
    if Rule.NO in rules:
        return "Not shown"
    if not withheld:
        return "Shown"
    return "Shown: for the team only" if paper.readers == _TEAM_ONLY else "Withheld"


def _made_line(
    one: MadeDocument, called: str, source: str, sent_to: str, state: tuple[str, str, str], *, is_current: bool
) -> DocumentLine:  # fmt: skip
    paper = PAPERS.get(one.document)
    title = paper.title.replace("{name}", called) if paper else one.document
    pages = "" if not one.pages else " (1 page)" if one.pages == 1 else f" ({one.pages} pages)"
    whom = f" for {one.made_for}" if one.made_for else ""
    return DocumentLine(
        one.id, False, one.made_at.astimezone().date(), f"{title}{whom}{pages}", str(one.version_number), source,
        sent_to, *state, document=one.document, made_for=one.made_for,
        can_send=paper is not None and paper.readers != _TEAM_ONLY and is_current,
        can_replace=one.document in papers.names() and is_current,
    )  # fmt: skip


def _state(
    one: MadeDocument, newer: int | None, is_gone: bool, sent: sending.SentState | None
) -> tuple[str, str, str]:
    """Return (what became of a document, its look, more about it)."""
    before = f"{sent.words}, {sent.detail}" if sent else ""
    if newer:
        return f"Replaced by version {newer}", "replaced", before
    if is_gone:
        return "Replaced: the assessment was amended", "replaced", before
    if sent:
        return sent.words, sent.look, sent.detail
    paper = PAPERS.get(one.document)
    if paper is not None and paper.readers == _TEAM_ONLY:
        return "Kept for the team", "complete", ""
    return "Not sent", "not_started", ""


def _received_line(session: Session, one: ReceivedFile) -> DocumentLine:
    words = file_words(one.media_type, one.pages)
    written = f", {show_date(one.written_on)}" if one.written_on else ""
    error = one.entered_in_error_because
    about = (
        received_files.request_words(session, one), one.taken_out, "Third-party information" if one.third_party else "",
    )  # fmt: skip
    return DocumentLine(
        one.id, True, one.received_on, f"{one.title} ({words})" if words else one.title, "", f"{one.source}{written}",
        "", f"Entered in error: {error}" if error else "Filed", "cancelled" if error else "complete",
        ". ".join(part for part in about if part), can_open=not error,
    )  # fmt: skip


def _signed(one: assessments.Assessment) -> str:
    on = f" signed {show_date(one.signed_at.astimezone().date())}" if one.signed_at else ""
    return f"{one.kind}{on}, version {one.edition}"


def _source(one: assessments.Assessment | None) -> str:
    return f"{one.kind} {show_date(one.completed_on)}" if one and one.completed_on else ""
