"""Adding an event to the chronology, and correcting one."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.chronology import KINDS, Event
from lac_tracker.services import chronology
from lac_tracker.ui.screens.dialog_fields import DATE_WIDTH, REMEMBERED, WORDS_WIDTH, line, long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.tick_list import TickList
from lac_tracker.ui.workplace import Workplace

Runs = list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]


class EventDialog(RecordDialog):
    """A new event, or one that was entered by hand."""

    corrected = "_event"

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, event: Event | None
    ) -> None:
        super().__init__(
            parent, workplace.operations, "Add event" if event is None else "Change event", facts,
            explanation="Plain and factual: the family may read it one day. Not every contact is an event.",
        )  # fmt: skip
        self.setObjectName("chr.dialog")
        self._child_id, self._event = child_id, event
        self._made_with = (workplace, child_id, facts)
        self._when = line("chr.dialog.date", width=DATE_WIDTH)
        self._what = long_text("chr.dialog.what")
        self._kind = RadioGroup("Type", tuple(KINDS.items()), name="chr.dialog.kind")
        self._source = line("chr.dialog.source", width=WORDS_WIDTH)
        self._impact = long_text("chr.dialog.impact")
        self._action = long_text("chr.dialog.action")
        self._ticks = TickList(
            "How it shows", (("key", "Key event"), ("hide", "Hide from the child's copy")), name="chr.dialog.ticks"
        )  # fmt: skip
        if event is not None:
            self._when.setText(event.when.words)
            self._what.setPlainText(event.what)
            self._kind.set_value(event.kind)
            self._source.setText(event.source)
            self._impact.setPlainText(event.impact)
            self._action.setPlainText(event.action)
            on = (("key", event.is_key), ("hide", event.hidden_from_child_copy))
            self._ticks.set_value(tuple(key for key, is_on in on if is_on))
        self.add("Date", self._when, hint=REMEMBERED)
        self.add("What happened", self._what)
        self.add("Type", self._kind)
        self.add("Source", self._source, hint="Who or which service told us.")
        self.add("Impact", self._impact, hint="Good or bad, for the child.", optional=True)
        self.add("Action taken", self._action, optional=True)
        self.add("How it shows", self._ticks)
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        workplace, child_id, facts = self._made_with
        if self._event is None:
            return None
        page = self._operations.ask(chronology.of_child, child_id, today=workplace.today())
        found = next((one for one in page.events if one.key == self._event.key), None)
        return EventDialog(self, workplace, child_id, facts, found) if found is not None else None

    def commands(self) -> Runs:
        ticks = self._ticks.value()
        given: dict[str, Any] = {
            "when": self._when.text(),
            "event": self._what.toPlainText(),
            "kind": self._kind.value(),
            "source": self._source.text(),
            "impact": self._impact.toPlainText(),
            "action": self._action.toPlainText(),
            "is_key": "key" in ticks,
            "hide_from_child": "hide" in ticks,
        }
        if self._event is None:
            return [(chronology.add_event, (self._child_id,), given)]
        given["seen_version"] = self._event.version
        return [(chronology.change_event, (event_id(self._event),), given)]


def event_id(event: Event) -> int:
    """Return the number of an event that was entered by hand."""
    return int(event.key.partition(":")[2])
