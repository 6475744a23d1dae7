"""`new`, `person`, `check`: making a caseload, letting people in, and whether all is well."""

from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access
from lac_tracker.domain.errors import CaseloadDamaged, UserError
from lac_tracker.domain.people import Registration, Role

ROLES = click.Choice([role.value for role in Role])
REGISTRATIONS = click.Choice([registration.value for registration in Registration])


@click.command()
@click.argument("path", metavar="CASELOAD")
@click.option("--user", required=True, help="User name of the first person.")
@click.option("--name", "full_name", required=True, metavar="FULL NAME")
@click.option("--role", type=ROLES, required=True)
@click.option("--registration", type=REGISTRATIONS, default="none", show_default=True)
@click.option(
    "--recovery-sheet", metavar="FILE.pdf", help="Write the recovery sheet here instead of printing its key."
)
@click.option("--team", "team_name", default="Looked-after children health team", show_default=True)
@click.option("--caseload", hidden=True)
@click.option("--passphrase-file", metavar="FILE")
@click.pass_context
def new(
    context: click.Context, /, path: str, user: str, full_name: str, role: str, registration: str,
    recovery_sheet: str | None, team_name: str, **given: Any,
) -> None:  # fmt: skip
    """Make a new caseload file at CASELOAD with its first person."""
    from lac_tracker.services import files, sign_in

    said = access.remember(context, given)
    target = Path(path)
    sheet = Path(recovery_sheet) if recovery_sheet else None
    if sheet is not None:
        files.check_new_file(sheet)
    passphrase = access.given_passphrase(said)
    if passphrase is None:
        passphrase = access.passphrase(said, prompt="Passphrase for the new caseload", twice=True)
    first = sign_in.FirstPerson(user, full_name, passphrase, Role(role), Registration(registration))
    opened, key = sign_in.create_caseload(target, first, sign_in.ServiceDetails(team_name), now=access.now())
    opened.database.close()
    click.echo(f"Made {target} with its key slots {target.name}.keys. Keep both files together.", err=True)
    write_sheet(recovery_sheet, target, full_name, key)


def write_sheet(file: str | None, caseload: Path, made_by: str, key: str) -> None:
    """Write the recovery sheet, or show its key: it is kept nowhere else, so it must not be lost with a file."""
    from lac_tracker.documents import catalogue
    from lac_tracker.domain.reports import RecoverySheet
    from lac_tracker.services.files import write_new_file

    if file is not None:
        held = RecoverySheet(caseload.name, access.today(), made_by, tuple(key.split("-")))
        try:
            write_new_file(Path(file), catalogue.render("recovery-sheet", held))
        except UserError as error:
            click.echo(str(error), err=True)
        else:
            click.echo(
                f"Wrote the recovery sheet to {file}. Print it, keep it locked away, and delete the file.",
                err=True,
            )
            return
    click.echo(key)
    click.echo("This is the recovery key. It is shown once: write it down and lock it away.", err=True)


@click.group()
@access.options
@click.pass_context
def person(context: click.Context, /, **given: Any) -> None:
    """People of the team."""
    access.remember(context, given)


@person.command("add")
@click.option("--user", "new_user", required=True, help="User name of the new person.")
@click.option("--name", "full_name", required=True)
@click.option("--role", type=ROLES, required=True)
@click.option("--registration", type=REGISTRATIONS, default="none", show_default=True)
@click.option("--caseload", metavar="PATH")
@click.option("--passphrase-file", metavar="FILE", help="Of the person who adds.")
@click.pass_context
def person_add(
    context: click.Context, /, new_user: str, full_name: str, role: str, registration: str, **given: Any
) -> None:
    """Add a person with a passphrase of their own. Who adds is said with LAC_TRACKER_USER or --user before `person`."""
    from lac_tracker.services import sign_in
    from lac_tracker.storage import vault

    said = access.remember(context, given)
    with access.opened(said) as caseload:
        passphrase = access.passphrase(
            said, variable="LAC_TRACKER_NEW_PASSPHRASE", prompt="Passphrase of the new person", twice=True
        )

        def give_slot(user_name: str, name: str) -> None:
            vault.add_person(
                access.caseload_path(said),
                caseload.keys,
                user_name=user_name,
                full_name=name,
                passphrase=passphrase,
            )

        with access.writing(caseload, access.now()) as session:
            sign_in.add_person(
                session, give_slot, user_name=new_user, full_name=full_name, role=Role(role),
                registration=Registration(registration), by=caseload.actor, now=access.now(),
            )  # fmt: skip
    click.echo(f"Added {full_name} ({role}).", err=True)


@click.command()
@access.options
@click.pass_context
def check(context: click.Context, /, **given: Any) -> int:
    """Check the caseload: file, audit chain, and stored due dates equal to recomputed ones."""
    from lac_tracker.services import checks

    said = access.remember(context, given)
    try:
        with access.opened(said) as caseload, caseload.database.reading() as session:
            parts = checks.check_caseload(
                session, caseload.database.audit_key, by=caseload.actor, now=access.now()
            )
    except CaseloadDamaged as error:  # a finding, and the one the check is for
        parts = (checks.CheckPart("File: can be opened", (str(error),)),)
    for part in parts:
        click.echo(f"{'ok      ' if not part.problems else 'PROBLEM '} {part.name}")
        for problem in part.problems:
            click.echo(f"         {problem}")
    return 1 if any(part.problems for part in parts) else 0
