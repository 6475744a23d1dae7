"""The plan and the review of the last one as documents print them. Reads no database."""

from collections.abc import Iterable
from dataclasses import replace

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.last_plan import LastOutcome
from lac_tracker.domain.missing_parts import MissingPart, found_words
from lac_tracker.domain.plans import (
    MARK_WORDS,
    Action,
    Need,
    Outcome,
    carried_words,
    for_others,
    for_the_practice,
)
from lac_tracker.domain.reports import (
    LastItem,
    OtherAction,
    PlanAction,
    PlanNeed,
    PlanOutcome,
    Practice,
    PracticeAction,
)


def practice_actions(plan: tuple[Need, ...], practice: Practice | None) -> tuple[PracticeAction, ...]:
    """Return what is asked of the practice, earliest first, with how often it was carried forward."""
    carried = _carried_by_action(plan)
    return tuple(
        PracticeAction(one.text, one.why, one.by, carried[one])
        for one in for_the_practice(plan, *_names(practice))
    )


def other_actions(plan: tuple[Need, ...], practice: Practice | None) -> tuple[OtherAction, ...]:
    """Return what everybody else does, earliest first, with how often it was carried forward."""
    carried = _carried_by_action(plan)
    return tuple(
        OtherAction(one.person, one.role, one.organisation, one.text, one.by, carried[one])
        for one in for_others(plan, *_names(practice))
    )


def last_items(
    items: Iterable[LastOutcome], left_out: frozenset[str], *, own_words: bool
) -> tuple[LastItem, ...]:
    """Return how the last plan went.

    left_out: categories of need these readers do not see. own_words: the child lets them see what they said.
    """
    return tuple(
        LastItem(
            item.need.title,
            item.outcome.text,
            item.marking.mark if item.marking else None,
            item.note or None,
            item.outcome.first_agreed_on,
            item.outcome.carried_count,
            childs_words=item.marking.childs_words or None if item.marking and own_words else None,
            goes_on=item.marking is not None and item.marking.carries,
        )
        for item in items
        if item.need.category not in left_out
    )


def closed_items(closed: Iterable[tuple[Need, Outcome]], left_out: frozenset[str]) -> tuple[LastItem, ...]:
    """Return what of the last plan was closed before the review began. left_out: as of `last_items`."""
    return tuple(
        LastItem(
            need.title,
            one.text,
            one.mark,
            f"Marked on {show_date(one.marked_on)}: {one.mark_note}" if one.marked_on else one.mark_note,
            one.first_agreed_on,
            one.carried_count,
        )
        for need, one in closed
        if need.category not in left_out
    )


def plan_need(
    need: Need,
    practice: Practice | None,
    marked: Iterable[LastOutcome],
    parts: Iterable[MissingPart] = (),
) -> PlanNeed:
    """Return a need with its outcomes. marked: what the review says of the items some of them were carried from.

    parts: what the assessment left for another day; a need that covers some of it says so.
    """
    as_agreed = replace(need, outcomes=tuple(replace(one, mark=None) for one in need.outcomes))
    ours = for_the_practice([as_agreed], *_names(practice))
    said = {item.outcome.id: MARK_WORDS[item.marking.mark].lower() for item in marked if item.marking}
    return PlanNeed(
        text=need.title,
        evidence=_evidence(need, parts),
        outcomes=tuple(
            PlanOutcome(
                one.text,
                one.measure or None,
                one.review_on,
                tuple(_plan_action(step, ours) for step in one.actions),
                _carried(one, said),
            )
            for one in need.outcomes
        ),
    )


def _evidence(need: Need, parts: Iterable[MissingPart]) -> str | None:
    left = [
        f"{part.title} ({part.why})"
        for part in parts
        if part.need_id is not None and part.need_id == need.id and found_words(part.why) not in need.found
    ]
    if not left:
        return need.found or None
    said = f"Covers what was left for another day: {'; '.join(left)}"
    return f"{need.found.rstrip('.')}. {said}" if need.found else said


def _carried(outcome: Outcome, said: dict[int | None, str]) -> str:
    words = carried_words(outcome)
    mark = said.get(outcome.carried_from_id) if outcome.carried_from_id else None
    return f"{words}. At this review: {mark}" if words and mark else words


def _plan_action(step: Action, ours: tuple[Action, ...]) -> PlanAction:
    return PlanAction(
        step.text,
        step.person or None,
        step.role or None,
        step.organisation or None,
        step.by,
        for_practice=step in ours,
    )


def _carried_by_action(plan: Iterable[Need]) -> dict[Action, str]:
    return {
        action: carried_words(outcome)
        for need in plan
        for outcome in need.outcomes
        for action in outcome.actions
    }


def _names(practice: Practice | None) -> tuple[str, str | None]:
    return (practice.name, practice.ods_code) if practice else ("", None)
