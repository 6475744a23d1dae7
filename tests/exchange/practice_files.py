"""Files of GP practices in the national layout, made for tests. All practices are invented."""

import csv
import io


def line(code, name="THE OLD MILL SURGERY", **given):
    """Return one row of 27 columns."""
    cells = [""] * 27
    cells[0], cells[1] = code, name
    cells[2:4] = ["Y60", "QPM"]
    cells[4:9] = given.get("address", ["1 MILL LANE", "", "KETTERING", "NORTHAMPTONSHIRE", ""])
    cells[9] = given.get("postcode", "NN15 0AB")
    cells[10], cells[11] = given.get("opened", "19740401"), given.get("closed", "")
    cells[12], cells[17] = given.get("status", "A"), given.get("phone", "01536 000000")
    cells[25] = given.get("setting", "4")
    return cells


def a_file(*rows):
    """Return a CSV file of rows."""
    made = io.StringIO()
    csv.writer(made, quoting=csv.QUOTE_ALL).writerows(rows)
    return made.getvalue().encode()
