"""Family and birth history on paper: the genogram, the same in words, and every item with what is known of it.

For the health team and the health history given at 18. It holds what others told of themselves and is never a copy for
the practice: the practice's page has text only.
"""

from lac_tracker.documents import layout, page, tags, wording
from lac_tracker.documents.genogram import GenogramBlock
from lac_tracker.documents.page import APART, Strong, frame_width, heading, sentence, style, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.family_history import FamilyHistory, PrintedItem
from lac_tracker.domain.genogram import LEGEND

SIZE, EDGE, TITLE, HEADING = 11.0, 10.0, 17.0, 13.0  # points
LABEL_WIDTH = 170.0
MARKED = "CONTAINS THIRD-PARTY INFORMATION"
_HIGHEST_PICTURE = 400.0  # points: the words that say the same begin on the same page

_BODY = style(SIZE)
_BOLD = style(SIZE, bold=True)


def render(held: FamilyHistory) -> bytes:
    """Return a PDF of as many pages as it takes."""
    return page.render(story(held), _sheet(held))


def story(held: FamilyHistory) -> layout.Story:
    """Return the blocks between head and foot."""
    warning = text(
        (Strong(MARKED), f"{APART}Health of others than {held.child.called}. For the health team: not for the GP copy, "
         "not for online record access, not to be given on without asking whose it is."),
        _BODY,
    )  # fmt: skip
    return [
        text("Family and birth history", style(TITLE, bold=True), role="H1"),
        text(held.child.shown_name, style(HEADING, bold=True), before=2),
        text(
            f"{wording.born(held.child)} ({held.child.age}){APART}{wording.nhs(held.child)}", _BODY, before=1
        ),
        layout.Group((warning,), before=6, box=1.0),
        *heading("Genogram", HEADING),
        GenogramBlock(held.drawing, _HIGHEST_PICTURE),
        text(f"{'. '.join(words for words, _ in LEGEND)}.", style(EDGE), before=3),
        *heading("The genogram in words", HEADING),
        *(text(line, _BODY, before=1, role=tags.ITEM) for line in held.drawing.text),
        *heading(f"History: {held.counts}", HEADING),
        text("'Not known after asking' and 'Declined to tell' count as complete.", style(EDGE), before=1),
        *(block for title, items in held.groups for block in _group(title, items)),
        *_people(held),
    ]


def _group(title: str, items: tuple[PrintedItem, ...]) -> layout.Story:
    return [text(title, _BOLD, before=6, keeps_with_next=True, role="H3"), *(_item(item) for item in items)]


def _item(item: PrintedItem) -> layout.Block:
    words = (f"{sentence(item.words)} ", f"({item.state})") if item.words else (item.state,)
    return page.row(
        [(LABEL_WIDTH, item.ask, _BODY), (frame_width() - LABEL_WIDTH - 8, words, _BODY)],
        gap=8.0,
        before=2,
        role=tags.LABELLED,
    )


def _people(held: FamilyHistory) -> layout.Story:
    if not held.people_health:
        return []
    return [
        *heading("Health notes of the family", HEADING),
        *(
            text((Strong(who), f": {sentence(words)}"), _BODY, before=2, role=tags.ITEM)
            for who, words in held.people_health
        ),
    ]


def _sheet(held: FamilyHistory) -> page.Sheet:
    child = held.child
    identity = f"{child.shown_name}{APART}{wording.born(child)}{APART}{wording.nhs(child)}"
    foot = f"{MARKED}{APART}Made {show_date(held.made_on)} by {held.made_by}"

    def head(number: int, of: int) -> layout.Story:
        return [page.ends(identity, f"Page {number} of {of}", EDGE, bold=True), layout.Rule(0.8)]

    return page.Sheet(
        title=f"Family and birth history, {show_date(held.made_on)}",
        author=held.service.name,
        subject="Family and birth history of a looked-after child, for the health team",
        head=head,
        foot=lambda number, of: [layout.Rule(0.5), page.ends(foot, "Confidential", EDGE)],
    )
