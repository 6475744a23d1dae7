"""The steps of one assessment with the days between them, and who held each stretch: the council, or health.

Source of the steps: statutory guidance "Promoting the health and well-being of looked-after children" (2015), paragraphs
on notification, consent and the plan; who holds a stretch is a design of ours: the council until the request is
complete, health from then on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.dates import refuse_far, show_date
from lac_tracker.domain.delays import Owner
from lac_tracker.domain.errors import UserError

# In the order in which they come about.
STEPS = (
    ("looked_after", "Became looked after"),
    ("notified", "Notified"),
    ("request_complete", "Request complete"),
    ("consent", "Consent"),
    ("offered", "Offered"),
    ("seen", "Seen"),
    ("signed", "Signed"),
    ("sent", "Sent"),
)
STEP_WORDS = dict(STEPS)
START_WORDS = {"IHA": "Became looked after", "RHA": "Last assessment"}
HELD_WORDS = {Owner.COUNCIL: "Council", Owner.HEALTH: "Health", Owner.NONE: ""}
_WITH = {Owner.COUNCIL: "the council", Owner.HEALTH: "health", Owner.NONE: ""}
_OURS_FROM = ("offered", "seen", "signed", "sent")


@dataclass(frozen=True)
class Milestone:
    """One step. on: None while it has not come, or where nobody wrote it down.

    days_since_before: since the step that came before it by its day; days_since_start: since the first. held_by: who had
    it in the stretch that ended with it; NONE for what came first and for what has not come.
    """

    key: str
    words: str
    on: date | None
    days_since_before: int | None
    days_since_start: int | None
    held_by: Owner

    @property
    def in_words(self) -> str:
        """'Notified 30-Jan-2026, day 4, 4 days with the council' for whoever cannot see the strip."""
        if self.on is None:
            return f"{self.words}: not yet"
        day = f", day {self.days_since_start}" if self.days_since_start else ""
        held = _WITH[self.held_by]
        count = self.days_since_before or 0
        stretch = f", {count} {'day' if count == 1 else 'days'} with {held}" if held and count else ""
        return f"{self.words} {show_date(self.on)}{day}{stretch}"


@dataclass(frozen=True)
class Waiting:
    """Who holds it now, since when and for how long. owner: NONE once it was sent."""

    owner: Owner
    since: date | None
    days: int

    @property
    def words(self) -> str:
        """'Now with the council, 33 days since 30-Jan-2026'; '' once everything is done."""
        held = _WITH[self.owner]
        if not held or self.since is None:
            return ""
        return f"Now with {held}, {self.days} {'day' if self.days == 1 else 'days'} since {show_date(self.since)}"


@dataclass(frozen=True)
class Chain:
    """All steps of one clock of one child: for lists and reports."""

    child_id: int
    kind: str
    clock_start: date | None
    due_on: date | None
    assessment_id: int | None
    milestones: tuple[Milestone, ...]

    def on(self, key: str) -> date | None:
        """Return when a step was, or None."""
        return next(one.on for one in self.milestones if one.key == key)


def milestones(kind: str, days: Mapping[str, date | None]) -> tuple[Milestone, ...]:
    """Return the steps of one assessment in their order. days: by key of STEPS; what is not there is not known."""
    start, ready = days.get("looked_after"), ready_on(days)
    known = sorted((on, place) for place, (key, _) in enumerate(STEPS) if (on := days.get(key)))
    stretch = {place: (on - before).days for (before, _), (on, place) in zip(known, known[1:], strict=False)}
    found: list[Milestone] = []
    for place, (key, words) in enumerate(STEPS):
        on = days.get(key)
        said = START_WORDS.get(kind, words) if place == 0 else words
        from_start = (on - start).days if on and start else None
        held = Owner.NONE if on is None or place not in stretch else _held_by(key, on, ready)
        found.append(Milestone(key, said, on, stretch.get(place), from_start, held))
    return tuple(found)


def ready_on(days: Mapping[str, date | None]) -> date | None:
    """Return the day from which health holds it: the request complete, else told and consented; None while neither."""
    if complete := days.get("request_complete"):
        return complete
    told, agreed = days.get("notified"), days.get("consent")
    return max(told, agreed) if told and agreed else None


def waiting_now(days: Mapping[str, date | None], today: date) -> Waiting:
    """Return who holds it today, since the latest step that has come."""
    if days.get("sent"):
        return Waiting(Owner.NONE, None, 0)
    come = [on for on in days.values() if on and on <= today]
    since = max(come, default=None)
    ours = [on for key in _OURS_FROM if (on := days.get(key))]
    ready = ready_on(days) or min(ours, default=None)
    owner = Owner.HEALTH if ready and ready <= today else Owner.COUNCIL
    return Waiting(owner, since, (today - since).days if since else 0)


def strip_words(chain: tuple[Milestone, ...]) -> str:
    """Return the steps that are known as one sentence: what the strip says to a screen reader."""
    return ". ".join(one.in_words for one in chain)


def check_entered(
    days: Mapping[str, date | None], start: date | None, born: date, today: date, sent_on: date | None = None
) -> None:
    """Raise UserError for a day in the future, before it can have been, or out of order; in the words of the fields.

    days: 'notified', 'request_complete' and 'consent' as they will stand. start: when the clock began.
    """
    for key, label in (
        ("notified", "Notified on"),
        ("request_complete", "Request complete on"),
        ("consent", "Consent received on"),
    ):
        day = days.get(key)
        if day is None:
            continue
        if day > today:
            raise UserError(f"{label} must be today or in the past")
        refuse_far(day, label, today)
        if day < born:
            raise UserError(f"{label} must be after the child was born, {show_date(born)}")
        if key != "consent" and start is not None and day < start:
            raise UserError(f"{label} must be on or after {show_date(start)}, when this clock began")
    told, complete, agreed = days.get("notified"), days.get("request_complete"), days.get("consent")
    if told and complete and complete < told:
        raise UserError(
            f"Request complete on must be on or after {show_date(told)}, when the council told us. Correct one of them"
        )
    if complete and agreed and complete < agreed:
        raise UserError(
            f"Request complete on must be on or after {show_date(agreed)}: it is complete with the consent. Correct one of them"
        )
    if complete and sent_on and complete > sent_on:
        raise UserError(
            f"Request complete on must be on or before {show_date(sent_on)}, when the plan was sent"
        )


def _held_by(key: str, on: date, ready: date | None) -> Owner:
    """Return who held the stretch that ended with a step. Nobody is blamed for what was not written down."""
    if ready is not None:
        return Owner.COUNCIL if on <= ready else Owner.HEALTH
    return Owner.COUNCIL if key in ("notified", "request_complete", "consent") else Owner.HEALTH
