"""What a person does with the list of a yearly return: answers every missing line where it belongs, one after another."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.people import Actor
from lac_tracker.domain.return_export import Missing, ReturnFile
from lac_tracker.services import immunisations, return_export, sdq, substance_use, yearly_return
from lac_tracker.services.immunisations import NewStatement
from lac_tracker.storage.database import Database
from tests.builders import ask
from tests.conftest import GRACE, NOW, TODAY

_TOLD = {"by": GRACE, "now": NOW}


def whole(database: Database, year: int, **more: Any) -> ReturnFile:
    """Return the return of the caseload's only council."""
    found: ReturnFile = ask(database, return_export.whole, year, today=TODAY, **more)
    return found


def complete(database: Database, year: int, by: Actor = GRACE) -> ReturnFile:
    """Answer what the list asks for until it asks for nothing, and return the return then.

    An answer may ask for another: that there was a substance problem, for what was done about it.
    """
    for _ in range(4):
        found = whole(database, year)
        if not found.missing:
            return found
        with database.writing(Entry(by, NOW)) as session:
            answer(session, found.missing, year)
    raise AssertionError(found.missing[:5])


def answer(session: Session, missing: Iterable[Missing], year: int) -> None:
    """Answer each missing line where its words say, differently from child to child."""
    day = date(year - 1, 11, 5)
    for gap in missing:
        number = sum(map(ord, gap.council_id))
        match gap.column:
            case "SDQ_SCORE" | "SDQ_REASON":
                sdq.record_not_done(
                    session, gap.child_id, asked_on=day, reason="SDQ2", words="No time", **_TOLD
                )
            case "IMMUNISATIONS":
                said = NewStatement(day, "not_up_to_date", "MMR 2", "GP record", "Dr Lee")
                immunisations.state(session, gap.child_id, said, **_TOLD)
            case "SUBSTANCE_MISUSE" | "INTERVENTION_RECEIVED" | "INTERVENTION_OFFERED" if number % 2:
                problem = {"problem": "yes", "substances": "Cannabis", "intervention": "offered_refused"}
                substance_use.add_asking(
                    session, gap.child_id, asked_on=day, intervention_on=day, source="RHA", **problem, **_TOLD
                )
            case column:
                yearly_return.answer(
                    session, gap.child_id, today=TODAY, year=year, column=column, says=str(number % 2),
                    source="Social worker", seen_version=0, **_TOLD,
                )  # fmt: skip
