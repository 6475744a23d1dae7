"""A form on paper with nothing filled in: boxes to tick and lines to write on, for where no computer can go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lac_tracker.documents import glyphs, layout, page, tags
from lac_tracker.documents.condition_words import asked_when, can_be_asked
from lac_tracker.documents.page import Strong, frame_width, heading, style, text
from lac_tracker.domain.forms import Form, Section, not_today_question
from lac_tracker.domain.plans import MARKS
from lac_tracker.domain.questions import AGE_BANDS, Question, QuestionType, words

SIZE, SMALL, EDGE, TITLE, HEADING = 11.0, 10.0, 10.0, 20.0, 14.0  # points
NAME = "______"  # where the screen shows the preferred name
LINE = 20.0  # points from one line to write on to the next
INDENT = 16.0  # of a question that is asked only sometimes
TICK = 9.0
LONG_TEXT_LINES = 3
PLAN_ROWS = 4
LAST_PLAN_ROWS = 6
_GAP = 6.0  # points between a box and its label
_AFTER_LABEL = 8.0
_PADDING = 12.0  # of the frame round some of them
_TO_SIGN = "*"
_BANDS = dict(zip(AGE_BANDS, ("Under 2", "2 to 4", "5 to 9", "10 to 15", "16 and over"), strict=True))
_BAND_YEARS = ((0, 1), (2, 4), (5, 9), (10, 15), (16, 99))  # in the order of AGE_BANDS

_BODY = style(SIZE)
_BOLD = style(SIZE, bold=True)
_HINT = style(SMALL)


def render(form: Form) -> bytes:
    """Return a PDF of as many pages as it takes. The same form gives the same bytes."""
    title = words(form.title, NAME)
    version = f"Version {form.version}"
    sheet = page.Sheet(
        title=f"{title}, {version.lower()}, blank",
        author="LAC health assessment tracker",
        subject="A blank form to write on",
        head=lambda number, of: [
            page.ends(title, f"Page {number} of {of}", EDGE, bold=True),
            Identity(before=4.0),
            layout.Rule(0.8, before=4.0),
        ],
        foot=lambda number, of: [
            layout.Rule(0.5),
            page.ends(f"Form {form.id}. {version}", "Once filled in: confidential", EDGE),
        ],
    )
    return page.render(story(form), sheet)


def story(form: Form) -> layout.Story:
    """Return the blocks between head and foot."""
    how = (
        f"{_TO_SIGN} must be answered before it can be signed. Tick one box, or all that apply where it says so. "
        "'If …' stands above what is asked only then. Put what was written here into the record the same day."
    )
    before: dict[str, Question] = {}
    return [
        text(words(form.title, NAME), style(TITLE, bold=True), role="H1"),
        text(f"{form.for_words}. Version {form.version}", _BODY, before=2),
        text(how, _HINT, before=4),
        layout.Group(
            (
                text("Seen on (day, month, year), where, and by whom (name and role)", _BODY),
                Lines(2),
            ),
            before=8,
        ),
        *(block for section in form.sections for block in _section(form, section, before)),
        layout.Group((text("Signature of who did this assessment, and date", _BODY), Lines(1)), before=14),
    ]


def _section(form: Form, section: Section, before: dict[str, Question]) -> layout.Story:
    blocks = heading(f"{section.label}  {words(section.title, NAME)}", HEADING, before=14.0)
    if when := asked_when(section.show_if, before, None, NAME):
        blocks.append(text(when.rstrip(":") + " only.", _HINT, before=1, keeps_with_next=True))
    not_today = not_today_question(section)
    blocks.append(
        layout.Group(
            (text("Not today, because", _HINT, before=2), *_ticks(not_today.options)), before=3, box=0.5
        )
    )
    if section.holds_last_plan:
        blocks += _last_plan()
    if section.holds_plan:
        blocks += _plan()
    last, said = None, ""
    for question in section.questions:
        follows = {condition.question for condition in question.show_if if condition.question}
        if not follows <= before.keys() or not can_be_asked(question.show_if, form.ages):
            continue  # for another age than this form's, or what follows from such a question
        when = asked_when(question.show_if, before, last, NAME)
        blocks.append(_question(form, question, when if when != said else ""))
        before[question.id] = question
        said = when  # not said again for each of several questions that stand under it
        last = question.id if not question.show_if or last is None else last
    return blocks


def _question(form: Form, question: Question, when: str) -> layout.Block:
    """Return one question that stays on one page: when it is asked, its words, help, and room for the answer."""
    indent = INDENT if question.show_if else 0.0
    needed = f" {_TO_SIGN}" if question.required == "to sign" else ""
    ask = f"{words(question.ask, NAME)}{needed}"
    notes = [words(note, NAME) for note in (question.hint, *_prompts(form, question)) if note]
    if question.type == "several choices":
        notes.append("Tick all that apply.")
    if question.restricted:
        notes.append("Restricted: another person's health.")
    blocks = [
        *([text(when, style(SMALL, bold=True), indent=indent)] if when else []),
        text(ask, _BOLD, indent=indent, role="H3"),
        *(text(note, _HINT, indent=indent) for note in notes),
        *_ROOM_FOR[question.type](question, indent),
    ]
    return layout.Group(tuple(blocks), before=9)


def _prompts(form: Form, question: Question) -> list[str]:
    """Return what to ask aloud: for every age the form is for."""
    first, last = form.ages
    found = [question.prompt] if question.prompt else []
    by_age = dict(question.prompts_by_age)
    for band, (youngest, oldest) in zip(AGE_BANDS, _BAND_YEARS, strict=True):
        if band in by_age and oldest >= (first or 0) and youngest <= (99 if last is None else last):
            found.append(f"{_BANDS[band]}: {by_age[band]}")
    return found


def _ticks(options: tuple[tuple[str, str], ...], indent: float = 0.0) -> layout.Story:
    """Return the labels, each behind a box to tick, as many in a row as there is room for."""
    room = frame_width() - indent - _PADDING
    rows: list[list[tuple[str, float]]] = [[]]
    used = 0.0
    for label in (words(label, NAME) for _, label in options):
        wide = min(page.text_width(label, SIZE) + _AFTER_LABEL, room - TICK - _GAP)
        if rows[-1] and used + TICK + wide + 2 * _GAP > room:
            rows.append([])
            used = 0.0
        rows[-1].append((label, wide))
        used += TICK + wide + 2 * _GAP
    return [_tick_row(row, indent) for row in rows]


def _tick_row(labels: list[tuple[str, float]], indent: float) -> layout.Row:
    cells = [layout.Cell(indent - _GAP, [])] if indent else []
    for label, wide in labels:
        cells += [layout.Cell(TICK, [], tick=TICK), layout.Cell(wide, page.paragraph(label, _BODY))]
    return layout.Row(tuple(cells), gap=_GAP, before=2.0, role=tags.ITEM)


def _choices(question: Question, indent: float) -> layout.Story:
    return _ticks(question.options, indent)


def _one_line(question: Question, indent: float) -> layout.Story:
    return [Lines(1, indent)]


def _long_text(question: Question, indent: float) -> layout.Story:
    return [Lines(LONG_TEXT_LINES, indent)]


def _number(question: Question, indent: float) -> layout.Story:
    return [Lines(1, indent, wide=110.0, unit=question.unit)]


def _date(question: Question, indent: float) -> layout.Story:
    return [Lines(1, indent, wide=150.0, unit="such as 06-Aug-2026")]


_ROOM_FOR: Mapping[QuestionType, Callable[[Question, float], layout.Story]] = {
    "choice": _choices,
    "date": _date,
    "long text": _long_text,
    "number": _number,
    "several choices": _choices,
    "text": _one_line,
    "yes/no": _choices,
}


def _last_plan() -> layout.Story:
    """Return room to mark each outcome of the last plan."""
    marks = ", ".join(f"{number} {label.lower()}" for number, (_, label, _) in enumerate(MARKS, 1))
    blocks: layout.Story = [
        text(f"For each outcome of the last plan, a mark: {marks}.", _BODY, before=6, keeps_with_next=True)
    ]
    for number in range(1, LAST_PLAN_ROWS + 1):
        parts = (
            text((Strong(f"Outcome {number}"), f"  Mark, what got in the way, and what {NAME} says"), _BODY),
            Lines(2),
        )
        blocks.append(layout.Group(parts, before=8))
    return blocks


def _plan() -> layout.Story:
    """Return room for the items of a plan, with everything signing asks for."""
    labels = (
        "What will be different (outcome)", "How you will know (measure), and when it is looked at again",
        "Who does what: one named person, role and organisation, and by when",
    )  # fmt: skip
    return [
        layout.Group(
            (
                text(f"Need {number}", _BOLD, role="H3"),
                Lines(1),
                *(block for label in labels for block in (text(label, _HINT, before=3), Lines(1))),
            ),
            before=10,
        )
        for number in range(1, PLAN_ROWS + 1)
    ]


@dataclass
class Lines:
    """Lines to write on. wide: of each, 0 for the whole width. unit: words behind the first."""

    count: int
    indent: float = 0.0
    wide: float = 0.0
    unit: str = ""
    before: float = 0.0
    keeps_with_next: bool = False

    @property
    def role(self) -> str:
        """Return what it is to a reader: only a unit is words."""
        return tags.PARAGRAPH if self.unit else tags.DECORATION

    def height(self, width: float) -> float:
        return self.count * LINE

    def split(self, width: float, room: float) -> None:
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        left = x + self.indent
        right = left + self.wide if self.wide else x + width
        canvas.setLineWidth(0.5)
        for number in range(1, self.count + 1):
            low = top - number * LINE + 2
            canvas.line(left, low, right, low)
        if self.unit:
            canvas.setFont(glyphs.BODY, SMALL)
            canvas.drawString(right + 6, top - LINE + 4, self.unit)


@dataclass
class Identity:
    """Whose form it is, to be filled in on every page: name, date of birth, and ten boxes for the NHS number."""

    before: float = 0.0
    keeps_with_next: bool = False

    def height(self, width: float) -> float:
        return 20.0

    def split(self, width: float, room: float) -> None:
        return None

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        base, side = top - 16, 15.0
        canvas.setFont(glyphs.BODY, EDGE)
        canvas.setLineWidth(0.6)
        boxes = x + width - 10 * side - 2 * 6
        at = boxes - page.text_width("NHS No.", EDGE) - 6
        canvas.drawString(x, base + 3, "Name")
        canvas.line(x + 32, base, x + 190, base)
        canvas.drawString(x + 198, base + 3, "Born")
        canvas.line(x + 224, base, at - 8, base)
        canvas.drawString(at, base + 3, "NHS No.")
        for place in range(10):
            gap = 6.0 * ((place >= 3) + (place >= 6))
            canvas.rect(boxes + place * side + gap, base - 1, side, side)
