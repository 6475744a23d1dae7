"""S23 Import, first form: a council's yearly return, looked at first, then taken in."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.imports import ImportReport, StagedReturn
from lac_tracker.services import imports
from lac_tracker.services.changes import Changes
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, hint, set_tooltip, title
from lac_tracker.ui.screens.import_findings import Findings, children_words
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.measured import MeasuredLine, typed_choice
from lac_tracker.ui.workplace import Workplace

_LARGE = 150  # per cent of text from where fields stand below each other


class ImportReturn(QFrame):
    """Choose a folder, look at what would happen, import. Nothing is saved before Import.

    Signals:
        went: another screen is asked for; carries its name.
        said: it is done; carries the words for the message bar.
        helped: the line of help below should say this.
    """

    went = Signal(str)
    said = Signal(str)
    helped = Signal(str)
    name, words = "import", "Import"

    def __init__(self, workplace: Workplace, councils: tuple[str, ...]) -> None:
        super().__init__()
        self.workplace = workplace
        self.setObjectName("imp")
        self.setProperty("region", "page")
        self._staged: StagedReturn | None = None
        self._importing = False
        self.folder = MeasuredLine("imp.folder", 36, longest=1_000)
        self.folder.textChanged.connect(self._forget)
        self.browse = PlainButton("Browse", name="imp.pick")
        self.browse.clicked.connect(self._browse)
        self.council = typed_choice("imp.council", "Council")
        self.council.addItems(list(councils) or [imports.DEFAULT_COUNCIL])
        self.council.setMinimumWidth(theme.current().characters(20))
        self.council.editTextChanged.connect(self._forget)
        self.look = PlainButton("Preview", name="imp.preview")
        set_tooltip(self.look, "Read the files and show what an import would do. Nothing is saved")
        self.look.clicked.connect(self._preview)
        self.go = PlainButton("Import", "primary", name="imp.import")
        self.go.clicked.connect(self._import)
        self.busy = Busy(name="imp.busy")
        self.found = Findings()
        self.found.helped.connect(self.helped)
        self.found.overdue_wanted.connect(self._to_overdue)
        self._lay_out()
        self._forget()
        operations = workplace.operations
        operations.changed.connect(self._changed)
        operations.refused.connect(self._stopped)
        operations.not_saved.connect(self._stopped)

    def _lay_out(self) -> None:
        space = theme.current().space
        where = QHBoxLayout()
        where.setSpacing(space(2))
        where.addWidget(self.folder, 1)
        where.addWidget(self.browse)
        pair = QWidget()
        where.setContentsMargins(0, 0, 0, 0)
        pair.setLayout(where)
        pair.setFocusProxy(self.folder)
        choose = Card("Choose the return")
        choose.body.setSpacing(space(3))
        self.folder_field = Field(
            "Folder of the SSDA903 return",
            pair,
            hint="With the council's CSV files: header, episodes, uasc, oc2, reviews",
        )
        self.folder.setAccessibleName("Folder of the SSDA903 return")
        council = Field("Council", self.council, hint="The same name each year", grows=False)
        direction = QBoxLayout.Direction
        large = theme.current().text_percent >= _LARGE
        fields = QBoxLayout(direction.TopToBottom if large else direction.LeftToRight)
        fields.setSpacing(space(4))
        fields.addWidget(self.folder_field, 1, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(council, 0, Qt.AlignmentFlag.AlignTop)
        last = QHBoxLayout()
        last.setSpacing(space(4))
        last.addWidget(self.look)
        last.addWidget(self.busy, 1)
        last.addStretch()
        choose.body.addLayout(fields)
        choose.body.addLayout(last)
        page = QWidget()
        self._page = column = QVBoxLayout(page)
        column.setContentsMargins(space(6), space(4), space(6), space(4))
        column.setSpacing(space(3))
        column.addWidget(title(self.words))
        column.addWidget(choose)
        column.addWidget(self.found, 1)
        column.addStretch()
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addWidget(self._footer())

    def _footer(self) -> QFrame:
        space = theme.current().space
        footer = QFrame()
        footer.setProperty("region", "footer")
        buttons = QHBoxLayout(footer)
        buttons.setContentsMargins(space(6), space(2), space(6), space(2))
        buttons.setSpacing(space(2))
        self.state = hint("")
        self.state.setObjectName("imp.state")
        buttons.addWidget(self.state, 1)
        buttons.addWidget(self.go)
        return footer

    # What the frame asks

    def focus_first(self) -> None:
        self.folder.setFocus()

    def reload(self, changes: object = None) -> None:
        """The screen shows what was read from files; nothing that others save changes it."""

    def leave(self) -> bool:
        return True

    def regions(self) -> tuple[QWidget, ...]:
        return (self.folder, self.found.tabs, self.go) if self.found.isVisible() else (self.folder,)

    def run_command(self, name: str) -> bool:
        if name != "edit.primary":
            return False
        (self._import if self.go.isEnabled() else self._preview)()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field looks at the folder."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._preview()
        else:
            super().keyPressEvent(event)

    # Looking

    def _preview(self, _checked: bool = False) -> None:
        folder = self.folder.text().strip()
        if not folder:
            self.folder_field.show_error("Enter the folder of the return")
            self.folder.setFocus()
            return
        if self._working:
            return
        self.folder_field.clear_error()
        council, workplace = self.council.currentText().strip() or imports.DEFAULT_COUNCIL, self.workplace

        def job() -> tuple[StagedReturn, ImportReport]:
            from lac_tracker.exchange.ssda903 import read_ssda903  # not needed before somebody imports

            staged = read_ssda903(workplace.read_folder(Path(folder).expanduser()))
            return staged, workplace.operations.ask(imports.preview, staged, council=council)

        self._start("Reading the files")
        workplace.run(job, self._previewed, self._unreadable)

    def _previewed(self, found: tuple[StagedReturn, ImportReport]) -> None:
        self._end()
        self._staged, report = found
        self._show(report)
        new = report.children_created + report.children_updated
        self.go.setEnabled(bool(new))
        self.go.setText(f"Import {children_words(new)}" if new else "Import")
        self.state.setText("Nothing is saved yet." if new else "There is nothing new to import.")
        (self.go if new else self.found.tabs).setFocus()

    def _unreadable(self, error: UserError) -> None:
        self._end()
        self.folder_field.show_error(str(error))
        self.folder.setFocus()

    def _show(self, report: ImportReport) -> None:
        self.found.show_report(report)
        self.found.show()
        self._page.activate()  # so that what has just appeared has its place
        self._area.ensureWidgetVisible(self.found.tabs)
        self._area.ensureWidgetVisible(self.found.result)
        announce(self.found.result, self.found.result.text())

    # Taking in

    def _import(self, _checked: bool = False) -> None:
        if self._staged is None or self._working or not self.go.isEnabled():
            return
        council = self.council.currentText().strip() or imports.DEFAULT_COUNCIL
        self._start("Importing")
        self._importing = True
        # On the worker, so that the window stays alive; `changed` or `refused` tell how it ended.
        self.workplace.operations.save(imports.import_ssda903, self._staged, council=council)

    def _changed(self, changes: Any) -> None:
        if not (
            self._importing and isinstance(changes, Changes) and isinstance(changes.report, ImportReport)
        ):
            return
        self._end()
        report = changes.report
        self._staged = None
        self._show(report)
        self.go.setEnabled(False)
        self.go.setText("Import")
        words = (
            f"Imported {children_words(report.children_created + report.children_updated)} at {self._now()}."
        )
        self.state.setText(words)
        self.said.emit(words)
        self.found.to_list.setFocus()

    def _stopped(self, _words: str) -> None:
        if self._importing:
            self._end()
            self.state.setText("Nothing was imported.")
            self.go.setFocus()

    def _now(self) -> str:
        return self.workplace.operations.now().astimezone().strftime("%H:%M")

    @property
    def _working(self) -> bool:
        return not self.look.isEnabled()

    def _start(self, verb: str) -> None:
        self.busy.start(verb)
        for widget in (self.look, self.go, self.folder, self.browse, self.council):
            widget.setEnabled(False)

    def _end(self) -> None:
        self._importing = False
        self.busy.stop()
        for widget in (self.look, self.folder, self.browse, self.council):
            widget.setEnabled(True)
        self.go.setEnabled(self._staged is not None)

    def _forget(self, *_: object) -> None:
        """Another folder or council: what was read before no longer counts."""
        self._staged = None
        self.found.hide()
        self.go.setEnabled(False)
        self.go.setText("Import")
        self.state.setText("Nothing is saved before you choose Import.")

    def _browse(self, _checked: bool = False) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder of the return", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _to_overdue(self) -> None:
        self.went.emit("overdue")
