"""The versions of a child's plan, and who changed what in them, from the record of changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plan_history import PlanChange, changes_of
from lac_tracker.domain.plans import Need, is_open
from lac_tracker.services.access import needs, the_child
from lac_tracker.storage import assessments, plans
from lac_tracker.storage import plan_history as stored


@dataclass(frozen=True)
class PlanVersion:
    """One plan there was: signed, or being written."""

    number: int  # from 1, oldest first
    assessment_id: int
    kind: str
    on: date | None  # when the assessment was completed; None while it is being written
    signed_words: str  # 'Signed by Sam Iqbal', 'Being written'
    items: int
    open_items: int
    is_in_force: bool

    @property
    def words(self) -> str:
        """'Version 3, from RHA 11-Mar-2025'."""
        when = f" {show_date(self.on)}" if self.on else " in progress"
        return f"Version {self.number}, from {self.kind}{when}"


@dataclass(frozen=True)
class ItemChoice:
    """One item of the plans, through all the plans it was carried through."""

    name: str
    outcome_ids: frozenset[int]


@dataclass(frozen=True)
class PlanHistory:
    """Everything the page of the history shows."""

    versions: tuple[PlanVersion, ...]  # newest first
    changes: tuple[PlanChange, ...]  # newest first
    items: tuple[ItemChoice, ...]


@needs(Action.SEE_CLINICAL, child=the_child)
def versions(session: Session, child_id: int, *, by: Actor, now: datetime) -> tuple[PlanVersion, ...]:
    """Return the plans of a child, newest first: each signed edition, and the one being written."""
    held = assessments.of_child(session, child_id)
    in_force = {one.id for one in assessments.in_force(held)[-1:]}
    written = [one for one in held if one.state in ("signed", "in_progress", "part_done")]
    written.sort(key=lambda one: (one.completed_on or date.max, one.id))
    return tuple(
        _version(session, number, one, one.id in in_force)
        for number, one in reversed([*enumerate(written, 1)])
    )


@needs(Action.SEE_CLINICAL, child=the_child)
def history(session: Session, child_id: int, *, by: Actor, now: datetime) -> PlanHistory:
    """Return the versions of a child's plan and every change to one of its items."""
    told = versions(session, child_id, by=by, now=now)
    held = [need for one in reversed(told) for need in plans.plan_of(session, one.assessment_id)]
    return PlanHistory(told, changes_of(stored.recorded(session, child_id)), _items(held))


def _version(session: Session, number: int, one: assessments.Assessment, is_in_force: bool) -> PlanVersion:
    outcomes = [
        outcome
        for need in plans.plan_of(session, one.id)
        for outcome in need.outcomes
        if not outcome.entered_in_error
    ]
    signed = one.state == "signed"
    return PlanVersion(
        number=number,
        assessment_id=one.id,
        kind=one.kind,
        on=one.completed_on if signed else None,
        signed_words=f"Signed by {one.signed_as}" if signed else "Being written",
        items=len(outcomes),
        open_items=sum(map(is_open, outcomes)),
        is_in_force=is_in_force,
    )


def _items(plan: Iterable[Need]) -> tuple[ItemChoice, ...]:
    """Return each item once, with the ids it has in the plans it was carried through. plan: oldest first."""
    chains: list[tuple[str, set[int]]] = []
    for need in plan:
        for outcome in need.outcomes:
            if outcome.id is None:
                continue
            name = (
                f"{need.title}: {outcome.text}" if need.title and outcome.text else need.title or outcome.text
            )
            before = next(
                (
                    at
                    for at, (known, ids) in enumerate(chains)
                    if outcome.carried_from_id in ids or known == name  # an amendment copies what it amends
                ),
                None,
            )
            if before is None:
                chains.append((name, {outcome.id}))
            else:
                chains[before] = (name, chains[before][1] | {outcome.id})
    return tuple(ItemChoice(name or "Not named yet", frozenset(ids)) for name, ids in chains)
