"""`reconcile`: the caseload beside a council's list; exit 1 while a difference is not resolved."""

from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access, output
from lac_tracker.cli.list_imports import received_list
from lac_tracker.domain.reconciliation import Difference

_FINDINGS = 1  # exit code: done, and something was found


@click.command()
@click.argument("path", metavar="FOLDER_OR_FILE")
@click.option("--council", metavar="CODE", help="The council it is of; needed where a caseload has several.")
@click.option(
    "--password-file", metavar="FILE", help="The password of a workbook, in the first line of a file."
)
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def reconcile(
    context: click.Context, /, path: str, *, council: str | None, password_file: str | None, wants_json: bool,
    **given: Any,
) -> int:  # fmt: skip
    """Compare a return (a folder, or its XML file) or a council's list with the caseload. Changes nothing.

    Ends with 1 while any difference is not resolved, with 0 when there is none.
    """
    from lac_tracker.services import imports, reconciliation

    said, moment, today = access.remember(context, given), access.now(), access.today()
    with access.opened(said) as caseload, caseload.database.reading() as session:
        by = caseload.actor
        chosen = imports.choose_council(session, council, by=by)
        found = _differences(session, Path(path), chosen, password_file, by=by, now=moment, today=today)
        found = reconciliation.leaving_the_screen(session, found, by=by, now=moment, today=today)
    if wants_json:
        output.as_json([_as_json(one) for one in found])
    else:
        for one in found:
            resolved = f" [{one.resolved_words}]" if one.resolved_words else ""
            click.echo(f"{one.reference}: {one.words}{resolved}")
        still_open = sum(one.is_open for one in found)
        click.echo(
            f"{len(found)} differences, {still_open} of them not resolved." if found else "No differences."
        )
    return _FINDINGS if any(one.is_open for one in found) else 0


def _differences(
    session: Any, path: Path, council: str, password_file: str | None, **more: Any
) -> tuple[Difference, ...]:
    from lac_tracker.exchange.ssda903 import read_ssda903
    from lac_tracker.services import files, reconciliation

    if path.is_dir() or path.suffix.casefold() == ".xml":
        staged = read_ssda903(files.read_return(path))
        return reconciliation.compare(session, staged, council=council, **more)
    received = received_list(path, password_file)
    matching = reconciliation.matching_of(session, received, council=council, **more)
    return reconciliation.compare_list(session, received, matching, council=council, **more)


def _as_json(one: Difference) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "council_id": one.council_id or None,
        "name": one.name or None,
        "theirs": one.theirs or None,
        "ours": one.ours or None,
        "words": one.words,
        "resolution": one.resolution,
        "reason": one.reason or None,
        "resolved_on": one.resolved_on,
        "resolved_by": one.resolved_by or None,
    }
