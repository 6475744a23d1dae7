"""`plan pdf`: every paper about a child."""

from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access, drawing
from lac_tracker.domain.errors import UserError


@click.group()
@access.options
@click.pass_context
def plan(context: click.Context, /, **given: Any) -> None:
    """Health plans."""
    access.remember(context, given)


@plan.command("pdf")
@click.argument("identifier", metavar="COUNCIL_ID_OR_NHS_NUMBER")
@click.option(
    "--document", required=True, metavar="NAME", help="Such as gp-summary, full-plan or carer-copy."
)
@click.option(
    "--for", "made_for", default="", metavar="WHO", help="Of several, for whom: an owner, a contributor."
)
@click.option("--out", required=True, metavar="FILE")
@click.option("--council", metavar="CODE")
@access.options
@click.pass_context
def pdf(
    context: click.Context,
    /,
    identifier: str,
    document: str,
    made_for: str,
    out: str,
    council: str | None,
    **given: Any,
) -> None:
    """Make a document about a child from the record as it is, keep it with the record and write it to FILE.

    A GP summary has its filing slip beside it, under the same name: .json, .csv and .txt.
    """
    from lac_tracker.services import dispatch, filing
    from lac_tracker.services.files import check_new_file, write_new_file
    from lac_tracker.storage import children

    said = access.remember(context, given)
    dispatch.check_document_name(document)
    target = Path(out)
    check_new_file(target)  # before anything is made and kept
    moment, missing = access.now(), list[str]()
    with access.opened(said) as caseload:
        with access.writing(caseload, moment) as session:
            child_id = children.find(
                session, caseload.actor.team_id, access.identifier(identifier), access.council(council)
            )
            changes = dispatch.make_document(
                session,
                child_id,
                document,
                drawing.noting(missing),
                made_for=made_for,
                by=caseload.actor,
                now=moment,
            )
            assert changes.made_id is not None
            kept = dispatch.kept_document(session, child_id, changes.made_id, by=caseload.actor, now=moment)
            slip = filing.kept_slip(session, child_id, changes.made_id, by=caseload.actor, now=moment)
        write_new_file(target, kept.content)
    click.echo(f"Wrote {target} ({document}, {kept.reference}, version {kept.version_number}).", err=True)
    _write_slip(slip, target)
    drawing.tell(missing)
    for words in kept.left_out:
        click.echo(f"Left out: {words}", err=True)


def _write_slip(slip: Any, target: Path) -> None:
    """Write the slip of a GP summary beside it, or say why it has none. The paper itself is written and kept already."""
    from lac_tracker.domain.filing_slip import FilingSlip
    from lac_tracker.exchange import filing_slip
    from lac_tracker.services.files import write_new_file

    if isinstance(slip, FilingSlip):
        try:
            for name, content in filing_slip.files_beside(slip, target.name):
                write_new_file(target.with_name(name), content)
        except UserError as error:
            click.echo(f"No filing slip: {error}", err=True)
    elif slip:
        click.echo(f"No filing slip: {'; '.join(slip)}", err=True)
