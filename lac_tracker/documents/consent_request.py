"""A letter that asks for consent, a yes and a no beside each purpose, in plain words and large enough to read."""

from lac_tracker.documents import layout, letter, page, tags, wording
from lac_tracker.documents.page import Strong, frame_width, heading, sentence, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.letters import ConsentAsked, ConsentLetter

TITLE = "Request for consent"
_TICKED = 42.0  # points: a box and its word


def render(held: ConsentLetter) -> bytes:
    """Return a PDF."""
    sheet = letter.sheet(
        TITLE, held.child, held.service, held.foot, subject="Request for consent about a looked-after child"
    )
    return page.render(story(held), sheet)


def story(held: ConsentLetter) -> layout.Story:
    """Return the blocks between head and foot."""
    body, whose = letter.BODY, "your" if held.by_the_young_person else f"{held.called}’s"
    reminder = f" We first asked on {show_date(held.first_asked_on)}." if held.first_asked_on else ""
    return [
        *letter.opening(TITLE, held.service, held.to, held.foot),
        *heading("About", letter.HEADING),
        text(letter.identity_line(held.child), letter.BOLD, before=2),
        text(f"{sentence(held.why)}{reminder}", body, before=3),
        *heading("Please say yes or no to each", letter.HEADING),
        *(block for one in held.asked for block in _asked(one)),
        *heading("What you should know", letter.HEADING),
        *(
            text(words, body, before=2)
            for words in (
                f"You can say yes to some and no to others. A no does not change {whose} right to health care.",
                "You can change your mind at any time: tell us, and we stop from that day.",
                "Ask us if anything is not clear, or if you would like an interpreter or large print.",
            )
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
        *letter.line_to_write("Your name", before=8),
        *letter.line_to_write(
            "Signature and date"
            if held.by_the_young_person
            else "How you may decide (parent, council, court order), signature and date",
            before=8,
        ),
        *_restricted(held),
    ]


def _asked(one: ConsentAsked) -> layout.Story:
    wide = frame_width() - 2 * (letter.TICK + _TICKED) - 4 * letter.GAP
    cells = (
        layout.Cell(wide, page.paragraph((Strong(one.what), f". {one.means}"), letter.BODY)),
        layout.Cell(letter.TICK, [], tick=letter.TICK),
        layout.Cell(_TICKED, page.paragraph("Yes", letter.BODY)),
        layout.Cell(letter.TICK, [], tick=letter.TICK),
        layout.Cell(_TICKED, page.paragraph("No", letter.BODY)),
    )
    return [
        layout.Row(cells, gap=letter.GAP, before=5, keeps_with_next=True, role=tags.LABELLED),
        layout.Rule(0.5, before=3),
    ]


def _restricted(held: ConsentLetter) -> layout.Story:
    if not held.address_withheld:
        return []
    words = "Please reply to us only, and do not ask anybody where the child lives."
    return [layout.Group((text(Strong(words), letter.BODY),), before=8, box=1.5)]
