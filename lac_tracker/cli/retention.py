"""`retention list`: the records whose last day has passed. Disposal is for two people at the window, and never a command."""

from typing import TYPE_CHECKING, Any

import click

from lac_tracker.cli import access, output

if TYPE_CHECKING:  # it brings the storage with it
    from lac_tracker.services.retention import RecordRow

_COLUMNS = (
    ("council", "Council"), ("council_id", "Council ID"), ("born", "Born"), ("kept_until", "Kept until"),
    ("class", "Class"), ("status", "Status"),
)  # fmt: skip


@click.group("retention")
def retention() -> None:
    """How long records are kept."""


@retention.command("list")
@click.option("--on-hold", is_flag=True, help="The records that somebody put on hold instead.")
@click.option(
    "--today", metavar="DATE", help="As on this day, YYYY-MM-DD; the day on this computer when left out."
)
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def list_records(
    context: click.Context, /, *, on_hold: bool, today: str | None, wants_json: bool, **given: Any
) -> None:
    """List the records to review: their last day has passed and nothing holds them. Nothing is disposed of."""
    from lac_tracker.services import retention as service

    said, day = access.remember(context, given), access.read_day(today, "--today") or access.today()
    asked = service.on_hold if on_hold else service.review
    with access.opened(said) as caseload, caseload.database.reading() as session:
        found = asked(session, by=caseload.actor, now=access.now(), today=day)
    rows = [_row(one) for one in found]
    if wants_json:
        output.as_json(rows)
        return
    output.as_table(_COLUMNS, rows)


def _row(one: "RecordRow") -> dict[str, Any]:
    """Return a record as it leaves the program: by the council's id, and by no name."""
    return {
        "council": one.council,
        "council_id": one.council_id,
        "born": one.born,
        "kept_until": one.kept_until,
        "class": one.class_words,
        "status": one.status,
        "holds": one.holds,
    }
