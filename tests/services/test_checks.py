"""The check of a caseload: nothing when all is well, and each fault under its own name."""

from dataclasses import replace

import pytest

from lac_tracker.domain.errors import NotAllowed
from lac_tracker.domain.people import Role
from lac_tracker.services import checks
from lac_tracker.storage.dialects import make_engine
from tests import builders
from tests.builders import a_child, ask
from tests.conftest import GRACE

PARTS = (
    "File: every page and index", "Rows: every one has its parent", "Audit triggers", "Audit chain",
    "Rows: each as its last change left it", "Due dates: stored equal computed",
)  # fmt: skip


def check(database, by=GRACE):
    return {
        part.name: part.problems for part in ask(database, checks.check_caseload, database.audit_key, by=by)
    }


def tamper(database, keys, *statements):
    """Change the file as somebody with the key but without the program would."""
    database.engine.dispose()
    engine = make_engine(database.path, key=keys.file_key, foreign_keys=False)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture
def beginning(made_once):
    def make(database):
        child = a_child(database)
        builders.an_assessment(database, child)
        return child

    return made_once("checks", make)


@pytest.fixture
def child(beginning):
    return beginning[1]


def test_a_whole_caseload_has_no_problems(database, child):
    assert check(database) == dict.fromkeys(PARTS, ())


@pytest.mark.parametrize(
    ("part", "statements"),
    [
        (
            "Rows: every one has its parent",
            ["{off}", "UPDATE answers SET assessment_id = 4711"],
        ),
        ("Audit triggers", ["DROP TRIGGER {trigger}"]),
        ("Audit chain", ["{off_audit}", "UPDATE audit SET person_name = 'Nobody' WHERE number = 2"]),
        ("Audit chain", ["{off_audit}", "DELETE FROM audit WHERE number = 2"]),
        (
            "Audit chain",
            ["{off_changes}", "UPDATE changes SET after = '{}' WHERE id = (SELECT max(id) FROM changes)"],
        ),
        (
            "Rows: each as its last change left it",
            ["{off_children}", "UPDATE children SET search_key = 'other'"],
        ),
        ("Due dates: stored equal computed", ["UPDATE due SET due_on = '2030-01-01'"]),
        ("Due dates: stored equal computed", ["DELETE FROM due"]),
    ],
    ids=[
        "orphan",
        "trigger",
        "entry changed",
        "entry gone",
        "change changed",
        "row changed",
        "due changed",
        "due gone",
    ],
)
def test_each_fault_is_found_under_its_name(database, keys, child, part, statements):
    with database.reading() as session:
        triggers = (
            session.connection()
            .exec_driver_sql("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
            .all()
        )

    def off(table):
        return [f"DROP TRIGGER {name}" for name, of in triggers if of == table]

    steps = []
    for statement in statements:
        match statement:
            case "{off}":
                steps += off("answers")
            case "{off_children}":
                steps += off("children")
            case "{off_audit}":
                steps += off("audit")
            case "{off_changes}":
                steps += off("changes")
            case _:
                steps.append(statement.replace("{trigger}", triggers[0][0]))
    if part.startswith("Due"):
        steps = off("due") + steps
    tamper(database, keys, *steps)
    found = check(database)
    assert found[part]
    assert all(problem.endswith(".") for problem in found[part])


@pytest.mark.parametrize("role", list(Role))
def test_who_may_check(database, role):
    by = replace(GRACE, role=role)
    if role in {Role.MANAGER, Role.AUDITOR, Role.IT}:
        check(database, by)
    else:
        with pytest.raises(NotAllowed):
            check(database, by)
