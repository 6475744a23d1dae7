"""Reads resources/sdq_bands.toml: the band tables of questionnaire scores, with source and confidence."""

from functools import cache
from typing import Any

from lac_tracker.domain import sdq_bands as rules
from lac_tracker.domain.sdq import MEASURES
from lac_tracker.domain.sdq_bands import Band, BandTable, Drawn, System, Tables
from lac_tracker.storage import reference_data

RETURN = "return"
# The best scores first, as the rows of the file have them.
_KEYS = {
    "band3": ("normal", "borderline", "abnormal"),
    "band4": ("close_to_average", "slightly_raised", "high", "very_high"),
    RETURN: ("normal", "borderline", "cause_for_concern"),
}
_PROSOCIAL_4 = ("close_to_average", "slightly_lowered", "low", "very_low")


@cache
def tables() -> Tables:
    """Return every table of the two systems: (version, system, measure) → table. A form without bands has none."""
    return {key: table for key, table in _read().items() if key[1] != RETURN}


def table(version: str, system: System, measure: str) -> BandTable | None:
    """Return the table of one measure on a form; None where there is none."""
    return tables().get((version, system, measure))


def band(version: str, system: System, measure: str, score: int | None) -> Band | None:
    """Return the band of a score; None without a score, and where the form has no bands."""
    found = tables().get((version, system, measure))
    return None if found is None or score is None else found.band(score)


def return_table() -> BandTable:
    """Return the thresholds of the council's yearly return. They are for a carer's total on the form 4 to 17 only."""
    return _read()["parent_4_17", RETURN, "total"]


def return_band(version: str, total: int | None) -> Band | None:
    """Return what the yearly return calls a total; None for any form but the carer's, 4 to 17."""
    found = return_table()
    return found.band(total) if total is not None and version == found.version else None


def shared_system(versions: tuple[str, ...], wanted: System | None) -> Drawn:
    """Return which bands may be drawn behind questionnaires on these forms (`domain.sdq_bands.shared_system`)."""
    return rules.shared_system(versions, wanted, tables())


@cache
def _read() -> Tables:
    shipped = reference_data.table("sdq_bands.toml")
    return {
        (one["version"], one["system"], measure): BandTable(
            one["version"], one["system"], measure, _bands(one, measure), one["source"], shipped["checked_on"],
            shipped["edition"],
        )
        for one in shipped["table"]
        for measure in MEASURES
        if measure in one
    }  # fmt: skip


def _bands(one: dict[str, Any], measure: str) -> tuple[Band, ...]:
    is_lowered = measure == "prosocial" and one["system"] == "band4"
    keys = _PROSOCIAL_4 if is_lowered else _KEYS[one["system"]]
    return tuple(
        Band(key, key.replace("_", " "), low, high, confidence)
        for key, (low, high, confidence) in zip(keys, one[measure], strict=True)
    )
