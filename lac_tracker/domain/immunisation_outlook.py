"""What a record of immunisations looks like beside the schedule: given, due, overdue. A suggestion, never a statement.

Whether a child's immunisations are up to date is said by a clinician; no function here says it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lac_tracker.domain.dates import age_in_years, show_date
from lac_tracker.domain.event_dates import latest_day
from lac_tracker.domain.health_checks import Immunisation
from lac_tracker.domain.immunisation_schedule import (
    Course,
    DoseRule,
    Offer,
    Schedule,
    age_words,
    due_on,
    late_from,
    reached,
)

State = Literal["given", "declined", "overdue", "due", "ask", "past", "not_needed", "not_yet"]
SUGGESTED: tuple[State, ...] = ("overdue", "due")
CHECK_WORDS = "Looks outstanding: check with the record"
_WORST_FIRST: tuple[State, ...] = ("overdue", "due", "ask", "declined", "past", "not_yet", "given", "not_needed")  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """A dose that the schedule has for the child, and what the record has for it."""

    vaccine: str
    words: str  # 'MMR, dose 2'
    age: str  # when it is due: '3 years 4 months'
    due: date
    state: State
    dose: Immunisation | None = None


@dataclass(frozen=True)
class Line:
    """A course as it is shown."""

    key: str
    title: str
    ages: str
    given: str  # '12-Mar-2012, 2015'
    state: State
    says: str
    note: str
    confidence: str
    source: str
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Outlook:
    """All of it. undated: doses on record without a date; too_early: those given before they count."""

    lines: tuple[Line, ...]
    undated: int
    too_early: tuple[Immunisation, ...]

    @property
    def outstanding(self) -> tuple[Slot, ...]:
        """What looks due or overdue, the longest first."""
        found = [slot for line in self.lines for slot in line.slots if slot.state in SUGGESTED]
        return tuple(sorted(found, key=lambda slot: slot.due))


def outlook(
    schedule: Schedule, born: date, today: date, doses: Sequence[Immunisation], names: Mapping[str, str]
) -> Outlook:
    """Return what the record of a child looks like beside the schedule. names: vaccine → its label.

    A dose counts for the first dose of its course that it can be; one without a date counts, as given at some time.
    """
    given = sorted(
        (one for one in doses if one.state == "given"),
        key=lambda one: (one.when is None, one.when.on if one.when else date.max, one.id),
    )
    declined = [one for one in doses if one.state == "declined"]
    mine = [(course, course.doses_for(born)) for course in schedule.courses]
    mine = [(course, rules) for course, rules in mine if rules]
    taken = _allocate(mine, born, given)
    counted = [dose for held in taken.values() for dose in held if dose is not None]
    early = tuple(
        one for one in given for course, _ in mine
        if one not in counted and one.vaccine == course.vaccine and _came_too_early(course, born, one)
    )  # fmt: skip
    lines = [
        _line(schedule, course, rules, born, today, taken[course.key], given, declined, names)
        for course, rules in mine
    ]
    lines += _winter(schedule, born, today, given, declined, names)
    lines += [_offer(one, today, given, names) for one in schedule.offers if _is_offered(one, born)]
    return Outlook(tuple(lines), sum(one.when is None for one in given), early)


def unknown_plan(
    schedule: Schedule, born: date, today: date, names: Mapping[str, str]
) -> tuple[tuple[str, ...], str]:
    """Return the visits planned where nothing is known, in words, and what follows them."""
    has_mmrv = any(rule.vaccine == "mmrv" for course in schedule.courses for rule in course.doses_for(born))
    for to_age, visits, then in schedule.unknown.plans:
        if today < reached(born, to_age):
            shown = [["mmrv" if one == "mmr" and has_mmrv else one for one in visit] for visit in visits]
            words = [" + ".join(names[one] for one in visit) for visit in shown]
            return tuple(f"Visit {number}: {one}" for number, one in enumerate(words, 1)), then
    return (), ""


def suggestion_words(found: Outlook) -> str:
    """Return '2 doses look overdue and 1 looks due. Check with the record', '' where nothing does."""
    counts = [(state, sum(slot.state == state for slot in found.outstanding)) for state in SUGGESTED]
    parts = [f"{count} dose{'s look' if count > 1 else ' looks'} {state}" for state, count in counts if count]
    return f"{' and '.join(parts)}. {CHECK_WORDS}." if parts else ""


def _allocate(
    mine: Sequence[tuple[Course, tuple[DoseRule, ...]]], born: date, given: Sequence[Immunisation]
) -> dict[str, list[Immunisation | None]]:
    """Return course → for each of its doses the one on record. Its own vaccine first, then what counts as well."""
    left = list(given)
    taken: dict[str, list[Immunisation | None]] = {course.key: [None] * len(rules) for course, rules in mine}
    for is_own in (True, False):
        for course, rules in mine:
            for place, rule in enumerate(rules):
                counts = (rule.vaccine,) if is_own else (course.vaccine, *course.also)
                one = next(
                    (
                        dose
                        for dose in left
                        if dose.vaccine in counts and not _came_too_early(course, born, dose)
                    ),
                    None,
                )
                if taken[course.key][place] is None and one is not None:
                    taken[course.key][place] = one
                    left.remove(one)
    return taken


def _line(
    schedule: Schedule, course: Course, rules: tuple[DoseRule, ...], born: date, today: date,
    taken: Sequence[Immunisation | None], given: Sequence[Immunisation], declined: list[Immunisation],
    names: Mapping[str, str],
) -> Line:  # fmt: skip
    is_enough = any(sum(one.vaccine == vaccine for one in given) >= count for vaccine, count in course.enough)
    refused = [one for one in declined if one.vaccine in (course.vaccine, *(rule.vaccine for rule in rules))]
    slots: list[Slot] = []
    for number, (rule, dose) in enumerate(zip(rules, taken, strict=True), 1):
        due = due_on(rule, born)
        no = refused.pop(0) if dose is None and refused and due <= today else None
        state = _state(schedule, course, rule, born, today, is_given=dose is not None, is_enough=is_enough)
        if no is not None and state in SUGGESTED:
            state, dose = "declined", no
        words = f"{names[rule.vaccine]}, dose {number}" if len(rules) > 1 else names[rule.vaccine]
        slots.append(Slot(rule.vaccine, words, age_words(rule.at), due, state, dose))
    titles = dict.fromkeys(names[rule.vaccine] for rule in rules)
    worst = min((slot.state for slot in slots), key=_WORST_FIRST.index)
    note = course.note if worst in SUGGESTED else course.past_note if worst == "past" else ""
    return Line(
        course.key, " and ".join(titles), _ages(slots), _given(slots, names), worst, _says(slots, worst, course), note,
        course.confidence, course.source, tuple(slots),
    )  # fmt: skip


def _state(
    schedule: Schedule, course: Course, rule: DoseRule, born: date, today: date, *, is_given: bool, is_enough: bool
) -> State:  # fmt: skip
    if is_given:
        return "given"
    if is_enough:
        return "not_needed"
    if course.offered_to and today >= reached(born, course.offered_to):
        return "past"
    if today < due_on(rule, born):
        return "not_yet"
    return "overdue" if today >= late_from(rule, born, schedule.late_after_weeks) else "due"


def _says(slots: Sequence[Slot], worst: State, course: Course) -> str:
    """Return what stands under Status: what looks outstanding, or how many are on record."""
    those = [(number, slot) for number, slot in enumerate(slots, 1) if slot.state == worst]
    which = _doses([number for number, _ in those]) if len(slots) > 1 else ""
    first = those[0][1]
    match worst:
        case "overdue":
            return f"Looks overdue: {f'{which}, ' if which else ''}due {show_date(first.due)}"
        case "due":
            return f"Looks due: {f'{which}, ' if which else ''}from {show_date(first.due)}"
        case "declined":
            when = first.dose.when.words if first.dose and first.dose.when else "date not known"
            return f"Declined{f' ({which})' if which else ''}: {when}"
        case "past":
            return f"{_on_record(slots)}; not offered after {age_words(course.offered_to)}"
        case "not_yet":
            has_some = any(slot.state == "given" for slot in slots)
            return f"{f'{_on_record(slots)}; next' if has_some else 'Due'} from {show_date(first.due)}"
    return "Given" if all(slot.state == "given" for slot in slots) else f"Given ({_on_record(slots)})"


def _ages(slots: Sequence[Slot]) -> str:
    """Return '8, 12, 16 weeks, 1 year': a unit is said once for the ages that share it."""
    shown: list[str] = []
    for slot in slots:
        count, _, unit = slot.age.partition(" ")
        before = shown[-1].rpartition(" ") if shown else ("", "", "")
        if count.isdecimal() and unit == before[2] and unit.isalpha():
            shown[-1] = f"{before[0]}, {count} {unit}"
        else:
            shown.append(slot.age)
    return ", ".join(shown)


def _doses(numbers: Sequence[int]) -> str:
    """Return 'dose 2', or 'doses 1, 2 and 3'."""
    *others, last = (str(number) for number in numbers)
    return f"doses {', '.join(others)} and {last}" if others else f"dose {last}"


def _on_record(slots: Sequence[Slot]) -> str:
    count = sum(slot.state == "given" for slot in slots)
    return f"{count} of {len(slots)} on record" if count or len(slots) > 1 else "Not on record"


def _given(slots: Sequence[Slot], names: Mapping[str, str]) -> str:
    """Return when the doses were given, and as which vaccine where another one counts."""
    held = [(slot, slot.dose) for slot in slots if slot.state == "given" and slot.dose is not None]
    return ", ".join(
        f"{_dates([dose])}{'' if dose.vaccine == slot.vaccine else f' (as {_short(names[dose.vaccine])})'}"
        for slot, dose in held
    )


def _short(name: str) -> str:
    return name.partition(" (")[0]


def _dates(doses: Sequence[Immunisation]) -> str:
    return ", ".join(one.when.words if one.when else "no date" for one in doses)


def _came_too_early(course: Course, born: date, dose: Immunisation) -> bool:
    if not course.not_before or dose.when is None:
        return False
    return latest_day(dose.when) < reached(born, course.not_before)


def _winter(
    schedule: Schedule, born: date, today: date, given: Sequence[Immunisation], declined: Sequence[Immunisation],
    names: Mapping[str, str],
) -> list[Line]:  # fmt: skip
    """Return the line of the vaccine for every winter, for those whose age on 31 August it is for."""
    rule = schedule.yearly
    starts = date(today.year, *rule.begins)
    if today <= date(today.year, *rule.ends):
        starts = starts.replace(year=starts.year - 1)  # the winter that began last year
    if not rule.from_years <= age_in_years(born, date(starts.year, 8, 31)) <= rule.to_years:
        return []
    ends = date(starts.year + 1, *rule.ends)
    of_it = [one for one in given if one.vaccine == rule.vaccine]
    this = [one for one in of_it if one.when and one.when.on >= starts]
    no = [one for one in declined if one.vaccine == rule.vaccine and one.when and one.when.on >= starts]
    winter = f"{starts.year} to {ends.year}"
    state: State
    if this:
        state, says = "given", f"Given for winter {winter}"
    elif no:
        state, says = "declined", f"Declined for winter {winter}"
    elif today < starts:
        state, says = "not_yet", f"Due from {show_date(starts)}"
    else:
        state, says = "due", f"Looks due: winter {winter}"
    name = names[rule.vaccine]
    slot = Slot(rule.vaccine, name, "every winter", starts, state, this[0] if this else None)
    shown = _dates(sorted(of_it, key=lambda one: one.when.on if one.when else date.min)[-3:])
    return [Line("flu", name, "every winter", shown, state, says, "", rule.confidence, rule.source, (slot,))]


def _is_offered(offer: Offer, born: date) -> bool:
    return offer.born_from <= born <= offer.born_to


def _offer(offer: Offer, today: date, given: Sequence[Immunisation], names: Mapping[str, str]) -> Line:
    held = [one for one in given if one.vaccine in (offer.vaccine, *offer.also)]
    state: State
    if held:
        state, says = "given", "Given"
    elif today < offer.from_day:
        state, says = "not_yet", f"Offered from {show_date(offer.from_day)}"
    elif today <= offer.to_day:
        state, says = "ask", f"Offered until {show_date(offer.to_day)}: ask"
    else:
        state, says = "past", f"Was offered until {show_date(offer.to_day)}"
    note = "" if state == "given" else offer.who
    return Line(
        f"offer:{offer.vaccine}", f"{names[offer.vaccine]}, one dose", "catch-up", _dates(held), state, says, note,
        offer.confidence, offer.source,
    )  # fmt: skip
