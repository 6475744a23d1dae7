"""The health history (passport) on paper: A4 in large type, and A5 pages that fold into a booklet.

The cover names nobody: who finds it learns nothing. Every other page says whose it is.
"""

from collections.abc import Iterable

from reportlab.lib.pagesizes import A4, A5

from lac_tracker.documents import booklet, health_history_parts, layout, page
from lac_tracker.documents.health_history_blocks import Band, Space, WholePage, write_on
from lac_tracker.documents.health_history_parts import A4_LOOK, A5_LOOK, Look
from lac_tracker.documents.page import APART, style, text
from lac_tracker.documents.wording import unbroken
from lac_tracker.domain.dates import show_plain_date
from lac_tracker.domain.health_history import HealthHistory
from lac_tracker.domain.identifiers import show_nhs_number

TITLE = "My health history"
EDGE = 10.0  # points of head and foot
_SPARE = 1.0  # points left over on a whole page, so that rounding pushes nothing onto the next


def render(held: HealthHistory) -> bytes:
    """Return the A4 version: 14 pt, as many pages as it takes."""
    return page.render(story(held), _sheet(held, A4))


def story(held: HealthHistory) -> layout.Story:
    """Return the blocks of the A4 version: the cover is a page of its own."""
    sheet = _sheet(held, A4)
    cover = _whole_pages([_cover(held, A4_LOOK)], sheet)
    return [*cover, *(block for part in _parts(held, A4_LOOK) for block in part)]


def render_booklet(held: HealthHistory) -> bytes:
    """Return the A5 pages in reading order, as many as fold: what is left over is room for notes."""
    return page.render(booklet_story(held), _sheet(held, A5))


def booklet_story(held: HealthHistory) -> layout.Story:
    """Return the A5 pages, one block each: the parts that are looked up most begin on a page of their own."""
    sheet = _sheet(held, A5)
    parts = _parts(held, A5_LOOK)
    opening, born, jabs, plan, help_ = parts[0], [*parts[1], *parts[2], *parts[3]], *parts[4:]
    pages = _whole_pages([_cover(held, A5_LOOK), opening, born, jabs, plan, help_], sheet)
    missing = booklet.filled(len(pages)) - len(pages)
    return [*pages, *_whole_pages([_notes(held, A5_LOOK, sheet) for _ in range(missing)], sheet)]


def _parts(held: HealthHistory, look: Look) -> tuple[layout.Story, ...]:
    return (
        health_history_parts.about_me(held, look),
        health_history_parts.when_born(held, look),
        health_history_parts.health_so_far(held, look),
        health_history_parts.family(held, look),
        health_history_parts.jabs(held, look),
        health_history_parts.plan(held, look),
        health_history_parts.help_alone(held, look),
    )


def _whole_pages(parts: Iterable[layout.Story], sheet: page.Sheet) -> layout.Story:
    """Return every part on pages of its own."""
    room = sheet.room() - _SPARE
    return [
        WholePage(blocks, room=room) for part in parts for blocks in layout.paginate(part, sheet.width, room)
    ]


def _cover(held: HealthHistory, look: Look) -> layout.Story:
    """Return the cover: no name, no birth date, no NHS number."""
    body, strong = style(look.body), style(look.body, bold=True)
    made = (
        f"Made with you on {show_plain_date(held.made_with_them_on)}"
        if held.made_with_them_on
        else f"Made on {show_plain_date(held.made_on)}"
    )
    blocks: layout.Story = [
        Band(held.colour, look.cover),
        text(TITLE, style(look.title, bold=True), before=look.body * 1.5, role="H1"),
        text("Health passport", style(look.part), before=2),
        text("This book is yours. It has your health story so far. You choose who sees it.", body, before=look.body),
        text(f"{made} by {held.made_by}, {held.service.name}", body, before=look.body),
    ]  # fmt: skip
    if held.replaces:
        blocks.append(text(f"It takes the place of {held.replaces}.", body, before=2))
    if held.is_draft:
        blocks.append(
            layout.Group(
                (text("Draft: not checked for other people’s information yet. Not to be given to anybody.", strong),),
                box=1.0,
                before=look.body,
            )
        )  # fmt: skip
    blocks += [
        text("You can write your name here, or leave it out:", body, before=look.body * 1.5),
        *write_on(1),
        text("If found, please return to:", strong, before=look.body * 1.5),
        text(unbroken(held.return_to) or "Not known", body, before=2),
        text("Lost? We make you another one, for free.", body, before=look.body),
    ]
    return blocks


def _notes(held: HealthHistory, look: Look, sheet: page.Sheet) -> layout.Story:
    lines = int((sheet.room() - 60) // 28)
    return [*health_history_parts.headed("My notes", held, look), *write_on(lines)]


def _sheet(held: HealthHistory, size: tuple[float, float]) -> page.Sheet:
    child, wide = held.child, page.width_on(size)
    identity = f"{child.shown_name}{APART}Born {show_plain_date(child.born)}{APART}NHS No. {show_nhs_number(child.nhs_number)}"
    whose: layout.Story = [text(identity, style(EDGE, bold=True)), layout.Rule(0.8)]
    high = layout.height_of(whose, wide)
    state = (
        "Draft, not checked yet"
        if held.is_draft
        else f"Version {held.version}, {show_plain_date(held.made_on)}"
    )

    def head(number: int, of: int) -> layout.Story:
        return [Space(high)] if number == 1 else whose

    def foot(number: int, of: int) -> layout.Story:
        return [
            layout.Rule(0.5),
            page.ends(f"{TITLE}{APART}{state}", f"Page {number} of {of}", EDGE, wide=wide),
        ]

    return page.Sheet(
        title=f"{TITLE}, {show_plain_date(held.made_on)}, version {held.version}",
        author=held.service.name,
        subject="Health history of a young person, their own copy",
        head=head,
        foot=foot,
        size=size,
    )  # fmt: skip
