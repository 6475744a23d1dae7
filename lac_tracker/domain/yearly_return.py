"""The health part of the council's yearly return (OC2) for one child: what is known, from where, and what is missing.

The source of each value, in this order: our own record; what a person answered for the return; the council's own row of
the same year. Never another year's, never assumed. Columns, ages and dependencies: the validation rules of the open
validator csc-903 (confidence C).
"""

from dataclasses import dataclass, replace
from typing import Literal

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.return_applies import left_out_because, why_not
from lac_tracker.domain.return_council import CouncilSaid, council_said, council_values, source_words
from lac_tracker.domain.return_facts import PersonsAnswer, ReturnFacts
from lac_tracker.domain.return_record import said_by_record
from lac_tracker.domain.return_sdq import REASONS
from lac_tracker.domain.return_words import OUR_RECORD, THE_COUNCILS, Found, LeftOut

State = Literal["known", "missing", "differs", "does_not_apply"]
Where = Literal["sdq", "assessments", "dental", "development", "immunisations", "substances", "answer", ""]

YES_NO = {"1": "Yes", "0": "No"}


@dataclass(frozen=True)
class Column:
    """One line of the checklist. name: as the return calls it; SDQ_SCORE stands for SDQ_REASON too. short: for lists."""

    name: str
    words: str
    short: str
    where: Where
    a_person_may_say: bool = True


COLUMNS: tuple[Column, ...] = (
    Column("SDQ_SCORE", "SDQ: the carer's total, or why there is none", "SDQ", "sdq", a_person_may_say=False),
    Column("CONVICTED", "Convicted in the year", "convicted", "answer"),
    Column("HEALTH_CHECK", "Development assessments up to date", "development", "development"),
    Column(
        "IMMUNISATIONS", "Immunisations up to date", "immunisations", "immunisations", a_person_may_say=False
    ),
    Column("TEETH_CHECK", "Teeth checked by a dentist in the year", "teeth", "dental"),
    Column("HEALTH_ASSESSMENT", "Health assessment in the year", "health assessment", "assessments"),
    Column("SUBSTANCE_MISUSE", "Substance misuse problem identified in the year", "substances", "substances"),
    Column("INTERVENTION_RECEIVED", "Received an intervention for it", "intervention received", "substances"),
    Column("INTERVENTION_OFFERED", "Was offered an intervention", "intervention offered", "substances"),
)
COLUMN = {column.name: column for column in COLUMNS}


@dataclass(frozen=True)
class Line:
    """One line of the checklist.

    name: the column the value stands in. value: as it is returned, '' where there is none. says: the value in words.
    source: where it comes from. mend: what to do when it is missing or differs; where: the page for it.
    council: what the council's last return says. is_councils: the value is its own, of the same year, as neither our
    record nor a person says anything. council_says: ours is returned, and its row of the same year says this instead, in
    words; '' where it does not differ.
    left_out: what somebody said that the rules forbid.
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
    is_councils: bool = False
    council_says: str = ""
    left_out: tuple[LeftOut, ...] = ()
    answer: PersonsAnswer | None = None
    a_person_may_say: bool = False
    usually_no: str = ""  # why No is the usual answer, offered to the person who answers


def checklist(facts: ReturnFacts) -> tuple[Line, ...]:
    """Return every line for a child and a year, in the order of the return."""
    lines: list[Line] = []
    returned: dict[str, str] = {}
    for column in COLUMNS:
        answer = next((one for one in facts.answers if one.column == column.name), None)
        why = why_not(column.name, facts, returned)
        line = _not_returned(column, facts, answer, why) if why else _returned(column, facts, answer)
        returned[column.name] = line.value
        lines.append(line)
    return tuple(lines)


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


def says_of(column: str, value: str) -> str:
    """Return a value of the return in words: 'Yes', 'No', a total, or 'None: carer declined'."""
    if column == "SDQ_REASON":
        return f"None: {REASONS[value]}"
    return value if column == "SDQ_SCORE" else YES_NO.get(value, value)


def _not_returned(column: Column, facts: ReturnFacts, answer: PersonsAnswer | None, why: str) -> Line:
    """Return the line of a column that does not apply, with what was said for it all the same."""
    because = left_out_because(column.name, facts, why)
    left = [LeftOut(name, value, because, THE_COUNCILS) for name, value in council_values(column.name, facts)]
    if answer is not None:
        source = (
            f"an answer kept by {answer.by} {show_date(answer.on)}"  # in files too: nothing that was typed
        )
        left.insert(0, LeftOut(column.name, answer.answer, because, source))
    # Of a child who is not in the return the record says much: what nobody gave for it is not listed.
    found = said_by_record(column.name, facts) if facts.cohort.is_in else Found()
    if found.value:
        left.insert(0, LeftOut(found.column or column.name, found.value, because, OUR_RECORD))
    return Line(
        column.name, column.words, "does_not_apply", says=f"does not apply: {why}", where=column.where, answer=answer,
        council=_beside(column.name, facts), left_out=tuple(left),
    )  # fmt: skip


def _returned(column: Column, facts: ReturnFacts, answer: PersonsAnswer | None) -> Line:
    """Return the line of a column that applies: from our record, else a person's answer, else the council's own row."""
    found, council = said_by_record(column.name, facts), council_said(column.name, facts)
    line = _of_ours(column, found, answer)
    if line.state == "missing" and council.value:
        line = _of_council(line, council, facts)
    theirs = ""
    if line.state == "known" and council.value and (council.column, council.value) != (line.name, line.value):
        theirs = says_of(council.column, council.value)
    source = "; ".join(part for part in (line.source, found.doubt) if part)
    return replace(
        line, source=source, council=_beside(line.name, facts), council_says=theirs,
        left_out=(*found.left_out, *council.left_out),
    )  # fmt: skip


def _beside(name: str, facts: ReturnFacts) -> str:
    """Return what the council's last return says of a line; of the questionnaire the score, or the reason."""
    names = (name, "SDQ_SCORE", "SDQ_REASON") if name.startswith("SDQ") else (name,)
    said = dict(facts.council)
    return next((said[one] for one in names if said.get(one)), "")


def _of_council(line: Line, council: CouncilSaid, facts: ReturnFacts) -> Line:
    return replace(
        line, name=council.column, state="known", value=council.value, says=says_of(council.column, council.value),
        source=source_words(facts), mend="", usually_no="", is_councils=True,
    )  # fmt: skip


def _answered(answer: PersonsAnswer) -> str:
    return f"{answer.source}, kept by {answer.by} {show_date(answer.on)}"


def _of_ours(column: Column, found: Found, answer: PersonsAnswer | None) -> Line:
    """Return the line of what the record says and what a person said, both where they differ."""
    base = Line(
        found.column or column.name, column.words, "missing", where=column.where, answer=answer,
        a_person_may_say=column.a_person_may_say,
    )  # fmt: skip
    said = _answered(answer) if answer else ""
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
