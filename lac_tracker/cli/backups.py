"""`backup`: make, list, verify, restore, and try a restore out."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lac_tracker.cli import access, output
from lac_tracker.domain.errors import BackupRefused

if TYPE_CHECKING:  # they bring the storage with them, which `--help` does not need
    from lac_tracker.services.restoring import Opener

_COLUMNS = (
    ("made", "Made"),
    ("kind", "Kind"),
    ("size", "Size"),
    ("second", "Second place"),
    ("file", "File"),
)


@click.group()
@access.options
@click.pass_context
def backup(context: click.Context, /, **given: Any) -> None:
    """Backups of the caseload: each was verified before it counts."""
    access.remember(context, given)


@backup.command()
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def make(context: click.Context, /, *, wants_json: bool, **given: Any) -> None:
    """Make a backup now and verify it."""
    from lac_tracker.domain.backups import Kind
    from lac_tracker.services import backups

    said = access.remember(context, given)
    with access.opened(said) as caseload:
        made = backups.make(caseload.database, Kind.BY_HAND, by=caseload.actor, now=access.now())
    if wants_json:
        output.as_json(
            {"file": str(made.path), "kind": made.kind, "made_at": made.made_at, "size": made.size,
             "second_place_problem": made.second or None, "thinned": made.removed}
        )  # fmt: skip
        return
    click.echo(made.path)
    click.echo(made.words, err=True)


@backup.command("list")
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def list_(context: click.Context, /, *, wants_json: bool, **given: Any) -> int:
    """List the backups, the newest first, and say how old the last good one is. 1 when that is too old."""
    from lac_tracker.services import backups

    said = access.remember(context, given)
    now = _local_now()
    with access.opened(said) as caseload:
        found = backups.overview(caseload.database, by=caseload.actor, now=now)
    if wants_json:
        output.as_json(
            {
                "last": found.last.words,
                "second_place": found.second.words,
                "is_fine": found.last.is_fine and found.second.is_fine,
                "refused": found.refused,
                "backups": [_as_json(one) for one in found.items],
            }
        )
    else:
        rows = [_as_row(one, now) for one in found.items]
        if rows:
            output.as_table(_COLUMNS, rows)
        for line in (found.last.words, found.second.words):
            click.echo(f"{line}.", err=True)
        for name in found.refused:
            click.echo(f"Damaged or changed, so no backup any more: {name}", err=True)
    return 0 if found.last.is_fine and not found.refused else 1


@backup.command()
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def verify(context: click.Context, /, file: str | None, *, wants_json: bool, **given: Any) -> int:
    """Verify every byte of a backup, or of all of them. 1 when one is not as it was made."""
    from lac_tracker.services import backups, restoring

    said = access.remember(context, given)
    with access.opened(said) as caseload:
        by, now = caseload.actor, access.now()
        found = backups.overview(caseload.database, by=by, now=now)
        results: dict[str, str | None] = dict.fromkeys(found.refused, "damaged, or changed since it was made")
        files = [_named(file, found.places.first)] if file else [one.path for one in found.items]
        for path in files:
            try:
                restoring.verify(caseload.database, path, by=by, now=now)
                results[path.name] = None
            except BackupRefused as error:
                results[path.name] = str(error)
    if file:
        results = {name: problem for name, problem in results.items() if name == files[0].name}
    if wants_json:
        output.as_json([{"file": name, "problem": problem} for name, problem in results.items()])
    for name, problem in results.items() if not wants_json else ():
        click.echo(f"PROBLEM {name}: {problem}" if problem else f"ok      {name}")
    return 1 if any(results.values()) else 0


@backup.command()
@click.argument("file", metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@click.option(
    "--recovery-key-file", metavar="FILE", help="The recovery key, in place of a person's passphrase."
)
@click.option("--then-passphrase-file", metavar="FILE", help="Your passphrase of then, for an earlier key.")
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def restore(
    context: click.Context, /, file: str, *, dry_run: bool, recovery_key_file: str | None,
    then_passphrase_file: str | None, wants_json: bool, **given: Any,
) -> None:  # fmt: skip
    """Put a backup in place of the caseload. What is there now is kept as a backup and as a file .before-restore."""
    from lac_tracker.services import restoring
    from lac_tracker.storage.backups import default_folder

    said = access.remember(context, given)
    caseload = access.caseload_path(said)
    path = _named(file, default_folder(caseload))
    opened_by = _opener(said, caseload, path, recovery_key_file, then_passphrase_file)
    seen = restoring.preview(caseload, path, opened_by)
    done = None if dry_run else restoring.restore(caseload, path, opened_by, now=access.now())
    if wants_json:
        output.as_json(
            {"made_at": seen.made_at, "kind": seen.kind_words, "audit_log": seen.chain or None,
             "passphrases": seen.slots, "now_unreadable": seen.now_words or None, "counts": seen.differences,
             "restored": done is not None, "kept": done.kept if done else ()}
        )  # fmt: skip
        return
    for line in (seen.now_words, seen.chain, seen.slots):
        if line:
            click.echo(f"{line}.", err=True)
    for one in seen.differences:
        click.echo(f"{one.what}: {one.words}")
    if done is None:
        click.echo("Nothing was changed.", err=True)
        return
    kept = f" Kept as {' and '.join(done.kept)}." if done.kept else ""
    click.echo(f"Restored {path.name}.{kept}", err=True)


@backup.command()
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def drill(context: click.Context, /, file: str | None, *, wants_json: bool, **given: Any) -> int:
    """Try a restore: into a folder of its own, verified there, and removed. A dated report; 1 when something is wrong."""
    from lac_tracker.services import backups, restore_drill

    said = access.remember(context, given)
    now = _local_now()
    with access.opened(said) as caseload:
        folder = (
            backups.overview(caseload.database, by=caseload.actor, now=now).places.first if file else None
        )
        path = _named(file, folder) if file and folder else None
        held = restore_drill.drill(caseload.database, path, by=caseload.actor, now=now)
    if wants_json:
        output.as_json(output.plain(held) | {"is_fine": held.is_fine})
    else:
        click.echo("\n".join(restore_drill.drill_lines(held)))
    return 0 if held.is_fine else 1


def _opener(
    said: access.Given, caseload: Path, file: Path, recovery: str | None, then: str | None
) -> "Opener":
    from lac_tracker.services.restoring import Who, opener

    if recovery:
        return opener(caseload, file, Who("", access.first_line(recovery, "recovery key")), now=access.now())
    user = access.user_name(said)
    who = Who(user, access.passphrase(said))
    of_then = Who(user, access.first_line(then)) if then else None
    return opener(caseload, file, who, of_then, now=access.now())


def _named(file: str, folder: Path) -> Path:
    """Return the backup that is meant: a path, or a name in the folder of the backups."""
    path = Path(file)
    return path if path.exists() or path.parent != Path() else folder / path.name


def _as_row(one: Any, now: datetime) -> dict[str, object]:
    from lac_tracker.domain.backups import moment

    second = {True: "yes", False: "no", None: "not known"}[one.in_second]
    earlier = ", earlier key" if one.is_of_earlier_key else ""
    return {"made": moment(one.made_at.astimezone(now.tzinfo)), "kind": f"{one.kind_words}{earlier}",
            "size": one.size_words, "second": second, "file": one.path.name}  # fmt: skip


def _as_json(one: Any) -> dict[str, object]:
    return {"file": str(one.path), "kind": one.kind, "made_at": one.made_at, "size": one.size,
            "app_version": one.app_version, "in_second_place": one.in_second, "earlier_key": one.is_of_earlier_key}  # fmt: skip


def _local_now() -> datetime:
    return access.now().astimezone()
