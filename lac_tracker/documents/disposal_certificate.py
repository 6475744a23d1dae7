"""The certificate of a disposal: that a record was destroyed, by whose authority and decision, and never whose it was."""

from collections.abc import Sequence
from itertools import zip_longest

from lac_tracker.documents import layout, page, tags
from lac_tracker.documents.page import frame_width, heading, style, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disposal import DisposalCertificate, backup_words

SIZE, EDGE = 11.0, 10.0
TITLE = "Certificate of disposal"
_LABEL = 120.0  # points
_COUNT = 36.0
_GAP = 10.0
_BODY, _BOLD = style(SIZE), style(SIZE, bold=True)
_COUNTED = style(SIZE, right=True)


def render(held: DisposalCertificate) -> bytes:
    """Return a PDF."""
    name = f"{TITLE} {held.record_number}"
    sheet = page.Sheet(
        title=name,
        author=held.team,
        subject="Disposal of a record",
        head=lambda number, of: [
            page.ends(name, f"Page {number} of {of}", EDGE, bold=True),
            layout.Rule(0.8),
        ],
        foot=lambda number, of: [
            layout.Rule(0.5),
            page.ends(f"{held.team}. {held.reference}", "Keep for ever", EDGE),
        ],
    )
    return page.render(story(held), sheet)


def story(held: DisposalCertificate) -> layout.Story:
    """Return the blocks between head and foot."""
    facts = (
        ("Record number", held.record_number),
        ("Team", held.team),
        ("Class", f"{held.class_words}. {page.sentence(held.rule)}"),
        ("Kept until", show_date(held.kept_until)),
        ("Authority", held.authority),
        ("Proposed", _who(held.proposed_by, show_date(held.proposed_on), held.proposed_because)),
        ("Approved", _who(held.decided_by, show_date(held.decided_on), held.decided_because)),
        ("Carried out", _who(held.carried_out_by, show_date(held.made_on), "")),
    )
    return [
        text(TITLE, style(24, bold=True), role="H1"),
        text(
            "A record was destroyed. All that is left of it in the caseload is a stub that says what this paper says.",
            _BODY,
            before=6,
        ),
        *(_fact(label, words, first=not place) for place, (label, words) in enumerate(facts)),
        *heading("What was destroyed", 14, before=12),
        *_counts(held.destroyed),
        text(_entries(held.entries), _BODY, before=4),
        *heading("How", 14, before=12),
        text(held.method, _BODY, before=2),
        *heading("Backups and copies", 14, before=12),
        text(backup_words(held.backups_until), _BODY, before=2),
    ]


def _counts(destroyed: Sequence[tuple[str, int]]) -> layout.Story:
    """Return what went in two columns, the first read down to its end."""
    half = (len(destroyed) + 1) // 2
    wide = (frame_width() - 2 * _COUNT - 3 * _GAP) / 2
    made: layout.Story = []
    for pair in zip_longest(destroyed[:half], destroyed[half:], fillvalue=None):
        cells = []
        for one in pair:
            count, words = (f"{one[1]:,}", one[0]) if one else ("", "")
            cells += [(_COUNT, count, _COUNTED), (wide, words, _BODY)]
        made.append(page.row(cells, gap=_GAP, before=2, role=tags.CELLS))
    return made


def _fact(label: str, words: str, *, first: bool) -> layout.Row:
    cells = [(_LABEL, label, _BOLD), (frame_width() - _LABEL - _GAP, words, _BODY)]
    return page.row(cells, gap=_GAP, before=10 if first else 3, role=tags.LABELLED)


def _who(who: str, on: str, why: str) -> str:
    return f"{on} by {who}" + (f": {page.sentence(why)}" if why else "")


def _entries(count: int) -> str:
    many = "1 entry" if count == 1 else f"{count:,} entries"
    return f"{many} of the audit log keep who, what and when, and no content."
