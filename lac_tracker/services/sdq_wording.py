"""A licensed team's own wording of a form: kept from its file, shown beside the numbers, removed again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.names import clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.domain.sdq import VERSIONS
from lac_tracker.domain.sdq_rules import check_form
from lac_tracker.domain.sdq_wording import Wording, check_items
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import sdq_wording as stored

_LONGEST = 2_000  # characters of the licence note


@needs(Action.SEE_CLINICAL)
def wording(session: Session, version: str, *, by: Actor, now: datetime) -> Wording | None:
    """Return the words the team loaded for a form; None where it loaded none, and numbers alone are shown."""
    return stored.of_form(session, by.team_id, version)


@needs(Action.CHANGE_SETTINGS)
def loaded(session: Session, *, by: Actor, now: datetime) -> tuple[Wording, ...]:
    """Return all that the team loaded, with the licence notes."""
    return stored.every(session, by.team_id)


@needs(Action.CHANGE_SETTINGS)
def load(
    session: Session, version: str, *, by: Actor, now: datetime, items: Sequence[str], licence_note: str
) -> Changes:
    """Keep the wording of a form, in the place of what was there.

    items: the words of items 1 to 25, as `exchange.sdq_wording_file.read_wording` reads them from the team's file.
    licence_note: which licence allows it. Raises UserError without a form or a note, and for an item without words.
    """
    form = check_form(version)
    note = clean_text(licence_note, label="Licence note", longest=_LONGEST).strip()
    if not note:
        raise UserError("Licence note is missing: enter which licence allows the wording to be shown")
    words = check_items(items)
    stored.keep(session, by.team_id, Wording(form.key, words, note, by.full_name, now.date()))
    return Changes()


@needs(Action.CHANGE_SETTINGS)
def remove(session: Session, version: str, *, by: Actor, now: datetime) -> Changes:
    """Take the wording of a form away: numbers alone are shown again. Raises NotFound where there is none."""
    if not stored.remove(session, by.team_id, version):
        words = VERSIONS[version].words if version in VERSIONS else version
        raise NotFound(f"No wording was loaded for the form '{words}'")
    return Changes()
