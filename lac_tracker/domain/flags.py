"""The flags of a record: what everyone who opens it must see first, in one fixed order, safety first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from lac_tracker.domain.children import FlagChip, is_unaccompanied
from lac_tracker.domain.dates import show_date

Source = Literal[
    "flag", "column", "record"
]  # set here; set here and kept with the child; follows from another page


@dataclass(frozen=True)
class FlagKind:
    """One kind of flag.

    source: 'flag' and 'column' ones are set, reviewed and ended by people; 'record' ones follow from `page`.
    severe: red. shows_detail: its detail stands on the chip; otherwise only in the detail of the flag.
    asks: what the detail is, for the person who sets it; '' where there is none.
    """

    key: str
    words: str
    icon: str
    source: Source = "flag"
    severe: bool = False
    shows_detail: bool = False
    asks: str = ""
    is_printed: bool = True
    page: str = ""


KINDS = (
    FlagKind("allergies", "Known allergies", "fa6s.triangle-exclamation", "record", severe=True, page="flags"),
    FlagKind("no_allergies", "No known allergies", "fa6s.circle-check", "record", page="flags"),
    FlagKind("allergies_not_recorded", "Allergies not recorded", "fa6s.circle-question", "record", page="flags"),
    FlagKind("restricted", "Restricted record", "fa6s.user-lock", asks="Who may open it, and why"),
    FlagKind("do_not_share_address", "Do not share address", "fa6s.eye-slash", "column", severe=True, asks="From whom, and why"),
    FlagKind("child_protection_plan", "Child protection plan", "fa6s.shield-halved", "record", shows_detail=True, page="placements"),
    FlagKind("section_47_enquiry", "Section 47 enquiry", "fa6s.shield-halved", "record", page="placements"),
    FlagKind("child_in_need_plan", "Child in need plan", "fa6s.shield-halved", "record", page="placements"),
    FlagKind("missing_now", "Missing now", "fa6s.person-circle-question", "record", severe=True, shows_detail=True, page="placements"),
    FlagKind("interpreter", "Interpreter", "fa6s.language", "record", shows_detail=True, page="summary"),
    FlagKind("uasc", "UASC", "fa6s.person-walking-luggage", "column", asks="Where from, and when they came"),
    FlagKind("age_disputed", "Age disputed", "fa6s.person-walking-luggage", "column", asks="The date or year of birth as stated, such as 'about 2009'"),
    FlagKind("pregnant", "Pregnant", "fa6s.person-pregnant", "record", shows_detail=True, page="pregnancy"),
    FlagKind("young_parent", "Young parent", "fa6s.baby", asks="Their child or children", is_printed=False),
    FlagKind("parental_mental_ill_health", "Parental mental ill-health", "fa6s.people-roof", asks="What is known, and from whom", is_printed=False),
    FlagKind("out_of_area", "Out of area", "fa6s.map-location-dot", "record", shows_detail=True, page="placements"),
    FlagKind("needs", "Needs", "fa6s.hands", shows_detail=True, asks="The adjustment, such as 'Makaton' or 'step-free room'"),
    FlagKind("exploitation_risk", "Exploitation risk", "fa6s.circle-exclamation", asks="The type, such as criminal or sexual exploitation", is_printed=False),
    FlagKind("visit_in_pairs", "Visit in pairs", "fa6s.user-group", asks="Why, and until when", is_printed=False),
    FlagKind("care_leaver", "Care leaver", "fa6s.door-open", asks="What everyone should know"),
)  # fmt: skip
KIND = {kind.key: kind for kind in KINDS}
ORDER = tuple(KIND)
SETTABLE = tuple(kind for kind in KINDS if kind.source != "record" or kind.key == "pregnant")
CARE_LEAVER_AGE = 16
ALLERGY_KINDS = ("allergies", "no_allergies", "allergies_not_recorded")
NO_ALERT = ("no_allergies", "allergies_not_recorded")  # every child has one of them or an allergy
NO_REVIEW = "No review date"
FROM_BIRTH = "From the date of birth"  # who says that somebody is a care leaver, where nobody recorded it
_OWN_REVIEW = ("child_protection_plan", "section_47_enquiry", "child_in_need_plan")  # their rows have one

_PLACES = {
    "placements": "Placements and legal",
    "summary": "About, on the Summary",
    "pregnancy": "the pregnancy card",
}


@dataclass(frozen=True)
class Origin:
    """Who recorded what a flag follows from, and when; '' and None where that is not known."""

    who: str = ""
    on: date | None = None
    review_on: date | None = None


@dataclass(frozen=True)
class SetFlag:
    """One flag that a person set. is_review_only: nothing but the review date of one that follows from the record."""

    id: int
    kind: str
    detail: str
    set_on: date
    set_by: str
    review_on: date | None = None
    ended_on: date | None = None
    ended_by: str = ""
    ended_because: str = ""
    version: int = 1
    is_review_only: bool = False


@dataclass(frozen=True)
class Protection:
    """A child protection plan, a section 47 enquiry or a child in need plan that is in force."""

    kind: str
    category: str
    began: date
    review_on: date | None = None
    recorded_by: str = ""


@dataclass(frozen=True)
class FlagFacts:
    """What the flags of a day follow from.

    flags: in force, oldest first. pregnant: the due dates of pregnancies that have not ended, None where not known.
    interpreter: the language, '' when no interpreter is needed. own_children: who is recorded as the person's child.
    origins: kind → who recorded what a flag follows from, and when, for those that no flag row says it of.
    """

    allergies_state: str
    allergies: str = ""
    address_withheld: bool = False
    flags: tuple[SetFlag, ...] = ()
    protection: tuple[Protection, ...] = ()
    missing_since: date | None = None
    missing_told_by: str = ""
    interpreter: str = ""
    interpreter_wishes: str = ""
    is_unaccompanied: bool = False
    unaccompanied_until: date | None = None
    age_disputed: bool = False
    born_as_stated: str = ""
    pregnant: tuple[date | None, ...] = ()
    own_children: tuple[str, ...] = ()
    host_area: str = ""
    communication: str = ""
    is_leaving_care: bool = False
    origins: Mapping[str, Origin] = field(default_factory=dict)


def chips(facts: FlagFacts, today: date) -> tuple[FlagChip, ...]:
    """Return the flags of a day in their fixed order, the allergies always first in exactly one of three states.

    A flag that both follows from the record and was set by a person is one chip with what is known of it.
    """
    held: dict[str, FlagChip] = {}
    for chip in (_allergies(facts), *_from_record(facts, today), *_from_columns(facts, today)):
        held.setdefault(chip.kind, chip)
    reviews = {review_key(flag.kind): flag.review_on for flag in facts.flags if flag.is_review_only}
    for flag in facts.flags:
        if flag.kind in ALLERGY_KINDS or flag.is_review_only:
            continue
        before = held.get(flag.kind)
        held[flag.kind] = _set(flag, today, before)
    told = (_told(chip, facts.origins, reviews, today) for chip in held.values())
    return tuple(sorted(told, key=_place))


def review_key(kind: str) -> str:
    """Return what the review date of a kind is kept by: the three states of the allergies have one."""
    return "allergies" if kind in ALLERGY_KINDS else kind


def takes_review_date(kind: str) -> bool:
    """Return whether a flag that follows from the record takes its review date here, and not from its own page."""
    return kind in KIND and KIND[kind].source == "record" and kind not in _OWN_REVIEW and kind != "pregnant"


def who_words(chip: FlagChip) -> str:
    """Return by whom a flag is there: never nothing."""
    return chip.set_by or "Not recorded by whom"


def when_words(chip: FlagChip) -> str:
    """Return since when a flag is there: never nothing."""
    return show_date(chip.set_on) if chip.set_on else "Date not recorded"


def review_said(chip: FlagChip, today: date) -> str:
    """Return the review date of a flag, or that it has none."""
    return review_words(chip.review_on, today) or NO_REVIEW


def printable(found: Iterable[FlagChip]) -> tuple[FlagChip, ...]:
    """Return the flags that may stand on paper: never 'visit in pairs', and no risk that names a type."""
    return tuple(chip for chip in found if chip.kind not in KIND or KIND[chip.kind].is_printed)


def review_words(review_on: date | None, today: date) -> str:
    """Return 'Review 01-Mar-2026', or 'Review was due 01-Mar-2026' once the day has passed; '' without one."""
    if review_on is None:
        return ""
    return f"Review was due {show_date(review_on)}" if review_on < today else f"Review {show_date(review_on)}"


def born_words(shown: str, facts: FlagFacts) -> str:
    """Return the birth date as the banner has it: 'About 2009, age disputed' where that is so."""
    if not facts.age_disputed:
        return shown
    stated = facts.born_as_stated[:1].upper() + facts.born_as_stated[1:]
    return f"{stated or shown}, age disputed"


def _place(chip: FlagChip) -> int:
    return ORDER.index(chip.kind) if chip.kind in KIND else len(ORDER)


def _chip(kind: str, detail: str = "", *lines: str, on_chip: str | None = None) -> FlagChip:
    of = KIND[kind]
    shown = detail if on_chip is None else on_chip
    words = f"{of.words}: {shown}" if of.shows_detail and shown else of.words
    whole = f"{of.words}: {_one_line(detail)}" if of.shows_detail and detail else ""
    return FlagChip(kind, words, of.severe, "\n".join(line for line in lines if line), whole=whole)


def _allergies(facts: FlagFacts) -> FlagChip:
    match facts.allergies_state:
        case "known":
            named = [part.strip() for part in facts.allergies.replace("\n", ";").split(";") if part.strip()]
            more = f", +{len(named) - 1}" if len(named) > 1 else ""
            words = f"Known allergies: {_first_line(named[0]) if named else 'see record'}{more}"
            return FlagChip("allergies", words, severe=True, detail="\n".join(named))
        case "none_known":
            return FlagChip("no_allergies", "No known allergies", detail="Asked: no known allergies")
    return FlagChip(
        "allergies_not_recorded", "Allergies not recorded", detail="Nobody has recorded an answer yet: ask"
    )


def _from_record(facts: FlagFacts, today: date) -> Iterable[FlagChip]:
    for one in facts.protection:
        since = f"Since {show_date(one.began)}"
        yield _chip(one.kind, one.category, since)
    if facts.missing_since is not None:
        told = f"Told by {facts.missing_told_by}" if facts.missing_told_by else ""
        words = f"Missing now, since {show_date(facts.missing_since)}"
        yield FlagChip("missing_now", words, severe=True, detail=told)
    if facts.interpreter:
        yield _chip("interpreter", facts.interpreter, facts.interpreter_wishes)
    for due in facts.pregnant:
        words = f"Pregnant, due {show_date(due)}" if due else "Pregnant, due date not known"
        yield FlagChip(
            "pregnant", words, detail="The pregnancy card on the Summary has the referral and the midwife"
        )
    if facts.own_children:
        yield _chip("young_parent", "", "\n".join(facts.own_children))
    if facts.host_area:
        yield _chip("out_of_area", facts.host_area)
    if facts.communication:
        yield _chip(
            "needs", facts.communication, facts.communication, on_chip=_first_line(facts.communication)
        )
    if facts.is_leaving_care:
        yield _chip("care_leaver")


def _from_columns(facts: FlagFacts, today: date) -> Iterable[FlagChip]:
    if facts.address_withheld:
        yield _chip("do_not_share_address", "", "No document and no list shows the address")
    until = facts.unaccompanied_until
    if is_unaccompanied(facts.is_unaccompanied, until, today):
        yield _chip(
            "uasc", "", "Unaccompanied asylum-seeking child", f"Until {show_date(until)}" if until else ""
        )
    if facts.age_disputed:
        yield _chip(
            "age_disputed", "", f"Born as stated: {facts.born_as_stated}" if facts.born_as_stated else ""
        )


def _set(flag: SetFlag, today: date, before: FlagChip | None) -> FlagChip:
    of = KIND.get(flag.kind)
    label = of.words if of else flag.kind.replace("_", " ").capitalize()
    on_chip = flag.detail and (of is None or of.shows_detail)
    words = before.words if before else f"{label}: {_first_line(flag.detail)}" if on_chip else label
    whole = before.whole if before else f"{label}: {_one_line(flag.detail)}" if on_chip else ""
    lines = (
        before.detail if before else "",
        "" if before and flag.detail and flag.detail in before.detail else flag.detail,
        f"Set by {flag.set_by}, {show_date(flag.set_on)}",
    )
    told = "\n".join(dict.fromkeys(line for line in lines if line))
    return FlagChip(
        flag.kind,
        words,
        of.severe if of else False,
        told,
        review_on=flag.review_on,
        set_by=flag.set_by,
        set_on=flag.set_on,
        whole=whole,
        is_set_here=True,
    )


def _told(
    chip: FlagChip, origins: Mapping[str, Origin], reviews: Mapping[str, date | None], today: date
) -> FlagChip:
    """Return a flag that says who, when and to be reviewed when, whatever it follows from."""
    if not chip.is_set_here:
        origin = origins.get(chip.kind, Origin())
        review_on = origin.review_on or reviews.get(review_key(chip.kind))
        chip = replace(chip, set_by=origin.who, set_on=origin.on, review_on=review_on)
    lines = [chip.detail]
    if not chip.is_set_here:
        recorded = f"Recorded by {chip.set_by}" if chip.set_by not in ("", FROM_BIRTH) else who_words(chip)
        lines.append(f"{recorded}, {when_words(chip)[:1].lower()}{when_words(chip)[1:]}")
    lines.append(review_said(chip, today))
    return replace(chip, detail="\n".join(line for line in lines if line))


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _first_line(words: str) -> str:
    """Return what fits on a chip of a text that may be long."""
    line = words.strip().splitlines()[0] if words.strip() else ""
    return line if len(line) <= 40 else f"{line[:39].rstrip()}…"


def where_set(kind: str) -> str:
    """Return where a flag that follows from the record is changed, in words; '' for one that is set here."""
    of = KIND.get(kind)
    return _PLACES.get(of.page, "") if of and of.source == "record" else ""
