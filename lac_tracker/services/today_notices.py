"""What came for one person: to sign, sent back, to do, answered. Asks for no leave of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.information import SOURCES
from lac_tracker.domain.names import show_name
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.domain.today import CLAIMS_PAGE, Notice, in_order
from lac_tracker.services import follow_ups, hand_over, quality, restricted
from lac_tracker.services.access import hidden_from
from lac_tracker.storage import today as stored

_AHEAD = timedelta(days=7)  # how long before its day an action of a plan is told
_BEHIND = timedelta(days=366)  # what is older has been looked at in a review since
_LINE = 120  # characters of what was asked for that a notice repeats
_NEWS = timedelta(days=7)  # how long what came is news
_REVIEWED = {
    "returned": ("not_met", "QA returned"), "result": ("information", "QA result"),
    "to_review": ("not_started", "To review"), "check_again": ("at_risk", "To check again"),
}  # fmt: skip
_ANSWERED = {"received": "replied", "nothing_held": "holds nothing", "declined": "declined to answer"}


def of(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[Notice, ...]:
    """Return what waits for a person or came for them: work first, then news; what was seen comes last."""
    found = (
        *_claims(session, by=by, now=now),
        *_to_sign(session, by=by, now=now),
        *_reviewed(session, by=by, now=now, today=today),
        *_next_steps(session, by, today),
        *_actions(session, by, today),
        *_for_manager(session, by=by, now=now, today=today),
        *_replies(session, by, today),
        *_sent(session, by, today),
    )
    hidden = hidden_from(session, by=by, now=now)
    if (
        hidden
    ):  # of who may not open the record the work is told all the same, and nothing of whom it is about
        found = tuple(replace(one, words=RESTRICTED) if one.child_id in hidden else one for one in found)
    seen = stored.seen(session, by.person_id)
    of_today = frozenset(key for key, at in seen.items() if at.date() >= today)
    return in_order(found, of_today, frozenset(seen) - of_today)


def _to_sign(session: Session, *, by: Actor, now: datetime) -> Iterator[Notice]:
    for one in hand_over.handed_to(session, by=by, now=now):
        yield Notice(
            f"hand_over:{one.assessment_id}:{one.handed_on}", "seen_not_signed", "To sign",
            f"{one.child_words}: {one.kind} completed {show_date(one.completed_on)}, from {one.handed_by}",
            one.child_id, "assessment", one.assessment_id,
        )  # fmt: skip


def _reviewed(session: Session, *, by: Actor, now: datetime, today: date) -> Iterator[Notice]:
    if not decide(by, Action.SEE_QUALITY).allowed:
        return
    for one in quality.notices(session, by=by, now=now, today=today):
        look, title = _REVIEWED[one.what]
        yield Notice(
            f"quality:{one.key}", "overdue" if one.is_late else look, title,
            f"{one.who}, {one.words}{_what_was_said(one.detail) if one.what == 'returned' else ''}", one.child_id,
            "assessments" if one.what in ("returned", "result") else "quality", one.assessment_id,
            is_work=one.what != "result",
        )  # fmt: skip


def _what_was_said(detail: str) -> str:
    """What is asked of the author, where it is a line; a longer text is read where it was written."""
    return f": {detail}" if detail and len(detail) <= _LINE and "\n" not in detail else ""


def _next_steps(session: Session, by: Actor, today: date) -> Iterator[Notice]:
    for one in stored.next_steps(session, by.team_id, by.person_id, today):
        look, how = _due(one.next_step_on, today)
        yield Notice(
            f"follow_up:{one.id}:{one.next_step_on}", look, f"Next step {how}",
            f"{_name(one)}, {one.kind}: {one.next_step}, by {show_date(one.next_step_on)}", one.child_id, "contacts",
        )  # fmt: skip


def _actions(session: Session, by: Actor, today: date) -> Iterator[Notice]:
    """One line for each child: what of the plan is to be done first, and how much more."""
    of_child: dict[int, list[Any]] = {}
    for one in stored.plan_actions(session, by.team_id, _names(by), today + _AHEAD, today - _BEHIND):
        of_child.setdefault(one.child_id, []).append(one)
    for held in of_child.values():
        first, more = held[0], f", and {len(held) - 1} more" if len(held) > 1 else ""
        look, how = _due(first.by_date, today)
        yield Notice(
            f"plan_item:{first.id}:{first.by_date}", look, f"Plan item {how}",
            f"{_name(first)}: {first.action}, by {show_date(first.by_date)}{more}", first.child_id, "plan",
        )  # fmt: skip


def _for_manager(session: Session, *, by: Actor, now: datetime, today: date) -> Iterator[Notice]:
    if by.role is not Role.MANAGER:
        return
    for one in follow_ups.for_manager(session, by=by, now=now, today=today):
        title = "You were told" if one.what == "follow_up" else "Was not brought"
        look = "overdue" if one.on and one.on < today else "at_risk"
        yield Notice(
            f"manager:{one.what}:{one.child_id}:{one.kind}:{one.follow_up_id}:{one.on}", look, title,
            f"{one.name}, {one.kind}. {one.words}", one.child_id, "contacts",
        )  # fmt: skip


def _claims(session: Session, *, by: Actor, now: datetime) -> Iterator[Notice]:
    """Access that somebody took to a restricted record: told until it was looked through."""
    for one in restricted.unseen(session, by=by, now=now):
        yield Notice(
            f"claim:{one.id}", "at_risk", "Restricted record opened",
            f"{one.person}, {show_date(one.made_at.astimezone().date())}: {one.who}. {one.why}", one.child_id, CLAIMS_PAGE,
        )  # fmt: skip


def _replies(session: Session, by: Actor, today: date) -> Iterator[Notice]:
    """One line for each child: what came last, and from whom else something came."""
    of_child: dict[int, list[Any]] = {}
    for one in stored.replies(session, by.team_id, by.person_id, today - _NEWS):
        of_child.setdefault(one.child_id, []).append(one)
    for held in of_child.values():
        last = held[0]
        source = SOURCES[last.source].words if last.source in SOURCES else last.asked_of
        more = f", and {len(held) - 1} more" if len(held) > 1 else ""
        yield Notice(
            f"reply:{last.id}", "complete" if last.answer == "received" else "information",
            f"{source} {_ANSWERED.get(last.answer, 'answered')}",
            f"{_name(last)}: {last.asked_of}, {show_date(last.answered_on)}{more}", last.child_id, "contacts", is_work=False,
        )  # fmt: skip


def _sent(session: Session, by: Actor, today: date) -> Iterator[Notice]:
    for one in stored.plans_sent(session, by.team_id, by.person_id, today - _NEWS):
        yield Notice(
            f"plan_sent:{one.id}", "sent", "Plan sent",
            f"{_name(one)}: {one.kind}, to the practice {show_date(one.sent_to_gp_on)}",
            one.child_id, "documents", is_work=False,
        )  # fmt: skip


def _due(day: date, today: date) -> tuple[str, str]:
    if day < today:
        return "overdue", "overdue"
    return ("due_today", "due today") if day == today else ("due_soon", "due soon")


def _names(by: Actor) -> Iterable[str]:
    """How plans name the owner of an action."""
    doctor = (f"Dr {by.full_name}",) if by.registration is Registration.GMC else ()
    return (by.full_name, *doctor)


def _name(row: Any) -> str:
    return show_name(row.family_name, row.given_name, row.council_child_id)
