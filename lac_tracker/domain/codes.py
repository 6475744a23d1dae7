"""Code lists with valid-from and valid-to, and the codes that other systems want, derived from ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.timescales import Confidence

_CONFIDENCES: dict[str, Confidence] = {mark: mark for mark in get_args(Confidence)}
_LIST_KEYS = frozenset({"name", "title", "source", "code"})
_CODE_KEYS = frozenset({"code", "label", "group", "valid_from", "valid_to", "source", "confidence", "maps"})


@dataclass(frozen=True)
class Code:
    """One code of a list.

    valid_from, valid_to: both included; None = as far back, or ahead, as anyone knows.
    confidence: how sure we are of code and label, as the data file marks it.
    maps: (other code system, its code), such as ("903", "WBRI").
    """

    code: str
    label: str
    valid_from: date | None
    valid_to: date | None
    confidence: Confidence
    maps: tuple[tuple[str, str], ...] = ()
    group: str | None = None
    source: str | None = None

    def is_valid_on(self, day: date) -> bool:
        """Return whether the code may be used for something of that day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    def mapped(self, system: str) -> str | None:
        """Return the code that the other system has for this; None when it has none."""
        return dict(self.maps).get(system)


@dataclass(frozen=True)
class CodeList:
    """All codes of one subject, retired ones too, in the order people read them."""

    name: str
    title: str
    source: str
    codes: tuple[Code, ...]

    def valid_on(self, day: date) -> tuple[Code, ...]:
        """Return the codes to choose from for something of that day."""
        return tuple(code for code in self.codes if code.is_valid_on(day))

    def find(self, code: str, day: date | None = None) -> Code | None:
        """Return the code valid on that day, or without a day the last one of that name; None when there is none."""
        for one in reversed(self.codes):
            if one.code == code and (day is None or one.is_valid_on(day)):
                return one
        return None

    def label(self, code: str) -> str:
        """Return the words for a code; the code itself when the list does not have it."""
        found = self.find(code)
        return found.label if found else code

    def check(self, code: str, day: date) -> Code:
        """Return the code. Raises UserError when the list does not have it, or not on that day."""
        if found := self.find(code, day):
            return found
        known = self.find(code)
        if known is None:
            raise UserError(f"'{code}' is not a code for {self.title.lower()}")
        if known.valid_to and known.valid_to < day:
            raise UserError(
                f"{code} ({known.label}) was for {self.title.lower()} up to {show_date(known.valid_to)} only"
            )
        raise UserError(
            f"{code} ({known.label}) is for {self.title.lower()} from {show_date(known.valid_from)} on only"
        )


def code_lists(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, CodeList]:
    """Return the code lists by name.

    tables: file name → what the file holds: name, title, source, and one [[code]] table for each code.

    Raises UserError naming file, code and remedy for the first thing that is not understood.
    """
    lists: dict[str, CodeList] = {}
    for file, table in tables.items():
        one = _code_list(file, table)
        if one.name in lists:
            raise UserError(f"{file}: there is another code list named '{one.name}'. Give each its own name")
        lists[one.name] = one
    return lists


def nhs_ethnic_category(ethnicity: CodeList, code: str) -> str | None:
    """Return the NHS ethnic category (2001 census, 16+1) for our code (2021 census)."""
    found = ethnicity.find(code)
    return found.mapped("nhs") if found else None


def ethnicity_for_903(ethnicity: CodeList, code: str) -> str | None:
    """Return the SSDA903 ethnicity code for our code (2021 census)."""
    found = ethnicity.find(code)
    return found.mapped("903") if found else None


def from_903(codes: CodeList, code_903: str) -> Code | None:
    """Return our code for a code of an SSDA903 return; None when it is not one.

    Where several of ours share one (OOTH: Arab, any other), the first of the list is the less specific.
    """
    return next((code for code in codes.codes if code.mapped("903") == code_903), None)


def _code_list(file: str, table: Mapping[str, Any]) -> CodeList:
    _refuse_unknown_keys(file, table, _LIST_KEYS)
    for key in ("name", "title", "source", "code"):
        if not table.get(key):
            raise UserError(f"{file}: '{key}' is missing")
    codes = tuple(_code(file, row) for row in table["code"])
    _refuse_two_at_once(file, codes)
    return CodeList(str(table["name"]), str(table["title"]), str(table["source"]), codes)


def _code(file: str, row: Mapping[str, Any]) -> Code:
    code = row.get("code")
    if not isinstance(code, str) or not code:
        raise UserError(f'{file}: a [[code]] has no code. Write it in quotes, such as code = "C2"')
    place = f"{file}, code '{code}'"
    _refuse_unknown_keys(place, row, _CODE_KEYS)
    if not row.get("label"):
        raise UserError(f"{place}: 'label' is missing")
    confidence = _CONFIDENCES.get(str(row.get("confidence")))
    if confidence is None:
        raise UserError(
            f"{place}: confidence is '{row.get('confidence')}'. It can be: {', '.join(_CONFIDENCES)}"
        )
    begins, ends = (_day(place, row, key) for key in ("valid_from", "valid_to"))
    if begins and ends and begins > ends:
        raise UserError(f"{place}: valid_to is before valid_from")
    maps = tuple((str(system), str(other)) for system, other in row.get("maps", {}).items())
    return Code(code, str(row["label"]), begins, ends, confidence, maps, row.get("group"), row.get("source"))


def _day(place: str, row: Mapping[str, Any], key: str) -> date | None:
    day = row.get(key)
    if day is not None and type(day) is not date:
        raise UserError(f"{place}: {key} is not a date. Write it without quotes, such as {key} = 2025-04-01")
    return day


def _refuse_unknown_keys(place: str, table: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := sorted(set(table) - known):
        raise UserError(f"{place}: '{unknown[0]}' is not one of {', '.join(sorted(known))}")


def _refuse_two_at_once(file: str, codes: tuple[Code, ...]) -> None:
    for place, one in enumerate(codes):
        for other in codes[place + 1 :]:
            apart = _ends_before(one, other) or _ends_before(other, one)
            if one.code == other.code and not apart:
                raise UserError(f"{file}, code '{one.code}': it is there twice for the same days")


def _ends_before(one: Code, other: Code) -> bool:
    return one.valid_to is not None and other.valid_from is not None and one.valid_to < other.valid_from
