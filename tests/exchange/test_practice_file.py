"""The national file of GP practices: read whole, refused in words, whatever stands in it."""

import io
import zipfile
from datetime import date

import pytest

from lac_tracker.domain.errors import ImportRefused
from lac_tracker.exchange.practice_file import read_practices
from tests.exchange.practice_files import a_file, line


def zipped(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return made.getvalue()


def test_every_column_that_is_used_is_read_from_its_place():
    rows = (
        line("K83002", "NHS GP CARE AT ST JOHN'S", closed="20250331", status="C", setting="0", phone=""),
        line("K83001", address=["1 MILL LANE", "WELL-BY-THE-SEA", "", "", ""]),
        line("JER001", "Île Practice"),
    )
    found, refused = read_practices("epraccur.csv", a_file(*rows))
    assert refused == ()
    jersey, mill, johns = found
    assert (jersey.code, jersey.name) == ("JER001", "Île Practice")
    assert (mill.code, mill.name, mill.postcode, mill.phone) == (
        "K83001", "The Old Mill Surgery", "NN15 0AB", "01536 000000",
    )  # fmt: skip
    assert mill.whole_address == "1 Mill Lane\nWell-by-the-Sea\nNN15 0AB"
    assert (mill.opened_on, mill.closed_on, mill.is_gp) == (date(1974, 4, 1), None, True)
    assert johns.name == "NHS GP Care at St John's"
    assert (johns.closed_on, johns.status, johns.is_gp) == (date(2025, 3, 31), "C", False)


def test_a_row_of_names_is_passed_over_and_a_wrong_row_is_named():
    names = ["Organisation Code", *["x"] * 26]
    data = a_file(
        names,
        line("K83001"),
        line("K83001", "TWICE"),
        line("K8 !", "BAD CODE"),
        line("K83003", ""),
        ["K83004", "SHORT"],
    )
    found, refused = read_practices("p.csv", data)
    assert [one.code for one in found] == ["K83001"]
    assert [(one.line, one.value) for one in refused] == [(3, "K83001"), (4, "K8 !"), (5, "K83003"), (6, "")]
    assert "twice" in refused[0].reason
    assert "ODS code" in refused[1].reason
    assert "no name" in refused[2].reason
    assert "has 2 columns, a file of practices has 27" in refused[3].reason


def test_the_archive_it_is_published_in_is_opened():
    found, _ = read_practices(
        "epraccur.zip", zipped(epraccur_csv=a_file(line("K83001")), epraccur_pdf=b"%PDF")
    )
    assert [one.code for one in found] == ["K83001"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "holds no GP practices"),
        (b"CHILD,DOB\n1,01/01/2010\n", "holds no GP practices"),
        (b"PK\x03\x04 not an archive", "damaged or locked"),
        (zipped(a_csv=b"1", b_csv=b"2"), "holds 2 CSV files"),
        (zipped(a_csv=b"0" * (21 * 1024 * 1024)), "larger than 20 MiB"),
        (b'"K83001","THE OLD MI', "quotation mark"),
    ],
)
def test_what_is_no_file_of_practices_is_refused_in_words(data, words):
    with pytest.raises(ImportRefused, match=words):
        read_practices("file.csv", data)
