"""What the report of figures and the evidence pack hold: counts in words, never a child."""

from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.figure_charts import MonthBar, ReasonBar
from lac_tracker.domain.figure_words import FigureLine
from lac_tracker.domain.reports import Service


@dataclass(frozen=True)
class MonthsOf:
    """One figure month by month. are_quarters: three months together, as numbers of a month were small."""

    title: str
    bars: tuple[MonthBar, ...]
    target: float | None
    unit: str = "percent"
    are_quarters: bool = False


@dataclass(frozen=True)
class Reasons:
    """Why assessments were late. rows: (reason, whose delay, how often); shown: of which a bar is drawn; words: in a sentence."""

    rows: tuple[tuple[str, str, str], ...]
    shown: tuple[ReasonBar, ...]
    words: str


@dataclass(frozen=True)
class PerformanceReport:
    """Every figure of a period, compared with another."""

    service: Service
    period: str  # 'Apr 2025 to Feb 2026'
    compared: str  # 'Apr 2024 to Feb 2025', '' for nothing
    lines: tuple[FigureLine, ...]
    months: tuple[MonthsOf, ...]
    reasons: Reasons
    hides_small: bool
    reference: str
    made_by: str
    made_on: date
    made_at: str


@dataclass(frozen=True)
class ActionTaken:
    """One improvement action with how its rating went."""

    what: str
    owner: str
    due: str
    rating: str
    history: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """One recommendation answered: what it asks for in our words, what is in place, the figures, and what is being done."""

    number: str  # '3.12'
    asks: str
    in_place: tuple[str, ...]
    lines: tuple[FigureLine, ...]
    facts: tuple[str, ...]
    actions: tuple[ActionTaken, ...]


@dataclass(frozen=True)
class EvidencePack:
    """The answer to the inspection, from the record as it stands."""

    service: Service
    period: str
    answered: tuple[Answered, ...]
    hides_small: bool
    reference: str
    made_by: str
    made_on: date
    made_at: str
