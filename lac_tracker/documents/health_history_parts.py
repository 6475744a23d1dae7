"""The parts of the health history, in the young person's own voice: what is known, and plainly what is not."""

from dataclasses import dataclass

from lac_tracker.documents import layout, page, tags
from lac_tracker.documents.health_history_blocks import Band, write_on
from lac_tracker.documents.page import Strong, style, text
from lac_tracker.documents.wording import unbroken
from lac_tracker.domain.dates import show_plain_date
from lac_tracker.domain.health_history import HealthHistory, Told
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.information_pages import InformationPage

NOTHING = "Nothing has been found for this part yet. There is room for it when something is."
_SOURCE = 10.0  # points: where a page of information was read
_GAP = 8.0


@dataclass(frozen=True)
class Look:
    """Sizes in points: of the body, a part's heading, a heading in it and the title; the frame and its label column."""

    body: float
    part: float
    inner: float
    title: float
    wide: float
    label: float
    cover: float  # height of the band on the cover


A4_LOOK = Look(14.0, 20.0, 15.0, 34.0, page.WIDTH, 150.0, 150.0)
A5_LOOK = Look(12.0, 16.0, 12.5, 26.0, page.width_on(page.A5), 98.0, 110.0)


def headed(words: str, held: HealthHistory, look: Look, *, under: str = "") -> layout.Story:
    """Return the heading of a part under a band of the young person's colour."""
    title = text(
        words, style(look.part, bold=True), before=4, keeps_with_next=True, bookmark=words, role="H2"
    )
    blocks: layout.Story = [Band(held.colour, 6.0, before=look.body * 1.4), title]
    if under:
        blocks.append(text(under, style(look.body), before=1, keeps_with_next=True))
    return blocks


def about_me(held: HealthHistory, look: Look) -> layout.Story:
    """Return who this is and what somebody who helps must know first."""
    child = held.child
    rows = (
        ("Name", " ".join(part for part in (child.given, child.family) if part) or "Not known"),
        ("Likes to be called", child.called),
        ("Born", show_plain_date(child.born)),
        ("NHS number", show_nhs_number(child.nhs_number)),
        *((name, unbroken(words)) for name, words in held.details),
    )
    return [
        *headed("My details", held, look),
        *_rows(rows, look),
        *headed("Important", held, look),
        *_rows(held.important, look),
    ]


def when_born(held: HealthHistory, look: Look) -> layout.Story:
    told = held.part("birth")
    return [*headed("When I was born", held, look), *_told(told, look, empty=NOTHING)]


def health_so_far(held: HealthHistory, look: Look) -> layout.Story:
    """Return the story, and under it operations, hospital, checks and growth where something is known or was asked for."""
    blocks = headed("My health so far", held, look)
    inner = [
        (title, told)
        for part, title in (
            ("operations", "Operations"), ("hospital", "Hospital"), ("checks", "Eyes, ears and teeth"),
            ("growth", "Height and weight"),
        )
        if not (told := held.part(part)).is_empty
    ]  # fmt: skip
    blocks += _told(held.part("story"), look, empty="" if inner else NOTHING)
    for title, told in inner:
        blocks += [_inner(title, look), *_told(told, look)]
    return blocks


def family(held: HealthHistory, look: Look) -> layout.Story:
    """Return what may be shared of the family's health: without anybody's name."""
    runs, advice = held.part("family"), held.part("family_advice")
    blocks = headed("Health in my family", held, look, under="Only what may be shared with you.")
    blocks += [_inner("Runs in my family", look), *_told(runs, look, empty="Not known.")]
    if not advice.is_empty:
        blocks += [_inner("Worth telling a doctor", look), *_told(advice, look)]
    return blocks


def jabs(held: HealthHistory, look: Look) -> layout.Story:
    """Return the table of immunisations, and what is still to have."""
    blocks = headed("My jabs", held, look)
    when = page.text_width("30 September 2026", look.body) + 4  # the longest day stays on one line
    name = (look.wide - when - 2 * _GAP) * 0.44
    from_what = look.wide - when - name - 2 * _GAP
    body, strong = style(look.body), style(look.body, bold=True)
    day = style(look.body, whole_words=True)
    if held.jabs:
        labels: list[page.Placed] = [
            (name, "Jab", strong),
            (from_what, "Protects from", strong),
            (when, "When", strong),
        ]
        blocks.append(
            page.row(labels, gap=_GAP, before=3, role=tags.LABELS, rule_under=0.8, keeps_with_next=True)
        )
        for place, jab in enumerate(held.jabs):
            if place:
                blocks.append(layout.Rule(0.5, before=2, keeps_with_next=True))
            cells: list[page.Placed] = [
                (name, jab.name, body),
                (from_what, jab.protects_from or "Ask your GP", body),
                (when, jab.when, day),
            ]
            blocks.append(page.row(cells, gap=_GAP, before=2, role=tags.CELLS))
    else:
        blocks.append(
            text("We have no list of your jabs. Your GP surgery may have one: ask the nurse.", body, before=3)
        )
    blocks += _told(held.part("jabs"), look)
    blocks.append(_inner("Still to have", look))
    if held.jabs_missing:
        blocks += [_item(words, look) for words in held.jabs_missing]
        blocks.append(text("Ask your GP surgery. It is not too late for most of them.", body, before=2))
    else:
        blocks.append(text("None that we know of. Your GP surgery can look.", body, before=2))
    return blocks  # fmt: skip


def plan(held: HealthHistory, look: Look) -> layout.Story:
    """Return what is still to come with boxes to tick, and room for appointments and notes."""
    body = style(look.body)
    blocks = headed("My plan and my appointments", held, look)
    tick = look.body
    for item in held.plan:
        by = f"by {show_plain_date(item.by)}" if item.by else "no day agreed"
        words = page.sentence(item.words)
        who = f" {item.who}, {by}." if item.who else f" {by[:1].upper()}{by[1:]}."
        cells = (
            layout.Cell(tick, [], tick=tick - 2),
            layout.Cell(look.wide - tick - _GAP, page.paragraph((Strong(words), who), body)),
        )
        blocks.append(layout.Row(cells, gap=_GAP, before=5, role=tags.ITEM))
    if not held.plan:
        blocks.append(text("Nothing is open in your plan.", body, before=3))
    blocks += [_inner("My appointments", look), *_appointments(look)]
    blocks += [_inner("Space to write", look), *write_on(6)]
    return blocks


def help_alone(held: HealthHistory, look: Look) -> layout.Story:
    """Return the pages of information chosen for this young person, each with where it was read and when."""
    blocks = headed("Getting help on my own", held, look)
    for each in held.information:
        blocks += _information(each, look)
    lost = f"{held.service.name}, {unbroken(held.service.phone)}" if held.service.phone else held.service.name
    blocks.append(_inner("Lost this book?", look))
    blocks.append(text(f"Ask us for another one, free of charge: {lost}.", style(look.body), before=2))
    return blocks


def _appointments(look: Look) -> layout.Story:
    strong = style(look.body, bold=True)
    third = (look.wide - 2 * _GAP) / 3
    labels: list[page.Placed] = [(third, words, strong) for words in ("When", "Who with", "Where")]
    row = page.row(labels, gap=_GAP, before=2, keeps_with_next=True)
    return [row, *write_on(3)]


def _information(one: InformationPage, look: Look) -> layout.Story:
    small = style(_SOURCE)
    blocks: layout.Story = [_inner(one.topic, look)]
    blocks += [_item(page.sentence(words), look) for words in one.words]
    blocks += [_item((f"{line.name}: ", Strong(unbroken(line.how))), look) for line in one.help]
    checked = f"From {one.source}. Looked at {show_plain_date(one.checked_on)}."
    doubt = " Numbers and rules can change: please check first." if one.doubt else ""
    blocks.append(text(f"{checked}{doubt}", small, before=3))
    return [layout.Group(tuple(blocks), before=look.body * 0.8)]


def _item(words: page.Value, look: Look) -> layout.Row:
    body, point = style(look.body), 9.0
    return page.row(
        [(point, "•", body), (look.wide - point - 4, words, body)], gap=4, before=3, role=tags.ITEM
    )


def _inner(words: str, look: Look) -> layout.Text:
    return text(words, style(look.inner, bold=True), before=look.body * 0.7, keeps_with_next=True, role="H3")


def _rows(rows: tuple[tuple[str, str], ...], look: Look) -> layout.Story:
    label, body = style(look.body, bold=True), style(look.body)
    width = look.wide - look.label - _GAP
    return [
        page.row([(look.label, name, label), (width, words or "Not known", body)], gap=_GAP, before=5, role=tags.LABELLED)
        for name, words in rows
    ]  # fmt: skip


def _told(told: Told, look: Look, *, empty: str = "") -> layout.Story:
    """Return the lines of a part, then what was asked for and not found, then what is not known."""
    body, strong = style(look.body), style(look.body, bold=True)
    width = look.wide - look.label - _GAP
    blocks: layout.Story = []
    for when, words in told.lines:
        if when:
            cells: list[page.Placed] = [(look.label, when, strong), (width, words, body)]
            blocks.append(page.row(cells, gap=_GAP, before=5, role=tags.LABELLED))
        else:
            blocks.append(_item(words, look))
    blocks += [text(gap.words, body, before=6, bar=True, indent=9) for gap in told.not_found]
    if told.not_known:
        blocks.append(text(f"Not known: {', '.join(told.not_known)}.", body, before=4))
    if not blocks and empty:
        blocks.append(text(empty, body, before=3))
    return blocks
