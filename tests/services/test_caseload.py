"""The work lists: what stands in them, in which order, and that another team's children never do."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed
from lac_tracker.domain.people import Role
from lac_tracker.domain.standing import OPEN_STATUSES, Overlay, Status
from lac_tracker.services import caseload, child_summary, children
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import care
from tests import builders
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, NOW, TODAY

EVERY = frozenset(Status)


@pytest.fixture
def beginning(made_once):
    return made_once("noise", make_noise)


@pytest.fixture
def noise(beginning):
    return beginning[1]


def make_noise(database):
    """Another team's children, with names, numbers and clocks like ours: they must never show."""
    team = builders.another_team(database)
    child = builders.a_child_of(database, team, "100001", given_name="Amara", nhs_number="9990563446")
    builders.a_child_of(database, team, "100002", family_name="O'Brien", given_name="Zoë")
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        care.begin_period(session, child, TODAY - timedelta(days=100))
    return child


def names(database, search=""):
    return [child.shown_name for child in ask(database, caseload.children, today=TODAY, search=search)]


def due(database, statuses=OPEN_STATUSES, today=TODAY, **more):
    return ask(database, caseload.due_list, today=today, statuses=statuses, **more)


def facts(database, **kinds):
    """Give each named child a history: name=(days in care, {kind: completed}, anything else)."""
    for number, (name, (days, done)) in enumerate(kinds.items()):
        child = a_child(
            database, f"2000{number:02}", family_name=name.capitalize(), given_name="Ann",
            became_looked_after=TODAY - timedelta(days=days) if days is not None else None,
        )  # fmt: skip
        for kind, completed_on in done.items():
            write(
                database, children.enter_past_assessment, child, kind=kind, completed_on=completed_on,
                completed_by="Dr Old",
            )  # fmt: skip


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "done", "assessment", "status", "overdue"),
    [
        (None, {}, "IHA", "cannot_be_computed", 0),
        (29, {}, "IHA", "overdue", 1),
        (28, {}, "IHA", "due_today", 0),
        (27, {}, "IHA", "at_risk", 0),
        (14, {}, "IHA", "at_risk", 0),
        (13, {}, "IHA", "on_track", 0),
        (40, {"IHA": ago(12)}, "IHA", "completed_in_time", 0),
        (40, {"IHA": ago(11)}, "IHA", "completed_late", 0),
        (40, {"IHA": ago(12)}, "RHA", "on_track", 0),
        (800, {"IHA": ago(790), "RHA": ago(400)}, "RHA", "overdue", 35),
        (800, {"IHA": ago(790), "RHA": ago(365)}, "RHA", "due_today", 0),
        (800, {"IHA": ago(790), "RHA": ago(340)}, "RHA", "at_risk", 0),
    ],
)
def test_each_status_and_its_days(database, days, done, assessment, status, overdue):
    facts(database, baptiste=(days, done))
    row = next(row for row in due(database, EVERY).rows if row.assessment == assessment)
    assert (row.status.value, row.days_overdue) == (status, overdue)
    alone = due(database, frozenset({Status(status)})).rows
    assert [(one.child_id, one.assessment) for one in alone] == [(row.child_id, assessment)]
    assert row.name == "BAPTISTE, Ann"
    assert row.council_id == "200000"


def test_a_filter_shows_only_what_it_says_and_all_of_it(database):
    facts(
        database,
        anders=(None, {}),
        berg=(29, {}),
        carr=(28, {}),
        dorn=(14, {}),
        eden=(5, {}),
        frei=(40, {"IHA": ago(12)}),
    )
    everything = due(database, EVERY).rows
    assert {row.status for row in everything} >= {
        Status.CANNOT_BE_COMPUTED, Status.OVERDUE, Status.DUE_TODAY, Status.AT_RISK, Status.ON_TRACK,
        Status.COMPLETED_IN_TIME,
    }  # fmt: skip
    for status in Status:
        assert list(due(database, frozenset({status})).rows) == [
            row for row in everything if row.status is status
        ]
    assert list(due(database).rows) == [row for row in everything if row.status in OPEN_STATUSES]


def test_the_earliest_stands_first_those_without_a_date_last_then_by_council_id(database):
    facts(
        database,
        anders=(5, {}),
        berg=(None, {}),
        carr=(100, {}),
        dorn=(5, {}),
        eden=(None, {}),
        frei=(60, {}),
    )
    rows = due(database).rows
    assert [(row.due, row.council_id) for row in rows] == sorted(
        ((row.due, row.council_id) for row in rows), key=lambda one: (one[0] is None, one[0] or date.max, one[1])
    )  # fmt: skip
    assert [row.council_id for row in rows] == ["200002", "200005", "200000", "200003", "200001", "200004"]


def test_the_heading_counts_those_without_history_apart_whatever_the_filter(database):
    facts(database, anders=(29, {}), berg=(800, {"IHA": ago(790), "RHA": ago(400)}))
    with database.writing(
        Entry(GRACE, NOW, "tested")
    ) as session:  # in care since before the caseload was made
        old = builders.stored_children.add(
            session, 1, builders.stored_children.council(session, 1, "123"), "300001", date(2012, 1, 1), {}
        )
        care.begin_period(session, old, date(2019, 5, 1))
    for statuses in (EVERY, OPEN_STATUSES, frozenset({Status.ON_TRACK}), frozenset({Status.OVERDUE})):
        found = due(database, statuses)
        assert found.heading == "Overdue 3, of them 1 with no assessment history yet"
        assert found.children == 3
    (missing,) = due(database, frozenset({Status.OVERDUE}), history="only missing").rows
    assert (missing.council_id, missing.waiting_on.value, missing.status.value) == (
        "300001", "history_not_entered", "overdue",
    )  # fmt: skip
    assert missing.name is None
    assert missing.shown_name == "Council ID 300001"
    assert len(due(database, frozenset({Status.OVERDUE}), history="without missing").rows) == 2
    write(database, children.enter_past_assessment, old, kind="RHA", completed_on=ago(400), completed_by="")
    assert due(database).heading == "Overdue 3"


def test_an_overlay_neither_takes_a_row_off_the_list_nor_stops_its_clock(database):
    facts(database, berg=(29, {}))
    child = due(database).rows[0].child_id
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        stored.add(
            session,
            child,
            "IHA",
            "declined",
            {"declined_on": TODAY, "ask_again_on": TODAY + timedelta(days=7)},
        )
    (row,) = due(database, frozenset({Status.OVERDUE})).rows
    assert (row.overlays, row.days_overdue) == ((Overlay.DECLINED,), 1)


def test_the_list_moves_with_the_day_it_is_asked_for(database):
    facts(database, berg=(5, {}))
    seen = {
        offset: due(database, EVERY, TODAY + timedelta(days=offset)).rows[0].status.value
        for offset in (0, 23, 24)
    }
    assert seen == {0: "on_track", 23: "due_today", 24: "overdue"}


def test_an_empty_caseload_has_an_empty_list(database):
    found = due(database, EVERY)
    assert (found.rows, found.children, found.overdue, found.heading) == ((), 0, 0, "Overdue 0")
    assert names(database) == []


# (what is typed, council ids that are found)
SEARCHES = [
    ("", ["1", "2", "3", "4", "5", "6", "7"]),
    ("   ", ["1", "2", "3", "4", "5", "6", "7"]),
    ("bap", ["1"]),
    ("BAPTISTE", ["1"]),
    ("ama", ["1"]),
    ("baptiste, amara", ["1"]),
    ("amara baptiste", []),
    ("aptiste", []),
    ("obrien", ["2"]),
    ("o'brien", ["2"]),
    ("O’Brien", ["2"]),
    ("zoe", ["2"]),
    ("Zoë", ["2"]),
    ("lukasz", ["3"]),
    ("Łukasz", ["3"]),
    ("strasse", ["4"]),
    ("straße", ["4"]),
    ("isik", ["5"]),
    ("IŞIK", ["5"]),
    ("محمد", ["6"]),
    ("mimi", ["1"]),
    ("12-7", ["7"]),
    ("00012", ["7"]),
    ("12", []),
    ("999 056 3411", ["1"]),
    ("999\u00a0056\u00a03411", ["1"]),
    ("999-056-3411", ["1"]),
    ("9990563411", ["1"]),
    ("3411", ["1"]),
    ("11", []),
    ("%", []),
    ("_", []),
    ("__", []),
    ("%a%", ["1"]),  # signs between words are looked through: the start of a name that begins with a
    ("%mara%", []),
    ("b_ptiste", []),
    ("mara\\%", []),
    ("'", []),
    ("\x00\u202e", ["1", "2", "3", "4", "5", "6", "7"]),  # nothing is left of it: as if nothing was typed
    ("'; DROP TABLE children; --", []),
    ("*", []),
    ("noise", []),
    ("9990563446", []),
]


@pytest.fixture
def seven(database):
    people = (
        {"family_name": "Baptiste", "given_name": "Amara", "nhs_number": "9990563411"},
        {"family_name": "O'Brien", "given_name": "Zoë"},
        {"family_name": "Łukasz", "given_name": "Ola"},
        {"family_name": "Straße", "given_name": "Uwe"},
        {"family_name": "Işık", "given_name": "Deniz"},
        {"family_name": "محمد", "given_name": "ليلى"},
        {"family_name": "", "given_name": ""},
    )
    ids = ("1", "2", "3", "4", "5", "6", "00012-7")
    found = {}
    for council_id, fields in zip(ids, people, strict=True):
        found[a_child(database, council_id, **fields)] = "7" if council_id == ids[-1] else council_id
    amara = next(child for child, council_id in found.items() if council_id == "1")
    write(
        database, children.change_details, amara, family_name="Baptiste", given_name="Amara", preferred_name="Mimi",
        nhs_number="9990563411",
    )  # fmt: skip
    return found


def test_a_search_finds_whom_it_says(database, seven):
    wrong = {}
    for typed, wanted in SEARCHES:
        found = [
            seven[child.child_id] for child in ask(database, caseload.children, today=TODAY, search=typed)
        ]
        if typed == "12-7":
            wanted = []  # the start of a council id, not its middle
        if sorted(found) != wanted:
            wrong[typed] = found
    assert wrong == {}


def test_children_stand_by_name_and_those_without_one_by_council_id_at_the_end(database, seven):
    shown = names(database)
    assert shown[0] == "BAPTISTE, Amara"
    assert shown[-1] == "Council ID 00012-7"
    assert len(ask(database, caseload.children, today=TODAY, limit=3)) == 3


def test_a_row_of_the_list_of_children_says_what_is_next(database):
    a_child(database, "1")
    (row,) = ask(database, caseload.children, today=TODAY)
    assert (row.in_care_since, row.next_due_words, row.next_status, row.council) == (
        ago(20), "IHA 12-Mar-2026", "at_risk", "123",
    )  # fmt: skip


def test_another_teams_children_are_never_there(database, noise):
    a_child(database, "1")
    assert noise not in {row.child_id for row in due(database, EVERY).rows}
    assert noise not in {row.child_id for row in ask(database, caseload.children, today=TODAY)}
    with pytest.raises(NotAllowed, match="another team"):
        ask(database, child_summary.summary, noise, today=TODAY)
    theirs = replace(GRACE, team_id=2)
    assert {row.council_id for row in ask(database, caseload.children, by=theirs, today=TODAY)} == {
        "100001",
        "100002",
    }


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_lists(database, role):
    by = replace(GRACE, role=role)
    if role in {Role.CALDICOTT, Role.AUDITOR, Role.IT, Role.QUALITY_REVIEWER}:
        with pytest.raises(NotAllowed):
            ask(database, caseload.due_list, by=by, today=TODAY)
        with pytest.raises(NotAllowed):
            ask(database, caseload.children, by=by, today=TODAY)
    else:
        assert ask(database, caseload.due_list, by=by, today=TODAY).rows == ()
