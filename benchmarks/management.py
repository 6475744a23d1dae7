"""The manager's morning beside the spreadsheet way and beside pandas: who is overdue, and the figure of the year."""

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import caseloads
from list_rivals import year_before
from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.worklist import Wanted
from lac_tracker.services import indicators, worklist
from lac_tracker.storage.tables.due import ClockRow

ROOT = Path(__file__).resolve().parent.parent
OTHERS = ROOT / ".venv-bench" / "bin" / "python"
SIZES = (1_200, 10_000)
Line = tuple[str, str, str, str]


def measure_management() -> list[Line]:
    """Our list and figure against the same answers of a workbook and of pandas, which must be the same numbers."""
    lines = []
    for count in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            database = caseloads.make(Path(folder) / "bench.lac", count)
            clocks = Path(folder) / "clocks.csv"
            with database.reading() as session:
                rows = export_clocks(session, clocks)
                took, ours = _ours(session)
            database.close()
            others = ask_rivals(clocks, ours)
        lines.append(
            (f"overdue list and IHA in 28 days, {count:,} children, {rows:,} clocks", f"{took:.0f} ms",
             "; ".join(rival_words(name, found, took) for name, found in others.items()), "faster than both")
        )  # fmt: skip
    return lines


def _ours(session: Session) -> tuple[float, dict[str, int]]:
    """Return the best time of the two questions together, and what they answer."""
    known: dict[str, Any] = {"by": caseloads.GRACE, "now": caseloads.NOW, "today": caseloads.TODAY}
    since = year_before(caseloads.TODAY)

    def ask() -> dict[str, int]:
        page = worklist.page(session, Wanted(), **known)
        (figure,) = indicators.figures(
            session, **known, since=since, until=caseloads.TODAY, only=("iha_28_days",)
        )
        return {"overdue": page.total, "denominator": figure.denominator, "numerator": figure.numerator}

    return _best(ask), ask()


def _best(act: Callable[[], object], times: int = 7) -> float:
    took = []
    for _ in range(times):
        start = time.process_time()
        act()
        took.append(time.process_time() - start)
    return min(took) * 1_000


def export_clocks(session: Session, clocks: Path) -> int:
    """Write what a spreadsheet would be kept from: the facts of each clock, without any answer."""
    held = session.execute(
        select(
            ClockRow.child_id, ClockRow.kind, ClockRow.clock_start, ClockRow.is_under_five, ClockRow.met_on,
            ClockRow.closed_on, ClockRow.excluded, ClockRow.counts_as_late,
        ).where(ClockRow.clock_start.is_not(None), ClockRow.due_on.is_not(None))
    ).all()  # fmt: skip
    with clocks.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("child", "kind", "start", "under_five", "met", "closed", "excluded"))
        for row in held:
            excluded = "" if row[7] else row[6]  # who left after the day was missed counts as late
            writer.writerow(
                [row[0], row[1], row[2], int(row[3]), *(one or "" for one in (row[4], row[5], excluded))]
            )
    return len(held)


def ask_rivals(clocks: Path, ours: dict[str, int]) -> dict[str, dict[str, Any] | None]:
    """Return what the workbook and pandas found, which must be what we found; None for what is not installed."""
    others = {
        "spreadsheet": ask_rival(sys.executable, "spreadsheet", clocks),
        "pandas": ask_rival(str(OTHERS), "pandas", clocks),
    }
    for name, found in others.items():
        if found is not None and "overdue" in found:
            same = {key: found[key] for key in ours}
            assert same == ours, f"{name} finds {same}, we find {ours}"
    return others


def ask_rival(python: str, name: str, clocks: Path) -> dict[str, Any] | None:
    """Return what a rival found and how long it took; None where it is not installed."""
    if not Path(python).exists():
        return None
    ended = subprocess.run(
        [python, str(ROOT / "benchmarks" / "list_rivals.py"), name, str(clocks), caseloads.TODAY.isoformat()],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "not installed" in ended.stderr:
        return None
    ended.check_returncode()
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def rival_words(name: str, found: dict[str, Any] | None, ours: float) -> str:
    if found is None:
        return f"{name}: not installed"
    took = f"{name}: {found['milliseconds']:,.0f} ms, so x{found['milliseconds'] / ours:,.0f}"
    return took if "overdue" in found else f"{took}, to write it alone (LibreOffice Calc not installed)"
