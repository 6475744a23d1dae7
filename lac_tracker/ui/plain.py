"""Labels, buttons, text fields and dialogs that treat every string as plain text: a name is never markup."""

import html
import re
from typing import Literal

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lac_tracker.domain.names import LONGEST_TEXT
from lac_tracker.ui import icons, theme

ButtonKind = Literal["secondary", "primary", "danger", "link", "row"]
_LONGEST_WORD = 40  # a longer run without a space may break anywhere, so that it cannot push a page wide
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FIGURE_AFTER = re.compile(rf"{_FROM_RIGHT.pattern}[^\w\n]*(?=[0-9])")
_READS_FROM_LEFT = "\u200e"  # an invisible letter
_DATE = re.compile(r"\b\d\d-[A-Z][a-z]{2}-\d{4}\b")


def doubled(words: str) -> str:
    """Return words for a button, menu, tab or group title, where a single & would underline a letter."""
    return words.replace("&", "&&")


def in_reading_order(words: str) -> str:
    """Return an English line with a name in Arabic or Hebrew letters so that Qt leaves dates and numbers in their place.

    Without it the algorithm of Unicode would show the day of "محمد, 06-Aug-2026" before the name, and the month after it.
    """
    if not _FROM_RIGHT.search(words):
        return words
    from lac_tracker.documents import direction  # needed for few names

    guarded = _FIGURE_AFTER.sub(lambda found: f"{found[0]}{_READS_FROM_LEFT}", words)
    is_english = not direction.is_paragraph_from_right(words) and re.search("[A-Za-z]", words)
    return f"{_READS_FROM_LEFT}{guarded}" if is_english else guarded


def tooltip(words: str) -> str:
    """Return words for a tooltip: escaped markup, because Qt guesses and a guess can be wrong."""
    return f"<span>{html.escape(words).replace(chr(10), '<br/>')}</span>" if words else ""


def set_tooltip(widget: QWidget, words: str) -> None:
    """Give a widget its tooltip and the same words for the line of help below."""
    widget.setToolTip(tooltip(words))
    widget.setStatusTip(words)


class PlainLabel(QLabel):
    """A label whose text is never markup and whose & is never a shortcut."""

    def __init__(self, words: str = "", *, type: str = "body", wraps: bool = False, tone: str = "") -> None:
        super().__init__()
        self._words = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", type)
        if tone:
            self.setProperty("tone", tone)
        if wraps:
            self.setWordWrap(True)
            policy = self.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
            self.setSizePolicy(policy)
        self.setText(words)

    def text(self) -> str:
        """Return what was set, before anything was done to it for painting."""
        return self._words

    def setText(self, words: str) -> None:
        self._words = words
        shown = in_reading_order(doubled(words) if self.buddy() else words)
        if self.wordWrap():
            shown = _DATE.sub(
                lambda day: day[0].replace("-", "\u2060-\u2060"), shown
            )  # a date stays on one line
            shown = re.sub(rf"\S{{{_LONGEST_WORD}}}(?=\S)", lambda run: run[0] + "\u200b", shown)
        super().setText(shown)

    def setBuddy(self, buddy: QWidget) -> None:
        super().setBuddy(buddy)
        self.setText(self._words)

    def set_tone(self, tone: str) -> None:
        """Change the colour of the words to a tone of the theme: '', secondary, overdue, warn, ok."""
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)

    def make_selectable(self, *, tab_stop: bool = False) -> None:
        """Let the person copy the words by mouse and by keyboard."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tab_stop else Qt.FocusPolicy.ClickFocus)


def title(words: str) -> PlainLabel:
    return PlainLabel(words, type="title", wraps=True)


def heading(words: str) -> PlainLabel:
    return PlainLabel(words, type="h2", wraps=True)


def label(words: str) -> PlainLabel:
    return PlainLabel(words, type="label", wraps=True)


def hint(words: str) -> PlainLabel:
    return PlainLabel(words, type="hint", wraps=True)


def quote(words: str) -> PlainLabel:
    """Return a child's own words, with their bar."""
    return PlainLabel(words, type="quote", wraps=True)


class PlainButton(QPushButton):
    """A button. Its words are a verb; kinds: secondary, primary (one on a screen), danger, link, row."""

    def __init__(self, words: str, kind: ButtonKind = "secondary", *, icon: str = "", name: str = "") -> None:
        super().__init__(doubled(words))
        self.setProperty("kind", kind)
        self.setObjectName(name)
        self.setAutoDefault(False)
        self._icon = icon
        self._colour_icon(kind)

    def setText(self, words: str) -> None:
        super().setText(doubled(words))

    def set_kind(self, kind: ButtonKind) -> None:
        """Make it a button of another kind, where what is the main thing on a page changes."""
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._colour_icon(kind)

    def _colour_icon(self, kind: ButtonKind) -> None:
        """An icon has the colour of the words beside it."""
        if self._icon:
            colour = {"primary": "onPrimary", "danger": "onDanger"}.get(kind, "text")
            self.setIcon(icons.icon(self._icon, colour))

    def words(self) -> str:
        return self.text().replace("&&", "&")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter acts, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier
        ):
            self.click()
        else:
            super().keyPressEvent(event)


def icon_button(icon: str, words: str, *, name: str = "") -> QToolButton:
    """Return a button that shows only an icon; its name and tooltip are the words."""
    button = QToolButton()
    button.setObjectName(name)
    button.setIcon(icons.icon(icon))
    button.setAccessibleName(words)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    set_tooltip(button, words)
    return button


class PlainTextEdit(QPlainTextEdit):
    """Many lines of plain text. It starts at 3 lines and grows to 12; Tab leaves it.

    Signals:
        left: the keyboard went elsewhere.
        problem: something could not be pasted; carries the words.
    """

    left = Signal()
    problem = Signal(str)

    def __init__(self, text: str = "", *, least_lines: int = 3, most_lines: int = 12) -> None:
        super().__init__()
        self._least, self._most = least_lines, most_lines
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(theme.current().space(1) + 2)
        self.setPlainText(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text alone, and not more than can be kept: a megabyte would hold up the screen for minutes."""
        if len(source.text()) > LONGEST_TEXT:
            self.problem.emit(
                f"What you pasted has {len(source.text()):,} characters; {LONGEST_TEXT:,} fit. "
                "Nothing was pasted. Paste the part that matters, or attach it as a document"
            )
            return
        self.insertPlainText(source.text())

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _grow(self, *_: object) -> None:
        # The size of a plain text document counts lines, not pixels.
        lines = min(max(int(self.document().size().height()), self._least), self._most)
        around = 2 * int(self.document().documentMargin()) + 2 * self.frameWidth()
        height = lines * self.fontMetrics().lineSpacing() + around
        if height != self.height():
            self.setFixedHeight(height)


class PlainDialog(QDialog):
    """Replaces the message box: a question, its explanation, and buttons that are verbs."""

    nobody_is_there = False  # while the window locks: no question is put, and the safe choice is taken

    def __init__(self, parent: QWidget | None, question: str, body: str, choices: tuple[str, ...]) -> None:
        super().__init__(parent)
        self.chosen = 0  # the first choice is the safe one: Esc and closing take it
        self.setWindowTitle(question)
        self.setObjectName("dialog")
        space = theme.current().space
        self.setMinimumWidth(theme.current().characters(50))
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(6), space(6), space(4))
        column.setSpacing(space(3))
        column.addWidget(heading(question))
        self.body = PlainLabel(body, wraps=True)
        column.addWidget(self.body)
        self.extra = QVBoxLayout()
        column.addLayout(self.extra)
        column.addSpacing(space(2))
        column.addStretch()
        buttons = QHBoxLayout()
        buttons.setSpacing(space(2))
        buttons.addStretch()
        for number, words in enumerate(choices):
            button = PlainButton(words, "primary" if number == len(choices) - 1 else "secondary")
            button.setObjectName(f"dialog.choice{number}")
            button.clicked.connect(lambda _checked=False, chosen=number: self._choose(chosen))
            buttons.addWidget(button)
            if number == 0:
                button.setFocus()
        column.addLayout(buttons)

    def _choose(self, number: int) -> None:
        self.chosen = number
        self.accept()

    @classmethod
    def ask(cls, parent: QWidget | None, question: str, body: str, choices: tuple[str, ...]) -> int:
        """Show the question and return the number of the choice taken; 0, the safe one, when it was left."""
        if cls.nobody_is_there:
            return 0
        dialog = cls(parent, question, body, choices)
        dialog.exec()
        return dialog.chosen

    @classmethod
    def confirm(cls, parent: QWidget | None, question: str, body: str, safe: str, act: str) -> bool:
        """Ask before an act that cannot be undone; True when the act was chosen."""
        return cls.ask(parent, question, body, (safe, act)) == 1

    @classmethod
    def tell(cls, parent: QWidget | None, what: str, body: str) -> None:
        cls.ask(parent, what, body, ("Close",))


def is_copy(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Copy)
