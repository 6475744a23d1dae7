"""Any list of the reports page on portrait paper: its filter stated, its header repeated on each page."""

from collections.abc import Sequence

from lac_tracker.documents import layout, page, tags
from lac_tracker.documents.page import APART, Strong, frame_width, style, text, text_width
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.table_report import TableReport

SIZE, EDGE, HEADING = 10.5, 10.0, 17.0  # points
GAP = 7.0
_MOST_COLUMNS = 6  # side by side; of more, the rest stands under the first ones, each with its label
_MOST_LINES = 3  # of a cell of the last column
_WHOLE = 13  # characters: a date, an NHS number and a council's number stand on one line
_NAMED = "Names children: keep it with you, shred it when done"

_BODY, _BOLD, _LABEL = style(SIZE), style(SIZE, bold=True), style(EDGE, bold=True)


def render(held: TableReport) -> bytes:
    """Return a PDF of as many A4 pages as it takes, upright."""
    return page.render(story(held), _sheet(held))


def story(held: TableReport) -> layout.Story:
    """Return the blocks between head and foot."""
    blocks: layout.Story = [
        text(held.title, style(HEADING, bold=True), role="H1", bookmark=held.title),
        text(held.service.name, _BOLD, before=2),
        *(text(line, _BODY, before=2) for line in held.stated),
        text(f"{_count(len(held.rows))}. Made {show_date(held.made_on)} at {held.made_at} by {held.made_by}.", _BODY, before=2),
    ]  # fmt: skip
    if not held.rows:
        return [*blocks, layout.Rule(0.8, before=6), text("Nothing to show.", _BODY, before=4)]
    wides = _widths(held)
    labels = [(wide, words, _LABEL) for wide, words in zip(wides, held.columns, strict=False)]
    blocks.append(page.row(labels, gap=GAP, before=8, keeps_with_next=True, role=tags.LABELS, rule_under=0.8))
    for place, row in enumerate(held.rows):
        if place:
            blocks.append(layout.Rule(0.5, before=2, keeps_with_next=True))
        blocks += _row(held, row, wides)
    return blocks


def _row(held: TableReport, row: Sequence[str], wides: Sequence[float]) -> layout.Story:
    cells = [
        (wide, words or "–", _BODY if place else _BOLD)
        for place, (wide, words) in enumerate(zip(wides, row, strict=False))
    ]
    beneath: list[str] = []
    for label, words in zip(held.columns[len(wides) :], row[len(wides) :], strict=True):
        if words:
            beneath += [Strong(f"{label}: "), f"{page.sentence(words)}  "]
    made: layout.Story = [page.row(cells, gap=GAP, before=2, role=tags.CELLS, keeps_with_next=bool(beneath))]
    if beneath:
        made.append(text(beneath, _BODY, before=1, role=tags.IN_ITEM))
    return made


def _widths(held: TableReport) -> list[float]:
    """Return the widths of the columns that stand side by side: each as wide as what must not break, the rest by parts."""
    least = [_least(held, place) for place in range(min(len(held.columns), _MOST_COLUMNS))]
    while len(least) > 1 and sum(least) + GAP * (len(least) - 1) > frame_width():
        least.pop()
    wides = _shared(held, least)
    long = max((text_width(row[len(wides) - 1], SIZE) for row in held.rows), default=0.0)
    if len(least) > 2 and long > _MOST_LINES * wides[-1]:  # it reads better on lines of its own
        wides = _shared(held, least[:-1])
    return wides


def _shared(held: TableReport, least: Sequence[float]) -> list[float]:
    parts = held.parts[: len(least)]
    room = frame_width() - GAP * (len(parts) - 1)
    wides = [room * part / sum(parts) for part in parts]
    short = sum(max(need - wide, 0.0) for need, wide in zip(least, wides, strict=True))
    spare = sum(max(wide - need, 0.0) for need, wide in zip(least, wides, strict=True))
    taken = short / spare if spare else 0.0
    return [
        need if wide < need else wide - (wide - need) * taken for need, wide in zip(least, wides, strict=True)
    ]


def _least(held: TableReport, place: int) -> float:
    """Return how wide a column has to be: its longest word, and short cells as a whole."""
    cells = {row[place] for row in held.rows}
    words = {word for cell in cells for word in ([cell] if len(cell) <= _WHOLE else cell.split())}
    wide = max((text_width(word, SIZE, bold=not place) for word in words), default=0.0)
    label = max((text_width(word, EDGE, bold=True) for word in held.columns[place].split()), default=0.0)
    return min(max(wide, label) + 1.0, frame_width() / 2)


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _sheet(held: TableReport) -> page.Sheet:
    said = f"{held.title}, {show_date(held.made_on)}"
    foot = APART.join((held.reference, *([_NAMED] if held.names_children else ["Counts only"])))
    return page.Sheet(
        title=said,
        author=held.service.name,
        subject="Report of a looked-after children’s health team",
        head=lambda number, of: [
            page.ends(said, f"Page {number} of {of}", EDGE, bold=True),
            layout.Rule(0.8),
        ],
        foot=lambda number, of: [layout.Rule(0.5), page.ends(foot, "Confidential", EDGE)],
    )
