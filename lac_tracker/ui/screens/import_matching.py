"""One close match: the row and the child it may be about, what differs in words, and what to do with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.list_import import DECISION_WORDS, Candidate, Decision, FieldChange, PreviewRow
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, hint
from lac_tracker.ui.screens.import_draft import Draft
from lac_tracker.ui.screens.import_steps import Notice
from lac_tracker.ui.screens.record_page import LARGE, clear
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.radio_group import RadioGroup

_OPTIONS: tuple[tuple[str, str], ...] = tuple(DECISION_WORDS.items())
# What the differences between the two children say already.
_SAID = frozenset({"family_name", "given_name", "born", "nhs_number", "council_id"})


class MatchPanel(QWidget):
    """What is chosen is said in the draft at once.

    Signals:
        chosen: the person said what it is.
        decided: the same by its digit, so that the keyboard may go on to the next.
    """

    chosen = Signal()
    decided = Signal()

    def __init__(self, name: str = "imp.match") -> None:
        super().__init__()
        self._name = name
        self._row: PreviewRow | None = None
        self._draft: Draft | None = None
        space = theme.current().space
        is_large = theme.current().text_percent >= LARGE
        self._words = QVBoxLayout()
        self._words.setContentsMargins(0, 0, 0, 0)
        self._words.setSpacing(space(1))
        self.refused = Notice(f"{name}.refused", "fix")
        self.choice = RadioGroup("What is it", _OPTIONS, name=f"{name}.choice", columns=2 if is_large else 0)
        self.choice.changed.connect(self._choose)
        self.choice.picked.connect(lambda _key: self.decided.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        column.addLayout(self._words)
        column.addWidget(self.choice)
        column.addWidget(self.refused)
        column.addStretch()

    def show_row(self, row: PreviewRow, draft: Draft) -> None:
        """Show a close match and what was said about it."""
        self._row, self._draft = row, draft
        clear(self._words)
        born = f", born {row.born}" if row.born else ", no birth date"
        self._words.addWidget(
            PlainLabel(f"{draft.place(row)}: {draft.who(row)}{born}", type="strong", wraps=True)
        )
        if len(row.candidates) > 1:
            self._words.addWidget(self._which(row))
        candidate = draft.candidate(row)
        if candidate is not None:
            self._add_candidate(candidate)
        if candidate is not None and (candidate.same_child or candidate is row.candidates[0]):
            kept = candidate.same_child.get("keep_ours")
            self._add_changes(kept.changes if kept is not None else row.changes)
        self.choice.set_value(draft.choice(row))
        self._say_refused()
        self.choice.setAccessibleName(f"{draft.place(row)}, {row.name}: what is it")

    def _which(self, row: PreviewRow) -> QWidget:
        """The choice of the child of ours, where several are near."""
        assert self._draft is not None
        options = tuple((str(one.child_id), _called(one)) for one in row.candidates)
        meant = self._draft.candidate(row)
        box = ChoiceBox("The child here", options, name=f"{self._name}.candidate", none="Choose one")
        box.removeItem(0)  # one is always meant
        box.set_value(str(meant.child_id) if meant is not None else "")
        box.changed.connect(self._mean)
        return box

    def _add_candidate(self, one: Candidate) -> None:
        number = f"NHS No. {one.nhs_number}" if one.nhs_number else "NHS No. not known"
        number = "Only a manager sees who it is, and decides" if one.is_closed else number
        self._words.addSpacing(theme.current().space(1))
        self._words.addWidget(PlainLabel(f"Here: {_called(one)}", type="strong", wraps=True))
        self._words.addWidget(PlainLabel(number, wraps=True))
        self._words.addWidget(PlainLabel(f"{one.why.rstrip('.')}.", wraps=True))
        for words in one.differences:
            self._words.addWidget(hint(words))

    def _add_changes(self, changes: tuple[FieldChange, ...]) -> None:
        """What else would differ if it is the same child: old and new in one line."""
        for change in changes:
            if change.key in _SAID:
                continue
            kept = "" if change.taken else " (stays as it is here)"
            line = f"{change.words}: here {change.ours or 'nothing'}, in the list {change.theirs or 'nothing'}{kept}"
            self._words.addWidget(hint(line))

    def _mean(self, key: str) -> None:
        if self._row is not None and self._draft is not None and key:
            self._draft.mean(self._row, int(key))
            self.show_row(self._row, self._draft)
            self.chosen.emit()

    def _choose(self, key: str) -> None:
        if self._row is None or self._draft is None:
            return
        decision = _decision(key)
        self._draft.choose(self._row, decision)
        held = self._draft.choice(self._row)
        if held != key:  # no choice, or not theirs to say: 'later', the safe one
            self.choice.set_value(held)
        self._say_refused()
        self.chosen.emit()

    def _say_refused(self) -> None:
        """Say why a row can't be taken in as it was decided."""
        assert self._row is not None
        assert self._draft is not None
        follows = self._draft.consequence(self._row)
        words = follows.refused if follows is not None else ""
        self.refused.say(f"It can't be taken in like that: {words}." if words else "", "fix")


def _decision(key: str) -> Decision:
    """Return the decision of a key; none is 'later', the safe one."""
    decisions: dict[str, Decision] = {one: one for one in DECISION_WORDS}
    return decisions.get(key, "later")


def _called(one: Candidate) -> str:
    """Return the name and birth date of a child of ours; of a closed record no day is known."""
    return f"{one.name}, born {one.born}" if one.born else one.name
