"""A council's return into a caseload: counted right, nothing twice, nothing lost, all or nothing."""

import shutil
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.standing import Status
from lac_tracker.exchange.past_assessments import read_past_assessments
from lac_tracker.exchange.ssda903 import read_ssda903
from lac_tracker.services import caseload, checks, children, imports
from lac_tracker.storage import children as stored
from lac_tracker.storage import database as storage
from lac_tracker.storage import imports as stored_imports
from lac_tracker.storage.tables.care import EpisodeRow, LegalStatusRow, PeriodOfCareRow, PlacementRow
from lac_tracker.storage.tables.children import ChildRow, StatutoryReviewRow, YearlyAnswersRow
from lac_tracker.storage.tables.due import DueRow
from tests import builders
from tests.builders import ask, bring_in, write
from tests.conftest import GRACE, NADIA, NOW, TODAY, TOM
from tests.dirty_returns import make_return, make_two_years
from tests.exchange.returns import AMARA, an_episode, files

OPEN_CARE = {"header": [AMARA], "episodes": [an_episode()]}
_NO_FACT = {"id", "child_id", "import_id", "version", "team_id"}


def facts(row):
    attributes = (attribute.key for attribute in row.__mapper__.column_attrs)
    return {name: getattr(row, name) for name in attributes if name not in _NO_FACT}


def content(database):
    """Return everything that is known of each child, without ids: two caseloads with equal content are the same."""
    found = {}
    with database.reading() as session:
        for child in session.scalars(select(ChildRow)):
            rows = {
                table.__tablename__: sorted(
                    repr(facts(row))
                    for row in session.scalars(select(table).where(table.child_id == child.id))
                )
                for table in (
                    EpisodeRow, PeriodOfCareRow, PlacementRow, LegalStatusRow, YearlyAnswersRow, StatutoryReviewRow, DueRow,
                )
            }  # fmt: skip
            own = facts(child)
            found[child.council_child_id] = (own, rows)
    return found


def preview(database, files, council="123", by=GRACE):
    return ask(database, imports.preview, read_ssda903(files), council=council, by=by)


def places(problems):
    return sorted((problem.file, problem.line, problem.column) for problem in problems)


def problems(database):
    return [part for part in ask(database, checks.check_caseload, database.audit_key) if part.problems]


@pytest.mark.parametrize(
    ("children", "seed", "year"), [(60, 1, 2025), (25, 2, 2024), (80, 3, 2018), (40, 4, 2026)]
)
def test_a_dirty_return_is_counted_as_it_is(database, tmp_path, children, seed, year):
    expected = make_return(tmp_path / f"return-{year}", children=children, seed=seed, year=year)
    report = bring_in(database, expected.files)
    assert (report.children_created, report.children_updated, report.children_unchanged) == (children, 0, 0)
    assert report.episodes_created == len(expected.episodes)
    assert places(report.rows_refused) == list(expected.refused)
    said = [
        place for place in places(report.warnings) if place[0] != "episodes"
    ]  # those about days after today
    assert said == list(expected.warnings)
    assert sorted(report.files) == sorted(expected.files)
    assert (report.dry_run, report.import_id) == (False, 1)
    held = content(database)
    assert {child: own["born"] for child, (own, _) in held.items()} == expected.born
    assert {child for child, (own, _) in held.items() if own["is_unaccompanied"]} == set(
        expected.unaccompanied
    )
    with database.reading() as session:
        episodes = session.execute(
            select(
                ChildRow.council_child_id, EpisodeRow.began, EpisodeRow.placement_type, EpisodeRow.ended
            ).join(ChildRow)
        ).all()
        answers = session.execute(
            select(ChildRow.council_child_id, YearlyAnswersRow.return_year).join(ChildRow)
        ).all()
        reviews = session.execute(
            select(
                ChildRow.council_child_id, StatutoryReviewRow.reviewed_on, StatutoryReviewRow.participation
            ).join(ChildRow)
        ).all()
    assert {tuple(row)[:3] for row in episodes} == expected.episodes
    assert {tuple(row)[:3] for row in episodes if row.ended is None} == expected.open_episodes
    assert {tuple(row) for row in answers} == expected.answers
    assert {tuple(row) for row in reviews} == expected.reviews
    assert all(own["family_name"] is None for own, _ in held.values())
    assert problems(database) == []


def test_a_dry_run_says_the_same_and_changes_no_byte(database, tmp_path):
    expected = make_return(tmp_path / "return-2025")
    before, rows = database.path.read_bytes(), builders.row_counts(database)
    promised = preview(database, expected.files)
    assert (promised.dry_run, promised.import_id) == (True, None)
    assert database.path.read_bytes() == before
    assert builders.row_counts(database) == rows
    done = bring_in(database, expected.files)
    for name in (
        "children_created",
        "children_updated",
        "children_unchanged",
        "episodes_created",
        "rows_refused",
        "warnings",
        "files",
    ):
        assert getattr(promised, name) == getattr(done, name), name


def test_the_same_return_again_changes_nothing(database, tmp_path):
    expected = make_return(tmp_path / "return-2025")
    bring_in(database, expected.files)
    held, rows = content(database), builders.row_counts(database)
    again = bring_in(database, expected.files)
    assert (again.children_created, again.children_updated, again.children_unchanged) == (0, 0, 60)
    assert (again.episodes_created, again.import_id) == (0, None)
    assert content(database) == held
    after = builders.row_counts(database)
    assert after.pop("audit") == rows.pop("audit") + 1  # that somebody imported is written down all the same
    assert after == rows


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_years_together_are_one_after_the_other(database, tmp_path, seed, template, keys):
    expected = make_two_years(tmp_path / "both", seed=seed)
    bring_in(database, expected.files)
    together = content(database)
    other = one_more_caseload(template, tmp_path)
    reports = [
        bring_in(other, {f"{folder.name}/{path.name}": path.read_bytes() for path in folder.glob("*.csv")})
        for folder in expected.folders
    ]
    apart = content(other)
    # Another birth date than the one we hold is for a person to settle: until then nothing of that child is taken.
    (unsettled,) = [one.reason.split()[1] for one in reports[1].rows_refused if one.line == 0]
    assert together.pop(unsettled)[0] == apart.pop(unsettled)[0]
    assert problems(other) == []
    other.close()
    different = {
        child: [
            (name, together[child][1][name], apart[child][1][name])
            for name in apart[child][1]
            if apart[child][1][name] != together[child][1][name]
        ]
        or (together[child][0], apart[child][0])
        for child in together
        if together[child] != apart.get(child)
    }
    assert different == {}
    assert set(together) | {unsettled} == set(apart) | {unsettled} == set(expected.born)


def one_more_caseload(template, tmp_path):
    path = tmp_path / "other.lac"
    shutil.copy(template[0], path)
    return storage.open_caseload(path, template[1], NOW)


def test_an_older_return_after_a_newer_opens_nothing_that_was_closed(database):
    later = files("return-2025", header=[AMARA], episodes=[an_episode(DEC="01/09/2024", REC="E4A")])
    earlier = files("return-2024", header=[AMARA], episodes=[an_episode()])
    bring_in(database, later)
    held = content(database)
    report = bring_in(database, earlier)
    assert (report.children_unchanged, report.children_updated) == (1, 0)
    assert content(database) == held


def test_an_older_return_only_fills_what_the_newer_left_blank(database):
    newer = files(
        "return-2025", header=["101,M,12/05/2012,MWBC,,,"], episodes=[an_episode(DEC="01/09/2024", REC="E4A")]
    )
    older = files("return-2024", header=["101,F,12/05/2012,WBRI,A123456789012,,"], episodes=[an_episode()])
    for one in (newer, older):
        bring_in(database, one)
    own, _ = content(database)["101"]
    assert (own["sex"], own["ethnicity_code"], own["unique_pupil_number"] is not None) == (
        "male", "mixed_white_black_caribbean", True,
    )  # fmt: skip


def test_a_later_return_closes_what_was_open(database):
    bring_in(database, files("return-2024", **OPEN_CARE))
    report = bring_in(
        database, files("return-2025", header=[AMARA], episodes=[an_episode(DEC="01/09/2024", REC="E4A")])
    )
    assert (report.children_updated, report.episodes_created) == (1, 0)
    _, rows = content(database)["101"]
    assert len(rows["periods_of_care"]) == 1
    assert "2024, 9, 1" in rows["periods_of_care"][0]


def test_another_birth_date_than_ours_is_refused_and_nothing_of_the_child_changes(database):
    bring_in(database, files(**OPEN_CARE))
    held = content(database)
    other = files(header=[AMARA.replace("12/05/2012", "13/05/2012")], episodes=[an_episode(PLACE="K2")])
    report = bring_in(database, other)
    (refused,) = report.rows_refused
    assert (refused.column, refused.value) == ("DOB", "13-May-2012")
    assert "held here as born 12-May-2012" in refused.reason
    assert content(database) == held


def test_what_the_team_recorded_itself_is_never_overwritten(database):
    bring_in(database, files(header=["101,U,12/05/2012,,UN1,,"], episodes=[an_episode()]))
    with database.reading() as session:
        child = stored.find(session, 1, "101")
    write(
        database,
        children.change_details,
        child,
        family_name="Baptiste",
        given_name="Amara",
        nhs_number="9990563411",
    )
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        stored.change(
            session,
            child,
            {
                "ethnicity_state": "recorded",
                "ethnicity_code": "white_irish",
                "ethnicity_asked_on": TODAY,
                "sex": "female",
            },
        )
    bring_in(database, files(header=["101,,12/05/2012,ABAN,,,"], episodes=[an_episode()]))
    own, _ = content(database)["101"]
    assert (own["ethnicity_state"], own["ethnicity_code"]) == ("recorded", "white_irish")
    assert (own["family_name"], own["nhs_number"], own["sex"]) == ("Baptiste", "9990563411", "female")


@pytest.mark.parametrize(
    ("code", "state", "kept"),
    [
        ("MWBC", "recorded", "mixed_white_black_caribbean"),
        ("REFU", "prefers_not_to_say", None),
        ("NOBT", "not_asked", None),
        ("", "not_asked", None),
    ],
)
def test_the_ethnicity_of_a_return(database, code, state, kept):
    bring_in(database, files(header=[f"101,F,12/05/2012,{code},UN1,,"]))
    own, _ = content(database)["101"]
    assert (own["ethnicity_state"], own["ethnicity_code"]) == (state, kept)


def test_children_of_several_councils_are_kept_apart(database):
    for council in ("123", "456"):
        bring_in(database, files(**OPEN_CARE), council=council)
    with database.reading() as session:
        assert stored.councils(session, 1) == ("123", "456")
        with pytest.raises(UserError, match=r"several councils \(123, 456\). Say which with --council"):
            imports.choose_council(session, None, by=GRACE)
        assert imports.choose_council(session, " 456 ", by=GRACE) == "456"
        with pytest.raises(UserError, match="Enter the council"):
            imports.choose_council(session, " \u202e", by=GRACE)
        with pytest.raises(UserError, match="Council has"):
            imports.choose_council(session, "x" * 41, by=GRACE)
    report = bring_in(database, files(**OPEN_CARE), council="456")
    assert report.children_unchanged == 1
    assert builders.row_counts(database)["children"] == 2


def test_a_preview_for_a_council_we_do_not_have_adds_none(database):
    assert preview(database, files(**OPEN_CARE), council="789").children_created == 1
    with database.reading() as session:
        assert stored.councils(session, 1) == ()


def test_another_teams_child_with_the_same_id_is_not_touched(database):
    team = builders.another_team(database)
    builders.a_child_of(database, team, "101")
    with database.reading() as session:
        theirs = session.execute(
            select(ChildRow.version, ChildRow.born).where(ChildRow.team_id == team)
        ).one()
    assert bring_in(database, files(**OPEN_CARE)).children_created == 1
    with database.reading() as session:
        assert (
            session.execute(select(ChildRow.version, ChildRow.born).where(ChildRow.team_id == team)).one()
            == theirs
        )


@pytest.mark.parametrize("breaks", ["write", "_history_rows", "mark_for_due"])
def test_an_import_that_fails_half_way_leaves_nothing(database, tmp_path, monkeypatch, breaks):
    expected = make_return(tmp_path / "return-2025", children=30)
    before, calls = builders.row_counts(database), Counter()
    real = getattr(stored_imports, breaks)

    def fails(*args, **more):
        calls[breaks] += 1
        if breaks == "write" or calls[breaks] > 10:
            if breaks == "write":
                real(*args, **more)
            raise RuntimeError("the power went")
        return real(*args, **more)

    monkeypatch.setattr(stored_imports, breaks, fails)
    with pytest.raises(RuntimeError, match="the power went"):
        bring_in(database, expected.files)
    assert builders.row_counts(database) == before


def test_an_import_is_one_entry_with_all_its_rows(database):
    bring_in(database, files(**OPEN_CARE))
    action, child, changes = builders.audit_of(database)[-1]
    assert (action, child) == ("imported a council's list", None)
    assert changes > 5


def test_who_may_import(database):
    staged = read_ssda903(files(**OPEN_CARE))
    for by in (GRACE, TOM):
        write(database, imports.import_ssda903, staged, council="123", by=by)
    for function in (imports.import_ssda903, imports.preview):
        with pytest.raises(NotAllowed, match="Ask someone with the role administrator or manager"):
            write(database, function, staged, council="123", by=NADIA)


# Past assessments: the opening position.

HEADER = "council_id,nhs_number,assessment,completed_on,completed_by"


def past(database, *lines, header=HEADER, council=None, by=GRACE, dry_run=False):
    staged, refused, _ = read_past_assessments("past.csv", "\n".join([header, *lines]).encode())
    assert refused == ()
    if dry_run:
        return ask(database, imports.preview_assessments, staged, council=council, by=by)
    return write(database, imports.import_assessments, staged, council=council, by=by).report


def due_of(database, council_id):
    rows = ask(database, caseload.due_list, today=TODAY, statuses=frozenset(Status)).rows
    return {row.assessment: row for row in rows if row.council_id == council_id}


@pytest.fixture
def opened(database):
    """A caseload kept since 2020 with a child in care since 2018, one since 2024 and one without a start of care."""
    header = [f"{child},F,12/05/2012,WBRI,UN1,," for child in (101, 102, 103)]
    episodes = [
        an_episode(DECOM="01/05/2018"),
        an_episode(CHILD="102"),
        an_episode(CHILD="103", RNE="P"),
    ]
    bring_in(database, files(header=header, episodes=episodes))
    return database


def test_history_not_entered_keeps_the_state_and_is_counted_apart(opened):
    old, new, unknown = (due_of(opened, child)["IHA"] for child in ("101", "102", "103"))
    assert (old.status.value, old.waiting_on.value) == ("overdue", "history_not_entered")
    assert (new.status.value, new.waiting_on.value) == ("overdue", "council")
    assert (unknown.status.value, unknown.reason, unknown.waiting_on.value) == (
        "cannot_be_computed", "no start date", "history_not_entered",
    )  # fmt: skip
    assert (unknown.due, unknown.clock_start) == (None, None)
    found = ask(opened, caseload.due_list, today=TODAY)
    assert found.heading == "Overdue 2, of them 1 with no assessment history yet"


def test_past_assessments_drive_the_clocks(opened):
    report = past(
        opened,
        "101,,RHA,2025-05-20,Dr Old",
        "102,,IHA,20/05/2024,Dr New",
        "103,,Review,2025-06-01,",
        "101,,IHA,2018-05-20,Dr Old",
    )
    assert (report.assessments_created, report.assessments_unchanged, report.rows_refused) == (4, 0, ())
    assert due_of(opened, "101")["RHA"].due == date(2026, 5, 20)
    assert due_of(opened, "101")["IHA"].status is Status.COMPLETED_IN_TIME
    assert due_of(opened, "102")["IHA"].status is Status.COMPLETED_IN_TIME
    assert (due_of(opened, "102")["RHA"].due, due_of(opened, "102")["RHA"].days_overdue) == (
        date(2025, 5, 20),
        288,
    )
    assert due_of(opened, "103")["RHA"].due == date(2026, 6, 1)
    assert ask(opened, caseload.due_list, today=TODAY).heading == "Overdue 1"
    assert problems(opened) == []


def test_past_assessments_again_change_nothing_and_a_dry_run_neither(opened):
    line = "101,,RHA,2025-05-20,Dr Old"
    before = builders.row_counts(opened)
    assert past(opened, line, dry_run=True).assessments_created == 1
    assert builders.row_counts(opened) == before
    past(opened, line)
    rows = builders.row_counts(opened)
    assert past(opened, line).assessments_unchanged == 1
    assert builders.row_counts(opened) | {"audit": 0} == rows | {"audit": 0}


def test_past_assessments_name_who_is_not_known_and_take_the_others(opened):
    report = past(
        opened, "999,,RHA,2025-05-20,Dr Old", "101,,RHA,2027-01-01,Dr Old", "102,,IHA,2011-01-01,Dr Old",
        "101,,RHA,2025-05-20,Dr Old",
    )  # fmt: skip
    assert report.assessments_created == 1
    assert [(one.file, one.line, one.column, one.value) for one in report.rows_refused] == [
        ("past.csv", 2, "council_id", "999"), ("past.csv", 3, "completed_on", "2027-01-01"),
        ("past.csv", 4, "completed_on", "2011-01-01"),
    ]  # fmt: skip
    assert "in the future" in report.rows_refused[1].reason
    assert "before the child was born" in report.rows_refused[2].reason


def test_one_assessment_named_by_both_numbers_is_entered_once(opened):
    with opened.reading() as session:
        child = stored.find(session, 1, "101")
    write(opened, children.change_details, child, family_name="A", given_name="B", nhs_number="9990563411")
    report = past(opened, "101,,RHA,2025-05-20,Dr Old", ",999 056 3411,RHA,2025-05-20,Dr Old")
    assert (report.assessments_created, report.assessments_unchanged) == (1, 1)


def test_an_id_of_two_councils_needs_the_council(opened):
    bring_in(opened, files(**OPEN_CARE), council="456")
    line = "101,,RHA,2025-05-20,Dr Old"
    assert "Say which council" in past(opened, line).rows_refused[0].reason
    assert past(opened, line, council="456").assessments_created == 1


def test_a_child_of_another_team_is_not_found(opened):
    builders.a_child_of(opened, builders.another_team(opened), "900001")
    (refused,) = past(opened, "900001,,RHA,2025-05-20,Dr Old").rows_refused
    assert "No child in this caseload" in refused.reason


def test_who_may_enter_past_assessments(opened):
    for dry_run in (True, False):
        with pytest.raises(NotAllowed):
            past(opened, "101,,RHA,2025-05-20,Dr Old", by=NADIA, dry_run=dry_run)


def test_days_of_care_after_today_are_doubted(database, tmp_path):
    expected = make_return(tmp_path / "return-2027", children=30, seed=5, year=2027)
    report = bring_in(database, expected.files)
    doubted = [one for one in report.warnings if one.file == "episodes"]
    assert {one.column for one in doubted} <= {"DECOM", "DEC"}
    assert any("is after today" in one.reason for one in doubted)
