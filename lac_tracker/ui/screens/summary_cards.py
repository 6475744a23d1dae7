"""The cards of a child's summary: what is next, their own words, who they are, what is known, the plan."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lac_tracker.domain.completeness import Essential, Essentials, EssentialState
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.plans import open_outcomes
from lac_tracker.services.child_summary import ChildSummary
from lac_tracker.services.whats_next import DueNow, NextThing
from lac_tracker.ui import icons, theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, quote
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card import Card

WAITING_ON = {
    "council": "Council", "our_team": "Our team", "host_team": "Host team", "carer": "Carer",
    "young_person": "Young person", "gp": "GP", "camhs": "CAMHS",
    "history_not_entered": "An earlier assessment to be entered here", "nobody": "Nobody: nothing has to happen yet",
}  # fmt: skip
_ESSENTIAL_LOOKS = {
    EssentialState.HERE: "complete", EssentialState.ASKED: "asked", EssentialState.MISSING: "missing",
}  # fmt: skip
_MENDED = {  # where an essential that is missing is mended, and the words of its button
    "consent": ("consent", "Record"),
    "identity": ("about", "Ask"),
    "birth_history": ("family", "Ask again"),
    "parental_health": ("family", "Ask again"),
    "gp_record": ("contacts", "Ask"),
    "carer_sdq": ("sdq", "Enter"),
    "contributions": ("contacts", "Ask"),
}
_MOST_DUE, _MOST_ITEMS = 4, 4


def next_card(summary: ChildSummary, go: Callable[[str], None], pages: frozenset[str]) -> Card:
    """What waits, worst first: how it stands, by when and why, who has to act, and a button to where it is done.

    go: shows a page of the record. pages: those there are, beside the cards of this page.
    """
    card = Card("What's next", name="sum.next")
    for number, thing in enumerate(summary.next_things[:_MOST_DUE]):
        line = _due_line(thing.due) if thing.due else _thing_line(thing)
        card.body.addWidget(line)
        if thing.action and thing.page in pages:
            button = PlainButton(thing.action, "row", name=f"sum.next.{number}")
            button.clicked.connect(lambda _checked=False, page=thing.page: go(page))
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    if len(summary.next_things) > _MOST_DUE:
        card.body.addWidget(hint(f"{_MOST_DUE} of {len(summary.next_things)} shown, the worst first."))
    if not summary.next_things:
        card.body.addWidget(PlainLabel(summary.too_old or "Nothing is due.", wraps=True))
    return card


def _thing_line(thing: NextThing) -> QWidget:
    tone = {"overdue": "overdue", "warn": "warn"}.get(icons.look(thing.look).tone, "")
    words = PlainLabel(thing.words, type="strong", wraps=True, tone=tone)
    return icon_line(thing.look, words, *(PlainLabel(line, wraps=True) for line in thing.lines))


def _due_line(due: DueNow) -> QWidget:
    tone = {"overdue": "overdue", "warn": "warn"}.get(icons.look(due.status).tone, "")
    words = f"{due.assessment} {due.words[:1].lower()}{due.words[1:]}"
    if due.day_words:
        words += f". {due.day_words}"
    lines: list[QWidget] = [PlainLabel(words, type="strong", wraps=True, tone=tone)]
    if due.beside:
        lines.append(PlainLabel(due.beside, wraps=True))
    if due.due_on:
        lines.append(PlainLabel(f"Due {show_date(due.due_on)}: {due.why}", wraps=True))
    elif due.why:
        lines.append(PlainLabel(due.why, wraps=True))
    if not due.status.startswith("completed"):
        lines.append(PlainLabel(f"Waiting on: {WAITING_ON[due.waiting_on]}", wraps=True))
    if due.warning:
        lines.append(hint(due.warning))
    return icon_line(due.status, *lines)


def voice_card(summary: ChildSummary) -> Card:
    """The latest own words, with who heard them and when."""
    card = Card(f"What matters to {summary.called}", name="sum.voice")
    if summary.voice:
        words = quote(summary.voice)
        words.setObjectName("sum.voice.words")
        words.make_selectable()
        words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        card.body.addWidget(words)
        card.body.addWidget(hint(summary.voice_from))
    else:
        card.body.addWidget(
            PlainLabel(
                f"Nothing in {summary.called}'s words yet. Ask in section 1 of the assessment.", wraps=True
            )
        )
    return card


def essentials_card(known: Essentials, go: Callable[[str], None], pages: frozenset[str]) -> Card:
    """What has to be known about every child, each with its state in words, and how many are.

    go: shows where one is mended: a page of the record, or 'about'. pages: those there are.
    """
    card = Card("Essentials", name="sum.essentials")
    count = PlainLabel(f"{known.done} of {known.of} done", type="strong")
    count.setObjectName("sum.essentials.count")
    card.add_action(count)
    for item in known.items:
        words = PlainLabel(f"{item.label}: {_state_words(item)}", wraps=True)
        words.setObjectName(f"sum.essentials.{item.name}")
        line = icon_line(_ESSENTIAL_LOOKS[item.state], words)
        page, action = _MENDED.get(item.name, ("", ""))
        if item.state is EssentialState.HERE or page not in pages:
            card.body.addWidget(line)
            continue
        button = PlainButton(action, "row", name=f"sum.essentials.{item.name}.open")
        button.setAccessibleName(f"{action}: {item.label}")
        button.clicked.connect(lambda _checked=False, to=page: go(to))
        row = QHBoxLayout()
        row.setSpacing(theme.current().space(2))
        row.addWidget(line, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
    return card


def _state_words(item: Essential) -> str:
    if item.words:
        return item.words
    match item.state:
        case EssentialState.HERE:
            return "here"
        case EssentialState.ASKED:
            return f"asked for, {show_date(item.asked_on)}"
    return "missing"


def plan_card(summary: ChildSummary, show: Callable[[], None]) -> Card:
    """The open outcomes of the last signed plan."""
    card = Card("Health plan", name="sum.plan")
    open_ones = open_outcomes(summary.plan)
    if summary.plan_from:
        items = "1 open item" if len(open_ones) == 1 else f"{len(open_ones)} open items"
        card.body.addWidget(hint(f"{items}, from the {summary.plan_from}"))
    else:
        card.body.addWidget(PlainLabel("No signed plan yet. It starts with the assessment.", wraps=True))
    for need, outcome in open_ones[:_MOST_ITEMS]:
        line = PlainLabel(f"{need.title or need.found}: {outcome.text}", wraps=True)
        card.body.addWidget(line)
    if len(open_ones) > _MOST_ITEMS:
        card.body.addWidget(hint(f"{_MOST_ITEMS} of {len(open_ones)} shown."))
    button = PlainButton("Open health plan", "row", name="sum.plan.open")
    button.clicked.connect(lambda _checked=False: show())
    card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return card


def assessments_card(summary: ChildSummary, show: Callable[[], None]) -> Card:
    """The assessments on record, newest first."""
    card = Card("Assessments", name="sum.assessments")
    looks = {"signed": "complete", "history": "complete", "in_progress": "started", "part_done": "part_done"}
    for one in summary.assessments[:_MOST_ITEMS]:
        words = f"{one.kind}: {one.words[:1].lower()}{one.words[1:]}"
        line = PlainLabel(", ".join(part for part in (words, one.by) if part), wraps=True)
        card.body.addWidget(icon_line(looks.get(one.state, "not_needed"), line))
    if not summary.assessments:
        card.body.addWidget(PlainLabel("None on record yet.", wraps=True))
        return card
    button = PlainButton("Show all", "row", name="sum.assessments.open")
    button.clicked.connect(lambda _checked=False: show())
    card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return card
