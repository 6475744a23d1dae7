"""Several documents before they go, one after the other: 'Document 1 of 9', with whose it is above each."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from lac_tracker.domain.errors import UserError
from lac_tracker.services import child_summary
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainLabel, icon_button
from lac_tracker.ui.screens.preview import MADE_FOR, PreviewPage
from lac_tracker.ui.screens.preview_kept import KEPT, KeptPreview
from lac_tracker.ui.screens.record_page import Desk, Place
from lac_tracker.ui.workplace import Workplace

_COMMANDS = {
    (Qt.Key.Key_P, False): "edit.print",
    (Qt.Key.Key_S, False): "file.save",
    (Qt.Key.Key_S, True): "edit.sent",
    (Qt.Key.Key_Return, False): "edit.primary",
    (Qt.Key.Key_Enter, False): "edit.primary",
}


@dataclass(frozen=True)
class ToPreview:
    """One document of a batch. document_id: of one that was made; None for one as it would be made now."""

    child_id: int
    document: str
    made_for: str = ""
    document_id: int | None = None


class PreviewBatch(QDialog):
    """Open it with `open()`. That each record was looked at is written down when its document is shown.

    Signals:
        went: something has to be mended in a record first; carries its Place. The dialog closes.
        said: something was done; carries the words for the message bar.
    """

    went = Signal(object)
    said = Signal(str)

    def __init__(self, workplace: Workplace, documents: tuple[ToPreview, ...], parent: QWidget) -> None:
        """documents: at least one."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("pv.batch")
        self.setWindowTitle("Preview")
        self._workplace, self._documents, self._number = workplace, documents, 0
        self._page: PreviewPage | None = None
        space = theme.current().space
        self._previous = icon_button("fa6s.chevron-left", "Previous document (Ctrl+PgUp)", name="pv.docPrev")
        self._next = icon_button("fa6s.chevron-right", "Next document (Ctrl+PgDn)", name="pv.docNext")
        self._previous.clicked.connect(lambda _checked=False: self.step(-1))
        self._next.clicked.connect(lambda _checked=False: self.step(1))
        self._count = PlainLabel(type="strong")
        self._count.setObjectName("pv.document")
        self._error = PlainLabel(type="strong", tone="overdue", wraps=True)
        self._error.setObjectName("pv.batch.error")
        self._error.hide()
        row = QHBoxLayout()
        row.setContentsMargins(space(6), space(3), space(6), 0)
        row.setSpacing(space(2))
        for widget in (self._count, self._previous, self._next):
            row.addWidget(widget)
        row.addStretch()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(row)
        self._column.addWidget(self._error)
        self._column.addStretch()
        room = self.screen().availableGeometry()
        self.resize(min(room.width(), 1280), round(room.height() * 0.94))
        self._show()

    def step(self, by: int) -> None:
        """Show the document before or after this one; at either end it stays."""
        if 0 <= self._number + by < len(self._documents):
            self._number += by
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = Qt.KeyboardModifier.ShiftModifier
        control = Qt.KeyboardModifier.ControlModifier
        command = _COMMANDS.get((Qt.Key(event.key()), bool(modifiers & shift)))
        if modifiers & ~shift == control and command is not None and self._page is not None:
            self._page.run(command)
        elif modifiers == control and event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.step(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        one = self._documents[self._number]
        count = len(self._documents)
        self._count.setText(f"Document {self._number + 1} of {count}")
        self._previous.setEnabled(self._number > 0)
        self._next.setEnabled(self._number + 1 < count)
        if self._page is not None:
            self._column.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
            self._page = None
        try:
            self._workplace.operations.look(
                child_summary.heading, one.child_id, today=self._workplace.today()
            )
        except UserError as error:
            self._error.setText(f"{str(error).removesuffix('.')}.")
            self._error.show()
            return
        self._error.hide()
        page = self._page = self._made(one)
        page.back_wanted.connect(self.reject)
        page.said.connect(self.said)
        page.wanted.connect(self._go)
        page.document_wanted.connect(self.step)
        self._column.insertWidget(2, page, 1)
        page.show()
        page.take_focus()

    def _made(self, one: ToPreview) -> PreviewPage:
        desk = Desk(self._workplace, one.child_id)
        typed = ((MADE_FOR, one.made_for),) if one.made_for else ()
        if one.document_id is not None:
            place = Place(
                one.child_id, "kept_document", document=one.document, typed=((KEPT, str(one.document_id)),)
            )
            return KeptPreview(desk, place, only=True)
        return PreviewPage(
            desk, Place(one.child_id, "preview", document=one.document, typed=typed), only=True
        )

    def _go(self, place: Place) -> None:
        self.accept()
        self.went.emit(place)
