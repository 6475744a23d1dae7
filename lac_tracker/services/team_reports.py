"""The reports page: one report answered, as a file or as paper; what is missing is said before it leaves."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.exports import NO_NAMES, Cell, without_names
from lac_tracker.domain.people import Actor
from lac_tracker.domain.table_report import TableReport
from lac_tracker.domain.team_reports import REPORT, Found, Params
from lac_tracker.services import performance, report_figures, report_lists, report_opened
from lac_tracker.services.access import needs
from lac_tracker.storage import documents
from lac_tracker.storage import report_lists as stored

DOCUMENT = "table-report"
_LEAST_PART, _MOST_PART = 9, 34
_ANSWERS: dict[str, Callable[..., Found]] = {
    "overdue": report_lists.overdue, "iha": report_figures.initial, "rha": report_figures.review,
    "reasons": report_figures.reasons, "capacity": report_figures.forecast, "return": report_lists.yearly_return,
    "sdq": report_lists.sdq, "out_of_area": report_lists.out_of_area, "qa": report_figures.criteria,
    "smart": report_figures.smart, "voice": report_figures.voice, "completeness": report_figures.completeness,
    "flags": report_lists.flags, "plans": report_lists.plans, "looked_after": report_lists.looked_after,
    "training": report_figures.trained, "sent": report_lists.sent,
    "opened": report_opened.opened,
}  # fmt: skip


@needs(Action.SEE_LISTS)
def answer(session: Session, key: str, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return what a report answers with, as it may leave the screen. key: of REPORTS, but for papers of their own."""
    if key not in _ANSWERS:
        raise UserError(f"There is no list for the report '{key}'")
    return _ANSWERS[key](session, asked, by=by, now=now, today=today)


@needs(Action.SEE_LISTS)
def councils(session: Session, *, by: Actor, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return the councils of the team's children: (code, name)."""
    return stored.councils(session, by.team_id)


@needs(Action.EXPORT)
def on_paper(
    session: Session, key: str, found: Found, why: str, *, by: Actor, now: datetime, today: date
) -> TableReport:
    """Return an answered report for paper. why: a purpose's key; without names where it says so."""
    columns, rows = found.paper or (found.columns, found.rows)
    if why == NO_NAMES:
        columns, taken = without_names(columns, rows)
        rows = tuple(taken)
    said = [place for place in range(len(columns)) if not rows or any(row[place] is not None for row in rows)]
    columns, rows = (
        tuple(columns[place] for place in said),
        tuple(tuple(row[place] for place in said) for row in rows),
    )
    return TableReport(
        service=performance.service(session, by), title=REPORT[key].title, stated=found.stated,
        columns=tuple(column.title for column in columns),
        parts=tuple(float(min(max(column.wide, _LEAST_PART), _MOST_PART)) for column in columns),
        rows=tuple(tuple(_said(cell) for cell in row) for row in rows),
        names_children=any(column.names for column in columns),
        reference=documents.new_reference(), made_by=by.full_name, made_on=today,
        made_at=now.astimezone().strftime("%H:%M"),
    )  # fmt: skip


def rows_of(found: Found) -> Callable[..., Iterator[tuple[Cell, ...]]]:
    """Return what gives the rows of an answered report to a file."""

    def given(_session: Session, *, by: Actor, now: datetime) -> Iterator[tuple[Cell, ...]]:
        return iter(found.rows)

    return given


def _said(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case date():
            return show_date(cell)
        case float():
            return f"{cell:g}"
    return str(cell)
