"""The letters that a child new on a council's list needs first: consent asked for, and birth and family history."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.consent import Means, Purpose
from lac_tracker.domain.information import SOURCES, default_due
from lac_tracker.domain.names import show_name
from lac_tracker.domain.people import Actor
from lac_tracker.services import consent_request, dispatch, information, redaction
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.information_letters import asked_of_contact
from lac_tracker.storage import consents as stored
from lac_tracker.storage import import_children, import_records

Render = Callable[[str, object], bytes]  # (name of the document, what it holds) → the bytes of a PDF

# What an assessment can't begin without: to assess, to ask others what they hold, to tell the GP.
_ASKED = (Purpose.HEALTH_ASSESSMENT, Purpose.OBTAIN_RECORDS, Purpose.SHARE_GP)


@dataclass(frozen=True)
class NewChild:
    """A child who has to be asked about. name: as lists show it."""

    child_id: int
    name: str


@needs(Action.IMPORT)
def waiting(session: Session, import_id: int, *, by: Actor, now: datetime) -> tuple[NewChild, ...]:
    """Return the children an import made for whom nobody was asked for consent yet. Raises NotFound."""
    import_records.load(session, by.team_id, import_id)
    closed = redaction.closed_to(session, by=by, today=now.date())
    return tuple(
        NewChild(
            one.id,
            redaction.RESTRICTED
            if one.id in closed
            else show_name(one.family_name, one.given_name, one.council_id),
        )
        for one in import_children.without_consent(session, by.team_id, import_id)
    )


@needs(Action.ASK_FOR_INFORMATION, child=the_child)
def make(
    session: Session, child_id: int, render: Render, *, by: Actor, now: datetime, today: date
) -> Changes:
    """Ask for consent, and the council for birth and family history, with a letter for each; their ids are `report`.

    Both go by way of the social worker, else the council: who has parental responsibility is theirs to know, and for a
    child accommodated under section 20 it is never the council itself (Children Act 1989, sections 20 and 33). The
    history is due in 14 days, and is chased from then on under Contacts.
    """
    through = asked_of_contact(session, child_id, "social_worker") or asked_of_contact(
        session, child_id, "council"
    )
    asked_of = f"Whoever has parental responsibility, through {through or 'the council'}"
    for purpose in _ASKED:
        stored.add_request(session, child_id, purpose, asked_of, today, Means.LETTER, by)
    letter = dispatch.make_document(
        session, child_id, consent_request.DOCUMENT, render, made_for=asked_of, by=by, now=now
    )
    history = information.Asked("council", through or SOURCES["council"].words, (SOURCES["council"].asks[0],))
    changes = information.ask(
        session, child_id, (history,), by=by, now=now, today=today, due_on=default_due(today), render=render
    )
    letters = changes.report if isinstance(changes.report, tuple) else ()
    return Changes(children=True, documents=True, child_id=child_id, report=(letter.made_id, *letters))
