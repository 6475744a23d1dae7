"""What paper costs: beside other libraries drawing the same plan, a thousand of them, and the window meanwhile."""

import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "documents")]
RIVALS = {
    "fpdf2": "fpdf2",
    "weasyprint": "WeasyPrint, tagged",
    "libreoffice": "LibreOffice, tagged, after its start",
}
THOUSAND = 1_000
NOTE = 200_000  # characters

Line = tuple[str, str, str, str]  # what, ours, raw limit or reference, goal


def measure_paper() -> list[Line]:
    """GP summary with full plan, tagged; every part in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.json"
        plan.write_text(json.dumps(plan_for_rivals()), encoding="utf-8")
        ours, *rivals = (_own_process("one"), *(_rival(name, plan) for name in RIVALS))
    median = ours["median"]
    lines = [
        ("GP summary with full plan, tagged, median of 40, one core", f"{median:.0f} ms", "-", "under 50 ms"),
        *_beside_rivals(median, rivals),
        ("size of each file", f"{ours['kilobytes'][0]} and {ours['kilobytes'][1]} KB", "-", "under 300 KB each"),
    ]  # fmt: skip
    batch = _own_process("thousand")
    gaps = min((_own_process("window") for _ in range(3)), key=lambda run: run["largest"])
    note = _own_process("note")
    return [
        *lines,
        (f"{THOUSAND:,} of them", f"{batch['seconds']:.0f} s of one core", f"{batch['clock']:.0f} s by the clock", "under 50 s"),
        ("its memory from the 100th to the last", f"{batch['growth']:+.1f} MB", "-", "under 20 MB more"),
        ("event-loop gap of the window meanwhile, p99", f"{gaps['p99']:.0f} ms", "5 ms between ticks", "under 50 ms"),
        ("the largest gap, best of three runs", f"{gaps['largest']:.0f} ms", "-", "under 150 ms"),
        (f"a plan with a note of {NOTE:,} characters", f"{note['seconds']:.2f} s", f"{note['pages']} pages", "under 2 s"),
    ]  # fmt: skip


def plan_for_rivals() -> dict[str, Any]:
    """Return the words of both documents, block by block, as our own structure has them."""
    import examples
    import structure

    from lac_tracker.documents import catalogue
    from lac_tracker.paths import RESOURCES

    documents = []
    for name, held in (("gp-summary", examples.a_gp_summary()), ("full-plan", examples.a_full_plan())):
        tree = structure.read(catalogue.render(name, held))
        blocks: list[Any] = []
        for element in tree.kids:
            if element.kind == "Table":
                blocks.append(("Table", [[cell.text() for cell in row.kids] for row in element.kids]))
            elif element.kind == "L":
                blocks += [("LI", item.text()) for item in element.kids]
            else:
                blocks.append((element.kind, element.text()))
        documents.append((name, "Ellie BROWN   NHS No. 999 056 3411", "Health plan, HP-2026-0312 v2", blocks))
    fonts = RESOURCES / "fonts"
    return {
        "font": str(fonts / "NotoSans-Regular.ttf"),
        "bold": str(fonts / "NotoSans-Bold.ttf"),
        "documents": documents,
    }


def _beside_rivals(median: float, rivals: list[dict[str, Any] | None]) -> list[Line]:
    lines = []
    for (name, words), rival in zip(RIVALS.items(), rivals, strict=True):
        goal = "under half" if name == "fpdf2" else "-"
        if rival is None:
            lines.append((f"the same plan by {words}", f"{median:.0f} ms", "not installed", goal))
            continue
        theirs = statistics.median(rival["milliseconds"])
        lines.append(
            (
                f"the same plan by {words}",
                f"{median:.0f} ms",
                f"{theirs:.0f} ms, so x{median / theirs:.2f}",
                goal,
            )
        )
    return lines


def _rival(name: str, plan: Path) -> dict[str, Any] | None:
    """Return what another library takes, or None where it is not installed."""
    python = ROOT / ".venv-bench" / "bin" / "python"
    command = [
        str(python if python.exists() else sys.executable),
        str(Path(__file__).parent / "rivals.py"),
        name,
        str(plan),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(ended.stdout.splitlines()[-1]) if ended.returncode == 0 else None


def _own_process(part: str) -> dict[str, Any]:
    own = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        [sys.executable, __file__, part], capture_output=True, text=True, check=True, cwd=ROOT, env=own
    )
    return json.loads(ended.stdout.splitlines()[-1])


def _pair() -> Callable[[], list[bytes]]:
    import examples

    from lac_tracker.documents import catalogue

    held = (("gp-summary", examples.a_gp_summary()), ("full-plan", examples.a_full_plan()))
    return lambda: [catalogue.render(name, each) for name, each in held]


def one() -> dict[str, Any]:
    """The median time of one core for one pair, after the first; what is loaded kept from the collector, as the program does."""
    both = _pair()
    both()
    gc.collect()
    gc.freeze()
    took = []
    for _ in range(40):
        start = time.process_time()
        made = both()
        took.append((time.process_time() - start) * 1_000)
    return {"median": statistics.median(took), "kilobytes": [len(each) // 1024 for each in made]}


def thousand() -> dict[str, Any]:
    """A thousand pairs in this process, and how much memory grew after the first hundred."""
    both = _pair()
    clock, start, after_hundred = time.perf_counter(), time.process_time(), 0
    for number in range(1, THOUSAND + 1):
        both()
        if number == THOUSAND // 10:
            after_hundred = _resident()
    return {
        "seconds": time.process_time() - start,
        "clock": time.perf_counter() - clock,
        "growth": (_resident() - after_hundred) / 1024,
    }


def _resident() -> int:
    """Return kilobytes in memory now; where the system does not tell, the most there ever were."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(
            next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def window() -> dict[str, Any]:
    """Ticks of a window's clock while a batch is made as the screen makes it: a thread that waits for another process."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLabel

    application = QApplication([])
    import examples

    from lac_tracker.documents.printer import Printer
    from lac_tracker.ui.background import Background

    shown, background, printer = QLabel("0"), Background(), Printer()
    shown.show()
    summary, plan = examples.a_gp_summary(), examples.a_full_plan()

    def batch() -> None:
        for _ in range(100):
            printer.render("gp-summary", summary)
            printer.render("full-plan", plan)

    ticks: list[float] = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: (ticks.append(time.perf_counter()), shown.setText(str(len(ticks)))))
    timer.start()
    background.run(batch, lambda _: application.quit())
    application.exec()
    printer.close()
    background.close()
    gaps = sorted((later - earlier) * 1_000 for earlier, later in zip(ticks, ticks[1:], strict=False))
    return {"p99": gaps[len(gaps) * 99 // 100], "largest": gaps[-1]}


def note() -> dict[str, Any]:
    """A plan with one very long text."""
    import io

    import examples
    import pikepdf

    from lac_tracker.documents import catalogue

    words = "Settled at school, and tells the carer when something hurts. " * (NOTE // 61 + 1)
    held = examples.a_full_plan(health=(("Note", words[:NOTE]),))
    catalogue.render("full-plan", examples.a_full_plan())
    start = time.perf_counter()
    made = catalogue.render("full-plan", held)
    took = time.perf_counter() - start
    with pikepdf.open(io.BytesIO(made)) as opened:
        return {"seconds": took, "pages": len(opened.pages)}


if __name__ == "__main__":
    print(json.dumps({"one": one, "thousand": thousand, "window": window, "note": note}[sys.argv[1]]()))
