"""The published rules of the table OC2 as plain loops over three files, written without a line of the product.

Codes and tests: the open validator csc-903 of the return. The cohort is worked out here from the episodes as they were
received. A rule is a function that yields the CHILD of every row that breaks it.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

COLUMNS = [
    "CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK",
    "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED",
]  # fmt: skip
HEALTH = COLUMNS[4:]
FOUR = ("IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE")


@dataclass(frozen=True)
class Case:
    rows: list[dict[str, str]]
    born: dict[str, date]  # by the header
    cohort: frozenset[str]
    year: int

    @property
    def begins(self) -> date:
        return date(self.year - 1, 4, 1)

    @property
    def ends(self) -> date:
        return date(self.year, 3, 31)


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def day(text: str) -> date | None:
    """Return a day written 31/03/2025 or 31/03/25 of this century."""
    found = re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4}|\d\d)", (text or "").strip())
    if not found:
        return None
    year = int(found[3])
    return date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))


def reaches(born: date, years: int) -> date:
    """Return a birthday; of 29 February the day after where there is none."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def looked_after_all_year(episodes: list[dict[str, str]], year: int) -> frozenset[str]:
    """Return who was looked after continuously for the twelve months to 31 March."""
    first, last = date(year - 1, 4, 1), date(year, 3, 31)
    here, out = set(), set()
    for one in episodes:
        began, ended = day(one["DECOM"]), day(one["DEC"])
        if began is None:
            continue
        overlaps = began <= last and (ended is None or ended >= first)
        if overlaps:
            here.add(one["CHILD"])
        if one["RNE"] == "S" and first < began <= last:
            out.add(one["CHILD"])
        if ended is not None and one["REC"] != "X1" and first <= ended < last:
            out.add(one["CHILD"])
        if one["LS"] in ("V3", "V4") and overlaps:
            out.add(one["CHILD"])
    return frozenset(here - out)


def case(oc2: bytes, header: bytes, episodes: bytes, year: int) -> Case:
    born = {one["CHILD"]: day(one["DOB"]) for one in table(header)}
    return Case(
        table(oc2),
        {child: on for child, on in born.items() if on},
        looked_after_all_year(table(episodes), year),
        year,
    )


def faults(given: Case) -> list[tuple[str, str]]:
    """Return (rule, CHILD) of everything that is broken."""
    return [(code, child) for code, rule in RULES.items() for child in rule(given)]


Rule = Callable[[Case], Iterator[str]]
RULES: dict[str, Rule] = {}


def rule(code: str) -> Callable[[Rule], Rule]:
    def kept(function: Rule) -> Rule:
        RULES[code] = function
        return function

    return kept


def of_rows(code: str) -> Callable[[Callable[[dict[str, str], Case], bool]], None]:
    """Keep a rule that says of one row whether it is broken."""

    def kept(is_broken: Callable[[dict[str, str], Case], bool]) -> None:
        RULES[code] = lambda given: (row["CHILD"] for row in given.rows if is_broken(row, given))

    return kept


def _in(row: dict[str, str], given: Case) -> bool:
    return row["CHILD"] in given.cohort


def _age_at_end(row: dict[str, str], given: Case, years: int) -> bool:
    born = day(row["DOB"])
    return born is not None and reaches(born, years) <= given.ends


def _birthday(row: dict[str, str], years: int) -> date:
    return reaches(day(row["DOB"]) or date.max.replace(year=1900), years)


@of_rows("157")
def _sdq1_of_a_child_who_is_4_to_16(row, given):
    return (
        row["SDQ_REASON"] == "SDQ1" and _birthday(row, 4) <= given.begins and _birthday(row, 16) >= given.ends
    )


@of_rows("158")
def _offered_although_received(row, given):
    return row["INTERVENTION_RECEIVED"] == "1" and row["INTERVENTION_OFFERED"] != ""


@of_rows("159")
def _not_said_whether_offered(row, given):
    return (
        row["SUBSTANCE_MISUSE"] == "1"
        and row["INTERVENTION_RECEIVED"] == "0"
        and row["INTERVENTION_OFFERED"] == ""
    )


@of_rows("180")
def _score_that_is_none(row, given):
    score = row["SDQ_SCORE"]
    return score != "" and not (score.isascii() and score.isdigit() and int(score) <= 40)


@of_rows("181")
def _neither_0_nor_1(row, given):
    return any(row[column] not in ("", "0", "1") for column in HEALTH)


@of_rows("182")
def _some_of_the_four(row, given):
    others = [column for column in HEALTH if column not in FOUR]
    return any(row[column] == "" for column in FOUR) and any(row[column] for column in (*others, *FOUR))


@of_rows("185")
def _score_outside_the_cohort(row, given):
    return row["SDQ_SCORE"] != "" and not _in(row, given)


@of_rows("186")
def _neither_score_nor_reason_at_4_to_16(row, given):
    is_of_age = _birthday(row, 4) <= given.begins and _birthday(row, 17) > given.ends
    return _in(row, given) and is_of_age and row["SDQ_SCORE"] == "" == row["SDQ_REASON"]


@of_rows("188")
def _sdq_under_4(row, given):
    return _birthday(row, 4) > given.ends and bool(row["SDQ_SCORE"] or row["SDQ_REASON"])


@of_rows("189")
def _sdq_at_17(row, given):
    return _birthday(row, 17) < given.begins and bool(row["SDQ_SCORE"] or row["SDQ_REASON"])


@of_rows("190")
def _health_outside_the_cohort(row, given):
    return not _in(row, given) and any(row[column] for column in HEALTH)


@rule("191")
def _health_missing_in_the_cohort(given):
    told = {row["CHILD"]: row for row in given.rows}
    for child in sorted(given.cohort):
        if child not in told or any(told[child][column] == "" for column in FOUR):
            yield child


@of_rows("192")
def _not_said_whether_received(row, given):
    return row["SUBSTANCE_MISUSE"] == "1" and row["INTERVENTION_RECEIVED"] == ""


@of_rows("193")
def _intervention_without_a_problem(row, given):
    return row["SUBSTANCE_MISUSE"] in ("", "0") and bool(
        row["INTERVENTION_RECEIVED"] or row["INTERVENTION_OFFERED"]
    )


@of_rows("196")
def _reason_that_is_none(row, given):
    return row["SDQ_REASON"] not in ("", "SDQ1", "SDQ2", "SDQ3", "SDQ4", "SDQ5")


@of_rows("197A")
def _reason_beside_a_score(row, given):
    return bool(row["SDQ_SCORE"] and row["SDQ_REASON"])


@of_rows("197B")
def _neither_in_the_year_of_the_4th_or_17th_birthday(row, given):
    turns = any(given.begins <= _birthday(row, years) <= given.ends for years in (4, 17))
    return _in(row, given) and turns and row["SDQ_SCORE"] == "" == row["SDQ_REASON"]


@of_rows("198")
def _reason_outside_the_cohort(row, given):
    return row["SDQ_REASON"] != "" and not _in(row, given)


@of_rows("542")
def _convicted_under_10(row, given):
    return row["CONVICTED"] != "" and not _age_at_end(row, given, 10)


@of_rows("543")
def _convicted_not_said(row, given):
    return _in(row, given) and _age_at_end(row, given, 10) and row["CONVICTED"] == ""


@of_rows("544")
def _convicted_alone(row, given):
    return row["CONVICTED"] == "1" and any(row[column] == "" for column in FOUR)


@of_rows("545")
def _development_not_said(row, given):
    return _in(row, given) and not _age_at_end(row, given, 5) and row["HEALTH_CHECK"] == ""


@of_rows("546")
def _development_at_5(row, given):
    return row["HEALTH_CHECK"] != "" and _age_at_end(row, given, 5)


@of_rows("547")
def _development_alone(row, given):
    return row["HEALTH_CHECK"] == "1" and any(row[column] == "" for column in FOUR)


@of_rows("INT05")
def _not_in_the_header(row, given):
    return row["CHILD"] not in given.born


@of_rows("INT14")
def _born_otherwise(row, given):
    return row["CHILD"] in given.born and day(row["DOB"]) != given.born[row["CHILD"]]


@rule("INT33")
def _twice(given):
    counted = Counter(row["CHILD"] for row in given.rows)
    yield from (child for child, count in counted.items() if count > 1)
