"""The health history of a young person: its lines, what the record suggests, and the steps until it is theirs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import BannerFacts, Child
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.health_history import (
    FAMILY_PARTS,
    PARTS,
    Choices,
    HealthHistory,
    Line,
    Named,
    Standing,
    Suggestion,
)
from lac_tracker.domain.health_history import NotFound as Missing
from lac_tracker.domain.health_history_readiness import (
    Step,
    steps,
    summary,
)
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.services import health_history_checks
from lac_tracker.services import health_history_sources as sources
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.child_banner import banner
from lac_tracker.services.health_history_release import built, move_to, named_in
from lac_tracker.storage import children, pathways
from lac_tracker.storage import health_history as stored

LONGEST_LINE = 1_000  # characters: one thing that happened


@dataclass(frozen=True)
class LineShown:
    """A line as the page shows it. now_said: what the record says now, where that changed since the line was taken."""

    line: Line
    now_said: str = ""


@dataclass(frozen=True)
class HealthHistoryPage:
    """What the page shows. gaps: part → what the record knows to be missing, which prints by itself."""

    called: str
    banner: BannerFacts
    lines: tuple[LineShown, ...]
    suggestions: tuple[Suggestion, ...]
    gaps: dict[str, tuple[Missing, ...]]
    choices: Choices
    state: str  # a key of pathways.HEALTH_HISTORY
    explained_on: date | None
    steps: tuple[Step, ...]
    summary: str
    named: Named  # people of the family who are named in it
    doubts: tuple[str, ...]  # of the information pages chosen: what to look at before it is printed


@needs(Action.SEE_CLINICAL, child=the_child)
def page(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> HealthHistoryPage:
    """Return the health history as it stands, with what the record suggests and what is still to be done."""
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    held = built(session, child_id, by, now)
    offered = _suggested(session, child, called, today)
    by_key = {one.key: one for one in offered}
    lines = stored.lines(session, child_id)
    taken = {one.record_key for one in lines}
    standing = _standing(session, child_id, held)
    return HealthHistoryPage(
        called=called,
        banner=banner(session, child, today),
        lines=tuple(LineShown(one, _now_said(one, by_key)) for one in lines),
        suggestions=tuple(one for one in offered if one.key not in taken),
        gaps=sources.not_found(session, child_id, lines, today),
        choices=standing.choices,
        state=standing.state,
        explained_on=standing.explained_on,
        steps=steps(standing, today),
        summary=summary(standing, today),
        named=named_in(session, child_id, held),
        doubts=tuple(f"{one.topic}: {one.doubt}" for one in held.information if one.doubt),
    )


@needs(Action.EDIT_HEALTH_HISTORY, child=the_child)
def add_line(
    session: Session, child_id: int, *, by: Actor, now: datetime, part: str, when: str, words: str,
    could_not_find: bool = False, asked_of: str = "", asked_on: date | None = None, record_key: str | None = None,
    record_said: str = "",
) -> Changes:  # fmt: skip
    """Add a line by hand. could_not_find: it says what was asked for, of whom and when, and was not found.

    Raises UserError naming the field that is wrong.
    """
    if part not in PARTS:
        raise UserError("Part is missing: choose where the line belongs")
    fields = _fields(now.date(), when, words, could_not_find, asked_of, asked_on)
    fields |= {
        "part": part,
        "recorded_by": by.full_name,
        "record_key": record_key,
        "record_said": record_said,
    }
    made = stored.add_line(session, child_id, fields)
    _begin(session, child_id, by, now)
    return Changes(children=True, child_id=child_id, made_id=made)


@needs(Action.EDIT_HEALTH_HISTORY, child=stored.child_of_line)
def change_line(
    session: Session, line_id: int, *, by: Actor, now: datetime, when: str, words: str, could_not_find: bool = False,
    asked_of: str = "", asked_on: date | None = None, seen_version: int,
) -> Changes:  # fmt: skip
    """Change the words of a line. What it said before stays in the record of changes."""
    child_id = stored.child_of_line(session, line_id)
    fields = _fields(now.date(), when, words, could_not_find, asked_of, asked_on)
    stored.change_line(session, line_id, fields | {"recorded_by": by.full_name}, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_HISTORY, child=stored.child_of_line)
def leave_out(
    session: Session, line_id: int, *, by: Actor, now: datetime, on: bool, seen_version: int
) -> Changes:
    """Leave a line out of the paper, or put it back. The line stays in the record."""
    stored.change_line(session, line_id, {"left_out": on}, seen_version=seen_version)
    return Changes(children=True, child_id=stored.child_of_line(session, line_id))


@needs(Action.EDIT_HEALTH_HISTORY, child=stored.child_of_line)
def move_line(session: Session, line_id: int, *, by: Actor, now: datetime, step: int) -> Changes:
    """Move a line one place up (-1) or down (1) in its part; at the end nothing moves."""
    stored.move_line(session, line_id, 1 if step > 0 else -1)
    return Changes(children=True, child_id=stored.child_of_line(session, line_id))


@needs(Action.EDIT_HEALTH_HISTORY, child=the_child)
def take(session: Session, child_id: int, keys: tuple[str, ...], *, by: Actor, now: datetime) -> Changes:
    """Take suggestions of the record as lines, in their order. What is about other people is never taken as it stands.

    Raises UserError for one that is about other people, and NotFound for one that is gone.
    """
    wanted = [one for one in _offered(session, child_id, now.date()) if one.key in keys]
    if not wanted:
        raise NotFound("The record does not hold this any more, or it was taken already")
    for one in wanted:
        if one.is_third_party:
            raise UserError(
                "This is about other people. Add a line in your own words that names nobody, if it may be shared"
            )
        fields = {
            "part": one.part, "when_words": one.when, "words": one.words, "recorded_by": by.full_name,
            "record_key": one.key, "record_said": one.words,
        }  # fmt: skip
        stored.add_line(session, child_id, fields)
    _begin(session, child_id, by, now)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_HISTORY, child=the_child)
def skip(session: Session, child_id: int, key: str, *, by: Actor, now: datetime) -> Changes:
    """Decide that something the record suggests stays out: a line that is left out, without the words of other people."""
    found = next((one for one in _offered(session, child_id, now.date()) if one.key == key), None)
    if found is None:
        raise NotFound("The record does not hold this any more, or it was taken already")
    words = "About other people: stays in the record" if found.is_third_party else found.words
    fields = {
        "part": found.part, "when_words": found.when, "words": words, "recorded_by": by.full_name,
        "record_key": found.key, "record_said": words, "left_out": True,
    }  # fmt: skip
    stored.add_line(session, child_id, fields)
    return Changes(children=True, child_id=child_id)


@needs(Action.EDIT_HEALTH_HISTORY, child=stored.child_of_line)
def take_new_words(
    session: Session, line_id: int, *, by: Actor, now: datetime, words: str, seen_version: int
) -> Changes:
    """Let a line say what the record says now."""
    child_id = stored.child_of_line(session, line_id)
    fields = {"words": words, "record_said": words, "recorded_by": by.full_name}
    stored.change_line(session, line_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


def _offered(session: Session, child_id: int, today: date) -> tuple[Suggestion, ...]:
    """Return what the record suggests and no line has taken."""
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    taken = {one.record_key for one in stored.lines(session, child_id)}
    held = _suggested(session, child, called, today)
    return tuple(one for one in held if one.key not in taken)


def _suggested(session: Session, child: Child, called: str, today: date) -> tuple[Suggestion, ...]:
    signed = sources.signed_assessments(session, child, called)
    told = sources.suggestions(session, child, signed, today)
    return (*told, *health_history_checks.suggestions(session, child.id, signed))


def _standing(session: Session, child_id: int, held: HealthHistory) -> Standing:
    leaving = pathways.leaving_care(session, child_id)
    return Standing(
        born=held.child.born,
        birth=sources.gap_of(session, child_id, "birth"),
        family=sources.gap_of(session, child_id, "mother", "father", "family"),
        state=leaving.health_history,
        state_on=leaving.health_history_on,
        explained_on=leaving.explained_on,
        lines=sum(not one.left_out for one in stored.lines(session, child_id)),
        fingerprint=held.fingerprint(),
        choices=stored.choices(session, child_id),
    )


def _now_said(line: Line, offered: dict[str, Suggestion]) -> str:
    """Return what the record says now where it changed since; third-party words are not copied onto the page."""
    now = offered.get(line.record_key or "")
    if now is None or now.is_third_party or line.part in FAMILY_PARTS:
        return ""
    return now.words if now.words not in (line.record_said, line.words) else ""


def _begin(session: Session, child_id: int, by: Actor, now: datetime) -> None:
    if pathways.leaving_care(session, child_id).health_history == "not_started":
        move_to(session, child_id, "drafted", now.date(), by)


def _fields(
    today: date, when: str, words: str, could_not_find: bool, asked_of: str, asked_on: date | None
) -> dict[str, Any]:
    told = clean_text(words, label="Words", longest=LONGEST_LINE).strip()
    if not told:
        raise UserError(
            "Words are missing: enter what was asked for"
            if could_not_find
            else "Words are missing: enter what happened, as they will read it"
        )
    whom = clean_line(asked_of, label="Asked of") if could_not_find else ""
    if could_not_find and not whom:
        raise UserError("Asked of is missing: enter who was asked")
    if could_not_find and asked_on is None:
        raise UserError("Asked on is missing: enter the day they were asked")
    if asked_on is not None and asked_on > today:
        raise UserError("Asked on must be today or in the past")
    return {
        "when_words": clean_line(when, label="When", longest=60),
        "words": told,
        "could_not_find": could_not_find,
        "asked_of": whom,
        "asked_on": asked_on if could_not_find else None,
    }
