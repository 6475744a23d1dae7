"""One question of a form and the conditions under which it is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

QuestionType = Literal["choice", "date", "long text", "number", "several choices", "text", "yes/no"]
QUESTION_TYPES: tuple[QuestionType, ...] = (
    "choice", "date", "long text", "number", "several choices", "text", "yes/no",
)  # fmt: skip
TYPES_WITH_OPTIONS = ("choice", "several choices")

Required = Literal["to sign", "with reason", "no"]
REQUIRED: tuple[Required, ...] = ("to sign", "with reason", "no")

Operator = Literal["is", "is_not", "is_any_of", "answered"]
OPERATORS: tuple[Operator, ...] = ("is", "is_not", "is_any_of", "answered")

# What is kept of an answer, as JSON: the key of an option, a number, an ISO date, text; keys in the order of
# the form for several choices. Nothing is kept for a blank answer.
Value: TypeAlias = str | int | float | list[str]
Answers: TypeAlias = Mapping[str, Value]

# What a condition may ask about the child; `forms.child_facts` says it.
FACTS: Mapping[str, tuple[str, ...]] = {
    "unaccompanied": ("yes", "no"),
    "sex": ("male", "female", "not known"),
    "under_2": ("yes", "no"),
    "sdq_age": ("yes", "no"),  # 4 to 16
    "aged_5_or_over": ("yes", "no"),
    "aged_10_or_over": ("yes", "no"),
    "aged_13_or_over": ("yes", "no"),
    "aged_16_or_over": ("yes", "no"),
    "birth_history_known": ("yes", "no"),  # in the record, as HISTORY_COMPLETE says
    "parental_history_known": ("yes", "no"),
    "ethnicity_known": ("yes", "no"),  # in the record: a value, or prefers not to say
    "language_known": ("yes", "no"),
    "religion_known": ("yes", "no"),
    "communication_known": ("yes", "no"),
    "sdq_on_record": ("yes", "no"),  # scored, of the 12 months before the assessment
    "carer_sdq_high": ("yes", "no"),  # the carer's total of those 12 months asks what happens next
    "sdq_means_known": ("yes", "no"),  # of the one used: written down already
    "sdq_thinks_known": ("yes", "no"),
    "sdq_next_known": ("yes", "no"),
}
KNOWN_SUBJECTS = ("ethnicity", "language", "religion", "communication")
AGE_BANDS = ("under_2", "2_to_4", "5_to_9", "10_to_15", "16_and_over")

# What the child's own record may take over from an answer when the assessment is signed.
FILLS = (
    "allergies", "allergies_state", "communication_needs", "communication_state", "ethnicity", "ethnicity_means",
    "ethnicity_own_words", "ethnicity_state", "interpreter_needed", "interpreter_wishes", "language", "language_means",
    "language_state", "preferred_language", "preferred_name", "religion", "religion_means", "religion_own_words",
    "religion_state",
)  # fmt: skip

# Or one item of birth and family history: 'birth.weight', 'mother.mental_health'.
HistoryGroup = Literal["birth", "mother", "father", "family"]
HISTORY_GROUPS: tuple[HistoryGroup, ...] = ("birth", "mother", "father", "family")
# Fills of a question of several choices: each key ticked is an item of the group that nobody knows after asking.
NOT_KNOWN_ITEMS = "not_known"

YES_NO = (("yes", "Yes"), ("no", "No"))
NOT_KNOWN = ("not_known", "Not known")


@dataclass(frozen=True)
class Condition:
    """Something that has to hold: about one earlier question, or about one fact of the child."""

    question: str | None  # id of an earlier question; None where `fact` is given
    operator: Operator
    values: tuple[str, ...]  # option keys; ('yes',) or ('no',) for `answered`
    fact: str | None = None  # a key of FACTS


@dataclass(frozen=True)
class Question:
    """One question. Its texts may hold {name}: show them through `words`."""

    id: str  # never changes its meaning, equal in every form that asks the same
    ask: str
    type: QuestionType
    options: tuple[tuple[str, str], ...] = ()  # (key, label); yes/no has its own
    required: Required = "no"
    required_unless: tuple[Condition, ...] = ()  # where all of them hold, it need not be answered
    show_if: tuple[Condition, ...] = ()  # all of them
    prompt: str = ""
    prompts_by_age: tuple[tuple[str, str], ...] = ()  # (one of AGE_BANDS, prompt)
    hint: str = ""
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None
    not_after_today: bool = False
    not_before_birth: bool = False
    words_at_least: int | None = None  # fewer do not count as an answer
    words_at_most: int | None = None  # more are worth a look
    not_enough: tuple[str, ...] = ()  # options that are an answer, but not one to sign with
    if_missing: str = ""  # what the signer reads
    fills: str | None = None  # one of FILLS, or an item of history
    restricted: bool = False  # another person's health: shown to fewer


@dataclass(frozen=True)
class HistoryQuestion:
    """One item of birth and family history, and how the forms ask for it."""

    item: str  # 'birth.weight': what the question fills
    group: HistoryGroup
    words: str  # the label, without {name}
    question: Question
    is_restricted: bool
    state_question: str | None = None  # id of the question that says known, asked for, declined … for it
    not_known_question: str | None = (
        None  # id of the question where it can be ticked as not known after asking
    )


def words(text: str, name: str) -> str:
    """Return a text of a form as it is shown: {name} becomes the preferred name, nothing else is interpreted."""
    return text.replace("{name}", name)


def is_blank(value: Value | None) -> bool:
    """Return whether there is no answer: nothing, only white space, or nothing ticked. 0 is an answer."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value == []


def holds(condition: Condition, answers: Answers, facts: Mapping[str, str]) -> bool:
    """Return whether a condition is met.

    A ticked option of several counts as `is`. A question without an answer meets neither `is` nor `is_not`.
    """
    held = facts.get(condition.fact) if condition.fact else answers.get(condition.question or "")
    if condition.operator == "answered":
        return is_blank(held) == (condition.values == ("no",))
    if held is None or is_blank(held):
        return False
    said = held if isinstance(held, list) else [str(held)]
    met = any(value in said for value in condition.values)
    return not met if condition.operator == "is_not" else met


def need_not_be_answered(unless: tuple[Condition, ...], answers: Answers, facts: Mapping[str, str]) -> bool:
    """Return whether what is required falls away: there are conditions for that, and all hold."""
    return bool(unless) and all(holds(condition, answers, facts) for condition in unless)


def history_items(questions: Iterable[Question]) -> tuple[HistoryQuestion, ...]:
    """Return the items of birth and family history that questions ask for, in their order, each once."""
    by_id = {question.id: question for question in questions}
    not_known = [one for one in by_id.values() if one.fills and one.fills.endswith(f".{NOT_KNOWN_ITEMS}")]
    found: dict[str, HistoryQuestion] = {}
    for question in by_id.values():
        if not question.fills:
            continue
        group, _, item = question.fills.partition(".")
        known_group = next((one for one in HISTORY_GROUPS if one == group), None)
        if known_group is None or item == NOT_KNOWN_ITEMS or question.fills in found:
            continue
        states = [one.question for one in question.show_if if one.question]
        unknown = [
            one.id
            for one in not_known
            if one.fills == f"{group}.{NOT_KNOWN_ITEMS}" and item in dict(one.options)
        ]
        found[f"{group}.{item}"] = HistoryQuestion(
            f"{group}.{item}",
            known_group,
            question.ask,
            question,
            question.restricted,
            states[0] if states else None,
            unknown[0] if unknown else None,
        )
    return tuple(found.values())


def counts_as_answered(question: Question, value: Value | None) -> bool:
    """Return whether an answer is one to sign with: not blank, not 'not asked yet', not too short."""
    if value is None or is_blank(value) or value in question.not_enough:
        return False
    return not (
        question.words_at_least and isinstance(value, str) and len(value.split()) < question.words_at_least
    )
