"""Dialogs of protection and of missing episodes."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.placements import CATEGORIES, PROTECTION_WORDS, exact_term
from lac_tracker.services import care_page, protection
from lac_tracker.services.care_page import MissingRecord, ProtectionRecord
from lac_tracker.ui.plain import PlainButton, hint
from lac_tracker.ui.screens.placements_dialogs import Runs, line
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace


class Protection(RecordDialog):
    """A child protection plan, a section 47 enquiry or a child in need plan: chosen, or typed and corrected."""

    def __init__(
        self,
        parent: QWidget,
        workplace: Workplace,
        child_id: int,
        facts: BannerFacts,
        now: ProtectionRecord | None = None,
    ) -> None:
        super().__init__(
            parent, workplace.operations, "Child protection and need", facts,
            explanation="The exact terms, so that nobody has to guess what is meant.",
        )  # fmt: skip
        self.setObjectName("plc.protection")
        self._child_id, self._now, self._today = child_id, now, workplace.today()
        self._made_with = (workplace, child_id, facts)
        self._suggested: str | None = None
        self._loose = line("", "plc.cp.typed")
        self._suggestion = QWidget()
        row = QHBoxLayout(self._suggestion)
        row.setContentsMargins(0, 0, 0, 0)
        self._says = hint("")
        self._says.setObjectName("plc.cp.suggestion")
        self._use = PlainButton("Use this", "row", name="plc.cp.use")
        self._use.clicked.connect(lambda _checked=False: self._take_suggestion())
        row.addWidget(self._says, 1)
        row.addWidget(self._use)
        self.kind = RadioGroup("Term", tuple(PROTECTION_WORDS.items()), name="plc.cp.kind")
        self.category = RadioGroup(
            "Category", tuple((words, words) for words in CATEGORIES), name="plc.cp.category"
        )
        self._began = DateField("From", self._today, direction="past", name="plc.cp.from")
        self._ended = DateField("To", self._today, direction="past", name="plc.cp.to")
        self._review = DateField("Next review", self._today, name="plc.cp.review")
        self._note = line(now.note if now else "", "plc.cp.note")
        if now is None:
            self.add(
                "What you were told",
                self._loose,
                hint="In their words; the exact term follows.",
                optional=True,
            )
            self.add_words(self._suggestion)
        self.add("Term", self.kind)
        self._category_field = self.add("Category", self.category)
        self.add("From", self._began)
        if now is not None:
            self.add("To", self._ended, optional=True)
        self.add("Next review", self._review, optional=True)
        self.add("Note", self._note, optional=True)
        if now is not None:
            self.kind.set_value(now.kind)
            self.category.set_value(now.category or "")
            self._began.set_value(now.began)
            self._ended.set_value(now.ended)
            self._review.set_value(now.next_review_on)
        self._suggestion.hide()
        self.ready()
        self._loose.textChanged.connect(self._suggest)
        self.kind.changed.connect(self._show_category)
        self._show_category(self.kind.value())

    def as_on_record(self) -> RecordDialog | None:
        return self.anew(
            partial(Protection, self, *self._made_with), care_page.shown, self._child_id,
            lambda found: (one.record for one in found.protection), today=self._today,
        )  # fmt: skip

    def commands(self) -> Runs:
        given = {
            "kind": self.kind.value(),
            "category": self.category.value(),
            "began": self._began.value(),
            "ended": self._ended.value(),
            "next_review_on": self._review.value(),
            "note": self._note.text(),
            "today": self._today,
        }
        if self._now is None:
            return [(protection.add_protection, (self._child_id,), given)]
        return [(protection.change_protection, (self._now.id,), {**given, "seen_version": self._now.version})]

    def _suggest(self, typed: str) -> None:
        self._suggested = exact_term(typed)
        self._suggestion.setVisible(self._suggested is not None)
        if self._suggested is not None:
            self._says.setText(f"Use this: {PROTECTION_WORDS[self._suggested]}")

    def _take_suggestion(self) -> None:
        if self._suggested is None:
            return
        self.kind.set_value(self._suggested)
        self._show_category(self._suggested)
        self._suggestion.hide()
        self.kind.setFocus()

    def _show_category(self, kind: str) -> None:
        self._category_field.setVisible(kind == "child_protection_plan")


class Missing(RecordDialog):
    """The child is or was missing; 'Found' ends it."""

    def __init__(
        self,
        parent: QWidget,
        workplace: Workplace,
        child_id: int,
        facts: BannerFacts,
        now: MissingRecord | None = None,
    ) -> None:
        super().__init__(parent, workplace.operations, "Missing episode", facts)
        self.setObjectName("plc.missing.dialog")
        self._child_id, self._now, self._today = child_id, now, workplace.today()
        self._made_with = (workplace, child_id, facts)
        self._began = DateField("Missing from", self._today, direction="past", name="plc.missing.from")
        self._ended = DateField("Found", self._today, direction="past", name="plc.missing.to")
        self._told = line(now.told_by if now else "", "plc.missing.told")
        self._note = line(now.note if now else "", "plc.missing.note")
        if now is not None:
            self._began.set_value(now.began)
            self._ended.set_value(now.ended)
        self.add("Missing from", self._began)
        self.add("Found", self._ended, hint="Leave blank while missing.", optional=True)
        self.add("Told by", self._told, hint="Name and role.", optional=True)
        self.add("Note", self._note, optional=True)
        self.ready()

    def as_on_record(self) -> RecordDialog | None:
        return self.anew(
            partial(Missing, self, *self._made_with),
            care_page.shown,
            self._child_id,
            lambda found: found.missing,
            today=self._today,
        )

    def commands(self) -> Runs:
        given = {
            "began": self._began.value(),
            "ended": self._ended.value(),
            "told_by": self._told.text(),
            "note": self._note.text(),
            "today": self._today,
        }
        if self._now is None:
            return [(protection.add_missing, (self._child_id,), given)]
        return [(protection.change_missing, (self._now.id,), {**given, "seen_version": self._now.version})]
