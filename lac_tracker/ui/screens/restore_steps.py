"""The three steps of restoring a backup: which one and who asks; what it would change; what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from lac_tracker.domain.backups import moment
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, label, title
from lac_tracker.ui.screens.record_page import clear, reveal_focus
from lac_tracker.ui.screens.sign_in import CARD_WIDTH, in_the_middle
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.measured import typed_choice
from lac_tracker.ui.widgets.passphrase_field import PassphraseField

if TYPE_CHECKING:  # it brings the database with it
    from lac_tracker.services.restoring import Preview, Restored

RECOVERY = "recovery key"  # stands in the list of people for whoever holds the sheet
_RECOVERY_WORDS = "Whoever has the recovery sheet"


class Step(QFrame):
    """Signals:
    left: away from here, with nothing done.
    """

    left = Signal()

    def __init__(self, words: str, name: str) -> None:
        super().__init__()
        space = theme.current().space
        self.card = Card()
        self.card.body.setSpacing(space(2))
        self.card.body.setContentsMargins(space(4), space(4), space(4), space(3))
        self.problem = PlainLabel("", type="strong", tone="overdue", wraps=True)
        self.problem.setObjectName(f"{name}.problem")
        self.problem.hide()
        self.busy = Busy(name=f"{name}.busy")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(in_the_middle(title(words), self.card, width=CARD_WIDTH))

    def add(self, words: str, control: QWidget) -> PlainLabel:
        """Add a control with its caption."""
        caption = label(words)
        caption.setBuddy(control)
        self.card.body.addWidget(caption)
        self.card.body.addWidget(control)
        return caption

    def add_foot(self, primary: PlainButton, *others: PlainButton) -> None:
        """Add what went wrong, and the buttons."""
        self.card.body.addWidget(self.problem)
        self.card.body.addWidget(self.busy)
        held, row = QWidget(), Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
        held.setLayout(row)
        for button in (primary, *others):
            row.addWidget(button)
        self.card.body.addWidget(held)

    def hold(self, verb: str) -> None:
        """Nothing is pressed twice or changed meanwhile."""
        self.problem.hide()
        self.card.setEnabled(False)
        self.busy.start(verb)

    def release(self) -> None:
        self.card.setEnabled(True)
        self.busy.stop()

    def say_problem(self, words: str) -> None:
        self.problem.setText(f"{words.removesuffix('.')}.")
        self.problem.show()
        announce(self.problem, f"Error: {words}", urgent=True)
        self.focus_first()
        reveal_focus(self)

    def focus_first(self) -> None:
        """Put the keyboard on what is most likely needed."""


class Asked(Step):
    """Signals:
    wanted: what would change? Carries (file, user name or '' for the recovery sheet, secret, passphrase of then or '').
    file_wanted: another backup than those found.
    """

    wanted = Signal(object, str, str, str)
    file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Restore a backup", "rst.ask")
        self.file = ChoiceBox("Backup", (), name="rst.file", none="None was found. Choose a file")
        self.file.changed.connect(lambda _key: self.problem.hide())
        self.other = PlainButton("Choose another file", "link", name="rst.other")
        self.other.clicked.connect(lambda _checked=False: self.file_wanted.emit())
        self.user = typed_choice("rst.user", "Name")
        self.user.currentIndexChanged.connect(lambda _place: self._fit())
        self.secret = PassphraseField(name="rst.pass")
        self.then = PassphraseField("Passphrase you had then", name="rst.then")
        for field in (self.secret, self.then):
            field.entered.connect(self._go)
        self.go = PlainButton("Show what would change", "primary", name="rst.look")
        self.go.clicked.connect(lambda _checked=False: self._go())
        self.cancel = PlainButton("Back to sign in", name="rst.cancel")
        self.cancel.clicked.connect(lambda _checked=False: self.left.emit())
        self.card.body.addWidget(hint("Nothing changes yet. Only a manager or IT can restore a backup."))
        self.add("Backup", self.file)
        self.card.body.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self.add("Name", self.user)
        self._caption = self.add("Passphrase", self.secret)
        self._then_caption = self.add("Passphrase you had when the backup was made", self.then)
        self.add_foot(self.go, self.cancel)

    def show_choices(
        self, found: Sequence[tuple[Path, str]], people: Sequence[tuple[str, str]], last: str
    ) -> None:
        """Offer these backups and these people; the one who signed in last is chosen."""
        self.forget()
        self.problem.hide()
        self.file.clear()
        for path, words in found:
            self.file.addItem(words, str(path))
        if not found:
            self.file.addItem("None was found. Choose a file", "")
        self.user.clear()
        for user_name, full_name in people:
            self.user.addItem(full_name, user_name)
        self.user.addItem(_RECOVERY_WORDS, RECOVERY)
        self.user.setCurrentIndex(max(self.user.findData(last), 0))
        self._fit()

    def choose(self, file: Path) -> None:
        """Choose a backup, also one that is not among those found."""
        if self.file.findData(str(file)) < 0:
            self.file.addItem(file.name, str(file))
        self.file.setCurrentIndex(self.file.findData(str(file)))

    def focus_first(self) -> None:
        field = self.then if self.then.isVisibleTo(self) else self.secret
        (field if self.file.value() else self.other).setFocus()

    def say_problem(self, words: str) -> None:
        if "passphrase you had then" in words:
            self._show_then(True)
        else:
            self.forget()
        super().say_problem(words)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        for field in (self.secret, self.then):
            field.clear()
        self._show_then(False)

    def _show_then(self, shown: bool) -> None:
        self.then.setVisible(shown)
        self._then_caption.setVisible(shown)

    def _fit(self) -> None:
        words = "Recovery key" if self.user.currentData() == RECOVERY else "Passphrase"
        self._caption.setText(words)
        self.secret.line.setAccessibleName(words)

    def _go(self) -> None:
        if not self.file.value():
            self.say_problem("Choose a backup")
        elif not self.secret.text():
            self.say_problem(f"Enter the {self._caption.text().lower()}")
        else:
            typed = self.user.currentText().strip()
            place = self.user.findText(typed, Qt.MatchFlag.MatchFixedString)
            user = str(self.user.itemData(place)) if place >= 0 else typed.casefold()
            self.wanted.emit(
                Path(self.file.value()),
                "" if user == RECOVERY else user,
                self.secret.text(),
                self.then.text(),
            )


class Shown(Step):
    """Signals:
    back: another backup.
    wanted: restore it; carries the file.
    """

    back = Signal()
    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__("Restore this backup?", "rst.show")
        self._file = Path()
        self.about = PlainLabel("", type="strong", wraps=True)
        self.about.setObjectName("rst.about")
        self.notes = PlainLabel("", wraps=True)
        self.notes.setObjectName("rst.notes")
        self.notes.make_selectable()
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(theme.current().space(4))
        self._rows.setVerticalSpacing(theme.current().space(1))
        self._rows.setColumnStretch(1, 1)
        self.go = PlainButton("Restore this backup", "primary", name="rst.restore")
        self.go.clicked.connect(lambda _checked=False: self.wanted.emit(self._file))
        self.another = PlainButton("Another backup", name="rst.back")
        self.another.clicked.connect(lambda _checked=False: self.back.emit())
        self.cancel = PlainButton("Back to sign in", name="rst.leave")
        self.cancel.clicked.connect(lambda _checked=False: self.left.emit())
        self.card.body.addWidget(self.about)
        self.card.body.addWidget(self.notes)
        self.card.body.addLayout(self._rows)
        self.card.body.addWidget(
            hint(
                "The caseload as it is now is kept: as a backup where it can be read, and as a file '.before-restore'."
            )
        )
        self.add_foot(self.go, self.another, self.cancel)

    def show_preview(self, file: Path, seen: Preview, now: datetime) -> None:
        """Show what would change."""
        self._file = file
        self.problem.hide()
        made = moment(seen.made_at.astimezone(now.astimezone().tzinfo))
        self.about.setText(f"Made {made}, {seen.kind_words.lower()}, by version {seen.app_version}")
        self.notes.setText(
            "\n".join(f"{words}." for words in (seen.now_words, seen.chain, seen.slots) if words)
        )
        clear(self._rows)
        for row, one in enumerate(seen.differences):
            differs = one.now is not None and one.now != one.then
            words = PlainLabel(one.words, type="strong" if differs else "body", wraps=True)
            words.setAccessibleName(f"{one.what}: {one.words}")
            self._rows.addWidget(PlainLabel(one.what, wraps=True), row, 0)
            self._rows.addWidget(words, row, 1)

    def focus_first(self) -> None:
        self.another.setFocus()  # the safe one
        # In large text the page is longer than the window: it is read from its beginning, once it is laid out.
        QTimer.singleShot(0, self, self._to_the_top)

    def _to_the_top(self) -> None:
        for area in self.findChildren(QScrollArea):
            area.verticalScrollBar().setValue(0)


class Done(Step):
    """What was restored, and where the caseload of before is."""

    def __init__(self) -> None:
        super().__init__("The backup is restored", "rst.done")
        self.words = PlainLabel("", wraps=True)
        self.words.setObjectName("rst.words")
        self.words.make_selectable()
        self.go = PlainButton("Go to sign in", "primary", name="rst.signIn")
        self.go.clicked.connect(lambda _checked=False: self.left.emit())
        self.card.body.addWidget(self.words)
        self.add_foot(self.go)

    def show_done(self, what: Restored, now: datetime) -> None:
        made = moment(what.made_at.astimezone(now.astimezone().tzinfo))
        kept = f"\nThe caseload of before is kept as {' and '.join(what.kept)}." if what.kept else ""
        self.words.setText(
            f"The caseload is as it was on {made}. Every page and entry was verified.{kept}\n{what.slots}."
        )
        announce(self.words, self.words.text())

    def focus_first(self) -> None:
        self.go.setFocus()
