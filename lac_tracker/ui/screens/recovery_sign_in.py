"""Beside the page of sign-in: coming in with the recovery sheet, and choosing one's own passphrase for a given one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain import passphrases
from lac_tracker.domain.errors import UserError
from lac_tracker.ui import theme
from lac_tracker.ui.background import Background
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel, title
from lac_tracker.ui.screens.sign_in import CARD_WIDTH, OPENING, in_the_middle
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.measured import MeasuredLine
from lac_tracker.ui.widgets.passphrase_field import PassphraseField
from lac_tracker.ui.workplace import Entrance

if TYPE_CHECKING:  # it brings the database with it, which the page of sign-in does not need
    from lac_tracker.services.sign_in import Opened

_DIFFERS = "New passphrase again must be the same as the new passphrase"


class _NewPassphrase(QFrame):
    """A new passphrase twice, and what opens the caseload until then.

    Signals:
        opened: carries (path of the caseload, Opened).
        left: back to signing in; carries the path.
    """

    opened = Signal(object, object)
    left = Signal(object)
    about = heading = ""

    def __init__(self, entrance: Entrance, background: Background, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("region", "page")
        self._entrance, self._background, self._path = entrance, background, Path()
        self.new = PassphraseField(
            "New passphrase", name=f"{name}.new", shows_strength=True, own_words=self.own_words
        )
        self.again = PassphraseField("New passphrase again", name=f"{name}.again")
        self.new.show_button.toggled.connect(self.again.reveal)
        self.new_field = Field("New passphrase", self.new)
        self.again_field = Field("New passphrase again", self.again)
        self.problem = PlainLabel(type="strong", tone="overdue", wraps=True)
        self.problem.setObjectName(f"{name}.problem")
        self.problem.hide()
        self.go = PlainButton("Use this passphrase", "primary", name=f"{name}.go")
        self.go.clicked.connect(lambda _checked=False: self.go_on())
        self.back = PlainButton("Back to signing in", name=f"{name}.back")
        self.back.clicked.connect(lambda _checked=False: self._leave())
        self.busy = Busy(name=f"{name}.busy")

    def lay_out(self, *before: QWidget) -> None:
        """Put the fields of a page above those for the new passphrase."""
        space = theme.current().space
        card = Card()
        card.body.setSpacing(space(3))
        card.body.setContentsMargins(space(4), space(4), space(4), space(3))
        for widget in (
            PlainLabel(self.about, wraps=True),
            *before,
            self.new_field,
            self.again_field,
            self.problem,
        ):
            card.body.addWidget(widget)
        acts = QHBoxLayout()
        acts.setSpacing(space(3))
        acts.addWidget(self.go)
        acts.addWidget(self.busy, 1)
        acts.addStretch()
        acts.addWidget(self.back)
        card.body.addLayout(acts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(in_the_middle(title(self.heading), card, width=CARD_WIDTH))

    def own_words(self) -> tuple[str, ...]:
        """Return the names of the person, which no passphrase is made of."""
        raise NotImplementedError

    def missing(self) -> tuple[Field, str] | None:
        """Return the first field above the new passphrase that needs something, with what; None where none does."""
        raise NotImplementedError

    def opening(self) -> Callable[[], Any]:
        """Return what opens the caseload, to be called on the worker."""
        raise NotImplementedError

    def fields(self) -> tuple[Field, ...]:
        return (self.new_field, self.again_field)

    def go_on(self) -> None:
        """Open the caseload, when all is there; else say beside a field what is missing."""
        if not self.go.isEnabled():
            return
        self._say("")
        for field in self.fields():
            field.clear_error()
        lacks = self.missing()
        if lacks is None and (words := passphrases.judge(self.new.text(), self.own_words()).problem):
            lacks = (self.new_field, words)
        if lacks is None and self.new.text() != self.again.text():
            lacks = (self.again_field, _DIFFERS)
        if lacks is not None:
            lacks[0].show_error(lacks[1])
            lacks[0].control.setFocus()
            return
        path, opening = self._path, self.opening()
        self._enable(False)
        self.busy.start(OPENING)
        self._background.run(opening, lambda opened: self._done(path, opened), self._refused)

    def forget(self) -> None:
        """Keep nothing of what was typed."""
        for field in (self.new, self.again):
            field.clear()
        for one in self.fields():
            one.clear_error()
        self._say("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _done(self, path: Path, opened: Opened) -> None:
        self.busy.stop()
        self._enable(True)
        self.forget()
        self.opened.emit(path, opened)

    def _refused(self, error: UserError) -> None:
        self.busy.stop()
        self._enable(True)
        self._say(str(error))

    def _leave(self) -> None:
        if self.go.isEnabled():
            self.forget()
            self.left.emit(self._path)

    def _enable(self, on: bool) -> None:
        for widget in (self.go, self.back, *(field.control for field in self.fields())):
            widget.setEnabled(on)

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        if words:
            announce(self.problem, f"Error: {words}")


class RecoverySignIn(_NewPassphrase):
    """With the key of the recovery sheet, for a manager or who made the caseload."""

    heading = "Sign in with the recovery sheet"
    about = (
        "The sheet lets a manager in who forgot their passphrase, or whose name is closed. Everybody else gets a new one from a "
        "manager. That the sheet was used is written down."
    )

    def __init__(self, entrance: Entrance, background: Background) -> None:
        super().__init__(entrance, background, "recover")
        self.key = MeasuredLine("recover.key", 44, longest=200)
        self.key_field = Field(
            "Recovery key", self.key, hint="14 groups of 4. Spaces, hyphens and capital letters don't matter."
        )
        self.who = ChoiceBox("Who you are", (), name="recover.who")
        self.who_field = Field("Who you are", self.who, grows=False)
        self._full_names: dict[str, str] = {}
        self.lay_out(self.key_field, self.who_field)

    def prepare(self, path: Path, user_name: str) -> None:
        """Show who can open a caseload. Raises UserError when its slots cannot be read."""
        self._path = path
        self.forget()
        self._full_names = dict(self._entrance.people(path))
        self.who.clear()
        self.who.addItem("Choose one", "")
        for one, full_name in self._full_names.items():
            self.who.addItem(full_name, one)
        self.who.setMinimumContentsLength(min(max(map(len, (*self._full_names.values(), "Choose one"))), 36))
        if user_name in self._full_names:
            self.who.set_value(user_name)

    def focus_first(self) -> None:
        self.key.setFocus()

    def forget(self) -> None:
        super().forget()
        self.key.clear()

    def fields(self) -> tuple[Field, ...]:
        return (self.key_field, self.who_field, *super().fields())

    def own_words(self) -> tuple[str, ...]:
        return (self.who.value(), self._full_names.get(self.who.value(), ""))

    def missing(self) -> tuple[Field, str] | None:
        if not self.key.text().strip():
            return self.key_field, "Enter the recovery key from the sheet"
        return None if self.who.value() else (self.who_field, "Choose who you are")

    def opening(self) -> Callable[[], Any]:
        recover, path = self._entrance.recover, self._path
        key, user_name, new = self.key.text(), self.who.value(), self.new.text()
        return lambda: recover(path, key, user_name, new)


class OwnPassphrase(_NewPassphrase):
    """In place of a passphrase that somebody else gave; nothing is shown before."""

    heading = "Choose your own passphrase"
    about = (
        "Somebody else gave you the passphrase you signed in with, so they know it. Choose one that only you know: several "
        "unrelated words are easy to keep and hard to guess."
    )

    def __init__(self, entrance: Entrance, background: Background) -> None:
        super().__init__(entrance, background, "own")
        self.given = PassphraseField("Passphrase you were given", name="own.given")
        self.given_field = Field("Passphrase you were given", self.given)
        self._names = ("", "")
        self.lay_out(self.given_field)

    def prepare(self, path: Path, user_name: str) -> None:
        """Say whose it is. The passphrase that was given is typed again: it is kept nowhere meanwhile."""
        self._path = path
        self.forget()
        self._names = (user_name, dict(self._entrance.people(path)).get(user_name, ""))

    def focus_first(self) -> None:
        self.given.setFocus()

    def forget(self) -> None:
        super().forget()
        self.given.clear()

    def fields(self) -> tuple[Field, ...]:
        return (self.given_field, *super().fields())

    def own_words(self) -> tuple[str, ...]:
        return self._names

    def missing(self) -> tuple[Field, str] | None:
        return None if self.given.text() else (self.given_field, "Enter the passphrase you were given")

    def opening(self) -> Callable[[], Any]:
        choose, path, user_name = self._entrance.choose_own, self._path, self._names[0]
        given, new = self.given.text(), self.new.text()
        return lambda: choose(path, user_name, given, new)
