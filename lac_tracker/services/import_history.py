"""The imports there were: what each did, undoing one as a whole, and the rows it set aside."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.import_history import (
    KIND_WORDS,
    SET_ASIDE_WORDS,
    ImportItem,
    SetAsideRow,
    UndoReport,
    counts_words,
    obstacle_words,
    to_send_back,
    undone_words,
)
from lac_tracker.domain.list_import import Decision
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.services import redaction, set_aside_rows
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.import_redaction import refuse_closed
from lac_tracker.storage import import_records, import_undo
from lac_tracker.storage.import_records import Made
from lac_tracker.storage.tables.imports import ImportRowSetAside

_NOTHING_CORRECTED: Mapping[str, str] = {}
_LOOKED_AT = 20  # imports: each is held against all that was written since
left_out_file = to_send_back  # rows set aside → columns and rows of the file for the council


@needs(Action.IMPORT)
def imports(session: Session, *, by: Actor, now: datetime) -> tuple[ImportItem, ...]:
    """Return every import of the team, newest first.

    Whether anything was built on it is looked up for the newest ones; of an older one `look_up` and `undo` say it.
    """
    still_open = import_records.open_counts(session, by.team_id)
    made = import_records.of_team(session, by.team_id)
    standing = sorted(one.id for one in made if one.undone_at is None and one.entry_id is not None)
    passed_by = set(standing[:-_LOOKED_AT])
    return tuple(
        _item(session, one, still_open.get(one.id, 0), is_looked_up=one.id not in passed_by) for one in made
    )


@needs(Action.IMPORT)
def look_up(session: Session, import_id: int, *, by: Actor, now: datetime) -> ImportItem:
    """Return one import, with whether anything was built on it. Raises NotFound."""
    made = import_records.load(session, by.team_id, import_id)
    return _item(session, made, import_records.open_counts(session, by.team_id).get(import_id, 0))


@needs(Action.IMPORT)
def report(session: Session, import_id: int, *, by: Actor, now: datetime) -> Mapping[str, Any]:
    """Return what an import said it did, as it was kept: fields of ImportReport, ListReport or AssessmentsReport.

    Empty for one that was made before reports were kept. Raises NotFound.
    """
    import_records.load(session, by.team_id, import_id)
    return import_records.report(session, import_id)


@needs(Action.UNDO_IMPORT)
def undo(session: Session, import_id: int, *, by: Actor, now: datetime, because: str = "") -> Changes:
    """Put back everything an import wrote, in the transaction of the caller. That it was made stays on record.

    Raises UserError, naming what stands in the way, once anything it wrote was changed, or anything was built on it.
    """
    made = import_records.load(session, by.team_id, import_id)
    if why_not := _why_not(session, made):
        raise UserError(why_not)
    assert made.entry_id is not None
    removed, restored, rows = import_undo.revert(session, made.entry_id)
    reason = clean_line(because, label="Why it is undone")
    import_records.mark_undone(session, import_id, by=by.full_name, now=now, because=reason)
    return Changes(
        children=True, assessments=True, report=UndoReport(import_id, len(removed), len(restored), rows)
    )


@needs(Action.IMPORT)
def set_aside(session: Session, import_id: int, *, by: Actor, now: datetime) -> tuple[SetAsideRow, ...]:
    """Return the rows an import set aside, settled ones too, in the order of the file. Raises NotFound."""
    import_records.load(session, by.team_id, import_id)
    return tuple(_row(one) for one in import_records.set_aside(session, import_id))


@needs(Action.IMPORT)
def settle(
    session: Session, row_id: int, *, words: str, by: Actor, now: datetime, seen_version: int | None = None
) -> Changes:
    """Close a row that was set aside, in words: 'the council took it off its list'. Nothing else is written."""
    row = import_records.row_set_aside(session, by.team_id, row_id)
    if row.settled_at is not None:
        raise UserError(f"This row was closed already by {row.settled_by}: {row.settled_as}")
    said = clean_line(words, label="What became of it")
    if not said:
        raise UserError("Enter what became of this row")
    if said.casefold().startswith(import_records.TAKEN_IN.casefold()):
        raise UserError(f"Enter what became of this row in other words than '{import_records.TAKEN_IN}'")
    import_records.refuse_changed(row, seen_version)
    import_records.settle(session, row, as_words=said, by=by.full_name, now=now)
    return Changes(children=True)


@needs(Action.IMPORT)
def decide(
    session: Session,
    row_id: int,
    decision: Decision,
    *,
    by: Actor,
    now: datetime,
    today: date,
    seen_version: int | None = None,
    candidate: int | None = None,
    corrections: Mapping[str, str] = _NOTHING_CORRECTED,
) -> Changes:
    """Take in a row that was set aside, as a person decided now: an import of its own, which can be undone by itself.

    decision: as in the preview. candidate: which child of ours is meant, where several are near. corrections: key of a
    field of the list → what it should say, for a row that could not be read.

    Of a return only whether it is the same child is decided here: the next import of it brings the rest. Raises
    UserError when the row still can't be taken in.
    """
    row = import_records.row_set_aside(session, by.team_id, row_id)
    if row.settled_at is not None:
        raise UserError(f"This row was closed already by {row.settled_by}: {row.settled_as}")
    if decision == "later":
        raise UserError("The row stays set aside. Choose whether it is the same child or a different one")
    made = import_records.load(session, by.team_id, row.import_id)
    import_records.refuse_changed(row, seen_version)
    refuse_closed((candidate, row.child_id), redaction.closed_to(session, by=by, today=today))
    taken = set_aside_rows.Taken(made, row, decision, candidate, corrections)
    if made.kind == "list":
        changes, became = set_aside_rows.take_in(session, taken, by=by, now=now, today=today)
    else:
        changes, became = set_aside_rows.say_who(session, taken)
    import_records.settle(session, row, as_words=became, by=by.full_name, now=now)
    return changes


def _item(session: Session, made: Made, still_open: int, *, is_looked_up: bool = True) -> ImportItem:
    undone, why_not = "", _why_not(session, made, is_looked_up=is_looked_up)
    if made.undone_at is not None:
        undone = undone_words(made.undone_at.date(), made.undone_by or "", made.undone_because or "")
    return ImportItem(
        id=made.id,
        kind=made.kind,
        words=KIND_WORDS[made.kind],
        council=made.council or "",
        files=made.files,
        made_at=made.made_at,
        made_by=made.made_by,
        created=made.created,
        updated=made.updated,
        refused=made.refused,
        counts=counts_words(_made_by(session, made), made.updated, made.refused, kind=made.kind),
        may_undo=not why_not,
        why_not=why_not,
        undone=undone,
        set_aside=still_open,
        is_looked_up=is_looked_up,
    )


def _made_by(session: Session, made: Made) -> int:
    """Return how many children an import made, or practices: those are in its report alone."""
    if made.kind != "gp_practices":
        return made.created
    return int(import_records.report(session, made.id).get("practices", 0))


def _why_not(session: Session, made: Made, *, is_looked_up: bool = True) -> str:
    """Return in words why an import can't be undone; '' when it can, or was not looked up."""
    if made.undone_at is not None:
        return "This import was undone already"
    if made.kind == "gp_practices":
        return "The file of practices can't be undone: load the one before it again"
    if made.entry_id is None:
        return "This import was made before imports could be undone. Correct the records one by one"
    found = import_undo.obstacle(session, made.entry_id) if is_looked_up else None
    return obstacle_words(found) if found else ""


def _row(row: ImportRowSetAside) -> SetAsideRow:
    return SetAsideRow(
        id=row.id,
        import_id=row.import_id,
        line=row.line,
        kind=row.kind,
        words=SET_ASIDE_WORDS[row.kind],
        content=import_records.content_of(row),
        child_id=row.child_id,
        reason=row.reason,
        settled=f"{row.settled_as} ({row.settled_by})" if row.settled_at else "",
        version=row.version,
    )
