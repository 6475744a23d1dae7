"""S19 Clinics: the diary with who waits to be booked, and the next 8 weeks, a tab each."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lac_tracker.services.clinics import NewSession
from lac_tracker.ui import theme
from lac_tracker.ui.plain import set_tooltip, title
from lac_tracker.ui.screens.clinics_diary import Diary
from lac_tracker.ui.screens.list_page import alters_lists
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.workplace import Workplace

_TABS = (ChipFacts("diary", "Diary"), ChipFacts("weeks", "Next 8 weeks"))


class Clinics(QFrame):
    """Ctrl+Tab goes from tab to tab; what is shown is read anew when something changed.

    Signals:
        child_opened: a record is asked for; carries the child's id.
        place_wanted: a place of a record is asked for; carries a Place.
        helped: the line of help below should say this.
        said: something was done; carries the words for the message bar.
    """

    child_opened = Signal(object)
    place_wanted = Signal(object)
    helped = Signal(str)
    said = Signal(str)
    name, words = "clinics", "Clinics"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("cln")
        self.setAccessibleName(self.words)
        self.setProperty("region", "page")
        self._workplace = workplace
        self.tabs = ChipRow(_TABS, label="Clinics: what is shown", name="cln.tabs", one_only=True)
        set_tooltip(self.tabs, "Ctrl+Tab goes to the other tab")
        self.tabs.toggled.connect(lambda key, _on: self.show_tab(key))
        self.diary = Diary(workplace)
        self._follow(self.diary)
        self._behind: set[str] = set()  # tabs that something changed for while they were hidden
        self._weeks: Any = None  # made when it is first shown: it brings the forecast and its chart
        self._stack = QStackedWidget()
        self._stack.addWidget(self.diary)
        self._lay_out()
        self.show_tab("diary")

    def _lay_out(self) -> None:
        space = theme.current().space
        head = QHBoxLayout()
        head.setContentsMargins(space(6), space(3), space(6), 0)
        head.setSpacing(space(4))
        caption = title(self.words)
        caption.setWordWrap(False)
        head.addWidget(caption)
        head.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    @property
    def shown(self) -> Any:
        """The tab on show."""
        return self._stack.currentWidget()

    def show_tab(self, key: str) -> None:
        """Show a tab by its key."""
        if key == "weeks" and self._weeks is None:
            from lac_tracker.ui.screens.clinics_weeks import NextWeeks

            self._weeks = NextWeeks(self._workplace)
            self._follow(self._weeks)
            self._weeks.made_real.connect(self._add_for_real)
            self._stack.addWidget(self._weeks)
        self.tabs.switch(key)
        self._stack.setCurrentWidget(self._weeks if key == "weeks" else self.diary)
        self._catch_up()
        self.helped.emit("")

    # What the frame asks

    @property
    def is_waiting(self) -> bool:
        """Whether the tab on show is still being read."""
        return bool(self.shown.is_waiting)

    def reload(self, changes: object = None) -> None:
        """Read what is shown anew, unless what changed has nothing to do with it; what is hidden once it is shown."""
        if alters_lists(changes) or bool(getattr(changes, "people", False)):
            self._behind = {"diary", "weeks"}
            if self.isVisible():
                self._catch_up()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    def _catch_up(self) -> None:
        key = "diary" if self.shown is self.diary else "weeks"
        if key in self._behind or (self.isVisible() and getattr(self.shown, "is_behind", False)):
            self._behind.discard(key)
            self.shown.load()

    def run_command(self, name: str) -> bool:
        match name:
            case "view.nextTab" | "view.previousTab":
                self.show_tab("weeks" if self.shown is self.diary else "diary")
                self.focus_first()
            case "view.refresh":
                self.reload()
            case _:
                return bool(self.shown.run(name))
        return True

    def focus_first(self) -> None:
        self.shown.take_focus()

    def regions(self) -> tuple[QWidget, ...]:
        return (self.tabs, *self.shown.regions())

    def leave(self) -> bool:
        return True

    def _follow(self, tab: Any) -> None:
        tab.said.connect(self.said)
        tab.helped.connect(self.helped)
        if hasattr(tab, "child_opened"):
            tab.child_opened.connect(self.child_opened)
            tab.place_wanted.connect(self.place_wanted)

    def _add_for_real(self, proposed: NewSession, words: str) -> None:
        """What if… became real: the diary asks for the rest."""
        self.show_tab("diary")
        self.diary.add(proposed, words)
