"""Typing from before that was not saved: said at the top of the dialog it was typed into, to be used or thrown away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from lac_tracker.domain.dates import show_date
from lac_tracker.services.drafts import Draft
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.widgets.flow import Flow

_MOST = 3  # fields that are shown before it is used
_LONGEST = 80  # characters of each


class DraftOffer(QFrame):
    """Signals:
    used: it goes back into the fields; carries what stood in each part of them.
    thrown_away: the person does not want it.
    """

    used = Signal(object)
    thrown_away = Signal()

    def __init__(self, draft: Draft, now: list[list[str]]) -> None:
        """now: (label, words) of the fields as they stand in the dialog."""
        super().__init__()
        self._draft = draft
        self.setObjectName("draft")
        self.setProperty("region", "card")
        at = draft.kept_at.astimezone()
        self.words = PlainLabel(
            f"You have an unsaved draft from {show_date(at.date())} {at:%H:%M}.", type="strong", wraps=True
        )
        self.words.setObjectName("draft.words")
        use = PlainButton("Use it", name="draft.use")
        use.clicked.connect(lambda _checked=False: self._use())
        throw = PlainButton("Throw it away", name="draft.throwAway")
        throw.clicked.connect(lambda _checked=False: self._throw())
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(1))
        column.addWidget(self.words)
        shown = hint(shown_of(draft, now))
        shown.setObjectName("draft.shown")
        shown.setWordWrap(True)
        column.addWidget(shown)
        buttons = Flow(gap=space(2), line_gap=space(1))
        for button in (use, throw):
            buttons.addWidget(button)
        column.addLayout(buttons)
        announce(self, self.words.text())

    def _use(self) -> None:
        self.used.emit(self._draft.fields.get("typed", []))
        self.hide()

    def _throw(self) -> None:
        self.thrown_away.emit()
        self.hide()


def shown_of(draft: Draft, now: list[list[str]]) -> str:
    """Return the beginning of what a draft says that does not stand in the dialog, field by field."""
    said = draft.fields.get("said")
    pairs = [one for one in said if one not in now] if isinstance(said, list) else []
    lines = [
        f"{label}: {words[:_LONGEST]}{'…' if len(words) > _LONGEST else ''}" for label, words in pairs[:_MOST]
    ]
    more = len(pairs) - len(lines)
    return "\n".join([*lines, *([f"and {more} more"] if more else [])])
