"""Assessments completed before the caseload was made, from a CSV: the opening position for many at once."""

import re
from collections.abc import Mapping

from lac_tracker.domain.errors import ImportRefused, UserError
from lac_tracker.domain.identifiers import check_nhs_number
from lac_tracker.domain.imports import AssessmentKind, Problem, StagedAssessment
from lac_tracker.domain.names import clean_line
from lac_tracker.exchange.csv_file import read_own_cell
from lac_tracker.exchange.reading import read_day, read_table
from lac_tracker.exchange.ssda903_rows import Findings, SourceRow

_COLUMNS = ("council_id", "nhs_number", "assessment", "completed_on", "completed_by")
_OTHER_SPELLINGS = {"child": "council_id", "nhs_no": "nhs_number", "completed": "completed_on"}


def read_past_assessments(
    name: str, data: bytes
) -> tuple[tuple[StagedAssessment, ...], tuple[Problem, ...], tuple[Problem, ...]]:
    """Understand a list of past assessments.

    name: of the file, for the problems. Columns, in any order: council_id or nhs_number (or both),
    assessment (IHA or RHA, or in words), completed_on, completed_by. Dates as `read_day`.

    Returns the assessments in the order of the file, the refused rows and the warnings. A row is refused
    when it does not say whose, which and when, or says otherwise than a row before it; a row that says
    the same again is merged with it. Whether the child is known and the date lies in the past is for the
    service that compares.

    Raises ImportRefused when a column is missing or the file cannot be read as CSV.
    """
    table = read_table(name, data)
    columns = tuple(_column_name(column) for column in table.columns)
    _check_columns(name, columns)
    findings = Findings(warnings=list(table.warnings))
    found: dict[tuple[str | None, str | None, AssessmentKind, object], StagedAssessment] = {}
    for read in table.rows:
        values = dict(zip(columns, (read_own_cell(cell) for cell in read.cells), strict=True))
        row = SourceRow(name, read.line, values, findings)
        assessment = _assessment(row)
        if assessment is None:
            continue
        key = (assessment.council_id, assessment.nhs_number, assessment.kind, assessment.completed_on)
        before = found.setdefault(key, assessment)
        if before != assessment:
            row.refuse(
                "completed_by",
                f"line {before.line} says that {before.completed_by} completed this assessment",
            )
    return tuple(found.values()), tuple(findings.refused), tuple(findings.warnings)


def _column_name(received: str) -> str:
    name = re.sub(r"[\s\-]+", "_", received.strip()).lower()
    return _OTHER_SPELLINGS.get(name, name)


def _check_columns(name: str, columns: tuple[str, ...]) -> None:
    missing = [column for column in _COLUMNS[2:] if column not in columns]
    if not {"council_id", "nhs_number"} & set(columns):
        missing.insert(0, "council_id or nhs_number")
    if missing:
        raise ImportRefused(
            f"{name}, line 1: no column {', no column '.join(missing)}. A list of past assessments has the columns "
            "council_id or nhs_number, assessment, completed_on, completed_by. Nothing was imported"
        )
    if twice := [column for column in _COLUMNS if columns.count(column) > 1]:
        raise ImportRefused(f"{name}, line 1: column {twice[0]} stands there twice. Nothing was imported")


def _assessment(row: SourceRow) -> StagedAssessment | None:
    whose = _whose(row)
    if whose is None:
        return None
    kind = _kind(row["assessment"])
    if kind is None:
        row.refuse("assessment", "is neither IHA (initial) nor RHA (review)")
        return None
    completed_on = read_day(row["completed_on"])
    if completed_on is None:
        row.refuse("completed_on", "is blank" if not row["completed_on"] else "is not a real date")
        return None
    return StagedAssessment(
        council_id=whose["council_id"],
        nhs_number=whose["nhs_number"],
        kind=kind,
        completed_on=completed_on,
        completed_by=_completed_by(row),
        file=row.file,
        line=row.line,
    )


def _whose(row: SourceRow) -> Mapping[str, str | None] | None:
    council_id: str | None = row["council_id"] or None
    if council_id and (decimal := re.fullmatch(r"(\d+)\.0+", council_id)):
        row.warn(
            "council_id", f"a spreadsheet has made a decimal number of this identifier; read as {decimal[1]}"
        )
        council_id = decimal[1]
    nhs_number: str | None = None
    if row["nhs_number"]:
        try:
            nhs_number = check_nhs_number(row["nhs_number"])
        except UserError as error:
            if council_id is None:
                row.refuse("nhs_number", str(error))
                return None
            row.warn("nhs_number", f"{error}. The council_id is used")
    if council_id is None and nhs_number is None:
        row.refuse("council_id", "neither a council_id nor an nhs_number: whose assessment is it?")
        return None
    return {"council_id": council_id, "nhs_number": nhs_number}


def _kind(text: str) -> AssessmentKind | None:
    words = re.findall(r"[a-z]+", text.casefold())
    initial, review = {"iha", "initial"} & set(words), {"rha", "review"} & set(words)
    if bool(initial) == bool(review):
        return None
    return "IHA" if initial else "RHA"


def _completed_by(row: SourceRow) -> str:
    if not row["completed_by"]:
        row.warn("completed_by", "who completed it is blank")
        return ""
    try:
        return clean_line(row["completed_by"])
    except UserError:
        row.warn("completed_by", "longer than a name can be; left blank")
        return ""
