"""When a plan may go out, what is missing before it can, and what became of it: one rule for every view of it.

The screen, the command line, the record and the lists of what is late all ask `standing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from lac_tracker.domain.contacts import KIND_WORDS, USUALLY_GETS
from lac_tracker.domain.dates import add_months, show_date
from lac_tracker.domain.disclosure import Reader
from lac_tracker.domain.working_days import BankHolidays, add_working_days

SEND_WORKING_DAYS = 10  # from signing; the team's own standard, as the letters of local teams name it
_DAYS_OF_A_YEAR = 364  # fewer are never twelve months: spares reckoning in months for most
CONFIRMED_MONTHS = 12  # for so long a practice and its address count as known
OLD_ENOUGH = 5  # years from which the plan that is theirs is handed to the children themselves

ROUTES: Mapping[str, str] = {
    "secure_email": "Secure email",
    "post": "Post",
    "by_hand": "By hand",
    "clinical_system": "Clinical system",
    "other": "Other",
}
TO_PRINT = frozenset({"post", "by_hand", "other"})
READER_WORDS: Mapping[Reader, str] = {
    Reader.GP: "the GP practice",
    Reader.CHILD: "the young person",
    Reader.CARER: "the carer",
    Reader.COUNCIL: "the council",
    Reader.SCHOOL: "the school",
    Reader.HOST_TEAM: "another health team",
    Reader.HEALTH_HISTORY: "the young person",
    Reader.OWNER: "whoever has something to do",
    Reader.TEAM: "our own team",
}
_COUNCIL = ("social_worker", "reviewing_officer", "personal_adviser")
_HEALTH = (
    "host_team", "health_visitor", "school_nurse", "camhs", "hospital", "dentist", "optician", "midwife",
)  # fmt: skip


class State(StrEnum):
    """How one copy stands."""

    READY = "ready"
    MISSING = "missing"
    SENT = "sent"


class Agreed(StrEnum):
    """Whether a reader may have it. Only a 'no' is a 'no'; no answer at all is asked for before sending."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"
    NOT_NEEDED = "not_needed"  # their own, or a health team that takes the care over


@dataclass(frozen=True)
class Recipient:
    """Who gets a copy, as the contacts of the record have it today."""

    name: str
    email: str = ""
    address: str = ""
    ods_code: str = ""
    confirmed_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True)
class Sending:
    """One document that left the team."""

    id: int
    document_id: int
    document: str  # a key of disclosure.PAPERS
    document_version: int
    assessment_id: int | None
    child_id: int
    reader: str
    sent_to: str
    address_used: str
    route: str
    sent_on: date
    sent_by: str
    their_reference: str = ""
    reply_by: date | None = None
    reply: str | None = None
    replied_on: date | None = None
    rejected_because: str = ""
    read_out_loud: str | None = None
    entered_in_error_because: str | None = None


@dataclass(frozen=True)
class Made:
    """The newest document of a kind that was made from the assessment in force."""

    document_id: int
    version: int
    made_on: date


@dataclass(frozen=True)
class Parcel:
    """What one reader is to get of one child's plan. sendings: of this reader and any edition, the oldest first."""

    child_id: int
    called: str
    reader: Reader
    papers: tuple[str, ...]  # the first decides whether it was sent
    to: Recipient | None
    assessment_id: int
    signed_on: date
    edition: int = 1
    kind: str = ""  # of the contact, 'child' for the young person
    agreed: Agreed = Agreed.YES
    refusal: str = ""  # who said no, and when
    withholding_open: bool = False  # what the young person keeps from whom was begun and not settled
    moved_on: date | None = None  # the day the placement of today began
    left_care_on: date | None = None
    sent_before: date | None = None  # as the assessment has it, where no sending was written down
    sendings: tuple[Sending, ...] = ()
    made: Mapping[str, Made] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """How a parcel stands today. missing: what is to be done first, in words, the most important first."""

    state: State
    missing: tuple[str, ...]
    send_by: date
    is_late: bool
    replaces: str = ""  # 'version 1, sent 12-Mar-2026'
    rejected: str = ""  # 'Rejected 03-Mar-2026: no longer registered'
    sent: Sending | None = None  # the sending that makes it SENT


def papers_for(kind: str, gets_plan: str | None) -> tuple[Reader, tuple[str, ...]] | None:
    """Return who a contact is as a reader and which papers they get; None for nobody, () where no copy fits them.

    kind: a key of contacts.KIND_WORDS. gets_plan: a key of contacts.GETS_PLAN_WORDS, None where nobody decided.
    """
    gets = gets_plan or USUALLY_GETS.get(kind, "no")
    if gets == "no":
        return None
    if kind == "gp_practice":
        return Reader.GP, ("gp-summary", "full-plan")
    if gets == "school_copy" or kind == "school":
        return Reader.SCHOOL, ("school-copy",)
    if gets == "carer_copy" or kind == "carer":
        return (Reader.CARER, ("carer-copy",)) if kind == "carer" else (Reader.OWNER, ())
    if kind in _COUNCIL:
        return Reader.COUNCIL, ("council-copy",)
    if kind in _HEALTH:
        return Reader.HOST_TEAM, ("full-plan",)
    return Reader.OWNER, ()


@lru_cache(maxsize=4_096)
def send_by(signed_on: date, holidays: BankHolidays) -> date:
    """Return the last day on which a plan goes out in time: ten working days after it was signed."""
    return add_working_days(signed_on, SEND_WORKING_DAYS, holidays)


def standing(parcel: Parcel, today: date, holidays: BankHolidays) -> Standing:
    """Return whether a parcel may go, what is missing, or that it went."""
    due = send_by(parcel.signed_on, holidays)
    valid = _valid(parcel)
    current = tuple(one for one in valid if one.assessment_id == parcel.assessment_id)
    last = current[-1] if current else None
    if is_sent(parcel):
        return Standing(State.SENT, (), due, is_late=False, sent=last)
    rejected = f"Rejected {show_date(last.replied_on)}: {last.rejected_because}" if last is not None else ""
    missing = _missing(parcel, last, today)
    state = State.MISSING if missing else State.READY
    return Standing(
        state, missing, due, is_late=today > due, replaces=_replaces(valid, current), rejected=rejected
    )


def is_sent(parcel: Parcel) -> bool:
    """Return whether the newest edition went to this reader and was not sent back."""
    current = [one for one in _valid(parcel) if one.assessment_id == parcel.assessment_id]
    return current[-1].reply != "rejected" if current else parcel.sent_before is not None


def is_waiting(sending: Sending) -> bool:
    """Return whether somebody still has to answer to a document that was sent."""
    return sending.reply_by is not None and sending.reply is None and not sending.entered_in_error_because


def usual_route(parcel: Parcel) -> str:
    """Return how this reader usually gets it: by secure email where there is an address, else on paper."""
    if parcel.reader is Reader.CHILD or parcel.to is None:
        return "by_hand"
    if parcel.to.email:
        return "secure_email"
    if parcel.reader is Reader.GP and parcel.to.ods_code:
        return "clinical_system"
    return "post" if parcel.to.address else "by_hand"


def address_for(to: Recipient | None, route: str) -> str:
    """Return the address a route goes to, '' where it needs none or none is known."""
    if to is None:
        return ""
    match route:
        case "secure_email":
            return to.email
        case "post":
            return " ".join(to.address.split())
        case "clinical_system":
            return to.ods_code
    return ""


def went_elsewhere(parcel: Parcel) -> str:
    """Return to whom this reader's copy went the last time when that is somebody else now, else ''.

    A person must look at it before it is marked as sent again: a practice that changed is where plans go astray.
    """
    valid = _valid(parcel)
    if not valid or parcel.to is None or parcel.reader is Reader.CHILD:
        return ""
    before = valid[-1]
    return "" if before.sent_to == parcel.to.name else before.sent_to


def _valid(parcel: Parcel) -> tuple[Sending, ...]:
    """Return the sendings that stand. Without its summary a practice has not got its plan."""
    return tuple(
        one
        for one in parcel.sendings
        if not one.entered_in_error_because
        and (parcel.reader is not Reader.GP or one.document == parcel.papers[0])
    )


def _missing(parcel: Parcel, last: Sending | None, today: date) -> tuple[str, ...]:
    found: list[str] = []
    if parcel.reader is Reader.GP:
        found += _missing_of_practice(parcel, last, today)
    elif parcel.to is None:
        found.append(f"Add a {KIND_WORDS.get(parcel.kind, parcel.kind).lower()}")
    if not parcel.papers:
        found.append(f"There is no copy for: {KIND_WORDS.get(parcel.kind, parcel.kind).lower()}")
    if parcel.agreed is Agreed.NO:
        found.append(parcel.refusal)
    if parcel.agreed is Agreed.NOT_ASKED:
        found.append(f"Sharing with {READER_WORDS[parcel.reader]} is not agreed yet")
    if parcel.withholding_open and parcel.reader is not Reader.CHILD:
        found.append(f"Ask {parcel.called} what may be shared with whom")
    if parcel.left_care_on is not None and parcel.left_care_on <= today:
        found.append(f"Left care on {show_date(parcel.left_care_on)}: check who should have it")
    return tuple(found)


def _missing_of_practice(parcel: Parcel, last: Sending | None, today: date) -> list[str]:
    practice = parcel.to
    if practice is None:
        return ["Add a GP"]
    if practice.closed_on is not None and practice.closed_on <= today:
        return [f"Practice closed on {show_date(practice.closed_on)}"]
    found = []
    on = practice.confirmed_on
    if on is None:
        found.append("GP never confirmed")
    elif (today - on).days > _DAYS_OF_A_YEAR and add_months(on, CONFIRMED_MONTHS) < today:
        found.append(f"GP last confirmed {_months(on, today)} months ago")
    elif parcel.moved_on is not None and on < parcel.moved_on <= today:
        found.append("GP confirmed before the last move")
    elif (
        last is not None and last.replied_on is not None and on < last.replied_on and _is_same(last, practice)
    ):
        found.append("Rejected: confirm the GP before it goes again")
    if not (practice.email or practice.address or practice.ods_code):
        found.append("Add an email, address or ODS code for the practice")
    return found


def _is_same(last: Sending, practice: Recipient) -> bool:
    return last.sent_to == practice.name and last.address_used in ("", practice.email, practice.address)


def _replaces(valid: tuple[Sending, ...], current: tuple[Sending, ...]) -> str:
    before = [one for one in valid if one not in current] or list(current)
    if not before:
        return ""
    return f"version {before[-1].document_version}, sent {show_date(before[-1].sent_on)}"


def _months(since: date, today: date) -> int:
    months = 12 * (today.year - since.year) + today.month - since.month
    return months if add_months(since, months) <= today else months - 1
