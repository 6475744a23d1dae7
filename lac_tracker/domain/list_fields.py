"""The fields a council's list can have, the names their columns usually have, and a good guess which is which."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.list_dates import ORDERS, order_of, order_words, read_list_day
from lac_tracker.domain.list_import import Matching, ReceivedRow
from lac_tracker.domain.names import search_key

Kind = Literal[
    "name", "whole_name", "day", "nhs_number", "council_id", "sex", "ethnicity", "language", "religion", "legal_status",
    "placement_type", "reason_ended", "yes_no", "protection", "postcode", "phone", "email", "line", "text",
]  # fmt: skip


@dataclass(frozen=True)
class ListField:
    """One field. names: what its column is usually called, as `names.search_key` gives it, likeliest first. needed: in every list."""

    key: str
    words: str
    kind: Kind
    names: tuple[str, ...]
    needed: bool = False


# The columns of council lists as they come (screens: S23), most usual first.
FIELDS: tuple[ListField, ...] = (
    ListField(
        "council_id", "Council ID", "council_id",
        ("council id", "child id", "ics id", "ics number", "ics no", "person id", "person reference", "client id",
         "mosaic id", "mosaic number", "mosaic", "liquidlogic id", "liquid logic id", "lcs id", "lcs number", "lcs",
         "carefirst id", "carefirst number", "swift id", "social care id", "case number", "case id", "la child id",
         "child unique id", "unique id", "local id", "system id", "pid", "child", "id", "ref", "reference", "number"),
    ),
    ListField("nhs_number", "NHS number", "nhs_number", ("nhs number", "nhs no", "nhs", "nhs num", "nhs id")),
    ListField(
        "family_name", "Family name", "name",
        ("family name", "surname", "last name", "lastname", "child surname", "second name", "sname", "family"),
        needed=True,
    ),
    ListField(
        "given_name", "Given name", "name",
        ("given name", "first name", "forename", "firstname", "forenames", "first names", "given names", "fname",
         "christian name", "given"),
        needed=True,
    ),
    ListField(
        "full_name", "Whole name", "whole_name",
        ("name", "full name", "child name", "childs name", "name of child", "name of young person", "young person",
         "yp name", "young persons name", "client name", "person name", "fullname", "lac name", "cla name"),
    ),
    ListField(
        "preferred_name", "Preferred name", "name",
        ("preferred name", "known as", "likes to be called", "aka", "also known as", "preferred", "nickname"),
    ),
    ListField(
        "born", "Date of birth", "day",
        ("date of birth", "birth date", "dob", "d o b", "birthdate", "born", "child dob", "birthday", "person dob"),
        needed=True,
    ),
    ListField("sex", "Gender", "sex", ("gender", "sex", "gender identity", "sex at birth", "m f", "sex gender")),
    ListField(
        "ethnicity", "Ethnicity", "ethnicity",
        ("ethnicity", "ethnic", "ethnic origin", "ethnic group", "ethnic category", "ethnic background", "ethnicity code"),
    ),
    ListField(
        "language", "First language", "language",
        ("first language", "language", "main language", "preferred language", "home language", "language spoken",
         "primary language", "spoken language"),
    ),
    ListField("religion", "Religion", "religion", ("religion", "faith", "religion or belief", "belief")),
    ListField(
        "became_looked_after", "Became looked after", "day",
        ("date became looked after", "became looked after", "became looked after on", "date became lac", "became lac",
         "became cla", "date became cla", "date entered care", "entered care", "date into care", "date came into care",
         "came into care", "care start date", "start of care", "lac start date", "lac start", "lac date", "lac since",
         "cla start date", "cla start", "cla date", "start of period of care", "poc start", "period of care start",
         "period of care start date", "date looked after", "looked after since", "looked after from", "bla date",
         "decom", "date of entry into care", "date accommodated", "date lac", "date cla", "admission date", "start date"),
        needed=True,
    ),
    ListField(
        "left_care", "Left care", "day",
        ("date left care", "left care", "date ceased", "date ceased to be looked after", "ceased to be looked after",
         "ceased being looked after", "lac end date", "lac end", "cla end date", "cla end", "care end date",
         "end of care", "discharge date", "date of discharge", "period of care end", "poc end", "date care ended",
         "left care on", "date no longer looked after", "end date", "period of care end date"),
    ),
    ListField(
        "reason_left", "Reason left care", "reason_ended",
        ("reason left care", "reason ceased", "reason for leaving care", "end reason", "reason ended", "discharge reason",
         "reason for ceasing", "reason care ended", "destination on leaving care"),
    ),
    ListField(
        "legal_status", "Legal status", "legal_status",
        ("legal status", "legal", "legal status code", "current legal status", "ls", "legal basis", "order"),
    ),
    ListField(
        "legal_status_began", "Legal status since", "day",
        ("legal status start", "legal status start date", "legal status since", "legal status date", "date of legal status",
         "legal status from", "order date", "date of order"),
    ),
    ListField(
        "placement_type", "Placement type", "placement_type",
        ("placement type", "type of placement", "placement code", "current placement type", "place", "placement category",
         "accommodation type"),
    ),
    ListField(
        "placement_began", "Placement since", "day",
        ("placement start", "placement start date", "placement since", "date placed", "placement date", "placed on",
         "date of placement", "current placement start date", "placement from", "date moved in"),
    ),
    ListField(
        "placement_address", "Placement address", "text",
        ("placement address", "address", "current address", "placement", "home address", "address of placement",
         "full address", "current placement address", "where living", "current placement", "address 1", "address line 1"),
    ),
    ListField(
        "placement_postcode", "Placement postcode", "postcode",
        ("placement postcode", "postcode", "post code", "placement post code", "current postcode", "pl post",
         "address postcode", "postal code"),
    ),
    ListField(
        "carer", "Carer", "line",
        ("carer", "carers", "carer name", "carers name", "name of carer", "foster carer", "foster carers", "placed with",
         "carer s name", "current carer", "main carer", "provider", "placement name", "placement provider"),
    ),
    ListField(
        "social_worker", "Social worker", "line",
        ("social worker", "social worker name", "sw", "sw name", "allocated worker", "allocated social worker",
         "childs social worker", "key worker", "case worker", "worker", "current social worker", "name of social worker",
         "lead worker", "allocated sw"),
    ),
    ListField(
        "social_worker_phone", "Social worker's phone", "phone",
        ("social worker phone", "sw phone", "social worker telephone", "sw telephone", "social worker tel", "sw tel",
         "social worker contact", "social worker contact number", "social worker mobile", "sw mobile", "phone",
         "telephone", "tel", "phone number", "telephone number", "contact number", "worker phone", "mobile", "tel no"),
    ),
    ListField(
        "social_worker_email", "Social worker's email", "email",
        ("social worker email", "sw email", "social worker email address", "sw email address", "email", "e mail",
         "email address", "worker email", "sw e mail"),
    ),
    ListField(
        "disability", "Disability", "line",
        ("disability", "disabilities", "disabled", "has disability", "disability type", "send"),
    ),
    ListField(
        "unaccompanied", "Unaccompanied asylum seeker", "yes_no",
        ("uasc", "unaccompanied", "unaccompanied asylum seeking child", "unaccompanied asylum seeker", "uasc status",
         "asylum seeker", "is uasc", "asylum", "uasc flag", "uasc y n"),
    ),
    ListField(
        "protection_plan", "Child protection plan", "protection",
        ("child protection plan", "cp plan", "cpp", "cp", "child protection", "subject to cp plan", "on cp plan",
         "subject to child protection plan", "cp status", "cp plan category", "child protection category"),
    ),
    ListField(
        "protection_began", "Child protection plan since", "day",
        ("child protection plan start", "child protection plan since", "cp plan start", "cp plan start date", "cp start date",
         "cp start", "cp plan date", "date of cp plan", "child protection start date", "cpp start date", "cp plan since"),
    ),
)  # fmt: skip

BY_KEY: Mapping[str, ListField] = {field.key: field for field in FIELDS}
NAMES = ("family_name", "given_name", "full_name")  # one of them is enough
MOST_LOOKED_AT = 2_000  # rows that a guess looks at


def missing(matching: Matching) -> tuple[str, ...]:
    """Return the words of what every list needs and this matching does not have; a name of any kind is a name."""
    there = set(matching.fields.values())
    found = [] if there & set(NAMES) else ["Family name or given name"]
    return (*found, *(BY_KEY[key].words for key in ("born", "became_looked_after") if key not in there))


def check(matching: Matching, columns: Sequence[str]) -> None:
    """Raise UserError when a matching does not fit a list: what is missing, matched twice or unknown."""
    said = list(matching.fields.values())
    if unknown := [key for key in said if key not in BY_KEY]:
        raise UserError(f"'{unknown[0]}' is no field of a list. They are: {', '.join(BY_KEY)}")
    if outside := [at for at in matching.fields if not 0 <= at < len(columns)]:
        raise UserError(f"The list has no column {outside[0] + 1}. Match its columns again")
    if twice := [key for key in BY_KEY if said.count(key) > 1]:
        which = " and ".join(f"'{columns[at]}'" for at, key in matching.fields.items() if key == twice[0])
        raise UserError(f"{BY_KEY[twice[0]].words} is matched twice, with {which}. Choose one of them")
    if lacking := missing(matching):
        raise UserError(
            f"A list needs {', '.join(lacking[:-1])}{' and ' if lacking[1:] else ''}{lacking[-1]}. "
            "Say which column it is"
        )


def guess(columns: Sequence[str], samples: Sequence[ReceivedRow]) -> Matching:
    """Return what the columns most likely mean, each field once, and the order of the dates.

    samples: the rows of the list, or the first of them; a column of birth dates must look like dates.
    """
    scored: list[tuple[int, int, str]] = []
    for at, column in enumerate(columns):
        for key, score in _scores(column).items():
            if _fits(BY_KEY[key], [row.cells[at] for row in samples[:MOST_LOOKED_AT] if row.cells[at]][:50]):
                scored.append((-score, at, key))
    fields: dict[int, str] = {}
    for _, at, key in sorted(scored):
        if at not in fields and key not in fields.values():
            fields[at] = key
    if "family_name" in fields.values() and "given_name" in fields.values():
        fields = {at: key for at, key in fields.items() if key != "full_name"}
    return with_order(Matching(dict(sorted(fields.items()))), samples)


def filled_up(
    said: Matching, known: frozenset[int], columns: Sequence[str], samples: Sequence[ReceivedRow]
) -> Matching:
    """Return a remembered matching with a guess for the columns it does not know; what it knows stays as it was said.

    known: the columns it knows, also those that are not to be read.
    """
    taken = set(said.fields.values())
    if "full_name" in taken or {"family_name", "given_name"} <= taken:
        taken |= set(NAMES)  # a name stands in one way alone
    guessed = guess(columns, samples).fields
    new = {at: key for at, key in guessed.items() if at not in known and key not in taken}
    return with_order(Matching(dict(sorted((dict(said.fields) | new).items())), said.dates), samples)


def with_order(matching: Matching, rows: Sequence[ReceivedRow]) -> Matching:
    """Return a matching with the order of dates that its columns of days show; where none decides, with its own."""
    days = [at for at, key in matching.fields.items() if key in BY_KEY and BY_KEY[key].kind == "day"]
    seen = order_of(row.cells[at] for row in rows for at in days)
    return Matching(matching.fields, seen.order) if seen.decides else matching


def date_words(matching: Matching, sample: str = "03/04/2026") -> str:
    """Return '03/04/2026 means 03-Apr-2026', for a person to check. sample: a date of the list, or none."""
    return order_words(matching.dates, sample or "03/04/2026")


def header_score(cells: Sequence[str]) -> int:
    """Return how many of a row's cells are usual names of columns: how a header is known from the titles above it."""
    return sum(_said(cell) in _names() for cell in cells if cell)


def header_at(rows: Sequence[tuple[str, ...]]) -> int:
    """Return which of the first rows has the names of the columns: the one with most usual names, below any titles.

    Where none has two, the first row with two cells; -1 where there is no such row.
    """
    scores = [header_score(row) for row in rows]
    best = max(scores, default=0)
    if best >= 2:
        return scores.index(best)
    return next((at for at, row in enumerate(rows) if sum(map(bool, row)) >= 2), -1)


_EXACT, _BARE = 1_000, 800  # the usual name, less its place among them; the same without little words
_LITTLE = frozenset(
    {"child", "childs", "children", "the", "of", "current", "young", "person", "persons", "yp", "lac", "cla"}
)
# What another person's or thing's column has in it: 'mother's date of birth' is not the child's.
_OTHERS = frozenset({
    "mother", "mothers", "father", "fathers", "parent", "parents", "sibling", "siblings", "gp", "school", "iro", "manager",
    "managers", "team", "review", "previous", "last", "next", "old", "dentist", "worker", "carer", "carers", "teacher",
    "emergency", "due", "assessment", "health", "updated", "created", "extract", "report",
})  # fmt: skip


@cache
def _names() -> dict[str, tuple[tuple[str, int], ...]]:
    """Return name of a column → (key, score): the first of a field's names is the likeliest."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for field in FIELDS:
        for place, name in enumerate(field.names):
            found[name] = (*found.get(name, ()), (field.key, _EXACT - place))
    return found


def _scores(column: str) -> dict[str, int]:
    """Return key → how sure the name of a column is to mean it."""
    said = _said(column)
    if exact := _names().get(said):
        return dict(exact)
    words = [word for word in said.split() if word not in _LITTLE]
    if bare := _names().get(" ".join(words)):
        return dict.fromkeys((key for key, _ in bare), _BARE)
    found: dict[str, int] = {}
    for name, keys in _names().items():
        parts = set(name.split())
        if len(name) < 3 or not parts <= set(said.split()):
            continue
        rest = set(said.split()) - parts - _LITTLE
        if rest & _OTHERS or len(rest) > 2:
            continue
        for key, _ in keys:
            found[key] = max(found.get(key, 0), 20 + 10 * len(parts) - 10 * len(rest))
    return {key: score for key, score in found.items() if score > 0}


def _said(column: str) -> str:
    """Return the name of a column as names are compared."""
    return search_key(re.sub(r"[_/.\-()\[\]?*#:&]+", " ", _apart(column)))


def _apart(column: str) -> str:
    """Return 'DateOfBirth' as 'Date Of Birth'; 'DOB' and 'NHSNumber' keep their capitals together."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", column[:200])


def _fits(field: ListField, cells: Sequence[str]) -> bool:
    """Return whether what stands in a column can be what its name says. A column without anything can be all."""
    if not cells:
        return True
    if field.kind == "day":
        return sum(_is_day(cell) for cell in cells) * 2 >= len(cells)
    if field.key in ("council_id",):
        return len(set(cells)) * 2 > len(cells)  # ids differ; a column of the council's own code does not
    return True


def _is_day(cell: str) -> bool:
    for order in ORDERS:
        try:
            read_list_day(cell, order)
        except UserError:
            continue
        return True
    return False
