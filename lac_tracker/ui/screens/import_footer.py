"""The line below the import wizard: what is saved and what not, how far the work is, and the buttons."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, set_tooltip
from lac_tracker.ui.screens.import_draft import Draft, children_words, rows_words
from lac_tracker.ui.screens.import_steps import CHECK, CHOOSE, DECIDE, FINISH, MATCH
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.widgets.busy import SHOWN_AFTER_MS, Busy
from lac_tracker.ui.widgets.flow import Flow


class WizardFooter(QFrame):
    """Signals:
    stopped: the work that goes on is to be given up.
    """

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("region", "footer")
        self.state = hint("")
        self.state.setObjectName("imp.state")
        self.problem = PlainLabel(type="strong", tone="overdue", wraps=True)
        self.problem.setObjectName("imp.error")
        self.problem.hide()
        self.busy = Busy(name="imp.busy")
        self.stop = PlainButton("Stop", name="imp.stop")
        set_tooltip(self.stop, "Give this up; nothing is saved")
        self.stop.clicked.connect(lambda _checked=False: self.stopped.emit())
        self.stop.hide()
        self.undo = PlainButton("Undo this import", name="imp.undo")
        set_tooltip(self.undo, "Put everything back as it was before")
        self.back = PlainButton("Back", name="imp.back")
        set_tooltip(self.back, "The step before; what you entered stays (Esc)")
        self.cancel = PlainButton("Cancel import", name="imp.cancel")
        self.next = PlainButton("Continue", "primary", name="imp.next")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(SHOWN_AFTER_MS)
        self._wait.timeout.connect(self.stop.show)
        self._lay_out()

    def _lay_out(self) -> None:
        space, large = theme.current().space, theme.current().text_percent >= LARGE
        words = QVBoxLayout()
        words.setSpacing(0)
        for one in (self.problem, self.state, self.busy):
            words.addWidget(one)
        line = Flow(gap=space(2), line_gap=space(1)) if large else QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        if isinstance(line, QHBoxLayout):
            line.setSpacing(space(2))
        for button in (self.stop, self.back, self.cancel, self.next):
            line.addWidget(button)
        buttons = QWidget()
        buttons.setLayout(line)
        if large:
            column = QVBoxLayout(self)
            column.addLayout(words)
            line.addWidget(self.undo)
            column.addWidget(buttons)
            column.setContentsMargins(space(6), space(2), space(6), space(2))
            return
        row = QHBoxLayout(self)
        row.setContentsMargins(space(6), space(2), space(6), space(2))
        row.setSpacing(space(3))
        row.addWidget(self.undo)
        row.addLayout(words, 1)
        row.addWidget(buttons)

    def show_step(self, here: int, draft: Draft, *, can_undo: bool) -> None:
        """Show the buttons of a step, and how many rows go on with the next one."""
        can_import = bool(draft.to_take or draft.close_matches())
        is_done = here == FINISH
        self.undo.setVisible(is_done and can_undo)
        self.back.setVisible(here in (MATCH, CHECK, DECIDE))
        self.cancel.setVisible(not is_done and draft.is_read)
        self.next.setVisible(here != CHOOSE or draft.is_read)
        self.next.setText(next_words(here, draft))
        self.next.setEnabled(here not in (CHECK, DECIDE) or can_import)
        if is_done:
            self.say_state("Available until one of these records is changed." if can_undo else "")
        elif here == CHECK and not can_import:
            self.say_state("There is nothing new to import.")
        elif is_last(here, draft):
            self.say_state(f"Nothing is saved before you choose {next_words(here, draft)}.", is_hint=True)
        else:
            self.say_state("Nothing is saved yet.", is_hint=True)

    def say_state(self, words: str, *, is_hint: bool = False) -> None:
        """Say what is saved and what not. is_hint: in large text it gives way to the rows."""
        self.state.setText(words)
        self.state.setVisible(bool(words) and not (is_hint and theme.current().text_percent >= LARGE))

    def begin(self, verb: str) -> None:
        """Say what is being done, once it takes longer than a moment."""
        self.say_problem("")
        self.busy.start(verb)
        self._wait.start()

    def end(self) -> None:
        """The work is done, given up or refused."""
        self._wait.stop()
        self.stop.hide()
        self.busy.stop()

    def say_problem(self, words: str) -> None:
        """Say why one can't go on; '' takes it away."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        if words:
            announce(self.problem, f"Error: {words}", urgent=True)


def is_last(here: int, draft: Draft) -> bool:
    """Tell whether the next Continue saves: that of Decide, or of Check where there is nothing to decide."""
    return here == DECIDE or (here == CHECK and not draft.close_matches())


def next_words(here: int, draft: Draft) -> str:
    """Return what the main button of a step says: with how many rows it goes on."""
    count = rows_words if draft.received is not None else children_words
    if here == FINISH:
        return "Done"
    if here == CHOOSE:
        return "Continue"
    if here == MATCH:
        return f"Continue with {draft.size_words}"
    if not is_last(here, draft):
        return f"Continue with {count(draft.going_on)}"
    if draft.to_take:
        return f"Import {count(draft.to_take)}"
    aside = sum(draft.choice(row) == "later" for row in draft.close_matches())
    return f"Set {count(aside)} aside" if aside else "Finish"
