"""Measures what encryption costs: the overdue list of an encrypted caseload beside the same rows in plain SQLite."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import caseloads
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from lac_tracker.domain.standing import Status
from lac_tracker.services import caseload
from lac_tracker.storage import dialects

Line = tuple[str, str, str, str]
_OVERDUE = frozenset({Status.OVERDUE})
_SAME = ("temp_store", "mmap_size", "cache_size")  # what may make a difference to reading
_FIRST = 200  # rows: what the list shows at first


def measure_safety(best: Callable[..., float]) -> list[Line]:
    """Return the lines of the table. best: takes the best time of several runs."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (1_000, 10_000):
            path, plain = Path(folder) / f"{count}.lac", Path(folder) / f"{count}.db"
            database = caseloads.make(path, count)
            _written_plainly(database.engine, plain)
            assert database.keys is not None
            engines = [partial(_encrypted, path, database.keys.file_key), partial(_plain, plain)]
            for words, limit in ((f"first {_FIRST} rows", _FIRST), ("all rows", None)):
                for state, opens in (
                    ("as it is shown again", False),
                    ("just opened, nothing read yet", True),
                ):
                    ours, theirs = _side_by_side(engines, limit, best, opens=opens)
                    lines.append(
                        (f"overdue list, {count:,} children, {words}, {state}", f"{ours:.1f} ms encrypted",
                         f"{theirs:.1f} ms plain, so x{ours / theirs:.2f}", "under x1.5")
                    )  # fmt: skip
            database.close()
    return lines


def _side_by_side(
    engines: list[Callable[[], Engine]], limit: int | None, best: Callable[..., float], *, opens: bool
) -> tuple[float, float]:
    """Return the milliseconds of both, taken in turn: what else runs on the machine meets both."""
    found: list[list[float]] = [[], []]
    kept = [make() for make in engines]
    rows = set()
    for _ in range(9):
        for at, engine in enumerate(kept):
            if opens:  # the next connection has read no page
                engine.dispose()
                engine = kept[at] = engines[at]()  # noqa: PLW2901 - one that was disposed of keeps no connection
            with Session(engine) as session:
                session.connection()
                read = partial(
                    caseload.due_items, session, 1, caseloads.TODAY, statuses=_OVERDUE, limit=limit
                )
                found[at].append(best(read, 1))
                rows.add(len(read()))
    assert len(rows) == 1, rows
    for engine in kept:
        engine.dispose()
    return min(found[0]), min(found[1])


def _encrypted(path: Path, key: bytes) -> Engine:
    return dialects.make_engine(path, key=key).execution_options(reads_only=True)


def _plain(path: Path) -> Engine:
    return create_engine("sqlite://", module=dialects.sqlcipher3.dbapi2, creator=partial(_opened, path))


def _opened(path: Path) -> Any:
    """Open a file without a key, by the same library and with the same settings."""
    connection = dialects.sqlcipher3.dbapi2.connect(path, check_same_thread=False)
    for name in _SAME:
        connection.execute(f"PRAGMA {name} = {dialects.PRAGMAS[name]}")
    return connection


def _written_plainly(engine: Engine, target: Path) -> None:
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        connection.rollback()
        driver.execute(f"ATTACH DATABASE '{target}' AS plain KEY ''")
        driver.execute("SELECT sqlcipher_export('plain')")
        driver.execute("DETACH DATABASE plain")
        driver.execute("PRAGMA optimize")
