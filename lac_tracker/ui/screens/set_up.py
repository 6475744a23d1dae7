"""S01 First-time set-up: where the team file lies, who makes it, and the recovery sheet."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lac_tracker.domain.errors import UserError
from lac_tracker.services.sign_in import Opened
from lac_tracker.ui import theme
from lac_tracker.ui.background import Background
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainDialog, PlainLabel, hint, title
from lac_tracker.ui.screens.recovery_step import RecoveryStep
from lac_tracker.ui.screens.set_up_list import StepList
from lac_tracker.ui.screens.set_up_steps import (
    PassphraseStep,
    ServiceStep,
    Step,
    WhereStep,
    YouStep,
)
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.workplace import Entrance

LARGE = 150  # per cent of text from where the list of steps gives way


class SetUp(QFrame):
    """Walks through the steps. Nothing is created before the last but one asks for it.

    Signals:
        opened: the file was made and its recovery sheet put away; carries (path, Opened).
        file_chosen: there is a file already; carries its path.
        left: set-up was left; nothing was created.
    """

    opened = Signal(object, object)
    file_chosen = Signal(object)
    left = Signal()

    def __init__(self, entrance: Entrance, background: Background, view_menus: Callable[[QWidget], QWidget]):
        super().__init__()
        self.setObjectName("setup")
        self.setProperty("region", "page")
        self._entrance, self._background = entrance, background
        self._made: Opened | None = None
        self.where = WhereStep(entrance.new_caseload)
        self.you = YouStep()
        self.passphrase = PassphraseStep(lambda: (self.you.user_name.text(), self.you.full_name.text()))
        self.service = ServiceStep()
        self.recovery = RecoveryStep()
        self.steps: tuple[Step, ...] = (self.where, self.you, self.passphrase, self.service, self.recovery)
        self.recovery.safe.toggled.connect(self._show_buttons)
        self.recovery.save.clicked.connect(self._save_sheet)
        self.where.browse.clicked.connect(self._browse)
        self.where.mode.changed.connect(self._mode_chosen)
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(step)
        self.names = StepList([step.words for step in self.steps])
        self.names.chosen.connect(self._go_back_to)
        self.side = QWidget()
        self.promise = hint(
            "You can go back at any time. Nothing is created before you choose Make the team file."
        )
        self.place = hint("")
        self.place.setObjectName("setup.place")
        self.problem = PlainLabel(type="strong", tone="overdue", wraps=True)
        self.problem.setObjectName("setup.problem")
        self.back = PlainButton("Back", name="setup.back")
        self.back.clicked.connect(self._back)
        self.cancel = PlainButton("Cancel set-up", name="setup.cancel")
        self.cancel.clicked.connect(self.ask_to_leave)
        self.next = PlainButton("Continue", "primary", name="setup.next")
        self.next.clicked.connect(self.go_on)
        self.busy = Busy(name="setup.busy")
        self._lay_out(view_menus)
        self._fit()
        self._show(0)

    def _lay_out(self, view_menus: Callable[[QWidget], QWidget]) -> None:
        space = theme.current().space
        head = QHBoxLayout()
        head.setContentsMargins(space(6), space(4), space(6), space(2))
        head.addWidget(title("First-time set-up"), 1)
        head.addWidget(self.place, 0, Qt.AlignmentFlag.AlignBottom)
        side = QVBoxLayout()
        side.setContentsMargins(space(6), space(2), 0, space(4))
        side.setSpacing(space(4))
        side.addWidget(self.names)
        side.addWidget(self.promise)
        side.addStretch()
        self.side.setLayout(side)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.stack)
        middle = QHBoxLayout()
        middle.addWidget(self.side)
        middle.addWidget(area, 1)
        footer = QFrame()
        footer.setProperty("region", "footer")
        row = QHBoxLayout(footer)
        row.setContentsMargins(space(6), space(2), space(6), space(2))
        row.setSpacing(space(2))
        row.addWidget(self.back)
        row.addWidget(self.busy)
        row.addWidget(self.problem, 1)
        row.addWidget(view_menus(footer))
        row.addWidget(self.cancel)
        row.addWidget(self.next)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(middle, 1)
        whole.addWidget(footer)

    def focus_first(self) -> None:
        self.steps[self.stack.currentIndex()].focus_first()

    @property
    def is_made(self) -> bool:
        """Whether the team file is there already, so that only its recovery sheet is left to put away."""
        return self._made is not None

    def drop(self) -> None:
        """Let go of a file that was made, when the window closes before the end of set-up."""
        if self._made is not None:
            self._made.database.close()
            self._made = None

    def go_on(self, _checked: bool = False) -> None:
        """Continue, when this step has what it needs; else say what is missing beside its field."""
        if not self.next.isEnabled():
            return
        step = self.steps[self.stack.currentIndex()]
        self._say("")
        if not step.check():
            return
        if step is self.where and self.where.mode.value() == "open":
            self.file_chosen.emit(self.where.path())
        elif step is self.service:
            self._create()
        elif step is self.recovery:
            self._finish()
        else:
            self._show(self.stack.currentIndex() + 1)

    def ask_to_leave(self, _checked: bool = False) -> None:
        """Leave, after asking; the file, once made, is not left without its recovery sheet."""
        if self._made is not None:
            return
        if PlainDialog.confirm(self, "Leave set-up?", "Nothing has been created.", "Keep going", "Leave"):
            self.passphrase.forget()
            self._show(0)
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.ask_to_leave()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "side"):
            self._fit()

    def _fit(self) -> None:
        """In large text the steps are only the words at the top right, so that the fields have the width."""
        self.side.setVisible(theme.current().text_percent < LARGE)
        self.side.setFixedWidth(theme.current().characters(28))

    def _show(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        self.place.setText(f"Step {number + 1} of {len(self.steps)}: {self.steps[number].words}")
        self.promise.setVisible(self._made is None)
        self.names.show_step(number, can_go_back=self._made is None)
        self._show_buttons()
        self.focus_first()
        announce(self, f"Step {number + 1} of {len(self.steps)}, {self.steps[number].words}")

    def _show_buttons(self, _on: bool = False) -> None:
        step = self.steps[self.stack.currentIndex()]
        self.back.setVisible(step is not self.recovery)
        self.back.setEnabled(step is not self.where)
        self.cancel.setVisible(self._made is None)
        self.next.setText({self.service: "Make the team file", self.recovery: "Finish"}.get(step, "Continue"))
        self.next.setEnabled(step is not self.recovery or self.recovery.safe.isChecked())

    def _back(self, _checked: bool = False) -> None:
        self._say("")
        self._show(max(self.stack.currentIndex() - 1, 0))

    def _go_back_to(self, number: int) -> None:
        if self._made is None and number < self.stack.currentIndex():
            self._show(number)

    def _mode_chosen(self, _mode: str) -> None:
        self.where.show_mode()

    def _browse(self, _checked: bool = False) -> None:
        wanted = self.where.path()
        if self.where.mode.value() == "open":
            chosen, _ = QFileDialog.getOpenFileName(
                self, "Open a team file", str(wanted.parent), "Team files (*.lac)"
            )
        else:
            chosen, _ = QFileDialog.getSaveFileName(
                self, "Where the team file lives", str(wanted), "Team files (*.lac)"
            )
        if chosen:
            self.where.file.setText(chosen)

    def _create(self) -> None:
        path, person, service = (
            self.where.path(),
            self.you.person(self.passphrase.first.text()),
            self.service.details(),
        )
        create = self._entrance.create
        for button in (self.next, self.back, self.cancel):
            button.setEnabled(False)
        self.busy.start("Making the team file")
        self._background.run(lambda: create(path, person, service), self._created, self._refused)

    def _created(self, made: tuple[Opened, str]) -> None:
        self.busy.stop()
        self._made, key = made
        self.passphrase.forget()
        self.recovery.show_key(key)
        self._show(self.steps.index(self.recovery))

    def _refused(self, error: UserError) -> None:
        self.busy.stop()
        for button in (self.next, self.back, self.cancel):
            button.setEnabled(True)
        self._say(str(error))

    def _save_sheet(self, _checked: bool = False) -> None:
        assert self._made is not None
        path = self.recovery.path()
        if path is None:
            return
        try:
            sheet = self._entrance.recovery_sheet(
                self.where.path(), self._made.actor.full_name, self.recovery.key
            )
            self._entrance.save_file(path, sheet)
        except UserError as error:
            self.recovery.file_field.show_error(str(error))
            return
        self.recovery.say_saved(path)

    def _finish(self) -> None:
        made, path = self._made, self.where.path()
        assert made is not None
        self._made = None
        self.recovery.forget()
        self.opened.emit(path, made)

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        if words:
            announce(self.problem, f"Error: {words}")
