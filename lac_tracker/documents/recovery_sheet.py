"""The recovery sheet: what opens a caseload when every passphrase is lost."""

from lac_tracker.documents import layout, page, tags
from lac_tracker.documents.page import Strong, heading, style, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.reports import RecoverySheet

SIZE = 12.0
EDGE = 10.0
KEY_SIZE = 20.0
GROUPS_IN_A_LINE = 4
KEY_COLUMN = 90.0
TITLE = "Recovery sheet"


def render(held: RecoverySheet) -> bytes:
    """Return a PDF."""
    name = f"{TITLE} of the caseload {held.caseload}"
    sheet = page.Sheet(
        title=f"{TITLE}, {show_date(held.made_on)}",
        author="LAC health assessment tracker",
        subject="Recovery key of a caseload",
        head=lambda number, of: [
            page.ends(name, f"Page {number} of {of}", EDGE, bold=True),
            layout.Rule(0.8),
        ],
        foot=lambda number, of: [
            layout.Rule(0.5),
            page.ends(f"{TITLE}, made {show_date(held.made_on)} by {held.made_by}", "Secret", EDGE),
        ],
    )
    return page.render(story(held), sheet)


def story(held: RecoverySheet) -> layout.Story:
    """Return the blocks between head and foot."""
    body = style(SIZE)
    purpose = (
        "The key opens the caseload when a passphrase is forgotten or its owner has left. Whoever has this sheet "
        "and the caseload file can read every record in it, and nobody can make the key again."
    )
    keeping = (
        "Print it once, check the key against the screen, and delete the file.",
        "Keep it in a sealed envelope in a locked safe of the team, apart from the computer and from any backup.",
        "Write on the envelope who may open it. Two people should know where it is.",
        "When the envelope has been opened, say so to the manager of the team and to information governance.",
    )
    return [
        text(TITLE, style(24, bold=True), role="H1"),
        text((Strong("Caseload: "), held.caseload), body, before=6),
        text((Strong("Made: "), f"{show_date(held.made_on)} by {held.made_by}"), body, before=2),
        *heading("The recovery key", 14, before=12),
        layout.Group(tuple(_key(held.key_groups)), before=6, box=1.5),
        text(
            "Type it with or without blanks and hyphens, in capital or small letters.",
            body,
            before=6,
        ),
        *heading("What it is for", 14, before=12),
        text(purpose, body, before=2),
        *heading("Where to keep it", 14, before=12),
        *(
            page.row(
                [(18, str(number), style(SIZE, bold=True)), (page.frame_width() - 26, words, body)],
                before=3,
                role=tags.ITEM,
            )
            for number, words in enumerate(keeping, 1)
        ),
    ]


def _key(groups: tuple[str, ...]) -> layout.Story:
    """Return the groups of the key in lines of four."""
    look = style(KEY_SIZE, bold=True)
    lines = [groups[start : start + GROUPS_IN_A_LINE] for start in range(0, len(groups), GROUPS_IN_A_LINE)]
    return [page.row([(KEY_COLUMN, group, look) for group in line], before=2) for line in lines]
