"""`export`: the flat extracts, and `export oc2`, the health part of the council's yearly return, with what is missing, left out, and differs."""

from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access, extracts, output

FINDINGS = 1  # exit code: something the rules require is missing, and nothing was written


@click.group()
@access.options
@click.pass_context
def export(context: click.Context, /, **given: Any) -> None:
    """Write lists and returns into files."""
    access.remember(context, given)


@export.command()
@click.option(
    "--year", type=int, required=True, metavar="YYYY", help="The year that ended on 31 March of it."
)
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    help="The folder for oc2.csv; a file that is there is never written over.",
)
@click.option("--incomplete", is_flag=True, help="Write it although something is missing.")
@click.option("--council", metavar="CODE", help="The council it is for; needed where a caseload has several.")
@click.option(
    "--why", metavar="KEY", default="council", show_default=True, help="Why it is needed, for the audit log."
)
@click.option("--json", "wants_json", is_flag=True)
@click.option("--today", "on", metavar="YYYY-MM-DD", help="Look at the record as on this day.")
@access.options
@click.pass_context
def oc2(
    context: click.Context, /, year: int, out: str, council: str | None, why: str, on: str | None, *, incomplete: bool,
    wants_json: bool, **given: Any,
) -> int:  # fmt: skip
    """Write the health part of the council's yearly return (OC2) of a year.

    What the rules of the return require and nobody answered is listed: then nothing is written and the exit code is 1,
    unless --incomplete. Values the rules forbid are left out and listed; so is where the council's own row differs.
    """
    from lac_tracker.domain.errors import UserError
    from lac_tracker.domain.return_export import UNFINISHED
    from lac_tracker.exchange import oc2_file
    from lac_tracker.services import files, return_export

    said, folder = access.remember(context, given), Path(out)
    today, moment = access.read_day(on, "--today") or access.today(), access.now()
    if not folder.is_dir():
        raise UserError(f"The folder {folder} is not there. Make it first, or choose another")
    files.check_new_file(folder / return_export.FILE_NAME)
    with access.opened(said) as caseload:
        who = {"by": caseload.actor, "now": moment}
        with caseload.database.reading() as session:
            found = return_export.whole(session, year, today=today, council=access.council(council), **who)
        written = None
        if incomplete or not found.missing:
            with access.writing(caseload, moment) as session:
                return_export.note(session, found, why=why, incomplete=incomplete, **who)
            with caseload.database.reading() as session:
                written = return_export.write(session, found, folder, oc2_file.write, **who)
    if wants_json:
        output.as_json(_as_json(found, written))
    if not found.year.is_over(today):
        click.echo(f"{UNFINISHED}: this is how it stands on {today}.", err=True)
    _tell(found, written, every_line=not wants_json)
    return 0 if written is not None else FINDINGS


def _as_json(found: Any, written: Path | None) -> dict[str, Any]:
    return {
        "year": found.year.year,
        "year_ends": found.year.end,
        "council": found.council,
        "file": None if written is None else str(written),
        "children": found.in_return,
        "complete": found.complete,
        "rows": len(found.rows),
        "missing": [
            {"child_id": one.child_id, "council_id": one.council_id, "column": one.column, "what": one.words, "what_to_do": one.mend or None}
            for one in found.missing
        ],
        "left_out": [
            {"child_id": one.child_id, "council_id": one.council_id, "column": one.left.column, "value": one.left.value,
             "because": one.left.because, "source": one.left.source}
            for one in found.left_out
        ],
        "differs": [
            {"child_id": one.child_id, "council_id": one.council_id, "column": one.column, "ours": one.ours, "council": one.theirs}
            for one in found.differs
        ],
    }  # fmt: skip


def _tell(found: Any, written: Path | None, *, every_line: bool) -> None:
    """Say on standard error what was written, and what a person has to know of it."""
    from lac_tracker.domain.return_export import totals

    click.echo(f"{found.year.words}, council {found.council}: {', '.join(words for _key, words in totals(found))}.", err=True)  # fmt: skip
    if every_line:
        _tell_lines(found)
    if written is None:
        click.echo("Nothing was written: answer what is missing, or use --incomplete.", err=True)
    else:
        click.echo(f"Wrote {written} ({len(found.rows)} rows).", err=True)


def _tell_lines(found: Any) -> None:
    for one in found.missing:
        click.echo(f"Missing: {one.council_id}: {one.words}. {one.mend}".rstrip(), err=True)
    inside = {row.council_id for row in found.rows}
    for one in found.left_out:
        if one.council_id in inside:  # of the others nothing is returned: --json lists them too
            click.echo(f"Left out: {one.council_id}: {one.left.words} ({one.left.source})", err=True)
    for one in found.differs:
        words = f"Differs: {one.council_id}: {one.words}: ours {one.ours}, the council's {one.theirs}"
        click.echo(words, err=True)


for _command in extracts.COMMANDS:
    export.add_command(_command)
