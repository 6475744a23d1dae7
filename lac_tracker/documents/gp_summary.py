"""The GP summary: one A4 portrait page, what the practice is asked to do first."""

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from lac_tracker.documents import layout, page, tags, wording
from lac_tracker.documents.page import (
    APART,
    DATE_WIDTH,
    Strong,
    frame_width,
    sentence,
    shorten,
    style,
    text,
    text_width,
)
from lac_tracker.documents.room import Room, fit, is_whole
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.filing_slip import routing
from lac_tracker.domain.reports import Background, GpSummary, OtherAction, PracticeAction
from lac_tracker.domain.third_party import sections_about_others

MOST_ACTIONS = 10
MOST_ALERTS = 8
MOST_QUOTED = 40  # words
EDGE = 10.0  # points of head and foot
LABEL_WIDTH = 92.0
_LONG_WHY = 90  # characters of a reason with which there is room for the date it was first agreed
GAP = 8.0
_MORE = f" {wording.SEE_PLAN}."
_BAR = f"{APART}|{APART}"


def render(held: GpSummary) -> bytes:
    """Return a PDF of exactly one page. In larger print: as large as leaves the words of the page whole."""
    for times in page.smaller_steps():
        with page.enlarged(times):
            sheet, blocks, room = _fitted(held, only_whole=times != 1)
            if times == 1 or is_whole(room):
                return page.render(blocks, sheet)
    raise AssertionError("the last step is the usual size")


def story(held: GpSummary) -> layout.Story:
    """Return the blocks between head and foot, at the size and with the cuts that fit one page."""
    return _fitted(held)[1]


def _fitted(held: GpSummary, *, only_whole: bool = False) -> tuple[page.Sheet, layout.Story, Room]:
    sheets: dict[Room, page.Sheet] = {}
    about_others = sections_about_others(held)

    def blocks(size: float, room: Room) -> layout.Story:
        return [
            *_who(held, size, room),
            _alerts(held, size, room),
            *_practice_actions(held, size, room),
            *_records(held, size, room),
            *_others(held, size, room),
            *_voice(held, size, room),
            *_next(held, size, room),
        ]

    def available(room: Room) -> float:
        if room not in sheets:
            sheets[room] = _sheet(held, room, about_others)
        return sheets[room].room()

    room, fitted = fit(blocks, available, only_whole=only_whole)
    return sheets[room], fitted, room


def _sheet(held: GpSummary, room: Room, about_others: tuple[int, ...]) -> page.Sheet:
    """Return head and foot. The page number is known: there is one page."""
    small, strong = style(EDGE), style(EDGE, bold=True)
    side = 150.0
    place = f"Confidential{APART}Page 1 of 1"
    service = (
        Strong(_cut(held.service.name, room.fact)),
        APART,
        shorten(wording.reach(held.service), room.fact),
    )
    title: list[page.Placed] = [
        (frame_width() - side - GAP, "GP SUMMARY: LOOKED-AFTER CHILD", style(15, bold=True)),
        (side, place, style(EDGE, right=True)),
    ]
    head: layout.Story = [
        page.row(title, gap=GAP, role="H1"),
        text(service, small, before=1),
        text(_cut(wording.addressee(held.practice), room.fact), small),
        text(_routing(held), strong, before=2),
        layout.Rule(1.2, before=3),
    ]
    foot: layout.Story = [
        layout.Rule(0.8),
        text(_cut_parts(wording.sharing(held.sharing), 2 * room.fact), small),
        text(wording.third_party(held.third_party_sections, about_others), small, before=1),
        text(_signed(held, room), small, before=1),
    ]
    return page.Sheet(
        title=wording.file_title("GP summary", held.assessment, held.issue),
        author=held.service.name,
        subject="Health plan summary for the GP practice",
        head=lambda number, of: head,
        foot=lambda number, of: foot,
        edges_are_read=True,
    )


def _signed(held: GpSummary, room: Room) -> str:
    issue = held.issue
    shown = replace(
        issue,
        signed_by=shorten(issue.signed_by, room.fact),
        registration=shorten(issue.registration, room.fact),
        reference=shorten(issue.reference, room.fact),
        replaces=shorten(issue.replaces, room.fact) if issue.replaces else None,
        copies_to=(shorten(", ".join(issue.copies_to), room.fact),) if issue.copies_to else (),
    )
    return wording.signed(shown)


def _routing(held: GpSummary) -> str:
    """Return what decides who in the practice must see the page: the words of its filing slip."""
    return APART.join(routing(held))


def _who(held: GpSummary, size: float, room: Room) -> layout.Story:
    child, facts, plain = held.child, held.circumstances, style(size)
    identity = f"{wording.born(child)} ({child.age}){APART}{child.gender}{APART}{wording.nhs(child)}"
    name_style, identity_style = style(size + 3, bold=True), style(size, bold=True)
    beside = text_width(identity, size, bold=True) + 2
    lines: layout.Story
    if text_width(child.shown_name, size + 3, bold=True) + beside + GAP <= frame_width():
        right = style(size, bold=True, right=True)
        lines = [
            page.row(
                [(frame_width() - beside - GAP, child.shown_name, name_style), (beside, identity, right)],
                gap=GAP,
            )
        ]
    else:
        lines = [text(child.shown_name, name_style), text(identity, identity_style, before=1)]
    pairs = [
        (_cut(left, room.fact), _cut(right_side, room.fact))
        for left, right_side in (
            (wording.likes_to_be_called(child), wording.assessed(held.assessment)),
            (wording.lives(facts, held.service), wording.in_care(facts)),
            (wording.consent(facts), wording.council_and_social_worker(facts)),
        )
    ]
    left_width, right_width = _columns(pairs, size)
    for left, right_side in pairs:
        cells: list[page.Placed] = [(left_width, left, plain), (right_width, right_side, plain)]
        lines.append(page.row(cells, gap=2 * GAP, before=1))
    return lines


def _columns(pairs: list[tuple[str, str]], size: float) -> tuple[float, float]:
    """Return the widths of two columns that make the fewest lines."""
    whole = frame_width() - 2 * GAP
    widths = [(text_width(left, size), text_width(right, size)) for left, right in pairs]

    def lines(share: float) -> int:
        left, right = share * whole, (1 - share) * whole
        return sum(max(math.ceil((a + 1) / left), math.ceil((b + 1) / right)) for a, b in widths)

    share = min((0.5, 0.46, 0.42, 0.38, 0.54, 0.58), key=lines)
    return share * whole, (1 - share) * whole


def _alerts(held: GpSummary, size: float, room: Room) -> layout.Block:
    told = (wording.allergies(held.circumstances), *held.circumstances.alerts)
    words = _BAR.join(_cut(each, room.fact) for each in told[:MOST_ALERTS])
    if len(words) > 2 * room.fact:
        words = _cut(words, 2 * room.fact).replace("……", "…")
    elif len(told) > MOST_ALERTS:
        words += f"{_BAR}{wording.SEE_PLAN}."
    return layout.Group((text((Strong(f"ALERTS{APART}"), Strong(words)), style(size)),), before=5, box=1.0)


def _heading(number: int, words: str, size: float, right: str = "", *, before: float = 4.5) -> layout.Story:
    title: page.Placed = (frame_width(), f"{number}{APART}{words}", style(size + 1, bold=True))
    cells = [title]
    if right:
        cells = [
            (frame_width() - DATE_WIDTH - GAP, *title[1:]),
            (DATE_WIDTH, right, style(size, bold=True, right=True)),
        ]
    return [layout.Rule(1.2 if number == 1 else 0.8, before=before), page.row(cells, gap=GAP, role="H2")]


def _section(number: int, words: str, said: page.Value, size: float, room: Room) -> layout.Story:
    """Return a heading with one text under it, or beside it where room is short."""
    if not room.run_in:
        return [*_heading(number, words, size), text(said, style(size), before=1)]
    parts = (said,) if isinstance(said, str) else said
    return [layout.Rule(0.8, before=3), text((Strong(f"{number}{APART}{words}{APART}"), *parts), style(size))]


def _practice_actions(held: GpSummary, size: float, room: Room) -> layout.Story:
    actions = held.practice_actions
    title = f"ACTIONS FOR THE PRACTICE ({len(actions)})"
    if not actions:
        none = "No action needed from the practice. For information only."
        return [*_heading(1, title, size, before=9), text(none, style(size, bold=True), before=1)]
    blocks = _heading(1, title, size, "By", before=9)
    shown = actions[:MOST_ACTIONS]
    for number, action in enumerate(shown, 1):
        blocks.append(_action(number, action, size, room))
    more = len(actions) - len(shown)
    if more:
        words = f"{more} more {'action' if more == 1 else 'actions'} for the practice.{_MORE}"
        blocks.append(text(words, style(size, bold=True), before=2))
    elif any(len(action.text) > room.action or len(action.why or "") > room.why for action in shown):
        blocks.append(text(f"Where words end in …{_MORE}", style(size, bold=True), before=1))
    return blocks


def _action(number: int, action: PracticeAction, size: float, room: Room) -> layout.Block:
    tick, count = size * 0.72, text_width("10", size, bold=True) + 1
    wide = frame_width() - tick - count - DATE_WIDTH - 3 * GAP
    plain, strong = style(size), style(size, bold=True)
    told = Strong(sentence(shorten(action.text, room.action)))
    why = f"Why: {sentence(shorten(action.why, room.why))}" if action.why else "Why: no reason recorded."
    if action.carried:  # where there is little room, how often is what must be read
        why += f" {sentence(action.carried if room.why >= _LONG_WHY else action.carried.split(',')[0])}"
    words = page.paragraph((told, " ", why) if room.why else told, plain)
    if not room.run_in:
        words = page.paragraph(told, strong) + page.paragraph(why, plain)
    cells = (
        layout.Cell(tick, [], tick=tick),
        layout.Cell(count, page.paragraph(str(number), strong)),
        layout.Cell(wide, words),
        layout.Cell(
            DATE_WIDTH, page.paragraph(_by(action.by), style(size, bold=True, right=True, whole_words=True))
        ),
    )
    return layout.Row(cells, gap=GAP, before=1.5 if room.run_in else 2.5, role=tags.LABELLED)


def _by(day: date | None) -> str:
    return show_date(day) if day else "No date"


def _records(held: GpSummary, size: float, room: Room) -> layout.Story:
    records = held.records
    rows = [
        (label, _statements(_told(statements, records.sources, room), most, room.row, run_in=room.run_in))
        for label, statements, most in (
            ("Please code", records.please_code, 12),
            ("New", records.new, 12),
            ("Ongoing", records.ongoing, room.ongoing),
            ("Medicines", records.medicines, 12),
            ("Measurements", records.measurements, 12 if room.measurements else 0),
            ("SDQ", records.sdq, 12),
            ("Immunisations", records.immunisations, 12),
        )
    ]
    known = (held.background.ethnicity, held.background.language, held.background.religion)
    means = held.background.means_for_care
    told = [shorten(each, room.row) if each else None for each in (*known, means)]
    background = wording.background(Background(*told))
    if not room.row:
        return _section(2, "FOR YOUR RECORDS", _MORE.strip(), size, room)
    if room.run_in:
        parts: list[str] = []
        for label, words in rows:
            parts += [Strong(label), f" {sentence(words)}{APART}"]
        cut = f"Where words end in …{_MORE}"
        return _section(2, "FOR YOUR RECORDS", (*parts, *background, cut), size, room)
    blocks = _heading(2, "FOR YOUR RECORDS", size)
    for label, words in rows:
        cells: list[page.Placed] = [
            (LABEL_WIDTH, label, style(size, bold=True)),
            (frame_width() - LABEL_WIDTH - GAP, words, style(size)),
        ]
        blocks.append(page.row(cells, gap=GAP, before=1, role=tags.LABELLED))
    return [*blocks, text(background, style(size), before=1)]


def _told(statements: tuple[str, ...], sources: tuple[str, ...], room: Room) -> tuple[str, ...]:
    """Return statements without their source where there is no room for it: the full plan says it."""
    if room.sources:
        return statements
    endings = sorted(sources, key=len, reverse=True)
    return tuple(
        next((each.removesuffix(one) for one in endings if each.endswith(one)), each) for each in statements
    )


def _statements(statements: tuple[str, ...], most: int, longest: int, *, run_in: bool) -> str:
    """Return statements as sentences, at most so many and so long; 'None' when there are none."""
    if not statements:
        return "None"
    words = " ".join(sentence(each) for each in statements[:most])
    cut = shorten(words, longest)
    if cut != words or len(statements) <= most:
        return cut if run_in else _cut(words, longest)
    return f"{words}…".strip() if run_in else f"{words}{_MORE}".strip()


def _others(held: GpSummary, size: float, room: Room) -> layout.Story:
    title = "WHO ELSE IS DOING WHAT"
    if not held.other_actions:
        return _section(3, title, "Nobody else has an action.", size, room)
    shown = held.other_actions[: room.others]
    more = len(held.other_actions) - len(shown)
    rest = f"{more} {'more ' if shown else ''}{'action' if more == 1 else 'actions'} of others.{_MORE}"
    if not shown:
        return _section(3, title, rest, size, room)
    blocks = [*_heading(3, title, size, "By"), *(_other(action, size, room) for action in shown)]
    return [*blocks, text(rest, style(size), before=1)] if more else blocks


def _other(action: OtherAction, size: float, room: Room) -> layout.Block:
    who = (
        ", ".join(part for part in (action.person, action.role, action.organisation) if part)
        or wording.NOT_KNOWN
    )
    wide = frame_width() - DATE_WIDTH - 2 * GAP
    does = f"{sentence(action.action)} {sentence(action.carried)}" if action.carried else action.action
    cells: list[page.Placed] = [
        (wide * 0.46, _cut(who, room.other), style(size)),
        (wide * 0.54, _cut(does, room.other), style(size)),
        (DATE_WIDTH, _by(action.by), style(size, right=True, whole_words=True)),
    ]
    return page.row(cells, gap=GAP, before=1, role=tags.CELLS)


def _voice(held: GpSummary, size: float, room: Room) -> layout.Story:
    quote = held.quote
    if quote is None:
        return _section(
            4, f"WHAT {shorten(held.child.called, room.fact).upper()} SAYS", "Nothing recorded.", size, room
        )
    title = shorten(wording.says(quote, held.child), room.fact).upper()
    words = quote.words.split()
    said = " ".join(words[:MOST_QUOTED])
    if cut := len(words) > MOST_QUOTED or len(said) > room.quote:
        said = shorten(said, room.quote).rstrip("… ") + "…"
    shown = wording.quoted(quote, said) + (_MORE if cut else "")
    if room.run_in:
        return _section(4, title, shown, size, room)
    return [*_heading(4, title, size), text(shown, style(size), indent=8, bar=True, before=1)]


def _next(held: GpSummary, size: float, room: Room) -> layout.Story:
    review = _cut(wording.next_review(held.next_review, held.child, asks="you"), room.fact)
    asked = held.next_review.questions_to or held.issue.signed_by
    questions = f"Questions, or an action you can't do: {asked}, {wording.reach(held.service)}."
    said = (Strong(review), " The full plan is sent with this.\n", _cut(questions, room.fact))
    return _section(5, "NEXT REVIEW AND WHO TO CALL", said, size, room)


def _cut(words: str, longest: int) -> str:
    """Return words as they are, or cut with a pointer to the full plan where that saves anything."""
    return words if len(words) <= longest + len(_MORE) else shorten(words, longest) + _MORE


def _cut_parts(parts: Iterable[str], longest: int) -> tuple[str, ...]:
    return tuple(
        Strong(_cut(part, longest)) if isinstance(part, Strong) else _cut(part, longest) for part in parts
    )
