"""Figures that tests measured, for the table of `make torture`: one line of JSON each, in the file LAC_TRACKER_RESULTS names."""

import json
import os

FILE = os.environ.get("LAC_TRACKER_RESULTS")  # tests themselves are run without the program's own settings


def note(promise: str, what: str, figure: str) -> None:
    """Add a measured figure to the results of this run; nothing is written where no file was named.

    promise: as safety.md numbers it, such as 'P2' or 'P2 Q1'. what: what was measured, as the table says it.
    figure: the number with its unit, such as '1,000 kills, 0 saves lost'.
    """
    if FILE is None:
        return
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    line = json.dumps({"promise": promise, "what": what, "figure": figure, "test": test})
    # One write to the end of the file: tests of several processes never mix their lines.
    descriptor = os.open(FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(descriptor, f"{line}\n".encode())
    finally:
        os.close(descriptor)
