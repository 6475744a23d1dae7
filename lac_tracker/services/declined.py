"""An assessment declined for now: who said no, in what words, and when to ask again. Stops no clock (TS-3)."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import last_period
from lac_tracker.domain.competence import Ability
from lac_tracker.domain.consent import Consent, Giver, Means, Purpose, Response
from lac_tracker.domain.dates import refuse_far
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.visits import OFFERS, WHO_DECLINED, Declined
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import care, children, consents, visits


@needs(Action.RECORD_DECLINED, child=the_child)
def decline(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    kind: str,
    declined_by: str,
    what_was_said: str,
    ask_again_on: date | None,
    could_decide: str = "",
    who: str = "",
    offers: Collection[str] = (),
    other_offer: str = "",
) -> Changes:
    """Record that an assessment was declined for now. It never counts as completed, and the clock goes on.

    It is a 'no' to this assessment alone: what was agreed to about sharing stays as it was answered. From a young
    person who can decide it is a refusal in law, and stands among the consents (reg 7(4)).

    declined_by: a key of WHO_DECLINED; who: their name, where it was not the child. could_decide: 'yes', 'no',
    'partly' or '', kept as a record of its own (CO-1). offers: keys of OFFERS.

    What was begun before stays as it is; asking again begins a new one.

    Raises UserError when something needed is missing or a date is impossible.
    """
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    _check_choices(kind, declined_by, could_decide, offers, called)
    said = _said(what_was_said, who, declined_by)
    _check_ask_again(ask_again_on, today)
    assessment_id = _mark_declined(session, child_id, kind, ask_again_on, by, today)
    kept = {
        "assessment_id": assessment_id,
        "kind": kind,
        "declined_on": today,
        "declined_by": declined_by,
        "what_was_said": said,
        "could_decide": could_decide or None,
        "ask_again_on": ask_again_on,
        "offers": _offer_words(offers, other_offer),
        "recorded_by": by.full_name,
    }
    visits.asked_again(session, child_id, kind, today)  # it was: this is the answer
    visits.add_declined(session, child_id, kept)
    visits.settle(session, child_id, kind, today, "declined")
    if could_decide:
        consents.add_competence(
            session, child_id, can_decide=could_decide, assessed_on=today, assessment_id=assessment_id, by=by
        )
    if declined_by == "young_person" and could_decide == Ability.YES:
        _keep_refusal(session, child_id, assessment_id, called, by, today)
    return Changes(children=True, assessments=True, child_id=child_id, made_id=assessment_id)


@needs(Action.SEE_CLINICAL, child=the_child)
def of_child(session: Session, child_id: int, *, by: Actor, now: datetime) -> tuple[Declined, ...]:
    """Return what was declined for a child, oldest first."""
    return visits.declined(session, child_id)


def _check_choices(
    kind: str, declined_by: str, could_decide: str, offers: Collection[str], called: str
) -> None:
    if kind not in ("IHA", "RHA"):
        raise UserError("Choose which assessment was declined")
    if declined_by not in dict(WHO_DECLINED):
        raise UserError("Choose who declined")
    if could_decide and could_decide not in tuple(Ability):
        raise UserError(f"Choose whether {called} can decide this")
    if unknown := set(offers) - set(dict(OFFERS)):
        raise UserError(f"There is no offer '{sorted(unknown)[0]}'")


def _said(what_was_said: str, who: str, declined_by: str) -> str:
    """Return what was said, with whose words they are where they are not the child's. Raises UserError for nothing."""
    said = clean_text(what_was_said, label="What was said", longest=4_000).strip()
    if not said:
        raise UserError("Enter what was said")
    name = clean_line(who, label="Their name")
    return f"{name}: {said}" if name and declined_by != "young_person" else said


def _mark_declined(
    session: Session, child_id: int, kind: str, ask_again_on: date | None, by: Actor, today: date
) -> int:
    """Let the open assessment of a kind, or one made for it, stand as declined; return its id."""
    open_now = stored.open_of(stored.of_child(session, child_id), kind)
    fields = {"declined_on": today, "ask_again_on": ask_again_on}
    if open_now is None:
        return stored.add(session, child_id, kind, "declined", fields | {"assessor_id": by.person_id})
    stored.change(session, open_now.id, fields | {"state": "declined"})
    return open_now.id


def _check_ask_again(day: date | None, today: date) -> None:
    if day is None:
        raise UserError("Enter the date to ask again")
    if day < today:
        raise UserError("Date to ask again must be today or in the future")
    refuse_far(day, "Date to ask again", today)


def _offer_words(offers: Collection[str], other: str) -> str:
    said = [words for key, words in OFFERS if key in offers]
    typed = clean_line(other, label="Something else")
    return "; ".join([*said, *([typed] if typed else [])])


def _keep_refusal(
    session: Session, child_id: int, assessment_id: int, called: str, by: Actor, today: date
) -> None:
    """Keep the 'no' of a young person who can decide among the consents: to this assessment and nothing else."""
    history = care.histories(session, [child_id])[child_id]
    period, statuses = last_period(history), history.legal_statuses
    refused = Consent(
        Response.REFUSED, Giver.YOUNG_PERSON, called, today, Means.IN_PERSON, by.full_name,
        declined=frozenset({Purpose.HEALTH_ASSESSMENT}), assessment_id=assessment_id,
        period_began=period.began if period else None,
        legal_status=statuses[-1].code if statuses else None,
    )  # fmt: skip
    consents.add_consent(session, child_id, refused)
