"""Periods of care, placements and legal statuses, and how they follow from the episodes of a return."""

from dataclasses import dataclass, replace
from datetime import date

from lac_tracker.domain.imports import StagedEpisode

STARTED_TO_BE_LOOKED_AFTER = "S"  # reason for a new episode; also each V3 break and each V4 agreement
STILL_LOOKED_AFTER = "X1"  # the only end reason that does not end the period of care


@dataclass(frozen=True)
class PeriodOfCare:
    """From becoming looked after to ceasing to be. began None: no start of care was seen in any return."""

    began: date | None
    ended: date | None
    end_reason: str | None


@dataclass(frozen=True)
class Placement:
    """Where the child lived. reason_for_change: why this placement ended."""

    began: date
    ended: date | None
    placement_type: str
    provider: str | None
    postcode: str | None
    urn: str | None = None
    reason_for_change: str | None = None


@dataclass(frozen=True)
class LegalStatus:
    began: date
    ended: date | None
    code: str


@dataclass(frozen=True)
class CareHistory:
    """All of it, each tuple in date order."""

    periods: tuple[PeriodOfCare, ...]
    placements: tuple[Placement, ...]
    legal_statuses: tuple[LegalStatus, ...]


def history_from_episodes(episodes: tuple[StagedEpisode, ...]) -> CareHistory:
    """Return the history that a child's episodes tell.

    episodes: without duplicates, in date order; the first may lie in the middle of a period of care.

    A reason for new episode S begins a period; every end reason but X1 ends it, when there is an end date.
    An end reason without a date is not believed: the episode is open. What is still open when a later
    episode begins is taken to have ended then.
    """
    return CareHistory(
        periods=_periods(episodes),
        placements=_merged_placements(episodes),
        legal_statuses=_merged_legal_statuses(episodes),
    )


def current_period(history: CareHistory, today: date) -> PeriodOfCare | None:
    """Return the period in which the child is looked after on that day; on the day it ended, the child is not."""
    for period in reversed(history.periods):
        begun = period.began is None or period.began <= today
        if begun and (period.ended is None or period.ended > today):
            return period
    return None


def last_period(history: CareHistory) -> PeriodOfCare | None:
    """Return the latest period, ended or not; None for a child without an episode."""
    return history.periods[-1] if history.periods else None


def period_before(history: CareHistory, period: PeriodOfCare) -> PeriodOfCare | None:
    """Return the period before this one, or None."""
    place = history.periods.index(period)
    return history.periods[place - 1] if place else None


def _periods(episodes: tuple[StagedEpisode, ...]) -> tuple[PeriodOfCare, ...]:
    periods: list[PeriodOfCare] = []
    for episode in episodes:
        is_start = episode.reason_new_episode == STARTED_TO_BE_LOOKED_AFTER
        is_open = bool(periods) and periods[-1].ended is None
        if is_start and is_open:
            periods[-1] = replace(periods[-1], ended=episode.began)
        if is_start or not is_open:
            periods.append(PeriodOfCare(episode.began if is_start else None, None, None))
        if episode.ended and episode.reason_ended and episode.reason_ended != STILL_LOOKED_AFTER:
            periods[-1] = replace(periods[-1], ended=episode.ended, end_reason=episode.reason_ended)
    return tuple(periods)


def _merged_placements(episodes: tuple[StagedEpisode, ...]) -> tuple[Placement, ...]:
    merged: list[Placement] = []
    for episode in episodes:
        if not episode.placement_type:
            continue
        this = Placement(
            episode.began, episode.ended, episode.placement_type, episode.provider,
            episode.placement_postcode, episode.urn, episode.reason_for_placement_change,
        )  # fmt: skip
        if merged:
            before = merged[-1]
            until = before.ended or this.began
            if until == this.began and _same_place(before, this):
                merged[-1] = replace(before, ended=this.ended, reason_for_change=this.reason_for_change)
                continue
            merged[-1] = replace(before, ended=until)
        merged.append(this)
    return tuple(merged)


def _same_place(one: Placement, other: Placement) -> bool:
    return (one.placement_type, one.provider, one.postcode, one.urn) == (
        other.placement_type, other.provider, other.postcode, other.urn,
    )  # fmt: skip


def _merged_legal_statuses(episodes: tuple[StagedEpisode, ...]) -> tuple[LegalStatus, ...]:
    merged: list[LegalStatus] = []
    for episode in episodes:
        if not episode.legal_status:
            continue
        this = LegalStatus(episode.began, episode.ended, episode.legal_status)
        # A short break that begins on the day the last one ended is a stay of its own: its limits are its own.
        is_new_stay = episode.reason_new_episode == STARTED_TO_BE_LOOKED_AFTER
        if merged:
            before = merged[-1]
            until = before.ended or this.began
            if until == this.began and before.code == this.code and not is_new_stay:
                merged[-1] = replace(before, ended=this.ended)
                continue
            merged[-1] = replace(before, ended=until)
        merged.append(this)
    return tuple(merged)
