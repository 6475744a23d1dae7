"""The chronology of a child: what is entered by hand and what the record itself says, in one order, with its gaps.

Columns and care in wording follow the multi-agency chronology templates in use: plain, factual, and written for a
family that will read it. Not every contact is an event; who reads it marks what is key.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from lac_tracker.domain.dates import add_months, in_plain_dates, show_date
from lac_tracker.domain.disclosure import Content, Reader, Rule, rule
from lac_tracker.domain.event_dates import EventDate, on_day
from lac_tracker.domain.reports import ASSESSMENT_NAMES, Identity, Service

KINDS = {
    "health": "Health",
    "placement": "Placement",
    "legal": "Legal and CP",
    "sdq": "SDQ",
    "contact": "Contact",
    "plan": "Plan",
    "assessment": "Assessment",
}
GAP = "gap"
GAP_MONTHS = 12  # a looked-after child is seen at least this often (2010 regulations, reg 7)


@dataclass(frozen=True)
class Event:
    """One event.

    key: which row of the record, and what of it: 'placement:12:began'; 'event:5' for one entered by hand.
    version: of the row of one entered by hand, so that nobody writes over what they have not seen.
    """

    key: str
    when: EventDate
    what: str
    kind: str  # a key of KINDS, or GAP
    source: str
    is_key: bool = False
    is_automatic: bool = True
    left_out_of_print: bool = False
    impact: str = ""
    action: str = ""
    hidden_from_child_copy: bool = False
    is_clinical: bool = False  # from answers or health notes: not for roles that read none
    version: int = 1

    @property
    def on(self) -> date:
        return self.when.on


@dataclass(frozen=True)
class ChronologyPaper:
    """What the printed chronology holds: events oldest first, already cut to what its reader may see.

    is_kept_back: the young person keeps something from the council, and it is not in here.
    """

    service: Service
    child: Identity
    events: tuple[Event, ...]
    filter_words: str
    made_by: str
    made_on: date
    for_child: bool = False
    is_kept_back: bool = False


@dataclass(frozen=True)
class Mark:
    """What a person said of an automatic event."""

    is_key: bool
    left_out_of_print: bool


@dataclass(frozen=True)
class Stretch:
    """Time in care: for the gaps."""

    began: date
    ended: date | None = None


@dataclass(frozen=True)
class ChronologyFacts:
    """What a chronology is made from.

    events: what the record says, and what was entered by hand, in any order.
    in_care, placed: the periods of care and the placements.
    """

    events: tuple[Event, ...]
    marks: Mapping[str, Mark] = field(default_factory=dict)
    in_care: tuple[Stretch, ...] = ()
    placed: tuple[Stretch, ...] = ()


def build(facts: ChronologyFacts, today: date) -> tuple[Event, ...]:
    """Return the events with what people said of them, and the gaps between them, newest first."""
    marked = tuple(_marked(event, facts.marks.get(event.key)) for event in facts.events if event.on <= today)
    return tuple(sorted((*marked, *gaps(marked, facts, today)), key=_order, reverse=True))


def gaps(events: Iterable[Event], facts: ChronologyFacts, today: date) -> tuple[Event, ...]:
    """Return where a looked-after child's record is silent: nothing at all, no assessment, or no placement."""
    held = tuple(events)
    days = sorted({event.on for event in held})
    seen = sorted({event.on for event in held if is_assessment_done(event)})
    found: list[Event] = []
    for care in facts.in_care:
        until = min(care.ended or today, today)
        silent = _silent(days, care.began, until, GAP_MONTHS)
        found += [_gap("nothing", span, "Nothing recorded") for span in silent]
        unseen = _silent(seen, care.began, until, GAP_MONTHS)
        found += [_gap("assessment", span, "No assessment") for span in unseen if span not in silent]
        found += [
            _gap("placement", span, "No placement recorded")
            for span in _homeless(care.began, until, facts.placed)
        ]
    return tuple(found)


def is_assessment_done(event: Event) -> bool:
    """Return whether an event is an assessment completed with the child, here or before this caseload."""
    return event.key.startswith("assessment:") and event.key.endswith((":completed", ":history"))


def since_last_assessment(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return what happened on or after the day of the last completed assessment; all when there was none."""
    held = tuple(events)
    last = max((event.on for event in held if is_assessment_done(event)), default=None)
    return held if last is None else tuple(event for event in held if event.on >= last)


def matching(
    events: Iterable[Event], kinds: frozenset[str] = frozenset(), *, key_only: bool = False, text: str = ""
) -> tuple[Event, ...]:
    """Return the events of some kinds (none named: all), key ones only if so wanted, that hold every word typed.

    Gaps are shown only while nothing is filtered: what is filtered out is no gap.
    """
    words = text.casefold().split()
    is_filtered = bool(kinds or key_only or words)
    return tuple(
        event
        for event in events
        if (not kinds or event.kind in kinds)
        and (event.is_key or not key_only)
        and not (event.kind == GAP and is_filtered)
        and all(word in _searched(event) for word in words)
    )


def filter_words(kinds: frozenset[str], *, key_only: bool, text: str, since_last: bool) -> str:
    """Return what is shown, in words for screen and paper: 'Health and SDQ, key events only'."""
    named = [words for kind, words in KINDS.items() if kind in kinds]
    parts = [
        " and ".join(part for part in (", ".join(named[:-1]), *named[-1:]) if part) if named else "All events"
    ]
    if key_only:
        parts.append("key events only")
    if since_last:
        parts.append("since the last assessment")
    if text.strip():
        parts.append(f"with the words “{' '.join(text.split())}”")
    return ", ".join(parts)


def for_print(events: Iterable[Event], *, for_child: bool = False) -> tuple[Event, ...]:
    """Return what is printed, oldest first. for_child: the copy of the child, without what is hidden from it."""
    kept = tuple(sorted((event for event in events if not event.left_out_of_print), key=_order))
    return tuple(_plain(event) for event in kept if is_for_child(event)) if for_child else kept


# What the rows of the record tell that not every reader gets.
_CONTENT_OF_ROWS = {
    "legal_status": Content.LEGAL, "protection": Content.LEGAL,
    "flag": Content.SAFETY_FLAGS, "missing": Content.SAFETY_FLAGS,
}  # fmt: skip


def is_for_child(event: Event) -> bool:
    """Return whether an event is in the child's own copy: not hidden from it, and theirs by `domain.disclosure`."""
    content = _CONTENT_OF_ROWS.get(event.key.partition(":")[0])
    if event.kind == "sdq":
        content = Content.SDQ
    elif event.kind == "legal" and not event.is_automatic:
        content = Content.LEGAL
    return not event.hidden_from_child_copy and (content is None or rule(content, Reader.CHILD) is Rule.YES)


def _plain(event: Event) -> Event:
    """Return an event as a young person reads it: dates in words, no short names of assessments."""

    def said(text: str) -> str:
        for short, name in ASSESSMENT_NAMES.items():
            text = re.sub(rf"\b{short}\b", name, text)
        return in_plain_dates(text)

    return replace(
        event, when=replace(event.when, words=in_plain_dates(event.when.words)), what=said(event.what),
        source=said(event.source), impact=said(event.impact), action=said(event.action),
    )  # fmt: skip


def span_words(events: Iterable[Event]) -> str:
    """Return '41 events, 2011 to 2026', gaps not counted."""
    held = [event for event in events if event.kind != GAP]
    if not held:
        return "No events"
    years = sorted({event.on.year for event in held})
    counted = "1 event" if len(held) == 1 else f"{len(held)} events"
    return f"{counted}, {years[0]}" if len(years) == 1 else f"{counted}, {years[0]} to {years[-1]}"


def _marked(event: Event, mark: Mark | None) -> Event:
    if mark is None or not event.is_automatic:
        return event
    return replace(event, is_key=mark.is_key, left_out_of_print=mark.left_out_of_print)


# What of one day comes before what: the last part of the keys. Anything else stands between beginning and end.
_FIRST = ("ended", "withdrawn", "began", "told", "started", "amending", "part_done")
_LAST = ("completed", "history", "marks", "signed", "amended", "plan")


def _order(event: Event) -> tuple[date, bool, int, str]:
    step = event.key.rpartition(":")[2]
    place = _FIRST.index(step) if step in _FIRST else len(_FIRST)
    place += 1 + _LAST.index(step) if step in _LAST else 0
    return event.on, event.kind == GAP, place, event.key


def _searched(event: Event) -> str:
    return " ".join((event.when.words, event.what, event.source, event.impact, event.action)).casefold()


def _silent(days: list[date], began: date, until: date, months: int) -> list[tuple[date, date]]:
    """Return the stretches of more than some months between two of the days, within a time in care."""
    inside = [began, *(day for day in days if began < day < until), until]
    pairs = zip(inside, inside[1:], strict=False)
    return [(one, other) for one, other in pairs if add_months(one, months) < other]


def _homeless(began: date, until: date, placed: tuple[Stretch, ...]) -> list[tuple[date, date]]:
    """Return the stretches of a time in care, longer than a day, in which no placement is recorded."""
    found: list[tuple[date, date]] = []
    at = began
    for place in sorted(placed, key=lambda one: one.began):
        if place.ended is not None and place.ended <= at:
            continue
        if place.began >= until:
            break
        if (place.began - at).days > 1:
            found.append((at, place.began))
        at = place.ended or until
    if (until - at).days > 1:
        found.append((at, until))
    return found


def _gap(name: str, span: tuple[date, date], words: str) -> Event:
    one, other = span
    days = (other - one).days
    how_long = f"{days // 30} months" if days >= 60 else f"{days} days"
    what = f"{words} between {show_date(one)} and {show_date(other)} ({how_long})"
    return Event(f"gap:{name}:{one.isoformat()}", on_day(other), what, GAP, "worked out")
