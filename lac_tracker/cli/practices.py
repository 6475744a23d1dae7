"""`import practices`: the national file of GP practices."""

from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access, output


@click.command("practices")
@click.argument("file", metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def practices_(
    context: click.Context, /, file: str, *, dry_run: bool, wants_json: bool, **given: Any
) -> None:
    """Load the file 'epraccur' of GP practices, as CSV or ZIP, in the place of the one before."""
    from lac_tracker.exchange.practice_file import read_practices
    from lac_tracker.services import practices
    from lac_tracker.services.files import read_one

    said = access.remember(context, given)
    path = Path(file)
    found, refused = read_practices(path.name, read_one(path))
    moment, today = access.now(), access.today()
    with access.opened(said) as caseload:
        if dry_run:
            with caseload.database.reading() as session:
                report: Any = practices.preview(
                    session, found, refused, by=caseload.actor, now=moment, today=today
                )
        else:
            access.before_import(caseload, moment)
            with access.writing(caseload, moment) as session:
                report = practices.load(
                    session, found, refused, file_name=path.name, by=caseload.actor, now=moment, today=today
                ).report
    if wants_json:
        output.as_json(report)
        return
    verb = "Would load" if dry_run else "Loaded"
    click.echo(
        f"{verb} {report.practices:,} practices, {report.open:,} of them open; {report.before:,} before."
    )
    if report.closed_here:
        click.echo(f"The practice of {report.closed_here} children has closed: see Contacts and Send plans.")
    for one in report.rows_refused:
        click.echo(f"Refused: {one.file}, row {one.line}: '{one.value}' {one.reason}", err=True)
