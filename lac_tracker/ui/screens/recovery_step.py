"""The last step of first-time set-up: the recovery key, shown once."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.set_up_steps import Step, line, said_beside
from lac_tracker.ui.widgets.field import Field

_GROUPS_IN_A_LINE = 4


class RecoveryStep(Step):
    """The recovery key, shown once. Finish waits for it to be put away."""

    words = "Recovery sheet"

    def __init__(self, before: str = "The team file is made.") -> None:
        """before: what was done, said first."""
        super().__init__(
            "Recovery sheet",
            f"{before} If everyone forgets their passphrase, this sheet is the only way in. "
            "Whoever has the sheet and the file can read everything: keep the two apart, the sheet in a locked safe.",
        )
        self.key = ""
        self.shown = PlainLabel(type="h2", wraps=True)
        self.shown.setObjectName("setup.recoveryKey")
        self.shown.setAccessibleName("Recovery key")
        self.shown.make_selectable()
        self.file = line("setup.sheetPath", 52)
        self.file.setAccessibleName("Recovery sheet as PDF")
        self.save = PlainButton("Save recovery sheet as PDF", name="setup.saveSheet")
        self.file_field = Field(
            "Recovery sheet as PDF",
            self.file,
            hint="Print it, then delete this file. You can copy the key by hand instead",
        )
        self.saved = PlainLabel(type="strong", tone="ok", wraps=True)
        self.saved.setObjectName("setup.sheetSaved")
        self.saved.hide()
        self.safe = QCheckBox("I have put the recovery sheet somewhere safe")
        self.safe.setObjectName("setup.sheetSafe")
        self.column.addWidget(self.shown)
        self.column.addWidget(self.file_field)
        self.column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.saved)
        self.column.addWidget(self.safe)
        self.column.addStretch()

    def show_key(self, key: str) -> None:
        self.key = key
        groups = key.replace("-", " ").split()
        lines = [
            "  ".join(groups[start : start + _GROUPS_IN_A_LINE])
            for start in range(0, len(groups), _GROUPS_IN_A_LINE)
        ]
        self.shown.setText("\n".join(lines))
        self.file.setText(str(Path.home() / "recovery-sheet.pdf"))

    def path(self) -> Path | None:
        text = self.file.text().strip()
        is_named = said_beside(
            self.file_field, "" if text else "Enter where to save the recovery sheet", self.file
        )
        return Path(text).expanduser() if is_named else None

    def say_saved(self, path: Path) -> None:
        self.file_field.clear_error()
        self.saved.setText(f"Saved as {path}. Print it and put it away, then tick below.")
        self.saved.show()
        self.safe.setFocus()

    def forget(self) -> None:
        self.key = ""
        self.shown.setText("")

    def focus_first(self) -> None:
        self.save.setFocus()

    def check(self) -> bool:
        return self.safe.isChecked()
