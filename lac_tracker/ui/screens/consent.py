"""Page 5 of a record: consent for each purpose, who is likely to give it, and whether the young person can decide."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.competence import Competence
from lac_tracker.domain.consent import PRESUMED_ABLE_AGE, PURPOSE_WORDS, ConsentState, PurposeStanding
from lac_tracker.domain.dates import show_date
from lac_tracker.services import consent_request, consents, sharing
from lac_tracker.services.changes import Changes
from lac_tracker.services.consents import CAPACITY_QUESTIONS, GILLICK_QUESTIONS, ConsentPage
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.consent_dialogs import (
    GIVERS,
    MEANS,
    AskForConsent,
    CanDecide,
    KeepPrivate,
    NotValid,
    RecordConsent,
    ShareAgain,
    ShareInSpite,
    WithdrawConsent,
)
from lac_tracker.ui.screens.consent_policy import LocalPolicy
from lac_tracker.ui.screens.letters import save_letters
from lac_tracker.ui.screens.record_page import LARGE, Desk, Place, RecordPage, clear
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.row_table import RowTable
from lac_tracker.ui.workplace import Workplace

_LOOKS = {
    ConsentState.GIVEN: "complete", ConsentState.RUNS_OUT: "due_soon", ConsentState.SAID_NO: "declined",
    ConsentState.WITHDRAWN: "declined", ConsentState.CHECK_AGAIN: "at_risk", ConsentState.ASKED: "asked",
    ConsentState.MISSING: "missing", ConsentState.NOT_NEEDED: "not_needed",
}  # fmt: skip
_MEANS_WORDS, _GIVER_WORDS = dict(MEANS), dict(GIVERS)


def _giver(row: PurposeStanding) -> str:
    if row.latest:
        return row.latest.giver_name
    return row.asked.asked_of if row.asked else ""


def _how(row: PurposeStanding) -> str:
    means = row.latest.means if row.latest else row.asked.means if row.asked else None
    return _MEANS_WORDS[means.value] if means else ""


def _when(row: PurposeStanding) -> str:
    if row.latest:
        return show_date(row.latest.given_on)
    return f"{show_date(row.asked.asked_on)} asked" if row.asked else ""


COLUMNS: tuple[Column[PurposeStanding], ...] = (
    Column("What for", lambda row: PURPOSE_WORDS[row.purpose], width=24, strong=True, wraps=True),
    Column("Status", lambda row: row.words, status=lambda row: _LOOKS[row.state], width=26, wraps=True),
    Column("Given by", _giver, width=20, wraps=True),
    Column("Date", _when, second=_how, width=16),
    Column("Good until", lambda row: row.until, width=16),
)  # fmt: skip


class ConsentPageScreen(RecordPage):
    """The table is how things stand; everything recorded stays in the list of all answers beneath."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk, place, "con")
        self.head.title.setText("Consent")
        self._may = decide(desk.workplace.actor, Action.RECORD_CONSENT).allowed
        self._ask = self._button("Ask for consent", "con.ask.open", lambda: AskForConsent(*self._given()))
        self._record = PlainButton("Record consent (Ctrl+N)", "primary", name="con.new")
        self._record.clicked.connect(lambda _checked=False: self.record())
        self._letter = PlainButton("Letter", name="con.letter")
        self._letter.clicked.connect(lambda _checked=False: self._make_letters())
        self._letter.setAccessibleName("Letter to everyone who was asked and has not answered")
        self._in_spite = self._button(
            "Share in spite of a no", "con.override.open", lambda: ShareInSpite(*self._given())
        )
        for button in (self._in_spite, self._letter, self._ask, self._record):
            self.head.add_button(button)
            button.setVisible(self._may)
        self._model: RowModel[PurposeStanding] = RowModel(COLUMNS, self)
        self._table = RowTable(self._model, label="Consent by purpose", name="con.table", shares=True)
        self._table.opened.connect(lambda row: self.record(row) if self._may else None)
        self._table.chosen.connect(self._chosen)
        self._withdraw = self._button("Withdraw", "con.withdraw.open", self._withdrawing)
        self._invalid = self._button("Not valid", "con.invalid.open", self._invalidating)
        space = theme.current().space
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(6), space(1), space(6), space(6))
        column.setSpacing(space(4))
        column.addWidget(self._table)
        chosen = QHBoxLayout()
        chosen.setSpacing(space(2))
        self._about = PlainLabel(wraps=True)
        self._about.setObjectName("con.status")
        chosen.addWidget(self._about, 1)
        chosen.addWidget(self._withdraw)
        chosen.addWidget(self._invalid)
        column.addLayout(chosen)
        large = theme.current().text_percent >= LARGE
        cards = QVBoxLayout() if large else QHBoxLayout()
        cards.setSpacing(space(4))
        self._guide, self._decides = (
            Card("Who can consent?", name="con.guide"),
            Card("", name="con.canDecide"),
        )
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for side, card in ((self._left, self._guide), (self._right, self._decides)):
            side.addWidget(card)
            side.addStretch()
            cards.addLayout(side, 1)
        column.addLayout(cards)
        self._history = Card("Every answer on record", name="con.history")
        column.addWidget(self._history)
        column.addStretch()
        self.add_scrolled(inside)
        self.refresh()

    def refresh(self) -> None:
        today = self.desk.workplace.today()
        self._page = self.desk.operations.ask(consents.page, self.desk.child_id, today=today)
        page = self._page
        self._model.set_rows(page.purposes)
        self._in_spite.setVisible(self._may and bool(page.stopped))
        self._letter.setVisible(self._may and any(not one.answered for one in page.requests))
        rows = len(page.purposes)
        self._table.setFixedHeight(self._table_height(rows))
        own = (
            f"{page.called} for themselves: {page.own}"
            if page.own
            else f"{page.called} has not been asked for their own consent yet"
        )
        self.head.say(own)
        self._show_guide()
        self._show_competence()
        self._show_history()
        self._chosen(self._table.current_row())

    def record(self, row: PurposeStanding | None = None) -> None:
        """Open the dialog for a new answer; from a row, with its purpose ticked."""
        self._open(RecordConsent(*self._given(), row.purpose if row else None))

    def take_focus(self) -> None:
        self._table.setFocus()

    def run(self, command: str) -> bool:
        if command in ("edit.new", "edit.primary") and self._may:
            self.record()
            return True
        return False

    def reload(self, changes: Changes) -> None:
        if changes.children or changes.assessments:
            self.refresh()

    def _chosen(self, row: PurposeStanding | None) -> None:
        latest = row.latest if row else None
        stands = latest is not None and latest.withdrawn_on is None and latest.invalidated_on is None
        self._withdraw.setVisible(self._may)
        self._invalid.setVisible(self._may)
        self._withdraw.setEnabled(
            stands
            and row is not None
            and row.state in (ConsentState.GIVEN, ConsentState.RUNS_OUT, ConsentState.CHECK_AGAIN)
        )
        self._invalid.setEnabled(stands)
        if row is None:
            self._about.setText("")
        elif latest is None:
            self._about.setText(f"{PURPOSE_WORDS[row.purpose]}: {row.words}. Nobody has answered yet.")
        else:
            said = (
                f"{PURPOSE_WORDS[row.purpose]}: {row.words}",
                f"{_GIVER_WORDS[latest.giver.value]}{_because(latest.authority)}",
                f"Evidence: {latest.evidence}" if latest.evidence else "No evidence noted",
                f"Recorded by {latest.recorded_by}",
            )
            self._about.setText(". ".join(said) + ".")

    def _withdrawing(self) -> QDialog | None:
        row = self._table.current_row()
        return WithdrawConsent(*self._given(), row.latest) if row and row.latest else None

    def _invalidating(self) -> QDialog | None:
        row = self._table.current_row()
        return NotValid(*self._given(), consent_id=row.latest.id) if row and row.latest else None

    def _make_letters(self) -> None:
        """Make a letter to everyone who was asked and has not answered, and ask where they are saved."""
        changes = self.desk.operations.do(
            consent_request.make_letters, self.desk.child_id, self.desk.workplace.render
        )
        if changes is not None:
            save_letters(self, changes.report)

    def _show_guide(self) -> None:
        page, body = self._page, self._guide.body
        clear(body)
        choices = dict(self.desk.workplace.choices("legal_status"))
        status = choices.get(page.legal_status or "", page.legal_status or "not known")
        body.addWidget(PlainLabel(f"Legal status: {status}", type="strong", wraps=True))
        for words in (page.route.responsibility, f"Likely: {page.route.who}", page.route.own):
            body.addWidget(PlainLabel(words, wraps=True))
        doubt = (
            ""
            if page.route.confidence == "V"
            else " Not checked against the statute by a lawyer: ask if in doubt."
        )
        body.addWidget(hint(f"This is a guide, not legal advice.{doubt} Follow your local policy."))
        policy = self._button("Local policy", "con.policy", lambda: LocalPolicy(self, self.desk.workplace))
        policy.setAccessibleName("Local policy on consent")
        _add_left(body, policy)
        for reader, words in page.overridden:
            said = f"Shared with {sharing.READER_WORDS[reader]} in spite of a no. {words}"
            body.addWidget(PlainLabel(said, wraps=True))

    def _show_competence(self) -> None:
        page, body = self._page, self._decides.body
        clear(body)
        able = (
            "Presumed able from 16"
            if page.age >= PRESUMED_ABLE_AGE
            else "Under 16: judged for one decision at a time"
        )
        body.addWidget(PlainLabel(f"Can {page.called} decide?", type="h2", wraps=True))
        body.addWidget(hint(able))
        for one in page.competences[:4]:
            strike = None
            if self._may and one.invalidated_on is None and one.kind != "gate":
                strike = self._link(
                    "Not valid", f"con.competence.invalid.{one.id}", partial(self._strike, one.id)
                )
            body.addWidget(_with_action(_competence_words(one), strike))
        if not page.competences:
            body.addWidget(PlainLabel("Nothing recorded yet."))
        _add_left(
            body,
            self._card_button(
                "Record whether they can decide", "con.competence.open", lambda: CanDecide(*self._given())
            ),
        )
        body.addWidget(PlainLabel(f"Topics {page.called} doesn't want shared", type="strong", wraps=True))
        for topic in page.topics:
            again = None
            if self._may:
                again = self._link(
                    "No longer minds", f"con.avoid.end.{topic.id}", partial(self._share_again, topic.id)
                )
            body.addWidget(_with_action(sharing.topic_words(topic), again))
        if not page.topics:
            body.addWidget(PlainLabel("None said so far."))
        _add_left(body, self._card_button("Add a topic", "con.avoid", lambda: KeepPrivate(*self._given())))

    def _show_history(self) -> None:
        body = self._history.body
        clear(body)
        for one in self._page.answers:
            agreed = ", ".join(PURPOSE_WORDS[each] for each in PURPOSE_WORDS if each in one.agreed)
            refused = ", ".join(PURPOSE_WORDS[each] for each in PURPOSE_WORDS if each in one.declined)
            parts = [f"{show_date(one.given_on)}, {one.giver_name}: "]
            parts.append(
                {
                    "given": f"agreed to {agreed}" if agreed else "agreed",
                    "refused": "said no",
                    "not_provided": "was heard",
                }[one.response.value]
            )
            parts.append(f"; said no to {refused}" if refused else "")
            parts.append(
                f". Withdrawn {show_date(one.withdrawn_on)}: {one.withdrawn_reason}"
                if one.withdrawn_on
                else ""
            )
            parts.append(
                f". Not valid since {show_date(one.invalidated_on)}: {one.invalidated_notes}"
                if one.invalidated_on
                else ""
            )
            body.addWidget(PlainLabel("".join(parts), wraps=True))
        if not self._page.answers:
            body.addWidget(PlainLabel("Nothing recorded."))

    def _strike(self, competence_id: int) -> QDialog:
        return NotValid(*self._given(), competence_id=competence_id)

    def _share_again(self, topic_id: int) -> QDialog:
        return ShareAgain(*self._given(), topic_id)

    def _table_height(self, rows: int) -> int:
        """Return the height at which no row has to be scrolled to: only the page scrolls."""
        shown, bar = theme.current(), self._table.horizontalScrollBar().sizeHint().height()
        header = self._table.horizontalHeader().sizeHint().height()
        return header + rows * shown.row_height() + bar + shown.space(1)

    def _given(self) -> tuple[QWidget, Workplace, ConsentPage]:
        return self, self.desk.workplace, self._page

    def _link(self, words: str, name: str, dialog: Callable[[], QDialog]) -> PlainButton:
        button = PlainButton(words, "link", name=name)
        button.clicked.connect(lambda _checked=False: self._open(dialog()))
        return button

    def _button(self, words: str, name: str, dialog: Callable[[], QDialog | None]) -> PlainButton:
        button = PlainButton(words, name=name)
        button.clicked.connect(lambda _checked=False: self._open(dialog()))
        return button

    def _card_button(self, words: str, name: str, dialog: Callable[[], QDialog | None]) -> PlainButton:
        button = self._button(words, name, dialog)
        if not self._may:  # showing it, before it has its place, would make it a window
            button.hide()
        return button

    def _open(self, dialog: QDialog | None) -> None:
        if dialog is not None:
            dialog.open()


def _add_left(column: QVBoxLayout, button: QWidget) -> None:
    """Add a button as wide as its words."""
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)


def _because(authority: str | None) -> str:
    return f" ({authority})" if authority else ""


def _with_action(words: str, button: QWidget | None) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().space(2))
    row.addWidget(PlainLabel(words, wraps=True), 1)
    if button is not None:
        row.addWidget(button)
    return box


def _competence_words(one: Competence) -> str:
    said = {"yes": "Yes", "no": "No", "partly": "Partly"}[one.can_decide]
    what = {"gate": "before the assessment", "gillick": "Gillick", "capacity": "capacity"}[one.kind]
    words = dict(GILLICK_QUESTIONS + CAPACITY_QUESTIONS)
    missing = [words[key] for key, is_so in one.findings.items() if not is_so and key != "has_impairment"]
    about = f", {one.decision}" if one.decision else ""
    text = f"{said} ({what}{about}), {show_date(one.assessed_on)}, {one.assessed_by}"
    if missing and one.can_decide == "no":
        text += f". Not shown: {'; '.join(missing)}"
    if one.why:
        text += f". {one.why}"
    if one.invalidated_on:
        text += f". Not valid since {show_date(one.invalidated_on)}: {one.invalidated_notes}"
    return text
