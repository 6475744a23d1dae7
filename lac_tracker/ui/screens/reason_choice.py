"""Why something is late: one choice of a list that is searched by typing, grouped by whose delay it is."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from lac_tracker.services import delay_reasons
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainTextEdit, hint
from lac_tracker.ui.screens.dialog_fields import long_text
from lac_tracker.ui.screens.record_dialog import Runs
from lac_tracker.ui.screens.work_dialog import WorkDialog
from lac_tracker.ui.workplace import Workplace

NONE = "No reason yet"
_WIDTH = 40  # characters


class ReasonChoice(QComboBox):
    """The reasons for delay in their groups. Typing finds one by any of its words; the wheel changes nothing.

    Signals:
        changed: the person chose another one; carries its code, '' for none.
    """

    changed = Signal(str)

    def __init__(self, *, name: str, label: str = "Reason for delay", none: str = NONE) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_WIDTH)
        self.setMinimumHeight(theme.current().control_height())
        self._offered = delay_reasons.choices()
        self._told = ""
        self.addItem(none, "")
        group = ""
        for one in self._offered:
            if one.group != group:
                self.insertSeparator(self.count())
                group = one.group
            self.addItem(one.words, one.code)
        completer = QCompleter([one.words for one in self._offered], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.activated.connect(self._take_words)
        self.setCompleter(completer)
        self.activated.connect(lambda _place: self._tell())
        edit = self.lineEdit()
        if edit is not None:
            edit.setAccessibleName(label)
            edit.returnPressed.connect(self._take_typed)

    def value(self) -> str:
        """Return the code that is chosen, '' for none; words typed that find exactly one reason stand for it."""
        found = self._found(self.currentText())
        return str(self.itemData(found) or "") if found >= 0 else self._told

    def set_value(self, code: str) -> None:
        """Show a choice without telling anyone; a code that is not offered stands as its words."""
        place = self.findData(code)
        if place < 0:
            self.addItem(delay_reasons.reason_words(code), code)
            place = self.count() - 1
        self._told = code
        self.setCurrentIndex(place)
        self.setEditText(self.itemText(place))
        edit = self.lineEdit()
        if edit is not None:
            edit.setCursorPosition(0)  # where it is narrow, whose it is stands first

    def needs_text(self, code: str) -> bool:
        """Return whether a reason says nothing without a note."""
        return any(one.code == code and one.needs_text for one in self._offered)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._take_typed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _take_words(self, words: str) -> None:
        self.setCurrentIndex(self.findText(words, Qt.MatchFlag.MatchExactly))
        self._tell()

    def _take_typed(self) -> None:
        """Take what was typed where it finds one reason; else show the one chosen before."""
        place = self._found(self.currentText())
        if place < 0:
            place = self.findData(self._told)
        self.setCurrentIndex(place)
        self.setEditText(self.itemText(place))
        self._tell()

    def _found(self, typed: str) -> int:
        words = typed.strip().casefold()
        places = [place for place in range(self.count()) if self.itemText(place)]
        exact = [place for place in places if self.itemText(place).casefold() == words]
        part = [place for place in places if words and words in self.itemText(place).casefold()]
        if exact:
            return exact[0]
        return part[0] if len(part) == 1 else -1

    def _tell(self) -> None:
        code = str(self.currentData() or "")
        if code != self._told:
            self._told = code
            self.changed.emit(code)


class ReasonDialog(WorkDialog):
    """A reason with its note, and all that was said before."""

    def __init__(
        self, workplace: Workplace, child_id: int, kind: str, parent: QWidget, *, code: str = ""
    ) -> None:
        """code: the reason to begin with; '' for the one that counts now. Raises UserError where there is no clock."""
        from lac_tracker.services import follow_up_start  # the facts of the child, wanted only now

        today = workplace.today()
        known = workplace.operations.ask(follow_up_start.start, child_id, today=today, kind=kind)
        super().__init__(
            parent, workplace, f"{kind}: reason for delay", known.banner,
            explanation="What was said before stays in the history. Who is waited on follows from it.",
            names=("reason.cancel", "reason.save"),
        )  # fmt: skip
        self.setObjectName("reason")
        self._child_id, self._kind, self._seen = child_id, kind, known.reason_code
        self.choice = ReasonChoice(name="reason.code")
        self.choice.set_value(code or known.reason_code)
        self._note: PlainTextEdit = long_text("reason.note")
        self.add("Reason for delay", self.choice, hint="Type a word of it, or choose.")
        self.add("Note", self._note, optional=True, hint="'Other' needs one.")
        for said in workplace.operations.ask(delay_reasons.history, child_id, kind=kind)[:4]:
            self.add_words(hint(said.in_words))
        self.ready()
        if code:
            self._note.setFocus()

    def commands(self) -> Runs:
        given = {
            "today": self.workplace.today(), "kind": self._kind, "code": self.choice.value(),
            "note": self._note.toPlainText(), "seen_code": self._seen,
        }  # fmt: skip
        return [(delay_reasons.record, (self._child_id,), given)]

    def told(self) -> tuple[str, Callable[[], object] | None]:
        return (
            f"Reason for delay: {delay_reasons.reason_words(self.choice.value()) or 'none any more'}.",
            taking_back(self.workplace, self._child_id, self._kind, self._seen),
        )


def taking_back(workplace: Workplace, child_id: int, kind: str, before: str) -> Callable[[], object]:
    """Return what brings back the reason that counted before; the history keeps both."""
    operations, today = workplace.operations, workplace.today()

    def bring_back() -> object:
        said = operations.ask(delay_reasons.history, child_id, kind=kind) if before else ()
        note = next((one.note for one in said if one.code == before), "")  # 'Other' says nothing without it
        return operations.do(delay_reasons.record, child_id, today=today, kind=kind, code=before, note=note)

    return bring_back
