"""Placements, legal status and protection: the exact terms, who likely holds parental responsibility, and doubtful dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lac_tracker.domain.codes import CodeList
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import search_key

TOLD_WITHIN_WORKING_DAYS = 5  # statutory guidance of 2015: placement notification within 5 working days

# Why a placement ended, in words for the codes of the SSDA903 return.
CHANGE_REASONS = {
    "CARPL": "Care plan",
    "CLOSE": "Placement closed",
    "ALLEG": "Allegation",
    "STAND": "Standard of care",
    "APPRR": "Approval removed",
    "CREQB": "Carer asked, because of behaviour",
    "CREQO": "Carer asked, another reason",
    "CHILD": "Child asked",
    "LAREQ": "Council asked",
    "PLACE": "Only its type changed",
    "CUSTOD": "Custody",
    "OTHER": "Another reason",
}


TYPE_NOT_GIVEN = "Type not given"  # a list may say where a child lives and not what kind of place it is


def type_words(codes: CodeList, code: str) -> str:
    """Return the kind of a placement in words. codes: the list of placement types."""
    return codes.label(code) if code else TYPE_NOT_GIVEN


@dataclass(frozen=True)
class LikelyResponsibility:
    """Advice by legal status: who likely holds parental responsibility, and who likely may consent under 16."""

    holders: str
    may_consent: str


_PARENTS = LikelyResponsibility("Parents", "any one person with parental responsibility")
_UNCHANGED = LikelyResponsibility("Parents, as before", "a parent, or the child if competent")
_COUNCIL_SHARES = LikelyResponsibility(
    "Council and parents", "an authorised officer of the council, or a parent"
)
# Advice only (consent.md 1; Children Act 1989 s20, s31, s33, s38, s43, s44, s46; Adoption and Children Act 2002 s25).
LIKELY_RESPONSIBILITY = {
    "V2": LikelyResponsibility(
        "Parents; the council has none",
        "any one person with parental responsibility; council or carer only under written delegation",
    ),
    "V3": _PARENTS,
    "V4": _PARENTS,
    "C1": _COUNCIL_SHARES,
    "C2": _COUNCIL_SHARES,
    "D1": LikelyResponsibility("Adoption agency", "the council"),
    "E1": LikelyResponsibility(
        "Council, parents (restricted), and prospective adopters once placed", "the council"
    ),
    "L1": LikelyResponsibility("Parents; the police have none", "a parent"),
    "L2": LikelyResponsibility(
        "Parents; the council's is limited", "the council within the order: check the court's directions"
    ),
    "L3": LikelyResponsibility("Parents, as before", "as the court's order says; the child may refuse"),
    "J1": _UNCHANGED,
    "J2": _UNCHANGED,
    "J3": _UNCHANGED,
}
_UNACCOMPANIED = LikelyResponsibility(
    "Nobody in the UK; the council has none",
    "the young person, if competent; otherwise a best-interests decision with legal advice",
)

PROTECTION_WORDS = {
    "child_protection_plan": "Child protection plan",
    "section_47_enquiry": "Section 47 enquiry",
    "child_in_need_plan": "Child in need plan",
}
# Working Together to Safeguard Children: the categories of a child protection plan.
CATEGORIES = ("Neglect", "Physical abuse", "Emotional abuse", "Sexual abuse", "More than one")
_OLD_TERMS = (
    ("child_protection_plan", ("at risk register", "risk register", "child protection register", "cp register",
                               "cpr", "on the register", "cp plan", "cpp", "registered")),
    ("section_47_enquiry", ("s47", "s 47", "section 47", "child protection investigation", "cp investigation",
                            "strategy meeting", "strategy discussion")),
    ("child_in_need_plan", ("cin", "chin", "child in need", "section 17", "s17", "s 17")),
)  # fmt: skip


class Stretch(Protocol):
    """Something that lasted from a day to another, or lasts."""

    @property
    def began(self) -> date: ...
    @property
    def ended(self) -> date | None: ...


def likely_responsibility(code: str, *, unaccompanied: bool) -> LikelyResponsibility | None:
    """Return who likely holds parental responsibility. Advice: the person records who really does."""
    if unaccompanied and code == "V2":
        return _UNACCOMPANIED
    return LIKELY_RESPONSIBILITY.get(code)


def exact_term(typed: str) -> str | None:
    """Return the kind of PROTECTION_WORDS that an old or loose term means; None when it is no such term.

    'at risk register' and 'CPR' mean a child protection plan. The exact words themselves need no suggestion.
    """
    said = search_key(typed)
    if not said or any(said == search_key(words) for words in PROTECTION_WORDS.values()):
        return None
    padded = f" {said} "
    for kind, terms in _OLD_TERMS:
        if any(f" {term} " in padded for term in terms):
            return kind
    return None


def check_stretch(
    began: date | None,
    ended: date | None,
    *,
    born: date,
    today: date,
    began_label: str = "From",
    ended_label: str = "To",
) -> date:
    """Return the first day. Raises UserError in words when a date is missing, in the future, before birth or backwards."""
    if began is None:
        raise UserError(f"Enter the date for {began_label}")
    for label, day in ((began_label, began), (ended_label, ended)):
        if day is not None and day > today:
            raise UserError(f"{label} must be today or in the past")
        if day is not None and day < born:
            raise UserError(f"{label} must be after the child was born, {show_date(born)}")
    if ended is not None and ended < began:
        raise UserError(f"{ended_label} must be on or after {began_label}, {show_date(began)}")
    return began


def earlier_to_end(held: Sequence[Stretch], began: date) -> Stretch | None:
    """Return the stretch that a new one from this day brings to an end: the one that holds on that day."""
    holding = [one for one in held if one.began < began and (one.ended is None or one.ended > began)]
    return max(holding, key=lambda one: one.began, default=None)


def end_before_next(held: Sequence[Stretch], began: date, ended: date | None) -> date | None:
    """Return when a new stretch ends: as given, else on the day the next one begins."""
    later = [one.began for one in held if one.began > began]
    return ended if ended is not None or not later else min(later)


def doubts(
    held: Sequence[Stretch],
    what: str,
    *,
    looked_after_since: Sequence[tuple[date | None, date | None]],
    name: str,
) -> tuple[str, ...]:
    """Return what looks wrong about stretches in date order, in words.

    what: 'Placement' or 'Legal status'. looked_after_since: (began, ended) of each period of care, oldest first.
    """
    found = []
    for earlier, later in zip(held, held[1:], strict=False):
        if earlier.ended is None or earlier.ended > later.began:
            found.append(
                f"{what} from {show_date(earlier.began)} overlaps the one from {show_date(later.began)}. "
                "Check when the first ended"
            )
    begins = [began for began, _ in looked_after_since]
    if begins and begins[0] is not None:
        found += [
            f"{what} from {show_date(one.began)} is before {name} became looked after, {show_date(begins[0])}. "
            "Check which is right"
            for one in held
            if one.began < begins[0]
        ]
    left = looked_after_since[-1][1] if looked_after_since else None
    if left is not None:
        found += [
            f"{what} from {show_date(one.began)} goes on after {name} left care, {show_date(left)}"
            for one in held
            if one.ended is None or one.ended > left
        ]
    return tuple(found)


def told_words(began: date, told: date | None) -> str:
    """Return when the team was told of a move, with the day counted from it: '30-Jan-2026 (day 4)'."""
    return f"{show_date(told)} (day {(told - began).days})" if told else ""
