"""The diary as a grid: a row of lines for each clinician, a column for each day; every slot is a cell of its own."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from lac_tracker.domain.clinics import ClinicSession, Slot
from lac_tracker.domain.dates import show_date, show_weekday
from lac_tracker.services.clinics import Week, slot_in_words
from lac_tracker.ui.models.row_model import ROW, STATUS, STRONG, WRAPS
from lac_tracker.ui.plain import tooltip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_OUTCOMES = {"seen": "seen", "part_done": "part done", "was_not_brought": "not brought"}
_LOOKS = {"seen": "complete", "part_done": "part_done", "was_not_brought": "not_met", "booked": "booked"}


@dataclass(frozen=True)
class DiaryCell:
    """One line of one day of one clinician. Without a session nothing is there."""

    words: str
    said: str
    status: str = ""
    session: ClinicSession | None = None
    slot: Slot | None = None
    is_heading: bool = False


@dataclass(frozen=True)
class Shown:
    """What of a week is shown. clinician_id 0, place '': of everybody, everywhere. day: only this one; None: the week."""

    clinician_id: int = 0
    place: str = ""
    only_free: bool = False
    day: date | None = None


class DiaryModel(QAbstractTableModel):
    """Lines of a week. `blocks` says which lines belong to one clinician."""

    def __init__(self) -> None:
        super().__init__()
        self._days: tuple[date, ...] = ()
        self._holidays: dict[date, str] = {}
        self._lines: list[list[DiaryCell | None]] = []
        self._names: list[str] = []
        self.blocks: list[tuple[int, int]] = []  # (first line, how many)

    def show_week(self, week: Week, shown: Shown) -> None:
        """Show a week. A clinician with nothing in it has one line."""
        self.beginResetModel()
        self._days = tuple(day for day in week.days if shown.day in (None, day))
        self._holidays = dict(week.holidays)
        self._lines, self._names, self.blocks = [], [], []
        sessions = [one for one in week.sessions if _is_wanted(one, shown)]
        known = {one.id: one.name for one in week.clinicians}
        known |= {one.clinician_id: one.clinician for one in sessions}  # one who left has their past days
        for person_id, name in known.items():
            mine = [one for one in sessions if one.clinician_id == person_id]
            if shown.clinician_id not in (0, person_id) or (not mine and (shown.only_free or shown.place)):
                continue
            columns = [
                _cells([one for one in mine if one.on == day], shown, week.today) for day in self._days
            ]
            height = max([len(cells) for cells in columns] + [1])
            self.blocks.append((len(self._lines), height))
            for line in range(height):
                self._names.append(name if line == 0 else "")
                self._lines.append([cells[line] if line < len(cells) else None for cells in columns])
        self.endResetModel()

    def cell(self, index: Index) -> DiaryCell | None:
        """Return what stands in a cell; None for the column of names and where nothing is."""
        if not index.isValid() or index.column() == 0:
            return None
        return self._lines[index.row()][index.column() - 1]

    def day_of(self, column: int) -> date | None:
        return self._days[column - 1] if 0 < column <= len(self._days) else None

    def find(self, wanted: Any) -> Index | None:
        """Return the first cell for which `wanted(cell)` is true."""
        for line, cells in enumerate(self._lines):
            for place, cell in enumerate(cells):
                if cell is not None and wanted(cell):
                    return self.index(line, place + 1)
        return None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._days) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if index.column() == 0:
            return {
                Qt.ItemDataRole.DisplayRole: self._names[index.row()],
                STRONG: True, WRAPS: True,
            }.get(role)  # fmt: skip
        cell = self.cell(index)
        nothing = self._lines_of(index.row()) == index.row() and self._is_empty(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.words if cell else ("–" if nothing else "")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._names[self._lines_of(index.row())]}, {self._heading(index.column())}, " + (
                    cell.said if cell else "nothing"
                )
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(cell.said) if cell else None
        own = {
            ROW: cell,
            STATUS: cell.status if cell else "",
            STRONG: bool(cell and cell.is_heading),
            WRAPS: True,
        }
        return own.get(role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role not in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole,
        ):  # fmt: skip
            return None
        return self._heading(section)

    def _heading(self, column: int) -> str:
        day = self.day_of(column)
        if day is None:
            return "Clinician"
        said = f"{show_weekday(day)} {show_date(day)}"
        return f"{said}\n{self._holidays[day]}" if day in self._holidays else said

    def _lines_of(self, line: int) -> int:
        return next(first for first, many in self.blocks if first <= line < first + many)

    def _is_empty(self, index: Index) -> bool:
        return self._lines[index.row()][index.column() - 1] is None


def _is_wanted(one: ClinicSession, shown: Shown) -> bool:
    return (
        shown.clinician_id in (0, one.clinician_id)
        and (not shown.place or one.place == shown.place)
        and (not shown.only_free or bool(one.free))
    )


def _cells(sessions: list[ClinicSession], shown: Shown, today: date) -> list[DiaryCell]:
    found = []
    for one in sessions:
        place = f", {one.place}" if one.place and one.place != one.name else ""
        look = "on_hold" if one.is_away else ""
        found.append(
            DiaryCell(
                f"{one.name}{place}", f"{one.name}{place}{_note(one)}", look, one, None, is_heading=True
            )
        )
        found += [_slot(one, slot, today) for slot in one.slots if slot.booked is None or not shown.only_free]
    return found


def _slot(one: ClinicSession, slot: Slot, today: date) -> DiaryCell:
    at = f"{slot.starts_at} " if slot.starts_at else ""
    if slot.booked is None:
        kind = "IHA or RHA" if slot.kind == "any" else slot.kind
        is_past = one.on < today
        said = f"{slot_in_words(one, slot)}, {'not used' if is_past else 'free. Enter books it'}"
        word = "not used" if is_past else "free"
        return DiaryCell(f"{at}{kind} {word}", said, "excluded" if is_past else "on_track", one, slot)
    came_to = _OUTCOMES.get(slot.booked.outcome, "")
    waits = " to record" if not came_to and one.on < today else ""
    return DiaryCell(
        f"{at}{slot.booked.kind} {slot.booked.family_name} {came_to}{waits}".rstrip(),
        f"{slot_in_words(one, slot)}: {slot.booked.name}, {slot.booked.kind}, {came_to or 'booked'}",
        "at_risk" if waits else _LOOKS.get(slot.booked.outcome, "booked"), one, slot,
    )  # fmt: skip


def _note(one: ClinicSession) -> str:
    said = f" with {one.clinician}, {show_date(one.on)}"
    return f"{said}. {one.note}" if one.note else said
