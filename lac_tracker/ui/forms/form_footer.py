"""The line under a form: what is to be mended or still to be answered in the section, and a way there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from lac_tracker.domain.forms import Gap
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel


class FormFooter(QFrame):
    """Signals:
    wanted: 'Go to it' was pressed; carries the id of the question.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("region", "footer")
        self.setObjectName("form.footer")
        self._question_id = ""
        self.words = PlainLabel(wraps=True)
        self.words.setObjectName("form.footer.words")
        self._go = PlainButton("Go to it", "row", name="form.footer.go")
        self._go.clicked.connect(lambda _checked=False: self.wanted.emit(self._question_id))
        space = theme.current().space
        row = QHBoxLayout(self)
        row.setContentsMargins(space(4), space(2), space(4), space(2))
        row.setSpacing(space(2))
        row.addWidget(self.words, 1)
        row.addWidget(self._go)

    def say_read_only(self) -> None:
        self._say("This assessment can be read, not changed.", "", "secondary")

    def say_last_plan(self, waiting: int) -> None:
        """waiting: how many items of the last plan still have to be marked, or lack what belongs to their mark."""
        items = "1 item" if waiting == 1 else f"{waiting} items"
        self._say(f"{items} of the last plan still to mark or to complete before signing.", "", "secondary")

    def say_state(self, wrong: list[tuple[str, str]], left: list[Gap]) -> None:
        """wrong: (question id, what is wrong) of the fields on the page. left: what else stops signing here."""
        if wrong:
            things = "1 thing" if len(wrong) == 1 else f"{len(wrong)} things"
            self._say(f"{things} to fix in this section: {wrong[0][1]}", wrong[0][0], "overdue")
        elif left:
            says = f"{len(left)} still to answer here before signing: {left[0].words}"
            self._say(says, left[0].question_id, "secondary")
        else:
            self._say("Nothing left to answer here before signing.", "", "secondary")

    def _say(self, words: str, question_id: str, tone: str) -> None:
        self._question_id = question_id
        self.words.setText(words)
        self.words.set_tone(tone)
        self._go.setVisible(bool(question_id))
