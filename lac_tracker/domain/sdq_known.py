"""What a record tells of questionnaires on a day: the newest of each informant, which one a review uses, what is lacking.

It reads questionnaires only; what the scores are called stands in `domain.sdq_words`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.dates import add_months
from lac_tracker.domain.questions import Answers, is_blank
from lac_tracker.domain.sdq import Informant, Questionnaire
from lac_tracker.domain.sdq_rules import ASK_NEXT_STEP_FROM

# Statutory guidance on promoting the health and wellbeing of looked-after children, March 2015: one each year.
COUNTS_FOR_MONTHS = 12
INFORMANTS: tuple[Informant, ...] = ("carer", "teacher", "self")
# Of a form: what a review asks about a questionnaire on record, in the order in which it asks.
ASKED = ("sdq_means", "sdq_child_thinks", "sdq_next", "sdq_next_words", "sdq_talked_over")
WHY_NONE = "sdq_not_used_why"


@dataclass(frozen=True)
class SdqFacts:
    """What the conditions of a form ask."""

    is_on_record: bool = False
    is_carers_high: bool = False
    has_meaning: bool = False
    has_childs_view: bool = False
    has_next_step: bool = False


NO_SDQ = SdqFacts()


@dataclass(frozen=True)
class Latest:
    """The newest questionnaire of one informant that has a total, and those before it on the same form.

    earlier: newest first. Forms for different ages ask differently, so only those of one form are set side by side.
    """

    now: Questionnaire
    earlier: tuple[Questionnaire, ...] = ()

    @property
    def total(self) -> int:
        assert self.now.scores.total is not None
        return self.now.scores.total

    @property
    def before(self) -> Questionnaire | None:
        return self.earlier[0] if self.earlier else None

    @property
    def change(self) -> int | None:
        """The total less the one before; None where there is none. No threshold: a raw difference only."""
        before = self.before.scores.total if self.before else None
        return None if before is None else self.total - before


def counted(held: Iterable[Questionnaire], on: date) -> tuple[Questionnaire, ...]:
    """Return the questionnaires with a total, completed on or before a day, newest first."""
    found = [
        one
        for one in held
        if one.state == "scored" and one.scores.total is not None and one.completed_on <= on
    ]
    return tuple(sorted(found, key=lambda one: (one.completed_on, one.id), reverse=True))


def latest(held: Iterable[Questionnaire], on: date) -> tuple[Latest, ...]:
    """Return the newest of each informant on a day, in the order of INFORMANTS."""
    done = counted(held, on)
    found = []
    for informant in INFORMANTS:
        own = [one for one in done if one.informant == informant]
        if own:
            found.append(Latest(own[0], tuple(one for one in own[1:] if one.version == own[0].version)))
    return tuple(found)


def is_recent(one: Questionnaire, on: date) -> bool:
    """Return whether a questionnaire counts on a day: it is at most 12 months old."""
    return one.completed_on <= on <= add_months(one.completed_on, COUNTS_FOR_MONTHS)


def used(held: Iterable[Questionnaire], on: date) -> Questionnaire | None:
    """Return the questionnaire a review uses: the newest of the last 12 months, a carer's before any other."""
    recent = [one.now for one in latest(held, on) if is_recent(one.now, on)]
    carers = [one for one in recent if one.informant == "carer"]
    return next(iter(carers or sorted(recent, key=lambda one: one.completed_on, reverse=True)), None)


def asks_for_next_step(one: Questionnaire) -> bool:
    """Return whether what happens next has to be said: a carer's total of 17 or more."""
    return one.informant == "carer" and (one.scores.total or 0) >= ASK_NEXT_STEP_FROM


def facts_on(held: Iterable[Questionnaire], on: date) -> SdqFacts:
    """Return what the conditions of a form ask of the questionnaires of a record on the day of an assessment."""
    one = used(held, on)
    if one is None:
        return NO_SDQ
    return SdqFacts(
        is_on_record=True,
        is_carers_high=asks_for_next_step(one),
        has_meaning=bool(one.means.strip()),
        has_childs_view=bool(one.child_thinks.strip()),
        has_next_step=one.next_step is not None,
    )


def facts_as_signed(answers: Answers, now: SdqFacts) -> SdqFacts:
    """Return the same for a signed assessment: its answers say what was asked, whatever became of the record since."""
    said = {question for question in (*ASKED, WHY_NONE) if not is_blank(answers.get(question))}
    if said == {WHY_NONE}:
        return NO_SDQ
    if not said or WHY_NONE in said:  # nothing was said, or both, which only an older caseload can hold
        return now
    is_high = bool({"sdq_next", "sdq_next_words"} & said)
    return SdqFacts(True, is_high, now.has_meaning, now.has_childs_view, now.has_next_step)


def no_longer_asked(facts: SdqFacts) -> tuple[str, ...]:
    """Return the questions that do not apply: what was answered before the record changed says nothing any more."""
    if not facts.is_on_record:
        return ASKED
    return (WHY_NONE,) if facts.is_carers_high else (WHY_NONE, "sdq_next", "sdq_next_words")


def to_fill_in(one: Questionnaire, answers: Answers) -> Mapping[str, str]:
    """Return what a signed review adds to the questionnaire it used: only what that has nothing of.

    The keys are fields of Questionnaire. 'Nothing needed' goes over only with its reason.
    """
    found = {}
    for name, question in (("means", "sdq_means"), ("child_thinks", "sdq_child_thinks")):
        said = str(answers.get(question, "")).strip()
        if said and not getattr(one, name).strip():
            found[name] = said
    step, words = str(answers.get("sdq_next", "")), str(answers.get("sdq_next_words", "")).strip()
    if step and asks_for_next_step(one) and one.next_step is None and (step != "nothing" or words):
        found |= {"next_step": step, "next_step_words": words}
    return found
