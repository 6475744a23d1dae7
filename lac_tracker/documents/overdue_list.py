"""The list of what is due, on portrait paper: six columns, its filter and order stated, for one morning's work."""

from typing import Any

from lac_tracker.documents import layout, page, tags
from lac_tracker.documents.page import APART, Strong, frame_width, style, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.list_papers import ListedChild, OverdueList

TITLE = "Overdue and due"
SIZE, EDGE, HEADING = 10.5, 10.0, 17.0  # points
GAP = 6.0
_STATUS, _DUE, _WHY, _WAITING, _STEP = 62.0, 64.0, 70.0, 60.0, 74.0

_BODY = style(SIZE)
_BOLD = style(SIZE, bold=True)
_DATE = style(SIZE, whole_words=True)
_LABEL = style(EDGE, bold=True)


def _widths(*, names: bool) -> tuple[float, ...]:
    """Return how wide each column is: that of the child has what the others leave, or else why it is late."""
    spare = float(frame_width() - _STATUS - _DUE - _WAITING - _STEP)
    if names:
        return (_STATUS, spare - _WHY - 5 * GAP, _DUE, _WHY, _WAITING, _STEP)
    return (_STATUS, _DUE, spare - 4 * GAP, _WAITING, _STEP)


def render(held: OverdueList) -> bytes:
    """Return a PDF of as many A4 pages as it takes, upright."""
    return page.render(story(held), _sheet(held))


def story(held: OverdueList) -> layout.Story:
    """Return the blocks between head and foot."""
    shown = f"Showing {len(held.rows)} of {held.of}. Filtered: {held.filtered}. Sorted: {held.order}."
    blocks: layout.Story = [
        text(TITLE, style(HEADING, bold=True), role="H1"),
        text(f"{held.service.name}{APART}{held.heading}", _BOLD, before=2),
        text(shown, _BODY, before=2),
        text(f"Made {show_date(held.made_on)} at {held.made_at} by {held.made_by}.", _BODY, before=2),
    ]
    if not held.rows:
        return [*blocks, layout.Rule(0.8, before=6), text("Nothing to show.", _BODY, before=4)]
    widths, names = _widths(names=held.names_children), held.names_children
    titles = ("Status", *(("Child",) if names else ()), "Due", "Why", "Waiting on", "Next step")
    labels: list[page.Placed] = [(wide, words, _LABEL) for wide, words in zip(widths, titles, strict=True)]
    blocks.append(page.row(labels, gap=GAP, before=8, keeps_with_next=True, role=tags.LABELS, rule_under=0.8))
    for place, row in enumerate(held.rows):
        if place:
            blocks.append(layout.Rule(0.5, before=2, keeps_with_next=True))
        blocks.append(_row(row, widths))
    return blocks


def _row(row: ListedChild, widths: tuple[float, ...]) -> layout.Block:
    waiting = ". ".join(part for part in (row.waiting_on, row.assessor) if part)
    who = [((Strong(row.name), f"\n{row.about}"), _BODY)] if row.name else []
    said: list[Any] = [
        (row.status, _BOLD if row.is_overdue else _BODY),
        *who,
        (f"{show_date(row.due) if row.due else 'No date'}\n{row.kind}", _DATE),
        (row.why, _BODY),
        (waiting, _BODY),
        (row.next_step, _BODY),
    ]
    cells: list[page.Placed] = [(wide, words, look) for wide, (words, look) in zip(widths, said, strict=True)]
    return page.row(cells, gap=GAP, before=2, role=tags.CELLS)


def _sheet(held: OverdueList) -> page.Sheet:
    about = "Names children: keep it with you, shred it when done" if held.names_children else "Names nobody"
    foot = f"{TITLE}, {held.reference}{APART}{about}"
    return page.Sheet(
        title=f"{TITLE}, {show_date(held.made_on)}",
        author=held.service.name,
        subject="Health assessments that are due",
        head=lambda number, of: [
            page.ends(f"{TITLE}, {show_date(held.made_on)}", f"Page {number} of {of}", EDGE, bold=True),
            layout.Rule(0.8),
        ],
        foot=lambda number, of: [layout.Rule(0.5), page.ends(foot, "Confidential", EDGE)],
    )
