"""Children, assessments and plans made through the services, valid unless a test says otherwise.

Each step is one transaction of its own, as a person at a screen would make it.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.consent import Giver, Means
from lac_tracker.domain.forms import child_facts
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import Need
from lac_tracker.exchange.ssda903 import read_ssda903
from lac_tracker.services import assessments, children, consent_gate, forms, imports, plans
from lac_tracker.storage import assessments as stored_assessments
from lac_tracker.storage import children as stored_children
from lac_tracker.storage import people
from lac_tracker.storage import plans as stored_plans
from lac_tracker.storage.database import Database
from lac_tracker.storage.tables.assessments import AnswerRow
from lac_tracker.storage.tables.audit import AuditRow
from tests.complete_answers import complete_answers, complete_plan
from tests.conftest import GRACE, NOW, SAM, TODAY

AGREED = consent_gate.GateAnswers(
    "agreed", "yes", "clinic", Giver.COUNCIL, "Dan Price", TODAY - timedelta(days=5), Means.EMAIL
)


def write(
    database: Database, function: Callable[..., Any], *args: Any, by: Actor = GRACE, **more: Any
) -> Any:
    """Call a command of a service in a transaction of its own and return its answer."""
    with database.writing(Entry(by, NOW)) as session:
        return function(session, *args, by=by, now=NOW, **more)


def ask(database: Database, function: Callable[..., Any], *args: Any, by: Actor = GRACE, **more: Any) -> Any:
    """Call a service that only reads and return its answer."""
    with database.reading() as session:
        return function(session, *args, by=by, now=NOW, **more)


def a_child(database: Database, council_id: str = "100001", **changes: Any) -> int:
    """Add a child who came into care 20 days ago and return the id."""
    fields = {
        "council": "123", "born": date(2010, 5, 1), "family_name": "Baptiste", "given_name": "Amara",
        "became_looked_after": TODAY - timedelta(days=20), "legal_status": "C2", "sex": "female",
    }  # fmt: skip
    return int(write(database, children.add_child, council_id=council_id, **fields | changes).child_id)


def an_assessment(
    database: Database, child_id: int, *, by: Actor = SAM, gate: consent_gate.GateAnswers = AGREED
) -> int:
    """Start an initial assessment today and return its id."""
    made = write(database, consent_gate.start, child_id, by=by, today=TODAY, kind="IHA", gate=gate)
    return int(made.made_id)


def answer_everything(
    database: Database, assessment_id: int, *, by: Actor = SAM, changed: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Answer every question that applies and return the answers."""
    entry = ask(database, assessments.for_entry, assessment_id, by=by, today=TODAY)
    complete, given = complete_answers(entry.form, entry.facts), dict(entry.answers)
    answers = complete | given | dict(changed or {})
    usual = [name for name in complete if name not in given and answers[name] == complete[name]]
    at_once = {name: complete[name] for name in usual[:-1]}
    with database.writing(Entry(by, NOW)) as session:
        put_answers(session, assessment_id, at_once, by=by)
        for name, value in answers.items():
            if name not in at_once:
                assessments.record_answer(session, assessment_id, name, value, by=by, now=NOW)
    return answers


def put_answers(session: Session, assessment_id: int, answers: Mapping[str, Any], *, by: Actor = SAM) -> None:
    """Write answers to questions that have none yet, past the service: it takes as long for each as this for all."""
    rows = [
        {"assessment_id": assessment_id, "question_id": name, "value": json.dumps(value, ensure_ascii=False),
         "answered_at": NOW, "answered_by_id": by.person_id}
        for name, value in answers.items()
    ]  # fmt: skip
    session.execute(insert(AnswerRow), rows)


def write_plan(
    database: Database, assessment_id: int, *, by: Actor = SAM, plan: tuple[Need, ...] | None = None
) -> None:
    """Save a plan that may be signed."""
    for need in complete_plan() if plan is None else plan:
        write(database, plans.save_item, assessment_id, need, by=by)


def a_complete_assessment(database: Database, child_id: int, *, by: Actor = SAM, **changed: Any) -> int:
    """Start and fill an assessment that may be signed, and return its id."""
    assessment_id = an_assessment(database, child_id, by=by)
    answer_everything(database, assessment_id, by=by, changed=changed)
    write_plan(database, assessment_id, by=by)
    return assessment_id


def sign(database: Database, assessment_id: int, *, by: Actor = SAM, completed_on: date = TODAY) -> None:
    """Sign an assessment, giving a reason wherever one is asked for."""
    found = ask(database, assessments.check, assessment_id, by=by, today=TODAY, completed_on=completed_on)
    assert [finding.words for finding in found.fix] == []
    reasons = {finding.id: "Agreed with the named doctor" for finding in found.explain}
    write(
        database, assessments.sign, assessment_id, by=by, today=TODAY, completed_on=completed_on, reasons=reasons
    )  # fmt: skip


def a_signed_assessment(database: Database, child_id: int, *, by: Actor = SAM, **changed: Any) -> int:
    """Make a complete and signed initial assessment of today and return its id."""
    assessment_id = a_complete_assessment(database, child_id, by=by, **changed)
    sign(database, assessment_id, by=by)
    return assessment_id


def sign_at_once(
    database: Database, child_id: int, plan: tuple[Need, ...], *, by: Actor = SAM, **said: Any
) -> int:
    """Put a signed initial assessment of somebody over ten into the record, past the services; return its id.

    For tests of what becomes of it: a tenth of the time of `a_signed_assessment`.
    """
    form = forms.find_form("iha_10_plus")
    facts = child_facts(date(2010, 5, 1), TODAY, unaccompanied=False, sex="female")
    signed = {
        "state": "signed", "completed_on": TODAY, "signed_at": NOW, "signed_by_id": by.person_id,
        "signed_as": f"{by.full_name}, GMC registered doctor",
    }  # fmt: skip
    with database.writing(Entry(by, NOW, "tested")) as session:
        begun = {"form_id": form.id, "first_seen_on": TODAY, "assessor_id": by.person_id}
        made = stored_assessments.add(session, child_id, "IHA", "in_progress", begun)
        put_answers(session, made, complete_answers(form, facts) | said, by=by)
        for need in plan:
            stored_plans.save_need(session, child_id, made, need)
        sha256 = stored_assessments.keep_form(session, form.id, form.version, forms.form_source(form.id))
        stored_assessments.change(session, made, signed | {"form_sha256": sha256})
    return made


def bring_in(database: Database, files: dict[str, bytes], *, council: str = "123", by: Actor = GRACE) -> Any:
    """Import the files of a return and return the report."""
    return write(database, imports.import_ssda903, read_ssda903(files), council=council, by=by).report


def another_team(database: Database) -> int:
    """Add a second team with a council of its own and return the team's id: what nobody of ours may see."""
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        return people.add_team(session, "Southgate team", ods_code=None, phone=None, email=None, address=None)


def a_child_of(database: Database, team_id: int, council_id: str = "900001", **fields: Any) -> int:
    """Add a child of another team and return the id."""
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        council = stored_children.council(session, team_id, "999")
        fields = {"family_name": "Baptiste", "given_name": "Noise"} | fields
        return stored_children.add(session, team_id, council, council_id, date(2012, 3, 1), fields)


def audit_of(database: Database) -> list[tuple[str, int | None, int]]:
    """Return (action, child, number of changed rows) of every entry of the audit, oldest first."""
    with database.reading() as session:
        rows = session.execute(
            select(AuditRow.action, AuditRow.child_id, AuditRow.changes_count).order_by(AuditRow.number)
        )
        return [tuple(row) for row in rows]


def row_counts(database: Database) -> dict[str, int]:
    """Return how many rows every table has."""
    from lac_tracker.storage.tables.every import Base

    with database.reading() as session:
        return {
            name: len(session.execute(select(*table.primary_key)).all())
            for name, table in Base.metadata.tables.items()
        }


def write_csv_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files of a return into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name.rpartition("/")[2]).write_bytes(data)
    return folder
