"""S14 Health checks: what was given, checked, measured and found, a tab for each."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.services import child_summary
from lac_tracker.services.changes import Changes
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, set_tooltip
from lac_tracker.ui.screens.health_checks_growth import GrowthTab
from lac_tracker.ui.screens.health_checks_hospital import HospitalTab
from lac_tracker.ui.screens.health_checks_immunisations import ImmunisationsTab
from lac_tracker.ui.screens.health_checks_medicines import MedicinesTab
from lac_tracker.ui.screens.health_checks_return import ReturnTab
from lac_tracker.ui.screens.health_checks_routine import DentalTab, DevelopmentTab, SensesTab
from lac_tracker.ui.screens.health_checks_substances import SubstancesTab
from lac_tracker.ui.screens.health_tab import HealthTab
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage, focus_by_name, scroll_area
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow

_CLOSED = (
    "Immunisations, checks, growth, medicines and hospital visits are for those who read clinical content."
)
_KEYS = "Ctrl+Page Up and Ctrl+Page Down go from tab to tab"


TABS: tuple[type[HealthTab], ...] = (
    ImmunisationsTab,
    DentalTab,
    SensesTab,
    DevelopmentTab,
    GrowthTab,
    MedicinesTab,
    SubstancesTab,
    HospitalTab,
    ReturnTab,
)


class HealthChecksPage(RecordPage):
    """Page 7 of a record. The tab that is open is part of the place: Back and unlocking come back to it."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "chk")
        self.head.title.setText("Health checks")
        self._tabs: dict[str, HealthTab] = {}  # those opened so far
        self._kinds: dict[str, type[HealthTab]] = {}
        self._areas: dict[str, QWidget] = {}
        self._current = ""
        if not decide(desk.workplace.actor, Action.SEE_CLINICAL).allowed:
            self._say_closed()
            return
        self._kinds = {kind.key: kind for kind in TABS if kind.is_for(desk)}
        self._facts = desk.operations.ask(child_summary.heading, desk.child_id, today=desk.workplace.today())
        self._stack = QStackedWidget()
        self._add_tabs()
        self.content.addWidget(self._stack, 1)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.step(step))
        tab, _, detail = place.about.partition(":")
        self.show_tab(tab if tab in self._kinds else next(iter(self._kinds)), detail)

    # What is shown

    def show_tab(self, key: str, detail: str = "") -> None:
        """Show a tab; it is made when it is first asked for. detail: what of it is wanted, such as a year."""
        if key not in self._tabs:
            tab = self._tabs[key] = self._kinds[key](self.desk, self._facts)
            tab.said.connect(self.said)
            tab.wanted.connect(self.wanted)
            self._areas[key] = scroll_area(tab)
            self._stack.addWidget(self._areas[key])
        self._current = key
        if detail:
            self._tabs[key].begin_with(detail)
        self._tabs[key].show_record()
        self._stack.setCurrentWidget(self._areas[key])
        if isinstance(self.tabs, ChipRow):
            self.tabs.switch(key)
        else:
            self.tabs.setCurrentIndex(self.tabs.findData(key))

    def step(self, by: int) -> None:
        """Show the next tab, or the one before; after the last comes the first."""
        keys = list(self._kinds)
        on_tabs = self.focused() in ("chk.tabs", *keys)
        self.show_tab(keys[(keys.index(self._current) + by) % len(keys)])
        if on_tabs:
            self.tabs.setFocus()
        else:
            self._tabs[self._current].take_focus()

    # What the record asks

    def take_focus(self) -> None:
        if not self._kinds:
            self.setFocus()
        elif not (self.here.field and focus_by_name(self, self.here.field)):
            self._tabs[self._current].take_focus()

    def run(self, command: str) -> bool:
        if command in ("edit.new", "edit.primary") and self._current and self._tabs[self._current].may_edit:
            self._tabs[self._current].add()
            return True
        return False

    def reload(self, changes: Changes) -> None:
        if self._current and (changes.children or changes.assessments):
            self._tabs[self._current].show_record()

    def place(self) -> Place:
        return replace(self.here, about=self._current, field=self.focused())

    # Behind it

    def _add_tabs(self) -> None:
        chosen = tuple((kind.key, kind.words) for kind in self._kinds.values())
        self.tabs: ChipRow | QComboBox
        if self.head.is_large:
            box = self.tabs = QComboBox()
            for key, words in chosen:
                box.addItem(words, key)
            box.setMinimumHeight(theme.current().control_height("primary"))
            box.activated.connect(lambda place: self.show_tab(str(box.itemData(place))))
            self.head.add_button(box)
        else:
            chips = self.tabs = ChipRow(
                tuple(ChipFacts(key, words) for key, words in chosen),
                label="Health checks: what is shown", name="chk.tabs", one_only=True,
            )  # fmt: skip
            chips.toggled.connect(lambda key, _on: self.show_tab(key))
            row, space = QWidget(), theme.current().space
            line = QHBoxLayout(row)
            line.setContentsMargins(space(6), 0, space(6), space(2))
            line.addWidget(chips)
            self.content.addWidget(row)
        self.tabs.setObjectName("chk.tabs")
        self.tabs.setAccessibleName("Health checks: what is shown")
        self.tabs.setAccessibleDescription(_KEYS)
        set_tooltip(self.tabs, _KEYS)

    def _say_closed(self) -> None:
        self.head.say("Your role reads no clinical content")
        closed = PlainLabel(_CLOSED, wraps=True)
        closed.setObjectName("chk.closed")
        row, space = QWidget(), theme.current().space
        line = QHBoxLayout(row)
        line.setContentsMargins(space(6), space(2), space(6), space(6))
        line.addWidget(closed)
        self.content.addWidget(row)
        self.content.addStretch()
