"""Reads resources/ into the domain: bank holidays, code lists, reasons for delay, word lists."""

import tomllib
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from lac_tracker import paths
from lac_tracker.domain.codes import CodeList, code_lists
from lac_tracker.domain.delays import Reason
from lac_tracker.domain.delays import delay_reasons as read_delay_reasons
from lac_tracker.domain.working_days import BankHolidays

if TYPE_CHECKING:  # it brings what papers are made of with it
    from lac_tracker.domain.filing_slip import ClinicalCode

_PROJECTED_YEARS = range(1990, 2061)


def table(name: str) -> dict[str, Any]:
    """Return a TOML file of resources/ as it stands."""
    return tomllib.loads((paths.RESOURCES / name).read_text(encoding="utf-8"))


@cache
def bank_holidays(own_days: frozenset[date] = frozenset()) -> BankHolidays:
    """Return the bank holidays of England and Wales with the team's own days, and how far they are known.

    Later years use the projected holidays; what is computed with them carries a warning (TS-10).
    """
    from holidays import country_holidays  # heavy, and only needed when a due date is computed

    known = country_holidays("GB", subdiv="ENG", years=_PROJECTED_YEARS)
    shipped = table("bank_holidays.toml")
    days = frozenset(known) | frozenset(_days(shipped)) | own_days
    return BankHolidays(days, shipped["known_to"])


@cache
def bank_holiday_names() -> dict[date, str]:
    """Return the bank holidays of England and Wales by name: 'Good Friday'. Those of the team are kept with it."""
    from holidays import country_holidays  # heavy, and only needed for a diary

    known = country_holidays("GB", subdiv="ENG", years=_PROJECTED_YEARS)
    shipped = dict.fromkeys(_days(table("bank_holidays.toml")), "Bank holiday")
    return shipped | {day: name.replace("(observed)", "(instead)") for day, name in known.items()}


@cache
def delay_reasons() -> tuple[Reason, ...]:
    """Return why an assessment can be late, in the order of the file."""
    return read_delay_reasons(table("delay_reasons.toml"))


def delay_reason(code: str) -> Reason | None:
    """Return a reason by its code; None for one that the file does not have any more."""
    return next((one for one in delay_reasons() if one.code == code), None)


@cache
def codes() -> dict[str, CodeList]:
    """Return every code list, with the dates between which each code is valid."""
    return code_lists(
        {
            path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
            for path in sorted((paths.RESOURCES / "codes").glob("*.toml"))
        }
    )


def _days(shipped: dict[str, Any]) -> list[date]:
    return [entry["day"] if isinstance(entry, dict) else entry for entry in shipped.get("extra_days", [])]


@cache
def clinical_codes() -> "tuple[ClinicalCode, ...]":
    """Return the clinical codes that were read in a source, in the order of their file."""
    from lac_tracker.domain.filing_slip import ClinicalCode  # heavy: the list of what is due does without it

    return tuple(ClinicalCode(**entry) for entry in table("clinical_codes.toml")["code"])
