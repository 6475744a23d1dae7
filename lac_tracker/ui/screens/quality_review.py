"""S20b Review: the document at the left, the criteria beside it, and what the author will read."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.quality import Answer, Overall, score
from lac_tracker.services import quality_returns, quality_reviews
from lac_tracker.services.quality_reviews import OpenReview
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel, set_tooltip, title
from lac_tracker.ui.screens.quality_criteria import Criteria
from lac_tracker.ui.screens.quality_document import DocumentPane
from lac_tracker.ui.screens.quality_side import ReviewSide
from lac_tracker.ui.screens.record_page import LARGE, Place, attempt, scroll_area
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.workplace import Workplace

_PARTS = (("document", "Document"), ("criteria", "Criteria"), ("result", "Result"))


class ReviewPage(QFrame):
    """One review. Leaving it keeps what was answered.

    Signals:
        back_wanted: the person is done here.
        said: something was done; carries the words for the message bar.
        place_wanted: the author goes to the assessment; carries its Place.
    """

    back_wanted = Signal()
    said = Signal(str)
    place_wanted = Signal(object)

    def __init__(self, workplace: Workplace, review_id: int) -> None:
        """Raises UserError when it is not this person's to see."""
        super().__init__()
        self.setObjectName("qar")
        self.setProperty("region", "page")
        self._workplace, self._id = workplace, review_id
        self.held: OpenReview = workplace.operations.ask(
            quality_reviews.opened, review_id, today=workplace.today()
        )
        self._version, self._is_changed = self.held.review.version, False
        one = self.held.review
        self.words = f"Review: {one.kind}, {one.initials}, signed {show_date(one.signed_on)}"
        self.setAccessibleName(self.words)
        self.document, self.criteria, self.side = DocumentPane(workplace), Criteria(), ReviewSide(workplace)
        self.progress = PlainLabel("", type="strong")
        self.progress.setObjectName("qar.progress")
        self.back = PlainButton("Back", name="qar.back")
        set_tooltip(self.back, "Back to the list (Esc). What was answered is kept")
        self.save = PlainButton("Save part", name="qar.save")
        set_tooltip(self.save, "Keep what was answered so far (Ctrl+S)")
        self.finish = PlainButton("Finish", "primary", name="qar.finish")
        set_tooltip(self.finish, "Finish the review (Ctrl+Enter)")
        self._connect()
        self._lay_out()
        # once they have their place: before, each would be a window of its own and take the keyboard
        self.save.setVisible(self.held.may_answer)
        self.finish.setVisible(self.held.may_answer or self.held.may_amend)
        self.criteria.show_criteria(
            self.held.checklist, self.held.asked, self.held.answers, self.held.notes,
            read_only=not self.held.may_answer,
        )  # fmt: skip
        self.side.show_review(self.held)
        self._is_changed = False
        self._count()
        self.document.load(review_id)

    # What the screen asks

    def focus_first(self) -> None:
        if self.held.may_answer and self.criteria.take_focus():
            return
        (self.side.answer if self.held.may_amend else self.document.area).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        return (self.document.area, self.criteria, self.side.overall)

    def leave(self) -> bool:
        """Keep what was answered; False, with words, when it cannot be kept."""
        return not self._is_changed or self.save_part(tells=False)

    def run_command(self, name: str) -> bool:
        match name:
            case "file.save" if self.held.may_answer:
                self.save_part()
            case "edit.primary":
                self.finish.click()
            case "go.back":
                self._go_back()
            case "view.nextTab" | "view.previousTab" if not self._parts.isHidden():
                self._step(1 if name == "view.nextTab" else -1)
            case _:
                return False
        return True

    # What it does

    def save_part(self, *, tells: bool = True) -> bool:
        """Keep the answers so far."""
        changes, words = attempt(
            self._workplace.operations, quality_reviews.save_part, self._id, today=self._workplace.today(),
            answers=self.criteria.answers(), notes=self.criteria.notes(),
            praise=self.side.praise.toPlainText(), seen_version=self._version,
        )  # fmt: skip
        self.side.say_error(words)
        if changes is None:
            self._show_part("result")
            return False
        self._is_changed = False
        self._version = self._workplace.operations.ask(
            quality_reviews.opened, self._id, today=self._workplace.today()
        ).review.version
        if tells:
            self.said.emit(f"Saved: {self.progress.text()}.")
        return True

    def press_finish(self) -> None:
        """Finish it; where something is missing, go there."""
        if self.held.may_amend:
            self._answer()
            return
        if not self.held.may_answer:
            return
        self.side.say_error("")
        if self.criteria.take_focus() or self.criteria.take_focus_for_words():
            self._show_part("criteria")
            missing = "Each criterion needs an answer, and all but 'met' need words. The first one is here."
            self.side.say_error(missing)
            announce(self, missing)
            return
        until = self.side.until
        changes, words = attempt(
            self._workplace.operations, quality_reviews.finish, self._id, today=self._workplace.today(),
            answers=self.criteria.answers(), notes=self.criteria.notes(), overall=self.side.overall.value(),
            praise=self.side.praise.toPlainText(), what_to_change=self.side.what.toPlainText(),
            change_by=until.value(), seen_version=self._version,
        )  # fmt: skip
        if changes is None:
            self._show_part("result")
            self.side.say_error(words)
            if not self.side.overall.value():
                self.side.overall.setFocus()
            return
        self._is_changed = False
        self.said.emit(self._finished_words())
        self.back_wanted.emit()

    def _finished_words(self) -> str:
        one = self.held.review
        if self.side.overall.value() == Overall.SENT_BACK.value:
            return f"Sent back to {one.author}, to change by {show_date(self.side.until.value())}."
        return f"Review finished. {one.author} sees the result." if one.author_id else "Review finished."

    def _answer(self) -> None:
        changes, words = attempt(
            self._workplace.operations, quality_returns.answer_changes, self._id,
            today=self._workplace.today(), answer=self.side.answer.toPlainText(), seen_version=self._version,
        )  # fmt: skip
        self.side.say_error(words)
        if changes is not None:
            self.said.emit("Answered. The reviewer looks again.")
            self.back_wanted.emit()

    def _connect(self) -> None:
        self.back.clicked.connect(lambda _checked=False: self._go_back())
        self.save.clicked.connect(lambda _checked=False: self.save_part())
        self.finish.clicked.connect(lambda _checked=False: self.press_finish())
        self.criteria.answered.connect(self._mark)
        self.criteria.about.connect(self.document.bring)
        self.criteria.ended.connect(self._after_the_last)
        self.side.changed.connect(self._mark)
        self.side.chosen.connect(self._chosen)
        self.side.amend_wanted.connect(self._amend)
        self.side.overall.picked.connect(lambda _key: self.side.praise.setFocus())
        if self.held.may_amend:
            self.finish.setText("Answer")
            set_tooltip(self.finish, "Say that it was changed (Ctrl+Enter)")

    def _after_the_last(self) -> None:
        """Every criterion was passed: to the first that was left out, else to the result."""
        if self.criteria.take_focus():
            return
        self._show_part("result")
        self.side.overall.setFocus()

    def _chosen(self, key: str) -> None:
        if key == Overall.SENT_BACK.value:
            self.side.propose_changes(self.criteria.notes(), self.criteria.answers())

    def _mark(self) -> None:
        self._is_changed = self.held.may_answer
        self._count()

    def _count(self) -> None:
        given = {key: Answer(value) for key, value in self.criteria.answers().items()}
        found = score(self.held.asked, given)
        self.progress.setText(f"{found.answered} of {found.of}")
        self.side.say_score(
            found, self.held.checklist.meets_from, {one.id: one.words for one in self.held.asked}
        )

    def _amend(self) -> None:
        one = self.held.review
        self.place_wanted.emit(Place(one.child_id, "assessments", one.assessment_id))

    def _go_back(self) -> None:
        if self.leave():
            self.back_wanted.emit()

    # How it looks

    def _lay_out(self) -> None:
        space = theme.current().space
        head = QHBoxLayout()
        head.setSpacing(space(3))
        head.addWidget(title(self.words), 1)
        for widget in (self.progress, self.back, self.save, self.finish):
            head.addWidget(widget)
        self._parts = ChipRow(
            tuple(ChipFacts(key, words) for key, words in _PARTS), label="Part of the review", name="qar.parts",
            one_only=True,
        )  # fmt: skip
        self._parts.toggled.connect(lambda key, _on: self._show_part(key))
        middle = QHBoxLayout()
        middle.setSpacing(space(4))
        self._areas = {
            "document": self.document, "criteria": scroll_area(self.criteria), "result": scroll_area(self.side),
        }  # fmt: skip
        for part, stretch in zip(self._areas.values(), (5, 5, 3), strict=True):
            middle.addWidget(part, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(4), space(6), space(4))
        column.setSpacing(space(3))
        column.addLayout(head)
        column.addWidget(self._parts)
        column.addLayout(middle, 1)
        self._fit()

    def _fit(self) -> None:
        """Beside each other; in large text one part at a time."""
        self._is_large = theme.current().text_percent >= LARGE
        self._parts.setVisible(self._is_large)
        for part in self._areas.values():
            part.setVisible(True)
        self._show_part("criteria")

    def _show_part(self, key: str) -> None:
        self._parts.switch(key)
        if self._is_large:
            for name, part in self._areas.items():
                part.setVisible(name == key)

    def _step(self, step: int) -> None:
        keys = [key for key, _ in _PARTS]
        here = next((key for key in self._parts.on()), keys[0])
        self._show_part(keys[(keys.index(here) + step) % len(keys)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.document.turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_areas"):
            self._fit()
