"""Documents made from a signed assessment: drawn, kept, and given to whoever saves them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.names import show_name
from lac_tracker.domain.people import Actor
from lac_tracker.services import reports
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments, children, documents

PLAN_DOCUMENTS = ("gp-summary", "full-plan")

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


@needs(Action.MAKE_DOCUMENT, child=the_child)
def make_document(
    session: Session, child_id: int, document: str, render: Render, *, by: Actor, now: datetime
) -> Changes:
    """Make a document from the child's newest signed assessment and keep it with the record.

    render: draws it. It is handed in, so that paper and storage know nothing of each other.

    Raises NotFound when there is no signed assessment to make it from.
    """
    assessment_id = signed_assessment(session, child_id)
    before = documents.latest(session, assessment_id, document)
    reference = documents.new_reference()
    version = before.version_number + 1 if before else 1
    held = reports.gather(
        session, assessment_id, document, reference=reference, version=version, by=by, now=now
    )
    content = render(document, held)
    made = documents.keep(
        session, child_id, assessment_id, document, reference, version, content, by=by, now=now
    )
    return Changes(documents=True, child_id=child_id, made_id=made)


@needs(Action.MAKE_DOCUMENT, child=the_child)
def preview_document(session: Session, child_id: int, document: str, *, by: Actor, now: datetime) -> object:
    """Return what a document would hold, for a preview that keeps nothing. Raises NotFound without a signed assessment."""
    assessment_id = signed_assessment(session, child_id)
    return reports.gather(session, assessment_id, document, reference="PREVIEW", version=1, by=by, now=now)


@needs(Action.MAKE_DOCUMENT, child=the_child)
def kept_document(
    session: Session, child_id: int, document_id: int, *, by: Actor, now: datetime
) -> KeptDocument:
    """Return a document that was made, with its bytes."""
    found = next((one for one in documents.of_child(session, child_id) if one.id == document_id), None)
    if found is None:
        raise NotFound("That document is not in this record")
    one = assessments.load(session, found.assessment_id) if found.assessment_id else None
    return KeptDocument(
        found.document, found.reference, found.version_number, one.completed_on if one else None,
        one.kind if one else "", documents.content(session, document_id),
    )  # fmt: skip


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
    """Return the name of a document that is made from a plan. Raises UserError for another."""
    if document not in PLAN_DOCUMENTS:
        raise UserError(f"There is no document '{document}'. It can be: {' or '.join(PLAN_DOCUMENTS)}")
    return document
