"""The columns of the table of questionnaires: the same scores as the chart, with the change."""

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.sdq import MEASURE_WORDS, SCALES
from lac_tracker.domain.sdq_trend import TrendRow
from lac_tracker.ui.models.row_model import Column


def _scale(place: int, words: str) -> Column[TrendRow]:
    return Column(words, lambda row: row.scales[place].score, lambda row: row.scales[place].band, width=12)


def _by(row: TrendRow) -> str:
    return row.questionnaire.completed_by


def _impact(row: TrendRow) -> str:
    return ", ".join(part for part in (row.impact.score, row.impact.band) if part)


def _all_scales(row: TrendRow) -> str:
    told = zip(SCALES, row.scales, strict=True)
    return (
        ", ".join(f"{MEASURE_WORDS[scale]} {each.score}" for scale, each in told if each.score)
        or "Total only"
    )


_USUAL: tuple[Column[TrendRow], ...] = (
    Column(
        "Date", lambda row: show_date(row.on), lambda row: "follow-up" if row.questionnaire.is_follow_up else "",
        width=12, strong=True, sort=lambda row: row.on, sorted_words=("earliest first", "latest first"),
    ),
    Column("By", lambda row: row.informant, sort=lambda row: row.informant, detail=_by, width=8),
    Column("Total", lambda row: row.total, lambda row: row.band, width=13),
    Column("Change", lambda row: row.change, width=8),
)  # fmt: skip
_OF_TOTAL: tuple[Column[TrendRow], ...] = (
    Column("Impact", _impact, lambda row: row.impact.note, width=14),
    Column("Scales", _all_scales, width=40, wraps=True, yields=True, detail=_all_scales),
)
_OF_SCALES = tuple(_scale(place, MEASURE_WORDS[scale]) for place, scale in enumerate(SCALES))
COLUMNS: tuple[Column[TrendRow], ...] = (*_USUAL, *_OF_TOTAL, *_OF_SCALES)


def is_shown(place: int, *, is_scales: bool) -> bool:
    """Return whether a column is shown: where the chart has the scales, each has a column with its band."""
    if place < len(_USUAL):
        return True
    return is_scales == (place >= len(_USUAL) + len(_OF_TOTAL))
