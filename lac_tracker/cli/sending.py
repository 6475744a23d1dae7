"""`plans send-queue`: make every plan that is ready to go, and say what the others wait for."""

from pathlib import Path
from typing import Any, cast

import click

from lac_tracker.cli import access, drawing, output
from lac_tracker.domain.errors import DatabaseUnavailable, UserError
from lac_tracker.domain.sending import ROUTES

FINDINGS = 1  # exit code: something that was ready could not be made
_TABLE = (
    ("state", "State"), ("shown_name", "Child"), ("papers", "Document"), ("sent_to", "To"), ("send_by", "Send by"),
    ("why", "Files, or what is missing"),
)  # fmt: skip


@click.group()
@access.options
@click.pass_context
def plans(context: click.Context, /, **given: Any) -> None:
    """Plans of the whole team."""
    access.remember(context, given)


@plans.command("send-queue")
@click.option("--out", required=True, metavar="DIR", help="Folder for the files; made when it is not there.")
@click.option(
    "--mark-sent", "route", metavar="ROUTE",
    type=click.Choice([*(one.replace("_", "-") for one in ROUTES)]),
    help=f"Record them as sent by this route: {', '.join(one.replace('_', '-') for one in ROUTES)}.",
)  # fmt: skip
@click.option("--json", "wants_json", is_flag=True)
@click.option("--today", "on", metavar="YYYY-MM-DD", help="Look at the queue as on this day.")
@access.options
@click.pass_context
def send_queue(
    context: click.Context, /, out: str, route: str | None, on: str | None, *, wants_json: bool, **given: Any
) -> int:
    """Make every plan that is ready into DIR, with its filing slip, and list what was made and what is missing.

    File names say nothing about the child, and no file is written over. --mark-sent records those that can go that way
    as sent today; it sends nothing. Exit code 1 when something that was ready could not be made.
    """
    from lac_tracker.services import make_plans, sending

    said = access.remember(context, given)
    folder = _folder(Path(out))
    today, moment = access.read_day(on, "--today") or access.today(), access.now()
    rows: list[dict[str, Any]] = []
    with access.opened(said) as caseload:
        with caseload.database.reading() as session:
            found = sending.queue(session, by=caseload.actor, now=moment, today=today)
        done: set[tuple[int, str]] = set()
        made: list[tuple[Any, dict[str, Any]]] = []
        for copy, papers in make_plans.still_to_make(found.ready, done):
            row = _row(copy)
            try:
                row |= _make(caseload, copy, papers, folder, moment)
                made.append((copy, row))
            except DatabaseUnavailable:
                raise
            except UserError as error:
                row |= {"state": "failed", "missing": [str(error)]}
            else:
                done.update((copy.parcel.child_id, one) for one in papers)
            rows.append(row)
        if route is not None:
            _mark(caseload, made, route.replace("-", "_"), moment, today)
    rows += [_row(copy) for copy in found.missing]
    _show(rows, folder, wants_json=wants_json)
    return FINDINGS if any(row["state"] == "failed" for row in rows) else 0


def _make(caseload: Any, copy: Any, papers: tuple[str, ...], folder: Path, moment: Any) -> dict[str, Any]:
    """Make the papers of one copy that are still to make and write them; return what the row says of it."""
    from lac_tracker.services import make_plans
    from lac_tracker.services.files import write_new_file

    if not papers:
        return {"state": "made", "files": [], "slip": None}
    missing: list[str] = []
    with access.writing(caseload, moment) as session:
        changes = make_plans.make(
            session, copy.parcel.child_id, papers, drawing.noting(missing), by=caseload.actor, now=moment
        )
    files: list[str] = []
    slip: str | None = None
    for paper in cast(tuple[Any, ...], changes.report):
        beside, words = _files(paper)
        slip = words or slip
        for name, content in beside:
            write_new_file(folder / name, content)
            files.append(name)
    return {"state": "made", "files": files, "slip": slip, "not_printed": missing}


def _files(paper: Any) -> tuple[list[tuple[str, bytes]], str | None]:
    """Return the files of a paper, and in words whether it has a slip; None where none belongs to it."""
    from lac_tracker.domain.filing_slip import FilingSlip
    from lac_tracker.exchange import filing_slip
    from lac_tracker.exchange.file_names import document_name

    name = document_name(paper.document, paper.day, paper.reference)
    if isinstance(paper.slip, FilingSlip):
        return [(name, paper.content), *filing_slip.files_beside(paper.slip, name)], "written"
    return [(name, paper.content)], f"refused: {'; '.join(paper.slip)}" if paper.slip else None


def _mark(caseload: Any, made: list[tuple[Any, dict[str, Any]]], route: str, moment: Any, today: Any) -> None:
    """Record as sent what can go by a route: all in one transaction. Each row says whether it was, and why not."""
    from lac_tracker.services import mark_sent, sending

    with caseload.database.reading() as session:
        now = {
            one.key: one for one in sending.queue(session, by=caseload.actor, now=moment, today=today).ready
        }
    marked = []
    for copy, row in made:
        fresh = now.get(copy.key)
        mark = mark_sent.row_of(fresh) if fresh is not None else None
        if mark is None or not mark.document_ids:
            row["not_marked_because"] = "Its documents were not made"
        elif mark.warning:
            row["not_marked_because"] = mark.warning
        elif route in ("secure_email", "post", "clinical_system") and not mark.marked(route).address_used:
            row["not_marked_because"] = f"No address for: {ROUTES[route].lower()}"
        else:
            marked.append(mark.marked(route))
            row["marked_sent"] = route
    if marked:
        with access.writing(caseload, moment) as session:
            how = mark_sent.HowSent(route, today)
            mark_sent.mark_as_sent(session, tuple(marked), how, by=caseload.actor, now=moment, today=today)


def _row(copy: Any) -> dict[str, Any]:
    from lac_tracker.services.sending import papers_words

    parcel, standing = copy.parcel, copy.standing
    is_closed = copy.born is None  # a restricted record
    return {
        "child_id": None if is_closed else parcel.child_id,
        "council_id": copy.council_id,
        "name": None if is_closed or copy.shown_name == f"Council ID {copy.council_id}" else copy.shown_name,
        "shown_name": copy.shown_name,
        "nhs_number": copy.nhs_number,
        "reader": parcel.reader.value,
        "to": parcel.to.name or None if parcel.to else None,
        "documents": list(parcel.papers),
        "papers": papers_words(copy),
        "signed_on": parcel.signed_on,
        "send_by": standing.send_by,
        "late": standing.is_late,
        "replaces": standing.replaces or None,
        "rejected": standing.rejected or None,
        "state": "missing" if standing.missing else "ready",
        "missing": list(standing.missing),
        "files": [],
        "slip": None,
        "not_printed": [],
        "marked_sent": None,
        "not_marked_because": None,
    }


def _show(rows: list[dict[str, Any]], folder: Path, *, wants_json: bool) -> None:
    from lac_tracker.domain.dates import show_date

    if wants_json:
        output.as_json(
            [{key: row[key] for key in row if key not in ("shown_name", "papers")} for row in rows]
        )
    else:
        lines = []
        for row in rows:
            why = "; ".join(row["missing"]) or ", ".join(row["files"]) or "made with the copy above"
            if row["slip"] and row["slip"] != "written":
                why += f" (no filing slip, {row['slip']})"
            if row["marked_sent"]:
                why += f" (marked as sent, {ROUTES[row['marked_sent']].lower()})"
            elif row["not_marked_because"]:
                why += f" (not marked as sent: {row['not_marked_because']})"
            late = ", late" if row["late"] else ""
            lines.append(
                row | {"why": why, "send_by": show_date(row["send_by"]) + late, "sent_to": row["to"]}
            )
        output.as_table(_TABLE, lines)
    for row in rows:
        drawing.tell(row["not_printed"], f"{', '.join(row['files'])}: ")
    made, failed = (sum(row["state"] == state for row in rows) for state in ("made", "failed"))
    files = sum(len(row["files"]) for row in rows)
    click.echo(
        f"{made} made in {files} files in {folder}; {failed} could not be made; "
        f"waiting for something: {sum(row['state'] == 'missing' for row in rows)}.",
        err=True,
    )


def _folder(folder: Path) -> Path:
    """Return the folder for the files, made when it is not there. Raises UserError for a file or a missing parent."""
    if folder.is_dir():
        return folder
    if folder.exists():
        raise UserError(f"There is a file at {folder}. Nothing was made. Name a folder")
    if not folder.parent.is_dir():
        raise UserError(f"The folder {folder.parent} is not there. Make it first, or choose another")
    folder.mkdir(mode=0o700)
    return folder
