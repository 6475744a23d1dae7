"""The patient banner: who this is, at the top of every page about a child, always in the same order."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QContextMenuEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from lac_tracker.domain.children import BannerFacts
from lac_tracker.domain.flags import KINDS
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, is_copy
from lac_tracker.ui.widgets.chips import ChipFacts, ChipRow
from lac_tracker.ui.widgets.flow import Flow

FLAG_ICONS = {kind.key: kind.icon for kind in KINDS}  # safety first; the order is fixed
_OTHER_FLAG = "fa6s.flag"
_LARGE = 175  # per cent of text size, from where gender and care date are under More


class PatientBanner(QWidget):
    """Shows one child's BannerFacts.

    Signals:
        flag_opened: a flag was acted on; carries its kind, '' for all of them.
        looked_wanted: who has looked at this record is asked for.
    """

    flag_opened = Signal(str)
    looked_wanted = Signal()

    def __init__(self, facts: BannerFacts | None = None) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setAccessibleName("Patient banner")
        self._died = False
        self.name = _Name()
        self.preferred = _Pair("Preferred name", "banner.preferred")
        self.born = _Pair("Born", "banner.born")
        self.gender = _Pair("Gender", "banner.gender")
        self.nhs = _Pair("NHS No.", "banner.nhs", value=_NhsNumber())
        self.care = _Pair("Looked after", "banner.careSince")
        self.died = PlainLabel(type="strong")
        self.died.setObjectName("banner.died")
        self.more = PlainButton("More", "row", name="banner.more")
        self.more.setCheckable(True)
        self.more.setToolTip("Address, phones, GP, social worker, carer and allergies (Ctrl+Shift+B)")
        self.more.toggled.connect(self._show_more)
        self.flags = ChipRow(label="Flags", name="banner.flags", toggles=False, most_rows=2)
        self.flags.opened.connect(self._open_flag)
        self.zone_2 = QWidget()
        self.zone_2.setObjectName("banner.zone2")
        self._lay_out()
        self._show_more(False)
        if facts is not None:
            self.set_facts(facts)

    def set_facts(self, facts: BannerFacts) -> None:
        """Show a child. Unknown things come as 'Not known'; nothing is left blank."""
        self.name.setText(f"{facts.name_words} ({facts.title})" if facts.title else facts.name_words)
        self.preferred.set_value(facts.preferred or "Not known")
        self.born.set_value(facts.born_words or "Not known")
        self.gender.set_value(facts.gender_words or "Not known")
        self.nhs.set_value(facts.nhs_words or "Not known")
        self.care.set_value(_without_caption(facts.care_words))
        died = str(getattr(facts, "died_words", "") or "")
        self._died = bool(died)
        self.died.setText(died)
        self.died.setVisible(self._died)
        order = list(FLAG_ICONS)
        flags = sorted(
            facts.flags, key=lambda flag: order.index(flag.kind) if flag.kind in order else len(order)
        )
        self.flags.set_chips(
            tuple(
                ChipFacts(
                    flag.kind, flag.words, FLAG_ICONS.get(flag.kind, _OTHER_FLAG),
                    "overdue" if flag.severe else "neutral", flag.detail,
                )
                for flag in flags
            )
        )  # fmt: skip
        self._fill_zone_2(facts)
        self._fit()

    def toggle_more(self) -> None:
        """Open or close the second zone; Ctrl+Shift+B."""
        self.more.toggle()

    def _lay_out(self) -> None:
        space = theme.current().space
        blocks = Flow(gap=space(8), line_gap=space(1))
        for upper, lower in (
            (self.name, self.preferred), (self.born, self.care), (self.gender, self.died), (self.nhs, None)
        ):  # fmt: skip
            blocks.addWidget(_block(upper, lower))
        first = QWidget()
        first.setLayout(blocks)
        top = QHBoxLayout()
        top.setSpacing(space(4))
        top.addWidget(first, 1)
        top.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        left = QVBoxLayout(self)
        left.setSpacing(space(2))
        left.setContentsMargins(space(5), space(2), space(4), space(2))
        left.addLayout(top)
        left.addWidget(self.flags)
        left.addWidget(self.zone_2)
        self._grid = QGridLayout(self.zone_2)
        self._grid.setContentsMargins(0, space(1), 0, 0)
        self._grid.setHorizontalSpacing(space(4))
        self._grid.setVerticalSpacing(space(1))
        self._grid.setColumnStretch(1, 1)
        self._values: dict[str, PlainLabel] = {}
        for row, (name, label) in enumerate(_ZONE_2):
            caption = PlainLabel(label, type="hint")
            value = PlainLabel(type="body", wraps=True)
            value.setObjectName(f"banner.{name}")
            value.make_selectable()
            self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)
            self._values[name] = value
        all_flags = PlainButton("All flags", "row", name="banner.allFlags")
        all_flags.setToolTip("Set, review and end flags")
        all_flags.clicked.connect(lambda _checked=False: self.flag_opened.emit(""))
        self.looked = PlainButton("Who has looked", "row", name="banner.looked")
        self.looked.setToolTip("Who opened or changed this record, from the audit log")
        self.looked.clicked.connect(lambda _checked=False: self.looked_wanted.emit())
        self.looked.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(space(2))
        buttons.addWidget(all_flags)
        buttons.addWidget(self.looked)
        buttons.addStretch(1)
        self._grid.addLayout(buttons, len(_ZONE_2), 0, 1, 2)
        for before, after in zip(
            (self.name, self.nhs.value, self.more), (self.nhs.value, self.more, self.flags), strict=True
        ):
            QWidget.setTabOrder(before, after)

    def _fill_zone_2(self, facts: BannerFacts) -> None:
        said = {
            "preferredMore": facts.preferred, "genderMore": facts.gender_words, "careMore": _without_caption(facts.care_words), "address": facts.address_words,
            "contact": facts.contact_words, "gp": facts.gp_words, "socialWorker": facts.social_worker_words,
            "carer": facts.carer_words, "allergies": facts.allergies_words,
        }  # fmt: skip
        for name, words in said.items():
            self._values[name].setText(words or "Not known")

    def _show_more(self, shown: bool) -> None:
        self.zone_2.setVisible(shown)
        self.more.setText("Less" if shown else "More")
        self.more.setChecked(shown)

    def _open_flag(self, kind: str) -> None:
        if kind == "more":
            self._show_more(True)
        else:
            self.flag_opened.emit(kind)

    def _fit(self) -> None:
        """At large text the first zone keeps name, Born and NHS No.; the rest is under More."""
        large = theme.current().text_percent >= _LARGE
        for pair in (self.preferred, self.gender, self.care):
            pair.setVisible(not large)
        for row, (name, _) in enumerate(_ZONE_2):
            if name.endswith("More"):
                for column in (0, 1):
                    item = self._grid.itemAtPosition(row, column)
                    widget = item.widget() if item is not None else None
                    if widget is not None:
                        widget.setVisible(large)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_grid"):
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), shown.colour("surface2" if self._died else "banner"))
        if self._died:
            painter.fillRect(self.rect(), QBrush(shown.colour("divider"), Qt.BrushStyle.BDiagPattern))
        painter.fillRect(0, self.height() - 1, self.width(), 1, shown.colour("border"))


_ZONE_2 = (
    ("preferredMore", "Preferred name"), ("genderMore", "Gender"), ("careMore", "Looked after"), ("address", "Address"),
    ("contact", "Phone and email"), ("gp", "GP"), ("socialWorker", "Social worker"), ("carer", "Carer"),
    ("allergies", "Allergies"),
)  # fmt: skip


def _without_caption(words: str) -> str:
    """Return the words of the care date; the caption beside them says 'Looked after' already."""
    return words.removeprefix("Looked after ").removeprefix("since: ") or "Not known"


def _block(upper: QWidget, lower: QWidget | None) -> QWidget:
    """Return two facts, one under the other, that move to the next line together."""
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.current().space(1))
    column.addWidget(upper)
    if lower is not None:
        column.addWidget(lower)
    column.addStretch()
    return block


class _Name(PlainLabel):
    """The name: on one line where it fits, on more where it does not, never cut."""

    def __init__(self) -> None:
        super().__init__(type="banner", wraps=True)
        self.setObjectName("banner.name")
        self.make_selectable(tab_stop=True)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 4, self.fontMetrics().height() + 2)


class _Pair(QWidget):
    """A label in secondary style and its value, stronger. The value carries the object name."""

    def __init__(self, caption: str, name: str, value: PlainLabel | None = None) -> None:
        super().__init__()
        self._caption = caption
        self.value = value or PlainLabel(type="strong")
        self.value.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        row.addWidget(PlainLabel(caption, tone="secondary"))
        row.addWidget(self.value)
        row.addStretch()

    def set_value(self, words: str) -> None:
        self.value.setText(words)
        self.value.setAccessibleName(f"{self._caption} {words}")


class _NhsNumber(PlainLabel):
    """Shown 3-3-4 and never wrapped; copied as ten digits, as other systems want it."""

    def __init__(self) -> None:
        super().__init__(type="strong")
        self.make_selectable(tab_stop=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_copy(event):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction("Copy NHS number", self._copy)
        menu.exec(event.globalPos())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("".join(self.text().split()))
