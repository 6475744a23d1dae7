"""Announcements, the one bar that shows them, and what happens when the program itself goes wrong."""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import PurePath
from types import TracebackType

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.errors import UserError
from lac_tracker.ui import icons, theme
from lac_tracker.ui.plain import PlainButton, PlainDialog, PlainLabel, hint, icon_button

INFO_SECONDS = 10
UNDO = "Undo"  # the action that Ctrl+Z takes too

_log = logging.getLogger(__name__)


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have a screen reader say something, politely or, when something was not saved, at once."""
    event = QAccessibleAnnouncementEvent(widget, words)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


class MessageBar(QFrame):
    """The one place where the window says what happened. A problem stays until it is closed; the rest for 10 s.

    Signals:
        acted: the button of the message was pressed, such as Undo.
    """

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message.bar")
        self._act: Callable[[], None] | None = None
        self._icon = PlainLabel()
        self.text = PlainLabel(wraps=True)
        self.text.setObjectName("message.text")
        self._action = PlainButton("", "row", name="message.act")
        self._action.clicked.connect(self._do_action)
        self._close = icon_button("fa6s.xmark", "Close this message", name="message.close")
        self._close.setProperty("kind", "quiet")
        self._close.clicked.connect(self.dismiss)
        space = theme.current().space
        row = QHBoxLayout(self)
        row.setContentsMargins(space(3), space(1), space(1), space(1))
        row.setSpacing(space(2))
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(INFO_SECONDS * 1000)
        self._timer.timeout.connect(self.dismiss)
        # A field that is typed in keeps its own Ctrl+Z: it answers before a shortcut does.
        self._undo = QShortcut(QKeySequence.StandardKey.Undo, self)
        self._undo.activated.connect(self._do_action)
        self._undo.setEnabled(False)
        self.hide()

    def show_info(self, words: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Say that something was done; with an action, offer to take it back."""
        self._show("info", "fa6s.circle-info", words, action, act)
        announce(self, words)
        self._timer.start()

    def show_problem(self, words: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Say what went wrong and what to do. It stays until it is closed or something else is said."""
        self._timer.stop()
        self._show("problem", "fa6s.triangle-exclamation", words, action, act)
        announce(self, f"Error: {words}", urgent=True)

    def dismiss(self) -> None:
        self._timer.stop()
        self._undo.setEnabled(False)
        self.hide()

    def _show(self, bar: str, icon: str, words: str, action: str, act: Callable[[], None] | None) -> None:
        tone = "overdue" if bar == "problem" else "info"
        self.setProperty("bar", bar)
        for widget in (self, self.text):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self._icon.setPixmap(icons.pixmap(icon, tone, theme.current().scaled(16)))
        self.text.setText(words)
        self._act = act
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._undo.setEnabled(action == UNDO)
        self.show()

    def _do_action(self) -> None:
        act = self._act
        self.dismiss()
        if act is not None:
            act()
        self.acted.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self.property("bar") == "info" and self.isVisible():
            self._timer.start()
        super().leaveEvent(event)


class CrashDialog(PlainDialog):
    """Says that the program went wrong, what is safe, and what to tell IT: never what stands in a record."""

    def __init__(self, details: str) -> None:
        super().__init__(
            None,
            "Something stopped working",
            "What was saved is safe. What you typed in the last 2 seconds may not be: check it when you go back.",
            ("Carry on",),
        )
        self.details = details
        words = hint(f"Details for IT: {details}")
        words.setObjectName("crash.details")
        words.make_selectable()
        copy = PlainButton("Copy details for IT", "link", name="crash.copy")
        copy.clicked.connect(self._copy)
        column = QVBoxLayout()
        column.addWidget(words)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.extra.addLayout(column)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details)

    @classmethod
    def show_for(cls, details: str) -> None:
        cls(details).exec()


def place_of(error_type: type[BaseException], trace: TracebackType | None) -> str:
    """Return the type and the place of an error, 'KeyError at lac_tracker.ui.banner:41': never its text."""
    frames = traceback.extract_tb(trace)
    ours = [frame for frame in frames if "lac_tracker" in PurePath(frame.filename).parts]
    if not frames:
        return error_type.__name__
    last = (ours or frames)[-1]
    parts = PurePath(last.filename).with_suffix("").parts
    module = ".".join(parts[len(parts) - 1 - parts[::-1].index("lac_tracker") :]) if ours else parts[-1]
    return f"{error_type.__name__} at {module}:{last.lineno}"


class ErrorHooks(QObject):
    """Catches what nobody caught: on the screen's thread, on the others, and in Qt.

    Words for the person (UserError) go to the message bar like any other. All else is logged by type and place
    and shown in one dialog at a time.
    """

    _found = Signal(str, bool)  # words or details; whether they are words for the person

    def __init__(self, show_problem: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show_problem = show_problem
        self._showing = False
        self._found.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        qInstallMessageHandler(self._qt_said)

    def remove(self) -> None:
        """Put back what was there before."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(None)

    def _uncaught(
        self, error_type: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, UserError):
            self._found.emit(str(error), True)
        elif issubclass(error_type, KeyboardInterrupt):
            QGuiApplication.quit()
        else:
            details = place_of(error_type, trace)
            _log.error("%s", details)
            self._found.emit(details, False)

    def _uncaught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._uncaught(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _qt_said(self, kind: QtMsgType, context: QMessageLogContext, _text: str) -> None:
        # The text may quote what stands in a field; kind, category and place are enough to find the line.
        place = (
            f"Qt {context.category or 'default'} {PurePath(context.file or 'unknown').name}:{context.line}"
        )
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            _log.error("%s", place)
            self._found.emit(place, False)
        elif kind == QtMsgType.QtWarningMsg:
            _log.warning("%s", place)

    def _show(self, words: str, for_the_person: bool) -> None:
        if for_the_person:
            self._show_problem(words)
        elif not self._showing:
            self._showing = True
            try:
                CrashDialog.show_for(words)
            finally:
                self._showing = False
