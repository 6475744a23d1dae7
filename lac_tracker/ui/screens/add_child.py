"""Adding a child who came into care: a small page over Children."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.names import search_key
from lac_tracker.services import caseload
from lac_tracker.services.caseload import ChildItem
from lac_tracker.services.children import add_child
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, hint, title
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.measured import Measured, MeasuredLine, typed_choice
from lac_tracker.ui.widgets.nhs_number_field import NhsNumberField
from lac_tracker.ui.workplace import Workplace

_WIDTH = 92  # of the page: two names beside each other, and the margins
_LARGE = 150  # per cent of text from where fields stand below each other
_NAME, _SHORT = 36, 24  # characters: the width of a field hints its answer


class AddChild(QFrame):
    """The fields of a new record. Nothing is saved before Add child.

    Signals:
        child_opened: the child was added, or the one that is here already is asked for; carries the id.
        cancelled: back to the list.
    """

    child_opened = Signal(object)  # an id is longer than the int of a signal
    cancelled = Signal()
    name, words = "add_child", "Add a child"

    def __init__(self, workplace: Workplace, councils: tuple[str, ...]) -> None:
        super().__init__()
        self.workplace = workplace
        self.setObjectName("add_child")
        self.setProperty("region", "page")
        today = workplace.today()
        self.family_line = _line("add_child.family", _NAME)
        self.given_line = _line("add_child.given", _NAME)
        self.born_date = DateField(
            "Date of birth", today, direction="past", shows_age=True, name="add_child.born"
        )
        self.nhs_line = NhsNumberField("add_child.nhs")
        self.council_choice = _councils(councils)
        self.id_line = _line("add_child.councilId", _SHORT)
        self.began_date = DateField(
            "Date became looked after", today, direction="past", name="add_child.began"
        )
        self.legal_choice = _choices(workplace)
        self.family = Field("Family name", self.family_line, optional=True, grows=False)
        self.given = Field("Given name", self.given_line, optional=True, grows=False)
        self.born = Field("Date of birth", self.born_date, hint="For example 12/6/2011")
        self.nhs = Field("NHS number", self.nhs_line, hint="10 digits", optional=True, grows=False)
        self.council = Field("Council", self.council_choice, hint="Its short name or code here", grows=False)
        self.council_id = Field(
            "Council ID", self.id_line, hint="The council's own number for the child", grows=False
        )
        self.began = Field(
            "Date became looked after",
            self.began_date,
            hint="The day the 28 days are counted from. Leave it blank while nobody knows it",
            optional=True,
        )
        self.legal = Field("Legal status", self.legal_choice, optional=True, grows=False)
        self._twin: ChildItem | None = None
        self.add = PlainButton("Add child", "primary", name="add_child.add")
        self.add.clicked.connect(self._add)
        self.cancel = PlainButton("Cancel", name="add_child.cancel")
        self.cancel.clicked.connect(self._cancel)
        self.compare = PlainButton("Open that record", "row", name="add_child.compare")
        self.compare.clicked.connect(self._open_twin)
        self.compare.hide()
        self._lay_out()
        for control in (self.family_line, self.given_line):
            control.editingFinished.connect(self._look_for_twin)
        self.born_date.changed.connect(self._look_for_twin)

    def _lay_out(self) -> None:
        space = theme.current().space
        card = Card()
        card.body.setSpacing(space(4))
        for row in (
            (self.family, self.given), (self.born, self.nhs), (self.council, self.council_id), (self.began,), (self.legal,)
        ):  # fmt: skip
            card.body.addLayout(_row(row))
            if self.born in row:
                card.body.addWidget(self.compare, 0, Qt.AlignmentFlag.AlignLeft)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(space(6), space(4), space(6), space(4))
        column.setSpacing(space(3))
        column.addWidget(title(self.words))
        column.addWidget(hint("If you only know one name, put it in family name. Nothing is saved yet."))
        column.addWidget(card)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(Measured(page, _WIDTH))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        footer = QFrame()
        footer.setProperty("region", "footer")
        buttons = QHBoxLayout(footer)
        buttons.setContentsMargins(space(6), space(2), space(6), space(2))
        buttons.setSpacing(space(2))
        buttons.addStretch()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.add)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addWidget(footer)

    def focus_first(self) -> None:
        self.family_line.setFocus()

    def reload(self, changes: object = None) -> None:
        """Nothing that others save shows here."""

    def regions(self) -> tuple[QWidget, ...]:
        return (self.family_line, self.add)

    def leave(self) -> bool:
        return True

    def run_command(self, name: str) -> bool:
        if name == "edit.primary":
            self._add()
            return True
        return False

    @property
    def has_typing(self) -> bool:
        return any(
            line.text().strip()
            for line in self.findChildren(QLineEdit)
            if line.objectName().startswith("add_child.")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.has_typing:  # Esc never discards typing
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._add()
        else:
            super().keyPressEvent(event)

    def _is_right(self) -> bool:
        """Show what is missing beside its field, and go to the first of them."""
        for field, words, is_blank in (
            (self.born, "Enter the date of birth", not self.born_date.line.text().strip()),
            (self.council_id, "Enter the council ID", not self.id_line.text().strip()),
        ):
            if is_blank:
                field.show_error(words)
        self.born_date.read()
        if self.id_line.text().strip():
            self.council_id.clear_error()
        self.nhs_line.read()
        self.began_date.read()
        wrong = [field for field in (self.born, self.nhs, self.council_id, self.began) if field.has_error]
        if wrong:
            wrong[0].control.setFocus()
        return not wrong

    def _add(self, _checked: bool = False) -> None:
        if not self._is_right():
            return
        changes = self.workplace.operations.do(
            add_child,
            council=self.council_choice.currentText().strip(),
            council_id=self.id_line.text(),
            born=self.born_date.value(),
            family_name=self.family_line.text(),
            given_name=self.given_line.text(),
            nhs_number=self.nhs_line.value() or "",
            became_looked_after=self.began_date.value(),
            legal_status=self.legal_choice.currentData() or "",
        )
        if changes is not None and changes.made_id is not None:
            self.child_opened.emit(changes.made_id)

    def _look_for_twin(self, *_: object) -> None:
        """Offer the record that is here already, before the form is finished."""
        family = self.family_line.text().strip()
        born = self.born_date.value()
        self._twin = None
        if family and born:
            found = self.workplace.operations.ask(
                caseload.children, today=self.workplace.today(), search=family
            )
            self._twin = next((child for child in found if child.born == born), None)
        self.compare.setVisible(self._twin is not None)
        if self._twin is not None and search_key(self._twin.shown_name):
            words = f"{self._twin.shown_name}, born {show_date(born)}, is here already. Open that record, or go on"
            self.family.show_error(words)
        else:
            self.family.clear_error()

    def _open_twin(self, _checked: bool = False) -> None:
        if self._twin is not None:
            self.child_opened.emit(self._twin.child_id)

    def _cancel(self, _checked: bool = False) -> None:
        self.cancelled.emit()


def _line(name: str, width: int) -> QLineEdit:
    return MeasuredLine(name, width)


def _councils(councils: tuple[str, ...]) -> QComboBox:
    choice = typed_choice("add_child.council", "Council")
    choice.addItems(list(councils) or ["council"])
    choice.setMinimumWidth(theme.current().characters(_SHORT))
    return choice


def _choices(workplace: Workplace) -> QComboBox:
    choice = QComboBox()
    choice.setObjectName("add_child.legalStatus")
    choice.addItem("Not known yet", "")
    for code, words in workplace.choices("legal_status"):
        choice.addItem(f"{code}  {words}", code)
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(48)
    return choice


def _row(fields: tuple[Field, ...]) -> QBoxLayout:
    direction = QBoxLayout.Direction
    large = theme.current().text_percent >= _LARGE
    row = QBoxLayout(direction.TopToBottom if large else direction.LeftToRight)
    row.setSpacing(theme.current().space(4 if large else 5))
    for field in fields:
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return row
