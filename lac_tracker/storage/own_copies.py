"""How a young person wants their own plan, and its words: rows and domain."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.own_plan import OwnCopy
from lac_tracker.storage import assessments, documents, editions
from lac_tracker.storage.tables.papers import OwnCopyRow, SendingRow
from lac_tracker.storage.tables.plans import NeedRow, OutcomeRow

CHANGED = "Someone else changed this while you were working. Open it again to see their version"


def load(session: Session, assessment_id: int) -> OwnCopy:
    """Return what is kept for the plan of an assessment, or for the edition it amends; version 0 while nothing is."""
    row = _row(session, assessment_id)
    if row is not None:
        return _copy(row)
    earlier = editions.ids_of_editions(session, assessments.load(session, assessment_id))[1:]
    before = next((found for one in earlier if (found := _row(session, one))), None)
    return OwnCopy() if before is None else _copy(before, version=0)


def save(session: Session, child_id: int, assessment_id: int, copy: OwnCopy) -> None:
    """Keep what was chosen and written. Raises RecordChanged when another person did so since it was looked at."""
    row = _row(session, assessment_id)
    if (row.version if row else 0) != copy.version:
        raise RecordChanged(CHANGED)
    if row is None:
        row = OwnCopyRow(child_id=child_id, assessment_id=assessment_id)
        session.add(row)
    values = asdict(copy) | {"translated_by": copy.translated_by or None}
    for name, value in values.items():
        if name != "version" and getattr(row, name) != value:
            setattr(row, name, value)
    session.flush()


def write_plain_words(session: Session, assessment_id: int, words: Mapping[int, str]) -> bool:
    """Keep the words of plan items for the young person's copy, signed or not; say whether anything changed.

    words: id of an outcome → words. What was agreed stays as it is. Raises NotFound for an outcome of another plan.
    """
    rows = session.scalars(
        select(OutcomeRow)
        .join(NeedRow, NeedRow.id == OutcomeRow.need_id)
        .where(NeedRow.assessment_id == assessment_id)
    )
    known = {row.id: row for row in rows}
    if not set(words) <= set(known):
        raise NotFound("That plan item is not in this plan")
    changed = False
    for outcome_id, said in words.items():
        if known[outcome_id].plain_words != said:
            known[outcome_id].plain_words, changed = said, True
    session.flush()
    return changed


def given(session: Session, child_id: int, document: str) -> tuple[str, date, str | None] | None:
    """Return (to whom, when, read out loud) of the last time a document was handed over, None when it never was."""
    papers = [one.id for one in documents.of_child(session, child_id) if one.document == document]
    row = session.scalar(
        select(SendingRow)
        .where(
            SendingRow.document_id.in_(papers), SendingRow.route == "by_hand",
            SendingRow.entered_in_error_because.is_(None),
        )
        .order_by(SendingRow.sent_on.desc(), SendingRow.id.desc())
        .limit(1)
    )  # fmt: skip
    return (row.sent_to, row.sent_on, row.read_out_loud) if row else None


def _row(session: Session, assessment_id: int) -> OwnCopyRow | None:
    return session.scalar(select(OwnCopyRow).where(OwnCopyRow.assessment_id == assessment_id))


def _copy(row: OwnCopyRow, version: int | None = None) -> OwnCopy:
    return OwnCopy(
        stage=cast(Any, row.stage),  # the table's CHECK allows only these words
        text_size=cast(Any, row.text_size),
        colour=row.colour,
        shows_feelings=row.shows_feelings,
        opening=row.opening,
        talked_about=row.talked_about,
        going_well=row.going_well,
        their_part=row.their_part,
        translated_by=row.translated_by or "",
        checked_with_them_on=row.checked_with_them_on,
        version=row.version if version is None else version,
    )
