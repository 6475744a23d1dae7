"""The line below Send plans: what is ticked, the buttons of the tab, and how far a batch is."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel, set_tooltip
from lac_tracker.ui.widgets.flow import Flow

# (name, words, tooltip, kind) of each button by tab; the primary one is what Ctrl+Enter does.
BUTTONS = {
    "to_send": (
        ("send.preview", "Preview all", "Look at every ticked document before it is made (Ctrl+Shift+V)", "secondary"),
        ("send.mark", "Mark as sent…", "Write down that the ticked ones were sent (Ctrl+Shift+S)", "secondary"),
        ("send.make", "Make documents", "Make the ticked documents into a folder (Ctrl+P)", "primary"),
    ),
    "waiting": (
        ("send.undo", "Entered in error…", "Take back what was marked as sent by mistake", "secondary"),
        ("send.rejected", "Rejected…", "They sent it back: write down why. It is to be sent again", "secondary"),
        ("send.accepted", "Accepted", "They took it in, today", "primary"),
    ),
    "sent": (
        ("send.undo", "Entered in error…", "Take back what was marked as sent by mistake", "secondary"),
        ("send.again", "Send again…", "Make it anew into a folder, then mark it as sent", "primary"),
    ),
}  # fmt: skip


class SendFooter(QFrame):
    """Signals:
    pressed: a button was pressed; carries its name.
    stopped: making is to stop.
    """

    pressed = Signal(str)
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("region", "footer")
        space = theme.current().space
        self.said = PlainLabel(type="hint", wraps=True)
        self.said.setObjectName("send.selected")
        self.bar = QProgressBar()
        self.bar.setObjectName("send.progress")
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Documents made")
        self.now = PlainLabel(type="strong", wraps=True)
        self.now.setObjectName("send.now")
        self.cancel = PlainButton("Cancel", name="send.cancel")
        set_tooltip(self.cancel, "Stop after this document; those that are made are kept (Esc)")
        self.cancel.clicked.connect(lambda _checked=False: self.stopped.emit())
        self.folder = PlainButton("Change folder", "link", name="send.folder")
        set_tooltip(self.folder, "Choose where the files go")
        self.folder.clicked.connect(lambda _checked=False: self.pressed.emit("send.folder"))
        progress = QHBoxLayout()
        progress.setContentsMargins(0, 0, 0, 0)
        progress.setSpacing(space(3))
        progress.addWidget(self.now, 2)
        progress.addWidget(self.bar, 1)
        progress.addWidget(self.cancel)
        self._progress = QWidget()
        self._progress.setLayout(progress)
        self._progress.hide()
        self._buttons = Flow(gap=space(2), line_gap=space(1))
        held = QWidget()
        held.setLayout(self._buttons)
        self._words = QWidget()
        words = QHBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(space(2))
        words.addWidget(self.said, 1)
        words.addWidget(self.folder)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(2), space(6), space(2))
        column.setSpacing(space(2))
        column.addWidget(self._words)
        column.addWidget(self._progress)
        column.addWidget(held)
        self._held = held
        self.all: dict[str, PlainButton] = {}
        self._tab = ""
        self._is_large, self._is_hint = False, True

    def fit(self, *, large: bool) -> None:
        """In large text what only explains gives way to the rows."""
        self._is_large = large
        self._words.setVisible(not (large and self._is_hint) and self._progress.isHidden())

    def show_tab(self, tab: str) -> None:
        """Show the buttons of a tab."""
        if tab == self._tab:
            return
        self._tab = tab
        for button in self.all.values():
            self._buttons.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        self.all = {}
        for name, words, why, kind in BUTTONS[tab]:
            button = PlainButton(words, kind, name=name)  # type: ignore[arg-type]  # one of the kinds
            set_tooltip(button, why)
            button.clicked.connect(_telling(self.pressed.emit, name))
            self._buttons.addWidget(button)
            self.all[name] = button
            button.show()
        self._held.updateGeometry()

    def say(self, words: str, *, aloud: bool = False, is_hint: bool = False) -> None:
        """Show words. is_hint: they only explain what the buttons say already."""
        self.said.setText(words)
        self._is_hint = is_hint
        self.fit(large=self._is_large)
        if aloud:
            announce(self.said, words)

    def begin(self, total: int) -> None:
        """Show the bar in place of the buttons."""
        self.bar.setRange(0, total)
        self._progress.show()
        self._held.hide()
        self.fit(large=self._is_large)
        self.cancel.setFocus()

    def step(self, done: int, name: str) -> None:
        """Say which one is being made."""
        self.bar.setValue(done)
        self.now.setText(f"Making {done + 1} of {self.bar.maximum()}: {name}")

    def end(self) -> None:
        self._progress.hide()
        self._held.show()
        self.fit(large=self._is_large)


def _telling(tell: Callable[[str], None], name: str) -> Callable[..., None]:
    return lambda _checked=False: tell(name)
