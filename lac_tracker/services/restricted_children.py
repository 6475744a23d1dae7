"""Whom the list of children shows and a search finds, where some records are restricted: these last, and never by their name.

A part of a name, of a number or of a council id finds no restricted record: letter by letter it would give the name away.
Somebody has to find it all the same when a child is in danger. So where the team chose it, the whole name (as it is
written or turned round), the whole NHS number or the whole council id finds that there is one, and access can be taken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.names import LONGEST_LINE, clean_line, search_key
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import hidden_from
from lac_tracker.storage import children_list, team_choices

_ASK = "ask"  # of the team's choice 'restricted_in_search'


@dataclass(frozen=True)
class Page:
    """The ids of a page in their order, and which children the person may not be told the names of."""

    ids: Sequence[int]
    hidden: frozenset[int]
    team_id: int
    search: str
    found_hidden: int  # how many of them the search finds, or all of them without one

    def total(self, session: Session) -> int:
        """Return how many children the search finds in all."""
        return children_list.count(session, self.team_id, self.search, self.hidden) + self.found_hidden


def page(
    session: Session, *, by: Actor, now: datetime, search: str = "", sort: str = "name", descending: bool = False,
    offset: int = 0, limit: int | None = None,
) -> Page:  # fmt: skip
    """Return the children of a page. Called by services that asked for leave already."""
    team_id, hidden = by.team_id, hidden_from(session, by=by, now=now)
    found = children_list.ids(
        session, team_id, search, sort, descending=descending, offset=offset, limit=limit, without=hidden
    )
    if not hidden:
        return Page(found, hidden, team_id, search, 0)
    last = sorted(_found(session, team_id, hidden, search) if search.strip() else hidden)
    if limit is not None and len(found) == limit:
        return Page(found, hidden, team_id, search, len(last))
    begins = max(0, offset - children_list.count(session, team_id, search, hidden))
    ends = None if limit is None else begins + limit - len(found)
    return Page([*found, *last[begins:ends]], hidden, team_id, search, len(last))


def _found(session: Session, team_id: int, hidden: Iterable[int], search: str) -> list[int]:
    if team_choices.value(session, team_id, "restricted_in_search") != _ASK:
        return []
    typed = clean_line(search[:LONGEST_LINE])
    key, number = search_key(typed), typed.replace(" ", "")
    rows = children_list.rows(session, sorted(hidden))
    return [
        child_id
        for child_id, row in rows.items()
        if number == row.nhs_number or typed == row.council_child_id or (key and key in _whole_names(row))
    ]


def _whole_names(row: Any) -> set[str]:
    family, given = row.family_name or "", row.given_name or ""
    if not family or not given:  # half a name is a part of one
        return set()
    called = [given, *([row.preferred_name] if row.preferred_name else [])]
    return {search_key(words) for one in called for words in (f"{one} {family}", f"{family} {one}")}
