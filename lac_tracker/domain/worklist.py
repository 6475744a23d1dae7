"""The working list: its views, what it can be filtered and sorted by, and all of that in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from lac_tracker.domain.dates import add_months, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.standing import WAITING_WORDS

SOON_DAYS = 28


@dataclass(frozen=True)
class View:
    """One way to look at the list. nothing: what is said when no row is there.

    of_children: it is about children, not about one assessment each: every child has one row, that of the last clock.
    """

    key: str
    words: str
    nothing: str
    of_children: bool = False


VIEWS: tuple[View, ...] = (
    View("overdue", "Overdue", "Nothing is overdue."),
    View("at_risk", "At risk", "Nothing is at risk."),
    View("due_soon", f"Due in {SOON_DAYS} days", f"Nothing falls due in the next {SOON_DAYS} days."),
    View("no_appointment", "No appointment", "Everything that is late or due soon has an appointment."),
    View("no_consent", "No consent", "Consent is on record for everything that is late or due soon."),
    View("mine", "Mine", "Nothing on the list is yours."),
    View("out_of_area", "Out of area", "No child who lives out of area has anything due."),
    View("unaccompanied", "UASC", "No unaccompanied child has anything due."),
    View("under_five", "Under 5", "No child under 5 has anything due."),
    View("child_protection", "CP plan", "No child in care has a child protection plan.", of_children=True),
    View(
        "care_leavers", "Care leavers (health history)", "Nobody is 15 years and 9 months or older.", of_children=True
    ),
    View("plan_items_overdue", "Plan items overdue", "No action of a plan is overdue.", of_children=True),
    View("sdq_due", "SDQ due", "No SDQ is due.", of_children=True),
    View("gp_plan_not_sent", "GP plan not sent", "Every plan went to the practice in time.", of_children=True),
    View("declined_ask_again", "Declined: ask again", "Nobody has declined for now."),
    View("cannot_be_computed", "Can't be worked out", "Every due date can be worked out."),
    View("needs_review", "Needs review", "Nothing needs a person's look."),
    View("open", "All open", "Nothing is open."),
    View("closed", "Done and not needed", "Nothing is done yet."),
)  # fmt: skip
VIEW: Mapping[str, View] = {view.key: view for view in VIEWS}


def _plain(words: str) -> str:
    """Return words as a name: small letters and figures, with one underscore between them."""
    return re.sub(r"[^a-z0-9]+", "_", words.casefold().replace("'", "")).strip("_")


_BY_WORDS: Mapping[str, str] = {_plain(view.words): view.key for view in VIEWS} | {
    "declined": "declined_ask_again"
}


@dataclass(frozen=True)
class AgeBand:
    """Ages in completed years, both included; last None: and over."""

    key: str
    words: str
    first: int
    last: int | None


AGE_BANDS: tuple[AgeBand, ...] = (
    AgeBand("under_5", "Under 5", 0, 4),
    AgeBand("5_to_9", "5 to 9", 5, 9),
    AgeBand("10_to_15", "10 to 15", 10, 15),
    AgeBand("16_to_17", "16 and 17", 16, 17),
    AgeBand("18_and_over", "18 and over", 18, None),
)
AGE_BAND: Mapping[str, AgeBand] = {band.key: band for band in AGE_BANDS}

HISTORY_WORDS: Mapping[str, str] = {
    "all": "",
    "only missing": "only with no assessment history yet",
    "without missing": "without those with no assessment history yet",
}


@dataclass(frozen=True)
class Sort:
    """One column by which the list is sorted, and what that is called upwards and downwards."""

    key: str
    words: str
    upwards: str
    downwards: str


SORTS: tuple[Sort, ...] = (
    Sort("status", "Status", "most urgent first", "least urgent first"),
    Sort("child", "Child", "A to Z", "Z to A"),
    Sort("type", "Type", "IHA first", "RHA first"),
    Sort("clock", "Clock", "longest first", "shortest first"),
    Sort("due", "Due", "earliest first", "latest first"),
    Sort("why", "Why", "A to Z", "Z to A"),
    Sort("waiting_on", "Waiting on", "A to Z", "Z to A"),
    Sort("assessor", "Assessor", "A to Z", "Z to A"),
    Sort("next_step", "Next step", "earliest first", "latest first"),
)
SORT: Mapping[str, Sort] = {sort.key: sort for sort in SORTS}
KINDS = ("IHA", "RHA")
NOBODY = 0  # the assessor_id of what is nobody's


@dataclass(frozen=True)
class Wanted:
    """What of the list is to be shown, and in which order.

    view: a key of VIEWS. text: words that all stand in name, council id, NHS number, assessor, reason or why it is late.
    kind: 'IHA', 'RHA' or ''. waiting_on: a value of WaitingOn or ''. assessor_id: None for all, 0 for nobody's.
    history: a key of HISTORY_WORDS. age_band: a key of AGE_BANDS or ''. council: a code. host_area: where the child
    lives now. flag: a kind of flag. place: where the appointment to come is. due_from, due_to: both included.
    child_ids: only these children. sort: a key of SORTS.
    """

    view: str = "overdue"
    text: str = ""
    kind: str = ""
    waiting_on: str = ""
    assessor_id: int | None = None
    history: str = "all"
    age_band: str = ""
    council: str = ""
    host_area: str = ""
    flag: str = ""
    place: str = ""
    due_from: date | None = None
    due_to: date | None = None
    child_ids: tuple[int, ...] | None = None
    sort: str = "due"
    descending: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the view and the order was chosen."""
        return replace(self, view="overdue", sort="due", descending=False) != Wanted()


@dataclass(frozen=True)
class Choices:
    """What can be chosen in the filters: (value, words), as they are in this caseload."""

    assessors: tuple[tuple[int, str], ...] = ()
    councils: tuple[tuple[str, str], ...] = ()
    host_areas: tuple[str, ...] = ()
    flags: tuple[tuple[str, str], ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrases:
    """A filter and an order in words, part by part: what a screen shows as chips and a paper states.

    chips: (field of Wanted, words) of each filter but the view.
    """

    view: str
    order: str
    chips: tuple[tuple[str, str], ...] = field(default=())

    @property
    def filtered(self) -> str:
        """'Overdue, RHA only, waiting on Council'."""
        return ", ".join((self.view, *(words for _, words in self.chips)))

    @property
    def whole(self) -> str:
        """'Filtered: Overdue, RHA only. Sorted: Due, earliest first'."""
        return f"Filtered: {self.filtered}. Sorted: {self.order}"


def phrases(wanted: Wanted, choices: Choices) -> Phrases:
    """Return what is wanted in words. choices: for the names of people, councils and flags."""
    assessors, councils, flags = dict(choices.assessors), dict(choices.councils), dict(choices.flags)
    waiting = {one.value: words for one, words in WAITING_WORDS.items()}
    sort = SORT[wanted.sort]
    text = " ".join(wanted.text.split())
    said = {
        "text": f"“{text}”" if text else "",
        "kind": f"{wanted.kind} only" if wanted.kind else "",
        "waiting_on": f"waiting on {waiting.get(wanted.waiting_on, wanted.waiting_on)}" if wanted.waiting_on else "",
        "assessor_id": _assessor_words(wanted.assessor_id, assessors),
        "history": HISTORY_WORDS[wanted.history],
        "age_band": f"aged {_lower(AGE_BAND[wanted.age_band].words)}" if wanted.age_band else "",
        "council": f"council {councils.get(wanted.council, wanted.council)}" if wanted.council else "",
        "host_area": f"living in {wanted.host_area}" if wanted.host_area else "",
        "flag": f"flag {flags.get(wanted.flag, wanted.flag)}" if wanted.flag else "",
        "place": f"appointment at {wanted.place}" if wanted.place else "",
        "due_from": f"due from {show_date(wanted.due_from)}" if wanted.due_from else "",
        "due_to": f"due to {show_date(wanted.due_to)}" if wanted.due_to else "",
        "child_ids": _children_words(wanted.child_ids),
    }  # fmt: skip
    return Phrases(
        VIEW[wanted.view].words,
        f"{sort.words}, {sort.downwards if wanted.descending else sort.upwards}",
        tuple((name, words) for name, words in said.items() if words),
    )


def checked(wanted: Wanted) -> Wanted:
    """Return it as it is. Raises UserError naming what it cannot be, for what was typed or kept in a file."""
    one_of = {
        "view": (wanted.view, VIEW), "sort": (wanted.sort, SORT), "history": (wanted.history, HISTORY_WORDS),
        "kind": (wanted.kind, ("", *KINDS)), "age band": (wanted.age_band, ("", *AGE_BAND)),
        "waiting on": (wanted.waiting_on, ("", *(one.value for one in WAITING_WORDS))),
    }  # fmt: skip
    for name, (value, allowed) in one_of.items():
        if value not in allowed:
            listed = ", ".join(one for one in allowed if one)
            raise UserError(f"'{value}' is not a {name} of the list. It can be: {listed}")
    return wanted


def view_of(typed: str) -> View:
    """Return the view of a name typed with dashes or underscores, or of its words on the screen ('due-in-28-days', 'UASC').

    Raises UserError listing the names.
    """
    key = _plain(typed)
    key = _BY_WORDS.get(key, key)
    if key not in VIEW:
        listed = ", ".join(view.key.replace("_", "-") for view in VIEWS)
        raise UserError(f"'{typed}' is not a view of the list. It can be: {listed}")
    return VIEW[key]


def latest_birth(years: int, on: date) -> date:
    """Return the latest day of birth of those who have reached an age in years on a day: all born by then have."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February: who was born on 1 March has the birthday tomorrow
        return date(on.year - years, 2, 28)


def latest_start(months: int, on: date) -> date:
    """Return the latest day from which so many months have passed on a day."""
    day = add_months(on, -months)
    while add_months(day + timedelta(days=1), months) <= on:
        day += timedelta(days=1)
    while add_months(day, months) > on:
        day -= timedelta(days=1)
    return day


def _assessor_words(assessor_id: int | None, assessors: Mapping[int, str]) -> str:
    if assessor_id is None:
        return ""
    return "assessor nobody" if assessor_id == NOBODY else f"assessor {assessors.get(assessor_id, 'unknown')}"


def _children_words(child_ids: tuple[int, ...] | None) -> str:
    if child_ids is None:
        return ""
    return "1 chosen child" if len(child_ids) == 1 else f"{len(child_ids)} chosen children"


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
