"""The yearly health return to the council: per child what is missing, left out or differs; and the file that leaves."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox
from shiboken6 import isValid

from lac_tracker.domain.dates import age_in_years, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.exports import Column as Exported
from lac_tracker.domain.names import search_key
from lac_tracker.domain.return_export import (
    OnReturn,
    ReturnFile,
    said_differs,
    said_left_out,
    said_missing,
    totals,
)
from lac_tracker.services import return_export
from lac_tracker.ui.models.row_model import Column
from lac_tracker.ui.plain import PlainButton, set_tooltip
from lac_tracker.ui.screens.list_page import ListPage, alters_lists, beside
from lac_tracker.ui.screens.record_page import Place
from lac_tracker.ui.widgets.busy import Busy
from lac_tracker.ui.workplace import Workplace

_LOOKS = {"missing": "missing", "complete": "complete", "out": "excluded"}
_WORDS = {"missing": "Missing", "complete": "Complete", "out": "Not in it"}
EXPORTED = (
    Exported("Council ID", names=True, width=14), Exported("Child", names=True), Exported("Born", "date", names=True),
    Exported("Status", width=12), Exported("Why not in the return", width=40), Exported("Missing", width=50),
    Exported("Left out", names=True, width=60), Exported("Differs from the council", names=True, width=50),
)  # fmt: skip


def state(row: OnReturn) -> str:
    """Return 'missing', 'complete', or 'out' for a child who is not in the return."""
    if not row.is_in:
        return "out"
    return "missing" if said_missing(row) else "complete"


_SHOWN: dict[str, tuple[str, Callable[[OnReturn], bool]]] = {
    "missing": ("Something missing", lambda row: state(row) == "missing"),
    "beside": ("Left out or differs", lambda row: row.is_in and bool(said_left_out(row) or said_differs(row))),
    "complete": ("Complete", lambda row: state(row) == "complete"),
    "in": ("In the return", lambda row: row.is_in),
    "out": ("Not in the return", lambda row: not row.is_in),
    "all": ("Everyone", lambda _row: True),
}  # fmt: skip


def _what(row: OnReturn) -> str:
    """Return what a person has to know of a child first: what is missing, or why they are not in the return."""
    return row.because[:1].upper() + row.because[1:] if row.because else said_missing(row)


def _beside(row: OnReturn) -> str:
    return "; ".join(part for part in (said_differs(row), said_left_out(row)) if part)


def _second(row: OnReturn) -> str:
    words = f"Council ID {row.council_id}"
    return words if words != row.shown_name else f"Born {show_date(row.born)}"


COLUMNS: tuple[Column[OnReturn], ...] = (
    Column(
        "Child", lambda row: row.shown_name, second=lambda row: _second(row),
        sort=lambda row: search_key(row.shown_name), width=26, strong=True,
    ),
    Column(
        "Status", lambda row: _WORDS[state(row)], status=lambda row: _LOOKS[state(row)], sort=state, width=13,
        sorted_words=("complete first", "not in it first"),
    ),
    Column("Missing, or why not in it", _what, detail=_what, width=40, wraps=True),
    Column("Left out, or differs", _beside, detail=_beside, width=46, wraps=True, yields=True),
)  # fmt: skip


class YearlyReturn(ListPage):
    """Enter opens the child's own list of the return; Ctrl+Enter and Ctrl+E export it.

    Signals:
        place_wanted: a place of a record is asked for; carries a Place.
    """

    place_wanted = Signal(object)
    name, words = "yearly_return", "Yearly health return"
    unsorted = "Child, A first"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, "ret", self.words, COLUMNS, 0)
        self.found: ReturnFile | None = None
        self._rows: tuple[OnReturn, ...] = ()
        self._asked = 0
        held = workplace.operations.ask(return_export.choices, today=workplace.today())
        self.year = _choice("ret.year", "Year to", ((one.year, show_date(one.end)) for one in held.years))
        self.year.setCurrentIndex(max(self.year.findData(held.year.year), 0))
        self.council = _choice("ret.council", "Council", held.councils)
        self.show_only = _choice("ret.show", "Show", ((key, words) for key, (words, _) in _SHOWN.items()))
        for box in (self.year, self.council):
            box.activated.connect(lambda _place: self._load())
        self.show_only.activated.connect(lambda _place: self._show(aloud=True))
        self._lay_out_choices(several=len(held.councils) > 1)
        self._lay_out_buttons()
        self.busy = Busy(name="ret.busy")
        self.add_above(self.busy)
        self._fit()
        self._load()

    def _lay_out_choices(self, *, several: bool) -> None:
        self.filters.addWidget(beside("Year to", self.year))
        if several:
            self.filters.addWidget(beside("Council", self.council))
        self.filters.addWidget(self.show_only)
        self.add_filter("Filter", "ret.filter", 13)
        self.add_sorting()

    def _lay_out_buttons(self) -> None:
        self.export = PlainButton("Export the return", "primary", name="ret.export")
        set_tooltip(self.export, "Write oc2.csv for the council (Ctrl+E)")
        self.export.clicked.connect(lambda _checked=False: self._export())
        self.export.setEnabled(False)
        self.open.set_kind("secondary")
        self.open.setText("Open what is missing")
        set_tooltip(self.open, "Open the selected child's list of the return (Enter)")
        self.listed = PlainButton("Export this list", name="ret.list")
        set_tooltip(self.listed, "Export what the list shows: who lacks what")
        self.listed.clicked.connect(lambda _checked=False: self._export_list())
        self.add_more(self.open, self.listed)
        self.buttons.addWidget(self.export)

    # What a screen answers

    def reload(self, changes: object = None) -> None:
        """Read the return again, unless nothing changed that it holds."""
        if alters_lists(changes):
            self._load()

    def everything(self) -> Sequence[Any]:
        return self._rows

    def apply_filter(self) -> None:
        self._show(aloud=True)

    def about(self, row: Any) -> str:
        age = age_in_years(row.born, self.found.year.end) if self.found is not None else 0
        return f"{row.shown_name}, {age} at 31 March: {row.counted}. {_beside(row)}".rstrip()

    def run_command(self, name: str) -> bool:
        if name in ("edit.export", "edit.primary"):
            self._export()
            return True
        return super().run_command(name)

    def summarise(self, *, aloud: bool) -> None:
        order = self.model.sorted_in_words() or self.unsorted
        self.say_summary(
            f"Showing {self.model.rowCount()} of {len(self._rows)}. Filtered: {self._filtered()}. Sorted: {order}. "
            f"Updated {self.updated}",
            aloud=aloud,
        )

    # Behind it

    def _load(self) -> None:
        """Work the return out on the slow lane; what stands there stays until the new one is known."""
        self._asked += 1
        number, year, council = self._asked, int(self.year.currentData()), self._council()
        ask, today = self.workplace.operations.ask, self.workplace.today()

        def done(found: ReturnFile) -> None:
            if isValid(self) and number == self._asked:
                self.busy.stop()
                self._take(found)

        def refused(error: UserError) -> None:
            if isValid(self) and number == self._asked:
                self.busy.stop()
                self.found, self._rows = None, ()
                self.heading.setText("")
                self._show(aloud=False)
                self.empty.say(f"{str(error).removesuffix('.')}.", ())

        self.busy.start("Working out the return")
        self.workplace.run(
            lambda: ask(return_export.whole, year, council=council, today=today), done, refused
        )

    def _take(self, found: ReturnFile) -> None:
        is_first = self.found is None
        self.found = found
        self._rows = tuple(
            sorted(found.children, key=lambda one: (search_key(one.shown_name), one.council_id))
        )
        self.updated = self.now_words()
        self.heading.setText(f"{', '.join(words for _key, words in totals(found))}.")
        self._show(aloud=True)
        if is_first and self.isVisible():
            self.focus_first()

    def _show(self, *, aloud: bool) -> None:
        key, fits = search_key(self.filter.text()), _SHOWN[str(self.show_only.currentData())][1]
        rows = [
            row
            for row in self._rows
            if fits(row) and (not key or key in search_key(f"{row.shown_name} {row.council_id} {_what(row)} {_beside(row)}"))
        ]  # fmt: skip
        self.show_rows(rows, lambda row: row.child_id)
        self.export.setEnabled(bool(self.found and self.found.in_return))
        self.listed.setEnabled(bool(rows))
        if not rows:
            self._say_empty(is_filtered=bool(key))
        self.summarise(aloud=aloud)

    def _say_empty(self, *, is_filtered: bool) -> None:
        if self.found is None:
            self.empty.say("Working out the return.", ())
        elif is_filtered:
            self.empty.say("No child matches this filter.", (("Clear the filter", self._clear),))  # fmt: skip
        elif not self.found.in_return:
            self.empty.say("Nobody was looked after for all of this year: nothing is returned.", ())
        elif self.show_only.currentData() == "missing":
            self.empty.say("Nothing is missing: the return can be exported.", (("Show who is in it", lambda: self._show_all("in")),))  # fmt: skip
        else:
            self.empty.say("No children here.", (("Show everyone", lambda: self._show_all("all")),))

    def _clear(self) -> None:
        self.clear_filter()
        self.focus_first()

    def _show_all(self, key: str) -> None:
        self.show_only.setCurrentIndex(self.show_only.findData(key))
        self._show(aloud=True)
        self.focus_first()

    def _council(self) -> str | None:
        return str(self.council.currentData()) if self.council.count() else None

    def _filtered(self) -> str:
        text = self.filter.text().strip()
        return f"{self.show_only.currentText()}{f', “{text}”' if text else ''}"

    def _open_row(self, row: Any) -> None:
        year = self.found.year.year if self.found is not None else ""
        self.place_wanted.emit(Place(row.child_id, "health_checks", about=f"return:{year}"))

    def _export(self) -> None:
        if self.found is None or not self.export.isEnabled():
            return
        from lac_tracker.ui.screens.yearly_return_export import ExportReturn

        dialog = ExportReturn(self.workplace, self.found, self)
        dialog.said.connect(self.said)
        dialog.open()

    def _export_list(self) -> None:
        if self.found is None or not self.model.rowCount():
            return
        from lac_tracker.ui.screens.export_list import ExportDialog

        rows = tuple(
            (row.council_id, row.shown_name, row.born, _WORDS[state(row)], row.because or None, said_missing(row) or None,
             said_left_out(row) or None, said_differs(row) or None)
            for row in self.model.rows()
        )  # fmt: skip
        order = self.model.sorted_in_words() or self.unsorted
        stated = (self.found.year.words, f"Filtered: {self._filtered()}", f"Sorted: {order}")
        dialog = ExportDialog(self.workplace, "Yearly health return", EXPORTED, rows, stated, self)
        dialog.said.connect(self.said)
        dialog.open()


def _choice(name: str, label: str, options: Any) -> QComboBox:
    """Return a choice above the list. options: (what it stands for, words)."""
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(label)
    for value, words in options:
        box.addItem(words, value)
    return box
