"""What our own record says of each column of the yearly return, whether or not the column applies to the child.

That a child under five needs two assessments in the year is not verified (confidence K), nor how a child without teeth
is returned.
"""

from collections.abc import Callable

from lac_tracker.domain.dates import age_in_years, show_date
from lac_tracker.domain.return_facts import CheckHeld, ReturnFacts, SubstanceAsked
from lac_tracker.domain.return_sdq import sdq_found
from lac_tracker.domain.return_words import Found

TWO_ASSESSMENTS_UNDER = 5
SUBSTANCES_ASKED_FROM = (
    10  # years: younger children are not asked, as the forms do; the column has no lower age (C)
)


def said_by_record(column: str, facts: ReturnFacts) -> Found:
    """Return what our record says of a column, or what to do where it says nothing."""
    return _FOUND[column](facts)


def _convicted(_facts: ReturnFacts) -> Found:
    return Found.missing("Ask the social worker or the youth justice team, and answer here")


def _development(facts: ReturnFacts) -> Found:
    mend = "Say on the tab Development whether the health visitor's reviews are up to date"
    said = [one for one in facts.checks if one.kind == "development" and one.up_to_date and one.on]
    if (newest := _newest(facts, said)) is not None:
        return Found("1" if newest.up_to_date == "yes" else "0", source=f"Statement of {newest.words}")
    older = max((one for one in said if one.on), key=lambda one: one.on, default=None)  # type: ignore[arg-type,return-value]  # a day each
    return Found.missing(mend, f"Last said {older.words}, not in the year" if older else "")


def _immunisations(facts: ReturnFacts) -> Found:
    mend = "Record on the tab Immunisations what the clinician states: it is never worked out"
    held = [one for one in facts.statements if facts.year.holds(one.as_at)]
    if not held:
        older = max((one.as_at for one in facts.statements), default=None)
        return Found.missing(mend, f"Last statement {show_date(older)}, not in the year" if older else "")
    newest = max(held, key=lambda one: one.as_at)
    words = {
        "up_to_date": "up to date",
        "not_up_to_date": f"not up to date: {newest.outstanding}",
        "history_unknown": "history unknown: treat as not immunised",
    }[newest.status]
    source = f"Statement of {show_date(newest.as_at)} ({newest.stated_by}): {words}"
    return Found("1" if newest.status == "up_to_date" else "0", source=source)


def _teeth(facts: ReturnFacts) -> Found:
    held = [one for one in facts.checks if one.kind == "dental" and one.on]
    done = [one for one in held if one.state == "done" and one.precision in ("day", "month")]
    if (newest := _newest(facts, done)) is not None:
        return Found("1", source=f"Dentist {newest.words}")
    if (other := _newest(facts, [one for one in held if one.state in ("not_done", "declined")])) is not None:
        verb = "Declined" if other.state == "declined" else "Not done"
        return Found("0", source=f"{verb}, {other.words}: {other.reason}")
    if (other := _newest(facts, [one for one in held if one.state == "not_needed"])) is not None:
        return Found.missing(
            "Ask the council how it returns a child whose teeth need no check, and answer here (not verified)",
            f"Not needed, {other.words}: {other.reason}",
        )
    mend = "Enter the dental check of the year on the tab Dental, or why there was none"
    vague = _newest(facts, [one for one in held if one.state == "done"])
    if vague is not None:
        return Found.missing(mend, f"Dentist {vague.words}: enter the day or the month")
    older = [one for one in held if one.state == "done" and one.on and one.on < facts.year.start]
    last = max(older, key=lambda one: one.on, default=None)  # type: ignore[arg-type,return-value]  # a day each
    return Found.missing(mend, f"Last seen {last.words}, before the year" if last else "")


def _health_assessment(facts: ReturnFacts) -> Found:
    needed = 2 if age_in_years(facts.born, facts.year.end) < TWO_ASSESSMENTS_UNDER else 1
    held = sorted(
        (one for one in facts.assessments if facts.year.holds(one.completed_on)), key=lambda one: one.completed_on
    )  # fmt: skip
    rule = " (two are needed under 5: not verified)" if needed == 2 else ""
    names = ", ".join(
        f"{one.kind} {show_date(one.completed_on)} {'signed' if one.signed else 'from earlier records'}"
        for one in held
    )
    if len(held) >= needed:
        return Found("1", source=f"{names}{rule}")
    counted = f"{names or 'None in the year'}{rule}"
    if facts.year.is_over(facts.today) and facts.assessments:
        return Found("0", source=counted)
    if facts.year.is_over(facts.today):
        return Found.missing("No assessment is on record at all: enter earlier ones", counted)
    return Found.missing(f"Complete and sign an assessment by {show_date(facts.year.end)}", counted)


def _substances(facts: ReturnFacts) -> Found:
    asked = _asked_in_year(facts)
    found = next((one for one in asked if one.problem == "yes"), asked[0] if asked else None)
    if found is None and (age := age_in_years(facts.born, facts.year.end)) < SUBSTANCES_ASKED_FROM:
        return Found(
            mend="Too young to be asked: answer No here, unless a problem was identified. The return wants an answer at every age",
            usually_no=f"Aged {age}: too young to be asked",
        )  # fmt: skip
    if found is None:
        return Found.missing("Record on the tab Substances whether a problem was identified in the year")
    return Found("1" if found.problem == "yes" else "0", source=f"Asked {show_date(found.on)}")


def _received(facts: ReturnFacts) -> Found:
    found = _help(facts)
    if found is None:
        return Found.missing("Record on the tab Substances what was done about it")
    value = "1" if found.intervention == "received" else "0"
    return Found(value, source=f"Substances {show_date(found.on)}")


def _offered(facts: ReturnFacts) -> Found:
    found = _help(facts)
    if found is None or found.intervention == "received":
        return Found.missing("Record on the tab Substances whether help was offered")
    value = "1" if found.intervention == "offered_refused" else "0"
    return Found(value, source=f"Substances {show_date(found.on)}")


def _help(facts: ReturnFacts) -> SubstanceAsked | None:
    """Return what was done: where an intervention was received in the year, that; else the newest word of it."""
    told = [one for one in _asked_in_year(facts) if one.intervention]
    return next((one for one in told if one.intervention == "received"), told[0] if told else None)


def _asked_in_year(facts: ReturnFacts) -> list[SubstanceAsked]:
    asked = [one for one in facts.substances if facts.year.holds(one.on)]
    return sorted(asked, key=lambda one: one.on, reverse=True)


def _newest(facts: ReturnFacts, held: list[CheckHeld]) -> CheckHeld | None:
    within = [one for one in held if facts.year.holds(one.on)]
    return max(within, key=lambda one: one.on, default=None)  # type: ignore[arg-type,return-value]  # a day each


_FOUND: dict[str, Callable[[ReturnFacts], Found]] = {
    "SDQ_SCORE": sdq_found,
    "CONVICTED": _convicted,
    "HEALTH_CHECK": _development,
    "IMMUNISATIONS": _immunisations,
    "TEETH_CHECK": _teeth,
    "HEALTH_ASSESSMENT": _health_assessment,
    "SUBSTANCE_MISUSE": _substances,
    "INTERVENTION_RECEIVED": _received,
    "INTERVENTION_OFFERED": _offered,
}
