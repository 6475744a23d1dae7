"""Every figure of the service once more, by plain loops over the rows of the file: nothing here is asked of the program.

Own calendar, own clocks, own sets. Slow and simple on purpose; what the program says is held against it.
"""

from collections import defaultdict
from datetime import date, timedelta

from tests.independent_clocks import age, birthday, clocks, judge, of, plus_months, read, working_day
from tests.independent_work import Count, holds, of_work

__all__ = ["of", "read", "recompute"]

BANDS = ((4, "Under 5"), (9, "5 to 9"), (15, "10 to 15"), (17, "16 and 17"), (999, "18 and over"))
WEEKS = ((28, "Up to 4 weeks"), (84, "5 to 12 weeks"), (182, "13 to 26 weeks"), (364, "27 to 52 weeks"))
REASONS = {
    "SDQ1": "under 4 or over 16 at the last assessment", "SDQ2": "carer declined",
    "SDQ3": "not possible, severity of disability", "SDQ4": "other", "SDQ5": "child or young person declined",
}  # fmt: skip
DECLINED, PART = "Declined: in, as not done", "Part done, not confirmed: in, as not done"


def recompute(held, since, until, today, bands=None):
    """Every figure over a period: id → (numerator, denominator, value, left out, lines). bands: of an SDQ total."""
    every = [clock for child in held["children"] for clock in clocks(held, child, today)]
    results = _of_time(held, every, since, until, today)
    results["overdue_now"] = _overdue(held, every, today)
    by_child = defaultdict(list)
    for clock in every:
        by_child[clock.child.id].append(clock)
    results |= _of_children(held, by_child, min(until, today), bands)
    results |= of_work(held, since, until, today)
    return results


def _of_time(held, every, since, until, today):
    counts = {name: Count() for name in (
        "iha_28_days", "iha_20_working_days", "plan_20_working_days", "request_5_working_days",
        "consent_5_working_days", "rha_in_time", "declined", "partial",
    )}  # fmt: skip
    for clock in every:
        groups = (
            "Under 5" if clock.under_five else "5 and over",
            "Out of area" if clock.away else "Own area",
        )
        if clock.kind == "RHA":
            if clock.due and since <= clock.due <= until:
                part = judge(clock, clock.due, clock.met, today)
                _add(counts, "rha_in_time", clock, part, groups, both=True)
            continue
        if clock.start is None:
            first = min(
                [one.began for one in of(held["placements"], clock.child)],
                default=held["caseload"][0].kept_since,
            )
            if (
                not clock.free
                and (clock.free_until is None or clock.free_until < min(until, today))
                and not clock.earlier
                and (clock.closed is None or clock.closed > since)
                and first <= until
            ):
                for name in list(counts)[:5]:
                    counts[name].add("start_not_known")
            continue
        asked, consented, sent, from_history = _steps(held, clock, today)
        for name, due, came, papers in (
            ("iha_28_days", clock.start + timedelta(days=28), clock.met, False),
            ("iha_20_working_days", working_day(clock.start, 20), clock.met, False),
            ("plan_20_working_days", working_day(clock.start, 20), sent, True),
            ("request_5_working_days", working_day(clock.start, 5), asked, True),
            ("consent_5_working_days", working_day(clock.start, 5), consented, True),
        ):
            if since <= due <= until:
                part = judge(clock, due, came, today)
                if papers and came is None and from_history and part in ("met", "missed"):
                    part = "from_earlier_records"
                _add(counts, name, clock, part, groups, both=name == "iha_28_days")
    return {name: count.result() for name, count in counts.items()}


def _add(counts, name, clock, part, groups, *, both):
    missed = part == "missed"
    has = [line for line, true in ((DECLINED, clock.declined), (PART, clock.part)) if missed and true]
    counts[name].add(part, groups, has)
    if both and part in ("met", "missed"):
        for other, line in (("declined", DECLINED), ("partial", PART)):
            counts[other].add("met" if line in has else "missed", (f"Of {clock.kind}s",))


def _steps(held, clock, today):
    first = clock.start - timedelta(days=28)
    mine = [
        one for one in of(held["assessments"], clock.child)
        if one.kind == "IHA" and one.state != "cancelled"
        and (one.completed_on is None or clock.start <= one.completed_on <= (clock.met or clock.closed or today))
    ]  # fmt: skip

    def ours(days):
        return [day for day in days if day and first <= day and (clock.closed is None or day <= clock.closed)]

    asked = ours([day for one in mine for day in (one.notified_on, one.request_complete_on)])
    asked += [
        one.council_told_us_on for one in of(held["periods_of_care"], clock.child)
        if one.council_told_us_on and one.began == clock.period.began
    ]  # fmt: skip
    agreed = {
        one.consent_id
        for one in held["consent_purposes"]
        if one.purpose == "health_assessment" and one.is_agreed
    }
    consented = ours([one.consent_received_on for one in mine] + [
        one.given_on for one in of(held["consents"], clock.child)
        if one.response == "given" and one.invalidated_on is None and one.id in agreed
    ])  # fmt: skip
    done = [
        one
        for one in mine
        if clock.met and one.completed_on == clock.met and one.state in ("signed", "history")
    ]
    sent = [one.sent_to_social_worker_on for one in done if one.sent_to_social_worker_on]
    return (
        min(asked, default=None), min(consented, default=None), min(sent, default=None),
        any(one.state == "history" for one in done),
    )  # fmt: skip


def _overdue(held, every, today):
    """The last period's clocks: the first, and the review that runs."""
    count = Count()
    last = {}
    for clock in every:
        rows = last.setdefault(clock.child.id, [])
        if clock.kind == "IHA":
            rows.clear()
        rows.append(clock)
    for rows in last.values():
        for clock in (rows[0], *rows[1:][-1:]):
            due = clock.due if clock.kind == "RHA" else clock.headline
            child = clock.child
            is_out = (
                clock.free or (clock.free_until and today <= clock.free_until) or clock.prior or clock.earlier
            )
            if clock.met or is_out or birthday(child.born, 18) <= today:
                continue
            if clock.kind == "RHA" and due is None:
                continue
            if clock.closed and clock.closed <= today:
                continue
            if due and due < today and not clock.custody:
                lines = [next(words for most, words in BANDS if age(child.born, today) <= most)]
                lines.append(
                    next((words for most, words in WEEKS if (today - due).days <= most), "Over 52 weeks")
                )
                count.add("met", among=[*lines, *(["No assessment history yet"] if clock.no_history else [])])
            else:
                count.add("missed")
    return count.result("count")


def _of_children(held, every, day, bands):
    names = (
        "ethnicity_language_religion", "histories_in_care", "gp_registered", "out_of_area", "dental", "optician",
        "immunisations", "sdq", "sdq_mean",
    )  # fmt: skip
    counts = {name: Count() for name in names}
    since = plus_months(day, -12)
    for child in held["children"]:
        is_here = any(holds(one.began, one.ended, day) for one in of(held["periods_of_care"], child))
        if not is_here or child.born > day:  # where nobody knows since when, not before they were born
            continue
        on_break = any(
            clock.kind == "IHA" and holds(clock.period.began, clock.closed, day)
            and (clock.free or (clock.free_until and day <= clock.free_until and not clock.prior and not clock.earlier))
            for clock in every[child.id]
        )  # fmt: skip

        def put(name, part, on_break=on_break, **more):
            counts[name].add("short_break" if on_break else part, **({} if on_break else more))

        known = [
            words for words, state in (
                ("Ethnicity", child.ethnicity_state), ("Language", child.language_state), ("Religion", child.religion_state),
            ) if state in ("recorded", "prefers_not_to_say")
        ]  # fmt: skip
        put(names[0], "met" if len(known) == 3 else "missed", has=known)
        told = [
            words for words, state in (
                ("Birth history", child.birth_history_state), ("Parents' history", child.parental_history_state),
            ) if state in ("answered", "not_known_after_asking", "declined")
        ]  # fmt: skip
        put("histories_in_care", "met" if len(told) == 2 else "missed", has=told)
        gp = [
            one
            for one in of(held["contacts"], child)
            if one.kind == "gp_practice" and holds(one.since, one.ended_on, day)
        ]
        put("gp_registered", "met" if gp else "missed")
        away = [
            one for one in of(held["placements"], child) if one.host_area and holds(one.began, one.ended, day)
        ]
        put("out_of_area", "met" if away else "missed")
        for name, kind in (("dental", "dental"), ("optician", "vision")):
            put(name, _check(held, child, kind, since, day))
        said = [
            one for one in of(held["immunisation_statements"], child)
            if since <= one.as_at <= day and one.entered_in_error_because is None
        ]  # fmt: skip
        status = max(said, key=lambda one: (one.as_at, one.id)).status if said else ""
        words = {
            "up_to_date": "Up to date",
            "not_up_to_date": "Not up to date",
            "history_unknown": "History unknown",
        }
        line = words.get(status, "No statement in 12 months")
        put("immunisations", "met" if status == "up_to_date" else "missed", has=[line])
        if 4 <= age(child.born, day) <= 16:
            part, more = _sdq(held, child, since, day, bands)
            put("sdq", part, **more)
            put("sdq_mean", part, **{key: said for key, said in more.items() if key == "amount"})
    return {name: count.result("mean" if name == "sdq_mean" else "percent") for name, count in counts.items()}


def _check(held, child, kind, since, day):
    rows = [
        one
        for one in of(held["routine_checks"], child)
        if one.kind == kind and one.entered_in_error_because is None
    ]
    for one in rows:
        if one.state == "done":
            first = {
                "day": one.happened_on, "month": one.happened_on.replace(day=1), "year": date(one.happened_on.year, 1, 1),
                "about": one.happened_on - timedelta(days=184),
            }[one.date_precision]  # fmt: skip
            if since <= first <= day:
                return "met"
    for one in rows:
        if one.state == "not_needed" and (one.happened_on is None or since <= one.happened_on <= day):
            return "not_needed"
    return "missed"


def _sdq(held, child, since, day, bands):
    done = [
        one for one in of(held["sdq_questionnaires"], child)
        if one.state == "scored" and one.total is not None and one.entered_in_error_because is None
        and one.form in ("parent_2_4", "parent_4_17", "parent_18_plus") and since <= one.completed_on <= day
        and birthday(child.born, 4) <= one.completed_on
    ]  # fmt: skip
    if done:
        newest = max(done, key=lambda one: (one.completed_on, one.id))
        band = bands(newest.total) if newest.form == "parent_4_17" else "No band: carer form 2 to 4"
        return "met", {"among": [band], "amount": newest.total}
    why = [
        one for one in of(held["sdq_not_done"], child)
        if since <= one.asked_on <= day and one.entered_in_error_because is None
    ]  # fmt: skip
    if not why:
        return "missed", {"has": ["Not done: no reason recorded"]}
    return "missed", {
        "has": [f"Not done: {REASONS[max(why, key=lambda one: (one.asked_on, one.id)).reason]}"]
    }
