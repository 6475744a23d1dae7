"""Nothing is missing from the log: a long random run through the services, against a model, the triggers and the chain.

After it, every change a service was asked for and every look stands in the log once, in its order, with who did it; every
row the triggers wrote belongs to a sealed entry; and what the triggers say of each row, played through, is the row.
LAC_TRACKER_TORTURE makes it ten thousand operations.
"""

import json
import os
import random
from collections import defaultdict

import pytest
from sqlalchemy import select

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.services import child_summary, children, flags, log_check, sessions
from lac_tracker.storage import audit
from lac_tracker.storage.tables.audit import AuditRow, ChangeRow
from lac_tracker.storage.tables.every import Base
from lac_tracker.storage.triggers import AUDITED
from tests.builders import a_child
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM
from tests.promises.results import note

OPERATIONS = 10_000 if os.environ.get("LAC_TRACKER_TORTURE") else 500
PEOPLE = (GRACE, TOM, NADIA, SAM)


class Run:
    """What was done, as whoever did it would tell: action, child, person, whether rows were to change."""

    def __init__(self, database, chance):
        self.database, self.chance = database, chance
        self.told = []
        self.children = []
        self.number = 0

    def do(self, function, *args, by, child_id=None, action, changes, **given):
        entry = Entry(by, NOW)
        try:
            with self.database.writing(entry) as session:
                made = function(session, *args, by=by, now=NOW, **given)
        except NotAllowed:
            self.database.note_refusal(entry)
            self.told.append((f"refused: {action.value}", child_id, by.person_id, False))
            return None
        except UserError:
            return None  # refused in words: nothing happened, and nothing is to be told
        self.told.append(
            (action.value, made.child_id if child_id is None and changes else child_id, by.person_id, changes)
        )
        return made

    def add(self):
        by = self.chance.choice(PEOPLE)
        self.number += 1
        made = self.do(
            children.add_child, by=by, action=Action.ADD_CHILD, changes=True, council="123", council_id=f"7{self.number:05}",
            born=TODAY.replace(year=2012), family_name=f"Quill{self.number}", given_name="Ada",
            became_looked_after=TODAY, legal_status="C2", sex="female",
        )  # fmt: skip
        self.children.append(made.child_id)

    def look(self):
        child_id = self.chance.choice(self.children)
        self.do(
            child_summary.heading, child_id, by=self.chance.choice(PEOPLE), child_id=child_id, action=Action.OPEN_RECORD,
            changes=False, today=TODAY,
        )  # fmt: skip

    def read(self):
        child_id, page = self.chance.choice(self.children), self.chance.choice(sorted(sessions.SENSITIVE))
        by = self.chance.choice(PEOPLE)  # an administrator is refused, which is written down too
        self.do(
            sessions.read_page,
            child_id,
            page,
            by=by,
            child_id=child_id,
            action=Action.SEE_CLINICAL,
            changes=False,
        )

    def search(self):
        by = self.chance.choice(PEOPLE)
        self.do(sessions.searched, "Children", "0f" * 6, 3, by=by, action=Action.SEARCH, changes=False)

    def practice(self):
        child_id = self.chance.choice(self.children)
        name = f"Practice {self.chance.randrange(10**9)}"
        by = self.chance.choice(PEOPLE)
        self.do(
            children.set_gp_practice, child_id, by=by, child_id=child_id, action=Action.EDIT_CONTACTS, changes=True,
            name=name, ods_code="Y99001",
        )  # fmt: skip

    def flag(self):
        child_id, by = self.chance.choice(self.children), self.chance.choice(PEOPLE)
        known = {
            "by": by,
            "child_id": child_id,
            "action": Action.SET_FLAG,
            "changes": True,
            "kind": "interpreter",
        }
        detail = f"Tigrinya {self.chance.randrange(10**6)}"
        if (
            self.do(flags.set_flag, child_id, detail=detail, **known) is None
        ):  # it is set already, or not for their role
            known.pop("kind")
            self.do(flags.end_flag, child_id, "interpreter", because="No longer needed", **known)


@pytest.fixture
def run(database):
    held = Run(database, random.Random(8))
    a_child(database, "100001")
    with database.reading() as session:
        held.before = audit.head(session)[0]
    held.add()
    return held


def test_every_change_and_every_look_of_a_long_run_is_in_the_log(run, database):
    kinds = ("look", "look", "look", "read", "search", "practice", "practice", "flag", "add")
    while len(run.told) < OPERATIONS:
        getattr(run, run.chance.choice(kinds))()
    with database.reading() as session:
        assert log_check.check(session, database.audit_key, by=GRACE, now=NOW).faults == ()
        entries = session.execute(
            select(
                AuditRow.action,
                AuditRow.child_id,
                AuditRow.person_id,
                AuditRow.changes_count,
                AuditRow.entry_id,
            )
            .where(AuditRow.number > run.before)
            .order_by(AuditRow.number)
        ).all()
        logged = [(one.action, one.child_id, one.person_id, bool(one.changes_count)) for one in entries]
        assert logged == run.told
        counted = defaultdict(int)
        for (entry_id,) in session.execute(select(ChangeRow.entry_id)):
            counted[entry_id] += 1
        assert {one.entry_id: one.changes_count for one in entries if one.changes_count} == {
            one.entry_id: counted[one.entry_id] for one in entries if counted[one.entry_id]
        }
        compared = rows_that_the_changes_tell_differ(session)
    assert compared > 0
    looks = sum(1 for told in run.told if not told[3])
    done = len(run.told)
    note(
        "P8",
        "changes and views in the log",
        f"{done:,} operations, {looks:,} of them looks: all there, once, in order",
    )


def rows_that_the_changes_tell_differ(session):
    """Play the record of changes through, and compare every row it ends with with the row that is there."""
    told = defaultdict(dict)
    for table, row_id, operation, after in session.execute(
        select(ChangeRow.table_name, ChangeRow.row_id, ChangeRow.operation, ChangeRow.after).order_by(
            ChangeRow.id
        )
    ):
        if operation == "delete":
            told[table].pop(row_id, None)
        else:
            told[table][row_id] = json.loads(after)
    compared = 0
    for name in AUDITED:
        table = Base.metadata.tables[name]
        there = (
            session.connection().exec_driver_sql(f"SELECT * FROM {name}").mappings()
        )  # names of our own tables
        rows = {row["id"]: dict(row) for row in there}
        assert set(rows) == set(told[name]), name
        for row_id, held in told[name].items():
            assert held == {key: rows[row_id][key] for key in held}, (name, row_id)
            assert set(held) <= {column.name for column in table.columns}
            compared += 1
    return compared
