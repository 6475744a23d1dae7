"""The SMART check beside a plan item: five letters in words, what is said of each, and a better example."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout

from lac_tracker.domain.smart import LETTERS, Finding
from lac_tracker.services.plans import ItemCheck
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainLabel, heading, hint
from lac_tracker.ui.screens.status_icon import show_status

_MOST_TIPS = 3


class SmartPanel(QFrame):
    """It helps and never stops anybody: nothing here is red, and nothing is changed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("item.smart")
        self.setAccessibleName("SMART check")
        self.setProperty("card", True)
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(4))
        column.setSpacing(space(2))
        column.addWidget(heading("SMART check"))
        self._count = hint("")
        column.addWidget(self._count)
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(2))
        grid.setVerticalSpacing(space(2))
        grid.setColumnStretch(1, 1)
        self._icons: list[QLabel] = []
        self._words: list[PlainLabel] = []
        for row, (letter, word) in enumerate(LETTERS):
            picture, words = QLabel(), PlainLabel(word, wraps=True)
            words.setObjectName(f"item.smart.{letter}")
            grid.addWidget(picture, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1)
            self._icons.append(picture)
            self._words.append(words)
        column.addLayout(grid)
        self._wording = PlainLabel("Then the wording", type="label")
        self._tips = PlainLabel(wraps=True)
        self._tips.setObjectName("item.smart.tips")
        self._why = hint("")
        self._why.setObjectName("item.smart.why")
        for label in (self._wording, self._tips, self._why):
            column.addWidget(label)
        self._said: tuple[bool, ...] | None = None

    def show_check(self, check: ItemCheck) -> None:
        """Show what the check says; only letters that changed are announced."""
        for picture, words, letter in zip(self._icons, self._words, check.letters, strict=True):
            show_status(picture, "complete" if letter.passed else "not_started")
            words.setText(
                f"{letter.word}: yes" if letter.passed else f"{letter.word}: not yet. {letter.says}"
            )
        passed = tuple(letter.passed for letter in check.letters)
        self._count.setText(f"{sum(passed)} of {len(passed)}. It helps you write; it never stops you.")
        self._tips.setText(_tips(check.findings))
        for label in (self._wording, self._tips):
            label.setVisible(bool(self._tips.text()))
        self._why.setText(_why(check.findings))
        self._why.setVisible(bool(check.findings))
        if self._said is not None and passed != self._said:
            changed = [
                f"{letter.word} {'yes' if letter.passed else 'not yet'}"
                for letter, before in zip(check.letters, self._said, strict=True)
                if letter.passed != before
            ]
            announce(self, ", ".join(changed))
        self._said = passed


def _why(findings: tuple[Finding, ...]) -> str:
    """Return why it is asked, each reason once: fields first, wording second."""
    order = {"blocks": 0, "reason": 1, "advice": 2}
    ranked = sorted(findings, key=lambda one: order[one.severity])
    sources = dict.fromkeys(one.check.source for one in ranked)
    return "\n".join(f"Why: {source}." for source in sources)


def _tips(findings: tuple[Finding, ...]) -> str:
    """Return the first tips about dates and wording with an example each; what is merely missing needs none."""
    tips = [
        f"{finding.says}. For example: {finding.better}".replace("?.", "?")
        for finding in findings
        if finding.severity != "blocks"
    ]
    return "\n\n".join(dict.fromkeys(tips[:_MOST_TIPS]))
