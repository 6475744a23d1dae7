"""Quality of an assessment: the criteria a reviewer answers, what the answers come to, and what follows from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lac_tracker.domain.children import Child
from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.errors import UserError

FEWEST = 5  # reviews from which a percentage says something, and from which a number may leave the screen
VOICE = "voice"  # the group whose average is the voice of the child
_OUT_OF = 2


class Answer(StrEnum):
    """The answer to one criterion. The value is what is stored."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


ANSWER_WORDS = {
    Answer.NOT_MET: "0 Not met", Answer.PARTLY: "1 Partly", Answer.MET: "2 Met", Answer.NOT_APPLICABLE: "N/A",
}  # fmt: skip
ANSWER_KEYS = {
    "0": Answer.NOT_MET,
    "1": Answer.PARTLY,
    "2": Answer.MET,
    "x": Answer.NOT_APPLICABLE,
}
POINTS = {Answer.NOT_MET: 0, Answer.PARTLY: 1, Answer.MET: _OUT_OF}


class Overall(StrEnum):
    """What the reviewer says of the whole. Suggested from the answers, chosen by the reviewer."""

    MEETS = "meets_the_standard"
    NEEDS_CHANGES = "needs_changes"
    SENT_BACK = "sent_back"


OVERALL_WORDS = {
    Overall.MEETS: "Meets the standard",
    Overall.NEEDS_CHANGES: "Needs changes",
    Overall.SENT_BACK: "Send back",
}


class Condition(StrEnum):
    """Of whom a criterion is asked, where it is not of everybody."""

    SIXTEEN_PLUS = "16_plus"
    FOUR_TO_SIXTEEN = "4_to_16"
    UNACCOMPANIED = "unaccompanied"


CONDITION_WORDS = {
    Condition.SIXTEEN_PLUS: "16 and over",
    Condition.FOUR_TO_SIXTEEN: "4 to 16",
    Condition.UNACCOMPANIED: "unaccompanied",
}


@dataclass(frozen=True)
class Criterion:
    """One question of the checklist. about: the part of the document it is about."""

    id: str
    group: str
    words: str
    about: str = ""
    applies: tuple[str, ...] = ("IHA", "RHA")
    only_if: Condition | None = None
    is_critical: bool = False
    source: str = ""
    confidence: str = "design"


@dataclass(frozen=True)
class Checklist:
    """The criteria in their order. groups: id → words. meets_from: per cent of what applies that has to be met."""

    criteria: tuple[Criterion, ...]
    groups: Mapping[str, str]
    meets_from: int = 80
    source: str = ""

    def criterion(self, criterion_id: str) -> Criterion | None:
        return next((one for one in self.criteria if one.id == criterion_id), None)


@dataclass(frozen=True)
class Score:
    """What the answers come to. share: per cent met of what applies, None while nothing that applies was answered.

    failed: the critical criteria that are not met; doubtful: those that are partly met.
    """

    met: int
    partly: int
    not_met: int
    not_applicable: int
    unanswered: int
    share: float | None
    failed: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()

    @property
    def answered(self) -> int:
        return self.met + self.partly + self.not_met + self.not_applicable

    @property
    def of(self) -> int:
        """How many criteria there are to answer."""
        return self.answered + self.unanswered

    @property
    def in_words(self) -> str:
        """'Met 8, partly 3, not met 1, not applicable 0'."""
        return (
            f"Met {self.met}, partly {self.partly}, not met {self.not_met}, "
            f"not applicable {self.not_applicable}"
        )


def asked_of(checklist: Checklist, kind: str, child: Child, on: date) -> tuple[Criterion, ...]:
    """Return the criteria asked about an assessment of a kind, completed with a child on a day."""
    age = age_in_years(child.born, on)
    holds = {
        Condition.SIXTEEN_PLUS: age >= 16,
        Condition.FOUR_TO_SIXTEEN: 4 <= age <= 16,
        Condition.UNACCOMPANIED: child.is_unaccompanied,
    }
    return tuple(
        one
        for one in checklist.criteria
        if kind in one.applies and (one.only_if is None or holds[one.only_if])
    )


def score(asked: Iterable[Criterion], answers: Mapping[str, Answer]) -> Score:
    """Return what the answers come to: met divided by all that applies; partly counts as answered and not as met.

    A critical criterion fails the assessment when it is not met. 'Partly' has an answer of its own in the source, so it
    does not fail, but keeps the whole from meeting the standard (National tariff checklist, known but not checked).
    """
    asked = tuple(asked)
    given = {one.id: answers[one.id] for one in asked if one.id in answers}
    count = {answer: sum(1 for each in given.values() if each is answer) for answer in Answer}
    applies = len(given) - count[Answer.NOT_APPLICABLE]
    return Score(
        count[Answer.MET],
        count[Answer.PARTLY],
        count[Answer.NOT_MET],
        count[Answer.NOT_APPLICABLE],
        len(asked) - len(given),
        100 * count[Answer.MET] / applies if applies else None,
        tuple(one.id for one in asked if one.is_critical and given.get(one.id) is Answer.NOT_MET),
        tuple(one.id for one in asked if one.is_critical and given.get(one.id) is Answer.PARTLY),
    )


def suggested(found: Score, meets_from: int) -> Overall | None:
    """Return what the answers suggest; None while nothing that applies was answered.

    A critical criterion not met: send back. One partly met, or fewer met than `meets_from` per cent: needs changes.
    """
    if found.share is None:
        return None
    if found.failed:
        return Overall.SENT_BACK
    if found.doubtful or found.share < meets_from:
        return Overall.NEEDS_CHANGES
    return Overall.MEETS


def points(answers: Iterable[Answer]) -> float | None:
    """Return the average of answers from 0 (not met) to 2 (met); None where none applies."""
    held = [POINTS[each] for each in answers if each in POINTS]
    return sum(held) / len(held) if held else None


def percent(met: int, applies: int) -> float | None:
    """Return the percentage met; None under five, where it says nothing, and for nothing at all."""
    return 100 * met / applies if applies >= FEWEST else None


def share_words(met: int, applies: int) -> str:
    """Return '80% (8 of 10)', '2 of 3: too few for a percentage', or 'None yet'."""
    if not applies:
        return "None yet"
    share = percent(met, applies)
    if share is None:
        return f"{met} of {applies}: too few for a percentage"
    return f"{share:.0f}% ({met} of {applies})"


def check_answer(value: str) -> Answer:
    """Return an answer by its value. Raises UserError naming those there are."""
    try:
        return Answer(value)
    except ValueError:
        raise UserError(f"'{value}' is no answer. It can be: {', '.join(Answer)}") from None


def unexplained(
    asked: Iterable[Criterion], answers: Mapping[str, Answer], notes: Mapping[str, str]
) -> tuple[Criterion, ...]:
    """Return the criteria whose answer needs words and has none: what would make it better, or why it does not apply."""
    return tuple(
        one
        for one in asked
        if answers.get(one.id) not in (None, Answer.MET) and not notes.get(one.id, "").strip()
    )
