"""The young person's own page: their numbers over time, what they said, and who to tell."""

from lac_tracker.documents import charts, direction, layout, page, tags, wording
from lac_tracker.documents.own_plan_blocks import Band
from lac_tracker.documents.page import APART, Strong, frame_width, heading, sentence, style, text
from lac_tracker.domain.dates import show_month, show_plain_date
from lac_tracker.domain.feelings_page import TITLE, FeelingsPage, change, journey, told

EDGE = 10.0  # points of head and foot
_LARGEST = 1.05  # points for a unit of the drawing
_MEANS = "A lower number means things feel easier. A higher one, harder."
_YOURS = "A number can’t tell the whole story. You know best how things feel."
_CHOSE = "You chose to have this page. It is yours to keep."
_ONLY = "We give this page only to you. You can show it to anyone you like."
_OTHERS = "People who look after your health can see your number. They don’t get this page."
_MIND = "Changed your mind? Tell {who}. That’s fine."
_ASK = "You can ask for this bigger, in another language, or read out loud."


def render(held: FeelingsPage) -> bytes:
    """Return a PDF: one page for most."""
    return page.render(story(held), _sheet(held))


def story(held: FeelingsPage) -> layout.Story:
    """Return the blocks between head and foot."""
    size = held.tier.points
    body, gap = style(size), round(size * 0.45, 1)
    title = text(TITLE, style(size + 9, bold=True), role="H1")
    whose = text(f"{held.child.called}. {show_plain_date(held.made_on)}.", style(size + 1), before=3)
    return [
        Band((title, whose), padding=10.0),
        text(_CHOSE, body, before=size * 0.6),
        *_numbers(held, size),
        *_words(held, size),
        *heading("WHO SEES THIS", size + 3, before=size * 0.7),
        text(f"{_ONLY} {_OTHERS}", body, before=gap),
        text(f"{_MIND.replace('{who}', held.tell)} {_ASK}", body, before=gap),
        *_help(held, size),
    ]


def _numbers(held: FeelingsPage, size: float) -> layout.Story:
    if not held.points:
        return []
    body, gap = style(size), round(size * 0.45, 1)
    wide = size * 1.1
    listed = [
        page.row(
            [(wide, "•", style(size, bold=True)), (frame_width() - wide - 8, line, body)],
            before=gap,
            role=tags.ITEM,
        )
        for line in told(held.points)
    ]
    went = change(held.points)
    return [
        *heading("WHAT YOU TOLD US", size + 3, before=size * 0.7),
        text(_MEANS, body, before=gap, keeps_with_next=True),
        charts.flowable(journey(held.points, held.made_on), before=8, largest=_LARGEST),
        *listed,
        text(f"{went} {_YOURS}".strip(), body, before=gap),
    ]


def _words(held: FeelingsPage, size: float) -> layout.Story:
    if not held.said:
        return []
    blocks = heading("YOUR WORDS", size + 3, before=size * 0.7)
    for day, words in held.said:
        said = f"{_quoted(words)}{APART}({show_month(day)})"
        blocks.append(text(said, style(size + 2), before=size * 0.45 + 2, indent=14, bar=True))
    return blocks


def _quoted(words: str) -> str:
    is_marked = words[:1] in "\"“'‘«" or direction.is_paragraph_from_right(words)
    return words if is_marked else f"“{words}”"


def _help(held: FeelingsPage, size: float) -> layout.Story:
    lines = [one for one in held.helplines if one.kind == "now"]
    if not lines:
        return []
    title = text("IF YOU NEED HELP NOW", style(size + 2, bold=True), role="H2")
    rows = []
    for one in lines:
        named = f"{one.name} " if one.name else ""
        said = f"{named}{sentence(one.say)}"
        rows.append(
            text(
                (Strong(f"{one.need}: "), said) if one.need else said,
                style(size),
                before=round(size * 0.45, 1),
            )
        )
    return [layout.Group((title, *rows), before=size * 0.8, box=1.5)]


def _sheet(held: FeelingsPage) -> page.Sheet:
    child = held.child
    identity = f"{child.shown_name}{APART}{wording.born(child)}{APART}{wording.nhs(child)}"
    made = f"{held.service.name}{APART}{held.reference}, version {held.version}"
    return page.Sheet(
        title=f"How I’ve been feeling, {show_plain_date(held.made_on)}",
        author=held.service.name,
        subject="A young person’s own page",
        head=lambda number, of: [
            page.ends(f"{child.called}’s page", f"Page {number} of {of}", EDGE, bold=True)
        ],
        foot=lambda number, of: [
            layout.Rule(0.5),
            text(identity, style(EDGE)),
            page.ends(made, f"Made {show_plain_date(held.made_on)}", EDGE),
        ],
    )
