"""Which form, of which day, filled in by whom: the line above the entry of a questionnaire."""

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.sdq import VERSIONS, Informant, usual_version
from lac_tracker.services.sdq_entry import SdqForEntry
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel
from lac_tracker.ui.screens.last_plan_row import bring_into_view
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.flow import Flow
from lac_tracker.ui.widgets.measured import typed_choice

_BY_WIDTH = 22  # characters
_TICK_WORDS = "Follow-up form"


class SdqFields(QWidget):
    """Enter in any of them accepts them all.

    Signals:
        edited: something was changed.
        form_changed: another form, or its follow-up.
        accepted: the person is done with them.
    """

    edited = Signal()
    form_changed = Signal()
    accepted = Signal()

    def __init__(self, facts: SdqForEntry, today: date) -> None:
        super().__init__()
        self._facts = facts
        self._is_by_untouched = True
        forms = tuple((version.key, version.words) for version in VERSIONS.values())
        self.form = ChoiceBox("Form", forms, name="sdq.form")
        self.date = DateField("Date", today, direction="past", name="sdq.date")
        self.by = typed_choice("sdq.by", "Filled in by")
        line = self.by.lineEdit()
        assert line is not None
        line.setObjectName("sdq.by.text")
        self.by.setMinimumWidth(theme.current().characters(_BY_WIDTH))
        self.by.setMinimumHeight(theme.current().control_height())
        self.by.installEventFilter(self)
        self.follow_up = QCheckBox(_TICK_WORDS)
        self.follow_up.setObjectName("sdq.followUp")
        self.fields = (
            Field("Form", self.form, grows=False),
            Field("Date", self.date, grows=False),
            Field("Filled in by", self.by, grows=False),
        )
        row = Flow(gap=theme.current().space(4), line_gap=theme.current().space(2))
        self.setLayout(row)
        for field in self.fields:
            row.addWidget(field)
        row.addWidget(self._ticked())
        self.form.changed.connect(self._choose_form)
        self.date.changed.connect(lambda _day: self.edited.emit())
        self.by.editTextChanged.connect(lambda _words: self.edited.emit())
        line.textEdited.connect(lambda _words: self._touch())
        self.by.activated.connect(lambda _place: self._touch())
        self.follow_up.clicked.connect(lambda _ticked=False: self._tell_form())
        for control in (self.form, self.date.line, line):
            control.installEventFilter(self)

    # What stands in them

    @property
    def version(self) -> str:
        return self.form.value()

    @property
    def informant(self) -> Informant | None:
        return VERSIONS[self.version].informant if self.version else None

    def person(self) -> str:
        """Return who filled the form in, as it stands there."""
        return " ".join(self.by.currentText().split())

    def show_new(self, today: date) -> None:
        """Begin with the carer's form for the age, today, and the main carer."""
        usual = usual_version(age_in_years(self._facts.held.born, today))
        self.form.set_value(usual.key if usual else "")
        self.date.set_value(today)
        self._offer()

    def show_held(self, version: str, on: date, by: str, *, is_follow_up: bool) -> None:
        """Show those of a questionnaire that is on record."""
        self.form.set_value(version)
        self.date.set_value(on)
        self.follow_up.setChecked(is_follow_up)
        self._offer()
        self._is_by_untouched = not by
        self.by.setEditText(by or self.person())

    # Errors

    def refuse(self, words: str, *, goes: bool) -> bool:
        """Show a refusal at the field it is about and, where goes, go there; False when it is about none of them."""
        at = self._about(words)
        if at is None:
            return False
        at.show_error(words)
        if goes:
            at.control.setFocus()
            bring_into_view(at)  # with the words above the control
        return True

    def clear_errors(self) -> None:
        for field in self.fields:
            field.clear_error()

    def go_to_unreadable(self) -> bool:
        """Go to the date when it can't be read; True when so."""
        if self.date.is_readable():
            return False
        self.date.setFocus()
        return True

    def stops(self) -> list[QWidget]:
        line = self.by.lineEdit()
        assert line is not None
        return [self.form, self.date.line, self.by, self.follow_up]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and watched is self.by:
            event.ignore()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.accepted.emit()
                return True
        return super().eventFilter(watched, event)

    def _about(self, words: str) -> Field | None:
        form, day, person = self.fields
        if words.startswith("Filled in by"):
            return person
        if words.startswith("Date") or "is there already" in words:
            return day
        if words.startswith(
            ("Form", "The carer form", "The teacher form", "The self-report", "The informant form")
        ):
            return form
        return None

    def _ticked(self) -> QWidget:
        """Put the tick box on the line of the controls, below where the others have their label."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space(1))
        column.addWidget(PlainLabel(" ", type="label"))
        line = QHBoxLayout()
        line.addStrut(theme.current().control_height())
        line.addWidget(self.follow_up)
        column.addLayout(line)
        column.addStretch()
        return holder

    def _choose_form(self, _key: str) -> None:
        self._offer()
        self._tell_form()

    def _offer(self) -> None:
        """Offer who may have filled in this form; what the person wrote stays."""
        informant = self.informant or "carer"
        written = self.person()
        self.by.blockSignals(True)
        self.by.clear()
        self.by.addItems([" ".join(words.split()) for words in self._facts.offered(informant)])
        self.by.setEditText(self._facts.usual_by(informant) if self._is_by_untouched else written)
        self.by.blockSignals(False)

    def _touch(self) -> None:
        self._is_by_untouched = False

    def _tell_form(self) -> None:
        self.form_changed.emit()
        self.edited.emit()
