"""Reports of time, quality and capacity: chains of steps, what a figure missed, reasons, criteria, weeks, training."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.exports import Cell, Column
from lac_tracker.domain.figure_words import STANDING_WORDS, counted, reasons_words, share_words, shared_out
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.indicators import INDICATOR, INDICATORS, MISSED
from lac_tracker.domain.milestones import HELD_WORDS, START_WORDS, STEPS, Chain
from lac_tracker.domain.people import Actor
from lac_tracker.domain.quality_results import without_small
from lac_tracker.domain.team_reports import Found, Gap, Params
from lac_tracker.services import (
    capacity,
    dashboard,
    indicators,
    milestones,
    quality,
    redaction,
    report_lists,
    training,
)
from lac_tracker.storage import report_lists as stored

COMPLETENESS = tuple(one.id for one in INDICATORS if one.group in ("record", "health"))
_ANSWERED = "Counts only"


def initial(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return the chain of steps of every initial assessment due in a period."""
    return _chains(session, asked, "IHA", by=by, now=now, today=today)


def review(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return the chain of steps of every review due in a period."""
    return _chains(session, asked, "RHA", by=by, now=now, today=today)


def _chains(session: Session, asked: Params, kind: str, *, by: Actor, now: datetime, today: date) -> Found:
    held = asked.period
    chains = milestones.chains(session, by=by, now=now, since=held.since, until=held.until, kind=kind)
    children = stored.by_ids(session, (one.child_id for one in chains), by.team_id)
    known = {
        one.child_id: one
        for one in redaction.without_restricted(session, children.values(), by=by, today=today)
    }
    firsts = [(*report_lists.who(known[one.child_id]), one.due_on, _result(one, today)) for one in chains]
    keys = [key for key, _ in STEPS]
    rows = tuple((*first, *_steps(one, keys)) for first, one in zip(firsts, chains, strict=True))
    columns: list[Column] = [*report_lists.WHO, Column("Due", "date"), Column("Result", width=16)]
    names = [START_WORDS[kind], *(words for _, words in STEPS[1:])]
    paper = (
        (*columns, *(Column(words, width=16) for words in names)),
        tuple((*first, *_told(one, keys)) for first, one in zip(firsts, chains, strict=True)),
    )
    for words in names:
        columns += [
            Column(words, "date"), Column(f"{words}: days since the step before", "number"), Column(f"{words}: held by", width=12)
        ]  # fmt: skip
    late = sum(1 for row in rows if row[5] in ("Late", "Not done"))
    stated = (
        f"{kind} due {held.words}: {len(rows)}, of them {late} late or not done. Sorted: due, earliest first",
        *_beside_the_figure(kind, len(rows), sum(1 for row in rows if row[5] == "Open")),
    )
    unseen = Gap("with no day on which the request was complete", _without(chains, "request_complete"), "")
    return Found(tuple(columns), rows, stated, (unseen,) if unseen.count else (), paper)


def _beside_the_figure(kind: str, rows: int, still_open: int) -> tuple[str, ...]:
    """Return why the figure counts fewer than there are rows, where it does."""
    if not still_open:
        return ()
    title = INDICATOR["iha_28_days" if kind == "IHA" else "rha_in_time"].title
    one = (
        "1 can still be done in time and is"
        if still_open == 1
        else f"{still_open} can still be done in time and are"
    )
    return (f"'{title}' counts {rows - still_open} of these {rows}: {one} not counted yet",)


def _told(chain: Chain, keys: Sequence[str]) -> tuple[str | None, ...]:
    """Return each step as paper says it: '17-Mar-2026, 5 days with the council'."""
    cells = _steps(chain, keys)
    found: list[str | None] = []
    for on, days, held in zip(cells[::3], cells[1::3], cells[2::3], strict=True):
        said = "same day" if days == 0 else f"{days} {'day' if days == 1 else 'days'}"
        with_whom = f" with {'the council' if held == 'Council' else 'health'}" if held and days else ""
        found.append(
            f"{show_date(on)}{f', {said}{with_whom}' if days is not None else ''}"
            if isinstance(on, date)
            else None
        )
    return tuple(found)


def _steps(chain: Chain, keys: Sequence[str]) -> tuple[Cell, ...]:
    """Return day, days since the step before, and who held them, for each step.

    From the last assessment to the next one nobody holds anything until it is asked for.
    """
    held = {one.key: one for one in chain.milestones}
    known = sorted((one.on, place) for place, one in enumerate(chain.milestones) if one.on is not None)
    free = chain.milestones[known[1][1]].key if chain.kind == "RHA" and len(known) > 1 else ""
    cells: list[Cell] = []
    for key in keys:
        one = held.get(key)
        cells += (
            [None, None, None]
            if one is None
            else [one.on, one.days_since_before, HELD_WORDS.get(one.held_by) or None if key != free else None]
        )
    return tuple(cells)


def _result(chain: Chain, today: date) -> str:
    seen = chain.on("seen")
    if seen is None:
        return "Not done" if chain.due_on is not None and chain.due_on < today else "Open"
    return "In time" if chain.due_on is not None and seen <= chain.due_on else "Late"


def _without(chains: Sequence[Chain], key: str) -> int:
    return sum(1 for one in chains if all(step.on is None for step in one.milestones if step.key == key))


def reasons(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return why what was due in a period was late, for each figure that has reasons."""
    rows: list[tuple[Cell, ...]] = []
    missing = 0
    for which in dashboard.REASONED:
        late = dashboard.late(session, which, asked.period, by=by, now=now, today=today)
        said = reasons_words(late.bars, hides_small=asked.hides_small)
        rows += [(late.title, words, owner or None, many) for words, owner, many in said]
        missing += (
            sum(bar.count for bar in late.bars if not bar.owner) if which != dashboard.REASONED[1] else 0
        )
    columns = (
        Column("Figure", width=28),
        Column("Reason", width=36),
        Column("Whose delay", width=28),
        Column("How often", width=10),
    )
    gap = (Gap("late without a recorded reason", missing, "overdue"),) if missing else ()
    return Found(columns, tuple(rows), (f"Due {asked.period.words}",), gap)


def forecast(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return the next weeks: what is due, expected and offered."""
    found = capacity.forecast(session, by=by, now=now, today=today)
    rows = tuple(
        (week.starts_on, kind, one.due, one.overdue, one.expected, one.slots, one.gap_words, ". ".join(week.means) or None)
        for week in found.weeks
        for kind, one in (("IHA", week.initial), ("RHA", week.review))
    )  # fmt: skip
    columns = (
        Column("Week from", "date"), Column("Type", width=8), Column("Due", "number"), Column("Of them late", "number"),
        Column("Expected", "number"), Column("Slots", "number"), Column("Gap", width=12), Column("What it means", width=50),
    )  # fmt: skip
    return Found(columns, rows, (found.totals, *found.not_counted))


def criteria(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return each criterion of the checklist over the reviews finished in a period."""
    found = quality.results(session, asked.period.since, asked.period.until, by=by, now=now)
    small = asked.hides_small
    reviews = counted(found.whole.reviews, hides_small=small)
    if small:
        found = without_small(found)
    rows = tuple(
        (
            one.words, *shared_out((one.met, one.partly, one.not_met, one.not_applicable), hides_small=small),
            share_words(one.met, one.applies, one.not_applicable, hides_small=small) or None,
        )
        for one in found.criteria
    )  # fmt: skip
    columns = (
        Column("Criterion", width=60), Column("Met", width=9), Column("Partly", width=9), Column("Not met", width=9),
        Column("Does not apply", width=16), Column("Share met", width=11),
    )  # fmt: skip
    return Found(columns, rows, (f"Reviews finished {asked.period.words}: {reviews}",))


def smart(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return the outcomes that did not pass all five letters."""
    return _missed(session, "smart", asked, by=by, now=now, today=today)


def voice(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return the assessments in which the child's voice is not recorded."""
    return _missed(session, "voice", asked, by=by, now=now, today=today)


def _missed(session: Session, which: str, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    held = asked.period
    found = indicators.behind_to_give(
        session, which, MISSED, by=by, now=now, today=today, since=held.since, until=held.until
    )
    rows = tuple(
        (
            one.council_id, one.name, show_nhs_number(one.nhs_number) if one.nhs_number else None, one.kind or None,
            one.due_on, one.met_on, one.words or None,
        )
        for one in found
    )  # fmt: skip
    columns = (
        *report_lists.WHO[:3], Column("Type", width=8), Column("Due", "date"), Column("Done", "date"), Column("What", width=50),
    )  # fmt: skip
    (line,) = dashboard.lines(session, held, by=by, now=now, today=today, only=[which])
    fraction = f" ({line.fraction})" if line.fraction else ""
    return Found(
        columns, rows, (f"{line.title}, {held.words}: {line.big}{fraction}. Listed: those who missed it",)
    )


def completeness(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return how complete the record is."""
    lines = dashboard.lines(
        session, asked.period, asked.compared, by=by, now=now, today=today, only=COMPLETENESS, hides_small=asked.hides_small
    )  # fmt: skip
    rows = tuple(
        (
            line.title, line.big, line.fraction or None, line.target or None, STANDING_WORDS[line.standing] or None,
            line.change or None, "; ".join(f"{words}: {told}" for words, told in line.split) or None,
        )
        for line in lines
    )  # fmt: skip
    columns = (
        Column("Figure", width=40), Column("Result", width=12), Column("Numbers", width=18), Column("Target", width=14),
        Column("Standing", width=16), Column("Before", width=26), Column("Parts", width=60),
    )  # fmt: skip
    gaps = tuple(
        Gap(f"missed '{line.title}'", line.missed, f"behind:{line.id}")
        for line in lines
        if line.opens_missed and line.missed
    )
    return Found(columns, rows, (asked.period.words, _ANSWERED), gaps[:6])


def trained(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return what each person of the team was trained in."""
    found = training.listed(session, by=by, now=now, today=today)
    rows = tuple(
        (
            one.full_name, one.role, one.words, one.training.completed_on if one.training else None,
            one.training.expires_on if one.training else None, one.expiry.words,
        )
        for one in found
    )  # fmt: skip
    columns = (
        Column("Person", width=26), Column("Role", width=18), Column("Training", width=44), Column("Completed", "date"),
        Column("Expires", "date"), Column("Standing", width=24),
    )  # fmt: skip
    lapsed = sum(1 for one in found if one.expiry.look in ("overdue", "missing"))
    gap = (Gap("with training that ran out or is not recorded", lapsed, ""),) if lapsed else ()
    return Found(columns, rows, ("Sorted: name",), gap)
