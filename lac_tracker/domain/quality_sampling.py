"""Which assessments are looked at by somebody else, and by whom: the team's rule, drawn by chance that can be repeated."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from lac_tracker.domain.errors import UserError

OUT_OF_AREA, NEW_AUTHOR, PER_AUTHOR, RANDOM = "out_of_area", "new_author", "per_author", "random"
CHOSEN, CHECK_AGAIN = "chosen", "check_again"
WHY_WORDS = {
    OUT_OF_AREA: "Out of area", NEW_AUTHOR: "First IHA by a new author", PER_AUTHOR: "Of each author",
    RANDOM: "Random", CHOSEN: "Chosen", CHECK_AGAIN: "Returned, check again",
}  # fmt: skip
_MOST = 50  # of one author in a month


@dataclass(frozen=True)
class SampleRule:
    """How many are looked at. Reports from out of area are always all taken (inspection 4.2, 3.12): no rule says less.

    per_author: of each author in a month. random_percent: of what is left. days_to_review: until when it is done.
    """

    per_author: int = 2
    first_of_new_author: bool = True
    random_percent: int = 10
    days_to_review: int = 14

    @property
    def in_words(self) -> str:
        parts = [f"{self.per_author} per author a month"] if self.per_author else []
        parts.append("every out-of-area report")
        if self.first_of_new_author:
            parts.append("every first IHA by a new author")
        if self.random_percent:
            parts.append(f"{self.random_percent}% at random")
        return ", ".join(parts)


@dataclass(frozen=True)
class Candidate:
    """An assessment that may be drawn. done_on: signed, or from out of area the day its report came back.

    author: name, or the host team. wrote: everybody who assessed or signed any edition: none of them reviews it.
    is_closed: a restricted record, which only a manager reviews.
    """

    assessment_id: int
    child_id: int
    kind: str
    done_on: date
    author: str
    author_id: int | None
    provider: str
    is_out_of_area: bool = False
    is_first_of_author: bool = False
    wrote: frozenset[int] = frozenset()
    is_closed: bool = False

    @property
    def month_of_author(self) -> tuple[str, int, int]:
        key = f"#{self.author_id}" if self.author_id is not None else self.author
        return key, self.done_on.year, self.done_on.month


@dataclass(frozen=True)
class Drawn:
    """One that was drawn, and why."""

    candidate: Candidate
    why: str


@dataclass(frozen=True)
class Assigned:
    """One that was drawn, and who reviews it."""

    candidate: Candidate
    why: str
    reviewer_id: int


def check_rule(rule: SampleRule) -> SampleRule:
    """Return a rule that can be kept. Raises UserError in words for a number out of bounds."""
    for label, value, least, most in (
        ("Per author a month", rule.per_author, 0, _MOST),
        ("At random", rule.random_percent, 0, 100),
        ("Days to review", rule.days_to_review, 1, 90),
    ):
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise UserError(f"{label} must be a whole number from {least} to {most}")
    return rule


def draw(
    candidates: Iterable[Candidate],
    rule: SampleRule,
    seed: int,
    reviewed: Mapping[tuple[str, int, int], int] | None = None,
) -> tuple[Drawn, ...]:
    """Return what is drawn, in the order of the days they were done. The same seed draws the same.

    reviewed: (author, year, month) → how many of that month's were drawn before: they count towards the number of an
    author, so that drawing twice does not take twice as many.
    """
    waiting = sorted({one.assessment_id: one for one in candidates}.values(), key=lambda one: _lot(seed, one))
    found: list[Drawn] = []

    def take(chosen: Sequence[Candidate], why: str) -> None:
        found.extend(Drawn(one, why) for one in chosen)
        for one in chosen:
            waiting.remove(one)

    take([one for one in waiting if one.is_out_of_area], OUT_OF_AREA)
    if rule.first_of_new_author:
        take([one for one in waiting if one.is_first_of_author and one.kind == "IHA"], NEW_AUTHOR)
    have = dict(reviewed or {})
    for each in found:
        have[each.candidate.month_of_author] = have.get(each.candidate.month_of_author, 0) + 1
    of_author = []
    for one in waiting:
        if have.get(one.month_of_author, 0) < rule.per_author:
            have[one.month_of_author] = have.get(one.month_of_author, 0) + 1
            of_author.append(one)
    take(of_author, PER_AUTHOR)
    take(waiting[: ceil(len(waiting) * rule.random_percent / 100)], RANDOM)
    return tuple(sorted(found, key=lambda one: (one.candidate.done_on, one.candidate.assessment_id)))


def assign(
    drawn: Iterable[Drawn],
    reviewers: Sequence[int],
    managers: frozenset[int],
    seed: int,
    load: Mapping[int, int] | None = None,
) -> tuple[tuple[Assigned, ...], tuple[Drawn, ...]]:
    """Return who reviews what, spread as evenly as can be, and what nobody else can review.

    reviewers: ids of who may review; managers: those of them who may see restricted records. load: how many each has
    waiting already. Nobody is given what they assessed or signed.
    """
    drawn = tuple(drawn)
    busy = {person: (load or {}).get(person, 0) for person in reviewers}
    possible = {
        one.candidate.assessment_id: [
            person
            for person in reviewers
            if person not in one.candidate.wrote and (not one.candidate.is_closed or person in managers)
        ]
        for one in drawn
    }
    chosen: dict[int, int] = {}
    # Those with the fewest who can take them go first, so that the others even it out.
    for one in sorted(
        drawn, key=lambda one: (len(possible[one.candidate.assessment_id]), _lot(seed, one.candidate))
    ):
        who = possible[one.candidate.assessment_id]
        if who:
            person = min(who, key=lambda person: (busy[person], _hashed(f"{seed}:person:{person}")))
            busy[person] += 1
            chosen[one.candidate.assessment_id] = person
    return (
        tuple(
            Assigned(one.candidate, one.why, chosen[one.candidate.assessment_id])
            for one in drawn
            if one.candidate.assessment_id in chosen
        ),
        tuple(one for one in drawn if one.candidate.assessment_id not in chosen),
    )


def _lot(seed: int, one: Candidate) -> tuple[str, int]:
    """Return the lot of a candidate: it hangs on the seed and on nothing else, not on who else is there."""
    return _hashed(f"{seed}:{one.assessment_id}"), one.assessment_id


def _hashed(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
