"""An assessment that is stopped for today and gone on with another day. The clock keeps running (TS-3)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import last_plan as rules
from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import refuse_far
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.forms import Form, Section, SectionState, section_states
from lac_tracker.domain.names import clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import open_outcomes
from lac_tracker.domain.questions import words
from lac_tracker.domain.visits import WHY_PAUSED, check_appointment_day, pick_up_default
from lac_tracker.services import assessments, last_plan, sdq_known
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_banner import banner
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import children, plans, visits

_LEFT = (SectionState.NOT_STARTED, SectionState.STARTED, SectionState.SOMETHING_TO_FIX)


@dataclass(frozen=True)
class PauseFacts:
    """What the pause dialog shows before anything is chosen."""

    assessment_id: int
    kind: str
    called: str
    banner: BannerFacts
    reasons: tuple[tuple[str, str], ...]  # (key, words)
    left: tuple[str, ...]  # sections with something to do, '7 Health checks'
    pick_up_on: date
    clock_words: str


@needs(Action.SEE_CLINICAL, child=stored.child_of)
def before_pause(
    session: Session, assessment_id: int, *, by: Actor, now: datetime, today: date
) -> PauseFacts:
    """Return what is left to do in an assessment, and when it may be picked up."""
    one = stored.load(session, assessment_id)
    child = children.load(session, one.child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    clock = "28-day clock" if one.kind == "IHA" else "clock"
    return PauseFacts(
        assessment_id=one.id,
        kind=one.kind,
        called=called,
        banner=banner(session, child, today),
        reasons=tuple((key, said.replace("{name}", called)) for key, said in WHY_PAUSED),
        left=sections_left(session, one, today),
        pick_up_on=pick_up_default(today),
        clock_words=f"This will show as 'Seen, part done'. The {clock} keeps running.",
    )


@needs(Action.PAUSE, child=stored.child_of)
def pause(
    session: Session,
    assessment_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    reason: str,
    note: str = "",
    left_to_do: str | None = None,
    pick_up_on: date | None = None,
    books: bool = False,
    at_question: str = "",
) -> Changes:
    """Stop for today: the child was seen and part of the assessment is done.

    reason: a key of WHY_PAUSED; 'something_else' needs a note. left_to_do: as the person left it; None: as computed.
    books: put an appointment on the pick-up date. at_question: where the keyboard was, to come back to it.

    Raises UserError when there is no reason, the date is impossible, or the assessment is signed.
    """
    one = stored.load(session, assessment_id)
    stored.refuse_signed(one.state)
    if one.is_amendment:
        raise UserError("An amendment is not paused: what you wrote is kept, and you can come back to it")
    note = _check_reason(reason, note)
    _check_pick_up(pick_up_on, today, books=books)
    left = ", ".join(sections_left(session, one, today)) if left_to_do is None else left_to_do
    left = clean_text(left, label="Left to do", longest=2_000).strip()
    visits.add_pause(session, assessment_id, reason, note, left, pick_up_on, by=by, now=now)
    fields: dict[str, object] = {
        "state": "part_done",
        "part_done_on": today,
        "first_seen_on": one.first_seen_on or today,
        # What is not finished with the child is neither completed nor waiting for a signature.
        "completed_on": None,
        "completed_by": None,
        "handed_to_id": None,
        "handed_on": None,
    }
    if at_question:
        fields["last_question_id"] = at_question
    stored.change(session, assessment_id, fields)
    visits.settle(session, one.child_id, one.kind, today, "part_done")
    if books:
        _book(session, one, pick_up_on, today)
    return Changes(assessments=True, child_id=one.child_id)


def _check_reason(reason: str, note: str) -> str:
    """Return why it stops in the person's words. Raises UserError without a reason."""
    note = clean_text(note, label="Why you are stopping", longest=2_000).strip()
    if reason not in dict(WHY_PAUSED):
        raise UserError("Choose why you are stopping")
    if reason == "something_else" and not note:
        raise UserError("Enter why you are stopping")
    return note


def _check_pick_up(day: date | None, today: date, *, books: bool) -> None:
    if day is not None and day < today:
        raise UserError("Pick-up date must be today or in the future")
    refuse_far(day, "Pick-up date", today)
    if day is None and books:
        raise UserError("Enter the pick-up date before making an appointment for it")


def _book(session: Session, one: stored.Assessment, day: date | None, today: date) -> None:
    """Put an appointment on the pick-up date."""
    child = children.load(session, one.child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    booked = {
        "kind": one.kind, "offered_on": today,
        "takes_place_on": check_appointment_day(day, child.born, called, today), "assessment_id": one.id,
        "interpreter": "needed" if child.interpreter_needed == "yes" else "not_needed",
    }  # fmt: skip
    visits.book(session, one.child_id, booked)


@needs(Action.PAUSE, child=stored.child_of)
def resume(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> Changes:
    """Go on with an assessment that was paused. That part of it was done another day stays on record."""
    one = stored.load(session, assessment_id)
    stored.refuse_signed(one.state)
    if one.state == "part_done":
        stored.change(session, assessment_id, {"state": "in_progress"})
    return Changes(assessments=True, child_id=one.child_id)


def sections_left(session: Session, one: stored.Assessment, today: date) -> tuple[str, ...]:
    """Return the sections of an assessment that still have something to do, as '7 Health checks'."""
    child = children.load(session, one.child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    form = assessments.form_of(session, one)
    on = one.first_seen_on or today
    facts = sdq_known.facts_of(session, child, on, one)
    given = stored.answers(session, one.id)
    circumstances = Circumstances(today, called, child.born)
    items = len(open_outcomes(plans.plan_of(session, one.id)))
    marked, total, _ = rules.counts(last_plan.items_of(session, one.id))
    states = section_states(form, given, facts, circumstances, plan_items=items, last_plan=(marked, total))
    return tuple(section_words(section, called) for section in form.sections if states[section.id] in _LEFT)


def section_words(section: Section, called: str) -> str:
    """Return '7 Health checks', with the child's name where the title holds it."""
    return f"{section.label} {words(section.title, called)}"


def back_words(form: Form, question_id: str | None) -> str:
    """Return "You're back in section 7.", '' where nobody was in a section before."""
    for section in form.sections:
        if section.id == question_id or any(question.id == question_id for question in section.questions):
            return f"You're back in section {section.label}."
    return ""
