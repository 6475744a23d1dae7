"""What is shown of questionnaires over time: total or scales, whose, with which bands, as a chart or as a table."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QWidget

from lac_tracker.domain.sdq import Informant
from lac_tracker.domain.sdq_bands import SYSTEM_WORDS, System
from lac_tracker.domain.sdq_chart import LOOKS
from lac_tracker.domain.sdq_trend import INFORMANTS, Shown
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, doubled, label, set_tooltip
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.radio_group import RadioGroup

_BANDS_WIDTH = 6  # characters
_SYSTEMS: tuple[System, ...] = ("band4", "band3")
Typed = tuple[tuple[str, str], ...]


class TrendControls(QWidget):
    """Signals:
    changed: something else is to be shown.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        space = theme.current().space
        flow = Flow(gap=space(5), line_gap=space(2))
        self.setLayout(flow)
        self.mode = RadioGroup(
            "Show", (("total", "Total"), ("scales", "Scales")), name="sdqv.mode", across=True
        )
        self.informants: dict[Informant, QCheckBox] = {
            one: _tick(LOOKS[one].words, f"sdqv.{one}") for one in INFORMANTS
        }
        self.bands = ChoiceBox(
            "Bands", tuple((one, SYSTEM_WORDS[one]) for one in _SYSTEMS), name="sdqv.bands", none="None"
        )
        self.bands.setMinimumContentsLength(_BANDS_WIDTH)
        self.events = _tick("Events", "sdqv.events")
        self.events.setAccessibleName("Placements and events beneath the chart")
        set_tooltip(self.events, "Show placements and events beneath the chart")
        self.chart, self.table = _toggle("Chart", "sdqv.chart"), _toggle("Table", "sdqv.table")
        self._views = QButtonGroup(self)
        for button in (self.chart, self.table):
            self._views.addButton(button)
        for held in (
            _row(label("Show"), self.mode),
            _row(*self.informants.values()),
            _row(_labelled("Bands", self.bands), self.bands),
            _row(self.events),
            _row(self.chart, self.table),
        ):
            flow.addWidget(held)
        self.show_state(to_typed(Shown(informants=frozenset({"carer", "self"})), is_table=False))
        self.mode.changed.connect(lambda _key: self.changed.emit())
        self.bands.changed.connect(lambda _key: self.changed.emit())
        for box in (*self.informants.values(), self.events):
            box.toggled.connect(lambda _on: self.changed.emit())
        self._views.buttonClicked.connect(lambda _button: self.changed.emit())

    def shown(self) -> Shown:
        """Return what was chosen."""
        return from_typed(dict(self.state()))

    def is_table(self) -> bool:
        return self.table.isChecked()

    def state(self) -> Typed:
        """Return everything chosen here, to be come back to or handed to the paper."""
        chosen = frozenset(one for one, box in self.informants.items() if box.isChecked())
        system = next((one for one in _SYSTEMS if one == self.bands.value()), None)
        shown = Shown(self.mode.value() == "scales", chosen, system, self.events.isChecked())
        return to_typed(shown, is_table=self.is_table())

    def show_state(self, state: Typed) -> None:
        """Show what was chosen before."""
        typed = dict(state)
        shown = from_typed(typed)
        blocked = self.blockSignals(True)
        self.mode.set_value("scales" if shown.is_scales else "total")
        for one, box in self.informants.items():
            box.setChecked(one in shown.informants)
        self.bands.set_value(shown.system or "")
        self.events.setChecked(shown.has_events)
        (self.table if typed.get("view") == "table" else self.chart).setChecked(True)
        self.blockSignals(blocked)

    def set_events_possible(self, possible: bool) -> None:
        """Offer the track only where a chart is shown that it stands beneath."""
        self.events.setEnabled(possible)


def to_typed(shown: Shown, *, is_table: bool) -> Typed:
    """Return a choice as texts."""
    return (
        ("scales", "yes" if shown.is_scales else ""),
        ("informants", ",".join(sorted(shown.informants))),
        ("bands", shown.system or ""),
        ("events", "yes" if shown.has_events else ""),
        ("view", "table" if is_table else "chart"),
    )


def from_typed(typed: Mapping[str, str]) -> Shown:
    """Return the choice that `to_typed` wrote; everything, where nothing was."""
    if "informants" not in typed:
        return Shown()
    named = typed["informants"].split(",")
    return Shown(
        typed.get("scales") == "yes",
        frozenset(one for one in INFORMANTS if one in named),
        next((one for one in _SYSTEMS if one == typed.get("bands")), None),
        typed.get("events") == "yes",
    )


def _tick(words: str, name: str) -> QCheckBox:
    box = QCheckBox(doubled(words))
    box.setObjectName(name)
    return box


def _toggle(words: str, name: str) -> PlainButton:
    button = PlainButton(words, name=name)
    button.setCheckable(True)
    return button


def _labelled(words: str, control: QWidget) -> QWidget:
    named = label(words)
    named.setBuddy(control)
    return named


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    row.setMinimumHeight(theme.current().control_height())
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.current().space(2))
    for widget in widgets:
        if hasattr(widget, "setWordWrap"):
            widget.setWordWrap(False)
        layout.addWidget(widget)
    return row
