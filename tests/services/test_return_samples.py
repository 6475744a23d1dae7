"""The yearly return over real samples: who is in it by plain loops, and files that pass the published rules.

Where LAC_TRACKER_SSDA903_SAMPLES names their folder. A missing answer is given through the services, as a person would.
"""

import pytest

from lac_tracker.exchange import oc2_file
from lac_tracker.services import files
from tests import oc2_rules
from tests.answering_returns import complete, whole
from tests.builders import bring_in
from tests.services.test_import_samples import FAKE, SAMPLES, SYNTHETIC
from tests.services.test_import_samples import imported as imported  # noqa: PLC0414 - a fixture of both modules

_SAME = (
    "CHILD",
    "DECOM",
    "RNE",
    "LS",
    "PLACE",
)  # what makes an episode the same one in the returns of two years


def council(folders, year) -> oc2_rules.Case:
    """Return what the council's own files say: every header, and of an episode that stands in two years the later row."""
    headers, episodes = {}, {}
    for folder in folders:
        for row in oc2_rules.table((SAMPLES / folder / "header.csv").read_bytes()):
            headers[row["CHILD"]] = oc2_rules.day(row["DOB"])
        for row in oc2_rules.table((SAMPLES / folder / "episodes.csv").read_bytes()):
            episodes[tuple(row[name] for name in _SAME)] = row
    return oc2_rules.Case([], headers, oc2_rules.looked_after_all_year([*episodes.values()], year), year)


def written(found, case) -> oc2_rules.Case:
    return oc2_rules.Case(oc2_rules.table(oc2_file.write(found.rows)), case.born, case.cohort, case.year)


@pytest.mark.parametrize(
    ("folders", "year"), [(FAKE, 2018), (SYNTHETIC, 2024), (SYNTHETIC, 2025)], ids=["2018", "2024", "2025"]
)
def test_a_return_of_samples_passes_every_rule_once_its_list_is_answered(imported, folders, year, tmp_path):
    database, _ = imported(folders)
    case = council(folders, year)
    before = whole(database, year)
    assert {one.council_id for one in before.children if one.is_in} == case.cohort
    assert before.missing  # a list to answer
    assert oc2_rules.faults(written(before, case)) != []
    found = complete(database, year)
    assert oc2_rules.faults(written(found, case)) == []
    assert found.complete == found.in_return == len(found.rows) == len(case.cohort)
    data = oc2_file.write(found.rows)
    assert data.splitlines()[0].decode() == ",".join(oc2_rules.COLUMNS)
    assert [row["CHILD"] for row in oc2_rules.table(data)] == sorted(case.cohort)
    if year == int(folders[-1][-4:]):
        refuse_silence(found, folders[-1])


def refuse_silence(found, folder):
    """What the council had returned stands in the file unless it is listed: left out, or ours differs."""
    told = {(one.council_id, one.left.column) for one in found.left_out}
    told |= {(one.council_id, one.column) for one in found.differs}
    ours = {row.council_id: row.values for row in found.rows}
    for theirs in oc2_rules.table((SAMPLES / folder / "oc2.csv").read_bytes()):
        if (mine := ours.get(theirs["CHILD"])) is not None:
            for column in oc2_rules.COLUMNS[2:]:
                is_same = theirs[column] in ("", mine.get(column, ""))
                assert is_same or (theirs["CHILD"], column) in told


def test_the_file_taken_in_again_gives_the_same_bytes_here_and_in_a_fresh_caseload(imported, database):
    ours, _ = imported(SYNTHETIC)
    found = complete(ours, 2025)
    data = oc2_file.write(found.rows)
    given = {
        name: content
        for folder in SYNTHETIC
        for name, content in files.read_csv_folder(SAMPLES / folder).items()
        if name.endswith(("header.csv", "episodes.csv"))
    }
    for caseload in (ours, database):
        bring_in(caseload, given | {f"{SYNTHETIC[-1]}/oc2.csv": data})
        again = whole(caseload, 2025)
        assert oc2_file.write(again.rows) == data
        assert again.missing == again.differs == ()
        rows = {row.council_id for row in again.rows}
        assert [one for one in again.left_out if one.council_id in rows] == []
