"""The team's checklist: shown with its sources, changed by a manager. Every change is a new version."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import RecordChanged, UserError
from lac_tracker.domain.people import Actor
from lac_tracker.domain.quality import Checklist, Criterion
from lac_tracker.domain.quality_checklist import new_id, read_checklist, write_checklist
from lac_tracker.services.access import needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import quality_checklists as stored


@dataclass(frozen=True)
class TeamChecklist:
    """The checklist of now. number: of its version; words: who made it and when. taken: every id that was ever used."""

    checklist: Checklist
    number: int
    words: str
    taken: tuple[str, ...]


@needs(Action.SEE_QUALITY)
def shown(session: Session, *, by: Actor, now: datetime) -> TeamChecklist:
    """Return the checklist that reviews drawn from now on are scored by."""
    version = stored.newest(session, by.team_id)
    words = (
        f"Version {version.number}, by {version.made_by} on {show_date(version.made_at.astimezone().date())}"
        if version.made_at
        else "As it came with the program"
    )
    return TeamChecklist(version.checklist, version.number, words, _taken(session, by.team_id))


@needs(Action.CHANGE_CHECKLIST)
def change(
    session: Session, checklist: Checklist, *, by: Actor, now: datetime, seen_number: int | None = None
) -> Changes:
    """Keep a changed checklist as the next version; reviews that are open keep theirs. `made_id` is the version.

    Results follow a criterion from version to version by its id: `as_new_question` gives one whose meaning changed
    another id. Raises UserError for what cannot be read again, RecordChanged when somebody else changed it since.
    """
    held = stored.newest(session, by.team_id)
    if seen_number is not None and held.number != seen_number:
        raise RecordChanged("Someone else changed the checklist while you were working. Open it again")
    text = write_checklist(checklist)
    if read_checklist(text) == held.checklist:
        raise UserError("Nothing was changed, so there is no new version")
    if held.id is None:  # what came with the program is version 1, also where nothing was scored by it
        stored.keep(session, by.team_id, held.content, by=by.full_name, now=now)
    made = stored.keep(session, by.team_id, text, by=by.full_name, now=now)
    return Changes(quality=True, made_id=made)


@needs(Action.CHANGE_CHECKLIST)
def load(session: Session, text: str, *, by: Actor, now: datetime) -> Changes:
    """Keep the checklist of a TOML file as the next version. Raises UserError naming what is not understood."""
    return change(session, read_checklist(text), by=by, now=now)


def as_new_question(checklist: Checklist, criterion_id: str, words: str, taken: tuple[str, ...]) -> Checklist:
    """Return a checklist in which a criterion asks something else: it gets an id of its own, and results begin anew."""
    return replace(
        checklist,
        criteria=tuple(
            replace(one, id=new_id(words, taken), words=words, source="The team's own", confidence="design")
            if one.id == criterion_id
            else one
            for one in checklist.criteria
        ),
    )


def with_criterion(checklist: Checklist, one: Criterion, taken: tuple[str, ...]) -> Checklist:
    """Return a checklist with one more criterion, the last of its group."""
    added = replace(one, id=new_id(one.words, taken))
    order = list(checklist.groups)
    criteria = sorted((*checklist.criteria, added), key=lambda each: order.index(each.group))
    return replace(checklist, criteria=tuple(criteria))


def _taken(session: Session, team_id: int) -> tuple[str, ...]:
    versions = (*stored.every(session, team_id), stored.newest(session, team_id))
    return tuple({one.id for version in versions for one in version.checklist.criteria})
