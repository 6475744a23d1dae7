"""Parts of questionnaires to go on with, and the reasons why none was done, each with what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.sdq import VERSIONS, NotDone, Questionnaire
from lac_tracker.domain.sdq_rules import NOT_DONE_WORDS
from lac_tracker.services.sdq import SdqOnRecord
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading
from lac_tracker.ui.screens.record_page import clear

_WIDTH = 110  # characters


class SdqLists(QWidget):
    """Signals:
    go_on: a part is to be gone on with; carries its id.
    in_error: a part (Questionnaire) or a reason (NotDone) was entered in error; carries it.
    """

    go_on = Signal(int)
    in_error = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(2))

    def show_record(self, held: SdqOnRecord, *, may_edit: bool) -> None:
        """Show the lists of a record; nothing where both are empty."""
        clear(self._column)
        if held.parts:
            self._column.addWidget(heading("To go on with"))
            for one in held.parts:
                self._column.addWidget(self._part(one, may_edit))
        if held.not_done:
            self._column.addWidget(heading("Why none was done"))
            for why in held.not_done:
                self._column.addWidget(self._why(why, may_edit))
        self.setVisible(bool(held.parts or held.not_done))

    def _part(self, one: Questionnaire, may_edit: bool) -> QWidget:
        words = part_words(one)
        row = _line(words)
        if may_edit:
            for verb, name, act in (
                ("Go on", "goOn", lambda: self.go_on.emit(one.id)),
                ("Entered in error", "partError", lambda: self.in_error.emit(one)),
            ):
                _add_button(row, verb, f"sdqv.{name}.{one.id}", words).clicked.connect(
                    lambda _checked=False, act=act: act()
                )
        return row

    def _why(self, why: NotDone, may_edit: bool) -> QWidget:
        words = why_words(why)
        row = _line(words)
        if may_edit:
            button = _add_button(row, "Entered in error", f"sdqv.whyError.{why.id}", words)
            button.clicked.connect(lambda _checked=False: self.in_error.emit(why))
        return row


def part_words(one: Questionnaire) -> str:
    """Return 'Carer form, 4 to 17, of 04-Mar-2026, by L Hunt: 12 of 25 answered'."""
    count = sum(name.startswith("item_") and raw is not None for name, raw in one.answers.items())
    by = f", by {one.completed_by}" if one.completed_by else ""
    return f"{VERSIONS[one.version].words}, of {show_date(one.completed_on)}{by}: {count} of 25 answered"


def why_words(why: NotDone) -> str:
    """Return '20-Feb-2026: The carer declined. Rang twice (recorded by N Rahman)'."""
    more = f". {why.words}" if why.words else ""
    by = f" (recorded by {why.recorded_by})" if why.recorded_by else ""
    return f"{show_date(why.asked_on)}: {NOT_DONE_WORDS[why.reason]}{more}{by}"


def _line(words: str) -> QWidget:
    row = QWidget()
    row.setMaximumWidth(theme.current().characters(_WIDTH))
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.current().space(3))
    across.addWidget(PlainLabel(words, wraps=True), 1)
    return row


def _add_button(row: QWidget, verb: str, name: str, about: str) -> PlainButton:
    button = PlainButton(verb, "row", name=name)
    button.setAccessibleName(f"{verb}: {about}")
    layout = row.layout()
    assert layout is not None
    layout.addWidget(button)
    return button
