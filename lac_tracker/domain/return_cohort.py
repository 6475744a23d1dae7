"""Who belongs in the health part of the council's yearly return: looked after for the twelve months to 31 March.

Source: the test for continuously looked after of the open return validator csc-903 (confidence C: read in its code,
not in the guide of the Department for Education).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.care import STARTED_TO_BE_LOOKED_AFTER, STILL_LOOKED_AFTER, CareHistory
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.imports import StagedEpisode

RETURNED_UNTIL = (6, 30)  # month, day
NOT_LOOKED_AFTER = "not looked after in that year"
SHORT_BREAKS = ("V3", "V4")  # respite under an agreement: such a child is not in the cohort of that year


@dataclass(frozen=True)
class ReturnYear:
    """The year that ends on 31 March of `year`."""

    year: int

    @property
    def start(self) -> date:
        return date(self.year - 1, 4, 1)

    @property
    def end(self) -> date:
        return date(self.year, 3, 31)

    @property
    def words(self) -> str:
        return f"Year to {show_date(self.end)}"

    def holds(self, day: date | None) -> bool:
        """Return whether a day lies in the year."""
        return day is not None and self.start <= day <= self.end

    def is_over(self, today: date) -> bool:
        return today > self.end


def return_year(today: date) -> ReturnYear:
    """Return the year a day belongs to."""
    return ReturnYear(today.year if today <= date(today.year, 3, 31) else today.year + 1)


def year_being_returned(today: date) -> ReturnYear:
    """Return the year whose return is worked on: from April to June the one that has just ended.

    Councils send it after 31 March; that they do so by the end of June is what teams plan with (confidence K).
    """
    this = return_year(today)
    is_after_the_end = today <= date(this.start.year, *RETURNED_UNTIL)
    return ReturnYear(this.year - 1) if is_after_the_end else this


@dataclass(frozen=True)
class CareEpisode:
    """What the test reads of an episode. ends_care: it ended for another reason than X1, a new episode to follow."""

    began: date | None  # None: before anything that was returned
    starts_care: bool  # its reason is S
    ended: date | None
    ends_care: bool
    legal_status: str = ""


@dataclass(frozen=True)
class Membership:
    """Whether a child belongs in the cohort, and why not in words ('' when they do)."""

    is_in: bool
    because: str = ""


def membership(episodes: Iterable[CareEpisode], year: ReturnYear) -> Membership:
    """Return whether a child was looked after continuously for the twelve months to 31 March.

    At least one episode overlaps the year, and none of all of them begins care after 1 April and on or before
    31 March, ends care on or after 1 April and before 31 March, or is a short break (V3, V4) that overlaps the year.
    A start on 1 April itself and an end on 31 March itself are still continuous.
    """
    held = tuple(episodes)
    if not any(_overlaps(one, year) for one in held):
        return Membership(False, NOT_LOOKED_AFTER)
    for one in held:
        if one.legal_status in SHORT_BREAKS and _overlaps(one, year):
            return Membership(False, f"short breaks ({one.legal_status}) in the year")
        if one.starts_care and one.began and year.start < one.began <= year.end:
            return Membership(
                False, f"became looked after on {show_date(one.began)}, after {show_date(year.start)}"
            )
        if one.ends_care and one.ended and year.start <= one.ended < year.end:
            return Membership(False, f"left care on {show_date(one.ended)}, before {show_date(year.end)}")
    return Membership(True)


def of_returned(episodes: Iterable[StagedEpisode]) -> tuple[CareEpisode, ...]:
    """Return the episodes of a return as the test reads them."""
    return tuple(
        CareEpisode(
            one.began,
            one.reason_new_episode == STARTED_TO_BE_LOOKED_AFTER,
            one.ended,
            one.reason_ended != STILL_LOOKED_AFTER,
            one.legal_status,
        )
        for one in episodes
    )


def of_record(history: CareHistory) -> tuple[CareEpisode, ...]:
    """Return a record's periods of care and legal statuses as the test reads them, also of what no return brought.

    A period that nobody knows the beginning of began before the first placement or legal status that we hold.
    """
    periods = tuple(
        CareEpisode(
            one.began or _first_known(history, one.ended),
            one.began is not None,
            one.ended,
            one.end_reason is not None or not any(one.ended == other.began for other in history.periods),
        )
        for one in history.periods
    )  # one without a reason that ends where the next begins was never ended: a later start was taken for its end
    statuses = tuple(
        CareEpisode(one.began, False, one.ended, False, one.code) for one in history.legal_statuses
    )
    return (*periods, *statuses)


def _first_known(history: CareHistory, ended: date | None) -> date | None:
    known = [one.began for one in history.placements] + [one.began for one in history.legal_statuses]
    return min((day for day in known if ended is None or day <= ended), default=None)


def _overlaps(one: CareEpisode, year: ReturnYear) -> bool:
    began = one.began or date.min
    return began <= year.end and (one.ended is None or one.ended >= year.start)
