"""Where a manager loads, replaces or removes the item wording the team has a licence for."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.sdq import VERSIONS
from lac_tracker.domain.sdq_wording import Wording
from lac_tracker.exchange.sdq_wording_file import read_wording
from lac_tracker.services import sdq_wording
from lac_tracker.services.files import read_received
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainDialog, PlainLabel, hint
from lac_tracker.ui.screens.dialog_fields import long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.screens.record_page import attempt
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.workplace import Workplace

_FILES = "Wording (*.csv *.toml)"
_EXPLANATION = (
    "The SDQ is copyright: no wording comes with this program. A team with a licence may load its own file for each "
    "form: CSV with the columns item and words, or TOML. It is shown beside the item numbers to all of the team."
)


class WordingDialog(RecordDialog):
    """Load replaces what was there of the form; Remove takes it away at once."""

    def __init__(self, parent: QWidget, workplace: Workplace, version: str) -> None:
        """version: the form that is being entered, '' for none."""
        super().__init__(
            parent,
            workplace.operations,
            "Item wording",
            None,
            explanation=_EXPLANATION,
            verbs=("Close", "Load"),
        )
        self.setObjectName("sdq.wording.dialog")
        self._items: tuple[str, ...] = ()
        forms = tuple((one.key, one.words) for one in VERSIONS.values())
        self._form = ChoiceBox("Form", forms, name="sdq.wording.form")
        self._form.set_value(version)
        self._now = hint("")
        self._now.setObjectName("sdq.wording.now")
        self._remove = PlainButton("Remove", "row", name="sdq.wording.remove")
        self._remove.clicked.connect(lambda _checked=False: self._take_away())
        self._file = PlainLabel("No file chosen", wraps=True)
        self._file.setObjectName("sdq.wording.fileName")
        choose = PlainButton("Choose file", name="sdq.wording.file")
        choose.clicked.connect(lambda _checked=False: self._choose())
        self._note = long_text("sdq.wording.note")
        self.add("Form", self._form)
        self.add_words(_beside(self._remove, self._now))
        self._from = self.add("File", _beside(choose, self._file))
        self.add("Licence note", self._note, hint="Which licence allows the wording to be shown.")
        self._form.changed.connect(lambda _key: self._show_now())
        self._show_now()
        self.ready()

    @staticmethod
    def choose_file(parent: QWidget) -> Path | None:
        """Ask for the file; None when the person changed their mind."""
        chosen, _ = QFileDialog.getOpenFileName(parent, "Wording of the items", str(Path.home()), _FILES)
        return Path(chosen) if chosen else None

    def commands(self) -> Runs:
        given = {"items": self._items, "licence_note": self._note.toPlainText()}
        return [(sdq_wording.load, (self._form.value(),), given)]

    def save(self) -> None:
        """Load it; without a file there is nothing to load."""
        if self._form.value() and not self._items:
            self._from.show_error("File is missing: choose the file with the wording of the 25 items")
            return
        super().save()

    def _choose(self) -> None:
        path = self.choose_file(self)
        if path is None:
            return
        self._items = ()
        self._from.clear_error()
        self._file.setText(path.name)
        try:
            self._items = read_wording(path.name, read_received(path))
        except UserError as error:
            self._from.show_error(str(error))

    def _take_away(self) -> None:
        words = VERSIONS[self._form.value()].words
        sure = PlainDialog.confirm(
            self, "Remove this wording?", f"{words}: numbers alone are shown again, to all of the team.", "Keep it", "Remove",
        )  # fmt: skip
        if not sure:
            return
        changes, refusal = attempt(self._operations, sdq_wording.remove, self._form.value())
        if changes is None:
            self._show(refusal)
        self._show_now()

    def _show_now(self) -> None:
        """Say what is loaded of the form that is chosen."""
        loaded: tuple[Wording, ...] = self._operations.ask(sdq_wording.loaded)
        one = next((each for each in loaded if each.version == self._form.value()), None)
        self._remove.setVisible(one is not None)
        if one is None:
            self._now.setText("None is loaded for this form: numbers alone are shown.")
        else:
            by = f"Loaded by {one.loaded_by} on {show_date(one.loaded_on)}."
            self._now.setText(f"{by} Licence: {one.licence_note}")


def _beside(button: QWidget, words: QWidget) -> QWidget:
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.current().space(3))
    across.addWidget(button)
    across.addWidget(words, 1)
    row.setFocusProxy(button)
    return row
