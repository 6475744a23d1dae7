"""Flags of a record: shown, set, reviewed and ended, each with who, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import flags as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import FlagChip
from lac_tracker.domain.dates import refuse_far
from lac_tracker.domain.errors import NotFound, RecordChanged, UserError
from lac_tracker.domain.flags import KIND, SetFlag
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Actor, Role
from lac_tracker.domain.treatments import allergy_name, says_none
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import children, flag_origins, pathways, treatments
from lac_tracker.storage import flags as stored

ALLERGY_STATES = ("known", "none_known", "not_recorded")


@dataclass(frozen=True)
class FlagsOnRecord:
    """The flags of today in their order, and those that ended, the newest first."""

    shown: tuple[FlagChip, ...]
    ended: tuple[SetFlag, ...]
    allergies_state: str
    allergies: str
    settable: tuple[tuple[str, str, str], ...]  # (kind, words, what its detail is) of what may be set now
    details: Mapping[str, str]  # kind → its own detail, of flags people set


@needs(Action.OPEN_RECORD, child=the_child)
def on_record(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> FlagsOnRecord:
    """Return the flags of a record."""
    child = children.load(session, child_id)
    facts = flag_origins.with_origins(session, child, stored.facts(session, child, today), today)
    shown = rules.chips(facts, today)
    kinds = {chip.kind for chip in shown}
    ended = [
        one
        for one in stored.of_child(session, child_id)
        if one.ended_on and one.ended_on <= today and not one.is_review_only
    ]
    return FlagsOnRecord(
        shown,
        tuple(sorted(ended, key=lambda one: (one.ended_on or today, one.id), reverse=True)),
        child.allergies_state,
        child.allergies or "",
        tuple(
            (kind.key, kind.words, kind.asks)
            for kind in rules.SETTABLE
            if kind.key not in kinds and _may_set(kind.key, by)
        ),
        {one.kind: one.detail for one in facts.flags if not one.is_review_only},
    )


@needs(Action.SET_FLAG, child=the_child)
def set_flag(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    kind: str,
    detail: str = "",
    review_on: date | None = None,
    until: date | None = None,
) -> Changes:
    """Set a flag from today on.

    until: of an unaccompanied child, the last day of that status. Setting 'pregnant' opens the pathway.

    Raises UserError for a kind that follows from another page, for one that is set already, and for a review in the past.
    """
    today = now.date()
    _check_settable(kind, by)
    if review_on is not None and review_on < today:
        raise UserError("Review must be today or in the future")
    refuse_far(review_on, "Review", today)
    child = children.load(session, child_id)
    if any(chip.kind == kind for chip in rules.chips(stored.facts(session, child, today), today)):
        raise UserError(f"'{KIND[kind].words}' is set already. Review it or end it instead")
    words = clean_text(detail, label="Detail", longest=1_000).strip()
    fields = {"detail": words or None, "set_on": today, "set_by": by.full_name, "review_on": review_on}
    match kind:
        case "do_not_share_address":
            children.change(session, child_id, {"address_withheld": True})
        case "uasc":
            if until is not None and until <= today:
                raise UserError("Until must be after today")
            children.change(session, child_id, {"is_unaccompanied": True, "unaccompanied_until": until})
        case "age_disputed":
            stated = clean_line(detail, label="Date of birth as stated") or None
            children.change(session, child_id, {"age_disputed": True, "born_as_stated": stated})
        case "pregnant":
            pathways.add_pregnancy(session, child_id, {"known_since": today, "recorded_by": by.full_name})
    made = stored.add(session, child_id, kind, fields)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.SET_FLAG, child=the_child)
def review_flag(
    session: Session,
    child_id: int,
    kind: str,
    *,
    by: Actor,
    now: datetime,
    detail: str,
    review_on: date | None,
) -> Changes:
    """Record that a flag was looked at and stays: its detail as it is now, and when to look again.

    Raises UserError when the next review is not in the future, NotFound when the flag is not set by a person.
    """
    if review_on is not None and review_on <= now.date():
        raise UserError("Review must be after today")
    refuse_far(review_on, "Review", now.date())
    words = clean_text(detail, label="Detail", longest=1_000).strip() or None
    held = _held(session, child_id, kind, now.date())
    _check_settable(kind, by, is_held=bool(held))
    if held:
        stored.change(session, held[-1].id, {"detail": words, "review_on": review_on})
    else:  # the state is older than the flags: from now on it has a row that says who and when
        who, when = _origin(session, child_id, kind, now.date(), by)
        fields = {"detail": words, "set_on": when, "set_by": who, "review_on": review_on}
        stored.add(session, child_id, kind, fields)
    if kind == "age_disputed":
        children.change(session, child_id, {"born_as_stated": words})
    return Changes(children=True, child_id=child_id)


@needs(Action.SET_FLAG, child=the_child)
def set_review_date(
    session: Session, child_id: int, kind: str, *, by: Actor, now: datetime, review_on: date | None
) -> Changes:
    """Say when a flag that follows from the record is looked at again; None takes the date back.

    Raises UserError for a day that is not after today, for a flag that takes its date elsewhere, and where it is not
    shown.
    """
    today = now.date()
    if not rules.takes_review_date(kind):
        raise UserError(f"'{KIND[kind].words if kind in KIND else kind}' takes no review date here")
    if review_on is not None and review_on <= today:
        raise UserError("Review must be after today")
    refuse_far(review_on, "Review", today)
    if kind not in {chip.kind for chip in chips_of(session, child_id, today)}:
        raise NotFound(f"'{KIND[kind].words}' is not shown on this record")
    key = rules.review_key(kind)
    for one in stored.in_force(stored.of_child(session, child_id), today):
        if one.is_review_only and one.kind == key:
            because = "Another review date was given" if review_on else "The review date was taken back"
            ended = {"ended_on": today, "ended_by": by.full_name, "ended_because": because}
            stored.change(session, one.id, ended)
    if review_on is not None:
        fields = {"set_on": today, "set_by": by.full_name, "review_on": review_on, "is_review_only": True}
        stored.add(session, child_id, key, fields)
    return Changes(children=True, child_id=child_id)


@needs(Action.SET_FLAG, child=the_child)
def end_flag(
    session: Session, child_id: int, kind: str, *, by: Actor, now: datetime, because: str
) -> Changes:
    """End a flag today, with the reason. It stays in the record as ended.

    Raises UserError without a reason, and NotFound when the flag is not set.
    """
    reason = clean_text(because, label="Reason", longest=1_000).strip()
    if not reason:
        raise UserError("Enter the reason why it ends")
    today = now.date()
    held = _held(session, child_id, kind, today)
    _check_settable(kind, by, is_held=bool(held))
    changed = _end_column(session, child_id, kind, today, by, reason)
    if not held and not changed:
        raise NotFound(f"'{KIND[kind].words}' is not set on this record, or it follows from another page")
    ended = {"ended_on": today, "ended_by": by.full_name, "ended_because": reason}
    for one in held:
        stored.change(session, one.id, ended)
    if not held:
        who, when = _origin(session, child_id, kind, today, by)
        stored.add(session, child_id, kind, {"set_on": when, "set_by": who, **ended})
    return Changes(children=True, child_id=child_id)


@needs(Action.SET_FLAG, child=the_child)
def set_allergies(
    session: Session, child_id: int, *, by: Actor, now: datetime, state: str, allergies: str = "", because: str = "",
    seen: str | None = None,
) -> Changes:  # fmt: skip
    """Record the allergies: known with their names and reactions, none known, or not recorded yet.

    The rows of the health checks follow: a new name becomes one, and one that is named no longer ends, with who and
    `because`. seen: the names as they were shown; None where none were.

    Raises UserError for another state, for known allergies without a name or with words such as 'NKDA', and where an
    allergy would end without a reason; RecordChanged when somebody else changed them since they were shown.
    """
    if state not in ALLERGY_STATES:
        raise UserError("Allergies can be known, none known or not recorded")
    words = clean_text(allergies, label="Allergies", longest=1_000).strip()
    if state == "known" and not words:
        raise UserError("Enter each allergy with its reaction, one on each line")
    if state == "known" and (none := says_none(words)):
        raise UserError(f"'{none}' names no allergy: take it out, or choose 'No known allergies'")
    if seen is not None and seen != (children.load(session, child_id).allergies or ""):
        raise RecordChanged(
            "Somebody else changed the allergies meanwhile. Open them again: nothing was saved"
        )
    why = clean_text(because, label="Why one no longer stands", longest=1_000).strip()
    if (gone := treatments.allergies_not_named(session, child_id, words, state)) and not why:
        names = ", ".join(allergy_name(one).words for one in gone)
        raise UserError(f"This would end what stands: {names}. Say why it no longer stands, or keep the name")
    treatments.set_allergy_names(
        session, child_id, words, "The flags page", by.full_name, on=now.date(), state=state, because=why,
    )  # fmt: skip
    return Changes(children=True, child_id=child_id)


def chips_of(session: Session, child_id: int, today: date) -> tuple[FlagChip, ...]:
    """Return the flags of a child today, for banner and documents. Called by services that asked for leave already."""
    return rules.chips(stored.facts(session, children.load(session, child_id), today), today)


def _may_set(kind: str, by: Actor) -> bool:
    return kind != "restricted" or by.role is Role.MANAGER


def _check_settable(kind: str, by: Actor, *, is_held: bool = False) -> None:
    if kind not in {one.key for one in rules.SETTABLE} and not is_held:
        where = rules.where_set(kind)
        told = f"follows from what is recorded under {where}. Change it there" if where else "is no flag"
        raise UserError(f"'{KIND[kind].words if kind in KIND else kind}' {told}")
    if not _may_set(kind, by):
        raise UserError("A restricted record is set and ended by a manager. Ask one")


def _held(session: Session, child_id: int, kind: str, today: date) -> tuple[SetFlag, ...]:
    return tuple(
        one
        for one in stored.in_force(stored.of_child(session, child_id), today)
        if one.kind == kind and not one.is_review_only
    )


def _origin(session: Session, child_id: int, kind: str, today: date, by: Actor) -> tuple[str, date]:
    """Return who recorded what a flag follows from and when; the person who looks at it now where nobody is known."""
    child = children.load(session, child_id)
    facts = flag_origins.with_origins(session, child, stored.facts(session, child, today), today)
    found = facts.origins.get(kind, rules.Origin())
    return found.who or by.full_name, min(found.on or today, today)


def _end_column(session: Session, child_id: int, kind: str, today: date, by: Actor, reason: str) -> bool:
    """Take back what a flag says of the child itself; False when it says nothing there."""
    match kind:
        case "do_not_share_address":
            return children.change(session, child_id, {"address_withheld": False})
        case "uasc":
            return children.change(session, child_id, {"unaccompanied_until": today})
        case "age_disputed":
            return children.change(session, child_id, {"age_disputed": False})
        case "pregnant":
            return pathways.end_pregnancies(session, child_id, today, reason)
    return False
