"""One health assessment that was started: shown, answered, checked and signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import answers as answer_rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.clock_holds import COMPLETED
from lac_tracker.domain.dates import add_months, age_in_years, birthday, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.forms import Form, find_question
from lac_tracker.domain.names import clean_text, first_name
from lac_tracker.domain.people import Actor, Registration
from lac_tracker.domain.questions import Answers, Value
from lac_tracker.domain.sdq_words import totals_words
from lac_tracker.domain.signing import SignCheck, SigningFacts, check_to_sign, may_sign
from lac_tracker.services import answer_conflicts, forms, jotter, last_plan, missing_parts, sdq_known
from lac_tracker.services.access import needs
from lac_tracker.services.assessment_forms import form_of as form_of
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_banner import banner
from lac_tracker.services.consent_gate import adult_consent, lawful_reason
from lac_tracker.services.learned_facts import allergies_not_named, fill_child
from lac_tracker.services.own_plan_facts import plain_words
from lac_tracker.storage import (
    assessment_notes,
    care,
    children,
    clock_holds,
    deadlines,
    editions,
    people,
    plans,
    visits,
)
from lac_tracker.storage import assessments as stored

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
    is_read_only: bool = False  # signed, declined or cancelled
    may_answer: bool = True  # False while only requested: talk and use the jotter, consent is still missing
    edition: int = 1
    amends_words: str = ""  # of an amendment: what it corrects and why
    handed_words: str = ""  # 'Handed to Sam Iqbal to sign on 04-Mar-2026', '' when it was not
    completed_on: date | None = None
    was_part_done: bool = False  # paused at least once
    was_completed_on: date | None = None  # of the edition an amendment corrects
    sdq_totals: str = ""  # 'Carer 14 on 04-Mar-2026, was 17 on …': for a plan item that comes from them


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
    amended = stored.load(session, one.amends_id) if one.amends_id else None
    histories = care.histories(session, [child.id])
    clocks = deadlines.compute(session, {child.id}, histories)[child.id]
    return AssessmentForEntry(
        id=one.id,
        child_id=child.id,
        called=first_name(child.preferred_name, child.given_name, child.council_id),
        banner=banner(session, child, today, history=histories[child.id], clocks=clocks),
        kind=one.kind,
        state=one.state,
        is_signed=one.state == "signed",
        form=form,
        answers=stored.answers(session, one.id),
        facts=sdq_known.facts_of(session, child, on, one),
        born=child.born,
        day_words=_day_words(clocks, one.kind, today),
        seen_on=one.first_seen_on,
        last_question_id=one.last_question_id,
        signed_words=_signed_words(session, one),
        practice_name=practice.organisation or "" if practice else "",
        clock_start=_clock_start(clocks, one.kind),
        is_read_only=one.state not in stored.OPEN_STATES,
        may_answer=one.state != "requested",
        edition=one.edition,
        amends_words=_amends_words(one, amended) if amended else "",
        handed_words=handed_words(session, one),
        completed_on=one.completed_on,
        was_part_done=one.part_done_on is not None,
        was_completed_on=amended.completed_on if amended else None,
        sdq_totals=totals_words(
            sdq_known.known(session, child, on).scores,
            first_name(child.preferred_name, child.given_name, child.council_id),
        ),
    )


@needs(Action.ANSWER, child=stored.child_of)
def record_answer(
    session: Session,
    assessment_id: int,
    question_id: str,
    value: Value | None,
    *,
    by: Actor,
    now: datetime,
    was: object = answer_conflicts.ANYTHING,
) -> Changes:
    """Keep one answer as given, and where the person was. None takes the answer back.

    was: the answer the person last saw there. Where somebody else has changed it since, theirs stays, this one is
    set aside until a person decides, and the changes carry an answer_conflicts.Refused as their report.

    Raises UserError in the words of the question when the value does not fit it, or the assessment is signed.
    """
    one = stored.load(session, assessment_id)
    stored.refuse_signed(one.state)
    if one.state == "requested":
        raise UserError(
            "This assessment has not been started: consent is still missing. Use the jotter today"
        )
    child = children.load(session, one.child_id)
    question = find_question(form_of(session, one), question_id)
    if question is None:
        raise UserError(
            f"The form has no question '{question_id}' any more. Your words are still on the screen: copy them"
        )
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    circumstances = answer_rules.Circumstances(now.date(), called, child.born)
    kept = answer_rules.check(question, value, circumstances)
    refused = answer_conflicts.refuse(
        session, assessment_id, question, kept, was, circumstances, by=by, now=now
    )
    if refused is not None:
        return Changes(assessments=True, child_id=one.child_id, report=refused)
    stored.put_answer(session, assessment_id, question_id, kept, by=by, now=now)
    if one.last_question_id != question_id:
        stored.remember_place(session, assessment_id, question_id)
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
    # An amendment keeps the form it was signed with before: none of its answers may lose its question.
    sha256 = one.form_sha256 or stored.keep_form(session, form.id, form.version, forms.form_source(form.id))
    given = {
        finding.id: (finding.words, clean_text(reasons[finding.id], label="Reason", longest=2_000).strip())
        for finding in found.explain
    }
    stored.keep_reasons(session, assessment_id, given)
    missing_parts.keep_signed(session, one, today)
    words = REGISTRATION_WORDS.get(by.registration, "")
    stored.change(
        session,
        assessment_id,
        {
            "state": "signed",
            "completed_on": completed_on,
            # Who was handed it signs for what somebody else completed with the child.
            "completed_by": one.completed_by or by.full_name,
            "report_written_on": today,
            "signed_at": now,
            "signed_by_id": by.person_id,
            "signed_as": f"{by.full_name}, {words}",
            "form_sha256": sha256,
        },
    )
    last_plan.apply_marks(session, assessment_id, completed_on, by)
    if one.amends_id is None:  # an amendment asks what the edition asked that it corrects
        sdq_known.settle(session, assessment_id, one.child_id, completed_on, by=by, now=now)
        # The clock this met is over; what a later clock waits for is nothing to a correction.
        clock_holds.settle(session, one.child_id, one.kind, on=today, by=by.full_name, because=COMPLETED)
    answers = stored.answers(session, assessment_id)
    fill_child(session, one.child_id, form, answers, by, completed_on, assessment_id=assessment_id)
    sdq_known.fill_in(session, one.child_id, answers, completed_on)
    visits.settle(session, one.child_id, one.kind, completed_on, "seen")
    if one.amends_id is not None:
        editions.follow_marks(session, one.amends_id, assessment_id)
    return Changes(children=True, assessments=True, plans=True, child_id=one.child_id)


def _signing_facts(
    session: Session, one: stored.Assessment, by: Actor, today: date, completed_on: date | None
) -> SigningFacts:
    child = children.load(session, one.child_id)
    answers = stored.answers(session, one.id)
    on = completed_on or one.first_seen_on or today
    months = 6 if age_in_years(child.born, on) < 5 else 12
    amended = stored.load(session, one.amends_id) if one.amends_id else None
    first = editions.first_edition(
        session, one
    )  # consent was asked for that one, and holds for its corrections
    form = form_of(session, one)
    return SigningFacts(
        kind=one.kind,
        form=form,
        answers=answers,
        child=sdq_known.facts_of(session, child, on, one),
        plan=plans.plan_of(session, one.id),
        words=forms.smart_words(),
        name=first_name(child.preferred_name, child.given_name, child.council_id),
        born=child.born,
        today=today,
        completed_on=completed_on,
        earliest_on=one.first_seen_on,
        was_completed_on=amended.completed_on if amended else None,
        copied_unconfirmed=assessment_notes.unconfirmed_copies(session, one.id),
        jotter_notes=jotter.waiting(session, one.id),
        quotes=sum(each.assessment_id == one.id for each in assessment_notes.quotes(session, one.child_id)),
        answers_to_choose=answer_conflicts.waiting_count(session, one.id),
        allergies_ended=allergies_not_named(session, one.child_id, one.id, form, answers, on),
        unmarked_last_items=last_plan.unmarked(session, one.id),
        lacking_last_items=last_plan.lacking(session, one.id),
        lawful_reason=lawful_reason(session, first),
        eighteenth_birthday=birthday(child.born, 18),
        registration=by.registration,
        pr_consent_on_record=adult_consent(session, child, first, on) is not None,
        child_consented=answers.get("own_consent") in ("agreed", "agreed_to_some"),
        can_decide=str(answers["can_decide"]) if answers.get("can_decide") else None,
        next_due=add_months(on, months),
        our_organisation=people.team(session, by.team_id).name,
        plain=plain_words(),
        parts_with_item=frozenset(
            part.section_id
            for part in missing_parts.parts_of(session, one, today)
            if part.need_id is not None
        ),
    )


def handed_words(session: Session, one: stored.Assessment) -> str:
    """Return 'Handed to Sam Iqbal to sign on 04-Mar-2026', '' when it was not handed over or is signed."""
    if one.handed_to_id is None or one.state not in stored.OPEN_STATES:
        return ""
    name = stored.assessor_name(session, one.handed_to_id)
    return f"Handed to {name} to sign on {show_date(one.handed_on)}"


def _signed_words(session: Session, one: stored.Assessment) -> str:
    if one.state == "declined":
        return f"Declined for now on {show_date(one.declined_on)}"
    if one.state == "cancelled":
        return f"Cancelled: {one.cancelled_because or 'no reason on record'}"
    if not one.signed_at:
        return ""
    version = f", version {one.edition}" if one.edition > 1 else ""
    words = f"Signed {show_date(one.signed_at.date())} by {one.signed_as}{version}"
    later = stored.replaced_by(stored.of_child(session, one.child_id)).get(one.id)
    return f"{words}. Replaced by version {later.edition}" if later else words


def _amends_words(one: stored.Assessment, amended: stored.Assessment) -> str:
    signed = show_date(amended.signed_at.date()) if amended.signed_at else "before"
    return f"Version {one.edition} of the {one.kind} signed {signed}. Why: {one.amendment_reason}"


def _day_words(clocks: tuple[deadlines.Clock, ...], kind: str, today: date) -> str:
    for clock in clocks:
        if (
            clock.due.kind.value == kind
            and clock.due.clock_start
            and clock.due.on
            and clock.due.met_on is None
        ):
            day, limit = (today - clock.due.clock_start).days, (clock.due.on - clock.due.clock_start).days
            return f"Day {day} of {limit}" if kind == "IHA" else f"Due {show_date(clock.due.on)}"
    return ""


def _clock_start(clocks: tuple[deadlines.Clock, ...], kind: str) -> date | None:
    return next((clock.due.clock_start for clock in clocks if clock.due.kind.value == kind), None)
