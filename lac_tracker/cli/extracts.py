"""`export children|plan-items|sdq|due|indicators`: flat extracts for analysis, each column described."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access
from lac_tracker.domain.extracts import EXTRACTS, Extract, described


def _command(extract: Extract) -> click.Command:
    """Return the command that writes one extract, with the options all of them have."""
    options = [
        click.option("--format", "shape", type=click.Choice(["csv", "xlsx"]), default="csv", show_default=True),
        click.option("--out", metavar="FILE", help="Where it goes; a file that is there is never written over."),
        click.option("--describe", is_flag=True, help="Say what each column holds, and write nothing."),
        click.option("--today", "on", metavar="YYYY-MM-DD", help="Look at the record as on this day."),
    ]  # fmt: skip
    if extract.names_anybody:
        options.append(click.option("--why", metavar="KEY", default="", help=access.WHY))
    if extract.key == "due":
        options.append(
            click.option("--status", default="open", show_default=True, help="open, all, or one status.")
        )
    if extract.key == "indicators":
        for name, key, words in (
            ("--from", "since", "First day; 1 April before the last by default."),
            ("--to", "until", "Last day; today by default."),
        ):
            options.append(click.option(name, key, metavar="YYYY-MM-DD", help=words))  # fmt: skip

    @click.pass_context
    def run(context: click.Context, /, **given: Any) -> None:
        if given["describe"]:
            click.echo(described([extract]), nl=False)
            return
        _write(access.remember(context, given), extract, given)

    for option in (access.options, *options):
        run = option(run)
    return click.command(extract.key, help=f"{extract.title}. {extract.row}.")(run)


def _write(said: access.Given, extract: Extract, given: dict[str, Any]) -> None:
    """Write down why, then write the file."""
    from functools import partial

    from lac_tracker.exchange import extract_file
    from lac_tracker.services import files, flat_extracts, list_exports

    if not given["out"]:
        raise click.UsageError("Say where it goes: --out FILE (or --describe to read what it holds)")
    path, shape = Path(given["out"]), given["shape"]
    today, moment = access.read_day(given["on"], "--today") or access.today(), access.now()
    files.check_new_file(path)
    asked = flat_extracts.asked(extract.key, today=today, why=access.purpose(given["why"]) if extract.names_anybody else "", **_more(extract, given, today))  # fmt: skip
    with access.opened(said) as caseload:
        who = {"by": caseload.actor, "now": moment}
        with access.writing(caseload, moment) as session:
            list_exports.note(session, asked, **who)
        with caseload.database.reading() as session:
            rows = list_exports.write(session, asked, path, shape, partial(extract_file.write, extract), **who)  # fmt: skip
    click.echo(f"Wrote {path} ({rows} rows).", err=True)


def _more(extract: Extract, given: dict[str, Any], today: date) -> dict[str, Any]:
    """Return what the rows of an extract are asked for beside the day."""
    if extract.key == "due":
        from lac_tracker.cli.lists import statuses_of

        return {"statuses": statuses_of(given["status"])}
    if extract.key == "indicators":
        from lac_tracker.domain.return_cohort import return_year
        from lac_tracker.services import indicators

        since = access.read_day(given["since"], "--from") or return_year(today).start
        until = access.read_day(given["until"], "--to") or today
        indicators.check_period(since, until)
        return {"since": since, "until": until}
    return {}


COMMANDS = tuple(_command(one) for one in EXTRACTS)
