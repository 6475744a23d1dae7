"""The steps of an assessment on one strip, with the days between and who held them; and the dialog that enters days."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.milestones import HELD_WORDS, Milestone, strip_words
from lac_tracker.services import milestones
from lac_tracker.services.milestones import Entered
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel
from lac_tracker.ui.screens.record_dialog import Runs
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.screens.work_dialog import WorkDialog
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.emptied import emptied
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.workplace import Workplace


class MilestoneStrip(QWidget):
    """One block for each step, in their order; they flow over lines where there is no room beside each other."""

    def __init__(self, *, name: str = "milestones") -> None:
        super().__init__()
        self.setObjectName(name)
        space = theme.current().space
        self._flow = Flow(gap=space(2), line_gap=space(2))
        self.setLayout(self._flow)

    def show_steps(self, chain: tuple[Milestone, ...]) -> None:
        """Show these steps in place of those before; none at all hides the strip."""
        emptied(self._flow)
        for one in chain:
            self._flow.addWidget(_block(one))
        self.setAccessibleName(f"Milestones. {strip_words(chain)}" if chain else "Milestones")
        self.setVisible(bool(chain))
        self.updateGeometry()


class MilestonesDialog(WorkDialog):
    """When the council told us, when the request was complete, when consent came: of the clock of now."""

    corrected = "_known"

    def __init__(self, workplace: Workplace, child_id: int, kind: str, parent: QWidget) -> None:
        """Raises UserError where the child has no clock of that kind."""
        self._known: Entered = workplace.operations.ask(milestones.for_entry, child_id, kind=kind)
        began = f"This clock began on {show_date(self._known.start)}. " if self._known.start else ""
        super().__init__(
            parent, workplace, f"{kind}: steps on the way", self._known.banner,
            explanation=f"{began}Leave empty what has not come, or is not known.",
            names=("steps.cancel", "steps.save"),
        )  # fmt: skip
        self.setObjectName("steps")
        self._child_id, self._kind, today = child_id, kind, workplace.today()
        self._days = {
            key: DateField(words, today, direction="past", name=f"steps.{key}")
            for key, words in (
                ("notified", "Notified on"),
                ("requestComplete", "Request complete on"),
                ("consent", "Consent received on"),
            )
        }
        for key, day in zip(
            self._days,
            (self._known.notified_on, self._known.request_complete_on, self._known.consent_received_on),
            strict=True,
        ):
            self._days[key].set_value(day)
        self.add("Notified on", self._days["notified"], hint="When the council told health.")
        self.add(
            "Consent received on",
            self._days["consent"],
            hint="When the paper came. Consent itself is on the consent page.",
        )
        self.add(
            "Request complete on", self._days["requestComplete"],
            hint="With consent and all papers. From then on it is health's.",
        )  # fmt: skip
        self.ready()

    def as_on_record(self) -> WorkDialog | None:
        return MilestonesDialog(self.workplace, self._child_id, self._kind, self)

    def commands(self) -> Runs:
        given = {
            "today": self.workplace.today(),
            "kind": self._kind,
            "notified_on": self._days["notified"].value(),
            "request_complete_on": self._days["requestComplete"].value(),
            "consent_received_on": self._days["consent"].value(),
            "seen_version": self._known.version,
        }
        return [(milestones.enter, (self._child_id,), given)]

    def told(self) -> tuple[str, Callable[[], object] | None]:
        return f"Steps of the {self._kind} kept.", None


def _block(one: Milestone) -> QFrame:
    """Return one step: its name with a tick once it has come, its day, and the stretch that ended with it."""
    frame = QFrame()
    frame.setProperty("card", True)
    frame.setAccessibleName(one.in_words)
    space = theme.current().space
    column = QVBoxLayout(frame)
    column.setContentsMargins(space(2), space(1), space(2), space(1))
    column.setSpacing(0)
    column.addWidget(icon_line("complete" if one.on else "on_track", PlainLabel(one.words, type="strong")))
    column.addWidget(PlainLabel(_day_words(one)))
    column.addWidget(PlainLabel(_stretch_words(one), type="hint"))
    return frame


def _day_words(one: Milestone) -> str:
    if one.on is None:
        return "Not yet"
    return f"{show_date(one.on)}" + (f" · day {one.days_since_start}" if one.days_since_start else "")


def _stretch_words(one: Milestone) -> str:
    held = HELD_WORDS[one.held_by]
    if one.on is None or not held or one.days_since_before is None:
        return ""
    count = one.days_since_before
    return f"{count} {'day' if count == 1 else 'days'}, {held}"
