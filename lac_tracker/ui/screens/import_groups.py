"""The counts of a list that was looked at: new, changed, no change, close match, can't be read. Each opens its rows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from lac_tracker.domain.list_import import GROUP_WORDS, Group
from lac_tracker.ui import theme
from lac_tracker.ui.models.import_model import GROUP_STATUS
from lac_tracker.ui.plain import PlainButton, PlainLabel, set_tooltip
from lac_tracker.ui.screens.import_draft import Draft
from lac_tracker.ui.screens.status_icon import status_icon

ALWAYS: tuple[Group, ...] = ("new", "changed", "same", "close_match", "refused")
SOMETIMES: tuple[Group, ...] = ("left_care", "left_out")  # shown where there are some
ORDER: tuple[Group, ...] = ("new", "changed", "same", "left_care", "close_match", "refused", "left_out")


class GroupCounts(QWidget):
    """Signals:
    opened: the rows of a group are asked for; carries its key.
    """

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("imp.groups")
        self.setAccessibleName("What would happen")
        space = theme.current().space
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(space(1))
        grid.setColumnStretch(4, 1)
        self._lines: dict[Group, tuple[QWidget, ...]] = {}
        self.counts: dict[Group, PlainLabel] = {}
        self.buttons: dict[Group, PlainButton] = {}
        for number, group in enumerate(ORDER):
            count = PlainLabel(type="strong")
            count.setObjectName(f"imp.count.{group}")
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            button = PlainButton("Show", "row", name=f"imp.groups.{group}")
            button.setCheckable(True)
            button.setAccessibleName(f"Show: {GROUP_WORDS[group]}")
            set_tooltip(button, f"Show these rows: {GROUP_WORDS[group]}")
            button.clicked.connect(lambda _checked=False, wanted=group: self.opened.emit(wanted))
            line = (
                status_icon(GROUP_STATUS[group]),
                count,
                PlainLabel(GROUP_WORDS[group], wraps=False),
                button,
            )
            for place, widget in enumerate(line):
                grid.addWidget(widget, number, place)
            self._lines[group], self.counts[group], self.buttons[group] = line, count, button

    def show_counts(self, draft: Draft) -> None:
        """Show how many rows each group has now."""
        for group, line in self._lines.items():
            count = len(draft.close_matches()) if group == "close_match" else len(draft.rows(group))
            self.counts[group].setText(f"{count:,}")
            self.buttons[group].setEnabled(count > 0)
            for widget in line:
                widget.setVisible(group in ALWAYS or count > 0)

    def mark(self, group: str) -> None:
        """Say which group's rows are shown; '' for none."""
        for key, button in self.buttons.items():
            button.setChecked(key == group)
            button.setText("Shown" if key == group else "Show")
