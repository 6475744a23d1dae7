"""The chronology on paper: four columns, oldest first, key events in bold with the word, its filter stated."""

from typing import NamedTuple

from lac_tracker.documents import layout, page, tags, wording
from lac_tracker.documents.page import APART, DATE_WIDTH, Strong, frame_width, style, text
from lac_tracker.domain.chronology import GAP, KINDS, ChronologyPaper, Event, span_words
from lac_tracker.domain.dates import show_date

SIZE = 11.0  # points of the body: four columns stand beside each other
EDGE = 10.0
TITLE = 17.0
GAP_WIDTH = 7.0

_TOLD, _EMPTY = 100.0, 46.0  # the width of Impact and of Action: with words in it, and with none at all

_BODY = style(SIZE)
_DATE = style(SIZE, whole_words=True)
_KEY_DATE = style(SIZE, bold=True, whole_words=True)
_LABEL = style(EDGE, bold=True)


class _Widths(NamedTuple):
    """Of the four columns, in points."""

    when: float
    what: float
    impact: float
    action: float


def render(held: ChronologyPaper) -> bytes:
    """Return a PDF of as many A4 pages as it takes, upright."""
    return page.render(story(held), _sheet(held))


def story(held: ChronologyPaper) -> layout.Story:
    """Return the blocks between head and foot."""
    child = held.child
    blocks: layout.Story = [
        text("Chronology", style(TITLE, bold=True), role="H1"),
        text(f"{child.shown_name}{APART}{wording.born(child)} ({child.age}){APART}{wording.nhs(child)}", style(12, bold=True), before=2),
        text(f"From {held.service.name}, {wording.reach(held.service)}", _BODY, before=2),
        text(f"Shown: {held.filter_words}. {span_words(held.events)}. Oldest first.", _BODY, before=2),
    ]  # fmt: skip
    if held.is_kept_back:
        blocks.append(
            text(f"{child.called} keeps something private: ring us before acting on this.", _BODY, before=2)
        )
    if not held.events:
        return [*blocks, layout.Rule(0.8, before=6), text("No events to show.", _BODY, before=4)]
    widths = _widths(held)
    blocks.append(_labels(widths))
    year = 0
    for place, event in enumerate(held.events):
        if place:
            blocks.append(layout.Rule(0.5, before=3, keeps_with_next=True))
        is_first_of_year, year = event.when.on.year != year, event.when.on.year
        blocks.append(
            _event(
                event, widths, names_kind=not held.for_child, bookmark=str(year) if is_first_of_year else None
            )
        )
    return blocks


def _widths(held: ChronologyPaper) -> _Widths:
    """Return how wide the columns are: what nobody wrote in leaves its room to what happened."""
    impact = _TOLD if any(event.impact for event in held.events) else _EMPTY
    action = _TOLD if any(event.action for event in held.events) else _EMPTY
    return _Widths(DATE_WIDTH, frame_width() - DATE_WIDTH - impact - action - 3 * GAP_WIDTH, impact, action)


def _labels(widths: _Widths) -> layout.Block:
    """Return the labels of the four columns, which stand again on each page."""
    labels: list[page.Placed] = [
        (widths.when, "Date", _LABEL),
        (widths.what, "What happened and source", _LABEL),
        (widths.impact, "Impact", _LABEL),
        (widths.action, "Action", _LABEL),
    ]
    return page.row(labels, gap=GAP_WIDTH, before=6, keeps_with_next=True, role=tags.LABELS, rule_under=0.8)


def _sheet(held: ChronologyPaper) -> page.Sheet:
    child = held.child
    identity = f"{child.shown_name}{APART}{wording.born(child)}{APART}{wording.nhs(child)}"
    copy = "copy for the child, " if held.for_child else ""
    foot = f"Chronology, {copy}made {show_date(held.made_on)} by {held.made_by}"

    def head(number: int, of: int) -> layout.Story:
        return [page.ends(identity, f"Page {number} of {of}", EDGE, bold=True), layout.Rule(0.8)]

    return page.Sheet(
        title=f"Chronology, {show_date(held.made_on)}",
        author=held.service.name,
        subject="Chronology of a looked-after child",
        head=head,
        foot=lambda number, of: [layout.Rule(0.5), page.ends(foot, "Confidential", EDGE)],
    )


def _event(event: Event, widths: _Widths, *, names_kind: bool, bookmark: str | None) -> layout.Block:
    is_key = event.is_key
    source = "" if event.source == "record" else f" Source: {event.source}."
    if event.kind == GAP:
        what: tuple[str, ...] = (f"Gap: {event.what}",)
    elif is_key:
        what = (Strong(f"Key{APART}{page.sentence(event.what)}"), source)
    else:
        what = (page.sentence(event.what), source)
    kind = KINDS.get(event.kind, "") if names_kind else ""
    cells: list[page.Placed] = [
        (widths.when, event.when.words, _KEY_DATE if is_key else _DATE),
        (widths.what, (*what, f" ({kind})" if kind else ""), _BODY),
        (widths.impact, event.impact, _BODY),
        (widths.action, event.action, _BODY),
    ]
    return page.row(cells, gap=GAP_WIDTH, before=2, role=tags.CELLS, bookmark=bookmark)
