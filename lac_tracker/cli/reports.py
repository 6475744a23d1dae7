"""`report performance` and `report evidence`: the papers of figures, as PDF."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access, drawing
from lac_tracker.domain.errors import UserError

_SMALL = "--small-numbers/--hide-small-numbers"
_SMALL_HELP = "Show numbers under 5 too: for readers inside the team."


def _period(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that every report has."""
    for option in (
        click.option("--from", "since", metavar="YYYY-MM-DD", required=True, help="First day of the period."),
        click.option("--to", "until", metavar="YYYY-MM-DD", required=True, help="Last day of the period."),
        click.option("--out", metavar="FILE", required=True, help="Where the PDF goes; a file that is there is never written over."),
        click.option(_SMALL, "small", default=False, show_default=True, help=_SMALL_HELP),
        click.option("--today", "on", metavar="YYYY-MM-DD", help="Look at the record as on this day."),
    ):  # fmt: skip
        command = option(command)
    return command


@click.group()
@access.options
@click.pass_context
def report(context: click.Context, /, **given: Any) -> None:
    """Reports of the team as PDF. Counts only: they name no child."""
    access.remember(context, given)


@report.command()
@_period
@click.option(
    "--compare",
    type=click.Choice(["previous_year", "previous_period", "nothing"]),
    default="previous_year",
    show_default=True,
)
@access.options
@click.pass_context
def performance(
    context: click.Context, /, since: str, until: str, out: str, on: str | None, compare: str, *, small: bool, **given: Any
) -> None:  # fmt: skip
    """Every figure of a period with numerator and denominator, months, reasons and definitions."""
    from lac_tracker.domain.periods import compared
    from lac_tracker.services import performance as service

    def gather(session: Any, period: Any, **asked: Any) -> Any:
        before = compared(period, "" if compare == "nothing" else compare)
        return service.report(session, period, before, hides_small=not small, **asked)

    _write(
        access.remember(context, given), gather, service.DOCUMENT, "Performance report", since, until, on, out
    )


@report.command()
@_period
@access.options
@click.pass_context
def evidence(
    context: click.Context, /, since: str, until: str, out: str, on: str | None, *, small: bool, **given: Any
) -> None:  # fmt: skip
    """The answer to recommendations 3.12 to 3.20 of the inspection."""
    from lac_tracker.services import evidence as service

    def gather(session: Any, period: Any, **asked: Any) -> Any:
        return service.pack(session, period, hides_small=not small, **asked)

    _write(access.remember(context, given), gather, service.DOCUMENT, "Evidence pack", since, until, on, out)


@report.command()
@click.option("--from", "since", metavar="YYYY-MM-DD", required=True, help="First day.")
@click.option("--to", "until", metavar="YYYY-MM-DD", required=True, help="Last day.")
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def opened(context: click.Context, /, since: str, until: str, *, wants_json: bool, **given: Any) -> None:
    """Who opened which child's record, on which day and how often: for the manager and the auditor."""
    from lac_tracker.cli import output
    from lac_tracker.domain.periods import chosen
    from lac_tracker.domain.team_reports import Params
    from lac_tracker.services import report_opened

    said, moment, today = access.remember(context, given), access.now(), access.today()
    try:
        period = chosen(access.read_day(since, "--from"), access.read_day(until, "--to"))
    except UserError as error:
        raise click.UsageError(str(error)) from error
    with access.opened(said) as caseload, access.writing(caseload, moment) as session:
        found = report_opened.opened(session, Params(period), by=caseload.actor, now=moment, today=today)
    keys = ("council_id", "name", "nhs_number", "day", "opened_by", "first_at", "last_at", "times", "record")
    rows = [dict(zip(keys, row, strict=True)) for row in found.rows]
    if wants_json:
        output.as_json(rows)
    else:
        output.as_table(tuple((key, one.title) for key, one in zip(keys, found.columns, strict=True)), rows)


def _write(
    said: access.Given, gather: Callable[..., Any], document: str, title: str, since: str, until: str, on: str | None, out: str
) -> None:  # fmt: skip
    """Write down that a report leaves, work it out, and write its PDF."""
    from lac_tracker.domain.periods import chosen
    from lac_tracker.services import list_exports
    from lac_tracker.services.files import check_new_file, write_new_file

    try:
        period = chosen(access.read_day(since, "--from"), access.read_day(until, "--to"))
    except UserError as error:
        raise click.UsageError(str(error)) from error
    target, today, moment = Path(out), access.read_day(on, "--today") or access.today(), access.now()
    check_new_file(target)
    with access.opened(said) as caseload:
        with access.writing(caseload, moment) as session:
            list_exports.note(session, list_exports.Asked(title, (), ()), by=caseload.actor, now=moment)
        with caseload.database.reading() as session:
            held = gather(session, period, by=caseload.actor, now=moment, today=today)
    missing: list[str] = []
    write_new_file(target, drawing.noting(missing)(document, held))
    click.echo(f"Wrote {target}.", err=True)
    drawing.tell(missing)
