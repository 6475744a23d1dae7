"""`audit log|check|odd-looks|go-on`: who did what, whether the log is whole, and which looks to ask about."""

from datetime import date
from typing import Any

import click

from lac_tracker.cli import access, output
from lac_tracker.domain import audit_kinds
from lac_tracker.domain.errors import UserError

_KEYS = ("entry", "at", "who", "did", "child", "detail", "rows_changed", "workstation")
_ODD_KEYS = ("person", "record", "why", "first_at", "last_at", "times")


@click.group()
@access.options
@click.pass_context
def audit(context: click.Context, /, **given: Any) -> None:
    """The audit log: for a manager or an auditor."""
    access.remember(context, given)


@audit.command()
@click.option("--from", "since", metavar="YYYY-MM-DD", help="First day.")
@click.option("--to", "until", metavar="YYYY-MM-DD", help="Last day.")
@click.option("--who", metavar="NAME", help="Full name of a member of the team, also of one who left.")
@click.option(
    "--what", type=click.Choice([kind.key for kind in audit_kinds.KINDS]), help="Kind of thing done."
)
@click.option(
    "--child", default="", metavar="TEXT", help="Name or number; an auditor gives the whole council ID."
)
@click.option("--why", default="", metavar="KEY", help=access.WHY)
@click.option("--json", "shape", flag_value="json", help="One JSON value.")
@click.option("--csv", "shape", flag_value="csv", help="CSV with the JSON keys as header.")
@access.options
@click.pass_context
def log(
    context: click.Context, /, since: str | None, until: str | None, who: str | None, what: str | None, child: str, why: str,
    shape: str | None, **given: Any,
) -> None:  # fmt: skip
    """The entries, the newest first. That it leaves, and why, is written down before."""
    from lac_tracker.services import audit_export, audit_log
    from lac_tracker.services.list_exports import Asked

    with access.opened(access.remember(context, given)) as caseload:
        now = access.now()
        with caseload.database.reading() as session:
            people = dict(audit_log.everybody(session, by=caseload.actor, now=now))
        wanted = audit_log.Wanted(
            access.read_day(since, "--from"),
            access.read_day(until, "--to"),
            _person(people, who),
            what or "",
            child,
        )
        purpose = access.purpose(why)
        stated = (audit_log.in_words(wanted, people),)
        asked = Asked(audit_export.NAME, audit_export.COLUMNS, (), stated, purpose)
        with access.writing(caseload, now) as session:
            audit_export.note(session, asked, by=caseload.actor, now=now)
        with caseload.database.reading() as session:
            found = audit_export.entries(session, wanted, by=caseload.actor, now=now)
            rows = (_entry(line, names=purpose != "none") for line in found)
            _print(rows, shape)


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON value.")
@access.options
@click.pass_context
def check(context: click.Context, /, *, as_json: bool, **given: Any) -> int:
    """Read the whole log again; exit code 1 when it is not intact."""
    from lac_tracker.services import log_check

    with access.opened(access.remember(context, given)) as caseload:
        now, by = access.now(), caseload.actor
        with caseload.database.reading() as session:
            found = log_check.check(session, caseload.database.audit_key, by=by, now=now)
        with access.writing(caseload, now) as session:
            log_check.keep(session, found, by=by, now=now)
    if as_json:
        output.as_json(
            {
                "intact": not found.faults,
                "entries": found.entries,
                "faults": found.faults,
                "notes": found.notes,
            }
        )
    else:
        click.echo(f"{found.entries:,} entries. {found.words}.")
        for line in (*found.faults, *found.notes):
            click.echo(f"  {line}")
    return 1 if found.faults else 0


@audit.command("odd-looks")
@click.option("--week", "day", metavar="YYYY-MM-DD", help="Any day of the week; last week without it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON value.")
@access.options
@click.pass_context
def odd_looks(context: click.Context, /, day: str | None, *, as_json: bool, **given: Any) -> None:
    """Looks at records that somebody should ask about: a question about each, never an accusation."""
    from lac_tracker.domain.dates import show_date
    from lac_tracker.domain.odd_looks import NOTE
    from lac_tracker.services import audit_export
    from lac_tracker.services import odd_looks as service
    from lac_tracker.services.list_exports import Asked

    with access.opened(access.remember(context, given)) as caseload:
        now, by, today = access.now(), caseload.actor, access.today()
        chosen = access.read_day(day, "--week") or date.fromordinal(today.toordinal() - 7)
        with caseload.database.reading() as session:
            found = service.week(session, chosen, by=by, now=now, today=today)
        stated = (f"Week of {show_date(found.first_day)}",)
        asked = Asked("Odd looks", audit_export.COLUMNS, (), stated, "review")
        with access.writing(caseload, now) as session:
            audit_export.note(session, asked, by=by, now=now)
    rows = [_odd(line) for line in found.lines]
    if as_json:
        reviews = [
            {"by": one.by, "at": one.at.isoformat(), "found": one.found, "note": one.note}
            for one in found.reviews
        ]
        output.as_json(
            {"first_day": found.first_day, "last_day": found.last_day, "looks": found.looks, "odd": rows, "gone_through": reviews}
        )  # fmt: skip
        return
    output.as_table(
        [(key, key.replace("_", " ").capitalize()) for key in _ODD_KEYS],
        [row | {"why": "; ".join(row["why"])} for row in rows],
    )
    click.echo(f"{len(rows)} to ask about, of {found.looks:,} looks. {NOTE}", err=True)


@audit.command("go-on")
@click.option(
    "--because",
    required=True,
    metavar="WORDS",
    help="Why this is the file to go on with; it is written down.",
)
@access.options
@click.pass_context
def go_on(context: click.Context, /, because: str, **given: Any) -> None:
    """Go on with a caseload that is older than the one last used here, such as a restored backup. A manager alone may."""
    with access.opened(access.remember(context, given), older_because=because):
        click.echo("This file is the one to go on with now. It is written down with your reason.", err=True)


def _person(people: dict[int, str], who: str | None) -> int | None:
    if who is None:
        return None
    wanted = who.strip().casefold()
    found = next((number for number, name in people.items() if name.casefold() == wanted), None)
    if found is None:
        raise UserError(
            f"There is nobody called '{who}' in the team. It can be: {', '.join(people.values())}"
        )
    return found


def _entry(line: Any, *, names: bool) -> dict[str, Any]:
    values = (
        line.number, line.at.isoformat(), line.who, line.did, (line.child or None) if names else None,
        (line.detail or None) if names else None, line.changes, line.workstation,
    )  # fmt: skip
    return dict(zip(_KEYS, values, strict=True))


def _odd(line: Any) -> dict[str, Any]:
    return {
        "person": line.person, "record": line.record, "why": list(line.why), "rules": list(line.rules),
        "first_at": line.first_at.isoformat(timespec="minutes"), "last_at": line.last_at.isoformat(timespec="minutes"),
        "times": line.times,
    }  # fmt: skip


def _print(rows: Any, shape: str | None) -> None:
    if shape == "json":
        output.as_json(list(rows))
    elif shape == "csv":
        output.as_csv(_KEYS, rows)
    else:
        output.as_table([(key, key.replace("_", " ").capitalize()) for key in _KEYS], list(rows))
