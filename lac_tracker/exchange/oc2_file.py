"""The table OC2 of the yearly return as a file: the columns of the return, dates DD/MM/YYYY, UTF-8 without a mark.

It goes into the council's system, not into a spreadsheet: identifiers stand as the council gave them. One that a
spreadsheet would run as a formula is refused, as it can be no identifier of a council.
"""

import csv
import io
from collections.abc import Sequence

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.return_export import OC2_COLUMNS, Row
from lac_tracker.exchange.csv_file import safe_cell

FILE_NAME = "oc2.csv"


def write(rows: Sequence[Row]) -> bytes:
    """Return the bytes of the file: a line for each child, as they stand in `rows`.

    Raises UserError for an identifier that a spreadsheet would run.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(OC2_COLUMNS)
    for row in rows:
        if safe_cell(row.council_id) != row.council_id:
            raise UserError(
                f"'{row.council_id}' cannot be an identifier of the council: a spreadsheet would run it as a formula. "
                "Correct it on the child's record. Nothing was written"
            )
        told = {"CHILD": row.council_id, "DOB": row.born.strftime("%d/%m/%Y"), **row.values}
        writer.writerow([told.get(column, "") for column in OC2_COLUMNS])
    return file.getvalue().encode()
