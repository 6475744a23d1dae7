"""Typing: what one save costs, from answer to disk, and how long a form of 300 questions takes to open."""

import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

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


def measure_entry() -> list[tuple[str, str, str, str]]:
    """Return the lines of the table."""
    with tempfile.TemporaryDirectory() as folder:
        ours, raw = save_times(Path(folder))
    percentile = statistics.quantiles(ours, n=20)[18]
    limit = statistics.quantiles(raw, n=20)[18]
    return [
        ("one answer saved, 95th percentile of 200", f"{percentile:.1f} ms", f"{limit:.1f} ms one bare row", "under 20 ms"),
        (f"a form of {QUESTIONS} questions opens", f"{open_time():.0f} ms", "-", "under 300 ms"),
    ]  # fmt: skip
