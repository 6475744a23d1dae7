"""`import history` and `import undo`: the imports there were, and one taken back as a whole."""

from typing import Any

import click

from lac_tracker.cli import access, output
from lac_tracker.domain.import_history import ImportItem, UndoReport

_COLUMNS = (
    ("import_id", "Import"), ("made_at", "When"), ("kind", "What"), ("council", "Council"), ("counts", "Children"),
    ("made_by", "By"), ("state", ""),
)  # fmt: skip


@click.command()
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def history(context: click.Context, /, *, wants_json: bool, **given: Any) -> None:
    """List the imports there were, the newest first."""
    from lac_tracker.services import import_history

    said = access.remember(context, given)
    with access.opened(said) as caseload, caseload.database.reading() as session:
        found = import_history.imports(session, by=caseload.actor, now=access.now())
    if wants_json:
        output.as_json([_as_json(one) for one in found])
        return
    output.as_table(_COLUMNS, [_as_row(one) for one in found])


@click.command()
@click.argument("import_id", type=int, metavar="ID")
@click.option("--because", default="", metavar="WORDS", help="Why it is undone; kept with the import.")
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def undo(context: click.Context, /, import_id: int, *, because: str, wants_json: bool, **given: Any) -> None:
    """Put back everything an import wrote, as long as nothing was built on it."""
    from lac_tracker.services import import_history

    said, moment = access.remember(context, given), access.now()
    with access.opened(said) as caseload:
        access.before_import(caseload, moment)
        with access.writing(caseload, moment) as session:
            changes = import_history.undo(session, import_id, by=caseload.actor, now=moment, because=because)
    report = changes.report
    assert isinstance(report, UndoReport)
    if wants_json:
        output.as_json(report)
        return
    click.echo(
        f"Import {import_id} is undone: {report.children_removed} children removed, "
        f"{report.children_restored} put back as they were."
    )


def _as_json(one: ImportItem) -> dict[str, Any]:
    return {
        "import_id": one.id,
        "kind": one.kind,
        "council": one.council or None,
        "files": one.files,
        "made_at": one.made_at,
        "made_by": one.made_by,
        "children_created": one.created,
        "children_updated": one.updated,
        "rows_refused": one.refused,
        "rows_set_aside": one.set_aside,
        "may_undo": one.may_undo if one.is_looked_up else None,  # of an old one `import undo` tells
        "why_not": one.why_not or None,
        "undone": one.undone or None,
    }


def _as_row(one: ImportItem) -> dict[str, Any]:
    aside = f"{one.set_aside} rows to decide" if one.set_aside else ""
    return {
        "import_id": one.id,
        "made_at": f"{one.made_at.astimezone():%Y-%m-%d %H:%M}",
        "kind": one.words,
        "council": one.council,
        "counts": one.counts,
        "made_by": one.made_by,
        "state": one.undone or aside,
    }
