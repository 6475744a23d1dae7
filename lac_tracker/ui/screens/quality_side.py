"""Beside the criteria: how it stands so far, what is said to the author, and the rounds there were."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.quality import OVERALL_WORDS, Answer, Overall, Score, share_words, suggested
from lac_tracker.services.quality_reviews import OpenReview, Round
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, PlainTextEdit, heading, hint
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace


class ReviewSide(QWidget):
    """Signals:
    changed: the result, or what is said to the author, was changed.
    chosen: a result was chosen; carries its key.
    amend_wanted: the author goes to the assessment.
    answered: the author says what was changed.
    """

    changed = Signal()
    chosen = Signal(str)
    amend_wanted = Signal()
    answered = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("qar.side")
        self.counts = PlainLabel("", wraps=True)
        self.counts.setObjectName("qar.counts")
        self.suggested = hint("")
        self.suggested.setObjectName("qar.suggested")
        choices = tuple((one.value, words) for one, words in OVERALL_WORDS.items())
        self.overall = RadioGroup("Result", choices, name="qar.overall")
        self.what = PlainTextEdit(least_lines=3, most_lines=10)
        self.what.setObjectName("qar.what")
        self.until = DateField("Changed by", workplace.today(), direction="future", name="qar.until")
        self.praise = PlainTextEdit(least_lines=2, most_lines=8)
        self.praise.setObjectName("qar.praise")
        self.answer = PlainTextEdit(least_lines=3, most_lines=10)
        self.answer.setObjectName("qar.answer")
        self.what_field = Field("What to change", self.what)
        self.until_field = Field("Changed by", self.until, grows=False)
        self.praise_field = Field(
            "Praise", self.praise, optional=True, hint="Goes to the author with the result."
        )
        self.answer_field = Field(
            "What was changed", self.answer, hint="Amend and sign the assessment first, then say it here."
        )
        self._amend = PlainButton("Open the assessment", name="qar.amend")
        self._amend.clicked.connect(lambda _checked=False: self.amend_wanted.emit())
        self._error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._error.setObjectName("qar.error")
        self._error.hide()
        self._rounds = QVBoxLayout()
        self._rounds.setSpacing(theme.current().space(1))
        self._lay_out()
        self.overall.changed.connect(self._choose)
        for text in (self.what, self.praise):
            text.textChanged.connect(self.changed)

    def show_review(self, held: OpenReview) -> None:
        """Show what is kept, and the fields this person needs."""
        one = held.review
        self.praise.setPlainText(one.praise)
        self.overall.set_value(one.overall or "")
        self.until.set_value(held.return_by)
        self.overall.set_read_only(not held.may_answer)
        self.praise.setReadOnly(not held.may_answer)
        self.praise_field.setVisible(held.may_answer or bool(one.praise))
        self.answer_field.setVisible(held.may_amend)
        self._amend.setVisible(held.may_amend)
        for row in held.rounds:
            self._rounds.addWidget(_round(row))
        self.say_score(held.score, held.checklist.meets_from, names={c.id: c.words for c in held.asked})
        self._fit(is_sent_back=held.may_answer and one.overall == Overall.SENT_BACK)

    def say_score(self, found: Score, meets_from: int, names: dict[str, str]) -> None:
        """Say how it stands, and what that suggests."""
        applies = found.met + found.partly + found.not_met
        parts = [found.in_words, f"Score: {share_words(found.met, applies)}"]
        if found.failed:
            parts.append(f"Critical and not met: {'; '.join(names[key] for key in found.failed)}")
        self.counts.setText(". ".join(parts))
        one = suggested(found, meets_from)
        self.suggested.setText(
            f"Suggested so far: {OVERALL_WORDS[one]}. You choose." if one else "Nothing answered yet."
        )

    def say_error(self, words: str) -> None:
        """Say what is wrong; '' takes it away."""
        self._error.setText(words)
        self._error.setVisible(bool(words))

    def propose_changes(self, notes: dict[str, str], answers: dict[str, str]) -> None:
        """Fill in what to change with what was noted, where nothing is typed yet."""
        if not self.what.toPlainText().strip():
            wanted = (Answer.NOT_MET.value, Answer.PARTLY.value)
            said = [words.strip() for key, words in notes.items() if answers.get(key) in wanted]
            self.what.setPlainText("\n".join(said))

    def _choose(self, key: str) -> None:
        self._fit(is_sent_back=key == Overall.SENT_BACK.value)
        self.chosen.emit(key)
        self.changed.emit()

    def _fit(self, *, is_sent_back: bool) -> None:
        self.what_field.setVisible(is_sent_back)
        self.until_field.setVisible(is_sent_back)

    def _lay_out(self) -> None:
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(2), 0, space(2), space(4))
        column.setSpacing(space(3))
        column.addWidget(heading("So far"))
        column.addWidget(self.counts)
        column.addLayout(self._rounds)
        column.addWidget(heading("For the author"))
        for widget in (
            self.suggested, self.overall, self.what_field, self.until_field, self.praise_field, self.answer_field,
            self._amend, self._error,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch()


def _round(one: Round) -> PlainLabel:
    parts = [
        f"Sent back {show_date(one.returned_on)} by {one.returned_by}, to change by {show_date(one.due_on)}: {one.what_to_change}"
    ]
    if one.amended_on:
        parts.append(f"Changed {show_date(one.amended_on)} by {one.amended_by}: {one.answer}")
    if one.checked_on:
        parts.append(f"Checked again {show_date(one.checked_on)} by {one.checked_by}")
    return PlainLabel("\n".join(parts), type="hint", wraps=True)
