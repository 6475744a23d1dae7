"""What stands around the table of a plan: views and groups above it, its owners below, and what is said without items."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.plan_owners import counts
from lac_tracker.domain.plans import Need
from lac_tracker.services.child_summary import ChildSummary
from lac_tracker.services.plan_history import PlanVersion
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, label
from lac_tracker.ui.screens.plan_rows import PlanRow
from lac_tracker.ui.screens.plan_views import GROUPS, VIEWS, seen
from lac_tracker.ui.screens.record_page import LARGE, Desk
from lac_tracker.ui.screens.starting import StartButton
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.flow import Flow


class ViewBar(QWidget):
    """Which items are shown, how they are grouped, and how many are SMART.

    Signals:
        changed: another view or group was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        space = theme.current().space
        self.chips = ChipRow(_chips(()), label="Show", name="plan.views", one_only=True)
        self.chips.switch("open")
        self.chips.toggled.connect(self._chosen)
        self._group = ChoiceBox("Group by", GROUPS[1:], name="plan.group", none=GROUPS[0][1])
        self._group.setMinimumContentsLength(7)
        self._group.changed.connect(lambda _key: self.changed.emit())
        self._smart = hint("")
        self._smart.setObjectName("plan.smartCount")
        self._smart.setWordWrap(False)
        self._smart.setMinimumHeight(theme.current().control_height())
        words = label("Group by")
        words.setWordWrap(False)
        words.setBuddy(self._group)
        together = QWidget()
        row = QHBoxLayout(together)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        row.addWidget(words)
        row.addWidget(self._group)
        flow = Flow(gap=space(5), line_gap=space(2))
        for widget in (self.chips, together, self._smart):
            flow.addWidget(widget)
        self.setLayout(flow)

    @property
    def view(self) -> str:
        """Return the key of the view: one of plan_views.VIEWS."""
        return next(iter(self.chips.on()), "open")

    @property
    def group(self) -> str:
        """Return what the rows are grouped by: one of plan_views.GROUPS."""
        return self._group.value() or "need"

    def show_view(self, view: str) -> None:
        self.chips.switch(view)
        self.changed.emit()

    def show_counts(self, rows: tuple[PlanRow, ...], smart: str) -> None:
        """Say how many items each view has."""
        facts = _chips(rows)
        if facts != self._facts():
            self._shown = facts
            self.chips.set_chips(facts)
        self._smart.setText(smart)
        self._smart.setVisible(
            bool(smart) and theme.current().text_percent < LARGE
        )  # the cards say it themselves

    def _facts(self) -> tuple[ChipFacts, ...]:
        return getattr(self, "_shown", ())

    def _chosen(self, key: str, _on: bool) -> None:
        self.show_view(key)  # there is always one


class OwnersLine(QWidget):
    """Who has how many open items, and the letters to them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plan.owners.line")
        self._words = PlainLabel(wraps=True)
        self._words.setObjectName("plan.owners.words")
        self.message = PlainButton("Message owners", icon="fa6s.envelope", name="plan.message")
        self.message.setToolTip("One letter for each owner, with only what is theirs")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(4))
        row.addWidget(self._words, 1)
        row.addWidget(self.message, 0, Qt.AlignmentFlag.AlignTop)

    def show_plan(self, plan: tuple[Need, ...], *, may_message: bool) -> None:
        """Say who owns what is open; letters are for the plan in force alone."""
        held = counts(plan)
        said = " · ".join(f"{name} {count}" for name, count in held)
        self._words.setText(f"Owners with open items: {said}")
        self.message.setVisible(may_message and any(name != "none" for name, _ in held))
        self.setVisible(bool(held))


class PlanEmpty(QWidget):
    """The sentence where a plan has no items to show, with the one next step."""

    def __init__(self) -> None:
        super().__init__()
        space = theme.current().space
        self._words = PlainLabel(wraps=True)
        self._words.setObjectName("plan.empty")
        self.start = StartButton("plan.start")
        self._all = PlainButton("", name="plan.showAll")
        self._all.clicked.connect(
            lambda _checked=False: self._views.show_view("all") if self._views else None
        )
        self._views: ViewBar | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space(2), 0, space(2))
        column.setSpacing(space(3))
        column.addWidget(self._words)
        for button in (self.start, self._all):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_for(
        self,
        summary: ChildSummary,
        desk: Desk,
        version: PlanVersion | None,
        rows: tuple[PlanRow, ...],
        shown: tuple[PlanRow, ...],
        views: ViewBar,
    ) -> None:
        """Say why nothing is shown; hidden while something is."""
        self._views = views
        self.setVisible(not shown)
        self.start.show_next(summary, desk)
        self.start.setVisible(version is None and self.start.isVisibleTo(self))
        self._all.setVisible(bool(rows) and not shown)
        self._all.setText(f"Show all {len(rows)}")
        if version is None:
            self._words.setText(
                f"No plan yet. It starts with the {self.start.kind}. {self.start.why_not}".strip()
            )
        elif rows and not seen(rows, "open"):
            self._words.setText("Every item is closed." if views.view == "open" else "No items in this view.")
        elif rows:
            words = {"overdue": "Nothing is overdue.", "met": "Nothing is marked met yet."}
            self._words.setText(words.get(views.view, "No items in this view."))
        elif version.on is None:
            self._words.setText(f"No items yet. Add what will be different for {summary.called} (Ctrl+N).")
        else:
            self._words.setText("This assessment found no health needs.")


def _chips(rows: tuple[PlanRow, ...]) -> tuple[ChipFacts, ...]:
    return tuple(ChipFacts(key, f"{words} {len(seen(rows, key))}") for key, words, _ in VIEWS)
