"""A return beside the caseload, child by child: what is new, what changes, what a person has to decide. Writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from lac_tracker.domain.care import history_from_episodes, last_period
from lac_tracker.domain.codes import from_903
from lac_tracker.domain.completeness import Knowledge, knowledge_of_code
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.identifiers import is_placeholder_council_id
from lac_tracker.domain.imports import (
    Problem,
    StagedChild,
    StagedEpisode,
    StagedReturn,
    episode_identity,
    merge_episodes,
)
from lac_tracker.domain.list_import import Decisions, allowed
from lac_tracker.storage import reference_data
from lac_tracker.storage.imports import ChildToWrite, HeldChild

State = Literal["new", "changed", "same", "close_match", "later", "left_out", "refused"]
NOTHING_DECIDED = Decisions()


@dataclass(frozen=True)
class ComparedChild:
    """One child of a return beside ours. wanted: what is to be written, None where nothing is.

    candidates: children of ours without a council id who were born the same day: a person says whether it is one of
    them. refused: why nothing of this child is taken.
    """

    child: StagedChild
    state: State
    ours: HeldChild | None = None
    wanted: ChildToWrite | None = None
    new_episodes: int = 0
    candidates: tuple[HeldChild, ...] = ()
    refused: Problem | None = None

    @property
    def as_received(self) -> tuple[tuple[str, str], ...]:
        """Who the child is, by the columns of the return."""
        return ("CHILD", self.child.council_id), ("DOB", self.child.born.strftime("%d/%m/%Y"))

    @property
    def leaves_care(self) -> bool:
        """Tell whether care ends by this return, which the ones before had as going on."""
        if self.ours is None or self.wanted is None or self.wanted.history is None:
            return False
        before = last_period(history_from_episodes(self.ours.episodes))
        after = last_period(self.wanted.history)
        was_open = before is not None and before.ended is None
        return was_open and after is not None and after.ended is not None


def compare(
    staged: StagedReturn,
    held: Mapping[str, HeldChild],
    decisions: Decisions = NOTHING_DECIDED,
    told_apart: frozenset[tuple[str, int]] = frozenset(),
    closed: frozenset[int] = frozenset(),
) -> tuple[ComparedChild, ...]:
    """Return each child of a return beside what we hold, in the order of the return.

    held: council's id → child. decisions: by the council's id; nothing is taken of a close match nobody decided about,
    and one child of ours is never matched by two of theirs. told_apart: council's id and child of ours who were said
    not to be the same before. closed: restricted records, about which a manager decides: what is near them waits.
    """
    without_id: dict[date, list[HeldChild]] = {}
    for council_id, ours in held.items():
        if is_placeholder_council_id(council_id):
            without_id.setdefault(ours.born, []).append(ours)
    matched: set[int] = set()
    found = []
    for child in staged.children:
        known = held.get(child.council_id)
        candidates = tuple(
            one
            for one in without_id.get(child.born, ())
            if one.id not in matched and (child.council_id, one.id) not in told_apart
        )
        one = _compare_child(child, known, candidates if known is None else (), decisions, closed)
        if one.ours is not None:
            matched.add(one.ours.id)
        found.append(one)
    return tuple(found)


def _compare_child(
    child: StagedChild, ours: HeldChild | None, candidates: tuple[HeldChild, ...], decisions: Decisions,
    closed: frozenset[int],
) -> ComparedChild:  # fmt: skip
    if child.council_id in decisions.left_out:
        return ComparedChild(child, "left_out", ours)
    chosen = decisions.chosen.get(child.council_id)
    meant = decisions.candidate.get(child.council_id, candidates[0].id) if candidates else 0
    if candidates and chosen is not None:
        chosen = allowed(chosen, meant, [one.id for one in candidates], closed)
    if candidates and chosen != "different":
        if chosen in (None, "later"):
            state: State = "later" if chosen else "close_match"
            return ComparedChild(child, state, candidates=candidates)
        ours = next((one for one in candidates if one.id == meant), None)
        if ours is None:
            return ComparedChild(child, "close_match", candidates=candidates)
    if ours is not None and ours.born != child.born:
        return ComparedChild(child, "refused", ours, refused=_another_birth(child, ours))
    wanted, new_episodes = _wanted(child, ours)
    if wanted is None:
        return ComparedChild(child, "same", ours)
    return ComparedChild(child, "changed" if ours else "new", ours, wanted, new_episodes)


def _another_birth(child: StagedChild, ours: HeldChild) -> Problem:
    return Problem(
        "(this caseload)",
        0,
        "DOB",
        show_date(child.born),
        f"child {child.council_id} is held here as born {show_date(ours.born)}; nothing of this child was changed. "
        "Ask the council which is right",
    )


def _wanted(child: StagedChild, ours: HeldChild | None) -> tuple[ChildToWrite | None, int]:
    """Return what is to be written for a child (None: nothing), and how many episodes are new."""
    fields = _fields(
        child, dict(ours.fields) if ours else {}, is_older=ours is not None and _is_older(child, ours)
    )
    before = ours.episodes if ours else ()
    episodes = merge_episodes(before, child.episodes)
    answers = {
        one.year: one.values
        for one in child.yearly_answers
        if not ours or ours.yearly_answers.get(one.year) != one.values
    }
    reviews = frozenset((one.reviewed_on, one.participation) for one in child.reviews) - (
        ours.reviews if ours else frozenset()
    )
    if ours:
        fields = {name: value for name, value in fields.items() if ours.fields[name] != value}
        if ours.council_id != child.council_id:  # one of ours whom no list had given an id
            fields["council_child_id"] = child.council_id
    is_same = ours is not None and not (fields or answers or reviews) and episodes == before
    new_episodes = len(
        {episode_identity(one) for one in episodes} - {episode_identity(one) for one in before}
    )
    if is_same:
        return None, 0
    changed = ours is None or episodes != before
    return ChildToWrite(
        id=ours.id if ours else None,
        council_id=child.council_id,
        born=child.born,
        fields=fields,
        episodes=episodes if changed else None,
        history=history_from_episodes(episodes) if changed else None,
        yearly_answers=answers,
        reviews=reviews,
    ), new_episodes


def _is_older(child: StagedChild, ours: HeldChild) -> bool:
    """Return whether a return ends before what we hold of the child already: then it only fills what is blank."""
    answered = {one.year for one in child.yearly_answers}
    reviewed = {one.reviewed_on for one in child.reviews}
    held = {day for day, _ in ours.reviews}
    return _newest(child.episodes, answered, reviewed) < _newest(
        ours.episodes, set(ours.yearly_answers), held
    )


def _newest(episodes: tuple[StagedEpisode, ...], years: set[int], reviews: set[date]) -> date:
    days = {day for one in episodes for day in (one.began, one.ended) if day} | reviews
    return max(days | {date(year, 3, 31) for year in years}, default=date.min)


def _fields(child: StagedChild, ours: dict[str, Any], *, is_older: bool) -> dict[str, Any]:
    """Return what the return says of a child; what it does not know leaves ours as it is."""

    def newest(theirs: Any, mine: Any) -> Any:
        return mine or theirs if is_older else theirs or mine

    sexes = (None if sex == "not known" else sex for sex in (child.sex, ours.get("sex", "not known")))
    said: dict[str, Any] = {
        "sex": newest(*sexes) or "not known",
        "unique_pupil_number": newest(child.upn, ours.get("unique_pupil_number")),
        "is_unaccompanied": child.unaccompanied or ours.get("is_unaccompanied", False),
        "unaccompanied_until": newest(child.unaccompanied_until, ours.get("unaccompanied_until")),
        "ethnicity_state": ours.get("ethnicity_state", "not_asked"),
        "ethnicity_code": ours.get("ethnicity_code"),
    }
    # What the team asked about itself has the day it was asked.
    is_theirs = ours.get("ethnicity_asked_on") is None and not is_older
    if (said["ethnicity_state"] == "not_asked" or is_theirs) and child.ethnicity_code:
        knowledge = knowledge_of_code("903_ethnicity", child.ethnicity_code)
        code = from_903(reference_data.codes()["ethnicity"], child.ethnicity_code)
        if knowledge is Knowledge.PREFERS_NOT_TO_SAY:
            said |= {"ethnicity_state": knowledge.value, "ethnicity_code": None}
        elif knowledge is Knowledge.RECORDED and code is not None:
            said |= {"ethnicity_state": knowledge.value, "ethnicity_code": code.code}
    return said
