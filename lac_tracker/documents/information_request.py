"""A letter that asks one contributor for what they hold about one child, with boxes so that silence is never 'nothing'."""

from lac_tracker.documents import layout, letter, page, tags, wording
from lac_tracker.documents.page import Strong, heading, sentence, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.letters import AskedFor, InformationLetter

TITLE = "Request for health information"
ANSWERS = (
    "What you asked for is attached",
    "We hold nothing about this child",
    "We can’t send it, because:",
)


def render(held: InformationLetter) -> bytes:
    """Return a PDF."""
    sheet = letter.sheet(
        title(held), held.child, held.service, held.foot,
        subject="Request for health information about a looked-after child",
    )  # fmt: skip
    return page.render(story(held), sheet)


def title(held: InformationLetter) -> str:
    """Return the title, which says when it is a reminder."""
    if not held.reminders:
        return TITLE
    return f"{TITLE}: reminder" if held.reminders == 1 else f"{TITLE}: reminder {held.reminders}"


def story(held: InformationLetter) -> layout.Story:
    """Return the blocks between head and foot."""
    body = letter.BODY
    return [
        *letter.opening(title(held), held.service, held.to, held.foot),
        *heading("About", letter.HEADING),
        text(letter.identity_line(held.child), letter.BOLD, before=2),
        text(f"{sentence(held.why)} {sentence(held.basis)}", body, before=3),
        *heading("Please send us", letter.HEADING),
        *(_asked(number, one) for number, one in enumerate(held.asked, 1)),
        layout.Group(
            (text((Strong(f"Please reply by {show_date(held.reply_by)}"), _how(held)), body),),
            before=8,
            box=1.0,
        ),
        *heading("Your answer", letter.HEADING),
        text(
            "Please tick one and send this page back, even when you hold nothing: we do not read silence as nothing held.",
            body,
            before=2,
        ),
        *(letter.tick(words) for words in ANSWERS),
        *letter.line_to_write(""),
        *letter.line_to_write("Name, role and date", before=6),
        *_restricted(held),
    ]


def _asked(number: int, one: AskedFor) -> layout.Row:
    before = f" First asked {show_date(one.first_asked_on)}." if one.first_asked_on else ""
    words = f"{sentence(one.what)}{before}"
    return page.row(
        [(18, str(number), letter.BOLD), (page.frame_width() - 26, words, letter.BODY)],
        gap=letter.GAP,
        before=3,
        role=tags.ITEM,
    )


def _how(held: InformationLetter) -> str:
    return f" to {held.service.name}: {sentence(wording.reach(held.service))} Please give our reference {held.foot.reference}."


def _restricted(held: InformationLetter) -> layout.Story:
    if not held.address_withheld:
        return []
    words = (
        "Please reply to us only. Do not send anything to the family or to where the child lives, "
        "and do not pass on any address you hold."
    )
    return [layout.Group((text(Strong(words), letter.BODY),), before=10, box=1.5)]
