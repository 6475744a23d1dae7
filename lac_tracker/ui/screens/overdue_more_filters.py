"""The dialog of the working list's other filters, and of the order of its rows."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lac_tracker.domain.worklist import AGE_BANDS, KINDS, SORT, SORTS, Choices, Wanted
from lac_tracker.ui.screens.overdue_filters import ALL, assessor_options, default, waiting_options
from lac_tracker.ui.screens.record_dialog import RecordDialog, Runs
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.workplace import Workplace

_HISTORY = (("without missing", "Hide"), ("only missing", "Only these"))


class FiltersDialog(RecordDialog):
    """More filters, and the order of the rows. Enter shows the rows.

    Signals:
        chosen: carries the Wanted that was made.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, workplace: Workplace, wanted: Wanted, choices: Choices) -> None:
        super().__init__(
            parent, workplace.operations, "More filters", None,
            explanation="Filters are added to the view. The list states them above its rows.",
            verbs=("Cancel", "Show the rows"), names=("filters.cancel", "filters.show"), enter_saves=True,
        )  # fmt: skip
        self.setObjectName("filters")
        self._wanted, today = wanted, workplace.today()
        self._boxes: dict[str, ChoiceBox] = {}
        self._choose("history", "No assessment history yet", _HISTORY, "Show")
        self._choose("kind", "Type", tuple((kind, kind) for kind in KINDS))
        self._choose("waiting_on", "Waiting on", waiting_options())
        self._choose("assessor_id", "Assessor", assessor_options(choices))
        self._choose("age_band", "Age", tuple((band.key, band.words) for band in AGE_BANDS))
        self._choose("council", "Council", choices.councils)
        self._choose("host_area", "Lives in", tuple((area, area) for area in choices.host_areas))
        self._choose("flag", "Flag", choices.flags)
        self._choose("place", "Place of the appointment", tuple((place, place) for place in choices.places))
        self._since = DateField("Due from", today, name="filters.due_from")
        self._until = DateField("Due to", today, name="filters.due_to")
        for field, day, words in (
            (self._since, wanted.due_from, "Due from"),
            (self._until, wanted.due_to, "Due to"),
        ):
            field.set_value(day)
            self.add(words, field, optional=True)
        ways = [
            (f"{one.key}:{way}", f"{one.words}, {words}")
            for one in SORTS
            for way, words in (("up", one.upwards), ("down", one.downwards))
        ]
        self.sort = ChoiceBox("Sort by", tuple(ways), name="due.sort", none="Due, earliest first")
        self.sort.set_value(f"{wanted.sort}:{'down' if wanted.descending else 'up'}")
        self.add("Sort by", self.sort)
        self.ready()

    def _choose(self, name: str, words: str, options: tuple[tuple[str, str], ...], none: str = ALL) -> None:
        """Add one choice; one with nothing to choose from is left out."""
        if not options:
            return
        box = ChoiceBox(
            words, options, name="due.history" if name == "history" else f"filters.{name}", none=none
        )
        held = getattr(self._wanted, name)
        box.set_value("" if held == default(name) else str(held))
        self._boxes[name] = box
        self.add(words, box)

    def commands(self) -> Runs:
        """Nothing is saved: see `save`."""
        return []

    def save(self) -> None:
        """Give what was chosen to the list."""
        if not (self._since.is_readable() and self._until.is_readable()):
            return
        given: dict[str, Any] = {}
        for name, box in self._boxes.items():
            value = box.value()
            given[name] = default(name) if not value else int(value) if name == "assessor_id" else value
        key, _, way = (self.sort.value() or "due:up").partition(":")
        self.chosen.emit(
            replace(
                self._wanted,
                **given,
                due_from=self._since.value(),
                due_to=self._until.value(),
                sort=key if key in SORT else "due",
                descending=way == "down",
            )  # fmt: skip
        )
        self.accept()

    def reject(self) -> None:
        """Close: choices are no typing that could be lost."""
        self.done(0)
