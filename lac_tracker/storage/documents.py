"""Documents made: kept as they were, with what each replaces."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, defer

from lac_tracker.domain.errors import NotFound
from lac_tracker.domain.people import Actor
from lac_tracker.storage import assessments, editions
from lac_tracker.storage.tables.papers import DocumentRow, PrintingRow

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
    made_for: str = ""  # of several readers of one kind of document, which
    pages: int | None = None
    left_out: tuple[str, ...] = ()  # what its reader does not get, in words
    made_by_id: int | None = None
    replaces_id: int | None = None


def new_reference() -> str:
    """Return a document number that says nothing about the child."""
    letters = (secrets.choice(_LETTERS + _FIGURES) for _ in range(6))
    return f"{secrets.choice(_LETTERS)}{''.join(letters)}{secrets.choice(_FIGURES)}"


def latest(session: Session, assessment_id: int, document: str, made_for: str = "") -> MadeDocument | None:
    """Return the newest document of a kind made from an assessment, or from the editions it replaced.

    made_for: of several readers of that kind, which.
    """
    made_from = editions.ids_of_editions(session, assessments.load(session, assessment_id))
    return _newest(session, DocumentRow.assessment_id.in_(made_from), document, made_for)


def latest_of_child(
    session: Session, child_id: int, document: str, made_for: str = ""
) -> MadeDocument | None:
    """Return the newest document of a kind about a child that comes from no assessment."""
    whose = (DocumentRow.child_id == child_id) & DocumentRow.assessment_id.is_(None)
    return _newest(session, whose, document, made_for)


def _newest(
    session: Session, made_from: ColumnElement[bool], document: str, made_for: str
) -> MadeDocument | None:
    row = session.scalar(
        select(DocumentRow)
        .options(defer(DocumentRow.content))
        .where(
            made_from, DocumentRow.document == document, func.coalesce(DocumentRow.made_for, "") == made_for
        )
        .order_by(DocumentRow.version_number.desc(), DocumentRow.id.desc())
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
        select(DocumentRow)
        .options(defer(DocumentRow.content))  # they may be many and large, and a list shows none
        .where(DocumentRow.child_id == child_id)
        .order_by(DocumentRow.id.desc())
    )
    return tuple(_made(row) for row in rows)


def content(session: Session, document_id: int) -> bytes:
    """Return the bytes of a document as it was made."""
    return session.get_one(DocumentRow, document_id).content


def keep(
    session: Session, child_id: int, assessment_id: int | None, document: str, reference: str, version_number: int,
    content: bytes, *, by: Actor, now: datetime, made_for: str = "", left_out: Iterable[str] = (),
    pages: int | None = None, replaces_id: int | None = None, filing_slip: str | None = None,
) -> int:  # fmt: skip
    """Keep a document that was made and return its id. Called by services/dispatch.py alone, which passes the gateway.

    assessment_id: None for a paper that comes from no assessment. left_out: what its reader does not get, in words.
    """
    row = DocumentRow(
        child_id=child_id,
        assessment_id=assessment_id,
        document=document,
        reference=reference,
        version_number=version_number,
        replaces_id=replaces_id,
        made_at=now,
        made_by_id=by.person_id,
        content_sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        pages=pages,
        made_for=made_for or None,
        left_out="\n".join(left_out),
        filing_slip=filing_slip,
    )
    session.add(row)
    session.flush()
    return row.id


def note_printed(
    session: Session, child_id: int, document_id: int, copies: int, *, by: Actor, now: datetime
) -> None:
    """Keep that a document was handed to a printer. Raises NotFound for one of another record."""
    row = session.get(DocumentRow, document_id, options=[defer(DocumentRow.content)])
    if row is None or row.child_id != child_id:
        raise NotFound("That document is not in this record")
    session.add(
        PrintingRow(
            document_id=document_id, child_id=child_id, assessment_id=row.assessment_id, printed_at=now,
            printed_by_id=by.person_id, copies=copies,
        )
    )  # fmt: skip
    session.flush()


def _made(row: DocumentRow) -> MadeDocument:
    return MadeDocument(
        row.id, row.assessment_id, row.document, row.reference, row.version_number, row.made_at, row.made_for or "",
        row.pages, tuple(row.left_out.splitlines()), row.made_by_id, row.replaces_id,
    )  # fmt: skip
