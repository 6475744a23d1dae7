"""Birth and family history item by item: what is known of each, whom it was asked of, and how many count as complete.

An item of which nothing is on record has no row and is 'not asked'. 'Not known' alone is an answer of nobody: it is
'not known after asking' that counts, with whom was asked and when (decisions.md 5).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.completeness import HISTORY_COMPLETE, HistoryState
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.genogram import Genogram
from lac_tracker.domain.reports import Identity, Service

STATE_WORDS = {
    "answered": "Known",
    "asked": "Asked, not answered yet",
    "not_known_after_asking": "Not known after asking",
    "declined": "Declined to tell",
    "not_asked": "Not known, not asked yet",
}
GROUPS = (
    ("birth", "Birth"),
    ("mother", "Mother's health"),
    ("father", "Father's health"),
    ("family", "Other family health"),
)
COUNTED = (("birth", "Birth"), ("mother", "Mother"), ("father", "Father"))
NOT_COUNTED = ("birth.days",)
THIRD_PARTY = "third-party information"


@dataclass(frozen=True)
class HistoryItem:
    """What is on record of one item. value: as an answer of the form is kept; words: as people read it."""

    item: str  # 'birth.weight'
    state: HistoryState = HistoryState.NOT_ASKED
    value: object = None
    words: str = ""
    source: str = ""
    asked_of: str = ""
    asked_on: date | None = None
    chase_on: date | None = None
    received_on: date | None = None
    recorded_on: date | None = None
    recorded_by: str = ""
    version: int = 0  # 0: there is no row yet


@dataclass(frozen=True)
class Count:
    """How many items of a group count as complete."""

    group: str
    label: str
    done: int
    of: int

    @property
    def words(self) -> str:
        return f"{self.label} {self.done} of {self.of}"


def count_items(
    states: Mapping[str, HistoryState],
    asked: Iterable[str],
    groups: tuple[tuple[str, str], ...] = COUNTED,
) -> tuple[Count, ...]:
    """Return the counts of birth, mother and father. states: item → state; asked: every item there is.

    What only makes another item more exact, such as the days beside the weeks, is not counted.
    """
    items = tuple(item for item in asked if item not in NOT_COUNTED)
    counts = []
    for group, label in groups:
        own = [item for item in items if item.startswith(f"{group}.")]
        done = sum(states.get(item, HistoryState.NOT_ASKED) in HISTORY_COMPLETE for item in own)
        counts.append(Count(group, label, done, len(own)))
    return tuple(counts)


def state_words(item: HistoryItem) -> str:
    """Return the state with whom and when: 'Asked 02-Mar-2026 (Northgate Council), chase 16-Mar-2026'."""
    whom = f" ({item.asked_of})" if item.asked_of else ""
    match item.state:
        case HistoryState.ANSWERED:
            source = f", from {item.source}" if item.source else ""
            known_on = item.received_on or item.recorded_on
            return f"Known{source}{f', {show_date(known_on)}' if known_on else ''}"
        case HistoryState.ASKED:
            chase = f", chase {show_date(item.chase_on)}" if item.chase_on else ""
            return f"Asked {show_date(item.asked_on)}{whom}{chase}"
        case HistoryState.NOT_ASKED:
            return STATE_WORDS[HistoryState.NOT_ASKED]
    day = f", asked {show_date(item.asked_on)}" if item.asked_on else ""
    return f"{STATE_WORDS[item.state]}{day}{whom}"


@dataclass(frozen=True)
class PrintedItem:
    """One item on paper."""

    ask: str
    words: str  # '' where there is no answer
    state: str  # in words


@dataclass(frozen=True)
class FamilyHistory:
    """What the page of family and birth history holds. It never goes to the practice: third-party information."""

    service: Service
    child: Identity
    drawing: Genogram
    groups: tuple[tuple[str, tuple[PrintedItem, ...]], ...]  # (heading, items)
    people_health: tuple[tuple[str, str], ...]  # (who, what is known of their health)
    counts: str  # 'Birth 3 of 9 · Mother 0 of 8 · Father 0 of 8'
    made_by: str
    made_on: date
