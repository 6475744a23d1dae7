"""The four lists of Check and sign: what stops signing, what needs a reason, what is worth a look, what is good."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain.signing import SignCheck, SignFinding
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.record_page import clear
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card import Card

_LONGEST_REASON = 1_000
_LOOKS = {"fix": "fix", "explain": "needs_review", "look": "information", "good": "complete"}


class SignLists(QWidget):
    """Signals:
    go: the person wants to mend something; carries the SignFinding.
    reasoned: a reason was typed; carries the id of the finding and the words.
    """

    go = Signal(object)
    reasoned = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(4))
        self._good_shown = False
        self._content: tuple[object, ...] = ()

    def show_check(self, check: SignCheck, reasons: Mapping[str, str]) -> None:
        """Show what was found. What has not changed stays as it is, with the keyboard in it."""
        content = (check.fix, check.explain, check.look, check.good)
        if content == self._content:
            return
        self._content = content
        clear(self._column)
        self._add("fix", f"Fix before signing ({len(check.fix)})", check.fix, "Nothing to fix.")
        self._add(
            "explain",
            f"Explain, or fix ({len(check.explain)})",
            check.explain,
            "Nothing to explain.",
            reasons,
        )
        self._add("look", f"Worth a look ({len(check.look)})", check.look, "Nothing stands out.")
        self._add_good(check.good)
        self._column.addStretch()

    def _add(
        self,
        kind: str,
        title: str,
        found: tuple[SignFinding, ...],
        none: str,
        reasons: Mapping[str, str] | None = None,
    ) -> None:
        card = Card(title, name=f"sign.{kind}")
        for number, finding in enumerate(found, 1):
            card.body.addWidget(self._row(kind, number, finding, reasons))
        if not found:
            card.body.addWidget(PlainLabel(none, tone="secondary"))
        self._column.addWidget(card)

    def _row(
        self, kind: str, number: int, finding: SignFinding, reasons: Mapping[str, str] | None
    ) -> QWidget:
        space = theme.current().space
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        lines: list[QWidget] = [PlainLabel(finding.words, wraps=True)]
        if reasons is not None:
            lines.append(self._reason(number, finding, reasons.get(finding.id, "")))
        words = icon_line(_LOOKS[kind], *lines)
        words.setContentsMargins(0, space(1), 0, 0)  # in line with the words of the button
        row.addWidget(words, 1, Qt.AlignmentFlag.AlignTop)
        has_place = finding.section_id or finding.question_id or finding.need_number
        if has_place or finding.id in ("completed_on", "jotter"):
            button = PlainButton("Go", "row", name=f"sign.go.{kind}.{number}")
            button.setAccessibleName(f"Go to: {finding.words}")
            button.clicked.connect(lambda _checked=False, wanted=finding: self.go.emit(wanted))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _reason(self, number: int, finding: SignFinding, said: str) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        label = PlainLabel("Reason", type="label")
        line = QLineEdit(said)
        line.setObjectName(f"sign.reason.{number}")
        line.setAccessibleName(f"Reason: {finding.words}")
        line.setMaxLength(_LONGEST_REASON)
        line.textEdited.connect(lambda words, key=finding.id: self.reasoned.emit(key, words))
        label.setBuddy(line)
        row.addWidget(label)
        row.addWidget(line, 1)
        return box

    def _add_good(self, found: tuple[SignFinding, ...]) -> None:
        card = Card(f"Good ({len(found)})", name="sign.good")
        words = PlainLabel("\n".join(finding.words for finding in found), wraps=True)
        words.setObjectName("sign.good.words")
        button = PlainButton("", "row", name="sign.good.show")
        show: Callable[[], None] = lambda: self._show_good(words, button)  # noqa: E731  # needs both widgets
        button.clicked.connect(lambda _checked=False: self._toggle_good(show))
        card.add_action(button)
        card.body.addWidget(words)
        show()
        self._column.addWidget(card)

    def _toggle_good(self, show: Callable[[], None]) -> None:
        self._good_shown = not self._good_shown
        show()

    def _show_good(self, words: PlainLabel, button: PlainButton) -> None:
        words.setVisible(self._good_shown)
        button.setText("Hide them" if self._good_shown else "Show them")
