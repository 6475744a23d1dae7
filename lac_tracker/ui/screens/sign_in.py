"""S02 Sign in: who is here, and with which passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lac_tracker import __version__
from lac_tracker.domain.errors import (
    CaseloadDamaged,
    MustChoosePassphrase,
    OlderFile,
    UserError,
    WrongPassphrase,
)
from lac_tracker.ui import theme
from lac_tracker.ui.background import Background
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import (
    PlainButton,
    PlainDialog,
    PlainLabel,
    doubled,
    hint,
    label,
    set_tooltip,
    title,
)
from lac_tracker.ui.waiting import Waiting
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.measured import Measured, typed_choice
from lac_tracker.ui.widgets.passphrase_field import PassphraseField
from lac_tracker.ui.workplace import Entrance

if TYPE_CHECKING:  # it brings the database with it, which the page of sign-in does not need
    from lac_tracker.services.sign_in import Opened

CARD_WIDTH = 60  # characters of the card in the middle
OPENING = "Opening the team file"


class SignIn(QFrame):
    """Opens a caseload as one person.

    Signals:
        opened: carries (path of the caseload, Opened).
        new_wanted: make another caseload instead.
        restore_wanted: put a backup in place of it; carries its path.
        recovery_wanted: come in with the recovery sheet; carries the path and the user name that is chosen.
        own_wanted: the passphrase was given by somebody else; carries the path and the user name.
    """

    opened = Signal(object, object)
    new_wanted = Signal()
    restore_wanted = Signal(object)
    recovery_wanted = Signal(object, str)
    own_wanted = Signal(object, str)

    def __init__(self, entrance: Entrance, background: Background, view_menus: Callable[[QWidget], QWidget]):
        """view_menus: makes the buttons for text size and theme, which are wanted before sign-in most of all."""
        super().__init__()
        self.setObjectName("auth")
        self.setProperty("region", "page")
        self._entrance, self._background = entrance, background
        self._path = Path()
        self.user = typed_choice("auth.user", "Name")
        self.passphrase = PassphraseField(name="auth.pass")
        self.passphrase.show_button.setObjectName("auth.show")
        self.passphrase.entered.connect(self.sign_in)
        self.problem = PlainLabel(type="strong", tone="overdue", wraps=True)
        self.problem.setObjectName("auth.problem")
        self.enter = PlainButton("Sign in", "primary", name="auth.signIn")
        self.enter.clicked.connect(self.sign_in)
        self.forgotten = PlainButton("Forgotten passphrase", "link", name="auth.forgot")
        self.forgotten.clicked.connect(self._forgotten)
        self.recovery = PlainButton("Use the recovery sheet", "link", name="auth.recovery")
        set_tooltip(self.recovery, "For a manager who cannot sign in any more")
        self.recovery.clicked.connect(lambda _checked=False: self._recover())
        self.waiting = Waiting(self.problem, self._allow)
        self.again = PlainButton("Try again", name="auth.again")
        self.again.clicked.connect(self._try_again)
        self.restore = PlainButton("Restore a backup", name="auth.restore")
        set_tooltip(self.restore, "Put a backup in place of a team file that is damaged or gone")
        self.restore.clicked.connect(lambda _checked=False: self.restore_wanted.emit(self._path))
        self.restore.hide()
        self.busy = Busy(name="auth.busy")
        self.last = hint("")
        self.last.setObjectName("auth.last")
        self.file = PlainLabel(type="hint", wraps=True)
        self.file.setObjectName("auth.file")
        self._lay_out(view_menus)

    def _lay_out(self, view_menus: Callable[[QWidget], QWidget]) -> None:
        space = theme.current().space
        card = Card()
        card.body.setSpacing(space(2))
        card.body.setContentsMargins(space(4), space(4), space(4), space(3))
        for words, control in (("Name", self.user), ("Passphrase", self.passphrase)):
            caption = label(words)
            caption.setBuddy(control)
            card.body.addWidget(caption)
            card.body.addWidget(control)
            card.body.addSpacing(space(1))
        card.body.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(space(3))
        buttons.addWidget(self.enter)
        buttons.addWidget(self.again)
        buttons.addWidget(self.restore)
        buttons.addWidget(self.busy, 1)
        buttons.addStretch()
        card.body.addLayout(buttons)
        links = QHBoxLayout()
        links.setSpacing(space(4))
        links.addWidget(self.forgotten)
        links.addWidget(self.recovery)
        links.addStretch()
        card.body.addLayout(links)
        card.body.addWidget(self.last)
        middle = in_the_middle(title("Health Tracker for looked-after children"), card, width=CARD_WIDTH)
        other = PlainButton("Choose another file", "row", name="auth.otherFile")
        other.clicked.connect(self._choose)
        new = PlainButton("Make a new team file", "row", name="auth.new")
        new.clicked.connect(self._new)
        footer = QFrame()
        footer.setProperty("region", "footer")
        row = QHBoxLayout(footer)
        row.setContentsMargins(space(4), space(2), space(4), space(2))
        row.setSpacing(space(2))
        row.addWidget(self.file, 1)
        for button in (other, new):
            row.addWidget(button)
        row.addWidget(view_menus(footer))
        row.addWidget(hint(f"v{__version__}"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(middle, 1)
        whole.addWidget(footer)

    def prepare(self, path: Path, problem: str = "") -> None:
        """Show who can open a caseload; the one who did last is chosen."""
        self._path = path
        self.waiting.stop()
        self.passphrase.clear()
        self.user.clear()
        try:
            if not path.exists():
                raise UserError(f"Can't find the team file at {path}. Is the drive connected?")  # noqa: TRY301
            people = self._entrance.people(path)
        except UserError as error:
            self._say_file("not found" if not path.exists() else "cannot be opened")
            self._offer_backup(str(error))
            self.again.show()
            self._enable(False)
            return
        self._say_file("connected")
        self.again.hide()
        self.restore.hide()
        self._enable(True)
        for user_name, full_name in people:
            self.user.addItem(full_name, user_name)
        remembered = self._entrance.remembered()
        place = self.user.findData(remembered.user_name)
        self.user.setCurrentIndex(max(place, 0))
        self.last.setText(
            f"Last signed in on this computer: {remembered.signed_in_at}"
            if place >= 0 and remembered.signed_in_at
            else ""
        )
        self.last.setVisible(bool(self.last.text()))
        self._show_problem(problem)

    def focus_first(self) -> None:
        (
            self.again
            if self.again.isVisibleTo(self)
            else self.passphrase
            if self.user.count()
            else self.user
        ).setFocus()

    def sign_in(self, _checked: bool = False) -> None:
        """Open the file with what was typed; the slow sum runs off the screen's thread."""
        if not self.enter.isEnabled():
            return
        user_name, passphrase, path = self._user_name(), self.passphrase.text(), self._path
        if not passphrase:
            self._show_problem("Enter your passphrase")
            self.passphrase.setFocus()
            return
        self._open(path, user_name, passphrase)

    def _open(self, path: Path, user_name: str, passphrase: str, older_because: str = "") -> None:
        self._show_problem("")
        self._enable(False)
        self.busy.start(OPENING)
        unlock = self._entrance.unlock

        def refused(error: UserError) -> None:
            self._refused(error)
            if isinstance(error, MustChoosePassphrase):
                self._show_problem("")
                self.own_wanted.emit(path, user_name)
            if isinstance(error, OlderFile) and error.may_go_on:
                from lac_tracker.ui.screens.older_file import ask_why  # seen once in years

                if because := ask_why(self, str(error)):
                    self._open(path, user_name, passphrase, because)

        self._background.run(
            lambda: unlock(path, user_name, passphrase, older_because=older_because),
            lambda opened: self._done(path, opened),
            refused,
        )

    def _user_name(self) -> str:
        """The person chosen from the list, or what was typed: a full name or a user name."""
        typed = self.user.currentText().strip()
        place = self.user.findText(typed, Qt.MatchFlag.MatchFixedString)
        return str(self.user.itemData(place)) if place >= 0 else typed.casefold()

    def _done(self, path: Path, opened: Opened) -> None:
        self.busy.stop()
        self._enable(True)
        self.passphrase.clear()
        self.opened.emit(path, opened)

    def _refused(self, error: UserError) -> None:
        self.busy.stop()
        self._enable(True)
        self.passphrase.clear()
        if isinstance(error, CaseloadDamaged):
            self._offer_backup(str(error))
            self.restore.setFocus()
            QTimer.singleShot(0, self, self._reveal)  # once the words have their room
            return
        if isinstance(error, WrongPassphrase) and error.wait:
            self.waiting.start(str(error), error.wait)
        else:
            self._show_problem(str(error))
        self.passphrase.setFocus()

    def _allow(self, on: bool) -> None:
        """Have the person try again, or not yet; they may type meanwhile."""
        self.enter.setEnabled(on)

    def _recover(self) -> None:
        try:
            self._entrance.people(self._path)
        except UserError as error:
            self._show_problem(str(error))
            return
        self.recovery_wanted.emit(self._path, self._user_name())

    def _reveal(self) -> None:
        from lac_tracker.ui.screens.record_page import reveal_focus  # more than the page of sign-in needs

        reveal_focus(self)

    def _offer_backup(self, words: str) -> None:
        """Say what is wrong with the file, and which backup could take its place."""
        from lac_tracker.services import restoring  # seldom needed, and the database comes with it

        newest = restoring.newest_words(self._path, self._entrance.now().astimezone())
        lead = f"{newest}. Choose 'Restore a backup' to put it in its place" if newest else ""
        self._show_problem(f"{words.removesuffix('.')}. {lead}" if lead else words)
        self.restore.show()

    def _enable(self, on: bool) -> None:
        for widget in (self.user, self.passphrase, self.enter):
            widget.setEnabled(on)

    def _show_problem(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        if words:
            announce(self.problem, f"Error: {words}")

    def _say_file(self, state: str) -> None:
        self.file.setText(f"Team file: {self._path.name}  {state}")
        set_tooltip(self.file, f"Team file: {self._path}")

    def _try_again(self, _checked: bool = False) -> None:
        self.prepare(self._path)
        self.focus_first()

    def _choose(self, _checked: bool = False) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Choose a team file", str(self._path.parent), "Team files (*.lac);;All files (*)"
        )
        if chosen:
            self.prepare(Path(chosen))
            self.focus_first()

    def _new(self, _checked: bool = False) -> None:
        self.new_wanted.emit()

    def _forgotten(self, _checked: bool = False) -> None:
        PlainDialog.tell(
            self,
            "Forgotten passphrase",
            "Nobody can look up a passphrase. Ask a manager of your team or IT: they can give you a new one, in Settings, "
            "People and roles. A manager whom nobody can help signs in with the recovery sheet. Ask who keeps it.",
        )


def menu_button(words: str, name: str, choices: tuple[tuple[str, Callable[[], None]], ...]) -> PlainButton:
    """Return a button that opens a menu of choices."""
    button = PlainButton(words, "row", name=name)
    menu = QMenu(button)
    for said, act in choices:
        menu.addAction(doubled(said)).triggered.connect(_calling(act))
    button.setMenu(menu)
    return button


def _calling(act: Callable[[], None]) -> Callable[..., None]:
    return lambda _checked=False: act()


def in_the_middle(*widgets: QWidget, width: int) -> QWidget:
    """Return a page with these below each other in its middle; it scrolls where the text is large."""
    held = QWidget()
    column = QVBoxLayout(held)
    column.setSpacing(theme.current().space(3))
    for widget in widgets:
        column.addWidget(widget)
    page = QWidget()
    grid = QVBoxLayout(page)
    grid.addStretch(2)
    grid.addWidget(Measured(held, width, in_the_middle=True))
    grid.addStretch(3)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
