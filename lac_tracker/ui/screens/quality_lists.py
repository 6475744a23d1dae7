"""The lists of reviews: what waits, and what is done. Initials, never names."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lac_tracker.domain.dates import show_date
from lac_tracker.services.quality import Lists, ReviewRow
from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, RowModel
from lac_tracker.ui.plain import PlainButton, hint, set_tooltip
from lac_tracker.ui.screens.record_page import LARGE
from lac_tracker.ui.widgets.empty_state import EmptyState
from lac_tracker.ui.widgets.row_table import RowTable

_FIRST: tuple[Column[ReviewRow], ...] = (
    Column("Child", lambda row: row.initials, sort=lambda row: row.initials, width=9, strong=True,
           said=lambda row: f"Child with the initials {row.initials}"),
    Column("Type", lambda row: row.kind, sort=lambda row: row.kind, width=6),
    Column("Author", lambda row: row.author, sort=lambda row: row.author.casefold(), width=18, wraps=True),
    Column("Signed", lambda row: show_date(row.signed_on), sort=lambda row: row.signed_on, width=12,
           sorted_words=("earliest first", "latest first")),
    Column("Why chosen", lambda row: row.why, sort=lambda row: row.why, width=17, wraps=True),
    Column("Reviewer", lambda row: row.reviewer, sort=lambda row: row.reviewer.casefold(), width=16, wraps=True),
)  # fmt: skip
_DUE: Column[ReviewRow] = Column(
    "Due", lambda row: show_date(row.due_on) if row.due_on else "", sort=lambda row: row.due_on, width=12,
    sorted_words=("earliest first", "latest first"),
)  # fmt: skip
_FINISHED: Column[ReviewRow] = Column(
    "Finished", lambda row: show_date(row.finished_on) if row.finished_on else "",
    sort=lambda row: row.finished_on, width=12, sorted_words=("earliest first", "latest first"),
)  # fmt: skip
_STATUS: Column[ReviewRow] = Column(
    "Status", lambda row: row.words, status=lambda row: row.look, sort=lambda row: row.words, width=24
)


_YIELDS = ("Type", "Signed", "Why chosen", "Reviewer")  # in large text


class ReviewList(QWidget):
    """Signals:
    opened: a review is to be opened; carries its row.
    helped: the line of help should say this.
    draw_wanted: a sample is to be drawn.
    give_wanted: the selected review is to be given to somebody else; carries its row.
    """

    opened = Signal(object)
    helped = Signal(str)
    draw_wanted = Signal()
    give_wanted = Signal(object)

    def __init__(self, name: str, label: str, *, is_done: bool) -> None:
        super().__init__()
        self._is_done = is_done
        self.model: RowModel[ReviewRow] = RowModel((*_FIRST, _FINISHED if is_done else _DUE, _STATUS))
        self.table = RowTable(self.model, label=label, name=name, shares=True)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._tell)
        self.empty = EmptyState(f"{name}.empty")
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self.empty)
        self.rule, self.last_month = hint(""), hint("")
        self.rule.setObjectName(f"{name}.rule")
        self.last_month.setObjectName(f"{name}.lastMonth")
        self._open_button = PlainButton("Open", name=f"{name}.open")
        set_tooltip(self._open_button, "Open the selected review (Enter)")
        self._open_button.clicked.connect(lambda _checked=False: self._open(self.current()))
        self._give = PlainButton("Give to somebody else", name=f"{name}.give")
        self._give.clicked.connect(lambda _checked=False: self.give_wanted.emit(self.current()))
        self._may_draw = False
        self._lay_out()
        self.fit()

    def show_rows(self, rows: Sequence[ReviewRow], held: Lists) -> None:
        """Show these reviews; the selected one stays selected."""
        before = self.current()
        self.model.set_rows(rows)
        if before is not None:
            places = {row.review_id: place for place, row in enumerate(self.model.rows())}
            self.table.choose(places.get(before.review_id, 0))
        self._body.setCurrentWidget(self.table if rows else self.empty)
        self.rule.setText(f"Sample rule: {held.rule_words}.")
        self.last_month.setText(held.last_month_words)
        if self._is_done:
            self.empty.say("No reviews finished yet.")
        else:
            self.empty.say(
                f"No reviews waiting. Next sample due {show_date(held.next_sample_on)}.",
                (("Draw a sample", self.draw_wanted.emit),) if self._may_draw else (),
            )
        self._tell(self.current())

    def current(self) -> ReviewRow | None:
        return self.table.current_row()

    def take_focus(self) -> bool:
        """Put the keyboard on the rows, or on what leads on where there are none."""
        if self.model.rowCount():
            self.table.setFocus()
            return True
        return self.empty.take_focus()

    def fit(self) -> None:
        """Take sizes from the theme. In large text what the line of help says gives way to the status."""
        self.table.fit()
        large = theme.current().text_percent >= LARGE
        for number, column in enumerate(self.model.columns):
            self.table.show_column(number, not large or column.title not in _YIELDS)
        for words in (self.rule, self.last_month):
            words.setVisible(not large)

    def about(self, row: object) -> str:
        """Return what the line of help says of a row."""
        if not isinstance(row, ReviewRow):
            return ""
        told = f"{row.kind}, signed {show_date(row.signed_on)}. {row.why}. Reviewer {row.reviewer}"
        if row.is_mine and not self._is_done:
            return f"{told}. Yours to review: Enter opens it"
        return f"{told}. {'Enter opens it' if row.can_open else 'You see the review once it is finished'}"

    def _open(self, row: object) -> None:
        if isinstance(row, ReviewRow):
            self.opened.emit(row)

    def _tell(self, row: object) -> None:
        is_row = isinstance(row, ReviewRow)
        self._open_button.setEnabled(is_row)
        self._give.setVisible(self._may_draw and not self._is_done)
        self._give.setEnabled(isinstance(row, ReviewRow) and row.can_give)
        self.helped.emit(self.about(row))

    def allow_drawing(self) -> None:
        """Offer to draw a sample, and to give a review to somebody else."""
        self._may_draw = True
        self._tell(self.current())

    def _lay_out(self) -> None:
        space = theme.current().space
        foot = QHBoxLayout()
        foot.setSpacing(space(3))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.rule)
        words.addWidget(self.last_month)
        foot.addLayout(words, 1)
        foot.addWidget(self._give)
        foot.addWidget(self._open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addWidget(self._body, 1)
        column.addLayout(foot)
