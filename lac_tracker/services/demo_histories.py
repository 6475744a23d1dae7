"""Invents care histories and what is arranged: a team's morning, with some late, most in time."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from lac_tracker.domain.care import CareHistory, LegalStatus, PeriodOfCare, Placement
from lac_tracker.domain.dates import add_months, age_in_years, birthday
from lac_tracker.services.demo_people import Person

# How many of a hundred children are in each situation, and the ages it is for. The first are there first, in a
# small demonstration too.
SITUATIONS: tuple[tuple[str, int, tuple[int, int]], ...] = (
    ("signed", 14, (0, 17)),
    ("reviewed", 3, (1, 16)),
    ("in_review", 2, (2, 16)),
    ("review_overdue", 3, (1, 17)),
    ("review_on_hold", 1, (1, 17)),
    ("initial_overdue", 2, (0, 17)),
    ("review_at_risk", 6, (1, 17)),
    ("review_soon", 7, (1, 17)),
    ("settled", 33, (1, 17)),
    ("initial_new", 4, (0, 17)),
    ("initial_at_risk", 3, (0, 17)),
    ("initial_soon", 3, (0, 17)),
    ("due_today", 1, (0, 17)),
    ("booked", 6, (1, 17)),
    ("in_progress", 2, (0, 17)),
    ("seen_not_signed", 1, (0, 17)),
    ("declined", 1, (13, 17)),
    ("no_start", 2, (1, 17)),
    ("custody", 1, (14, 17)),
    ("short_breaks", 1, (3, 15)),
    ("left_care", 5, (1, 17)),
)
_REVIEWS = (
    "review_overdue",
    "review_on_hold",
    "review_at_risk",
    "review_soon",
    "settled",
    "booked",
    "declined",
)
# (days since it began, at least and less than; legal status)
_UNUSUAL = {"no_start": (60, 300, "C1"), "custody": (8, 24, "J1"), "short_breaks": (30, 400, "V4")}
_DOCTORS = ("Sam Iqbal", "Dr Helen Marsh, paediatrician", "Dr Ann Reyes, paediatrician")
_NURSES = ("Nadia Rahman", "Priya Nair", "Grace Mensah")
_REVIEWERS = ("nadia", "priya", "nadia", "priya", "grace")  # user names of who does reviews


@dataclass(frozen=True)
class Asked:
    """An assessment that is asked for, begun or refused, and how far it is."""

    kind: str
    state: str  # requested, in_progress, part_done, declined
    notified_on: date
    consent_on: date | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    assessor: str | None = None  # user name
    offered_on: date | None = None
    takes_place_on: date | None = None
    on_hold: tuple[date, str] | None = None  # until when, and why


@dataclass(frozen=True)
class Life:
    """What happened to one child. past: (kind, completed on, by whom), oldest first."""

    situation: str
    history: CareHistory
    past: tuple[tuple[str, date, str], ...] = ()
    asked: Asked | None = None
    signed_for: date | None = None  # the day an assessment was completed that is to be signed here
    review: Asked | None = None  # the review after that one
    reviewed_for: date | None = (
        None  # the day it was completed; None while it is begun and its last plan half marked
    )


def situations(children: int, rng: Random) -> list[str]:
    """Return the situation of each child: shares of a hundred, each at least once where there are enough children."""
    wanted = [max(1, round(children * share / 100)) for _, share, _ in SITUATIONS]
    names = [name for name, _, _ in SITUATIONS]
    first = names[:children]
    rest = [name for name, count in zip(names, wanted, strict=True) for _ in range(count - 1)]
    rng.shuffle(rest)
    rest += ["settled"] * children
    return (first + rest)[:children]


def may_be(situation: str, age: int) -> bool:
    """Return whether somebody of that age can be in a situation."""
    first, last = next(ages for name, _, ages in SITUATIONS if name == situation)
    return first <= age <= last


def life(situation: str, person: Person, age: int, today: date, rng: Random) -> Life | None:
    """Return what happened to a child; None when this birth does not allow it: draw another one."""
    if situation in _REVIEWS:
        return _in_review(situation, person, age, today, rng)
    if situation == "signed":
        return _signed(person, age, today, rng)
    if situation in ("reviewed", "in_review"):
        return _reviewed(situation, person, age, today, rng)
    if situation == "left_care":
        return _left(person, age, today, rng)
    if situation in _UNUSUAL:
        return _unusual(situation, person, age, today, rng)
    return _initial(situation, person, age, today, rng)


def _unusual(situation: str, person: Person, age: int, today: date, rng: Random) -> Life | None:
    """Return a child about whom the clock says nothing by itself: no start date, in custody, short breaks."""
    first, last, status = _UNUSUAL[situation]
    began = today - timedelta(days=rng.randrange(first, last))
    if began < person.born:
        return None
    kind = ("R5" if age >= 16 else "K1") if situation == "custody" else "U6"
    place = Placement(began, None, kind, "PR4" if situation == "custody" else "PR1", person.around.postcode)
    period = PeriodOfCare(None if situation == "no_start" else began, None, None)
    return Life(situation, CareHistory((period,), (place,), (LegalStatus(began, None, status),)))


def _initial(situation: str, person: Person, age: int, today: date, rng: Random) -> Life | None:
    """Return a child whose initial assessment is not done yet."""
    days = {
        "initial_new": (1, 10),
        "initial_soon": (21, 28),
        "initial_at_risk": (15, 25),
        "initial_overdue": (30, 70),
        "due_today": (28, 29),
        "in_progress": (12, 24),
        "seen_not_signed": (12, 26),
    }[situation]
    began = today - timedelta(days=rng.randrange(*days))
    if began < person.born:
        return None
    told = began + timedelta(days=min(rng.randrange(1, 9), (today - began).days))
    due = began + timedelta(days=28)
    asked = Asked("IHA", "requested", told, assessor=rng.choice(("sam", "priya", "sam")))
    match situation:
        case "initial_new" if rng.random() < 0.5:
            asked = _booked(asked, told, due - timedelta(days=rng.randrange(2, 9)), today)
        case "initial_soon":
            asked = _booked(
                replace(asked, consent_on=told),
                told,
                today + timedelta(days=rng.randrange(0, (due - today).days + 1)),
                today,
            )
        case "initial_at_risk":
            late = rng.random() < 0.4
            asked = (
                _booked(
                    replace(asked, consent_on=told), told, due + timedelta(days=rng.randrange(2, 12)), today
                )
                if late
                else asked
            )
        case "initial_overdue":
            asked = replace(asked, consent_on=rng.choice((None, told)))
            if rng.random() < 0.5:
                asked = _booked(asked, told, today + timedelta(days=rng.randrange(2, 15)), today)
        case "due_today":
            asked = _booked(replace(asked, consent_on=told), told, today, today)
        case "in_progress":
            part = rng.random() < 0.5
            asked = replace(asked, state="part_done" if part else "in_progress", consent_on=told)
            fields = {"first_seen_on": today - timedelta(days=rng.randrange(0, 3))}
            asked = replace(
                asked, fields=fields | ({"part_done_on": fields["first_seen_on"]} if part else {})
            )
            asked = _booked(asked, told, today + timedelta(days=2), today)
        case "seen_not_signed":
            done = today - timedelta(days=rng.randrange(0, 3))
            asked = replace(
                asked,
                state="in_progress",
                consent_on=told,
                fields={"first_seen_on": done, "completed_on": done},
            )
    return Life(situation, _history(person, age, began, None, today, rng), asked=asked)


def _booked(asked: Asked, told: date, on: date, today: date) -> Asked:
    on = max(_weekday(on), min(on, today))
    return replace(asked, offered_on=min(told + timedelta(days=2), on, today), takes_place_on=on)


def _in_review(situation: str, person: Person, age: int, today: date, rng: Random) -> Life | None:
    """Return a child who has been assessed before, so that the next review is due on a chosen day."""
    days = {
        "review_overdue": (-80, -1),
        "review_on_hold": (-80, -1),
        "review_at_risk": (5, 28),
        "review_soon": (5, 28),
        "settled": (34, 170 if age < 5 else 340),
        "booked": (33, 60),
        "declined": (-30, 10),
    }[situation]
    due = today + timedelta(days=rng.randrange(*days))
    found = _chain(person.born, due, rng)
    if found is None:
        return None
    done, due = found
    began = max(person.born, done[0] - timedelta(days=rng.choice((15, 18, 20, 23, 25, 26, 27, 28, 36, 52))))
    past = tuple(
        ("RHA" if place else "IHA", day, rng.choice(_NURSES if place else _DOCTORS))
        for place, day in enumerate(done)
    )
    history = _history(person, age, began, None, today, rng)
    if situation == "settled" and (earlier := _earlier(person, began, rng)):
        before, told = earlier
        history = replace(history, periods=(before, *history.periods))
        past = (told, *past) if told else past
    return Life(situation, history, past, _review_asked(situation, due, done[-1], today, rng))


def _review_asked(situation: str, due: date, last: date, today: date, rng: Random) -> Asked | None:
    told = max(last, min(due - timedelta(days=rng.randrange(60, 90)), today - timedelta(days=5)))
    asked = Asked("RHA", "requested", told, consent_on=told, assessor=rng.choice(_REVIEWERS))
    match situation:
        case "settled":
            return None
        case "booked":
            return _booked(asked, told, due - timedelta(days=rng.randrange(1, 20)), today)
        case "review_soon":
            return _booked(
                asked, told, today + timedelta(days=rng.randrange(1, (due - today).days + 1)), today
            )
        case "review_at_risk":
            late = rng.random() < 0.3
            return _booked(asked, told, due + timedelta(days=rng.randrange(1, 15)), today) if late else asked
        case "declined":
            ask_again = today + timedelta(days=rng.randrange(14, 60))
            refused = {"declined_on": today - timedelta(days=rng.randrange(3, 15)), "ask_again_on": ask_again}
            return replace(asked, state="declined", fields=refused, consent_on=None)
        case "review_on_hold":
            until = today + timedelta(days=rng.randrange(5, 25))
            return replace(asked, on_hold=(until, "The carer asked for a day after the holiday"))
    if rng.random() < 0.35:
        return replace(asked, consent_on=None)
    return (
        _booked(asked, told, today + timedelta(days=rng.randrange(3, 25)), today)
        if rng.random() < 0.5
        else asked
    )


def _chain(born: date, due: date, rng: Random) -> tuple[tuple[date, ...], date] | None:
    """Return the days of past assessments, oldest first, after which the next is due about that day, and the day.

    None when there is no such day for that birth.
    """
    for months, first_age, last_age in ((6, 0, 4), (12, 5, 17)):
        last = _weekday(add_months(due, -months))
        if last >= born + timedelta(days=10) and first_age <= age_in_years(born, last) <= last_age:
            break
    else:
        return None
    found = [last]
    for _ in range(rng.randrange(0, 5)):
        step = 6 if age_in_years(born, found[0]) < 5 else 12
        jitter = timedelta(days=rng.choice((-14, -7, 0, 3, 9, -21, 24)))
        before = _weekday(add_months(found[0], -step) + jitter)
        if before < born + timedelta(days=20):
            break
        found.insert(0, before)
    return tuple(found), add_months(last, months)


def _weekday(day: date) -> date:
    """Return the day, or the Friday before a weekend: a team works on working days."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _signed(person: Person, age: int, today: date, rng: Random) -> Life | None:
    """Return a child whose initial assessment was completed in the last months, most of them in time."""
    done = _weekday(today - timedelta(days=rng.randrange(8, 135 if age < 6 else 300)))
    late = rng.random() < 0.14
    began = done - timedelta(days=rng.randrange(31, 60) if late else rng.randrange(14, 28))
    eighteenth = add_months(person.born, 18 * 12)
    if began < person.born or done + timedelta(days=100) > eighteenth:
        return None
    told = began + timedelta(days=rng.randrange(1, 8))
    asked = Asked(
        "IHA",
        "in_progress",
        told,
        consent_on=told,
        assessor=rng.choice(("nadia", "priya")) if rng.random() < 0.2 else "sam",
    )
    return Life("signed", _history(person, age, began, None, today, rng), asked=asked, signed_for=done)


def _reviewed(situation: str, person: Person, age: int, today: date, rng: Random) -> Life | None:
    """Return a child whose initial assessment was signed here, and whose first review was too or is under way."""
    is_done = situation == "reviewed"
    seen = _weekday(today - timedelta(days=rng.randrange(6, 60))) if is_done else today
    months = 6 if age < 5 else 12
    first = _weekday(add_months(seen, -months) + timedelta(days=rng.randrange(2, 25)))
    began = first - timedelta(days=rng.randrange(14, 28))
    if began < person.born or add_months(person.born, 60) <= seen < add_months(person.born, 72):
        return None  # around the fifth birthday the interval changes
    told = began + timedelta(days=rng.randrange(1, 8))
    asked = Asked("IHA", "in_progress", told, consent_on=told, assessor="sam")
    wanted = seen - timedelta(days=rng.randrange(20, 50))
    review = Asked("RHA", "in_progress", wanted, consent_on=wanted, assessor=rng.choice(("nadia", "priya")))
    history = _history(person, age, began, None, today, rng)
    return Life(
        situation,
        history,
        asked=asked,
        signed_for=first,
        review=review,
        reviewed_for=seen if is_done else None,
    )


def _left(person: Person, age: int, today: date, rng: Random) -> Life | None:
    """Return a child who left care in the last year, with or without having been assessed."""
    ended = today - timedelta(days=rng.randrange(5, 330))
    stayed = rng.choice((9, 17, 120, 400, 700, 1200))
    began = ended - timedelta(days=stayed)
    if began < person.born:
        return None
    past: tuple[tuple[str, date, str], ...] = ()
    if stayed > 60:
        past = (("IHA", _weekday(began + timedelta(days=rng.randrange(18, 34))), rng.choice(_DOCTORS)),)
    return Life("left_care", _history(person, age, began, ended, today, rng), past)


def _earlier(
    person: Person, began: date, rng: Random
) -> tuple[PeriodOfCare, tuple[str, date, str] | None] | None:
    """Return an earlier period of care and its initial assessment, for some who are old enough."""
    ended = began - timedelta(days=rng.randrange(200, 900))
    start = ended - timedelta(days=rng.randrange(40, 400))
    if rng.random() > 0.3 or start < person.born:
        return None
    done = _weekday(start + timedelta(days=24))
    return PeriodOfCare(start, ended, "E4A"), ("IHA", done, rng.choice(_DOCTORS)) if done < ended else None


def _history(
    person: Person, age: int, began: date, ended: date | None, today: date, rng: Random
) -> CareHistory:
    """Return one period of care with its placements and legal statuses, none of them to come."""
    days = ((ended or today) - began).days
    moves = sorted(rng.sample(range(3, days), min(rng.choice((0, 0, 1, 1, 2)), days - 3))) if days > 3 else []
    starts = [began, *(began + timedelta(days=day) for day in moves)]
    kinds = ["U6", "U6", "U3", "U4"] + (["K2"] if age >= 10 else [])
    if person.around.carer_role == "key worker":
        kinds = ["K3"]
    places = []
    for number, start in enumerate(starts, 1):
        is_last = number == len(starts)
        postcode = person.around.postcode if is_last else f"QV9 {rng.randrange(1, 10)}AA"
        reason = None if is_last else "CARPL"
        until = ended if is_last else starts[number]
        kind = rng.choice(kinds)
        if kind == "K3" and start < birthday(person.born, 16):
            kind = "K2"  # supported accommodation begins at 16: a children's home until then
        places.append(Placement(start, until, kind, "PR1", postcode, reason_for_change=reason))
    first = "V2" if person.is_unaccompanied else rng.choice(("V2", "C1", "C1", "L2"))
    statuses: tuple[LegalStatus, ...] = (LegalStatus(began, ended, first),)
    if days > 10 and not person.is_unaccompanied and rng.random() < 0.5:
        changed = began + timedelta(days=rng.randrange(3, min(days, 200)))
        later = LegalStatus(changed, ended, "C2" if first == "C1" else "C1")
        statuses = (LegalStatus(began, changed, first), later)
    end_reason = rng.choice(("E4A", "E4B", "E13", "E45")) if ended else None
    return CareHistory((PeriodOfCare(began, ended, end_reason),), tuple(places), statuses)
