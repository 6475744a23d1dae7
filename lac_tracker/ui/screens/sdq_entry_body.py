"""All that is entered of a questionnaire: its head, and the items of a paper form or the scores of a report."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.sdq import Questionnaire, Scores
from lac_tracker.services.sdq_entry import SdqForEntry
from lac_tracker.ui import theme
from lac_tracker.ui.plain import hint
from lac_tracker.ui.screens.sdq_entry_fields import SdqFields
from lac_tracker.ui.screens.sdq_entry_items import KEYS, ItemEntry
from lac_tracker.ui.screens.sdq_entry_report import ReportScores
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.page_column import PageColumn

Mode = Literal["items", "scores"]
Typed = tuple[tuple[str, str], ...]


class EntryBody(PageColumn):
    """Signals:
    edited: something was entered.
    fields_edited: form, date or person are others.
    form_changed: another form.
    finished: the last question of the form was keyed.
    """

    edited = Signal()
    fields_edited = Signal()
    form_changed = Signal()
    finished = Signal()

    def __init__(self, facts: SdqForEntry, today: date) -> None:
        super().__init__()
        self._facts, self._today = facts, today
        self.mode: Mode = "items"
        self.fields = SdqFields(facts, today)
        self._keys = hint(KEYS)
        self.items = ItemEntry(facts.held.called)
        self.report = ReportScores()
        space = theme.current().space
        self._lead = QWidget()  # where the heading is short of room
        self._lead.setLayout(Flow(gap=space(2), line_gap=space(2)))
        column = QVBoxLayout(self)
        self.setContentsMargins(space(6), 0, space(4), space(1))
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1))
        for widget in (self._lead, self.fields, self._keys, self.items, self.report):
            column.addWidget(widget)
        self._lead.hide()
        column.addStretch(1)

    def lead_with(self, widget: QWidget) -> None:
        """Put something of the heading before all else; for large text."""
        flow = self._lead.layout()
        assert flow is not None
        flow.addWidget(widget)
        self._lead.show()

    def begin(self, kept: Questionnaire | None, typed: Typed) -> None:
        """Show a new one, or the one that is gone on with; then listen to what is done with it.

        typed: the second pass as `typed_only_here` gave it.
        """
        if kept is None:
            self.fields.show_new(self._today)
        else:
            self.show_held(kept)
        if typed:
            self.items.show_second_pass(dict(typed))
        self.show_form(kept)
        self.fields.form_changed.connect(self.form_changed)
        self.fields.edited.connect(self.fields_edited)
        self.fields.accepted.connect(self._go_on)
        self.items.edited.connect(self.edited)
        self.items.finished.connect(self.finished)
        self.report.edited.connect(self.edited)

    def show_held(self, kept: Questionnaire) -> None:
        """Show what is on record of one."""
        by, is_follow_up = kept.completed_by, kept.is_follow_up
        self.fields.show_held(kept.version, kept.completed_on, by, is_follow_up=is_follow_up)
        self.items.show_held(kept)
        if kept.entry != "items":
            self.report.show_held(kept)

    def set_mode(self, mode: Mode) -> None:
        """Show what is entered this way; what was entered the other way stays."""
        self.mode = mode
        for widget in (self._keys, self.items):
            widget.setVisible(mode == "items")
        self.report.setVisible(mode == "scores")

    def show_form(self, kept: Questionnaire | None) -> None:
        """Show what belongs to the form: its questions, and the last questionnaire of the same informant."""
        version, informant = self.fields.version, self.fields.informant
        self.items.show_wording(self._facts.wording.get(version, {}))
        self.items.show_form(version, is_follow_up=self.fields.follow_up.isChecked())
        self.report.show_form(version)
        others = (one for one in self._facts.held.scored if kept is None or one.id != kept.id)
        last = next((one for one in others if one.informant == informant), None)
        self.items.show_last(last, informant)

    def show_wording(self, wording: Mapping[str, Mapping[str, str]]) -> None:
        """Show a team's own wording of the form, where it has one: form → item → words."""
        self._facts = replace(self._facts, wording=wording)
        self.items.show_wording(wording.get(self.fields.version, {}))

    def wanted(self, kept: Questionnaire | None) -> Questionnaire:
        """Return the questionnaire its head describes, to look for the same one on record. The date can be read."""
        on, fields = self.fields.date.value(), self.fields
        assert on is not None
        return Questionnaire(
            kept.id if kept else 0, 0, fields.version, on, fields.person(), Scores(),
            is_follow_up=fields.follow_up.isChecked(),
        )  # fmt: skip

    def progress(self) -> str:
        """Return '12 of 25', '' for scores."""
        return self.items.progress() if self.mode == "items" else ""

    def entered(self, mode: Mode) -> tuple[object, ...]:
        """Return all that would be lost if it were not kept, entered one way or the other."""
        if mode == "scores":
            return tuple(self.scores().values())
        return (self.items.answers(), self.items.own_words.toPlainText())

    def typed_only_here(self) -> Typed:
        """Return the second pass, which no part keeps."""
        return self.items.second_pass()

    def common(self, kept: Questionnaire | None) -> dict[str, Any]:
        """Return what every way of saving is given."""
        is_self = self.fields.informant == "self"
        return {
            "version": self.fields.version,
            "completed_on": self.fields.date.value(),
            "completed_by": self.fields.person(),
            "is_follow_up": self.fields.follow_up.isChecked(),
            "questionnaire_id": kept.id if kept else None,
            "seen_version": kept.row_version if kept else None,
            "own_words": self.items.own_words.toPlainText() if is_self else None,
        }

    def scores(self) -> dict[str, Any]:
        """Return what saving scores is given besides."""
        report = self.report
        return {
            "scores": report.scores(),
            "total": report.total(),
            "source": report.source.text(),
            "licence_note": report.licence.toPlainText(),
        }

    def refuse(self, words: str, *, goes: bool) -> bool:
        """Show a refusal at the field it is about and, where goes, go there; False when it is about none of them."""
        if self.fields.refuse(words, goes=goes):
            return True
        return self.mode == "scores" and self.report.refuse(words)

    def clear_errors(self) -> None:
        self.fields.clear_errors()
        self.report.source_field.clear_error()

    def set_room(self, width: int, height: int) -> None:
        """Say how much room there is for all of this."""
        around = self.contentsMargins()
        inside = width - around.left() - around.right()
        above = self.fields.heightForWidth(inside) + self._keys.sizeHint().height()
        self.items.set_room(inside, height - above - 4 * theme.current().space(1))

    def _go_on(self) -> None:
        """Form, date and person are accepted: on to the boxes, or to the scores."""
        if self.fields.go_to_unreadable():
            return
        if self.mode == "items":
            self.items.take_focus()
        else:
            self.report.lines["total"].setFocus()
