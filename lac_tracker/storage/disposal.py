"""Disposals: rows and domain; and the carrying out, in the transaction of whoever does it."""

import json
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from lac_tracker.domain.disposal import Destroyed, Disposal, Identity, record_number
from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.storage import disposal_changes, disposal_elsewhere, disposal_reach
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.people import PersonRow
from lac_tracker.storage.tables.retention import DisposalRow

OPEN = ("proposed", "approved")
EMPTIES_THE_LOG = "empties_the_log"  # said of the session: what went must not stay in the log beside the file


def identity(session: Session, child_id: int) -> tuple[Identity, int]:
    """Return what tells who a child is, and the row of the council that is responsible. Raises NotFound."""
    row = session.get(ChildRow, child_id)
    if row is None:
        raise NotFound("That child is not in this caseload")
    whose = Identity(
        child_id, row.council_child_id, row.nhs_number, row.family_name, row.given_name, row.preferred_name
    )
    return whose, row.responsible_council_id


def propose(
    session: Session, team_id: int, child_id: int, *, retention_class: str, kept_until: date, authority: str,
    because: str, by_id: int, now: datetime,
) -> int:  # fmt: skip
    """Write down a proposal under a new random number, and return its id."""
    row = DisposalRow(
        team_id=team_id, record_number=record_number(secrets.token_bytes(8)), child_id=child_id, state="proposed",
        retention_class=retention_class, kept_until=kept_until, authority=authority, proposed_by_id=by_id,
        proposed_at=now, proposed_because=because,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def settle(
    session: Session,
    disposal_id: int,
    state: str,
    *,
    because: str,
    by_id: int,
    now: datetime,
    seen_version: int,
) -> None:
    """Write down what a second person decided, or that it was withdrawn. Raises RecordChanged."""
    row = _row(session, disposal_id, seen_version)
    row.state, row.decided_by_id, row.decided_at, row.decided_because = state, by_id, now, because
    session.flush()


def carry_out(
    session: Session, disposal_id: int, now: datetime, seen_version: int, backups_until: date
) -> Destroyed:
    """Delete a record with all that tells of it, and return what went. The stub stays, and the chain still verifies.

    Nothing is left of it in the tables, in the record of changes, or in the pages of the file; the log beside it is
    emptied once the transaction is through. Raises RecordChanged, and UserError when the record of changes is not whole.
    """
    row = _row(session, disposal_id, seen_version)
    whose, council_row_id = identity(session, row.child_id)
    session.flush()
    session.expunge_all()
    connection = session.connection()
    notices = disposal_elsewhere.notice_ids(connection, whose.child_id)
    rows = disposal_reach.delete_all(connection, whose.child_id)
    more, gone = disposal_elsewhere.clear(session, whose, council_row_id, notices)
    gone |= disposal_changes.of_child(connection, whose.child_id)
    changes, entries = disposal_changes.take_out(session, disposal_id, gone)
    row = session.get_one(DisposalRow, disposal_id)
    row.state, row.done_at, row.backups_until = "done", now, backups_until
    session.flush()
    session.info.setdefault("due_to_refresh", set()).discard(whose.child_id)
    session.info[EMPTIES_THE_LOG] = True
    counts = {table: rows.get(table, 0) + more.get(table, 0) for table in {*rows, *more}}
    return Destroyed(counts, changes, entries)


def keep_certificate(session: Session, disposal_id: int, content: dict[str, Any]) -> None:
    """Keep what stands on the certificate; it tells nothing of whom it was about."""
    row = session.get_one(DisposalRow, disposal_id)
    row.certificate = json.dumps(content, ensure_ascii=False, sort_keys=True)
    session.flush()


def certificate(session: Session, team_id: int, disposal_id: int) -> dict[str, Any]:
    """Return what stands on the certificate of a disposal that was carried out. Raises NotFound."""
    row = session.get(DisposalRow, disposal_id)
    if row is None or row.team_id != team_id or not row.certificate:
        raise NotFound("There is no certificate of that disposal")
    held: dict[str, Any] = json.loads(row.certificate)
    return held


def child_of(session: Session, disposal_id: int) -> int:
    """Return whose record a disposal is about. Raises NotFound."""
    child_id = session.scalar(select(DisposalRow.child_id).where(DisposalRow.id == disposal_id))
    if child_id is None:
        raise NotFound("That disposal is not in this caseload")
    return child_id


def load(session: Session, team_id: int, disposal_id: int) -> Disposal:
    """Return a disposal of a team. Raises NotFound."""
    found = _listed(session, team_id, DisposalRow.id == disposal_id)
    if not found:
        raise NotFound("That disposal is not in this caseload")
    return found[0]


def of_team(session: Session, team_id: int, states: Sequence[str]) -> tuple[Disposal, ...]:
    """Return the disposals of a team in some states, the newest first."""
    return _listed(session, team_id, DisposalRow.state.in_(tuple(states)))


def by_number(session: Session, team_id: int, number: str) -> tuple[Disposal, ...]:
    """Return the disposal of a record number, however it is typed."""
    plain = "".join(letter for letter in number.upper() if letter.isalnum())
    return _listed(session, team_id, func.replace(DisposalRow.record_number, "-", "") == plain)


def open_of(session: Session, child_id: int) -> int | None:
    """Return the id of the disposal of a record that is proposed or approved."""
    return session.scalar(
        select(DisposalRow.id).where(DisposalRow.child_id == child_id, DisposalRow.state.in_(OPEN))
    )


def _listed(session: Session, team_id: int, condition: Any) -> tuple[Disposal, ...]:
    proposer, decider = aliased(PersonRow), aliased(PersonRow)
    query = (
        select(DisposalRow, proposer.full_name, decider.full_name)
        .join(proposer, proposer.id == DisposalRow.proposed_by_id)
        .outerjoin(decider, decider.id == DisposalRow.decided_by_id)
        .where(DisposalRow.team_id == team_id, condition)
        .order_by(DisposalRow.id.desc())
    )
    return tuple(_disposal(row, proposed, decided or "") for row, proposed, decided in session.execute(query))


def _disposal(row: DisposalRow, proposed_by: str, decided_by: str) -> Disposal:
    return Disposal(
        row.id, row.record_number, row.child_id, row.state, row.retention_class, row.kept_until, row.authority,
        row.proposed_by_id, proposed_by, row.proposed_at, row.proposed_because, decided_by, row.decided_at,
        row.decided_because or "", row.done_at, row.backups_until, row.version,
    )  # fmt: skip


def _row(session: Session, disposal_id: int, seen_version: int) -> DisposalRow:
    row = session.get_one(DisposalRow, disposal_id)
    if row.version != seen_version:
        raise RecordChanged("Somebody else changed this disposal meanwhile. Look at it again")
    return row
