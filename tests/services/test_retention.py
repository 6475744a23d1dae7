"""The review list, classes and holds by people with reasons; and a disposal that takes two of them."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import text

import lac_tracker
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed, NotFound, RecordChanged, UserError
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.services import disposal, import_history, retention
from lac_tracker.storage import audit, care, children, people
from lac_tracker.storage import disposal as stored
from lac_tracker.storage.database import Database
from lac_tracker.storage.tables.care import PlacementRow
from tests.builders import a_child_of, another_team, ask, bring_in, write
from tests.conftest import GRACE, NADIA, NOW, SYSTEM, TODAY
from tests.exchange.returns import an_episode, files

CAROL = Actor(5, 1, "carol", "Carol Ince", Role.CALDICOTT, Registration.NONE)
OLD = date(1950, 1, 10)
SAID = {"because": "Its day has passed", "authority": "Trust schedule 2024"}


@pytest.fixture
def made(database):
    """A caseload with a Caldicott guardian, a child of long ago, one of today and one who was placed for adoption."""
    with database.writing(_entry()) as session:
        people.add_person(
            session, 1, user_name="carol", full_name="Carol Ince", role=Role.CALDICOTT,
            registration=Registration.NONE, now=NOW,
        )  # fmt: skip
        council = children.council(session, 1, "123")
        made = {}
        for council_id, born in (
            ("700001", OLD),
            ("700002", date(2012, 5, 1)),
            ("700003", date(1948, 2, 29)),
        ):
            fields = {"family_name": "Baptiste", "given_name": "Amara"}
            made[council_id] = children.add(session, 1, council, council_id, born, fields)
        session.add(PlacementRow(child_id=made["700003"], began=date(1950, 1, 1), placement_type="A6"))
    return Caseload(database, made)


class Caseload(NamedTuple):
    database: Database
    ids: dict[str, int]


def _entry():
    return Entry(SYSTEM, NOW, "tested")


@pytest.fixture
def whose(made):
    return made.ids["700001"]


@pytest.fixture
def caseload(made):
    return made.database


@pytest.fixture
def ids(made):
    return made.ids


def listed(database, by=GRACE):
    return [row.council_id for row in ask(database, retention.review, by=by, today=TODAY)]


def held(database, child_id):
    return ask(database, retention.of_record, child_id, today=TODAY)


def propose(database, child_id, by=GRACE, **said):
    return write(database, disposal.propose, child_id, by=by, today=TODAY, **SAID | said).made_id


def version(database, disposal_id):
    found = (*ask(database, disposal.waiting), *ask(database, disposal.settled))
    return next(one.version for one in found if one.id == disposal_id)


def decide(database, disposal_id, by=CAROL, *, approve=True, because="Agreed"):
    seen = version(database, disposal_id)
    return write(
        database,
        disposal.decide,
        disposal_id,
        by=by,
        today=TODAY,
        approve=approve,
        because=because,
        seen_version=seen,
    )


def carry_out(database, disposal_id, by=GRACE, number=""):
    one = next(one for one in ask(database, disposal.waiting) if one.id == disposal_id)
    return write(
        database, disposal.carry_out, disposal_id, by=by, today=TODAY, record_number=number or one.record_number,
        seen_version=one.version,
    )  # fmt: skip


def test_only_whose_day_has_passed_and_whom_nothing_holds_is_listed(caseload, ids):
    assert listed(caseload) == ["700001"]
    (row,) = ask(caseload, retention.review, today=TODAY)
    assert row.kept_until == date(2025, 1, 10)
    assert row.status == "To review"
    assert row.why == (
        "Kept until 10-Jan-2025. Longest that applies: until the 75th birthday, or 100 years from an adoption order where "
        "there was one"
    )
    adopted = held(caseload, ids["700003"]).row
    assert adopted.kept_until == date(2023, 3, 1)
    assert adopted.status == "On hold"
    assert adopted.holds[0].startswith("Adoption: there was a placement for adoption")
    assert ask(caseload, retention.review, today=date(2025, 1, 10)) == ()


def test_a_class_is_set_with_a_reason_and_moves_the_day(caseload, ids):
    adopted, young = ids["700003"], ids["700002"]
    with pytest.raises(UserError, match="Reason is needed"):
        write(
            caseload,
            retention.set_class,
            young,
            today=TODAY,
            key="kept_125_years",
            because=" ",
            seen_version=0,
        )
    write(
        caseload, retention.set_class, adopted, today=TODAY, key="adoption_order_not_made", because="Placement ended 1951",
        seen_version=0,
    )  # fmt: skip
    assert listed(caseload) == ["700003", "700001"]
    with pytest.raises(RecordChanged, match="Somebody else decided"):
        write(
            caseload,
            retention.set_class,
            adopted,
            today=TODAY,
            key="longest_applicable",
            because="x",
            seen_version=0,
        )
    write(
        caseload, retention.set_class, adopted, today=TODAY, key="adoption_order_made", because="The order was found",
        adoption_order_on=date(1952, 2, 29), seen_version=held(caseload, adopted).version,
    )  # fmt: skip
    assert held(caseload, adopted).row.kept_until == date(2052, 2, 29)
    assert listed(caseload) == ["700001"]
    write(
        caseload, retention.set_class, young, today=TODAY, key="died_before_18", because="Told by the council",
        died_on=date(2013, 1, 1), seen_version=0,
    )  # fmt: skip
    assert held(caseload, young).row.kept_until == date(2028, 1, 1)


def test_holds_beat_the_day_and_are_lifted_with_a_reason(caseload, whose):
    for kind, because, words in (("legal", "", "Reason is needed"), ("whim", "x", "Choose why")):
        with pytest.raises(UserError, match=words):
            write(caseload, retention.set_hold, whose, kind=kind, because=because)
    hold_id = write(
        caseload, retention.set_hold, whose, kind="inquiry", because="Review of 1964", by=CAROL
    ).made_id
    assert listed(caseload) == []
    assert [row.council_id for row in ask(caseload, retention.on_hold, today=TODAY)] == ["700001"]
    with pytest.raises(
        UserError, match=r"can't be disposed of\. On hold\. Inquiry or safeguarding review: Review of 1964"
    ):
        propose(caseload, whose)
    (hold,) = held(caseload, whose).holds
    write(caseload, retention.lift_hold, hold_id, because="The review is closed", seen_version=hold.version)
    assert listed(caseload) == ["700001"]
    with pytest.raises(RecordChanged):
        write(caseload, retention.lift_hold, hold_id, because="Again", seen_version=hold.version)
    (lifted,) = held(caseload, whose).holds
    assert (lifted.lifted_by, lifted.lifted_because) == ("Grace Mensah", "The review is closed")


def test_a_record_is_found_by_council_id_and_a_disposal_by_its_number(caseload, whose):
    found = ask(caseload, retention.find, " 700002 ", today=TODAY)
    assert [row.status for row in found.records] == ["Kept"]
    number = ask(caseload, disposal.waiting)[0].record_number if propose(caseload, whose) else ""
    for typed in (number, number.lower().replace("-", " ")):
        assert [one.record_number for one in ask(caseload, retention.find, typed, today=TODAY).disposals] == [
            number
        ]
    assert held(caseload, whose).row.status == f"Disposal {number} is waiting"
    assert listed(caseload) == ["700001"]
    with pytest.raises(UserError, match="Enter the council ID"):
        ask(caseload, retention.find, " ", today=TODAY)


def test_a_disposal_takes_two_people_and_every_step_its_conditions(caseload, ids, whose):
    with pytest.raises(UserError, match="It is kept until 01-May-2087"):
        propose(caseload, ids["700002"])
    for said, words in (
        ({"because": "Amara is long gone"}, "Reason stays after the record has gone"),
        ({"authority": "Schedule for 700001"}, "Authority stays after the record has gone"),
        ({"authority": " "}, "Enter the authority"),
    ):
        with pytest.raises(UserError, match=words):
            propose(caseload, whose, **said)
    disposal_id = propose(caseload, whose)
    with pytest.raises(UserError, match="is waiting already"):
        propose(caseload, whose, by=CAROL)
    with pytest.raises(UserError, match="You proposed this disposal, so another manager"):
        decide(caseload, disposal_id, by=GRACE)
    with pytest.raises(UserError, match="it is waiting for a second person"):
        carry_out(caseload, disposal_id)
    with pytest.raises(NotAllowed):
        decide(caseload, disposal_id, by=NADIA)
    decide(caseload, disposal_id)
    with pytest.raises(UserError, match="can't be changed like that: it is approved"):
        decide(caseload, disposal_id)
    with pytest.raises(UserError, match="Record number is not that of this disposal"):
        carry_out(caseload, disposal_id, number="D-2222-2222")
    # A hold or a corrected date of birth that came after the approval still counts.
    hold_id = write(caseload, retention.set_hold, whose, kind="legal", because="Claim").made_id
    with pytest.raises(UserError, match="On hold"):
        carry_out(caseload, disposal_id)
    write(caseload, retention.lift_hold, hold_id, because="Settled", seen_version=1)
    with caseload.writing(_entry()) as session:
        children.change(session, whose, {"born": date(1960, 1, 10)})
    with pytest.raises(UserError, match="It is kept until 10-Jan-2035"):
        carry_out(caseload, disposal_id)
    with caseload.writing(_entry()) as session:
        children.change(session, whose, {"born": OLD})
    made = carry_out(caseload, disposal_id).report
    assert made == ask(caseload, disposal.certificate, disposal_id)
    assert (made.proposed_by, made.decided_by, made.carried_out_by) == (
        "Grace Mensah",
        "Carol Ince",
        "Grace Mensah",
    )
    assert made.backups_until == date(2027, 3, 5)
    assert ("names, numbers and details", 1) in made.destroyed
    assert not {"Baptiste", "Amara", "700001"} & set(repr(made).replace("'", " ").replace(",", " ").split())
    (stub,) = ask(caseload, disposal.settled)
    assert (stub.state_words, stub.kept_class) == ("Disposed of", "Longest that applies")
    assert listed(caseload) == []
    with pytest.raises(NotFound):
        held(caseload, whose)
    with caseload.reading() as session:
        assert audit.verify(session, caseload.audit_key) == ()
        entry = session.execute(
            text("SELECT child_id, changes_count FROM audit ORDER BY number DESC LIMIT 1")
        ).one()
        assert entry.child_id == whose


def test_a_disposal_is_refused_or_withdrawn_with_a_reason_and_proposed_again(caseload, whose):
    first = propose(caseload, whose)
    with pytest.raises(UserError, match="Enter the reason"):
        decide(caseload, first, approve=False, because="")
    decide(caseload, first, approve=False, because="Family asked")
    second = propose(caseload, whose, by=CAROL)
    with pytest.raises(RecordChanged):
        write(caseload, disposal.withdraw, second, because="By mistake", seen_version=9)
    write(caseload, disposal.withdraw, second, because="By mistake", seen_version=1)
    assert {one.state for one in ask(caseload, disposal.settled)} == {"refused", "withdrawn"}
    assert listed(caseload) == ["700001"]
    for one in (first, second):
        with pytest.raises(NotFound, match="no certificate"):
            ask(caseload, disposal.certificate, one)


def test_open_work_and_who_is_looked_after_are_in_the_way(caseload, whose):
    with caseload.writing(_entry()) as session:
        care.begin_period(session, whose, date(1951, 1, 1))
    with pytest.raises(UserError, match="still looked after"):
        propose(caseload, whose)
    assert listed(caseload) == []


def test_another_team_and_other_roles_see_nothing_of_it(caseload, whose):
    team = another_team(caseload)
    stranger = a_child_of(caseload, team, "700001")
    assert listed(caseload) == ["700001"]
    assert len(ask(caseload, retention.find, "700001", today=TODAY).records) == 1
    with pytest.raises(NotAllowed):
        propose(caseload, stranger)
    disposal_id = propose(caseload, whose)
    theirs = Actor(9, team, "x", "X", Role.MANAGER, Registration.NONE)
    assert ask(caseload, disposal.waiting, by=theirs) == ()
    with pytest.raises(NotAllowed):
        write(
            caseload,
            disposal.decide,
            disposal_id,
            by=theirs,
            today=TODAY,
            approve=True,
            because="x",
            seen_version=1,
        )
    with pytest.raises(NotFound):
        write(caseload, disposal.withdraw, disposal_id, by=theirs, because="x", seen_version=1)
    for call in (retention.review, retention.on_hold):
        with pytest.raises(NotAllowed):
            ask(caseload, call, by=NADIA, today=TODAY)


def test_an_import_is_undone_after_one_of_its_children_was_disposed_of(database):
    header = [f"{one},F,12/05/2012,WBRI,UN1,," for one in ("101", "102")]
    bring_in(
        database,
        files(header=header, episodes=[an_episode(CHILD=one, DECOM="01/05/2018") for one in ("101", "102")]),
    )
    with database.reading() as session:
        gone = children.find(session, 1, "101")
        import_id, entries = (
            session.scalar(text("SELECT id FROM imports")),
            session.scalar(text("SELECT count(*) FROM changes")),
        )
    with database.writing(_entry()) as session:
        disposal_id = stored.propose(
            session, 1, gone, retention_class="longest_applicable", kept_until=OLD, authority="x", because="y", by_id=1,
            now=NOW,
        )  # fmt: skip
    with database.writing(Entry(GRACE, NOW, "disposed of a record", gone)) as session:
        stored.carry_out(session, disposal_id, NOW, 1, TODAY)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM changes")) < entries
    report = write(database, import_history.undo, import_id, because="Wrong file").report
    assert (report.children_removed, report.children_restored) == (1, 0)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM children")) == 0
        assert audit.verify(session, database.audit_key) == ()


def test_nothing_but_the_service_of_two_people_can_dispose_of_a_record():
    """P16: no timer, no start, no import and no command destroys anything."""
    root = Path(lac_tracker.__file__).parent
    sources = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.py")}

    def naming(words):
        return {name for name, source in sources.items() if words in source}

    assert naming("deleting_changes(") == {"storage/triggers.py", "storage/disposal_changes.py"}
    assert naming("disposal_changes.take_out(") == {"storage/disposal.py"}
    assert naming("stored.carry_out(") == {"services/disposal.py"}
    assert naming("disposal.carry_out") == {"ui/screens/settings_retention_dialogs.py"}
