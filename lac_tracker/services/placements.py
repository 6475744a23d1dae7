"""Placements, legal statuses and periods of care, entered and corrected by people; what a return said can be mended."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import placements as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import STILL_LOOKED_AFTER
from lac_tracker.domain.children import Child
from lac_tracker.domain.dates import add_months, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import care_records, children, leaving, reference_data
from lac_tracker.storage.care_records import LegalRecord, Period, PlacementRecord


@needs(Action.EDIT_CARE, child=the_child)
def add_placement(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    began: date | None,
    placement_type: str,
    ended: date | None = None,
    address: str = "",
    postcode: str = "",
    carer_name: str = "",
    host_area: str = "",
    told_on: date | None = None,
    reason: str = "",
) -> Changes:
    """Record a move. The placement before it ends the day this one begins, for the reason given.

    Where a later placement is on record, this one ends when that begins. Raises UserError for impossible dates, an
    unknown type, or a placement that began the same day.
    """
    child = children.load(session, child_id)
    began = rules.check_stretch(began, ended, born=child.born, today=today)
    _check_told(told_on, began, today)
    held = care_records.placements(session, child_id)
    _refuse_the_same_day(held, began, "placement")
    _refuse_out_of_care(session, child, began)
    _code("placement_type", placement_type, began)
    why = clean_line(reason, label="Reason for move")
    if before := rules.earlier_to_end(held, began):
        assert isinstance(before, PlacementRecord)
        fields = {"ended": began, "reason_for_change": why or before.reason_for_change}
        care_records.change(session, PlacementRecord, before.id, fields)
    made = care_records.add(
        session, PlacementRecord, child_id,
        {
            "began": began, "ended": rules.end_before_next(held, began, ended), "placement_type": placement_type,
            "council_told_us_on": told_on, **_where(address, postcode, carer_name, host_area),
        },
    )  # fmt: skip
    return Changes(children=True, assessments=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_CARE, child=care_records.child_of_placement)
def change_placement(
    session: Session,
    placement_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    began: date | None,
    ended: date | None,
    placement_type: str,
    address: str = "",
    postcode: str = "",
    carer_name: str = "",
    host_area: str = "",
    told_on: date | None = None,
    reason: str = "",
    seen_version: int | None = None,
) -> Changes:
    """Correct a placement, one of a return too: a later return changes it again only by what it says anew.

    reason: for the move into it; kept with the placement before, which ended for it.
    """
    child_id = care_records.child_of_placement(session, placement_id)
    child = children.load(session, child_id)
    began = rules.check_stretch(began, ended, born=child.born, today=today)
    _check_told(told_on, began, today)
    others = [one for one in care_records.placements(session, child_id) if one.id != placement_id]
    _refuse_the_same_day(others, began, "placement", ended)
    _code("placement_type", placement_type, began)
    earlier = [one for one in others if one.began < began]
    why = clean_line(reason, label="Reason for move")
    if earlier and why != rules.CHANGE_REASONS.get(
        earlier[-1].reason_for_change or "", earlier[-1].reason_for_change or ""
    ):
        care_records.change(session, PlacementRecord, earlier[-1].id, {"reason_for_change": why or None})
    fields = {
        "began": began, "ended": ended, "placement_type": placement_type, "council_told_us_on": told_on,
        **_where(address, postcode, carer_name, host_area),
    }  # fmt: skip
    care_records.change(session, PlacementRecord, placement_id, fields, seen_version=seen_version)
    return Changes(children=True, assessments=True, child_id=child_id)


@needs(Action.EDIT_CARE, child=care_records.child_of_placement)
def remove_placement(session: Session, placement_id: int, *, by: Actor, now: datetime) -> Changes:
    """Take away a placement entered in error. One that came with a return can be corrected, not removed."""
    one: PlacementRecord = care_records.load(session, PlacementRecord, placement_id)
    child_id = care_records.child_of_placement(session, placement_id)
    _refuse_a_returned(one.import_id)
    care_records.remove(session, PlacementRecord, placement_id)
    _reopen(
        session, child_id, care_records.placements(session, child_id), PlacementRecord, one.began, one.ended
    )
    return Changes(children=True, assessments=True, child_id=child_id)


@needs(Action.EDIT_CARE, child=the_child)
def add_legal_status(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    began: date | None,
    code: str,
    ended: date | None = None,
    parental_responsibility: str = "",
) -> Changes:
    """Record a new legal status. The one before it ends the day this one begins; consent has to be looked at again.

    The same status again is a change of who holds parental responsibility.
    """
    child = children.load(session, child_id)
    began = rules.check_stretch(began, ended, born=child.born, today=today)
    held = care_records.legal_statuses(session, child_id)
    _refuse_the_same_day(held, began, "legal status")
    _refuse_out_of_care(session, child, began)
    _code("legal_status", code, began)
    if before := rules.earlier_to_end(held, began):
        assert isinstance(before, LegalRecord)
        care_records.change(session, LegalRecord, before.id, {"ended": began})
    made = care_records.add(
        session, LegalRecord, child_id,
        {
            "began": began, "ended": rules.end_before_next(held, began, ended), "code": code,
            "parental_responsibility": clean_line(parental_responsibility, label="Who holds PR") or None,
        },
    )  # fmt: skip
    return Changes(children=True, assessments=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_CARE, child=care_records.child_of_legal_status)
def change_legal_status(
    session: Session,
    status_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    began: date | None,
    ended: date | None,
    code: str,
    parental_responsibility: str = "",
    seen_version: int | None = None,
) -> Changes:
    """Correct a legal status, one of a return too."""
    child_id = care_records.child_of_legal_status(session, status_id)
    child = children.load(session, child_id)
    began = rules.check_stretch(began, ended, born=child.born, today=today)
    others = [one for one in care_records.legal_statuses(session, child_id) if one.id != status_id]
    _refuse_the_same_day(others, began, "legal status", ended)
    _code("legal_status", code, began)
    fields = {
        "began": began, "ended": ended, "code": code,
        "parental_responsibility": clean_line(parental_responsibility, label="Who holds PR") or None,
    }  # fmt: skip
    care_records.change(session, LegalRecord, status_id, fields, seen_version=seen_version)
    return Changes(children=True, assessments=True, child_id=child_id)


@needs(Action.EDIT_CARE, child=care_records.child_of_legal_status)
def remove_legal_status(session: Session, status_id: int, *, by: Actor, now: datetime) -> Changes:
    """Take away a legal status entered in error. One that came with a return can be corrected, not removed."""
    one: LegalRecord = care_records.load(session, LegalRecord, status_id)
    child_id = care_records.child_of_legal_status(session, status_id)
    _refuse_a_returned(one.import_id)
    care_records.remove(session, LegalRecord, status_id)
    _reopen(
        session, child_id, care_records.legal_statuses(session, child_id), LegalRecord, one.began, one.ended
    )
    return Changes(children=True, assessments=True, child_id=child_id)


@needs(Action.EDIT_CARE, child=the_child)
def set_became_looked_after(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    began: date | None,
    told_on: date | None = None,
) -> Changes:
    """Enter or correct the day the child became looked after, or begin a new period for one who had left care.

    Every clock of the period counts from this day. Raises UserError for a date that can't be right.
    """
    child = children.load(session, child_id)
    began = rules.check_stretch(began, None, born=child.born, today=today, began_label="Became looked after")
    _check_told(told_on, began, today)
    periods = care_records.periods(session, child_id)
    is_new = not periods or periods[-1].ended is not None
    before = periods[-1] if is_new and periods else periods[-2] if len(periods) > 1 else None
    if before is not None and before.ended is not None and began < before.ended:
        raise UserError(
            f"Became looked after must be on or after the day the child left care before, {show_date(before.ended)}"
        )
    fields = {"began": began, "council_told_us_on": told_on}
    if is_new:
        care_records.add(session, Period, child_id, fields)
    else:
        care_records.change(session, Period, periods[-1].id, fields)
    return Changes(children=True, assessments=True, child_id=child_id)


@needs(Action.EDIT_CARE, child=the_child)
def leave_care(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    left_on: date | None,
    reason: str,
) -> Changes:
    """Record that the child left care: the period, placements and legal status end that day, and the clocks close.

    Assessments nobody began with the child are cancelled as not needed; one that was begun stays, to be signed or
    left. The record stays. Raises UserError when the child is not in care or the date can't be right.
    """
    child = children.load(session, child_id)
    periods = care_records.periods(session, child_id)
    if not periods or periods[-1].ended is not None:
        raise UserError("The record says that the child is not in care, so there is nothing to end")
    period = periods[-1]
    left_on = rules.check_stretch(left_on, None, born=child.born, today=today, began_label="Left care")
    if period.began and left_on < period.began:
        raise UserError(f"Left care must be on or after the day care began, {show_date(period.began)}")
    if reason == STILL_LOOKED_AFTER:
        raise UserError("Reason must be one that ends care")
    if not reason:
        raise UserError("Enter the reason")
    _code("reason_ended", reason, left_on)
    leaving.end_care(session, child_id, left_on, reason)
    return Changes(children=True, assessments=True, child_id=child_id)


@needs(Action.EDIT_CARE, child=the_child)
def take_back_leaving(session: Session, child_id: int, *, by: Actor, now: datetime) -> Changes:
    """Undo a leaving that was recorded in error: what ended that day goes on. Cancelled assessments stay cancelled."""
    periods = care_records.periods(session, child_id)
    if not periods or periods[-1].ended is None:
        raise UserError("The child is in care, so there is nothing to take back")
    left_on = periods[-1].ended
    care_records.change(session, Period, periods[-1].id, {"ended": None, "reason_ended": None})
    placed, legal = care_records.placements(session, child_id), care_records.legal_statuses(session, child_id)
    if placed and placed[-1].ended == left_on:
        care_records.change(session, PlacementRecord, placed[-1].id, {"ended": None})
    if legal and legal[-1].ended == left_on:
        care_records.change(session, LegalRecord, legal[-1].id, {"ended": None})
    return Changes(children=True, assessments=True, child_id=child_id)


def _where(address: str, postcode: str, carer_name: str, host_area: str) -> dict[str, str | None]:
    return {
        "address": clean_text(address, label="Address", longest=500).strip() or None,
        "postcode": clean_line(postcode, label="Postcode", longest=10).upper() or None,
        "carer_name": clean_line(carer_name, label="Carer") or None,
        "host_area": clean_line(host_area, label="Host area") or None,
    }


def _check_told(told_on: date | None, began: date, today: date) -> None:
    if told_on is None:
        return
    if told_on > today:
        raise UserError("LAC team told must be today or in the past")
    if told_on < add_months(began, -12):  # a planned move is told ahead, not a year ahead
        raise UserError(f"LAC team told is more than a year before {show_date(began)}. Check which is right")


def _refuse_the_same_day(
    held: tuple[PlacementRecord, ...] | tuple[LegalRecord, ...] | list[PlacementRecord] | list[LegalRecord],
    began: date,
    what: str,
    ended: date | None = None,
) -> None:
    if ended != began and any(one.began == began and one.ended != began for one in held):
        raise UserError(
            f"From: a {what} that begins on {show_date(began)} is on record already. Correct that one"
        )


def _refuse_out_of_care(session: Session, child: Child, began: date) -> None:
    periods = care_records.periods(session, child.id)
    if not periods:
        raise UserError("Enter when the child became looked after first: a move belongs to a period of care")
    left = periods[-1].ended
    if left is not None and began >= left:
        raise UserError(
            f"From: the child left care on {show_date(left)}. If they came back, enter when they became looked after again"
        )


def _refuse_a_returned(import_id: int | None) -> None:
    if import_id is not None:
        raise UserError(
            "This came with the council's return, so it can be corrected but not removed. Ask the council"
        )


def _reopen(
    session: Session,
    child_id: int,
    held: tuple[PlacementRecord, ...] | tuple[LegalRecord, ...],
    record: type[PlacementRecord] | type[LegalRecord],
    began: date,
    ended: date | None,
) -> None:
    """Let what ended on the day something began in error go on to where that ended."""
    for one in held:
        if one.ended == began:
            care_records.change(session, record, one.id, {"ended": ended})


def _code(name: str, code: str, day: date) -> None:
    codes = reference_data.codes()[name]
    if not code:
        raise UserError(f"Choose the {codes.title.lower()}")
    codes.check(code, day)
