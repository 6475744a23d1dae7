"""A list or a return: which one it is, the columns tell; a return names nobody."""

import pytest

from lac_tracker.exchange.ssda903_columns import COLUMNS
from lac_tracker.ui.screens.import_reading import is_return


def a_file(*columns):
    return {"2025/some.csv": (",".join(columns) + "\n").encode()}


@pytest.mark.parametrize("table", COLUMNS)
def test_every_table_of_a_return_is_known_as_one(table):
    assert is_return(a_file(*COLUMNS[table]))


@pytest.mark.parametrize("name", ["Surname", "Child name", "First name", "NHS Number"])
def test_a_list_with_the_columns_of_a_return_and_names_is_a_list(name):
    assert not is_return(a_file("Child ID", name, "DOB", "Gender", "Ethnicity", "UASC", "Date became LAC"))
    assert is_return(a_file("Child ID", "DOB", "Gender", "Ethnicity"))


def test_an_xml_file_is_a_return():
    assert is_return({"2025/return.xml": b"<EXPSSDA903/>"})
