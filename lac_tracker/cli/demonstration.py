"""`demo`: a demonstration caseload of invented children, with its papers."""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access, lists
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.standing import Status


@click.command()
@click.argument("folder", metavar="DIR")
@click.option("--children", type=click.IntRange(1, 20_000), default=300, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--today", "on", metavar="YYYY-MM-DD")
@access.options
def demo(folder: str, children: int, seed: int, on: str | None, **_: Any) -> None:
    """Make DIR/demo.lac with invented children and DIR/plans with their papers. Never opens a window."""
    where = Path(folder)
    today = access.read_day(on, "--today") or access.today()
    options = {"children": children, "seed": seed, "today": today.isoformat()}
    marker = where / "demonstration.json"
    if marker.exists() and _same(marker, options, asked=on is not None):
        kept = json.loads(marker.read_text(encoding="utf-8"))
        click.echo(f"The demonstration in {where} is kept as it is.", err=True)
        _show(where, kept)
        return
    if where.exists() and (not where.is_dir() or any(where.iterdir())):
        raise UserError(
            f"{where} is not empty and holds no demonstration made with these options. Choose an empty folder"
        )
    where.mkdir(parents=True, exist_ok=True)
    _make(where, marker, options)


def _make(where: Path, marker: Path, options: dict[str, Any]) -> None:
    from lac_tracker.documents import catalogue
    from lac_tracker.exchange.file_names import document_name
    from lac_tracker.services import demo_data, demo_papers, sign_in
    from lac_tracker.services.files import write_new_file

    today = access.read_day(options["today"], "--today")
    assert today is not None
    now = datetime.combine(today, time(9, 0), UTC)
    path = where / "demo.lac"
    made = demo_data.make_demonstration(
        path, children=options["children"], seed=options["seed"], today=today, now=now
    )
    (where / "plans").mkdir()
    caseload = sign_in.unlock(path, made.user_name, made.passphrase, now=now)
    try:
        written = demo_papers.sample_plans(
            caseload.database,
            caseload.actor,
            where / "plans",
            catalogue.render,
            document_name,
            write_new_file,
            now=now,
        )
    finally:
        caseload.database.close()
    kept = options | {"user": made.user_name, "passphrase": made.passphrase, "plans": len(written)}
    write_new_file(marker, json.dumps(kept, indent=1).encode())
    _show(where, kept)


def _show(where: Path, kept: dict[str, Any]) -> None:
    from lac_tracker.services import sign_in

    today = access.read_day(kept["today"], "--today")
    assert today is not None
    caseload = sign_in.unlock(where / "demo.lac", kept["user"], kept["passphrase"], now=access.now())
    try:
        overdue = lists.due_list(
            caseload, today, frozenset({Status.OVERDUE, Status.DUE_TODAY, Status.AT_RISK})
        )
    finally:
        caseload.database.close()
    click.echo(
        f"Demonstration of {kept['children']} invented children on {kept['today']} in {where / 'demo.lac'}"
    )
    lists.show_table(overdue, today, most=25)
    click.echo(f"\n{kept['plans']} plan PDFs in {where / 'plans'}")
    click.echo(f"User: {kept['user']}")
    click.echo(f"Passphrase: {kept['passphrase']}")


def _same(marker: Path, options: dict[str, Any], *, asked: bool) -> bool:
    try:
        held = json.loads(marker.read_text(encoding="utf-8"))
        same = all(held[name] == value for name, value in options.items() if name != "today" or asked)
    except (ValueError, KeyError, OSError):
        return False
    return same
