"""`due --view`: one view of the working list, filtered and sorted, as a table, CSV, JSON or PDF."""

from datetime import date

import click

from lac_tracker.cli import access, due_rows, output
from lac_tracker.domain.worklist import Wanted, checked, phrases, view_of
from lac_tracker.services import worklist


def wanted(view: str, text: str, sort: str, *, descending: bool) -> Wanted:
    """Return what was typed. Raises UserError listing what a view or a column can be."""
    return checked(Wanted(view_of(view).key, text=text, sort=sort.replace("-", "_"), descending=descending))


def show(said: access.Given, today: date, asked: Wanted, shape: str, paper: due_rows.Paper | None) -> None:
    """Print a view, or write it as a PDF. Table and paper state filter and order."""
    with access.opened(said) as caseload:
        given = {"by": caseload.actor, "now": access.now(), "today": today}
        if paper:
            with caseload.database.reading() as session:
                stated = phrases(asked, worklist.choices(session, **given))
            due_rows.write_pdf(
                caseload, paper, today, wanted=asked, filtered=stated.filtered, order=stated.order
            )
            return
        with caseload.database.reading() as session:
            rows = worklist.everything_to_give(session, asked, **given)
            if shape == "csv":
                output.as_csv(due_rows.COLUMNS, (due_rows.as_row(row) for row in rows))
            elif shape == "json":
                output.as_json([due_rows.as_row(row) for row in rows])
            else:
                heading = worklist.heading(session, **given)
                stated = phrases(asked, worklist.choices(session, **given))
                lines = [due_rows.table_line(row, today) for row in rows]
                click.echo(f"{heading.heading}. Showing {len(lines)}. {stated.whole}.")
                output.as_table(due_rows.TABLE, lines)
