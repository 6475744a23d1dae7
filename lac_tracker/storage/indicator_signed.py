"""The assessments signed in a period, for the figures of what they hold: judged when they were signed, counted here."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.figures import Case
from lac_tracker.domain.indicator_rules import judge_sent
from lac_tracker.domain.indicators import MET, MISSED
from lac_tracker.domain.sending import send_by
from lac_tracker.storage.indicator_span import TEAM, Span, first_columns, iso, streamed, within
from lac_tracker.storage.signed_parts import (
    FIRST,
    IN_FORCE,
    NOT_WANTED,
    OFFERED_AGE,
    OWN_WORDS,
    SAID,
    SEEN_ALONE,
    SENT,
    SENT_IN_TIME,
)  # fmt: skip
from lac_tracker.storage.tables.figure_parts import SignedPartRow

OWN = "In their own words"
_ALONE = {SEEN_ALONE: "Seen on their own for part of it", NOT_WANTED: "Offered, and not wanted"}
SIGNED_ON = iso(SignedPartRow.signed_on)
_OF_PERIOD = (SignedPartRow.team_id == TEAM, *within(SIGNED_ON))
SIGNED_IN_FORCE = (*_OF_PERIOD, SignedPartRow.marks.op("&")(IN_FORCE) > 0)


class Signed(NamedTuple):
    """Editions of a month that are alike, or one of them. day: the first of the month, or its own.

    marks: `storage.signed_parts.MARKS`. may_still: the plan has not gone to the practice, and may still go in time.
    """

    day: str
    kind: str
    marks: int
    may_still: bool
    times: int
    child_id: int = 0
    send_by: str = ""
    gp_sent_on: str | None = None


def parts(session: Session, span: Span, *, each: bool = False) -> list[Signed]:
    """Return the editions signed in the period that count: alike ones of a month together, or each by itself."""
    today = span.today.isoformat()
    due: dict[str, str] = {}

    def by(day: str) -> str:
        if day not in due:
            due[day] = send_by(date.fromisoformat(day), span.holidays).isoformat()
        return due[day]

    rows = streamed(session, _parts(each), span.known)
    if each:
        return [
            Signed(day, kind, marks, not marks & SENT and by(day) >= today, 1, child_id, by(day), sent)
            for day, kind, marks, child_id, sent in rows
        ]
    alike: Counter[tuple[str, str, int, bool]] = Counter()
    for day, kind, marks, times in rows:
        alike[day[:7], kind, marks, not marks & SENT and by(day) >= today] += times
    return [
        Signed(f"{month}-01", kind, marks, may_still, times)
        for (month, kind, marks, may_still), times in alike.items()
    ]


@cache
def _parts(each: bool) -> Any:
    row = SignedPartRow
    if each:
        columns = (SIGNED_ON, row.kind, row.marks, row.child_id, iso(row.gp_sent_on))
        return select(*columns).where(*_OF_PERIOD)
    return select(SIGNED_ON, row.kind, row.marks, func.count()).where(*_OF_PERIOD).group_by(*first_columns(3))


def voices(rows: Iterable[Signed]) -> list[Case]:
    """Return whether the child's voice is in the assessments signed."""
    return [
        _signed_case(one, MET if one.marks & SAID else MISSED, (OWN,) if one.marks & OWN_WORDS else ())
        for one in rows
        if one.marks & IN_FORCE
    ]


def times_alone(rows: Iterable[Signed]) -> list[Case]:
    """Return whether time alone was offered in the assessments signed of children aged 10 or over when it was completed."""
    found = []
    for one in rows:
        if one.marks & IN_FORCE and one.marks & OFFERED_AGE:
            lines = tuple(words for digit, words in _ALONE.items() if one.marks & digit)
            found.append(_signed_case(one, MET if lines else MISSED, lines))
    return found


def _signed_case(one: Signed, part: str, has: tuple[str, ...]) -> Case:
    words = f"Signed {show_date(date.fromisoformat(one.day))}" if one.child_id else ""
    return Case(one.child_id, part, one.day, has=has, kind=one.kind, words=words, times=one.times)


def plans_to_practice(rows: Iterable[Signed]) -> list[Case]:
    """Return the plans first signed in the period, and whether any edition reached the practice in time."""
    found = []
    for one in rows:
        if one.marks & FIRST:
            is_sent, in_time = bool(one.marks & SENT), bool(one.marks & SENT_IN_TIME)
            part = judge_sent(is_sent=is_sent, in_time=in_time, may_still=one.may_still)
            found.append(
                Case(
                    one.child_id, part, one.day, (one.kind,), kind=one.kind, due_on=one.send_by,
                    met_on=one.gp_sent_on or "", times=one.times,
                )
            )  # fmt: skip
    return found
