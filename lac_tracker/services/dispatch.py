"""The one door by which a paper about a child comes to be: gathered, passed through the gateway, drawn, kept."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import NotFound
from lac_tracker.domain.names import show_name
from lac_tracker.domain.people import Actor
from lac_tracker.services import filing, papers, redaction
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.storage import assessments, children, documents

PLAN_DOCUMENTS = ("gp-summary", "full-plan")
PREVIEW = "PREVIEW"  # the reference of what is only looked at

Render = Callable[[str, object], bytes]  # (name of the document, what it holds) → the bytes of a PDF


@dataclass(frozen=True)
class KeptDocument:
    """A document with its bytes, as it was made."""

    document: str
    reference: str
    version_number: int
    assessed_on: date | None
    kind: str
    content: bytes
    made_for: str = ""
    pages: int | None = None
    left_out: tuple[str, ...] = ()


@needs(Action.MAKE_DOCUMENT, child=the_child)
def make_document(
    session: Session,
    child_id: int,
    document: str,
    render: Render,
    *,
    made_for: str = "",
    by: Actor,
    now: datetime,
) -> Changes:
    """Make a paper about a child from the record as it is now and keep it. Its id is `made_id`.

    document: a key of domain.disclosure.PAPERS. made_for: of several, whom; the only one when there is one.
    render: draws it. It is handed in, so that paper and storage know nothing of each other.

    Raises UserError for an unknown name or reader, or when the paper may not be made; NotFound when it comes from a
    signed assessment and there is none.
    """
    wanted = _wanted(session, child_id, document, made_for, by=by, now=now)
    made = keep(session, wanted, papers.GATHER[document](session, wanted), render)
    return Changes(documents=True, child_id=child_id, made_id=made)


@needs(Action.MAKE_DOCUMENT, child=the_child)
def preview_document(
    session: Session, child_id: int, document: str, *, made_for: str = "", by: Actor, now: datetime
) -> object:
    """Return what a paper would hold, for a preview that keeps nothing. Raises as `make_document` does."""
    return _gathered(session, child_id, document, made_for, by=by, now=now).held


@needs(Action.MAKE_DOCUMENT, child=the_child)
def left_out(
    session: Session, child_id: int, document: str, *, made_for: str = "", by: Actor, now: datetime
) -> tuple[str, ...]:
    """Return in words what the reader of a paper would not get. Raises as `make_document` does."""
    return _gathered(session, child_id, document, made_for, by=by, now=now).left_out


@needs(Action.MAKE_DOCUMENT, child=the_child)
def kept_document(
    session: Session, child_id: int, document_id: int, *, by: Actor, now: datetime
) -> KeptDocument:
    """Return a document that was made, with its bytes. Raises NotFound for one of another record."""
    found = next((one for one in documents.of_child(session, child_id) if one.id == document_id), None)
    if found is None:
        raise NotFound("That document is not in this record")
    redaction.refuse_restricted(session, child_id, by=by, now=now)
    one = assessments.load(session, found.assessment_id) if found.assessment_id else None
    return KeptDocument(
        found.document, found.reference, found.version_number, one.completed_on if one else None,
        one.kind if one else "", documents.content(session, document_id), found.made_for, found.pages, found.left_out,
    )  # fmt: skip


def keep(session: Session, wanted: Wanted, gathered: Gathered, render: Render) -> int:
    """Pass what was gathered through the gateway, draw it, keep it with the record, and return the id.

    The only caller of the renderer and of storage.documents.keep: whatever leaves as a file came through here. Called
    by services that asked for leave already.
    """
    released = release(session, wanted, gathered)
    content = render(drawn_as(wanted.document), released.held)
    before = latest(session, wanted) if wanted.version > 1 else None
    return documents.keep(
        session, wanted.child_id, wanted.assessment_id, wanted.document, wanted.reference, wanted.version, content,
        by=wanted.by, now=wanted.now, made_for=wanted.made_for, left_out=released.left_out, pages=_pages(content),
        replaces_id=before.id if before else None,
        filing_slip=filing.slip_text(
            session, wanted.child_id, wanted.reference, released.held, wanted.now.date()
        ),
    )  # fmt: skip


def release(session: Session, wanted: Wanted, gathered: Gathered) -> Gathered:
    """Return what may leave of a paper, with everything its reader does not get, in words."""
    return redaction.released(session, wanted, gathered)


def next_of(session: Session, wanted: Wanted) -> Wanted:
    """Return the same paper as its next version: counted by assessment or by child, and by whom it is for."""
    before = latest(session, wanted)
    return replace(wanted, version=before.version_number + 1 if before else 1)


def latest(session: Session, wanted: Wanted) -> documents.MadeDocument | None:
    """Return the newest document of this kind for this reader, None when it was never made."""
    if wanted.assessment_id is not None:
        return documents.latest(session, wanted.assessment_id, wanted.document, wanted.made_for)
    return documents.latest_of_child(session, wanted.child_id, wanted.document, wanted.made_for)


def signed_assessment(session: Session, child_id: int) -> int:
    """Return the newest signed assessment of a child, in the edition in force. Raises NotFound with words when there is none."""
    signed = assessments.in_force(assessments.of_child(session, child_id))
    if not signed:
        child = children.load(session, child_id)
        name = show_name(child.family_name, child.given_name, child.council_id)
        raise NotFound(
            f"There is no signed assessment for {name} yet, so there is no plan to print. Sign one first"
        )
    return signed[-1].id


def check_document_name(document: str) -> str:
    """Return the name of a document of one child. Raises UserError for another, naming those there are."""
    return papers.check_name(document).name


def _gathered(
    session: Session, child_id: int, document: str, made_for: str, *, by: Actor, now: datetime
) -> Gathered:
    wanted = _wanted(session, child_id, document, made_for, by=by, now=now)
    seen = replace(wanted, reference=PREVIEW)
    return release(session, seen, papers.GATHER[document](session, seen))


def _wanted(
    session: Session, child_id: int, document: str, made_for: str, *, by: Actor, now: datetime
) -> Wanted:
    paper = papers.check_name(document)
    redaction.refuse_restricted(session, child_id, by=by, now=now)
    assessment_id = signed_assessment(session, child_id) if paper.from_assessment else None
    whom = papers.check_recipient(session, child_id, document, made_for, now.date())
    first = Wanted(child_id, document, documents.new_reference(), 1, by, now, assessment_id, whom)
    return next_of(session, first)


def drawn_as(document: str) -> str:
    """Return the name by which a paper is drawn: the child's own copy of the chronology is drawn as the team's."""
    return {"chronology-child": "chronology"}.get(document, document)


def _pages(content: bytes) -> int | None:
    """Return how many pages a PDF has, None for what cannot be read as one."""
    import pikepdf  # heavy, and only where a document is made

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError:
        return None
