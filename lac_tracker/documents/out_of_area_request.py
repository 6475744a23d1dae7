"""A letter that asks another area's team to assess a child placed there, with the eight steps as a form."""

from lac_tracker.documents import layout, letter, page, tags, wording
from lac_tracker.documents.page import DATE_WIDTH, Strong, frame_width, heading, sentence, style, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.letters import OutOfAreaLetter, StepOnPaper

TITLE = "Request for a health assessment out of area"
_NUMBER = 20.0
_STEP = 130.0
_DATE = style(letter.SIZE, whole_words=True)


def render(held: OutOfAreaLetter) -> bytes:
    """Return a PDF."""
    sheet = letter.sheet(
        TITLE, held.child, held.service, held.foot,
        subject="Request for a health assessment of a looked-after child placed out of area",
    )  # fmt: skip
    return page.render(story(held), sheet)


def story(held: OutOfAreaLetter) -> layout.Story:
    """Return the blocks between head and foot."""
    due = f", due by {show_date(held.due_on)}" if held.due_on else ""
    return [
        *letter.opening(TITLE, held.service, held.to, held.foot),
        text(
            (
                "Please assess the health of the child below, who is placed in your area: ",
                Strong(f"{held.assessment}{due}."),
                " We stay responsible for the health plan and for its timing.",
            ),
            letter.BODY,
            before=8,
        ),
        *heading("The child", letter.HEADING),
        *letter.facts(
            (
                ("Name", letter.identity_line(held.child)),
                ("Lives", held.lives),
                ("In care since", show_date(held.in_care_since)),
                ("Legal status", held.legal_status),
                ("Holds PR", held.responsibility or "Not recorded: ask the council"),
                ("Consent", held.consent),
                ("Social worker", held.social_worker),
                ("Interpreter", held.interpreter),
                ("Who pays", held.who_pays),
                *((("Note", held.note),) if held.note else ()),
            )
        ),
        *heading("The eight steps", letter.HEADING),
        text("Please fill in your steps and send this page back with the report.", letter.BODY, before=2),
        _columns(),
        *(_step(number, one) for number, one in enumerate(held.steps, 1)),
        text(
            f"Please reply to {held.service.name}: {sentence(wording.reach(held.service))} "
            f"Our reference {held.foot.reference}.",
            letter.BODY,
            before=10,
        ),
        *_restricted(held),
    ]


def _columns() -> layout.Row:
    label = style(letter.EDGE, bold=True)
    return page.row(
        [(_NUMBER, "", label), (_STEP, "Step", label), (DATE_WIDTH, "Date", label), (_who_width(), "Who", label)],
        gap=letter.GAP,
        before=6,
        keeps_with_next=True,
        role=tags.LABELS,
    )  # fmt: skip


def _step(number: int, one: StepOnPaper) -> layout.Group:
    cells: list[page.Placed] = [
        (_NUMBER, str(number), letter.BOLD),
        (_STEP, one.words, letter.BODY),
        (DATE_WIDTH, show_date(one.done_on) if one.done_on else "", _DATE),
        (_who_width(), one.done_by, letter.BODY),
    ]
    row = page.row(cells, gap=letter.GAP, role=tags.CELLS)
    return layout.Group((row, layout.Rule(0.5, before=5)), before=5)


def _who_width() -> float:
    return float(frame_width() - _NUMBER - _STEP - DATE_WIDTH - 3 * letter.GAP)


def _restricted(held: OutOfAreaLetter) -> layout.Story:
    if not held.address_withheld:
        return []
    words = "The address is withheld. Ring us before you write to anyone about this child, and send nothing to the family."
    return [layout.Group((text(Strong(words), letter.BODY),), before=8, box=1.5)]
