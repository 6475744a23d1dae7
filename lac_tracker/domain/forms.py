"""Forms: sections and questions as data, which of them apply, and what is still to be answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from lac_tracker.domain.answers import Circumstances, check
from lac_tracker.domain.child_facts import age_band, child_facts, facts_about
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
    need_not_be_answered,
    words,
)

__all__ = [
    "AGE_BANDS", "FACTS", "NOT_TODAY", "NOT_TODAY_ENDING", "QUESTION_TYPES", "Answers", "Check", "Condition", "Form", "Gap", "OneOf",
    "Question", "QuestionType", "Section", "SectionState", "Value", "age_band", "child_facts", "facts_about",
    "find_question", "find_section", "form_for", "gaps", "holds", "is_blank", "next_gap", "not_today_question",
    "prompt_for", "questions_by_section", "section_state", "section_states", "visible_questions", "words",
]  # fmt: skip

# Why a whole section is left for another day; kept as the answer '<section id>_not_today'.
NOT_TODAY = (
    ("did_not_want", "{name} didn't want to"),
    ("not_the_right_time", "Not the right time"),
    ("no_interpreter", "No interpreter"),
    ("waiting_for_information", "Waiting for information"),
    ("not_needed_at_this_age", "Not needed at this age"),
)
NOT_TODAY_ENDING = "_not_today"


@dataclass(frozen=True)
class Section:
    """One page of a form."""

    id: str
    number: int  # from 1, in the order of the form
    title: str  # may hold {name}
    questions: tuple[Question, ...]
    show_if: tuple[Condition, ...] = ()
    holds_plan: bool = False  # the health plan is written on this page
    holds_last_plan: bool = False  # the outcomes of the last plan are marked on this page
    label: str = ""  # what people say: 'section 7', 'section 2b'; the number where the form says nothing

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", str(self.number))


@dataclass(frozen=True)
class OneOf:
    """At least one of these questions has to be answered, such as a weight or why there is none."""

    id: str
    questions: tuple[str, ...]
    required: Required
    message: str
    required_unless: tuple[Condition, ...] = ()  # where all of them hold, nothing is required


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
    parts: tuple[str, ...] = ()  # ids of the shared parts it is made of


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
    return Question(section.id + NOT_TODAY_ENDING, "Not today", "choice", NOT_TODAY)


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
        if not section.show_if or all(holds(condition, asked, facts) for condition in section.show_if):
            for question in section.questions:
                if not question.show_if or all(holds(one, asked, facts) for one in question.show_if):
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
        not_today = answers.get(section.id + NOT_TODAY_ENDING) if shown else None
        place |= {question.id: (len(place) + n, section) for n, question in enumerate(shown)}
        if not_today and shown:
            found.append(_marked_not_today(section, not_today, shown[0], circumstances.name))
        for question in shown:
            may_stay_open = need_not_be_answered(question.required_unless, answers, facts)
            gap = _gap(question, section, answers, circumstances, may_stay_open=may_stay_open)
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
    last_plan: tuple[int, int] = (0, 0),
) -> SectionState:
    """Return how far a section is. For all sections at once, `section_states` is quicker."""
    found = section_states(form, answers, facts, circumstances, plan_items=plan_items, last_plan=last_plan)
    return found[section.id]


def section_states(
    form: Form,
    answers: Answers,
    facts: Mapping[str, str],
    circumstances: Circumstances,
    *,
    plan_items: int = 0,
    last_plan: tuple[int, int] = (0, 0),
) -> dict[str, SectionState]:
    """Return how far each section is, by its id.

    plan_items: outcomes written so far, for the section that holds the plan.
    last_plan: outcomes of the last plan marked so far, and how many there are.
    """
    left = gaps(form, answers, facts, circumstances)
    found = {}
    for section, shown in questions_by_section(form, answers, facts):
        own = [gap for gap in left if gap.section_id == section.id]
        is_answered = any(not is_blank(answers.get(question.id)) for question in shown)
        if section.holds_plan:
            done = plan_items or is_answered
            found[section.id] = SectionState.COMPLETE if done else SectionState.NOT_STARTED
        elif section.holds_last_plan and last_plan[1]:
            found[section.id] = _state_of_last_plan(*last_plan)
        else:
            found[section.id] = _state(section, shown, own, answers)
    return found


def _state_of_last_plan(marked: int, of: int) -> SectionState:
    if marked >= of:
        return SectionState.COMPLETE
    return SectionState.STARTED if marked else SectionState.NOT_STARTED


def _state(section: Section, shown: tuple[Question, ...], left: list[Gap], answers: Answers) -> SectionState:
    """Return how far a section is that holds questions only. left: its gaps."""
    if not shown:
        return SectionState.NOT_NEEDED
    answered = {question.id for question in shown if not is_blank(answers.get(question.id))}
    follow_ups = {
        question.id for question in shown if any(condition.question for condition in question.show_if)
    }
    started = answered | follow_ups
    if any(
        gap.kind == "fix" and gap.question_id in started and not gap.id.startswith("one_of.") for gap in left
    ):
        return SectionState.SOMETHING_TO_FIX
    if not answered and not answers.get(section.id + NOT_TODAY_ENDING):
        return SectionState.NOT_STARTED
    open_gaps = [gap for gap in left if not gap.id.startswith(("check.", "not_today."))]
    return SectionState.STARTED if open_gaps else SectionState.COMPLETE


def _gap(
    question: Question,
    section: Section,
    answers: Answers,
    circumstances: Circumstances,
    *,
    may_stay_open: bool,
) -> Gap | None:
    value = answers.get(question.id)
    try:
        check(question, value, circumstances)
    except UserError as error:
        return Gap(f"answer.{question.id}", "fix", str(error), section.id, question.id)
    if question.required == "no" or may_stay_open or counts_as_answered(question, value):
        return None
    kind: Literal["fix", "explain"] = "fix" if question.required == "to sign" else "explain"
    asked = f"Answer '{question.ask}'" if question.ask.endswith("?") else f"Enter {question.ask}"
    says = words(question.if_missing or asked, circumstances.name)
    if question.words_at_least and isinstance(value, str) and value.strip():
        says += f" (so far {len(value.split())})"
    return Gap(f"answer.{question.id}", kind, says, section.id, question.id)


def _marked_not_today(section: Section, reason: Value, first: Question, name: str) -> Gap:
    label = dict(NOT_TODAY).get(str(reason), str(reason))
    says = words(f"Section {section.label}, {section.title}, is marked Not today: {label}", name)
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
        if need_not_be_answered(rule.required_unless, asked, facts):
            continue
        section = place[shown[0]][1]
        if rule.required == "with reason" and section.id + NOT_TODAY_ENDING in answers:
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
