"""How the working list looks to this person: columns, density, the panel; and their own views."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QMenu

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.worklist import Wanted, checked
from lac_tracker.ui import list_look, theme
from lac_tracker.ui.models.caseload_model import ALWAYS, KEYS
from lac_tracker.ui.plain import PlainButton, set_tooltip

if TYPE_CHECKING:
    from lac_tracker.ui.screens.overdue import Overdue

_LIST = "due"
_WIDE = 1500  # pixels of page at 100 % from where the panel stands at the side
_SIDE = 400
_ROWS, _COMPACT_ROWS = 6, 10  # that stand above the panel before it gets more height
OWN = "list"  # what of saved views


class OverdueLook(QObject):
    """Owns the buttons Columns and Density, F9, and the saved views."""

    def __init__(self, page: Overdue) -> None:
        super().__init__(page)
        self._page = page
        self._kept = list_look.read(page.workplace, _LIST)
        self._is_large = self._has_drawer = False
        self._own: dict[str, Wanted] = {}
        self.columns = PlainButton("Columns", name="due.columns")
        set_tooltip(self.columns, "Which columns are shown, and in which order")
        self.columns.clicked.connect(lambda _checked=False: self._ask_columns())
        self.density = PlainButton("Density", name="due.density")
        set_tooltip(self.density, "Two lines to a row, or one")
        self.density.setMenu(self._density_menu())
        self.more = PlainButton("List", name="due.list")
        set_tooltip(self.more, "Export, print, columns and density")
        self.more.setMenu(self._list_menu())
        self.more.hide()
        for button in (self.columns, self.density, self.more):
            page.buttons.addWidget(button)
        page.views.own_chosen.connect(self.show_own)
        page.views.keep_wanted.connect(self._ask_name)
        page.views.forget_wanted.connect(self._forget)
        page.rows_area.installEventFilter(page)
        self._apply()

    def run(self, name: str) -> bool:
        """Do a command that is about how the list looks; False for any other."""
        if name != "view.side":
            return False
        page = self._page
        if self._is_large:
            self._has_drawer = not self._has_drawer
        else:
            self._keep(replace(self._kept, has_panel=not self._kept.has_panel))
        self.place_panel()
        if not page.peek.isVisible():
            page.table.setFocus()
        elif self._has_drawer:
            page.peek.take_focus()
        return True

    def close_drawer(self) -> bool:
        """Show the rows again where the panel stood in their place; False where it did not."""
        return self._is_large and self._has_drawer and self.run("view.side")

    def fit(self, *, large: bool) -> None:
        """Follow the size of the text: in large text the buttons about the list are one menu."""
        self._is_large, self._has_drawer = large, False
        for button in (self.columns, self.density):
            button.setVisible(not large)
        self.more.setVisible(large)
        self.place_panel()

    # The panel

    def place_panel(self) -> None:
        """Put the panel at the side where the page is wide, else below, as high as six rows leave it.

        In large text it stands in the place of the rows while it is open.
        """
        page, shown = self._page, theme.current()
        page.peek.setVisible(self._has_drawer if self._is_large else self._kept.has_panel)
        in_place = self._is_large and self._has_drawer
        page.body.setVisible(not in_place)
        page.show_filters(not in_place)
        scale = shown.text_percent / 100
        at_the_side = not self._is_large and page.width() >= _WIDE * scale
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        page.arrange_rows(across if at_the_side else down)
        page.peek.stand(at_the_side=at_the_side, is_drawer=self._is_large)
        page.peek.setMinimumSize(0, 0)
        page.peek.setMaximumSize(_ANY, _ANY)
        if at_the_side:
            page.peek.setFixedWidth(round(_SIDE * scale))
        elif not self._is_large:
            room = page.rows_area.height()
            spare = room - self._rows_height() - shown.space(2)
            least = min(page.peek.least_height(), room // 2)
            page.peek.setFixedHeight(max(min(page.peek.wished_height(), spare), least))

    def _rows_height(self) -> int:
        table = self._page.table
        header = table.horizontalHeader().height()
        bar = table.horizontalScrollBar()
        sideways = bar.sizeHint().height() if bar.maximum() > 0 else 0
        rows = _COMPACT_ROWS if self._kept.is_compact else _ROWS
        return header + sideways + rows * table.verticalHeader().defaultSectionSize() + 2 * table.frameWidth()

    # Columns and density

    def _apply(self) -> None:
        """Show columns and density as they are kept."""
        page, order = self._page, self._kept.order(KEYS)
        header = page.table.horizontalHeader()
        for place, key in enumerate(order):
            header.moveSection(header.visualIndex(KEYS.index(key)), place)
        for key in KEYS:
            page.table.setColumnHidden(KEYS.index(key), key in self._kept.hidden and key not in ALWAYS)
        page.table.set_compact(self._kept.is_compact)
        for action in self._densities:
            action.setChecked(action.data() == self._kept.is_compact)

    def _keep(self, look: list_look.ListLook) -> None:
        self._kept = look
        list_look.keep(self._page.workplace, _LIST, look)

    def shown_columns(self) -> tuple[str, ...]:
        """Return the keys of the columns shown, in their order."""
        hidden = set(self._kept.hidden) - set(ALWAYS)
        return tuple(key for key in self._kept.order(KEYS) if key not in hidden)

    def _density_menu(self) -> QMenu:
        menu = QMenu(self.density)
        self._densities: list[QAction] = []
        for words, is_compact in (("Comfortable: two lines", False), ("Compact: one line", True)):
            action = menu.addAction(words)
            action.setObjectName("due.compact" if is_compact else "due.comfortable")
            action.setCheckable(True)
            action.setData(is_compact)
            self._densities.append(action)
            action.triggered.connect(lambda _checked=False, dense=is_compact: self.set_density(dense))
        return menu

    def _list_menu(self) -> QMenu:
        menu = QMenu(self.more)
        for words, act in (
            ("Export (Ctrl+E)", lambda: self._page.run_command("edit.export")),
            ("Print (Ctrl+P)", lambda: self._page.run_command("edit.print")),
            ("Columns", self._ask_columns),
        ):
            menu.addAction(words).triggered.connect(lambda _checked=False, do=act: do())
        menu.addSeparator()
        for action in self._densities:
            menu.addAction(action)
        return menu

    def set_density(self, is_compact: bool) -> None:
        """Show one line to a row, or two; it is kept."""
        self._keep(replace(self._kept, is_compact=is_compact))
        self._apply()
        self.place_panel()

    def _ask_columns(self) -> None:
        from lac_tracker.ui.screens.list_columns import ColumnsDialog  # only when wanted

        titles = {key: column.title for key, column in zip(KEYS, self._page.model.columns, strict=True)}
        dialog = ColumnsDialog(
            self._page, self._page.workplace, titles, self._kept.order(KEYS), self._kept.hidden, ALWAYS
        )
        dialog.chosen.connect(self.set_columns)
        dialog.open()

    def set_columns(self, order: tuple[str, ...], hidden: tuple[str, ...]) -> None:
        """Show these columns in this order; it is kept. () and () is how the list has them."""
        self._keep(replace(self._kept, columns=order, hidden=hidden))
        self._apply()

    # Views of one's own

    def offer_own(self) -> None:
        """Offer the views this person keeps."""
        from lac_tracker.services import saved_views  # after the list

        found = self._page.workplace.operations.ask(saved_views.listed, what=OWN)
        self._own = {one.name: one.wanted for one in found}
        self._page.views.show_own(tuple(self._own))

    def show_own(self, name: str) -> None:
        """Show the list as this person kept it under a name."""
        try:
            self._page.show_wanted(checked(self._own.get(name, Wanted())))
        except UserError as error:
            self._page.said.emit(str(error))
        self._page.focus_first()

    def _ask_name(self) -> None:
        from lac_tracker.ui.screens.keep_view import KeepViewDialog  # only when wanted

        dialog = KeepViewDialog(self._page, self._page.workplace, self._page.wanted, OWN)
        dialog.accepted.connect(self.offer_own)
        dialog.accepted.connect(lambda: self._page.said.emit("View saved. It is under More views."))
        dialog.open()

    def _forget(self, name: str) -> None:
        from lac_tracker.services import saved_views

        if self._page.workplace.operations.do(saved_views.forget, what=OWN, name=name) is not None:
            self.offer_own()
            self._page.said.emit("View forgotten.")


_ANY = 16_777_215  # QWIDGETSIZE_MAX
