"""The clocks of children once more, by plain loops over the rows of the file: nothing here is asked of the program."""

from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from types import SimpleNamespace as Row

from holidays import country_holidays

ENGLAND = frozenset(country_holidays("GB", subdiv="ENG", years=range(1995, 2035)))
FOREVER, NEVER = date(9999, 1, 1), date(1, 1, 1)
TABLES = (
    "caseload", "children", "periods_of_care", "placements", "legal_statuses", "assessments", "declined",
    "appointments", "consents", "consent_purposes", "routine_checks", "immunisation_statements", "sdq_questionnaires",
    "sdq_not_done", "needs", "outcomes", "last_plan_marks", "answers", "leaving_care", "training", "quality_reviews",
    "quality_scores", "information_requests", "contacts",
)  # fmt: skip


def read(connection):
    """Return every row of the file, by table and child."""
    held = {}
    for table in TABLES:
        result = connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id")
        names = list(result.keys())
        held[table] = Rows(
            [Row(**{n: _value(n, v) for n, v in zip(names, row, strict=True)}) for row in result]
        )
    return held


def _value(name, value):
    if isinstance(value, str) and (
        name.endswith(("_on", "_until")) or name in ("born", "began", "ended", "as_at", "kept_since", "since")
    ):
        return date.fromisoformat(value)
    return value


class Rows(list):
    """The rows of a table, and those of each child."""

    def __init__(self, rows):
        super().__init__(rows)
        self.of_child = defaultdict(list)
        for row in rows:
            self.of_child[getattr(row, "child_id", None)].append(row)


def of(rows, child):
    """The rows of one child."""
    return rows.of_child.get(child.id, [])


def plus_months(day, months):
    """The same day so many months on, or the last of that month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError


def birthday(born, years):
    try:
        return date(born.year + years, born.month, born.day)
    except ValueError:
        return date(born.year + years, 3, 1)


def age(born, day):
    years = 0
    while birthday(born, years + 1) <= day:
        years += 1
    return years


@cache
def working_day(start, count):
    day = start
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in ENGLAND:
            count -= 1
    return day


def clocks(held, child, today):
    """Every clock of every period of care of a child."""
    periods = sorted(
        of(held["periods_of_care"], child), key=lambda one: (one.ended or FOREVER, one.began or NEVER)
    )
    signed_over = {
        one.amends_id for one in of(held["assessments"], child) if one.amends_id and one.state == "signed"
    }
    done = [
        one for one in of(held["assessments"], child)
        if one.state in ("signed", "history") and one.completed_on and one.id not in signed_over
    ]  # fmt: skip
    found, before = [], None
    for period in periods or [Row(began=None, ended=None)]:
        found += _of_period(held, child, period, before, done)
        before = period.ended
    stays = [one for one in of(held["placements"], child) if one.host_area]
    for clock in found:
        decided = min([day for day in (clock.headline, clock.met, clock.closed) if day], default=None)
        clock.away = decided is not None and any(
            one.began <= decided and (one.ended is None or one.ended > decided) for one in stays
        )
        clock.under_five = clock.start is not None and age(child.born, max(clock.start, child.born)) < 5
        until = clock.met or clock.closed or today
        clock.declined = clock.start is not None and any(
            one.kind == clock.kind and clock.start <= one.declined_on <= until
            for one in of(held["declined"], child)
        )
        clock.part = clock.start is not None and any(
            one.kind == clock.kind and one.part_done_on and one.state != "cancelled"
            and clock.start <= one.part_done_on <= until
            and (one.completed_on is None or one.completed_on >= clock.start)
            for one in of(held["assessments"], child)
        )  # fmt: skip
    return found


def _of_period(held, child, period, left_before, done):
    began, ended = period.began, period.ended
    since = max(child.born, began or left_before or child.born)
    mine = sorted(
        (one for one in done if since <= one.completed_on <= (ended or FOREVER)),
        key=lambda one: one.completed_on,
    )
    prior = None
    accepted = [
        one for one in done if one.accepted_from_earlier_period and began and one.completed_on < began
    ]
    if accepted:
        newest = max(accepted, key=lambda one: one.completed_on)
        if newest.completed_on >= child.born and plus_months(began, -3) <= newest.completed_on < began:
            prior = newest
    inside = began or left_before or NEVER

    def within(rows):
        rows = sorted(rows, key=lambda one: (one.began, one.ended or FOREVER))
        return [
            one for one in rows
            if (one.began >= inside or one.ended is None or one.ended > inside)
            and (ended is None or one.began < max(ended, inside + timedelta(days=1)))
        ]  # fmt: skip

    statuses, placements = within(of(held["legal_statuses"], child)), within(of(held["placements"], child))
    start = began
    if began and statuses and statuses[0].code == "V4":
        start = next((one.began for one in statuses if one.code != "V4"), began)
    status = max(statuses, key=lambda one: one.began, default=None)
    placement = max(placements, key=lambda one: one.began, default=None)
    custody = placement is not None and (
        placement.placement_type == "R5"
        or (placement.placement_type == "K1" and status is not None and status.code == "J1")
    )
    free, free_until = _short_break(of(held["legal_statuses"], child), status, ended)
    before_caseload = began is None or began < held["caseload"][0].kept_since
    initial = next((one for one in mine if one.kind == "IHA"), None)
    iha = Row(
        kind="IHA", child=child, period=period, start=start, closed=ended, met=initial.completed_on if initial else None,
        custody=custody, free=free, free_until=None, prior=initial is None and prior is not None,
        earlier=initial is None and prior is None and before_caseload and bool(mine),
        no_history=before_caseload and not mine and prior is None, due=None,
        headline=start + timedelta(days=28) if start and not free else None,
    )  # fmt: skip
    if not (iha.prior or iha.earlier or (initial and start is None)):
        iha.free_until = free_until
    found = [iha]
    chain = [prior, *mine] if prior else mine
    for place, one in enumerate(chain):
        met = chain[place + 1].completed_on if place + 1 < len(chain) else None
        months = 6 if age(child.born, one.completed_on) < 5 else 12
        due = plus_months(one.completed_on, months)
        if due >= birthday(child.born, 18) or free:
            due = None
        found.append(
            Row(
                kind="RHA",
                child=child,
                period=period,
                start=one.completed_on,
                closed=ended,
                met=met,
                custody=custody,
                free=free,
                free_until=free_until,
                prior=False,
                earlier=False,
                no_history=False,
                due=due,
                headline=due,
            )  # fmt: skip
        )
    return found


def _short_break(every, stay, ended):
    """(free for as long as it lasts, free until a day)."""
    if stay is None or stay.code not in ("V3", "V4"):
        return False, None
    if stay.code == "V4":
        return True, None
    nights = set()
    for one in every:
        if one.code == "V3" and one.began < stay.began:
            day = one.began
            while day < min(one.ended or stay.began, stay.began):
                nights.add(day)
                day += timedelta(days=1)
    last = stay.began + timedelta(days=17)
    for number in range(17):
        night = stay.began + timedelta(days=number)
        nights.add(night)
        if len([one for one in nights if plus_months(night, -12) < one <= night]) > 75:
            last = night
            break
    left = stay.ended or ended
    if left is None:
        return False, last
    return left <= last, None


def judge(clock, due, came, today):
    """In which part of a figure of time a clock belongs."""
    if clock.free or (clock.free_until and due <= clock.free_until):
        return "short_break"
    if clock.prior:
        return "accepted_prior"
    if clock.earlier:
        return "before_caseload"
    if clock.no_history and not clock.met:
        return "history_not_entered"
    if clock.closed and clock.closed <= due:
        return "ceased_before_due"
    if clock.kind == "IHA" and birthday(clock.child.born, 18) <= due:
        return "turned_18"
    if due > today or (due == today and came is None):
        return "not_yet_due"
    if clock.custody and not clock.met:
        return "needs_review"
    return "met" if came and came <= due else "missed"
