"""What the record holds that the council's yearly return asks of one child."""

from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.return_cohort import Membership, ReturnYear
from lac_tracker.domain.sdq import VERSIONS


@dataclass(frozen=True)
class StatedImmunisations:
    """What a clinician said of immunisations as a whole. status: up_to_date, not_up_to_date, history_unknown."""

    as_at: date
    status: str
    outstanding: str
    stated_by: str


@dataclass(frozen=True)
class CheckHeld:
    """A check of teeth or, under five, of development. precision: of the day; state: as routine checks have it."""

    kind: str  # 'dental' or 'development'
    state: str
    on: date | None
    precision: str | None
    words: str  # the day as it is shown
    reason: str = ""
    up_to_date: str | None = None  # of development: what the clinician said of the reviews as a whole


@dataclass(frozen=True)
class AssessmentHeld:
    """A completed assessment. signed: here; False for one that was entered as earlier history."""

    kind: str  # 'IHA' or 'RHA'
    completed_on: date
    signed: bool = True


@dataclass(frozen=True)
class SubstanceAsked:
    """Whether a substance problem was identified on a day, and what was done about it."""

    on: date
    problem: str  # yes, no
    intervention: str | None  # received, offered_refused, not_offered; None: nobody said yet
    source: str = ""


@dataclass(frozen=True)
class SdqHeld:
    """The total of one questionnaire. form: a key of sdq.VERSIONS."""

    form: str
    on: date
    total: int

    @property
    def informant(self) -> str:
        return VERSIONS[self.form].informant


@dataclass(frozen=True)
class SdqNotDone:
    """Why there is no questionnaire. reason: SDQ1 to SDQ5."""

    reason: str
    asked_on: date


@dataclass(frozen=True)
class PersonsAnswer:
    """What a person said for the return where no other part of the record says it."""

    column: str
    answer: str  # '0' or '1'
    source: str
    on: date
    by: str
    version: int = 1


@dataclass(frozen=True)
class ReturnFacts:
    """All of it for one child and one year. council: the return the council sent last, column by column."""

    born: date
    year: ReturnYear
    today: date
    cohort: Membership
    statements: tuple[StatedImmunisations, ...] = ()
    checks: tuple[CheckHeld, ...] = ()
    assessments: tuple[AssessmentHeld, ...] = ()
    substances: tuple[SubstanceAsked, ...] = ()
    questionnaires: tuple[SdqHeld, ...] = ()
    not_done: tuple[SdqNotDone, ...] = ()
    answers: tuple[PersonsAnswer, ...] = ()
    council_year: int | None = None
    council: tuple[tuple[str, str], ...] = ()
