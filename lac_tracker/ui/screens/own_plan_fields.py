"""The fields of the young person's own plan: text with a hint on how it reads as it is typed, and their choices."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain.own_plan import COLOURS, TIERS, OwnCopy
from lac_tracker.services.own_plan_page import ItemToWrite, OwnPlanPage, reading_hint
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, PlainTextEdit, hint
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.tick_list import TickList

HINT_AFTER_MS = 400
_MOST_HINTS = 3
_SHORTEST = 16  # characters of a drop-down
_LEAST_AVERAGE = 3  # words in a sentence
_ON_ONE_LINE = "One on each line."


class WrittenField(QWidget):
    """Words for the child, and beneath them how they read. It helps and never stops anybody.

    Signals:
        edited: something was typed.
    """

    edited = Signal()

    def __init__(
        self, label: str, name: str, *, hint_words: str = "", lines: int = 2, optional: bool = True
    ) -> None:
        super().__init__()
        self.edit = PlainTextEdit(least_lines=lines)
        self.edit.setObjectName(name)
        self.field = Field(label, self.edit, hint=hint_words, optional=optional)
        self._reads = hint("")
        self._reads.setObjectName(f"{name}.reads")
        self._reads.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(HINT_AFTER_MS)
        self._soon.timeout.connect(self.say_how_it_reads)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(1))
        column.addWidget(self.field)
        column.addWidget(self._reads)
        self.edit.textChanged.connect(self._soon.start)
        self.edit.textChanged.connect(self.edited)

    def text(self) -> str:
        return self.edit.toPlainText().strip()

    def set_text(self, words: str) -> None:
        """Show words without telling anyone."""
        self.edit.blockSignals(True)
        self.edit.setPlainText(words)
        self.edit.blockSignals(False)
        self.say_how_it_reads()

    def say_how_it_reads(self) -> None:
        """Show the reading age and the first things that could be easier."""
        self._soon.stop()
        found = reading_hint(self.text())
        said = [found.summary, *(f"{each.says}." for each in found.hints[:_MOST_HINTS])]
        tells = bool(found.hints) or found.average >= _LEAST_AVERAGE  # a list of single words is no prose
        self._reads.setText("\n".join(said) if tells else "")
        self._reads.setVisible(tells)


class ItemField(WrittenField):
    """One thing of the plan in plain words, below what was agreed."""

    def __init__(self, number: int, item: ItemToWrite) -> None:
        super().__init__(
            f"{number} {item.about}", f"own.item{number}", hint_words=f"In the plan: {item.agreed}\nWho helps: {item.helped_by}.",
            optional=False,
        )  # fmt: skip
        self.item = item
        self.edit.setAccessibleName(f"{item.about} in plain words")
        self._stops = PlainLabel(type="strong", tone="warn", wraps=True)
        self._stops.setObjectName(f"own.item{number}.stops")
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.addWidget(self._stops)
        self._advice = hint("")
        self._advice.setObjectName(f"own.item{number}.advice")
        column.addWidget(self._advice)
        if item.note:
            column.addWidget(hint(item.note))
        self.set_text(item.plain_words)
        self.show_stops(item)

    def show_stops(self, item: ItemToWrite) -> None:
        """Say what has to be written before the paper can be made, as it was when the page was last read."""
        self.item = item
        words = ""
        if item.stops and (item.is_told or item.plain_words):
            words = f"Write it in plain words before the paper is made. It says: {', '.join(item.stops)}."
        elif not item.is_told:
            words = "Not in this copy. Write it in plain words to put it in, or say in the plan who sees it."
        self._stops.setText(words)
        self._stops.setVisible(bool(words))
        self._advice.setText(item.advice)
        self._advice.setVisible(bool(item.advice) and item.is_told)


class Choices(QWidget):
    """How the young person wants their plan.

    Signals:
        edited: something was chosen.
    """

    edited = Signal()

    def __init__(self, page: OwnPlanPage, today: date) -> None:
        super().__init__()
        self._stage = ChoiceBox(
            "Made for", tuple((tier.stage, tier.words) for tier in TIERS), name="own.stage",
            none=f"By age: {page.by_age.words}",
        )  # fmt: skip
        self._stage.setMinimumContentsLength(_SHORTEST)  # else a long choice makes the whole card too wide
        self._size = RadioGroup(
            "Text size", (("usual", "Usual"), ("large", "Large print")), name="own.size", across=True
        )
        self._colour = ChoiceBox(
            "Colour of the title",
            tuple((key, words) for key, words, _ in COLOURS),
            name="own.colour",
            none="Light grey",
        )
        self._feelings = TickList(
            "How I’ve been feeling", (("show", f"{page.called} wants it shown"),), name="own.feelings"
        )
        self._translated = QLineEdit()
        self._translated.setObjectName("own.translated")
        self._translated.setMaxLength(201)
        self._checked = DateField(
            f"Checked with {page.called} on", today, direction="past", name="own.checked"
        )
        self._feelings.setEnabled(page.has_feelings)
        self._lay_out(page)
        self._stage.changed.connect(self.edited)
        self._colour.changed.connect(self.edited)
        self._size.changed.connect(self.edited)
        self._feelings.changed.connect(self.edited)
        self._translated.textEdited.connect(self.edited)
        self._checked.changed.connect(self.edited)

    def _lay_out(self, page: OwnPlanPage) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(3))
        feelings = (
            "Their own answers about feelings, over time. Only if they choose."
            if page.has_feelings
            else f"{page.called} has not filled in the questions about feelings."
        )
        column.addWidget(
            Field(
                "Made for",
                self._stage,
                hint="The stage a child is at matters more than the age.",
            )
        )
        column.addWidget(Field("Text size", self._size))
        column.addWidget(
            Field(
                "Colour of the title",
                self._colour,
                hint="A copy in black and white stays easy to read.",
                grows=False,
            )
        )
        column.addWidget(Field("How I’ve been feeling", self._feelings, hint=feelings))
        column.addWidget(
            Field(
                "Translated by",
                self._translated,
                hint="Who put your words into their language.",
                optional=True,
            )
        )
        column.addWidget(Field(f"Checked with {page.called} on", self._checked, optional=True, grows=False))

    def show_copy(self, copy: OwnCopy) -> None:
        for box, value in ((self._stage, copy.stage), (self._colour, copy.colour)):
            box.blockSignals(True)
            box.set_value(value or "")
            box.blockSignals(False)
        self._size.set_value(copy.text_size)
        self._feelings.set_value(("show",) if copy.shows_feelings else ())
        self._translated.setText(copy.translated_by)
        self._checked.set_value(copy.checked_with_them_on)

    def read(self, copy: OwnCopy) -> OwnCopy:
        """Return a copy with what is chosen here."""
        return replace(
            copy,
            stage=self._stage.value() or None,  # type: ignore[arg-type]  # its own keys
            text_size=self._size.value() or "usual",  # type: ignore[arg-type]  # its own keys
            colour=self._colour.value() or None,
            shows_feelings=bool(self._feelings.value()),
            translated_by=self._translated.text().strip(),
            checked_with_them_on=self._checked.value(),
        )

    def has_unreadable(self) -> bool:
        """Return whether words stand where a date should."""
        return not self._checked.is_readable()

    def go_to_unreadable(self) -> bool:
        """Put the keyboard into the date when it can't be read; False when it can."""
        if self.has_unreadable():
            self._checked.setFocus()
        return self.has_unreadable()

    def lock(self) -> None:
        """Let it be read, not changed."""
        for widget in (self._stage, self._colour, self._feelings):
            widget.setEnabled(False)
        self._size.set_read_only(True)
        self._translated.setReadOnly(True)
        self._checked.set_read_only(True)


def text_fields(called: str) -> dict[str, WrittenField]:
    """Return the fields for what is said around the plan: name of the copy's field → field, in their order."""
    return {
        "opening": WrittenField(
            f"Something {called} told you",
            "own.opening",
            hint_words="One or two sentences that show you listened.",
        ),
        "talked_about": WrittenField("What we talked about", "own.talked", hint_words=_ON_ONE_LINE, lines=3),
        "going_well": WrittenField(
            "What’s going well",
            "own.well",
            hint_words=f"{_ON_ONE_LINE} Say ‘you’: You sleep better.",
            lines=3,
        ),
        "their_part": WrittenField(f"What {called} can do", "own.part", hint_words=_ON_ONE_LINE),
    }
