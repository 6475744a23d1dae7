"""Above the items of the last plan: how many are marked, and one mark for all the rest."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from lac_tracker.domain.plans import MARKS
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, doubled, hint


class LastPlanHead(QWidget):
    """Signals:
    rest_chosen: every item without a mark is to get this one; carries the mark.
    """

    rest_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._counted = PlainLabel(type="strong", wraps=True)
        self._counted.setObjectName("prev.counted")
        self._rest = QToolButton()
        self._rest.setObjectName("prev.rest")
        self._rest.setText("Mark rest as…")
        self._rest.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rest.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._rest)
        for mark, words, _ in MARKS:
            action = menu.addAction(doubled(words))
            action.setObjectName(f"prev.rest.{mark}")
            action.triggered.connect(lambda _checked=False, chosen=mark: self.rest_chosen.emit(chosen))
        self._rest.setMenu(menu)
        self._closed = hint("")
        self._closed.setObjectName("prev.closed")
        self._closed.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(1))
        row = QHBoxLayout()
        row.setSpacing(theme.current().space(2))
        column.addLayout(row)
        column.addWidget(self._closed)
        row.addWidget(self._counted, 1)
        row.addWidget(self._rest, 0, Qt.AlignmentFlag.AlignTop)

    def say(
        self, plan_words: str, marked: int, total: int, *, may_mark: bool, closed: tuple[str, ...] = ()
    ) -> None:
        """Say how far it is.

        plan_words: the plan looked back on, '' when there is none. closed: its items that were closed since, in words.
        """
        self._closed.setText("\n".join(("Closed before this review:", *(f"{one}." for one in closed))))
        self._closed.setVisible(bool(closed))
        if not plan_words:
            words = "No plan before this one is on record. One made elsewhere: page 3, Add item, From a paper plan."
        elif not total:
            words = f"Nothing is open in the plan of {plan_words}."
        else:
            words = f"From {plan_words}. {marked} of {total} marked"
        self._counted.setText(words)
        self._rest.setVisible(may_mark and total > 0)
        self._rest.setEnabled(marked < total)
