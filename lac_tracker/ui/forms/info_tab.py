"""'Info' beside the form: what others sent for this section, the prompts for the age, and what to consider."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.questions import Question, words
from lac_tracker.services.information import InformationShown
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, label
from lac_tracker.ui.widgets.emptied import emptied


class InfoTab(QWidget):
    """Shown anew for each section.

    Signals:
        used: what came was used in this assessment; carries the id of the request.
    """

    used = Signal(int)

    def __init__(self, name: str, *, read_only: bool) -> None:
        super().__init__()
        self._name, self._read_only = name, read_only
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, theme.current().space(2), 0)
        self._lines.setSpacing(theme.current().space(2))

    def show_section(
        self, came: tuple[InformationShown, ...], prompts: tuple[str, ...], asked: tuple[Question, ...]
    ) -> None:
        """Show what is known beside a section, from others and from the form."""
        emptied(self._lines)
        self._lines.addWidget(heading("From others"))
        for one in came:
            self._lines.addWidget(label(f"{one.source}: {one.what}" if one.what else one.source))
            if one.content and one.answered_on:
                said = PlainLabel(one.content, wraps=True)
                said.setObjectName(f"form.info.{one.request_id}")
                said.make_selectable()
                self._lines.addWidget(said)
                used = f", used in {one.used_in}" if one.used_in else ""
                self._lines.addWidget(hint(f"Came {show_date(one.answered_on)}{used}"))
                self._add_button(one)
            else:
                self._lines.addWidget(hint(one.status_words))
        if not came:
            self._lines.addWidget(hint("Nothing was sent for this section, and nothing is asked for."))
        self._group("Prompts", prompts, "No prompts for this age here.")
        hints = tuple(dict.fromkeys(words(one.hint, self._name) for one in asked if one.hint))
        self._group("What to consider", hints, "Nothing in particular.")
        self._lines.addStretch()

    def _add_button(self, one: InformationShown) -> None:
        if self._read_only or one.used_in:
            return
        button = PlainButton("Mark as used here", "link", name=f"form.info.used.{one.request_id}")
        button.setAccessibleName(f"Mark as used here: {one.source}")
        button.clicked.connect(lambda _checked=False: self.used.emit(one.request_id))
        self._lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _group(self, title: str, said: tuple[str, ...], none: str) -> None:
        self._lines.addSpacing(theme.current().space(2))
        self._lines.addWidget(heading(title))
        for one in said:
            self._lines.addWidget(PlainLabel(one, wraps=True))
        if not said:
            self._lines.addWidget(hint(none))
