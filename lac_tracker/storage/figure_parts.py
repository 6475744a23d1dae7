"""Keeps how clocks and signed assessments count in figures: worked out when due dates are, written where it differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.clock_parts import ClockPart, PastClock
from lac_tracker.domain.clock_parts import clock_parts as parts_of_clocks
from lac_tracker.domain.consent import Consent
from lac_tracker.domain.signed_parts import SignedPart
from lac_tracker.domain.working_days import BankHolidays
from lac_tracker.storage import clock_parts, signed_parts


@dataclass(frozen=True)
class Source:
    """What the parts of one child follow from, beside what is read here. held: `due_facts.assessments`."""

    team_id: int
    born: date
    clocks: tuple[PastClock, ...]
    held: Sequence[Any]
    consents: tuple[Consent, ...]
    holidays: BankHolidays


def keep(session: Session, sources: Mapping[int, Source]) -> set[int]:
    """Write how these children count in figures where it differs. Returns of whom anything did."""
    of_clocks, of_signed = _computed(session, sources)
    return clock_parts.keep(session, of_clocks) | signed_parts.keep(session, of_signed)


def differences(session: Session, sources: Mapping[int, Source]) -> tuple[str, ...]:
    """Return every child whose stored parts are not those computed anew, by id."""
    of_clocks, of_signed = _computed(session, sources)
    return (*clock_parts.differences(session, of_clocks), *signed_parts.differences(session, of_signed))


def _computed(
    session: Session, sources: Mapping[int, Source]
) -> tuple[dict[int, tuple[int, tuple[ClockPart, ...]]], dict[int, tuple[int, tuple[SignedPart, ...]]]]:
    told = clock_parts.told_days(session, sources)
    declined = clock_parts.declined_days(session, sources)
    answers = signed_parts.answers(session, sources)
    of_clocks, of_signed = {}, {}
    for child_id, one in sources.items():
        papers = clock_parts.papers_of(
            one.held, told.get(child_id, ()), one.consents, declined.get(child_id, ())
        )
        of_clocks[child_id] = one.team_id, parts_of_clocks(one.clocks, papers, one.holidays)
        of_signed[child_id] = one.team_id, signed_parts.of_child(one.held, answers, one.born, one.holidays)
    return of_clocks, of_signed
