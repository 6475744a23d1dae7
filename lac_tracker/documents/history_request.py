"""A letter that asks for birth and family history: a form with a line for each item, and a box for 'not known'."""

from lac_tracker.documents import layout, letter, page, tags, wording
from lac_tracker.documents.page import Strong, frame_width, heading, sentence, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.letters import HistoryAsked, HistoryLetter

TITLE = "Birth and family history request"
_UNKNOWN = 70.0


def render(held: HistoryLetter) -> bytes:
    """Return a PDF."""
    sheet = letter.sheet(
        TITLE, held.child, held.service, held.foot,
        subject="Request for the birth and family history of a looked-after child",
    )  # fmt: skip
    return page.render(story(held), sheet)


def story(held: HistoryLetter) -> layout.Story:
    """Return the blocks between head and foot."""
    body = letter.BODY
    return [
        *letter.opening(TITLE, held.service, held.to, held.foot),
        *heading("About", letter.HEADING),
        text(letter.identity_line(held.child), letter.BOLD, before=2),
        text(f"{sentence(held.why)} {sentence(held.basis)}", body, before=3),
        text(
            f"This may be the only time anyone asks. What you write follows {held.called} into later health "
            "assessments, and into the health history they get when they leave care.",
            body,
            before=3,
        ),
        layout.Group(
            (
                text(
                    (
                        Strong(f"Please reply by {show_date(held.reply_by)}"),
                        f" to {held.service.name}: {sentence(wording.reach(held.service))} Our reference {held.foot.reference}.",
                    ),
                    body,
                ),
            ),
            before=8,
            box=1.0,
        ),
        *(block for part in held.parts for block in _part(part)),
        *heading("Who fills this in", letter.HEADING),
        *letter.line_to_write("Name, role and date", before=4),
        *_restricted(held),
    ]


def _part(part: HistoryAsked) -> layout.Story:
    blocks = heading(part.title, letter.HEADING)
    for item in part.items:
        blocks.append(_item(item))
        blocks.append(layout.Rule(0.5, before=10))
    return blocks


def _item(words: str) -> layout.Row:
    cells = (
        layout.Cell(
            frame_width() - _UNKNOWN - letter.TICK - 2 * letter.GAP, page.paragraph(words, letter.BODY)
        ),
        layout.Cell(letter.TICK, [], tick=letter.TICK),
        layout.Cell(_UNKNOWN, page.paragraph("Not known", letter.BODY)),
    )
    return layout.Row(cells, gap=letter.GAP, before=7, keeps_with_next=True, role=tags.ITEM)


def _restricted(held: HistoryLetter) -> layout.Story:
    if not held.address_withheld:
        return []
    words = "Please reply to us only. Do not send it to anybody else, or to where the child lives."
    return [layout.Group((text(Strong(words), letter.BODY),), before=8, box=1.5)]
