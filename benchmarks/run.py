"""Measures the program against its goals, side by side with the raw limit, and prints a table.

    python benchmarks/run.py [list worklist import lists paper start entry dashboard management safety window]

Figures of one run on one machine: compare within a run, never across runs. Ratios are what counts.
"""

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PASSPHRASE = "seven calm otters swimming"

Line = tuple[str, str, str, str]  # what, ours, raw limit or reference, goal


def best(act: Callable[[], object], times: int = 7) -> float:
    """Return the best time of several runs in milliseconds: the noise of a machine only ever adds."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        took.append(time.perf_counter() - start)
    return min(took) * 1_000


def measure_list() -> list[Line]:
    """The overdue list against the same SQL sent straight through the driver."""
    import caseloads

    from lac_tracker.domain.standing import Status
    from lac_tracker.services import caseload

    overdue, lines = frozenset({Status.OVERDUE}), []
    for count in (1_000, 10_000):
        with tempfile.TemporaryDirectory() as folder:
            database = caseloads.make(Path(folder) / "bench.lac", count)
            with database.reading() as session:
                query = caseload.due_query(overdue).params(team_id=1, today=caseloads.TODAY)
                sql = str(query.compile(session.connection(), compile_kwargs={"literal_binds": True}))
                raw_connection = session.connection().connection.dbapi_connection

                def raw(sql: str = sql, connection: object = raw_connection) -> list:
                    return connection.execute(sql).fetchall()  # type: ignore[attr-defined]

                def ours(session: object = session) -> list:
                    return caseload.due_items(session, 1, caseloads.TODAY, statuses=overdue)  # type: ignore[arg-type]

                def first(sql: str = sql, connection: object = raw_connection) -> list:
                    return connection.execute(f"{sql} LIMIT 200").fetchall()  # type: ignore[attr-defined]

                def ours_first(session: object = session) -> list:
                    return caseload.due_items(session, 1, caseloads.TODAY, statuses=overdue, limit=200)  # type: ignore[arg-type]

                assert len(raw()) == len(ours())
                all_raw, all_ours, first_raw, first_ours = (
                    best(raw),
                    best(ours),
                    best(first),
                    best(ours_first),
                )
                lines.append(
                    (f"overdue list, {count:,} children, all {len(ours()):,} rows", f"{all_ours:.1f} ms",
                     f"{all_raw:.1f} ms, so x{all_ours / all_raw:.2f}", "at most x2")
                )  # fmt: skip
                lines.append(
                    (f"overdue list, {count:,} children, first 200 rows", f"{first_ours:.1f} ms",
                     f"{first_raw:.1f} ms, so +{first_ours - first_raw:.1f} ms", "at most +5 ms")
                )  # fmt: skip
            database.close()
    return lines


def measure_worklist() -> list[Line]:
    """The working list: first rows, filter, sort and counts, beside the same SQL sent straight through the driver.

    At 100,000 children only where LAC_TRACKER_LARGE names a caseload of benchmarks/large_caseload.py: it takes minutes.
    """
    import worklist

    return worklist.measure_worklist(best)


def measure_import() -> list[Line]:
    """A whole return of 2,675 children, and all years there are in one go, each in a process of its own for its memory."""
    samples = os.environ.get("LAC_TRACKER_SSDA903_SAMPLES")
    folders = (
        [found for found in sorted(Path(samples).iterdir()) if any(found.glob("*.csv"))] if samples else []
    )
    first = [found for found in folders if found.name == "fake-2018"]
    lines = _imported("fake-2018" if first else "a generated return", first, "under 5 s")
    return lines + (_imported("all years in one go", folders, "under 20 s") if len(folders) > 1 else [])


def _imported(kind: str, folders: list[Path], goal: str) -> list[Line]:
    ended = subprocess.run(
        [sys.executable, __file__, "--import-once", os.pathsep.join(map(str, folders))],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    children, episodes, seconds, undone, megabytes = ended.stdout.split()
    return [
        (f"import of {kind}: {children} children, {episodes} episodes", f"{float(seconds):.1f} s", "-", goal),
        ("undone as a whole", f"{float(undone):.1f} s", "-", "as long as the import"),
        ("its peak memory", f"{megabytes} MB", "-", "under 300 MB"),
    ]


def _import_once(where: str) -> None:
    import caseloads

    from lac_tracker.domain.audit import Entry
    from lac_tracker.exchange.ssda903 import read_ssda903
    from lac_tracker.services.files import read_csv_folder
    from lac_tracker.services.import_history import undo
    from lac_tracker.services.imports import import_ssda903

    with tempfile.TemporaryDirectory() as folder:
        database = caseloads.make(Path(folder) / "bench.lac", 1)
        if not where:
            from tests.dirty_returns import make_return

            where = str(Path(folder) / "2025")
            make_return(Path(where), children=2_675)
        start = time.perf_counter()
        files: dict[str, bytes] = {}
        for one in where.split(os.pathsep):
            files |= read_csv_folder(Path(one))
        staged = read_ssda903(files)
        with database.writing(Entry(caseloads.GRACE, caseloads.NOW)) as session:
            report = import_ssda903(
                session, staged, council="903", by=caseloads.GRACE, now=caseloads.NOW
            ).report
        took = time.perf_counter() - start
        start = time.perf_counter()
        with database.writing(Entry(caseloads.GRACE, caseloads.NOW)) as session:
            undo(session, report.import_id, by=caseloads.GRACE, now=caseloads.NOW)  # type: ignore[union-attr]
        undone = time.perf_counter() - start
        database.close()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(report.children_created, report.episodes_created, f"{took:.2f}", f"{undone:.2f}", megabytes)  # type: ignore[union-attr]


def measure_paper() -> list[Line]:
    """Documents: beside other libraries, a thousand of them, and the window meanwhile."""
    import documents

    return documents.measure_paper()


def measure_start() -> list[Line]:
    """From process start to the list of 1,000 children, in one stretch: nobody pauses to type.

    Everything counts that a start takes: libraries, forms, the page of sign-in painted, the key, the entry of the
    sign-in, the list painted. Only argon2id is left out, by a slot that asks next to nothing of it; its own cost is
    measured apart. Bytecode is read as an installed program has it.
    """
    import caseloads

    from lac_tracker.storage import vault

    with tempfile.TemporaryDirectory() as folder:
        path, asked = Path(folder) / "bench.lac", dict(vault.ARGON2ID)
        vault.ARGON2ID.update(time=1, memory_kib=8, lanes=1)
        keys = _slot_of_grace(path)
        vault.ARGON2ID.update(asked)
        caseloads.make(path, 1_000, keys=keys).close()
        own = os.environ | {
            "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": folder, "PYTHONPYCACHEPREFIX": f"{folder}/bytecode",
        }  # fmt: skip
        own.pop("PYTHONDONTWRITEBYTECODE", None)
        runs = [_one_start(path, own) for _ in range(10)][1:]  # the first one writes the bytecode
        qt, orm = (
            min(_one_process(["-c", f"import {library}"], own) for _ in range(5))
            for library in ("PySide6.QtWidgets", "sqlalchemy.orm")
        )
        locked = Path(folder) / "locked.lac"
        _slot_of_grace(locked)
        unlock = best(lambda: vault.unlock(locked, "grace", PASSPHRASE), 3)
    first, whole = min(runs, key=lambda run: run[1])
    return [
        ("process start to the page of sign-in, warm", f"{first:.0f} ms", f"{qt:.0f} ms to import Qt alone", "-"),
        ("process start to the list of 1,000 children", f"{whole:.0f} ms",
         f"{qt:.0f} + {orm:.0f} ms to import Qt and SQLAlchemy", "under 800 ms"),
        ("argon2id, one passphrase", f"{unlock:.0f} ms", "-", "under 500 ms"),
    ]  # fmt: skip


def _slot_of_grace(path: Path) -> Any:
    from lac_tracker.storage import vault

    return vault.create(path, user_name="grace", full_name="Grace Mensah", passphrase=PASSPHRASE)[0]


def _one_process(words: list[str], own: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, cwd=ROOT, env=own)
    return (time.perf_counter() - start) * 1_000


def _one_start(path: Path, own: dict[str, str]) -> tuple[float, float]:
    """Return milliseconds from process start to sign-in and to the list."""
    start = time.perf_counter()
    command = [sys.executable, __file__, "--start-once", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=own) as child:
        assert child.stdout is not None
        times = []
        for _ in range(2):
            assert child.stdout.readline().startswith("painted")
            times.append((time.perf_counter() - start) * 1_000)
    return times[0], times[1]


def _start_once(path: str) -> None:
    """Run the program itself, and be the person: the passphrase as soon as sign-in is painted, then look."""
    from datetime import UTC, datetime

    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from lac_tracker import app

    now = datetime(2026, 6, 1, 9, tzinfo=UTC)  # the day of the invented caseload
    application = QApplication([])

    def sign_in() -> None:
        window = next(top for top in application.topLevelWidgets() if top.objectName() == "window")
        window.sign_in.opened.connect(lambda *_: _when_painted(window.shell.overdue.table.viewport(), look))
        _when_painted(window.sign_in, lambda: enter(window))

    def enter(window: Any) -> None:
        print("painted: sign-in", flush=True)
        window.sign_in.passphrase.line.setText(PASSPHRASE)
        window.sign_in.sign_in()

    def look() -> None:
        print("painted: the list", flush=True)
        os._exit(0)

    QTimer.singleShot(0, sign_in)
    app.run(Path(path), now=lambda: now)


def _when_painted(widget: Any, act: Callable[[], None]) -> None:
    """Call a function once, after a widget was painted."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, act)
            return False

    widget.installEventFilter(Watcher(widget))


def measure_entry() -> list[Line]:
    """Saves while typing, and opening a large form."""
    import entry

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return entry.measure_entry()


def measure_dashboard() -> list[Line]:
    """The dashboard of a year. LAC_TRACKER_LARGE names a caseload of 100,000 children by large_caseload.py, too."""
    import dashboard

    return dashboard.measure_dashboard()


def measure_management() -> list[Line]:
    """The manager's list and figure beside a workbook that LibreOffice works out, and beside pandas."""
    import management

    return management.measure_management()


def measure_lists() -> list[Line]:
    """A council's list of 50,000 rows, shown and taken in: seconds and memory."""
    import lists

    return lists.measure_lists()


def measure_safety() -> list[Line]:
    """What encryption costs the overdue list: the same rows in plain SQLite, side by side."""
    import safety

    return safety.measure_safety(best)


def measure_window() -> list[Line]:
    """Gaps of the real window while it imports, previews, makes plans, backs up and unlocks."""
    import window

    return window.measure_window()


PARTS = {
    "list": measure_list,
    "worklist": measure_worklist,
    "import": measure_import,
    "lists": measure_lists,
    "paper": measure_paper,
    "start": measure_start,
    "entry": measure_entry,
    "management": measure_management,
    "dashboard": measure_dashboard,
    "safety": measure_safety,
    "window": measure_window,
}


def main() -> None:
    """Print the table of the parts asked for, all by default."""
    if sys.argv[1:2] == ["--import-once"]:
        _import_once(sys.argv[2])
        return
    if sys.argv[1:2] == ["--start-once"]:
        _start_once(sys.argv[2])
        return
    sys.path.insert(0, str(Path(__file__).parent))
    wanted = sys.argv[1:] or list(PARTS)
    lines = [line for part in wanted for line in PARTS[part]()]
    headings = ("What", "Ours", "Raw limit", "Goal")
    widths = [max(len(line[at]) for line in (*lines, headings)) for at in range(4)]
    today = time.strftime("%Y-%m-%d")
    print(f"{today}, {platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    for line in (headings, tuple("-" * width for width in widths), *lines):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |")


if __name__ == "__main__":
    main()
