"""`import`: a council's return, or assessments held before."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access, import_history, output
from lac_tracker.cli.list_imports import list_
from lac_tracker.cli.practices import practices_
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.imports import Problem


@click.group("import")
@access.options
@click.pass_context
def import_(context: click.Context, /, **given: Any) -> None:
    """Bring lists in."""
    access.remember(context, given)


import_.add_command(list_)
import_.add_command(practices_)
import_.add_command(import_history.history)
import_.add_command(import_history.undo)


@import_.command()
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...")
@click.option(
    "--council", metavar="CODE", help="The council the return is of; needed where a caseload has several."
)
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def ssda903(
    context: click.Context,
    /,
    folders: Sequence[str],
    council: str | None,
    *,
    dry_run: bool,
    wants_json: bool,
    **given: Any,
) -> None:
    """Import one or more SSDA903 returns: folders of CSV files, or XML files."""
    from lac_tracker.exchange.ssda903 import read_ssda903
    from lac_tracker.services import imports
    from lac_tracker.services.files import read_return

    said = access.remember(context, given)
    files: dict[str, bytes] = {}
    for folder in folders:
        read = read_return(Path(folder))
        if files.keys() & read.keys():
            raise UserError(
                f"Two of the folders are called {Path(folder).name}: import them one after the other"
            )
        files |= read
    staged = read_ssda903(files)
    with access.opened(said) as caseload:
        if dry_run:
            with caseload.database.reading() as session:
                report = imports.preview(
                    session, staged, council=imports.choose_council(session, council, by=caseload.actor), by=caseload.actor,
                    now=access.now(),
                )  # fmt: skip
        else:
            moment = access.now()
            access.before_import(caseload, moment)
            with access.writing(caseload, moment) as session:
                chosen = imports.choose_council(session, council, by=caseload.actor)
                changes = imports.import_ssda903(
                    session, staged, council=chosen, by=caseload.actor, now=moment
                )
            report = changes.report  # type: ignore[assignment]  # an import answers with its report
    if wants_json:
        output.as_json(report)
        return
    verb = "Would create" if dry_run else "Created"
    click.echo(
        f"{verb} {report.children_created} children and {report.episodes_created} episodes; "
        f"{report.children_updated} children changed, {report.children_unchanged} the same."
    )
    _show_problems(report.rows_refused, report.warnings)


@import_.command("assessments")
@click.argument("file", metavar="FILE.csv")
@click.option("--council", metavar="CODE")
@click.option("--dry-run", is_flag=True)
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def past(
    context: click.Context,
    /,
    file: str,
    council: str | None,
    *,
    dry_run: bool,
    wants_json: bool,
    **given: Any,
) -> None:
    """Enter the last IHA or RHA of many children: the opening position of a caseload."""
    from lac_tracker.exchange.past_assessments import read_past_assessments
    from lac_tracker.services import imports

    said = access.remember(context, given)
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise UserError(f"The file {file} cannot be read: {error.strerror}") from error
    staged, refused, warnings = read_past_assessments(Path(file).name, data)
    with access.opened(said) as caseload:
        moment = access.now()
        if dry_run:
            with caseload.database.reading() as session:
                report = imports.preview_assessments(
                    session, staged, council=access.council(council), by=caseload.actor, now=moment
                )
        else:
            access.before_import(caseload, moment)
            with access.writing(caseload, moment) as session:
                changes = imports.import_assessments(
                    session, staged, council=access.council(council), by=caseload.actor, now=moment
                )
            report = changes.report  # type: ignore[assignment]  # an import answers with its report
    all_refused, all_warnings = (*refused, *report.rows_refused), (*warnings, *report.warnings)
    if wants_json:
        output.as_json(output.plain(report) | {"rows_refused": all_refused, "warnings": all_warnings})
        return
    verb = "Would enter" if dry_run else "Entered"
    click.echo(
        f"{verb} {report.assessments_created} assessments; {report.assessments_unchanged} were there already."
    )
    _show_problems(all_refused, all_warnings)


def _show_problems(refused: Sequence[Problem], warnings: Sequence[Problem]) -> None:
    for one in refused:
        click.echo(
            f"Refused: {one.file}, row {one.line}, {one.column}: '{one.value}': {one.reason}", err=True
        )
    by_column = Counter((one.file, one.column) for one in warnings)
    for (file, column), count in by_column.most_common():
        first = next(one for one in warnings if (one.file, one.column) == (file, column))
        times = f"{count} doubts" if count > 1 else "1 doubt"
        click.echo(
            f"Look at: {file} {column}: {times}, the first in row {first.line}: {first.reason}", err=True
        )
    if warnings:
        click.echo("Every doubt is listed by --json.", err=True)
