"""Questionnaires over time on paper: the sentence, the charts, the table, what it means and what the child thinks."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from lac_tracker.documents import charts, layout, page, tags, wording
from lac_tracker.documents.page import APART, Strong, frame_width, heading, sentence, style, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.sdq import MEASURE_WORDS, SCALES
from lac_tracker.domain.sdq_trend import SdqTrendPaper, Trend, TrendRow, trend

SIZE, EDGE, TITLE_SIZE, HEADING = 11.0, 10.0, 17.0, 13.0  # points
TITLE = "SDQ over time"
UNIT = (
    0.77  # points for a unit of the charts, which are laid out as the screen would at the width of the page
)
_GAP = 6.0
_DATE_WIDTH = 68.0
_TOTAL_WIDTHS = (66.0, 122.0, 84.0, 148.0)  # of the other columns, as parts of what is left
_SCALE_WIDTHS = (42.0, 68.0, 62.0, 104.0, 58.0, 66.0)
Column = tuple[str, Callable[[TrendRow], str]]
_NOTE = (
    "The SDQ is a screen, not a diagnosis. Scores are the sums of answers; a change is told as it is, without a judgement "
    "of how much it means."
)
_BODY, _BOLD, _LABEL = style(SIZE), style(SIZE, bold=True), style(EDGE, bold=True)
_DAY = style(SIZE, whole_words=True)


def render(held: SdqTrendPaper) -> bytes:
    """Return a PDF of as many A4 pages as it takes, upright."""
    return page.render(story(held), _sheet(held))


def story(held: SdqTrendPaper) -> layout.Story:
    """Return the blocks between head and foot."""
    child = held.child
    total = trend(held.facts, replace(held.shown, is_scales=False))
    scales = trend(held.facts, replace(held.shown, is_scales=True, has_events=False))
    return [
        text(TITLE, style(TITLE_SIZE, bold=True), role="H1"),
        text(f"{child.shown_name}{APART}{wording.born(child)} ({child.age}){APART}{wording.nhs(child)}", style(12, bold=True), before=2),
        text(f"From {held.service.name}, {wording.reach(held.service)}", _BODY, before=2),
        text(sentence(total.sentence), _BOLD, before=6),
        *([text(sentence(total.bands), _BODY, before=2)] if total.bands else []),
        *_written(held),
        _pictured("Total, 0 to 40", total),
        *_rows(total, _TOTALS, _TOTAL_WIDTHS),
        _pictured("Scales, 0 to 10 each", scales),
        *_rows(total, _SCALES, _SCALE_WIDTHS),
        text(_NOTE, _BODY, before=8),
    ]  # fmt: skip


def _written(held: SdqTrendPaper) -> layout.Story:
    called = held.child.called
    told = (
        (f"What this means for {called}: ", held.means, False),
        (f"What {called} thinks: ", held.childs_words, True),
    )
    return [
        text((Strong(label), words.strip() or "not written down yet"), _BODY, before=4, bar=is_theirs and bool(words.strip()),
             indent=10 if is_theirs and words.strip() else 0)
        for label, words, is_theirs in told
    ]  # fmt: skip


def _pictured(words: str, shown: Trend) -> layout.Block:
    """Return a chart under its heading: neither is alone on a page."""
    rule, title = heading(words, HEADING)
    return layout.Group((rule, title, charts.flowable(shown.chart(frame_width() / UNIT))), before=rule.before)


def _rows(shown: Trend, columns: Sequence[Column], parts: tuple[float, ...]) -> layout.Story:
    """Return a table. parts: of what the date leaves, the widths of the other columns."""
    room = frame_width() - _DATE_WIDTH - len(parts) * _GAP
    widths = [_DATE_WIDTH, *(part * room / sum(parts) for part in parts)]
    labels = [(wide, title, _LABEL) for wide, (title, _) in zip(widths, columns, strict=True)]
    blocks: layout.Story = [
        page.row(labels, gap=_GAP, before=8, keeps_with_next=True, role=tags.LABELS, rule_under=0.8)
    ]
    for row in shown.rows:
        cells = [
            (wide, tell(row), _DAY if title == "Date" else _BODY)
            for wide, (title, tell) in zip(widths, columns, strict=True)
        ]
        blocks.append(page.row(cells, gap=_GAP, before=2, role=tags.CELLS))
    return blocks


def _by(row: TrendRow) -> str:
    return f"{row.informant}, follow-up" if row.questionnaire.is_follow_up else row.informant


def _told(score: str, band: str) -> str:
    return f"{score}, {band}" if band else score


def _scale(place: int) -> Callable[[TrendRow], str]:
    return lambda row: row.scales[place].words or "not scored"


_TOTALS: tuple[Column, ...] = (
    ("Date", lambda row: show_date(row.on)),
    ("By", _by),
    ("Total", lambda row: _told(row.total, row.band)),
    ("Change", lambda row: row.change),
    ("Impact", lambda row: row.impact.words),
)
_SCALES: tuple[Column, ...] = (
    ("Date", lambda row: show_date(row.on)),
    ("By", lambda row: row.informant),
    *((MEASURE_WORDS[scale], _scale(place)) for place, scale in enumerate(SCALES)),
)


def _sheet(held: SdqTrendPaper) -> page.Sheet:
    child = held.child
    identity = f"{child.shown_name}{APART}{wording.born(child)}{APART}{wording.nhs(child)}"
    foot = f"{TITLE}, made {show_date(held.made_on)} by {held.made_by}"

    def head(number: int, of: int) -> layout.Story:
        return [page.ends(identity, f"Page {number} of {of}", EDGE, bold=True), layout.Rule(0.8)]

    return page.Sheet(
        title=f"{TITLE}, {show_date(held.made_on)}",
        author=held.service.name,
        subject="Questionnaire scores of a looked-after child over time",
        head=head,
        foot=lambda number, of: [layout.Rule(0.5), page.ends(foot, "Confidential", EDGE)],
    )
