"""The chronology on paper: four columns, oldest first, key events in bold with the word, its filter stated."""

from lac_tracker.documents import layout, page, wording
from lac_tracker.documents.page import APART, DATE_WIDTH, WIDTH, Strong, style, text
from lac_tracker.domain.chronology import GAP, KINDS, ChronologyPaper, Event, span_words
from lac_tracker.domain.dates import show_date

SIZE = 11.0  # points of the body: four columns stand beside each other
EDGE = 10.0
TITLE = 17.0
GAP_WIDTH = 7.0

_WHEN_WIDTH = DATE_WIDTH
_IMPACT_WIDTH = 102.0
_ACTION_WIDTH = 102.0
_WHAT_WIDTH = WIDTH - _WHEN_WIDTH - _IMPACT_WIDTH - _ACTION_WIDTH - 3 * GAP_WIDTH

_BODY = style(SIZE)
_DATE = style(SIZE, whole_words=True)
_KEY_DATE = style(SIZE, bold=True, whole_words=True)
_LABEL = style(EDGE, bold=True)


def render(held: ChronologyPaper) -> bytes:
    """Return a PDF of as many A4 pages as it takes, upright."""
    return page.render(story(held), _sheet(held))


def story(held: ChronologyPaper) -> layout.Story:
    """Return the blocks between head and foot."""
    child = held.child
    blocks: layout.Story = [
        text("Chronology", style(TITLE, bold=True)),
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
    for place, event in enumerate(held.events):
        line = layout.Rule(0.5 if place else 0.8, before=3 if place else 6, keeps_with_next=True)
        blocks += [line, _event(event)]
    return blocks


def _sheet(held: ChronologyPaper) -> page.Sheet:
    child = held.child
    identity = f"{child.shown_name}{APART}{wording.born(child)}{APART}{wording.nhs(child)}"
    copy = "copy for the child, " if held.for_child else ""
    foot = f"Chronology, {copy}made {show_date(held.made_on)} by {held.made_by}"

    def head(number: int, of: int) -> layout.Story:
        labels: list[page.Placed] = [
            (_WHEN_WIDTH, "Date", _LABEL),
            (_WHAT_WIDTH, "What happened and source", _LABEL),
            (_IMPACT_WIDTH, "Impact", _LABEL),
            (_ACTION_WIDTH, "Action", _LABEL),
        ]
        top = page.ends(identity, f"Page {number} of {of}", EDGE, bold=True)
        return [top, layout.Rule(0.8), page.row(labels, gap=GAP_WIDTH, before=2), layout.Rule(0.5)]

    return page.Sheet(
        title=f"Chronology, {show_date(held.made_on)}",
        author=held.service.name,
        subject="Chronology of a looked-after child",
        head=head,
        foot=lambda number, of: [layout.Rule(0.5), page.ends(foot, "Confidential", EDGE)],
    )


def _event(event: Event) -> layout.Block:
    is_key = event.is_key
    source = "" if event.source == "record" else f" Source: {event.source}."
    if event.kind == GAP:
        what: tuple[str, ...] = (f"Gap: {event.what}",)
    elif is_key:
        what = (Strong(f"Key{APART}{page.sentence(event.what)}"), source)
    else:
        what = (page.sentence(event.what), source)
    kind = KINDS.get(event.kind, "")
    cells: list[page.Placed] = [
        (_WHEN_WIDTH, event.when.words, _KEY_DATE if is_key else _DATE),
        (_WHAT_WIDTH, (*what, f" ({kind})" if kind else ""), _BODY),
        (_IMPACT_WIDTH, event.impact, _BODY),
        (_ACTION_WIDTH, event.action, _BODY),
    ]
    return page.row(cells, gap=GAP_WIDTH, before=2)
