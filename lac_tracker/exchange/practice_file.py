"""The national file of GP practices, in the layout of 'epraccur': 27 columns, with or without a row of names, as CSV or zipped."""

import io
import re
import zipfile
from datetime import date

from lac_tracker.domain.errors import ImportRefused, UserError
from lac_tracker.domain.identifiers import check_organisation_code
from lac_tracker.domain.imports import Problem
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.practices import Practice
from lac_tracker.exchange.reading import MOST_BYTES, Row, read_whole

_COLUMNS = 27
_SMALL = {"And", "At", "By", "In", "Of", "On", "The"}
# Places of the columns, from 0.
_CODE, _NAME, _ADDRESS, _POSTCODE, _OPENED, _CLOSED, _STATUS, _PHONE, _SETTING = (
    0,
    1,
    slice(4, 9),
    9,
    10,
    11,
    12,
    17,
    25,
)
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)


def read_practices(name: str, data: bytes) -> tuple[tuple[Practice, ...], tuple[Problem, ...]]:
    """Return the practices of a file, in the order of their codes, and the rows that were refused.

    name: of the file, for the problems. Raises ImportRefused when it is no file of practices, or none of its rows is one.
    """
    rows = read_whole(name, _unzipped(name, data), width=_COLUMNS)
    found: dict[str, Practice] = {}
    refused: list[Problem] = []
    for number, row in enumerate(rows):
        if len(row.cells) < _SETTING + 1:
            reason = f"has {len(row.cells)} columns, a file of practices has {_COLUMNS}"
            refused.append(Problem(name, row.line, "", "", reason))
            continue
        try:
            one = _practice(row)
        except UserError as error:
            if number or _looks_like_a_code(row.cells[_CODE]):  # the first may be a row of names
                refused.append(Problem(name, row.line, "code", row.cells[_CODE][:60], str(error)))
            continue
        if one.code in found:
            refused.append(
                Problem(name, row.line, "code", one.code, "stands in the file twice; the first was taken")
            )
        else:
            found[one.code] = one
    if not found:
        raise ImportRefused(
            f"{name} holds no GP practices. Choose the file 'epraccur' of the Organisation Data Service, as CSV or ZIP. "
            "Nothing was changed"
        )
    return tuple(found[code] for code in sorted(found)), tuple(refused)


def _unzipped(name: str, data: bytes) -> bytes:
    if not data.startswith(b"PK\x03\x04"):
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            tables = [one for one in archive.infolist() if one.filename.casefold().endswith(".csv")]
            if len(tables) != 1:
                raise ImportRefused(
                    f"{name} holds {len(tables)} CSV files, one is expected. Unpack it and choose the right one. Nothing was changed"
                )
            with archive.open(tables[0]) as file:  # no more than fits, whatever the archive says of its size
                found = file.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ImportRefused(
            f"{name} is a damaged or locked archive. Ask for it again. Nothing was changed"
        ) from error
    return found


def _practice(row: Row) -> Practice:
    cells = [clean_line(cell) for cell in row.cells]
    code = check_organisation_code(cells[_CODE])  # of the Channel Islands too: three letters, three digits
    name = cells[_NAME]
    if not name:
        raise UserError("has no name")
    return Practice(
        code=code,
        name=_as_written(name),
        address="\n".join(_as_written(part) for part in cells[_ADDRESS] if part),
        postcode=cells[_POSTCODE].upper(),
        phone=cells[_PHONE],
        opened_on=_day(cells[_OPENED]),
        closed_on=_day(cells[_CLOSED]),
        status=cells[_STATUS].upper()[:1],
        setting=cells[_SETTING],
    )


def _looks_like_a_code(cell: str) -> bool:
    return any(character.isdigit() for character in cell)


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _as_written(text: str) -> str:
    """Return what stands in capitals as people write it: 'THE OLD MILL SURGERY' → 'The Old Mill Surgery'."""
    if text != text.upper():
        return text
    words = [part[:1] + part[1:].lower() for part in re.split(r"([\s\-/(.&]+)", text)]
    made = "".join(word.lower() if word in _SMALL and place else word for place, word in enumerate(words))
    return re.sub(r"\b(Nhs|Gp|Pcn|Uk)\b", lambda found: found[0].upper(), made)
