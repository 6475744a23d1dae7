"""S23 Import: a new import in five steps, the imports there were, and the caseload beside a council's list."""

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import decide
from lac_tracker.ui import theme
from lac_tracker.ui.plain import hint, title
from lac_tracker.ui.screens.import_draft import Draft
from lac_tracker.ui.screens.import_sources import COMPARE, EARLIER, NEW, PLACES
from lac_tracker.ui.screens.import_steps import FINISH
from lac_tracker.ui.screens.record_page import LARGE, reveal_focus
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.workplace import Workplace


class ImportScreen(QFrame):
    """Ctrl+Tab goes from tab to tab. What stands in each stays while the screen is left.

    Signals:
        went: another screen is asked for; carries its name.
        said: it is done; carries the words for the message bar.
        helped: the line of help below should say this.
        child_opened: a record is asked for; carries the child's id.
    """

    went = Signal(str)
    said = Signal(str)
    helped = Signal(str)
    child_opened = Signal(int)
    name, words = "import", "Import"

    def __init__(self, workplace: Workplace, councils: tuple[str, ...]) -> None:
        super().__init__()
        self.workplace, self._councils = workplace, councils
        self.setObjectName("imp")
        self.setProperty("region", "page")
        self._places = tuple(one for one in PLACES if decide(workplace.actor, one.needs).allowed)
        self._bodies: dict[str, Any] = {}
        self._stale: set[str] = set()  # bodies that something changed for while they were hidden
        self.tab = NEW
        large = theme.current().text_percent >= LARGE
        chips = tuple(ChipFacts(one.key, (large and one.short) or one.words) for one in self._places)
        self.tabs = ChipRow(chips, label="Import: what is shown", name="imp.tabs", one_only=True)
        self.tabs.toggled.connect(lambda key, _on: self.show_tab(key, focus=True))
        self.place = hint("")
        self.place.setObjectName("imp.place")
        self.place.setWordWrap(False)
        self.stack = QStackedWidget()
        self._lay_out()
        self.show_tab(NEW)

    def _lay_out(self) -> None:
        space = theme.current().space
        name = title(self.words)
        name.setWordWrap(False)
        self._head = QWidget()
        large = theme.current().text_percent >= LARGE
        line: Any = Flow(gap=space(4), line_gap=space(1), is_centred=True) if large else QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        self._head.setLayout(line)
        line.addWidget(name)
        if isinstance(line, QHBoxLayout):
            line.setSpacing(space(4))
            line.addWidget(self.tabs, 1, Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(self.place)
        else:
            line.addWidget(self.place)
        head = QVBoxLayout()
        head.setContentsMargins(space(6), space(4), space(6), space(2))
        head.setSpacing(space(2))
        head.addWidget(self._head)
        if large:
            head.addWidget(self.tabs)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.stack, 1)

    # What the frame asks

    def focus_first(self) -> None:
        body = self.body
        focus = getattr(body, "focus_first", None) or body.take_focus
        focus()
        reveal_focus(self)

    def reload(self, changes: object = None) -> None:
        """Earlier imports and differences follow what others save; a new import is what was read from files."""
        for key, body in self._bodies.items():
            if not hasattr(body, "reload"):
                continue
            if key == self.tab and self.isVisible():
                body.reload(changes)
            else:
                self._stale.add(key)

    def leave(self) -> bool:
        return True

    def regions(self) -> tuple[QWidget, ...]:
        return (self.tabs, *self.body.regions())

    def run_command(self, name: str) -> bool:
        body = self.body
        match name:
            case "view.nextTab" | "view.previousTab":
                keys = [one.key for one in self._places]
                step = 1 if name == "view.nextTab" else -1
                self.show_tab(keys[(keys.index(self.tab) + step) % len(keys)], focus=True)
            case "edit.primary":
                body.go_on() if self.tab == NEW else body.primary()
            case "edit.export" if hasattr(body, "save_as_file"):
                body.save_as_file()
            case "edit.export" if self.tab == EARLIER:
                body.save_left_out()
            case "view.refresh" if hasattr(body, "reload"):
                body.reload(None)
            case _:
                return False
        return True

    # Tabs

    @property
    def body(self) -> Any:
        """What the tab shows."""
        return self._bodies[self.tab]

    def show_tab(self, key: str, *, focus: bool = False) -> None:
        """Look at another tab, made when it is first shown."""
        self.tab = key
        is_new = key not in self._bodies
        body = self._body(key)
        self.tabs.switch(key)
        self.stack.setCurrentWidget(body)
        self.place.setText(body.place_words if key == NEW else "")
        if hasattr(body, "reload") and (is_new or key in self._stale):
            self._stale.discard(key)
            body.reload(None)
        if focus:
            self.focus_first()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self.tab in self._stale:
            self._stale.discard(self.tab)
            self.body.reload(None)

    def _body(self, key: str) -> Any:
        if key not in self._bodies:
            place = next(one for one in self._places if one.key == key)
            body = place.make(self.workplace, self._councils)
            self._bodies[key] = body
            self.stack.addWidget(body)
            for name, follow in (
                ("said", self.said), ("helped", self.helped), ("went", self.went), ("child_opened", self.child_opened),
                ("placed", self._placed), ("undo_wanted", partial(self._to_earlier, "undo")),
                ("list_wanted", partial(self._to_earlier, "list")), ("left_out_wanted", partial(self._to_earlier, "file")),
                ("decide_wanted", self._decide_now), ("undone", self._was_undone),
                ("compare_wanted", partial(self.show_tab, COMPARE, focus=True)), ("new_wanted", partial(self.show_tab, NEW, focus=True)),
            ):  # fmt: skip
                if hasattr(body, name):
                    getattr(body, name).connect(follow)
        return self._bodies[key]

    def _placed(self, words: str) -> None:
        if self.tab == NEW:
            self.place.setText(words)

    def _to_earlier(self, wanted: str, import_id: int) -> None:
        """Do from the last step what the list of earlier imports does."""
        earlier = self._body(EARLIER)
        if wanted == "file":
            earlier.save_left_out(import_id)
            return
        if wanted == "undo":
            earlier.undo_one(import_id, self)
            return
        self.show_tab(EARLIER)
        earlier.show_import(import_id, opens_aside=True)

    def _was_undone(self, import_id: int) -> None:
        """The last step of the import that was undone has nothing to say any more."""
        wizard = self._body(NEW)
        if wizard.here == FINISH and wizard.finish.import_id == import_id:
            wizard.reset(focus=self.tab == NEW)

    def _decide_now(self, draft: Draft) -> None:
        """Rows set aside go through the steps of a new import, unless another one is on its way."""
        if self._body(NEW).take_up(draft):
            self.show_tab(NEW, focus=True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "stack"):
            for body in self._bodies.values():
                for table in body.findChildren(QWidget):
                    if hasattr(table, "fit"):
                        table.fit()
