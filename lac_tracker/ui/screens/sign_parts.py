"""On Check and sign: the parts left for another day, each with the item of the plan that covers it."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lac_tracker.domain.missing_parts import MissingPart
from lac_tracker.services.missing_parts import PartsToSign
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, hint
from lac_tracker.ui.screens.record_page import clear
from lac_tracker.ui.screens.status_icon import show_status, status_icon
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.field import Field

_WHY = "It can be signed as enough once each of these has its item on the plan."


class SignParts(Card):
    """Signals:
    make: an item is wanted for a part; carries the MissingPart.
    chosen: an item was chosen for a part; carries the id of its section, and that of the need or None.
    """

    make = Signal(object)
    chosen = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("Left for another day", name="sign.parts")
        self._shown: tuple[object, ...] = ()
        self._rows: dict[str, _Row] = {}
        self.hide()

    def show_parts(self, held: PartsToSign) -> None:
        """Show these parts. The same parts and items as before stay, with the keyboard among them."""
        self.setVisible(bool(held.parts))
        content = (tuple(part.words for part in held.parts), held.items)
        if content != self._shown:
            self._shown = content
            clear(self.body)
            self.body.addWidget(hint(_WHY))
            self._rows = {
                part.section_id: self._row(number, part, held) for number, part in enumerate(held.parts, 1)
            }
        for part in held.parts:
            self._rows[part.section_id].show_item(part)

    def control_of(self, section_id: str) -> str:
        """Return the name of the control that mends a part, '' for one that is not here."""
        row = self._rows.get(section_id)
        return row.make.objectName() if row else ""

    def _row(self, number: int, part: MissingPart, held: PartsToSign) -> "_Row":
        row = _Row(number, part, held.items)
        row.make.clicked.connect(lambda _checked=False: self.make.emit(part))
        row.item.changed.connect(
            lambda need_id: self.chosen.emit(part.section_id, int(need_id) if need_id else None)
        )
        self.body.addWidget(row)
        return row


class _Row(QWidget):
    """One part: why it was left, the button that makes its item, and the choice of one that is there."""

    def __init__(self, number: int, part: MissingPart, items: tuple[tuple[int, str], ...]) -> None:
        super().__init__()
        space = theme.current().space
        self._icon: QLabel = status_icon("fix")
        said = PlainLabel(f"{part.words}: {part.why}", type="strong", wraps=True)
        said.setObjectName(f"sign.part.{number}.words")
        self.make = PlainButton("Make plan item", "row", name=f"sign.part.{number}.make")
        self.make.setAccessibleName(f"Make plan item: {part.words}")
        label = "The item on the plan that covers it"
        options = tuple((str(need_id), words) for need_id, words in items)
        self.item = ChoiceBox(
            f"{label}: {part.words}", options, name=f"sign.part.{number}.item", none="None yet"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, space(1), 0, 0)
        row.setSpacing(space(2))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(space(1))
        column.addWidget(said)
        column.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        field = Field(label, self.item, grows=False)
        column.addWidget(field)
        row.addLayout(column, 1)
        if not items:
            field.hide()

    def show_item(self, part: MissingPart) -> None:
        show_status(self._icon, "complete" if part.need_id is not None else "fix")
        with QSignalBlocker(self.item):
            self.item.set_value(str(part.need_id) if part.need_id is not None else "")
