"""Documents made: kept as they were, with what each replaces."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.people import Actor
from lac_tracker.storage import assessments, editions
from lac_tracker.storage.tables.papers import DocumentRow

_LETTERS, _FIGURES = "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"  # none that look like another


@dataclass(frozen=True)
class MadeDocument:
    """A document in the record, without its bytes."""

    id: int
    assessment_id: int | None
    document: str
    reference: str
    version_number: int
    made_at: datetime


def new_reference() -> str:
    """Return a document number that says nothing about the child."""
    letters = (secrets.choice(_LETTERS + _FIGURES) for _ in range(6))
    return f"{secrets.choice(_LETTERS)}{''.join(letters)}{secrets.choice(_FIGURES)}"


def latest(session: Session, assessment_id: int, document: str) -> MadeDocument | None:
    """Return the newest document of a kind made from an assessment, or from the editions it replaced."""
    made_from = editions.ids_of_editions(session, assessments.load(session, assessment_id))
    row = session.scalar(
        select(DocumentRow)
        .where(DocumentRow.assessment_id.in_(made_from), DocumentRow.document == document)
        .order_by(DocumentRow.version_number.desc())
        .limit(1)
    )
    return _made(row) if row else None


def replaced(session: Session, child_id: int) -> frozenset[int]:
    """Return the ids of the documents of a child that are marked Replaced.

    Replaced is what a newer one took the place of, and what was made from an edition that was amended since.
    """
    gone = assessments.replaced_by(assessments.of_child(session, child_id))
    rows = session.execute(
        select(DocumentRow.id, DocumentRow.assessment_id, DocumentRow.replaces_id).where(
            DocumentRow.child_id == child_id
        )
    ).all()
    newer = {row.replaces_id for row in rows if row.replaces_id}
    return frozenset(row.id for row in rows if row.assessment_id in gone) | frozenset(newer)


def of_child(session: Session, child_id: int) -> tuple[MadeDocument, ...]:
    """Return the documents of a child, newest first."""
    rows = session.scalars(
        select(DocumentRow).where(DocumentRow.child_id == child_id).order_by(DocumentRow.id.desc())
    )
    return tuple(_made(row) for row in rows)


def content(session: Session, document_id: int) -> bytes:
    """Return the bytes of a document as it was made."""
    return session.get_one(DocumentRow, document_id).content


def keep(
    session: Session, child_id: int, assessment_id: int, document: str, reference: str, version_number: int,
    content: bytes, *, by: Actor, now: datetime,
) -> int:  # fmt: skip
    """Keep a document that was made and return its id."""
    before = latest(session, assessment_id, document)
    row = DocumentRow(
        child_id=child_id,
        assessment_id=assessment_id,
        document=document,
        reference=reference,
        version_number=version_number,
        replaces_id=before.id if before else None,
        made_at=now,
        made_by_id=by.person_id,
        content_sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    session.add(row)
    session.flush()
    return row.id


def keep_letter(
    session: Session,
    child_id: int,
    document: str,
    reference: str,
    content: bytes,
    *,
    by: Actor,
    now: datetime,
) -> int:
    """Keep a letter about a child that comes from no assessment and replaces nothing, and return its id."""
    row = DocumentRow(
        child_id=child_id,
        assessment_id=None,
        document=document,
        reference=reference,
        version_number=1,
        replaces_id=None,
        made_at=now,
        made_by_id=by.person_id,
        content_sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    session.add(row)
    session.flush()
    return row.id


def _made(row: DocumentRow) -> MadeDocument:
    return MadeDocument(
        row.id, row.assessment_id, row.document, row.reference, row.version_number, row.made_at
    )
