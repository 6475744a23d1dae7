"""Voice: what the young person does not want shared, and with whom; as many as they say (S29)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.plans import CATEGORIES
from lac_tracker.services import sharing
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint
from lac_tracker.ui.screens.record_page import Desk, attempt
from lac_tracker.ui.widgets.emptied import emptied
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.tick_list import TickList

_WIDTH = 36  # characters


class NoShare(QWidget):
    """The topics kept private, which documents leave out for these readers, and one line to add another.

    Signals:
        said: a topic was added; carries the words for the message bar.
    """

    said = Signal(str)

    def __init__(self, desk: Desk, called: str, *, read_only: bool) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("voice.noShare.rows")
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        column.addWidget(heading(f"Topics {called} keeps private"))
        column.addWidget(
            hint("They are left out of what these readers get. Say first what has to be shared for safety.")
        )
        self._lines = QVBoxLayout()
        self._lines.setSpacing(space(1))
        column.addLayout(self._lines)
        self._topic = _Combo()
        self._topic.setObjectName("voice.noShare.topic")
        self._topic.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for key, words in ((sharing.OWN_TOPIC, "A word or name, in their own words"), *CATEGORIES):
            self._topic.addItem(words, key)
        self.words = QLineEdit()
        self.words.setObjectName("voice.noShare")
        self.words.setMaxLength(200)
        self.words.setMinimumWidth(theme.current().characters(_WIDTH))
        readers = tuple((key, words[:1].upper() + words[1:]) for key, words in sharing.READER_WORDS.items())
        self._readers = TickList("Not shared with", readers, name="voice.noShare.with")
        self._add = PlainButton("Add", icon="fa6s.plus", name="voice.noShare.add")
        self._add.setAccessibleName("Add what is not to be shared")
        self._add.clicked.connect(lambda _checked=False: self.add())
        self._fields = [
            Field("What is not to be shared?", self._topic, grows=False),
            Field("Word or name", self.words, hint="Such as the name of a person."),
            Field("Not shared with", self._readers),
        ]
        self._problem = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._problem.setObjectName("voice.noShare.problem")
        self._problem.hide()
        if not read_only and decide(desk.operations.actor, Action.RECORD_CONSENT).allowed:
            for field in self._fields:
                column.addWidget(field)
            column.addWidget(self._problem)
            column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.refresh()

    def refresh(self) -> None:
        """Read anew what is kept private."""
        today = self._desk.workplace.today()
        kept = self._desk.operations.ask(sharing.kept_private, self._desk.child_id, today=today)
        emptied(self._lines)
        for number, words in enumerate(kept, 1):
            line = PlainLabel(words, wraps=True)
            line.setObjectName(f"voice.noShare.{number}")
            self._lines.addWidget(line)
        if not kept:
            self._lines.addWidget(hint("Nothing is kept private."))

    def add(self) -> bool:
        """Record what was entered; False, with the reason, when something is missing."""
        changes, words = attempt(
            self._desk.operations, sharing.add_topic, self._desk.child_id, str(self._topic.currentData()),
            self.words.text(), self._readers.value(), today=self._desk.workplace.today(),
        )  # fmt: skip
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        if changes is None:
            return False
        self.words.clear()
        self._readers.set_value(())
        self._topic.setCurrentIndex(0)
        self.refresh()
        self.said.emit("Kept private.")
        self.words.setFocus()
        return True

    def keep_typed(self) -> bool:
        """Record what was typed and not yet added, before the page is left; False when it is not complete."""
        return not self.words.text().strip() or self.add()


class _Combo(QComboBox):
    """Does not change by the mouse wheel: scrolling a page must not choose."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
