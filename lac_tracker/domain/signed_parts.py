"""How a signed assessment counts in the figures of what was signed: worked out when it is signed or sent, then only counted."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from lac_tracker.domain.dates import birthday
from lac_tracker.domain.indicator_rules import OFFERED_ALONE_FROM
from lac_tracker.domain.sending import send_by
from lac_tracker.domain.working_days import BankHolidays

# The questions whose answers the figures read, and the answers as they are kept (JSON texts).
SAID, SAID_HOW, ALONE = "matters", "matters_kind", "alone"
QUESTIONS = (SAID, SAID_HOW, ALONE)
_NOTHING = frozenset({'""', "null", "[]"})
_OWN_WORDS, _SEEN_ALONE, _NOT_WANTED = '"own_words"', '"yes"', '"no"'


class SignedEdition(NamedTuple):
    """One signed edition of an assessment. amends_id: the edition it takes the place of."""

    id: int
    kind: str
    amends_id: int | None
    signed_at: datetime
    completed_on: date | None
    sent_to_gp_on: date | None


class SignedPart(NamedTuple):
    """One signed edition that counts: the one in force, and the first, whose plan had to go to the practice.

    is_offered_age: old enough to be offered time alone on the day it was completed. Of a first one, gp_sent_on: when any
    edition reached the practice.
    """

    assessment_id: int
    kind: str
    signed_on: date
    is_in_force: bool
    is_first: bool
    is_said: bool  # what matters most to the child
    is_own_words: bool
    is_seen_alone: bool
    is_alone_not_wanted: bool
    is_offered_age: bool
    is_sent: bool
    is_sent_in_time: bool
    gp_sent_on: date | None


def signed_parts(
    editions: Iterable[SignedEdition],
    answers: Mapping[int, Mapping[str, str]],
    born: date,
    holidays: BankHolidays,
) -> tuple[SignedPart, ...]:
    """Return the editions of one child that count. answers: edition → question id → answer as kept."""
    every = sorted(editions)  # an edition comes after what it amends
    replaced = {one.amends_id for one in every}
    sent = _sent(every)
    found = []
    for one in every:
        is_first, is_in_force = one.amends_id is None, one.id not in replaced
        if is_first or is_in_force:
            part = _part(one, answers.get(one.id, {}), born, is_in_force=is_in_force)
            found.append(_sent_on(part, sent.get(one.id), holidays) if is_first else part)
    return tuple(found)


def _sent_on(part: SignedPart, on: date | None, holidays: BankHolidays) -> SignedPart:
    in_time = on is not None and on <= send_by(part.signed_on, holidays)
    return part._replace(is_sent=on is not None, is_sent_in_time=in_time, gp_sent_on=on)


def _part(one: SignedEdition, answers: Mapping[str, str], born: date, *, is_in_force: bool) -> SignedPart:
    is_said = answers.get(SAID, "null") not in _NOTHING
    return SignedPart(
        assessment_id=one.id,
        kind=one.kind,
        signed_on=one.signed_at.date(),
        is_in_force=is_in_force,
        is_first=one.amends_id is None,
        is_said=is_said,
        is_own_words=is_said and answers.get(SAID_HOW) == _OWN_WORDS,
        is_seen_alone=answers.get(ALONE) == _SEEN_ALONE,
        is_alone_not_wanted=answers.get(ALONE) == _NOT_WANTED,
        is_offered_age=one.completed_on is not None
        and birthday(born, OFFERED_ALONE_FROM) <= one.completed_on,
        is_sent=False,
        is_sent_in_time=False,
        gp_sent_on=None,
    )


def _sent(editions: Iterable[SignedEdition]) -> Mapping[int, date]:
    """Return for first editions the day on which the first of all their editions went to the practice."""
    first: dict[int, int] = {}
    found: dict[int, date] = {}
    for one in editions:
        first[one.id] = one.id if one.amends_id is None else first.get(one.amends_id, one.amends_id)
        if one.sent_to_gp_on is not None:
            known = found.get(first[one.id], one.sent_to_gp_on)
            found[first[one.id]] = min(one.sent_to_gp_on, known)
    return found
