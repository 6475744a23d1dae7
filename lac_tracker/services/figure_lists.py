"""The children behind a figure: on the screen, in a file and on paper."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.exports import NO_NAMES, Cell
from lac_tracker.domain.figures import Behind
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.people import Actor
from lac_tracker.domain.table_report import TableReport
from lac_tracker.services import indicators, performance, redaction
from lac_tracker.services.access import needs
from lac_tracker.services.dashboard import FigureWanted
from lac_tracker.storage import documents

DOCUMENT = "table-report"
_COLUMNS, _PARTS = ("Child", "Type", "Due", "Done", "What"), (34.0, 9.0, 19.0, 19.0, 34.0)


@needs(Action.SEE_LISTS)
def behind(
    session: Session, figure: FigureWanted, part: str, *, by: Actor, now: datetime, today: date
) -> tuple[Behind, ...]:
    """Return the children of a part of a figure: 'missed', 'met', 'all' or 'excluded:<reason>'."""
    held = figure.period
    return indicators.behind(
        session, figure.id, part, by=by, now=now, today=today, since=held.since, until=held.until
    )


def to_export(rows: Sequence[Behind], today: date) -> Any:
    """Return what writes these rows into a file: restricted records without name and number, save for a manager."""

    def found(session: Session, *, by: Actor, now: datetime) -> Iterator[tuple[Cell, ...]]:
        return _cells(redaction.without_restricted(session, rows, by=by, today=today))

    return found


@needs(Action.EXPORT)
def on_paper(
    session: Session, rows: Sequence[Behind], *, title: str, stated: tuple[str, ...], why: str = "", by: Actor,
    now: datetime, today: date,
) -> TableReport:  # fmt: skip
    """Return these rows for paper. why: a purpose's key, which `list_exports.note` kept; without names where it says so."""
    shown = redaction.without_restricted(session, rows, by=by, today=today)
    first = 1 if why == NO_NAMES else 0  # the column that says who
    return TableReport(
        service=performance.service(session, by), title=title, stated=stated, columns=_COLUMNS[first:], parts=_PARTS[first:],
        rows=tuple(
            (
                f"{row.shown_name}\n{show_nhs_number(row.nhs_number)}" if row.nhs_number else row.shown_name, row.kind,
                _day(row.due_on), _day(row.met_on), row.words if first else row.whole_words,
            )[first:]
            for row in shown
        ),
        names_children=not first, reference=documents.new_reference(), made_by=by.full_name, made_on=today,
        made_at=now.astimezone().strftime("%H:%M"),
    )  # fmt: skip


def _cells(rows: Iterable[Behind]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        yield (
            row.council_id,
            row.shown_name,
            row.nhs_number,
            row.kind,
            row.due_on,
            row.met_on,
            row.words,
            row.delay_note or None,
        )


def _day(day: date | None) -> str:
    return show_date(day) if day else ""
