"""The health plan as cards, one per outcome: where a table would be too wide, and inside the form."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, quote, set_tooltip
from lac_tracker.ui.screens.plan_rows import PlanRow, action_words, count_words
from lac_tracker.ui.screens.record_page import clear
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card import Card


class PlanCards(QWidget):
    """Signals:
    opened: an item is to be opened; carries the PlanRow.
    """

    opened = Signal(object)

    def __init__(self, *, read_only: bool = False) -> None:
        super().__init__()
        self.setObjectName("plan.cards")
        self.setAccessibleName("Health plan")
        self._read_only = read_only
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(3))

    def set_rows(self, rows: tuple[PlanRow, ...]) -> None:
        """Show these items."""
        clear(self._column)
        if rows:
            self._column.addWidget(hint(count_words(rows)))
        for place, row in enumerate(rows, 1):
            self._column.addWidget(self._card(place, row))

    def _card(self, place: int, row: PlanRow) -> Card:
        card = Card(name=f"plan.card.{place}")
        card.setAccessibleName(f"Item {place}, {row.need_words}")
        head = QHBoxLayout()
        head.addWidget(heading(f"{place}  {row.need_words}"), 1)
        button = PlainButton("Open" if not self._read_only else "Read", "row", name=f"plan.open.{place}")
        button.setAccessibleName(f"{button.words()} item {place}, {row.need_words}")
        button.clicked.connect(lambda _checked=False, opened=row: self.opened.emit(opened))
        head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        card.body.addWidget(PlainLabel(row.outcome_words, type="strong", wraps=True))
        if row.carried_words:
            card.body.addWidget(carried_line(row.carried_words))
            for line in row.history:
                card.body.addWidget(hint(line))
        if row.need.childs_words:
            card.body.addWidget(quote(row.need.childs_words))
        card.body.addWidget(
            PlainLabel(f"How we'll know: {row.outcome.measure or 'not written yet'}", wraps=True)
        )
        for action in row.outcome.actions:
            card.body.addWidget(PlainLabel(action_words(action), wraps=True))
        if not row.outcome.actions:
            card.body.addWidget(PlainLabel("No action yet: nobody is named", wraps=True))
        if row.outcome.review_on:
            card.body.addWidget(hint(f"Review {show_date(row.outcome.review_on)}"))
        if row.mark_words:
            marked = PlainLabel(row.mark_words, wraps=True)
            marked.setObjectName("plan.marked")
            card.body.addWidget(icon_line(row.state, marked))
        else:
            card.body.addWidget(smart_line(row))
        return card


def carried_line(words: str) -> QWidget:
    """Return 'Carried forward twice, first agreed …' in amber, with its arrow."""
    label = PlainLabel(words, type="strong", tone="warn", wraps=True)
    label.setObjectName("plan.carried")
    return icon_line("carried", label)


def smart_line(row: PlanRow) -> QWidget:
    """Return the five letters of an item in words, with the icon of how complete they are."""
    words = PlainLabel(f"SMART: {row.smart_words[:1].lower()}{row.smart_words[1:]}", wraps=True)
    words.setObjectName("plan.smart")
    words.setAccessibleName(row.smart_said)
    set_tooltip(words, row.smart_said)
    return icon_line(row.state, words)
