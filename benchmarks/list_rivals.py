"""Answers the manager's two questions, who is overdue and what is the figure of the year, in two other ways.

    python benchmarks/list_rivals.py spreadsheet|pandas CLOCKS.csv DAY

CLOCKS.csv: one line for each clock: child, kind, start, under_five, met, closed, excluded. Prints one line of JSON: the
milliseconds of one core, and what was found. The spreadsheet is written with openpyxl, with a formula in each line, and
worked out by LibreOffice; pandas works in an environment of its own. The product needs neither of the two.
"""

import csv
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Found = dict[str, Any]


def spreadsheet(clocks: Path, day: date) -> Found:
    """One line a clock with its formulas, the sums beneath; worked out anew by LibreOffice and read back.

    Without LibreOffice Calc on the machine nothing is found: the time is then that of writing the workbook alone.
    """
    from openpyxl import Workbook, load_workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Clocks")
    count = 0
    with clocks.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            count += 1
            start, met, closed = (
                date.fromisoformat(row[name]) if row[name] else None for name in ("start", "met", "closed")
            )
            line = count
            sheet.append(
                [
                    int(row["child"]), row["kind"], start, int(row["under_five"]), met, closed, row["excluded"],
                    f'=IF(B{line}="IHA",C{line}+28,EDATE(C{line},IF(D{line}=1,6,12)))',
                    f'=IF(AND(H{line}<DATE({day.year},{day.month},{day.day}),E{line}="",F{line}="",G{line}=""),1,0)',
                    f'=IF(AND(B{line}="IHA",H{line}>DATE({day.year - 1},{day.month},{day.day}),H{line}<=DATE({day.year},{day.month},{day.day}),OR(H{line}<DATE({day.year},{day.month},{day.day}),E{line}<>""),G{line}="",OR(F{line}="",F{line}>H{line})),1,0)',
                    f'=IF(AND(J{line}=1,E{line}<>"",E{line}<=H{line}),1,0)',
                ]
            )  # fmt: skip
    sums = book.create_sheet("Sums")
    sums.append([f"=SUM(Clocks.{column}1:{column}{count})".replace("Clocks.", "Clocks!") for column in "IJK"])
    with tempfile.TemporaryDirectory() as folder:
        written, worked_out = Path(folder) / "book.xlsx", Path(folder) / "out"
        book.save(written)
        if not shutil.which("soffice"):
            return {}
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
             "--outdir", str(worked_out), str(written)],
            check=True, capture_output=True,
        )  # fmt: skip
        if not (worked_out / "book.xlsx").exists():  # LibreOffice is there without its Calc
            return {}
        read = load_workbook(worked_out / "book.xlsx", read_only=True, data_only=True)
        overdue, denominator, numerator = (cell.value for cell in next(read["Sums"].iter_rows(max_row=1)))
        late = sum(
            1 for row in read["Clocks"].iter_rows(min_col=9, max_col=9, values_only=True) if row[0] == 1
        )
    assert late == overdue
    return {"overdue": int(overdue), "denominator": int(denominator), "numerator": int(numerator)}


def by_pandas(clocks: Path, day: date) -> Found:
    """The same with columns in memory, from reading the file on."""
    try:
        import pandas
    except ImportError:
        raise SystemExit("not installed") from None
    held = pandas.read_csv(clocks, parse_dates=["start", "met", "closed"])
    is_initial = held["kind"] == "IHA"
    months = held["under_five"].map({1: 6, 0: 12})
    due = held["start"] + pandas.to_timedelta(28, unit="D")
    for count in (6, 12):
        of_these = ~is_initial & (months == count)
        due = due.mask(of_these, held["start"] + pandas.DateOffset(months=count))
    today, counts = pandas.Timestamp(day), held["excluded"].isna()
    overdue = held[(due < today) & held["met"].isna() & held["closed"].isna() & counts].sort_values("start")
    year = is_initial & (due > today - pandas.DateOffset(years=1)) & (due <= today) & counts
    year &= (due < today) | held["met"].notna()  # what is due today is not late yet
    year &= held["closed"].isna() | (held["closed"] > due)
    return {
        "overdue": len(overdue),
        "denominator": int(year.sum()),
        "numerator": int((year & (held["met"] <= due)).sum()),
    }


RIVALS: dict[str, Callable[[Path, date], Found]] = {"spreadsheet": spreadsheet, "pandas": by_pandas}


def main() -> None:
    """Time one rival: pandas once more after it was loaded, as it stays loaded; the spreadsheet as a whole."""
    name, clocks, day = sys.argv[1], Path(sys.argv[2]), date.fromisoformat(sys.argv[3])
    if name == "pandas":
        by_pandas(clocks, day)
    start = _used()
    found = RIVALS[name](clocks, day)
    print(json.dumps(found | {"milliseconds": (_used() - start) * 1_000}))


def _used() -> float:
    """Return the seconds of one core that this process and those it waited for have used."""
    own, begun = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + begun.ru_utime + begun.ru_stime


def year_before(day: date) -> date:
    """Return the first day of the year that ends on a day."""
    return day.replace(year=day.year - 1) + timedelta(days=1)


if __name__ == "__main__":
    main()
