"""Measures the dashboard of a year: every figure, the months of the headline and why it was missed."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import caseloads
import large_caseload
import management
from list_rivals import year_before
from sqlalchemy import event
from sqlalchemy.orm import Session

from lac_tracker.services import indicators
from lac_tracker.storage import dialects, vault
from lac_tracker.storage.database import Database

Line = tuple[str, str, str, str]


def measure_dashboard() -> list[Line]:
    """Return the lines of the table: ours against the same SQL sent straight through the driver, and against rivals."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (1_200, 10_000):
            database = large_caseload.make(Path(folder) / str(count), count)
            lines += [_line(database, count), _beside(database, count, Path(folder) / "clocks.csv")]
            database.close()
    if large := os.environ.get("LAC_TRACKER_LARGE"):
        path = Path(large)
        keys = vault.unlock(path, caseloads.GRACE.user_name, large_caseload.PASSPHRASE)
        database = Database(dialects.make_engine(path, key=keys.file_key), path, keys.audit_key)
        lines.append(_line(database, 100_000))
        database.close()
    return lines


def _line(database: Database, count: int) -> Line:
    goal = "under 2 s" if count > 10_000 else "under 50 ms" if count <= 1_200 else "-"
    with database.reading() as session:
        with _noted(database) as statements:
            ours = _least(lambda: _dashboard(session))
        raw_connection: Any = session.connection().connection.dbapi_connection
        asked = statements[: len(statements) // _TIMES]
        raw = _least(lambda: [raw_connection.execute(*one).fetchall() for one in asked])
    what = f"dashboard of a year, {count:,} children, processor time"
    return what, f"{ours:.0f} ms", f"{raw:.0f} ms, so x{ours / raw:.2f}", goal


def _beside(database: Database, count: int, clocks: Path) -> Line:
    """Return one figure of the year beside a workbook with the same formulas and beside pandas.

    Without LibreOffice Calc the workbook is written and not worked out, and without pandas nothing is: the line says so.
    """
    known: dict[str, Any] = {"by": caseloads.GRACE, "now": caseloads.NOW, "today": caseloads.TODAY}
    since, until = year_before(caseloads.TODAY), caseloads.TODAY
    with database.reading() as session:
        rows = management.export_clocks(session, clocks)

        def ask() -> Any:
            return indicators.figures(session, **known, since=since, until=until, only=("iha_28_days",))[0]

        took, figure = _least(ask), ask()
    ours = {"denominator": figure.denominator, "numerator": figure.numerator}
    others = management.ask_rivals(clocks, ours)
    said = "; ".join(management.rival_words(name, found, took) for name, found in others.items())
    return f"IHA in 28 days of a year, {count:,} children, {rows:,} clocks", f"{took:.1f} ms", said, "-"


def _dashboard(session: Session) -> None:
    known: dict[str, Any] = {"by": caseloads.GRACE, "now": caseloads.NOW, "today": caseloads.TODAY}
    until = caseloads.TODAY
    indicators.figures(session, **known, since=year_before(until), until=until)
    indicators.months(session, "iha_28_days", **known, until=until)
    indicators.delay_reasons(session, **known, since=year_before(until), until=until)


_TIMES = 4


def _least(act: Callable[[], object]) -> float:
    """Return the least processor time in milliseconds: other work on the machine does not count."""
    took = []
    for _ in range(_TIMES):
        start = time.process_time()
        act()
        took.append(time.process_time() - start)
    return min(took) * 1_000


@contextmanager
def _noted(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Write down each statement as it goes to the driver."""
    found: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        if statement.startswith("SELECT"):
            found.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    yield found
    event.remove(database.engine, "before_cursor_execute", note)
