"""Ways of looking at a list that a person keeps under names of their own: view, filters and order, never the rows."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.domain.worklist import Wanted, checked
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import saved_views as stored

LIST = "list"
LONGEST = 60  # characters of a name
MOST = 50  # names of one person
_DAYS = frozenset({"due_from", "due_to"})
_NOT_KEPT = frozenset({"child_ids"})  # rows somebody chose, not a way of looking


@dataclass(frozen=True)
class SavedView:
    """One way of looking at a list, under a name."""

    name: str
    wanted: Wanted


@needs(Action.SEE_LISTS)
def listed(session: Session, *, by: Actor, now: datetime, what: str = LIST) -> tuple[SavedView, ...]:
    """Return what this person keeps, by name; what cannot be read any more is left out: see `left_out`."""
    held = stored.of_person(session, by.person_id, what)
    return tuple(
        SavedView(name, wanted) for name, kept in held.items() if (wanted := _wanted(kept)) is not None
    )


@needs(Action.SEE_LISTS)
def left_out(session: Session, *, by: Actor, now: datetime, what: str = LIST) -> str:
    """Return a sentence about what this person keeps that cannot be read any more; '' where there is nothing to say."""
    broken = [
        name for name, kept in stored.of_person(session, by.person_id, what).items() if _wanted(kept) is None
    ]
    if not broken:
        return ""
    named = ", ".join(f"'{name}'" for name in broken)
    return f"Can't read {named}. Save it again under the same name, or forget it"


@needs(Action.SAVE_VIEW)
def keep(
    session: Session, *, name: str, wanted: Wanted, by: Actor, now: datetime, what: str = LIST
) -> Changes:
    """Keep a way of looking under a name; the same name again takes the place of what was there.

    Raises UserError without a name, for one of more than 60 characters, for the 51st, and for what a list cannot show.
    """
    called = clean_line(name, label="Name", longest=LONGEST)
    if not called:
        raise UserError("Name is missing: enter what this view is to be called")
    held = stored.of_person(session, by.person_id, what)
    if called not in held and len(held) >= MOST:
        raise UserError(f"You keep {MOST} views already. Forget one first")
    stored.keep(session, by.person_id, what, called, _content(checked(wanted)))
    return Changes()


@needs(Action.SAVE_VIEW)
def forget(session: Session, *, name: str, by: Actor, now: datetime, what: str = LIST) -> Changes:
    """Take away what this person keeps under a name. Raises NotFound when there is nothing."""
    if not stored.forget(session, by.person_id, what, name):
        raise NotFound(f"You keep no view called '{name}'. Refresh the list of views")
    return Changes()


def _content(wanted: Wanted) -> dict[str, Any]:
    """Return what differs from the usual, as JSON has it."""
    usual = Wanted()
    held = {one.name: getattr(wanted, one.name) for one in fields(Wanted) if one.name not in _NOT_KEPT}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in held.items()
        if value != getattr(usual, name)
    } | {"view": wanted.view}


def _wanted(kept: Mapping[str, Any] | None) -> Wanted | None:
    """Return what was kept, each value checked; None where anything of it is not what it can be."""
    if kept is None:
        return None
    usual, values = Wanted(), {}
    for name, value in kept.items():
        if name in _NOT_KEPT or not hasattr(usual, name):
            return None
        if name in _DAYS:
            value = _day(value)
        elif name == "assessor_id":
            value = value if type(value) is int else None
        elif type(value) is not type(getattr(usual, name)):
            return None
        if value is None:
            return None
        values[name] = value
    try:
        return checked(Wanted(**values))
    except (UserError, TypeError):
        return None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
