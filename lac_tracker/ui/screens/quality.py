"""S20 Quality: what is to review, what is done, trends, and improvement actions."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import UserError
from lac_tracker.services import quality
from lac_tracker.services.quality import Lists, ReviewRow
from lac_tracker.ui import theme
from lac_tracker.ui.asking import Asking
from lac_tracker.ui.plain import PlainButton, PlainLabel, set_tooltip, title
from lac_tracker.ui.screens.quality_actions import ImprovementActions
from lac_tracker.ui.screens.quality_checklist import ChecklistDialog
from lac_tracker.ui.screens.quality_draw import DrawSample, GiveTo, RuleDialog
from lac_tracker.ui.screens.quality_lists import ReviewList
from lac_tracker.ui.screens.quality_review import ReviewPage
from lac_tracker.ui.screens.quality_trends import Trends, told
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.workplace import Workplace

_TABS = {
    "to_review": "To review", "done": "Done", "trends": "Trends", "actions": "Improvement actions",
}  # fmt: skip


class Quality(QFrame):
    """Four tabs; a review opens over them. Ctrl+N draws a sample, or adds an action.

    Signals:
        said: something was done; carries the words for the message bar.
        helped: the line of help below should say this.
        place_wanted: a record is asked for; carries its Place.
        counted: how many stand under To review, for the navigation.
    """

    said = Signal(str)
    helped = Signal(str)
    place_wanted = Signal(object)
    counted = Signal(int)
    name, words = "quality", "Quality"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.setObjectName("quality")
        self.setAccessibleName(self.words)
        self.setProperty("region", "page")
        self.tab = "to_review"
        self._asking, self._is_stale = Asking(self, workplace), False
        self._put: QWidget | None = None  # where the keyboard was put until the lists are there
        self.busy = Busy(name="qa.busy")
        self.review: ReviewPage | None = None
        self.tabs = ChipRow(label="What is shown", name="qa.tabs", one_only=True)
        self.tabs.toggled.connect(lambda key, _on: self.show_tab(key))
        self.waiting = ReviewList("qa.table", "To review", is_done=False)
        self.done = ReviewList("qa.done", "Done", is_done=True)
        self.trends = Trends(workplace)
        self.improvement = ImprovementActions(workplace)
        self._bodies: dict[str, ReviewList | Trends | ImprovementActions] = {
            "to_review": self.waiting, "done": self.done, "trends": self.trends, "actions": self.improvement,
        }  # fmt: skip
        self._problem = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._problem.setObjectName("qa.problem")
        self._problem.hide()
        self._make_buttons()
        self._lay_out()
        for body in (self.waiting, self.done):
            body.opened.connect(self.open_review)
            body.helped.connect(self.helped)
        self.trends.helped.connect(self.helped)
        self.waiting.draw_wanted.connect(self.draw)
        self.waiting.give_wanted.connect(self._give)
        self.improvement.said.connect(self.said)
        if self._may_draw:
            self.waiting.allow_drawing()
        self.show_tab("to_review")
        self.reload(None)

    # What the shell asks

    def reload(self, changes: object = None) -> None:
        """Load what is shown again."""
        if (
            changes is not None
            and not getattr(changes, "quality", False)
            and not getattr(changes, "assessments", False)
        ):
            return
        today, self._is_stale = self.workplace.today(), False
        self.busy.start("Looking up the reviews")
        self._asking.ask(
            lambda ask: ask(quality.lists, today=today), self._loaded, self._refuse, is_patient=True
        )
        if self.tab == "trends":
            self.trends.reload()
        if self.tab == "actions":
            self.improvement.reload()

    @property
    def is_waiting(self) -> bool:
        """Whether something of it is still being read."""
        return self._asking.is_waiting or self.trends.is_waiting

    def _loaded(self, held: Lists) -> None:
        self.busy.stop()
        at, put = QApplication.focusWidget(), self._put
        is_put = at is not None and at is put
        was_in = at is not None and self._bodies[self.tab].isAncestorOf(at)
        self._put = None
        self.waiting.show_rows(held.waiting, held)
        self.done.show_rows(held.done, held)
        count = f"To review {len(held.waiting)}" if held.waiting else "To review"
        self.tabs.set_chips(
            tuple(ChipFacts(key, count if key == "to_review" else words) for key, words in _TABS.items())
        )
        self.tabs.switch(self.tab)
        self.counted.emit(len(held.waiting))
        if self.review is None and (is_put or (was_in and QApplication.focusWidget() is not at)):
            self.focus_first()  # on the rows now, or on what stands in their place

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.reload(None)

    def run_command(self, name: str) -> bool:
        if self.review is not None:
            return self.review.run_command(name)
        match name:
            case "edit.new":
                self.improvement.add() if self.tab == "actions" else self.draw()
            case "view.nextTab" | "view.previousTab":
                keys = list(_TABS)
                step = 1 if name == "view.nextTab" else -1
                self.show_tab(keys[(keys.index(self.tab) + step) % len(keys)])
                self.focus_first()
            case "view.refresh":
                self.reload(None)
            case "edit.primary":
                self._primary()
            case _:
                return False
        return True

    def focus_first(self) -> None:
        if self.review is not None:
            self.review.focus_first()
            return
        body = self._bodies[self.tab]
        if not body.take_focus():
            self.tabs.setFocus()
        self._put = QApplication.focusWidget() if self._asking.is_waiting else None

    def regions(self) -> tuple[QWidget, ...]:
        return self.review.regions() if self.review else (self.tabs, self._bodies[self.tab])

    def leave(self) -> bool:
        return self.review is None or self.review.leave()

    def about(self, row: object) -> str:
        return self.waiting.about(row) if isinstance(row, ReviewRow) else told(row)

    # What it does

    def show_tab(self, key: str) -> None:
        """Look at another tab."""
        self.tab = key
        self.tabs.switch(key)
        self._stack.setCurrentWidget(self._bodies[key])
        if key == "trends":
            self.trends.reload()
        if key == "actions":
            self.improvement.reload()
        self._fit_buttons()

    def draw(self) -> None:
        """Show what would be drawn; Enter assigns it."""
        if not self._may_draw:
            self.said.emit("A manager or a quality reviewer draws the sample.")
            return
        try:
            dialog = DrawSample(self, self.workplace)
        except UserError as error:
            self.said.emit(f"{error}.")
            return
        dialog.accepted.connect(lambda: self.said.emit(dialog.words))
        self._open(dialog)

    def open_review(self, row: ReviewRow) -> None:
        """Open a review over the lists."""
        self.open_review_id(row.review_id)

    def open_review_id(self, review_id: int) -> None:
        """Open a review by its number, as a notice on Today asks for it."""
        if self.review is not None:
            if not self.review.leave():
                return
            self._close_review()
        try:
            page = ReviewPage(self.workplace, review_id)
        except UserError as error:
            self.said.emit(f"{error}.")
            return
        page.back_wanted.connect(self._close_review)
        page.said.connect(self.said)
        page.place_wanted.connect(self.place_wanted)
        self.review = page
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.helped.emit("")  # what was said of a row of the list
        page.focus_first()

    def _close_review(self) -> None:
        page, self.review = self.review, None
        self._pages.setCurrentIndex(0)
        if page is not None:
            self._pages.removeWidget(page)
            page.deleteLater()
        self.reload(None)
        self.focus_first()

    def _give(self, row: ReviewRow) -> None:
        words = f"{row.kind}, {row.initials}, by {row.author}. Now with {row.reviewer}."
        try:
            self._open(GiveTo(self, self.workplace, row.review_id, words, seen_version=row.version))
        except UserError as error:
            self.said.emit(f"{error}.")

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(lambda _result: self.focus_first())
        dialog.open()

    def _primary(self) -> None:
        row = self.waiting.current() if self.tab == "to_review" else self.done.current()
        if self.tab in ("to_review", "done") and row is not None:
            self.open_review(row)

    # How it looks

    @property
    def _may_draw(self) -> bool:
        return decide(self.workplace.actor, Action.DRAW_SAMPLE).allowed

    def _make_buttons(self) -> None:
        self._draw = PlainButton("Draw a sample", "primary", name="qa.draw")
        set_tooltip(self._draw, "Show what the rule would take, then assign it (Ctrl+N)")
        self._draw.clicked.connect(lambda _checked=False: self.draw())
        self._checklist = PlainButton("Checklist", name="qa.checklist")
        set_tooltip(self._checklist, "The criteria with their sources")
        self._checklist.clicked.connect(
            lambda _checked=False: self._open(ChecklistDialog(self, self.workplace))
        )
        self._rule = PlainButton("Sample rule", name="qa.rule.open")
        set_tooltip(self._rule, "How many are drawn")
        self._rule.clicked.connect(lambda _checked=False: self._open(RuleDialog(self, self.workplace)))
        self._add = PlainButton("Add an action", "primary", name="qa.action.add")
        set_tooltip(self._add, "Add an improvement action (Ctrl+N)")
        self._add.clicked.connect(lambda _checked=False: self.improvement.add())
        self._recommended = PlainButton("Add the inspection's recommendations", name="qa.action.recommended")
        set_tooltip(self._recommended, "Recommendations 3.12 to 3.20, each as an action")
        self._recommended.clicked.connect(lambda _checked=False: self.improvement.add_recommended())

    def _fit_buttons(self) -> None:
        actor, is_actions = self.workplace.actor, self.tab == "actions"
        may_edit = decide(actor, Action.EDIT_IMPROVEMENT).allowed
        may_change = decide(actor, Action.CHANGE_CHECKLIST).allowed
        self._draw.setVisible(self._may_draw and not is_actions)
        self._checklist.setVisible(not is_actions)
        self._rule.setVisible(may_change and not is_actions)
        self._add.setVisible(may_edit and is_actions)
        self._recommended.setVisible(may_edit and is_actions and self.improvement.has_offers)

    def _refuse(self, error: UserError) -> None:
        self.busy.stop()
        if self._asking.is_locked:  # it is read once it is shown again
            self._is_stale = True
            return
        self._problem.setText(f"{error}.")
        self._problem.show()
        self._stack.hide()
        for button in (self._draw, self._checklist, self._rule):
            button.hide()

    def _lay_out(self) -> None:
        space = theme.current().space
        buttons = (self._checklist, self._rule, self._recommended, self._draw, self._add)
        name = title(self.words)
        name.setWordWrap(False)
        head = QWidget()
        large = theme.current().text_percent >= LARGE
        line = Flow(gap=space(2), line_gap=space(2), is_centred=True) if large else QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        head.setLayout(line)
        line.addWidget(name)
        if isinstance(line, QHBoxLayout):
            line.setSpacing(space(2))
            line.addStretch()
        for button in buttons:
            line.addWidget(button)
        self._stack = QStackedWidget()
        for body in self._bodies.values():
            self._stack.addWidget(body)
        front = QWidget()
        column = QVBoxLayout(front)
        column.setContentsMargins(space(6), space(4), space(6), space(4))
        column.setSpacing(space(3))
        for widget in (head, self.tabs, self.busy, self._problem, self._stack):
            column.addWidget(widget, 1 if widget is self._stack else 0)
        self._pages = QStackedWidget()
        self._pages.addWidget(front)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self._fit_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.review is None and self.tab != "to_review":
            self.show_tab("to_review")
            self.focus_first()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_stack"):
            for body in self._bodies.values():
                body.fit()
