"""The young person's own plan: what was agreed in words for them, how they want it, and the way to its paper."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.errors import NotAllowed
from lac_tracker.domain.own_plan import OwnCopy
from lac_tracker.services import own_plan_page
from lac_tracker.services.changes import Changes
from lac_tracker.services.own_plan import DOCUMENT
from lac_tracker.services.own_plan_page import OwnPlanPage
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint, quote, set_tooltip
from lac_tracker.ui.screens.own_plan_fields import Choices, ItemField, WrittenField, text_fields
from lac_tracker.ui.screens.record_page import (
    LARGE,
    Desk,
    Place,
    RecordPage,
    attempt,
    clear,
    focus_by_name,
)
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.field import Field

_SIDE = 40  # characters of the cards beside the text
NOTHING_YET = "There is no assessment yet. Start one first: the plan for the young person is made from it."


class OwnPlanScreen(RecordPage):
    """Nothing typed here is lost: leaving the page saves it. Ctrl+P saves and shows the paper."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "own")
        self.head.title.setText("Own plan")
        self._may = decide(desk.workplace.actor, Action.EDIT_OWN_COPY).allowed
        self._page: OwnPlanPage | None = None
        self._texts: dict[str, WrittenField] = {}
        self._items: list[ItemField] = []
        self._choices: Choices | None = None
        self._which: ChoiceBox | None = None
        self._start: PlainButton | None = None  # there while nothing can be shown yet
        self._begun: tuple[OwnCopy, dict[int, str]] = (OwnCopy(), {})  # as it was when read or saved
        self._is_saving = False  # what a save reports is known here already
        self._preview = PlainButton("Preview", icon="fa6s.print", name="own.preview")
        set_tooltip(self._preview, "Save and preview (Ctrl+P)")
        self._preview.clicked.connect(lambda _checked=False: self.preview())
        self._save = PlainButton("Save", "primary", name="own.save")
        set_tooltip(self._save, "Save (Ctrl+Enter)")
        self._save.clicked.connect(lambda _checked=False: self.save())
        self.head.add_button(self._preview)
        self.head.add_button(self._save)
        self._error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._error.setObjectName("own.error")
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        space = theme.current().space
        self._column.setContentsMargins(space(6), space(1), space(6), space(6))
        self._column.setSpacing(space(4))
        self.add_scrolled(self._inside)
        self.refresh(place.assessment_id)

    # What the record asks

    def take_focus(self) -> None:
        if self.here.field and focus_by_name(self, self.here.field):
            return
        first = next(iter(self._texts.values()), None)
        (first.edit if first is not None else self._start or self._preview).setFocus()

    def run(self, command: str) -> bool:
        match command:
            case "edit.primary" | "file.save" if self._page is not None and self._may:
                self.save()
            case "edit.primary" if self._start is not None:
                self._go_to_assessments()
            case "edit.print" | "edit.preview" if self._preview.isEnabled():
                self.preview()
            case _:
                return False
        return True

    def leave(self) -> bool:
        """Save what was typed before going elsewhere; stay when it can't be saved, and say why."""
        return not self._is_changed() or self.save()

    def place(self) -> Place:
        assessment_id = self._page.assessment_id if self._page else None
        return replace(self.here, assessment_id=assessment_id, field=self.focused())

    def reload(self, changes: Changes) -> None:
        told = changes.plans or changes.assessments or changes.documents
        if told and not self._is_saving and not self._is_changed():
            focused = self.focused()
            self.refresh(self._page.assessment_id if self._page else None)
            if focused:
                focus_by_name(self, focused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    # What the person does

    def refresh(self, assessment_id: int | None = None) -> None:
        """Read what is kept and show it; what was typed and not saved is gone."""
        today = self.desk.workplace.today()
        try:
            self._page = self.desk.operations.ask(
                own_plan_page.load, self.desk.child_id, today=today, assessment_id=assessment_id
            )
        except NotAllowed as refused:
            self._page = None
            self._show_nothing(str(refused))
            return
        if self._page is None:
            self._show_nothing(NOTHING_YET)
            return
        self._show(self._page)

    def save(self) -> bool:
        """Keep everything. False when it can't be kept: the words say why, and what was typed stays."""
        if self._page is None or self._choices is None or not self._may:
            return True
        if self._choices.go_to_unreadable():
            return False
        copy, words = self._written()
        changed = {each: said for each, said in words.items() if said != self._begun[1][each]}
        self._is_saving = True
        changes, refusal = attempt(
            self.desk.operations, own_plan_page.save, self._page.assessment_id, copy, changed
        )
        self._is_saving = False
        if changes is None:
            self._error.setText(refusal)
            self._error.show()
            return False
        self.refresh_stops()
        self.head.say(f"Saved {self.desk.operations.now().astimezone():%H:%M:%S}")
        return True

    def preview(self) -> None:
        """Save, and show the paper as it will be."""
        if self.leave():
            self.wanted.emit(Place(self.desk.child_id, "own_plan_preview", document=DOCUMENT))

    def refresh_stops(self) -> None:
        """Read what is kept anew without touching the fields: what still has to be written may have changed."""
        assert self._page is not None
        self._page = self.desk.operations.ask(
            own_plan_page.load, self.desk.child_id, today=self.desk.workplace.today(),
            assessment_id=self._page.assessment_id,
        )  # fmt: skip
        assert self._page is not None
        self._error.hide()
        for field, item in zip(self._items, self._page.items, strict=False):
            field.show_stops(item)
        self._begun = self._written()

    # Behind it

    def _written(self) -> tuple[OwnCopy, dict[int, str]]:
        """Return the copy and the words of each item as they stand on the screen."""
        assert self._page is not None
        assert self._choices is not None
        texts = {name: field.text() for name, field in self._texts.items()}
        copy = replace(self._choices.read(self._page.copy), **texts)  # type: ignore[arg-type]  # names of its own fields
        return copy, {field.item.outcome_id: field.text() for field in self._items}

    def _is_changed(self) -> bool:
        if self._page is None or not self._may or self._choices is None:
            return False
        return self._choices.has_unreadable() or self._written() != self._begun

    def _go_to_assessments(self) -> None:
        self.wanted.emit(Place(self.desk.child_id, "assessments"))

    def _show_nothing(self, words: str) -> None:
        clear(self._column)
        self._texts, self._items, self._choices = {}, [], None
        self._save.hide()
        self._preview.hide()
        empty = PlainLabel(words, wraps=True)
        empty.setObjectName("own.empty")
        self._column.addWidget(empty)
        if words == NOTHING_YET:
            self._start = PlainButton("Open assessments", "primary", name="own.assessments")
            set_tooltip(self._start, "Go to the assessments (Ctrl+Enter)")
            self._start.clicked.connect(lambda _checked=False: self._go_to_assessments())
            self._column.addWidget(self._start, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch()

    def _show(self, page: OwnPlanPage) -> None:
        clear(self._column)
        while self._column.count():
            self._column.takeAt(0)  # the stretch of a page that was empty
        self.head.title.setText(f"{page.called}’s plan")
        self._start = None
        self._save.setVisible(self._may)
        self._preview.show()
        self._preview.setEnabled(page.is_signed)
        self._say_where(page)
        self._error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._error.setObjectName("own.error")
        self._error.hide()
        self._column.addWidget(self._error)
        is_large = theme.current().text_percent >= LARGE
        body = QWidget()
        across = QBoxLayout(
            QBoxLayout.Direction.TopToBottom if is_large else QBoxLayout.Direction.LeftToRight, body
        )
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.current().space(5))
        across.addWidget(self._written_part(page), 1)
        side = self._side(page)
        if not is_large:
            side.setFixedWidth(_side_width())
        across.addWidget(side)
        body.setMaximumWidth(theme.current().width("measure") + _side_width() + theme.current().space(5))
        self._column.addWidget(body)
        self._column.addStretch()
        self._fill(page)

    def _say_where(self, page: OwnPlanPage) -> None:
        if not self._may:
            self.head.say("You can read this. Only an assessor, a doctor or a manager writes it.")
        elif not page.is_signed:
            self.head.say("From the assessment being written. It can be printed once that is signed.")
        else:
            self.head.say(page.given or "Not given yet.")

    def _written_part(self, page: OwnPlanPage) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(4))
        column.addWidget(heading(f"In {page.called}’s own words"))
        for words in page.said:
            column.addWidget(quote(words))
        column.addWidget(
            hint(
                "Printed first, exactly as said."
                if page.said
                else "Nothing yet. Add their words in the assessment."
            )
        )
        self._texts = text_fields(page.called)
        for name in ("opening", "talked_about", "going_well"):
            column.addWidget(self._texts[name])
        if page.going_well and not page.copy.going_well:
            use = PlainButton("Begin with what the assessment says", "link", name="own.useWell")
            use.clicked.connect(lambda _checked=False: self._use_well())
            column.addWidget(use, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(heading("What we agreed, in plain words"))
        column.addWidget(
            hint(
                f"One idea each. At most {self._most(page)} are printed, the soonest first. Left blank, the plan’s own words stand."
            )
        )
        self._items = [ItemField(number, item) for number, item in enumerate(page.items, 1)]
        for field in self._items:
            column.addWidget(field)
        if not page.items:
            column.addWidget(PlainLabel("Nothing was agreed in this plan.", wraps=True))
        column.addWidget(self._texts["their_part"])
        return part

    def _side(self, page: OwnPlanPage) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(4))
        if len(page.plans) > 1:
            self._which = ChoiceBox(
                "Which plan",
                tuple((str(one.assessment_id), one.words) for one in page.plans),
                name="own.which",
            )
            self._which.setMinimumContentsLength(16)
            self._which.removeItem(0)
            self._which.set_value(str(page.assessment_id))
            self._which.changed.connect(self._switch)
            column.addWidget(Field("Which plan", self._which))
        card = Card(f"How {page.called} wants it", name="own.choices")
        self._choices = Choices(page, self.desk.workplace.today())
        card.body.addWidget(self._choices)
        column.addWidget(card)
        sees = Card("Who sees this plan", name="own.sees")
        sees.body.addWidget(PlainLabel(page.who_sees, wraps=True))
        sees.body.addWidget(
            hint("From what was agreed under Consent. Without their ‘no’, GP and social worker get it.")
        )
        column.addWidget(sees)
        if page.numbers_to_check:
            numbers = Card("Check these before you print", name="own.numbers")
            for words in page.numbers_to_check:
                numbers.body.addWidget(PlainLabel(f"{words[:1].upper()}{words[1:]}.", wraps=True))
            column.addWidget(numbers)
        column.addStretch()  # no alignment: a widget that is aligned is not asked how high its wrapped words are
        return side

    def _fill(self, page: OwnPlanPage) -> None:
        assert self._choices is not None
        for name, field in self._texts.items():
            field.set_text(getattr(page.copy, name))
        if not page.copy.version and not page.copy.talked_about:
            self._texts["talked_about"].set_text("\n".join(page.talked_about))
        self._choices.show_copy(page.copy)
        if not self._may:
            self._choices.lock()
            for field in (*self._texts.values(), *self._items):
                field.edit.setReadOnly(True)
        self._begun = self._written()

    def _most(self, page: OwnPlanPage) -> int:
        chosen = own_plan_page.tier(page)
        return chosen.most_items

    def _use_well(self) -> None:
        assert self._page is not None
        field = self._texts["going_well"]
        field.edit.setPlainText("\n".join(self._page.going_well))
        field.edit.setFocus()

    def _switch(self, key: str) -> None:
        if key and self._page is not None and int(key) != self._page.assessment_id:
            if self.leave():
                self.refresh(int(key))
            elif self._which is not None:
                self._which.set_value(str(self._page.assessment_id))


def _side_width() -> int:
    return max(theme.current().width("side"), theme.current().characters(_SIDE))
