"""Files → yearly returns: which table each file is, which return it belongs to, which return is the later one."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import ImportRefused
from lac_tracker.domain.imports import Problem
from lac_tracker.exchange.reading import OpenedCsv, open_csv, read_day, read_rows
from lac_tracker.exchange.ssda903_columns import (
    COLUMNS,
    ImportedTable,
    column_name,
    recognise,
    recognise_not_imported,
)
from lac_tracker.exchange.ssda903_rows import Findings, SourceRow, end_of_year

_MANY = 50  # dates or episodes: from here on a year that one date names is taken for a slip of the pen


@dataclass(frozen=True)
class YearlyReturn:
    """The rows of one return. `order` counts up from the oldest return."""

    order: int
    name: str  # of its folder, or of the year, for words
    year: int | None  # ended on 31 March of it; None when neither the names nor the episodes tell
    rows: Mapping[ImportedTable, tuple[SourceRow, ...]]


def year_in_name(name: str) -> int | None:
    """Return the year ended 31 March that a folder or file name speaks of: the greatest one in it.

    'fake-2018' → 2018; '2023-24', '2023_24', '202324' and '2023-2024' → 2024; no year → None.
    """
    years = [int(found) for found in re.findall(r"(?<!\d)(20[0-4]\d)(?!\d)", name)]
    for first, second in re.findall(r"(?<!\d)(20[0-4]\d)[-_/ ]?(\d\d)(?!\d)", name):
        if (int(first) + 1) % 100 == int(second):
            years.append(int(first) + 1)
    return max(years, default=None)


def year_ended(day: date) -> int:
    """Return the year whose 31 March is on or next after the day."""
    return day.year + ((day.month, day.day) > (3, 31))


def year_of_episodes(rows: Iterable[SourceRow]) -> int | None:
    """Return the year of a return that no name tells: the one with the latest day in its episodes.

    A DEC is the day after the last one spent in care, so an episode that ended on 1 April belongs to the
    year before. Among many episodes a year that one lone date names is not believed.
    """
    years: Counter[int] = Counter()
    for row in rows:
        if began := read_day(row["DECOM"]):
            years[year_ended(began)] += 1
        if ended := read_day(row["DEC"]):
            years[year_ended(ended - timedelta(days=1))] += 1
    least = 2 if years.total() >= _MANY else 1
    return max((year for year, count in years.items() if count >= least), default=None)


def yearly_returns(
    files: Mapping[str, bytes], findings: Findings
) -> tuple[tuple[YearlyReturn, ...], tuple[str, ...]]:
    """Return the returns from oldest to newest, and the names of the files that were read.

    The files of one folder are one return, unless their own names tell different years. A file's own
    name tells the year before its folder's does, and both before the episodes. Returns whose year is
    not known count as the oldest; among equals the name decides.

    Raises ImportRefused when no file is a table we import, or one cannot be read as CSV.
    """
    parts, read = _parts(files, findings)
    found = [
        (year_of_episodes(tables.get("episodes", ())), named, folder, tables)
        for (folder, named), tables in parts.items()
    ]
    found.sort(key=lambda part: (part[1] or part[0] or 0, part[2]))
    returns = []
    for order, (told_by_episodes, named, folder, tables) in enumerate(found):
        year = named or told_by_episodes
        name = f"{folder or 'files'}{f' ({named})' if named else ''}"
        # In a return of many children something begins or ends in its year.
        many = len(tables.get("episodes", ())) >= _MANY
        if named and told_by_episodes and told_by_episodes < named and many:
            reason = (
                f"named {named}, but its latest episode belongs to the year ended "
                f"{show_date(end_of_year(told_by_episodes))}; {named} is used"
            )
            findings.warnings.append(Problem(folder, 0, "", str(named), reason))
        _tell_year_of_answers(folder, named, year, tables, findings)
        returns.append(
            YearlyReturn(order, name, year, {table: tuple(rows) for table, rows in tables.items()})
        )
    return tuple(returns), read


# (folder, year its names tell) → its tables
_Parts = dict[tuple[str, int | None], dict[ImportedTable, list[SourceRow]]]


def _parts(files: Mapping[str, bytes], findings: Findings) -> tuple[_Parts, tuple[str, ...]]:
    """Return the rows of each return, from CSV tables or an XML file, and the names of the files that were read."""
    opened, unknown = _recognised(files, findings)
    from_xml = _xml_tables(files, {_split(file)[0] for file in opened}, unknown, findings)
    if not opened and not from_xml:
        seen = ", ".join(unknown[:5]) or "no file"
        raise ImportRefused(
            f"This folder holds no SSDA903 tables: none of its files ({seen}) has the columns of header, "
            "episodes, uasc, oc2 or reviews. Choose the folder with the CSV files of the return, or its XML file"
        )
    parts: _Parts = defaultdict(lambda: defaultdict(list))
    years = _named_years([*opened, *from_xml])
    for file, (table, csv) in opened.items():
        parts[_split(file)[0], years[file]][table] += _source_rows(table, csv, findings)
    for file, tables in from_xml.items():
        for table, rows in tables.items():
            parts[_split(file)[0], years[file]][table] += rows
    return parts, tuple(sorted(years))


def _xml_tables(
    files: Mapping[str, bytes], with_csv: Collection[str], unknown: list[str], findings: Findings
) -> dict[str, dict[ImportedTable, list[SourceRow]]]:
    """Return the tables of the XML files, by file. Beside the CSV tables of a return its XML form is not read too."""
    from lac_tracker.exchange.ssda903_xml import read_xml  # only where there is one

    found = {}
    for file in sorted(files):
        folder, name = _split(file)
        if not name.lower().endswith(".xml") or name.startswith("."):
            continue
        if folder in with_csv:
            reason = "not read: the CSV tables of the return are in the same folder"
            findings.warnings.append(Problem(file, 0, "", "", reason))
        elif tables := read_xml(file, files[file], findings):
            found[file] = tables
        else:
            findings.warnings.append(Problem(file, 0, "", "", "is not an SSDA903 return: not read"))
            unknown.append(name)
    return found


def _recognised(
    files: Mapping[str, bytes], findings: Findings
) -> tuple[dict[str, tuple[ImportedTable, OpenedCsv]], list[str]]:
    """Return the CSV files that are tables we import, and the names of those that are not."""
    opened: dict[str, tuple[ImportedTable, OpenedCsv]] = {}
    others: dict[str, list[str]] = defaultdict(list)
    unknown: list[str] = []
    for file in sorted(files):
        folder, name = _split(file)
        if name.startswith(".") or name.startswith("~$"):  # left behind by the system or by Excel
            continue
        if name.lower().endswith(".xml"):
            continue
        if not name.lower().endswith((".csv", ".txt", ".tsv")):
            findings.warnings.append(Problem(file, 0, "", "", "is not a CSV file: not read"))
            unknown.append(name)
            continue
        csv = open_csv(file, files[file])
        columns = tuple(column_name(column) for column in csv.columns)
        if table := recognise(columns):
            _check_columns(csv, columns, table, findings)
            opened[file] = (table, csv)
        elif recognise_not_imported(columns):
            others[folder].append(name)
        else:
            reason = "is not a table of an SSDA903 return: not read" if columns else "the file is empty"
            findings.warnings.append(Problem(file, csv.columns_line, "", ", ".join(csv.columns)[:60], reason))
            unknown.append(name)
    for folder, names in others.items():
        reason = "tables of the return that are not imported"
        findings.warnings.append(Problem(folder, 0, "", ", ".join(names), reason))
    return opened, [*unknown, *(name for names in others.values() for name in names)]


def _check_columns(
    csv: OpenedCsv, columns: tuple[str, ...], table: ImportedTable, findings: Findings
) -> None:
    for column in COLUMNS[table]:
        if columns.count(column) > 1:
            raise ImportRefused(
                f"{csv.file}, line {csv.columns_line}, column {column}: the column stands there twice. "
                "Remove the wrong one. Nothing was imported"
            )
        if column not in columns and not (table == "uasc" and column in ("SEX", "DOB")):
            findings.warnings.append(
                Problem(
                    csv.file,
                    csv.columns_line,
                    column,
                    "",
                    f"column missing in this {table} table; read as blank",
                )
            )


def _source_rows(table: ImportedTable, csv: OpenedCsv, findings: Findings) -> list[SourceRow]:
    read = read_rows(csv)
    findings.warnings += read.warnings
    columns = tuple(column_name(column) for column in read.columns)
    return [
        SourceRow(csv.file, row.line, dict(zip(columns, row.cells, strict=True)), findings)
        for row in read.rows
    ]


def _split(file: str) -> tuple[str, str]:
    """Return the folder of a file, '' when it has none, and the file's own name."""
    folder, _, name = file.replace("\\", "/").rpartition("/")
    return folder, name


def _named_years(files: Iterable[str]) -> dict[str, int | None]:
    """Return the year that each file's name or folder tells. The only year in a folder holds for all of it."""
    by_folder: dict[str, list[str]] = defaultdict(list)
    for file in files:
        by_folder[_split(file)[0]].append(file)
    years: dict[str, int | None] = {}
    for folder, names in by_folder.items():
        own = {file: year_in_name(_split(file)[1]) for file in names}
        distinct = {year for year in own.values() if year is not None}
        fallback = year_in_name(folder.rpartition("/")[2]) or (max(distinct) if len(distinct) == 1 else None)
        years.update({file: year or fallback for file, year in own.items()})
    return years


def _tell_year_of_answers(
    folder: str,
    named: int | None,
    year: int | None,
    tables: Mapping[ImportedTable, list[SourceRow]],
    findings: Findings,
) -> None:
    """Say where the year of the OC2 answers comes from when no name tells it: the table itself has none."""
    rows = tables.get("oc2")
    if named or not rows:
        return
    if year:
        reason = f"no year in the names; by its episodes this return is of the year ended {show_date(end_of_year(year))}"
    else:
        reason = (
            "the year of these answers is not known: they are left out. Put it in the folder's name (2024-25)"
        )
    findings.warnings.append(Problem(rows[0].file, 0, "", folder, reason))
