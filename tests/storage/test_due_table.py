"""The stored due dates are always those that the facts give: after any commands, and found by one index."""

# ruff: noqa: PT012 - what is refused or undone is the whole block

import os
import shutil
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule
from small_caseload import GRACE, NOW, a_child, an_entry
from sqlalchemy import func, select

from lac_tracker.domain.care import CareHistory, LegalStatus, PeriodOfCare, Placement
from lac_tracker.domain.consent import Consent, Giver, Means, Purpose, Response
from lac_tracker.domain.standing import Status
from lac_tracker.services.caseload import due_query
from lac_tracker.storage import assessments, care, children, clock_holds, consents, deadlines
from lac_tracker.storage import database as storage
from lac_tracker.storage.tables.audit import AuditRow, ChangeRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.due import DueRow
from lac_tracker.storage.triggers import AUDITED

DAYS = st.dates(date(2019, 1, 1), date(2026, 6, 1))
KINDS = st.sampled_from(["IHA", "RHA"])
SPANS = st.integers(0, 400)
RUNS = 200 if os.environ.get("LAC_TRACKER_TORTURE") else 6  # of 25 commands each, others every time


class _Undone(Exception):
    """What a rule raises to have its work rolled back."""


class DueMachine(RuleBasedStateMachine):
    """Random commands on a real caseload. `folder` and `source` are set by the test."""

    held = Bundle("children")
    open_assessments = Bundle("open assessments")

    @initialize()
    def copy_the_caseload(self):
        path, keys = self.source
        self.path = self.folder / "random.lac"
        for left in self.folder.glob("random.lac*"):
            left.unlink()
        shutil.copy(path, self.path)
        self.database = storage.open_caseload(self.path, keys, NOW)
        self.added = self.entries = 0
        with self.database.reading() as session:
            self.first_entry = session.scalar(select(func.max(AuditRow.number)))

    def write(self, action="tested"):
        self.entries += 1
        return self.database.writing(an_entry(action))

    @rule(target=held, born=st.dates(date(2006, 1, 1), date(2026, 3, 1)))
    def add_child(self, born):
        self.added += 1
        with self.write() as session:
            return a_child(session, str(self.added), born)

    @rule(child=held, began=DAYS)
    def begin_period(self, child, began):
        with self.write() as session:
            care.begin_period(session, child, began)

    @rule(child=held, began=DAYS, code=st.sampled_from(["C2", "V2", "V3", "V4", "J1", "E1"]))
    def add_legal_status(self, child, began, code):
        with self.write() as session:
            care.add_legal_status(session, child, code, began)

    @rule(
        child=held,
        began=DAYS,
        known=st.booleans(),
        span=st.none() | SPANS,
        place=st.sampled_from(["U4", "R5", "K1"]),
    )
    def replace_history(self, child, began, known, span, place):
        ended = None if span is None else began + timedelta(span)
        history = CareHistory(
            (PeriodOfCare(began if known else None, ended, "E8" if ended else None),),
            (Placement(began, ended, place, "PR1", None),),
            (LegalStatus(began, ended, "C2"),),
        )
        with self.write() as session:
            care.replace_history(session, child, history, import_id=None)

    @rule(child=held, kind=KINDS, day=DAYS)
    def enter_past_assessment(self, child, kind, day):
        with self.write() as session:
            assessments.add(
                session, child, kind, "history", {"completed_on": day, "completed_by": "Dr Before"}
            )

    @rule(target=open_assessments, child=held, kind=KINDS)
    def start_assessment(self, child, kind):
        with self.write() as session:
            return assessments.add(
                session, child, kind, "in_progress", {"assessor_id": GRACE.person_id, "started_at": NOW}
            )

    @rule(
        assessment=open_assessments,
        fields=st.fixed_dictionaries(
            {},
            optional={
                "completed_on": DAYS, "part_done_on": DAYS, "assessor_id": st.sampled_from([2, 3, None]),
            },
        ),
    )  # fmt: skip
    def work_on_assessment(self, assessment, fields):
        with self.write() as session:
            assessments.change(session, assessment, fields)

    @rule(child=held, kind=KINDS, day=DAYS, length=st.integers(0, 60), ends=st.booleans())
    def hold(self, child, kind, day, length, ends):
        with self.write() as session:
            if ends:
                clock_holds.settle(session, child, kind, on=day, by="Grace Mensah", because="")
            clock_holds.add(
                session, child, kind, began_on=day, until=day + timedelta(days=length), reason="in hospital",
                recorded_by="Grace Mensah",
            )  # fmt: skip

    @rule(assessment=consumes(open_assessments), day=DAYS, accepted=st.booleans())
    def sign(self, assessment, day, accepted):
        with self.write() as session:
            sha256 = assessments.keep_form(session, "form", "1", "the text of a form")
            fields = {
                "state": "signed", "completed_on": day, "signed_at": NOW, "form_sha256": sha256,
                "accepted_from_earlier_period": accepted,
            }  # fmt: skip
            assessments.change(session, assessment, fields)

    @rule(assessment=consumes(open_assessments), day=DAYS, state=st.sampled_from(["declined", "cancelled"]))
    def decline(self, assessment, day, state):
        with self.write() as session:
            assessments.change(session, assessment, {"state": state, "declined_on": day, "ask_again_on": day})

    @rule(child=held, kind=KINDS, day=DAYS)
    def book(self, child, kind, day):
        with self.write() as session:
            assessments.add_appointment(session, child, kind, day - timedelta(10), day, "Clinic")

    @rule(child=held, day=DAYS, response=st.sampled_from(Response), later=st.none() | SPANS)
    def consent(self, child, day, response, later):
        withdrawn = day + timedelta(later) if later is not None and response is Response.GIVEN else None
        given = Consent(
            response, Giver.PARENT, "Ann Example", day, Means.LETTER, "Tom Leigh",
            agreed=frozenset({Purpose.HEALTH_ASSESSMENT} if response is Response.GIVEN else ()),
            withdrawn_on=withdrawn, withdrawn_reason="changed their mind" if withdrawn else "",
        )  # fmt: skip
        with self.write() as session:
            consents.add_consent(session, child, given)

    @rule(child=held, born=st.dates(date(2006, 1, 1), date(2026, 3, 1)))
    def correct_birth_date(self, child, born):
        with self.write() as session:
            children.change(session, child, {"born": born})

    @rule(child=held, began=DAYS)
    def fail_half_way(self, child, began):
        with pytest.raises(_Undone), self.database.writing(an_entry()) as session:
            care.begin_period(session, child, began)
            session.flush()
            raise _Undone

    @invariant()
    def stored_equals_computed(self):
        with self.database.reading() as session:
            assert deadlines.differences(session) == ()
            everyone = set(session.scalars(select(ChildRow.id)))
            assert set(session.scalars(select(DueRow.child_id))) == everyone  # nobody falls off the list

    @invariant()
    def every_command_is_one_entry(self):
        with self.database.reading() as session:
            assert session.scalar(select(func.max(AuditRow.number))) == self.first_entry + self.entries
            assert set(session.scalars(select(ChangeRow.table_name))) <= set(AUDITED)

    def teardown(self):
        if hasattr(self, "database"):
            self.database.close()


def test_after_random_commands_stored_due_dates_equal_those_computed_anew(template, tmp_path):
    class Machine(DueMachine):
        source, folder = template, tmp_path

    Machine.TestCase.settings = settings(
        max_examples=RUNS,
        stateful_step_count=25,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    Machine.TestCase("runTest").runTest()


@pytest.fixture
def child(database):
    with database.writing(an_entry()) as session:
        child_id = a_child(session)
        care.begin_period(session, child_id, date(2026, 1, 26))
    return child_id


def due_rows(database, child_id):
    with database.reading() as session:
        rows = session.execute(select(*DueRow.__table__.columns).where(DueRow.child_id == child_id)).all()
        return {row.kind: row for row in rows}


def test_a_child_without_a_start_of_care_has_a_row_without_a_date(database):
    with database.writing(an_entry()) as session:
        child_id = a_child(session)
    (row,) = due_rows(database, child_id).values()
    assert (row.kind, row.due_on, row.missing, row.history_missing) == ("IHA", None, "no start date", True)


def test_both_dates_of_an_initial_assessment_are_stored(database, child):
    row = due_rows(database, child)["IHA"]
    assert (row.due_on, row.due_28_days, row.due_20_working_days) == (date(2026, 2, 23),) * 3
    assert row.other_due_on == date(2026, 2, 23)
    assert row.history_missing is False


def test_what_holds_an_assessment_is_stored_with_it(database, child):
    with database.writing(an_entry()) as session:
        held = {"assessor_id": 3, "completed_on": date(2026, 2, 10)}
        assessments.add(session, child, "IHA", "in_progress", held)
        clock_holds.add(
            session, child, "IHA", began_on=date(2026, 2, 9), until=date(2026, 2, 20), reason="in hospital",
            recorded_by="Grace Mensah",
        )  # fmt: skip
        assessments.add_appointment(session, child, "IHA", date(2026, 2, 1), date(2026, 2, 12), None)
    row = due_rows(database, child)["IHA"]
    assert (row.seen_not_signed_on, row.on_hold_until, row.booked_on, row.assessor_name, row.met_on) == (
        date(2026, 2, 10), date(2026, 2, 20), date(2026, 2, 12), "Nadia Rahman", None,
    )  # fmt: skip


_OTHERS = ", ".join(column.name for column in DueRow.__table__.columns if column.name not in ("id", "kind"))
TAMPERED = [
    ("UPDATE due SET due_on = '2030-01-01'", "differs in due_on"),
    ("UPDATE due SET met_on = '2026-01-01'", "differs in met_on"),
    ("UPDATE due SET team_id = 2", "differs in team_id"),
    ("DELETE FROM due", "is not stored"),
    (f"INSERT INTO due (kind, {_OTHERS}) SELECT 'RHA', {_OTHERS} FROM due", "should not be there"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "words"), TAMPERED)
def test_a_due_date_changed_behind_the_door_is_found(database, child, statement, words):
    with database.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        connection.rollback()
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute(statement)
        connection.invalidate()
    with database.reading() as session:
        (found,) = deadlines.differences(session)
    assert words in found
    assert str(child) in found


def test_facts_written_past_the_storage_functions_are_found_too(database, child):
    with database.writing(an_entry()) as session:
        session.connection().exec_driver_sql("UPDATE periods_of_care SET began = '2026-01-01'")
    with database.reading() as session:
        assert deadlines.differences(session)
    with database.writing(an_entry()) as session:
        assert deadlines.refresh(session, {child}) == 1
        assert deadlines.differences(session) == ()


def test_refreshing_what_is_right_writes_nothing(database, child):
    with database.writing(an_entry()) as session:
        assert deadlines.refresh(session, {child}) == 0


def test_overdue_rows_are_found_by_their_index(database):
    query = due_query(frozenset({Status.OVERDUE})).params(team_id=1, today=date(2026, 3, 4))
    compiled = query.compile(database.engine, compile_kwargs={"literal_binds": True})
    with database.reading() as session:
        plan = [row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
    assert any("due_stretches USING" in step and "SCAN due_stretches" not in step for step in plan), plan
