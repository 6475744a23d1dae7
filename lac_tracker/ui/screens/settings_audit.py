"""S26 Audit log: who did what, read only for everyone; and the odd looks of a week."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.plain import title
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.screens.settings_audit_list import AuditList
from lac_tracker.ui.screens.settings_audit_odd import OddLooks
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.workplace import Workplace

_TABS = {"log": "Log", "odd": "Odd looks"}


class AuditLog(QFrame):
    """Two tabs; Ctrl+Tab goes between them.

    Signals:
        said: something was done; words for the message bar.
        helped: the line of help below should say this.
    """

    said = Signal(str)
    helped = Signal(str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("aud")
        self.setAccessibleName("Audit log")
        self._workplace = workplace
        self.tab = "log"
        self.tabs = ChipRow(label="What is shown", name="aud.tabs", one_only=True)
        self.tabs.set_chips(tuple(ChipFacts(key, words) for key, words in _TABS.items()))
        self.tabs.toggled.connect(lambda key, _on: self.show_tab(key))
        self.log = AuditList(workplace)
        self.odd: OddLooks | None = None  # made when it is first shown: it reads a week
        self._stack = QStackedWidget()
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(4), space(6), space(3))
        column.setSpacing(space(2))
        self._title = title("Audit log")
        head = QHBoxLayout()
        head.setSpacing(space(3))
        head.addWidget(self.tabs, 1)
        self._buttons = QStackedWidget()
        self._buttons.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        head.addWidget(self._buttons)
        column.addWidget(self._title)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self._add(self.log)
        self.tabs.switch("log")
        self._fit()

    def _add(self, body: AuditList | OddLooks) -> None:
        body.said.connect(self.said)
        body.helped.connect(self.helped)
        self._stack.addWidget(body)
        self._buttons.addWidget(body.buttons)

    @property
    def body(self) -> AuditList | OddLooks:
        """The tab on the screen."""
        return self.log if self.tab == "log" or self.odd is None else self.odd

    def show_tab(self, key: str) -> None:
        """Show a tab: one of _TABS."""
        if key == "odd" and self.odd is None:
            self.odd = OddLooks(self._workplace)
            self._add(self.odd)
        self.tab = key
        self._stack.setCurrentWidget(self.body)
        self._buttons.setCurrentWidget(self.body.buttons)
        self.tabs.switch(key)

    def _fit(self) -> None:
        """In large text the name of the section stands in the drop-down above alone: rows need the height."""
        self._title.setVisible(theme.current().text_percent < LARGE)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_buttons"):
            self._fit()

    # What the settings ask

    def reload(self, changes: object = None) -> None:
        """Read the log again when it is asked for: what is done meanwhile moves no row under the pointer."""
        if changes is None:
            self.body.ask()

    def focus_first(self) -> None:
        self.body.focus_first()

    def regions(self) -> tuple[QWidget, ...]:
        return (self.tabs, *self.body.regions())

    def leave(self) -> bool:
        return True

    def run_command(self, name: str) -> bool:
        if name in ("view.nextTab", "view.previousTab"):
            self.show_tab("odd" if self.tab == "log" else "log")
            self.focus_first()
            return True
        return self.body.run_command(name)
