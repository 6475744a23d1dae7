"""How a preview is laid out: whose it is above the page at all times, the pages, and beside them checks and printer."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.services.document_checks import Finding
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, set_tooltip
from lac_tracker.ui.screens.preview_checks import ChecksCard
from lac_tracker.ui.screens.preview_parts import PageArea, PageBar, PageStrip, TallPage
from lac_tracker.ui.screens.print_panel import PrintPanel
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place, RecordPage, scroll_area
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.widgets.page_column import PageColumn

_SIDE = 31  # characters


class PreviewLayout(RecordPage):
    """The widgets of a preview by name, without what they do. In large text checks and printer are behind a button."""

    def __init__(self, desk: Desk, place: Place, titles: Mapping[str, str]) -> None:
        super().__init__(desk, place, "pv")
        self._is_large = theme.current().text_percent >= LARGE
        self.chips = ChipRow(
            tuple(ChipFacts(name, title) for name, title in titles.items()), label="Documents", name="pv.documents",
            one_only=True,
        )  # fmt: skip
        self.error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self.error.setObjectName("pv.error")
        self.error.hide()
        self.busy = Busy(name="pv.busy")
        self.bar, self.strip, self.area = PageBar(), PageStrip(), PageArea()
        self.checks, self.panel = ChecksCard(self.fix), PrintPanel()
        self._place_buttons()
        self._lay_out(has_choice=len(titles) > 1)

    def fix(self, one: Finding) -> None:
        """Go where something that a check found is mended."""
        raise NotImplementedError

    def say_whose(self, words: str, *, always: bool) -> None:
        """Say whose document it is, where it stays whatever else is shown.

        always: in large text, too, where the banner of a record says it alone.
        """
        self._whose.setText(words)
        self._whose.setVisible(always or not self._is_large)

    def say_error(self, words: str) -> None:
        """Show what is wrong above the page; '' takes it away."""
        self.error.setText(words)
        self.error.setVisible(bool(words))

    def show_nothing(self) -> None:
        """There is no page yet."""
        self.area.show_page(None)
        self.bar.nothing()
        self.strip.clear()
        for button in (self.save_button, self.print_button, self.sent_button):
            button.setEnabled(False)

    def show_ready(self, *, is_kept: bool) -> None:
        """The pages are there: they can be saved, printed and sent."""
        for button in (self.save_button, self.print_button, self.sent_button):
            button.setEnabled(True)
        self.sent_button.setText("Mark as sent" if is_kept else "Make and mark as sent")

    def toggle_side(self) -> None:
        """In large text: checks and printer in place of the page, or the page again."""
        if self._is_large:
            self.side_button.setChecked(not self.side_button.isChecked())

    def _place_buttons(self) -> None:
        close = PlainButton("Close", name="pv.close")
        set_tooltip(close, "Close (Esc)")
        close.clicked.connect(lambda _checked=False: self.back_wanted.emit())
        self.save_button = PlainButton("Save PDF", icon="fa6s.file-pdf", name="pv.save")
        set_tooltip(self.save_button, "Save PDF (Ctrl+S)")
        self.sent_button = PlainButton("Make and mark as sent", name="pv.markSent")
        set_tooltip(self.sent_button, "Record where it goes (Ctrl+Shift+S)")
        self.print_button = PlainButton("Print", "primary", icon="fa6s.print", name="pv.print")
        set_tooltip(self.print_button, "Print (Ctrl+P)")
        self.side_button = PlainButton("Checks and printer", name="pv.side")
        set_tooltip(self.side_button, "Checks and printer (F9)")
        self.side_button.setCheckable(True)
        self.side_button.toggled.connect(self._show_side)
        self.head.add_button(close)
        if self._is_large:
            self.head.add_button(self.side_button)
        for button in (self.save_button, self.sent_button, self.print_button):
            self.head.add_button(button)
        if not self._is_large:
            self.side_button.setParent(self)
            self.side_button.hide()

    def _lay_out(self, *, has_choice: bool) -> None:
        space = theme.current().space
        column = QVBoxLayout()
        column.setContentsMargins(space(6), 0, space(6), space(4))
        column.setSpacing(space(2))
        self._whose = PlainLabel(type="strong", wraps=True)
        self._whose.setObjectName("pv.whose")
        column.addWidget(self._whose)
        if has_choice:
            self.head.add_below(self.chips)
        else:
            self.chips.setParent(self)
            self.chips.hide()
        column.addWidget(self.error)
        column.addWidget(self.busy)
        column.addWidget(self.bar)
        across = QHBoxLayout()
        across.setSpacing(space(3))
        across.addWidget(self.strip)
        across.addWidget(self.area, 1)
        across.addWidget(self._side(), 1 if self._is_large else 0)
        column.addLayout(across, 1)
        if self._is_large:
            self.content.addWidget(TallPage(column, self.area), 1)
            self.strip.hide()
            self.side.hide()
        else:
            self.content.addLayout(column, 1)

    def _side(self) -> QWidget:
        inside = PageColumn()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.current().space(1), 0)
        column.setSpacing(theme.current().space(3))
        column.addWidget(self.checks)
        column.addWidget(self.panel)
        column.addStretch()
        self.side = scroll_area(inside)
        if not self._is_large:
            self.side.setFixedWidth(theme.current().characters(_SIDE))
        return self.side

    def _show_side(self, is_on: bool) -> None:
        self.side.setVisible(is_on)
        self.area.setVisible(not is_on)
        self.bar.setVisible(not is_on)
        (self.panel.printer if is_on else self.area).setFocus(Qt.FocusReason.OtherFocusReason)
