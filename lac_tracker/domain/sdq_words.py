"""The scores of questionnaires in words: for the summary, the form, and papers for professionals.

Bands are those of one system throughout: the clinical four, or the three of the council's yearly return.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.sdq import MEASURE_WORDS, SCALES, VERSIONS, Informant, Questionnaire
from lac_tracker.domain.sdq_bands import NOT_VERIFIED as NOT_VERIFIED  # found with the words of scores, too
from lac_tracker.domain.sdq_known import Latest, is_recent
from lac_tracker.domain.sdq_rules import NEXT_STEP_WORDS

NONE_YET = "No SDQ yet"
MOST_IN_TREND = 6  # totals told in a line of a paper
_INFORMANTS = {"carer": "Carer", "teacher": "Teacher"}
INFORMANT_WORDS: Mapping[Informant, str] = {
    "carer": "Carer's SDQ", "teacher": "Teacher's SDQ", "self": "SDQ by the young person",
}  # fmt: skip


@dataclass(frozen=True)
class Scored:
    """The newest questionnaire of an informant with the band of each of its scores.

    bands: measure → words, 'slightly raised'; a measure without a table has none. unverified: the measures whose
    table nobody could check against a published source.
    """

    latest: Latest
    bands: Mapping[str, str] = field(default_factory=dict)
    unverified: frozenset[str] = frozenset()

    @property
    def now(self) -> Questionnaire:
        return self.latest.now


def who(one: Questionnaire, called: str) -> str:
    """Return who filled it in: 'Carer', 'Teacher', or how the child is called."""
    return _INFORMANTS.get(one.informant, called)


def day_words(one: Questionnaire) -> str:
    """Return the day it was filled in, and that it was a follow-up where it was."""
    return show_date(one.completed_on) + (", follow-up" if one.is_follow_up else "")


def total_words(scored: Scored) -> str:
    """Return '14, slightly raised'."""
    band = scored.bands.get("total")
    return f"{scored.latest.total}, {band}" if band else str(scored.latest.total)


def glance_words(scored: Iterable[Scored], called: str) -> str:
    """Return 'Carer 14, slightly raised, 04-Mar-2026; was 17. Ellie 12, close to average, …' for the summary."""
    told = []
    for one in scored:
        was = f"; was {one.latest.total - one.latest.change}" if one.latest.change is not None else ""
        told.append(f"{who(one.now, called)} {total_words(one)}, {show_date(one.now.completed_on)}{was}")
    return ". ".join(told) or NONE_YET


def totals_words(scored: Iterable[Scored], called: str) -> str:
    """Return 'Carer 14 on 04-Mar-2026, was 17 on 09-Mar-2025' without bands, for what every reader may get; '' for none."""
    told = []
    for one in scored:
        before = one.latest.before
        was = f", was {before.scores.total} on {show_date(before.completed_on)}" if before else ""
        told.append(f"{who(one.now, called)} {one.latest.total} on {show_date(one.now.completed_on)}{was}")
    return "; ".join(told)


def paper_lines(scored: Iterable[Scored], called: str, on: date) -> tuple[str, ...]:
    """Return 'Carer 14, slightly raised (was 17, 09-Mar-2025)' for each informant.

    on: the day of the assessment; one that is more than 12 months older says its day.
    """
    told = []
    for one in scored:
        before, now = one.latest.before, one.now
        if not is_recent(now, on):
            told.append(
                f"{who(now, called)} {total_words(one)}, {show_date(now.completed_on)}: over a year old"
            )
            continue
        was = f" (was {before.scores.total}, {show_date(before.completed_on)})" if before else ""
        told.append(f"{who(now, called)} {total_words(one)}{was}")
    return tuple(told)


def is_unverified(scored: Iterable[Scored], *, with_scales: bool) -> bool:
    """Return whether a band is told that stands in a table nobody could check. with_scales: not of totals alone."""
    return any(one.unverified if with_scales else "total" in one.unverified for one in scored)


def change_words(latest: Latest) -> str:
    """Return 'Down 3 from 17 on 09-Mar-2025': a raw difference, with no judgement."""
    before, change = latest.before, latest.change
    if before is None or change is None:
        return "One score: no trend yet"
    day = show_date(before.completed_on)
    if change == 0:
        return f"The same as on {day}"
    return f"{'Up' if change > 0 else 'Down'} {abs(change)} from {before.scores.total} on {day}"


def scales_words(scored: Scored) -> str:
    """Return each scale with its band, and the impact with how many answers it is made of; '' where only a total is."""
    scores, told = scored.now.scores, []
    for measure in (*SCALES, "impact"):
        score = scores.of(measure)
        if score is None:
            continue
        band = scored.bands.get(measure)
        words = f"{MEASURE_WORDS[measure]} {score}{f', {band}' if band else ''}"
        if measure == "impact" and scores.impact_answered is not None:
            words += f" ({scores.impact_answered} of {len(VERSIONS[scored.now.version].impact)} answered)"
        told.append(words)
    return ". ".join(told)


def trend_words(latest: Latest) -> str:
    """Return '19 on 11-Mar-2023, 17 on 09-Mar-2025, 14 on 04-Mar-2026', the newest of them; '' for one score alone."""
    points = (latest.now, *latest.earlier)[:MOST_IN_TREND]
    if len(points) < 2:
        return ""
    return ", ".join(f"{one.scores.total} on {show_date(one.completed_on)}" for one in reversed(points))


def next_step_words(step: str, words: str, called: str) -> str:
    """Return what happens next: 'Ask CAMHS for advice: Nadia rings on Friday'. step: a key of NEXT_STEP_WORDS."""
    known = next((said for key, said in NEXT_STEP_WORDS.items() if key == step), "").format(name=called)
    if not words.strip():
        return known
    return f"{known} {words.strip()}" if step == "nothing" else f"{known}: {words.strip()}"
