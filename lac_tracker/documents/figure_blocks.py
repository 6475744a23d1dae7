"""Figures on paper, as the report and the evidence pack both print them: tables, what was left out, months, reasons."""

from collections.abc import Sequence
from typing import Any

from lac_tracker.documents import charts, layout, page, tags
from lac_tracker.documents.page import Strong, frame_width, style, text
from lac_tracker.domain.figure_charts import month_words, months_chart, reasons_chart, sentence
from lac_tracker.domain.figure_words import NOT_SHOWN, FigureLine
from lac_tracker.domain.performance import MonthsOf, Reasons

SIZE, EDGE, TITLE_SIZE, HEADING, SUBHEADING = 11.0, 10.0, 17.0, 13.0, 11.5  # points
UNIT = 0.77  # points for a unit of a chart
GAP = 7.0
BODY, BOLD, LABEL = style(SIZE), style(SIZE, bold=True), style(EDGE, bold=True)
SMALL = style(10.5)

_FIGURES = (("Figure", 34.0), ("Result", 19.0), ("Numbers", 21.0), ("Target", 19.0), ("Before", 22.0))
_MONTHS = (("Month", 24.0), ("Result", 40.0))
_REASONS = (("Reason", 60.0), ("Whose delay", 34.0), ("How often", 16.0))


def widths(columns: Sequence[tuple[str, float]]) -> list[float]:
    """Return the widths of columns given as parts of the page."""
    room = frame_width() - GAP * (len(columns) - 1)
    whole = sum(part for _, part in columns)
    return [room * part / whole for _, part in columns]


def labels(columns: Sequence[tuple[str, float]]) -> layout.Row:
    """Return the row of labels that begins a table."""
    cells = [(wide, words, LABEL) for wide, (words, _) in zip(widths(columns), columns, strict=True)]
    return page.row(cells, gap=GAP, before=5, keeps_with_next=True, role=tags.LABELS, rule_under=0.8)


def row(columns: Sequence[tuple[str, float]], cells: Sequence[Any], *, keeps: bool = False) -> layout.Row:
    """Return a row of a table; its first cell stands in bold."""
    placed = [
        (wide, words or "–", BOLD if not place else BODY)
        for place, (wide, words) in enumerate(zip(widths(columns), cells, strict=True))
    ]
    return page.row(placed, gap=GAP, before=3, role=tags.CELLS, keeps_with_next=keeps)


def figures(lines: Sequence[FigureLine]) -> layout.Story:
    """Return a table of figures; under each, its parts and what was left out of it."""
    columns = _FIGURES if any(line.change for line in lines) else _FIGURES[:-1]  # nothing to compare with
    blocks: layout.Story = [labels(columns)]
    for place, line in enumerate(lines):
        if place:
            blocks.append(layout.Rule(0.5, before=3, keeps_with_next=True))
        beneath = _beneath(line)
        cells = (
            line.title,
            Strong(line.big),
            line.fraction,
            line.target_words,
            line.change.removeprefix("Was "),
        )
        blocks.append(row(columns, cells[: len(columns)], keeps=bool(beneath)))
        blocks += [text(words, SMALL, before=1, role=tags.IN_ITEM) for words in beneath]
    return blocks


def _beneath(line: FigureLine) -> list[Any]:
    said: list[Any] = []
    if line.split and all(told == NOT_SHOWN for _, told in line.split):
        said.append(
            f"Its parts are not shown, as numbers are small: {'; '.join(words for words, _ in line.split)}."
        )
    elif line.split:
        said.append("; ".join(f"{words}: {told}" for words, told in line.split) + ".")
    if line.excluded:
        left = "; ".join(f"{words}: {count}" for words, count in line.excluded)
        said.append((Strong("Left out: "), f"{left}."))
    if line.note:
        said.append(page.sentence(line.note))
    return said


def months(held: MonthsOf, *, before: float = 8.0) -> layout.Story:
    """Return a figure month by month: a sentence, the chart, and the same as a table."""
    told = sentence(held.title, held.bars, held.target, held.unit)
    picture = charts.flowable(
        months_chart(held.title, held.bars, held.target, frame_width() / UNIT, unit=held.unit), largest=UNIT
    )
    columns = (("Quarter", 36.0), *_MONTHS[1:]) if held.are_quarters else _MONTHS
    words = f"{held.title}, {'quarter by quarter' if held.are_quarters else 'month by month'}"
    heading = text(words, style(SUBHEADING, bold=True), role="H3", keeps_with_next=True)
    blocks: layout.Story = [
        layout.Group((heading, text(told, BODY, before=2), picture), before=before),
        labels(columns),
    ]
    for bar in held.bars:
        blocks.append(row(columns, (bar.name, month_words(bar, held.unit))))
    return blocks


def reasons(held: Reasons) -> layout.Story:
    """Return why assessments were late, as bars and as a table."""
    if not held.rows:
        return [text(held.words or "Nothing was late.", BODY, before=3)]
    blocks: layout.Story = [text(held.words, BODY, before=3)] if held.words else []
    if held.shown:
        picture = reasons_chart(held.shown, frame_width() / UNIT)
        blocks.append(charts.flowable(picture, largest=UNIT))
    blocks.append(labels(_REASONS))
    blocks += [row(_REASONS, cells) for cells in held.rows]
    return blocks


def definitions(lines: Sequence[FigureLine]) -> layout.Story:
    """Return how each figure is counted, and by which rule."""
    blocks: layout.Story = []
    for line in lines:
        blocks.append(
            layout.Group((
                text(line.title, style(SUBHEADING, bold=True), role="H3", keeps_with_next=True),
                text(f"{line.definition} Source: {page.sentence(line.source)}", SMALL, before=1),
            ), before=5)
        )  # fmt: skip
    return blocks


def sheet(title: str, period: str, service: str, made: str, subject: str) -> page.Sheet:
    """Return what stands on every page of a paper of counts."""
    head = f"{title}, {period}"
    return page.Sheet(
        title=head,
        author=service,
        subject=subject,
        head=lambda number, of: [page.ends(head, f"Page {number} of {of}", EDGE, bold=True), layout.Rule(0.8)],
        foot=lambda number, of: [layout.Rule(0.5), page.ends(made, "Counts only: no child is named", EDGE)],
    )  # fmt: skip
