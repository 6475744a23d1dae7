"""The health plan: rows and domain."""

from collections import defaultdict
from functools import cache
from typing import Any, cast

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from lac_tracker.domain.errors import NotFound
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.storage import missing_parts
from lac_tracker.storage.care import among
from lac_tracker.storage.tables.plans import ActionRow, NeedRow, OutcomeRow


def plan_of(session: Session, assessment_id: int) -> tuple[Need, ...]:
    """Return the plan written with an assessment, in its order."""
    of_assessment, of_needs, of_outcomes = _queries()
    needs = session.scalars(of_assessment, {"assessment": assessment_id}).all()
    if not needs:
        return ()
    outcomes: dict[int, list[OutcomeRow]] = defaultdict(list)
    for outcome in session.scalars(of_needs, {"ids": [row.id for row in needs]}):
        outcomes[outcome.need_id].append(outcome)
    actions: dict[int, list[ActionRow]] = defaultdict(list)
    ids = [outcome.id for rows in outcomes.values() for outcome in rows]
    for action in session.scalars(of_outcomes, {"ids": ids}) if ids else ():
        actions[action.outcome_id].append(action)
    return tuple(
        Need(
            id=row.id,
            title=row.title,
            category=row.category,
            found=row.found,
            childs_words=row.childs_words,
            section_id=row.section_id,
            outcomes=tuple(_outcome(outcome, actions[outcome.id]) for outcome in outcomes[row.id]),
        )
        for row in needs
    )


@cache
def _queries() -> tuple[Any, Any, Any]:
    """Return the queries of the needs of an assessment, the outcomes of needs, and the actions of outcomes."""
    need, outcome, action = NeedRow, OutcomeRow, ActionRow
    return (
        select(need).where(need.assessment_id == bindparam("assessment")).order_by(need.position),
        select(outcome).where(among(outcome.need_id)).order_by(outcome.position),
        select(action).where(among(action.outcome_id)).order_by(action.position),
    )


def assessment_of(session: Session, need_id: int) -> int:
    """Return the assessment a need was written with. Raises NotFound."""
    found = session.scalar(select(NeedRow.assessment_id).where(NeedRow.id == need_id))
    if found is None:
        raise NotFound("That plan item is not in this caseload")
    return found


def place_of(session: Session, outcome_id: int) -> tuple[int, int]:
    """Return (assessment, need) of an outcome. Raises NotFound."""
    found = session.execute(
        select(NeedRow.assessment_id, NeedRow.id)
        .join(OutcomeRow, OutcomeRow.need_id == NeedRow.id)
        .where(OutcomeRow.id == outcome_id)
    ).first()
    if found is None:
        raise NotFound("That plan item is not in this caseload")
    return found[0], found[1]


def child_of_outcome(session: Session, outcome_id: int) -> int:
    """Return the child an outcome was agreed for. Raises NotFound."""
    found = session.scalar(
        select(NeedRow.child_id)
        .join(OutcomeRow, OutcomeRow.need_id == NeedRow.id)
        .where(OutcomeRow.id == outcome_id)
    )
    if found is None:
        raise NotFound("That plan item is not in this caseload")
    return found


def put_order(session: Session, plan: tuple[Need, ...]) -> None:
    """Have the needs of a plan, and the outcomes within each, stand as they do in `plan`."""
    for position, need in enumerate(plan, 1):
        _set(session.get_one(NeedRow, need.id), {"position": position})
        for place, outcome in enumerate(need.outcomes, 1):
            _set(session.get_one(OutcomeRow, outcome.id), {"position": place})
    session.flush()


def put_mark(session: Session, outcome: Outcome) -> None:
    """Write how an outcome went on it, or that it is unmarked again."""
    values = {"mark": outcome.mark, "mark_note": outcome.mark_note, "marked_on": outcome.marked_on}
    _set(session.get_one(OutcomeRow, outcome.id), values)
    session.flush()


def put_error(session: Session, outcome_id: int, because: str) -> None:
    """Keep an outcome as one that was entered in error, and why."""
    _set(session.get_one(OutcomeRow, outcome_id), {"entered_in_error_because": because})
    session.flush()


def save_need(session: Session, child_id: int, assessment_id: int, need: Need) -> int:
    """Save a need with everything under it, new or known, and return its id.

    Outcomes and actions are known by their ids, whatever place they have now; rows that are equal stay untouched.
    """
    if need.id is None:
        last = session.scalar(
            select(func.max(NeedRow.position)).where(NeedRow.assessment_id == assessment_id)
        )
        row = NeedRow(child_id=child_id, assessment_id=assessment_id, position=(last or 0) + 1)
        session.add(row)
    else:
        row = session.get_one(NeedRow, need.id)
    values = {
        "title": need.title,
        "category": need.category,
        "found": need.found,
        "childs_words": need.childs_words,
        "section_id": need.section_id,
    }
    _set(row, values)
    session.flush()
    known = {one.id: one for one in session.scalars(select(OutcomeRow).where(OutcomeRow.need_id == row.id))}
    for position, outcome in enumerate(need.outcomes, 1):
        stored = known.pop(outcome.id or 0, None) or OutcomeRow(need_id=row.id)
        session.add(stored)
        _set(stored, _outcome_values(outcome) | {"position": position})
        session.flush()
        _save_actions(session, stored.id, outcome.actions)
    for left_out in known.values():
        _save_actions(session, left_out.id, ())
        session.delete(left_out)
    session.flush()
    return row.id


def remove_need(session: Session, need_id: int) -> None:
    """Take a need with everything under it out of a plan that is being written."""
    missing_parts.let_go(session, [need_id])
    for outcome in session.scalars(select(OutcomeRow).where(OutcomeRow.need_id == need_id)).all():
        _save_actions(session, outcome.id, ())
        session.delete(outcome)
    session.flush()
    session.delete(session.get_one(NeedRow, need_id))
    session.flush()


def _save_actions(session: Session, outcome_id: int, actions: tuple[Action, ...]) -> None:
    known = {
        one.id: one for one in session.scalars(select(ActionRow).where(ActionRow.outcome_id == outcome_id))
    }
    for position, action in enumerate(actions, 1):
        stored = known.pop(action.id or 0, None) or ActionRow(outcome_id=outcome_id)
        session.add(stored)
        values = {
            "position": position,
            "action": action.text,
            "why": action.why or "",
            "person": action.person,
            "role": action.role,
            "organisation": action.organisation,
            "by_date": action.by,
        }
        _set(stored, values)
    for left_out in known.values():
        session.delete(left_out)
    session.flush()


def _outcome_values(outcome: Outcome) -> dict[str, Any]:
    return {
        "outcome": outcome.text,
        "measure": outcome.measure,
        "review_on": outcome.review_on,
        "agreed_by_child": outcome.agreed_child,
        "agreed_by_child_because": outcome.agreed_child_because,
        "agreed_by_carer": outcome.agreed_carer,
        "agreed_by_carer_because": outcome.agreed_carer_because,
        "mark": outcome.mark,
        "marked_on": outcome.marked_on,
        "mark_note": outcome.mark_note,
        "carried_count": outcome.carried_count,
        "first_agreed_on": outcome.first_agreed_on,
        "entered_in_error_because": outcome.entered_in_error_because if outcome.entered_in_error else None,
        "carried_from_id": outcome.carried_from_id,
        "seen_by": None if outcome.seen_by is None else " ".join(outcome.seen_by),
        "plain_words": outcome.plain_words,
        "smart_letters": outcome.smart_letters,
    }


def _outcome(row: OutcomeRow, actions: list[ActionRow]) -> Outcome:
    return Outcome(
        id=row.id,
        text=row.outcome,
        measure=row.measure,
        review_on=row.review_on,
        actions=tuple(
            Action(
                id=action.id,
                text=action.action,
                person=action.person,
                role=action.role,
                organisation=action.organisation,
                by=action.by_date,
                why=action.why or None,
            )
            for action in actions
        ),
        agreed_child=cast(Any, row.agreed_by_child),  # the table's CHECK allows only these words
        agreed_child_because=row.agreed_by_child_because,
        agreed_carer=cast(Any, row.agreed_by_carer),
        agreed_carer_because=row.agreed_by_carer_because,
        mark=cast(Any, row.mark),
        mark_note=row.mark_note,
        marked_on=row.marked_on,
        carried_count=row.carried_count,
        first_agreed_on=row.first_agreed_on,
        entered_in_error=row.entered_in_error_because is not None,
        entered_in_error_because=row.entered_in_error_because or "",
        carried_from_id=row.carried_from_id,
        seen_by=None if row.seen_by is None else tuple(row.seen_by.split()),
        plain_words=row.plain_words,
        smart_letters=row.smart_letters,
    )


def _set(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
