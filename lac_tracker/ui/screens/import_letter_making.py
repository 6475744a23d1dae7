"""The letters for children new on a list: one press makes them, with how far it is, and they can be saved as files."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import DatabaseUnavailable, UserError
from lac_tracker.domain.information import default_due
from lac_tracker.exchange.file_names import document_name
from lac_tracker.services import dispatch, import_letters
from lac_tracker.services.changes import Changes
from lac_tracker.services.import_letters import NewChild
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, set_tooltip
from lac_tracker.ui.screens.import_draft import children_words
from lac_tracker.ui.screens.import_steps import Notice
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.workplace import Drawing, Workplace


class Letters(QObject):
    """The making of them, and its line on the last step. Each child is one transaction: what was made is kept when the rest is stopped.

    Signals:
        said: it is done; carries the words for the message bar.
    """

    said = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._workplace = workplace
        self._import_id: int | None = None
        self._rest: list[NewChild] = []
        self._total, self._done = 0, 0
        self._made: list[tuple[int, int]] = []  # (child, document)
        self._problem = ""
        self._is_running = self._is_stopped = False
        self._drawing: Drawing | None = None
        self.count = Notice("imp.noConsent", "to_decide")
        self.make = PlainButton("Make consent request letters", "row", name="imp.letters")
        set_tooltip(self.make, "Make the letters for each of them and start the clock of their replies")
        self.make.clicked.connect(lambda _checked=False: self.start())
        self.cancel = PlainButton("Stop", "row", name="imp.lettersStop")
        set_tooltip(self.cancel, "Stop after this child; letters that are made are kept")
        self.cancel.clicked.connect(lambda _checked=False: self.stop())
        self.save = PlainButton("Save the letters", "row", name="imp.lettersSave")
        set_tooltip(self.save, "Write them as PDF files into a folder; their names say nothing of any child")
        self.save.clicked.connect(lambda _checked=False: self._save())
        self.now = PlainLabel(wraps=True)
        self.now.setObjectName("imp.lettersNow")
        reply = show_date(default_due(workplace.today()))
        self._why = hint(
            f"For each a request for consent, and one to the council for birth and family history, due {reply}."
        )
        self._lay_out()

    def _lay_out(self) -> None:
        """`count`, `buttons` and `about` are for the step to place."""
        space = theme.current().space
        self.buttons = QWidget()
        line = Flow(gap=space(2), line_gap=space(1), is_centred=True)
        self.buttons.setLayout(line)
        for widget in (self.make, self.cancel, self.save):
            line.addWidget(widget)
        self.about = QWidget()
        words = QVBoxLayout(self.about)
        words.setContentsMargins(theme.current().scaled(16) + space(2), 0, 0, space(1))
        words.setSpacing(space(1))
        words.addWidget(self._why)
        words.addWidget(self.now)

    def show_import(self, import_id: int | None, count: int) -> None:
        """Offer letters for the children an import made; without any, nothing is shown.

        count: how many there are. Who they are is looked up when the letters are made: there may be thousands.
        """
        self._import_id = import_id
        self._rest, self._made, self._total, self._done = [], [], 0, 0
        has_some = import_id is not None and count > 0
        self.count.say(
            f"{count:,} {'has' if count == 1 else 'have'} no consent yet" if has_some else "", "to_decide"
        )
        self.make.setVisible(has_some)
        for widget in (self.cancel, self.save, self.now):
            widget.hide()
        self._why.show()
        for held in (self.buttons, self.about):
            held.setVisible(has_some)

    @property
    def is_running(self) -> bool:
        return self._is_running

    def start(self) -> None:
        """Look up who is waited for, and make the letters, one child after the other, off the screen's thread."""
        import_id = self._import_id
        if self._is_running or import_id is None:
            return
        self._is_running, self._is_stopped, self._problem = True, False, ""
        self.now.setText("Looking up who they are for")
        self.now.show()
        self.cancel.show()
        self.cancel.setFocus()
        self.make.hide()
        operations = self._workplace.operations
        self._workplace.run(
            lambda: operations.ask(import_letters.waiting, import_id), self._begin, self._not_begun
        )

    def _begin(self, children: Sequence[NewChild]) -> None:
        if not isValid(self):
            return
        self._rest, self._made, self._total, self._done = list(children), [], len(children), 0
        self._drawing = self._workplace.printer() if self._workplace.printer else None
        self._next()

    def _not_begun(self, error: UserError) -> None:
        if isValid(self):
            self._is_running = False
            self.now.setText(f"{error}.")
            self.cancel.hide()
            self.make.show()

    def stop(self) -> None:
        """Make no more after the child whose letters are being made."""
        self._is_stopped = True

    def _next(self) -> None:
        if self._is_stopped or not self._rest:
            self._end()
            return
        child, operations, today = self._rest[0], self._workplace.operations, self._workplace.today()
        self.now.setText(f"Making {self._done + 1:,} of {self._total:,}: {child.name}")
        render = self._drawing.render if self._drawing else self._workplace.render
        self._workplace.run(
            lambda: operations.work(import_letters.make, child.child_id, render, today=today),
            lambda changes: self._was_made(child, changes),
            self._failed,
        )

    def _was_made(self, child: NewChild, changes: Changes) -> None:
        if not isValid(self):
            return
        ids = changes.report if isinstance(changes.report, tuple) else ()
        self._made += [(child.child_id, document) for document in ids]
        self._rest.pop(0)
        self._done += 1
        self._next()

    def _failed(self, error: UserError) -> None:
        if not isValid(self):
            return
        self._problem = f" {self._rest[0].name}: {error}."
        self._rest.append(self._rest.pop(0))
        self._done += 1
        # The others may fare better, but nobody while the caseload can't be written; each is tried once.
        self._is_stopped |= isinstance(error, DatabaseUnavailable) or self._done >= self._total
        self._next()

    def _end(self) -> None:
        if self._drawing is not None:
            self._workplace.run(self._drawing.close)
        self._is_running = False
        children = len({child for child, _ in self._made})
        due = show_date(default_due(self._workplace.today()))
        letters = "1 letter" if len(self._made) == 1 else f"{len(self._made):,} letters"
        words = f"{letters} made for {children_words(children)}. Replies are due {due}: see Contacts.{self._problem}"
        self.now.setText(words)
        self._why.hide()
        self.count.say(
            f"{len(self._rest):,} have no consent yet" if self._rest else "All were asked for consent",
            "to_decide" if self._rest else "asked",
        )
        self.cancel.hide()
        self.make.setVisible(bool(self._rest))
        self.save.setVisible(bool(self._made))
        (self.save if self._made else self.make).setFocus()
        announce(self.now, words)
        self.said.emit(words)
        self._workplace.operations.changed.emit(Changes(children=True, documents=True))

    def _save(self) -> None:
        folder = choose_folder(self._parent)
        if folder is None:
            return
        made, workplace = tuple(self._made), self._workplace

        def write() -> int:
            for child_id, document_id in made:
                one = workplace.operations.ask(dispatch.kept_document, child_id, document_id)
                name = document_name(one.document, workplace.today(), one.reference.split("-")[0])
                workplace.save_file(folder / name, one.content)
            return len(made)

        workplace.run(
            write,
            lambda count: self.said.emit(f"{count:,} letters saved in {folder}."),
            lambda error: self.said.emit(f"{error}."),
        )


def choose_folder(parent: QWidget) -> Path | None:
    """Ask where the letters go; None when the person changed their mind."""
    chosen = QFileDialog.getExistingDirectory(parent, "Save the letters in", str(Path.home()))
    return Path(chosen) if chosen else None
