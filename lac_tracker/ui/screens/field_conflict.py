"""Two people changed the same field of a dialog: both beside each other with what stood there, and a person chooses (2.30)."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.ui.screens.conflict import ConflictDialog, cell
from lac_tracker.ui.widgets.radio_group import RadioGroup


@dataclass(frozen=True)
class FieldConflict:
    """One field of a dialog. held, both: what is put into it when theirs is chosen, or both where it takes both."""

    place: int
    asked: str
    mine: str
    theirs: str
    before: str
    held: tuple[str, ...]
    both: tuple[str, ...] = ()


class FieldsDiffer(ConflictDialog):
    """Opened with `open()`.

    Signals:
        used: chosen for every field; carries field → what is put into it, where mine alone was not chosen.
    """

    used = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        conflicts: tuple[FieldConflict, ...],
        *,
        joined: int,
        facts: BannerFacts | None = None,
    ) -> None:
        """joined: how many fields only the other person changed, which are taken over already. facts: of the child."""
        super().__init__(parent)
        self._conflicts = conflicts
        self._keep: dict[int, RadioGroup] = {}
        many = "1 field is" if len(conflicts) == 1 else f"{len(conflicts)} fields are"
        rest = " The rest are joined up already." if joined else ""
        self.lay_out(
            f"{many} different.{rest}", facts, ("Field", "Yours", "Theirs", "Keep"),
            ("Go back to what I typed", "Use these and save"),
        )  # fmt: skip

    def use(self) -> None:
        """Tell what was chosen; nothing happens while a field has no choice."""
        if open_ones := [one.asked for one in self._conflicts if not self._keep[one.place].value()]:
            self.say(f"Choose which to keep: {', '.join(open_ones)}")
            return
        kept = {one.place: self._keep[one.place].value() for one in self._conflicts}
        chosen = {
            one.place: one.both if kept[one.place] == "both" else one.held
            for one in self._conflicts
            if kept[one.place] != "mine"
        }
        self.accept()
        self.used.emit(chosen)

    def fill(self, grid: QGridLayout) -> int:
        for row, one in enumerate(self._conflicts, 1):
            for column, (words, name) in enumerate(
                ((one.asked, ""), (one.mine, "mine"), (one.theirs, "theirs"))
            ):
                about = f"Before: {one.before}" if column == 0 and one.before else ""
                grid.addWidget(cell(words, about, name=f"conf.{name}.{row}" if name else ""), row, column)
            choices = [("mine", "Mine"), ("theirs", "Theirs"), *([("both", "Both")] if one.both else [])]
            group = RadioGroup(f"Keep, {one.asked}", tuple(choices), name=f"conf.keep.{row}")
            self._keep[one.place] = group
            grid.addWidget(group, row, 3, Qt.AlignmentFlag.AlignTop)
        return len(self._conflicts)
