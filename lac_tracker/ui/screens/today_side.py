"""What stands beside the appointments of Today: what came for the person, and the numbers of their caseload."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout

from lac_tracker.domain.today import Day, Notice
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.today_cards import NoticeCard
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.card_list import CardList

_FIRST = 3  # shown at once, so that the numbers beneath stay in view; the rest behind a button


class ForMe(Card):
    """What waits for the person or came for them. Enter opens, Space marks as seen.

    Signals:
        wanted: one is to be opened; carries its place.
        marked: one is to be marked as seen, or as not seen; carries its place.
    """

    wanted = Signal(int)
    marked = Signal(int)

    def __init__(self) -> None:
        super().__init__("For me")
        self.count = PlainLabel("", type="strong")
        self.count.setObjectName("today.forMe.count")
        self.add_action(self.count)
        self.list = CardList("For me", "today.forMe", is_tight=True)
        self.list.opened.connect(self.wanted)
        self.list.marked.connect(self.marked)
        self.body.addWidget(self.list)
        self.none = hint("Nothing has come for you.")
        self.none.setObjectName("today.forMe.words")
        self.body.addWidget(self.none)
        self.all = PlainButton("", "link", name="today.forMe.all")
        self.all.clicked.connect(lambda _checked=False: self._show_all())
        self.body.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        self._notices: tuple[Notice, ...] = ()
        self._shows_all = False

    def show_notices(self, notices: tuple[Notice, ...]) -> None:
        """Show what came; what was seen stands last."""
        self._notices = notices
        shown = notices if self._shows_all else notices[:_FIRST]
        cards: list[Any] = [
            NoticeCard(one, open_it=partial(self.wanted.emit, place), mark=partial(self.marked.emit, place))
            for place, one in enumerate(shown)
        ]
        held = self.list.place
        self.list.set_cards(cards, held)
        self.count.setText(str(sum(1 for one in notices if not one.is_seen)))
        self.none.setVisible(not notices)
        self.all.setVisible(len(notices) > _FIRST)
        self.all.setText("Show fewer" if self._shows_all else f"Show all {len(notices)}")

    def _show_all(self) -> None:
        """Show everything, or only the first again. The keyboard goes on where it was."""
        self._shows_all = not self._shows_all
        place = _FIRST if self._shows_all else 0
        self.show_notices(self._notices)
        if self.list.cards:
            self.list.setFocus()
            self.list.choose(place)


class CaseloadCard(Card):
    """The numbers of the person's caseload; each opens the list with just these.

    Signals:
        wanted: a view of the list is to be shown; carries its key.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("My caseload", name="today.caseload")
        self._total = PlainLabel("", type="strong")
        self._total.setObjectName("today.caseload.total")
        self.add_action(self._total)
        self._rows: list[QLayout] = []
        self.open_work = PlainButton("Open my worklist", name="today.openWork")
        self.open_work.clicked.connect(lambda _checked=False: self.wanted.emit("mine"))
        self.body.addWidget(self.open_work, 0, Qt.AlignmentFlag.AlignLeft)
        self._numbers: dict[str, tuple[PlainButton, PlainLabel]] = {}

    def show_numbers(self, day: Day, *, is_main: bool) -> None:
        """Show the numbers. is_main: whether the page has no other primary button."""
        self._total.setText(_children(day.caseload))
        for place, one in enumerate(day.numbers):
            if one.key not in self._numbers:
                self._numbers[one.key] = self._row(place, one.words, one.key, one.view)
            button, count = self._numbers[one.key]
            count.setText(str(one.count))
            button.setAccessibleName(f"{one.words}: {one.count}")
        self.open_work.set_kind("primary" if is_main else "secondary")

    def _row(self, place: int, words: str, key: str, view: str) -> tuple[PlainButton, PlainLabel]:
        row = QHBoxLayout()
        row.setSpacing(theme.current().space(2))
        button = PlainButton(words, "link", name=f"today.caseload.{key}")
        button.clicked.connect(lambda _checked=False: self.wanted.emit(view))
        count = PlainLabel("", type="strong")
        row.addWidget(button)
        row.addStretch()
        row.addWidget(count)
        self.body.insertLayout(place, row)
        return button, count


def _children(count: int) -> str:
    return "1 child" if count == 1 else f"{count} children"
