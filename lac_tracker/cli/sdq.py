"""`sdq score`: raw answers of many questionnaires to scores and bands, without any caseload; and `sdq wording`."""

import sys
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from lac_tracker.cli import access
from lac_tracker.domain.errors import UserError


@click.group()
@access.options
@click.pass_context
def sdq(context: click.Context, /, **given: Any) -> None:
    """Strengths and difficulties questionnaires."""
    access.remember(context, given)


@sdq.command()
@click.argument("file", metavar="FILE.csv")
@click.option(
    "--version",
    "form",
    default="parent-4-17",
    metavar="FORM",
    show_default=True,
    help="Which form was filled in.",
)
@access.options
def score(file: str, form: str, **_: Any) -> None:
    """Score the raw answers in the columns q1 to q25 and ebddiff, distres, imphome, impfrie, impclas, impleis.

    Items are 0 to 2 and impact 0 to 3 as on the form; blank is not answered. Writes one row of scores and bands for
    each row, in the same order. Rows with a value that cannot be are named, and their scores left blank.
    """
    from lac_tracker.exchange import sdq_file

    version, path = _version(form), Path(file)
    if not path.is_file():
        raise UserError(f"There is no file at {path}")
    with path.open("rb") as handle:
        encoding = sdq_file.find_encoding(path.name, iter(lambda: handle.read(1 << 16), b""))
    missing: list[str] = []
    with closing(_rows(path, encoding, missing)) as rows:
        for _row in rows:  # all of it can be read, or nothing is written
            pass
    _say_doubts(version, missing)
    out = sys.stdout.buffer
    out.write((",".join(sdq_file.WRITTEN) + "\r\n").encode())
    with closing(_rows(path, encoding, [])) as rows:
        for line in _scored(rows, path.name, version):
            out.write(line.encode())


def _rows(path: Path, encoding: str, missing: list[str]) -> Generator[Any, None, None]:
    from lac_tracker.exchange import sdq_file

    with path.open(encoding=encoding, newline="") as handle:
        lines = iter(lambda: handle.readline(sdq_file.LONGEST_LINE), "")
        yield from sdq_file.read_answers(path.name, lines, missing=missing)


def _scored(rows: Iterator[Any], name: str, version: str) -> Iterator[str]:
    from lac_tracker.domain.sdq import score as score_of
    from lac_tracker.exchange import sdq_file

    keys = _keys(version)
    for row in rows:
        if row.doubt:
            click.echo(f"{name}, line {row.line}: {row.doubt}", err=True)
        if row.faults:
            click.echo(f"{name}, line {row.line}: {'; '.join(row.faults)}. This row has no scores", err=True)
            yield sdq_file.written_row(None, {})
            continue
        scores = score_of(row.answers, version)
        bands = {
            column: found[at] for column, measure, found in keys if (at := scores.of(measure)) is not None
        }
        yield sdq_file.written_row(scores, bands)


def _keys(version: str) -> list[tuple[str, str, list[str]]]:
    """Return for each column of bands its measure and the key of the band of every score."""
    from lac_tracker.exchange.sdq_file import BANDED
    from lac_tracker.storage import sdq_bands

    found = []
    for system in ("band3", "band4"):
        for measure in BANDED:
            table = sdq_bands.tables().get((version, system, measure))
            if table is not None:
                bands = sorted(table.bands, key=lambda band: band.low)
                keys = [band.key for band in bands for _ in range(band.low, band.high + 1)]
                found.append((f"{system}_{measure}", measure, keys))
    return found


def _say_doubts(version: str, missing: list[str]) -> None:
    from lac_tracker.exchange.sdq_file import BANDED
    from lac_tracker.storage import sdq_bands

    if missing:
        click.echo(f"No column {', '.join(missing)}: read as not answered", err=True)
    tables = {
        f"{system}_{measure}": sdq_bands.tables().get((version, system, measure))
        for system in ("band3", "band4")
        for measure in BANDED
    }
    if not any(tables.values()):
        click.echo("No bands were published for this form: the columns of bands are blank", err=True)
    doubted = [column for column, table in tables.items() if table and not table.is_verified]
    if doubted:
        click.echo(f"Bands not verified: {', '.join(doubted)}", err=True)


def _version(form: str) -> str:
    from lac_tracker.domain.sdq import VERSIONS

    key = form.strip().casefold().replace("-", "_")
    if key not in VERSIONS:
        known = ", ".join(one.replace("_", "-") for one in VERSIONS)
        raise UserError(f"There is no form '{form}'. It can be: {known}")
    return key


@sdq.command()
@click.argument("form", metavar="FORM")
@click.argument("file", metavar="[FILE]", required=False)
@click.option(
    "--licence-note", metavar="WORDS", default="", help="Which licence allows the wording to be shown."
)
@click.option("--remove", "removes", is_flag=True, help="Take the wording of the form away again.")
@access.options
@click.pass_context
def wording(
    context: click.Context, /, form: str, file: str | None, *, licence_note: str, removes: bool, **given: Any
) -> None:
    """Load a licensed team's own wording of FORM from FILE, to be shown beside the item numbers. Managers only.

    FILE is CSV with the columns item and words, or TOML with the words of "1" to "25" under [items].
    """
    from lac_tracker.exchange.sdq_wording_file import read_wording
    from lac_tracker.services import sdq_wording
    from lac_tracker.services.files import read_received

    said, version = access.remember(context, given), _version(form)
    if removes == (file is not None):
        raise UserError("Name the file with the wording, or say --remove")
    items = () if file is None else read_wording(Path(file).name, read_received(Path(file)))
    with access.opened(said) as caseload:
        by, moment = caseload.actor, access.now()
        with access.writing(caseload, moment) as session:
            if removes:
                sdq_wording.remove(session, version, by=by, now=moment)
            else:
                sdq_wording.load(session, version, by=by, now=moment, items=items, licence_note=licence_note)
    done = "Removed the wording of" if removes else "Loaded the wording of"
    click.echo(f"{done} {version.replace('_', '-')}.", err=True)
