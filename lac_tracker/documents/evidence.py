"""The evidence pack: what each recommendation of the inspection asks, what is in place, the figures, and what is being done."""

from lac_tracker.documents import figure_blocks, layout, page, tags
from lac_tracker.documents.figure_blocks import BODY, BOLD, HEADING, SMALL, TITLE_SIZE
from lac_tracker.documents.page import APART, Strong, heading, style, text
from lac_tracker.documents.performance import HIDES, NO_PERCENTAGE
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.performance import ActionTaken, Answered, EvidencePack

TITLE = "Evidence pack"
_SOURCE = (
    "Recommendations 3.12 to 3.20 of the inspection of health services for looked-after children (Care Quality "
    "Commission, published August 2015), each in our own words. Figures are counted from the record on the day this was made."
)
_ACTIONS = (("Action", 56.0), ("Owner", 26.0), ("By", 20.0), ("Rating", 18.0))


def render(held: EvidencePack) -> bytes:
    """Return a PDF of as many A4 pages as it takes, upright."""
    return page.render(story(held), _sheet(held))


def story(held: EvidencePack) -> layout.Story:
    """Return the blocks between head and foot."""
    blocks: layout.Story = [
        text(TITLE, style(TITLE_SIZE, bold=True), role="H1"),
        text(f"{held.service.name}{APART}{held.period}", BOLD, before=2),
        text(_SOURCE, BODY, before=3),
        text(f"Counts only: no child is named. {NO_PERCENTAGE}", BODY, before=2),
        *([text(HIDES, BODY, before=2)] if held.hides_small else []),
        text(f"Made {show_date(held.made_on)} at {held.made_at} by {held.made_by}.", BODY, before=2),
    ]
    for one in held.answered:
        blocks += _answer(one)
    blocks += heading("How each figure is counted", HEADING)
    seen = {line.id: line for one in held.answered for line in one.lines}
    blocks += figure_blocks.definitions(list(seen.values()))
    return blocks


def _answer(one: Answered) -> layout.Story:
    blocks: layout.Story = [*heading(f"Recommendation {one.number}", HEADING)]
    blocks.append(text((Strong("What it asks: "), page.sentence(one.asks)), BODY, before=2))
    blocks += _listed("What is in place", one.in_place)
    if one.lines:
        blocks += _named("Figures")
        blocks += figure_blocks.figures(one.lines)
    blocks += _listed("From the record", one.facts)
    blocks += _named("What is being done")
    if not one.actions:
        blocks.append(text("No improvement action names this recommendation.", BODY, before=1))
        return blocks
    blocks.append(figure_blocks.labels(_ACTIONS))
    for action in one.actions:
        blocks += _action(action)
    return blocks


def _action(action: ActionTaken) -> layout.Story:
    cells = (action.what, action.owner, action.due, action.rating)
    made: layout.Story = [figure_blocks.row(_ACTIONS, cells, keeps=bool(action.history))]
    if action.history:
        told = (Strong("Rating before: "), "; ".join(action.history) + ".")
        made.append(text(told, SMALL, before=1, role=tags.IN_ITEM))
    return made


def _named(words: str) -> layout.Story:
    return [
        text(words, style(figure_blocks.SUBHEADING, bold=True), role="H3", before=5, keeps_with_next=True)
    ]


def _listed(words: str, lines: tuple[str, ...]) -> layout.Story:
    if not lines:
        return []
    return [
        *_named(words),
        *(text(page.sentence(line), BODY, before=1, indent=8, role=tags.ITEM) for line in lines),
    ]


def _sheet(held: EvidencePack) -> page.Sheet:
    made = f"{held.reference}{APART}Made {show_date(held.made_on)}"
    return figure_blocks.sheet(
        TITLE, held.period, held.service.name, made, "Recommendations 3.12 to 3.20, answered from the record"
    )
