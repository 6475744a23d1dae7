"""Which content may reach which reader: one table, read by every document, and the only place where it is said.

The table follows what local looked-after children health teams share; it is a design of ours and needs a clinical and
an information governance owner before use.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Reader(StrEnum):
    """Who gets a copy."""

    GP = "gp"
    CHILD = "child"
    CARER = "carer"
    COUNCIL = "council"
    SCHOOL = "school"
    HOST_TEAM = "host_team"
    HEALTH_HISTORY = "health_history"  # the young person, as an adult one day: what they carry with them
    OWNER = "owner"  # somebody who has something to do, and learns of that alone
    TEAM = "team"  # ourselves


class Content(StrEnum):
    """What a document may tell, as far as readers differ in it."""

    OWN_ACTIONS = "actions for the reader"
    WHOLE_PLAN = "the whole plan"
    SDQ = "SDQ scores"
    PRIVATE_TOPICS = "sexual health, substances and pregnancy"
    PARENTS_HEALTH = "parents' health"
    ADDRESS = "where the child lives"
    LEGAL = "child protection plan and legal status"
    SAFETY_FLAGS = "flags about visits and exploitation"


class Rule(StrEnum):
    """How far a reader gets it."""

    YES = "yes"
    NO = "no"
    IF_AGREED = "only if the young person agreed"
    IF_CHOSEN = "only if the young person chooses"
    THEIRS = "only what is theirs"
    OWN_WORDS = "in the young person's own words"
    ONE_LINE = "one line, marked as third-party information"
    SHAREABLE = "only what may be shared"
    UNLESS_WITHHELD = "unless the address is withheld"


_Y, _N, _A = Rule.YES, Rule.NO, Rule.IF_AGREED
_COLUMNS = (
    Reader.GP,
    Reader.CHILD,
    Reader.CARER,
    Reader.COUNCIL,
    Reader.SCHOOL,
    Reader.HOST_TEAM,
    Reader.HEALTH_HISTORY,
)
_TABLE: Mapping[Content, tuple[Rule, ...]] = {
    #                        gp                    child           carer        council               school       host team             health history
    Content.OWN_ACTIONS:    (_Y,                   _Y,             _Y,          _Y,                   Rule.THEIRS, _Y,                   _Y),
    Content.WHOLE_PLAN:     (_Y,                   Rule.OWN_WORDS, Rule.THEIRS, Rule.THEIRS,          _N,          _Y,                   Rule.OWN_WORDS),
    Content.SDQ:            (_Y,                   Rule.IF_CHOSEN, _Y,          _Y,                   _N,          _Y,                   _N),
    Content.PRIVATE_TOPICS: (_A,                   _Y,             _A,          _A,                   _N,          _A,                   _Y),
    Content.PARENTS_HEALTH: (Rule.ONE_LINE,        _N,             _N,          _N,                   _N,          _A,                   Rule.SHAREABLE),
    Content.ADDRESS:        (Rule.UNLESS_WITHHELD, _N,             _N,          Rule.UNLESS_WITHHELD, _N,          Rule.UNLESS_WITHHELD, _N),
    Content.LEGAL:          (_Y,                   _N,             _Y,          _Y,                   _N,          _Y,                   _N),
    Content.SAFETY_FLAGS:   (_N,                   _N,             _N,          _Y,                   _N,          _Y,                   _N),
}  # fmt: skip


def rule(content: Content, reader: Reader) -> Rule:
    """Return how far a reader gets some content. The team sees all; an owner only what is theirs."""
    if reader is Reader.TEAM:
        return Rule.YES
    if reader is Reader.OWNER:
        return Rule.THEIRS if content is Content.OWN_ACTIONS else Rule.NO
    return _TABLE[content][_COLUMNS.index(reader)]


# Categories of need that a young person may keep to themselves: `Content.PRIVATE_TOPICS`.
PRIVATE_CATEGORIES = ("substances", "relationships", "pregnancy")
# What a medicine or a condition is called that tells of one of them. It can't know every name: a person reads each paper.
_TELLS_PRIVATE = re.compile(
    r"\b(?:contracept|the pill\b|mini.?pill|condom|morning.after|nexplanon|implanon|depo.?provera|sayana|mirena|jaydess"
    r"|kyleena|intra.?uterine|iud\b|ius\b|ulipristal|ellaone|levon(?:elle|orgestrel)|microgynon|rigevidon|cerazette"
    r"|cerelle|desogestrel|sexual|chlamydia|gonorrh|syphilis|genital|hiv\b|pregnan|miscarr|abortion|antenatal|midwi"
    r"|substance (?:mis)?use|drug (?:mis)?use|cannabis|ketamine|cocaine|heroin|mdma\b|ecstasy\b|opioid|methadone"
    r"|buprenorphine|naloxone|alcohol (?:excess|depend|mis|use)|nicotine|smok(?:es|er|ing)\b|vap(?:es|er|ing)\b)",
    re.IGNORECASE,
)
# Who may be chosen for an item of the plan, in the order of the boxes.
CHOSEN_READERS = (Reader.GP, Reader.CHILD, Reader.CARER, Reader.COUNCIL, Reader.SCHOOL)
_USUAL = frozenset({Reader.GP, Reader.CHILD, Reader.CARER, Reader.COUNCIL})
# Who gets an item of the plan unless a person decides otherwise, by kind of need; the others go to `_USUAL`.
_BY_CATEGORY: Mapping[str, frozenset[Reader]] = {
    **dict.fromkeys(PRIVATE_CATEGORIES, frozenset({Reader.CHILD, Reader.GP})),
    "learning": _USUAL | {Reader.SCHOOL},
}


def readers_of_item(category: str, seen_by: Iterable[str] | None = None) -> frozenset[Reader]:
    """Return who gets an item of the plan: as a person chose, else as its kind of need says.

    category: of the need. seen_by: `Outcome.seen_by`, values of Reader; None where nobody chose.
    """
    if seen_by is None:
        return _BY_CATEGORY.get(category, _USUAL)
    return frozenset(Reader(one) for one in seen_by)


def reaches(reader: Reader, category: str, seen_by: Iterable[str] | None, *, agreed: bool) -> bool:
    """Return whether an item of the plan is in a reader's copy.

    agreed: the young person agreed that this reader learns of sexual health, substances and pregnancy; then such an
    item is theirs too where nobody chose.
    """
    chosen = tuple(seen_by) if seen_by is not None else None
    if category in PRIVATE_CATEGORIES and rule(Content.PRIVATE_TOPICS, reader) is not Rule.YES:
        if rule(Content.PRIVATE_TOPICS, reader) is Rule.NO or not agreed:
            return False
        return chosen is None or reader in readers_of_item(category, chosen)
    return reader in readers_of_item(category, chosen)


def tells_private(words: str) -> bool:
    """Return whether a medicine or a condition tells of sexual health, substances or pregnancy by what it is called."""
    return _TELLS_PRIVATE.search(words) is not None


@dataclass(frozen=True)
class Paper:
    """One document there is: who reads it, and whether it is made from a signed assessment."""

    name: str  # on the command line, in the catalogue and in the record
    title: str  # on screens; {name} is how the child is called
    readers: tuple[Reader, ...]
    from_assessment: bool = True  # its versions are those of an assessment
    of_a_child: bool = True
    for_each: str = (
        ""  # what there may be several of: 'owner', 'contributor', 'giver'; '' for one paper a child
    )


PAPERS: Mapping[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper("gp-summary", "GP summary", (Reader.GP,)),
        Paper("full-plan", "Full plan", (Reader.GP, Reader.COUNCIL, Reader.CARER, Reader.HOST_TEAM)),
        Paper("own-plan", "{name}’s plan", (Reader.CHILD,)),
        Paper("carer-copy", "Carer’s copy", (Reader.CARER,)),
        Paper("council-copy", "Council’s copy", (Reader.COUNCIL,)),
        Paper("school-copy", "School’s copy", (Reader.SCHOOL,)),
        Paper("owner-letter", "Letter to an owner", (Reader.OWNER,), for_each="owner"),
        Paper("health-history", "Health history", (Reader.HEALTH_HISTORY,), from_assessment=False),
        Paper("health-history-booklet", "Health history, A5 booklet", (Reader.HEALTH_HISTORY,), from_assessment=False),
        Paper("chronology", "Chronology", (Reader.TEAM,), from_assessment=False),
        Paper("chronology-child", "Chronology, copy for {name}", (Reader.CHILD,), from_assessment=False),
        Paper("family-history", "Family and birth history", (Reader.TEAM,), from_assessment=False),
        Paper("sdq-trend", "SDQ over time", (Reader.TEAM, Reader.GP), from_assessment=False),
        Paper("feelings-page", "{name}’s page: how I’ve been feeling", (Reader.CHILD,), from_assessment=False),
        Paper("information-request", "Request for information", (Reader.OWNER,), from_assessment=False, for_each="contributor"),
        Paper("consent-request", "Consent request", (Reader.OWNER,), from_assessment=False, for_each="giver"),
        Paper("family-history-request", "Birth and family history request", (Reader.OWNER,), from_assessment=False, for_each="contributor"),
        Paper("out-of-area-request", "Out-of-area request", (Reader.HOST_TEAM,), from_assessment=False),
        Paper("overdue-list", "Overdue list", (Reader.TEAM,), from_assessment=False, of_a_child=False),
        Paper("table-report", "List of a report", (Reader.TEAM,), from_assessment=False, of_a_child=False),
        Paper("performance-report", "Performance report", (Reader.TEAM,), from_assessment=False, of_a_child=False),
        Paper("evidence-pack", "Evidence pack", (Reader.TEAM,), from_assessment=False, of_a_child=False),
        Paper("blank-form", "Blank form", (Reader.TEAM,), from_assessment=False, of_a_child=False),
        Paper("recovery-sheet", "Recovery sheet", (Reader.TEAM,), from_assessment=False, of_a_child=False),
        Paper("disposal-certificate", "Certificate of disposal", (Reader.TEAM,), from_assessment=False, of_a_child=False),
    )
}  # fmt: skip
