"""Dialogs of what is asked of others: asking several at once, chasing one, recording what came."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.information import SOURCES, default_due
from lac_tracker.services import information
from lac_tracker.services.information import Asked, Choice, RequestItem
from lac_tracker.ui import field_content, theme
from lac_tracker.ui.plain import PlainTextEdit, doubled
from lac_tracker.ui.screens.placements_dialogs import Runs, line
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.tick_list import TickList
from lac_tracker.ui.workplace import Workplace


class _SourcePicker(QWidget):
    """One source: a box to tick, and once it is ticked, who is asked and what.

    Signals:
        changed: it was ticked or unticked.
    """

    changed = Signal()

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice
        self.setObjectName(f"ppl.ask.{choice.source}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(2))
        words = f"{choice.words}: {choice.on_record}" if choice.on_record else choice.words
        self.box = QCheckBox(doubled(words))
        self.box.setObjectName(f"ppl.ask.{choice.source}.tick")
        self.box.toggled.connect(self._show)
        column.addWidget(self.box)
        self._details = QWidget()
        inside = QVBoxLayout(self._details)
        inside.setContentsMargins(theme.current().space(6), 0, 0, theme.current().space(2))
        self._who = line(choice.on_record, f"ppl.ask.{choice.source}.who")
        inside.addWidget(Field(f"{choice.words}: who is asked", self._who, optional=True))
        self._whats: list[PlainTextEdit] = []
        for number, what in enumerate(choice.asks, 1):
            edit = PlainTextEdit(what, least_lines=2)
            edit.setObjectName(f"ppl.ask.{choice.source}.what{number}")
            label = f"{choice.words}: what to ask"
            inside.addWidget(Field(f"{label}, {number}" if len(choice.asks) > 1 else label, edit))
            self._whats.append(edit)
        column.addWidget(self._details)
        self.setFocusProxy(self.box)
        self._show(False)

    def asked(self) -> Asked | None:
        """Return what is asked of this source, None while it is not ticked."""
        if not self.box.isChecked():
            return None
        return Asked(self.choice.source, self._who.text(), tuple(edit.toPlainText() for edit in self._whats))

    def value(self) -> object:
        """Return what was typed, for noticing changes."""
        return self.asked()

    def _show(self, ticked: bool) -> None:
        self._details.setVisible(ticked)
        self.changed.emit()


class AskForInformation(RecordDialog):
    """Several sources at once, one due date, a letter for each."""

    def __init__(self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts) -> None:
        super().__init__(
            parent, workplace.operations, "Ask for information", facts,
            explanation="Tick everyone to ask. Each gets a letter of their own, with no more about the child than they need.",
            verbs=("Cancel", "Ask"),
        )  # fmt: skip
        self.setObjectName("ppl.asking")
        self._workplace, self._child_id = workplace, child_id
        today = workplace.today()
        choices = workplace.operations.ask(information.choices, child_id, today=today)
        self._pickers = [_SourcePicker(one) for one in sorted(choices, key=lambda one: not one.usual)]
        self._due = DateField("Reply by", today, direction="future", name="ppl.ask.due")
        self._due.set_value(default_due(today))
        self._letters = QCheckBox("Make the letters now")
        self._letters.setObjectName("ppl.ask.letters")
        self._letters.setChecked(True)
        for picker in self._pickers:
            self.add_words(picker)
        self.add("Reply by", self._due, hint="14 days unless you change it.")
        self.add_words(self._letters)
        self.ready()
        self._pickers[0].box.setFocus()

    def commands(self) -> Runs:
        asked = tuple(one for picker in self._pickers if (one := picker.asked()) is not None)
        given = {
            "today": self._workplace.today(),
            "due_on": self._due.value(),
            "render": self._workplace.render if self._letters.isChecked() else None,
        }
        return [(information.ask, (self._child_id, asked), given)]

    def contents(self) -> tuple[tuple[str, ...], ...]:
        return (
            *super().contents(),
            *(field_content.content(picker) for picker in getattr(self, "_pickers", ())),
        )


class Chase(RecordDialog):
    """A reminder, and a new day to reply by."""

    def __init__(self, parent: QWidget, workplace: Workplace, facts: BannerFacts, item: RequestItem) -> None:
        words = f"{item.source}: {item.request.what}. Asked {show_date(item.request.asked_on)}, {item.status_words.lower()}."
        chased = f" {item.chased_words}." if item.chased_words else ""
        super().__init__(
            parent, workplace.operations, f"Chase {item.request.asked_of}", facts, explanation=f"{words}{chased}",
            verbs=("Cancel", "Record the chase"),
        )  # fmt: skip
        self.setObjectName("ppl.chasing")
        self._workplace, self._request = workplace, item.request
        today = workplace.today()
        self._on = DateField("Date chased", today, direction="past", name="ppl.chase.on")
        self._on.set_value(today)
        self._due = DateField("Reply by", today, direction="future", name="ppl.chase.due")
        self._due.set_value(default_due(today))
        self._note = line("", "ppl.chase.note")
        self._letter = QCheckBox("Make a reminder letter")
        self._letter.setObjectName("ppl.chase.letter")
        self.add("Date chased", self._on)
        self.add("Reply by", self._due)
        self.add("Note", self._note, hint="How, and what they said.", optional=True)
        self.add_words(self._letter)
        self.ready()

    def commands(self) -> Runs:
        given = {
            "today": self._workplace.today(),
            "chased_on": self._on.value(),
            "due_on": self._due.value() or default_due(self._workplace.today()),
            "note": self._note.text(),
            "render": self._workplace.render if self._letter.isChecked() else None,
        }
        return [(information.chase, (self._request.id,), given)]


class RecordAnswer(RecordDialog):
    """What came back: its content and where it belongs, that nothing is held, or that it was declined."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, facts: BannerFacts, item: RequestItem
    ) -> None:
        super().__init__(
            parent, workplace.operations, f"What came from {item.request.asked_of}", facts,
            explanation=f"{item.source}: {item.request.what}. Asked {show_date(item.request.asked_on)}.",
        )  # fmt: skip
        self.setObjectName("ppl.answering")
        self._request, self._today = item.request, workplace.today()
        options = [("received", "It came"), ("nothing_held", "Nothing held"), ("declined", "Declined")]
        if item.request.answer:
            options.append(("nothing_yet", "Nothing yet: this was recorded in error"))
        self._answer = RadioGroup("What came", tuple(options), name="ppl.answer.what")
        self._answer.set_value(item.request.answer or "received")
        self._on = DateField("Date it came", self._today, direction="past", name="ppl.answer.on")
        self._on.set_value(item.request.answered_on or self._today)
        self._content = PlainTextEdit(item.content, least_lines=5)
        self._content.setObjectName("ppl.answer.content")
        sections = workplace.operations.ask(information.sections, child_id, today=self._today)
        self._sections = TickList("Belongs in", sections, name="ppl.answer.sections")
        self._sections.set_value(item.request.sections or SOURCES[item.request.source].sections)
        self.add("What came", self._answer)
        self._dated = self.add("Date it came", self._on)
        self._said = self.add(
            "What it says", self._content, hint="Shown beside the form. For 'Declined': why, if they said."
        )
        self._belongs = self.add(
            "Belongs in", self._sections, hint="The sections of the form it is shown beside."
        )
        self.ready()
        self._answer.changed.connect(self._fit)
        self._fit(self._answer.value())

    def commands(self) -> Runs:
        answer = self._answer.value()
        given = {
            "today": self._today,
            "answer": "" if answer == "nothing_yet" else answer,
            "answered_on": self._on.value(),
            "content": self._content.toPlainText(),
            "section_ids": self._sections.value() if answer == "received" else (),
            "seen_version": self._request.version,
        }
        return [(information.record_answer, (self._request.id,), given)]

    def _fit(self, answer: str) -> None:
        self._dated.setVisible(answer != "nothing_yet")
        self._said.setVisible(answer in ("received", "declined"))
        self._belongs.setVisible(answer == "received")
