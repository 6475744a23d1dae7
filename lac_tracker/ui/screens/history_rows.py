"""Items of birth and family history: each with its answer, what is known of it, and who said so or was asked when."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QComboBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.completeness import HistoryState
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.family_history import NOT_COUNTED, STATE_WORDS, THIRD_PARTY, state_words
from lac_tracker.domain.questions import Question
from lac_tracker.services.family import ItemGiven, ItemShown
from lac_tracker.ui import icons, theme
from lac_tracker.ui.forms.question_widgets import Editor, Told, build
from lac_tracker.ui.plain import PlainLabel, hint, set_tooltip
from lac_tracker.ui.screens.family_member import Choice
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.widgets.date_field import DateField

QUIET_MS = 1_500  # what was typed is saved after so long without a key, when the row is whole
_STATES = ("answered", "not_asked", "asked", "not_known_after_asking", "declined")
_LABEL, _WHOM, _LEAST = 20, 16, 14  # characters

Save = Callable[
    [str, ItemGiven, int], tuple[bool, str]
]  # (item, given, version seen) → (saved, words of the refusal)


class HistoryRow(QWidget):
    """One item. It saves itself when the keyboard leaves it, and soon after the last key.

    Signals:
        saved: the item is on the disk.
    """

    saved = Signal()

    def __init__(
        self,
        item: ItemShown,
        circumstances: Circumstances,
        save: Save,
        now: Callable[[], datetime],
        *,
        read_only: bool,
    ) -> None:
        super().__init__()
        self._item, self._save, self._now, self._read_only = item, save, now, read_only
        self.name = f"fam.{item.held.item}"
        self.setObjectName(f"{self.name}.row")
        self._dirty = False
        self._kept_value = item.held.value  # comes back when 'Known' is chosen again
        question = replace(item.question, id=self.name)
        told = Told(self._edited, self._left)
        self._value = (
            _choice(question, told)
            if question.type in ("choice", "yes/no")
            else build(question, circumstances, told)
        )
        self._is_written = question.type in ("text", "long text")
        self._state = Choice(f"{self.name}.state", tuple((state, STATE_WORDS[state]) for state in _STATES))
        self._state.setAccessibleName(f"{question.ask}: what is known")
        self._state.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._state.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._state.activated.connect(lambda _place: self._state_chosen())
        self._whom = QLineEdit()
        self._whom.setObjectName(f"{self.name}.source")
        self._whom.setMaxLength(201)
        self._whom.textEdited.connect(lambda _text: self._edited(says_value=False))
        self._whom.textChanged.connect(lambda words: set_tooltip(self._whom, words))  # longer than the line
        self._whom.editingFinished.connect(self._left)
        self._asked = DateField(
            f"{question.ask}: asked on", circumstances.today, direction="past", name=f"{self.name}.askedOn"
        )
        self._chase = DateField(f"{question.ask}: chase on", circumstances.today, name=f"{self.name}.chaseOn")
        for field in (self._asked, self._chase):
            field.line.textEdited.connect(lambda _text: self._edited(says_value=False))
            field.changed.connect(lambda _day: self._edited(says_value=False))
            field.left.connect(self._left)
        self._said = hint("")
        self._said.setObjectName(f"{self.name}.said")
        self.error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self.error.setObjectName(f"{self.name}.error")
        self.error.hide()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(lambda: self.save(quiet=True))
        self._lay_out(question.ask)
        self._show_held()
        for control in self.findChildren(QWidget):
            control.installEventFilter(self)
        if read_only:
            self._value.lock(True)
            self._whom.setReadOnly(True)
            self._state.setEnabled(False)
            for field in (self._asked, self._chase):
                field.set_read_only(True)

    @property
    def is_dirty(self) -> bool:
        return self._dirty

    def take(self, item: ItemShown) -> None:
        """Show what is on record now; what is being typed here stays, and is saved over it."""
        before, self._item = self._item, item
        if self._dirty:
            if item.held.version != before.held.version:
                theirs = item.held.words or state_words(item.held)
                self._said.setText(f"On record now: {theirs} ({item.held.recorded_by})")
                self._fit_to_state()
            return
        if item.held != before.held:
            self._kept_value = item.held.value
            self._show_held()

    def save(self, *, quiet: bool = False) -> bool:
        """Save what was changed; False when it can't be, with the reason beside it. quiet: say nothing yet."""
        self._quiet.stop()
        if not self._dirty or self._read_only:
            return True
        if not (self._asked.is_readable() and self._chase.is_readable()):
            return self._refuse("" if quiet else f"{self._item.question.ask}: mend the date")
        try:
            value = self._value.value()
        except UserError as error:
            return self._refuse("" if quiet else str(error))
        state = self._state.value()
        known = state == HistoryState.ANSWERED
        whom = self._whom.text()
        if quiet and (
            (known and value is None) or (not known and state != HistoryState.NOT_ASKED and not whom.strip())
        ):
            return False
        given = ItemGiven(
            state,
            value if known else None,
            source=whom if known else "",
            asked_of=self._item.held.asked_of if known else whom if state != HistoryState.NOT_ASKED else "",
            asked_on=self._item.held.asked_on if known else self._asked.value(),
            chase_on=self._chase.value(),
            received_on=self._item.held.received_on,
        )
        self._dirty = False  # before: what saving changes is shown at once
        saved, words = self._save(self._item.held.item, given, self._item.held.version)
        if not saved:
            self._dirty = True
            return self._refuse(words)
        self._kept_value = value if known else self._kept_value
        self.error.hide()
        self._said.setText(". ".join(part for part in (self._day(), f"Saved {self._now():%H:%M}") if part))
        self._fit_to_state()
        self.saved.emit()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Once the keyboard is outside the row, what was changed in it is saved, or it says why not."""
        if event.type() == QEvent.Type.FocusOut and self._dirty:
            QTimer.singleShot(0, self, self._settle)
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        now = QApplication.focusWidget()
        popup = QApplication.activePopupWidget()
        if popup is None and (now is None or not self.isAncestorOf(now)):
            self.save()

    def _edited(self, *, says_value: bool = True) -> None:
        if says_value and self._state.value() != HistoryState.ANSWERED:
            self._state.set_value(HistoryState.ANSWERED)
            self._fit_to_state()
        self._dirty = True
        self._quiet.start()

    def _left(self) -> None:
        if self._changed_value() and self._state.value() != HistoryState.ANSWERED:
            self._state.set_value(HistoryState.ANSWERED)
            self._fit_to_state()
        if self._changed_value():
            self._dirty = True
        self.save(quiet=True)

    def _changed_value(self) -> bool:
        try:
            value = self._value.value()
        except UserError:
            return True
        shown = self._item.held.value if self._item.held.state is HistoryState.ANSWERED else None
        return value is not None and value != shown

    def _state_chosen(self) -> None:
        state = self._state.value()
        if state != HistoryState.ANSWERED:
            with suppress(UserError):  # what can't be read can't come back
                self._kept_value = self._value.value() or self._kept_value
            self._value.show(None)
        else:
            self._value.show(self._kept_value)  # type: ignore[arg-type]  # kept as the question gave it
        self._whom.setText(
            self._item.held.source if state == HistoryState.ANSWERED else self._item.held.asked_of
        )
        self._fit_to_state()
        self._dirty = state != self._item.held.state
        if self._dirty:
            self._quiet.start()

    def _show_held(self) -> None:
        held = self._item.held
        known = held.state is HistoryState.ANSWERED
        self._value.show(held.value if known else None)  # type: ignore[arg-type]  # kept as the question gave it
        self._state.set_value(held.state)
        self._whom.setText(held.source if known else held.asked_of)
        self._whom.setCursorPosition(0)  # what is longer than the line is read from its beginning
        self._asked.set_value(held.asked_on)
        self._chase.set_value(held.chase_on)
        self._said.setText(self._day())
        self._fit_to_state()

    def _day(self) -> str:
        """Return when it became known, '' where the dates stand beside it or nothing is known."""
        held = self._item.held
        day = held.received_on or held.recorded_on
        return show_date(day) if held.state is HistoryState.ANSWERED and day else ""

    def _fit_to_state(self) -> None:
        state = self._state.value()
        was_asked = state not in (HistoryState.ANSWERED, HistoryState.NOT_ASKED)
        ask = self._item.question.ask
        self._whom.setVisible(state != HistoryState.NOT_ASKED)
        self._whom.setPlaceholderText("Who was asked" if was_asked else "Source")
        self._whom.setAccessibleName(f"{ask}: {'who was asked' if was_asked else 'source'}")
        self._dates.setVisible(was_asked)
        self._chase_box.setVisible(state == HistoryState.ASKED)
        self._said.setVisible(bool(self._said.text()))
        has_more = state != HistoryState.NOT_ASKED or bool(self._said.text())
        self._below.setVisible(self._is_written or has_more)
        if self._item.held.item in NOT_COUNTED:  # it only makes the item before it more exact
            for part in (self._state, self._below, self._dates):
                part.hide()

    def _refuse(self, words: str) -> bool:
        self.error.setText(words)
        self.error.setVisible(bool(words))
        return False

    def _lay_out(self, ask: str) -> None:
        """Label, answer and what is known of it on one line; who said so and when beneath, where there is any."""
        shown = theme.current()
        space, large = shown.space, shown.text_percent >= LARGE
        direction = QBoxLayout.Direction
        across = direction.TopToBottom if large else direction.LeftToRight
        inset = 0 if large else shown.characters(_LABEL) + space(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1))
        line = QBoxLayout(across)
        line.setSpacing(space(1 if large else 2))
        line.addWidget(self._label(ask), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._value.control, 1, Qt.AlignmentFlag.AlignTop)
        if not large:
            least = self._value.control.minimumSizeHint().width()  # a figure is never laid over its unit
            self._value.control.setMinimumWidth(max(shown.characters(_LEAST), least))
        column.addLayout(line)
        self._below = QWidget()
        under = QBoxLayout(direction.TopToBottom if self._is_written else across, self._below)
        under.setContentsMargins(inset, 0, 0, 0)
        under.setSpacing(space(2))
        self._whom.setMinimumWidth(shown.characters(_WHOM))
        # What is written needs the whole width; a figure or a choice leaves room for what is known of it.
        beginning = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        (under if self._is_written else line).addWidget(self._state, 0, beginning)
        under.addWidget(self._whom, 1)
        under.addWidget(self._said)
        if not self._is_written:
            under.addStretch()  # takes the room while nobody is named
        column.addWidget(self._below)
        self._dates = QWidget()
        dates = QVBoxLayout(self._dates)
        dates.setContentsMargins(inset, 0, 0, 0)
        dates.setSpacing(space(1))
        dates.addWidget(_dated("Asked on", self._asked))
        self._chase_box = _dated("Chase on", self._chase)
        dates.addWidget(self._chase_box)
        column.addWidget(self._dates)
        mistake = QBoxLayout(direction.LeftToRight)
        mistake.setContentsMargins(inset, 0, 0, 0)
        mistake.addWidget(self.error)
        column.addLayout(mistake)

    def _label(self, ask: str) -> QWidget:
        shown = theme.current()
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, shown.space(1), 0, 0)
        column.setSpacing(0)
        words = PlainLabel(ask, type="label", wraps=True)
        words.setBuddy(self._value.control)
        column.addWidget(words)
        if self._item.is_restricted:
            lock = QLabel()
            lock.setPixmap(icons.pixmap("fa6s.lock", "text2", shown.scaled(13)))
            marked = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            marked.setSpacing(shown.space(1))
            marked.addWidget(lock, 0, Qt.AlignmentFlag.AlignTop)
            marked.addWidget(hint(THIRD_PARTY.capitalize()), 1)
            column.addLayout(marked)
        if shown.text_percent < LARGE:
            box.setFixedWidth(shown.characters(_LABEL))
        return box


def _dated(words: str, field: DateField) -> QWidget:
    box = QWidget()
    row = QBoxLayout(QBoxLayout.Direction.LeftToRight, box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().space(2))
    said = PlainLabel(words, tone="secondary")
    said.setMinimumWidth(theme.current().characters(9))
    row.addWidget(said)
    row.addWidget(field, 1)
    return box


def _choice(question: Question, told: Told) -> Editor:
    """Return a drop-down for a choice: a page of many items has no room for each of its options."""
    options = (("", ""), *question.options)
    combo = Choice(question.id, options)
    combo.setAccessibleName(question.ask)
    combo.activated.connect(lambda _place: told.edited())
    combo.activated.connect(lambda _place: told.settled())
    return Editor(
        combo, lambda: combo.value() or None, lambda value: combo.set_value(str(value or "")),
        lambda locked: combo.setEnabled(not locked),
    )  # fmt: skip
