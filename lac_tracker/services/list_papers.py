"""The list of what is due as a paper: the same rows as on the screen, read anew and passed through the gateway."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_age
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.list_papers import ListedChild, OverdueList
from lac_tracker.domain.people import Actor
from lac_tracker.domain.reports import Service
from lac_tracker.domain.standing import OPEN_STATUSES, WAITING_WORDS, Status
from lac_tracker.services import caseload, redaction
from lac_tracker.services.access import needs
from lac_tracker.services.caseload import DueItem
from lac_tracker.storage import documents, people

DOCUMENT = "overdue-list"
Key = tuple[int, str]  # (id of the child, 'IHA' or 'RHA')


@needs(Action.EXPORT)
def overdue_list(
    session: Session,
    keys: Sequence[Key] | None,
    *,
    filtered: str,
    order: str,
    by: Actor,
    now: datetime,
    today: date,
) -> OverdueList:
    """Return the list for paper.

    keys: the rows to show, in their order; None for every open one, earliest first. A row that is no longer there is
    left out. filtered, order: the filter and the order in words, as the list states them. Names of restricted records
    are those of managers alone.
    """
    held = caseload.due_list(session, by=by, now=now, today=today, statuses=caseload.EVERY_STATUS)
    by_key = {(row.child_id, row.assessment): row for row in held.rows}
    wanted = (
        [row for row in held.rows if row.status in OPEN_STATUSES]
        if keys is None
        else [by_key[key] for key in keys if key in by_key]
    )
    team = people.team(session, by.team_id)
    return OverdueList(
        service=Service(team.name, team.phone, team.email),
        heading=held.heading,
        filtered=filtered,
        order=order,
        rows=tuple(
            _listed(row, today) for row in redaction.without_restricted(session, wanted, by=by, today=today)
        ),
        of=len(held.rows),
        reference=documents.new_reference(),
        made_by=by.full_name,
        made_on=today,
        made_at=now.astimezone().strftime("%H:%M"),
    )


def _listed(row: DueItem, today: date) -> ListedChild:
    number = f"NHS No. {show_nhs_number(row.nhs_number)}" if row.nhs_number else "NHS No. not known"
    number = number.replace(" ", "\u00a0")  # one line, as nobody may read half of it
    return ListedChild(
        status=row.status_words,
        is_overdue=row.status is Status.OVERDUE,
        name=row.shown_name,
        about=f"{show_age(row.born, today)}, {number}",
        kind=row.assessment,
        due=row.due,
        why=". ".join(
            part for part in (row.reason[:1].upper() + row.reason[1:], row.beside_on_paper) if part
        ),
        waiting_on=WAITING_WORDS[row.waiting_on] if row.status in OPEN_STATUSES else "",
        assessor=row.assessor or "",
    )
