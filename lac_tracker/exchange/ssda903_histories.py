"""The rows of several returns put together, child by child: same, later, contradicting, out of sequence."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.imports import StagedChild, StagedEpisode, StagedReview, StagedYearlyAnswers
from lac_tracker.exchange.ssda903_rows import HeaderFacts, SourceRow, end_of_year
from lac_tracker.exchange.ssda903_years import YearlyReturn

_COLUMN_OF_FACT = {
    "sex": "SEX",
    "sex_as_received": "SEX",
    "ethnicity_code": "ETHNIC",
    "upn": "UPN",
    "mother": "MOTHER",
    "mothers_child_born": "MC_DOB",
}
_SAYS_NOTHING = (None, "not known", "NOBT")  # gives way to any statement of another return

Fact = TypeVar("Fact")


@dataclass
class Held(Generic[Fact]):
    """A fact with the row and the return that said it last."""

    fact: Fact
    row: SourceRow
    origin: YearlyReturn


@dataclass
class History:
    """One child while the returns are being put together."""

    facts: HeaderFacts
    header: SourceRow
    origin: YearlyReturn
    asylum: Held[date | None] | None = None
    episodes: dict[date, list[Held[StagedEpisode]]] = field(default_factory=dict)  # by the day they began
    answers: dict[int, Held[StagedYearlyAnswers]] = field(default_factory=dict)
    reviews: dict[date, Held[tuple[str, ...]]] = field(default_factory=dict)


def add_header(
    children: dict[str, History], child: str, facts: HeaderFacts, row: SourceRow, origin: YearlyReturn
) -> None:
    """Make a child of a header row, or bring the child up to date; refuse a row that contradicts an earlier one."""
    held = children.get(child)
    if held is None:
        children[child] = History(facts, row, origin)
    elif facts.born != held.facts.born:
        row.refuse("DOB", f"this child was born on {show_date(held.facts.born)} by {held.header.place}")
    elif origin is not held.origin:
        held.facts = _later_facts(held, facts, row)
        held.header, held.origin = row, origin
    elif facts != held.facts:
        column = _COLUMN_OF_FACT[_differing(facts, held.facts)[0]]
        row.refuse(column, f"this child stands in the same return with another value: {held.header.place}")


def _differing(one: HeaderFacts, other: HeaderFacts) -> list[str]:
    return [each.name for each in fields(one) if getattr(one, each.name) != getattr(other, each.name)]


def _later_facts(held: History, later: HeaderFacts, row: SourceRow) -> HeaderFacts:
    """Return what the later return says, and what the earlier one said where the later is silent."""
    kept: dict[str, object] = {}
    for name in _differing(later, held.facts):
        earlier, now = getattr(held.facts, name), getattr(later, name)
        if now in _SAYS_NOTHING and earlier is not None:
            kept[name] = earlier
            if name == "sex":
                kept["sex_as_received"] = held.facts.sex_as_received
        elif name in ("sex", "ethnicity_code") and earlier not in _SAYS_NOTHING:
            column = _COLUMN_OF_FACT[name]
            row.warn(column, f"was {held.header[column]} in {held.header.place}; this later return is used")
    return replace(later, **kept)  # type: ignore[arg-type]  # names and types come from the dataclass itself


def add_episode(history: History, episode: StagedEpisode, row: SourceRow, origin: YearlyReturn) -> None:
    """Add an episode, merge it with the same one of an earlier return, or refuse it as a contradiction.

    The same episode is one with the same DECOM, RNE, LS and PLACE: the later return tells how it ended.
    Two episodes of one return may begin on one day only when one of them ends that day.
    """
    if episode.began < history.facts.born:
        reason = f"the episode begins before the child's birth, {show_date(history.facts.born)}"
        row.refuse("DECOM", f"{reason} ({history.header.place})")
        return
    same_day = history.episodes.setdefault(episode.began, [])
    for held in same_day:
        if held.fact == episode:
            held.row, held.origin = row, origin
            return
    for held in same_day:
        if held.origin is origin and not (_one_day(held.fact) or _one_day(episode)):
            row.refuse(
                "DECOM",
                f"another episode of this child, with other contents, begins that day: {held.row.place}",
            )
            return
    if held_before := _earlier_version(same_day, episode, origin):
        _doubt_changes(held_before, episode, row)
        held_before.fact, held_before.row, held_before.origin = episode, row, origin
    else:
        same_day.append(Held(episode, row, origin))


def _one_day(episode: StagedEpisode) -> bool:
    return episode.ended == episode.began


def _key(episode: StagedEpisode) -> tuple[str, str, str]:
    return episode.reason_new_episode, episode.legal_status, episode.placement_type


def _earlier_version(
    same_day: list[Held[StagedEpisode]], episode: StagedEpisode, origin: YearlyReturn
) -> Held[StagedEpisode] | None:
    earlier = [held for held in same_day if held.origin is not origin]
    earlier.sort(
        key=lambda held: (_key(held.fact) != _key(episode), _one_day(held.fact) != _one_day(episode))
    )
    for held in earlier:
        if _key(held.fact) == _key(episode) or not (_one_day(held.fact) or _one_day(episode)):
            return held
    return None


def _doubt_changes(held: Held[StagedEpisode], episode: StagedEpisode, row: SourceRow) -> None:
    if _key(held.fact) != _key(episode):
        column = next(
            column for column in ("RNE", "LS", "PLACE") if row[column].upper() != held.row[column].upper()
        )
        row.warn(column, f"was {held.row[column]} in {held.row.place}; this later return is used")
    if held.fact.ended is not None and held.fact.ended != episode.ended:
        was = show_date(held.fact.ended)
        row.warn("DEC", f"the episode ended on {was} in {held.row.place}; this later return is used")


def add_asylum(history: History, ceased: date | None, row: SourceRow, origin: YearlyReturn) -> None:
    """Mark the child as an unaccompanied asylum-seeking child; the later return tells until when."""
    held = history.asylum
    if held is not None and held.origin is origin and held.fact != ceased:
        row.refuse("DUC", f"this child stands in the same return with another date: {held.row.place}")
    else:
        history.asylum = Held(ceased, row, origin)


def add_answers(
    history: History, values: tuple[tuple[str, str], ...], row: SourceRow, origin: YearlyReturn, year: int
) -> None:
    """Keep the OC2 answers of one year; a second row of the same return with other answers is refused (INT33)."""
    held = history.answers.get(year)
    answers = StagedYearlyAnswers(year, values)
    if held is not None and held.fact != answers:
        if held.origin is origin:
            row.refuse("CHILD", f"this child stands in the same return with other answers: {held.row.place}")
            return
        row.warn(
            "CHILD", f"other answers for the same year stand in {held.row.place}; this later file is used"
        )
    history.answers[year] = Held(answers, row, origin)


def add_review(history: History, review: StagedReview, row: SourceRow, origin: YearlyReturn) -> None:
    """Keep a review. A later return replaces what an earlier one said of the same day."""
    held = history.reviews.get(review.reviewed_on)
    if held is None:
        history.reviews[review.reviewed_on] = Held((review.participation,), row, origin)
    elif held.origin is origin:
        if review.participation not in held.fact:
            row.warn(
                "REVIEW_CODE",
                f"another review of that day says {held.fact[0]}: {held.row.place}. Both are kept",
            )
            held.fact = (*held.fact, review.participation)
    else:
        if review.participation not in held.fact:
            row.warn("REVIEW_CODE", f"was {held.fact[0]} in {held.row.place}; this later return is used")
        history.reviews[review.reviewed_on] = Held((review.participation,), row, origin)


def doubt_sequence(history: History, returns: Sequence[YearlyReturn]) -> None:
    """Warn where the child's episodes do not follow on from one another.

    returns: those with an episodes table, oldest first. Nothing is changed: an episode without DEC stays open.
    """
    episodes = _in_order(history)
    for held, following in pairwise(episodes):
        begins = f"another episode begins on {show_date(following.fact.began)} ({following.row.place})"
        if held.fact.ended is None:
            held.row.warn("DEC", f"has no end, but {begins}")
        elif held.fact.ended > following.fact.began:
            ended = f"{show_date(held.fact.ended)} ({held.row.place})"
            following.row.warn("DECOM", f"overlaps the episode before it, which ends on {ended}")
        elif held.fact.ended < following.fact.began and held.fact.reason_ended == "X1":
            held.row.warn("REC", f"X1 says that the next episode begins the same day, but {begins}")
    if episodes:
        _doubt_last(episodes[-1], returns)


def _in_order(history: History) -> list[Held[StagedEpisode]]:
    """Return the episodes in date order; one that ends the day it begins comes before the other of that day."""
    every = (held for same_day in history.episodes.values() for held in same_day)
    return sorted(every, key=lambda held: (held.fact.began, held.fact.ended or date.max))


def _doubt_last(held: Held[StagedEpisode], returns: Sequence[YearlyReturn]) -> None:
    later = [each for each in returns if each.order > held.origin.order]
    year = held.origin.year
    if held.fact.ended is None and later:
        held.row.warn(
            "DEC", f"open here, but not in the later return '{later[0].name}'. It stays open: ask the council"
        )
    elif held.fact.reason_ended == "X1" and held.fact.ended and year and held.fact.ended < end_of_year(year):
        held.row.warn("REC", "X1 says that another episode begins the same day, but there is none")


def staged(council_id: str, history: History) -> StagedChild:
    """Return the child as it goes on to be compared with the caseload."""
    facts = history.facts
    return StagedChild(
        council_id=council_id,
        born=facts.born,
        sex=facts.sex,
        sex_as_received=facts.sex_as_received,
        ethnicity_code=facts.ethnicity_code,
        upn=facts.upn,
        mother=facts.mother,
        mothers_child_born=facts.mothers_child_born,
        unaccompanied=history.asylum is not None,
        unaccompanied_until=history.asylum.fact if history.asylum else None,
        episodes=tuple(held.fact for held in _in_order(history)),
        yearly_answers=tuple(history.answers[year].fact for year in sorted(history.answers)),
        reviews=tuple(
            StagedReview(day, participation)
            for day in sorted(history.reviews)
            for participation in history.reviews[day].fact
        ),
    )
