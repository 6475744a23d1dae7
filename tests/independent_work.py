"""What was done in a period once more, by plain loops over the rows of the file: nothing here is asked of the program."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from tests.independent_clocks import FOREVER, age, birthday, clocks, of, working_day


class Count:
    """Numerator, denominator, what is left out, and the lines."""

    def __init__(self):
        self.met = self.of = 0
        self.left, self.groups, self.has, self.among = (
            Counter(),
            defaultdict(lambda: [0, 0]),
            Counter(),
            Counter(),
        )
        self.amounts = []

    def add(self, part, groups=(), has=(), among=(), amount=0):
        if part not in ("met", "missed"):
            self.left[part] += 1
            return
        self.of += 1
        hit = part == "met"
        self.met += hit
        for line in groups:
            self.groups[line][0] += hit
            self.groups[line][1] += 1
        for line in has:
            self.has[line] += 1
        if hit:
            self.amounts.append(amount)
            for line in among:
                self.among[line] += 1

    def result(self, unit="percent"):
        value = None
        if self.of and unit == "percent":
            value = self.met / self.of * 100
        elif self.of and unit == "count":
            value = self.met
        elif self.amounts and unit == "mean":
            value = sum(self.amounts) / len(self.amounts)
        elif self.amounts:
            middle = sorted(self.amounts)
            half = len(middle) // 2
            value = middle[half] if len(middle) % 2 else (middle[half - 1] + middle[half]) / 2
        lines = {line: tuple(pair) for line, pair in self.groups.items()}
        lines |= {line: (times, self.of) for line, times in self.has.items()}
        lines |= {line: (times, self.met) for line, times in self.among.items()}
        return self.met, self.of, value, dict(self.left), lines


def holds(began, ended, day):
    return (began is None or began <= day) and (ended is None or ended > day)


def of_work(held, since, until, today):
    names = (
        "health_clock_median_days", "was_not_brought", "birth_parental_history", "camhs_contribution", "smart",
        "plan_closed_by_target", "plan_carried_forward", "plan_to_gp", "care_leaver_summary", "qa", "uasc_trained",
        "voice", "time_alone",
    )  # fmt: skip
    counts = {name: Count() for name in names}
    children = {one.id: one for one in held["children"]}
    last = min(until, today)
    over = {one.amends_id for one in held["assessments"] if one.amends_id and one.state == "signed"}
    answers = {(one.assessment_id, one.question_id): one.value for one in held["answers"]}
    standing = {}
    for one in held["assessments"]:
        signed_on = date.fromisoformat(one.signed_at[:10]) if one.signed_at else None
        in_force = one.state == "signed" and one.id not in over
        standing[one.id] = (one, signed_on, in_force)
        child = children[one.child_id]
        if one.kind == "IHA" and one.state != "cancelled" and not one.amends_id and one.request_complete_on:
            _waited(counts["health_clock_median_days"], one, since, last)
        if one.kind == "IHA" and one.id not in over and one.state in ("signed", "history"):
            _initial_done(held, counts, one, child, since, until, in_force=in_force)
        if one.state == "signed" and not one.amends_id and since <= signed_on <= until:
            counts["plan_to_gp"].add(_sent(held, one, signed_on, today), (one.kind,))
        if in_force and since <= signed_on <= until:
            said = answers.get((one.id, "matters")) not in (None, '""', "null", "[]")
            own = answers.get((one.id, "matters_kind")) == '"own_words"'
            counts["voice"].add(
                "met" if said else "missed", has=["In their own words"] if said and own else []
            )
            if age(child.born, one.completed_on) >= 10:
                line = {'"yes"': "Seen on their own for part of it", '"no"': "Offered, and not wanted"}.get(
                    answers.get((one.id, "alone"))
                )
                counts["time_alone"].add("met" if line else "missed", has=[line] if line else [])
    _of_items(held, counts, standing, since, until, today)
    for one in held["appointments"]:
        if since <= one.takes_place_on <= last:
            part = {
                "was_not_brought": "met",
                "cancelled": "cancelled",
                "moved": "cancelled",
                "booked": "outcome_not_entered",
            }
            counts["was_not_brought"].add(part.get(one.outcome, "missed"), (f"For {one.kind}",))
    for one in held["information_requests"]:
        if one.source == "camhs" and since <= one.asked_on <= until:
            words = {"received": "Received", "nothing_held": "Nothing held", "declined": "Declined to say"}
            counts["camhs_contribution"].add(
                "met" if one.answer in ("received", "nothing_held") else "missed",
                has=[words.get(one.answer, "No answer yet")],
            )
    for child in held["children"]:
        _at_eighteen(held, counts["care_leaver_summary"], child, since, last, today)
    reviews = {one.id: one for one in held["quality_reviews"]}
    for one in held["quality_scores"]:
        review = reviews[one.review_id]
        if (
            review.state in ("finished", "with_author", "amended", "closed")
            and review.finished_on
            and since <= review.finished_on <= until
        ):
            part = {"met": "met", "not_applicable": "not_applicable"}.get(one.answer, "missed")
            counts["qa"].add(part, ("Out of area" if review.is_out_of_area else "Own area",))
    return {
        name: count.result("median" if name.endswith("_days") else "percent")
        for name, count in counts.items()
    }


def _waited(count, one, since, last):
    if not since <= one.request_complete_on <= last:
        return
    seen = min([day for day in (one.first_seen_on, one.part_done_on, one.completed_on) if day], default=None)
    if seen is None:
        count.add("missed")
    elif seen < one.request_complete_on:
        count.add("seen_before_request")
    else:
        days = (seen - one.request_complete_on).days
        lines = (
            (7, "Within 7 days"),
            (14, "8 to 14 days"),
            (21, "15 to 21 days"),
            (28, "22 to 28 days"),
            (9999, "Over 28 days"),
        )
        count.add("met", among=[next(words for most, words in lines if days <= most)], amount=days)


def _initial_done(held, counts, one, child, since, until, *, in_force):
    if not since <= one.completed_on <= until:
        return
    told = [
        words for words, state in (
            ("Birth history", child.birth_history_state), ("Parents' history", child.parental_history_state),
        ) if state in ("answered", "not_known_after_asking", "declined")
    ]  # fmt: skip
    part = "from_earlier_records" if one.state == "history" else "met" if len(told) == 2 else "missed"
    counts["birth_parental_history"].add(part, has=told)
    if in_force and child.is_unaccompanied and (child.unaccompanied_until or FOREVER) > one.completed_on:
        trained = any(
            row.person_id == one.signed_by_id and row.subject == "unaccompanied" and row.entered_in_error_because is None
            and row.completed_on <= one.completed_on and (row.expires_on or FOREVER) >= one.completed_on
            for row in held["training"]
        )  # fmt: skip
        counts["uasc_trained"].add("met" if trained else "missed")


def _sent(held, one, signed_on, today):
    editions, grew = {one.id}, True
    while grew:
        later = {
            row.id for row in held["assessments"] if row.amends_id in editions and row.state == "signed"
        } - editions
        grew = bool(later)
        editions |= later
    days = [row.sent_to_gp_on for row in held["assessments"] if row.id in editions and row.sent_to_gp_on]
    last = working_day(signed_on, 10)
    if days:
        return "met" if min(days) <= last else "missed"
    return "not_yet_due" if last >= today else "missed"


def _of_items(held, counts, standing, since, until, today):
    needs = {one.id: one for one in held["needs"]}
    over = {one.amends_id for one in held["assessments"] if one.amends_id and one.state == "signed"}
    letters = (("S", "specific"), ("M", "measurable"), ("A", "agreed"), ("R", "relevant"), ("T", "timed"))
    for one in held["outcomes"]:
        if one.entered_in_error_because is not None:
            continue
        plan, signed_on, in_force = standing[needs[one.need_id].assessment_id]
        if in_force and since <= signed_on <= until:
            lacks = (
                ["Not looked at"]
                if one.smart_letters is None
                else [f"Not {w}" for x, w in letters if x not in one.smart_letters]
            )
            counts["smart"].add("met" if one.smart_letters == "SMART" else "missed", has=lacks)
        if (
            plan.state in ("signed", "history")
            and plan.id not in over
            and one.review_on
            and since <= one.review_on <= until
        ):
            closed = one.mark in ("met", "no_longer_needed", "declined", "transferred")
            if closed and one.marked_on and one.marked_on <= one.review_on:
                part = "met"
            else:
                part = "not_yet_due" if one.review_on >= today else "missed"
            counts["plan_closed_by_target"].add(part)
    for one in held["last_plan_marks"]:
        _, signed_on, in_force = standing[one.assessment_id]
        if in_force and since <= signed_on <= until:
            counts["plan_carried_forward"].add("met" if one.what_next == "carry_forward" else "missed")


def _at_eighteen(held, count, child, since, last, today):
    day = birthday(child.born, 18)
    eve = day - timedelta(days=1)
    if not since <= day <= last or not any(
        holds(one.began, one.ended, eve) for one in of(held["periods_of_care"], child)
    ):
        return
    on_break = any(
        clock.kind == "IHA" and clock.free and holds(clock.period.began, clock.closed, eve)
        for clock in clocks(held, child, today)
    )
    row = next(iter(of(held["leaving_care"], child)), None)
    done = (
        row is not None and row.health_history in ("given", "declined") and row.health_history_on is not None
    )
    in_time = done and row.health_history_on < day
    line = (
        "Given or declined after the 18th birthday"
        if done and not in_time
        else row.health_history.capitalize()
        if done
        else None
    )
    count.add("short_break" if on_break else "met" if in_time else "missed", has=[line] if line else [])
