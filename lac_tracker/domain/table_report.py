"""A list report for paper: what it is of, its columns with the part of the width each takes, and its rows in words."""

from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.reports import Service


@dataclass(frozen=True)
class TableReport:
    """stated: its filter, its order and what it leaves out, in words. parts: of the width, one for each column.

    names_children: whether its foot says so.
    """

    service: Service
    title: str
    stated: tuple[str, ...]
    columns: tuple[str, ...]
    parts: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    names_children: bool
    reference: str
    made_by: str
    made_on: date
    made_at: str
