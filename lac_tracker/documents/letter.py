"""What letters share: head and foot, whom they are to, whom they are about, and boxes to answer in."""

from collections.abc import Sequence

from lac_tracker.documents import layout, page, tags, wording
from lac_tracker.documents.page import APART, Strong, frame_width, style, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.letters import Addressee, LetterFoot, Subject
from lac_tracker.domain.reports import Service

SIZE = 12.0  # points of the body
EDGE = 10.0  # points of head, foot and column labels
HEADING = 14.0
TITLE = 17.0
LABEL_WIDTH = 110.0
GAP = 8.0
TICK = 11.0

BODY = style(SIZE)
BOLD = style(SIZE, bold=True)


def sheet(title: str, child: Subject, service: Service, foot: LetterFoot, *, subject: str) -> page.Sheet:
    """Return what stands on every page of a letter. The title of the file names no child."""
    identity = identity_line(child)
    words = f"{title}, {foot.reference}{APART}Made {show_date(foot.made_on)} by {foot.made_by}"
    return page.Sheet(
        title=f"{title}, {show_date(foot.made_on)}",
        author=service.name,
        subject=subject,
        head=lambda number, of: [
            page.ends(identity, f"Page {number} of {of}", EDGE, bold=True),
            layout.Rule(0.8),
        ],
        foot=lambda number, of: [layout.Rule(0.5), page.ends(words, "Confidential", EDGE)],
    )


def identity_line(child: Subject) -> str:
    """Return 'Amara BAPTISTE  Born 12-Jun-2011  NHS No. 999 123 4567', without the number where it is not given."""
    number = f"{APART}NHS No. {show_nhs_number(child.nhs_number)}" if child.nhs_number else ""
    return f"{child.name}{APART}Born {show_date(child.born)}{number}"


def opening(title: str, service: Service, to: Addressee, foot: LetterFoot) -> layout.Story:
    """Return the title, whom it is from and to, the day and our reference."""
    address = ", ".join(line.strip() for line in to.address.splitlines() if line.strip())
    code = f", {to.ods_code}" if to.ods_code else ""
    confirmed = f" (last confirmed {show_date(to.confirmed_on)})" if to.confirmed_on else ""
    who = ", ".join(part for part in (to.name, to.role) if part)
    return [
        text(title, style(TITLE, bold=True), role="H1"),
        text((Strong("To"), f"{APART}{who}{code}{confirmed}"), BODY, before=4),
        *([text(address, BODY)] if address else []),
        text((Strong("From"), f"{APART}{service.name}, {wording.reach(service)}"), BODY, before=3),
        text(
            (Strong("Date"), f"{APART}{show_date(foot.made_on)}{APART}", Strong("Our reference"), f"{APART}{foot.reference}"),
            BODY,
            before=3,
        ),
    ]  # fmt: skip


def facts(lines: Sequence[tuple[str, str]]) -> layout.Story:
    """Return label and value side by side, a line each."""
    return [
        page.row(
            [
                (LABEL_WIDTH, label, BOLD),
                (frame_width() - LABEL_WIDTH - GAP, value or wording.NOT_KNOWN, BODY),
            ],
            gap=GAP,
            before=3,
            role=tags.LABELLED,
        )
        for label, value in lines
    ]


def tick(words: page.Value, *, before: float = 5.0) -> layout.Row:
    """Return an empty box to tick, and what ticking it says."""
    cells = (
        layout.Cell(TICK, [], tick=TICK),
        layout.Cell(frame_width() - TICK - GAP, page.paragraph(words, BODY)),
    )
    return layout.Row(cells, gap=GAP, before=before, role=tags.ITEM)


def line_to_write(label: str, *, before: float = 12.0) -> layout.Story:
    """Return a label and the line beneath it to write on."""
    return [text(label, style(EDGE), before=before), layout.Rule(0.5, before=16)]
