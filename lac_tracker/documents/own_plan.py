"""The young person's own plan: their words first, what was agreed, who helps and by when; or a letter to the carer."""

import re

from lac_tracker.documents import direction, layout, page, tags, wording
from lac_tracker.documents.own_plan_blocks import Band, FeelingsLine, Pictured, done_box
from lac_tracker.documents.own_plan_words import words_of
from lac_tracker.documents.page import APART, Strong, frame_width, sentence, style, text
from lac_tracker.domain.dates import show_plain_date
from lac_tracker.domain.helplines import Helpline
from lac_tracker.domain.own_plan import OwnItem, OwnPlan, joined, show_day

EDGE = 10.0  # points of head and foot
TITLE = "My health plan"
_TICK = 12.0
_OFFER = "tell {who} if a day doesn’t work."  # what they can do where nothing else was written


def render(held: OwnPlan) -> bytes:
    """Return a PDF: two pages for most."""
    return page.render(story(held), _sheet(held))


def story(held: OwnPlan) -> layout.Story:
    """Return the blocks between head and foot."""
    draw = _Drawing(held)
    sections = (
        draw.what_they_said(),
        draw.going_well(),
        draw.agreed(),
        draw.their_part(),
        draw.feelings(),
        draw.readers(),
        draw.saying_no(),
        draw.helpers(),
    )
    return [
        *draw.opening(),
        *(block for section in sections for block in (_together(section) if len(section) > 2 else section)),
        *draw.help_now(),
        *draw.ending(),
    ]


class _Drawing:
    """One plan, with its type and its words."""

    def __init__(self, held: OwnPlan) -> None:
        self.held, self.words = held, words_of(held.stage)
        self.size = held.points
        self.body, self.bold = style(self.size), style(self.size, bold=True)
        self.gap = round(self.size * 0.45, 1)

    def say(self, words: str) -> str:
        """Return one of our sentences with the names in it."""
        held = self.held
        called = held.child.called
        for sign, said in (
            ("{NAME}", called.upper()), ("{name}", called), ("{who}", held.readers.tell or "us"),
            ("{day}", show_plain_date(held.talked_on)), ("{when}", held.next_time),
        ):  # fmt: skip
            words = words.replace(sign, said)
        return words

    def heading(self, words: str, picture: str = "") -> layout.Story:
        """Return a heading; on a plan with pictures, with a small one before it."""
        if not self.held.tier.has_pictures:
            return page.heading(self.say(words), self.size + 3, before=self.size)
        title = text(self.say(words), style(self.size + 4, bold=True), role="H2", bookmark=words)
        shown: layout.Block = title
        if picture:
            shown = Pictured((title,), picture=picture, side=self.size * 1.9, gap=8.0, is_decoration=True)
        shown.keeps_with_next = True
        return [layout.Rule(1.2, before=self.size * 0.8, keeps_with_next=True), shown]

    def lines(self, lines: tuple[str, ...]) -> layout.Story:
        wide = self.size * 1.1
        return [
            page.row(
                [(wide, "•", self.bold), (frame_width() - wide - 8, line, self.body)],
                before=self.gap,
                role=tags.ITEM,
            )
            for line in lines
        ]

    def opening(self) -> layout.Story:
        held, words = self.held, self.words
        # Set in capitals by hand: a name in capitals may be spelled otherwise ('ß', 'ﬁ').
        title = text(self.say(words.title), style(self.size + 11, bold=True), role="H1")
        met = text(self.say(words.met), style(self.size + 1), before=3)
        picture = "smile" if held.stage == "5_to_9" else ""
        blocks: layout.Story = [Band((title, met), colour=held.colour, picture=picture)]
        if held.tier.is_letter:
            blocks.append(text(f"Dear {held.dear or 'carer'},", self.body, before=self.size))
            keep = "Please keep this letter safe. One day {name} may want to read how we looked after their health."
            blocks.append(text(self.say(keep), self.body, before=self.gap))
        if held.opening:
            blocks.append(text(held.opening, self.body, before=self.size * 0.8))
        if held.talked_about:
            blocks += [*self.heading(words.talked), *self.lines(held.talked_about)]
        return blocks

    def what_they_said(self) -> layout.Story:
        if not self.held.said:
            return []
        large = style(self.size + 2)
        blocks = self.heading(self.words.said, "ear")
        for quote in self.held.said:
            blocks.append(text(_quoted(quote), large, before=self.gap + 2, indent=14, bar=True))
        return blocks

    def going_well(self) -> layout.Story:
        if not self.held.going_well:
            return []
        return [*self.heading(self.words.well, "smile"), *self.lines(self.held.going_well)]

    def agreed(self) -> layout.Story:
        held = self.held
        blocks = self.heading(self.words.agreed)
        if not held.items:
            return [*blocks, text(self.say(self.words.nothing), self.body, before=self.gap)]
        if held.tier.is_letter and any(re.search(r"\byou", item.words, re.IGNORECASE) for item in held.items):
            told = f"This part speaks to {held.child.called}: ‘you’ is {held.child.called}."
            blocks.append(text(told, self.body, before=self.gap, keeps_with_next=True))
        draw = self._pictured if held.tier.has_pictures else self._item
        blocks += [draw(number, item) for number, item in enumerate(held.items, 1)]
        if held.items_left_out:
            one = held.items_left_out == 1
            more = f"There {'is 1 more thing' if one else f'are {held.items_left_out} more things'} in the full plan."
            blocks.append(text(f"{more} {self.say('Ask {who} to tell you.')}", self.body, before=self.gap))
        return blocks

    def _item(self, number: int, item: OwnItem) -> layout.Block:
        wide = page.text_width("00", self.size, bold=True) + 4
        first = page.row(
            [(wide, str(number), self.bold), (frame_width() - wide - 8, item.words, self.bold)],
            role=tags.ITEM,
        )
        return layout.Group((first, *self._helped(item, wide + 8)), before=self.size * 0.75)

    def _pictured(self, number: int, item: OwnItem) -> layout.Block:
        words = text((f"{number}. ", Strong(item.words)), self.body, role=tags.ITEM)
        return Pictured(
            (words, *self._helped(item, 0.0)), before=self.gap + 4, picture=item.picture, side=self.size * 3.6,
            rounded=self.held.stage == "5_to_9",
        )  # fmt: skip

    def _helped(self, item: OwnItem, indent: float) -> layout.Story:
        who = ". ".join(map(self._named, item.helpers)) or self.say("{who} will find someone")
        helps = text(
            (Strong("Who helps"), f"{APART}{who}"), self.body, before=3, indent=indent, role=tags.IN_ITEM
        )
        day = show_day(item.by, self.held.talked_on) if item.by else "we will tell you"
        by = text((Strong("By"), f"{APART}{day}"), self.body, indent=indent, role=tags.IN_ITEM)
        return [helps, done_box(by, self.size, tags.IN_ITEM, 3.0)]

    def their_part(self) -> layout.Story:
        lines = self.held.their_part
        if not lines and self.held.items and not self.held.tier.has_pictures:
            lines = (self.say(_OFFER),)
        if not lines:
            return []
        if len(lines) == 1:
            return [text((Strong(f"{self.words.theirs}: "), sentence(lines[0])), self.body, before=self.size)]
        return [*self.heading(self.words.theirs), *self.lines(lines)]

    def feelings(self) -> layout.Story:
        if self.held.feelings is None:
            return []
        line = FeelingsLine(self.held.feelings.points, max(self.size - 2, 11.0), before=8)
        why = text(self.words.feelings_why, self.body, before=self.gap, keeps_with_next=True)
        return [*self.heading(self.words.feelings), why, line]

    def readers(self) -> layout.Story:
        readers = self.held.readers
        first = joined((*self._theirs(readers.sees), "you"))
        hidden = f" Not {joined(self._theirs(readers.not_sees), 'or')}." if readers.not_sees else ""
        blocks = [
            *self.heading(self.words.sees, "eye"),
            text(f"{first[:1].upper()}{first[1:]}.{hidden}", self.body, before=self.gap),
        ]
        if readers.keeps_from:
            private = f"You asked us to keep something private from {joined(readers.keeps_from)}. We will."
            blocks.append(text(private, self.body, before=self.gap))
        blocks.append(
            text(self.say("Changed your mind? Tell {who}. That’s fine."), self.body, before=self.gap)
        )
        if self.held.tier.has_choices and readers.choices:
            blocks.append(
                text("My choices: tick, and tell us.", self.bold, before=self.gap + 3, keeps_with_next=True)
            )
            blocks += [self._choice(who, now) for who, now in readers.choices]
        return blocks

    def _named(self, who: str) -> str:
        """Return who helps as the one who reads this would say: in a letter to the carer, 'Tobi’s GP', not 'Your GP'."""
        if not self.held.tier.is_letter:
            return who
        called = self.held.child.called
        return called if who == "You" else re.sub(r"^Your\b", f"{called}’s", who)

    def _theirs(self, readers: tuple[str, ...]) -> tuple[str, ...]:
        """Return readers as the one who reads this would say: in a letter to the carer, whose they are."""
        if not self.held.tier.is_letter:
            return readers
        name = f"{self.held.child.called}’s"
        return tuple(each.replace("your", name, 1) for each in readers if each != "your carer")

    def _choice(self, who: str, now: str) -> layout.Row:
        cells = (
            layout.Cell(_TICK, [], tick=_TICK),
            layout.Cell(
                frame_width() - _TICK - 8, page.paragraph(f"{who} may have this plan (now: {now})", self.body)
            ),
        )
        return layout.Row(cells, before=self.gap, role=tags.ITEM)

    def saying_no(self) -> layout.Story:
        rights = [one for one in self.held.helplines if one.kind == "rights"]
        blocks = [
            *self.heading(self.words.no),
            text(self.say(self.words.no_how), self.body, before=self.gap),
            text(self.say(self.words.unhappy), self.body, before=self.gap),
        ]
        return [*blocks, *(text(_number(one), self.body, before=self.gap) for one in rights)]

    def helpers(self) -> layout.Story:
        # A letter need not tell the carer how to reach themselves.
        own = f"{self.held.dear}," if self.held.tier.is_letter and self.held.dear else None
        shown = [one for one in self.held.helpers if not own or not one.who.startswith(own)]
        if not shown:
            return []
        wide = frame_width() * 0.62
        return [
            *self.heading(self.words.helpers, "heart"),
            *(
                page.row(
                    [(wide, self._named(one.who), self.body), (frame_width() - wide - 8, one.phone or "ask us", self.bold)],
                    before=self.gap, role=tags.LABELLED,
                )
                for one in shown
            ),
        ]  # fmt: skip

    def help_now(self) -> layout.Story:
        lines = [one for one in self.held.helplines if one.kind == "now"]
        if not lines:
            return []
        title = text(self.say(self.words.now), style(self.size + 2, bold=True), role="H2")
        rows = tuple(text(_number(one), self.body, before=self.gap) for one in lines)
        return [layout.Group((title, *rows), before=self.size, box=1.5)]

    def ending(self) -> layout.Story:
        held = self.held
        blocks: layout.Story = []
        if held.next_time:
            blocks.append(text(self.say(self.words.next), self.bold, before=self.size))
        blocks.append(text(self.words.ask, self.body, before=self.gap))
        if held.translated_by:
            blocks.append(text(f"Translated by {held.translated_by}.", self.body, before=self.gap))
        if held.tier.is_letter:
            blocks.append(text(f"With best wishes from {held.readers.tell}.", self.body, before=self.size))
        return blocks


def _together(blocks: layout.Story) -> layout.Story:
    """Return a section whose heading is never the last of its page: rule, heading and first block stay together."""
    rule, title, first, *others = blocks
    group = layout.Group((title, first), before=title.before, keeps_with_next=first.keeps_with_next)
    return [rule, group, *others]


def _quoted(words: str) -> str:
    """Return words between quotation marks, unless they have some, or run from the right and have marks of their own."""
    is_marked = words[:1] in "\"“'‘«" or direction.is_paragraph_from_right(words)
    return words if is_marked else f"“{words}”"


def _number(one: Helpline) -> page.Value:
    named = f"{one.name} " if one.name else ""
    return (
        (Strong(f"{one.need}: "), f"{named}{sentence(one.say)}")
        if one.need
        else f"{named}{sentence(one.say)}"
    )


def _sheet(held: OwnPlan) -> page.Sheet:
    child = held.child
    kind = "Letter about a child’s health" if held.tier.is_letter else TITLE
    whose = f"{child.called}’s health" if held.tier.is_letter else f"{child.called}’s health plan"
    identity = f"{child.shown_name}{APART}{wording.born(child)}{APART}{wording.nhs(child)}"
    replaces = f", replaces {held.replaces}" if held.replaces else ""
    made = f"{held.service.name}{APART}{held.reference}, version {held.version}{replaces}"
    return page.Sheet(
        title=f"{kind}, {show_plain_date(held.talked_on)}",
        author=held.service.name,
        subject="A young person’s own copy of their health plan",
        head=lambda number, of: [page.ends(whose, f"Page {number} of {of}", EDGE, bold=True)],
        foot=lambda number, of: [
            layout.Rule(0.5),
            text(identity, style(EDGE)),
            page.ends(made, f"Made {show_plain_date(held.made_on)}", EDGE),
        ],
    )
