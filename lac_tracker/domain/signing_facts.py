"""What the check before signing looks at, what it finds, and the table of its rules: every one, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from lac_tracker.domain import smart
from lac_tracker.domain.forms import Answers, Form
from lac_tracker.domain.people import Registration
from lac_tracker.domain.plans import Need
from lac_tracker.domain.reading_ease import PlainWords

# Questions the rules know by id; every form has them.
OWN_CONSENT = "own_consent"
CAN_DECIDE = "can_decide"
NO_NEEDS = "plan_no_needs_because"
OWN_WORDS = ("matters", "well", "different")

ListName = Literal["fix", "explain", "look", "good"]


@dataclass(frozen=True)
class SignRule:
    """One thing that is looked at before signing, and the list its findings stand in."""

    id: str  # how the id of its findings begins
    list: ListName  # fix: blocks, without a way past. explain: needs a reason. look: advice. good: what is there
    what: str


# What the form itself asks for stands in its file (required "to sign": fix, "with reason": explain) and comes in as
# `form.*`; what a plan item is looked at for stands in smart.CHECKS (blocks: fix, reason: explain, advice: look) and
# comes in as `item.*`. Everything else is this table.
#
# source: what stops a plan and its dates: Care Quality Commission, review of health services for children looked after
# and safeguarding, August 2015, 4.11. Who signs an initial assessment: Care Planning, Placement and Case Review
# (England) Regulations 2010, regulation 7. The yearly SDQ: statutory guidance on promoting the health and wellbeing
# of looked-after children, March 2015. All else: the team's own practice.
SIGN_RULES: tuple[SignRule, ...] = (
    SignRule("completed_on", "fix", "the date the assessment was completed: there, and possible"),
    SignRule("completed_on_changed", "explain", "an amendment with another date of completion"),
    SignRule("registration", "fix", "the signer is a registered doctor, nurse or midwife"),
    SignRule("iha_not_by_doctor", "explain", "an initial assessment by someone who is not a registered medical practitioner"),
    SignRule("own_consent_refused", "fix", "a young person who can decide said no"),
    SignRule("own_consent_overruled", "explain", "a young person who was not found able to decide said no"),
    SignRule("consent", "fix", "consent on record, the young person's own, or a lawful reason"),
    SignRule("consent_pr", "explain", "the young person alone consented"),
    SignRule("consent_lawful", "look", "a lawful reason in place of consent"),
    SignRule("consent_on_record", "good", "consent from someone with parental responsibility"),
    SignRule("last_plan", "fix", "each item of the last plan is marked, with what belongs to its mark"),
    SignRule("jotter", "fix", "the jotter is empty"),
    SignRule("answers_to_choose", "fix", "answers given twice: one is chosen"),
    SignRule("copied", "fix", "text copied from last time is changed or confirmed"),
    SignRule("partial_item", "fix", "a section left for another day has its item on the plan"),
    SignRule("partial_enough", "explain", "a section left for another day"),
    SignRule("sdq_old", "explain", "an SDQ of more than a year ago"),
    SignRule("allergies_named", "fix", "allergies that are said to be known are named, not denied"),
    SignRule("allergies_ended", "explain", "an allergy of the record that the answers name no longer"),
    SignRule("long", "look", "an answer longer than it will be read"),
    SignRule("abbreviations", "look", "abbreviations a GP may not know"),
    SignRule("section", "good", "a section with nothing left to ask"),
    SignRule("voice", "good", "the child's own words"),
    SignRule("plan.empty", "fix", "a plan, or why no needs were found"),
    SignRule("plan.need", "fix", "each need has an outcome"),
    SignRule("plan.many", "look", "more items than are usually done"),
    SignRule("plan.only_us", "look", "nobody but the health team answers for any item"),
    SignRule("plan.carried", "look", "an item carried forward twice or more"),
    SignRule("plan.plain_words", "look", "words of the young person's copy that are hard to read"),
    SignRule("plan.smart", "good", "how many items have all five letters"),
    SignRule("form.fix", "fix", "a question of the form that is required to sign"),
    SignRule("form.explain", "explain", "a question of the form that is required, or a reason"),
    SignRule("item.blocks", "fix", "a plan item without outcome, measure, date, or named person with role and organisation"),
    SignRule("item.reason", "explain", "a date of a plan item that is past, after the 18th birthday, or after the next review"),
    SignRule("item.advice", "look", "the wording of a plan item"),
)  # fmt: skip
_LIST_OF: Mapping[str, ListName] = {rule.id: rule.list for rule in SIGN_RULES}


@dataclass(frozen=True)
class SigningFacts:
    """Everything the check looks at."""

    kind: str  # 'IHA' or 'RHA'
    form: Form
    answers: Answers
    child: Mapping[str, str]  # forms.child_facts on the day of the assessment
    plan: tuple[Need, ...]
    words: smart.Words
    name: str  # how the child is called
    born: date
    today: date
    completed_on: date | None
    earliest_on: date | None  # no completion date before this: the day of the first entry
    eighteenth_birthday: date
    registration: Registration  # of the person who would sign
    pr_consent_on_record: bool = False
    child_consented: bool = False  # `own_consent` says it from the answers
    can_decide: str | None = None  # 'yes', 'no', 'partly'
    lawful_reason: str | None = None  # chosen under local policy
    next_due: date | None = None  # of the review this plan leads to
    copied_unconfirmed: tuple[str, ...] = ()  # ids of questions that hold copied text nobody has looked at
    jotter_notes: int = 0
    quotes: int = 0  # of the child, kept beside the answers
    answers_to_choose: int = 0  # given by two people, or no longer fitting the form: someone has to choose
    allergies_ended: tuple[str, ...] = ()  # in words: on the record, and named no longer
    unmarked_last_items: tuple[int, ...] = ()  # numbers of items of the last plan without a mark
    lacking_last_items: tuple[tuple[int, str], ...] = ()  # (number, what a marked item still lacks)
    was_completed_on: date | None = None  # of the signed edition an amendment corrects
    our_organisation: str | None = None
    parts_with_item: frozenset[str] = frozenset()  # sections left for another day that an item covers
    plain: PlainWords | None = (
        None  # to look at the words for the young person's copy; None: they are not looked at
    )


@dataclass(frozen=True)
class SignFinding:
    """One line of the check, and where 'Go' leads."""

    id: str  # the key its reason is kept by
    words: str
    section_id: str | None = None
    question_id: str | None = None
    need_number: int | None = None  # from 1, in the order of the plan
    outcome_number: int | None = None  # from 1, within the need
    field: str | None = None  # of the plan item, as in smart.Finding


@dataclass(frozen=True)
class SignCheck:
    """The four lists of Check and sign."""

    fix: tuple[SignFinding, ...]
    explain: tuple[SignFinding, ...]
    look: tuple[SignFinding, ...]
    good: tuple[SignFinding, ...]


@dataclass
class Lists:
    """The four lists while they are being filled."""

    held: dict[ListName, list[SignFinding]] = field(
        default_factory=lambda: {"fix": [], "explain": [], "look": [], "good": []}
    )

    def add(self, rule: str, finding: SignFinding) -> None:
        """Put a finding where the table says; KeyError for a rule the table does not have."""
        self.held[_LIST_OF[rule]].append(finding)


def section_of(facts: SigningFacts, question_id: str) -> str | None:
    """Return the section of the form that holds a question."""
    return next(
        (
            section.id
            for section in facts.form.sections
            for question in section.questions
            if question.id == question_id
        ),
        None,
    )
