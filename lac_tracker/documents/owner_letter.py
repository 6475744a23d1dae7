"""A letter to one person: what they agreed to do and by when, with boxes to answer in."""

from lac_tracker.documents import layout, letter, page, wording
from lac_tracker.documents.page import APART, Strong, heading, sentence, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.plan_owners import OwnerLetter
from lac_tracker.domain.plans import Action

TITLE = "What you agreed to do"
ANSWERS = ("Done, on:", "Not done yet. It will be done by:", "I can’t do this, because:")
_NUMBER = 18.0


def render(held: OwnerLetter) -> bytes:
    """Return a PDF."""
    sheet = letter.sheet(
        TITLE,
        held.child,
        held.service,
        held.foot,
        subject="Actions in the health plan of a looked-after child",
    )
    return page.render(story(held), sheet)


def story(held: OwnerLetter) -> layout.Story:
    """Return the blocks between head and foot."""
    count = "1 action" if len(held.actions) == 1 else f"{len(held.actions)} actions"
    return [
        *letter.opening(TITLE, held.service, held.to, held.foot),
        *heading("About", letter.HEADING),
        text(letter.identity_line(held.child), letter.BOLD, before=2),
        text(
            f"The health plan agreed on {show_date(held.agreed_on)} names you for {count}. This letter holds what is "
            "yours; it is not the whole plan.",
            letter.BODY,
            before=3,
        ),
        *heading("Yours to do", letter.HEADING),
        *(block for number, one in enumerate(held.actions, 1) for block in _action(number, one, held)),
        *heading("How to answer", letter.HEADING),
        text(
            (Strong("Tick a box for each action and send this letter back"), f" to {_whom(held)}"),
            letter.BODY,
            before=2,
        ),
        text(
            "If you are not the right person, or can’t do it by the date, tell us now: we will ask somebody else. "
            "Please do not pass this letter on.",
            letter.BODY,
            before=3,
        ),
        *letter.line_to_write("Name, role and date"),
        *_restricted(held),
    ]


def _action(number: int, one: Action, held: OwnerLetter) -> layout.Story:
    late = one.by is not None and one.by < held.today
    by = f"By {show_date(one.by)}" if one.by else "No date was agreed: tell us when"
    blocks: tuple[layout.Block, ...] = (
        page.row(
            [
                (_NUMBER, str(number), letter.BOLD),
                (page.frame_width() - _NUMBER - letter.GAP, sentence(one.text), letter.BOLD),
            ],
            gap=letter.GAP,
        ),
        text((Strong(by), f"{APART}This date has passed." if late else ""), letter.BODY, before=2),
        *(letter.tick(words, before=4) for words in ANSWERS),
    )
    return [layout.Group(blocks, before=8)]


def _whom(held: OwnerLetter) -> str:
    who = f"{held.reply_to}, " if held.reply_to else ""
    return (
        f"{who}{held.service.name}: {sentence(wording.reach(held.service))} "
        f"Please give our reference {held.foot.reference}."
    )


def _restricted(held: OwnerLetter) -> layout.Story:
    if not held.address_withheld:
        return []
    words = "Please answer us only, and do not pass on any address you hold for this child."
    return [layout.Group((text(Strong(words), letter.BODY),), before=10, box=1.5)]
