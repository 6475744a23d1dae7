"""Asking for birth and family history: the letter, the row among the contributions, and the items marked as asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.completeness import HISTORY_COMPLETE, HistoryState
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.family_history import NOT_COUNTED, HistoryItem
from lac_tracker.domain.information import SOURCES
from lac_tracker.domain.letters import Addressee, HistoryAsked, HistoryLetter, LetterFoot
from lac_tracker.domain.names import clean_line, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.reports import Service
from lac_tracker.services import dispatch, family, forms, information, information_letters
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.storage import children, people
from lac_tracker.storage import family as stored
from lac_tracker.storage import information as stored_requests

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

_PARTS = {
    "birth": "Pregnancy and birth",
    "mother": "The mother’s health",
    "father": "The father’s health",
    "family": "Health in the family",
}
DOCUMENT = "family-history-request"

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
    changes = information.ask(session, child_id, asked, by=by, now=now, today=today, due_on=due_on)
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
    if render is None or not _waiting(session, child_id, whom):
        return replace(changes, children=True)
    letter = dispatch.make_document(session, child_id, DOCUMENT, render, made_for=whom, by=by, now=now)
    return replace(changes, children=True, documents=True, report=(letter.made_id,))


def gather(session: Session, wanted: Wanted) -> Gathered:
    """Return the form with every item that one source was asked for and that is still missing.

    Raises UserError when nobody was asked for any.
    """
    child = children.load(session, wanted.child_id)
    held = _waiting(session, child.id, wanted.made_for)
    if not held:
        raise UserError(
            "Nobody was asked for birth or family history yet. Ask under Family and birth, then make this letter"
        )
    asked = {item.item for item in held}
    questions = [one for one in forms.history_items() if one.item in asked and one.item not in NOT_COUNTED]
    source = _source_of(session, child.id, wanted.made_for)
    team = people.team(session, child.team_id)
    return Gathered(
        HistoryLetter(
            service=Service(team.name, team.phone, team.email),
            to=Addressee(wanted.made_for),
            child=information_letters.subject(
                child, with_number=SOURCES[source].knows_nhs_number and source != "other"
            ),
            called=first_name(child.preferred_name, child.given_name, child.council_id),
            why=information_letters.why_now(session, child),
            basis=information_letters.basis(session, child, source, wanted.today),
            parts=tuple(
                HistoryAsked(title, tuple(one.words for one in questions if one.group == group))
                for group, title in _PARTS.items()
                if any(one.group == group for one in questions)
            ),
            reply_by=information_letters.reply_by(
                (item.chase_on for item in held if item.chase_on), wanted.today
            ),
            foot=LetterFoot(wanted.reference, wanted.today, wanted.by.full_name),
            address_withheld=child.address_withheld,
        )
    )


def recipients(session: Session, child_id: int, today: date) -> tuple[str, ...]:
    """Return who was asked for history that has not come."""
    asked = [one.asked_of for one in stored.history(session, child_id).values() if _is_waiting(one)]
    return tuple(dict.fromkeys(asked))


def _waiting(session: Session, child_id: int, asked_of: str) -> list[HistoryItem]:
    held = stored.history(session, child_id).values()
    return [one for one in held if _is_waiting(one) and one.asked_of == asked_of]


def _is_waiting(one: HistoryItem) -> bool:
    return one.state is HistoryState.ASKED and bool(one.asked_of)


def _source_of(session: Session, child_id: int, asked_of: str) -> str:
    """Return what kind of source somebody is: as they were asked, 'other' where no request tells."""
    requests = stored_requests.requests(session, child_id)
    return next((one.source for one in reversed(requests) if one.asked_of == asked_of), "other")
