"""`dates`: when an assessment is due, without any caseload."""

import click

from lac_tracker.cli import access, output
from lac_tracker.domain.clocks import initial_dates, review_dates
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.settings import Rules


@click.group()
@access.options
@click.pass_context
def dates(context: click.Context, /, **given: object) -> None:
    """Compute due dates."""
    access.remember(context, given)


@dates.command()
@click.argument("care_start")
@click.option("--json", "wants_json", is_flag=True)
@access.options
def iha(care_start: str, *, wants_json: bool, **_: object) -> None:
    """When the initial health assessment is due of a child who became looked after on CARE_START (YYYY-MM-DD)."""
    from lac_tracker.storage import reference_data

    start = access.read_day(care_start, "CARE_START")
    assert start is not None
    found = initial_dates(start, Rules(), reference_data.bank_holidays())
    values = {
        "due_28_days": found.due_28_days,
        "due_20_working_days": found.due_20_working_days,
        "due": found.due,
        "rule": found.rule,
        "warning": found.warning,
    }
    if wants_json:
        output.as_json(values)
        return
    click.echo(f"Due {show_date(found.due)} ({found.why}; {found.rule})")
    click.echo(
        f"28 days: {show_date(found.due_28_days)}   20 working days: {show_date(found.due_20_working_days)}"
    )
    if found.warning:
        click.echo(found.warning, err=True)


@dates.command()
@click.option("--born", required=True, metavar="YYYY-MM-DD")
@click.option(
    "--last", required=True, metavar="YYYY-MM-DD", help="The day the last assessment was completed."
)
@click.option("--json", "wants_json", is_flag=True)
@access.options
def rha(born: str, last: str, *, wants_json: bool, **_: object) -> None:
    """When the next review health assessment is due."""
    birth, completed = access.read_day(born, "--born"), access.read_day(last, "--last")
    assert birth is not None
    assert completed is not None
    found = review_dates(birth, completed, Rules())
    values = {
        "due": found.due,
        "interval_months": found.interval_months,
        "rule": found.rule,
        "none_because": found.none_because,
    }
    if wants_json:
        output.as_json(values)
    elif found.due is None:
        click.echo(found.none_because or "No review is due")
    else:
        click.echo(f"Due {show_date(found.due)} ({found.why}; {found.rule})")
