"""Strengths and difficulties questionnaires: which form, and how raw answers become scores.

Items are known by their number on the form. Their wording belongs to its owner and is never part of the program.
Source of order, reversal, prorating and impact: the published scoring syntax for the questionnaire (sdqinfo.org).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Informant = Literal["carer", "teacher", "self"]
NextStep = Literal["talk", "camhs", "plan_item", "nothing"]
NotDoneReason = Literal["SDQ1", "SDQ2", "SDQ3", "SDQ4", "SDQ5"]
Answers = Mapping[str, int | None]
"""Raw answers as on the form: 'item_1' to 'item_25' (0 left, 1 middle, 2 right box) and IMPACT (0 to 3); None or
missing is not answered."""

ITEMS = tuple(f"item_{number}" for number in range(1, 26))
SCALES: Mapping[str, tuple[int, ...]] = {
    "emotional": (3, 8, 13, 16, 24),
    "conduct": (5, 7, 12, 18, 22),
    "hyperactivity": (2, 10, 15, 21, 25),
    "peer": (6, 11, 14, 19, 23),
    "prosocial": (1, 4, 9, 17, 20),
}
REVERSED = frozenset({7, 11, 14, 21, 25})
DIFFICULTIES = "difficulties"  # the question that opens the five after it
IMPACT = (DIFFICULTIES, "distress", "home", "friends", "classroom", "leisure")
FOLLOW_UP = {"change_since": 4, "helped": 3}  # of a follow-up form, with its highest value
_HIGHEST_ANSWER = dict.fromkeys(ITEMS, 2) | dict.fromkeys(IMPACT, 3) | FOLLOW_UP
MEASURES = (*SCALES, "total", "internalising", "externalising", "impact")
HIGHEST: Mapping[str, int] = {
    **dict.fromkeys(SCALES, 10), "total": 40, "internalising": 20, "externalising": 20, "impact": 10,
}  # fmt: skip
MEASURE_WORDS: Mapping[str, str] = {
    "emotional": "Emotional", "conduct": "Conduct", "hyperactivity": "Hyperactivity", "peer": "Peer",
    "prosocial": "Prosocial", "total": "Total", "internalising": "Internalising", "externalising": "Externalising",
    "impact": "Impact",
}  # fmt: skip
LEAST_ANSWERED = 3  # of the five items of a scale


@dataclass(frozen=True)
class Version:
    """One form of the questionnaire. ages: from and to, in whole years, of the child it is about."""

    key: str
    words: str
    informant: Informant
    ages: tuple[int, int]
    impact: tuple[str, ...]  # the items its impact is made of

    @property
    def highest_impact(self) -> int:
        return 2 * len(self.impact)


_HOME = ("distress", "home", "friends", "classroom", "leisure")
_SCHOOL = ("distress", "friends", "classroom")
VERSIONS: Mapping[str, Version] = {
    version.key: version
    for version in (
        Version("parent_2_4", "Carer form, 2 to 4", "carer", (2, 4), _HOME),
        Version("parent_4_17", "Carer form, 4 to 17", "carer", (4, 17), _HOME),
        Version("teacher_2_4", "Teacher form, 2 to 4", "teacher", (2, 4), _SCHOOL),
        Version("teacher_4_17", "Teacher form, 4 to 17", "teacher", (4, 17), _SCHOOL),
        Version("self_11_17", "Self-report, 11 to 17", "self", (11, 17), _HOME),
        Version("parent_18_plus", "Informant form, 18 and over", "carer", (18, 25), _HOME),
        Version("self_18_plus", "Self-report, 18 and over", "self", (18, 25), _HOME),
    )
}


@dataclass(frozen=True)
class Scores:
    """What the answers come to; None: too few answers for that score.

    impact_answered: how many of the impact items were answered, so that an incomplete impact never looks complete.
    """

    emotional: int | None = None
    conduct: int | None = None
    hyperactivity: int | None = None
    peer: int | None = None
    prosocial: int | None = None
    total: int | None = None
    internalising: int | None = None
    externalising: int | None = None
    impact: int | None = None
    impact_answered: int | None = None

    def of(self, measure: str) -> int | None:
        """Return one score. measure: one of MEASURES."""
        found: int | None = getattr(self, measure)
        return found


@dataclass(frozen=True)
class Questionnaire:
    """One questionnaire of a record. answers: empty where only scores were taken from a report.

    skipped: what was keyed as not answered. In a part, what is neither there nor in the answers was not keyed yet.
    """

    id: int
    child_id: int
    version: str  # a key of VERSIONS
    completed_on: date
    completed_by: str
    scores: Scores
    answers: Answers = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    is_follow_up: bool = False
    entry: Literal["items", "scales", "total"] = "items"
    state: Literal["part", "scored"] = "scored"
    keyed_twice: bool = False
    source: str = "Paper form"
    licence_note: str = ""
    means: str = ""
    child_thinks: str = ""
    own_words: str = ""
    shared_with_child: Literal["yes", "no"] | None = None
    next_step: NextStep | None = None
    next_step_words: str = ""
    next_step_need_id: int | None = None
    recorded_by: str = ""
    recorded_at: datetime | None = None
    row_version: int = 1

    @property
    def informant(self) -> Informant:
        return VERSIONS[self.version].informant

    @property
    def is_used(self) -> bool:
        """Whether it counts as used in a review: what it means and what the child thinks were both written down."""
        return bool(self.means.strip() and self.child_thinks.strip())


@dataclass(frozen=True)
class NotDone:
    """Why there is no questionnaire, as asked on a day."""

    id: int
    child_id: int
    asked_on: date
    reason: NotDoneReason
    words: str = ""
    recorded_by: str = ""
    row_version: int = 1


def score(answers: Answers, version: str) -> Scores:
    """Return the scores of raw answers. version: a key of VERSIONS. Raises ValueError for a value out of range.

    A scale is made of at least three of its five items, in proportion, rounded half up. The total is missing when any
    of its four scales is. Impact: distress and interference (0, 0, 1, 2), unanswered ones counting nothing; 0 when the
    question before them was answered 'no'; missing only when nothing of it was answered.
    """
    _refuse_out_of_range(answers)
    scales = {name: _scale(answers, items) for name, items in SCALES.items()}
    emotional, conduct, hyperactivity, peer = (
        scales[name] for name in ("emotional", "conduct", "hyperactivity", "peer")
    )
    impact, answered = _impact(answers, VERSIONS[version].impact)
    return Scores(
        **scales,
        total=_sum(emotional, conduct, hyperactivity, peer),
        internalising=_sum(emotional, peer),
        externalising=_sum(conduct, hyperactivity),
        impact=impact,
        impact_answered=answered,
    )


def highest_answer(name: str) -> int:
    """Return the highest raw value of an answer. name: of ITEMS, IMPACT or FOLLOW_UP; KeyError for any other."""
    return _HIGHEST_ANSWER[name]


def answered_of(answers: Answers, scale: str) -> int:
    """Return how many of the five items of a scale were answered."""
    return sum(answers.get(f"item_{number}") is not None for number in SCALES[scale])


def versions_at(age: int) -> tuple[Version, ...]:
    """Return the forms for a child of this age in whole years; none below 2 and above 25."""
    return tuple(one for one in VERSIONS.values() if one.ages[0] <= age <= one.ages[1])


def usual_version(age: int) -> Version | None:
    """Return the carer's form for an age, the older children's at four; None where there is none."""
    carers = [one for one in versions_at(age) if one.informant == "carer"]
    return carers[-1] if carers else None


def _scale(answers: Answers, items: tuple[int, ...]) -> int | None:
    given = [
        2 - raw if number in REVERSED else raw
        for number in items
        if (raw := answers.get(f"item_{number}")) is not None
    ]
    if (count := len(given)) < LEAST_ANSWERED:
        return None
    return (10 * sum(given) + count) // (
        2 * count
    )  # five times the mean, rounded half up: round() halves to even


def _sum(*scales: int | None) -> int | None:
    return None if None in scales else sum(scale for scale in scales if scale is not None)


def _impact(answers: Answers, items: tuple[str, ...]) -> tuple[int | None, int | None]:
    given = [raw for name in items if (raw := answers.get(name)) is not None]
    if answers.get(DIFFICULTIES) == 0:
        return 0, len(items)  # 'no difficulties' answers them all
    return (sum(max(raw - 1, 0) for raw in given), len(given)) if given else (None, None)


def _refuse_out_of_range(answers: Answers) -> None:
    for name, raw in answers.items():
        highest = highest_answer(name)
        if raw is not None and not 0 <= raw <= highest:
            raise ValueError(f"{name} is {raw}: it must be between 0 and {highest}")
