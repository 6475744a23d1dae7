"""A person's day: their appointments with what is ready for each, what they began, and what came for them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from lac_tracker.domain.children import FlagChip
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.domain.worklist import Wanted

CLAIMS_PAGE = (
    "claims"  # where a notice leads that is about access taken to a restricted record: no page of the record
)
READY_WORDS = {"here": "here", "asked": "asked for", "missing": "missing", "not_needed": "not needed"}


@dataclass(frozen=True)
class Ready:
    """One thing an assessment needs. state: a key of READY_WORDS. page: of the record, where it is dealt with."""

    key: str
    label: str
    state: str
    page: str

    @property
    def words(self) -> str:
        """'Consent: missing'."""
        return f"{self.label}: {READY_WORDS[self.state]}"


@dataclass(frozen=True)
class Visit:
    """One appointment of the day.

    status, status_words: how the assessment stands. open_id: the assessment that is in progress, None before it began.
    """

    appointment_id: int
    child_id: int
    name: str
    age: str
    kind: str
    on: date
    starts_at: str | None
    place: str
    clinician: str
    outcome: str
    status: str
    status_words: str
    beside: str
    flags: tuple[FlagChip, ...]
    ready: tuple[Ready, ...]
    interpreter: str = ""
    open_id: int | None = None

    @property
    def where(self) -> str:
        """'Home visit' or 'Clinic B, Sam Iqbal'."""
        return ", ".join(part for part in (self.place, self.clinician) if part)

    @property
    def is_to_come(self) -> bool:
        return self.outcome == "booked"

    def unnamed(self) -> "Visit":
        """Return it as who may not open the record sees it: that there is an appointment, and not with whom."""
        return replace(self, name=RESTRICTED, age="", flags=(), ready=(), interpreter="")


@dataclass(frozen=True)
class Begun:
    """One assessment that was begun and waits to be gone on with."""

    assessment_id: int
    child_id: int
    name: str
    kind: str
    seen_words: str
    left_words: str


@dataclass(frozen=True)
class Notice:
    """One thing that came for somebody. key: kept when it was seen. page: of the record, where it leads.

    is_work: it stays until it is done, seen or not.
    """

    key: str
    look: str
    title: str
    words: str
    child_id: int
    page: str
    assessment_id: int | None = None
    is_work: bool = True
    is_seen: bool = False


@dataclass(frozen=True)
class Number:
    """One line of 'My caseload': how many, and the view of the list that shows them."""

    key: str
    words: str
    count: int
    view: str


@dataclass(frozen=True)
class Day:
    """All that the page of one person's day or week shows. last: of the days shown; the first again for one day.

    begun_total: of all they began, when there are more than `begun` holds.
    """

    first: date
    last: date
    begun: tuple[Begun, ...]
    visits: tuple[Visit, ...]
    notices: tuple[Notice, ...]
    caseload: int
    numbers: tuple[Number, ...]
    begun_total: int = 0

    @property
    def without_appointment(self) -> int:
        return next((one.count for one in self.numbers if one.key == "no_appointment"), 0)


def week_of(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def next_visit(visits: tuple[Visit, ...], day: date, at: str) -> int:
    """Return the place of the appointment that comes next at a time of a day ('09:15').

    The first not yet begun from then on; where there is none, the first that nobody has said anything of; else the first.
    """
    coming = [place for place, one in enumerate(visits) if one.is_to_come]
    for place in coming:
        one = visits[place]
        if (one.on, one.starts_at or "24") >= (day, at):
            return place
    return coming[0] if coming else 0


def in_order(
    notices: tuple[Notice, ...], seen_today: frozenset[str], seen_before: frozenset[str]
) -> tuple[Notice, ...]:
    """Return notices with what was seen last. What was seen on a day before is gone, unless it is work to do."""
    shown = [
        replace(one, is_seen=one.key in seen_today or one.key in seen_before)
        for one in notices
        if one.is_work or one.key not in seen_before
    ]
    return tuple(sorted(shown, key=lambda one: one.is_seen))


def wanted_of(view: str, person_id: int) -> Wanted:
    """Return what the list of what is due shows for a line of 'My caseload': only what is this person's."""
    return Wanted(view=view, assessor_id=None if view == "mine" else person_id)
