"""Invented caseloads of a given size for measuring: names and clocks, no texts."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.storage import children, people, vault
from lac_tracker.storage import database as storage
from lac_tracker.storage.database import Database
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.care import PeriodOfCareRow
from lac_tracker.storage.tables.children import ChildRow

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
GRACE = Actor(1, 1, "grace", "Grace Mensah", Role.MANAGER, Registration.NMC)
KEYS = vault.Keys("0" * 32, bytes(range(32)))  # measuring needs no passphrase


def make(path: Path, count: int, *, assessments: int = 10, keys: vault.Keys = KEYS) -> Database:
    """Return a new caseload of `count` children with up to `assessments` past assessments each."""
    database = storage.create(path, keys)
    dice = random.Random(1)
    with database.writing(Entry(GRACE, NOW, "made a caseload to measure")) as session:
        people.add_caseload(session, keys.database_id, date(2010, 1, 1), NOW, is_demonstration=True)
        people.add_team(session, "Team", ods_code=None, phone=None, email=None, address=None)
        people.add_person(
            session, 1, user_name=GRACE.user_name, full_name=GRACE.full_name, role=GRACE.role,
            registration=GRACE.registration, now=NOW,
        )  # fmt: skip
        council = children.council(session, 1, "X")
        rows = [_child(dice, number, council, assessments) for number in range(count)]
        session.execute(insert(ChildRow), [child for child, _, _ in rows])
        session.execute(insert(PeriodOfCareRow), [period for _, period, _ in rows])
        session.execute(insert(AssessmentRow), [held for _, _, some in rows for held in some])
        for child, _, _ in rows:
            children.mark_for_due(session, child["id"])
    return database


def _child(dice: random.Random, number: int, council: int, most: int) -> tuple[dict, dict, list[dict]]:
    child_id = 100_000 + number
    born = TODAY - timedelta(days=dice.randrange(400, 6_200))
    began = max(born, TODAY - timedelta(days=dice.randrange(1, 1_500)))
    child = {
        "id": child_id, "team_id": 1, "responsible_council_id": council, "council_child_id": str(number),
        "family_name": f"Example{number}", "given_name": "Child", "search_key": f"example{number} child", "born": born,
    }  # fmt: skip
    day, held = began, []
    for at in range(most):
        day += timedelta(days=dice.randrange(15, 160))
        if day > TODAY:
            break
        kind = "IHA" if at == 0 else "RHA"
        held.append(
            {"child_id": child_id, "kind": kind, "state": "history", "completed_on": day, "completed_by": "x"}
        )
    return child, {"child_id": child_id, "began": began}, held
