"""Checks of teeth, eyes, hearing and, under five, of development: what is kept of each, and what the record knows.

How often teeth or eyes should be looked at is not said here (intervals K): only the 12 months of teeth, which the
council's return asks for. Whether the reviews of development are up to date is what a clinician says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lac_tracker.domain.dates import add_months, birthday, show_date
from lac_tracker.domain.event_dates import EventDate, earliest_day, latest_day

Kind = Literal["dental", "vision", "hearing", "development"]
State = Literal["done", "booked", "not_done", "declined", "not_needed"]
YesNo = Literal["yes", "no"]

KINDS: dict[str, str] = {
    "dental": "Dental check",
    "vision": "Eye test",
    "hearing": "Hearing test",
    "development": "Development review",
}
STATES: dict[str, str] = {
    "done": "Done",
    "booked": "Booked",
    "not_done": "Not done",
    "declined": "Declined",
    "not_needed": "Not needed",
}
WITH_REASON = ("not_done", "declined", "not_needed")
DENTAL_MONTHS = 12
DEVELOPMENT_UNDER = 5  # years
# The reviews of the Healthy Child Programme in England after birth, with the months of age by which each is over (K).
REVIEWS: dict[str, tuple[str, int]] = {
    "new_baby": ("New baby review", 1),
    "six_weeks": ("6 to 8 weeks review", 2),
    "one_year": ("1 year review (9 to 12 months)", 12),
    "two_years": ("2 to 2\N{VULGAR FRACTION ONE HALF} years review", 30),
}
OTHER_REVIEW = "other"
_LAST = {"vision": "Eyes last tested", "hearing": "Hearing last tested"}


@dataclass(frozen=True)
class RoutineCheck:
    """One check. when: the day it was done, is booked for, or was asked about. what: of development, which review."""

    id: int
    kind: Kind
    state: State
    when: EventDate | None
    what: str
    result: str
    provider: str
    registered: YesNo | None
    treatment_waiting: YesNo | None
    up_to_date: YesNo | None
    reason: str
    next_on: date | None
    source: str
    version: int = 1

    @property
    def on(self) -> date:
        return self.when.on if self.when else date.min


@dataclass(frozen=True)
class Standing:
    """What the record knows of one kind of check. look: a key of the status looks; more: further sentences."""

    words: str
    look: str
    more: tuple[str, ...] = ()


def review_words(what: str) -> str:
    """Return which review of development it was; '' for none."""
    if what in REVIEWS:
        return REVIEWS[what][0]
    return "Another review" if what == OTHER_REVIEW else what


def check_words(check: RoutineCheck) -> str:
    """Return 'Dental check, done 04-Mar-2026', or of development the review."""
    name = review_words(check.what) or KINDS[check.kind]
    if check.kind == "development" and not check.what:
        name = "Development reviews"
    when = f" {check.when.words}" if check.when else ""
    return f"{name}, {STATES[check.state].lower()}{when}"


def done_words(check: RoutineCheck) -> str:
    """Return 'Dental check done, Mill Dental: two fillings', as the chronology tells it."""
    by = f", {check.provider}" if check.provider else ""
    result = f": {check.result}" if check.result else ""
    return f"{review_words(check.what) or KINDS[check.kind]} done{by}{result}"


def standing(kind: Kind, checks: Sequence[RoutineCheck], born: date, today: date) -> Standing:
    """Return what the record knows of a kind of check, in a sentence, and what else should be seen with it."""
    held = sorted((one for one in checks if one.kind == kind), key=lambda one: (one.on, one.id), reverse=True)
    found = _development(held, born, today) if kind == "development" else _done(kind, held, today)
    more = [*found.more, *_later(kind, held, today)]
    if kind == "dental":
        more += _dental(held)
    return Standing(found.words, found.look, tuple(more))


def _done(kind: Kind, held: Sequence[RoutineCheck], today: date) -> Standing:
    done = next((one for one in held if one.state == "done" and one.when), None)
    if done is None or done.when is None:
        not_needed = next((one for one in held if one.state == "not_needed"), None)
        if not_needed is not None:
            return Standing(f"{not_needed.reason}: not needed{_said(not_needed)}", "not_needed")
        return Standing(
            f"No {KINDS[kind].lower()} on record", "missing" if kind == "dental" else "not_started"
        )
    if kind == "dental":
        return _within_12_months(done.when, today)
    result = f": {done.result}" if done.result else ""
    return Standing(f"{_LAST[kind]} {done.when.words}{result}", "complete")


def _within_12_months(when: EventDate, today: date) -> Standing:
    since = add_months(today, -DENTAL_MONTHS)
    if earliest_day(when) >= since:
        return Standing(f"Seen by a dentist {when.words}: within 12 months", "complete")
    if latest_day(when) < since:
        return Standing(f"No dentist in the last 12 months: last seen {when.words}", "missing")
    return Standing(
        f"Seen by a dentist {when.words}: enter the day, to know if it was within 12 months", "needs_review"
    )


def _development(held: Sequence[RoutineCheck], born: date, today: date) -> Standing:
    said = next((one for one in held if one.up_to_date), None)
    done = {one.what for one in held if one.state == "done" and one.what}
    named = [words for key, (words, _) in REVIEWS.items() if key in done]
    missing = [
        words
        for key, (words, months) in REVIEWS.items()
        if key not in done and today > add_months(born, months)
    ]
    more = []
    if named:
        more.append(f"On record: {', '.join(named)}.")
    is_over = today >= birthday(born, DEVELOPMENT_UNDER)  # then nobody asks the health visitor any more
    if missing and is_over:
        more.append(f"Not on record: {', '.join(missing)}.")
    elif missing:
        more.append(
            f"Not on record, and past the age for it: {', '.join(missing)}. Check with the health visitor."
        )
    if (said is None or said.when is None) and is_over:
        return Standing(
            f"{DEVELOPMENT_UNDER} or over: no more development reviews", "not_needed", tuple(more)
        )
    if said is None or said.when is None:
        return Standing(
            "No clinician has said whether the reviews are up to date", "not_started", tuple(more)
        )
    is_up = said.up_to_date == "yes"
    words = (
        f"Reviews {'up to date' if is_up else 'not up to date'}, as said {said.when.words} ({said.source})"
    )
    return Standing(words, "complete" if is_up else "missing", tuple(more))


def _later(kind: Kind, held: Sequence[RoutineCheck], today: date) -> list[str]:
    """Return what was arranged or said since the last check: a booking, a refusal, the next day."""
    done = next((one for one in held if one.state == "done"), None)
    found = []
    for one in held:
        if one.state == "booked" and one.when and (done is None or one.on > done.on):
            was = "Booked for" if one.on >= today else "Was booked for"
            place = f" at {one.provider}" if one.provider else ""
            found.append(
                f"{was} {one.when.words}{place}{'' if one.on >= today else ': record what came of it'}."
            )
            break
    said = next((one for one in held if one.state in ("not_done", "declined")), None)
    if said is not None and (done is None or said.on >= done.on) and kind != "development":
        found.append(f"{STATES[said.state]}{_said(said)}: {said.reason.rstrip('.')}.")
    if done is not None and done.next_on is not None:
        verb = "Next" if done.next_on >= today else "Next was due"
        found.append(f"{verb} {show_date(done.next_on)}.")
    return found


def _dental(held: Sequence[RoutineCheck]) -> list[str]:
    """Return whether treatment is waiting, and whether a practice will see the child again."""
    waiting = next((one for one in held if one.treatment_waiting), None)
    registered = next((one for one in held if one.registered), None)
    found = []
    if waiting is not None and waiting.treatment_waiting == "yes":
        found.append(f"Treatment is waiting{_said(waiting)}.")
    if registered is not None:
        practice = f": {registered.provider}" if registered.provider else ""
        is_there = registered.registered == "yes"
        found.append(
            f"Has a dentist{practice}."
            if is_there
            else f"Has no dentist who will see them again{_said(registered)}."
        )
    return found


def _said(check: RoutineCheck) -> str:
    return f" ({check.when.words})" if check.when else ""
