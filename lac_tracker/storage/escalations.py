"""What was taken further, and the team's own rule of it: rows and domain."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound, RecordChanged
from lac_tracker.domain.escalation import Rule, Step, read_steps
from lac_tracker.storage import reference_data
from lac_tracker.storage.children import mark_for_due
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.monitoring import EscalationRow
from lac_tracker.storage.tables.people import PersonRow, SettingRow

_NAME = "escalation:rule"  # names with a colon hold texts, not rules
CHANGED = "Someone else changed this escalation while you were working. Open it again to see their version"


@dataclass(frozen=True)
class Escalation:
    """One time something late was taken further, and what came of it."""

    id: int
    child_id: int
    kind: str
    clock_start: date | None
    step: str
    escalated_to: str
    why: str
    escalated_on: date
    escalated_by: str
    escalated_by_id: int
    answer_by: date | None
    answered_on: date | None
    answer: str
    version: int


_FIELDS = tuple(name for name in Escalation.__dataclass_fields__ if name != "escalated_by")


def rule(session: Session, team_id: int) -> Rule:
    """Return the team's own rule, or the one it starts from."""
    row = _row(session, team_id)
    if row is None:
        return Rule(read_steps(reference_data.table("escalation.toml")))
    held = json.loads(row.value)
    steps = tuple(Step(*one) for one in held["steps"])
    return Rule(steps, held["changed_by"], date.fromisoformat(held["changed_on"]))


def keep_rule(session: Session, team_id: int, kept: Rule) -> None:
    """Keep the team's own rule, in the place of what was there; one without steps brings back what it started from."""
    row = _row(session, team_id)
    if not kept.steps:
        if row is not None:
            session.delete(row)
            session.flush()
        return
    assert kept.changed_on is not None
    steps = [[one.waiting_on, one.days_overdue, one.to, one.answer_within] for one in kept.steps]
    value = json.dumps(
        {"steps": steps, "changed_by": kept.changed_by, "changed_on": kept.changed_on.isoformat()},
        ensure_ascii=False,
    )
    if row is None:
        session.add(SettingRow(team_id=team_id, name=_NAME, value=value))
    else:
        row.value = value
    session.flush()


def add(session: Session, child_id: int, fields: Mapping[str, Any]) -> int:
    """Keep an escalation and return its id. What is due follows in the same transaction."""
    row = EscalationRow(child_id=child_id, **fields)
    session.add(row)
    session.flush()
    mark_for_due(session, child_id)
    return row.id


def child_of(session: Session, escalation_id: int) -> int:
    """Return whom an escalation is about. Raises NotFound."""
    child_id = session.scalar(select(EscalationRow.child_id).where(EscalationRow.id == escalation_id))
    if child_id is None:
        raise NotFound("That escalation is not in this caseload")
    return child_id


def change(
    session: Session, escalation_id: int, fields: Mapping[str, Any], *, seen_version: int | None = None
) -> None:
    """Set fields of an escalation. Raises RecordChanged when somebody else changed it meanwhile."""
    row = session.get_one(EscalationRow, escalation_id)
    if seen_version not in (None, row.version):
        raise RecordChanged(CHANGED)
    for name, value in fields.items():
        setattr(row, name, value)
    session.flush()
    mark_for_due(session, row.child_id)


def of_child(session: Session, child_id: int) -> tuple[Escalation, ...]:
    """Return what was taken further about a child, the newest first."""
    return _all(session, _query().where(EscalationRow.child_id == child_id).order_by(EscalationRow.id.desc()))


def unanswered(session: Session, team_id: int) -> tuple[Escalation, ...]:
    """Return the escalations of a team without an answer, the one expected first at the top."""
    wanted = _query().join(ChildRow, ChildRow.id == EscalationRow.child_id)
    wanted = wanted.where(ChildRow.team_id == team_id, EscalationRow.answered_on.is_(None))
    return _all(session, wanted.order_by(EscalationRow.answer_by, EscalationRow.id))


def _query() -> Any:
    return select(EscalationRow, PersonRow.full_name).join(
        PersonRow, PersonRow.id == EscalationRow.escalated_by_id
    )


def _all(session: Session, wanted: Any) -> tuple[Escalation, ...]:
    return tuple(
        Escalation(**{name: getattr(row, name) for name in _FIELDS}, escalated_by=full_name)
        for row, full_name in session.execute(wanted)
    )


def _row(session: Session, team_id: int) -> SettingRow | None:
    return session.scalar(select(SettingRow).where(SettingRow.team_id == team_id, SettingRow.name == _NAME))
