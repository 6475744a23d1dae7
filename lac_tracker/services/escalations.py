"""Something late taken further, step by step as the team's own rule says, with what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import escalation as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import RecordChanged, UserError
from lac_tracker.domain.escalation import Rule as Rule
from lac_tracker.domain.escalation import Step as Step  # screens name both types
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.domain.standing import OPEN_STATUSES, WAITING_WORDS, status_words
from lac_tracker.domain.working_days import BankHolidays
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_banner import banner
from lac_tracker.services.clock_of import clock_of, standing_of
from lac_tracker.services.delay_reasons import words_of
from lac_tracker.storage import children, people, reference_data
from lac_tracker.storage import escalations as stored
from lac_tracker.storage.escalations import Escalation as Escalation

LONGEST = 2_000
BY_HAND = "By decision of the team"


@dataclass(frozen=True)
class Proposed:
    """What the rule proposes for one row now.

    step: '' where no step of the rule is reached or left. answer_by: as the rule counts its days; on a weekend or bank
    holiday the next working day stands for it. coming: when the next one is, in words; '' where none comes.
    """

    banner: BannerFacts
    status: str
    waiting_on: str
    reason: str
    step: str
    to: str
    answer_by: date | None
    coming: str
    holidays: BankHolidays
    before: tuple[Escalation, ...]  # of this child, the newest first


@needs(Action.ESCALATE, child=the_child)
def next_step_of_rule(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date, kind: str
) -> Proposed:
    """Return what the team's rule proposes for the clock of a kind. Raises UserError where there is no clock."""
    clock = clock_of(session, child_id, kind)
    stand = standing_of(clock, today)
    before = stored.of_child(session, child_id)
    taken = {one.step for one in before if one.kind == kind and one.clock_start == clock.due.clock_start}
    steps = stored.rule(session, by.team_id).steps
    is_late = stand.days_overdue > 0
    step = rules.next_step(steps, stand.waiting_on, stand.days_overdue, taken) if is_late else None
    coming = rules.after_that(steps, stand.waiting_on, stand.days_overdue, taken)
    return Proposed(
        banner(session, children.load(session, child_id), today),
        status_words(stand, clock.due, today),
        WAITING_WORDS[stand.waiting_on],
        words_of(session, child_id, clock),
        step.words if step else "",
        step.to if step else "",
        rules.answer_by(step, today) if step else None,
        f"The next step of the rule: {coming.to}, {_from(coming)}" if coming and not step else "",
        _holidays(session, by),
        before,
    )


@needs(Action.ESCALATE, child=the_child)
def escalate(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    kind: str,
    escalated_to: str,
    why: str = "",
    answer_by: date | None = None,
    step: str = "",
) -> Changes:
    """Keep that something was taken further today. step: of the rule, in its words; '' where a person decided it.

    answer_by: on a weekend or bank holiday it is kept as the next working day. Raises UserError without to whom or a day
    for the answer, and for what is not open any more.
    """
    clock = clock_of(session, child_id, kind)
    if standing_of(clock, today).status not in OPEN_STATUSES:
        raise UserError(f"The {kind} is not open any more: there is nothing to take further")
    to = clean_line(escalated_to, label="To whom")
    if not to:
        raise UserError("To whom: enter the person or post it is taken to")
    made = stored.add(
        session, child_id,
        {
            "kind": kind, "clock_start": clock.due.clock_start, "step": clean_line(step, label="Step") or BY_HAND,
            "escalated_to": to, "why": clean_text(why, label="Why", longest=LONGEST).strip(), "escalated_on": today,
            "escalated_by_id": by.person_id, "answer_by": rules.check_answer_by(answer_by, today, _holidays(session, by)),
        },
    )  # fmt: skip
    return Changes(assessments=True, child_id=child_id, made_id=made)


@needs(Action.ESCALATE, child=stored.child_of)
def answer(
    session: Session,
    escalation_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    answered_on: date | None,
    said: str,
    seen_version: int | None = None,
) -> Changes:
    """Keep what was answered. Raises UserError without words or day, or for a day before it was taken further."""
    one = _one(session, escalation_id)
    words = clean_text(said, label="Answer", longest=LONGEST).strip()
    if answered_on is None:
        raise UserError("Enter the date of the answer")
    if answered_on > today:
        raise UserError("Date of the answer must be today or in the past")
    if answered_on < one.escalated_on:
        raise UserError(
            f"Date of the answer must be on or after {show_date(one.escalated_on)}, when it was taken further"
        )
    if not words:
        raise UserError("Answer: enter what was answered")
    fields = {"answered_on": answered_on, "answer": words}
    stored.change(session, escalation_id, fields, seen_version=seen_version)
    return Changes(assessments=True, child_id=one.child_id)


@needs(Action.OPEN_RECORD, child=the_child)
def history(session: Session, child_id: int, *, by: Actor, now: datetime) -> tuple[Escalation, ...]:
    """Return what was taken further about a child, the newest first."""
    return stored.of_child(session, child_id)


@needs(Action.SEE_LISTS)
def unanswered(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[Escalation, ...]:
    """Return what was taken further and should have been answered by today, the earliest first."""
    return tuple(
        one for one in stored.unanswered(session, by.team_id) if one.answer_by and one.answer_by <= today
    )


@needs(Action.SEE_LISTS)
def rule(session: Session, *, by: Actor, now: datetime) -> Rule:
    """Return the team's own rule, or the one it starts from."""
    return stored.rule(session, by.team_id)


@needs(Action.CHANGE_SETTINGS)
def change_rule(
    session: Session, steps: Sequence[Step], *, by: Actor, now: datetime, seen: Rule | None = None
) -> Changes:
    """Keep the team's own rule; no steps at all bring back the one it started from.

    seen: the rule as the person read it. Raises UserError naming the step that is wrong, RecordChanged when somebody
    else changed the rule meanwhile. What was taken further before stays as it was.
    """
    now_kept = stored.rule(session, by.team_id)
    if seen is not None and now_kept != seen:
        raise RecordChanged(
            f"{now_kept.changed_by or 'Someone else'} changed the rule while you were working. "
            "Open it again to see their version"
        )
    checked = rules.check_steps(steps) if steps else ()
    if checked != now_kept.steps:
        stored.keep_rule(session, by.team_id, Rule(checked, by.full_name, now.date()))
    return Changes()


def escalation_words(one: Escalation) -> str:
    """Return '23-Feb-2026 Grace Mensah: to Council service manager. No answer yet, expected by 28-Feb-2026'."""
    expected = f", expected by {show_date(one.answer_by)}" if one.answer_by else ""
    said = (
        f"Answer {show_date(one.answered_on)}: {one.answer}"
        if one.answered_on
        else f"No answer yet{expected}"
    )
    return f"{one.kind} {show_date(one.escalated_on)} {one.escalated_by}: to {one.escalated_to}. {said}"


def _holidays(session: Session, by: Actor) -> BankHolidays:
    return reference_data.bank_holidays(people.own_bank_holidays(session, by.team_id))


def _from(step: Step) -> str:
    days = "1 day" if step.days_overdue == 1 else f"{step.days_overdue} days"
    return f"from {days} overdue"


def _one(session: Session, escalation_id: int) -> Escalation:
    held = stored.of_child(session, stored.child_of(session, escalation_id))
    return next(one for one in held if one.id == escalation_id)
