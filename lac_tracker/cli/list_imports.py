"""`import list`: a council's list, CSV or Excel."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access, output
from lac_tracker.domain.errors import PasswordNeeded, UserError


@click.command("list")
@click.argument("file", metavar="FILE")
@click.option(
    "--council", metavar="CODE", help="The council the list is of; needed where a caseload has several."
)
@click.option(
    "--map", "mapped", multiple=True, metavar="COLUMN=FIELD",
    help="What a column means, such as --map 'Start=became_looked_after'; 'COLUMN=' leaves it out.",
)  # fmt: skip
@click.option("--password-file", metavar="FILE", help="Read the password of the workbook from this file.")
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def list_(
    context: click.Context,
    /,
    file: str,
    council: str | None,
    mapped: Sequence[str],
    password_file: str | None,
    *,
    dry_run: bool,
    wants_json: bool,
    **given: Any,
) -> None:
    """Import a council's list, CSV or Excel. Close matches are kept for a person to decide; nothing is guessed."""
    from lac_tracker.domain import list_fields
    from lac_tracker.domain.list_import import Decisions, Matching
    from lac_tracker.services import imports, list_imports

    said = access.remember(context, given)
    received = received_list(Path(file), password_file)
    with access.opened(said) as caseload:
        moment, by, day = access.now(), caseload.actor, access.today()
        with caseload.database.reading() as session:
            chosen = imports.choose_council(session, access.council(council), by=by)
            kept = list_imports.remembered(session, received.columns, council=chosen, by=by, now=moment)
        matching = kept or list_fields.guess(received.columns, received.rows)
        matching = Matching(_mapped(mapped, received.columns, dict(matching.fields)), matching.dates)
        matching = list_fields.with_order(matching, received.rows)
        words = {"council": chosen, "by": by, "now": moment, "today": day}
        if dry_run:
            with caseload.database.reading() as session:
                report = list_imports.dry_run(session, received, matching, Decisions(), **words)
        else:
            access.before_import(caseload, moment)
            with access.writing(caseload, moment) as session:
                changes = list_imports.import_list(session, received, matching, Decisions(), **words)
            report = changes.report  # type: ignore[assignment]  # an import answers with its report
    if wants_json:
        columns = {column: matching.fields.get(at) for at, column in enumerate(received.columns)}
        output.as_json(
            {"dry_run": dry_run, **output.plain(report), "columns": columns, "dates": matching.dates}
        )
        return
    _show(report, matching, received.columns, dry_run=dry_run)


def received_list(path: Path, password_file: str | None) -> Any:
    from lac_tracker.exchange.list_reading import read_list
    from lac_tracker.services.files import read_one

    data = read_one(path)
    password = access.first_line(password_file, "password") if password_file else ""
    try:
        return read_list(path.name, data, password=password)
    except PasswordNeeded as error:
        raise UserError(f"{error}: --password-file FILE") from error


def _mapped(mapped: Sequence[str], columns: Sequence[str], fields: dict[int, str]) -> dict[int, str]:
    """Return what the columns mean once what was said of them counts."""
    for one in mapped:
        column, sign, key = one.rpartition("=")
        if not sign:
            raise UserError(f"--map '{one}' must be COLUMN=FIELD, such as 'Start=became_looked_after'")
        wanted = column.strip().casefold()
        at = next((at for at, name in enumerate(columns) if name.casefold() == wanted), None)
        if at is None:
            raise UserError(f"The list has no column '{column}'. Its columns are: {', '.join(columns)}")
        fields = {other: field for other, field in fields.items() if other != at and field != key.strip()}
        if key.strip():
            fields[at] = key.strip()
    return dict(sorted(fields.items()))


def _show(report: Any, matching: Any, columns: Sequence[str], *, dry_run: bool) -> None:
    from lac_tracker.domain.list_fields import BY_KEY, date_words

    read = ", ".join(f"{columns[at]} = {BY_KEY[key].words}" for at, key in matching.fields.items())
    click.echo(f"Columns: {read}. {date_words(matching)}.", err=True)
    verb = "Would create" if dry_run else "Created"
    click.echo(
        f"{verb} {report.created} children; {report.updated} changed, {report.left_care} left care, "
        f"{report.unchanged} the same, {report.later} close matches to decide, {report.refused} refused."
    )
    if report.changed_words:
        click.echo(f"Changed: {report.changed_words}.")
    if report.clock_words:
        click.echo(f"Clocks have started: {report.clock_words}.")
    if report.differences:
        click.echo(
            f"Not taken: {report.differences} differences. Resolve them in the comparison, or see `reconcile`."
        )
    for one in report.problems:
        place = f"row {one.line}" + (f", {one.column}" if one.column else "")
        click.echo(f"Refused: {one.file}, {place}: '{one.value}': {one.reason}", err=True)
    by_reason = Counter((one.column, one.reason) for one in report.warnings)
    for (column, reason), count in by_reason.most_common(20):
        times = f" ({count} times)" if count > 1 else ""
        click.echo(f"Look at: {report.file}{f' {column}' if column else ''}: {reason}{times}", err=True)
    if len(by_reason) > 20:
        click.echo("Every doubt is listed by --json.", err=True)
