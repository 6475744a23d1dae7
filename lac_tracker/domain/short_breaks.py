"""Short breaks (V3, V4): when a stay is within the limits that free it from assessment duties (TS-6)."""

from dataclasses import dataclass
from datetime import date, timedelta

from lac_tracker.domain.care import LegalStatus
from lac_tracker.domain.dates import add_months
from lac_tracker.domain.timescales import (
    SHORT_BREAK_DAYS_A_YEAR,
    SHORT_BREAK_LONGEST_STAY,
    SHORT_BREAK_WINDOW,
)

EPISODES_RECORDED = "V3"  # each stay is recorded, so each is held against the limits
AGREEMENT_RECORDED = "V4"  # only the agreement is recorded: there are no stays to count


@dataclass(frozen=True)
class Exemption:
    """A stay without assessment duties. until: its last such day, None = for as long as it lasts."""

    reason: str
    until: date | None


def exemption(statuses: tuple[LegalStatus, ...], stay: LegalStatus) -> Exemption | None:
    """Return the exemption of a short-break stay; None when it went over a limit or is no short break.

    statuses: all legal statuses of the child, of earlier periods too, in any order.
    stay: the one asked about. While it is open, the exemption ends with the last day within both limits.

    No stay over 17 days and no more than 75 days in any 12 months; a stay counts its nights:
    Care Planning, Placement and Case Review (England) Regulations 2010, reg 48.
    """
    if stay.code == AGREEMENT_RECORDED:
        return Exemption("short breaks under an agreement (V4)", None)
    if stay.code != EPISODES_RECORDED:
        return None
    last_day_within = _last_day_within_limits(statuses, stay)
    reason = "short break within 17 days and 75 days in 12 months (V3)"
    if stay.ended is None:
        return Exemption(reason, last_day_within)
    return Exemption(reason, None) if stay.ended <= last_day_within else None


def _last_day_within_limits(statuses: tuple[LegalStatus, ...], stay: LegalStatus) -> date:
    """Return the last day on which the stay may end without a night over either limit."""
    earlier = [one for one in statuses if one.code == EPISODES_RECORDED and one.began < stay.began]
    nights = {
        night for one in earlier for night in _nights(one.began, min(one.ended or stay.began, stay.began))
    }
    night = stay.began
    for day in range(SHORT_BREAK_LONGEST_STAY.figure):
        night = stay.began + timedelta(days=day)
        nights.add(night)
        window_began = add_months(night, -SHORT_BREAK_WINDOW.figure)
        if sum(window_began < one <= night for one in nights) > SHORT_BREAK_DAYS_A_YEAR.figure:
            return night
    return night + timedelta(days=1)


def _nights(began: date, ended: date) -> tuple[date, ...]:
    return tuple(began + timedelta(days=day) for day in range((ended - began).days))
