"""What you may do: the first page of who opens no list of children. In words, with the check of the caseload where they may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.role_words import role_page
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, set_tooltip, title
from lac_tracker.ui.screens.record_page import clear, scroll_area
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.workplace import Workplace

if TYPE_CHECKING:  # it brings the storage with it
    from lac_tracker.services.checks import CheckPart


class YourRole(QFrame):
    """Nobody who signs in stands before an empty page."""

    name, words = "role", "What you may do"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.setObjectName("role")
        self.setAccessibleName(self.words)
        self.setProperty("region", "page")
        held = role_page(workplace.actor)
        space = theme.current().space
        inside = PageColumn()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, space(4), space(4))
        self._column.setSpacing(space(3))
        self.about = PlainLabel(held.about, wraps=True)
        self.about.setObjectName("role.about")
        self._column.addWidget(self.about)
        for number, (what, how) in enumerate(held.done):
            self._column.addWidget(_line(number, what, how))
        self.check = PlainButton("Check the caseload", "primary", name="role.check")
        set_tooltip(
            self.check, "Look at every page, row and entry, and work out the due dates again (Ctrl+Enter)"
        )
        self.check.clicked.connect(lambda _checked=False: self._check())
        may_check = workplace.check is not None and decide(workplace.actor, Action.CHECK_CASELOAD).allowed
        self.check.setVisible(may_check)
        self.busy = Busy(name="role.busy")
        self._found = QVBoxLayout()
        self._found.setSpacing(space(1))
        self.result = PlainLabel("", type="strong", wraps=True)
        self.result.setObjectName("role.result")
        self.result.hide()
        self._column.addWidget(self.busy)
        self._column.addWidget(self.result)
        self._column.addLayout(self._found)
        self.ask = hint(held.not_here)
        self.ask.setObjectName("role.ask")
        self._column.addWidget(self.ask)
        self._column.addStretch()
        self.area = scroll_area(inside)
        self.area.setAccessibleName(self.words)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(space(6), space(4), space(6), space(4))
        whole.setSpacing(space(3))
        head = QHBoxLayout()
        head.addWidget(title(self.words), 1)
        head.addWidget(self.check)
        whole.addLayout(head)
        whole.addWidget(self.area, 1)

    def reload(self, changes: object = None) -> None:
        """What a role is for does not change."""

    def focus_first(self) -> None:
        """Put the keyboard on the one thing to press, or where the words begin."""
        (self.check if self.check.isVisibleTo(self) else self.area).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        return (self.check,) if self.check.isVisibleTo(self) else (self.area,)

    def leave(self) -> bool:
        return True

    def run_command(self, name: str) -> bool:
        if name == "edit.primary" and self.check.isVisibleTo(self):
            self._check()
            return True
        return False

    def _check(self) -> None:
        """Check the caseload off the screen's thread, and say part by part what was found."""
        if self.workplace.check is None or self.busy.isVisible():
            return
        self._say("", ())
        self.busy.start("Checking the caseload")
        self.workplace.run(self.workplace.check, self._show, self._refused)

    def _show(self, parts: tuple[CheckPart, ...]) -> None:
        if isValid(self):
            wrong = sum(1 for part in parts if part.problems)
            many = "1 part has" if wrong == 1 else f"{wrong} parts have"
            self._say(f"{many} something to mend." if wrong else "The caseload is whole.", parts)

    def _refused(self, error: UserError) -> None:
        if isValid(self):
            self._say(f"{str(error).removesuffix('.')}.", ())

    def _say(self, words: str, parts: tuple[CheckPart, ...]) -> None:
        self.busy.stop()
        clear(self._found)
        self.result.setText(words)
        self.result.setVisible(bool(words))
        for part in parts:
            self._found.addWidget(
                icon_line("fix" if part.problems else "met", PlainLabel(_said(part), wraps=True))
            )
        if words:
            announce(self.result, words)


def _line(number: int, what: str, how: str) -> QWidget:
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    head = heading(what)
    head.setWordWrap(True)
    head.setObjectName(f"role.{number}.what")
    words = PlainLabel(f"{how}.", wraps=True)
    words.setObjectName(f"role.{number}.how")
    words.make_selectable()  # a command is copied rather than typed
    column.addWidget(head)
    column.addWidget(words)
    return held


def _said(part: CheckPart) -> str:
    return f"{part.name}. {' '.join(part.problems)}" if part.problems else f"{part.name}: in order"
