"""Two people changed the same field of a dialog: both beside each other with what stood there, and a person chooses (2.30)."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, label
from lac_tracker.ui.screens.record_page import scroll_area
from lac_tracker.ui.screens.who_line import who_line
from lac_tracker.ui.widgets.radio_group import RadioGroup

TITLE = "Someone else changed this while you were working"
_WIDTH = 100  # characters


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


class FieldsDiffer(QDialog):
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
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("conf")
        self.setWindowTitle(TITLE)
        self._conflicts = conflicts
        self._keep: dict[int, RadioGroup] = {}
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(5), space(6), space(4))
        column.setSpacing(space(3))
        column.addWidget(heading(TITLE))
        if facts is not None:
            column.addWidget(who_line(facts))
        many = "1 field is" if len(conflicts) == 1 else f"{len(conflicts)} fields are"
        rest = " The rest are joined up already." if joined else ""
        column.addWidget(PlainLabel(f"{many} different.{rest}", wraps=True))
        table = QWidget()
        table.setObjectName("conf.table")
        table.setAccessibleName("Fields that are different")
        self._fill(table)
        column.addWidget(scroll_area(table), 1)
        self._problem = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._problem.setObjectName("conf.problem")
        self._problem.hide()
        column.addWidget(self._problem)
        column.addWidget(hint("Both versions stay in the history."))
        self._later = PlainButton("Go back to what I typed", name="conf.later")
        self._later.clicked.connect(self.reject)
        use = PlainButton("Use these and save", "primary", name="conf.use")
        use.clicked.connect(lambda _checked=False: self.use())
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self._later, use):
            buttons.addWidget(button)
        column.addLayout(buttons)
        room = parent.screen().availableGeometry()
        self.resize(
            min(theme.current().characters(_WIDTH), round(room.width() * 0.92)),
            min(table.sizeHint().height() + theme.current().scaled(260), round(room.height() * 0.9)),
        )
        self._later.setFocus()  # the safe one: a key meant for the dialog behind chooses nothing

    def use(self) -> None:
        """Tell what was chosen; nothing happens while a field has no choice."""
        if open_ones := [one.asked for one in self._conflicts if not self._keep[one.place].value()]:
            self._problem.setText(f"Choose which to keep: {', '.join(open_ones)}")
            self._problem.show()
            return
        kept = {one.place: self._keep[one.place].value() for one in self._conflicts}
        chosen = {
            one.place: one.both if kept[one.place] == "both" else one.held
            for one in self._conflicts
            if kept[one.place] != "mine"
        }
        self.accept()
        self.used.emit(chosen)

    def _fill(self, table: QWidget) -> None:
        space = theme.current().space
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, space(2), 0)
        grid.setHorizontalSpacing(space(4))
        grid.setVerticalSpacing(space(3))
        for column, words in enumerate(("Field", "Yours", "Theirs", "Keep")):
            grid.addWidget(label(words), 0, column)
            grid.setColumnStretch(column, 2 if column < 3 else 1)
        for row, one in enumerate(self._conflicts, 1):
            for column, (words, name) in enumerate(
                ((one.asked, ""), (one.mine, "mine"), (one.theirs, "theirs"))
            ):
                about = f"Before: {one.before}" if column == 0 and one.before else ""
                grid.addWidget(_cell(words, about, name=f"conf.{name}.{row}" if name else ""), row, column)
            choices = [("mine", "Mine"), ("theirs", "Theirs"), *([("both", "Both")] if one.both else [])]
            group = RadioGroup(f"Keep, {one.asked}", tuple(choices), name=f"conf.keep.{row}")
            self._keep[one.place] = group
            grid.addWidget(group, row, 3, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(self._conflicts) + 1, 1)


def _cell(words: str, about: str, *, name: str) -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    said = PlainLabel(words, wraps=True)
    said.setObjectName(name)
    said.make_selectable()
    column.addWidget(said)
    if about:
        column.addWidget(hint(about))
    column.addStretch()
    return cell
