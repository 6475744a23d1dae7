"""The letter of an information request: who, what, why and on which consent; drawn and kept with the record."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from lac_tracker.domain.care import last_period
from lac_tracker.domain.children import Child
from lac_tracker.domain.consent import (
    Circumstances,
    Consent,
    Giver,
    Purpose,
    consent_in_force,
    sharing_stopped,
)
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.information import DAYS_TO_ANSWER, SOURCES
from lac_tracker.domain.letters import Addressee, AskedFor, InformationLetter, LetterFoot, Subject
from lac_tracker.domain.names import first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.reports import ASSESSMENT_NAMES, Service
from lac_tracker.domain.settings import rules_from
from lac_tracker.services import dispatch
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.storage import assessments, care, children, deadlines, documents, information, people
from lac_tracker.storage import consents as stored_consents
from lac_tracker.storage.information import Request

DOCUMENT = "information-request"

# Which consent a request rests on. What the council and the family themselves tell rests on none.
_RESTS_ON = {
    **dict.fromkeys(
        ("gp", "camhs", "health_visitor", "school_nurse", "hospital", "school", "other"),
        Purpose.OBTAIN_RECORDS,
    ),
    "midwife": Purpose.MOTHER_AND_NEWBORN,
}
_GIVER_WORDS = {
    Giver.PARENT: "parental responsibility",
    Giver.COUNCIL: "for the council",
    Giver.YOUNG_PERSON: "for themselves",
    Giver.COURT: "court",
    Giver.DELEGATED_CARER: "carer under a written delegation",
}
# Care Planning, Placement and Case Review (England) Regulations 2010, regulation 7.
_DUTY = "We ask because the council must have the health of every looked-after child assessed (SI 2010/959, regulation 7)."


def keep(
    session: Session,
    child_id: int,
    request_ids: tuple[int, ...],
    render: Callable[[str, object], bytes],
    *,
    by: Actor,
    now: datetime,
    today: date,
) -> int:
    """Draw one letter for requests to the same source, keep it, and return the id of the document."""
    asked = [one for one in information.requests(session, child_id) if one.id in request_ids]
    wanted = Wanted(child_id, DOCUMENT, documents.new_reference(), 1, by, now, made_for=_recipient(asked[0]))
    return dispatch.keep(session, wanted, _gathered(session, wanted, request_ids), render)


def gather_paper(session: Session, wanted: Wanted) -> Gathered:
    """Return the letter about everything that is still open with one source, before the gateway."""
    open_ids = tuple(
        one.id
        for one in information.requests(session, wanted.child_id)
        if one.answer is None and _recipient(one) == wanted.made_for
    )
    return _gathered(session, wanted, open_ids)


def recipients(session: Session, child_id: int, today: date) -> tuple[str, ...]:
    """Return who was asked for something that has not come, as a letter can be made for each."""
    asked = [_recipient(one) for one in information.requests(session, child_id) if one.answer is None]
    return tuple(dict.fromkeys(asked))


def _recipient(one: Request) -> str:
    return one.asked_of or SOURCES[one.source].words


def _gathered(session: Session, wanted: Wanted, request_ids: tuple[int, ...]) -> Gathered:
    made_by, today = wanted.by.full_name, wanted.today
    return Gathered(
        gather(session, wanted.child_id, request_ids, wanted.reference, made_by=made_by, today=today)
    )


def gather(
    session: Session,
    child_id: int,
    request_ids: tuple[int, ...],
    reference: str,
    *,
    made_by: str,
    today: date,
) -> InformationLetter:
    """Return what the letter for these requests holds, before the gateway."""
    child = children.load(session, child_id)
    asked = [one for one in information.requests(session, child_id) if one.id in request_ids]
    source = SOURCES[asked[0].source]
    team = people.team(session, child.team_id)
    return InformationLetter(
        service=Service(team.name, team.phone, team.email),
        to=_addressee(session, child_id, asked[0]),
        child=subject(child, with_number=source.knows_nhs_number),
        why=why_now(session, child),
        basis=basis(session, child, asked[0].source, today),
        asked=tuple(AskedFor(one.what, one.asked_on if one.chases else None) for one in asked),
        reply_by=reply_by((one.due_on for one in asked), today),
        foot=LetterFoot(reference, today, made_by),
        reminders=max(len(one.chases) for one in asked),
        address_withheld=child.address_withheld,
    )


def reply_by(days: Iterable[date], today: date) -> date:
    """Return the day a letter asks for a reply by: the last one set, or the usual time from today where all are past."""
    ahead = [day for day in days if day >= today]
    return max(ahead, default=today + timedelta(days=DAYS_TO_ANSWER))


def subject(child: Child, *, with_number: bool) -> Subject:
    """Return whose letter it is: 'Amara BAPTISTE', born, and the NHS number where the reader needs it."""
    names = " ".join(part for part in (child.given_name or "", (child.family_name or "").upper()) if part)
    return Subject(
        names or f"Council ID {child.council_id}", child.born, child.nhs_number if with_number else None
    )


def asked_of_contact(session: Session, child_id: int, source: str) -> str:
    """Return who on record is asked as a source, '' where nobody is."""
    kind = SOURCES[source].contact
    found = care.contact(session, child_id, kind) if kind else None
    if found is None:
        return children.load(session, child_id).council_code if source == "council" else ""
    return ", ".join(part for part in (found.full_name, found.organisation) if part)


def refuse_without_leave(session: Session, child_id: int, source: str, today: date) -> None:
    """Raise UserError when somebody who may do so said no to records being asked for."""
    purpose = _RESTS_ON.get(source)
    consents = stored_consents.of_children(session, [child_id])[child_id]
    if purpose and (no := sharing_stopped(consents, purpose, today)):
        raise UserError(
            f"{SOURCES[source].words} can't be asked: {no}. Record a new answer first, if they changed their mind"
        )


def _addressee(session: Session, child_id: int, one: Request) -> Addressee:
    kind = SOURCES[one.source].contact
    found = care.contact(session, child_id, kind) if kind else None
    words = SOURCES[one.source].words
    role = words if words.casefold() not in one.asked_of.casefold() else ""
    if found is None or asked_of_contact(session, child_id, one.source) != one.asked_of:
        return Addressee(one.asked_of, role)
    # A parent's own address may be unsafe to print, and is nobody else's to know.
    address = "" if one.source == "family" else found.address or ""
    return Addressee(one.asked_of, role, address, found.ods_code or "", found.last_confirmed_on)


def why_now(session: Session, child: Child) -> str:
    """Return in one sentence why we write: that the child is looked after, and which assessment is due."""
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    clocks = deadlines.compute(session, {child.id})[child.id]
    due = next((one.due for one in clocks if one.due.met_on is None and not one.due.excluded), None)
    if due is None:
        return f"{called} is looked after by the council, and we keep the health record together."
    name = ASSESSMENT_NAMES[due.kind.value].lower()
    when = f", due {show_date(due.on)}" if due.on else ""
    return f"{called} is looked after by the council. We are preparing the {name}{when}."


def consent_now(session: Session, child: Child, purpose: Purpose, today: date) -> Consent | None:
    """Return the consent for a purpose that holds today, None when there is none."""
    consents = stored_consents.of_children(session, [child.id])[child.id]
    history = care.histories(session, [child.id])[child.id]
    period = last_period(history)
    legal = [one for one in history.legal_statuses if one.began <= today]
    open_now = [
        one.id for one in assessments.of_child(session, child.id) if one.state in assessments.OPEN_STATES
    ]
    now = Circumstances(
        born=child.born,
        today=today,
        legal_status=legal[-1].code if legal else None,
        period_began=period.began if period else None,
        assessment_id=open_now[-1] if open_now else None,
    )
    validity = rules_from(people.settings(session, child.team_id)).consent_validity
    return consent_in_force(consents, purpose, now, validity)


def giver_words(consent: Consent) -> str:
    """Return in what part somebody consented: 'for the council', 'parental responsibility'."""
    return _GIVER_WORDS[consent.giver]


def basis(session: Session, child: Child, source: str, today: date) -> str:
    """Return the consent or the duty that asking a source rests on, in words."""
    purpose = _RESTS_ON.get(source)
    if purpose is None:
        return _DUTY
    found = consent_now(session, child, purpose, today)
    if found is None:
        return f"{_DUTY} Consent to ask for records is not on record yet; if you need it, please say so."
    return (
        f"Consent to ask for records was given on {show_date(found.given_on)} by {found.giver_name} "
        f"({giver_words(found)})."
    )
