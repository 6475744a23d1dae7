"""Measures the program against its goals, side by side with the raw limit, and prints a table.

    python benchmarks/run.py [list import paper start]

Figures of one run on one machine: compare within a run, never across runs. Ratios are what counts.
"""

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

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


def measure_import() -> list[Line]:
    """A whole return of 2,675 children, in a process of its own so that its memory can be read."""
    samples = os.environ.get("LAC_TRACKER_SSDA903_SAMPLES")
    real = Path(samples) / "fake-2018" if samples else None
    where = str(real) if real and real.is_dir() else ""
    ended = subprocess.run(
        [sys.executable, __file__, "--import-once", where],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    children, episodes, seconds, megabytes = ended.stdout.split()
    kind = "fake-2018" if where else "a generated return"
    return [
        (
            f"import of {kind}: {children} children, {episodes} episodes",
            f"{float(seconds):.1f} s",
            "-",
            "under 5 s",
        ),
        ("its peak memory", f"{megabytes} MB", "-", "under 300 MB"),
    ]


def _import_once(where: str) -> None:
    import caseloads

    from lac_tracker.domain.audit import Entry
    from lac_tracker.exchange.ssda903 import read_ssda903
    from lac_tracker.services.files import read_csv_folder
    from lac_tracker.services.imports import import_ssda903

    with tempfile.TemporaryDirectory() as folder:
        database = caseloads.make(Path(folder) / "bench.lac", 1)
        if not where:
            from tests.dirty_returns import make_return

            where = str(Path(folder) / "2025")
            make_return(Path(where), children=2_675)
        start = time.perf_counter()
        staged = read_ssda903(read_csv_folder(Path(where)))
        with database.writing(Entry(caseloads.GRACE, caseloads.NOW)) as session:
            report = import_ssda903(
                session, staged, council="903", by=caseloads.GRACE, now=caseloads.NOW
            ).report
        took = time.perf_counter() - start
        database.close()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(report.children_created, report.episodes_created, f"{took:.2f}", megabytes)  # type: ignore[union-attr]


def measure_paper() -> list[Line]:
    """One GP summary with its full plan, beside a bare plan of two pages drawn with ReportLab alone."""
    from lac_tracker.documents import catalogue

    sys.path.insert(0, str(ROOT / "tests" / "documents"))
    import examples

    summary, plan = examples.a_gp_summary(), examples.a_full_plan()

    def both() -> None:
        catalogue.render("gp-summary", summary)
        catalogue.render("full-plan", plan)

    both()
    took = []
    for _ in range(40):
        start = time.perf_counter()
        both()
        took.append((time.perf_counter() - start) * 1_000)
    bare = best(_bare_plan, 15)
    sizes = [
        len(catalogue.render(name, held)) // 1024
        for name, held in (("gp-summary", summary), ("full-plan", plan))
    ]
    return [
        ("GP summary with full plan, median of 40", f"{statistics.median(took):.0f} ms", f"{bare:.0f} ms bare two pages", "under 40 ms"),
        ("size of each file", f"{sizes[0]} and {sizes[1]} KB", "-", "under 300 KB each"),
    ]  # fmt: skip


def _bare_plan() -> None:
    from io import BytesIO

    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    body = getSampleStyleSheet()["BodyText"]
    words = "Two fillings done and no tooth pain when eating, seen and treated by the dentist before the next review"
    rows = [[Paragraph(words, body) for _ in range(4)] for _ in range(8)]
    flow = [Paragraph("Health plan", body), Table(rows), *(Paragraph(words * 3, body) for _ in range(12))]
    SimpleDocTemplate(BytesIO(), pagesize=A4).build(flow)


def measure_start() -> list[Line]:
    """To the page of sign-in, and from the opened key to the list of 1,000 children; argon2id measured apart.

    The database library loads while the person types the passphrase, so its time is in neither figure.
    """
    import caseloads

    from lac_tracker.storage import vault

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.lac"
        caseloads.make(path, 1_000).close()
        own = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": folder}
        runs = [_one_start(path, own) for _ in range(6)]
        locked = Path(folder) / "locked.lac"
        vault.create(locked, user_name="grace", full_name="Grace", passphrase="seven calm otters swimming")
        unlock = best(lambda: vault.unlock(locked, "grace", "seven calm otters swimming"), 3)
    qt = best(lambda: subprocess.run([sys.executable, "-c", "import PySide6.QtWidgets"], check=True), 3)
    first, second = min(one for one, _ in runs[1:]), min(two for _, two in runs[1:])
    return [
        ("process start to sign-in, warm", f"{first:.0f} ms", f"{qt:.0f} ms to import Qt alone", "together"),
        ("sign-in to the list of 1,000 children", f"{second:.0f} ms", f"together {first + second:.0f} ms", "under 800 ms"),
        ("argon2id, one passphrase", f"{unlock:.0f} ms", "-", "under 500 ms"),
    ]  # fmt: skip


def _one_start(path: Path, own: dict[str, str]) -> tuple[float, float]:
    """Return both parts of one start in milliseconds."""
    start = time.perf_counter()
    command = [sys.executable, __file__, "--start-once", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=own) as child:
        assert child.stdout is not None
        child.stdout.readline()  # sign-in is painted
        first = (time.perf_counter() - start) * 1_000
        second = float(child.stdout.readline())
    return first, second


def _start_once(path: str) -> None:
    from datetime import UTC, datetime

    from PySide6.QtWidgets import QApplication

    from lac_tracker import app

    now = datetime(2026, 6, 1, 9, tzinfo=UTC)
    application = QApplication([])
    app.apply_preferences(application)
    app.check_forms()
    window = app.build_window(Path(path), lambda: now)
    window.show()
    application.processEvents()
    print("sign-in", flush=True)
    loaded: list[object] = []
    window.background.run(lambda: None, loaded.append)  # the same lane: done when the loading is
    while not loaded:
        application.processEvents()

    from lac_tracker.domain.people import Actor, Registration, Role
    from lac_tracker.services.sign_in import Opened
    from lac_tracker.storage import database as storage
    from lac_tracker.storage import vault

    start = time.perf_counter()
    keys = vault.Keys("0" * 32, bytes(range(32)))
    opened = storage.open_caseload(Path(path), keys, now)
    actor = Actor(1, 1, "grace", "Grace Mensah", Role.MANAGER, Registration.NMC)
    window.sign_in.opened.emit(Path(path), Opened(opened, actor, keys, is_demonstration=True))
    application.processEvents()
    print((time.perf_counter() - start) * 1_000, flush=True)
    window.close()


PARTS = {"list": measure_list, "import": measure_import, "paper": measure_paper, "start": measure_start}


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
