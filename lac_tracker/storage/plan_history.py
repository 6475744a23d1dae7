"""The record of changes as far as it is about a child's plans: who changed which row when, before and after."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.plan_history import Recorded
from lac_tracker.storage.care import chunks
from lac_tracker.storage.tables.audit import AuditRow, ChangeRow
from lac_tracker.storage.tables.plans import ActionRow, LastPlanMarkRow, NeedRow, OutcomeRow

_SEEN = (
    ChangeRow.id, AuditRow.number, AuditRow.at, AuditRow.person_name, ChangeRow.table_name, ChangeRow.row_id,
    ChangeRow.before, ChangeRow.after,
)  # fmt: skip
_TABLES = ("needs", "outcomes", "actions", "last_plan_marks")


def recorded(session: Session, child_id: int) -> tuple[Recorded, ...]:
    """Return every change to the rows of a child's plans that was sealed, oldest first.

    Found by the child an entry is about, which tells of rows taken away since, and by the rows there are, which tells
    of entries about many children.
    """
    about = select(*_SEEN).join(ChangeRow, ChangeRow.entry_id == AuditRow.entry_id)
    found = list(
        session.execute(about.where(AuditRow.child_id == child_id, ChangeRow.table_name.in_(_TABLES)))
    )
    for table, ids in _rows_of(session, child_id).items():
        for some in chunks(ids):
            found += session.execute(
                about.where(ChangeRow.table_name == table, ChangeRow.row_id.in_(some))
            ).all()
    told = {row.id: row for row in found}
    return tuple(
        Recorded(
            one.number,
            one.at,
            one.person_name,
            one.table_name,
            one.row_id,
            _read(one.before),
            _read(one.after),
        )
        for _, one in sorted(told.items())
    )


def _rows_of(session: Session, child_id: int) -> dict[str, list[int]]:
    """Return the ids of the rows of a child's plans, by table."""
    needs = select(NeedRow.id).where(NeedRow.child_id == child_id)
    outcomes = select(OutcomeRow.id).where(OutcomeRow.need_id.in_(needs))
    return {
        "needs": list(session.scalars(needs)),
        "outcomes": list(session.scalars(outcomes)),
        "actions": list(session.scalars(select(ActionRow.id).where(ActionRow.outcome_id.in_(outcomes)))),
        "last_plan_marks": list(
            session.scalars(select(LastPlanMarkRow.id).where(LastPlanMarkRow.outcome_id.in_(outcomes)))
        ),
    }


def _read(kept: str | None) -> dict[str, object]:
    found: dict[str, object] = json.loads(kept) if kept else {}
    return found
