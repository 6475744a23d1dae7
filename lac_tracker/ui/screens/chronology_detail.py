"""The chosen event of the chronology, whole, with what may be done to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lac_tracker.domain.chronology import GAP, Event
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.flow import Flow


class EventDetail(Card):
    """Signals:
    changed, in_error: an event entered by hand is to be corrected, or taken out; carry the event.
    key_marked, print_marked: an automatic one is key or not, left out of print or not; carry event and which.
    """

    changed = Signal(object)
    in_error = Signal(object)
    key_marked = Signal(object, bool)
    print_marked = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__(name="chr.detail")
        self.setAccessibleName("Chosen event")
        self._event: Event | None = None
        self._what = PlainLabel(type="strong", wraps=True)
        self._what.setObjectName("chr.detail.what")
        self._what.make_selectable(tab_stop=True)
        self._more = hint("")
        self._more.setObjectName("chr.detail.more")
        self.body.addWidget(self._what)
        self.body.addWidget(self._more)
        self._change = PlainButton("Change", "row", name="chr.change")
        self._key = PlainButton("Mark as key", "row", name="chr.key")
        self._print = PlainButton("Leave out of print", "row", name="chr.leaveOut")
        self._error = PlainButton("Entered in error", "row", name="chr.inError")
        self._change.clicked.connect(lambda _checked=False: self.changed.emit(self._event))
        self._error.clicked.connect(lambda _checked=False: self.in_error.emit(self._event))
        self._key.clicked.connect(lambda _checked=False: self._tell_key())
        self._print.clicked.connect(lambda _checked=False: self._tell_print())
        self._buttons = QWidget()
        flow = Flow(gap=theme.current().space(2), line_gap=theme.current().space(2))
        self._buttons.setLayout(flow)
        for button in (self._change, self._key, self._print, self._error):
            flow.addWidget(button)
        self.body.addWidget(self._buttons)

    def show_event(self, event: Event | None, may_edit: bool) -> None:
        """Show an event; None shows nothing."""
        self._event = event
        if event is None:
            self._what.setText("")
            self._more.setText("")
            self._buttons.hide()
            return
        self._what.setText(f"{event.when.words}  {event.what}")
        self._more.setText("\n".join(_lines(event)))
        self._more.setVisible(bool(self._more.text()))
        is_mark = event.is_automatic and event.kind != GAP
        self._buttons.setVisible(may_edit and event.kind != GAP)
        self._change.setVisible(not event.is_automatic)
        self._error.setVisible(not event.is_automatic)
        self._key.setVisible(is_mark)
        self._print.setVisible(is_mark)
        self._key.setText("Not key" if event.is_key else "Mark as key")
        self._print.setText("Print it" if event.left_out_of_print else "Leave out of print")

    def take_focus(self) -> None:
        """Put the keyboard on the first thing that may be done, else on the words."""
        buttons = (self._change, self._key, self._print)
        first = next((one for one in buttons if one.isVisibleTo(self)), None)
        (first or self._what).setFocus()

    def _tell_key(self) -> None:
        if self._event is not None:
            self.key_marked.emit(self._event, not self._event.is_key)

    def _tell_print(self) -> None:
        if self._event is not None:
            self.print_marked.emit(self._event, not self._event.left_out_of_print)


def _lines(event: Event) -> list[str]:
    parts = []
    if event.impact:
        parts.append(f"Impact: {event.impact}")
    if event.action:
        parts.append(f"Action: {event.action}")
    if event.kind == GAP:
        parts.append("Worked out from the record. Ask what happened then, and add it.")
    elif event.is_automatic:
        parts.append("From the record: it can be marked or left out of print, not changed.")
    elif event.source:
        parts.append(f"Source: {event.source}")
    if event.hidden_from_child_copy:
        parts.append("Hidden from the child's copy.")
    return parts
