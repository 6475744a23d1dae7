"""The options every command has, and the caseload they open. Reads the environment and the clock."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from lac_tracker import paths
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import CaseloadDamaged, CaseloadRefused, NotAllowed, OlderFile, UserError
from lac_tracker.domain.names import clean_line

GO_ON = 'lac-tracker audit go-on --because "why"'
WHY = "Why names are needed, for the audit log; none leaves them out. Asked for at a terminal when it is left out."

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Given:
    """What was said on the command line, before or after the command, or in the environment."""

    caseload: str | None = None
    user: str | None = None
    passphrase_file: str | None = None


def options(command: Command) -> Command:
    """Give a command the global options; they stand before or after its name."""
    for option in (
        click.option(
            "--passphrase-file", metavar="FILE", help="Read the passphrase from the first line of this file."
        ),
        click.option("--user", metavar="USER", help="Your user name (or LAC_TRACKER_USER)."),
        click.option("--caseload", metavar="PATH", help="The caseload file (or LAC_TRACKER_CASELOAD)."),
    ):
        command = option(command)
    return command


def remember(context: click.Context, given: dict[str, Any]) -> Given:
    """Join what was said here with what was said before the command; the later word counts."""
    before: Given = context.obj if isinstance(context.obj, Given) else Given()
    said = {name: given.get(name) or getattr(before, name) for name in Given.__dataclass_fields__}
    now_given = Given(**said)
    context.obj = now_given
    return now_given


@contextmanager
def opened(given: Given, *, older_because: str = "") -> Iterator[Any]:
    """Open the caseload of the command line as the person of the command line; close it at the end.

    older_because: why a manager goes on with a file that is older than the one last used here.
    """
    from lac_tracker.services import known_head, sign_in

    path, user = caseload_path(given), user_name(given)
    try:
        caseload = sign_in.unlock(path, user, passphrase(given), now=now(), older_because=older_because)
    except CaseloadDamaged as error:
        raise CaseloadDamaged(f"{str(error).removesuffix('.')}{_newest_backup(path)}") from error
    except OlderFile as older:
        command = f". With the command: {GO_ON}" if older.may_go_on else ""
        raise CaseloadRefused(f"{older}{command}") from None
    for words in caseload.notes:
        click.echo(f"{words}.", err=True)
    try:
        yield caseload
        with caseload.database.reading() as session:
            known_head.remember(session, by=caseload.actor, now=now())
    finally:
        caseload.database.close()


def user_name(given: Given) -> str:
    """Return who works: option or environment. Raises UserError when nobody is named."""
    user = given.user or os.environ.get("LAC_TRACKER_USER")
    if not user:
        raise UserError("Say who you are: --user NAME, or LAC_TRACKER_USER")
    return user.strip().casefold()


def _newest_backup(caseload: Path) -> str:
    """Return the sentence that offers the newest backup of a caseload that is damaged; '' without any."""
    from lac_tracker.services import restoring

    newest = restoring.newest_words(caseload, now().astimezone())
    return f". {newest}. 'lac-tracker backup restore' puts it in its place" if newest else ""


@contextmanager
def writing(caseload: Any, moment: datetime) -> Iterator[Any]:
    """Give a session in which a command writes. What the role refuses is written down, as the window does."""
    entry = Entry(caseload.actor, moment)
    try:
        with caseload.database.writing(entry) as session:
            yield session
    except NotAllowed:
        caseload.database.note_refusal(entry)
        raise


def before_import(caseload: Any, moment: datetime) -> None:
    """Make the backup that stands before an import, or its undoing, by somebody who may. Raises UserError without one."""
    from lac_tracker.domain.authorisation import Action, decide
    from lac_tracker.domain.backups import Kind
    from lac_tracker.services import backups

    if decide(caseload.actor, Action.IMPORT).allowed:  # whoever may import may undo, and load practices
        made = backups.before(caseload.database, Kind.BEFORE_IMPORT, by=caseload.actor, now=moment)
        if made.second:
            click.echo(f"The backup before the import was made. {made.second}.", err=True)


def identifier(text: str) -> str:
    """Return the council id or NHS number of a child as typed, without signs no record holds."""
    return clean_line(text, label="Council ID or NHS number")


def council(text: str | None) -> str | None:
    """Return the code of a council as typed, without signs no record holds."""
    return None if text is None else clean_line(text, label="Council")


def caseload_path(given: Given) -> Path:
    """Return the caseload that is meant: option, environment, else the person's own."""
    named = given.caseload or os.environ.get("LAC_TRACKER_CASELOAD")
    path = Path(named) if named else paths.default_caseload()
    if not path.name:
        raise UserError(f"{path} is a folder. Name the caseload file with --caseload")
    return path


def passphrase(
    given: Given, *, variable: str = "LAC_TRACKER_PASSPHRASE", prompt: str = "Passphrase", twice: bool = False
) -> str:
    """Return the passphrase: from the environment, a file, or asked for without being shown."""
    if given.passphrase_file and variable == "LAC_TRACKER_PASSPHRASE":
        return first_line(given.passphrase_file)
    if (from_environment := os.environ.get(variable)) is not None:
        return from_environment
    if not sys.stdin.isatty():
        raise UserError(f"A passphrase is needed: set {variable}, or use --passphrase-file")
    return str(click.prompt(prompt, hide_input=True, confirmation_prompt=twice, err=True))


def given_passphrase(given: Given) -> str | None:
    """Return a passphrase that was given without asking, or None."""
    if given.passphrase_file:
        return first_line(given.passphrase_file)
    return os.environ.get("LAC_TRACKER_PASSPHRASE")


def now() -> datetime:
    """Return the moment, with its time zone."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day on this computer."""
    return datetime.now().astimezone().date()


def read_day(text: str | None, option: str) -> date | None:
    """Return the day of an option written YYYY-MM-DD. Raises UserError otherwise."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    # Python alone would take 20260806 and 2026-W32-4 too.
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) or not 1900 <= day.year < 2200:
        raise UserError(f"{option} must be a real date written YYYY-MM-DD, not '{text}'")
    return day


def first_line(file: str, what: str = "passphrase") -> str:
    """Return the first line of a file that holds a passphrase or password. Raises UserError in words."""
    try:
        return Path(file).read_text(encoding="utf-8-sig").splitlines()[0]  # Notepad puts a mark in front
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise UserError(f"The {what} file {file} cannot be read, or is empty") from error


def purpose(why: str) -> str:
    """Return why names are needed, a key of domain.exports: as given, else asked for at a terminal.

    A script that does not say why is written down as one that did not.
    """
    from lac_tracker.domain.exports import NOT_SAID, PURPOSES

    if why or not sys.stdin.isatty():
        return why or NOT_SAID.key
    for one in PURPOSES:
        click.echo(f"  {one.key}: {one.words}", err=True)
    chosen: str = click.prompt(
        "Why do you need names", type=click.Choice([one.key for one in PURPOSES]), err=True
    )
    return chosen
