"""Files received: rows and domain."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.people import Actor
from lac_tracker.domain.received_files import CheckedFile, Filing
from lac_tracker.storage.tables.papers import ReceivedFileRow
from lac_tracker.storage.tables.people import PersonRow


@dataclass(frozen=True)
class ReceivedFile:
    """A file in the record, without its bytes."""

    id: int
    child_id: int
    kind: str
    title: str
    source: str
    written_on: date | None
    received_on: date
    request_id: int | None
    media_type: str
    size: int
    pages: int | None
    turned: int
    taken_out: str
    content_sha256: str
    third_party: bool
    added_at: datetime
    version: int
    entered_in_error_because: str | None
    added_by: str = ""


_PLAIN = tuple(name for name in ReceivedFile.__dataclass_fields__ if name != "added_by")
_COLUMNS = tuple(getattr(ReceivedFileRow, name) for name in _PLAIN)  # never the bytes: they may be 20 MB each


def child_of(session: Session, file_id: int) -> int:
    """Return whose record a file is in. Raises NotFound."""
    child_id = session.scalar(select(ReceivedFileRow.child_id).where(ReceivedFileRow.id == file_id))
    if child_id is None:
        raise NotFound("That file is not in this caseload")
    return child_id


def of_child(session: Session, child_id: int) -> tuple[ReceivedFile, ...]:
    """Return the files of a child, newest first, with those entered in error."""
    rows = session.execute(
        select(*_COLUMNS, PersonRow.full_name)
        .join(PersonRow, PersonRow.id == ReceivedFileRow.added_by_id)
        .where(ReceivedFileRow.child_id == child_id)
        .order_by(ReceivedFileRow.received_on.desc(), ReceivedFileRow.id.desc())
    )
    return tuple(ReceivedFile(**dict(zip((*_PLAIN, "added_by"), row, strict=True))) for row in rows)


def load(session: Session, file_id: int) -> ReceivedFile:
    """Return one file without its bytes. Raises NotFound."""
    child_id = child_of(session, file_id)
    return next(one for one in of_child(session, child_id) if one.id == file_id)


def content(session: Session, file_id: int) -> bytes:
    """Return the bytes of a file as they are kept."""
    found = session.scalar(select(ReceivedFileRow.content).where(ReceivedFileRow.id == file_id))
    if found is None:
        raise NotFound("That file is not in this caseload")
    return found


def same_as(session: Session, child_id: int, held: bytes) -> ReceivedFile | None:
    """Return the file of this record that has these very bytes and counts, None when there is none."""
    digest = hashlib.sha256(held).hexdigest()
    return next(
        (
            one
            for one in of_child(session, child_id)
            if one.content_sha256 == digest and not one.entered_in_error_because
        ),
        None,
    )


def keep(
    session: Session,
    child_id: int,
    filing: Filing,
    file: CheckedFile,
    turned: int,
    *,
    by: Actor,
    now: datetime,
) -> int:
    """Keep a file with the record and return its id."""
    row = ReceivedFileRow(
        child_id=child_id, request_id=filing.request_id, kind=filing.kind, title=filing.title, source=filing.source,
        written_on=filing.written_on, received_on=filing.received_on, media_type=file.media_type,
        size=len(file.content), pages=file.pages, turned=turned, taken_out=file.taken_out,
        content_sha256=hashlib.sha256(file.content).hexdigest(), content=file.content,
        third_party=filing.third_party, added_by_id=by.person_id, added_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def change(session: Session, file_id: int, *, seen_version: int | None = None, **fields: object) -> None:
    """Set fields of a file. Raises RecordChanged when another person changed it since it was looked at."""
    row = session.get_one(ReceivedFileRow, file_id)
    if seen_version is not None and row.version != seen_version:
        raise RecordChanged(
            "Someone else changed this while you were working. Open it again to see their version"
        )
    for name, value in fields.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    session.flush()
