"""S23, step 1: the file of a list, or the files or the folder of a return, and the council it is from."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from lac_tracker.services.imports import DEFAULT_COUNCIL
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, set_tooltip
from lac_tracker.ui.screens.import_draft import Draft
from lac_tracker.ui.screens.import_password import FilePassword
from lac_tracker.ui.screens.import_steps import Notice, Step
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.measured import typed_choice

_KINDS = "Lists and returns (*.csv *.xlsx *.xlsm *.txt *.tsv *.xml);;All files (*)"
_ABOUT = (
    "A council's list, or the files or folder of an SSDA903 return, CSV or XML. Which it is, the columns tell. "
    "The file is read, not kept."
)


class ChooseStep(Step):
    """Signals:
    picked: something was chosen; carries its paths.
    password_given: the password of the workbook was typed; carries it.
    """

    picked = Signal(object)
    password_given = Signal(str)

    def __init__(self, draft: Draft, councils: tuple[str, ...]) -> None:
        super().__init__(draft)
        self.area = FileArea("Drop a CSV or Excel file here", _ABOUT, "imp")
        self.area.picked.connect(self.picked)
        self.password_field = FilePassword("imp.password")
        self.password_field.given.connect(self.password_given)
        self.council = typed_choice("imp.council", "Council")
        self.council.addItems(list(councils) or [DEFAULT_COUNCIL])
        self.council.setMinimumWidth(theme.current().characters(24))
        self.council.editTextChanged.connect(self._council_changed)
        self.column.addWidget(self.area)
        self.column.addWidget(self.password_field)
        self.column.addWidget(
            Field(
                "Council",
                self.council,
                hint="The same name each time: columns are remembered by it.",
                grows=False,
            )
        )
        self.column.addStretch()
        draft.council = self.council_name()

    def council_name(self) -> str:
        """Return the council that is named."""
        return self.council.currentText().strip() or DEFAULT_COUNCIL

    def show_draft(self, draft: Draft) -> None:
        super().show_draft(draft)
        words = f"{file_words(draft)}, {draft.size_words}" if draft.is_read else ""
        self.area.say_read(words)
        self.area.lead(not draft.is_read)

    def show_problem(self, words: str) -> None:
        """Say why what was chosen could not be read."""
        self.password_field.hide()
        self.area.say_problem(words)
        self.area.pick.setFocus()

    def ask_password(self, words: str) -> None:
        """Ask for the password of a workbook. words: why, such as that the one typed does not fit."""
        self.area.say_problem("")
        self.password_field.ask(words)

    def forget_password(self) -> None:
        """Let go of the password, once the file was read or another was chosen."""
        self.password_field.forget()

    def problem(self) -> str:
        return "" if self.draft.is_read else "Choose a file first"

    def take_focus(self) -> bool:
        if self.draft.is_read:
            return False
        if self.password_field.isHidden():
            self.area.pick.setFocus()
        else:
            self.password_field.take_focus()
        return True

    def _council_changed(self, _words: str) -> None:
        self.draft.council = self.council_name()
        self.changed.emit()


class FileArea(QFrame):
    """Where a file is dropped, or chosen by its two buttons: everything can be done by the keyboard.

    Signals:
        picked: something was chosen; carries its paths.
    """

    picked = Signal(object)

    def __init__(self, words: str, about: str, name: str) -> None:
        """name: prefix of the controls."""
        super().__init__()
        self.setObjectName(f"{name}.drop")
        self.setProperty("card", True)
        self.setAccessibleName(words)
        self.setAcceptDrops(True)
        space = theme.current().space
        self.pick = PlainButton("Choose file", "primary", icon="fa6s.file-import", name=f"{name}.pick")
        set_tooltip(self.pick, "Choose a list, or several files of one return")
        self.pick.clicked.connect(lambda _checked=False: self._tell(choose_files(self)))
        self.folder = PlainButton("Choose folder", name=f"{name}.pickFolder")
        set_tooltip(self.folder, "Choose the folder with the files of an SSDA903 return")
        self.folder.clicked.connect(lambda _checked=False: self._tell(choose_folder(self)))
        self._read = Notice(f"{name}.read", "complete")
        self._problem = Notice(f"{name}.problem", "fix")
        buttons = Flow(gap=space(2), line_gap=space(2), is_centred=True)
        buttons.addWidget(self.pick)
        buttons.addWidget(self.folder)
        held = QWidget()
        held.setLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(5), space(5), space(5))
        column.setSpacing(space(3))
        column.addWidget(PlainLabel(words, type="h2", wraps=True))
        column.addWidget(hint(about))
        column.addWidget(held)
        column.addWidget(self._problem)
        column.addWidget(self._read)
        self.setMaximumWidth(theme.current().characters(90))

    def say_read(self, words: str) -> None:
        """Say what was read; '' where nothing was."""
        self._read.say(words, "complete")
        if words:
            self._problem.say("")

    def say_problem(self, words: str) -> None:
        """Say why it could not be read."""
        self._problem.say(words, "fix")
        if words:
            self._read.say("")

    def lead(self, is_first: bool) -> None:
        """Have Choose file be the main button of the page, or not any more."""
        self.pick.set_kind("primary" if is_first else "secondary")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._tell([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _tell(self, paths: list[Path]) -> None:
        if paths:
            self.picked.emit(paths)


def file_words(draft: Draft) -> str:
    """Return the names of the files: the first, and how many more."""
    first, *others = draft.files or ("",)
    more = f" and {len(others)} more file{'' if len(others) == 1 else 's'}" if others else ""
    return f"{first}{more}"


def choose_files(parent: QWidget) -> list[Path]:
    """Ask for one list, or for the files of one return; none when the person changed their mind."""
    chosen, _ = QFileDialog.getOpenFileNames(
        parent, "Choose a list or the files of a return", str(Path.home()), _KINDS
    )
    return [Path(one) for one in chosen]


def choose_folder(parent: QWidget) -> list[Path]:
    """Ask for the folder of a return; none when the person changed their mind."""
    chosen = QFileDialog.getExistingDirectory(parent, "Folder of the return", str(Path.home()))
    return [Path(chosen)] if chosen else []
