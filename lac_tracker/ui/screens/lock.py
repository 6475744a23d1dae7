"""S02b Lock: hides everything until the same person unlocks it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lac_tracker.domain.errors import MustChoosePassphrase, UserError, WrongPassphrase
from lac_tracker.ui import theme
from lac_tracker.ui.background import Background
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel, label, title
from lac_tracker.ui.screens.sign_in import CARD_WIDTH, OPENING, in_the_middle
from lac_tracker.ui.waiting import Waiting
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.passphrase_field import PassphraseField
from lac_tracker.ui.workplace import Entrance

if TYPE_CHECKING:  # it brings the database with it, which the page of sign-in does not need
    from lac_tracker.services.sign_in import Opened


class Locked(QFrame):
    """Hides everything until the same person unlocks it.

    Signals:
        unlocked: carries the Opened of the person.
        switch_wanted: somebody else wants to sign in.
    """

    unlocked = Signal(object)
    switch_wanted = Signal()

    def __init__(self, entrance: Entrance, background: Background) -> None:
        super().__init__()
        self.setObjectName("lock")
        self.setProperty("region", "page")
        self.setAutoFillBackground(True)  # opaque: nothing of a record shines through
        self._entrance, self._background = entrance, background
        self._path, self._user_name = Path(), ""
        self.user = PlainLabel(type="h2")
        self.user.setObjectName("lock.user")
        self.switch = PlainButton("Switch user", name="lock.switch")
        self.switch.clicked.connect(self._switch)
        self.passphrase = PassphraseField(name="lock.pass")
        self.passphrase.entered.connect(self.unlock)
        self.go = PlainButton("Unlock", "primary", name="lock.unlock")
        self.go.clicked.connect(self.unlock)
        self.problem = PlainLabel(type="strong", tone="overdue", wraps=True)
        self.problem.setObjectName("lock.problem")
        self.state = PlainLabel(type="hint", wraps=True)
        self.state.setObjectName("lock.state")
        self.busy = Busy(name="lock.busy")
        self.waiting = Waiting(self.problem, self.go.setEnabled)
        self._lay_out()

    def _lay_out(self) -> None:
        space = theme.current().space
        card = Card()
        card.body.setSpacing(space(2))
        who = QHBoxLayout()
        who.addWidget(self.user, 1)
        who.addWidget(self.switch)
        card.body.addLayout(who)
        caption = label("Passphrase")
        caption.setBuddy(self.passphrase)
        card.body.addWidget(caption)
        card.body.addWidget(self.passphrase)
        card.body.addWidget(self.problem)
        act = QHBoxLayout()
        act.setSpacing(space(3))
        act.addWidget(self.go)
        act.addWidget(self.busy, 1)
        act.addStretch()
        card.body.addLayout(act)
        card.body.addWidget(self.state)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(in_the_middle(title("Locked"), card, width=CARD_WIDTH))

    def prepare(self, path: Path, user_name: str, full_name: str, state: str) -> None:
        self._path, self._user_name = path, user_name
        self.user.setText(full_name)
        self.state.setText(state)
        self.problem.hide()
        self.waiting.stop()
        self.go.setEnabled(True)
        self.passphrase.clear()

    def focus_first(self) -> None:
        self.passphrase.setFocus()

    def unlock(self, _checked: bool = False) -> None:
        passphrase, path, user_name = self.passphrase.text(), self._path, self._user_name
        if not self.go.isEnabled() or not passphrase:
            return
        self.problem.hide()
        self._enable(False)
        self.busy.start(OPENING)
        unlock = self._entrance.unlock
        self._background.run(
            lambda: unlock(path, user_name, passphrase, is_return=True), self._done, self._refused
        )

    def _done(self, opened: Opened) -> None:
        self._end()
        self.unlocked.emit(opened)

    def _refused(self, error: UserError) -> None:
        self._end()
        if isinstance(error, WrongPassphrase) and error.wait:
            self.waiting.start(str(error), error.wait)
        else:
            words = f"{error}. Choose Switch user" if isinstance(error, MustChoosePassphrase) else str(error)
            self.problem.setText(words)
            self.problem.show()
            announce(self.problem, f"Error: {words}")
        self.passphrase.setFocus()

    def _end(self) -> None:
        self.busy.stop()
        self._enable(True)
        self.passphrase.clear()

    def _enable(self, on: bool) -> None:
        for widget in (self.passphrase, self.go, self.switch):
            widget.setEnabled(on)

    def _switch(self, _checked: bool = False) -> None:
        self.switch_wanted.emit()
