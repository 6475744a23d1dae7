"""`due` and `child show`: who is due, and one record."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access, drawing, output
from lac_tracker.domain.standing import OPEN_STATUSES, Status

COLUMNS = (
    "child_id", "council_id", "name", "nhs_number", "born", "assessment", "clock_start", "due_28_days",
    "due_20_working_days", "due", "status", "overlays", "days_overdue", "rule", "waiting_on", "reason", "assessor",
)  # fmt: skip
_TABLE = (
    ("status_words", "Status"), ("shown_name", "Child"), ("nhs", "NHS No."), ("age", "Age"), ("assessment", "Type"),
    ("clock", "Clock"), ("due_words", "Due"), ("reason", "Why"), ("waiting", "Waiting on"), ("assessor", "Assessor"),
)  # fmt: skip


@click.command()
@click.option("--today", "on", metavar="YYYY-MM-DD", help="Look at the list as on this day.")
@click.option("--status", default="open", show_default=True, help="open, all, or one status.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "csv", "json", "pdf"]),
    default="table",
    show_default=True,
)
@click.option("--out", metavar="FILE", help="Where a PDF goes; a file that is there is never written over.")
@access.options
@click.pass_context
def due(
    context: click.Context, /, on: str | None, status: str, shape: str, out: str | None, **given: Any
) -> None:
    """List what is due: one row per child and assessment, earliest first."""
    said = access.remember(context, given)
    statuses = _statuses(status)
    today = access.read_day(on, "--today") or access.today()
    if (shape == "pdf") != bool(out):
        raise click.UsageError("A PDF goes into a file: use --format pdf and --out FILE together")
    if out:
        _print_list(said, today, statuses, status, Path(out))
        return
    with access.opened(said) as caseload:
        found = due_list(caseload, today, statuses)
    rows = [
        {name: getattr(item, name) for name in COLUMNS} | {"reason": item.reason or None}
        for item in found.rows
    ]
    if shape == "json":
        output.as_json(rows)
    elif shape == "csv":
        output.as_csv(COLUMNS, rows)
    else:
        show_table(found, today)


def _print_list(
    said: access.Given, today: date, statuses: frozenset[Status], status: str, target: Path
) -> None:
    """Write the list as a PDF."""
    from lac_tracker.services import list_papers
    from lac_tracker.services.files import check_new_file, write_new_file

    check_new_file(target)
    with access.opened(said) as caseload:
        rows = due_list(caseload, today, statuses).rows
        with access.writing(caseload, access.now()) as session:
            held = list_papers.overdue_list(
                session, [(row.child_id, row.assessment) for row in rows], filtered=status.replace("_", " "),
                order="due, earliest first", by=caseload.actor, now=access.now(), today=today,
            )  # fmt: skip
    missing: list[str] = []
    write_new_file(target, drawing.noting(missing)(list_papers.DOCUMENT, held))
    click.echo(f"Wrote {target} ({len(held.rows)} rows).", err=True)
    drawing.tell(missing)


def due_list(caseload: Any, today: Any, statuses: frozenset[Status]) -> Any:
    """Return the list of an open caseload."""
    from lac_tracker.services import caseload as lists

    with caseload.database.reading() as session:
        return lists.due_list_to_give(
            session, by=caseload.actor, now=access.now(), today=today, statuses=statuses
        )


def show_table(found: Any, today: Any, *, most: int | None = None) -> None:
    """Print the list for a person, with its heading."""
    from lac_tracker.domain.dates import show_age, show_date
    from lac_tracker.domain.identifiers import show_nhs_number

    click.echo(
        f"{found.heading}. Showing {len(found.rows[:most])} of {len(found.rows)}; {found.children} children in the caseload."
    )
    lines = []
    for item in found.rows[:most]:
        clock = f"Day {item.day} of {item.limit_days}" if item.day is not None and item.limit_days else ""
        lines.append(
            {
                "status_words": item.status_words, "shown_name": item.shown_name, "nhs": show_nhs_number(item.nhs_number),
                "age": show_age(item.born, today), "assessment": item.assessment, "clock": clock,
                "due_words": show_date(item.due), "reason": item.reason, "waiting": item.waiting_on.value.replace("_", " "),
                "assessor": item.assessor,
            }
        )  # fmt: skip
    output.as_table(_TABLE, lines)


def _statuses(text: str) -> frozenset[Status]:
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
