"""`due` and `child show`: who is due, and one record."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access, due_rows, output
from lac_tracker.domain.standing import OPEN_STATUSES, Status


@click.command()
@click.option("--today", "on", metavar="YYYY-MM-DD", help="Look at the list as on this day.")
@click.option("--status", help="open, all, or one status.  [default: open]")
@click.option(
    "--view", "view", metavar="NAME", help="A view of the list, such as overdue, no-consent or sdq-due."
)
@click.option("--filter", "text", metavar="WORDS", default="", help="Only rows that have all these words.")
@click.option("--sort", metavar="COLUMN", default="due", help="Of a view: status, child, due, why and so on.")
@click.option("--descending", is_flag=True, help="Of a view: the other way round.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "csv", "json", "pdf"]),
    default="table",
    show_default=True,
)
@click.option("--out", metavar="FILE", help="Where a PDF goes; a file that is there is never written over.")
@click.option("--why", metavar="KEY", default="", help=access.WHY)
@access.options
@click.pass_context
def due(
    context: click.Context, /, on: str | None, status: str | None, view: str | None, text: str, sort: str,
    shape: str, out: str | None, why: str, *, descending: bool, **given: Any,
) -> None:  # fmt: skip
    """List what is due: one row per child and assessment, earliest first."""
    said = access.remember(context, given)
    today = access.read_day(on, "--today") or access.today()
    if (shape == "pdf") != bool(out):
        raise click.UsageError("A PDF goes into a file: use --format pdf and --out FILE together")
    if view is not None and status is not None:
        raise click.UsageError("Use --view or --status, not both: each view says which statuses it shows")
    if view is None and (text or descending or sort != "due"):
        raise click.UsageError("--filter, --sort and --descending are of a view: name one with --view")
    if why and not out:
        raise click.UsageError(
            "--why is of a PDF, which leaves the caseload: use it with --format pdf and --out FILE"
        )
    paper = due_rows.Paper(Path(out), access.purpose(why)) if out else None
    if view is None:
        _by_status(said, today, "open" if status is None else status, shape, paper)
        return
    from lac_tracker.cli import views  # heavy: what a list of one status does without

    views.show(said, today, views.wanted(view, text, sort, descending=descending), shape, paper)


def _by_status(
    said: access.Given, today: date, status: str, shape: str, paper: due_rows.Paper | None
) -> None:
    statuses = statuses_of(status)
    if paper:
        _print_list(said, today, statuses, status, paper)
        return
    with access.opened(said) as caseload:
        found = due_list(caseload, today, statuses)
    if shape == "json":
        output.as_json([due_rows.as_row(item) for item in found.rows])
    elif shape == "csv":
        output.as_csv(due_rows.COLUMNS, [due_rows.as_row(item) for item in found.rows])
    else:
        show_table(found, today)


def _print_list(
    said: access.Given, today: date, statuses: frozenset[Status], status: str, paper: due_rows.Paper
) -> None:
    """Write the list of some statuses as a PDF."""
    with access.opened(said) as caseload:
        rows = due_list(caseload, today, statuses).rows
        keys = [(row.child_id, row.assessment) for row in rows]
        due_rows.write_pdf(
            caseload, paper, today, keys=keys, filtered=status.replace("_", " "), order="due, earliest first"
        )


def due_list(caseload: Any, today: Any, statuses: frozenset[Status]) -> Any:
    """Return the list of an open caseload."""
    from lac_tracker.services import caseload as lists

    with caseload.database.reading() as session:
        return lists.due_list_to_give(
            session, by=caseload.actor, now=access.now(), today=today, statuses=statuses
        )


def show_table(found: Any, today: Any, *, most: int | None = None) -> None:
    """Print the list for a person, with its heading."""
    click.echo(
        f"{found.heading}. Showing {len(found.rows[:most])} of {len(found.rows)}; {found.children} children in the caseload."
    )
    output.as_table(due_rows.TABLE, [due_rows.table_line(item, today) for item in found.rows[:most]])


def statuses_of(text: str) -> frozenset[Status]:
    """Return the statuses of 'open', 'all', or one by name. Raises BadParameter listing what it can be."""
    if text == "open":
        return frozenset(OPEN_STATUSES)
    if text == "all":
        return frozenset(Status)
    try:
        return frozenset({Status(text)})
    except ValueError:
        raise click.BadParameter(
            f"'{text}' is not a status. It can be open, all, {', '.join(Status)}", param_hint="--status"
        ) from None


@click.group()
@access.options
@click.pass_context
def child(context: click.Context, /, **given: Any) -> None:
    """One child's record."""
    access.remember(context, given)


@child.command("show")
@click.argument("identifier", metavar="COUNCIL_ID_OR_NHS_NUMBER")
@click.option("--council", metavar="CODE")
@click.option("--json", "wants_json", is_flag=True)
@click.option("--today", "on", metavar="YYYY-MM-DD")
@access.options
@click.pass_context
def child_show(
    context: click.Context,
    /,
    identifier: str,
    council: str | None,
    on: str | None,
    *,
    wants_json: bool,
    **given: Any,
) -> None:
    """Show the summary of one record. The look is written down."""
    from lac_tracker.services import child_summary
    from lac_tracker.storage import children as stored

    said = access.remember(context, given)
    today, moment = access.read_day(on, "--today") or access.today(), access.now()
    with access.opened(said) as caseload, access.writing(caseload, moment) as session:
        child_id = stored.find(
            session, caseload.actor.team_id, access.identifier(identifier), access.council(council)
        )
        shown = child_summary.summary_to_give(session, child_id, by=caseload.actor, now=moment, today=today)
    if wants_json:
        output.as_json(_record(shown))
        return
    click.echo(
        f"{shown.banner.name_words}   Born {shown.banner.born_words}   {shown.banner.gender_words}   NHS No. {shown.banner.nhs_words}"
    )
    click.echo(shown.banner.care_words)
    click.echo("   ".join(flag.words for flag in shown.banner.flags))
    for item in shown.due:
        click.echo(f"{item.assessment}: {item.words} {item.day_words} ({item.why})")
    for label, words in shown.about:
        click.echo(f"{label:18}{words}")
    click.echo(f"Essentials: {shown.essentials.done} of {shown.essentials.of}")
    for one in shown.assessments:
        click.echo(f"{one.kind}: {one.words}")


def _record(shown: Any) -> dict[str, Any]:
    held = shown.child
    return {
        "child_id": held.id,
        "council": held.council_code,
        "council_id": held.council_id,
        "name": shown.banner.name_words if held.family_name or held.given_name else None,
        "nhs_number": held.nhs_number,
        "born": held.born,
        "sex": held.sex,
        "flags": [flag.words for flag in shown.banner.flags],
        "about": dict(shown.about),
        "due": shown.due,
        "essentials": shown.essentials,
        "assessments": shown.assessments,
    }
