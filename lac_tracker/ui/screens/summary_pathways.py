"""The cards of the summary that only some records have: pregnancy, arrival and background, leaving care."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.pathways import (
    ACCEPTED,
    LeavingCare,
    Pregnancy,
    health_history_words,
    pregnancy_to_do,
)
from lac_tracker.services.child_summary import ChildSummary
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.flow import Flow

Buttons = tuple[tuple[str, str, Callable[[], None]], ...]  # (words, object name, what it does)


def pregnancy_card(held: Pregnancy, today: date, buttons: Buttons) -> Card:
    """Support in pregnancy: when due, who was asked, whether they answered, and who the midwife is."""
    card = Card("Pregnancy support", name="sum.pregnancy")
    if to_do := pregnancy_to_do(held, today):
        words = PlainLabel(to_do.words, type="strong", wraps=True)
        words.setObjectName("sum.pregnancy.toDo")
        card.body.addWidget(icon_line("overdue" if to_do.is_late else "due_soon", words))
    referred = (
        f"{show_date(held.referred_on)}, {held.referred_to}" if held.referred_on else "Not referred yet"
    )
    replied = show_date(held.replied_on) if held.replied_on else _reply_due(held)
    midwife = ", ".join(part for part in (held.midwife, held.midwife_phone) if part)
    _rows(card, (
        ("Due date", show_date(held.due_on)),
        ("Enhanced midwifery referral", referred),
        ("Reply", replied),
        ("Accepted?", ACCEPTED.get(held.accepted, "Not known")),
        ("Named midwife", midwife or "Not known"),
        ("Plan for the unborn child", held.unborn_child_plan or "Not recorded"),
    ))  # fmt: skip
    _buttons(card, buttons)
    return card


def uasc_card(summary: ChildSummary) -> Card:
    """Arrival and background of an unaccompanied child: what every visit needs to know."""
    card = Card("Arrival and background", name="sum.uasc")
    child = summary.child
    flag = next((chip for chip in summary.banner.flags if chip.kind == "uasc"), None)
    language = next((row.words for row in summary.about_rows if row.edits == "language"), "Not asked yet")
    until = child.unaccompanied_until
    _rows(card, (
        ("Unaccompanied", f"Until {show_date(until)}" if until else "Yes"),
        ("Recorded", flag.detail.replace("\n", ". ") if flag and flag.detail else "Nothing more"),
        ("Language", language),
        ("Born as stated", child.born_as_stated or "As in the banner"),
        ("Screening and family tracing", "In section 12 of the assessment"),
    ))  # fmt: skip
    return card


def leaver_card(held: LeavingCare, called: str, record_words: str, buttons: Buttons) -> Card:
    """Leaving care: where the health history stands, who stays in touch, and until when the record is open."""
    card = Card("Leaving care", name="sum.leaver")
    rows = (
        ("Health history (passport)", health_history_words(held, called)),
        ("Explained", show_date(held.explained_on) if held.explained_on else "Not yet"),
        ("Personal adviser", held.personal_adviser or "Not known"),
        ("Adult services", held.adult_services or "Not recorded"),
        *((("Record", record_words),) if record_words else ()),
    )
    _rows(card, rows)
    _buttons(card, buttons)
    return card


def _reply_due(held: Pregnancy) -> str:
    return f"Due {show_date(held.reply_due_on)}" if held.reply_due_on else "Not asked yet"


def _rows(card: Card, rows: tuple[tuple[str, str], ...]) -> None:
    card.body.setSpacing(theme.current().space(1))
    for label, words in rows:
        line = PlainLabel(f"{label}: {words}", wraps=True)
        line.setObjectName(f"{card.objectName()}.{label}")
        card.body.addWidget(line)


def _buttons(card: Card, buttons: Buttons) -> None:
    if not buttons:
        return
    holder = QWidget()
    flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
    holder.setLayout(flow)
    for words, name, act in buttons:
        button = PlainButton(words, "row", name=name)
        button.clicked.connect(lambda _checked=False, do=act: do())
        flow.addWidget(button)
    card.body.addWidget(holder)
