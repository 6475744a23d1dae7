"""A list of cards: one tab stop, arrows choose, Enter opens; only the chosen card shows its buttons."""

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton


class ListCard(QFrame):
    """One card. Put what it says into `body`, and its buttons into `buttons`, the first one being the main one."""

    pressed = Signal()

    def __init__(self, words: str, key: str, *, is_tight: bool = False) -> None:
        """words: what a screen reader says of it. key: what stays the same when the list is read again."""
        super().__init__()
        self.words, self.key = words, key
        self.setProperty("card", True)
        self.setAccessibleName(words)
        space = theme.current().space
        self.body = QVBoxLayout(self)
        side, above = (3, 2) if is_tight else (4, 3)
        self.body.setContentsMargins(space(side), space(above), space(side), space(above))
        self.body.setSpacing(space(1))
        self.buttons: tuple[PlainButton, ...] = ()
        self.links: tuple[PlainButton, ...] = ()
        self.main: PlainButton | None = None  # the one that is primary while the list is the active one
        self.foot: QWidget | None = None  # what holds the buttons, shown on the chosen card alone

    def show_chosen(self, *, chosen: bool, active: bool) -> None:
        """Show whether it is the chosen one, and whether its main button is that of the page."""
        self.setProperty("chosen", chosen)
        self.style().unpolish(self)
        self.style().polish(self)
        if self.foot is not None:
            self.foot.setVisible(chosen)
        if self.main is not None:
            self.main.set_kind("primary" if chosen and active else "secondary")
        for control in (*self.buttons, *self.links):
            control.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.NoFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        super().mousePressEvent(event)


class CardList(QWidget):
    """Shows cards.

    Signals:
        opened: Enter on a card; carries its place.
        marked: Space on a card; carries its place.
        entered: the keyboard came to it.
        chosen: another card was chosen; carries its place.
    """

    opened = Signal(int)
    marked = Signal(int)
    entered = Signal()
    chosen = Signal(int)

    def __init__(self, label: str, name: str, *, is_tight: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space(1 if is_tight else 2))
        self.cards: list[ListCard] = []
        self.place = 0
        self._is_active = False

    def set_cards(
        self, cards: list[ListCard], place: int = 0, *, headings: dict[int, QWidget] | None = None
    ) -> None:
        """Show cards, one of them chosen: the same as before where it is still there, else that of a place.

        headings: what stands above the card of a place.
        """
        held = self.cards[self.place].key if self.cards else None
        keys = [card.key for card in cards]
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.setParent(None)
                old.hide()
                old.deleteLater()
        self.cards = cards
        for number, card in enumerate(cards):
            if headings and number in headings:
                self._column.addWidget(headings[number])
            card.pressed.connect(lambda one=card: self._pressed(one))
            self._column.addWidget(card)
        self.choose(keys.index(held) if held in keys else place, aloud=False)
        self.setVisible(bool(cards))

    def choose(self, place: int, *, aloud: bool = True) -> None:
        """Make a card the chosen one; past either end it is the last on that side."""
        if not self.cards:
            self.place = 0
            return
        self.place = min(max(place, 0), len(self.cards) - 1)
        for number, card in enumerate(self.cards):
            card.show_chosen(chosen=number == self.place, active=self._is_active)
        self.chosen.emit(self.place)
        self.setAccessibleDescription(f"{self.place + 1} of {len(self.cards)}: {self.current().words}")
        if aloud:
            announce(self, self.current().words)
        QTimer.singleShot(0, self, self._reveal)

    def current(self) -> ListCard:
        return self.cards[self.place]

    def set_active(self, active: bool) -> None:
        """Say whether the main button of its chosen card is the primary one of the page."""
        self._is_active = active
        for number, card in enumerate(self.cards):
            if card.main is not None:
                card.main.set_kind("primary" if active and number == self.place else "secondary")

    def focus_rect(self) -> QRect:
        """Where the ring of the keyboard is drawn: around the chosen card."""
        return self.current().geometry() if self.cards else self.rect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.cards or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Down:
                self.choose(self.place + 1)
            case Qt.Key.Key_Up:
                self.choose(self.place - 1)
            case Qt.Key.Key_Home:
                self.choose(0)
            case Qt.Key.Key_End:
                self.choose(len(self.cards) - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.opened.emit(self.place)
            case Qt.Key.Key_Space:
                self.marked.emit(self.place)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()
        self._reveal()

    def _pressed(self, card: ListCard) -> None:
        if card in self.cards:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.choose(self.cards.index(card))

    def _reveal(self) -> None:
        """Scroll to the chosen card, while the keyboard is here."""
        if not self.hasFocus() or not self.cards:
            return
        ancestor = self.parentWidget()
        while ancestor is not None and not isinstance(ancestor, QScrollArea):
            ancestor = ancestor.parentWidget()
        if isinstance(ancestor, QScrollArea):
            ancestor.ensureWidgetVisible(self.current(), 0, theme.current().space(4))
        self.update()
