"""Beside the entry: the score, hidden until all is in, and what the last one was."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.sdq import Informant, Questionnaire
from lac_tracker.services.sdq_entry import ScoreWords, score_words
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, heading, hint
from lac_tracker.ui.screens.record_page import clear

HIDDEN = "Hidden until all 25 are in, so that it cannot sway the entry."
HIDDEN_TWICE = "Hidden until both times are in and every difference is settled."
_INFORMANTS: Mapping[Informant, str] = {"carer": "carer", "teacher": "teacher", "self": "self-report"}


class ScorePanel(QWidget):
    """Words alone: they are read out in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sdq.score")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(1))
        self._said: tuple[str, ...] = ()

    def hide_score(self, *, is_twice: bool) -> None:
        self._say((), "", (), HIDDEN_TWICE if is_twice else HIDDEN)

    def show_score(self, told: ScoreWords, lacking: tuple[str, ...]) -> None:
        """Show the scores and, for what can't be scored, why. told: without lines where nothing can be."""
        self._say(told.lines, told.caution, lacking, "")

    def _say(self, lines: tuple[str, ...], caution: str, lacking: tuple[str, ...], why: str) -> None:
        said = (*lines, caution, *lacking, why)
        if said == self._said:
            return
        self._said = said
        clear(self._column)
        self._column.addWidget(heading("Score so far" if why else "Score"))
        for number, line in enumerate(lines):
            self._column.addWidget(PlainLabel(line, type="strong" if number == 0 else "body", wraps=True))
        for words in filter(None, (caution, why)):
            self._column.addWidget(hint(words))
        if lacking:
            self._column.addWidget(PlainLabel("Not enough answers", type="strong", tone="warn", wraps=True))
        for words in lacking:
            self._column.addWidget(PlainLabel(words, tone="warn", wraps=True))
        self.setAccessibleName(". ".join(filter(None, ("Score", *said))))


class LastTime(QWidget):
    """The last questionnaire of the same informant."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sdq.last")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(1))

    def show_one(self, one: Questionnaire | None, informant: Informant | None) -> None:
        """Show it with its day, total and band; that there is none where there is none."""
        clear(self._column)
        self.setVisible(informant is not None)
        if informant is None:
            return
        self._column.addWidget(heading(f"Last SDQ, {_INFORMANTS[informant]}"))
        if one is None:
            self._column.addWidget(hint("None before."))
            return
        told = score_words(one.version, one.scores)
        by = f"{show_date(one.completed_on)}, {one.completed_by}"
        self._column.addWidget(PlainLabel(by, wraps=True))
        if told.lines:
            self._column.addWidget(PlainLabel(told.lines[0], type="strong", wraps=True))
        if told.caution:
            self._column.addWidget(hint(told.caution))
