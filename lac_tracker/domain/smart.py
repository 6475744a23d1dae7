"""CHECKS on a plan item: fields first, wording second; each with its words and a better example."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.names import search_key
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.domain.smart_words import Words as Words  # who checks needs its words
from lac_tracker.domain.smart_words import (
    found_in,
    gaps_in,
    holds_phrase,
    is_measurable,
    is_named_person,
    starts_with,
    tokens,
    vague_words,
)
from lac_tracker.domain.smart_words import words_from as words_from

Letter = Literal["S", "M", "A", "R", "T"]
Severity = Literal["blocks", "reason", "advice"]
LETTERS: tuple[tuple[Letter, str], ...] = (
    ("S", "Specific"), ("M", "Measurable"), ("A", "Agreed"), ("R", "Relevant"), ("T", "Timed"),
)  # fmt: skip

_FIELDS_FIRST = "Health plans need a measurable objective, a precise date and a named professional (CQC review, August 2015, 4.11)"
_DATES = "Looked-after children plan quality rules: dates to correct, or to keep with a reason"
_WORDING = "Looked-after children plan quality rules: wording is advice"
_SOONEST_FOR_PRACTICE = timedelta(days=7)


@dataclass(frozen=True)
class Check:
    """One thing a plan item is looked at for."""

    id: str  # never reused
    letter: Letter
    severity: Severity
    message: str  # {name}, {what}: what the author reads
    better: str  # an invented example
    source: str
    fails_letter: bool = True  # False: a tip that leaves the letter passed


@dataclass(frozen=True)
class Finding:
    """One check that a plan item did not pass."""

    check: Check
    field: str  # text, measure, review_on, agreed, found, action_1_text, action_1_person, action_1_by …
    says: str
    better: str  # an invented example

    @property
    def id(self) -> str:
        return self.check.id

    @property
    def letter(self) -> Letter:
        return self.check.letter

    @property
    def severity(self) -> Severity:
        return self.check.severity


@dataclass(frozen=True)
class LetterResult:
    """One of the five letters, for the eye and for a screen reader."""

    letter: Letter
    word: str
    passed: bool
    says: str


_SLEEP = "{name} sleeps 7 hours on at least 5 nights a week"
_OWNER = "Ms T Dean, dentist, Example Dental Access"
_ACTION = "Give the 3-in-1 booster and MenACWY"

CHECKS: tuple[Check, ...] = (
    Check("no_outcome", "S", "blocks", "Enter what will be different for {name}", _SLEEP, _FIELDS_FIRST),
    Check("no_measure", "M", "blocks", "Enter how you'll know", "Sleep diary: 7 hours or more on 5 nights of 7", _FIELDS_FIRST),
    Check("no_action", "A", "blocks", "Add an action with one named person", f"{_ACTION}: {_OWNER}", _FIELDS_FIRST),
    Check("no_action_text", "A", "blocks", "Enter what {what} will do", _ACTION, _FIELDS_FIRST),
    Check("no_person", "A", "blocks", "Name one person{what}", _OWNER, _FIELDS_FIRST),
    Check("no_role", "A", "blocks", "Enter the role of {what}", "Ms T Dean, dentist", _FIELDS_FIRST),
    Check("no_organisation", "A", "blocks", "Enter the organisation of {what}", _OWNER, _FIELDS_FIRST),
    Check("no_date", "T", "blocks", "By when must be a date. 'Ongoing' can be the review date", "30-Apr-2027", _FIELDS_FIRST),
    Check("no_review_date", "T", "blocks", "Enter when this outcome will be reviewed", "The date of the next review", _FIELDS_FIRST),
    Check("date_past", "T", "reason", "{what} is in the past. Correct it, or say why it stays", "A date from today on", _DATES),
    Check("date_after_18", "T", "reason", "{what} is after {name} turns 18. Correct it, or say why it stays", "A date before the 18th birthday", _DATES),
    Check("date_after_review", "T", "reason", "{what} is after the next review. Correct it, or say why it stays", "A date before the next review", _DATES),
    Check("task_verb", "S", "advice", "'{what}' is something to do. Say what will be different for {name}, then put it in Actions", "Two fillings done and no tooth pain", _WORDING),
    Check("noun_only", "S", "advice", "'{what}' is a name, not a change. What will be different for {name}?", "{name} sleeps 6 nights a week without a nightmare", _WORDING),
    Check("question", "S", "advice", "This is a question. What will be different for {name}?", "{name} is protected: MenACWY and 3-in-1 booster given", _WORDING),
    Check("too_short", "S", "advice", "Say a little more: what will be different for {name}?", _SLEEP, _WORDING),
    Check("not_about_the_child", "S", "advice", "This reads like something to do. What will be different for {name}?", _SLEEP, _WORDING),
    Check("action_repeated", "S", "advice", "The outcome repeats the action. What will be different for {name} afterwards?", "No tooth pain at meals", _WORDING),
    Check("several_in_one", "S", "advice", "This holds several outcomes. One each is easier to finish", "One outcome for sleep, one for school", _WORDING, False),
    Check("passive", "S", "advice", "'{what}' says nobody does it. Who does what?", "S Example, foster carer, books the check-up", _WORDING),
    Check("vague", "S", "advice", "'{what}': how much, how often, or by when?", "Drinks water, not fizzy drinks, on 4 school days of 5", _WORDING, False),
    Check("gap_left", "S", "advice", "Fill in the gap '_'", _SLEEP, _WORDING),
    Check("gap_in_measure", "M", "advice", "Fill in the gap '_'", "Sleep diary: 7 hours or more on 5 nights of 7", _WORDING),
    Check("not_measurable", "M", "advice", "How would you see it? A number, a diary, a letter, or what {name} tells you", "Dentist's letter; {name} says no pain", _WORDING),
    Check("not_agreed", "A", "advice", "Has {name} agreed? If not, say why", "{name} agrees", _WORDING),
    Check("not_doing", "A", "advice", "Start the action '{what}' with a doing word: give, book, refer", _ACTION, _WORDING, False),
    Check("two_owners", "A", "advice", "'{what}' is more than one person. Who answers for it?", "One person for each action", _WORDING, False),
    Check("carer_clinical", "A", "advice", "'{what}' is work for a clinician, not for a carer alone", "The carer brings {name}; the nurse gives it", _WORDING, False),
    Check("no_need", "R", "advice", "What need does this come from?", "Wakes 3 or 4 times a night since the move", _WORDING),
    Check("vague_time", "T", "advice", "'{what}' is not a date. The date stands in By when", "By 30-Apr-2027", _WORDING, False),
    Check("weekend", "T", "advice", "{what} is a weekend", "A working day", _WORDING, False),
    Check("practice_soon", "T", "advice", "{what} gives the practice less than 7 days", "At least a week after sending", _WORDING, False),
)  # fmt: skip
_BY_ID = {check.id: check for check in CHECKS}


def check_outcome(
    need: Need,
    outcome: Outcome,
    *,
    name: str,
    today: date,
    next_due: date | None,
    eighteenth_birthday: date,
    words: Words,
) -> tuple[Finding, ...]:
    """Return what is missing or could be better in one outcome: fields first, then dates, then wording.

    name: how the child is called; next_due: when the next review is due, None where that is not known.
    """
    found = [*_fields(outcome, words), *_dates(outcome, today, next_due, eighteenth_birthday)]
    if outcome.text.strip():
        found += _outcome_wording(outcome, name, words)
    if outcome.measure.strip() and not is_measurable(outcome.measure, words):
        found.append(("not_measurable", "measure", ""))
    if gaps_in(outcome.measure):
        found.append(("gap_in_measure", "measure", ""))
    if not (
        outcome.agreed_child == "yes"
        or (outcome.agreed_child == "no" and outcome.agreed_child_because.strip())
    ):
        found.append(("not_agreed", "agreed", ""))
    for number, action in enumerate(outcome.actions, 1):
        found += _action_wording(action, f"action_{number}", today, words)
    if not (need.section_id or need.found.strip()):
        found.append(("no_need", "found", ""))
    return tuple(_finding(_BY_ID[check_id], field, what, name) for check_id, field, what in found)


def letters(findings: tuple[Finding, ...]) -> tuple[LetterResult, ...]:
    """Return the five letters: passed, or what to do first."""
    results = []
    for letter, word in LETTERS:
        failed = [finding for finding in findings if finding.letter == letter and finding.check.fails_letter]
        results.append(LetterResult(letter, word, not failed, failed[0].says if failed else f"{word}: yes"))
    return tuple(results)


def shorthand(results: tuple[LetterResult, ...]) -> str:
    """Return the five letters as they are stored: 'SMaRT', a capital for each that passed."""
    return "".join(one.letter if one.passed else one.letter.lower() for one in results)


def message_of(check_id: str) -> str:
    """Return the words of a check that names nothing: for a field that says the same before it is checked."""
    return _BY_ID[check_id].message


_Found = tuple[str, str, str]  # id of the check, field, what the message is about


def _finding(check: Check, field: str, what: str, name: str) -> Finding:
    says = check.message.replace("{name}", name).replace(
        "{what}", what
    )  # the person's text last: it is no template
    return Finding(check, field, says, check.better.replace("{name}", name))


def _fields(outcome: Outcome, words: Words) -> list[_Found]:
    found: list[_Found] = []
    if not outcome.text.strip():
        found.append(("no_outcome", "text", ""))
    if not outcome.measure.strip():
        found.append(("no_measure", "measure", ""))
    if not outcome.actions:
        found += [("no_action", "actions", ""), ("no_date", "actions", "")]
    if outcome.review_on is None:
        found.append(("no_review_date", "review_on", ""))
    for number, action in enumerate(outcome.actions, 1):
        field = f"action_{number}"
        whom = action.person.strip() or "this person"
        if not action.text.strip():
            found.append(("no_action_text", f"{field}_text", whom))
        same = search_key(action.person) == search_key(action.organisation)
        if not is_named_person(action.person, words) or same:
            team = action.organisation.strip() or action.person.strip()
            found.append(("no_person", f"{field}_person", f" at {team}" if team else ""))
        if not action.role.strip():
            found.append(("no_role", f"{field}_role", whom))
        if not action.organisation.strip():
            found.append(("no_organisation", f"{field}_organisation", whom))
        if action.by is None:
            found.append(("no_date", f"{field}_by", ""))
    return found


def _dates(outcome: Outcome, today: date, next_due: date | None, eighteenth_birthday: date) -> list[_Found]:
    found: list[_Found] = []
    dated = [
        (f"action_{number}_by", "By when", action.by) for number, action in enumerate(outcome.actions, 1)
    ]
    for field, label, day in [*dated, ("review_on", "The review date", outcome.review_on)]:
        if day is None:
            continue
        what = f"{label} {show_date(day)}"
        if day < today:
            found.append(("date_past", field, what))
        if day >= eighteenth_birthday:
            found.append(("date_after_18", field, what))
        if next_due is not None and day > next_due:
            found.append(("date_after_review", field, what))
    return found


def _outcome_wording(outcome: Outcome, name: str, words: Words) -> list[_Found]:
    text = outcome.text.strip()
    parts = tokens(text)
    found: list[_Found] = []
    if text.endswith("?"):
        found.append(("question", "text", ""))
    if starts_with(text, words.task_verbs):
        found.append(("task_verb", "text", text))
    elif len(parts) <= 2:
        found.append(("noun_only", "text", text))
    if len(parts) < 5:
        found.append(("too_short", "text", ""))
    if not (holds_phrase(text, name) or found_in(text, words.body_and_life_words)):
        found.append(("not_about_the_child", "text", ""))
    if any(search_key(action.text) == search_key(text) for action in outcome.actions):
        found.append(("action_repeated", "text", ""))
    if parts.count("and") > 1:
        found.append(("several_in_one", "text", ""))
    if passive := found_in(text, words.passives):
        found.append(("passive", "text", passive[0]))
    if vague := vague_words(text, outcome.measure, words):
        found.append(("vague", "text", vague[0]))
    if gaps_in(text):
        found.append(("gap_left", "text", ""))
    return found


def _action_wording(action: Action, field: str, today: date, words: Words) -> list[_Found]:
    found: list[_Found] = []
    text = action.text.strip()
    if text and not starts_with(text, words.doing_words):
        found.append(("not_doing", f"{field}_text", text))
    if passive := found_in(text, words.passives):
        found.append(("passive", f"{field}_text", passive[0]))
    if gaps_in(text):
        found.append(("gap_left", f"{field}_text", ""))
    if late := found_in(text, words.vague_times):
        found.append(("vague_time", f"{field}_text", late[0]))
    if re.search(r"\s(and|or)\s|[/&;]", action.person.casefold()):
        found.append(("two_owners", f"{field}_person", action.person.strip()))
    if "carer" in tokens(action.role) and starts_with(text, words.clinical_doing_words):
        found.append(("carer_clinical", f"{field}_person", text))
    if action.by is not None:
        if action.by.weekday() >= 5:
            found.append(("weekend", f"{field}_by", show_date(action.by)))
        practice = found_in(f"{action.role} {action.organisation}", words.practice_words)
        if practice and today <= action.by < today + _SOONEST_FOR_PRACTICE:
            found.append(("practice_soon", f"{field}_by", show_date(action.by)))
    return found
