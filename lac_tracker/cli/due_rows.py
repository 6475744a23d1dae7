"""One row of the list of what is due on the command line: its keys, its line in a table, and the list as a PDF."""

from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import click

from lac_tracker.cli import access, drawing
from lac_tracker.domain.extracts import DUE

COLUMNS = tuple(one.key for one in DUE.fields)
_CALLED = {"why": "why_words", "out_of_area": "is_out_of_area"}  # what a row itself calls them
_VALUES = attrgetter(*(_CALLED.get(name, name) for name in COLUMNS))
TABLE = (
    ("status_words", "Status"), ("shown_name", "Child"), ("nhs", "NHS No."), ("age", "Age"), ("assessment", "Type"),
    ("clock", "Clock"), ("due_words", "Due"), ("why", "Why"), ("waiting", "Waiting on"), ("assessor", "Assessor"),
    ("step", "Next step"),
)  # fmt: skip


class Paper(NamedTuple):
    """A list that goes on paper. target: the new file. why: the key of a purpose, for names in it."""

    target: Path
    why: str


def as_row(item: Any) -> dict[str, Any]:
    """Return a row of the list under its JSON keys."""
    from lac_tracker.services.due_item import given_away  # the database, which printing help does without

    return given_away(item)


def table_line(item: Any, today: Any) -> dict[str, Any]:
    """Return a row of the list under the keys of its table, in the words of the screen."""
    from lac_tracker.domain.dates import show_age, show_date
    from lac_tracker.domain.identifiers import show_nhs_number
    from lac_tracker.services import due_words

    step = " ".join(part for part in (due_words.next_step(item), due_words.next_step_who(item)) if part)
    return {
        "status_words": item.status_words, "shown_name": item.shown_name, "nhs": show_nhs_number(item.nhs_number),
        "age": show_age(item.born, today), "assessment": item.assessment, "clock": due_words.clock_words(item, today),
        "due_words": show_date(item.due), "why": due_words.why(item), "waiting": due_words.said_waiting(item),
        "assessor": item.assessor, "step": step,
    }  # fmt: skip


def write_pdf(caseload: Any, paper: Paper, today: date, **asked: Any) -> None:
    """Write a list as a PDF, and why names leave with it. asked: what list_papers.overdue_list is asked for.

    Raises UserError when it names children and no purpose was said.
    """
    from lac_tracker.services import due_export, list_exports, list_papers
    from lac_tracker.services.files import check_new_file, write_new_file

    stated = (f"Filtered: {asked['filtered']}", f"Sorted: {asked['order']}")
    leaving = list_exports.Asked(
        due_export.NAME, due_export.columns(due_export.EVERY_COLUMN), (), stated, paper.why
    )
    list_exports.check_purpose(leaving)
    check_new_file(paper.target)
    who = {"by": caseload.actor, "now": access.now()}
    keys = asked.pop("keys", None)
    with access.writing(caseload, access.now()) as session:
        list_exports.note(session, leaving, **who)
        held = list_papers.overdue_list(session, keys, today=today, why=paper.why, **asked, **who)
    missing: list[str] = []
    write_new_file(paper.target, drawing.noting(missing)(list_papers.DOCUMENT, held))
    click.echo(f"Wrote {paper.target} ({len(held.rows)} rows).", err=True)
    drawing.tell(missing)
