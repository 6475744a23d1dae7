"""The health part of the council's yearly return (OC2) for one child: what is known, from where, and what is missing.

Columns, ages and dependencies: the validation rules of the open validator csc-903 (confidence C). That a child under
five needs two assessments in the year is not verified (confidence K), nor how a child without teeth is returned.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from lac_tracker.domain.dates import age_in_years, show_date
from lac_tracker.domain.return_facts import CheckHeld, PersonsAnswer, ReturnFacts, SubstanceAsked
from lac_tracker.domain.return_sdq import sdq_found
from lac_tracker.domain.return_words import Found

State = Literal["known", "missing", "differs", "does_not_apply"]
Where = Literal["sdq", "assessments", "dental", "development", "immunisations", "substances", "answer", ""]

CONVICTED_FROM = 10  # years at 31 March (rules 542, 543)
DEVELOPMENT_UNDER = 5  # years at 31 March (rules 545, 546)
TWO_ASSESSMENTS_UNDER = 5
SUBSTANCES_ASKED_FROM = (
    10  # years: younger children are not asked, as the forms do; the column has no lower age (C)
)
YES_NO = {"1": "Yes", "0": "No"}


@dataclass(frozen=True)
class Column:
    """One line of the checklist. name: as the return calls it; SDQ_SCORE stands for SDQ_REASON too."""

    name: str
    words: str
    where: Where
    a_person_may_say: bool = True


COLUMNS: tuple[Column, ...] = (
    Column("SDQ_SCORE", "SDQ: the carer's total, or why there is none", "sdq", a_person_may_say=False),
    Column("CONVICTED", "Convicted in the year", "answer"),
    Column("HEALTH_CHECK", "Development assessments up to date", "development"),
    Column("IMMUNISATIONS", "Immunisations up to date", "immunisations", a_person_may_say=False),
    Column("TEETH_CHECK", "Teeth checked by a dentist in the year", "dental"),
    Column("HEALTH_ASSESSMENT", "Health assessment in the year", "assessments"),
    Column("SUBSTANCE_MISUSE", "Substance misuse problem identified in the year", "substances"),
    Column("INTERVENTION_RECEIVED", "Received an intervention for it", "substances"),
    Column("INTERVENTION_OFFERED", "Was offered an intervention", "substances"),
)
COLUMN = {column.name: column for column in COLUMNS}


@dataclass(frozen=True)
class Line:
    """One line of the checklist.

    name: the column the value stands in. value: as it is returned, '' where there is none. says: the value in words.
    source: where it comes from. mend: what to do when it is missing or differs; where: the page for it.
    """

    name: str
    words: str
    state: State
    value: str = ""
    says: str = ""
    source: str = ""
    mend: str = ""
    where: Where = ""
    council: str = ""
    answer: PersonsAnswer | None = None
    a_person_may_say: bool = False
    usually_no: str = ""  # why No is the usual answer, offered to the person who answers


def checklist(facts: ReturnFacts) -> tuple[Line, ...]:
    """Return every line for a child and a year, in the order of the return."""
    lines: dict[str, Line] = {}
    for column in COLUMNS:
        answer = next((one for one in facts.answers if one.column == column.name), None)
        found = _found(column.name, facts, lines)
        line = _line(column, found, answer)
        said = dict(facts.council)
        council = said.get(line.name, "") or (said.get("SDQ_REASON", "") if column.where == "sdq" else "")
        lines[column.name] = replace(line, council=council)
    return tuple(lines.values())


def count_missing(lines: tuple[Line, ...]) -> tuple[int, int]:
    """Return how many lines that apply still need somebody, and how many apply."""
    applying = [line for line in lines if line.state != "does_not_apply"]
    return sum(line.state != "known" for line in applying), len(applying)


def missing_words(lines: tuple[Line, ...]) -> str:
    """Return '3 of 9 missing', 'complete', or that nothing is returned for the child."""
    missing, applying = count_missing(lines)
    if not applying:
        return "not in this return"
    return f"{missing} of {applying} missing" if missing else "complete"


def _found(name: str, facts: ReturnFacts, lines: dict[str, Line]) -> Found:
    if not facts.cohort.is_in:
        return Found.no(facts.cohort.because)
    match name:
        case "INTERVENTION_RECEIVED":
            return _received(facts, lines["SUBSTANCE_MISUSE"])
        case "INTERVENTION_OFFERED":
            return _offered(facts, lines["SUBSTANCE_MISUSE"], lines["INTERVENTION_RECEIVED"])
    return _ASKED[name](facts)


def _line(column: Column, found: Found, answer: PersonsAnswer | None) -> Line:
    """Return the line of what the record says and what a person said, both where they differ."""
    base = Line(
        found.column or column.name, column.words, "missing", where=column.where, answer=answer,
        a_person_may_say=column.a_person_may_say,
    )  # fmt: skip
    if found.does_not_apply:
        return replace(base, state="does_not_apply", says=found.does_not_apply, a_person_may_say=False)
    said = f"{answer.source}, kept by {answer.by} {show_date(answer.on)}" if answer else ""
    if answer is None or not column.a_person_may_say:
        if not found.value:
            where: Where = "answer" if found.usually_no else base.where
            return replace(
                base, mend=found.mend, source=found.source, where=where, usually_no=found.usually_no
            )
        says = found.says or YES_NO.get(found.value, found.value)
        return replace(base, state="known", value=found.value, says=says, source=found.source)
    words = YES_NO[answer.answer]
    if not found.value:
        return replace(base, state="known", value=answer.answer, says=words, source=said)
    if found.value == answer.answer:
        return replace(base, state="known", value=answer.answer, says=words, source=f"{found.source}; {said}")
    record = found.says or YES_NO.get(found.value, found.value)
    return replace(
        base, state="differs", says=f"{words} was answered, the record says {record}",
        source=f"Answer: {said}. Record: {found.source}",
        mend="Settle which is right: correct the record, or the answer",
    )  # fmt: skip


def _convicted(facts: ReturnFacts) -> Found:
    if age_in_years(facts.born, facts.year.end) < CONVICTED_FROM:
        return Found.no(f"under {CONVICTED_FROM}")
    return Found.missing("Ask the social worker or the youth justice team, and answer here")


def _development(facts: ReturnFacts) -> Found:
    if age_in_years(facts.born, facts.year.end) >= DEVELOPMENT_UNDER:
        return Found.no(f"{DEVELOPMENT_UNDER} or over")
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


def _received(facts: ReturnFacts, problem: Line) -> Found:
    if problem.value != "1":
        return Found.no("only where a substance problem was identified")
    found = _help(facts)
    if found is None:
        return Found.missing("Record on the tab Substances what was done about it")
    value = "1" if found.intervention == "received" else "0"
    return Found(value, source=f"Substances {show_date(found.on)}")


def _offered(facts: ReturnFacts, problem: Line, received: Line) -> Found:
    if problem.value != "1":
        return Found.no("only where a substance problem was identified")
    if received.value != "0":
        return Found.no("only where none was received")
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


_ASKED: dict[str, Callable[[ReturnFacts], Found]] = {
    "SDQ_SCORE": sdq_found,
    "CONVICTED": _convicted,
    "HEALTH_CHECK": _development,
    "IMMUNISATIONS": _immunisations,
    "TEETH_CHECK": _teeth,
    "HEALTH_ASSESSMENT": _health_assessment,
    "SUBSTANCE_MISUSE": _substances,
}
