"""What may be recorded of a questionnaire, why there may be none, and when the next one is due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from lac_tracker.domain.dates import add_months, age_in_years, birthday, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import search_key
from lac_tracker.domain.sdq import (
    FOLLOW_UP,
    HIGHEST,
    IMPACT,
    ITEMS,
    LEAST_ANSWERED,
    MEASURE_WORDS,
    SCALES,
    VERSIONS,
    Answers,
    NextStep,
    NotDoneReason,
    Questionnaire,
    Scores,
    Version,
    answered_of,
    highest_answer,
    usual_version,
    versions_at,
)
from lac_tracker.domain.settings import Rules

# Source: codes of SDQ_REASON in the council's yearly return of looked-after children. The return says 'refused': on
# screens and papers they declined.
NOT_DONE_WORDS: Mapping[NotDoneReason, str] = {
    "SDQ1": "Under 4 or over 16",
    "SDQ2": "The carer declined",
    "SDQ3": "Not possible: severity of disability",
    "SDQ4": "Another reason",
    "SDQ5": "The child or young person declined",
}
NEXT_STEP_WORDS: Mapping[NextStep, str] = {
    "talk": "Talk with {name}",
    "camhs": "Ask CAMHS for advice",
    "plan_item": "Plan item",
    "nothing": "Nothing needed because",
}
ASK_NEXT_STEP_FROM = 17  # a carer's total that the yearly return calls a cause for concern
NOT_USED = "The SDQ isn't used at this age."


class NotEnoughAnswers(UserError):
    """Some scale cannot be scored. It may be scored all the same when the person says so, or stay a part.

    scales: the measures without a score, in the order of the form.
    """

    def __init__(self, words: str, scales: tuple[str, ...]) -> None:
        super().__init__(words)
        self.scales = scales


class AlreadyThere(UserError):
    """The same informant filled in the same form on the same day, and it is on record. Holds which."""

    def __init__(self, words: str, questionnaire_id: int) -> None:
        super().__init__(words)
        self.questionnaire_id = questionnaire_id


@dataclass(frozen=True)
class NextDue:
    """When the next carer's questionnaire is due. on: None while there was none yet, and where none is asked for."""

    on: date | None
    words: str
    is_due: bool  # today


def check_form(version: str) -> Version:
    """Return the form of a key. Raises UserError where none was chosen."""
    if version not in VERSIONS:
        raise UserError("Form is missing: choose which form was filled in")
    return VERSIONS[version]


def check_day(day: date | None, born: date, today: date, called: str, *, label: str = "Date") -> date:
    """Return a day on which a questionnaire can have been filled in. Raises UserError."""
    if day is None:
        raise UserError(f"{label} is missing: enter the day it was filled in, as the form has it")
    if day < born:
        raise UserError(
            f"{label} must be after {called} was born, {show_date(born)}: {show_date(day)} is before it"
        )
    if day > today:
        raise UserError(f"{label} must be today or in the past: {show_date(day)} is still to come")
    return day


def check_age(version: Version, born: date, on: date, called: str) -> None:
    """Raise UserError when the form is not for a child of this age on that day; it names one that is."""
    age = age_in_years(born, on)
    if version.ages[0] <= age <= version.ages[1]:
        return
    lowest, highest = version.ages
    name = version.words.split(",")[0]
    wanted = f"for {lowest} to {highest}" if highest <= 17 else f"for {lowest} and over"
    same = [one for one in versions_at(age) if one.informant == version.informant]
    other = same[-1] if same else usual_version(age)
    mend = (
        f"Choose '{other.words}', or check the date"
        if other
        else f"No form is for {age}: check the date of the form and the date of birth"
    )
    raise UserError(
        f"The {name[:1].lower()}{name[1:]} is {wanted}. {called} was {age} on {show_date(on)}. {mend}"
    )


def check_answers(answers: Answers) -> dict[str, int | None]:
    """Return the answers, those keyed as not answered among them. Raises UserError naming one the form cannot have."""
    given: dict[str, int | None] = {}
    for name, raw in answers.items():
        highest = highest_answer(name)
        if raw is not None and not 0 <= raw <= highest:
            raise UserError(
                f"{_answer_words(name)} must be between 0 and {highest}, not {raw}. Look at the form again"
            )
        given[name] = None if raw is None else int(raw)
    return given


def not_enough(answers: Answers) -> dict[str, str]:
    """Return the scales that cannot be scored: 'emotional' → 'Emotional has 2 of 5 answers. It needs 3 to be scored'."""
    return {
        scale: f"{MEASURE_WORDS[scale]} has {count} of {len(items)} answers. It needs {LEAST_ANSWERED} to be scored"
        for scale, items in SCALES.items()
        if (count := answered_of(answers, scale)) < LEAST_ANSWERED
    }


def check_enough(answers: Answers, *, though_incomplete: bool) -> None:
    """Raise NotEnoughAnswers for a scale that cannot be scored, unless the person says to score it all the same.

    Without any score at all it is refused whatever the person says: it is a part, or was not done.
    """
    lacking = not_enough(answers)
    if len(lacking) == len(SCALES):
        raise NotEnoughAnswers(
            "No scale has 3 of its 5 answers, so there is nothing to score. Save it as a part, or record why it was "
            "not done",
            tuple(lacking),
        )
    if lacking and not though_incomplete:
        raise NotEnoughAnswers(". ".join(lacking.values()), tuple(lacking))


def check_same_day(others: Iterable[Questionnaire], wanted: Questionnaire) -> None:
    """Raise AlreadyThere when the same informant filled in the same form on the same day.

    others: of the child. wanted: what is to be kept; its own id is passed over.
    """
    other = same_as(others, wanted)
    if other is None:
        return
    who = f" by {other.completed_by}" if other.completed_by else ""
    form = VERSIONS[other.version].words
    held = f"'{form}' of {show_date(other.completed_on)}{who}"
    if other.state == "part":
        raise AlreadyThere(
            f"A part of {held} is there already. Go on with that one, or take it out as entered in error",
            other.id,
        )
    total = "" if other.scores.total is None else f", total {other.scores.total}"
    raise AlreadyThere(
        f"{held}{total}, is there already. Open that one to correct it, or change the date or who filled this in",
        other.id,
    )


def same_as(others: Iterable[Questionnaire], wanted: Questionnaire) -> Questionnaire | None:
    """Return the one that the same informant filled in on the same form and day; its own id is passed over."""
    for other in others:
        is_same_form = (other.version, other.is_follow_up, other.completed_on) == (
            wanted.version, wanted.is_follow_up, wanted.completed_on,
        )  # fmt: skip
        if other.id != wanted.id and is_same_form and _is_same_person(other, wanted):
            return other
    return None


def check_scores(version: Version, scales: Mapping[str, int | None], total: int | None) -> Scores:
    """Return scores taken from a licensed report, with what follows from them.

    scales: of SCALES and 'impact'; blank ones may be left out. Raises UserError for a score that cannot be, and for a
    total that is not the sum of the four scales it is made of.
    """
    given = {name: value for name, value in {**scales, "total": total}.items() if value is not None}
    for name, value in given.items():
        highest = version.highest_impact if name == "impact" else HIGHEST[name]
        if not 0 <= value <= highest:
            raise UserError(
                f"{MEASURE_WORDS[name]} must be between 0 and {highest}, not {value}. Look at the report"
            )
    if not given.keys() - {"impact"}:
        raise UserError("Scores are missing: enter the total, or the scales, as the report has them")
    emotional, conduct, hyperactivity, peer = (given.get(name) for name in list(SCALES)[:4])
    found = _refuse_other_total((emotional, conduct, hyperactivity, peer), total)
    return Scores(
        emotional, conduct, hyperactivity, peer, given.get("prosocial"), found,
        internalising=None if emotional is None or peer is None else emotional + peer,
        externalising=None if conduct is None or hyperactivity is None else conduct + hyperactivity,
        impact=given.get("impact"),
    )  # fmt: skip


def check_not_done(reason: str, words: str, born: date, on: date, called: str) -> NotDoneReason:
    """Return why there is no questionnaire. Raises UserError for a reason the yearly return would refuse.

    Source: rules 157 and 196 of the return: SDQ1 is not for those who are clearly 4 to 16.
    """
    known: dict[str, NotDoneReason] = {one: one for one in get_args(NotDoneReason)}
    if reason not in known:
        raise UserError("Why not done is missing: choose one of the five reasons")
    age = age_in_years(born, on)
    rules = Rules()
    if reason == "SDQ1" and rules.sdq_from_age <= age <= rules.sdq_to_age:
        raise UserError(
            f"'{NOT_DONE_WORDS['SDQ1']}' does not fit: {called} was {age} on {show_date(on)}. Choose another reason"
        )
    if reason == "SDQ4" and not words:
        raise UserError("Enter the other reason why it was not done")
    return known[reason]


def next_due(held: Iterable[Questionnaire], born: date, today: date, rules: Rules | None = None) -> NextDue:
    """Return when the next carer's questionnaire is due: a year after the last, from 4 to 16.

    held: of the child; parts, follow-ups and those of other informants do not count.
    Source: statutory guidance on the health of looked-after children; the setting `sdq_every_months`.
    """
    rules = rules or Rules()
    age = age_in_years(born, today)
    if age < rules.sdq_from_age or age > 17:
        return NextDue(None, NOT_USED, is_due=False)
    if age > rules.sdq_to_age:
        return NextDue(None, f"None due after {rules.sdq_to_age}", is_due=False)
    last = max(
        (
            one.completed_on
            for one in held
            if one.state == "scored" and one.informant == "carer" and not one.is_follow_up
        ),
        default=None,
    )
    if last is None:
        return NextDue(None, "Due: no carer's SDQ yet", is_due=True)
    on = add_months(last, rules.sdq_every_months)
    if on >= birthday(born, rules.sdq_to_age + 1):
        return NextDue(None, f"None due: {rules.sdq_to_age + 1} before the next would be due", is_due=False)
    if on <= today:
        return NextDue(on, f"Due since {show_date(on)}" if on < today else "Due today", is_due=True)
    return NextDue(on, f"Next due {show_date(on)}", is_due=False)


def _refuse_other_total(scales: tuple[int | None, ...], total: int | None) -> int | None:
    given = [value for value in scales if value is not None]
    if len(given) == len(scales):
        if total is not None and total != sum(given):
            shown = " + ".join(str(value) for value in given)
            raise UserError(
                f"Total must be the sum of Emotional, Conduct, Hyperactivity and Peer: {shown} is {sum(given)}, "
                f"not {total}. Look at the report again"
            )
        return sum(given)
    if total is not None and not sum(given) <= total <= sum(given) + 10 * (len(scales) - len(given)):
        raise UserError(
            f"Total can't be {total} with these scales, which come to {sum(given)}. Look at the report again"
        )
    return total


def _is_same_person(one: Questionnaire, other: Questionnaire) -> bool:
    if one.informant == "self":
        return True
    return _person(one.completed_by) == _person(other.completed_by)


def _person(completed_by: str) -> str:
    return search_key(completed_by.split(",")[0])  # 'L Hunt, key worker' is L Hunt


def _answer_words(name: str) -> str:
    if name in ITEMS:
        return f"Item {name.removeprefix('item_')}"
    if name in IMPACT:
        return f"Impact question {IMPACT.index(name) + 1}"
    return f"Follow-up question {list(FOLLOW_UP).index(name) + 1}"
