"""Improvement actions: how they stand by what a person said and by the calendar, and what each change was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError


class Rating(StrEnum):
    """How an action stands, as a person said. The value is what is stored."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    LATE = "late"
    DONE = "done"


RATING_WORDS = {
    Rating.ON_TRACK: "On track",
    Rating.AT_RISK: "At risk",
    Rating.LATE: "Late",
    Rating.DONE: "Done",
}
FIELD_WORDS = {
    "what": "What", "source": "Source", "owner": "Owner", "due_on": "Due", "rating": "Rating",
    "rating_because": "Reason",
}  # fmt: skip


@dataclass(frozen=True)
class Action:
    """One action. rating: the last a person gave; `standing` says what it is today."""

    id: int
    what: str
    source: str
    owner: str
    due_on: date
    rating: Rating
    rating_because: str
    made_on: date
    made_by: str
    done_on: date | None
    version: int


@dataclass(frozen=True)
class Change:
    """One change of one field, as it is kept. before and after in stored form: `shown` gives words."""

    field: str
    before: str
    after: str
    because: str
    changed_at: datetime
    changed_by: str

    @property
    def in_words(self) -> str:
        """'Due: 01-Mar-2026, now 01-Jun-2026'."""
        words, after = FIELD_WORDS.get(self.field, self.field), _shown(self.field, self.after)
        if not self.before:  # the reason it began with, or the first one given
            return f"{words}: {after}"
        return f"{words}: {_shown(self.field, self.before)}, now {after}"


@dataclass(frozen=True)
class Offer:
    """An action that is offered, with how many months it may take."""

    source: str
    what: str
    months: int


def standing(action: Action, today: date) -> Rating:
    """Return how an action stands today: late by itself from the day after its date, unless it is done."""
    if action.rating is not Rating.DONE and action.due_on < today:
        return Rating.LATE
    return action.rating


def is_late_by_itself(action: Action, today: date) -> bool:
    """Return whether the calendar and not a person says that it is late."""
    return standing(action, today) is Rating.LATE and action.rating is not Rating.LATE


def standing_detail(action: Action, today: date) -> str:
    """Return what stands beneath the rating: since when, and what a person last said where the calendar says otherwise."""
    if action.rating is Rating.DONE:
        late = action.done_on is not None and action.done_on > action.due_on
        days = (action.done_on - action.due_on).days if action.done_on else 0
        on = f"{show_date(action.done_on)}" if action.done_on else ""
        return f"{on}, {days} {'day' if days == 1 else 'days'} after its date" if late else on
    if is_late_by_itself(action, today):
        return f"Since {show_date(action.due_on)}. Last said: {RATING_WORDS[action.rating].lower()}"
    return action.rating_because


def offers(table: Mapping[str, Any]) -> tuple[Offer, ...]:
    """Return the actions a data file offers. Raises UserError for one without source or words."""
    found = []
    for row in table.get("action", ()):
        if not row.get("source") or not row.get("what"):
            raise UserError("Each [[action]] needs source and what")
        found.append(Offer(str(row["source"]), str(row["what"]), int(row.get("months", 6))))
    return tuple(found)


def check_rating(value: str) -> Rating:
    """Return a rating by its value. Raises UserError naming those there are."""
    if value not in set(Rating):
        raise UserError(f"Choose the rating: {', '.join(RATING_WORDS.values())}")
    return Rating(value)


def stored_form(value: object) -> str:
    """Return a field's value as a change keeps it."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _shown(field: str, value: str) -> str:
    if field == "due_on":
        return show_date(date.fromisoformat(value))
    if field == "rating" and value in set(Rating):
        return RATING_WORDS[Rating(value)]
    return value
