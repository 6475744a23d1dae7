"""Questionnaires in a record, by the services, with scores as a licensed report has them."""

from datetime import date

from lac_tracker.domain.people import Actor
from lac_tracker.services import sdq
from lac_tracker.storage import sdq as stored
from lac_tracker.storage.database import Database
from tests.builders import ask, write
from tests.conftest import SAM, TODAY

LAST_YEAR = date(2025, 3, 9)
# Scales of a total of 14, 17 and 12.
FOURTEEN = {"emotional": 4, "conduct": 2, "hyperactivity": 5, "peer": 3, "prosocial": 8, "impact": 2}
SEVENTEEN = {"emotional": 6, "conduct": 3, "hyperactivity": 5, "peer": 3, "prosocial": 7}
TWELVE = {"emotional": 3, "conduct": 2, "hyperactivity": 4, "peer": 3, "prosocial": 9}


def a_questionnaire(
    database: Database,
    child_id: int,
    on: date = TODAY,
    scales: dict[str, int] = FOURTEEN,
    version: str = "parent_4_17",
    completed_by: str = "Rosa Field, foster carer",
    *,
    by: Actor = SAM,
) -> int:
    """Keep the scores of a questionnaire and return its id."""
    return int(
        write(
            database, sdq.save_scores, child_id, by=by, version=version, completed_on=on, completed_by=completed_by,
            scores=scales, source="Scored by the clinic",
        ).made_id
    )  # fmt: skip


def say(database: Database, questionnaire_id: int, **said: str) -> None:
    """Write down what a questionnaire means, or what the child thinks of it."""
    one = held(database, questionnaire_id)
    write(database, sdq.say, questionnaire_id, by=SAM, seen_version=one.row_version, **said)


def share(database: Database, questionnaire_id: int) -> None:
    """Keep that the young person wants it shown."""
    one = held(database, questionnaire_id)
    write(database, sdq.choose_sharing, questionnaire_id, by=SAM, seen_version=one.row_version, shared="yes")


def take_out(database: Database, questionnaire_id: int) -> None:
    """Enter it in error."""
    one = held(database, questionnaire_id)
    write(
        database,
        sdq.in_error,
        questionnaire_id,
        by=SAM,
        because="Another child's",
        seen_version=one.row_version,
    )


def held(database: Database, questionnaire_id: int):
    """Return it as it is kept."""
    return ask(database, lambda session, one, *, by, now: stored.load(session, one), questionnaire_id)
