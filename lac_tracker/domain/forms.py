"""Forms: sections and questions as data, which of them apply, and what is still to be answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from lac_tracker.domain.answers import Circumstances, check
from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.questions import (
    AGE_BANDS,
    FACTS,
    QUESTION_TYPES,
    Answers,
    Condition,
    Question,
    QuestionType,
    Required,
    Value,
    counts_as_answered,
    holds,
    is_blank,
    words,
)

__all__ = [
    "AGE_BANDS", "FACTS", "NOT_TODAY", "QUESTION_TYPES", "Answers", "Check", "Condition", "Form", "Gap", "OneOf",
    "Question", "QuestionType", "Section", "SectionState", "Value", "age_band", "child_facts", "find_question",
    "find_section", "form_for", "gaps", "holds", "is_blank", "next_gap", "not_today_question", "prompt_for",
    "questions_by_section", "section_state", "visible_questions", "words",
]  # fmt: skip

# Why a whole section is left for another day; kept as the answer '<section id>_not_today'.
NOT_TODAY = (
    ("did_not_want", "{name} didn't want to"),
    ("not_the_right_time", "Not the right time"),
    ("no_interpreter", "No interpreter"),
    ("waiting_for_information", "Waiting for information"),
    ("not_needed_at_this_age", "Not needed at this age"),
)
_NOT_TODAY_ENDING = "_not_today"


@dataclass(frozen=True)
class Section:
    """One page of a form."""

    id: str
    number: int  # from 1, fixed: people say 'section 7'
    title: str  # may hold {name}
    questions: tuple[Question, ...]
    show_if: tuple[Condition, ...] = ()
    holds_plan: bool = False  # the health plan is written on this page


@dataclass(frozen=True)
class OneOf:
    """At least one of these questions has to be answered, such as a weight or why there is none."""

    id: str
    questions: tuple[str, ...]
    required: Required
    message: str


@dataclass(frozen=True)
class Check:
    """What may be signed, but is questioned: where `when` holds, `expect` should hold too."""

    id: str
    when: tuple[Condition, ...]
    expect: tuple[Condition, ...]
    message: str


@dataclass(frozen=True)
class Form:
    """One form file, understood."""

    id: str
    title: str
    version: str
    for_words: str
    ages: tuple[int | None, int | None]  # from and to completed years, both included; None: no limit
    sections: tuple[Section, ...]
    one_of: tuple[OneOf, ...] = ()
    checks: tuple[Check, ...] = ()
    retired: tuple[str, ...] = ()  # ids once used, never to be used again


class SectionState(StrEnum):
    """How far a section is; the value is the word on the screen."""

    COMPLETE = "Complete"
    STARTED = "Started"
    NOT_STARTED = "Not started"
    SOMETHING_TO_FIX = "Something to fix"
    NOT_NEEDED = "Not needed"


@dataclass(frozen=True)
class Gap:
    """Something still to be answered, mended or explained."""

    id: str  # stays the same while the gap does: reasons are kept by it
    kind: Literal["fix", "explain"]  # stops signing, or needs a reason
    words: str
    section_id: str
    question_id: str


def child_facts(born: date, on: date, *, unaccompanied: bool, sex: str = "not known") -> dict[str, str]:
    """Return what conditions may ask about a child (keys of FACTS) on the day of an assessment."""
    age = age_in_years(born, on)
    said = {
        "unaccompanied": unaccompanied,
        "under_2": age < 2,
        "sdq_age": 4 <= age <= 16,
        **{f"aged_{years}_or_over": age >= years for years in (5, 10, 13, 16)},
    }
    return {"sex": sex, **{fact: "yes" if true else "no" for fact, true in said.items()}}


def age_band(born: date, on: date) -> str:
    """Return which of the prompts by age apply: one of AGE_BANDS."""
    age = age_in_years(born, on)
    return AGE_BANDS[sum(age >= start for start in (2, 5, 10, 16))]


def prompt_for(question: Question, band: str, name: str) -> str:
    """Return the prompt of a question for an age, '' where it has none."""
    return words(dict(question.prompts_by_age).get(band, question.prompt), name)


def form_for(forms: tuple[Form, ...], kind: str, born: date, on: date) -> Form | None:
    """Return the form for an assessment ('IHA', 'RHA') at the child's age: its id begins with the kind."""
    age = age_in_years(born, on)
    for form in forms:
        first, last = form.ages
        if form.id.startswith(kind.lower() + "_") and (first or 0) <= age and (last is None or age <= last):
            return form
    return None


def not_today_question(section: Section) -> Question:
    """Return the question every section has: why not today."""
    return Question(section.id + _NOT_TODAY_ENDING, "Not today", "choice", NOT_TODAY)


def find_section(form: Form, section_id: str) -> Section | None:
    """Return the section with this id."""
    return next((section for section in form.sections if section.id == section_id), None)


def find_question(form: Form, question_id: str) -> Question | None:
    """Return the question with this id, 'Not today' of a section included."""
    for section in form.sections:
        for question in (*section.questions, not_today_question(section)):
            if question.id == question_id:
                return question
    return None


def questions_by_section(
    form: Form, answers: Answers, facts: Mapping[str, str]
) -> tuple[tuple[Section, tuple[Question, ...]], ...]:
    """Return every section with the questions of it that apply now: none where the section does not.

    An answer that is kept but no longer asked for decides nothing.
    """
    asked: dict[str, Value] = {}
    found = []
    for section in form.sections:
        shown: list[Question] = []
        if all(holds(condition, asked, facts) for condition in section.show_if):
            for question in section.questions:
                if all(holds(condition, asked, facts) for condition in question.show_if):
                    shown.append(question)
                    if question.id in answers:
                        asked[question.id] = answers[question.id]
        found.append((section, tuple(shown)))
    return tuple(found)


def visible_questions(form: Form, answers: Answers, facts: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the questions that apply, in the order of the form."""
    return tuple(question for _, shown in questions_by_section(form, answers, facts) for question in shown)


def gaps(
    form: Form, answers: Answers, facts: Mapping[str, str], circumstances: Circumstances
) -> tuple[Gap, ...]:
    """Return everything the form itself still asks for, in its order. The plan is not looked at here.

    In a section marked 'Not today' only what is required 'to sign' stays a gap, and the mark needs a reason.
    """
    place: dict[str, tuple[int, Section]] = {}
    found: list[Gap] = []
    for section, shown in questions_by_section(form, answers, facts):
        not_today = answers.get(section.id + _NOT_TODAY_ENDING) if shown else None
        place |= {question.id: (len(place) + n, section) for n, question in enumerate(shown)}
        if not_today and shown:
            found.append(_marked_not_today(section, not_today, shown[0], circumstances.name))
        for question in shown:
            gap = _gap(question, section, answers, circumstances)
            if gap and not (gap.kind == "explain" and not_today):
                found.append(gap)
    asked = {question_id: value for question_id, value in answers.items() if question_id in place}
    found += _unmet(form, asked, facts, place, answers, circumstances.name)
    return tuple(sorted(found, key=lambda gap: place[gap.question_id][0]))


def next_gap(
    found: tuple[Gap, ...], form: Form, after: str | None = None, *, back: bool = False
) -> Gap | None:
    """Return the gap that comes after a question in the order of the form, from the start again at the end.

    found: what `gaps` returned; after: id of the question one stands in; back: look the other way.
    """
    order = [question.id for section in form.sections for question in section.questions]
    here = order.index(after) if after in order else (len(order) if back else -1)
    if back:
        return next(
            (gap for gap in reversed(found) if order.index(gap.question_id) < here),
            found[-1] if found else None,
        )
    return next((gap for gap in found if order.index(gap.question_id) > here), found[0] if found else None)


def section_state(
    form: Form,
    section: Section,
    answers: Answers,
    facts: Mapping[str, str],
    circumstances: Circumstances,
    *,
    plan_items: int = 0,
) -> SectionState:
    """Return how far a section is.

    plan_items: outcomes written so far, for the section that holds the plan.
    """
    shown = dict((found.id, questions) for found, questions in questions_by_section(form, answers, facts))[
        section.id
    ]
    if not shown:
        return SectionState.NOT_NEEDED
    answered = [question for question in shown if not is_blank(answers.get(question.id))]
    if section.holds_plan:
        return SectionState.COMPLETE if plan_items or answered else SectionState.NOT_STARTED
    left = [gap for gap in gaps(form, answers, facts, circumstances) if gap.section_id == section.id]
    follow_ups = {
        question.id for question in shown if any(condition.question for condition in question.show_if)
    }
    started = {question.id for question in answered} | follow_ups
    if any(
        gap.kind == "fix" and gap.question_id in started and not gap.id.startswith("one_of.") for gap in left
    ):
        return SectionState.SOMETHING_TO_FIX
    not_today = answers.get(section.id + _NOT_TODAY_ENDING)
    if not answered and not not_today:
        return SectionState.NOT_STARTED
    open_gaps = [gap for gap in left if not gap.id.startswith(("check.", "not_today."))]
    return SectionState.STARTED if open_gaps else SectionState.COMPLETE


def _gap(question: Question, section: Section, answers: Answers, circumstances: Circumstances) -> Gap | None:
    value = answers.get(question.id)
    try:
        check(question, value, circumstances)
    except UserError as error:
        return Gap(f"answer.{question.id}", "fix", str(error), section.id, question.id)
    if question.required == "no" or counts_as_answered(question, value):
        return None
    kind: Literal["fix", "explain"] = "fix" if question.required == "to sign" else "explain"
    asked = f"Answer '{question.ask}'" if question.ask.endswith("?") else f"Enter {question.ask}"
    says = words(question.if_missing or asked, circumstances.name)
    if question.words_at_least and isinstance(value, str) and value.strip():
        says += f" (so far {len(value.split())})"
    return Gap(f"answer.{question.id}", kind, says, section.id, question.id)


def _marked_not_today(section: Section, reason: Value, first: Question, name: str) -> Gap:
    label = dict(NOT_TODAY).get(str(reason), str(reason))
    says = words(f"Section {section.number}, {section.title}, is marked Not today: {label}", name)
    return Gap(f"not_today.{section.id}", "explain", says, section.id, first.id)


def _unmet(
    form: Form,
    asked: Answers,
    facts: Mapping[str, str],
    place: Mapping[str, tuple[int, Section]],
    answers: Answers,
    name: str,
) -> list[Gap]:
    """Return the unmet 'one of' and checks of the form. `asked`: answers to questions that apply."""
    found = []
    for rule in form.one_of:
        shown = [question_id for question_id in rule.questions if question_id in place]
        if not shown or rule.required == "no" or any(not is_blank(asked.get(one)) for one in shown):
            continue
        section = place[shown[0]][1]
        if rule.required == "with reason" and section.id + _NOT_TODAY_ENDING in answers:
            continue
        kind: Literal["fix", "explain"] = "fix" if rule.required == "to sign" else "explain"
        found.append(Gap(f"one_of.{rule.id}", kind, words(rule.message, name), section.id, shown[0]))
    for doubt in form.checks:
        about = next((expected.question for expected in doubt.expect if expected.question in place), None)
        if about is None or not all(holds(condition, asked, facts) for condition in doubt.when):
            continue
        if not all(holds(condition, asked, facts) for condition in doubt.expect):
            says = words(doubt.message, name)
            found.append(Gap(f"check.{doubt.id}", "explain", says, place[about][1].id, about))
    return found
