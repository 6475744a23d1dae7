"""What has to be known about every child: recorded, declined, asked without an answer, or not asked yet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from lac_tracker.domain.dates import age_in_years, show_date

SDQ_FIRST_AGE, SDQ_LAST_AGE = 4, 16  # statutory guidance: every looked-after child of these ages, once a year

CodeSystem = Literal["ethnicity", "nhs_ethnicity", "903_ethnicity", "religion"]

# The same letter means different things: M is Caribbean to one system and 'declined' to the other.
_DECLINED = {
    "ethnicity": "prefers_not_to_say",
    "nhs_ethnicity": "Z",
    "903_ethnicity": "REFU",
    "religion": "M",
}
_NOT_KNOWN = {"ethnicity": "not_known", "nhs_ethnicity": "99", "903_ethnicity": "NOBT", "religion": "N"}


class Knowledge(StrEnum):
    """What is known about ethnicity, language, religion, birth or parental history."""

    RECORDED = "recorded"
    PREFERS_NOT_TO_SAY = "prefers_not_to_say"
    ASKED_NOT_KNOWN = "asked_not_known"
    NOT_ASKED = "not_asked"


# Ethnicity, language and the rest: who prefers not to say has answered (decisions: completeness).
KNOWN_STATES = frozenset({Knowledge.RECORDED, Knowledge.PREFERS_NOT_TO_SAY})


class HistoryState(StrEnum):
    """What is known of one item of birth or family history, or of all items of a group together."""

    ANSWERED = "answered"
    ASKED = "asked"
    NOT_KNOWN_AFTER_ASKING = "not_known_after_asking"
    DECLINED = "declined"
    NOT_ASKED = "not_asked"


# Who declined to tell was asked and has answered, as 'prefers not to say' does for ethnicity (decisions: completeness).
HISTORY_COMPLETE = frozenset(
    {HistoryState.ANSWERED, HistoryState.NOT_KNOWN_AFTER_ASKING, HistoryState.DECLINED}
)


@dataclass(frozen=True)
class Known:
    """One such fact. value: the words to show, '' unless recorded. asked_on, asked_of: the last time it was asked."""

    knowledge: Knowledge
    value: str = ""
    asked_on: date | None = None
    asked_of: str = ""

    def __post_init__(self) -> None:
        if (self.knowledge is Knowledge.RECORDED) != bool(self.value):
            raise ValueError("A recorded fact has a value, and no other has")


NOT_ASKED = Known(Knowledge.NOT_ASKED)


class EssentialState(StrEnum):
    HERE = "here"
    ASKED = "asked"
    MISSING = "missing"


@dataclass(frozen=True)
class Essential:
    """One line of the essentials list. name: stable, for screens and scripts. asked_on: when it was last asked for."""

    name: str
    label: str
    state: EssentialState
    asked_on: date | None = None
    words: str = ""  # said in place of the state, where the state alone would mislead


@dataclass(frozen=True)
class EssentialFacts:
    """What the essentials list reads. The last three: here or not, and the day it was asked for."""

    ethnicity: Known = NOT_ASKED
    language: Known = NOT_ASKED
    religion: Known = NOT_ASKED
    birth_history: Known = NOT_ASKED
    parental_health: Known = NOT_ASKED
    has_consent: bool = False
    consent_asked_on: date | None = None
    consent_words: str = ""
    has_gp_record: bool = False
    gp_record_asked_on: date | None = None
    has_carer_sdq: bool = False
    carer_sdq_asked_on: date | None = None
    carer_sdq_words: str = ""  # why none was done
    contributions_asked_on: date | None = None


@dataclass(frozen=True)
class Essentials:
    """The list, and its meter: done of the number that applies to a child of this age."""

    items: tuple[Essential, ...]
    done: int
    of: int


def is_recorded(known: Known) -> bool:
    """Return whether ethnicity, language or religion counts as recorded: a value, or 'prefers not to say'."""
    return known.knowledge in KNOWN_STATES


def is_answered(known: Known) -> bool:
    """Return whether birth or parental history counts as answered: 'not known after asking' does, too."""
    return known.knowledge is not Knowledge.NOT_ASKED


def history_state(states: Iterable[HistoryState]) -> HistoryState:
    """Return the state of birth or parental history from the states of all its items, 'not asked' ones included.

    It is answered when every item is complete: 'answered' as soon as one has a value. While one is not, it is 'asked'
    when anything at all is on record, so that what is still to come is never taken for complete.
    """
    held = tuple(states)
    if not held or all(state is HistoryState.NOT_ASKED for state in held):
        return HistoryState.NOT_ASKED
    if any(state not in HISTORY_COMPLETE for state in held):
        return HistoryState.ASKED
    for state in (HistoryState.ANSWERED, HistoryState.NOT_KNOWN_AFTER_ASKING):
        if state in held:
            return state
    return HistoryState.DECLINED


def knowledge_of_code(system: CodeSystem, code: str | None, *, asked: bool = False) -> Knowledge:
    """Return what a code says: declined counts as recorded, 'not known' as missing.

    system: "ethnicity" and "religion" are our own lists, the others those of the NHS and of SSDA903.
    asked: somebody did ask. A code for 'not known' alone does not tell 'not known' from 'not asked'.
    """
    if code == _DECLINED[system]:
        return Knowledge.PREFERS_NOT_TO_SAY
    if not code or code == _NOT_KNOWN[system]:
        return Knowledge.ASKED_NOT_KNOWN if asked else Knowledge.NOT_ASKED
    return Knowledge.RECORDED


def show_known(known: Known) -> str:
    """Return the words for the record and for paper."""
    match known.knowledge:
        case Knowledge.RECORDED:
            return known.value
        case Knowledge.PREFERS_NOT_TO_SAY:
            return "Asked: prefers not to say"
        case Knowledge.NOT_ASKED:
            return "Not asked yet"
        case Knowledge.ASKED_NOT_KNOWN:
            details = ", ".join(
                part for part in (known.asked_on and show_date(known.asked_on), known.asked_of) if part
            )
            return f"Asked, not known ({details})" if details else "Asked, not known"


def essentials(facts: EssentialFacts, born: date, today: date) -> Essentials:
    """Return the essentials of a child, with the meter. The carer's SDQ applies from 4 to 16 years."""
    identity = (facts.ethnicity, facts.language, facts.religion)
    items = [
        replace(
            _asked_for("consent", "Consent", facts.has_consent, facts.consent_asked_on),
            words=facts.consent_words,
        ),
        _known("identity", "Ethnicity, language and religion", identity, all(map(is_recorded, identity))),
        _known("birth_history", "Birth history", (facts.birth_history,), is_answered(facts.birth_history)),
        _known(
            "parental_health", "Parents' health", (facts.parental_health,), is_answered(facts.parental_health)
        ),
        _asked_for("gp_record", "GP record", facts.has_gp_record, facts.gp_record_asked_on),
        replace(
            _asked_for("carer_sdq", "Carer SDQ", facts.has_carer_sdq, facts.carer_sdq_asked_on),
            words=facts.carer_sdq_words,
        ),
        _asked_for(
            "contributions",
            "Contributions asked for",
            facts.contributions_asked_on is not None,
            facts.contributions_asked_on,
        ),
    ]
    if not SDQ_FIRST_AGE <= age_in_years(born, today) <= SDQ_LAST_AGE:
        items = [item for item in items if item.name != "carer_sdq"]
    done = sum(item.state is EssentialState.HERE for item in items)
    return Essentials(tuple(items), done, len(items))


def _asked_for(name: str, label: str, is_here: bool, asked_on: date | None) -> Essential:
    unmet = EssentialState.ASKED if asked_on else EssentialState.MISSING
    return Essential(name, label, EssentialState.HERE if is_here else unmet, asked_on)


def _known(name: str, label: str, facts: Iterable[Known], is_here: bool) -> Essential:
    asked = [
        known.asked_on for known in facts if known.asked_on and known.knowledge is not Knowledge.RECORDED
    ]
    return _asked_for(name, label, is_here, max(asked, default=None))
