"""Which children have a flag on a day: domain.flags.chips of all at once, in SQL."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import ColumnExpressionArgument, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from lac_tracker.domain.flags import ALLERGY_KINDS, CARE_LEAVER_AGE
from lac_tracker.domain.worklist import latest_birth
from lac_tracker.storage.flags import OWN_CHILD, open_on, unaccompanied_on
from lac_tracker.storage.tables.care import (
    MissingEpisodeRow,
    PeriodOfCareRow,
    PlacementRow,
    ProtectionStatusRow,
)
from lac_tracker.storage.tables.children import ChildFlagRow, ChildRow
from lac_tracker.storage.tables.family import FamilyMemberRow
from lac_tracker.storage.tables.pathways import LeavingCareRow, PregnancyRow

Condition = ColumnExpressionArgument[bool]
_ALLERGIES_RECORDED = ("known", "none_known")


def has(kind: str, on: date) -> Condition:
    """Return the condition that a child has a flag of a kind on a day: set by a person, or following from the record."""
    from_record = _FROM_RECORD[kind](on) if kind in _FROM_RECORD else None
    if kind in ALLERGY_KINDS:
        assert from_record is not None
        return from_record
    was_set = ChildRow.id.in_(
        select(ChildFlagRow.child_id).where(
            ChildFlagRow.kind == kind, ChildFlagRow.is_review_only.is_(False), ChildFlagRow.set_on <= on,
            or_(ChildFlagRow.ended_on.is_(None), ChildFlagRow.ended_on > on),
        )
    )  # fmt: skip
    return was_set if from_record is None else or_(from_record, was_set)


def among(child_id: InstrumentedAttribute[int], kind: str, on: date) -> Condition:
    """Return the condition that a column names a child who has a flag on a day: the same, asked of a whole list."""
    if (
        kind == "allergies_not_recorded"
    ):  # of nearly all until it was asked: to name the others is sooner done
        return child_id.not_in(select(ChildRow.id).where(ChildRow.allergies_state.in_(_ALLERGIES_RECORDED)))
    return child_id.in_(select(ChildRow.id).where(has(kind, on)))


def living_in(host_area: str, on: date) -> Select[int]:
    """Return the children whose placement of a day lies in an area outside the team's own; '' for any of them."""
    later = aliased(PlacementRow)
    newer = or_(
        later.began > PlacementRow.began, and_(later.began == PlacementRow.began, later.id > PlacementRow.id)
    )
    overtaken = exists().where(later.child_id == PlacementRow.child_id, open_on(later, on), newer)
    there = PlacementRow.host_area == host_area if host_area else PlacementRow.host_area != ""
    return select(PlacementRow.child_id).where(there, open_on(PlacementRow, on), ~overtaken)


def _protection(kind: str) -> Callable[[date], Condition]:
    return lambda on: ChildRow.id.in_(
        select(ProtectionStatusRow.child_id).where(
            ProtectionStatusRow.kind == kind, open_on(ProtectionStatusRow, on)
        )
    )


def _missing(on: date) -> Condition:
    return ChildRow.id.in_(select(MissingEpisodeRow.child_id).where(open_on(MissingEpisodeRow, on)))


def _young_parent(on: date) -> Condition:
    return ChildRow.id.in_(
        select(FamilyMemberRow.child_id).where(
            FamilyMemberRow.relation == OWN_CHILD, FamilyMemberRow.entered_in_error_because.is_(None),
            FamilyMemberRow.has_died.is_(False),
        )
    )  # fmt: skip


def _care_leaver(on: date) -> Condition:
    """Of 16 or over, and on the leaving care pathway or out of care since a day on which they were."""
    old_enough = ChildRow.born <= latest_birth(CARE_LEAVER_AGE, on)
    pathway = exists().where(LeavingCareRow.child_id == ChildRow.id)
    mine = PeriodOfCareRow.child_id == ChildRow.id
    last = select(func.max(PeriodOfCareRow.ended)).where(mine).scalar_subquery()
    sixteenth = func.date(
        ChildRow.born, f"+{CARE_LEAVER_AGE} years"
    )  # 29 February: 1 March, as domain.dates.birthday
    left = and_(
        ~exists().where(mine, PeriodOfCareRow.ended.is_(None)), last <= on, func.date(last) >= sixteenth
    )
    return and_(old_enough, or_(pathway, left))


_FROM_RECORD: Mapping[str, Callable[[date], Condition]] = {
    "allergies": lambda on: ChildRow.allergies_state == "known",
    "no_allergies": lambda on: ChildRow.allergies_state == "none_known",
    "allergies_not_recorded": lambda on: ChildRow.allergies_state.not_in(_ALLERGIES_RECORDED),
    "do_not_share_address": lambda on: ChildRow.address_withheld,
    "child_protection_plan": _protection("child_protection_plan"),
    "section_47_enquiry": _protection("section_47_enquiry"),
    "child_in_need_plan": _protection("child_in_need_plan"),
    "missing_now": _missing,
    "interpreter": lambda on: ChildRow.interpreter_needed == "yes",
    "uasc": unaccompanied_on,
    "age_disputed": lambda on: ChildRow.age_disputed,
    "pregnant": lambda on: ChildRow.id.in_(
        select(PregnancyRow.child_id).where(PregnancyRow.ended_on.is_(None))
    ),
    "young_parent": _young_parent,
    "out_of_area": lambda on: ChildRow.id.in_(living_in("", on)),
    "needs": lambda on: and_(
        ChildRow.communication_state == "recorded", func.coalesce(ChildRow.communication_needs, "") != ""
    ),
    "care_leaver": _care_leaver,
}
