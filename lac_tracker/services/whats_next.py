"""What waits at a record: due assessments, pathways, reviews of flags and replies, worst first."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain import pathways as rules
from lac_tracker.domain.care import current_period
from lac_tracker.domain.children import Child, FlagChip
from lac_tracker.domain.completeness import HistoryState
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.information import RequestStatus, status, status_words
from lac_tracker.domain.people import Actor
from lac_tracker.domain.standing import Status
from lac_tracker.services import sdq_known
from lac_tracker.services.pathways import Pathways
from lac_tracker.storage import assessments, care, family, information, visits

_RANKS = {
    Status.OVERDUE: 0, Status.DUE_TODAY: 1, Status.AT_RISK: 2, Status.NEEDS_REVIEW: 3, Status.CANNOT_BE_COMPUTED: 3,
    Status.DUE_SOON: 4, Status.BOOKED: 6, Status.ON_TRACK: 7,
}  # fmt: skip
_LATE, _SOON = 1, 5


@dataclass(frozen=True)
class DueNow:
    """One assessment that is due, in words, for the top of the summary."""

    assessment: str
    status: Status
    words: str
    day_words: str  # 'Day 37 of 28', '' where there is none
    due_on: date | None
    why: str
    waiting_on: str
    warning: str | None
    beside: str = ""  # what is shown beside the status: 'Declined for now, ask again 02-Jun-2026'
    ask_again_on: date | None = None  # of one that was declined


@dataclass(frozen=True)
class NextThing:
    """One thing to do, with where it is done.

    look: the icon. lines: beneath the words. due: the assessment it is, None for everything else.
    page: of the record; action: the words of its button, '' for none.
    """

    rank: int
    look: str
    words: str
    page: str
    action: str
    lines: tuple[str, ...] = ()
    due: DueNow | None = None


def things(
    session: Session,
    child: Child,
    due: tuple[DueNow, ...],
    chips: tuple[FlagChip, ...],
    pathways: Pathways,
    *,
    by: Actor,
    today: date,
) -> tuple[NextThing, ...]:
    """Return what waits, worst first. A done assessment comes last."""
    found = [_assessment(one) for one in due]
    found += _to_sign(session, child.id, by)
    found += [_ask_again(one) for one in due if one.ask_again_on is not None and one.ask_again_on <= today]
    found += _after_visits(session, child.id, today)
    pregnancy = pathways.pregnancy
    if pregnancy and (to_do := rules.pregnancy_to_do(pregnancy, today)):
        found.append(_path(to_do, "pregnancy", "Open pregnancy support"))
    leaving = pathways.leaving_care if pathways.closed_on is None else None
    if leaving and (to_do := rules.leaving_care_to_do(leaving, child.born, today)):
        found.append(_path(to_do, "leaver", "Open leaving care"))
    for chip in chips:
        if chip.review_on is not None and chip.review_on < today:
            words = f"Flag '{chip.words}': review was due {show_date(chip.review_on)}"
            found.append(NextThing(_LATE + 1, "at_risk", words, "flags", "Review flag"))
    found += _sdq_due(session, child, today)
    found += _replies(session, child.id, today)
    found += _history_to_chase(session, child.id, today)
    return tuple(sorted(found, key=lambda one: one.rank))


def _assessment(due: DueNow) -> NextThing:
    waits_for_consent = due.waiting_on == "council" and due.status in (
        Status.OVERDUE,
        Status.AT_RISK,
        Status.DUE_SOON,
    )
    page, action = ("consent", "Open consent") if waits_for_consent else ("assessments", "Open assessments")
    if due.status in (Status.COMPLETED_IN_TIME, Status.COMPLETED_LATE, Status.EXCLUDED, Status.ON_TRACK):
        page, action = "", ""
    return NextThing(_RANKS.get(due.status, 9), due.status.value, due.words, page, action, due=due)


def _to_sign(session: Session, child_id: int, by: Actor) -> list[NextThing]:
    """Return what was handed over: first of all for who is to sign it, to know for everybody else."""
    found = []
    for one in assessments.of_child(session, child_id):
        if one.handed_to_id is None or one.state not in assessments.OPEN_STATES:
            continue
        done, handed = show_date(one.completed_on), show_date(one.handed_on)
        if one.handed_to_id == by.person_id:
            words, rank = f"{one.kind} of {done} waits for your signature since {handed}", 0
        else:
            name = assessments.assessor_name(session, one.handed_to_id)
            words, rank = f"{one.kind} of {done} waits for {name} to sign it since {handed}", _SOON
        found.append(NextThing(rank, "seen_not_signed", words, "assessments", "Open assessments"))
    return found


def _ask_again(due: DueNow) -> NextThing:
    words = f"{due.assessment} was declined: ask again, the day for it was {show_date(due.ask_again_on)}"
    return NextThing(_LATE, "overdue", words, "assessments", "Open assessments")


def _after_visits(session: Session, child_id: int, today: date) -> list[NextThing]:
    """Return the next step after a visit the child was not brought to, until there is another appointment."""
    latest = max(
        visits.appointments(session, child_id), key=lambda one: (one.takes_place_on, one.id), default=None
    )
    if latest is None or latest.outcome != "was_not_brought" or latest.next_step_on is None:
        return []
    words = f"Was not brought: {latest.next_step}, {latest.next_step_by}, by {show_date(latest.next_step_on)}"
    rank, look = (_LATE, "overdue") if latest.next_step_on < today else (_SOON, "due_soon")
    return [NextThing(rank, look, words, "assessments", "Open assessments")]


def _sdq_due(session: Session, child: Child, today: date) -> list[NextThing]:
    """Return the carer's yearly questionnaire that is due again. A first one is asked for among the essentials."""
    period = current_period(care.histories(session, [child.id])[child.id], today)
    due = sdq_known.known(session, child, today).due
    if period is None or not due.is_due or due.on is None:
        return []
    words = f"Carer's SDQ: {due.words[:1].lower()}{due.words[1:]}"
    return [NextThing(_SOON, "due_soon", words, "sdq", "Open SDQ & wellbeing")]


def _history_to_chase(session: Session, child_id: int, today: date) -> list[NextThing]:
    """Return whom to ask again for birth and family history. What a letter asked for is chased by its request."""
    asked_by_letter = {one.asked_of for one in information.requests(session, child_id) if not one.answer}
    days = {
        one.asked_of: one.chase_on
        for one in family.history(session, child_id).values()
        if one.state is HistoryState.ASKED and one.chase_on is not None and one.chase_on < today
    }
    return [
        NextThing(
            _LATE + 1, "overdue",
            f"Birth and family history: chase {whom or 'who was asked'}, since {show_date(day)}",
            "family", "Open family & birth",
        )
        for whom, day in days.items()
        if whom not in asked_by_letter
    ]  # fmt: skip


def _path(to_do: rules.ToDo, page: str, action: str) -> NextThing:
    rank, look = (_LATE, "overdue") if to_do.is_late else (_SOON, "due_soon")
    return NextThing(rank, look, to_do.words, page, action)


def _replies(session: Session, child_id: int, today: date) -> list[NextThing]:
    late = [
        one
        for one in information.requests(session, child_id)
        if status(one.due_on, one.answer, today) is RequestStatus.LATE
    ]
    if not late:
        return []
    first = min(late, key=lambda one: one.due_on)
    more = f", and {len(late) - 1} more" if len(late) > 1 else ""
    words = f"No reply from {first.asked_of}{more}: {status_words(first.due_on, None, None, today).lower()}"
    return [NextThing(_LATE + 1, "overdue", words, "contacts", "Open contacts")]
