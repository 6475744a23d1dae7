"""Typing: what one save costs, from answer to disk, how long a form of 300 questions takes to open, and scoring."""

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAVES, QUESTIONS, SECTIONS = 200, 300, 14


def save_times(folder: Path) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each save of an answer, and of the same row sent straight through the driver."""
    import caseloads

    from lac_tracker.domain.audit import Entry
    from lac_tracker.services import assessments
    from lac_tracker.storage import assessments as stored
    from lac_tracker.storage.tables.children import ChildRow

    database = caseloads.make(folder / "saves.lac", 1_000)
    with database.writing(Entry(caseloads.GRACE, caseloads.NOW, "measured")) as session:
        child_id = session.query(ChildRow.id).first()[0]
        fields = {"form_id": "iha_10_plus", "first_seen_on": caseloads.TODAY}
        assessment_id = stored.add(session, child_id, "IHA", "in_progress", fields)
    ours, raw = [], []
    for number in range(SAVES):
        words = f"Says the tooth hurts at night, {number}"
        start = time.perf_counter()
        with database.writing(Entry(caseloads.GRACE, caseloads.NOW)) as session:
            assessments.record_answer(
                session, assessment_id, "matters", words, by=caseloads.GRACE, now=caseloads.NOW
            )
        ours.append((time.perf_counter() - start) * 1_000)
        start = time.perf_counter()
        with database.engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO current_entry (only_row, entry_id) VALUES (1, 'raw')")
            connection.exec_driver_sql(
                "UPDATE assessments SET version = version + 1 WHERE id = ?", (assessment_id,)
            )
            connection.exec_driver_sql("DELETE FROM current_entry")
        raw.append((time.perf_counter() - start) * 1_000)
    database.close()
    return ours, raw


def questionnaire_times(folder: Path) -> list[float]:
    """Return the milliseconds of each save of a questionnaire of 25 items, by turns new and corrected."""
    import caseloads

    from lac_tracker.domain.audit import Entry
    from lac_tracker.domain.sdq import IMPACT, ITEMS
    from lac_tracker.services import sdq
    from lac_tracker.storage.tables.children import ChildRow

    database = caseloads.make(folder / "questionnaires.lac", 1_000)
    with database.reading() as session:
        query = session.query(ChildRow.id, ChildRow.born).order_by(ChildRow.id)
        children = [row.id for row in query if 5 <= caseloads.TODAY.year - row.born.year <= 16][: SAVES // 2]
    took = []
    for child_id in children:
        made, version = None, None
        for raw in (1, 2):
            start = time.perf_counter()
            with database.writing(Entry(caseloads.GRACE, caseloads.NOW)) as session:
                made = sdq.save_items(
                    session, child_id, by=caseloads.GRACE, now=caseloads.NOW, version="parent_4_17",
                    completed_on=caseloads.TODAY, completed_by="L Hunt, carer", questionnaire_id=made,
                    answers=dict.fromkeys((*ITEMS, *IMPACT), raw), seen_version=version,
                ).made_id  # fmt: skip
            took.append((time.perf_counter() - start) * 1_000)
            version = 1
    database.close()
    return took


def scoring_run(folder: Path, rows: int) -> tuple[float, float]:
    """Return seconds and megabytes of scoring a CSV file of so many rows, in a process of its own."""
    path = folder / "answers.csv"
    header = ",".join([*(f"q{number}" for number in range(1, 26)), "ebddiff", "distres", "imphome"])
    with path.open("w") as file:
        file.write(header + "\n")
        for number in range(rows):
            file.write(",".join(str((number + at) % 3) for at in range(28)) + "\n")
    # Of a process only its own memory counts: what rusage tells would begin with that of whoever started it.
    scored = (
        "import sys; from pathlib import Path; from lac_tracker.cli.main import run; code = run(sys.argv[1:]);"
        "held = Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0];"
        "print(f'\\n{held}', file=sys.stderr); sys.exit(code)"
    )
    start = time.perf_counter()
    ended = subprocess.run(
        [sys.executable, "-c", scored, "sdq", "score", str(path)], cwd=ROOT, check=True, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    return time.perf_counter() - start, int(ended.stderr.split()[-1]) / 1024


def big_form() -> str:
    """Return the text of a form of 300 questions of every kind."""
    kinds = ("long text", "text", "yes/no", "date", "number", "choice")
    lines = ['id = "iha_big"', 'title = "Big"', 'version = "1"', 'for = "measuring"', "retired = []"]
    per_section = QUESTIONS // SECTIONS + 1
    for number in range(QUESTIONS):
        if number % per_section == 0:
            lines += [
                "[[section]]",
                f'id = "s{number // per_section}"',
                f'title = "Section {number // per_section}"',
            ]
        kind = kinds[number % len(kinds)]
        lines += [
            "[[section.question]]",
            f'id = "q{number}"',
            f'ask = "Question {number}?"',
            f'type = "{kind}"',
        ]
        lines += ['options = { one = "One", two = "Two", three = "Three" }'] if kind == "choice" else []
    return "\n".join(lines)


def open_time() -> float:
    """Return the best time in milliseconds from asking for the editor to its first section painted."""
    from PySide6.QtWidgets import QApplication

    from lac_tracker.domain.answers import Circumstances
    from lac_tracker.storage.form_files import read_form_text
    from lac_tracker.ui import theme
    from lac_tracker.ui.forms.form_editor import FormEditor

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply(application, "light", 100)
    form = read_form_text(big_form(), "iha_big.toml")
    about = Circumstances(date(2026, 6, 1), "Mara", date(2011, 6, 12))
    took = []
    for _ in range(5):
        start = time.perf_counter()
        editor = FormEditor(form, {}, {}, about)
        editor.resize(1150, 640)
        editor.show()
        application.processEvents()
        took.append((time.perf_counter() - start) * 1_000)
        editor.close()
    return min(took)


def trend_time() -> float:
    """Return the best time in milliseconds of the trend of 40 questionnaires of three informants: made, laid out, painted."""
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtWidgets import QApplication

    from lac_tracker.domain.sdq_trend import Shown, trend
    from lac_tracker.ui import theme
    from lac_tracker.ui.widgets.chart import paint

    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "documents")]
    import sdq_examples

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply(application, "light", 100)
    held, took = sdq_examples.facts(sdq_examples.many(40)), []
    for _ in range(7):
        start = time.perf_counter()
        chart = trend(held, Shown()).chart(950.0)
        image = QImage(950, round(chart.height), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        paint(painter, chart, 1.0)
        painter.end()
        took.append((time.perf_counter() - start) * 1_000)
    return min(took)


def measure_entry() -> list[tuple[str, str, str, str]]:
    """Return the lines of the table."""
    with tempfile.TemporaryDirectory() as folder:
        ours, raw = save_times(Path(folder))
        whole = statistics.quantiles(questionnaire_times(Path(folder)), n=20)[18]
        scoring, small = min(scoring_run(Path(folder), 10_000) for _ in range(3))
        _, large = scoring_run(Path(folder), 100_000)
    percentile = statistics.quantiles(ours, n=20)[18]
    limit = statistics.quantiles(raw, n=20)[18]
    return [
        ("one answer saved, 95th percentile of 200", f"{percentile:.1f} ms", f"{limit:.1f} ms one bare row", "under 20 ms"),
        ("25 items saved, 95th percentile of 200", f"{whole:.1f} ms", "-", "under 20 ms"),
        ("10,000 questionnaires scored from CSV, whole process", f"{scoring:.2f} s", "-", "under 2 s"),
        ("its memory, and that of 100,000", f"{small:.0f} and {large:.0f} MB", "-", "flat"),
        ("the trend of 40 questionnaires, laid out and painted", f"{trend_time():.0f} ms", "-", "under 50 ms"),
        (f"a form of {QUESTIONS} questions opens", f"{open_time():.0f} ms", "-", "under 300 ms"),
    ]  # fmt: skip
