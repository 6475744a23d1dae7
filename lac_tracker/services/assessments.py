"""One health assessment that was started: shown, answered, checked and signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import answers as answer_rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import add_months, age_in_years, birthday, show_date
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.forms import Form, child_facts, find_question
from lac_tracker.domain.names import clean_text, first_name
from lac_tracker.domain.people import Actor, Registration
from lac_tracker.domain.questions import Answers, Value
from lac_tracker.domain.signing import SignCheck, SigningFacts, check_to_sign, may_sign
from lac_tracker.services import forms
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_summary import banner
from lac_tracker.services.consent_gate import adult_consent
from lac_tracker.services.learned_facts import fill_child
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import care, children, deadlines, form_files, people, plans

REGISTRATION_WORDS = {
    Registration.GMC: "GMC registered doctor",
    Registration.NMC: "NMC registered nurse or midwife",
}


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
    fill_child(session, one.child_id, form, stored.answers(session, assessment_id), by, completed_on)
    return Changes(children=True, assessments=True, plans=True, child_id=one.child_id)


def form_of(session: Session, one: stored.Assessment) -> Form:
    """Return the form of an assessment: as signed, or as the file says today while it is open."""
    if one.form_sha256:
        return form_files.read_form_text(stored.form_text(session, one.form_sha256), f"{one.form_id}.toml")
    if one.form_id is None:
        raise NotFound("This assessment was held before the caseload was made: only its date is on record")
    return forms.find_form(one.form_id)


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
        pr_consent_on_record=adult_consent(session, child, one, on) is not None,
        child_consented=answers.get("own_consent") in ("agreed", "agreed_to_some"),
        can_decide=str(answers["can_decide"]) if answers.get("can_decide") else None,
        next_due=add_months(on, months),
        our_organisation=people.team(session, by.team_id).name,
    )


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
