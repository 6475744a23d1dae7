"""One health assessment: asked about, started, answered, checked and signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import answers as answer_rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import last_period
from lac_tracker.domain.children import BannerFacts, Child
from lac_tracker.domain.competence import Ability, OwnAnswer, gate_decision, own_response
from lac_tracker.domain.completeness import Knowledge
from lac_tracker.domain.consent import (
    Circumstances,
    Consent,
    Giver,
    Means,
    Purpose,
    Response,
    consent_in_force,
)
from lac_tracker.domain.dates import add_months, age_in_years, birthday, show_date
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.forms import Form, child_facts, find_question, form_for, visible_questions
from lac_tracker.domain.names import clean_line, clean_text, first_name, search_key
from lac_tracker.domain.people import Actor, Registration
from lac_tracker.domain.questions import Answers, Value
from lac_tracker.domain.settings import rules_from
from lac_tracker.domain.signing import SignCheck, SigningFacts, check_to_sign, may_sign
from lac_tracker.services import forms
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.children import banner
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import care, children, deadlines, form_files, people, plans, reference_data

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
REGISTRATION_WORDS = {
    Registration.GMC: "GMC registered doctor",
    Registration.NMC: "NMC registered nurse or midwife",
}


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


@dataclass(frozen=True)
class AssessmentForEntry:
    """Everything the assessment screen needs to show and go on with an assessment."""

    id: int
    child_id: int
    called: str
    banner: BannerFacts
    kind: str
    state: str
    is_signed: bool
    form: Form
    answers: Answers
    facts: Mapping[str, str]  # what conditions may ask about the child
    born: date
    day_words: str
    seen_on: date | None
    last_question_id: str | None
    signed_words: str
    practice_name: str  # for the persons of the plan
    clock_start: date | None = None  # day 0 of the clock it stops; None when that is not known


@needs(Action.START_ASSESSMENT, child=the_child)
def gate(session: Session, child_id: int, *, by: Actor, now: datetime, today: date, kind: str) -> Gate:
    """Return what is known about consent before an assessment starts.

    Raises UserError when there is no form for that kind and age yet.
    """
    child = children.load(session, child_id)
    form = _form(kind, child, today)
    requested = _open_assessment(session, child_id, kind)
    consent = _adult_consent(session, child, requested, today)
    words = ""
    if consent:
        words = (
            f"{consent.giver_name} ({consent.giver.value.replace('_', ' ')}), {show_date(consent.given_on)}"
        )
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    return Gate(
        child_id, called, banner(session, child, today), kind, age_in_years(child.born, today), words,
        requested.id if requested else None, form.title,
    )  # fmt: skip


@needs(Action.START_ASSESSMENT, child=the_child)
def start(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date, kind: str, gate: GateAnswers
) -> Changes:
    """Start an assessment, with the consent it goes by.

    Raises UserError when there is no consent to go by, or one of this kind is in progress already.
    """
    child = children.load(session, child_id)
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
    on_record = _adult_consent(session, child, stored.load(session, assessment_id), today) is not None
    decision = gate_decision(on_record, *_own_words(gate))
    if not decision.may_start:
        raise UserError(f"{decision.words}. You can still talk today and take notes on paper")
    for question_id, value in (
        ("own_consent", gate.own_consent),
        ("can_decide", gate.can_decide),
        ("seen_where", gate.seen_where),
    ):
        question = find_question(form, question_id)
        if question and value:
            circumstances = answer_rules.Circumstances(today, "the child", child.born)
            kept = answer_rules.check(question, value, circumstances)
            stored.put_answer(session, assessment_id, question_id, kept, by=by, now=now)
    return Changes(assessments=True, child_id=child_id, made_id=assessment_id)


@needs(Action.SEE_CLINICAL, child=stored.child_of)
def for_entry(
    session: Session, assessment_id: int, *, by: Actor, now: datetime, today: date
) -> AssessmentForEntry:
    """Return an assessment with its form and answers. A signed one comes with the form it was signed with."""
    one = stored.load(session, assessment_id)
    child = children.load(session, one.child_id)
    form = form_of(session, one)
    on = one.completed_on or one.first_seen_on or today
    practice = care.contact(session, child.id, "gp_practice")
    signed = f"Signed {show_date(one.signed_at.date())} by {one.signed_as}" if one.signed_at else ""
    return AssessmentForEntry(
        id=one.id,
        child_id=child.id,
        called=first_name(child.preferred_name, child.given_name, child.council_id),
        banner=banner(session, child, today),
        kind=one.kind,
        state=one.state,
        is_signed=one.state == "signed",
        form=form,
        answers=stored.answers(session, one.id),
        facts=child_facts(child.born, on, unaccompanied=child.is_unaccompanied, sex=child.sex),
        born=child.born,
        day_words=_day_words(session, child.id, one.kind, today),
        seen_on=one.first_seen_on,
        last_question_id=one.last_question_id,
        signed_words=signed,
        practice_name=practice.organisation or "" if practice else "",
        clock_start=_clock_start(session, child.id, one.kind),
    )


@needs(Action.ANSWER, child=stored.child_of)
def record_answer(
    session: Session, assessment_id: int, question_id: str, value: Value | None, *, by: Actor, now: datetime
) -> Changes:
    """Keep one answer as given, and where the person was. None takes the answer back.

    Raises UserError in the words of the question when the value does not fit it, or the assessment is signed.
    """
    one = stored.load(session, assessment_id)
    stored.refuse_signed(one.state)
    child = children.load(session, one.child_id)
    question = find_question(form_of(session, one), question_id)
    if question is None:
        raise UserError(
            f"The form has no question '{question_id}' any more. Your words are still on the screen: copy them"
        )
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    circumstances = answer_rules.Circumstances(now.date(), called, child.born)
    kept = answer_rules.check(question, value, circumstances)
    stored.put_answer(session, assessment_id, question_id, kept, by=by, now=now)
    if one.last_question_id != question_id:
        stored.change(session, assessment_id, {"last_question_id": question_id})
    return Changes(assessments=True, child_id=one.child_id)


@needs(Action.SEE_CLINICAL, child=stored.child_of)
def check(
    session: Session, assessment_id: int, *, by: Actor, now: datetime, today: date, completed_on: date | None
) -> SignCheck:
    """Return what stops signing, what needs a reason, what is worth a look and what is good."""
    return check_to_sign(
        _signing_facts(session, stored.load(session, assessment_id), by, today, completed_on)
    )


@needs(Action.SIGN, child=stored.child_of)
def sign(
    session: Session,
    assessment_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    completed_on: date,
    reasons: Mapping[str, str],
) -> Changes:
    """Make an assessment final and keep the text of the form it was made with.

    reasons: id of a finding that needs one → the reason given.

    Raises UserError with everything that still stands in the way.
    """
    one = stored.load(session, assessment_id)
    stored.refuse_signed(one.state)
    found = check_to_sign(_signing_facts(session, one, by, today, completed_on))
    if in_the_way := may_sign(found, reasons):
        raise UserError("Not signed yet. " + " · ".join(in_the_way))
    form = form_of(session, one)
    sha256 = stored.keep_form(session, form.id, form.version, forms.form_source(form.id))
    given = {
        finding.id: (finding.words, clean_text(reasons[finding.id], label="Reason", longest=2_000).strip())
        for finding in found.explain
    }
    stored.keep_reasons(session, assessment_id, given)
    words = REGISTRATION_WORDS.get(by.registration, "")
    stored.change(
        session,
        assessment_id,
        {
            "state": "signed",
            "completed_on": completed_on,
            "completed_by": by.full_name,
            "report_written_on": today,
            "signed_at": now,
            "signed_by_id": by.person_id,
            "signed_as": f"{by.full_name}, {words}",
            "form_sha256": sha256,
        },
    )
    _fill_child(session, one.child_id, form, stored.answers(session, assessment_id), by, completed_on)
    return Changes(children=True, assessments=True, plans=True, child_id=one.child_id)


def form_of(session: Session, one: stored.Assessment) -> Form:
    """Return the form of an assessment: as signed, or as the file says today while it is open."""
    if one.form_sha256:
        return form_files.read_form_text(stored.form_text(session, one.form_sha256), f"{one.form_id}.toml")
    if one.form_id is None:
        raise NotFound("This assessment was held before the caseload was made: only its date is on record")
    return forms.find_form(one.form_id)


def _form(kind: str, child: Child, today: date) -> Form:
    form = form_for(forms.all_forms(), kind, child.born, today)
    if form is None:
        raise UserError(
            f"There is no form for an {kind} at this age yet. Enter the assessment done on paper on the record"
        )
    return form


def _open_assessment(session: Session, child_id: int, kind: str) -> stored.Assessment | None:
    mine = [
        one
        for one in stored.of_child(session, child_id)
        if one.kind == kind and one.state in stored.OPEN_STATES
    ]
    return mine[-1] if mine else None


def _adult_consent(session: Session, child: Child, one: stored.Assessment | None, on: date) -> Consent | None:
    """Return the consent by someone else than the child that holds on a day, by the team's rule (CO-3, CO-4)."""
    history = care.histories(session, [child.id])[child.id]
    period, statuses = last_period(history), history.legal_statuses
    circumstances = Circumstances(
        born=child.born,
        today=on,
        legal_status=statuses[-1].code if statuses else None,
        period_began=period.began if period else None,
        assessment_id=one.id if one else None,
    )
    given = stored.consents(session, [child.id])[child.id]
    adults = tuple(consent for consent in given if consent.giver is not Giver.YOUNG_PERSON)
    validity = rules_from(people.settings(session, child.team_id)).consent_validity
    return consent_in_force(adults, Purpose.HEALTH_ASSESSMENT, circumstances, validity)


def _own_words(gate: GateAnswers) -> tuple[OwnAnswer | None, Ability | None]:
    try:
        return OwnAnswer(gate.own_consent), Ability(gate.can_decide) if gate.can_decide else None
    except ValueError:
        raise UserError("Choose whether the child was asked for their own consent") from None


def _record_gate(
    session: Session, child: Child, assessment_id: int, gate: GateAnswers, *, by: Actor, today: date
) -> None:
    answer, ability = _own_words(gate)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    history = care.histories(session, [child.id])[child.id]
    period, statuses = last_period(history), history.legal_statuses

    def given(
        giver: Giver,
        name: str,
        on: date,
        means: Means,
        agreed: frozenset[Purpose],
        response: Response = Response.GIVEN,
    ) -> Consent:
        return Consent(
            response,
            giver,
            name,
            on,
            means,
            by.full_name,
            agreed=agreed,
            assessment_id=assessment_id,
            period_began=period.began if period else None,
            legal_status=statuses[-1].code if statuses else None,
        )

    if gate.pr_giver is not None:
        if not gate.pr_giver_name.strip():
            raise UserError("Enter who gave consent, or choose 'Not on record'")
        given_on = gate.pr_given_on or today
        if given_on > today:
            raise UserError("Date of consent must be today or in the past")
        name = clean_line(gate.pr_giver_name, label="Name")
        stored.add_consent(
            session, child.id, given(gate.pr_giver, name, given_on, gate.pr_means, _ADULT_PURPOSES)
        )
        stored.change(session, assessment_id, {"consent_received_on": given_on})
    if answer in (OwnAnswer.AGREED, OwnAnswer.AGREED_TO_SOME, OwnAnswer.SAID_NO):
        # Without being able to decide, the child's word is heard and written down, and is no consent in law (CO-5).
        response = own_response(answer is not OwnAnswer.SAID_NO, ability is Ability.YES)
        purposes = frozenset({Purpose.HEALTH_ASSESSMENT}) if response is Response.GIVEN else frozenset()
        own = given(Giver.YOUNG_PERSON, called, today, Means.IN_PERSON, purposes, response)
        stored.add_consent(session, child.id, own)
    if gate.can_decide:
        stored.add_competence(session, child.id, assessment_id, gate.can_decide, None, today, by=by)


def _signing_facts(
    session: Session, one: stored.Assessment, by: Actor, today: date, completed_on: date | None
) -> SigningFacts:
    child = children.load(session, one.child_id)
    answers = stored.answers(session, one.id)
    on = completed_on or one.first_seen_on or today
    months = 6 if age_in_years(child.born, on) < 5 else 12
    return SigningFacts(
        kind=one.kind,
        form=form_of(session, one),
        answers=answers,
        child=child_facts(child.born, on, unaccompanied=child.is_unaccompanied, sex=child.sex),
        plan=plans.plan_of(session, one.id),
        words=forms.smart_words(),
        name=first_name(child.preferred_name, child.given_name, child.council_id),
        born=child.born,
        today=today,
        completed_on=completed_on,
        earliest_on=one.first_seen_on,
        eighteenth_birthday=birthday(child.born, 18),
        registration=by.registration,
        pr_consent_on_record=_adult_consent(session, child, one, on) is not None,
        child_consented=answers.get("own_consent") in ("agreed", "agreed_to_some"),
        can_decide=str(answers["can_decide"]) if answers.get("can_decide") else None,
        next_due=add_months(on, months),
        our_organisation=people.team(session, by.team_id).name,
    )


def _fill_child(session: Session, child_id: int, form: Form, answers: Answers, by: Actor, on: date) -> None:
    """Write what the form learned about the child into the record once: `fills` of a question names the fact.

    What was not learned this time leaves the record as it is.
    """
    child = children.load(session, child_id)
    facts = child_facts(child.born, on, unaccompanied=child.is_unaccompanied, sex=child.sex)
    asked = visible_questions(form, answers, facts)
    answers = {question.id: answers[question.id] for question in asked if question.id in answers}
    said = {
        question.fills: str(answers[question.id])
        for question in asked
        if question.fills and question.id in answers
    }
    fields: dict[str, object] = {}
    for subject, code in (
        ("ethnicity", "ethnicity_code"),
        ("language", "first_language"),
        ("religion", "religion_code"),
    ):
        state = said.get(f"{subject}_state")
        held = getattr(child, f"{subject}_state")
        is_less = state == Knowledge.ASKED_NOT_KNOWN and held == Knowledge.RECORDED
        if state is None or state == Knowledge.NOT_ASKED or is_less:
            continue
        fields |= {f"{subject}_state": state, f"{subject}_asked_on": on, f"{subject}_asked_by": by.full_name}
        value = said.get(subject) if state == Knowledge.RECORDED else None
        fields[code] = _language_code(value) if subject == "language" and value else value
    for name in ("preferred_name", "interpreter_needed", "allergies_state", "allergies"):
        if name in said:
            fields[name] = said[name]
    if said.get("allergies_state") == "none_known":
        fields["allergies"] = None
    means = [
        str(answers[f"{subject}_means"])
        for subject in ("ethnicity", "language", "religion")
        if answers.get(f"{subject}_means")
    ]
    if means:
        fields["meaning_for_care"] = " ".join(means)
    fields |= {name: state for name, state in _history_states(answers).items() if state != "not_asked"}
    children.change(session, child_id, fields)


def _language_code(typed: str) -> str:
    """Return the code of a language whose name was typed, else the words as they are: a dialect has no code."""
    names = {search_key(code.label): code.code for code in reference_data.codes()["language"].codes}
    return names.get(search_key(typed), typed)


def _history_states(answers: Answers) -> dict[str, object]:
    """Return the state of birth and parental history: answered when every heading is, else the weakest word."""
    groups = {
        "birth_history_state": ("birth_pregnancy_state", "neonatal_state", "newborn_screening_state"),
        "parental_history_state": ("mother_health_state", "father_health_state"),
    }
    weakest = ("not_asked", "asked", "declined", "not_known_after_asking", "answered")
    words = {
        "known": "answered",
        "answered": "answered",
        "recorded": "answered",
        "asked_for": "asked",
        "asked": "asked",
    }
    found: dict[str, object] = {}
    for field, questions in groups.items():
        states = [
            words.get(str(answers.get(one, "not_asked")), str(answers.get(one, "not_asked")))
            for one in questions
        ]
        found[field] = min(
            (state if state in weakest else "not_asked" for state in states), key=weakest.index
        )
    return found


def _day_words(session: Session, child_id: int, kind: str, today: date) -> str:
    for clock in deadlines.compute(session, {child_id})[child_id]:
        if (
            clock.due.kind.value == kind
            and clock.due.clock_start
            and clock.due.on
            and clock.due.met_on is None
        ):
            day, limit = (today - clock.due.clock_start).days, (clock.due.on - clock.due.clock_start).days
            return f"Day {day} of {limit}" if kind == "IHA" else f"Due {show_date(clock.due.on)}"
    return ""


def _clock_start(session: Session, child_id: int, kind: str) -> date | None:
    clocks = deadlines.compute(session, {child_id})[child_id]
    return next((clock.due.clock_start for clock in clocks if clock.due.kind.value == kind), None)
