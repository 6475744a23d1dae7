"""The bar at the top of the signed-in window, and the line of help at its foot."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from lac_tracker.domain.backups import Standing
from lac_tracker.ui import theme
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.plain import PlainLabel, hint, icon_button, set_tooltip
from lac_tracker.ui.screens.sign_in import menu_button
from lac_tracker.ui.screens.status_icon import status_icon
from lac_tracker.ui.workplace import Workplace

_SAVING_SHOWN_AFTER_MS = 300
_CLOCK_MS = 10_000


class TopBar(QFrame):
    """Collapse, the team, whether everything is saved, and who is signed in."""

    def __init__(self, workplace: Workplace, account: tuple[tuple[str, Callable[[], None]], ...]) -> None:
        super().__init__()
        self.setObjectName("shell.top")
        self.setProperty("region", "topBar")
        self.toggle = icon_button("fa6s.bars", "Collapse navigation", name="shell.navToggle")
        self.toggle.setProperty("kind", "quiet")
        self.team = PlainLabel(workplace.team_name, type="strong")
        self.saved = SaveState(workplace.operations)
        full_name = workplace.actor.full_name
        self.user = menu_button(_initials(full_name), "shell.user", account)
        self.user.setAccessibleName(f"{full_name}, account")
        set_tooltip(self.user, f"Signed in as {full_name}")
        space = theme.current().space
        row = QHBoxLayout(self)
        row.setContentsMargins(space(2), space(1), space(4), space(1))
        row.setSpacing(space(3))
        row.addWidget(self.toggle)
        row.addWidget(self.team, 1)
        row.addWidget(self.saved)
        row.addWidget(self.user)

    def menu(self) -> QMenu:
        return self.user.menu()


class SaveState(PlainLabel):
    """'Saved 09:42:10', 'Saving…' when it takes longer than a moment, or that it is not saved."""

    def __init__(self, operations: Operations) -> None:
        super().__init__(type="hint")
        self.setObjectName("shell.saveState")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_SAVING_SHOWN_AFTER_MS)
        self._wait.timeout.connect(self._say_saving)
        operations.saving.connect(self._wait.start)
        operations.saved.connect(self._say_saved)
        operations.not_saved.connect(self._say_not_saved)
        operations.refused.connect(self._ended)
        self._operations = operations
        operations.changed.connect(self._changed)

    def _say_saving(self) -> None:
        self.set_tone("")
        self.setText("Saving…")

    def _say_saved(self, at: datetime) -> None:
        self._wait.stop()
        self.set_tone("")
        self.setText(f"Saved {at.astimezone():%H:%M:%S}")

    def _changed(self, _changes: Any) -> None:
        if not self._operations.unsaved:
            self._say_saved(self._operations.now())

    def _say_not_saved(self, _words: str) -> None:
        self._wait.stop()
        self.set_tone("overdue")
        self.setText("Not saved. Trying again in 10 s")

    def _ended(self, _words: str) -> None:
        self._wait.stop()
        if self.text() == "Saving…":
            self.setText("")


class StatusBar(QFrame):
    """Help for the focused control, the team file and its state, date and time."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("shell.status")
        self.setProperty("region", "footer")
        self._workplace, self._always = workplace, ""
        self.help = PlainLabel(type="hint", wraps=True)
        self.help.setObjectName("shell.status.help")
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.help.setSizePolicy(policy)
        self.file = hint(f"Team file: {workplace.caseload.name} connected")
        self.file.setObjectName("shell.status.file")
        self.file.setWordWrap(False)
        set_tooltip(self.file, f"Team file: {workplace.caseload}")
        self.backup = QWidget()
        self.backup.setObjectName("shell.status.backup")
        QHBoxLayout(self.backup).setContentsMargins(0, 0, 0, 0)
        self.backup.hide()
        self.clock = hint("")
        self.clock.setObjectName("shell.status.clock")
        self.clock.setWordWrap(False)
        space = theme.current().space
        row = QHBoxLayout(self)
        row.setContentsMargins(space(4), space(1), space(4), space(1))
        row.setSpacing(space(5))
        row.addWidget(self.help, 1)
        row.addWidget(self.backup, 0, Qt.AlignmentFlag.AlignVCenter)
        for label in (self.file, self.clock):
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        self._tick()
        timer = QTimer(self)
        timer.setInterval(_CLOCK_MS)
        timer.timeout.connect(self._tick)
        timer.start()

    def say(self, words: str) -> None:
        self.help.setText(words)

    def say_state(self, state: str) -> None:
        """Say how the team file is: connected, cannot be written."""
        self.file.setText(f"Team file: {self._workplace.caseload.name} {self._always or state}")

    def say_always(self, state: str) -> None:
        """Say how the team file is for as long as it is open, whatever is saved in it meanwhile."""
        self._always = state
        self.say_state(state)

    def say_backup(self, how: Standing) -> None:
        """Say that the last backup is too old, to whoever can do something about it; nothing while it is not."""
        line = self.backup.layout()
        assert line is not None
        while (item := line.takeAt(0)) is not None:
            if (before := item.widget()) is not None:
                before.deleteLater()
        line.addWidget(status_icon(how.look))
        line.addWidget(PlainLabel(how.words))
        set_tooltip(self.backup, f"{how.words}. Settings > Backups makes one")
        self.backup.setVisible(not how.is_fine)

    def fit(self, *, large: bool) -> None:
        """In large text the page has the height: the help of a control is its tooltip, and F1."""
        self.setVisible(not large)

    def _tick(self) -> None:
        self.clock.setText(f"{self._workplace.operations.now().astimezone():%a %d-%b-%Y %H:%M}")


def help_for(widget: QWidget | None) -> str:
    """Return what the line of help says about a control: the words of its tooltip, so that hover is never needed."""
    while widget is not None and not widget.isWindow():
        if words := widget.statusTip() or widget.accessibleDescription():
            return words
        if widget.accessibleName():
            return ""
        widget = widget.parentWidget()
    return ""


def _initials(full_name: str) -> str:
    letters = [part[0] for part in full_name.split() if part[0].isalpha()]
    return "".join([letters[0], letters[-1]] if len(letters) > 1 else letters).upper() or "?"


def demonstration_strip() -> QFrame:
    """Return the strip that says on every screen that no child here is real."""
    frame = QFrame()
    frame.setObjectName("shell.demonstration")
    frame.setProperty("bar", "info")
    row = QHBoxLayout(frame)
    row.setContentsMargins(theme.current().space(4), 2, theme.current().space(4), 2)
    row.addWidget(
        PlainLabel(
            "DEMONSTRATION: every child here is invented. Enter nothing about a real child.", type="strong"
        )
    )
    return frame
