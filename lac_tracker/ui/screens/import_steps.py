"""What every step of the import wizard is, and the parts that several of them have."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lac_tracker.domain.dates import show_date
from lac_tracker.services.import_again import ImportedBefore
from lac_tracker.ui import theme
from lac_tracker.ui.messages import announce
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.import_draft import Draft
from lac_tracker.ui.screens.status_icon import icon_line, show_status

STEPS = ("Choose file", "Match columns", "Check", "Decide", "Finish")
CHOOSE, MATCH, CHECK, DECIDE, FINISH = range(len(STEPS))
PROSE = 75  # characters


class Step(QWidget):
    """One step. `draft` is the wizard's; a step says in it what the person says.

    Signals:
        changed: something was said; the line of buttons below is to follow.
        helped: the line of help below should say this.
    """

    changed = Signal()
    helped = Signal(str)

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft
        self.column = QVBoxLayout(self)
        space = theme.current().space
        self.column.setContentsMargins(space(6), space(2), space(6), space(4))
        self.column.setSpacing(space(3))

    def show_draft(self, draft: Draft) -> None:
        """Show the draft as it is now."""
        self.draft = draft

    def problem(self) -> str:
        """Return why one can't continue, in words; '' where one can."""
        return ""

    def take_focus(self) -> bool:
        """Put the keyboard where it is needed; False where that is the button Continue."""
        return False


class Notice(QWidget):
    """A line with an icon: something to know before going on. Hidden while it has nothing to say."""

    def __init__(self, name: str, status: str = "information") -> None:
        super().__init__()
        self.words = PlainLabel(wraps=True)
        self.words.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        line = icon_line(status, self.words)
        column.addWidget(line)
        found = line.findChild(QLabel, "", Qt.FindChildOption.FindDirectChildrenOnly)
        assert found is not None
        self._icon = found
        self.hide()

    def say(self, words: str, status: str = "") -> None:
        """Show words, said aloud where they are a problem; '' takes them away."""
        if status:
            show_status(self._icon, status)
        self.words.setText(words)
        self.words.set_tone("overdue" if status == "fix" else "")
        self.setVisible(bool(words))
        if words and status == "fix":
            announce(self.words, f"Error: {words}", urgent=True)


class ImportedAgain(QWidget):
    """Says that the same content came in before.

    Signals:
        open_wanted: that import is asked for; carries its id.
    """

    open_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._before: ImportedBefore | None = None
        space = theme.current().space
        self._words = Notice("imp.again", "at_risk")
        self._open = PlainButton("Open that import", "row", name="imp.again.open")
        self._open.clicked.connect(lambda _checked=False: self._tell())
        line = QHBoxLayout(self)
        line.setContentsMargins(space(6), space(1), space(6), space(1))
        line.setSpacing(space(3))
        line.addWidget(self._words, 1)
        line.addWidget(self._open)

    def show_before(self, before: ImportedBefore | None) -> None:
        """Show when it came in; None hides the line."""
        self._before = before
        self.setVisible(before is not None)
        day = show_date(before.made_at.astimezone().date()) if before is not None else ""
        self._words.say(f"You imported this file on {day}. Continue imports it again." if day else "")

    def _tell(self) -> None:
        if self._before is not None:
            self.open_wanted.emit(self._before.import_id)


def reveal(widget: QWidget, keeps: QWidget | None = None) -> None:
    """Scroll the page so that a widget that does not fit into it begins at its top, once it has its place.

    keeps: the part of it that has to be in view, if need be instead of its beginning.
    """

    def scroll() -> None:
        area = _area_of(widget)
        inside = area.widget() if area is not None else None
        if area is None or inside is None or not widget.isVisible():
            return
        top = widget.mapTo(inside, QPoint(0, 0)).y()
        bar, room = area.verticalScrollBar(), area.viewport().height()
        if top < bar.value() or top + widget.height() > bar.value() + room:
            bar.setValue(top - theme.current().space(2))
        if keeps is not None:
            end = keeps.mapTo(inside, QPoint(0, keeps.height())).y() + theme.current().space(2)
            bar.setValue(max(bar.value(), end - room))

    QTimer.singleShot(0, widget, scroll)


def _area_of(widget: QWidget) -> QScrollArea | None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


class OneOf(QStackedWidget):
    """Shows one of several widgets, and is as high as that one needs, not the highest of them."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        for widget in widgets:
            self.addWidget(widget)
        self.show_one(widgets[0])

    def show_one(self, wanted: QWidget) -> None:
        """Show this one."""
        policies = QSizePolicy.Policy
        for place in range(self.count()):
            widget = self.widget(place)
            assert widget is not None
            height = policies.Preferred if widget is wanted else policies.Ignored
            widget.setSizePolicy(policies.Preferred, height)
        self.setCurrentWidget(wanted)
