"""Scores that stand in a licensed report: the scales, or the total alone."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain.sdq import HIGHEST, MEASURE_WORDS, SCALES, VERSIONS, Questionnaire
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, PlainTextEdit, hint
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.measured import MeasuredLine
from lac_tracker.ui.widgets.page_column import PageColumn

_MEASURES = ("total", *SCALES, "impact")


class ReportScores(PageColumn):
    """Signals:
    edited: something was typed.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        column.addWidget(
            hint(
                "From a report made under a licence. Enter the total alone, or the scales: their total is added up."
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(space(2))
        grid.setColumnStretch(2, 1)
        self.lines: dict[str, QLineEdit] = {}
        self._ranges: dict[str, PlainLabel] = {}
        for row, measure in enumerate(_MEASURES):
            line = MeasuredLine(f"sdq.report.{measure}", 5, longest=3)
            line.setFixedWidth(theme.current().characters(8))
            line.setValidator(QIntValidator(0, 999, line))
            line.textEdited.connect(lambda _text: self.edited.emit())
            words = MEASURE_WORDS[measure] + ("" if measure == "total" else " (optional)")
            name = PlainLabel(words, type="label")
            name.setBuddy(line)
            line.setAccessibleName(name.text())
            self._ranges[measure] = PlainLabel(type="hint")
            for place, widget in enumerate((name, line, self._ranges[measure])):
                grid.addWidget(widget, row, place)
            self.lines[measure] = line
        column.addLayout(grid)
        self.source = MeasuredLine("sdq.report.source", 44)
        self.source.textEdited.connect(lambda _text: self.edited.emit())
        self.licence = PlainTextEdit(least_lines=2)
        self.licence.setObjectName("sdq.report.licence")
        self.licence.textChanged.connect(self.edited)
        self.source_field = Field(
            "Source", self.source, hint="Which report, who scored it and when.", grows=False
        )
        column.addWidget(self.source_field)
        column.addWidget(
            Field("Licence note", self.licence, hint="Under whose licence it was scored.", optional=True)
        )
        column.addStretch()
        self.setMaximumWidth(theme.current().width("measure"))
        self.show_form("")

    def show_form(self, version: str) -> None:
        """Say what each score can be on this form: the impact of a teacher's is made of fewer questions."""
        for measure, words in self._ranges.items():
            highest = HIGHEST[measure]
            if measure == "impact" and version:
                highest = VERSIONS[version].highest_impact
            words.setText(f"0 to {highest}")
            self.lines[measure].setAccessibleDescription(words.text())

    def show_held(self, one: Questionnaire) -> None:
        for measure, line in self.lines.items():
            score = one.scores.of(measure)
            line.setText("" if score is None else str(score))
        self.source.setText(one.source)
        self.licence.setPlainText(one.licence_note)

    def scores(self) -> dict[str, int | None]:
        """Return the scales and the impact; None where nothing stands."""
        return {measure: self._number(measure) for measure in _MEASURES if measure != "total"}

    def total(self) -> int | None:
        return self._number("total")

    def is_empty(self) -> bool:
        typed = (
            *(line.text() for line in self.lines.values()),
            self.source.text(),
            self.licence.toPlainText(),
        )
        return not any(words.strip() for words in typed)

    def refuse(self, words: str) -> bool:
        """Go to the score or field a refusal is about; False when it is about none of them."""
        if words.startswith("Source"):
            self.source_field.show_error(words)
            self.source.setFocus()
            return True
        about = next((measure for measure in _MEASURES if words.startswith(MEASURE_WORDS[measure])), None)
        if about is None and words.startswith("Scores"):
            about = "total"
        if about is not None:
            self.lines[about].setFocus()
        return False  # the words stand above the buttons: the scores are one group

    def stops(self) -> list[QWidget]:
        return [*self.lines.values(), self.source, self.licence]

    def _number(self, measure: str) -> int | None:
        text = self.lines[measure].text().strip()
        return int(text) if text.isdigit() else None
