"""`person list|role|reset|left|passphrase`, `recovery new`, `rekey`: who may come in, and the keys behind it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from lac_tracker.cli import access
from lac_tracker.cli.caseloads import REGISTRATIONS, ROLES, person, write_sheet
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import NotAllowed, NotFound
from lac_tracker.domain.people import Registration, Role

_NEW = "LAC_TRACKER_NEW_PASSPHRASE"


@person.command("list")
@access.options
@click.pass_context
def person_list(context: click.Context, /, **given: Any) -> None:
    """List who is and was in the team: user name, name, role, what they sign, last sign-in, state."""
    from lac_tracker.domain.dates import show_date

    with _team(context, given) as (_said, _caseload, lines):
        for one in lines:
            last = show_date(one.last_in.astimezone().date()) if one.last_in else "-"
            parts = (one.user_name, one.full_name, one.role_words, one.can_sign or "-", last, one.state)
            click.echo("\t".join(parts))


@person.command("role")
@click.option("--of", "of_user", required=True, help="User name of the person.")
@click.option("--role", type=ROLES, required=True)
@click.option("--registration", type=REGISTRATIONS, help="As it is when left out.")
@access.options
@click.pass_context
def person_role(
    context: click.Context, /, of_user: str, role: str, registration: str | None, **given: Any
) -> None:
    """Give a person another role, from their next sign-in on."""
    from lac_tracker.services import team_people

    with _team(context, given) as (_said, caseload, lines):
        one = _named(lines, of_user)
        register = Registration(registration) if registration else one.registration
        _do(caseload, team_people.change_role, one.person_id, Role(role), register)
    click.echo(f"{one.full_name}: {team_people.ROLE_WORDS[Role(role)]}.", err=True)


@person.command("reset")
@click.option("--of", "of_user", required=True, help="User name of the person.")
@access.options
@click.pass_context
def person_reset(context: click.Context, /, of_user: str, **given: Any) -> None:
    """Give a person a new passphrase, which they change at their next sign-in; who has left comes back with it."""
    from lac_tracker.services import team_people

    with _team(context, given) as (said, caseload, lines):
        one = _named(lines, of_user)
        new = access.passphrase(said, variable=_NEW, prompt="Passphrase to begin with", twice=True)
        own = access.passphrase(said)
        _do(caseload, team_people.reset, access.caseload_path(said), own, one.person_id, new)
    click.echo(f"{one.full_name} has a new passphrase, and chooses their own at the next sign-in.", err=True)


@person.command("left")
@click.option("--of", "of_user", required=True, help="User name of the person.")
@click.option("--on", "left_on", metavar="YYYY-MM-DD", help="Their last day; today when left out.")
@access.options
@click.pass_context
def person_left(context: click.Context, /, of_user: str, left_on: str | None, **given: Any) -> None:
    """Mark a person as left: their passphrase opens nothing any more, their name stays on what they wrote."""
    from lac_tracker.services import team_people

    day = access.read_day(left_on, "--on") or access.today()
    with _team(context, given) as (said, caseload, lines):
        one = _named(lines, of_user)
        where, own = access.caseload_path(said), access.passphrase(said)
        _do(caseload, team_people.leave, where, own, one.person_id, day, today=access.today())
    click.echo(f"{one.full_name} is marked as left.", err=True)


@person.command("passphrase")
@access.options
@click.pass_context
def person_passphrase(context: click.Context, /, **given: Any) -> None:
    """Change your own passphrase, also one that somebody else gave you."""
    from lac_tracker.domain.errors import MustChoosePassphrase
    from lac_tracker.services import passphrases, sign_in

    said = access.remember(context, given)
    path, user, old = access.caseload_path(said), access.user_name(said), access.passphrase(said)
    try:
        caseload = sign_in.unlock(path, user, old, now=access.now())
    except MustChoosePassphrase:
        new = access.passphrase(said, variable=_NEW, prompt="Your new passphrase", twice=True)
        passphrases.choose_own(path, user, old, new, now=access.now()).database.close()
    else:
        try:
            new = access.passphrase(said, variable=_NEW, prompt="Your new passphrase", twice=True)
            _do(caseload, passphrases.change_own, path, old, new)
        finally:
            caseload.database.close()
    click.echo("Your passphrase is changed. The old one opens nothing any more.", err=True)


@click.group()
@access.options
@click.pass_context
def recovery(context: click.Context, /, **given: Any) -> None:
    """The recovery sheet: the way in when passphrases are forgotten."""
    access.remember(context, given)


@recovery.command("new")
@click.option("--sheet", metavar="FILE.pdf", help="Write the sheet here instead of printing its key.")
@access.options
@click.pass_context
def recovery_new(context: click.Context, /, sheet: str | None, **given: Any) -> None:
    """Make a new recovery sheet; the one there is opens this caseload no more."""
    from lac_tracker.services import passphrases

    said = access.remember(context, given)
    with access.opened(said) as caseload:
        path = access.caseload_path(said)
        changes = _do(caseload, passphrases.new_sheet, path, access.passphrase(said))
    write_sheet(sheet, path, caseload.actor.full_name, str(changes.report))


@click.command()
@click.option(
    "--sheet", metavar="FILE.pdf", help="Write the new recovery sheet here instead of printing its key."
)
@click.option("--yes", is_flag=True, help="Don't ask.")
@access.options
@click.pass_context
def rekey(context: click.Context, /, sheet: str | None, yes: bool, **given: Any) -> None:
    """Change the key of the caseload: to shut out somebody who left and may have kept a copy of the file.

    Nobody may have it open. Everyone keeps their passphrase; the recovery sheet is a new one.
    """
    from lac_tracker.services import passphrases

    said = access.remember(context, given)
    with access.opened(said) as caseload:  # it has to be closed before
        by = caseload.actor
    if not yes:
        click.confirm(
            "The recovery sheet there is opens this caseload no more. Change the key", abort=True, err=True
        )
    path = access.caseload_path(said)
    done = passphrases.change_key(
        path, access.passphrase(said), by=by, now=access.now(),
        tell=lambda step: click.echo(f"{passphrases.STEPS[step]} ({step + 1} of {len(passphrases.STEPS)})", err=True),
    )  # fmt: skip
    done.opened.database.close()
    click.echo("The key of the caseload is changed.", err=True)
    for name in done.left_out:
        click.echo(f"A new passphrase is needed for {name}: lac-tracker person reset", err=True)
    write_sheet(sheet, path, by.full_name, done.recovery_key)


@contextmanager
def _team(context: click.Context, given: dict[str, Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Give what was said, the open caseload and the people of the team, for a command about one of them."""
    from lac_tracker.services import team_people

    said = access.remember(context, given)
    with access.opened(said) as caseload:
        path, today = access.caseload_path(said), access.today()
        try:
            with caseload.database.reading() as session:
                lines = team_people.listed(session, path, by=caseload.actor, now=access.now(), today=today)
        except NotAllowed:
            caseload.database.note_refusal(Entry(caseload.actor, access.now(), Action.MANAGE_PEOPLE.value))
            raise
        yield said, caseload, lines


def _named(lines: Any, user_name: str) -> Any:
    wanted = user_name.strip().casefold()
    found = next((one for one in lines if one.user_name == wanted), None)
    if found is None:
        raise NotFound(f"There is nobody with the user name '{wanted}' in the team")
    return found


def _do(caseload: Any, command: Callable[..., Any], *args: Any, **more: Any) -> Any:
    moment = access.now()
    with access.writing(caseload, moment) as session:
        return command(session, *args, by=caseload.actor, now=moment, **more)
