"""One row of the list of what is due on the command line: its keys, its line in a table, and the list as a PDF."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access, drawing

COLUMNS = (
    "child_id", "council_id", "name", "nhs_number", "born", "assessment", "clock_start", "due_28_days",
    "due_20_working_days", "due", "status", "overlays", "days_overdue", "rule", "waiting_on", "reason", "assessor",
    "why", "delay_code", "next_step", "next_step_on", "next_step_by", "escalated_on", "out_of_area",
)  # fmt: skip
TABLE = (
    ("status_words", "Status"), ("shown_name", "Child"), ("nhs", "NHS No."), ("age", "Age"), ("assessment", "Type"),
    ("clock", "Clock"), ("due_words", "Due"), ("why", "Why"), ("waiting", "Waiting on"), ("assessor", "Assessor"),
    ("step", "Next step"),
)  # fmt: skip


def as_row(item: Any) -> dict[str, Any]:
    """Return a row of the list under its JSON keys."""
    own = {"reason": item.reason or None, "why": item.why_words or None, "out_of_area": item.is_out_of_area}
    return {name: own[name] if name in own else getattr(item, name) for name in COLUMNS}


def table_line(item: Any, today: Any) -> dict[str, Any]:
    """Return a row of the list under the keys of its table."""
    from lac_tracker.domain.dates import show_age, show_date
    from lac_tracker.domain.identifiers import show_nhs_number

    clock = f"Day {item.day} of {item.limit_days}" if item.day is not None and item.limit_days else ""
    step = f"{show_date(item.next_step_on)} {item.next_step_by or ''}".strip() if item.next_step_on else ""
    return {
        "status_words": item.status_words, "shown_name": item.shown_name, "nhs": show_nhs_number(item.nhs_number),
        "age": show_age(item.born, today), "assessment": item.assessment, "clock": clock,
        "due_words": show_date(item.due), "why": item.why_words, "waiting": item.waiting_on.value.replace("_", " "),
        "assessor": item.assessor, "step": step,
    }  # fmt: skip


def write_pdf(caseload: Any, target: Path, today: date, **asked: Any) -> None:
    """Write a list as a PDF. asked: what list_papers.overdue_list is asked for."""
    from lac_tracker.services import list_papers
    from lac_tracker.services.files import check_new_file, write_new_file

    check_new_file(target)
    keys = asked.pop("keys", None)
    with access.writing(caseload, access.now()) as session:
        held = list_papers.overdue_list(
            session, keys, by=caseload.actor, now=access.now(), today=today, **asked
        )
    missing: list[str] = []
    write_new_file(target, drawing.noting(missing)(list_papers.DOCUMENT, held))
    click.echo(f"Wrote {target} ({len(held.rows)} rows).", err=True)
    drawing.tell(missing)
