"""The consent gate: what an assessment goes by, asked and written down before it starts."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import answers as answer_rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import last_period
from lac_tracker.domain.children import BannerFacts, Child
from lac_tracker.domain.competence import Ability, OwnAnswer, gate_decision, own_response
from lac_tracker.domain.consent import (
    Circumstances,
    Consent,
    Giver,
    Means,
    Purpose,
    Response,
    consent_in_force,
)
from lac_tracker.domain.dates import age_in_years, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.forms import Form, find_question, form_for
from lac_tracker.domain.missing_parts import left_words
from lac_tracker.domain.names import clean_line, first_name
from lac_tracker.domain.pathways import too_old_words
from lac_tracker.domain.people import Actor
from lac_tracker.domain.settings import rules_from
from lac_tracker.services import forms, missing_parts, training
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_banner import banner
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import care, care_records, children, consents, flags, people, visits

OWN_CONSENT = {
    "agreed": "Yes, agreed",
    "agreed_to_some": "Yes, to some of it",
    "said_no": "Yes, said no",
    "not_asked": "Not asked: too young or not able",
    "not_yet": "Not yet",
}
_ADULT_PURPOSES = frozenset(
    {Purpose.HEALTH_ASSESSMENT, Purpose.SHARE_GP, Purpose.SHARE_COUNCIL, Purpose.SHARE_CARER}
)

_LAWFUL = "Lawful reason under local policy, chosen when the assessment started"


@dataclass(frozen=True)
class Gate:
    """What the consent gate shows before an assessment starts."""

    child_id: int
    called: str
    banner: BannerFacts
    kind: str
    age: int
    consent_words: str  # what is on record from someone with parental responsibility; '' when nothing is
    assessment_id: int | None  # one that was requested already
    form_title: str
    where: tuple[tuple[str, str], ...] = ()  # options of the form
    present: tuple[tuple[str, str], ...] = ()
    interpreter_words: str = ""  # what the record says
    left_words: str = ""  # what the last assessment left for another day
    training_words: str = ""  # of an unaccompanied child: that no training for it is on record


@dataclass(frozen=True)
class GateAnswers:
    """What the assessor says at the gate."""

    own_consent: str  # a key of OWN_CONSENT
    can_decide: str | None = None  # 'yes', 'no', 'partly'
    seen_where: str | None = None  # option of the form
    pr_giver: Giver | None = None  # consent from someone with parental responsibility, recorded now
    pr_giver_name: str = ""
    pr_given_on: date | None = None
    pr_means: Means = Means.IN_PERSON
    present: tuple[str, ...] = ()  # options of the form: who is with the child
    lawful_reason: str = ""  # under local policy, where nobody can consent
    not_to: str = ""  # what a young person who agreed to some of it did not agree to


@needs(Action.START_ASSESSMENT, child=the_child)
def gate(session: Session, child_id: int, *, by: Actor, now: datetime, today: date, kind: str) -> Gate:
    """Return what is known about consent before an assessment starts.

    Raises UserError when there is no form for that kind and age yet.
    """
    child = children.load(session, child_id)
    form = _form(kind, child, today)
    requested = _open_assessment(session, child_id, kind)
    consent = adult_consent(session, child, requested, today)
    words = ""
    if consent:
        words = (
            f"{consent.giver_name} ({consent.giver.value.replace('_', ' ')}), {show_date(consent.given_on)}"
        )
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    return Gate(
        child_id, called, banner(session, child, today), kind, age_in_years(child.born, today), words,
        requested.id if requested else None, form.title, _options(form, "seen_where"), _options(form, "present"),
        _interpreter_words(child), left_words(missing_parts.left_from_last(session, child_id, today)),
        training.for_unaccompanied(session, child, by, today),
    )  # fmt: skip


@needs(Action.START_ASSESSMENT, child=the_child)
def start(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date, kind: str, gate: GateAnswers
) -> Changes:
    """Start an assessment, with the consent it goes by.

    Raises UserError when there is no consent to go by, or one of this kind is in progress already.
    """
    child = children.load(session, child_id)
    if too_old := too_old_words(child.born, today):
        raise UserError(f"No {kind} can start: {too_old}")
    form = _form(kind, child, today)
    requested = _open_assessment(session, child_id, kind)
    if requested and requested.state != "requested":
        raise UserError(f"An {kind} is in progress already. Resume it instead")
    fields = {
        "form_id": form.id,
        "assessor_id": by.person_id,
        "started_at": now,
        "first_seen_on": today,
    }
    if requested is None:
        assessment_id = stored.add(session, child_id, kind, "in_progress", fields)
    else:
        assessment_id = requested.id
        stored.change(session, assessment_id, fields | {"state": "in_progress"})
    _record_gate(session, child, assessment_id, gate, by=by, today=today)
    on_record = adult_consent(session, child, stored.load(session, assessment_id), today) is not None
    decision = gate_decision(on_record, *_own_words(gate), gate.lawful_reason)
    if not decision.may_start:
        raise UserError(f"{decision.words}. You can still talk today and take notes on paper")
    for question_id, value in (
        ("own_consent", gate.own_consent),
        ("own_consent_not_to", clean_line(gate.not_to, label="Not agreed to") if _is_partly(gate) else None),
        ("can_decide", gate.can_decide),
        ("seen_where", gate.seen_where),
        ("present", list(gate.present) or None),
    ):
        question = find_question(form, question_id)
        if question and value:
            circumstances = answer_rules.Circumstances(today, "the child", child.born)
            kept = answer_rules.check(question, value, circumstances)
            stored.put_answer(session, assessment_id, question_id, kept, by=by, now=now)
    visits.asked_again(session, child_id, kind, today)
    return Changes(assessments=True, child_id=child_id, made_id=assessment_id)


def lawful_reason(session: Session, one: stored.Assessment) -> str | None:
    """Return the lawful reason an assessment goes by under local policy, None when it goes by consent."""
    for answer in reversed(consents.of_children(session, [one.child_id])[one.child_id]):
        is_ours = answer.assessment_id == one.id and answer.evidence == _LAWFUL
        if is_ours and answer.authority and not answer.invalidated_on:
            return answer.authority
    return None


def adult_consent(session: Session, child: Child, one: stored.Assessment | None, on: date) -> Consent | None:
    """Return the consent by someone else than the child that holds on a day, by the team's rule (CO-3, CO-4)."""
    history = care.histories(session, [child.id])[child.id]
    period, statuses = last_period(history), history.legal_statuses
    circumstances = Circumstances(
        born=child.born,
        today=on,
        legal_status=statuses[-1].code if statuses else None,
        period_began=period.began if period else None,
        assessment_id=one.id if one else None,
        responsibility_changed_on=care_records.responsibility_changed_on(session, child.id),
        last_assessed_on=stored.last_completed_on(stored.of_child(session, child.id)),
    )
    given = consents.of_children(session, [child.id])[child.id]
    adults = tuple(consent for consent in given if consent.giver is not Giver.YOUNG_PERSON)
    validity = rules_from(people.settings(session, child.team_id)).consent_validity
    return consent_in_force(adults, Purpose.HEALTH_ASSESSMENT, circumstances, validity)


def _form(kind: str, child: Child, today: date) -> Form:
    form = form_for(forms.all_forms(), kind, child.born, today)
    if form is None:
        raise UserError(
            f"There is no form for an {kind} at this age yet. Enter the assessment done on paper on the record"
        )
    return form


def _open_assessment(session: Session, child_id: int, kind: str) -> stored.Assessment | None:
    return stored.open_of(stored.of_child(session, child_id), kind)


def _options(form: Form, question_id: str) -> tuple[tuple[str, str], ...]:
    question = find_question(form, question_id)
    return question.options if question else ()


def _interpreter_words(child: Child) -> str:
    if child.interpreter_needed == "yes":
        return f"Needed: {flags.interpreter_language(child)}"
    return "Not needed" if child.interpreter_needed == "no" else "Not asked yet"


def _is_partly(gate: GateAnswers) -> bool:
    return gate.own_consent == OwnAnswer.AGREED_TO_SOME.value


def _own_words(gate: GateAnswers) -> tuple[OwnAnswer | None, Ability | None]:
    try:
        return OwnAnswer(gate.own_consent), Ability(gate.can_decide) if gate.can_decide else None
    except ValueError:
        raise UserError("Choose whether the child was asked for their own consent") from None


def _record_gate(
    session: Session, child: Child, assessment_id: int, gate: GateAnswers, *, by: Actor, today: date
) -> None:
    """Write down what was said at the gate, each answer as a consent of its own. Raises UserError for what cannot be."""
    history = care.histories(session, [child.id])[child.id]
    period, statuses = last_period(history), history.legal_statuses
    blank = Consent(
        Response.GIVEN, Giver.COUNCIL, by.full_name, today, Means.IN_PERSON, by.full_name,
        assessment_id=assessment_id, period_began=period.began if period else None,
        legal_status=statuses[-1].code if statuses else None,
    )  # fmt: skip
    _record_adult(session, child, gate, blank, today)
    _record_own(session, child, gate, blank)
    if reason := clean_line(gate.lawful_reason, label="Lawful reason"):
        nobodys = replace(blank, response=Response.NOT_PROVIDED, authority=reason, evidence=_LAWFUL)
        consents.add_consent(session, child.id, nobodys)
    if gate.can_decide:
        consents.add_competence(
            session,
            child.id,
            can_decide=gate.can_decide,
            assessed_on=today,
            assessment_id=assessment_id,
            by=by,
        )


def _record_adult(session: Session, child: Child, gate: GateAnswers, blank: Consent, today: date) -> None:
    """Write down the consent of somebody with parental responsibility that was recorded at the gate."""
    if gate.pr_giver is None:
        return
    if not gate.pr_giver_name.strip():
        raise UserError("Enter who gave consent, or choose 'Not on record'")
    given_on = gate.pr_given_on or today
    if given_on > today:
        raise UserError("Date of consent must be today or in the past")
    if given_on < child.born:
        called = first_name(child.preferred_name, child.given_name, child.council_id)
        raise UserError(f"Date of consent must be after {called} was born, {show_date(child.born)}")
    given = replace(
        blank, giver=gate.pr_giver, giver_name=clean_line(gate.pr_giver_name, label="Name"), given_on=given_on,
        means=gate.pr_means, agreed=_ADULT_PURPOSES,
    )  # fmt: skip
    consents.add_consent(session, child.id, given)
    assert blank.assessment_id is not None
    stored.keep_consent_day(session, blank.assessment_id, given_on)


def _record_own(session: Session, child: Child, gate: GateAnswers, blank: Consent) -> None:
    """Write down the child's own answer where they were asked.

    Without being able to decide, the child's word is heard and written down, and is no consent in law (CO-5).
    """
    answer, ability = _own_words(gate)
    if answer not in (OwnAnswer.AGREED, OwnAnswer.AGREED_TO_SOME, OwnAnswer.SAID_NO):
        return
    response = own_response(answer is not OwnAnswer.SAID_NO, ability is Ability.YES)
    purposes = frozenset({Purpose.HEALTH_ASSESSMENT}) if response is Response.GIVEN else frozenset()
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    own = replace(blank, response=response, giver=Giver.YOUNG_PERSON, giver_name=called, agreed=purposes)
    consents.add_consent(session, child.id, own)
