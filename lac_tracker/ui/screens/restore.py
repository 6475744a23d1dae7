"""A backup is put in place of the caseload, by somebody who may: who asks, what would change, what was done.

Nobody is signed in meanwhile: nothing may be open. Reached from the page of sign-in, also when the caseload is damaged
or gone, and from Settings > Backups.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QStackedWidget, QVBoxLayout
from shiboken6 import isValid

from lac_tracker.domain.backups import KIND_WORDS, moment, show_size
from lac_tracker.domain.errors import UserError
from lac_tracker.ui.background import Background
from lac_tracker.ui.screens.restore_steps import Asked, Done, Shown, Step
from lac_tracker.ui.workplace import Entrance

if TYPE_CHECKING:  # it brings the database with it
    from lac_tracker.services.restoring import Opener, Preview, Restored


class Restore(QFrame):
    """Signals:
    left: back to the page of sign-in; carries the path of the caseload.
    """

    left = Signal(object)

    def __init__(self, entrance: Entrance, background: Background) -> None:
        super().__init__()
        self.setObjectName("rst")
        self.setAccessibleName("Restore a backup")
        self.setProperty("region", "page")
        self._entrance, self._background = entrance, background
        self._caseload = Path()
        self._opener: Opener | None = None  # while one is on show: dropped on leaving
        self.asked, self.shown, self.done = Asked(), Shown(), Done()
        self.steps = QStackedWidget()
        for step in (self.asked, self.shown, self.done):
            self.steps.addWidget(step)
            step.left.connect(self._leave)
        self.asked.wanted.connect(self._look)
        self.asked.file_wanted.connect(self._choose_file)
        self.shown.back.connect(self._ask)
        self.shown.wanted.connect(self._restore)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.steps)

    def prepare(self, caseload: Path, file: Path | None = None) -> None:
        """Show what can be restored. file: the backup that was chosen already."""
        from lac_tracker.services import (
            restoring,  # with the database: it may be here before anybody signed in
        )

        self._caseload, self._opener = caseload, None
        now = self._entrance.now().astimezone()
        found = [
            (one.path, f"{moment(one.manifest.made_at.astimezone(now.tzinfo))}, {KIND_WORDS[one.manifest.kind].lower()}, "
                       f"{show_size(one.size)}")
            for one in restoring.candidates(caseload)
        ]  # fmt: skip
        try:
            people = self._entrance.people(caseload)
        except UserError:
            people = ()
        self.asked.show_choices(found, people, self._entrance.remembered().user_name)
        if file is not None:
            self.asked.choose(file)
        self._ask()

    def focus_first(self) -> None:
        step = self.steps.currentWidget()
        if isinstance(step, Step):
            step.focus_first()

    def _ask(self) -> None:
        self._opener = None
        self.asked.forget()
        self.steps.setCurrentWidget(self.asked)
        self.asked.focus_first()

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Choose a backup", str(self._caseload.parent), "Backups (*.lacbak);;All files (*)"
        )
        if chosen:
            self.asked.choose(Path(chosen))

    def _look(self, file: Path, user_name: str, secret: str, then: str) -> None:
        """Open the backup with what was typed and show what restoring it would change."""
        caseload, now = self._caseload, self._entrance.now()

        def job() -> Any:
            from lac_tracker.services import restoring

            who, of_then = restoring.Who(user_name, secret), restoring.Who(user_name, then) if then else None
            opener = restoring.opener(caseload, file, who, of_then, now=now)
            return opener, restoring.preview(caseload, file, opener)

        def found(both: tuple[Opener, Preview]) -> None:
            if isValid(self):
                self._opener = both[0]
                self.asked.release()
                self.shown.show_preview(file, both[1], self._entrance.now())
                self.steps.setCurrentWidget(self.shown)
                self.shown.focus_first()

        self.asked.hold("Opening the backup")
        self._background.run(job, found, self._refused)

    def _refused(self, error: UserError) -> None:
        if isValid(self):
            self.asked.release()
            self.asked.say_problem(str(error))

    def _restore(self, file: Path) -> None:
        caseload, opener, now = self._caseload, self._opener, self._entrance.now()
        assert opener is not None

        def job() -> Any:
            from lac_tracker.services import restoring

            return restoring.restore(caseload, file, opener, now=now)

        def done(what: Restored) -> None:
            if isValid(self):
                self._opener = None
                self.shown.release()
                self.done.show_done(what, now)
                self.steps.setCurrentWidget(self.done)
                self.done.focus_first()

        def refused(error: UserError) -> None:
            if isValid(self):
                self.shown.release()
                self.shown.say_problem(str(error))

        self.shown.hold("Restoring and verifying")
        self._background.run(job, done, refused)

    def _leave(self) -> None:
        self._opener = None
        self.asked.forget()
        self.left.emit(self._caseload)
