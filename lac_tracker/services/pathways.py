"""Pathways beside the assessments: support in pregnancy, leaving care, and when a care leaver's record closes."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import pathways as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import current_period
from lac_tracker.domain.dates import add_months, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.pathways import LeavingCare, Pregnancy
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import care, children
from lac_tracker.storage import flags as stored_flags
from lac_tracker.storage import pathways as stored


@dataclass(frozen=True)
class Pathways:
    """Both pathways of one record. leaving_care: None while the young person is too young for it."""

    pregnancies: tuple[Pregnancy, ...]
    leaving_care: LeavingCare | None
    closed_on: date | None
    closed_because: str

    @property
    def pregnancy(self) -> Pregnancy | None:
        """The pregnancy that has not ended."""
        return next((one for one in self.pregnancies if one.ended_on is None), None)


@needs(Action.OPEN_RECORD, child=the_child)
def of_child(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> Pathways:
    """Return the pathways of a young person."""
    return read(session, child_id, today)


def read(session: Session, child_id: int, today: date) -> Pathways:
    """Return the pathways. Called by services that asked for leave already."""
    child = children.load(session, child_id)
    held = stored.leaving_care(session, child_id)
    shown = held.version > 0 or rules.shows_leaving_care(child.born, today)
    return Pathways(
        stored.pregnancies(session, child_id),
        held if shown else None,
        child.record_closed_on,
        child.record_closed_because or "",
    )


@needs(Action.EDIT_PATHWAY, child=stored.child_of)
def save_pregnancy(
    session: Session,
    pregnancy_id: int,
    *,
    by: Actor,
    now: datetime,
    due_on: date | None = None,
    referred_on: date | None = None,
    referred_to: str = "",
    replied_on: date | None = None,
    accepted: str = "",
    midwife: str = "",
    midwife_phone: str = "",
    unborn_child_plan: str = "",
    seen_version: int,
) -> Changes:
    """Record how support in pregnancy stands; the reply is due five days after the referral.

    Raises UserError when dates cannot be or a referral names nobody.
    """
    child_id = stored.child_of(session, pregnancy_id)
    before = next(one for one in stored.pregnancies(session, child_id) if one.id == pregnancy_id)
    if before.ended_on is not None:
        raise UserError("This pregnancy has ended in the record and can't be changed")
    after = replace(
        before,
        due_on=due_on,
        referred_on=referred_on,
        referred_to=clean_line(referred_to, label="Referred to"),
        reply_due_on=rules.reply_due(referred_on),
        replied_on=replied_on,
        accepted=accepted,
        midwife=clean_line(midwife, label="Named midwife"),
        midwife_phone=clean_line(midwife_phone, label="Midwife's phone"),
        unborn_child_plan=clean_text(unborn_child_plan, label="Plan for the unborn child").strip(),
    )
    rules.check_pregnancy(after, now.date())
    names = (
        "due_on", "referred_on", "referred_to", "reply_due_on", "replied_on", "accepted", "midwife", "midwife_phone",
        "unborn_child_plan",
    )  # fmt: skip
    fields = {name: getattr(after, name) or None for name in names}
    stored.change_pregnancy(session, pregnancy_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_PATHWAY, child=stored.child_of)
def end_pregnancy(
    session: Session, pregnancy_id: int, *, by: Actor, now: datetime, on: date, words: str
) -> Changes:
    """End support in pregnancy, and its flag. Raises UserError for a day in the future or without words."""
    child_id = stored.child_of(session, pregnancy_id)
    told = clean_text(words, label="How it ended", longest=1_000).strip()
    if not told:
        raise UserError("Enter how it ended, in a few words")
    if on > now.date():
        raise UserError("Date ended must be today or in the past")
    known_since = next(
        one for one in stored.pregnancies(session, child_id) if one.id == pregnancy_id
    ).known_since
    if on < add_months(known_since, -10):
        raise UserError(
            f"Date ended is long before it became known, {show_date(known_since)}. Check the year"
        )
    stored.end_pregnancies(session, child_id, on, told)
    flags = stored_flags.in_force(stored_flags.of_child(session, child_id), now.date())
    for flag in flags:
        if flag.kind == "pregnant":
            ended = {"ended_on": max(on, flag.set_on), "ended_by": by.full_name, "ended_because": told}
            stored_flags.change(session, flag.id, ended)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_PATHWAY, child=the_child)
def close_record(session: Session, child_id: int, *, by: Actor, now: datetime, because: str) -> Changes:
    """Close the record of someone who has left care. It can still be opened and read.

    Raises UserError while the child is looked after, and without a reason.
    """
    today = now.date()
    if current_period(care.histories(session, [child_id])[child_id], today) is not None:
        raise UserError("This record can't be closed: the child is looked after")
    reason = clean_text(because, label="Reason", longest=1_000).strip()
    if not reason:
        raise UserError("Enter the reason why the record closes")
    children.change(session, child_id, {"record_closed_on": today, "record_closed_because": reason})
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_PATHWAY, child=the_child)
def reopen_record(session: Session, child_id: int, *, by: Actor, now: datetime) -> Changes:
    """Open a closed record again, for a care leaver who asks for support before 25. Raises UserError when it is not closed."""
    child = children.load(session, child_id)
    if child.record_closed_on is None:
        raise UserError("This record is open")
    children.change(session, child_id, {"record_closed_on": None, "record_closed_because": None})
    return Changes(children=True, child_id=child_id)


def record_words(child_born: date, closed_on: date | None, because: str) -> str:
    """Return how long a care leaver's record stays open, or since when and why it is closed."""
    if closed_on is not None:
        return f"Closed {show_date(closed_on)}: {because}"
    return (
        f"Open until {show_date(rules.open_until(child_born))}, the 25th birthday, unless it is closed before"
    )
