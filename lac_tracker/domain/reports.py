"""What each printed document holds: facts already decided and already cut to what the reader may see.

Nothing here knows how it looks on paper. `None` means not known; an empty tuple means there is none.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal

ASSESSMENT_NAMES = {"IHA": "Initial health assessment", "RHA": "Review health assessment"}

# Care Planning, Placement and Case Review (England) Regulations 2010, Schedule 1 paragraph 1 (1) to (6).
HEALTH_PLAN_HEADINGS = (
    "State of health: physical, emotional and mental",
    "Health history, including the family's",
    "Effect of health on development",
    "Existing arrangements: checks, treatment, immunisations, screening and advice",
    "Planned changes to these arrangements",
    "The carer's part in promoting health",
)

Mark = Literal["met", "partly", "not_met", "no_longer_needed", "declined", "transferred"]
MARK_WORDS: dict[str, str] = {
    "met": "Met",
    "partly": "Partly met",
    "not_met": "Not met",
    "no_longer_needed": "No longer needed",
    "declined": "Declined",
    "transferred": "Transferred",
}


@dataclass(frozen=True)
class Service:
    """The team that sends the document."""

    name: str
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Practice:
    """The child's GP practice."""

    name: str
    ods_code: str | None = None
    confirmed_on: date | None = None  # the day somebody last made sure that this is the child's practice
    closed_on: date | None = None  # it takes no more letters


@dataclass(frozen=True)
class Identity:
    """Whose document it is: shown on every page."""

    given: str | None
    family: str | None
    council_id: str
    born: date
    age: str  # in words of `dates.show_age`, on the day of the assessment
    gender: str
    nhs_number: str | None  # ten digits
    likes_to_be_called: str | None = None

    @property
    def shown_name(self) -> str:
        """'Ellie BROWN', or 'Council ID 123456' while no name is known."""
        names = [self.given or "", (self.family or "").upper()]
        return " ".join(name for name in names if name) or f"Council ID {self.council_id}"

    @property
    def called(self) -> str:
        """The first name in sentences: 'Ellie'; 'the child' while no name is known."""
        return self.likes_to_be_called or self.given or "the child"


@dataclass(frozen=True)
class Assessed:
    """The assessment the document comes from."""

    kind: str  # 'IHA' or 'RHA'
    on: date  # completed with the child
    how: str | None = None  # 'in person, alone'

    @property
    def name(self) -> str:
        return ASSESSMENT_NAMES.get(self.kind, self.kind)


@dataclass(frozen=True)
class Circumstances:
    """Where and in whose care the child lives, and who decides."""

    lives_at: str | None
    address_withheld: bool = False  # then no address is printed, whatever `lives_at` holds
    in_care_since: date | None = None
    legal_status: str | None = None
    consent: str | None = None  # 'Ellie, 16, decides for herself'
    council: str | None = None
    social_worker: str | None = None
    social_worker_phone: str | None = None
    allergies: str | None = None  # in words: 'No known allergies', 'Penicillin: rash'
    alerts: tuple[str, ...] = ()  # what this reader must know first


@dataclass(frozen=True)
class Background:
    """Ethnicity, language and religion, and what they mean for the child's care."""

    ethnicity: str | None = None
    language: str | None = None
    religion: str | None = None
    means_for_care: str | None = None


@dataclass(frozen=True)
class PracticeAction:
    """One thing asked of the GP practice."""

    text: str
    why: str | None
    by: date | None
    carried: str = ""  # 'Carried forward twice, first agreed 11-Mar-2025'


@dataclass(frozen=True)
class OtherAction:
    """One thing somebody outside the practice does."""

    person: str
    role: str
    organisation: str
    action: str
    by: date | None
    carried: str = ""


@dataclass(frozen=True)
class Quote:
    """What the child said, or what was seen of a child too young to say."""

    words: str
    said_by_kind: Literal["child", "carer", "seen"]
    heard_on: date | None = None


@dataclass(frozen=True)
class Records:
    """What the practice keeps: one tuple of short statements per row of the page."""

    please_code: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    ongoing: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()
    measurements: tuple[str, ...] = ()
    sdq: tuple[str, ...] = ()
    immunisations: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()  # endings such as ' (Carer)' that may be left out where a page gets tight


@dataclass(frozen=True)
class Sharing:
    """Who agreed to this document's going to whom."""

    agreed_by: str  # '' when nobody did
    agreed_on: date | None
    shared_with: tuple[str, ...]  # 'her GP'
    not_with: tuple[str, ...] = ()  # 'her parents'
    in_spite_of_no: tuple[
        str, ...
    ] = ()  # readers who get it though somebody said no: with the ground and who decided


@dataclass(frozen=True)
class Issue:
    """Who signed the document, its number and what it takes the place of."""

    signed_by: str
    registration: str  # 'RN', 'GMC registered doctor'
    signed_on: date
    reference: str
    version: int
    replaces: str | None = None  # 'version 1 of 12-Mar-2025'
    copies_to: tuple[str, ...] = ()
    made_by: str | None = None
    made_on: date | None = None


@dataclass(frozen=True)
class NextReview:
    """When the next assessment is due and who answers questions until then."""

    due: date | None
    none_because: str | None = None  # where none will be due: 'Ellie is 18 before then'
    questions_to: str | None = None


@dataclass(frozen=True)
class GpSummary:
    """The one page for the child's GP practice."""

    service: Service
    practice: Practice | None
    child: Identity
    assessment: Assessed
    circumstances: Circumstances
    practice_actions: tuple[PracticeAction, ...]
    records: Records
    background: Background
    other_actions: tuple[OtherAction, ...]
    quote: Quote | None
    next_review: NextReview
    sharing: Sharing | None
    issue: Issue
    medicines_changed: bool | None = None
    urgent: bool | None = None
    third_party_sections: tuple[int, ...] | None = None  # sections that hold it; () none; None nobody checked


@dataclass(frozen=True)
class LastItem:
    """One item of the plan before this one, and what became of it."""

    need: str
    outcome: str
    mark: Mark | None  # None: nobody has marked it
    note: str | None = None
    first_set_on: date | None = None
    times_carried: int = 0
    childs_words: str | None = None
    goes_on: bool = False  # in the plan of this review


@dataclass(frozen=True)
class PlanAction:
    """One step: one named person, a role, an organisation and a date of its own."""

    text: str
    person: str | None
    role: str | None
    organisation: str | None
    by: date | None
    for_practice: bool = False


@dataclass(frozen=True)
class PlanOutcome:
    """What will be different, how we will know, and when we look again."""

    text: str
    measure: str | None
    review_on: date | None
    actions: tuple[PlanAction, ...]
    carried: str = ""  # 'Carried forward twice, first agreed 11-Mar-2025. At this review: partly met'


@dataclass(frozen=True)
class PlanNeed:
    """One health need and all that is done about it."""

    text: str
    evidence: str | None = None
    outcomes: tuple[PlanOutcome, ...] = ()


@dataclass(frozen=True)
class Contribution:
    """What somebody was asked for, and whether it came."""

    who: str
    asked_on: date | None = None
    received_on: date | None = None
    nothing_held: bool = False  # they answered that they hold nothing


@dataclass(frozen=True)
class FullPlan:
    """The whole health plan, for the team, the social worker, the carer and the next assessor."""

    service: Service
    practice: Practice | None
    child: Identity
    assessment: Assessed
    circumstances: Circumstances
    quotes: tuple[Quote, ...]
    gone_well: tuple[str, ...]
    last_plan_on: date | None
    last_items: tuple[LastItem, ...]
    health: tuple[
        tuple[str, str], ...
    ]  # (heading, text); HEALTH_PLAN_HEADINGS missing here print as not recorded
    checks: tuple[tuple[str, str], ...]  # further headings: immunisations, teeth, growth, SDQ …
    background: Background
    needs: tuple[PlanNeed, ...]
    contributions: tuple[Contribution, ...]
    next_review: NextReview
    sharing: Sharing | None
    issue: Issue


@dataclass(frozen=True)
class RecoverySheet:
    """The paper that opens a caseload when every passphrase is lost."""

    caseload: str
    made_on: date
    made_by: str
    key_groups: tuple[str, ...]  # the recovery key, cut for reading aloud


def unmet_in_outcome(outcome: PlanOutcome) -> tuple[str, ...]:
    """Return what an outcome lacks, in words; () when it lacks nothing.

    Its actions are asked by `unmet_in_action`.
    """
    lacks = []
    if not outcome.text.strip():
        lacks.append("No outcome recorded")
    if not (outcome.measure or "").strip():
        lacks.append("No measure recorded")
    if not outcome.actions:
        lacks.append("No action recorded")
    return tuple(lacks)


def unmet_in_action(action: PlanAction) -> tuple[str, ...]:
    """Return what an action lacks, in words; () when it lacks nothing."""
    lacks = []
    if not (action.person or "").strip():
        lacks.append("No person named")
    if not (action.role or "").strip():
        lacks.append("No role recorded")
    if not (action.organisation or "").strip():
        lacks.append("No organisation recorded")
    if action.by is None:
        lacks.append("No date recorded")
    return tuple(lacks)


def is_smart(need: PlanNeed) -> bool:
    """Say whether a need has an outcome, and each outcome its measure, named persons and dates."""
    return bool(need.outcomes) and not any(
        unmet_in_outcome(outcome) or any(unmet_in_action(action) for action in outcome.actions)
        for outcome in need.outcomes
    )


def count_marks(items: tuple[LastItem, ...]) -> str:
    """Return '6 items. 3 met, 1 partly met and carried forward, 2 not marked.'; the marks in their own order."""
    counted: Counter[tuple[str | None, bool]] = Counter((item.mark, item.goes_on) for item in items)
    parts = [
        f"{number} {words.lower()}{' and carried forward' if goes_on else ''}"
        for mark, words in MARK_WORDS.items()
        for goes_on in (False, True)
        if (number := counted[mark, goes_on])
    ]
    if unmarked := sum(item.mark is None for item in items):
        parts.append(f"{unmarked} not marked")
    noun = "item" if len(items) == 1 else "items"
    return f"{len(items)} {noun}. {', '.join(parts)}."
