"""The assessments page: every assessment with its dates, the appointments, and what may be done with each."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import last_period
from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.clock_holds import hold_words
from lac_tracker.domain.clocks import check_accepted_prior
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.forms import form_for
from lac_tracker.domain.names import clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.settings import rules_from
from lac_tracker.domain.visits import Appointment, not_brought_in_a_row, not_brought_words
from lac_tracker.services import clock_holds, forms
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_banner import banner
from lac_tracker.services.visit_rows import VisitRow, rows_of
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import care, children, people, visits
from lac_tracker.storage import clock_holds as stored_holds


@dataclass(frozen=True)
class PriorAssessment:
    """One made before this period of care began that may be accepted for it (TS-5)."""

    assessment_id: int
    kind: str
    completed_on: date
    completed_by: str
    care_began: date


@dataclass(frozen=True)
class VisitsPage:
    """What the assessments page shows."""

    called: str
    banner: BannerFacts
    born: date
    rows: tuple[VisitRow, ...]  # what is due first, then the newest first
    appointments: tuple[Appointment, ...]  # the latest first
    advice: str  # who has to be told because the child was not brought; '' when nobody has to be
    prior: PriorAssessment | None
    kinds: tuple[str, ...]  # what an appointment or a refusal can be about, the one due first
    holds: tuple[str, ...] = ()  # every hold on a clock in words, the newest first


@needs(Action.OPEN_RECORD, child=the_child)
def page(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> VisitsPage:
    """Return the assessments of a child with their dates, and the appointments."""
    child = children.load(session, child_id)
    booked = visits.appointments(session, child_id)
    rows = rows_of(session, child, today)
    due = [row.kind for row in rows if row.is_due]
    return VisitsPage(
        called=first_name(child.preferred_name, child.given_name, child.council_id),
        banner=banner(session, child, today),
        born=child.born,
        rows=rows,
        appointments=tuple(reversed(booked)),
        advice=not_brought_words(not_brought_in_a_row(booked)),
        prior=_prior(session, child_id, child.team_id),
        kinds=tuple(dict.fromkeys([*due, "IHA", "RHA"])),
        holds=tuple(hold_words(one) for one in stored_holds.of_child(session, child_id)),
    )


@needs(Action.START_ASSESSMENT, child=stored.child_of)
def cancel(session: Session, assessment_id: int, *, by: Actor, now: datetime, reason: str) -> Changes:
    """Cancel an assessment or an amendment that is open. What was written stays on record; the clock goes on.

    Raises UserError without a reason, or when it is not open.
    """
    one = stored.load(session, assessment_id)
    stored.refuse_signed(one.state)
    why = clean_text(reason, label="Why it is cancelled", longest=2_000).strip()
    if not why:
        raise UserError("Enter why it is cancelled")
    fields = {"state": "cancelled", "cancelled_because": why, "handed_to_id": None, "handed_on": None}
    stored.change(session, assessment_id, fields)
    return Changes(assessments=True, child_id=one.child_id)


@needs(Action.START_ASSESSMENT, child=the_child)
def talk_today(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date, kind: str
) -> Changes:
    """Open the jotter for a visit that cannot start for want of consent. Nothing is answered, no clock stops.

    Raises UserError when there is no form for that kind and age, or one is in progress already.
    """
    child = children.load(session, child_id)
    form = form_for(forms.all_forms(), kind, child.born, today)
    if form is None:
        raise UserError(f"There is no form for an {kind} at this age yet. Take notes on paper")
    open_now = stored.open_of(stored.of_child(session, child_id), kind)
    if open_now is not None and open_now.state != "requested":
        raise UserError(f"An {kind} is in progress already. Resume it instead")
    fields = {"form_id": form.id, "assessor_id": by.person_id}
    if open_now is None:
        made = stored.add(session, child_id, kind, "requested", fields)
    else:
        made = open_now.id
        stored.change(session, made, fields)
    return Changes(assessments=True, child_id=child_id, made_id=made)


@needs(Action.ENTER_PAST_ASSESSMENT, child=stored.child_of)
def accept_prior(session: Session, assessment_id: int, *, by: Actor, now: datetime) -> Changes:
    """Accept an assessment from before this period of care began: the initial one is then not due again (TS-5).

    Raises UserError unless it was completed within the 3 months before care began.
    """
    one = stored.load(session, assessment_id)
    child = children.load(session, one.child_id)
    period = last_period(care.histories(session, [child.id])[child.id])
    if period is None or period.began is None:
        raise UserError("It is not known when this period of care began. Enter that first")
    if one.state not in ("signed", "history") or one.completed_on is None:
        raise UserError("Only a completed assessment can be accepted")
    check_accepted_prior(one.completed_on, period.began, rules_from(people.settings(session, child.team_id)))
    with clock_holds.settled_if_met(session, child.id, "IHA", by=by, today=now.date()):
        stored.accept_for_new_period(session, assessment_id)
    return Changes(children=True, assessments=True, child_id=child.id)


def _prior(session: Session, child_id: int, team_id: int) -> PriorAssessment | None:
    """Return the newest assessment that could be accepted for this period of care and was not."""
    period = last_period(care.histories(session, [child_id])[child_id])
    if period is None or period.began is None or period.ended:
        return None
    held = stored.of_child(session, child_id)
    done = [*stored.in_force(held), *(one for one in held if one.state == "history")]
    if any(one.completed_on and one.completed_on >= period.began for one in done):
        return None  # assessed in this period already
    rules = rules_from(people.settings(session, team_id))
    for one in sorted(done, key=lambda one: one.completed_on or date.min, reverse=True):
        if one.completed_on is None:
            continue
        try:
            check_accepted_prior(one.completed_on, period.began, rules)
        except UserError:
            return None  # the newest is too old, and so are those before it
        if one.accepted_from_earlier_period:
            return None
        return PriorAssessment(
            one.id, one.kind, one.completed_on, one.completed_by or "not recorded", period.began
        )
    return None


def accepted_words(prior: PriorAssessment) -> str:
    """Return what accepting an earlier assessment means, for the question before it."""
    return (
        f"{prior.kind} of {show_date(prior.completed_on)} by {prior.completed_by}, within the 3 months before this "
        f"period of care began on {show_date(prior.care_began)}. The IHA is then not due again, and the next review "
        "counts from that day."
    )
