"""S21 Dashboard: the figures of the service, month by month, why it was late, and the children behind every number."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.figure_words import FigureLine
from lac_tracker.domain.indicators import INDICATOR
from lac_tracker.domain.return_cohort import year_being_returned
from lac_tracker.services import dashboard
from lac_tracker.services.dashboard import FigureWanted
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, set_tooltip, title
from lac_tracker.ui.screens.dashboard_charts import ReasonsCard, TrendCard
from lac_tracker.ui.screens.dashboard_tiles import COMPLETENESS, FIRST_ROW, TILES, TileGrid
from lac_tracker.ui.screens.list_page import alters_lists
from lac_tracker.ui.screens.period_bar import PeriodBar
from lac_tracker.ui.screens.record_page import reveal_focus, scroll_area
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.workplace import Workplace

_SIDE_BY_SIDE = 110  # characters of page from where the two charts stand beside each other


class Dashboard(QFrame):
    """Figures are worked out on the slow lane; the tiles stand there at once.

    Signals:
        behind_wanted: the children behind a figure are asked for; carries a FigureWanted.
        went: another screen is asked for; carries its key.
        said: something was done; carries the words for the message bar.
        helped: what the line of help should say.
    """

    behind_wanted = Signal(object)
    went = Signal(str)
    said = Signal(str)
    helped = Signal(str)
    name, words = "dashboard", "Dashboard"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.setObjectName("kpi")
        self.setAccessibleName(self.words)
        self.setProperty("region", "page")
        self._asked = 0  # the newest period asked for: older answers are not shown
        self._lines: dict[str, FigureLine] = {}
        self._late = dashboard.TREND_FIRST  # the figure whose reasons for delay are shown
        self.bar = PeriodBar(workplace, "kpi")
        self.bar.changed.connect(lambda: self.reload(None))
        tiles = tuple((short, which, INDICATOR[which].title) for short, which in TILES)
        self.first, self.rest = TileGrid(tiles[:FIRST_ROW]), TileGrid(tiles[FIRST_ROW:])
        for grid in (self.first, self.rest):
            grid.opened.connect(self._open)
        returned = show_date(year_being_returned(workplace.today()).end)
        self._say_when_returned(f"Return to council {returned}")
        self.trend, self.reasons = TrendCard(), ReasonsCard()
        self.trend.wanted.connect(lambda _which: self._ask_charts(self._asked))
        self.reasons.opened.connect(self._open_late)
        self.busy = Busy(name="kpi.busy")
        self.error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self.error.setObjectName("kpi.error")
        self.error.hide()
        self._completeness: dict[str, PlainButton] = {}
        self._lay_out()
        self.reload(None)

    def _say_when_returned(self, words: str) -> None:
        """Say on the tile of the SDQ when its scores are returned; it leads to the return for whoever may see that."""
        tile = self.first.tiles["sdq"]
        if not decide(self.workplace.actor, Action.RETURN_HEALTH).allowed:
            tile.say_note(words)
            return
        tip = "Open the yearly health return: what is missing, child by child"
        tile.link_note(words, tip, lambda: self.went.emit("yearly_return"))

    def _lay_out(self) -> None:
        space = theme.current().space
        inside = PageColumn()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(2), space(6), space(5))
        column.setSpacing(space(3))
        self._charts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._charts.setSpacing(space(3))
        self._charts.addWidget(self.trend, 1)
        self._charts.addWidget(self.reasons, 1)
        column.addWidget(self.first)
        column.addLayout(self._charts)
        column.addWidget(self._complete())
        column.addWidget(self.rest)
        column.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head())
        self._area = scroll_area(inside)
        whole.addWidget(self._area, 1)

    def _head(self) -> QVBoxLayout:
        space = theme.current().space
        names = QHBoxLayout()
        names.setSpacing(space(2))
        names.addWidget(title(self.words), 1)
        buttons: tuple[tuple[str, str, Any, str, Callable[[], None]], ...] = (
            ("Targets", "kpi.targets", "secondary", "Change the targets of the team", self._targets),
            ("Export", "kpi.export", "secondary", "Export every figure of this period (Ctrl+E)", self._export),
            ("Print report", "kpi.print", "primary", "Show the report on paper before it is printed (Ctrl+P)", self._print),
        )  # fmt: skip
        for words, name, kind, tip, act in buttons:
            button = PlainButton(words, kind, name=name)
            set_tooltip(button, tip)
            button.clicked.connect(lambda _checked=False, act=act: act())
            names.addWidget(button)
            if name == "kpi.targets" and not decide(self.workplace.actor, Action.CHANGE_SETTINGS).allowed:
                button.hide()  # never shown before it stands in the page: it would be a window of its own
        column = QVBoxLayout()
        column.setContentsMargins(space(6), space(4), space(6), space(1))
        column.setSpacing(space(2))
        column.addLayout(names)
        column.addWidget(self.bar)
        column.addWidget(self.error)
        column.addWidget(self.busy)
        return column

    def _complete(self) -> QWidget:
        part = QWidget()
        part.setObjectName("kpi.completeness")
        flow = Flow(gap=theme.current().space(3), line_gap=theme.current().space(1), is_centred=True)
        part.setLayout(flow)
        flow.addWidget(PlainLabel("Record completeness", type="strong"))
        for which in COMPLETENESS:
            button = PlainButton("", "link", name=f"kpi.complete.{which}")
            button.clicked.connect(lambda _checked=False, which=which: self._open(self._lines.get(which), ""))
            flow.addWidget(button)
            self._completeness[which] = button
        return part

    # What the frame asks

    def reload(self, changes: object = None) -> None:
        """Work out the figures again, unless what changed is in none of them."""
        if not (
            alters_lists(changes) or getattr(changes, "plans", False) or getattr(changes, "quality", False)
        ):
            return
        self._asked += 1
        number, held, before = self._asked, self.bar.period(), self.bar.compared()
        today = self.workplace.today()
        self.error.hide()
        self.busy.start(f"Working out {held.words}")
        self._run(lambda ask: ask(dashboard.lines, held, today=today), self._show_lines, number)
        self._ask_charts(number)
        self._run(lambda ask: ask(dashboard.lines, held, before, today=today), self._show_all, number)

    def focus_first(self) -> None:
        """The first tile: Tab goes on to the next, Enter opens the children behind it."""
        next(iter(self.first.tiles.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def regions(self) -> tuple[QWidget, ...]:
        return (self.bar.choice, next(iter(self.first.tiles.values())), self.trend.which)

    def leave(self) -> bool:
        return True

    def about(self, _row: object) -> str:
        """Return what the line of help says."""
        return self.words

    def run_command(self, name: str) -> bool:
        match name:
            case "edit.print" | "edit.primary" | "edit.preview":
                self._print()
            case "edit.export":
                self._export()
            case "edit.find":
                self.bar.choice.setFocus()
            case "view.refresh":
                self.reload(None)
            case _:
                return False
        return True

    # Behind it

    def _run(self, job: Callable[[Any], Any], show: Callable[[Any], None], number: int) -> None:
        """Ask on the slow lane; show what comes unless something newer was asked for."""
        ask = self.workplace.operations.ask

        def done(found: Any) -> None:
            if isValid(self) and number == self._asked:
                show(found)

        def refused(error: UserError) -> None:
            if isValid(self) and number == self._asked:
                self._say(str(error))

        self.workplace.run(lambda: job(ask), done, refused)

    def _ask_charts(self, number: int) -> None:
        which, held, today = self.trend.which.value(), self.bar.period(), self.workplace.today()
        self._run(lambda ask: ask(dashboard.trend, which, held, today=today), self.trend.show_trend, number)
        self._run(lambda ask: ask(dashboard.late, which, held, today=today), self._show_late, number)

    def _show_late(self, held: dashboard.Late) -> None:
        self._late = held.which
        self.reasons.show_late(held)

    def _show_lines(self, lines: tuple[FigureLine, ...]) -> None:
        self._lines = {line.id: line for line in lines}
        self.first.show_lines(lines)
        self.rest.show_lines(lines)
        for which, button in self._completeness.items():
            line = self._lines.get(which)
            button.setVisible(line is not None)
            if line is not None:
                fraction = f" ({line.fraction})" if line.fraction else ""
                button.setText(f"{line.title}: {line.big}{fraction}")
                button.setAccessibleName(f"{line.all_words}. {line.who_words}")
                button.setEnabled(bool(line.who_words))

    def _show_all(self, lines: tuple[FigureLine, ...]) -> None:
        """Show the figures with their change: the last that is asked for."""
        self._show_lines(lines)
        self.busy.stop()

    def _say(self, words: str) -> None:
        self.busy.stop()
        self.error.setText(f"{words.removesuffix('.')}.")
        self.error.show()

    def _open(self, line: FigureLine | None, part: str) -> None:
        if line is not None:
            wanted = FigureWanted(line.id, line.title, self.bar.period(), line, part or line.first_part)
            self.behind_wanted.emit(wanted)

    def _open_late(self) -> None:
        """Open those whose reasons are shown."""
        self._open(self._lines.get(self._late), "missed")

    def _print(self) -> None:
        from lac_tracker.ui.screens.dashboard_papers import (
            PrintReport,
        )  # the drawing of pages is not for the start

        dialog = PrintReport(self.workplace, self.bar.period(), self.bar.compared(), self)
        dialog.said.connect(self.said)
        dialog.open()

    def _export(self) -> None:
        from lac_tracker.ui.screens.dashboard_papers import export_dialog

        lines = tuple(self._lines.values())
        dialog = export_dialog(self.workplace, lines, self.bar.period(), self.bar.compared(), self)
        dialog.said.connect(self.said)
        dialog.open()

    def _targets(self) -> None:
        from lac_tracker.ui.screens.targets import TargetsDialog

        dialog = TargetsDialog(self.workplace, self)
        dialog.accepted.connect(lambda: self.reload(None))
        dialog.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_charts"):
            self._fit()

    def _fit(self) -> None:
        """The two charts stand beside each other where both can be read."""
        is_wide = self.width() >= theme.current().characters(_SIDE_BY_SIDE)
        directions = QBoxLayout.Direction
        self._charts.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        reveal_focus(self)
