"""Where a document is printed and how often. The paper follows the document, and there is no way to turn it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QSpinBox, QVBoxLayout

from lac_tracker.ui import theme
from lac_tracker.ui.plain import hint, set_tooltip
from lac_tracker.ui.screens import print_job
from lac_tracker.ui.widgets.card import Card
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.field import Field

NO_PRINTER = "No printer is set up on this computer. Add one in its settings, or use Save PDF"
_MOST_COPIES = 20


class PrintPanel(Card):
    """The printer, the copies, the sides, and larger print where the document has it."""

    def __init__(self) -> None:
        super().__init__("Print", name="pv.printing")
        self.printer = ChoiceBox("Printer", (), name="pv.printer", none="No printer")
        self.printer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.copies = _Copies()
        self.two_sided = QCheckBox("2-sided")
        self.two_sided.setObjectName("pv.duplex")
        self._has_chosen_sides = False
        self.two_sided.clicked.connect(lambda _checked=False: self._choose_sides())
        self.large = QCheckBox("Larger print")
        self.large.setObjectName("pv.large")
        self.large.hide()
        self._none = hint("")
        self._none.setObjectName("pv.noPrinter")
        self._none.hide()
        column: QVBoxLayout = self.body
        column.addWidget(Field("Printer", self.printer))
        column.addWidget(self._none)
        column.addWidget(Field("Copies", self.copies, grows=False))
        column.addWidget(self.two_sided)
        column.addWidget(self.large)

    def load(self) -> None:
        """Ask the computer for its printers; the usual one is chosen."""
        names = print_job.printers()
        self.printer.clear()
        for name in names or ("",):
            self.printer.addItem(name or "No printer", name)
        self._none.setText("" if names else NO_PRINTER)
        self._none.setVisible(not names)

    def suggest_sides(self, pages: int) -> None:
        """Tick 2-sided for a document of several pages, until the person chose for themselves."""
        if not self._has_chosen_sides:
            self.two_sided.setChecked(pages > 1)

    def _choose_sides(self) -> None:
        self._has_chosen_sides = True

    def offer_larger(self, words: str, *, is_on: bool) -> None:
        """Show the choice of larger print where the document has it: 'Larger print (18 pt)'; '' hides it."""
        self.large.setVisible(bool(words))
        if words:
            self.large.setText(words)
            set_tooltip(self.large, words)
        self.large.blockSignals(True)
        self.large.setChecked(is_on)
        self.large.blockSignals(False)


class _Copies(QSpinBox):
    """How many copies. The wheel of a mouse does not change it by chance."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pv.copies")
        self.setAccessibleName("Copies")
        self.setRange(1, _MOST_COPIES)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(theme.current().control_height())
        self.setMinimumWidth(theme.current().characters(10))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
