"""The consent page: who was asked for what, who answered, whether it still holds, and who can decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import last_period
from lac_tracker.domain.children import BannerFacts, Child
from lac_tracker.domain.competence import CapacityRecord, Competence, GillickRecord, LikelyRoute, likely_route
from lac_tracker.domain.consent import (
    PRESUMED_ABLE_AGE,
    Circumstances,
    Consent,
    ConsentRequest,
    Giver,
    Means,
    PrivateTopic,
    Purpose,
    PurposeStanding,
    Response,
    invalidate,
    purpose_standing,
    withdraw,
)
from lac_tracker.domain.dates import age_in_years, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.settings import rules_from
from lac_tracker.services import sharing
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_summary import banner
from lac_tracker.storage import assessments, care, care_records, children, people
from lac_tracker.storage import consents as stored


@dataclass(frozen=True)
class ConsentPage:
    """Everything the page shows. answers: every consent on record, newest first, whatever became of it."""

    child_id: int
    called: str
    banner: BannerFacts
    age: int
    legal_status: str | None
    purposes: tuple[PurposeStanding, ...]
    own: str  # what the young person said for themselves, in words; '' when they were not asked
    route: LikelyRoute
    answers: tuple[Consent, ...]
    requests: tuple[ConsentRequest, ...]
    competences: tuple[Competence, ...]
    topics: tuple[PrivateTopic, ...]
    open_assessment_id: int | None
    stopped: tuple[str, ...] = ()  # readers (sharing.READER_WORDS) whose copy a 'no' stops
    overridden: tuple[
        tuple[str, str], ...
    ] = ()  # (reader, the decision in words) where somebody decided otherwise


@dataclass(frozen=True)
class NewConsent:
    """One answer as the person enters it."""

    response: Response
    giver: Giver | None  # None: not chosen yet
    giver_name: str
    given_on: date | None
    means: Means
    agreed: frozenset[Purpose] = frozenset()
    declined: frozenset[Purpose] = frozenset()
    authority: str = ""
    evidence: str = ""
    order_expires_on: date | None = None


@dataclass(frozen=True)
class NewCompetence:
    """A Gillick (under 16) or capacity (16 and over) record as the person enters it: one decision, one day."""

    decision: str
    findings: Mapping[str, bool] = field(default_factory=dict)
    why: str = ""
    place: str = ""
    assessed_on: date | None = None


GILLICK_QUESTIONS = (
    ("knows_what", "knows what it is"),
    ("knows_why", "knows why it is offered"),
    ("knows_can_say_no", "knows they can say no, and what follows"),
    ("knows_who_sees_it", "knows what is written down, and who reads it"),
    ("can_weigh", "can keep it in mind and weigh it up"),
)
CAPACITY_QUESTIONS = (
    ("has_impairment", "has an impairment of mind or brain"),
    ("understands", "understands what there is to decide"),
    ("retains", "keeps it in mind long enough"),
    ("weighs", "weighs it up"),
    ("communicates", "tells us the decision, by any means"),
)


@needs(Action.SEE_CLINICAL, child=the_child)
def page(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> ConsentPage:
    """Return how consent stands for every purpose, and what it rests on."""
    child = children.load(session, child_id)
    answers = stored.of_children(session, [child_id])[child_id]
    asked = stored.requests(session, child_id)
    circumstances = _circumstances(session, child, today)
    validity = rules_from(people.settings(session, child.team_id)).consent_validity
    age = age_in_years(child.born, today)
    return ConsentPage(
        child_id=child_id,
        called=_called(child),
        banner=banner(session, child, today),
        age=age,
        legal_status=circumstances.legal_status,
        purposes=tuple(
            purpose_standing(answers, asked, purpose, circumstances, validity) for purpose in Purpose
        ),
        own=_own_words(answers),
        route=likely_route(circumstances.legal_status, age, unaccompanied=child.is_unaccompanied),
        answers=tuple(reversed(answers)),
        requests=asked,
        competences=stored.competences(session, child_id),
        topics=stored.topics(session, child_id, today),
        open_assessment_id=circumstances.assessment_id,
        stopped=tuple(one for one in sharing.READER_WORDS if sharing.stopped(answers, one, today)),
        overridden=tuple(
            (one, decided.words)
            for one in sharing.READER_WORDS
            if (decided := sharing.override(answers, one, today))
        ),
    )


@needs(Action.RECORD_CONSENT, child=the_child)
def record(
    session: Session, child_id: int, given: NewConsent, *, by: Actor, now: datetime, today: date
) -> Changes:
    """Record an answer as it was given, with the legal status and period of care of that day.

    Raises UserError when nobody is named, the day is not possible, or nothing was answered.
    """
    child = children.load(session, child_id)
    on = _day(given.given_on, "Date of consent", child, today)
    if given.giver is None:
        raise UserError("Who answered: choose one")
    name = clean_line(given.giver_name, label="Who gave consent")
    if not name:
        raise UserError("Enter who gave consent, or choose 'Not on record'")
    if given.response is Response.GIVEN and not given.agreed:
        raise UserError("Choose what they agreed to, or record that they said no")
    if given.order_expires_on and given.order_expires_on < on:
        raise UserError("Runs out on must not be before the date of consent")
    circumstances = _circumstances(session, child, on)
    is_given = given.response is Response.GIVEN
    consent = Consent(
        given.response, given.giver, name, on, given.means, by.full_name,
        agreed=given.agreed if is_given else frozenset(),
        declined=given.declined if is_given else frozenset(),
        assessment_id=circumstances.assessment_id,
        period_began=circumstances.period_began,
        legal_status=circumstances.legal_status,
        order_expires_on=given.order_expires_on,
        authority=clean_line(given.authority, label="On what authority") or None,
        evidence=clean_line(given.evidence, label="Evidence") or None,
    )  # fmt: skip
    made = stored.add_consent(session, child_id, consent)
    answered = consent.agreed | consent.declined if is_given else frozenset(Purpose)
    stored.answer_requests(session, child_id, made, answered)
    if circumstances.assessment_id is not None and Purpose.HEALTH_ASSESSMENT in consent.agreed:
        assessments.keep_consent_day(session, circumstances.assessment_id, on)
    return Changes(children=True, assessments=True, child_id=child_id, made_id=made)


@needs(Action.RECORD_CONSENT, child=the_child)
def ask(
    session: Session,
    child_id: int,
    purposes: frozenset[Purpose],
    asked_of: str,
    asked_on: date | None,
    means: Means,
    *,
    by: Actor,
    now: datetime,
    today: date,
) -> Changes:
    """Record that someone was asked. Raises UserError when nobody or nothing is named."""
    child = children.load(session, child_id)
    on = _day(asked_on, "Asked on", child, today)
    name = clean_line(asked_of, label="Asked of")
    if not name:
        raise UserError("Enter who was asked")
    if not purposes:
        raise UserError("Choose what they were asked for")
    for purpose in sorted(purposes):
        stored.add_request(session, child_id, purpose, name, on, means, by)
    return Changes(children=True, child_id=child_id)


@needs(Action.RECORD_CONSENT, child=stored.child_of_consent)
def withdraw_consent(
    session: Session, consent_id: int, reason: str, on: date | None, *, by: Actor, now: datetime, today: date
) -> Changes:
    """Record that the giver changed their mind: sharing stops from that moment, nothing is deleted (CO-2).

    Raises UserError unless it was given and still stands, and there is a reason.
    """
    child_id, consent = _consent(session, consent_id)
    day = _day(on, "Withdrawn on", children.load(session, child_id), today)
    stored.replace_consent(session, withdraw(consent, day, clean_text(reason, label="Reason", longest=2_000)))
    return Changes(children=True, assessments=True, child_id=child_id)


@needs(Action.RECORD_CONSENT, child=stored.child_of_consent)
def invalidate_consent(
    session: Session, consent_id: int, notes: str, *, by: Actor, now: datetime, today: date
) -> Changes:
    """Record that a consent is not valid: entered in error, or superseded (CO-2). Raises UserError without notes."""
    child_id, consent = _consent(session, consent_id)
    stored.replace_consent(session, invalidate(consent, today, clean_text(notes, label="Why", longest=2_000)))
    return Changes(children=True, assessments=True, child_id=child_id)


@needs(Action.RECORD_CONSENT, child=the_child)
def record_competence(
    session: Session, child_id: int, given: NewCompetence, *, by: Actor, now: datetime, today: date
) -> Changes:
    """Record whether the young person can decide one thing: Gillick under 16, capacity from 16 (CO-1).

    Raises UserError when the decision is not named or a question is not answered.
    """
    child = children.load(session, child_id)
    on = _day(given.assessed_on, "Assessed on", child, today)
    decision = clean_line(given.decision, label="Decision")
    if not decision:
        raise UserError("Enter the decision this is about: being able to decide is judged for one decision")
    is_young = age_in_years(child.born, on) < PRESUMED_ABLE_AGE
    questions = GILLICK_QUESTIONS if is_young else CAPACITY_QUESTIONS
    for key, words in questions:
        if key not in given.findings:
            raise UserError(f"Answer whether {_called(child)} {words}")
    findings: dict[str, Any] = {key: given.findings[key] for key, _ in questions}
    record = (
        GillickRecord(on, by.full_name, **findings)
        if is_young
        else CapacityRecord(on, by.full_name, **findings)
    )
    made = stored.add_competence(
        session, child_id, kind="gillick" if is_young else "capacity",
        can_decide="yes" if record.can_decide else "no", decision=decision,
        why=clean_text(given.why, label="Why", longest=2_000).strip(), findings=findings,
        place=clean_line(given.place, label="Place"), assessed_on=on,
        assessment_id=_circumstances(session, child, on).assessment_id, by=by,
    )  # fmt: skip
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.RECORD_CONSENT, child=stored.child_of_competence)
def invalidate_competence(
    session: Session, competence_id: int, notes: str, *, by: Actor, now: datetime, today: date
) -> Changes:
    """Record that a competence record is not valid. Raises UserError without notes."""
    said = clean_text(notes, label="Why", longest=2_000).strip()
    if not said:
        raise UserError("Enter why this record is not valid")
    stored.invalidate_competence(session, competence_id, today, said)
    return Changes(children=True, child_id=stored.child_of_competence(session, competence_id))


def _consent(session: Session, consent_id: int) -> tuple[int, Consent]:
    child_id = stored.child_of_consent(session, consent_id)
    held = stored.of_children(session, [child_id])[child_id]
    return child_id, next(one for one in held if one.id == consent_id)


def _circumstances(session: Session, child: Child, on: date) -> Circumstances:
    history = care.histories(session, [child.id])[child.id]
    period = last_period(history)
    statuses = [one for one in history.legal_statuses if one.began <= on]
    return Circumstances(
        born=child.born,
        today=on,
        legal_status=statuses[-1].code if statuses else None,
        period_began=period.began if period else None,
        assessment_id=_current(session, child.id),
        responsibility_changed_on=care_records.responsibility_changed_on(session, child.id),
        last_assessed_on=assessments.last_completed_on(assessments.of_child(session, child.id)),
    )


def _current(session: Session, child_id: int) -> int | None:
    """Return the assessment that consent is about now: the one that is open, else none."""
    one = assessments.open_of(assessments.of_child(session, child_id))
    return one.id if one else None


def _own_words(answers: tuple[Consent, ...]) -> str:
    own = [
        one
        for one in answers
        if one.giver is Giver.YOUNG_PERSON and not one.invalidated_on and one.given_on is not None
    ]
    if not own:
        return ""
    latest = max(own, key=lambda one: (one.given_on, one.id or 0))  # of one day, the one recorded last
    said = {
        Response.GIVEN: "Agreed to some" if latest.declined else "Agreed",
        Response.REFUSED: "Said no",
        Response.NOT_PROVIDED: "Heard, but could not decide this alone",
    }[latest.response]
    if latest.withdrawn_on:
        said = f"Withdrawn {show_date(latest.withdrawn_on)}"
    return f"{said}, {show_date(latest.given_on)}"


def _day(day: date | None, label: str, child: Child, today: date) -> date:
    if day is None:
        raise UserError(f"Enter the {label[0].lower()}{label[1:]}")
    if day > today:
        raise UserError(f"{label} must be today or in the past")
    if day < child.born:
        raise UserError(f"{label} must be after {_called(child)} was born, {show_date(child.born)}")
    return day


def _called(child: Child) -> str:
    return first_name(child.preferred_name, child.given_name, child.council_id)
