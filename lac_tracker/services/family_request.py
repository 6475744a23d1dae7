"""Asking for birth and family history: the letter, the row among the contributions, and the items marked as asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.completeness import HISTORY_COMPLETE, HistoryState
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.family_history import NOT_COUNTED, HistoryItem
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.services import family, forms, information
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import family as stored

# Who is asked for what is known at birth only, in the order in which it is worth asking.
ASKED_FOR_HISTORY = (
    "council",
    "family",
    "social_worker",
    "midwife",
    "gp",
    "health_visitor",
    "hospital",
    "other",
)

Render = Callable[[str, object], bytes]


@needs(Action.EDIT_FAMILY, child=the_child)
def request(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    source: str,
    asked_of: str,
    what: str,
    groups: tuple[str, ...],
    due_on: date,
    render: Render | None = None,
) -> Changes:
    """Ask one source for what is missing: a letter and a contribution, and the missing items become 'asked'.

    groups: of birth, mother, father, family: which items were asked for. due_on: when to chase.

    Raises UserError when nothing is asked for, or somebody who may do so said no to records being asked for.
    """
    if not groups:
        raise UserError("Ask for: choose at least one")
    whom = clean_line(asked_of, label="Asked of")
    if not whom:
        raise UserError("Asked of: enter who is asked")
    asked = (information.Asked(source, whom, (what,)),)
    changes = information.ask(
        session, child_id, asked, by=by, now=now, today=today, due_on=due_on, render=render
    )
    held = stored.history(session, child_id)
    fields = {
        "state": HistoryState.ASKED.value, "source": None, "asked_of": whom, "asked_on": today, "chase_on": due_on,
        "received_on": None, "recorded_on": today, "recorded_by": by.full_name,
    }  # fmt: skip
    for one in forms.history_items():
        before = held.get(one.item, HistoryItem(one.item))
        is_wanted = one.group in groups and one.item not in NOT_COUNTED
        if is_wanted and before.state not in HISTORY_COMPLETE:
            stored.put_item(session, child_id, one.item, fields, None)
    family.derive_states(session, child_id)
    return replace(changes, children=True)
