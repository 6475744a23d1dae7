"""What the forecast of slots comes to in words: totals, how it is worked out, and the sentence a manager can send."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from lac_tracker.domain.capacity_facts import KINDS, LOOK_BACK_DAYS, Facts, KindWeek, NotCounted, Week
from lac_tracker.domain.dates import show_date, show_weekday


def means(
    facts: Facts, start: date, counted: Mapping[str, KindWeek], asking: Mapping[tuple[date, str], int]
) -> tuple[str, ...]:
    """Return what stands behind the figures of a week: what is overdue, bank holidays, who is away, who asks for late.

    asking: (Monday, kind) → how many of those due in that week ask for after school.
    """
    end = start + timedelta(days=6)
    said = []
    late = [f"{one.overdue} {kind}" for kind, one in counted.items() if one.overdue]
    if late:
        said.append(f"{' and '.join(late)} overdue, counted here")
    said += [
        facts.holidays[day]
        for day in sorted(facts.holidays)
        if start <= day <= end and day >= facts.today and day.weekday() < 5
    ]
    away: dict[tuple[str, str], list[date]] = {}
    for one in sorted(facts.away, key=lambda one: (one.who, one.on)):
        if start <= one.on <= end and one.on >= facts.today:
            away.setdefault((one.who, one.kind), []).append(one.on)
    said += [_away_words(who, kind, days) for (who, kind), days in away.items()]
    for kind in KINDS:
        if asks := asking.get((start, kind), 0):
            said.append(f"School: {asks} {kind} {'asks' if asks == 1 else 'ask'} for after 15:30")
    return tuple(said)


def _away_words(who: str, kind: str, days: Sequence[date]) -> str:
    names = [show_weekday(day) for day in days]
    run = len(days) > 2 and (days[-1] - days[0]).days == len(days) - 1
    when = (
        f"{names[0]} to {names[-1]}" if run else " and ".join(names) if len(names) < 3 else ", ".join(names)
    )
    return f"{who} {'away' if kind == 'leave' else 'at training'} {when}"


def needed(weeks: Sequence[Week], kind: str) -> int:
    """Return how many of a kind are needed over the weeks."""
    return sum(week.of(kind).needed for week in weeks)


def slots(weeks: Sequence[Week], kind: str) -> int:
    """Return how many slots a kind has over the weeks."""
    return sum(week.of(kind).slots for week in weeks)


def short(weeks: Sequence[Week], kind: str) -> int:
    """Return how many children have no slot in the week that needs one. Spare slots of other weeks do not count."""
    return sum(week.of(kind).short for week in weeks)


def totals(weeks: Sequence[Week]) -> str:
    """Return 'Over 8 weeks: IHA 31 needed, 32 slots, but 5 short in the weeks that need them. RHA …'."""
    over = f"Over {len(weeks)} {'week' if len(weeks) == 1 else 'weeks'}"
    return f"{over}: " + " ".join(_kind_total(weeks, kind) for kind in KINDS)


def _kind_total(weeks: Sequence[Week], kind: str) -> str:
    wanted, offered, lacking = needed(weeks, kind), slots(weeks, kind), short(weeks, kind)
    said = f"{kind} {wanted} needed, {offered} {'slot' if offered == 1 else 'slots'}"
    if not lacking:
        return f"{said}, enough in every week."
    if offered >= wanted:
        return f"{said}, but {lacking} short in the weeks that need them."
    return f"{said}, {lacking} short."


def expected(facts: Facts) -> str:
    """Return how many new children a week are expected, and from what; or that none are, and why."""
    entries = facts.entries
    if entries is None or entries.per_week is None:
        return (
            "No new children are expected in these figures: the caseload does not know two weeks of entries into care "
            "yet, so there is no average to take."
        )
    over = (
        f"{LOOK_BACK_DAYS // 7} weeks" if entries.days == LOOK_BACK_DAYS
        else f"{entries.days} days, since {show_date(entries.since)}, as far back as the data go"
    )  # fmt: skip
    return f"'Expected' = average new children a week over the last {over} ({entries.per_week:.1f})."


def not_counted(left_out: NotCounted) -> tuple[str, ...]:
    """Return what the forecast leaves out: '3 children without a start date are not counted.'"""
    said = (
        (left_out.no_start_date, "without a start date", "not counted"),
        (
            left_out.no_history,
            "with no assessment history yet",
            "not counted: enter their last assessment first",
        ),
        (left_out.to_be_looked_at, "whose clock a person has to look at", "not counted"),
        (left_out.out_of_area, "living out of area", "not counted: their host team sees them"),
        (left_out.seen, "seen and not signed yet", "not counted: no slot is needed"),
    )
    return tuple(
        f"{count} {'child' if count == 1 else 'children'} {who} {'is' if count == 1 else 'are'} {what}."
        for count, who, what in said
        if count
    )


def message(facts: Facts, weeks: Sequence[Week]) -> str:
    """Return what a manager can send: plain words, numbers of children, no names."""
    last = weeks[-1].starts_on + timedelta(days=6) if weeks else facts.today
    span = f"From {show_date(facts.today)} to {show_date(last)}"
    parts = [_shortage(weeks, kind) for kind in KINDS if short(weeks, kind)]
    if not parts:
        return (
            f"{span} we need {needed(weeks, 'IHA')} initial and {needed(weeks, 'RHA')} review health assessments and "
            "have enough slots in every week."
        )
    late = sum(week.of(kind).overdue for week in weeks for kind in KINDS)
    every = sum(needed(weeks, kind) for kind in KINDS)
    also = f" Of the {every} needed, {late} {'is' if late == 1 else 'are'} overdue already." if late else ""
    return f"{span} we are short of slots. {' '.join(parts)}{also}"


def _shortage(weeks: Sequence[Week], kind: str) -> str:
    lacking = short(weeks, kind)
    name = "initial health assessment" if kind == "IHA" else "review health assessment"
    who = f"1 child who needs an {name}" if lacking == 1 and kind == "IHA" else (
        f"1 child who needs a {name}" if lacking == 1 else f"{lacking} children who need {'an' if kind == 'IHA' else 'a'} {name}"
    )  # fmt: skip
    when = _listed([show_date(week.starts_on) for week in weeks if week.of(kind).short])
    return (
        f"{who[:1].upper()}{who[1:]} will have no slot in the week it falls due: {needed(weeks, kind)} needed, "
        f"{slots(weeks, kind)} {'slot' if slots(weeks, kind) == 1 else 'slots'}, short in the {'weeks' if ' and ' in when else 'week'} of {when}."
    )


def _listed(said: Sequence[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def how(facts: Facts, weeks: Sequence[Week]) -> tuple[str, ...]:
    """Return how the forecast is worked out, a paragraph each, with its sums."""
    entering = ""
    if facts.entries and facts.entries.per_week:
        entering = (
            " Each day from today brings a seventh of it, and each of these children counts in the week their IHA would "
            f"fall due: for a child who comes into care today, {show_date(facts.due_if_entered(facts.today))}. Whoever "
            "falls due before that is in care already."
        )
    return (
        "Needed is every assessment that falls due in the week and is not done, whether it has an appointment or not. "
        "What is overdue counts in the first week.",
        expected(facts) + entering,
        "Slots are what clinicians have put in the diary from now on: free ones, and those taken for a child who is "
        f"counted here.{_spent(facts.spent)} Slots for either kind go to the IHAs that lack one, then to the reviews; "
        "what is left over stands with the reviews.",
        "Gap = slots minus needed in the same week. A spare slot of another week is not set against a shortage: "
        "the total short is the sum of the weeks that are short.",
        *(f"{kind}: {_sums(weeks, kind)}" for kind in KINDS),
        *not_counted(facts.not_counted),
    )  # fmt: skip


def _spent(slots: int) -> str:
    if not slots:
        return ""
    are = "slot is" if slots == 1 else "slots are"
    return (
        f" {slots} more {are} not counted: used already today, or taken for a child who falls due after these weeks or "
        "is left out of the figures."
    )


def _sums(weeks: Sequence[Week], kind: str) -> str:
    def sum_of(name: str) -> str:
        each = [getattr(week.of(kind), name) for week in weeks]
        return f"{name} {' + '.join(str(one) for one in each)} = {sum(each)}"

    return f"{sum_of('needed')}; {sum_of('slots')}; {sum_of('short')}."
