"""What waits beside the clocks: assessments to sign, and replies about support in pregnancy that have not come."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import pathways as rules
from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.names import show_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.services import hand_over
from lac_tracker.services.access import hidden_from, needs
from lac_tracker.storage import children, pathways


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, in words, and whose record it is in. look: its icon."""

    child_id: int
    look: str
    words: str


@needs(Action.SEE_LISTS)
def also_waiting(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[Waiting, ...]:
    """Return what waits for this person's signature, then late midwifery replies.

    Source of the last: CQC 2016, paragraph 3.18.
    """
    handed = hand_over.handed_to(session, by=by, now=now)
    found = [Waiting(one.child_id, "seen_not_signed", one.words) for one in handed]
    if not decide(by, Action.SEE_CLINICAL).allowed:
        return tuple(found)
    hidden = hidden_from(session, by=by, now=now)
    for child_id, pregnancy in pathways.without_reply(session, by.team_id, today):
        to_do = rules.pregnancy_to_do(pregnancy, today)
        if to_do is not None and to_do.is_late:
            child = children.load(session, child_id)
            name = show_name(child.family_name, child.given_name, child.council_id)
            words = RESTRICTED if child_id in hidden else f"{name}. {to_do.words}"
            found.append(Waiting(child_id, "overdue", words))
    return tuple(found)


@needs(Action.SEE_LISTS)
def plans_to_send(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[Waiting, ...]:
    """Return one line for all plans that should have gone to a practice; it opens the one that is latest.

    Apart from the rest, as it reads tables that the first list of the morning does not need.
    """
    if not decide(by, Action.SEND_DOCUMENT).allowed:
        return ()
    from lac_tracker.services import sending

    late = sending.late_for_practices(session, by, now, today)
    if not late:
        return ()
    child_id, name, due = late[0]
    many = f"{len(late)} plans" if len(late) > 1 else "1 plan"
    words = f"{many} should have gone to the GP by now (Send plans, Ctrl+5). The latest: {name}, by {show_date(due)}"
    return (Waiting(child_id, "overdue", words),)
