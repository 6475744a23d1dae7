"""What the dashboard shows of a period: every figure in words, a figure month by month, why assessments were late."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.delays import OWNER_WORDS, Owner
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.figure_charts import MonthBar, ReasonBar, reasons_sentence
from lac_tracker.domain.figure_words import FigureLine, in_words
from lac_tracker.domain.indicators import INDICATOR
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.people import Actor
from lac_tracker.domain.periods import Period
from lac_tracker.services import indicators
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes

TREND_FIRST = "iha_28_days"
REASONED = ("iha_28_days", "iha_20_working_days", "rha_in_time")  # figures whose misses have reasons


@dataclass(frozen=True)
class FigureWanted:
    """The children behind a figure, as asked for. part: 'missed', 'met', 'all' or 'excluded:<reason>'."""

    id: str
    title: str
    period: Period
    line: FigureLine
    part: str = "missed"


@dataclass(frozen=True)
class Trend:
    """One figure month by month, with its target."""

    id: str
    title: str
    unit: str
    bars: tuple[MonthBar, ...]
    target: float | None


@dataclass(frozen=True)
class Late:
    """Why what a figure missed was late, the most frequent first; those without a recorded reason last.

    which, title: of the figure.
    """

    which: str
    title: str
    bars: tuple[ReasonBar, ...]

    @property
    def count(self) -> int:
        """How many were late."""
        return sum(bar.count for bar in self.bars)

    @property
    def sentence(self) -> str:
        """All of it in a sentence."""
        if not self.count:
            return f"{self.title}: none was late."
        without = sum(bar.count for bar in self.bars if not bar.owner)
        missing = f" No reason is recorded for {without}." if without else ""
        return f"{self.title}: {self.count} late. {reasons_sentence([one for one in self.bars if one.owner])}{missing}"


@needs(Action.SEE_FIGURES)
def lines(
    session: Session,
    held: Period,
    before: Period | None = None,
    *,
    by: Actor,
    now: datetime,
    today: date,
    only: Collection[str] | None = None,
    hides_small: bool = False,
) -> tuple[FigureLine, ...]:
    """Return the figures of a period in words. before: the period they are compared with. only: ids; None for all."""
    found = indicators.figures(
        session, by=by, now=now, today=today, since=held.since, until=held.until, only=only
    )
    if before is None:
        return tuple(in_words(one, hides_small=hides_small) for one in found)
    # What stands as it is today has no yesterday to be compared with.
    past = [one.id for one in found if INDICATOR[one.id].looks != "today"]
    old = {
        one.id: one
        for one in indicators.figures(
            session, by=by, now=now, today=today, since=before.since, until=before.until, only=past
        )
    }
    return tuple(in_words(one, old.get(one.id), hides_small=hides_small) for one in found)


@needs(Action.SEE_FIGURES)
def trend(
    session: Session, which: str, held: Period, *, by: Actor, now: datetime, today: date, months: int = 12
) -> Trend:
    """Return one figure for the months up to the end of a period."""
    found = indicators.months(session, which, by=by, now=now, today=today, until=held.until, months=months)
    targets = indicators.targets(session, by=by, now=now)
    bars = tuple(MonthBar(one.month, one.numerator, one.denominator, one.value) for one in found)
    return Trend(which, INDICATOR[which].title, INDICATOR[which].unit, bars, targets.get(which))


@needs(Action.SEE_FIGURES)
def late(session: Session, which: str, held: Period, *, by: Actor, now: datetime, today: date) -> Late:
    """Return the recorded reasons of what a figure of a period missed; of a figure without reasons, of the first."""
    of = which if which in REASONED else TREND_FIRST
    found = indicators.delay_reasons(
        session, by=by, now=now, today=today, since=held.since, until=held.until, indicator_id=of
    )
    bars = tuple(ReasonBar(one.label, owner_words(one.owner, one.avoidable), one.count) for one in found)
    return Late(of, INDICATOR[of].title, bars)


def owner_words(owner: str, avoidable: bool | None) -> str:
    """Return 'Council, avoidable'."""
    said = OWNER_WORDS[Owner(owner)] if owner else ""
    return said if avoidable is None else f"{said}, {'avoidable' if avoidable else 'not avoidable'}"


@needs(Action.CHANGE_SETTINGS)
def set_targets(session: Session, typed: Mapping[str, str], *, by: Actor, now: datetime) -> Changes:
    """Keep the targets as they were typed, all of them or none: id of the figure → a number, '' for no target.

    Raises UserError beginning with the figure's title for what is no number, or an impossible one.
    """
    before = indicators.targets(session, by=by, now=now)
    for which, words in typed.items():
        target = _number(which, words)
        if target != before.get(which):
            indicators.set_target(session, which, target, by=by, now=now)
    return Changes(quality=True)


def _number(which: str, words: str) -> float | None:
    text = clean_line(words).removesuffix("%").strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,4}([.,][0-9]{1,2})?", text, re.ASCII):
        raise UserError(f"{INDICATOR[which].title}: enter a number such as 90, or leave it empty")
    return float(text.replace(",", "."))
