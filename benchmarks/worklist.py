"""Measures the working list: a page of any view, filtered and sorted, the counts, and all rows as CSV."""

import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import caseloads
import large_caseload

from lac_tracker.cli.due_rows import COLUMNS, as_row
from lac_tracker.cli.output import cells
from lac_tracker.domain.worklist import Wanted
from lac_tracker.exchange.csv_file import write_into
from lac_tracker.services import worklist
from lac_tracker.storage import dialects, vault
from lac_tracker.storage import worklist as stored
from lac_tracker.storage.database import Database
from lac_tracker.storage.worklist_look import look

Line = tuple[str, str, str, str]
_SHOWN = (
    ("first 200 rows", Wanted()),
    ("filtered by a name", Wanted(text="smith")),
    ("all open, sorted by child", Wanted("open", sort="child")),
    ("all open, sorted by why", Wanted("open", sort="why", descending=True)),
    ("SDQ due", Wanted("sdq_due")),
    ("plan items overdue", Wanted("plan_items_overdue")),
)


def measure_worklist(best: Callable[..., float]) -> list[Line]:
    """Return the lines of the table. best: takes the best time of several runs."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (1_000, 10_000):
            database = large_caseload.make(Path(folder) / str(count), count)
            lines += _lines(database, count, best)
            database.close()
    if large := os.environ.get("LAC_TRACKER_LARGE"):
        path = Path(large)
        keys = vault.unlock(path, caseloads.GRACE.user_name, large_caseload.PASSPHRASE)
        database = Database(dialects.make_engine(path, key=keys.file_key), path, keys.audit_key)
        lines += _lines(database, 100_000, best)
        database.close()
    return lines


def _lines(database: Database, count: int, best: Callable[..., float]) -> list[Line]:
    given: dict[str, Any] = {"by": caseloads.GRACE, "now": caseloads.NOW, "today": caseloads.TODAY}
    goal = "under 200 ms" if count > 10_000 else "under 50 ms" if count <= 1_200 else "-"
    lines = []
    with database.reading() as session:
        connection = session.connection().connection.dbapi_connection
        for words, wanted in _SHOWN:
            query = stored.ids(wanted, look(session, wanted, caseloads.GRACE, caseloads.TODAY)).limit(200)
            sql = str(query.compile(session.connection(), compile_kwargs={"literal_binds": True}))
            ours = best(lambda wanted=wanted: worklist.page(session, wanted, **given), 3)
            raw = best(lambda sql=sql: connection.execute(sql).fetchall(), 3)  # type: ignore[union-attr]
            lines.append(
                (
                    f"worklist, {count:,} children, {words}",
                    f"{ours:.1f} ms",
                    f"{raw:.1f} ms for its ids",
                    goal,
                )
            )
        counted = best(lambda: worklist.counts(session, **given), 1)
        lines.append(
            (f"worklist, {count:,} children, counts of all views", f"{counted:.1f} ms", "-", "after the list")
        )
        rows = (as_row(row) for row in worklist.everything_to_give(session, Wanted("open"), **given))
        lines_of_file = (cells([row[name] for name in COLUMNS]) for row in rows)
        took = best(lambda: write_into(io.BytesIO(), COLUMNS, lines_of_file), 1)
        lines.append(
            (f"worklist, {count:,} children, all open rows as CSV", f"{took / 1_000:.2f} s", "-", "under 5 s")
        )
    return lines
