"""The odd looks of a week, for who goes through them: a question about each, and that somebody asked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from lac_tracker.domain import odd_looks as rules
from lac_tracker.domain.audit_kinds import LOOKS
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_text
from lac_tracker.domain.odd_looks import Looked, Named, Odd, Reader, week_of
from lac_tracker.domain.people import Actor, Role
from lac_tracker.services import audit_log
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import audit_looks, record_access
from lac_tracker.storage import odd_looks as stored
from lac_tracker.storage.odd_looks import Review

_LOOKS = (*(action.value for action in LOOKS), Action.CLAIM_ACCESS.value)
_WORK_COUNTS = timedelta(days=365)  # who wrote in a record within a year has a part in the child's care
_NO_CLAIM_HOLDS = datetime(9999, 1, 1, tzinfo=UTC)
_NO_CARE = (
    Action.CLAIM_ACCESS.value,
    Action.KEEP_APART.value,
    Action.SET_RETENTION.value,
    Action.EXPORT.value,
)
_LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class OddLine:
    """One odd look, or stretch of looks, as its reader sees it. record: whose, or how many."""

    person_id: int
    person: str
    record: str
    why: tuple[str, ...]
    rules: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    times: int
    child_id: int | None


@dataclass(frozen=True)
class OddWeek:
    """A week's odd looks. looks: how many looks there were in all. own: how many of the odd ones are the reader's own."""

    first_day: date
    last_day: date
    looks: int
    lines: tuple[OddLine, ...]
    reviews: tuple[Review, ...]
    own: int


@needs(Action.SEE_AUDIT)
def week(session: Session, day: date, *, by: Actor, now: datetime, today: date) -> OddWeek:
    """Return the odd looks of the week a day is in, the weightiest first. Raises UserError for a week to come."""
    first, last = week_of(day)
    if first > today:
        raise UserError("Week must be one that has begun")
    held = audit_looks.of_team(
        session, by.team_id, _LOOKS, _midnight(first), _midnight(last + timedelta(days=1))
    )
    looks = _judged(session, held, by, now)
    people = {
        number: Reader(number, name, Role(role)) for number, name, role in stored.roles(session, by.team_id)
    }
    names = {
        child_id: Named(families, given)
        for child_id, (families, given) in stored.names(session, {look.child_id for look in looks}).items()
    }
    odd = rules.odd_looks(looks, people, names)
    said = audit_log.whose(session, {one.child_id for one in odd if one.child_id is not None}, by=by, now=now)
    called = {look.person_id: look.person for look in held}
    lines = tuple(_line(one, called.get(one.person_id, ""), said) for one in odd)
    own = sum(1 for one in odd if one.person_id == by.person_id)
    return OddWeek(first, last, len(looks), lines, stored.reviews(session, by.team_id, first, last), own)


@needs(Action.REVIEW_LOOKS)
def gone_through(
    session: Session, day: date, note: str, *, found: int, by: Actor, now: datetime, today: date
) -> Changes:
    """Write down that the odd looks of a week were gone through, and what came of it.

    found: how many were shown. Raises UserError for a week that is not over, without a note, or where others came since.
    """
    shown = week(session, day, by=by, now=now, today=today)
    if shown.last_day >= today:
        raise UserError(
            f"This week is not over: go through it from {show_date(shown.last_day + timedelta(days=1))}"
        )
    said = clean_text(note, label="Note", longest=_LONGEST_NOTE).strip()
    if shown.lines and not said:
        raise UserError("Note is missing: say what you asked, and what came of it")
    if len(shown.lines) != found:
        raise UserError("The list has changed since you opened it. Look at it again")
    made = stored.add_review(
        session,
        by.team_id,
        shown.first_day,
        shown.last_day,
        found=found,
        note=said,
        by_id=by.person_id,
        at=now,
    )
    return Changes(people=True, made_id=made)


def _judged(session: Session, held: list[audit_looks.Look], by: Actor, now: datetime) -> list[Looked]:
    """Return looks with whether each record is restricted, and the person's to look at."""
    children = {look.child_id for look in held}
    first = min((look.at for look in held), default=now)
    worked = stored.wrote_in(session, children, first - _WORK_COUNTS, but=_NO_CARE)
    pairs = {(look.person_id, look.child_id) for look in held} - worked
    # Access taken to a restricted record makes nobody's record theirs here: it is what is asked about.
    worked |= {pair for pair in pairs if record_access.is_theirs(session, pair[1], pair[0], _NO_CLAIM_HOLDS)}
    restricted = record_access.restricted(session, by.team_id, now.date())
    return [
        Looked(
            look.at.astimezone(), look.person_id, look.child_id, look.child_id in restricted,
            (look.person_id, look.child_id) in worked,
        )
        for look in held
    ]  # fmt: skip


def _line(odd: Odd, person: str, said: dict[int, str]) -> OddLine:
    record = said[odd.child_id] if odd.child_id is not None else f"{odd.records:,} records"
    return OddLine(
        odd.person_id, person, record, tuple(rules.WORDS[rule] for rule in odd.rules),
        tuple(rule.value for rule in odd.rules), odd.first_at, odd.last_at, odd.times, odd.child_id,
    )  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min).astimezone()
