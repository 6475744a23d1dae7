"""S18b Make a document: which paper, for whom, what its reader gets and does not get, and whether it fits its page."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QGridLayout, QVBoxLayout, QWidget

from lac_tracker.domain.errors import UserError
from lac_tracker.services import child_summary, dispatch, document_checks, documents_page
from lac_tracker.services.document_checks import Finding
from lac_tracker.services.documents_page import MakeChoice
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint, label, set_tooltip
from lac_tracker.ui.screens import preview_checks
from lac_tracker.ui.screens.preview import MADE_FOR, ONE_PAGE
from lac_tracker.ui.screens.preview_checks import ChecksCard
from lac_tracker.ui.screens.preview_kept import KEPT
from lac_tracker.ui.screens.preview_larger import LargerPrint
from lac_tracker.ui.screens.preview_measures import Measures, measure
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place, RecordPage, attempt
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.page_column import PageColumn
from lac_tracker.ui.widgets.radio_group import RadioGroup

NOTHING = "No document can be made yet. Those of a plan are made once an assessment is signed."
_SIZES = {
    "gp-summary": "12 pt, never under 10.5 pt",
    "own-plan": "As their age needs, or larger",
    "health-history-booklet": "12 pt on A5",
}
_FACTS = (
    ("From", "mkdoc.from"), ("For", "mkdoc.readers"), ("Third-party information?", "mkdoc.third"),
    ("Address", "mkdoc.address"), ("Language", "mkdoc.language"), ("Text size", "mkdoc.size"),
    ("Left out for this reader", "mkdoc.leftOut"),
)  # fmt: skip


class MakeDocumentPage(RecordPage):
    """Making keeps the document with the record. Preview shows it first and keeps nothing."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "mkdoc")
        today = desk.workplace.today()
        facts = desk.operations.ask(child_summary.heading, desk.child_id, today=today)
        self.head.title.setText("Make a document")
        self.head.say(
            f"{facts.name_words}   Born {facts.born_words}   NHS No. {facts.nhs_words}", is_in_banner=True
        )
        found = desk.operations.ask(documents_page.choices, desk.child_id, today=today)
        self._choices: dict[str, MakeChoice] = {one.document: one for one in found}
        self._checked = 0  # the newest check asked for: older ones are not shown
        self._place_buttons()
        self._error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._error.setObjectName("mkdoc.error")
        self._error.hide()
        self.kinds = RadioGroup(
            "Document",
            tuple((one.document, f"{one.title} ({one.paper})" if one.paper else one.title) for one in found),
            name="mkdoc.kind",
        )
        self.kinds.changed.connect(lambda _key: self._choose())
        self.whom = ChoiceBox("Made for", (), name="mkdoc.for", none="Choose one")
        self.whom.changed.connect(lambda _key: self._check())
        self._whom_label = label("Made for")
        self._whom_label.setBuddy(self.whom)
        self.large = QCheckBox("Larger print")
        self.large.setObjectName("mkdoc.large")
        self.large.toggled.connect(self._set_larger)
        self._busy = Busy(name="mkdoc.busy")
        self.checks = ChecksCard(self._fix)
        self.checks.setObjectName("mkdoc.checks")
        self._larger = LargerPrint(desk, place)
        self._facts: dict[str, PlainLabel] = {}
        self._lay_out()
        first = place.document if place.document in self._choices else next(iter(self._choices), "")
        self.kinds.set_value(first)
        self._choose()

    @property
    def document(self) -> str:
        """The paper that is chosen, '' while none can be made."""
        return self.kinds.value()

    def words(self) -> str:
        return "Make a document"

    def take_focus(self) -> None:
        if self._choices:
            self.kinds.setFocus()

    def place(self) -> Place:
        return replace(self.here, document=self.document)

    def run(self, command: str) -> bool:
        match command:
            case "edit.primary":
                self.make()
            case "edit.preview" | "edit.print":
                self.preview()
            case _:
                return False
        return True

    def make(self) -> None:
        """Make the document, keep it with the record, and go back to the documents."""
        if not self.document or not self._is_addressed():
            return
        changes, words = attempt(
            self.desk.operations, dispatch.make_document, self.desk.child_id, self.document,
            self._larger.render(self.document), made_for=self.whom.value(),
        )  # fmt: skip
        if changes is None:
            self._say(f"{words.removesuffix('.')}.")
            return
        self.said.emit(f"Made: {self._choices[self.document].title}. It is kept in the record.")
        self.wanted.emit(Place(self.desk.child_id, "documents", typed=((KEPT, str(changes.made_id)),)))

    def preview(self) -> None:
        """Look at the document as it would be made now."""
        if not self.document or not self._is_addressed():
            return
        whom = ((MADE_FOR, self.whom.value()),) if self.whom.value() else ()
        typed = (*whom, *self._larger.typed(self.document))
        self.wanted.emit(Place(self.desk.child_id, "preview", document=self.document, typed=typed))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    # Behind it

    def _is_addressed(self) -> bool:
        if self._choices[self.document].recipients and not self.whom.value():
            self._say("Made for: choose whom it is for.")
            self.whom.setFocus()
            return False
        return True

    def _choose(self) -> None:
        one = self._choices.get(self.document)
        if one is None:
            return
        self.whom.blockSignals(True)
        self.whom.clear()
        if len(one.recipients) != 1:
            self.whom.addItem("Choose one", "")
        for name in one.recipients:
            self.whom.addItem(name, name)
        self.whom.blockSignals(False)
        for widget in (self.whom, self._whom_label):
            widget.setVisible(bool(one.recipients))
        told = {
            "mkdoc.from": one.source, "mkdoc.readers": one.readers[:1].upper() + one.readers[1:], "mkdoc.third": one.third_party,
            "mkdoc.address": one.address, "mkdoc.language": "English",
            "mkdoc.size": _SIZES.get(one.document, "12 pt"), "mkdoc.leftOut": "",
        }  # fmt: skip
        for name, words in told.items():
            self._facts[name].setText(words)
        words, is_on = self._larger.offered(one.document, dispatch.drawn_as(one.document))
        self.large.blockSignals(True)
        self.large.setChecked(is_on)
        self.large.blockSignals(False)
        self.large.setText(words)
        self.large.setVisible(bool(words))
        self._check()

    def _set_larger(self, is_on: bool) -> None:
        self._larger.choose(self.document, is_on)
        self._check()

    def _check(self) -> None:
        """Have the document drawn and measured, to say what there is to say before it is made."""
        self._say("")
        self.checks.show_findings(())
        one = self._choices[self.document]
        if one.recipients and not self.whom.value():
            return
        self._checked += 1
        number, render = self._checked, self._larger.render(one.document)
        ask, given = self.desk.operations.ask, {"made_for": self.whom.value()}
        try:
            held = ask(dispatch.preview_document, self.desk.child_id, one.document, **given)
            left_out = ask(dispatch.left_out, self.desk.child_id, one.document, **given)
        except UserError as error:
            self._say(f"{str(error).removesuffix('.')}.")
            return
        self._facts["mkdoc.leftOut"].setText("; ".join(left_out) or "Nothing")

        def job() -> tuple[Measures, tuple[str, ...]]:
            from lac_tracker.documents import catalogue  # brings the drawing with it

            return measure(render(dispatch.drawn_as(one.document), held)), catalogue.missing_glyphs(held)

        self._busy.start("Checking")
        self.work(job, lambda found: self._show(found, number), self._cannot)

    def _show(self, drawn: tuple[Measures, tuple[str, ...]], number: int) -> None:
        measured, missing = drawn
        if number != self._checked:
            return
        self._busy.stop()
        compared = self.desk.operations.ask(
            document_checks.of_document, self.desk.child_id, self.document, measured.text,
            today=self.desk.workplace.today(),
        )  # fmt: skip
        found = preview_checks.of_file(measured, one_page=self.document in ONE_PAGE, missing=missing)
        self.checks.show_findings((*found[:2], *compared, *found[2:]))

    def _cannot(self, error: UserError) -> None:
        self._busy.stop()
        self._say(f"{str(error).removesuffix('.')}.")

    def _fix(self, one: Finding) -> None:
        self.wanted.emit(
            Place(self.desk.child_id, one.page, assessment_id=one.assessment_id, need_number=one.need_number)
        )

    def _say(self, words: str) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))

    def _place_buttons(self) -> None:
        acts: tuple[tuple[PlainButton, str, Callable[[], None]], ...] = (
            (PlainButton("Cancel", name="mkdoc.cancel"), "Cancel (Esc)", self.back_wanted.emit),
            (PlainButton("Preview", name="mkdoc.preview"), "Preview (Ctrl+Shift+V)", self.preview),
            (PlainButton("Make PDF", "primary", name="mkdoc.go"), "Make PDF (Ctrl+Enter)", self.make),
        )
        for button, words, act in acts:
            set_tooltip(button, words)
            button.setEnabled(bool(self._choices) or button.objectName() == "mkdoc.cancel")
            button.clicked.connect(lambda _checked=False, act=act: act())
            self.head.add_button(button)

    def _lay_out(self) -> None:
        space = theme.current().space
        large = theme.current().text_percent >= LARGE
        inside = PageColumn()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        column.setSpacing(space(3))
        column.addWidget(self._error)
        if not self._choices:
            empty = PlainLabel(NOTHING, wraps=True)
            empty.setObjectName("mkdoc.empty")
            column.addWidget(empty)
        direction = QBoxLayout.Direction
        across = QBoxLayout(direction.TopToBottom if large else direction.LeftToRight)
        across.setSpacing(space(4))
        kinds = Card("Which document")
        kinds.body.addWidget(self.kinds)
        kinds.body.addStretch()
        across.addWidget(kinds, 2)
        across.addWidget(self._right(), 3)
        column.addLayout(across)
        column.addStretch()
        self.add_scrolled(inside)
        for widget in (kinds, self._about):
            widget.setVisible(bool(self._choices))

    def _right(self) -> QWidget:
        self._about = QWidget()
        column = QVBoxLayout(self._about)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(3))
        card = Card("What the reader gets")
        card.body.addWidget(self._whom_label)
        card.body.addWidget(self.whom)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.current().space(4))
        grid.setVerticalSpacing(theme.current().space(2))
        grid.setColumnStretch(1, 1)
        for row, (words, name) in enumerate(_FACTS):
            said = PlainLabel("", wraps=True)
            said.setObjectName(name)
            self._facts[name] = said
            what = label(words)
            what.setMaximumWidth(theme.current().characters(20))
            grid.addWidget(what, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, row, 1, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(grid)
        card.body.addWidget(self.large)
        card.body.addWidget(hint("All pages are portrait."))
        for widget in (card, self._busy, self.checks):
            column.addWidget(widget)
        column.addStretch()
        return self._about
