"""Entering and correcting a measurement: units fixed, what looks wrong said at once, a doubtful change asked about."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.growth import (
    CENTILES,
    HEAD,
    HEAD_UNTIL,
    HEIGHT,
    WEIGHT,
    Measure,
    Measurement,
    read_quantity,
    show_quantity,
)
from lac_tracker.services import growth
from lac_tracker.services.growth import GrowthOnRecord, Typed
from lac_tracker.ui.plain import PlainDialog, PlainLabel
from lac_tracker.ui.screens.code_choice import CodeChoice
from lac_tracker.ui.screens.dialog_fields import WORDS_WIDTH, line, long_text
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.quantity_field import QuantityField
from lac_tracker.ui.workplace import Workplace

Runs = list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]

TYPED_IN = "Centiles are typed in from the paper chart."
_NAME = "chk.growth.dialog"


class MeasurementDialog(RecordDialog):
    """A new measurement, or one that is corrected."""

    corrected = "_held"

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, record: GrowthOnRecord,
        held: Measurement | None,
    ) -> None:  # fmt: skip
        words = "Add measurement" if held is None else "Correct measurement"
        super().__init__(parent, workplace.operations, words, facts, explanation=TYPED_IN)
        self.setObjectName(_NAME)
        self._child_id, self._record, self._held = child_id, record, held
        self._made_with = (workplace, child_id, facts)
        self._today = workplace.today()
        now = held or Measurement(0, self._today, measured_by=workplace.actor.full_name)
        self._on = DateField("Measured on", self._today, direction="past", name=f"{_NAME}.on")
        self._on.set_value(now.measured_on)
        self._height, self._weight, self._head = (
            self._quantity(measure, now) for measure in (HEIGHT, WEIGHT, HEAD)
        )
        self._centiles = {
            key: _centile(key, words, getattr(now, f"{key}_centile"))
            for key, words in (
                ("height", "Height centile"),
                ("weight", "Weight centile"),
                ("bmi", "BMI centile"),
                ("head", "Head centile"),
            )
        }
        self._why_not = long_text(f"{_NAME}.why_not", now.not_measured_because)
        self._by = line(f"{_NAME}.by", now.measured_by, width=WORDS_WIDTH)
        self._note = long_text(f"{_NAME}.note", now.note)
        self._add_fields()
        self._on.changed.connect(lambda _day: self._show_head())
        for field in (self._height, self._weight):
            field.changed.connect(self._show_bmi)
        self._show_head()
        self._show_bmi()
        self.ready()

    def save(self) -> None:
        """Save; what can hardly be is asked about first, and never refused."""
        found = self._doubts()
        if found and not PlainDialog.confirm(
            self, "Is this what was measured?", "\n".join(found), "Go back", "Save as typed"
        ):
            return
        super().save()

    def as_on_record(self) -> RecordDialog | None:
        return self.anew(
            partial(MeasurementDialog, self, *self._made_with, self._record), growth.on_record, self._child_id,
            lambda found: found.measurements, today=self._today,
        )  # fmt: skip

    def commands(self) -> Runs:
        if self._held is None:
            return [(growth.add_measurement, (self._child_id,), {"typed": self._typed_in()})]
        given = {"typed": self._typed_in(), "seen_version": self._held.version}
        return [(growth.change_measurement, (self._held.id,), given)]

    # Behind it

    def _add_fields(self) -> None:
        as_read = "As you read it from the paper chart: a line, or the space between two."
        self.add("Measured on", self._on)
        self.add("Height", self._height, hint="Length, lying down, under 2.", optional=True)
        self.add("Height centile", self._centiles["height"], hint=as_read, optional=True)
        self.add("Weight", self._weight, optional=True)
        self.add("Weight centile", self._centiles["weight"], optional=True)
        self._bmi = PlainLabel("", type="hint", wraps=True)
        self._bmi.setObjectName(f"{_NAME}.bmi")
        self.add_words(self._bmi)
        self.add("BMI centile", self._centiles["bmi"], optional=True)
        self._head_fields = (
            self.add("Head circumference", self._head, optional=True),
            self.add("Head centile", self._centiles["head"], optional=True),
        )
        self.add(
            "Not measured because", self._why_not, optional=True,
            hint="Such as 'did not want to be weighed'. Nobody is measured against their will.",
        )  # fmt: skip
        self.add("By whom", self._by)
        self.add("Note", self._note, optional=True)

    def _quantity(self, measure: Measure, now: Measurement) -> QuantityField:
        return QuantityField(
            measure.words, measure.unit, lambda text: read_quantity(text, measure, self._age()),
            text=show_quantity(now.of(measure), measure, unit=False), name=f"{_NAME}.{measure.key}",
        )  # fmt: skip

    def _age(self) -> int:
        return age_in_years(self._record.born, self._on.value() or self._today)

    def _show_head(self) -> None:
        is_asked = self._age() < HEAD_UNTIL or bool(self._head.value().strip())
        for field in self._head_fields:
            field.setVisible(is_asked)

    def _show_bmi(self) -> None:
        try:
            height = read_quantity(self._height.value(), HEIGHT, self._age())
            weight = read_quantity(self._weight.value(), WEIGHT, self._age())
        except UserError:
            height = weight = None
        bmi = Measurement(0, self._today, height, weight).bmi
        self._bmi.setText(f"BMI {bmi}, worked out from height and weight" if bmi else "")
        self._bmi.setVisible(bool(bmi))

    def _doubts(self) -> tuple[str, ...]:
        number = self._held.id if self._held else None
        try:
            found: tuple[str, ...] = self._operations.ask(
                growth.doubts, self._child_id, typed=self._typed_in(), measurement_id=number
            )
        except UserError:
            return ()  # saving says it beside the field
        return found

    def _typed_in(self) -> Typed:
        read = {f"{key}_centile": box.value() for key, box in self._centiles.items()}
        return Typed(
            measured_on=self._on.value(), height=self._height.value(), weight=self._weight.value(),
            head=self._head.value(), not_measured_because=self._why_not.toPlainText(),
            measured_by=self._by.text(), note=self._note.toPlainText(), **read,
        )  # fmt: skip


def _centile(key: str, label: str, held: str) -> CodeChoice:
    """Return the choice of lines and spaces; words that an older form took down stay to be chosen."""
    known = (*CENTILES, held) if held and held not in CENTILES else CENTILES
    box = CodeChoice(label, tuple((words, words) for words in known), name=f"{_NAME}.{key}_centile")
    box.set_value(held)
    return box
