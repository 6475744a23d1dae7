"""Questionnaires over time: the sentence, the chart and its table, all of the same scores.

A change of points is told as it is and never called significant: no threshold for it is in use. The two band systems are
never mixed, and bands stand behind questionnaires on one form only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from lac_tracker.domain.chart_track import Happening
from lac_tracker.domain.charts import Chart
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.reports import Identity, Service
from lac_tracker.domain.sdq import HIGHEST, MEASURE_WORDS, SCALES, VERSIONS, Informant, Questionnaire
from lac_tracker.domain.sdq_bands import NOT_VERIFIED, BandTable, Drawn, System, Tables, shared_system
from lac_tracker.domain.sdq_chart import LOOKS, BandArea, Panel, Point, Series, draw

INFORMANTS: tuple[Informant, ...] = ("carer", "self", "teacher")
_UPWARDS = {"prosocial": "More strength"}
_USUAL_UPWARDS = "More difficulty"
_MONTH_DAYS = 30.44
_FEW_WEEKS, _MANY_MONTHS = 9, 24
_EVENT_ROWS = 3


@dataclass(frozen=True)
class Shown:
    """What a person chose to see. system: None for no bands. events: with the track of what happened beneath."""

    is_scales: bool = False
    informants: frozenset[Informant] = frozenset(INFORMANTS)
    system: System | None = "band4"
    has_events: bool = True


@dataclass(frozen=True)
class Facts:
    """What a trend is made of. held: scored questionnaires, in any order. tables: the bands of every form."""

    held: tuple[Questionnaire, ...]
    tables: tuple[BandTable, ...]
    placements: tuple[Happening, ...]
    events: tuple[Happening, ...]
    today: date


@dataclass(frozen=True)
class SdqTrendPaper:
    """What the paper holds: the same facts as the page, shown the same way."""

    service: Service
    child: Identity
    facts: Facts
    shown: Shown
    means: str
    childs_words: str  # what the child thinks of the newest
    made_by: str
    made_on: date


@dataclass(frozen=True)
class Told:
    """A score as it is told: '4' and 'slightly raised'. score: '' where it could not be formed."""

    score: str = ""
    band: str = ""
    note: str = ""  # '4 of 5 answered'

    @property
    def words(self) -> str:
        """Return '4, slightly raised (4 of 5 answered)', '' where there is no score."""
        said = f"{self.score}, {self.band}" if self.score and self.band else self.score
        return f"{said} ({self.note})" if said and self.note else said


@dataclass(frozen=True)
class TrendRow:
    """One questionnaire as the table tells it."""

    questionnaire: Questionnaire
    informant: str
    total: str
    band: str
    change: str
    scales: tuple[Told, ...]  # in the order of SCALES
    impact: Told

    @property
    def on(self) -> date:
        return self.questionnaire.completed_on

    @property
    def words(self) -> str:
        """All of it in one line, as the point of the chart says it."""
        told = [
            f"{show_date(self.on)}, {self.informant.lower()}{', follow-up' if self.questionnaire.is_follow_up else ''}",
            f"total {self.total}",
            self.band,
            self.change.lower(),
        ]
        return ", ".join(part for part in told if part and part != "first")


@dataclass(frozen=True)
class Trend:
    """All that is shown: rows newest first. bands: what is to be said of the bands, '' for nothing."""

    facts: Facts
    shown: Shown
    rows: tuple[TrendRow, ...]
    drawn: Drawn
    sentence: str
    bands: str
    newest: Questionnaire | None  # which the sentence tells of

    def chart(self, width: float) -> Chart:
        """Return the chart for a width in units."""
        return _chart(self, width)

    @property
    def description(self) -> str:
        """The whole chart in words."""
        return _description(self)


def trend(facts: Facts, shown: Shown) -> Trend:
    """Return what is shown of the questionnaires of a record."""
    held = sorted(
        (one for one in facts.held if one.informant in shown.informants),
        key=lambda one: (one.completed_on, one.id), reverse=True,
    )  # fmt: skip
    tables: Tables = {(one.version, str(one.system), one.measure): one for one in facts.tables}
    drawn = shared_system((one.version for one in held), shown.system, tables)
    rows = tuple(_row(one, _before(one, held), tables, shown.system) for one in held)
    newest = _newest(held)
    sentence = _sentence(newest, rows, held, tables, shown.system, facts.today)
    return Trend(facts, shown, rows, drawn, sentence, _bands_words(held, tables, shown, drawn), newest)


def ago(then: date, today: date) -> str:
    """Return '12 months ago', '5 weeks ago', '3 years ago', 'today'."""
    days = (today - then).days
    if days < 1:
        return "today"
    weeks, months = round(days / 7), round(days / _MONTH_DAYS)
    if days < 14:
        count, unit = days, "day"
    elif weeks < _FEW_WEEKS:
        count, unit = weeks, "week"
    elif months < _MANY_MONTHS:
        count, unit = months, "month"
    else:
        count, unit = round(months / 12), "year"
    return f"{count} {unit}{'' if count == 1 else 's'} ago"


def _before(one: Questionnaire, newest_first: Iterable[Questionnaire]) -> Questionnaire | None:
    """Return the same informant's questionnaire before one, whichever form that was on."""
    key = (one.completed_on, one.id)
    return next(
        (
            other
            for other in newest_first
            if other.informant == one.informant and (other.completed_on, other.id) < key
        ),
        None,
    )


def _row(one: Questionnaire, before: Questionnaire | None, tables: Tables, system: System | None) -> TrendRow:
    scores, informant = one.scores, LOOKS[one.informant].words
    total = "not enough answers" if scores.total is None else str(scores.total)
    return TrendRow(
        replace(one, answers={}),
        informant,
        total,
        _band(one, "total", tables, system),
        _change(one, before),
        tuple(_scored(one, scale, tables, system) for scale in SCALES),
        _impact(one, tables, system),
    )


def _change(one: Questionnaire, before: Questionnaire | None) -> str:
    """Return 'Down 3', 'Up 2', 'Same'; 'First' where nothing was before, and why where the two cannot be compared."""
    if before is None:
        return "First"
    if one.scores.total is None or before.scores.total is None:
        return "No total to compare"
    if one.version != before.version:
        return "Other form before"
    change = one.scores.total - before.scores.total
    return f"{'Up' if change > 0 else 'Down'} {abs(change)}" if change else "Same"


def _scored(one: Questionnaire, measure: str, tables: Tables, system: System | None) -> Told:
    score = one.scores.of(measure)
    return Told() if score is None else Told(str(score), _band(one, measure, tables, system))


def _impact(one: Questionnaire, tables: Tables, system: System | None) -> Told:
    told, count = _scored(one, "impact", tables, system), one.scores.impact_answered
    if not told.score or count is None:
        return told
    return replace(told, note=f"{count} of {len(VERSIONS[one.version].impact)} answered")


def _band(one: Questionnaire, measure: str, tables: Tables, system: System | None) -> str:
    score, table = one.scores.of(measure), tables.get((one.version, system or "", measure))
    band = table.band(score) if table is not None and score is not None else None
    return band.words if band else ""


def _newest(held: list[Questionnaire]) -> Questionnaire | None:
    """Return the newest, the carer's of several on one day."""
    if not held:
        return None
    of_that_day = [each for each in held if each.completed_on == held[0].completed_on]
    return next((each for each in of_that_day if each.informant == "carer"), held[0])


def _sentence(
    one: Questionnaire | None, rows: tuple[TrendRow, ...], held: list[Questionnaire], tables: Tables,
    system: System | None, today: date,
) -> str:  # fmt: skip
    """Return 'Latest: carer total 14, slightly raised (was 17, high, 12 months ago). Down 3. Prosocial 8 (…)'."""
    if one is None:
        return "No SDQ of those chosen"
    row = next(each for each in rows if each.questionnaire.id == one.id)
    total = f"total {row.total}" if one.scores.total is not None else "has no total: not enough answers"
    said = f"Latest: {row.informant.lower()} {total}{f', {row.band}' if row.band else ''}"
    before = _before(one, held)
    if before is not None and before.scores.total is not None:
        was = _band(before, "total", tables, system)
        told = f"{before.scores.total}, {was}" if was else str(before.scores.total)
        said += f" (was {told}, {ago(before.completed_on, today)})"
    parts = [said, "One score: no trend yet" if row.change == "First" else row.change]
    if one.scores.prosocial is not None:
        band = _band(one, "prosocial", tables, system)
        parts.append(f"Prosocial {one.scores.prosocial}{f' ({band})' if band else ''}")
    return ". ".join(parts)


def _bands_words(held: list[Questionnaire], tables: Tables, shown: Shown, drawn: Drawn) -> str:
    """Return why no bands are drawn, and that those told are not verified, with where they are from."""
    told = [drawn.words] if drawn.words else []
    measures = (*SCALES, "total", "impact")
    used = [
        table
        for version in dict.fromkeys(one.version for one in held)
        for measure in measures
        if (table := tables.get((version, shown.system or "", measure))) is not None
    ]
    if any(not table.is_verified for table in used):
        checked = max(table.checked_on for table in used)
        told.append(f"{NOT_VERIFIED} (table of {show_date(checked)})")
    return ". ".join(told)


def _chart(one: Trend, width: float) -> Chart:
    measures = tuple(SCALES) if one.shown.is_scales else ("total",)
    panels = tuple(_panel(one, measure) for measure in measures)
    happened = (
        (("Placements", one.facts.placements, 1), ("Events", one.facts.events, _EVENT_ROWS))
        if one.shown.has_events
        else ()
    )
    return draw(panels, happened, one.facts.today, width, one.description)


def _panel(one: Trend, measure: str) -> Panel:
    series = []
    for informant in INFORMANTS:
        points = tuple(
            Point(
                row.on,
                score,
                row.words if measure == "total" else f"{MEASURE_WORDS[measure]} {score}, {row.words}",
            )
            for row in reversed(one.rows)
            if row.questionnaire.informant == informant
            and (score := row.questionnaire.scores.of(measure)) is not None
        )
        if points:
            series.append(Series(informant, points))
    return Panel(
        HIGHEST[measure],
        _UPWARDS.get(measure, _USUAL_UPWARDS),
        tuple(series),
        _areas(one, measure),
        MEASURE_WORDS[measure] if one.shown.is_scales else "",
    )


def _areas(one: Trend, measure: str) -> tuple[BandArea, ...]:
    if one.drawn.system is None or not one.rows:
        return ()
    version = one.rows[0].questionnaire.version
    table = next(
        (
            each
            for each in one.facts.tables
            if (each.version, each.system, each.measure) == (version, one.drawn.system, measure)
        ),
        None,
    )
    return (
        tuple(BandArea(band.words[:1].upper() + band.words[1:], band.low, band.high) for band in table.bands)
        if table
        else ()
    )


def _description(one: Trend) -> str:
    """Return the chart in words: the sentence, every score, the bands, and what happened."""
    what = "Five scales, each of 10" if one.shown.is_scales else "Total of 40"
    told = [f"SDQ over time. {what}. {one.sentence}"]
    for informant in INFORMANTS:
        rows = [row for row in reversed(one.rows) if row.questionnaire.informant == informant]
        if rows:
            told.append(f"{LOOKS[informant].words}: {'; '.join(_said(row, one.shown) for row in rows)}")
    if one.drawn.system:
        areas = _areas(one, "total")
        told.append(
            f"Bands of the total: {', '.join(f'{area.words.lower()} {area.low} to {area.high}' for area in areas)}"
        )
    if one.bands:
        told.append(one.bands)
    if one.shown.has_events:
        for name, held in (("Placements", one.facts.placements), ("Events", one.facts.events)):
            if held:
                told.append(f"{name}: {'; '.join(f'{each.words}, {each.dates()}' for each in held)}")
    return "\n".join(told)


def _said(row: TrendRow, shown: Shown) -> str:
    if not shown.is_scales:
        return f"{row.total} on {show_date(row.on)}"
    each = (
        f"{MEASURE_WORDS[scale].lower()} {told.score or 'not scored'}"
        for scale, told in zip(SCALES, row.scales, strict=True)
    )
    return f"on {show_date(row.on)} {', '.join(each)}"
