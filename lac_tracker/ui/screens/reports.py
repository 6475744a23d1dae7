"""S22 Reports: what can be answered now, what it asks, what to fix before it leaves, and how it leaves."""

import json
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.figure_words import FigureLine
from lac_tracker.domain.team_reports import GROUPS, REPORT, REPORTS, Found, Gap, Report
from lac_tracker.services import dashboard, team_reports
from lac_tracker.services.dashboard import FigureWanted
from lac_tracker.services.worklist import Wanted
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, label, set_tooltip, title
from lac_tracker.ui.screens import reports_leaving
from lac_tracker.ui.screens.list_page import LARGE
from lac_tracker.ui.screens.record_page import clear, scroll_area
from lac_tracker.ui.screens.reports_params import ReportParams
from lac_tracker.ui.screens.reports_saved import SavedReports
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

_FORMATS = (("csv", "CSV"), ("xlsx", "Excel"), ("pdf", "PDF, portrait"))
_KEY = int(Qt.ItemDataRole.UserRole)
_LIST_WIDTH = 30  # characters
# Reports that a screen shows whole, and what it needs.
_ON_SCREEN = {"opened": ("opened", Action.SEE_AUDIT), "return": ("yearly_return", Action.RETURN_HEALTH)}


class Reports(QFrame):
    """Rows are found on the slow lane; nothing leaves before its purpose is written down.

    Signals:
        went: another screen is asked for; carries its name.
        behind_wanted: the children behind a figure are asked for; carries a FigureWanted.
        due_wanted: the working list is asked for in some way; carries a Wanted.
        said: something was done; carries the words for the message bar.
    """

    went = Signal(str)
    behind_wanted = Signal(object)
    due_wanted = Signal(object)
    said = Signal(str)
    name, words = "reports", "Reports"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.setObjectName("rep")
        self.setAccessibleName(self.words)
        self.setProperty("region", "page")
        self._asked = 0
        self.found: Found | None = None
        self.list = QListWidget()
        self.list.setObjectName("rep.list")
        self.list.setAccessibleName("Reports")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._reports = tuple(one for one in REPORTS if decide(workplace.actor, one.needs).allowed)
        self._fill()
        self.chooser = ChoiceBox(
            "Report", tuple((one.key, one.title) for one in self._reports), name="rep.choose", none=""
        )
        self.chooser.removeItem(0)
        self.chooser.activated.connect(lambda _place: self.choose(self.chooser.value()))
        self.params = ReportParams(workplace, workplace.operations.ask(team_reports.councils))
        self.params.setObjectName("rep.params")
        self.params.changed.connect(self._ask)
        self.title = PlainLabel("", type="h2", wraps=True)
        self.title.setObjectName("rep.title")
        self.about_report = hint("")
        self.count = PlainLabel("", type="strong", wraps=True)
        self.count.setObjectName("rep.count")
        self.busy = Busy(name="rep.busy")
        self.format = RadioGroup("Format", _FORMATS, name="rep.format", across=True)
        self.format.set_value("csv")
        self.look_button = PlainButton("Look at it on the screen", "link", name="rep.look")
        self.look_button.clicked.connect(
            lambda _checked=False: self.went.emit(_ON_SCREEN[self.report.key][0])
        )
        self._gaps = QVBoxLayout()
        self._gap_box = QWidget()
        self._gap_box.setObjectName("rep.fixList")
        self._gap_box.setLayout(self._gaps)
        self.preview_button = PlainButton("Preview", name="rep.preview")
        set_tooltip(self.preview_button, "Look at the pages before anything leaves (Ctrl+P)")
        self.preview_button.clicked.connect(lambda _checked=False: self._preview())
        self.export_button = PlainButton("Export", "primary", name="rep.export")
        set_tooltip(self.export_button, "Write the file (Ctrl+E)")
        self.export_button.clicked.connect(lambda _checked=False: self._export())
        self.saved = SavedReports(workplace)
        self.saved.chosen.connect(self._show_saved)
        self.saved.keep_wanted.connect(lambda: self.saved.keep(self._content()))
        self.saved.said.connect(self.said)
        self._lay_out()
        may = decide(workplace.actor, Action.EXPORT)
        for button in (self.export_button, self.preview_button):
            button.setEnabled(may.allowed)
        self.list.currentItemChanged.connect(lambda _now, _before: self._choose())
        self.list.setCurrentRow(1)

    def _fill(self) -> None:
        for group in GROUPS:
            head = QListWidgetItem(group)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setFont(theme.current().font("strong"))
            self.list.addItem(head)
            for one in (report for report in self._reports if report.group == group):
                item = QListWidgetItem(f"   {one.title}")
                item.setData(_KEY, one.key)
                item.setData(int(Qt.ItemDataRole.AccessibleTextRole), f"{one.title}, {group}")
                self.list.addItem(item)

    def _lay_out(self) -> None:
        space = theme.current().space
        inside = PageColumn()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(4), 0, space(4), space(4))
        column.setSpacing(space(3))
        self._gaps.setContentsMargins(0, 0, 0, 0)
        for widget in (
            self.chooser, self.title, self.about_report, self.params, self.busy, self.count, self.look_button,
            self._gap_box, label("Format"), self.format,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch()
        buttons = QHBoxLayout()  # below what scrolls: they are in view whatever the report asks
        buttons.setContentsMargins(space(4), 0, space(4), 0)
        buttons.addWidget(self.preview_button)
        buttons.addStretch()
        buttons.addWidget(self.export_button)
        right = QVBoxLayout()
        right.setSpacing(space(2))
        right.addWidget(scroll_area(inside), 1)
        right.addLayout(buttons)
        head = QHBoxLayout()
        head.addWidget(title(self.words), 1)
        head.addWidget(self.saved)
        both = QHBoxLayout()
        both.setSpacing(space(3))
        both.addWidget(self.list)
        both.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(space(6), space(4), space(6), space(4))
        whole.setSpacing(space(3))
        whole.addLayout(head)
        whole.addLayout(both, 1)
        self._fit()

    # What the frame asks

    @property
    def report(self) -> Report:
        """The report that is chosen."""
        item = self.list.currentItem()
        return REPORT[str(item.data(_KEY))] if item is not None and item.data(_KEY) else REPORTS[0]

    def reload(self, changes: object = None) -> None:
        """Answer again, unless nothing changed that a report counts."""
        if changes is None or self.isVisible():
            self._ask()

    def focus_first(self) -> None:
        self._choice().setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        return (self._choice(), self.format)

    def _choice(self) -> QWidget:
        return self.chooser if self.list.isHidden() else self.list

    def leave(self) -> bool:
        return True

    def run_command(self, name: str) -> bool:
        match name:
            case "edit.export" | "edit.primary":
                self._export()
            case "edit.print" | "edit.preview":
                self._preview()
            case "edit.find":
                self.focus_first()
            case "view.refresh":
                self._ask()
            case _:
                return False
        return True

    # Behind it

    def choose(self, key: str) -> None:
        """Choose a report by its key."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_KEY) == key:
                self.list.setCurrentRow(row)

    def _choose(self) -> None:
        one = self.report
        self.chooser.blockSignals(True)
        self.chooser.set_value(one.key)
        self.chooser.blockSignals(False)
        self.title.setText(one.title)
        self.about_report.setText(one.about)
        self.params.show_for(one)
        screen, needed = _ON_SCREEN.get(one.key, ("", Action.SEE_LISTS))
        self.look_button.setVisible(bool(screen) and decide(self.workplace.actor, needed).allowed)
        is_paper = one.shape in ("performance", "evidence")
        for key in ("csv", "xlsx"):
            self.format.button(key).setEnabled(one.shape != "evidence")
        self.format.button("pdf").setEnabled(one.shape != "extract")
        may = decide(self.workplace.actor, Action.EXPORT).allowed
        self.preview_button.setEnabled(may and one.shape != "extract")
        self.format.set_value("pdf" if is_paper else "csv")
        self._ask()

    def _ask(self) -> None:
        """Find the rows on the slow lane, and say how many there are and what is missing."""
        self._asked += 1
        number, one, asked, today = self._asked, self.report, self.params.params(), self.workplace.today()
        self.found = None
        self._show_gaps(())
        if one.shape in ("performance", "evidence"):
            self.busy.stop()
            self.count.setText("Counts only: no child is named.")
            return
        if one.shape == "extract":
            self.busy.stop()
            self.count.setText(reports_leaving.extract_words(one))
            return
        self.count.setText("")
        self.busy.start("Finding the rows")
        ask = self.workplace.operations.ask

        def done(found: Found) -> None:
            if isValid(self) and number == self._asked:
                self.busy.stop()
                self._show(found)

        def refused(error: UserError) -> None:
            if isValid(self) and number == self._asked:
                self.busy.stop()
                self.count.setText(f"{str(error).removesuffix('.')}.")

        self.workplace.run(lambda: ask(team_reports.answer, one.key, asked, today=today), done, refused)

    def _show(self, found: Found) -> None:
        self.found = found
        many = "1 row" if len(found.rows) == 1 else f"{len(found.rows):,} rows"
        self.count.setText(". ".join((many, *(line.removesuffix(".") for line in found.stated))) + ".")
        self._show_gaps(found.gaps)

    def _show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        clear(self._gaps)
        self._gap_box.setVisible(bool(gaps) or self.found is not None)
        if self.found is None:
            return
        things = "1 thing" if len(gaps) == 1 else f"{len(gaps)} things"
        self._gaps.addWidget(label(f"Before you export ({things} to fix)" if gaps else "Before you export"))
        if not gaps:
            self._gaps.addWidget(icon_line("met", PlainLabel("Nothing to fix.")))
        for gap in gaps:
            self._gaps.addWidget(self._gap(gap))

    def _gap(self, gap: Gap) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(icon_line("at_risk", PlainLabel(f"{gap.count:,} {gap.words}", wraps=True)), 1)
        if gap.place:
            fix = PlainButton("Fix", "row", name="rep.fix")
            fix.setAccessibleName(f"Fix: {gap.count} {gap.words}")
            fix.clicked.connect(lambda _checked=False: self._fix(gap))
            line.addWidget(fix)
        return row

    def _fix(self, gap: Gap) -> None:
        """Open where a gap is mended: a screen, or a view of the working list."""
        screen, _, view = gap.place.partition(":")
        if screen == "overdue":
            self.due_wanted.emit(Wanted(view=view or "overdue"))
        elif screen == "behind":
            self._open_behind(view)
        else:
            self.went.emit(screen)

    def _open_behind(self, figure: str) -> None:
        """Show the children who missed a figure of the period that is chosen."""
        ask, held, today = self.workplace.operations.ask, self.params.params().period, self.workplace.today()

        def done(lines: tuple[FigureLine, ...]) -> None:
            if isValid(self):
                self.busy.stop()
                self.behind_wanted.emit(FigureWanted(figure, lines[0].title, held, lines[0]))

        def refused(error: UserError) -> None:
            if isValid(self):
                self.busy.stop()
                self.count.setText(f"{str(error).removesuffix('.')}.")

        self.busy.start("Looking for the children")
        self.workplace.run(lambda: ask(dashboard.lines, held, today=today, only=[figure]), done, refused)

    def _preview(self) -> None:
        if self.preview_button.isEnabled():
            reports_leaving.preview(self)

    def _export(self) -> None:
        if self.export_button.isEnabled():
            reports_leaving.export(self)

    def _content(self) -> str:
        return json.dumps({"report": self.report.key, "format": self.format.value(), **self.params.said()})

    def _show_saved(self, content: str) -> None:
        said: dict[str, Any] = json.loads(content)
        if said.get("report") in REPORT:
            self.choose(said["report"])
            self.params.show_said(said)
            self.format.set_value(str(said.get("format", "csv")))

    def _fit(self) -> None:
        """The list is as wide as its longest title; in large text one choice takes its place."""
        large = theme.current().text_percent >= LARGE
        self.list.setVisible(not large)
        self.chooser.setVisible(large)
        longest = max(len(one.title) for one in REPORTS) + 6
        self.list.setFixedWidth(theme.current().characters(max(longest, _LIST_WIDTH)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "list"):
            self._fit()
