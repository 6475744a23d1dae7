"""Can the young person decide this, is there consent to start, and who is likely to be able to give it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from lac_tracker.domain.consent import PRESUMED_ABLE_AGE, Response
from lac_tracker.domain.signing import may_start
from lac_tracker.domain.timescales import Confidence

GUIDE_ONLY = "This is a guide, not legal advice."


@dataclass(frozen=True)
class GillickRecord:
    """Whether someone under 16 can decide about one assessment: all five, or not (CO-1). Of one decision and day."""

    assessed_on: date
    assessed_by: str
    knows_what: bool
    knows_why: bool
    knows_can_say_no: bool  # and what follows from it
    knows_who_sees_it: bool
    can_weigh: bool  # retains and weighs it
    notes: str = ""

    @property
    def can_decide(self) -> bool:
        return all(
            (self.knows_what, self.knows_why, self.knows_can_say_no, self.knows_who_sees_it, self.can_weigh)
        )


@dataclass(frozen=True)
class CapacityRecord:
    """Whether someone of 16 or more lacks capacity for one decision: Mental Capacity Act 2005, s2 and s3."""

    assessed_on: date
    assessed_by: str
    has_impairment: bool  # of mind or brain; without one nobody lacks capacity
    understands: bool
    retains: bool
    weighs: bool
    communicates: bool
    notes: str = ""

    @property
    def can_decide(self) -> bool:
        return not self.has_impairment or all(
            (self.understands, self.retains, self.weighs, self.communicates)
        )


@dataclass(frozen=True)
class Competence:
    """Whether the young person could decide one thing on one day. kind: 'gate', 'gillick' or 'capacity'."""

    id: int
    kind: str
    can_decide: str
    decision: str
    why: str
    findings: Mapping[str, bool]
    place: str
    assessed_on: date
    assessed_by: str
    assessment_id: int | None
    invalidated_on: date | None
    invalidated_notes: str


def can_decide(age: int, record: GillickRecord | CapacityRecord | None) -> bool:
    """Return whether the young person's own answer can stand alone.

    From 16 that is presumed until a capacity record says otherwise; under 16 it needs a Gillick record.
    """
    if age >= PRESUMED_ABLE_AGE:
        return record.can_decide if isinstance(record, CapacityRecord) else True
    return isinstance(record, GillickRecord) and record.can_decide


def own_response(says_yes: bool, able: bool) -> Response:
    """Return what the young person's own answer counts as. Without being able to decide it is no answer in law (CO-5)."""
    if not able:
        return Response.NOT_PROVIDED
    return Response.GIVEN if says_yes else Response.REFUSED


class OwnAnswer(StrEnum):
    """Was the child asked for their own consent today? In the order of the keys 1 to 5."""

    AGREED = "agreed"
    AGREED_TO_SOME = "agreed_to_some"
    SAID_NO = "said_no"
    NOT_ASKED = "not_asked"  # too young or not able
    NOT_YET = "not_yet"


class Ability(StrEnum):
    """Can the child decide this for themselves? In the order of the keys 1 to 3."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"


@dataclass(frozen=True)
class GateDecision:
    """Whether it may start; if not, the words beside the button, and whether 'Declined for now' opens instead."""

    may_start: bool
    words: str
    declined: bool = False


def gate_decision(
    consent_on_record: bool, own_answer: OwnAnswer | None, ability: Ability | None, lawful_reason: str = ""
) -> GateDecision:
    """Return whether an assessment may start, and what is missing when it may not.

    `signing.may_start` says what there is to go by. A child who says no is not assessed against their word,
    whoever else agreed.
    """
    if own_answer is OwnAnswer.SAID_NO:
        words = "They said no for now. Note what they said and when to ask again"
        return GateDecision(False, words, declined=True)
    agrees = own_answer in {OwnAnswer.AGREED, OwnAnswer.AGREED_TO_SOME}
    if may_start(consent_on_record, agrees, ability, lawful_reason):
        return GateDecision(True, "")
    if agrees and ability is None:
        return GateDecision(False, "Answer whether they can decide this for themselves, or record consent")
    if agrees:
        return GateDecision(
            False, "They agree but can't decide this alone: consent is needed from someone who can"
        )
    return GateDecision(False, "Start needs consent on record, or the child agreeing and able to decide")


@dataclass(frozen=True)
class LikelyRoute:
    """Who is likely to be able to consent, as advice."""

    responsibility: str
    who: str
    confidence: Confidence
    own: str = ""

    @property
    def words(self) -> str:
        """The guide as shown: responsibility, who, the young person's own part, and that it is only a guide."""
        return f"{self.responsibility} Likely: {self.who} {self.own} {GUIDE_ONLY}"


_PARENTS_KEEP = "Parents keep parental responsibility; the council has none."

LIKELY_ROUTES: dict[str, LikelyRoute] = {
    "V2": LikelyRoute(
        _PARENTS_KEEP,
        "any one person with parental responsibility, or council or carer only under a written delegation.",
        "K",
    ),
    "V3": LikelyRoute(_PARENTS_KEEP, "a parent.", "K"),
    "V4": LikelyRoute(_PARENTS_KEEP, "a parent.", "K"),
    "C1": LikelyRoute(
        "The council shares parental responsibility.",
        "an authorised officer of the council, or a parent. Check whether the court gave directions.",
        "K",
    ),
    "C2": LikelyRoute(
        "The council shares parental responsibility.",
        "an authorised officer of the council, or a parent.",
        "K",
    ),
    "D1": LikelyRoute("The adoption agency has parental responsibility.", "the council.", "K"),
    "E1": LikelyRoute(
        "Council, parents (restricted) and, once placed, adopters share parental responsibility.",
        "the council.",
        "K",
    ),
    "L1": LikelyRoute("Parental responsibility is unchanged; the police do not get it.", "a parent.", "K"),
    "L2": LikelyRoute(
        "The council has limited parental responsibility for a few days.",
        "the council within its limits. Check the directions of the court; the child may refuse.",
        "K",
    ),
    "L3": LikelyRoute(
        "Parental responsibility is unchanged.", "the court order itself; the child may refuse.", "K"
    ),
    "J1": LikelyRoute(
        "Parental responsibility is unchanged.", "a parent, or a young person able to decide.", "K"
    ),
    "J2": LikelyRoute(
        "Parental responsibility is unchanged.", "a parent, or a young person able to decide.", "K"
    ),
    "J3": LikelyRoute(
        "Parental responsibility is unchanged.", "a parent, or a young person able to decide.", "K"
    ),
}

UNACCOMPANIED_ROUTE = LikelyRoute(
    "Nobody in this country may have parental responsibility, and the council has none.",
    "a young person able to decide; otherwise a best-interests decision with legal advice.",
    "K?",
)
UNKNOWN_ROUTE = LikelyRoute(
    "The legal status is not known.", "ask the social worker who has parental responsibility.", "design"
)


def likely_route(legal_status: str | None, age: int, *, unaccompanied: bool = False) -> LikelyRoute:
    """Return who is likely to be able to consent. Advice only: the person records who really did.

    unaccompanied: an unaccompanied asylum-seeking child; goes before a section 20 status, not before an order.
    """
    if age >= PRESUMED_ABLE_AGE:
        own = "At 16 and 17 the young person is presumed able to decide: ask them first."
    else:
        own = "Under 16: assess whether they can decide this for themselves."
    if unaccompanied and legal_status in {"V2", None}:
        return replace(UNACCOMPANIED_ROUTE, own=own)
    return replace(LIKELY_ROUTES.get(legal_status or "", UNKNOWN_ROUTE), own=own)
