"""Real samples of returns through the import and the figures, where LAC_TRACKER_SSDA903_SAMPLES names their folder."""

import csv
import json
import os
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from lac_tracker.domain.standing import Status
from lac_tracker.exchange.ssda903 import read_ssda903
from lac_tracker.services import caseload, checks, files, reconciliation
from lac_tracker.storage.tables.care import EpisodeRow, PeriodOfCareRow
from lac_tracker.storage.tables.children import ChildRow, StatutoryReviewRow, YearlyAnswersRow
from tests import builders
from tests.builders import ask, bring_in
from tests.conftest import TODAY
from tests.services.conftest import an_open_copy
from tests.services.test_indicators_independent import assert_same, with_an_opening_position

SAMPLES = Path(os.environ["LAC_TRACKER_SSDA903_SAMPLES"])
FAKE, SYNTHETIC = ("fake-2018",), ("synthetic-2024", "synthetic-2025")


@pytest.fixture
def imported(made_once, tmp_path, keys):
    """Give an open copy of a caseload into which folders were imported, and the reports: each is taken in once."""
    opened = []

    def of(folders):
        def make(database):
            return [bring_in(database, files.read_csv_folder(SAMPLES / folder)) for folder in folders]

        path, reports = made_once("+".join(folders), make)
        opened.append(an_open_copy(path, tmp_path / f"{folders[0]}.lac", keys))
        return opened[-1], reports

    yield of
    for database in opened:
        database.close()


def test_fake_2018_is_taken_whole_and_again_changes_nothing(imported):
    database, (report,) = imported(FAKE)
    assert (report.children_created, report.episodes_created, report.rows_refused) == (2675, 5050, ())
    found = ask(database, caseload.due_list, today=TODAY, statuses=frozenset(Status))
    assert found.children == 2675
    assert len({row.child_id for row in found.rows}) == 2675
    assert found.overdue_without_history == found.overdue  # nobody has a history yet
    assert [part for part in ask(database, checks.check_caseload, database.audit_key) if part.problems] == []
    rows = builders.row_counts(database)
    again = bring_in(database, files.read_csv_folder(SAMPLES / "fake-2018"))
    assert (again.children_unchanged, again.episodes_created) == (2675, 0)
    assert builders.row_counts(database) | {"audit": 0} == rows | {"audit": 0}


def test_two_synthetic_years_merge(imported):
    database, reports = imported(SYNTHETIC)
    assert [report.rows_refused for report in reports] == [(), ()]
    rows = builders.row_counts(database)
    assert (rows["children"], rows["episodes"]) == (570 + 821 - 406, 927 + 1340 - 261)


def a_day(text):
    """Return the day of a cell, by the standard library alone."""
    text = text.strip()
    return datetime.strptime(text, "%d/%m/%y" if len(text) == 8 else "%d/%m/%Y").date() if text else None  # noqa: DTZ007


def rows_of(folder, table):
    with (SAMPLES / folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def counted(folders):
    """Count what is in the tables of some years with csv and loops: the later year is right about a child's same day."""
    born, sexes, episodes, reviews, answers, asylum = {}, {}, {}, {}, {}, set()
    for folder in folders:
        for row in rows_of(folder, "header"):
            if born.setdefault(row["CHILD"], a_day(row["DOB"])) == a_day(row["DOB"]):
                sexes[row["CHILD"]] = {"1": "male", "M": "male", "2": "female", "F": "female"}.get(
                    row["SEX"], "not known"
                )
        days = {}
        for row in rows_of(folder, "episodes"):
            days.setdefault((row["CHILD"], a_day(row["DECOM"])), []).append(row)
        episodes |= days
        days = {}
        for row in rows_of(folder, "reviews"):
            if row["REVIEW"] and a_day(row["DOB"]) == born[row["CHILD"]]:
                days.setdefault((row["CHILD"], a_day(row["REVIEW"])), set()).add(row["REVIEW_CODE"])
        reviews |= days
        for row in rows_of(folder, "oc2"):
            if a_day(row["DOB"]) == born[row["CHILD"]]:
                said = [
                    (name, value) for name, value in row.items() if name not in ("CHILD", "DOB") and value
                ]
                answers[row["CHILD"], int(folder[-4:])] = sorted(said)
        asylum |= {row["CHILD"] for row in rows_of(folder, "uasc") if a_day(row["DOB"]) == born[row["CHILD"]]}
    return born, sexes, episodes, reviews, answers, asylum


@pytest.mark.parametrize("folders", [FAKE, SYNTHETIC], ids=["fake", "synthetic"])
def test_what_is_held_is_what_plain_loops_count(imported, folders):
    database, _ = imported(folders)
    born, sexes, episodes, reviews, answers, asylum = counted(folders)
    with database.reading() as session:
        children = session.execute(
            select(
                ChildRow.id, ChildRow.council_child_id, ChildRow.born, ChildRow.sex, ChildRow.is_unaccompanied
            )
        ).all()
        names = {row.id: row.council_child_id for row in children}
        held, in_care, reviewed, yearly = (
            [(names[child_id], *values) for child_id, *values in session.execute(select(*columns))]
            for columns in (
                (EpisodeRow.child_id, EpisodeRow.began, EpisodeRow.legal_status, EpisodeRow.placement_type, EpisodeRow.ended),
                (PeriodOfCareRow.child_id, PeriodOfCareRow.ended),
                (StatutoryReviewRow.child_id, StatutoryReviewRow.reviewed_on, StatutoryReviewRow.participation),
                (YearlyAnswersRow.child_id, YearlyAnswersRow.return_year, YearlyAnswersRow.answers),
            )
        )  # fmt: skip
    assert {row.council_child_id: row.born for row in children} == born
    assert Counter(row.sex for row in children) == Counter(sexes.values())
    assert {row.council_child_id for row in children if row.is_unaccompanied} == asylum
    rows = [(child, began, row) for (child, began), same in episodes.items() for row in same]
    expected = Counter(
        (child, began, row["LS"], row["PLACE"], a_day(row["DEC"])) for child, began, row in rows
    )
    assert Counter(held) == expected
    last = {}
    for child, began, row in rows:
        last[child] = max(last.get(child, (date.min, date.min)), (began, a_day(row["DEC"]) or date.max))
    open_now = {child for child, (_, ended) in last.items() if ended == date.max}
    assert open_now <= {child for child, ended in in_care if ended is None}
    assert set(reviewed) == {(child, day, code) for (child, day), codes in reviews.items() for code in codes}
    assert {(child, year): sorted(map(tuple, json.loads(said))) for child, year, said in yearly} == answers
    staged = read_ssda903(
        {name: data for folder in folders for name, data in files.read_csv_folder(SAMPLES / folder).items()}
    )
    found = ask(database, reconciliation.compare, staged, council="123", today=TODAY)
    assert found == ()


def test_the_xml_of_2018_is_counted_by_its_marks():
    data = (SAMPLES / "fake-2018" / "fake_903.xml").read_bytes()
    text = data.decode("ascii")
    found = read_ssda903({"fake-2018/fake_903.xml": data})
    ids = re.findall(r"<CHILDID>([^<]+)", text)
    assert [one.council_id for one in found.children] == sorted(ids)
    assert sum(len(one.episodes) for one in found.children) == text.count("<EPISODE>")
    assert sum(len(one.reviews) for one in found.children) == text.count("<AREVIEW>")
    assert sum(len(one.yearly_answers) for one in found.children) == text.count("<OC2>")
    assert sum(one.unaccompanied for one in found.children) == text.count("<UASC>1<")
    born = dict(zip(ids, re.findall(r"<DOB>([^<]+)", text), strict=True))
    assert {one.council_id: one.born for one in found.children} == {
        child: a_day(day) for child, day in born.items()
    }
    assert (found.refused, found.years) == ((), (2018,))


def test_the_small_samples_of_the_schema():
    folder = SAMPLES / "schema" / "samples"
    found = read_ssda903(files.read_csv_folder(folder))
    with (folder / "SSDA903_2020_header.csv").open(encoding="utf-8-sig", newline="") as file:
        children = {row["CHILD"] for row in csv.DictReader(file)}
    assert ({one.council_id for one in found.children}, found.years) == (children, (2020,))


@pytest.mark.parametrize(
    ("folders", "year", "every"), [(FAKE, 2018, 3), (SYNTHETIC, 2025, 1)], ids=["fake", "synthetic"]
)
def test_figures_of_samples_are_those_of_plain_loops(imported, folders, year, every):
    """Of the larger sample a third have an opening position: that many are enough to be counted among those without."""
    database, _ = imported(folders)
    with_an_opening_position(database, every=every)
    for end in range(year - len(folders) + 1, year + 1):
        found = assert_same(database, date(end - 1, 4, 1), date(end, 3, 31), date(end, 5, 31))
        assert found["rha_in_time"][1]
