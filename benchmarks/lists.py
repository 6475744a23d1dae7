"""A council's list of 50,000 rows: read, shown, taken in, and the same list a week later with changes.

Each form in a process of its own, so that its memory can be read. `python benchmarks/lists.py csv|xlsx [rows]`.
"""

import csv
import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ROWS = 50_000
GOALS = {"preview": 10, "apply": 20}  # seconds
_SYLLABLES = (
    "ba",
    "ke",
    "lo",
    "ma",
    "ri",
    "so",
    "tu",
    "va",
    "we",
    "yo",
    "an",
    "el",
    "is",
    "or",
    "un",
    "shi",
    "tha",
    "gre",
)
_COLUMNS = (
    "Child ID", "NHS Number", "Surname", "Forename", "DOB", "Gender", "Ethnicity", "First language", "Religion",
    "Date became LAC", "Legal status", "Placement type", "Placement address", "Postcode", "Carer", "Social worker",
    "SW phone", "SW email", "UASC", "Disability", "CP plan",
)  # fmt: skip
Line = tuple[str, str, str, str]


def measure_lists() -> list[Line]:
    """Seconds of the processor and of the clock, and the peak of memory, of a list as CSV and as a workbook."""
    lines = []
    for form in ("csv", "xlsx"):
        ended = subprocess.run(
            [sys.executable, __file__, form], capture_output=True, text=True, check=True, cwd=ROOT
        )
        found: dict[str, Any] = json.loads(ended.stdout)
        for what, seconds in found["seconds"].items():
            goal = next((f"under {most} s" for word, most in GOALS.items() if what.startswith(word)), "-")
            took = f"{seconds['processor']:.1f} s (clock {seconds['clock']:.1f} s)"
            lines.append((f"list of {ROWS:,} rows, {form}: {what}", took, "-", goal))
        lines.append(
            (f"list of {ROWS:,} rows, {form}: peak memory", f"{found['megabytes']} MB", "-", "under 300 MB")
        )
    return lines


def a_list(rows: int, *, week: int = 0) -> Iterator[tuple[str, ...]]:
    """Yield the rows of an invented list; a week later each twentieth child moved and each tenth has a new worker."""
    rng = random.Random(7)
    family, given = ([_name(rng) for _ in range(count)] for count in (9_000, 2_000))
    number = 0
    for at in range(rows):
        while not (nhs_number := _nhs_number(number)):
            number += 1
        number += 1
        born = date(2008, 6, 1) + timedelta(days=rng.randrange(6_000))
        began = max(born + timedelta(days=1), date(2026, 5, 31) - timedelta(days=rng.randrange(900)))
        worker = rng.randrange(400) + (week if at % 10 == 0 else 0)
        house = rng.randrange(300) + (week if at % 20 == 0 else 0)
        yield (
            str(100_000 + at), nhs_number, rng.choice(family), rng.choice(given), f"{born:%d/%m/%Y}", rng.choice("MF"),
            rng.choice(("WBRI", "White British", "BAFR", "APKN")), rng.choice(("English", "Polish")),
            rng.choice(("Christian", "Muslim", "")), f"{began:%d/%m/%Y}", rng.choice(("C2", "V2", "Section 20")),
            rng.choice(("U6", "Foster care", "K2")), f"{house + 1} {family[at % 900]} Road, Northgate",
            f"AA{at % 9 + 1} {at % 9}AA", f"{given[at % 500]} {family[at % 700]}", f"{given[worker]} {family[worker]}",
            f"01604 {worker:06d}", f"worker{worker}@example.gov.uk", "N", "", "No",
        )  # fmt: skip


def as_csv(rows: int, *, week: int = 0) -> bytes:
    """Return the list as a CSV file."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    writer.writerows(a_list(rows, week=week))
    return file.getvalue().encode()


def as_workbook(rows: int, *, week: int = 0) -> bytes:
    """Return the list as an Excel workbook."""
    from openpyxl import Workbook

    book, file = Workbook(), io.BytesIO()  # with its texts in a table of their own, as Excel saves it
    sheet = book.active
    assert sheet is not None
    sheet.append(_COLUMNS)
    for row in a_list(rows, week=week):
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def _name(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 4))).capitalize()


def _nhs_number(number: int) -> str:
    """Return an invented NHS number of the 999 range, or '' where none has these digits."""
    stem = f"999{number:06d}"
    check = 11 - sum(int(digit) * (10 - at) for at, digit in enumerate(stem)) % 11
    return "" if check == 10 else f"{stem}{check % 11}"


def _measure_once(form: str, rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # The list is made by another process: what making it takes is no part of the memory.
        make = f"import sys; sys.path.insert(0, {str(ROOT / 'benchmarks')!r}); import lists, pathlib; "
        make += f"[(pathlib.Path({folder!r}) / f'{{week}}').write_bytes(lists.as_{'csv' if form == 'csv' else 'workbook'}"
        make += f"({rows}, week=week)) for week in (0, 1)]"
        subprocess.run([sys.executable, "-c", make], check=True, cwd=ROOT)
        seconds = _run(Path(folder), form)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))


def _run(folder: Path, form: str) -> dict[str, dict[str, float]]:
    import caseloads

    from lac_tracker.domain import list_fields
    from lac_tracker.domain.audit import Entry
    from lac_tracker.domain.list_import import Decisions
    from lac_tracker.exchange.list_reading import read_list
    from lac_tracker.services import list_imports
    from lac_tracker.services.files import read_one

    seconds: dict[str, dict[str, float]] = {}
    database = caseloads.make(folder / "bench.lac", 1)
    words = {"council": "X", "by": caseloads.GRACE, "now": caseloads.NOW, "today": caseloads.TODAY}

    def timed(what: str, act: Callable[[], Any]) -> Any:
        clock, processor = time.perf_counter(), time.process_time()
        found = act()
        seconds[what] = {"processor": time.process_time() - processor, "clock": time.perf_counter() - clock}
        return found

    for week, kind in enumerate(("every child new", "a tenth changed")):
        received = timed(
            f"read, {kind}", lambda week=week: read_list(f"l.{form}", read_one(folder / str(week)))
        )
        matching = list_fields.guess(received.columns, received.rows)

        def look() -> None:
            with database.reading() as session:
                list_imports.preview(session, received, matching, Decisions(), **words)  # noqa: B023 - called at once

        def take_in() -> None:
            with database.writing(Entry(caseloads.GRACE, caseloads.NOW)) as session:
                list_imports.import_list(session, received, matching, Decisions(), **words)  # noqa: B023 - likewise

        timed(f"preview, {kind}", look)
        timed(f"apply, {kind}", take_in)
    database.close()
    return seconds


if __name__ == "__main__":
    _measure_once(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else ROWS)
