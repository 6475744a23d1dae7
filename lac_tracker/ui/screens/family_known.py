"""What the record holds of birth and family history, shown where a form asks for it again. Read only."""

from PySide6.QtWidgets import QWidget

from lac_tracker.services import family
from lac_tracker.services.family import KnownItem, Prefill
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, hint
from lac_tracker.ui.screens.record_page import Desk
from lac_tracker.ui.widgets.card import Card


class FamilyKnown(Card):
    """'On record' before the questions of birth and family: each item with its answer, its source and its day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("On record: birth and family history", name="form.familyKnown")
        known: Prefill = desk.operations.ask(family.known, desk.child_id)
        if not known.groups:
            self.body.addWidget(PlainLabel("Nothing is on record yet: this is the time to ask.", wraps=True))
            return
        self.body.addWidget(
            hint(
                f"{known.meter}. What is known need not be asked again; a blank below changes nothing of it."
            )
        )
        for title, items in known.groups:
            self.body.addWidget(PlainLabel(title, type="strong"))
            for item in items:
                self.body.addWidget(_line(item))


def _line(item: KnownItem) -> QWidget:
    words = f"{item.ask}: {item.words}" if item.words else item.ask
    label = PlainLabel(f"{words}. {item.state}", wraps=True)
    label.setContentsMargins(theme.current().space(3), 0, 0, 0)
    return label
