"""Staged rows: what a file of the council says, before it is compared with what we hold."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

SexStated = Literal["male", "female", "not known"]
AssessmentKind = Literal["IHA", "RHA"]


@dataclass(frozen=True)
class Problem:
    """One row that was refused, or one doubt about a row that was taken. Also used for a whole file."""

    file: str
    line: int  # as a text editor counts them; 1 is the row of column names, 0 the file or folder as a whole
    column: str  # '' where the row or file as a whole is meant
    value: str  # as received
    reason: str  # what is wrong and what was done, or can be done, about it


@dataclass(frozen=True)
class StagedEpisode:
    """One SSDA903 episode. Codes are as received, in capitals; '' or None where the cell was blank.

    An episode that ends on the day it begins is kept: another may begin the same day.
    """

    began: date
    reason_new_episode: str  # RNE
    legal_status: str  # LS
    need: str | None  # CIN
    placement_type: str  # PLACE
    provider: str | None  # PLACE_PROVIDER
    ended: date | None  # None: open
    reason_ended: str | None  # REC; always None while the episode is open
    reason_for_placement_change: str | None
    home_postcode: str | None  # as received: may be one that does not exist
    placement_postcode: str | None
    urn: str | None  # of the placement, given by Ofsted


@dataclass(frozen=True)
class StagedYearlyAnswers:
    """The OC2 row of one child and year."""

    year: int  # of the year that ended on 31 March
    values: tuple[
        tuple[str, str], ...
    ]  # (column, value as received) in the order of the return; blanks left out


@dataclass(frozen=True)
class StagedReview:
    """One review of the care plan, with how the child took part (PN0 to PN7)."""

    reviewed_on: date
    participation: str


@dataclass(frozen=True)
class StagedChild:
    """One child of the return, with everything the files say about them. Episodes are in date order."""

    council_id: str
    born: date
    sex: SexStated
    sex_as_received: str
    ethnicity_code: str | None  # 903 code such as WBRI, as received in capitals
    upn: str | None
    mother: bool | None  # the child is a mother herself; None: not stated
    mothers_child_born: date | None
    unaccompanied: bool  # unaccompanied asylum-seeking child
    unaccompanied_until: date | None
    episodes: tuple[StagedEpisode, ...]
    yearly_answers: tuple[StagedYearlyAnswers, ...]
    reviews: tuple[StagedReview, ...]


@dataclass(frozen=True)
class StagedReturn:
    """What the files of one or more yearly returns say together."""

    files: tuple[str, ...]  # those that were read: header, episodes, uasc, oc2 and reviews tables
    children: tuple[StagedChild, ...]  # in the order of their ids, as text
    refused: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    years: tuple[
        int, ...
    ] = ()  # the years ended 31 March of the returns, oldest first, as far as they are known


@dataclass(frozen=True)
class StagedAssessment:
    """One assessment completed before the caseload was made. One of the two numbers is always there."""

    council_id: str | None
    nhs_number: str | None  # ten digits
    kind: AssessmentKind
    completed_on: date
    completed_by: str  # '' where the file does not say
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do."""

    import_id: int | None  # None: nothing was written
    dry_run: bool
    files: tuple[str, ...]
    children_created: int
    children_updated: int
    children_unchanged: int
    episodes_created: int
    rows_refused: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def merge_episodes(
    held: tuple[StagedEpisode, ...], received: tuple[StagedEpisode, ...]
) -> tuple[StagedEpisode, ...]:
    """Return the episodes of a child after another return, in date order.

    The same episode has the same day, reason, legal status and placement: the newly received one counts, unless it is
    open where ours has ended: then it comes from an older return. An episode of another kind that begins on a day
    for which something was received before replaces it, except where one of the two ends that same day.
    """
    merged = {episode_identity(episode): episode for episode in held}
    for episode in received:
        ours = merged.get(episode_identity(episode))
        if ours is not None:
            if not (ours.ended and episode.ended is None):
                merged[episode_identity(episode)] = episode
            continue
        for other in [one for one in merged.values() if one.began == episode.began and one in held]:
            if other.ended != other.began and episode.ended != episode.began:
                del merged[episode_identity(other)]
        merged[episode_identity(episode)] = episode
    return tuple(sorted(merged.values(), key=lambda one: (one.began, one.ended or date.max)))


def episode_identity(episode: StagedEpisode) -> tuple[date, str, str, str]:
    """Return what makes an episode the same one in the returns of two years."""
    return (episode.began, episode.reason_new_episode, episode.legal_status, episode.placement_type)
